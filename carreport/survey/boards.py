"""Look at the notes of a workshop board: grouped for a grid, and as the words for a photo of the wall."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.form.wording import counted

MOST_THEMES = 6
Rows = list[tuple[str, tuple[Item, ...]]]


def grouped(board: Field, notes: Sequence[Item], by: str) -> Rows:
    """Return the notes under the stage, the theme or the table that they have; those without come last.

    Stages come in the order of the form, themes and tables in the order of their first note.
    """
    question = board.inner(by)
    found: dict[str, list[Item]] = {}
    for choice in question.choices if question else ():
        found[choice.key] = []
    for each in notes:
        found.setdefault(str(each.get(by) or ""), []).append(each)
    last = found.pop("", [])
    rows = [
        (question.label_of(key) if question else key, tuple(items)) for key, items in found.items() if items
    ]
    return [*rows, ("", tuple(last))] if last else rows


def wall_words(board: Field, notes: Sequence[Item]) -> str:
    """Return what a photo of the wall shows, told from its notes; nothing if there are none.

    It stays short, as a text alternative should: the notes themselves follow as a table.
    """
    said = [each for each in notes if each.get("note")]
    if not said:
        return ""
    tables = {str(each.get("table")) for each in said if each.get("table")}
    at = f" from {counted(len(tables), 'table')}" if len(tables) > 1 else ""
    sentences = [f"A board with {counted(len(said), board.item)}{at}."]
    stages = [(name, items) for name, items in grouped(board, said, "stage") if name]
    if stages:
        told = ", ".join(f"{name[:1].lower()}{name[1:]}: {len(items)}" for name, items in stages)
        sentences.append(f"By stage, {told}.")
    themes = [name for name, _ in grouped(board, said, "theme") if name]
    if themes:
        more = f" and {len(themes) - MOST_THEMES} more" if len(themes) > MOST_THEMES else ""
        sentences.append(f"Themes: {', '.join(themes[:MOST_THEMES])}{more}.")
    return " ".join(sentences)
