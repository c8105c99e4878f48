"""Answer with a survey: its statements, counts that are typed in or counted from replies, and its chart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.kinds.groups import scale_of
from carreport.form.kinds.replies import fingerprints_of
from carreport.form.kinds.simple import stored_number
from carreport.form.schema import Field, Value
from carreport.survey.locate import SurveyLocation, location_of_list
from carreport.survey.replies.deduplicate import deduplicate
from carreport.survey.results.counts import (
    MAX_COUNT,
    NO_COUNTS,
    counts_entry_id,
    entered_counts,
    sum_mismatch_note,
)
from carreport.survey.results.result import FigureSource, SurveyResult, compute_result
from carreport.survey.scales import OWN, Scale, scale_by_name
from carreport.survey.target import reply_batches
from carreport.ui.editors.base import Desk, part_name
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.editors.table.cells import LineCell
from carreport.ui.editors.table.table_editor import SheetEditor
from carreport.ui.editors.table.table_rows import SheetRow
from carreport.ui.qt.guard import guarded
from carreport.ui.survey.result_view import AgreementView
from carreport.ui.survey.scale_picker import Columns, columns_for, other_scale_words
from carreport.ui.theme.palette import Letters
from carreport.ui.widgets.building import build_in_turns, finish_building
from carreport.ui.widgets.buttons import Link
from carreport.ui.widgets.labels import Words

DRAW_AFTER = 120
"""How many milliseconds after a change the chart follows."""
AT_ONCE = 2_000
"""So many replies are counted at once; more are counted beside the window."""
TYPE_IN = "Type in replies one by one…"
TYPING = "typing"
"""The id of the work on whose page replies are typed in, see `ui.inquiry.task_registry`."""
Batches = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is answered beside the statements, as far as it matters for them."""

    place: SurveyLocation | None = None
    scale: Scale | None = None
    wants_own: bool = False
    sent_back: int | None = None
    by_group: str = ""


class SurveyEditor(SheetEditor):
    """Write each statement and how many chose each step; n is counted at the end of the row.

    The columns are the steps of the scale that the survey names. Once replies have come in, they are
    counted: then only the words of the statements are written here.
    """

    growing: ClassVar[tuple[str, ...]] = ("statement",)
    total_head: ClassVar[str] = "n"

    def __init__(self, field: Field, path: str, desk: Desk, make: MakeEditor) -> None:
        self._batches: Batches = ()
        self._joined = deduplicate(())
        self._beside = Beside()
        self._counts = NO_COUNTS
        self._noughts: set[tuple[str, str]] = set()
        self._columns = Columns(field)
        self._is_counted = False
        self._is_behind = self._is_undrawn = False
        self._draws = 0
        super().__init__(field, path, desk, make)
        self.scale_note = Words("", Letters.SMALL, "muted")
        self.carry = Link("Put these counts under the steps that are chosen now", Letters.SMALL)
        self.carry.setObjectName(part_name(path, "carry"))
        self.carry.clicked.connect(self._carry_over)
        self.type_in = Link(TYPE_IN)
        self.type_in.setObjectName(part_name(path, "type"))
        self.type_in.clicked.connect(self._type_in)
        self.view = AgreementView()
        for part in (self.scale_note, self.carry, self.type_in):
            part.hide()
            self.column.addWidget(part)
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
        counts = len(self.sheet_field.fields) - 1
        return (12, max(5, 2 * counts)) if column.id == "statement" else (7, 1)

    def leaves_out(self, row: SheetRow, widget: QWidget) -> bool:
        """Leave out the cells of counts where these come from replies."""
        return self._is_counted and (widget is row.total or isinstance(widget, LineCell))

    def as_row(self, item: Item) -> Item:
        """Return the statement and its counts, on whichever scale they are."""
        if self._columns.scale is None:
            return item
        own = self._counts.counts.get(item.id, {})
        noughts = {key for to, key in self._noughts if to == item.id}
        counts = {
            column: own.get(key) or (0 if key in noughts else None)
            for key, column in self._columns.ids.items()
        }
        return Item(item.id, {"statement": item.get("statement"), **counts})

    def total(self, item: Item) -> str:
        """Return how many replied to a statement."""
        count = self._count(item)
        return f"{count:,}" if count else ""

    def remark(self) -> str:
        """Say so where statements have different numbers of replies."""
        return sum_mismatch_note(
            {number: self._count(item) for number, item in enumerate(self.items, 1)}, self._beside.sent_back
        )

    def troubles(self) -> list[str]:
        """Return what cannot be kept, each as a sentence with its row."""
        if self._columns.scale is None:
            return super().troubles()
        return [
            f"Row {number}, {inner.label}: {_refused(row, inner.id)}"
            for number, row in enumerate(self.rows, 1)
            for inner in self.sheet_field.fields[1:]
            if not _is_count(row.kept(inner.id))
        ]

    def show_items(self) -> None:
        """Show a row for each statement, and let the chart follow."""
        if not self._adopting:
            self._choose_columns()
        super().show_items()
        self._draw_soon.start()

    def show_beside(self, group: Field, values: Mapping[str, Value]) -> None:
        """Count the replies that came into the same survey, and take the scale that it names."""
        place = location_of_list(self.path.partition("/")[0], group)
        beside = _beside(place, values)
        is_new, self._beside = beside != self._beside, beside
        self.type_in.setVisible(place is not None and not self.read_only)
        batches = reply_batches(place, Item("", values)) if place is not None else ()
        if not _same(batches, self._batches):
            self._count_again(batches)
            is_new = True
        if is_new and not self._adopting:
            own = self._own_entry(values)
            found = (
                entered_counts(own.get(place.replies)) if own is not None and place is not None else NO_COUNTS
            )
            if found != self._counts and not self._timer.isActive():
                self._counts = found
            self.show_items()

    def edited_now(self) -> None:
        """Hand on what was typed; counts on the scale of the survey go in together."""
        before = self._counts
        super().edited_now()
        if self._counts != before:
            self._keep_counts(self.desk.put_item)

    def lock(self, *, read_only: bool) -> None:
        """Let the table be read but not changed."""
        super().lock(read_only=read_only)
        if hasattr(self, "type_in"):
            self.type_in.setVisible(self._beside.place is not None and not read_only)

    def tab_stops(self) -> list[QWidget]:
        """Return the cells row by row, the button below them, and the tables."""
        stops = super().tab_stops()
        return [*stops, self.carry, self.type_in, *self.view.all_tables] if hasattr(self, "view") else stops

    def finish(self) -> None:
        """Have every row, and the chart, now."""
        super().finish()
        if self._draw_soon.isActive():
            self._draw()
        finish_building(self.view)

    def result(self) -> SurveyResult:
        """Return what the survey says, as far as it is typed and counted."""
        return compute_result(self.path, self.field, self.items, self._joined)

    # Counts on the scale of the survey.

    def _choose_columns(self) -> None:
        """Have the columns of the scale on which counts stand, else of the one that is chosen."""
        wanted = columns_for(self.field, self.items, self._counts, self._beside.scale)
        if wanted.asked.fields != self._columns.asked.fields:
            had = self.grid.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
            self._columns = wanted
            self.show_columns(wanted.asked)
            if had:
                self.rows[0].cells["statement"].setFocus(Qt.FocusReason.OtherFocusReason)
        if not hasattr(self, "scale_note"):
            return
        chosen = self._beside.scale
        words = other_scale_words(self._columns, self._counts, chosen, wants_own=self._beside.wants_own)
        self.scale_note.setText(words)
        self.scale_note.setVisible(bool(words) and not self._is_counted)
        can = bool(words) and chosen is not None and self._counts.on_scale(chosen) is not None
        self.carry.setVisible(can and not self.read_only)

    def _adopt(self, row: SheetRow) -> None:
        if self._columns.scale is None:
            super()._adopt(row)
            return
        values = row.filled()
        dirty, row.dirty = set(row.dirty), set()
        if values:
            said = {"statement": values["statement"]} if "statement" in values else {}
            row.stored = dict(said)
            row.item_id = self.put_in(said)
            for column in sorted(dirty - {"statement"}):
                self._hand_on_cell(row, column, values.get(column))

    def _hand_on_cell(self, row: SheetRow, column: str, value: Value) -> None:
        scale = self._columns.scale
        if scale is None or column == "statement":
            super()._hand_on_cell(row, column, value)
            return
        if not _is_count(value):
            return
        key = self._columns.key_of(column)
        row.stored[column] = value
        (self._noughts.add if value == 0 else self._noughts.discard)((row.item_id, key))
        had = self._counts.counts.get(row.item_id, {}).get(key, 0)
        if had != (value or 0):
            self._counts = self._counts.with_count(scale, row.item_id, key, value or 0)

    def _keep_counts(self, keep: Callable[[str, Mapping[str, Value]], object]) -> None:
        place = self._beside.place
        if place is None:
            return
        value = self._counts.value
        batches = f"{paths.parent_item_path(self.path)}/{place.batches}"
        others = tuple(each for each in self._batches if entered_counts(each) is NO_COUNTS)
        self._count_again((*others, {**value, "wave": ""}))
        keep(paths.item_path(batches, counts_entry_id(batches)), {place.replies: value})

    def _carry_over(self) -> None:
        chosen = self._beside.scale
        moved = self._counts.on_scale(chosen) if chosen is not None else None
        if moved is not None:
            self._counts = moved
            self._keep_counts(self.desk.change_item)
            self.show_items()

    def _own_entry(self, values: Mapping[str, Value]) -> Item | None:
        """Return the entry of counts in the survey with these answers."""
        place = self._beside.place
        if place is None:
            return None
        own = counts_entry_id(f"{paths.parent_item_path(self.path)}/{place.batches}")
        return next((each for each in values.get(place.batches) or () if each.id == own), None)

    def _type_in(self) -> None:
        self.flush()
        self.desk.begin_work(TYPING, self.path)

    # What they come to.

    @guarded
    def showEvent(self, event: QShowEvent) -> None:
        """Count and draw what changed while nobody could see it."""
        super().showEvent(event)
        if self._is_behind:
            self._count_again(self._batches)
        elif self._is_undrawn:
            self._draw()

    def _count_again(self, batches: Batches) -> None:
        self._batches = batches
        self._is_behind = not self.isVisible()
        if self._is_behind:
            return
        if sum(len(fingerprints_of(each)) for each in batches) <= AT_ONCE:
            self._take(batches, deduplicate(batches))
        else:
            self.desk.work_out(partial(deduplicate, batches), partial(self._take, batches))

    def _take(self, batches: Batches, joined: Any) -> None:  # noqa: ANN401 - `ReplySet`; a callback gives it
        if not isValid(self) or batches is not self._batches:
            return  # it is not shown any more, or other replies have come in meanwhile
        self._joined = joined
        self._draw()

    def _draw(self) -> None:
        self._draw_soon.stop()
        self._is_undrawn = not self.isVisible()
        if self._is_undrawn:
            return
        self._draws += 1
        took = partial(self._take_result, self._draws)
        if self._joined.n <= AT_ONCE:
            took(self.result())
        else:
            work = partial(compute_result, self.path, self.field, self.items, self._joined)
            self.desk.work_out(work, took)

    def _take_result(self, number: int, result: SurveyResult) -> None:
        if isValid(self) and number == self._draws:
            build_in_turns(self.view, self._drawing(number, result))

    def _drawing(self, number: int, result: SurveyResult) -> Iterator[None]:
        """Draw what it comes to a little at a time, unless it comes to something else meanwhile."""
        files = dict.fromkeys(str(each["file"]) for each in self._batches if each["file"])
        for _ in self.view.showing(result, tuple(files), self._beside.by_group):
            yield
            if number != self._draws:
                return
        self.order_tabs()
        yield
        if number == self._draws:
            self._show_how_counted(result)

    def _show_how_counted(self, result: SurveyResult) -> None:
        """Offer no cells for counts where replies are counted."""
        typed = any(
            each.has_unused_counts or each.source is FigureSource.ENTERED for each in result.statements
        )
        is_counted = bool(self._joined.statements) and not typed
        if is_counted != self._is_counted:
            self._is_counted = is_counted
            self._choose_columns()
            self._lay_out()

    def _lay_out(self) -> None:
        super()._lay_out()
        columns = self.sheet_field.fields
        counts = [number for number, inner in enumerate(columns, 1) if inner.kind == "number"]
        for number in (*counts, len(columns) + 1):
            self.heads[number - 1].setVisible(not self._is_counted)
        self._set_widths()

    def _set_widths(self) -> None:
        super()._set_widths()
        if self._is_counted:
            for number, inner in enumerate(self.sheet_field.fields, 1):
                if inner.kind == "number":
                    self.grid.lines.setColumnMinimumWidth(number, 0)
                    self.grid.lines.setColumnStretch(number, 0)

    def _count(self, item: Item) -> int:
        """Count the replies to one statement; none where a count is words that cannot be counted."""
        if self._columns.scale is not None:
            return sum(self._counts.counts.get(item.id, {}).values())
        counts = [item.get(step) for step in scale_of(self.field)]
        if any(isinstance(count, str) for count in counts):
            return 0
        return sum(count for count in counts if isinstance(count, int))


def _beside(place: SurveyLocation | None, values: Mapping[str, Value]) -> Beside:
    name = str(values.get("scale") or "")
    scale = scale_by_name(name, str(values.get("steps") or "")) if place is not None else None
    sent = stored_number(values.get("n"))
    by_group = str(values.get("by_group") or "")
    return Beside(
        place, scale, name == OWN and scale is None, int(sent) if sent is not None else None, by_group
    )


def _is_count(value: object) -> bool:
    """Say whether a cell holds a number of people, or nothing."""
    return value is None or (type(value) is int and 0 <= value <= MAX_COUNT)


def _refused(row: SheetRow, column: str) -> str:
    """Say that what is written in a cell is not kept, and what is kept in its place."""
    stored = row.stored.get(column)
    stays = f"; {stored} stays" if stored else ""
    return f"“{row.cells[column].words()[:40]}” is no whole number of people, so it is not kept{stays}."


def _same(one: Batches, other: Batches) -> bool:
    """Say whether these are the very same replies; they are told apart without reading them all."""
    if len(one) != len(other):
        return False
    pairs = zip(one, other, strict=True)
    return all(
        a["columns"] is b["columns"] and a["marks"] is b["marks"] and a["wave"] == b["wave"] for a, b in pairs
    )
