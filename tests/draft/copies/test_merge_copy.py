"""Importing a copy: it is previewed, overwrites nothing, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import (
    merge_and_save,
    preview_merge,
    undo_last_merge,
    undoable_merge_name,
)
from carreport.draft.copies.merge_plan import MergeEffectKind
from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import receipts_of
from carreport.draft.storage.backups import backups_of
from carreport.errors import DraftFileError, UsageError
from carreport.form.loader import parse_form
from carreport.form.schema import Form
from tests.draft.conftest import SMALL
from tests.draft.session.test_draft_session import dots
from tests.rich_text import text

LIST = "data.sources"
Work = Callable[[DraftSession], object]
Answer = Callable[[str, Work], Path]


@pytest.fixture
def answer(session: DraftSession, tmp_path: Path) -> Answer:
    """Edit a copy of the draft, and return the copy that comes back."""
    number = iter(range(100))

    def work(author: str, does: Work) -> Path:
        sent = tmp_path / f"sent-{next(number)}.carreport"
        export_copy(session, sent)
        back = tmp_path / f"back-{next(number)}.carreport"
        with DraftSession.open(sent, author) as other:
            does(other)
            export_copy(other, back)
        return back

    return work


def whats(session: DraftSession, copy: Path) -> list[tuple[str, str, str]]:
    return [
        (effect.label, effect.effect_type.value, effect.author)
        for effect in preview_merge(session, copy).effects
    ]


def test_looking_at_a_copy_says_what_it_brings_by_whom_and_where_and_changes_nothing(
    session: DraftSession, answer: Answer
) -> None:
    session.write("about.title", "first")
    kept = session.add_item(LIST, values={"name": "A plan"})
    gone = session.add_item(LIST, values={"name": "A letter"})

    def work(other: DraftSession) -> None:
        other.write("about.title", "second")
        other.write("about.place", "Skye")
        other.remove_item(f"{LIST}/{gone}")
        other.write(f"{LIST}/{kept}/name", "A better plan")
        other.add_item(LIST, values={"name": "A map"})
        other.mark_ready("about", ready=True)

    back = answer("Morag Reid", work)
    before = session.answers()
    found = whats(session, back)
    assert found[:4] == [
        ("Title", "changed", "Morag Reid"),
        ("Place", "answered", "Morag Reid"),
        ("About: ready for review", "answered", "Morag Reid"),
        ("Sources, source “A better plan”, Name", "changed", "Morag Reid"),
    ]
    assert sorted(found[4:]) == [  # the order of the removed and the added entry depends on random ids
        ("Sources, source “A letter”", "removed", "Morag Reid"),
        ("Sources, source “A map”", "added", "Morag Reid"),
    ]
    assert session.answers() == before


def test_what_both_wrote_is_there_twice_with_both_authors(session: DraftSession, answer: Answer) -> None:
    back = answer("Morag Reid", lambda other: other.write("about.title", "Morag’s"))
    session.write("about.title", "Ailsa’s")
    joining = merge_and_save(session, preview_merge(session, back))
    assert [effect.effect_type for effect in joining.effects] == [MergeEffectKind.TWO_VERSIONS]
    found = session.answers().versions["about.title"]
    assert {(version.author, version.value) for version in found} == {
        ("Ailsa Kerr", "Ailsa’s"),
        ("Morag Reid", "Morag’s"),
    }


def test_edits_of_different_paragraphs_come_together(session: DraftSession, answer: Answer) -> None:
    session.write("about.story", text("one", "two", "three"))
    back = answer("Morag Reid", lambda other: other.write("about.story", text("one", "two", "three, Morag")))
    session.write("about.story", text("one, Ailsa", "two", "three"))
    joining = merge_and_save(session, preview_merge(session, back))
    assert [effect.effect_type for effect in joining.effects] == [MergeEffectKind.JOINED]
    assert session.answers().get("about.story") == text("one, Ailsa", "two", "three, Morag")


def test_an_edit_in_an_entry_that_was_removed_here_is_set_aside_and_can_be_brought_back(
    session: DraftSession, answer: Answer
) -> None:
    item = f"{LIST}/{session.add_item(LIST, values={'name': 'A plan'})}"
    back = answer("Morag Reid", lambda other: other.write(f"{item}/name", "A better plan"))
    session.remove_item(item)
    joining = merge_and_save(session, preview_merge(session, back))
    assert [(effect.effect_type, effect.preview) for effect in joining.effects] == [
        (MergeEffectKind.SET_ASIDE, "A better plan")
    ]
    (aside,) = session.unseen_edits()
    session.restore_item(aside.item_path)
    assert session.answers().get(f"{item}/name") == "A better plan"


def test_an_entry_that_was_removed_before_anything_new_was_written_sets_nothing_aside(
    session: DraftSession, answer: Answer
) -> None:
    item = f"{LIST}/{session.add_item(LIST, values={'name': 'A plan'})}"

    def work(other: DraftSession) -> None:
        other.write(f"{item}/name", "A better plan")
        other.seal()
        other.remove_item(item)

    merge_and_save(session, preview_merge(session, answer("Morag Reid", work)))
    assert session.unseen_edits() == ()


def test_bringing_the_same_copy_in_twice_changes_nothing(session: DraftSession, answer: Answer) -> None:
    back = answer("Morag Reid", lambda other: other.write("about.title", "Morag’s"))
    merge_and_save(session, preview_merge(session, back))
    before = list(session.tree)
    again = merge_and_save(session, preview_merge(session, back))
    assert again.is_empty
    assert list(session.tree) == before


def test_it_does_not_matter_whose_copy_comes_first(
    session: DraftSession, answer: Answer, tmp_path: Path
) -> None:
    session.write("about.title", "start")
    first = answer("Morag Reid", lambda other: other.write("about.title", "Morag’s"))
    second = answer("Iain Bell", lambda other: other.add_item(LIST, values={"name": "Iain’s"}))
    third = answer("Una Petrie", lambda other: other.write("about.title", "Una’s"))
    export_copy(session, tmp_path / "other.carreport")
    with DraftSession.open(tmp_path / "other.carreport", "Ailsa Kerr") as other:
        for copy in (first, second, third):
            merge_and_save(session, preview_merge(session, copy))
        for copy in (third, second, first):
            merge_and_save(other, preview_merge(other, copy))
        assert other.answers() == session.answers()


def test_a_copy_of_a_copy_of_a_copy_finds_its_ancestors(session: DraftSession, tmp_path: Path) -> None:
    session.write("about.title", "first")
    export_copy(session, tmp_path / "0.carreport")
    for number, author in enumerate(("Morag Reid", "Iain Bell", "Una Petrie")):
        with DraftSession.open(tmp_path / f"{number}.carreport", author) as other:
            other.write("about.title", f"{author}’s")
            export_copy(other, tmp_path / f"{number + 1}.carreport")
    joining = merge_and_save(session, preview_merge(session, tmp_path / "3.carreport"))
    assert [effect.effect_type for effect in joining.effects] == [MergeEffectKind.CHANGED]
    assert session.answers().get("about.title") == "Una Petrie’s"
    assert session.answers().versions == {}


def test_what_came_in_is_on_the_disk_and_the_draft_opens_whole(session: DraftSession, answer: Answer) -> None:
    session.write("about.title", "first")
    picture = prepare_picture(dots())

    def work(other: DraftSession) -> None:
        other.write("about.title", "second")
        other.seal()
        other.write("about.title", "third")
        other.add_item("data.wall", values={"picture": other.attach(picture)})

    joining = merge_and_save(session, preview_merge(session, answer("Morag Reid", work)))
    assert list(joining.pictures) == [picture.sha256]
    session.close()
    with DraftSession.open(session.path, "Ailsa Kerr") as again:
        assert (again.read_only, again.read_only_reason) == (False, "")
        assert again.answers().get("about.title") == "third"
        assert again.picture(picture.sha256) == picture.picture


def test_words_that_were_known_only_by_name_are_filled_in_also_on_the_disk(
    session: DraftSession, tmp_path: Path
) -> None:
    session.write("about.title", "first")
    session.flush()
    (tmp_path / "whole.carreport").write_bytes(session.path.read_bytes())
    session.write("about.title", "first")
    session.seal()
    session.write("about.title", "second")
    export_copy(session, tmp_path / "sent.carreport")
    with DraftSession.open(tmp_path / "sent.carreport", "Morag Reid") as other:
        assert "first" not in {revision.value for revision in other.tree}
        merge_and_save(other, preview_merge(other, tmp_path / "whole.carreport"))
    with DraftSession.open(tmp_path / "sent.carreport", "Morag Reid") as again:
        assert "first" in {revision.value for revision in again.tree}
        assert again.answers().get("about.title") == "second"


def test_undoing_says_again_what_was_said_before_and_keeps_what_came_in(
    session: DraftSession, answer: Answer
) -> None:
    session.write("about.title", "first")
    kept = f"{LIST}/{session.add_item(LIST, values={'name': 'A plan'})}"
    gone = f"{LIST}/{session.add_item(LIST, values={'name': 'A letter'})}"

    def work(other: DraftSession) -> None:
        other.write("about.title", "second")
        other.write("about.place", "Skye")
        other.remove_item(gone)
        other.move_item(kept, None)
        other.add_item(LIST, values={"name": "A map"})

    back = answer("Morag Reid", work)
    session.write("about.title", "Ailsa’s")
    before = session.answers()
    merge_and_save(session, preview_merge(session, back))
    assert session.answers() != before
    assert undoable_merge_name(session) == back.name
    undone = undo_last_merge(session)
    assert undone.skipped == ()
    assert session.answers().get("about.place") is None
    assert session.answers().get("about.title") == "Ailsa’s"
    assert session.answers().items(LIST) == before.items(LIST)
    assert "second" in {revision.value for revision in session.history("about.title")}
    assert undoable_merge_name(session) == ""


def test_undoing_leaves_alone_what_was_edited_since(session: DraftSession, answer: Answer) -> None:
    back = answer("Morag Reid", lambda other: other.write("about.title", "Morag’s"))
    merge_and_save(session, preview_merge(session, back))
    session.write("about.title", "Morag’s, mended")
    undone = undo_last_merge(session)
    assert (undone.restored, undone.skipped) == ((), ("about.title",))
    assert session.answers().get("about.title") == "Morag’s, mended"


def test_undoing_brings_two_versions_back_that_were_two_before(session: DraftSession, answer: Answer) -> None:
    morag = answer("Morag Reid", lambda other: other.write("about.title", "Morag’s"))
    iain = answer("Iain Bell", lambda other: other.write("about.title", "Iain’s"))
    session.write("about.title", "Ailsa’s")
    merge_and_save(session, preview_merge(session, morag))
    merge_and_save(session, preview_merge(session, iain))
    assert len(session.answers().versions["about.title"]) == 3
    undo_last_merge(session)
    found = session.answers().versions["about.title"]
    assert {version.value for version in found} == {"Ailsa’s", "Morag’s"}


def test_undoing_works_after_closing_and_opening_again(session: DraftSession, answer: Answer) -> None:
    back = answer("Morag Reid", lambda other: other.write("about.place", "Skye"))
    merge_and_save(session, preview_merge(session, back))
    session.close()
    with DraftSession.open(session.path, "Ailsa Kerr") as again:
        undo_last_merge(again)
        assert again.answers().get("about.place") is None


def test_there_is_a_backup_of_the_draft_as_it_was_and_a_receipt(
    session: DraftSession, answer: Answer
) -> None:
    session.write("about.title", "as it was")
    back = answer("Morag Reid", lambda other: other.write("about.title", "as it is"))
    merge_and_save(session, preview_merge(session, back))
    with DraftSession.open(backups_of(session.draft_id)[0].path, "", read_only=True) as backup:
        assert backup.answers().get("about.title") == "as it was"
    assert [(receipt.event, receipt.name, receipt.answers) for receipt in receipts_of(session)][-1] == (
        "brought-in",
        back.name,
        1,
    )


def test_a_separate_start_comes_in_as_entries_and_second_versions_if_one_says_so(
    session: DraftSession, form: Form, tmp_path: Path
) -> None:
    session.write("about.title", "ours")
    session.add_item(LIST, values={"name": "our plan"})
    with DraftSession.create(tmp_path / "theirs.carreport", form, "Morag Reid") as other:
        other.write("about.title", "theirs")
        other.add_item(LIST, values={"name": "their plan"})
    joining = preview_merge(session, tmp_path / "theirs.carreport")
    assert joining.is_separate_start
    with pytest.raises(UsageError) as told:
        merge_and_save(session, joining)
    assert told.value.code == "separate-start"
    merge_and_save(session, joining, separate=True)
    assert {version.value for version in session.answers().versions["about.title"]} == {"ours", "theirs"}
    assert {item.get("name") for item in session.answers().items(LIST)} == {"our plan", "their plan"}
    assert merge_and_save(
        session, preview_merge(session, tmp_path / "theirs.carreport"), separate=True
    ).is_empty


def test_a_draft_of_another_form_is_refused_in_words(session: DraftSession, tmp_path: Path) -> None:
    other_form = parse_form(SMALL.replace('"small"', '"large"').replace("A small form", "A large form"))
    DraftSession.create(tmp_path / "other.carreport", other_form, "Morag Reid").close()
    with pytest.raises(DraftFileError) as told:
        preview_merge(session, tmp_path / "other.carreport")
    assert told.value.code == "other-form"
    assert "“A large form”" in told.value.what
    assert "Nothing was imported" in told.value.why


def test_the_draft_itself_is_no_copy(session: DraftSession) -> None:
    with pytest.raises(DraftFileError) as told:
        preview_merge(session, session.path)
    assert told.value.code == "same-draft"
    assert session.path.name in told.value.what
