"""Parse workshop notes from text pasted from a spreadsheet or a list."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from carreport.form.answers import Item
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.kinds.simple import stored_number
from carreport.form.richtext import clean_line
from carreport.form.schema import Field, Value
from carreport.form.wording import format_count
from carreport.language.language_tags import is_english
from carreport.language.messages import gettext, language_of_words, ngettext
from carreport.survey.response_words import normalise_answer

MOST_NOTES = 5_000
LONGEST_NOTE = 5_000
MOST_CHARACTERS = 2_000_000
"""The most characters of a paste that are read."""
_NAMES = {
    "note": ("note", "notes", "leaf", "idea", "text", "words", "comment", "card"),
    "theme": ("theme", "themes", "topic", "category", "heading"),
    "stage": ("stage", "column", "type", "branch", "kind"),
    "table": ("table", "group"),
    "votes": ("votes", "vote", "dots", "stickers", "score"),
}
_STAGES = {
    "working": ("working well", "working", "what works", "going well", "strengths", "good"),
    "not_working": (
        "not working well",
        "not working",
        "what does not work",
        "challenges",
        "weaknesses",
        "bad",
    ),
    "opportunity": ("opportunity", "opportunities", "ideas", "could be"),
    "priority": ("priority", "priorities", "next", "first"),
}


@dataclass(frozen=True, slots=True)
class PastedNotes:
    """Pasted notes as the values of new entries, with warnings about what could not be used."""

    notes: tuple[Mapping[str, Value], ...]
    columns: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def parse_pasted_notes(text: str, board: Field) -> PastedNotes:
    """Parse pasted text: one note a line, or a table with or without headings."""
    cells = [row for row in _rows(text[:MOST_CHARACTERS]) if any(cell.strip() for cell in row)]
    rows = [[clean_line(cell) for cell in row] for row in cells[: MOST_NOTES + 2]]
    if not rows:
        return PastedNotes((), ())
    columns, body = _columns(rows, board)
    notes: list[Mapping[str, Value]] = []
    remarks = _unused_column_remarks(columns, body)
    if len(text) > MOST_CHARACTERS:
        remarks.append(f"Only the first {MOST_CHARACTERS:,} characters were read.")
    for number, row in enumerate(body[:MOST_NOTES], 1):
        note = _note(row, columns, board, number, remarks)
        if note:
            notes.append(note)
    if len(body) > MOST_NOTES:
        remarks.append(f"Only the first {MOST_NOTES:,} rows were added.")
    return PastedNotes(tuple(notes), columns, tuple(remarks))


def _rows(text: str) -> list[list[str]]:
    if "\t" in text:
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True)
            return list(islice(reader, MOST_NOTES + 2))
        except csv.Error:
            return [line.split("\t") for line in text.splitlines()]
    return [[line.lstrip("-•* ")] for line in text.splitlines()]


def _columns(rows: Sequence[Sequence[str]], board: Field) -> tuple[tuple[str, ...], Sequence[Sequence[str]]]:
    """Return the use of each column ("" for none), and the rows without headings."""
    width = max(map(len, rows))
    named = [
        next((key for key, headings in _NAMES.items() if normalise_answer(cell) in headings), "")
        for cell in rows[0]
    ]
    if (
        "note" in named
        and len(rows) > 1
        and all(key or not cell for key, cell in zip(named, rows[0], strict=True))
    ):
        return (*named, *[""] * (width - len(named))), rows[1:]
    if width == 1:
        return ("note",), rows
    return tuple(_guess_columns(rows, width, board)), rows


def _guess_columns(rows: Sequence[Sequence[str]], width: int, board: Field) -> list[str]:
    """Guess the use of each column from its cells: the longest text is the note."""
    cells = [[row[number] for row in rows if number < len(row) and row[number]] for number in range(width)]
    lengths = [sum(map(len, column)) / len(column) if column else 0 for column in cells]
    columns = [""] * width
    columns[lengths.index(max(lengths))] = "note"
    for number, column in enumerate(cells):
        if columns[number] or not column:
            continue
        if all(cell.isdecimal() for cell in column):
            kind = "votes"
        elif all(_stage(cell, board) for cell in column):
            kind = "stage"
        else:
            kind = "table" if all(normalise_answer(cell).startswith("table") for cell in column) else "theme"
        columns[number] = kind if kind not in columns else ""
    return columns


def _unused_column_remarks(columns: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    """Return a warning for each column with text that is not used."""
    return [
        f"Column {number} was left out because its purpose is unclear."
        for number, key in enumerate(columns, 1)
        if not key and any(number <= len(row) and row[number - 1] for row in body)
    ]


def _note(
    row: Sequence[str], columns: Sequence[str], board: Field, number: int, remarks: list[str]
) -> dict[str, Value]:
    note: dict[str, Value] = {}
    for key, cell in zip(columns, row, strict=False):
        question = board.inner_field(key) if key and cell else None
        if question is None:
            continue
        read = _stage(cell, board) if key == "stage" else kind_of(question).parse(question, cell)
        if isinstance(read, InvalidValue) or (key == "stage" and not read):
            remarks.append(
                f"Row {number}: “{cell[:40]}” is not a {question.label.lower()}, so it was left out."
            )
            continue
        if isinstance(read, str) and len(read) > LONGEST_NOTE:
            read = read[:LONGEST_NOTE]
            remarks.append(f"Row {number}: the text was cut to {LONGEST_NOTE:,} characters.")
        note[key] = read
    if note and not note.get("note"):
        remarks.append(f"Row {number} has no text for the note.")
    return note


def _stage(cell: str, board: Field) -> str:
    """Return the key of the stage that a cell means, or an empty string."""
    text = normalise_answer(cell)
    question = board.inner_field("stage")
    for choice in question.choices if question else ():
        if text in (choice.key, normalise_answer(choice.label), *_STAGES.get(choice.key, ())):
            return choice.key
    return ""


MOST_THEMES = 6
NoteGroups = list[tuple[str, tuple[Item, ...]]]


def group_notes(board: Field, notes: Sequence[Item], by: str) -> NoteGroups:
    """Return the notes by stage, theme or table; those without one come last.

    Stages are in the order of the form, themes and tables in the order of their first note.
    """
    question = board.inner_field(by)
    groups: dict[str, list[Item]] = {}
    for choice in question.choices if question else ():
        groups[choice.key] = []
    for note in notes:
        groups.setdefault(str(note.get(by) or ""), []).append(note)
    last = groups.pop("", [])
    rows = [
        (question.label_of(key) if question else key, tuple(items)) for key, items in groups.items() if items
    ]
    return [*rows, ("", tuple(last))] if last else rows


@dataclass(frozen=True, slots=True)
class ThemeTotal:
    """The notes and votes of one theme; `votes` is nothing if one of them is not an exact number."""

    theme: str
    notes: int
    votes: int | None


def theme_totals(notes: Sequence[Item]) -> list[ThemeTotal]:
    """Return the total of each theme, most notes first; notes without a theme come last, under no name.

    Themes that differ only in case are the same.
    """
    names: dict[str, str] = {}
    by_theme: dict[str, list[Value]] = {}
    for note in notes:
        theme = str(note.get("theme") or "")
        names.setdefault(theme.casefold(), theme)
        by_theme.setdefault(theme.casefold(), []).append(note.get("votes"))
    totals = [ThemeTotal(names[key], len(votes), sum_votes(votes)) for key, votes in by_theme.items()]
    return sorted(totals, key=lambda total: (not total.theme, -total.notes))


def sum_votes(votes: Iterable[Value]) -> int | None:
    """Return the sum of votes, or nothing if one is approximate or below 0."""
    given = [vote for vote in votes if vote not in (None, "")]
    numbers = [int(number) for vote in given if (number := stored_number(vote)) is not None and number >= 0]
    return sum(numbers) if len(numbers) == len(given) else None


def wall_alt_text(board: Field, notes: Sequence[Item]) -> str:
    """Return a text alternative for a photo of the wall, made from its notes; empty if there are none.

    It is short, because the notes follow as a table.
    """
    written = [note for note in notes if note.get("note")]
    if not written:
        return ""
    tables = {str(note.get("table")) for note in written if note.get("table")}
    sentences = [_board_sentence(len(written), len(tables), board)]
    stages = [(name, items) for name, items in group_notes(board, written, "stage") if name]
    if stages:
        counts = ", ".join(f"{name[:1].lower()}{name[1:]}: {len(items)}" for name, items in stages)
        sentences.append(gettext("By stage, {counts}.", counts=counts))
    themes = [name for name, _ in group_notes(board, written, "theme") if name]
    if themes:
        shown, more = ", ".join(themes[:MOST_THEMES]), len(themes) - MOST_THEMES
        sentence = ngettext(
            "Themes: {themes} and {count} more.", "Themes: {themes} and {count} more.", more, themes=shown
        )
        sentences.append(sentence if more > 0 else gettext("Themes: {themes}.", themes=shown))
    return " ".join(sentences)


def _board_sentence(notes: int, tables: int, board: Field) -> str:
    """Return “A board with 12 notes from 4 tables.”, with the form’s noun if its plural is known."""
    if is_english(language_of_words()):
        at = f" from {format_count(tables, 'table')}" if tables > 1 else ""
        return f"A board with {format_count(notes, board.item_noun)}{at}."
    return ngettext("A board with {count} note.", "A board with {count} notes.", notes)
