"""The timeline of an inquiry: its moments, the changes between two of them, and going back."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.history.timeline import PAUSE, AnswerDiff, build_timeline, diff_trees, tree_as_of
from carreport.draft.revisions.revision import Revision, canonical_text, make_revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import parse_form
from carreport.form.richtext import RichText

FORM = parse_form("""
[form]
id = "small"
title = "A small form"
[[section]]
id = "a"
title = "A"
[[section.field]]
id = "title"
kind = "line"
label = "Title"
[[section.field]]
id = "story"
kind = "text"
label = "Story"
[[section.field]]
id = "sources"
kind = "list"
label = "Sources"
item = "source"
[[section.field.field]]
id = "name"
kind = "line"
label = "Name"
""")


def wrote(path: str, value: object, author: str, when: str, *parents: Revision) -> Revision:
    seen = [parent.id for parent in parents]
    return make_revision(path, seen, canonical_text(value), author=author, device="desk", written_at=when)


def told(changes: tuple[AnswerDiff, ...]) -> list[tuple[str, str]]:
    return [(change.label, change.change_type) for change in changes]


@pytest.fixture
def session(tmp_path: Path) -> DraftSession:
    return DraftSession.create(tmp_path / "d.carreport", FORM, "Ailsa Kerr")


def test_edits_of_one_person_without_a_long_pause_are_one_moment() -> None:
    first = wrote("a.title", "One", "Ailsa", "2016-03-01T09:00:00Z")
    second = wrote("a.story", [], "Ailsa", "2016-03-01T09:20:00Z")
    third = wrote("a.title", "Two", "Morag", "2016-03-01T09:25:00Z", first)
    fourth = wrote("a.title", "Three", "Morag", "2016-03-01T10:30:00Z", third)
    assert PAUSE.total_seconds() == 1800
    found = build_timeline(RevisionTree([fourth, second, third, first]))
    assert [(moment.author, moment.started_at[11:16], moment.paths) for moment in found] == [
        ("Morag", "10:30", ("a.title",)),
        ("Morag", "09:25", ("a.title",)),
        ("Ailsa", "09:00", ("a.title", "a.story")),
    ]


def test_what_changed_between_two_moments_is_told_word_by_word_in_asking_order() -> None:
    title = wrote("a.title", "A warm welcome", "Ailsa", "2016-03-01T09:00:00Z")
    later = wrote("a.title", "A warm handover", "Morag", "2016-04-01T09:00:00Z", title)
    story = wrote("a.story", RichText.from_plain("We met.").to_json(), "Morag", "2016-04-01T09:01:00Z")
    tree = RevisionTree([story, title, later])
    found = build_timeline(tree)
    changes = diff_trees(FORM, tree_as_of(tree, found, found[1]), tree)
    assert told(changes) == [("Title", "changed"), ("Story", "added")]
    assert [(str(part.op), part.text) for part in changes[0].spans] == [
        ("kept", "A warm "),
        ("removed", "welcome"),
        ("added", "handover"),
    ]


def test_formatting_that_changed_is_a_change_although_the_words_stayed() -> None:
    plain = wrote("a.story", RichText.from_plain("We met.").to_json(), "Ailsa", "2016-03-01T09:00:00Z")
    bold = [{"type": "paragraph", "spans": [{"text": "We met.", "strong": True}]}]
    later = wrote("a.story", bold, "Morag", "2016-04-01T09:00:00Z", plain)
    tree = RevisionTree([plain, later])
    (change,) = diff_trees(FORM, RevisionTree([plain]), tree)
    assert (change.change_type, change.spans[0].note) == ("changed", "now bold")


def test_an_entry_that_came_or_went_is_one_line(session: DraftSession) -> None:
    plan = session.add_item("a.sources", values={"name": "The plan"})
    before = RevisionTree(session.tree)
    session.add_item("a.sources", values={"name": "A letter"})
    session.remove_item(f"a.sources/{plan}")
    assert told(diff_trees(FORM, before, session.tree)) == [
        ("Sources, source “The plan”", "removed"),
        ("Sources, source “A letter”", "added"),
    ]


def test_a_clock_that_jumped_ahead_does_not_come_before_what_was_written_over_it() -> None:
    first = wrote("a.title", "One", "Ailsa", "2016-03-01T09:00:00Z")
    jumped = wrote("a.title", "Two", "Morag", "2031-03-01T09:00:00Z", first)
    after = wrote("a.title", "Three", "Ailsa", "2016-03-02T09:00:00Z", jumped)
    tree = RevisionTree([jumped, after, first])
    found = build_timeline(tree)
    assert [moment.revision_ids for moment in found] == [(after.id,), (jumped.id,), (first.id,)]
    assert tree_as_of(tree, found, found[1]).versions("a.title")[0].value == "Two"
