"""Private answers stay in the author's private file until they are released."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import receipts_of
from carreport.draft.session.release import release_entry
from carreport.errors import DraftSaveError, UsageError
from carreport.form.answers import DAMAGED, Answers, Item
from carreport.form.loader import parse_form
from tests.draft.conftest import SMALL
from tests.draft.copies.test_export_copy import GUARDED, holds
from tests.draft.session.test_draft_session import dots

EACH = "own.each"
WITH_PICTURE = (
    GUARDED
    + """
[[section.field.field]]
id = "scene"
kind = "picture"
label = "Scene"
[[section.field.field]]
id = "years"
kind = "list"
label = "Years"
[[section.field.field.field]]
id = "year"
kind = "line"
label = "Year"
[[section]]
id = "more"
title = "More"
[[section.field]]
id = "things"
kind = "list"
label = "Things"
[[section.field.field]]
id = "thing"
kind = "line"
label = "Thing"
[[section.field.field]]
id = "aside"
kind = "line"
label = "Said aside"
share = "private"
"""
)


@pytest.fixture
def mine(path: Path) -> Iterator[DraftSession]:
    opened = DraftSession.create(path, parse_form(WITH_PICTURE), "Ailsa Kerr")
    yield opened
    opened.close_without_saving()


def names(path: Path) -> list[str]:
    return sorted(file.suffix for file in path.parent.iterdir() if not file.name.startswith("."))


def test_a_private_answer_is_seen_by_its_writer_and_stands_in_no_byte_of_the_draft(
    mine: DraftSession, path: Path
) -> None:
    mine.write("own.diary", "canary-diary")
    mine.add_item(EACH, values={"words": "canary-words"})
    mine.close()
    assert not holds(path, "canary")
    assert names(path) == [".carreport", ".private"]
    with DraftSession.open(path, "Ailsa Kerr") as again:
        assert again.answers().get("own.diary") == "canary-diary"
        assert [item.get("words") for item in again.answers().items(EACH)] == ["canary-words"]
        assert again.is_private("own.diary")
    with DraftSession.open(path, "Morag Reid") as other:
        assert other.answers().get("own.diary") is None
        assert other.answers().items(EACH) == ()


def test_a_draft_without_anything_private_has_no_second_file(mine: DraftSession, path: Path) -> None:
    mine.write("about.title", "words")
    mine.close()
    assert names(path) == [".carreport"]


def test_two_writers_have_a_file_each(mine: DraftSession, path: Path) -> None:
    mine.write("own.diary", "Ailsa’s")
    mine.close()
    with DraftSession.open(path, "Morag Reid") as other:
        other.write("own.diary", "Morag’s")
    with DraftSession.open(path, "Ailsa Kerr") as again:
        assert again.answers().get("own.diary") == "Ailsa’s"
    assert names(path) == [".carreport", ".private", ".private"]


def test_an_own_entry_is_edited_moved_removed_and_restored_like_any_other(mine: DraftSession) -> None:
    first, second = (mine.add_item(EACH, values={"words": words}) for words in ("one", "two"))
    mine.write(f"{EACH}/{first}/words", "ONE")
    mine.move_item(f"{EACH}/{second}", None)
    assert [item.get("words") for item in mine.answers().items(EACH)] == ["two", "ONE"]
    mine.remove_item(f"{EACH}/{second}")
    assert [item.id for item in mine.removed_items(EACH)] == [second]
    mine.restore_item(f"{EACH}/{second}")
    assert [item.get("words") for item in mine.answers().items(EACH)] == ["two", "ONE"]
    assert [revision.value for revision in mine.history(f"{EACH}/{first}/words")] == ["ONE", "one"]


def test_a_change_of_something_private_is_told_and_saved(mine: DraftSession, path: Path) -> None:
    told: list[frozenset[str]] = []
    mine.on_changed = lambda paths, _source: told.append(paths)
    mine.write("own.diary", "words")
    mine.flush()
    assert told == [{"own.diary"}]
    assert mine.last_change("own.diary") is not None
    with DraftSession.open(path, "Ailsa Kerr", read_only=True) as reader:
        assert reader.answers().get("own.diary") == "words"


def test_a_released_entry_is_copied_into_the_draft_without_its_earlier_words(
    mine: DraftSession, path: Path
) -> None:
    picture = prepare_picture(dots())
    values = {"words": "canary-early", "release": "named", "scene": mine.attach(picture)}
    item = mine.add_item(EACH, values=values)
    mine.add_item(f"{EACH}/{item}/years", values={"year": "2014"})
    mine.write(f"{EACH}/{item}/words", "for all")
    seen = mine.answers()
    receipt = release_entry(mine, f"{EACH}/{item}")
    assert mine.answers().items(EACH) == seen.items(EACH)
    assert (receipt.event, receipt.name) == ("release", f"{EACH}/{item}")
    assert receipts_of(mine) == (receipt,)
    mine.close()
    assert not holds(path, "canary-early")
    with DraftSession.open(path, "Morag Reid") as other:
        assert other.answers().items(EACH) == seen.items(EACH)
        assert other.picture(picture.sha256) == picture.picture
        sent = export_copy(other, path.with_name("sent.carreport"))
        assert sent.totals_text == "1 question answered, 1 entry, 1 picture"


def test_what_is_released_is_from_then_on_edited_in_the_draft(mine: DraftSession, path: Path) -> None:
    item = mine.add_item(EACH, values={"words": "one", "release": "yes"})
    release_entry(mine, f"{EACH}/{item}")
    mine.write(f"{EACH}/{item}/words", "two")
    mine.write(f"{EACH}/{item}/release", "no")
    mine.close()
    with DraftSession.open(path, "Morag Reid") as other:
        assert other.answers().get(f"{EACH}/{item}/words") == "two"
        assert other.answers().get(f"{EACH}/{item}/release") == "no"


def test_only_who_has_said_yes_can_release_and_only_their_own(mine: DraftSession) -> None:
    item = mine.add_item(EACH, values={"words": "one", "release": "no"})
    with pytest.raises(UsageError) as told:
        release_entry(mine, f"{EACH}/{item}")
    assert told.value.code == "release-not-chosen"
    with pytest.raises(UsageError) as told:
        release_entry(mine, f"{EACH}/nowhere")
    assert told.value.code == "not-private"
    assert mine.tree.answers().items(EACH) == ()


def test_entries_of_the_draft_and_ones_own_stand_together_and_can_be_moved(mine: DraftSession) -> None:
    first, second = (mine.add_item(EACH, values={"words": words, "release": "yes"}) for words in "ab")
    for item in (first, second):
        release_entry(mine, f"{EACH}/{item}")
    own = mine.add_item(EACH, after=first, values={"words": "c"})
    mine.move_item(f"{EACH}/{own}", first)
    mine.move_item(f"{EACH}/{first}", own)
    assert [item.get("words") for item in mine.answers().items(EACH)] == ["b", "a", "c"]


def test_a_private_question_inside_an_entry_of_the_draft_stays_private(
    mine: DraftSession, path: Path
) -> None:
    item = mine.add_item("more.things", values={"thing": "a chair"})
    mine.write(f"more.things/{item}/aside", "canary-aside")
    assert mine.answers().items("more.things") == (Item(item, {"aside": "canary-aside", "thing": "a chair"}),)
    mine.remove_item(f"more.things/{item}")
    assert mine.answers().items("more.things") == ()
    mine.close()
    assert not holds(path, "canary-aside")


def test_filling_in_puts_private_answers_where_they_belong(mine: DraftSession, path: Path) -> None:
    item = mine.add_item(EACH, values={"words": "one"})
    given = Answers(
        {
            "about.title": "title",
            "own.diary": "canary-diary",
            EACH: (Item(item, {"words": "canary-own"}), Item("new", {"words": "new"})),
            "more.things": (Item("t", {"thing": "a chair", "aside": "canary-aside"}),),
        }
    )
    mine.fill(given)
    mine.flush()
    assert not holds(path, "canary")
    answers = mine.answers()
    assert answers.get("own.diary") == "canary-diary"
    assert answers.get("more.things/t/aside") == "canary-aside"
    assert [item.get("words") for item in answers.items(EACH)] == ["new", "canary-own"]
    assert mine.fill(answers) == 0


def test_saving_elsewhere_takes_ones_own_file_along(mine: DraftSession, path: Path) -> None:
    mine.write("own.diary", "words")
    elsewhere = path.parent / "else" / "other.carreport"
    elsewhere.parent.mkdir()
    mine.save_as(elsewhere)
    mine.write("own.diary", "more words")
    mine.close()
    with DraftSession.open(elsewhere, "Ailsa Kerr") as again:
        assert again.answers().get("own.diary") == "more words"
    with DraftSession.open(path, "Ailsa Kerr") as old:
        assert old.answers().get("own.diary") == "words"


def test_ones_own_file_is_found_after_the_draft_was_given_another_name(
    mine: DraftSession, path: Path
) -> None:
    mine.write("own.diary", "words")
    mine.close()
    renamed = path.rename(path.with_name("renamed.carreport"))
    with DraftSession.open(renamed, "Ailsa Kerr") as again:
        assert again.answers().get("own.diary") == "words"


def test_a_damaged_own_file_leaves_the_draft_usable_and_says_so(mine: DraftSession, path: Path) -> None:
    mine.write("own.diary", "words")
    mine.write("about.title", "title")
    mine.close()
    (own,) = path.parent.glob("*.private")
    own.write_bytes(b"nothing of the kind")
    with DraftSession.open(path, "Ailsa Kerr") as again:
        assert again.answers().get("about.title") == "title"
        assert own.name in again.private_file_error
        with pytest.raises(DraftSaveError) as told:
            again.write("own.diary", "others")
        assert told.value.code == "private-unreadable"
        again.write("about.title", "still works")
    assert own.read_bytes() == b"nothing of the kind"


def spoil_own(path: Path) -> None:
    """Change an earlier private answer on the disk, so that nothing else in the file is affected."""
    (own,) = path.parent.glob("*.private")
    own.write_bytes(own.read_bytes().replace(b"first words", b"first wirds"))


def test_damage_in_ones_own_file_is_told_and_the_draft_can_be_written(mine: DraftSession, path: Path) -> None:
    for words in ("first words", "second words"):
        mine.write("own.diary", words)
        mine.seal()
    mine.close()
    spoil_own(path)
    with DraftSession.open(path, "Ailsa Kerr") as again:
        assert again.private_file_error
        assert again.answers().get("own.diary") == "second words"
        again.write("about.title", "title")
        with pytest.raises(DraftSaveError) as told:
            again.write("own.diary", "others")
        assert told.value.code == "read-only"


def test_a_form_without_private_questions_is_what_it_was(path: Path) -> None:
    with DraftSession.create(path, parse_form(SMALL), "Ailsa Kerr") as session:
        item = session.add_item("data.sources", values={"name": "A plan"})
        assert not session.is_private(f"data.sources/{item}/name")
    assert names(path) == [".carreport"]


def test_what_is_private_goes_along_elsewhere_whatever_blanks_are_in_its_writers_name(
    path: Path, tmp_path: Path
) -> None:
    session = DraftSession.create(path, parse_form(WITH_PICTURE), " Ailsa  Kerr ")
    session.write("own.diary", "Mine")
    (tmp_path / "else").mkdir()
    session.save_as(tmp_path / "else" / "there.carreport")
    assert session.private_file is not None
    assert session.answers().get("own.diary") == "Mine"
    session.close()


def test_a_damaged_answer_is_reported_to_an_author_with_private_answers(
    mine: DraftSession, path: Path
) -> None:
    mine.write("about.title", "canary")
    mine.write("own.diary", "mine")
    mine.close()
    path.write_bytes(path.read_bytes().replace(b'"canary"', b'"canory"'))
    with DraftSession.open(path, "Ailsa Kerr") as again:
        assert again.answers().unreadable == {"about.title": DAMAGED}
        assert again.answers().get("own.diary") == "mine"


def test_a_private_list_in_an_entry_of_the_draft_is_shown_to_its_author(path: Path) -> None:
    inner = """
[[section.field.field]]
id = "visits"
kind = "list"
label = "Visits"
share = "private"
[[section.field.field.field]]
id = "visit"
kind = "line"
label = "Visit"
"""
    with DraftSession.create(path, parse_form(WITH_PICTURE + inner), "Ailsa Kerr") as session:
        thing = f"more.things/{session.add_item('more.things', values={'thing': 'A map'})}"
        for place in ("Skye", "Mull"):
            session.add_item(f"{thing}/visits", values={"visit": place})
        assert [item.get("visit") for item in session.answers().items(f"{thing}/visits")] == ["Skye", "Mull"]
    with DraftSession.open(path, "Morag Reid") as other:
        assert other.answers().get(thing).values == {"thing": "A map"}
