"""Editor for a survey's statements, with counts typed in or taken from replies, and the chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.kinds.groups import scale_of
from carreport.form.kinds.replies import fingerprints_of
from carreport.form.kinds.simple import stored_number
from carreport.form.schema import Field, Value
from carreport.survey.agreement import scale_steps
from carreport.survey.locate import SurveyLocation, location_of_list
from carreport.survey.replies.deduplicate import deduplicate
from carreport.survey.results.counts import (
    MAX_COUNT,
    NO_COUNTS,
    counts_entry_id,
    entered_counts,
    sum_mismatch_note,
)
from carreport.survey.results.result import FigureSource, SurveyResult, compute_result, entered_result
from carreport.survey.scales import OWN, Scale, scale_by_name
from carreport.survey.target import reply_batches
from carreport.ui.editors.base import EditorServices, control_name
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.editors.table.table_editor import TableEditor
from carreport.ui.editors.table.table_model import TableEntryRow
from carreport.ui.qt.guard import qt_override
from carreport.ui.survey.result_view import AgreementView
from carreport.ui.survey.scale_picker import CountColumns, choose_columns, other_scale_text
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.labels import TextLabel

DRAW_DELAY_MS = 120
"""Delay in milliseconds before the chart follows a change."""
MAX_COUNTED_INLINE = 2_000
"""Up to this many replies are counted immediately; more are counted in the background."""
ENTER_REPLIES = "Type in replies one by one…"
ENTER_REPLIES_TASK = "typing"
"""The id of the task in which replies are typed in (see `ui.inquiry.task_registry`)."""
Batches = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class SurveySiblingAnswers:
    """The other answers of the survey that matter for its statements."""

    place: SurveyLocation | None = None
    scale: Scale | None = None
    has_own_scale: bool = False
    sent_back: int | None = None
    by_group: str = ""


class SurveyEditor(TableEditor):
    """Edits the statements of a survey and the counts of each answer; the last column shows n.

    The columns are the answers on the survey's scale. If there are replies, they are counted, and
    only the text of the statements is edited here.
    """

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
        self.carry_over_button = LinkButton("Move these counts to the chosen scale", FontRole.SMALL)
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
        self._draw_timer.timeout.connect(self.draw_result)
        self.show_items()

    @property
    def add_text(self) -> str:
        """The text of the button that adds a statement."""
        return "Add a statement"

    def row_item(self, item: Item) -> Item:
        """Return the statement and its counts on the scale of the columns."""
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
        """Return how many people answered a statement."""
        count = self._count(item)
        return f"{count:,}" if count else ""

    def remark_text(self) -> str:
        """Return a remark if statements have different numbers of replies."""
        return sum_mismatch_note(
            {number: self._count(item) for number, item in enumerate(self.items, 1)}, self._siblings.sent_back
        )

    def describe_problems(self) -> list[str]:
        """Return what cannot be saved, each as a sentence with its row."""
        if self._columns.scale is None:
            return super().describe_problems()
        return [
            f"Row {number}, {inner.label}: {_not_saved_text(row, inner.id)}"
            for number, row in enumerate(self.rows, 1)
            for inner in self.model.columns[1:]
            if inner.id != row.half_typed and not _is_count(row.parse_cell(inner))
        ]

    def show_items(self) -> None:
        """Show a row for each statement, and draw the result soon."""
        if not self._is_committing:
            self._choose_columns()
        super().show_items()
        self._draw_timer.start()

    def set_sibling_values(self, group: Field, values: Mapping[str, Value]) -> None:
        """Use the scale of the survey, and count its replies again if they have changed."""
        place = location_of_list(self.path.partition("/")[0], group)
        beside = _read_sibling_answers(place, values)
        is_new, self._siblings = beside != self._siblings, beside
        self.enter_replies_button.setVisible(place is not None and not self.read_only)
        batches = reply_batches(place, Item("", values)) if place is not None else ()
        if not _is_same_batches(batches, self._batches):
            self._recount(batches)
            is_new = True
        if is_new and not self._is_committing:
            own = self._counts_entry(values)
            found = (
                entered_counts(own.get(place.replies)) if own is not None and place is not None else NO_COUNTS
            )
            self._counts = found  # what is being typed is in its row, not here
            self.show_items()

    def commit(self) -> None:
        """Commit what was typed; all counts on the survey's scale are written together."""
        before = self._counts
        super().commit()
        if self._counts != before:
            self._write_counts(self.services.put_item)

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the table read-only, or editable again."""
        super().apply_read_only(read_only=read_only)
        self.enter_replies_button.setVisible(self._siblings.place is not None and not read_only)

    def tab_stops(self) -> list[QWidget]:
        """Return the table, the buttons below it, and the tables of figures."""
        below = [self.carry_over_button, self.enter_replies_button, *self.result_view.all_tables]
        return [*super().tab_stops(), *below]

    def result(self) -> SurveyResult:
        """Return the result of what is typed and counted so far."""
        return compute_result(self.path, self.field, self.items, self._merged_replies)

    # Counts on the survey's scale.

    def _choose_columns(self) -> None:
        """Show columns for the scale of the counts, or for the chosen scale if there are no counts."""
        self._columns = choose_columns(self.field, self.items, self._counts, self._siblings.scale)
        fields = self._columns.asked.fields[:1] if self._is_counted else self._columns.asked.fields
        if fields != self.model.columns:
            self.show_columns(fields, "" if self._is_counted else self.total_heading)
        chosen = self._siblings.scale
        words = other_scale_text(self._columns, self._counts, chosen, wants_own=self._siblings.has_own_scale)
        self.scale_note.setText(words)
        self.scale_note.setVisible(bool(words) and not self._is_counted)
        can = bool(words) and chosen is not None and self._counts.on_scale(chosen) is not None
        self.carry_over_button.setVisible(can and not self.read_only)

    def add_row(self, row: TableEntryRow) -> None:
        """Add a statement, or its counts on the scale of the columns, for what was typed in a new row."""
        if self._columns.scale is None:
            super().add_row(row)
            return
        values = row.filled_values(self.model.columns)
        dirty, row.edited_columns = set(row.edited_columns), set()
        if values:
            kept_values = {"statement": values["statement"]} if "statement" in values else {}
            row.stored_values = dict(kept_values)
            row.item_id = self.add_entry(kept_values)
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
        others = tuple(batch for batch in self._batches if entered_counts(batch) is NO_COUNTS)
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
        """Return the entry that holds the typed counts, from the answers of the survey."""
        place = self._siblings.place
        if place is None:
            return None
        own = counts_entry_id(f"{paths.parent_item_path(self.path)}/{place.batches}")
        return next((item for item in values.get(place.batches) or () if item.id == own), None)

    def _begin_entering(self) -> None:
        self.flush()
        self.services.begin_task(ENTER_REPLIES_TASK, self.path)

    # The result.

    @qt_override
    def showEvent(self, event: QShowEvent) -> None:
        """Count and draw what changed while the page was hidden."""
        super().showEvent(event)
        if self._is_count_due:
            self._recount(self._batches)
        elif self._is_draw_due:
            self.draw_result()

    def _recount(self, batches: Batches) -> None:
        self._batches = batches
        self._is_count_due = not self.isVisible()
        if self._is_count_due:
            return
        if sum(len(fingerprints_of(batch)) for batch in batches) <= MAX_COUNTED_INLINE:
            self._set_counts(batches, deduplicate(batches))
        else:
            self.services.run_in_background(partial(deduplicate, batches), partial(self._set_counts, batches))

    def _set_counts(self, batches: Batches, joined: Any) -> None:  # noqa: ANN401 - `ReplySet`; a callback gives it
        if not isValid(self) or batches is not self._batches:
            return  # deleted, or the replies have changed meanwhile
        self._merged_replies = joined
        self.draw_result()

    def draw_result(self) -> None:
        """Draw the result; while the page is hidden, wait until it is shown."""
        self._draw_timer.stop()
        self._is_draw_due = not self.isVisible()
        if self._is_draw_due:
            return
        self._draw_number += 1
        done = partial(self._set_result, self._draw_number)
        if self._merged_replies.n <= MAX_COUNTED_INLINE:
            done(self.result())
        else:
            work = partial(compute_result, self.path, self.field, self.items, self._merged_replies)
            self.services.run_in_background(work, done)

    def _set_result(self, number: int, result: SurveyResult) -> None:
        if isValid(self) and number == self._draw_number:
            files = dict.fromkeys(str(batch["file"]) for batch in self._batches if batch["file"])
            self.result_view.show_result(result, tuple(files), self._siblings.by_group)
            self._show_how_counted(result)

    def _show_how_counted(self, result: SurveyResult) -> None:
        """Hide the columns of counts if replies are counted."""
        typed = any(
            statement.has_unused_counts or statement.source is FigureSource.ENTERED
            for statement in result.statements
        )
        is_counted = bool(self._merged_replies.statements) and not typed
        if is_counted != self._is_counted:
            self._is_counted = is_counted
            self._choose_columns()

    def _count(self, item: Item) -> int:
        """Return the number of replies to a statement; 0 if a count is not exact."""
        if self._columns.scale is not None:
            return sum(self._counts.counts.get(item.id, {}).values())
        return entered_result(item, scale_steps(scale_of(self.field))).tally.n


def _read_sibling_answers(place: SurveyLocation | None, values: Mapping[str, Value]) -> SurveySiblingAnswers:
    name = str(values.get("scale") or "")
    scale = scale_by_name(name, str(values.get("steps") or "")) if place is not None else None
    sent = stored_number(values.get("n"))
    by_group = str(values.get("by_group") or "")
    return SurveySiblingAnswers(
        place, scale, name == OWN and scale is None, int(sent) if sent is not None else None, by_group
    )


def _is_count(value: object) -> bool:
    """Return whether a cell holds a number of people, or nothing."""
    return value is None or (type(value) is int and 0 <= value <= MAX_COUNT)


def _not_saved_text(row: TableEntryRow, column: str) -> str:
    """Return the message for text that cannot be saved in a cell."""
    stored = row.stored_values.get(column)
    kept = f" The count is still {stored}." if stored else ""
    return f"Enter a whole number of people, such as 12. “{row.text(column)[:40]}” was not saved.{kept}"


def _is_same_batches(one: Batches, other: Batches) -> bool:
    """Return whether these are the same reply sets, compared by identity without reading them."""
    if len(one) != len(other):
        return False
    pairs = zip(one, other, strict=True)
    return all(
        a["columns"] is b["columns"] and a["marks"] is b["marks"] and a["wave"] == b["wave"] for a, b in pairs
    )
