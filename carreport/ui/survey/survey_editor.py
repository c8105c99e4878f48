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
from carreport.form.kinds import kind_of
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
from carreport.ui.editors.base import EditorServices, control_name
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.editors.table.cells import LineCell
from carreport.ui.editors.table.table_editor import TableEditor
from carreport.ui.editors.table.table_rows import TableEntryRow
from carreport.ui.qt.guard import qt_override
from carreport.ui.survey.result_view import AgreementView
from carreport.ui.survey.scale_picker import CountColumns, choose_columns, other_scale_text
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.building import build_in_turns, finish_building
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.labels import TextLabel

DRAW_DELAY_MS = 120
"""How many milliseconds after a change the chart follows."""
MAX_COUNTED_INLINE = 2_000
"""So many replies are counted at once; more are counted beside the window."""
ENTER_REPLIES = "Type in replies one by one…"
ENTER_REPLIES_TASK = "typing"
"""The id of the work on whose page replies are typed in, see `ui.inquiry.task_registry`."""
Batches = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class SurveySiblingAnswers:
    """What is answered beside the statements, as far as it matters for them."""

    place: SurveyLocation | None = None
    scale: Scale | None = None
    has_own_scale: bool = False
    sent_back: int | None = None
    by_group: str = ""


class SurveyEditor(TableEditor):
    """Write each statement and how many chose each step; n is counted at the end of the row.

    The columns are the steps of the scale that the survey names. Once replies have come in, they are
    counted: then only the words of the statements are written here.
    """

    growing_columns: ClassVar[tuple[str, ...]] = ("statement",)
    total_heading: ClassVar[str] = "n"

    def __init__(self, field: Field, path: str, services: EditorServices, make: MakeEditor) -> None:
        self._batches: Batches = ()
        self._merged_replies = deduplicate(())
        self._siblings = SurveySiblingAnswers()
        self._counts = NO_COUNTS
        self._zero_counts: set[tuple[str, str]] = set()
        self._columns = CountColumns(field)
        self._is_counted = False
        self._is_count_due = self._is_draw_due = False
        self._draw_number = 0
        super().__init__(field, path, services, make)
        self.scale_note = TextLabel("", FontRole.SMALL, "muted")
        self.carry_over_button = LinkButton(
            "Put these counts under the steps that are chosen now", FontRole.SMALL
        )
        self.carry_over_button.setObjectName(control_name(path, "carry"))
        self.carry_over_button.clicked.connect(self._carry_over)
        self.enter_replies_button = LinkButton(ENTER_REPLIES)
        self.enter_replies_button.setObjectName(control_name(path, "type"))
        self.enter_replies_button.clicked.connect(self._begin_entering)
        self.result_view = AgreementView()
        for part in (self.scale_note, self.carry_over_button, self.enter_replies_button):
            part.hide()
            self.content_layout.addWidget(part)
        self.content_layout.addWidget(self.result_view)
        self._draw_timer = QTimer(self, singleShot=True, interval=DRAW_DELAY_MS)
        self._draw_timer.timeout.connect(self._draw)
        self._draw_timer.start()

    @property
    def add_text(self) -> str:
        """What the button says that adds a statement."""
        return "Add a statement"

    @property
    def is_counted(self) -> bool:
        """Say whether all figures come from replies, so that none is typed in."""
        return self._is_counted

    def column_width(self, column: Field) -> tuple[int, int]:
        """Leave most of the width to the statement."""
        counts = len(self.columns_field.fields) - 1
        return (12, max(5, 2 * counts)) if column.id == "statement" else (7, 1)

    def hides(self, row: TableEntryRow, widget: QWidget) -> bool:
        """Leave out the cells of counts where these come from replies."""
        return self._is_counted and (widget is row.total_label or isinstance(widget, LineCell))

    def row_item(self, item: Item) -> Item:
        """Return the statement and its counts, on whichever scale they are."""
        if self._columns.scale is None:
            return item
        own = self._counts.counts.get(item.id, {})
        noughts = {key for to, key in self._zero_counts if to == item.id}
        counts = {
            column: own.get(key) or (0 if key in noughts else None)
            for key, column in self._columns.column_ids.items()
        }
        return Item(item.id, {"statement": item.get("statement"), **counts})

    def total_text(self, item: Item) -> str:
        """Return how many replied to a statement."""
        count = self._count(item)
        return f"{count:,}" if count else ""

    def remark_text(self) -> str:
        """Say so where statements have different numbers of replies."""
        return sum_mismatch_note(
            {number: self._count(item) for number, item in enumerate(self.items, 1)}, self._siblings.sent_back
        )

    def describe_problems(self) -> list[str]:
        """Return what cannot be kept, each as a sentence with its row."""
        if self._columns.scale is None:
            return super().describe_problems()
        return [
            f"Row {number}, {inner.label}: {_not_saved_text(row, inner.id)}"
            for number, row in enumerate(self.rows, 1)
            for inner in self.columns_field.fields[1:]
            if not _is_count(row.parse_cell(inner.id))
        ]

    def show_items(self) -> None:
        """Show a row for each statement, and let the chart follow."""
        if not self._adopting:
            self._choose_columns()
        super().show_items()
        self._draw_timer.start()

    def set_sibling_values(self, group: Field, values: Mapping[str, Value]) -> None:
        """Count the replies that came into the same survey, and take the scale that it names."""
        place = location_of_list(self.path.partition("/")[0], group)
        beside = _read_sibling_answers(place, values)
        is_new, self._siblings = beside != self._siblings, beside
        self.enter_replies_button.setVisible(place is not None and not self.read_only)
        batches = reply_batches(place, Item("", values)) if place is not None else ()
        if not _is_same_batches(batches, self._batches):
            self._recount(batches)
            is_new = True
        if is_new and not self._adopting:
            own = self._counts_entry(values)
            found = (
                entered_counts(own.get(place.replies)) if own is not None and place is not None else NO_COUNTS
            )
            if found != self._counts and not self._timer.isActive():
                self._counts = found
            self.show_items()

    def commit(self) -> None:
        """Hand on what was typed; counts on the scale of the survey go in together."""
        before = self._counts
        super().commit()
        if self._counts != before:
            self._write_counts(self.services.put_item)

    def apply_read_only(self, *, read_only: bool) -> None:
        """Let the table be read but not changed."""
        super().apply_read_only(read_only=read_only)
        if hasattr(self, "enter_replies_button"):
            self.enter_replies_button.setVisible(self._siblings.place is not None and not read_only)

    def tab_stops(self) -> list[QWidget]:
        """Return the cells row by row, the button below them, and the tables."""
        stops = super().tab_stops()
        return (
            [*stops, self.carry_over_button, self.enter_replies_button, *self.result_view.all_tables]
            if hasattr(self, "result_view")
            else stops
        )

    def finish(self) -> None:
        """Have every row, and the chart, now."""
        super().finish()
        if self._draw_timer.isActive():
            self._draw()
        finish_building(self.result_view)

    def result(self) -> SurveyResult:
        """Return what the survey says, as far as it is typed and counted."""
        return compute_result(self.path, self.field, self.items, self._merged_replies)

    # Counts on the scale of the survey.

    def _choose_columns(self) -> None:
        """Have the columns of the scale on which counts stand, else of the one that is chosen."""
        wanted = choose_columns(self.field, self.items, self._counts, self._siblings.scale)
        if wanted.asked.fields != self._columns.asked.fields:
            had = self.grid.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
            self._columns = wanted
            self.show_columns(wanted.asked)
            if had:
                self.rows[0].cells["statement"].setFocus(Qt.FocusReason.OtherFocusReason)
        if not hasattr(self, "scale_note"):
            return
        chosen = self._siblings.scale
        words = other_scale_text(self._columns, self._counts, chosen, wants_own=self._siblings.has_own_scale)
        self.scale_note.setText(words)
        self.scale_note.setVisible(bool(words) and not self._is_counted)
        can = bool(words) and chosen is not None and self._counts.on_scale(chosen) is not None
        self.carry_over_button.setVisible(can and not self.read_only)

    def _add_entry(self, row: TableEntryRow) -> None:
        if self._columns.scale is None:
            super()._add_entry(row)
            return
        values = row.filled_values()
        dirty, row.edited_columns = set(row.edited_columns), set()
        if values:
            said = {"statement": values["statement"]} if "statement" in values else {}
            row.stored_values = dict(said)
            row.item_id = self.add_entry(said)
            for column in sorted(dirty - {"statement"}):
                self._commit_cell(row, column, values.get(column))

    def _commit_cell(self, row: TableEntryRow, column: str, value: Value) -> None:
        scale = self._columns.scale
        if scale is None or column == "statement":
            super()._commit_cell(row, column, value)
            return
        if not _is_count(value):
            return
        key = self._columns.key_of(column)
        row.stored_values[column] = value
        (self._zero_counts.add if value == 0 else self._zero_counts.discard)((row.item_id, key))
        had = self._counts.counts.get(row.item_id, {}).get(key, 0)
        if had != (value or 0):
            self._counts = self._counts.with_count(scale, row.item_id, key, value or 0)

    def _write_counts(self, keep: Callable[[str, Mapping[str, Value]], object]) -> None:
        place = self._siblings.place
        if place is None:
            return
        value = self._counts.value
        batches = f"{paths.parent_item_path(self.path)}/{place.batches}"
        others = tuple(each for each in self._batches if entered_counts(each) is NO_COUNTS)
        self._recount((*others, {**value, "wave": ""}))
        keep(paths.item_path(batches, counts_entry_id(batches)), {place.replies: value})

    def _carry_over(self) -> None:
        chosen = self._siblings.scale
        moved = self._counts.on_scale(chosen) if chosen is not None else None
        if moved is not None:
            self._counts = moved
            self._write_counts(self.services.change_item)
            self.show_items()

    def _counts_entry(self, values: Mapping[str, Value]) -> Item | None:
        """Return the entry of counts in the survey with these answers."""
        place = self._siblings.place
        if place is None:
            return None
        own = counts_entry_id(f"{paths.parent_item_path(self.path)}/{place.batches}")
        return next((each for each in values.get(place.batches) or () if each.id == own), None)

    def _begin_entering(self) -> None:
        self.flush()
        self.services.begin_task(ENTER_REPLIES_TASK, self.path)

    # What they come to.

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        """Count and draw what changed while nobody could see it."""
        super().showEvent(event)
        if self._is_count_due:
            self._recount(self._batches)
        elif self._is_draw_due:
            self._draw()

    def _recount(self, batches: Batches) -> None:
        self._batches = batches
        self._is_count_due = not self.isVisible()
        if self._is_count_due:
            return
        if sum(len(fingerprints_of(each)) for each in batches) <= MAX_COUNTED_INLINE:
            self._set_counts(batches, deduplicate(batches))
        else:
            self.services.run_in_background(partial(deduplicate, batches), partial(self._set_counts, batches))

    def _set_counts(self, batches: Batches, joined: Any) -> None:  # noqa: ANN401 - `ReplySet`; a callback gives it
        if not isValid(self) or batches is not self._batches:
            return  # it is not shown any more, or other replies have come in meanwhile
        self._merged_replies = joined
        self._draw()

    def _draw(self) -> None:
        self._draw_timer.stop()
        self._is_draw_due = not self.isVisible()
        if self._is_draw_due:
            return
        self._draw_number += 1
        took = partial(self._set_result, self._draw_number)
        if self._merged_replies.n <= MAX_COUNTED_INLINE:
            took(self.result())
        else:
            work = partial(compute_result, self.path, self.field, self.items, self._merged_replies)
            self.services.run_in_background(work, took)

    def _set_result(self, number: int, result: SurveyResult) -> None:
        if isValid(self) and number == self._draw_number:
            build_in_turns(self.result_view, self._drawing(number, result))

    def _drawing(self, number: int, result: SurveyResult) -> Iterator[None]:
        """Draw what it comes to a little at a time, unless it comes to something else meanwhile."""
        files = dict.fromkeys(str(each["file"]) for each in self._batches if each["file"])
        for _ in self.result_view.showing(result, tuple(files), self._siblings.by_group):
            yield
            if number != self._draw_number:
                return
        self.update_tab_order()
        yield
        if number == self._draw_number:
            self._show_how_counted(result)

    def _show_how_counted(self, result: SurveyResult) -> None:
        """Offer no cells for counts where replies are counted."""
        typed = any(
            each.has_unused_counts or each.source is FigureSource.ENTERED for each in result.statements
        )
        is_counted = bool(self._merged_replies.statements) and not typed
        if is_counted != self._is_counted:
            self._is_counted = is_counted
            self._choose_columns()
            self._lay_out()

    def _lay_out(self) -> None:
        super()._lay_out()
        columns = self.columns_field.fields
        counts = [number for number, inner in enumerate(columns, 1) if kind_of(inner).is_number]
        for number in (*counts, len(columns) + 1):
            self.heading_labels[number - 1].setVisible(not self._is_counted)
        self._set_widths()

    def _set_widths(self) -> None:
        super()._set_widths()
        if self._is_counted:
            for number, inner in enumerate(self.columns_field.fields, 1):
                if kind_of(inner).is_number:
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


def _read_sibling_answers(place: SurveyLocation | None, values: Mapping[str, Value]) -> SurveySiblingAnswers:
    name = str(values.get("scale") or "")
    scale = scale_by_name(name, str(values.get("steps") or "")) if place is not None else None
    sent = stored_number(values.get("n"))
    by_group = str(values.get("by_group") or "")
    return SurveySiblingAnswers(
        place, scale, name == OWN and scale is None, int(sent) if sent is not None else None, by_group
    )


def _is_count(value: object) -> bool:
    """Say whether a cell holds a number of people, or nothing."""
    return value is None or (type(value) is int and 0 <= value <= MAX_COUNT)


def _not_saved_text(row: TableEntryRow, column: str) -> str:
    """Say that what is written in a cell is not kept, and what is kept in its place."""
    stored = row.stored_values.get(column)
    stays = f"; {stored} stays" if stored else ""
    return f"“{row.cells[column].cell_text()[:40]}” is no whole number of people, so it is not kept{stays}."


def _is_same_batches(one: Batches, other: Batches) -> bool:
    """Say whether these are the very same replies; they are told apart without reading them all."""
    if len(one) != len(other):
        return False
    pairs = zip(one, other, strict=True)
    return all(
        a["columns"] is b["columns"] and a["marks"] is b["marks"] and a["wave"] == b["wave"] for a, b in pairs
    )
