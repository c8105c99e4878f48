"""Reports get the shared answers: what the writers of entries gave, and what nobody else can give."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from carreport.draft.copies.conflicts import find_conflicts, keep_both
from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge, undo_last_merge
from carreport.draft.copies.merge_plan import NOT_FOLLOWED, STAYS_PRIVATE
from carreport.draft.history.changes_by_others import edits_by_others
from carreport.draft.history.restore import preview_restore, restore_state, state_of
from carreport.draft.history.timeline import build_timeline
from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.revisions.revision import make_revision
from carreport.draft.session.bulk_items import add_items
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import Receipt, add_receipt
from carreport.draft.session.release import (
    draw_number,
    note_waiting,
    number_to_sign,
    release_entry,
    used_numbers,
    waiting_releases,
)
from carreport.draft.session.snapshot import take_snapshot
from carreport.draft.session.views import CHOICE_BY_OTHER, CHOICE_CLAIMED, FORGED_ENTRY, UNGIVEN_ENTRY
from carreport.draft.storage.salvage import salvage
from carreport.errors import DraftSaveError, UsageError
from carreport.form.answers import DAMAGED, Answers, Item
from carreport.form.loader import parse_form
from carreport.form.release_choice import given_lines
from tests.draft.conftest import SMALL
from tests.draft.foreign_writes import write_rows
from tests.draft.session.test_draft_session import dots
from tests.draft.test_faults import LONG, no_room_for, on_unix

EACH = "own.each"
ME, OTHER = "Ailsa Kerr", "Morag Reid"
FORM = parse_form(
    SMALL
    + """
[[section]]
id = "own"
title = "Own"
[[section.field]]
id = "each"
kind = "list"
item = "reflection"
label = "Each of you"
private_until = { release = ["number", "named"] }
[[section.field.field]]
id = "number"
kind = "number"
label = "Number"
[[section.field.field]]
id = "words"
kind = "line"
label = "Words"
[[section.field.field]]
id = "scene"
kind = "picture"
label = "Scene"
[[section.field.field]]
id = "aside"
kind = "line"
label = "For yourself"
share = "private"
[[section.field.field]]
id = "asked"
kind = "list"
label = "Asked"
[[section.field.field.field]]
id = "question"
kind = "line"
label = "Question"
[[section.field.field]]
id = "release"
kind = "choice"
label = "May it go out?"
choices = { no = "No", number = "With my number", named = "With my name" }
"""
)


@pytest.fixture
def mine(path: Path) -> Iterator[DraftSession]:
    opened = DraftSession.create(path, FORM, ME)
    yield opened
    opened.close_without_saving()


def add(session: DraftSession, **values: object) -> str:
    """Add an entry and return its path."""
    return f"{EACH}/{session.add_item(EACH, values=values)}"


def give(session: DraftSession, words: str = "given", choice: str = "named") -> str:
    """Add an entry and give it to the group; return its path."""
    entry = add(session, words=words)
    release_entry(session, entry, choice)
    return entry


def shared_words(session: DraftSession) -> list[object]:
    """Return the words of the entries that a report may print."""
    allowed = FORM.field(EACH)
    assert allowed is not None
    items = session.shared_answers().items(EACH)
    return [item.get("words") for item in items if item.get("release") in ("number", "named")]


def changed_copy(session: DraftSession, values: dict[str, object], author: str = OTHER) -> Path:
    """Return a copy in which `author` wrote these answers, by path, as a program of their own would."""
    copy = session.path.with_name(f"by {author} {len(list(session.path.parent.iterdir()))}.carreport")
    export_copy(session, copy)
    with DraftSession.open(copy, author) as other:
        other.shared_file.record(values)
    return copy


def bring(session: DraftSession, copy: Path) -> None:
    merge_and_save(session, preview_merge(session, copy))


def test_a_yes_gives_nothing_by_itself_and_the_picture_stays_as_well(mine: DraftSession) -> None:
    picture = prepare_picture(dots())
    add(mine, words="mine", release="named", scene=mine.attach(picture))
    given = give(mine)
    assert shared_words(mine) == ["given"]
    assert list(mine.pictures()) == [picture.sha256]
    assert mine.shared_pictures(mine.shared_answers()) == {}
    assert [note.code for note in mine.views.notes()] == [UNGIVEN_ENTRY]
    mine.write(f"{given}/release", "no")
    assert shared_words(mine) == []


def test_opening_an_old_draft_with_a_yes_gives_nothing(mine: DraftSession, path: Path) -> None:
    entry = add(mine, words="mine", release="number", number=3)
    mine.close()
    with DraftSession.open(path, ME) as again:
        assert again.is_private(entry)
        assert again.shared_answers().items(EACH) == ()
        assert again.answers().get(f"{entry}/release") == "number"


@pytest.mark.parametrize("choice", ["named", "number"])
def test_filling_in_gives_nothing(mine: DraftSession, choice: str) -> None:
    private, withdrawn = add(mine, words="mine"), give(mine)
    mine.write(f"{withdrawn}/release", "no")
    names = [private.rpartition("/")[2], withdrawn.rpartition("/")[2], "new"]
    mine.fill(Answers({EACH: tuple(Item(name, {"words": name, "release": choice}) for name in names)}))
    assert shared_words(mine) == []
    assert mine.is_private(f"{EACH}/new")
    assert mine.answers().get(f"{withdrawn}/words") == names[1]


def test_a_new_draft_takes_the_entries_of_the_group_and_a_used_one_does_not(mine: DraftSession) -> None:
    group = Answers({EACH: (Item("one", {"words": "one", "release": "named"}),)})
    assert mine.fill(group) == 2
    assert shared_words(mine) == ["one"]
    mine.fill(Answers({EACH: (Item("two", {"words": "two", "release": "named"}),)}))
    assert shared_words(mine) == ["one"]


def test_several_entries_added_at_once_are_private_from_the_start(mine: DraftSession) -> None:
    added = add_items(mine, EACH, [{"words": words, "release": "named"} for words in ("one", "two")])
    assert all(mine.is_private(f"{EACH}/{item}") for item in added)
    assert shared_words(mine) == []


def test_restoring_an_earlier_choice_gives_nothing(mine: DraftSession) -> None:
    entry = give(mine)
    held = state_of(mine.tree)
    mine.write(f"{entry}/release", "no")
    assert preview_restore(take_snapshot(mine), held) == ()
    restore_state(mine, held)
    assert shared_words(mine) == []
    earlier = next(row for row in mine.history(f"{entry}/release") if row.value == "named")
    with pytest.raises(UsageError) as told:
        mine.restore_revision(f"{entry}/release", earlier.id)
    assert told.value.code == "release-not-restored"
    mine.write(f"{entry}/release", "number")
    assert shared_words(mine) == ["given"]


def test_undoing_an_import_gives_nothing(mine: DraftSession) -> None:
    entry = give(mine)
    bring(mine, changed_copy(mine, {f"{entry}/release": "no"}, ME))
    assert shared_words(mine) == []
    undo_last_merge(mine)
    assert shared_words(mine) == []


@pytest.mark.parametrize(("first", "then"), [("named", "no"), ("no", "named"), ("number", "named")])
def test_a_choice_by_somebody_else_is_not_followed_and_told(
    mine: DraftSession, first: str, then: str
) -> None:
    entry = give(mine)
    mine.write(f"{entry}/release", first)
    copy = changed_copy(mine, {f"{entry}/release": then})
    (effect,) = preview_merge(mine, copy).effects
    assert effect.remark == NOT_FOLLOWED
    bring(mine, copy)
    assert mine.shared_answers().get(f"{entry}/release") == first
    (note,) = mine.views.notes()
    assert (note.code, note.author) == (CHOICE_BY_OTHER, OTHER)


def test_whoever_adds_an_entry_again_does_not_decide_about_it(mine: DraftSession) -> None:
    entry = give(mine)
    mine.write(f"{entry}/release", "no")
    copy = mine.path.with_name("forged.carreport")
    with DraftSession.create(copy, FORM, OTHER) as other:
        other.shared_file.fill(Answers({EACH: (Item(entry.rpartition("/")[2], {"release": "named"}),)}))
    merge_and_save(mine, preview_merge(mine, copy), separate=True)
    assert shared_words(mine) == []


def test_a_third_person_follows_the_writer_too(mine: DraftSession, tmp_path: Path) -> None:
    entry = give(mine)
    mine.write(f"{entry}/release", "no")
    mine.close()
    with DraftSession.open(mine.path, OTHER) as other:
        other.shared_file.move_item(entry, None)
        other.write(f"{entry}/release", "named")
        export_copy(other, tmp_path / "third.carreport")
    with DraftSession.open(tmp_path / "third.carreport", "Iain Moffat") as third:
        assert shared_words(third) == []


def test_a_withdrawal_reaches_who_has_only_copies(mine: DraftSession, tmp_path: Path) -> None:
    entry = give(mine)
    export_copy(mine, tmp_path / "first.carreport")
    mine.write(f"{entry}/release", "no")
    export_copy(mine, tmp_path / "second.carreport")
    with DraftSession.open(tmp_path / "second.carreport", OTHER) as other:
        export_copy(other, tmp_path / "third.carreport")
    with DraftSession.open(tmp_path / "first.carreport", "Iain Moffat") as third:
        assert shared_words(third) == ["given"]
        bring(third, tmp_path / "third.carreport")
        assert shared_words(third) == []


def test_an_entry_with_the_id_of_a_private_one_is_neither_printed_nor_sent_on_and_told(
    mine: DraftSession, tmp_path: Path
) -> None:
    entry = add(mine, words="mine")
    forged = {entry: {"order": "a"}, f"{entry}/words": "forged", f"{entry}/release": "named"}
    copy = changed_copy(mine, {**forged, f"{entry}/number": 4})
    assert {effect.remark for effect in preview_merge(mine, copy).effects} == {STAYS_PRIVATE}
    bring(mine, copy)
    assert mine.is_private(f"{entry}/words")
    assert mine.answers().get(entry) == Item(entry.rpartition("/")[2], {"words": "mine"})
    assert shared_words(mine) == []
    assert FORGED_ENTRY in [note.code for note in mine.views.notes()]
    export_copy(mine, tmp_path / "on.carreport")
    with DraftSession.open(tmp_path / "on.carreport", "Iain Moffat") as third:
        assert third.answers().items(EACH) == ()


def test_giving_it_after_all_replaces_what_was_forged(mine: DraftSession) -> None:
    entry = add(mine, words="mine")
    bring(mine, changed_copy(mine, {entry: {"order": "a"}, f"{entry}/words": "forged", f"{entry}/number": 4}))
    mine.write(f"{entry}/words", "still mine")
    release_entry(mine, entry, "named")
    assert mine.shared_answers().get(entry).values == {"words": "still mine", "release": "named"}
    assert not mine.is_private(entry)
    assert mine.answers().items(EACH) == mine.shared_answers().items(EACH)


def test_a_private_entry_that_was_removed_can_be_restored_in_spite_of_a_forged_one(
    mine: DraftSession,
) -> None:
    entry = add(mine, words="mine")
    mine.remove_item(entry)
    bring(mine, changed_copy(mine, {entry: {"order": "a"}, f"{entry}/words": "forged"}))
    assert [item.get("words") for item in mine.removed_items(EACH)] == ["mine"]
    mine.restore_item(entry)
    assert [item.get("words") for item in mine.answers().items(EACH)] == ["mine"]
    assert mine.is_private(entry)


def test_a_program_that_ended_while_giving_has_given_once(mine: DraftSession, path: Path) -> None:
    entry = add(mine, words="mine")
    mine.flush()
    (own,) = path.parent.glob("*.private")
    shutil.copy(own, path.with_name("before"))
    release_entry(mine, entry, "named")
    mine.close()
    shutil.copy(path.with_name("before"), own)  # as if the entry had not been removed from it
    with DraftSession.open(path, ME, read_only=True) as reader:
        assert [item.get("words") for item in reader.answers().items(EACH)] == ["mine"]
    with DraftSession.open(path, ME) as again:
        assert shared_words(again) == ["mine"]
        assert again.answers().items(EACH) == again.shared_answers().items(EACH)
        assert (again.views.notes(), again.removed_items(EACH)) == ((), ())


def test_the_receipt_is_on_the_disk_with_the_entry(mine: DraftSession) -> None:
    entry = add(mine, words="mine")
    saved: list[tuple[bool, bool]] = []
    mine.shared_file.on_saved = lambda _when: saved.append(
        (mine.tree.entry_state(entry) is not None, entry in mine.views.given_entries)
    )
    release_entry(mine, entry, "named")
    mine.close()
    assert all(is_there == has_receipt for is_there, has_receipt in saved)


def test_numbers_are_drawn_by_lot_from_the_free_ones() -> None:
    used = frozenset((1, 2, 3))
    drawn = {draw_number(used) for _ in range(400)}
    assert drawn == {4, 5, 6, 7, 8, 9}
    many = frozenset(range(1, 10))
    assert len({draw_number(many) for _ in range(900)}) == 2 * 9 + 2 - 9


def test_an_entry_signed_with_a_number_gets_one_that_is_free(mine: DraftSession) -> None:
    first, second = give(mine, "one", "number"), add(mine, words="two")
    (used,) = used_numbers(mine, second)
    assert mine.shared_answers().get(f"{first}/number") == used
    assert number_to_sign(mine, second) != used
    with pytest.raises(UsageError) as told:
        release_entry(mine, second, "number", used)
    assert told.value.code == "number-taken"
    assert mine.is_private(second)
    mine.remove_item(first)
    assert used in used_numbers(mine, second)
    release_entry(mine, second, "number", 12)
    assert mine.shared_answers().get(f"{second}/number") == 12


def test_an_own_number_is_kept_if_it_is_free(mine: DraftSession) -> None:
    entry = add(mine, words="one", number=7)
    assert number_to_sign(mine, entry) == 7
    release_entry(mine, entry, "number")
    assert mine.shared_answers().get(f"{entry}/number") == 7


def test_a_copy_that_says_it_is_from_you_is_told_everywhere(mine: DraftSession, path: Path) -> None:
    mine.write("about.title", "mine")
    mine.close()
    with DraftSession.open(path, ME) as again:
        copy = changed_copy(again, {"about.title": "not mine"}, ME)
        (effect,) = preview_merge(again, copy).effects
        assert effect.claims_you
        bring(again, copy)
        shown = f"“{ME}” (says it is from you)"
        assert [edit.author for edit in edits_by_others(again)] == [shown]
        assert [row.author for row in again.history("about.title")] == [shown, ME]
        latest = again.last_change("about.title")
        assert latest is not None
        assert latest.author == shown
        moments = build_timeline(again.tree, (), again.shared_file.claims)
        assert [moment.author for moment in moments] == [shown, ME]


def test_a_version_that_says_it_is_from_you_is_told_among_the_versions(mine: DraftSession) -> None:
    mine.write("about.title", "old")
    copy = changed_copy(mine, {"about.title": "not mine"}, ME)
    mine.write("about.title", "mine")
    bring(mine, copy)
    (dispute,) = find_conflicts(mine)
    assert {version.value: version.author for version in dispute.versions} == {
        "mine": ME,
        "not mine": f"“{ME}” (says it is from you)",
    }
    assert "says it is from you" not in str(mine.shared_answers().versions)
    keep_both(mine, "about.title")
    assert set(str(mine.answers().get("about.title")).split("; ")) == {f"mine ({ME})", f"not mine ({ME})"}


def test_ones_own_changes_that_come_back_are_not_claimed(mine: DraftSession) -> None:
    mine.write("about.title", "mine")
    copy = changed_copy(mine, {"about.place": "hers"})
    assert [effect.claims_you for effect in preview_merge(mine, copy).effects] == [False]
    bring(mine, copy)
    assert mine.shared_file.claims == frozenset()


def test_a_newer_form_gives_nothing(mine: DraftSession, path: Path) -> None:
    entry = add(mine, words="mine", release="named")
    newer = FORM.source.replace('private_until = { release = ["number", "named"] }', "")
    mine.save_note("form", newer)
    mine.close()
    with DraftSession.open(path, ME) as again:
        assert again.form.field(EACH) != FORM.field(EACH)
        again.write(f"{entry}/words", "still mine")
        assert again.is_private(entry)
        assert again.shared_answers().items(EACH) == ()
        assert [item.get("words") for item in again.answers().items(EACH)] == ["still mine"]


@pytest.mark.parametrize("others", [1, 2, 3])
def test_answers_of_the_writer_that_conflict_keep_the_entry_out(mine: DraftSession, others: int) -> None:
    entry = give(mine)
    copies = [changed_copy(mine, {f"{entry}/release": "number"}, ME) for _ in range(others)]
    mine.write(f"{entry}/release", "no")
    for copy in copies:
        bring(mine, copy)
    assert shared_words(mine) == []


def test_a_forged_heap_of_choices_is_looked_through_once(mine: DraftSession) -> None:
    entry = give(mine)
    copy = mine.path.with_name("heap.carreport")
    export_copy(mine, copy)
    with DraftSession.open(copy, OTHER) as other:
        for number in range(300):
            other.shared_file.record({f"{entry}/release": ("named", "number", "no")[number % 3]})
    bring(mine, copy)
    assert mine.shared_answers().get(f"{entry}/release") == "named"


def test_an_entry_given_on_another_computer_stays_private_here_until_it_is_given(
    mine: DraftSession, path: Path
) -> None:
    entry = add(mine, words="mine")
    mine.close()
    there = path.parent / "there"
    there.mkdir()
    for file in (path, *path.parent.glob("*.private")):
        shutil.copy(file, there / file.name)
    with DraftSession.open(there / path.name, ME) as other:
        release_entry(other, entry, "named")
        export_copy(other, there / "back.carreport")
    with DraftSession.open(path, ME) as here:
        bring(here, there / "back.carreport")
        assert here.is_private(entry)
        assert shared_words(here) == []
        assert FORGED_ENTRY in [note.code for note in here.views.notes()]
        release_entry(here, entry, "named")
        assert shared_words(here) == ["mine"]
        assert here.views.notes() == ()


def test_a_withdrawn_entry_that_its_writer_gives_another_signature_is_printed_again(
    mine: DraftSession,
) -> None:
    entry = give(mine)
    for choice, printed in (("no", []), ("number", ["given"]), ("no", []), ("named", ["given"])):
        mine.write(f"{entry}/release", choice)
        assert shared_words(mine) == printed


def test_a_receipt_that_was_lost_prints_what_was_given_and_keeps_what_is_private(
    mine: DraftSession, path: Path
) -> None:
    given, private = give(mine), add(mine, words="mine")
    mine.save_note("receipts", "")
    mine.close()
    with DraftSession.open(path, ME) as again:
        assert shared_words(again) == ["given"]
        assert (again.is_private(given), again.is_private(private)) == (False, True)


@pytest.mark.parametrize(
    ("here", "there", "counts"),
    [
        ("no", "named", "no"),
        ("named", "no", "no"),
        ("named", "number", "number"),
        ("number", "named", "number"),
    ],
)
def test_a_choice_that_only_says_it_is_from_you_may_keep_an_entry_out_but_not_give_it(
    mine: DraftSession, here: str, there: str, counts: str
) -> None:
    entry = give(mine)
    mine.write(f"{entry}/release", here)
    bring(mine, changed_copy(mine, {f"{entry}/release": there}, ME))
    assert mine.shared_answers().get(f"{entry}/release") == counts
    mine.write(f"{entry}/release", "named" if counts != "named" else "number")
    assert shared_words(mine) == ["given"]


@pytest.mark.parametrize("first", ["named", "no"])
def test_ones_own_choice_counts_even_if_somebody_else_chose_the_same(mine: DraftSession, first: str) -> None:
    entry, then = give(mine), {"named": "no", "no": "named"}[first]
    mine.write(f"{entry}/release", first)
    bring(mine, changed_copy(mine, {f"{entry}/release": then}))
    assert mine.answers().get(f"{entry}/release") == first
    mine.write(f"{entry}/release", then)
    assert mine.shared_answers().get(f"{entry}/release") == then
    assert mine.views.notes() == ()


def test_a_whole_entry_that_says_it_is_from_you_is_to_be_checked(mine: DraftSession) -> None:
    entry = f"{EACH}/abc"
    values: dict[str, object] = {entry: {"order": "a"}, f"{entry}/release": "named"}
    bring(mine, changed_copy(mine, values, ME))
    assert [note.code for note in mine.views.notes()] == [CHOICE_CLAIMED]
    mine.write(f"{entry}/release", "no")
    assert mine.views.notes() == ()
    assert shared_words(mine) == []


@on_unix
def test_an_entry_stays_in_the_private_file_until_the_draft_has_it_on_the_disk(
    mine: DraftSession, path: Path
) -> None:
    entry = add(mine, words=LONG)
    mine.flush()
    with no_room_for(path):
        with pytest.raises(DraftSaveError):
            release_entry(mine, entry, "named")
        with DraftSession.open(path, ME, read_only=True) as reader:
            assert [item.get("words") for item in reader.answers().items(EACH)] == [LONG]
            assert reader.shared_answers().items(EACH) == ()
    mine.close()
    with DraftSession.open(path, ME) as again:
        assert shared_words(again) == [LONG]
        assert again.answers().items(EACH) == again.shared_answers().items(EACH)
        assert again.views.notes() == ()


def test_an_entry_whose_latest_choice_cannot_be_read_is_kept_out(mine: DraftSession, path: Path) -> None:
    entry, other = give(mine, "given"), give(mine, "other")
    mine.seal()
    mine.write(f"{entry}/release", "no")
    bring(mine, changed_copy(mine, {f"{other}/release": "number"}))
    mine.close()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE revision SET author = 'x' WHERE value = '\"no\"'")
    with DraftSession.open(path, ME) as again:
        assert again.answers().get(f"{other}/release") == "named"
        assert again.shared_answers().unreadable == {f"{entry}/release": DAMAGED}
        assert shared_words(again) == ["other"]
    salvage(path, path.with_name("saved.carreport"))
    with DraftSession.open(path.with_name("saved.carreport"), ME) as saved:
        assert shared_words(saved) == ["other"]
        saved.write(f"{entry}/release", "named")
        assert shared_words(saved) == ["given", "other"]


def test_a_private_answer_in_an_entry_stays_with_its_writer_when_the_entry_is_given(
    mine: DraftSession, path: Path
) -> None:
    entry = add(mine, words="given", aside="secret")
    asked = mine.add_item(f"{entry}/asked", values={"question": "why"})
    item, group = mine.answers().get(entry), FORM.field(EACH)
    assert group is not None
    assert list(given_lines(group, item)) == ["Words\ngiven", "Asked (1 of 1)\nQuestion\nwhy"]
    release_entry(mine, entry, "named")
    mine.remove_item(f"{entry}/asked/{asked}")
    left = {"words": "given", "release": "named", "aside": "secret", "asked": ()}
    assert mine.answers().get(entry).values == left
    mine.close()
    with DraftSession.open(path, ME) as again:
        assert again.answers().get(f"{entry}/aside") == "secret"
        assert again.shared_answers().get(f"{entry}/aside") is None
        assert (again.removed_items(EACH), again.views.notes()) == ((), ())
        again.remove_item(entry)
        again.restore_item(entry)
        assert again.answers().get(f"{entry}/aside") == "secret"


def test_an_answer_in_an_entry_of_somebody_else_does_not_decide_about_it(
    mine: DraftSession, path: Path
) -> None:
    entry = give(mine)
    copy = changed_copy(mine, {})
    when = "2026-03-02T14:00:00.000+00:00"
    answer = make_revision(f"{entry}/release", (), '"no"', author=OTHER, device="0", written_at=when)
    write_rows(copy, answer)
    bring(mine, copy)
    assert mine.views.decided_by(entry) == ""
    mine.close()
    with DraftSession.open(path, OTHER) as other:
        assert other.views.decided_by(entry) == ME


def test_an_entry_with_a_receipt_that_the_draft_does_not_have_is_still_private(mine: DraftSession) -> None:
    entry, given = add(mine, words="mine"), give(mine)
    add_receipt(mine, Receipt.now("release", entry, ME))
    assert {entry, given} <= mine.views.given_entries.keys()
    assert mine.views.private_entries() == {entry}


def test_the_shared_answers_follow_what_becomes_private(mine: DraftSession) -> None:
    entry = add(mine, words="mine")
    mine.remove_item(entry)
    bring(mine, changed_copy(mine, {entry: {"order": "a"}, f"{entry}/words": "forged"}))
    assert [item.get("words") for item in mine.shared_answers().items(EACH)] == ["forged"]
    mine.restore_item(entry)
    assert mine.shared_answers().items(EACH) == ()


def test_a_choice_that_is_not_followed_leaves_other_conflicts_to_be_decided(mine: DraftSession) -> None:
    mine.write("about.title", "mine")
    entry = give(mine)
    mine.write(f"{entry}/release", "no")
    copy = changed_copy(mine, {f"{entry}/release": "named", "about.title": "theirs"})
    mine.write("about.title", "mine again")
    bring(mine, copy)
    assert mine.shared_answers().get(f"{entry}/release") == "no"
    assert list(mine.shared_answers().versions) == ["about.title"]


def test_an_author_is_asked_once_about_each_entry_that_waits(mine: DraftSession) -> None:
    first = add(mine, words="one", release="named")
    note_waiting(mine, waiting_releases(mine))
    second = add(mine, words="two", release="named")
    assert waiting_releases(mine) == (second,)
    note_waiting(mine, (second, first))
    assert waiting_releases(mine) == ()
