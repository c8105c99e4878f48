"""Notes are pasted from a spreadsheet, grouped for a grid, and describe a photo of their wall."""

from __future__ import annotations

from carreport.form.answers import Item
from carreport.form.kinds import KINDS
from carreport.form.schema import Field
from carreport.survey.board_notes import (
    ThemeTotal,
    group_notes,
    parse_pasted_notes,
    theme_totals,
    wall_alt_text,
)

BARE = Field("notes", "board", "Notes?", item_noun="note")
BOARD = Field("notes", "board", "Notes?", item_noun="note", fields=KINDS["board"].built_in_fields(BARE))
NOTES = (
    Item("a", {"note": "Open days", "stage": "opportunity", "theme": "Time", "table": "1", "votes": 2}),
    Item("b", {"note": "We ring back", "stage": "working", "theme": "Trust", "table": "2"}),
    Item("c", {"note": "No rooms", "theme": "Time", "votes": 5}),
)


def test_lines_are_notes_without_their_bullets() -> None:
    pasted = parse_pasted_notes("- Open days\n\n• We ring back\n", BOARD)
    assert [note["note"] for note in pasted.notes] == ["Open days", "We ring back"]


def test_more_notes_than_a_board_holds_are_cut_and_that_is_said() -> None:
    pasted = parse_pasted_notes("a note\n" * 400_000 + "b", BOARD)
    assert len(pasted.notes) == 5_000
    assert pasted.warnings == (
        "Only the first 2,000,000 characters were read.",
        "Only the first 5,000 rows were added.",
    )


def test_a_note_as_long_as_a_book_is_cut_and_that_is_said() -> None:
    pasted = parse_pasted_notes(f"Note\tVotes\n{'x' * 200_000}\t3\n", BOARD)
    assert pasted.notes == ({"note": "x" * 5_000, "votes": 3},)
    assert pasted.warnings == ("Row 1: the text was cut to 5,000 characters.",)


def test_a_table_with_headings_gives_each_cell_its_place() -> None:
    text = "Stage\tIdea\tDots\tTable\nWorking well\tWe ring back\t3\tTable 2\n"
    assert parse_pasted_notes(text, BOARD).notes == (
        {"stage": "working", "note": "We ring back", "votes": 3, "table": "Table 2"},
    )


def test_a_table_without_headings_is_told_by_its_cells() -> None:
    text = "Table 1\tpriority\tSet dates early in the year\t4\nTable 2\tworking\tWe ring back every time\t1\n"
    pasted = parse_pasted_notes(text, BOARD)
    assert pasted.columns == ("table", "stage", "note", "votes")
    assert pasted.notes[0] == {
        "table": "Table 1", "stage": "priority", "note": "Set dates early in the year", "votes": 4,
    }  # fmt: skip


def test_a_cell_with_line_breaks_is_one_note() -> None:
    assert [note["note"] for note in parse_pasted_notes('"One\ntwo"\tTime\n', BOARD).notes] == ["One two"]


def test_what_cannot_be_taken_is_said_with_its_row() -> None:
    pasted = parse_pasted_notes("Note\tStage\nOpen days\tMaybe\n\tworking\n", BOARD)
    first, second = pasted.warnings
    assert "“Maybe”" in first
    assert ("Row 1" in first, "Row 2" in second) == (True, True)


def test_a_column_that_means_nothing_is_said() -> None:
    text = "A rather long note\tTime\tRooms\nAnother long note\tPeople\tDates\n"
    (warning,) = parse_pasted_notes(text, BOARD).warnings
    assert warning.startswith("Column 3 ")


def test_notes_are_grouped_in_the_order_of_the_form_or_of_their_first_note() -> None:
    assert [(name, [note.id for note in notes]) for name, notes in group_notes(BOARD, NOTES, "stage")] == [
        ("Working well", ["b"]), ("Opportunity", ["a"]), ("", ["c"]),
    ]  # fmt: skip
    assert [name for name, _ in group_notes(BOARD, NOTES, "theme")] == ["Time", "Trust"]


def test_a_photo_of_the_wall_is_described_from_its_notes() -> None:
    assert wall_alt_text(BOARD, NOTES) == (
        "A board with 3 notes from 2 tables. By stage, working well: 1, opportunity: 1. Themes: Time, Trust."
    )
    assert wall_alt_text(BOARD, ()) == ""


def test_the_notes_and_votes_of_each_theme_are_added_up_where_they_are_exact() -> None:
    given = [("Time", 2), ("time", None), ("People", 3), ("People", "about 5"), ("", 1)]
    notes = [Item(str(place), {"theme": theme, "votes": votes}) for place, (theme, votes) in enumerate(given)]
    assert theme_totals(notes) == [
        ThemeTotal("Time", 2, 2), ThemeTotal("People", 2, None), ThemeTotal("", 1, 1),
    ]  # fmt: skip
