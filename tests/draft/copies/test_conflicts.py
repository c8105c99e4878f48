"""Conflicting versions are shown with their differences and resolved only by a person."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carreport.draft.copies.conflicts import find_conflicts, keep_both, keep_version, resolve_with
from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.history.diff import DiffOp, DiffSpan, diff_text
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UsageError
from tests.rich_text import text


@pytest.fixture
def disputed(session: DraftSession, tmp_path: Path) -> DraftSession:
    export_copy(session, tmp_path / "sent.carreport")
    with DraftSession.open(tmp_path / "sent.carreport", "Morag Reid") as other:
        other.write("about.title", "Morag’s")
        other.write("about.story", text("from Morag"))
        export_copy(other, tmp_path / "back.carreport")
    session.write("about.title", "Ailsa’s")
    session.write("about.story", text("from Ailsa"))
    merge_and_save(session, preview_merge(session, tmp_path / "back.carreport"))
    return session


def test_every_answer_with_two_versions_is_named_with_its_authors(disputed: DraftSession) -> None:
    title, story = find_conflicts(disputed)
    assert [title.label, story.label] == ["Title", "Story"]
    assert {(version.author, title.version_text(version)) for version in title.versions} == {
        ("Ailsa Kerr", "Ailsa’s"),
        ("Morag Reid", "Morag’s"),
    }


def test_one_version_is_kept_and_the_other_stays_in_the_history(disputed: DraftSession) -> None:
    (wanted,) = [
        version for version in find_conflicts(disputed)[0].versions if version.author == "Morag Reid"
    ]
    keep_version(disputed, "about.title", wanted.revision[:12])
    assert disputed.answers().get("about.title") == "Morag’s"
    assert [conflict.path for conflict in find_conflicts(disputed)] == ["about.story"]
    assert "Ailsa’s" in {revision.value for revision in disputed.history("about.title")}


def test_both_texts_are_kept_one_after_the_other_with_their_authors(disputed: DraftSession) -> None:
    keep_both(disputed, "about.story")
    told = disputed.answers().rich_text("about.story").plain_text
    assert sorted(told.split("\n\n")) == ["Ailsa Kerr:", "Morag Reid:", "from Ailsa", "from Morag"]
    keep_both(disputed, "about.title")
    assert "Morag’s (Morag Reid)" in disputed.answers().get("about.title")
    assert find_conflicts(disputed) == ()


def test_a_third_version_takes_the_place_of_both_and_has_both_as_parents(disputed: DraftSession) -> None:
    heads = tuple(sorted(head.id for head in disputed.tree.heads("about.title")))
    resolve_with(disputed, "about.title", "ours")
    (head,) = disputed.tree.heads("about.title")
    assert (head.value, head.parents) == ("ours", heads)


def test_what_cannot_be_settled_is_said(disputed: DraftSession) -> None:
    for beginning in ("zz", ""):
        with pytest.raises(UsageError) as told:
            keep_version(disputed, "about.title", beginning)
        assert told.value.code == "no-such-version"
    with pytest.raises(UsageError) as told:
        keep_both(disputed, "about.place")
    assert told.value.code == "no-dispute"


def test_a_preview_of_an_import_compares_what_comes_in_with_what_is_here(
    session: DraftSession, tmp_path: Path
) -> None:
    session.write("about.title", "A warm welcome")
    session.write("about.story", text("We met."))
    session.seal()
    export_copy(session, tmp_path / "sent.carreport")
    with DraftSession.open(tmp_path / "sent.carreport", "Morag Reid") as other:
        other.write("about.title", "A warm hall")
        other.write("about.story", text("We met late."))
        export_copy(other, tmp_path / "back.carreport")
    session.write("about.story", text("We met early."))
    title, story = preview_merge(session, tmp_path / "back.carreport").effects
    assert [span.text for span in title.spans] == ["A warm ", "welcome", "hall"]
    assert [span.text for span in story.spans] == ["We met ", "early", "late", "."]


def test_the_words_that_differ_are_marked() -> None:
    assert diff_text("We meet too late here.", "We meet early here.") == (
        DiffSpan(DiffOp.KEPT, "We meet "),
        DiffSpan(DiffOp.REMOVED, "too late"),
        DiffSpan(DiffOp.ADDED, "early"),
        DiffSpan(DiffOp.KEPT, " here."),
    )


@given(st.text(alphabet="ab \n.’", max_size=40), st.text(alphabet="ab \n.’", max_size=40))
def test_kept_and_removed_is_one_version_and_kept_and_added_the_other(one: str, other: str) -> None:
    found = diff_text(one, other)
    assert "".join(span.text for span in found if span.op is not DiffOp.ADDED) == one
    assert "".join(span.text for span in found if span.op is not DiffOp.REMOVED) == other


def test_two_versions_that_are_too_long_together_stay_two_versions(disputed: DraftSession) -> None:
    with pytest.raises(UsageError) as told:
        resolve_with(disputed, "about.title", "x" * 400_000)
    assert told.value.code == "too-long"
    assert len(find_conflicts(disputed)) == 2


def test_no_version_and_several_with_one_beginning_are_refused_differently(disputed: DraftSession) -> None:
    ids = [version.revision for version in find_conflicts(disputed)[0].versions]
    stranger = next(digit for digit in "0123456789" if not any(name.startswith(digit) for name in ids))
    told = {}
    for beginning in ("", stranger):
        with pytest.raises(UsageError) as refused:
            keep_version(disputed, "about.title", beginning)
        told[beginning] = refused.value.what
    assert told[""].startswith("More than one version")
    assert told[stranger].startswith("No version")
