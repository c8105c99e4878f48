"""Answer with a survey: its statements, counts that are typed in or counted from replies, and its chart."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from carreport.form.answers import Item
from carreport.form.kinds.groups import scale_of
from carreport.form.kinds.replies import marks_of
from carreport.form.schema import Field, Value
from carreport.survey.joined import Joined, join
from carreport.survey.places import place_in
from carreport.survey.result import Source, SurveyResult, result_of
from carreport.survey.target import replies_in
from carreport.ui.agreement_view import AgreementView
from carreport.ui.editors.base import Desk
from carreport.ui.editors.groups import MakeEditor
from carreport.ui.editors.sheet import SheetEditor

DRAW_AFTER = 120
"""How many milliseconds after a change the chart follows."""
AT_ONCE = 2_000
"""So many replies are counted at once; more are counted beside the window."""
Batches = tuple[Mapping[str, Any], ...]


class SurveyEditor(SheetEditor):
    """Write each statement and how many chose each step; n is counted at the end of the row.

    Once replies have come in, they are counted: then only the words of the statements are written here.
    """

    growing: ClassVar[tuple[str, ...]] = ("statement",)
    total_head: ClassVar[str] = "n"

    def __init__(self, field: Field, path: str, desk: Desk, make: MakeEditor) -> None:
        self._batches: Batches = ()
        self._joined = join(())
        self._is_counted = False
        super().__init__(field, path, desk, make)
        self.view = AgreementView()
        self.column.addWidget(self.view)
        self._draw_soon = QTimer(self, singleShot=True, interval=DRAW_AFTER)
        self._draw_soon.timeout.connect(self._draw)
        self._draw_soon.start()

    @property
    def add_words(self) -> str:
        """What the button says that adds a statement."""
        return "Add a statement"

    @property
    def is_counted(self) -> bool:
        """Say whether all figures come from replies, so that none is typed in."""
        return self._is_counted

    def width_of(self, column: Field) -> tuple[int, int]:
        """Leave most of the width to the statement."""
        return (12, 5) if column.id == "statement" else (7, 1)

    def total(self, item: Item) -> str:
        """Return how many replied to a statement."""
        count = self._count(item)
        return f"{count:,}" if count else ""

    def remark(self) -> str:
        """Say so where statements have different numbers of replies."""
        counts = sorted({count for item in self.items if (count := self._count(item))})
        if len(counts) < 2:
            return ""
        return f"The statements have between {counts[0]} and {counts[-1]} replies each."

    def show_items(self) -> None:
        """Show a row for each statement, and let the chart follow."""
        super().show_items()
        self._draw_soon.start()

    def show_beside(self, group: Field, values: Mapping[str, Value]) -> None:
        """Count the replies that came into the same survey."""
        place = place_in(self.path.partition("/")[0], group)
        batches = replies_in(place, Item("", values)) if place is not None else ()
        if _same(batches, self._batches):
            return
        self._batches = batches
        if sum(len(marks_of(each)) for each in batches) <= AT_ONCE:
            self._take(batches, join(batches))
        else:
            self.desk.work_out(partial(join, batches), partial(self._take, batches))

    def tab_stops(self) -> list[QWidget]:
        """Return the cells row by row, the button below them, and the tables."""
        return [*super().tab_stops(), *(self.view.tables if hasattr(self, "view") else ())]

    def result(self) -> SurveyResult:
        """Return what the survey says, as far as it is typed and counted."""
        return result_of(self.path, self.field, self.items, self._joined)

    def _take(self, batches: Batches, joined: Joined) -> None:
        if not isValid(self) or batches is not self._batches:
            return  # it is not shown any more, or other replies have come in meanwhile
        self._joined = joined
        self._draw()

    def _draw(self) -> None:
        self._draw_soon.stop()
        result = self.result()
        files = dict.fromkeys(str(each["file"]) for each in self._batches if each["file"])
        self.view.show_result(result, tuple(files))
        self.order_tabs()
        typed = any(each.unused or each.source is Source.TYPED for each in result.statements)
        is_counted = bool(result.of(Source.REPLIES)) and not typed
        if is_counted != self._is_counted:
            self._is_counted = is_counted
            self._lay_out()

    def _lay_out(self) -> None:
        super()._lay_out()
        counts = [number for number, inner in enumerate(self.field.fields, 1) if inner.kind == "number"]
        for row in self.rows:
            for name in scale_of(self.field):
                if self._is_counted:
                    row.cells[name].hide()
            if self._is_counted:
                row.total.hide()
        for number in (*counts, len(self.field.fields) + 1):
            head = self.grid.lines.itemAtPosition(0, number)
            words = head.widget() if head is not None else None
            if words is not None:
                words.setVisible(not self._is_counted)
        self._set_widths()

    def _set_widths(self) -> None:
        super()._set_widths()
        if self._is_counted:
            for number, inner in enumerate(self.field.fields, 1):
                if inner.kind == "number":
                    self.grid.lines.setColumnMinimumWidth(number, 0)
                    self.grid.lines.setColumnStretch(number, 0)

    def _count(self, item: Item) -> int:
        """Count the replies to one statement; none where a count is words that cannot be counted."""
        counts = [item.get(step) for step in scale_of(self.field)]
        if any(isinstance(count, str) for count in counts):
            return 0
        return sum(count for count in counts if isinstance(count, int))


def _same(one: Batches, other: Batches) -> bool:
    """Say whether these are the very same replies; they are told apart without reading them all."""
    if len(one) != len(other):
        return False
    pairs = zip(one, other, strict=True)
    return all(
        a["columns"] is b["columns"] and a["marks"] is b["marks"] and a["wave"] == b["wave"] for a, b in pairs
    )
