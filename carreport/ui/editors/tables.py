"""Answer with the notes of a workshop board, one a row."""

from __future__ import annotations

from typing import ClassVar

from carreport.form.schema import Field
from carreport.ui.editors.sheet import SheetEditor


class BoardEditor(SheetEditor):
    """Write the notes of a workshop, one a row."""

    growing: ClassVar[tuple[str, ...]] = ("note", "theme")
    _WIDTHS: ClassVar[dict[str, tuple[int, int]]] = {
        "note": (12, 10),
        "theme": (7, 4),
        "stage": (8, 9),
        "table": (5, 0),
        "votes": (5, 0),
    }

    @property
    def add_words(self) -> str:
        """What the button says that adds a note."""
        return "Add a note"

    def width_of(self, column: Field) -> tuple[int, int]:
        """Leave most of the width to the note."""
        return self._WIDTHS[column.id]
