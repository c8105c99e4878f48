"""A copy holds what may be shared, and no more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import receipts_of
from carreport.draft.session.release import release_entry
from carreport.draft.session.sharing import is_public_path
from carreport.errors import DraftSaveError
from carreport.form.loader import parse_form
from carreport.form.paths import READY
from carreport.form.schema import Form
from tests.draft.conftest import SMALL
from tests.draft.session.test_draft_session import dots

LIST = "data.sources"
GUARDED = (
    SMALL
    + """
[[section]]
id = "own"
title = "Own"
[[section.field]]
id = "diary"
kind = "line"
label = "Diary"
share = "private"
[[section.field]]
id = "each"
kind = "list"
label = "Each of you"
private_until = { release = ["yes", "named"] }
[[section.field.field]]
id = "words"
kind = "line"
label = "Words"
[[section.field.field]]
id = "release"
kind = "choice"
label = "May it go out?"
choices = { no = "No", yes = "Yes", named = "With my name" }
"""
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "to-send.carreport"


@pytest.fixture
def guarded(path: Path) -> Iterator[DraftSession]:
    opened = DraftSession.create(path, parse_form(GUARDED), "Ailsa Kerr")
    yield opened
    opened.close_without_saving()


def holds(path: Path, words: str) -> bool:
    found = path.read_bytes()
    return any(words.encode(code) in found for code in ("utf-8", "utf-16-le", "utf-16-be"))


def test_a_copy_says_what_the_draft_says_and_keeps_its_inquiry(session: DraftSession, copy: Path) -> None:
    session.write("about.title", "Together")
    session.add_item(LIST, values={"name": "A plan"})
    receipt = export_copy(session, copy)
    assert (receipt.event, receipt.name, receipt.answers, receipt.author) == (
        "copy",
        copy.name,
        2,
        "Ailsa Kerr",
    )
    with DraftSession.open(copy, "Morag Reid") as sent:
        assert sent.answers() == session.answers()
        assert (sent.draft_id, sent.read_only) == (session.draft_id, False)
    assert receipts_of(session) == (receipt,)


def test_a_copy_has_the_names_of_earlier_words_and_not_the_words(session: DraftSession, copy: Path) -> None:
    for words in ("canary-one", "canary-two", "as it stands"):
        session.write("about.title", words)
        session.seal()
    export_copy(session, copy)
    assert not holds(copy, "canary")
    with DraftSession.open(copy, "Morag Reid") as sent:
        known = {revision.id for revision in session.tree.revisions_of("about.title").values()}
        assert sent.tree.revisions_of("about.title").keys() == known


def test_a_removal_travels_and_what_it_removed_does_not(session: DraftSession, copy: Path) -> None:
    item = session.add_item(LIST, values={"name": "canary"})
    session.remove_item(f"{LIST}/{item}")
    export_copy(session, copy)
    assert not holds(copy, "canary")
    with DraftSession.open(copy, "Morag Reid") as sent:
        standing = sent.tree.entry_state(f"{LIST}/{item}")
        assert standing is not None
        assert standing.is_removed


def test_private_answers_and_entries_that_are_not_released_stay_here(
    guarded: DraftSession, copy: Path
) -> None:
    guarded.write("own.diary", "canary-diary")
    for release in ("no", "", "named"):
        guarded.add_item("own.each", values={"words": f"canary-{release}.", "release": release})
    guarded.flush()
    for entry in guarded.answers().items("own.each"):
        if entry.get("release") == "named":
            release_entry(guarded, f"own.each/{entry.id}")
    export_copy(guarded, copy)
    assert not holds(copy, "canary-diary")
    assert not holds(copy, "canary-no.")
    assert not holds(copy, "canary-.")
    assert holds(copy, "canary-named.")


def test_only_pictures_that_the_copy_shows_go_with_it(session: DraftSession, copy: Path) -> None:
    kept, gone = prepare_picture(dots()), prepare_picture(dots("blue"))
    session.add_item("data.wall", values={"picture": session.attach(kept)})
    removed = session.add_item("data.wall", values={"picture": session.attach(gone)})
    session.remove_item(f"data.wall/{removed}")
    assert export_copy(session, copy).pictures == 1
    with DraftSession.open(copy, "Morag Reid") as sent:
        assert sent.picture(kept.sha256) == kept.picture
        assert sent.picture(gone.sha256) is None


def test_a_copy_is_never_made_over_a_file_nor_over_the_draft(session: DraftSession, copy: Path) -> None:
    copy.write_text("somebody’s")
    with pytest.raises(DraftSaveError) as told:
        export_copy(session, copy)
    assert (told.value.code, copy.read_text()) == ("draft-exists", "somebody’s")
    with pytest.raises(DraftSaveError) as told:
        export_copy(session, session.path, replace=True)
    assert told.value.code == "copy-is-draft"
    export_copy(session, copy, replace=True)
    with DraftSession.open(copy, "Morag Reid") as sent:
        assert sent.draft_id == session.draft_id


def test_a_copy_clears_away_what_a_killed_program_left_of_an_earlier_one(
    session: DraftSession, copy: Path
) -> None:
    old = copy.with_name(f"..{copy.name}.0123abcd.tmp.4567cdef.tmp-journal")
    fresh, other = copy.with_name(f".{copy.name}.89ab0123.tmp"), copy.with_name(".notes.tmp")
    for path in (old, fresh, other):
        path.write_text("left")
    for path in (old, other):
        os.utime(path, (0, 0))
    export_copy(session, copy)
    assert [path.exists() for path in (old, fresh, other)] == [False, True, True]


def test_a_copy_that_cannot_be_written_leaves_nothing_and_no_receipt(
    session: DraftSession, tmp_path: Path
) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(DraftSaveError) as told:
        export_copy(session, tmp_path / "none" / "a.carreport")
    assert told.value.code == "folder-missing"
    assert sorted(tmp_path.iterdir()) == before
    assert receipts_of(session) == ()


def test_what_came_together_here_is_one_answer_in_the_copy(
    session: DraftSession, copy: Path, tmp_path: Path, form: Form
) -> None:
    session.write("about.title", "first")
    export_copy(session, copy)
    with DraftSession.open(copy, "Morag Reid") as other:
        other.write("about.place", "Skye")
        export_copy(other, tmp_path / "back.carreport")
    merge_and_save(session, preview_merge(session, tmp_path / "back.carreport"))
    export_copy(session, tmp_path / "again.carreport")
    with DraftSession.open(tmp_path / "again.carreport", "Iain Bell") as third:
        assert third.form.id == form.id
        assert third.answers().values == session.answers().values


PATHS = ("about.title", "own.diary", "each", "sources")


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(PATHS), st.integers(0, 3)), min_size=1, max_size=12))
def test_no_private_earlier_or_removed_word_is_in_the_bytes_of_any_copy(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("canaries")
    with DraftSession.create(folder / "a.carreport", parse_form(GUARDED), "Ailsa Kerr") as session:
        written: set[str] = set()
        for number, (where, how) in enumerate(acts):
            word = f"canary{number:03}."
            written.add(word)
            if "." in where:
                session.write(where, word)
                session.seal()
            elif where == "each":
                session.add_item("own.each", values={"words": word, "release": ("no", "yes")[how % 2]})
            else:
                item = session.add_item(LIST, values={"name": word})
                if how == 0:
                    session.remove_item(f"{LIST}/{item}")
        export_copy(session, folder / "b.carreport")
        answers = session.answers()
        shown = {str(answers.get("about.title")), *(str(item.get("name")) for item in answers.items(LIST))}
    assert [word for word in written - shown if holds(folder / "b.carreport", word)] == []


@pytest.mark.parametrize("path", ["gone.title", f"gone.{READY}", "about.gone", f"about.{READY}/a1"])
def test_nothing_that_the_form_does_not_ask_is_in_a_copy(form: Form, path: str) -> None:
    assert not is_public_path(form, path)
    assert is_public_path(form, f"about.{READY}")
