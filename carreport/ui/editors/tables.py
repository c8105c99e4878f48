"""Answer with a survey's counts, or with the notes of a workshop board."""

from __future__ import annotations

from typing import ClassVar

from carreport.form.answers import Item
from carreport.form.kinds.groups import scale_of
from carreport.form.schema import Field
from carreport.ui.editors.sheet import SheetEditor


class SurveyEditor(SheetEditor):
    """Write each statement and how many chose each step; n is counted at the end of the row."""

    growing: ClassVar[tuple[str, ...]] = ("statement",)
    total_head: ClassVar[str] = "n"

    @property
    def add_words(self) -> str:
        """What the button says that adds a statement."""
        return "Add a statement"

    def width_of(self, column: Field) -> tuple[int, int]:
        """Leave most of the width to the statement."""
        return (12, 5) if column.id == "statement" else (7, 1)

    def total(self, item: Item) -> str:
        """Return how many replied to a statement."""
        return str(count) if (count := self._count(item)) else ""

    def remark(self) -> str:
        """Say so where statements have different numbers of replies."""
        counts = sorted({count for item in self.items if (count := self._count(item))})
        if len(counts) < 2:
            return ""
        return f"The statements have between {counts[0]} and {counts[-1]} replies each."

    def _count(self, item: Item) -> int:
        """Count the replies to one statement; none where a count is words that cannot be counted."""
        counts = [item.get(step) for step in scale_of(self.field)]
        if any(isinstance(count, str) for count in counts):
            return 0
        return sum(count for count in counts if isinstance(count, int))


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
