"""Suggested words are merged with what others wrote, or become a second version."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.copies.conflicts import find_conflicts
from carreport.draft.erasure import ErasureRequest, erase
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UsageError
from carreport.form.richtext import RichText
from carreport.review.quotes import find_quote, words_instead
from carreport.review.suggestions import leave, take, undo_take
from carreport.review.threads import THREADS, Act, Anchor, CommentType, Suggestion, Thread, reopen
from tests.review.comment_group import ISSUE, comment, copy_for, create, only_thread, send, words
from tests.rich_text import text


def suggest(session: DraftSession, becomes: RichText, place: str = ISSUE) -> Thread:
    base = next(iter(session.tree.head_ids(place)), "")
    return comment(
        session, "Plainer", place, type=CommentType.SUGGESTION, suggestion=Suggestion(becomes, base)
    )


def issue_of(session: DraftSession) -> str:
    return session.answers().rich_text(ISSUE).plain_text


def test_a_suggestion_is_taken_with_what_was_written_since(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text("One", "Two"))
        ailsa.seal()
        thread = suggest(ailsa, words("One\n\nTwo, said plainly"))
        ailsa.write(ISSUE, text("One, and more", "Two"))
        taken = take(ailsa, thread)
        assert taken is not None
        assert not taken.is_conflict
        assert issue_of(ailsa) == "One, and more\n\nTwo, said plainly"
        settled = only_thread(ailsa).settled_by
        assert settled is not None
        assert (settled.act, ailsa.tree.heads(ISSUE)[0].author) == (Act.TAKEN, "Ailsa")
        assert take(ailsa, only_thread(ailsa)) is None
        undo_take(ailsa, taken)
        assert issue_of(ailsa) == "One, and more\n\nTwo"
        assert not only_thread(ailsa).is_settled


def test_a_suggestion_on_words_that_have_changed_is_a_second_version(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text("One"))
        ailsa.seal()
        thread = suggest(ailsa, words("One, said plainly"))
        ailsa.write(ISSUE, text("Something else"))
        taken = take(ailsa, thread)
        assert taken is not None
        assert taken.is_conflict
        (conflict,) = find_conflicts(ailsa)
        shown = {conflict.version_text(version) for version in conflict.versions}
        assert shown == {"One, said plainly", "Something else"}
        undo_take(ailsa, taken)
        assert find_conflicts(ailsa) == ()
        assert issue_of(ailsa) == "Something else"


def test_a_suggestion_taken_on_an_answer_in_conflict_is_one_more_version(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text("One"))
        ailsa.seal()
        first = suggest(ailsa, words("Suggested first"))
        second = suggest(ailsa, words("Suggested second"))
        ailsa.write(ISSUE, text("Something else"))
        take(ailsa, first)
        take(ailsa, second)
        (conflict,) = find_conflicts(ailsa)
        assert len(conflict.versions) == 3


def test_a_suggestion_whose_words_are_there_already_writes_no_answer(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text("One"))
        ailsa.seal()
        thread = suggest(ailsa, words("Two"))
        ailsa.write(ISSUE, text("Two"))
        ailsa.seal()
        before = ailsa.tree.head_ids(ISSUE)
        take(ailsa, thread)
        assert ailsa.tree.head_ids(ISSUE) == before
        assert only_thread(ailsa).is_settled
        reopen(ailsa, only_thread(ailsa))
        take(ailsa, only_thread(ailsa))
        assert ailsa.tree.head_ids(ISSUE) == before


def test_a_first_answer_can_be_suggested(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        take(ailsa, suggest(ailsa, words("An answer")))
        assert issue_of(ailsa) == "An answer"


def test_a_suggestion_whose_version_was_erased_is_taken_by_hand(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text("Somebody said this"))
        ailsa.seal()
        thread = suggest(ailsa, words("Quite different words"))
        ailsa.write(ISSUE, text("Nobody did"))
        erase(ailsa, ErasureRequest(ISSUE, history_only=True))
        with pytest.raises(UsageError, match="not known here"):
            take(ailsa, thread)
        assert issue_of(ailsa) == "Nobody did"


@pytest.mark.parametrize(
    ("place", "suggested", "stored"),
    [
        ("s.title", "Sharing what we know", "Sharing what we know"),
        ("s.count", "1,234", 1234),
        ("s.started", "2016-05", "2016-05"),
        ("s.mood", "Good", "good"),
    ],
)
def test_other_kinds_of_answer_are_read_as_if_typed(
    tmp_path: Path, place: str, suggested: str, stored: object
) -> None:
    with create(tmp_path) as ailsa:
        take(ailsa, suggest(ailsa, words(suggested), place))
        assert ailsa.answers().get(place) == stored


def test_what_cannot_be_an_answer_is_refused(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        thread = suggest(ailsa, words("Excellent"), "s.mood")
        with pytest.raises(UsageError, match="cannot be an answer"):
            take(ailsa, thread)
        assert ailsa.answers().get("s.mood") is None
        assert not only_thread(ailsa).is_settled


def test_a_suggestion_in_a_removed_entry_waits_for_it(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        source = f"s.sources/{ailsa.add_item('s.sources', values={'name': 'Plan'})}"
        thread = suggest(ailsa, words("The plan"), f"{source}/name")
        ailsa.remove_item(source)
        with pytest.raises(UsageError, match="has been removed"):
            take(ailsa, thread)
        ailsa.restore_item(source)
        taken = take(ailsa, thread)
        assert ailsa.answers().get(f"{source}/name") == "The plan"
        assert taken is not None
        undo_take(ailsa, taken)
        assert ailsa.answers().get(f"{source}/name") == "Plan"


def test_a_suggestion_of_mine_for_a_private_answer_stays_private(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        take(ailsa, suggest(ailsa, words("Wagtail"), "s.diary"))
        assert ailsa.answers().rich_text("s.diary") == words("Wagtail")
        ailsa.flush()
        assert b"Wagtail" not in ailsa.path.read_bytes()


def test_what_is_left_says_why(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        thread = suggest(ailsa, words("Other words"))
        with pytest.raises(UsageError, match="no reason"):
            leave(ailsa, thread, RichText())
        leave(ailsa, thread, words("The group likes its own."))
        settled = only_thread(ailsa).settled_by
        assert settled is not None
        assert (settled.act, settled.words.plain_text) == (Act.LEFT, "The group likes its own.")


def test_an_answer_edited_after_taking_is_not_undone(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        taken = take(ailsa, suggest(ailsa, words("An answer")))
        assert taken is not None
        ailsa.write(ISSUE, text("An answer, edited"))
        with pytest.raises(UsageError, match="edited after"):
            undo_take(ailsa, taken)
        assert (issue_of(ailsa), only_thread(ailsa).is_settled) == ("An answer, edited", True)


@pytest.mark.parametrize(
    ("anchor", "found"),
    [
        (Anchor("plan apart"), (0, 9, 19)),
        (Anchor("apart", before="but we work "), (1, 12, 17)),
        (Anchor("apart", after=". Rooms"), (0, 14, 19)),
        (Anchor("apart. Rooms are"), (0, 14, 30)),
        (Anchor("work apart Together"), (1, 7, 17)),
        (Anchor('Rooms are "shared"'), (0, 21, 39)),
        (Anchor("plan together"), None),
        (Anchor(""), None),
        (Anchor("("), None),
    ],
)
def test_the_words_of_a_comment_are_found_again(anchor: Anchor, found: tuple[int, int, int] | None) -> None:
    answer = RichText.from_plain(
        "Services plan apart. Rooms are “shared”.\n\nbut we work apart\n\nTogether, later."
    )
    place = find_quote(anchor, answer)
    assert place == found


def test_of_words_that_have_changed_the_nearest_are_shown() -> None:
    answer = RichText.from_plain("Rooms are shared. Services still plan by themselves. Nobody knows why.")
    anchor = Anchor("Services plan apart from themselves")
    assert find_quote(anchor, answer) is None
    assert words_instead(anchor, answer) == "Services still plan by themselves."


def test_a_suggestion_whose_words_were_erased_does_not_empty_the_answer(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text("Wagtail dipper wren siskin"))
        ailsa.seal()
        ailsa.write(ISSUE, text("Good words here"))
        ailsa.seal()
        suggest(ailsa, words("Good words here. Wagtail dipper wren siskin."))
        erase(ailsa, ErasureRequest(ISSUE, history_only=True))
        with pytest.raises(UsageError, match="suggests no other words"):
            take(ailsa, only_thread(ailsa))
        assert issue_of(ailsa) == "Good words here"


def test_a_suggestion_that_came_without_its_words_does_not_empty_the_answer(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        source = f"s.sources/{ailsa.add_item('s.sources', values={'name': 'The plan'})}"
        ailsa.seal()
        suggest(ailsa, words("The better plan"), f"{source}/name")
        ailsa.remove_item(source)
        with copy_for(ailsa, "Morag") as morag:
            assert only_thread(morag).suggestion is None
            ailsa.restore_item(source)
            send(ailsa, morag)
            assert only_thread(morag).suggestion == only_thread(ailsa).suggestion


@pytest.mark.parametrize("becomes", [7, [{"type": "figure", "rows": []}], [{"spans": [{"text": 1}]}]])
def test_a_suggestion_that_this_program_cannot_read_is_not_taken(tmp_path: Path, becomes: object) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text("Good words here"))
        ailsa.seal()
        thread = suggest(ailsa, words("Better"))
        ailsa.shared_file.record({f"{THREADS}/{thread.id}/becomes": becomes})
        with pytest.raises(UsageError):
            take(ailsa, only_thread(ailsa))
        assert issue_of(ailsa) == "Good words here"


def test_no_words_at_all_can_be_suggested(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa, copy_for(ailsa, "Morag") as morag:
        ailsa.write(ISSUE, text("Good words here"))
        ailsa.seal()
        suggest(ailsa, RichText())
        send(ailsa, morag)
        take(morag, only_thread(morag))
        assert issue_of(morag) == ""


def test_taking_is_undone_after_typing_that_was_undone_too(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text("Good"))
        ailsa.seal()
        taken = take(ailsa, suggest(ailsa, words("Better")))
        assert taken is not None
        for typed in ("Better still", "Better"):
            ailsa.write(ISSUE, text(typed))
            ailsa.seal()
        undo_take(ailsa, taken)
        assert issue_of(ailsa) == "Good"
        assert not only_thread(ailsa).is_settled


def test_the_same_suggestion_taken_in_two_copies_is_taken_once(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text("One", "Two"))
        ailsa.seal()
        suggest(ailsa, words("One\n\nTwo, plainly"))
        with copy_for(ailsa, "Morag") as morag:
            take(ailsa, only_thread(ailsa))
            morag.write(ISSUE, text("One more", "Two"))
            take(morag, only_thread(morag))
            send(morag, ailsa)
            send(ailsa, morag)
            assert find_conflicts(ailsa) == find_conflicts(morag) == ()
            assert issue_of(ailsa) == issue_of(morag) == "One more\n\nTwo, plainly"
