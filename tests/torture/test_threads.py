"""The short run of the torture of comments: whatever people say, all read the same, and nothing is lost."""

from __future__ import annotations

from tests.torture.thread_model import began, mark, marks, said, views, worded
from tests.torture.threads import Discussion, discussion


def test_many_random_discussions_end_with_the_same_comments_for_everybody() -> None:
    assert [seed for seed in range(2000) if discussion(seed, 8).trouble()] == []


def talked() -> Discussion:
    return next(told for seed in range(100) if len((told := discussion(seed)).people[1].facts) > 5)


def test_a_lost_message_would_be_noticed() -> None:
    told = talked()
    person = told.people[1]
    tree = person.book.tree
    for path in [path for path in tree.paths() if "/messages/" in path]:
        for name in list(tree.revisions_of(path)):
            tree.remove(name)
    assert "should show" in told.trouble()


def test_words_that_left_would_be_noticed() -> None:
    told = talked()
    told.secrets.add('"order"')
    told.people[1].sent = (None, ())
    told.exchange()
    assert "these left" in told.trouble()


def test_the_oracle_settles_only_what_was_seen() -> None:
    start = frozenset((began("t"), said("t", "m"), worded("t", "m", "1", "Says who?")))
    settled = start | {said("t", "s", "done", marks(start, "t"))}
    answered = settled | {said("t", "n"), worded("t", "n", "2", "The council.")}
    changed = settled | {worded("t", "m", "3", "Says who, and when?", ("1",))}
    erased = settled | {worded("t", "m", "4", None, ("1",))}
    shown = [views(facts)["t"][1] for facts in (start, settled, answered, changed, erased)]
    assert shown == [False, True, False, False, True]
    assert mark(changed, "m") == ("m", frozenset(("Says who, and when?",)))
