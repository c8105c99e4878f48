"""The page that shows what a reviewed Word file says, before any of it is added.

The list is on the left, the selected comment or change on the right with the old and the new text. By
keyboard: the arrow keys choose, Space leaves one out or takes it in again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from carreport.draft.history.diff import diff_text
from carreport.form.wording import format_count, sentence_case
from carreport.review.word_back.findings import FindingKind, ReviewFinding
from carreport.ui.qt.guard import qt_override
from carreport.ui.review.thread_view import QuoteLabel
from carreport.ui.review.word_files.finding_rows import LEFT_OUT
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.diff_label import DiffLabel
from carreport.ui.widgets.labels import HeadingLabel, HintLabel, TextLabel, announce
from carreport.ui.widgets.panel import CardFrame
from carreport.ui.widgets.progress import FailurePanel, ProgressPanel
from carreport.ui.widgets.row_list import Row, RowDelegate, RowListView
from carreport.ui.widgets.scroll_column import ListAndDetailPage, PrimaryAction

EXPLANATION = (
    "Nothing has been added yet. Comments become comments on the answers, and changes become suggestions, "
    "which you take or leave one by one on the page Review. You can undo it."
)
TELL_GROUP = "Tell the group that the inquiry is back from review"
LEAVE_OUT, TAKE_IN = "Do not add this", "Add this after all"
NOTHING_NEW = "There is nothing to add."
_SAID = (FindingKind.COMMENT, FindingKind.REPLY)


class FindingList(RowListView):
    """What a file says; Space leaves a line out or takes it in again."""

    max_visible_rows = 12
    enter_keys = (Qt.Key.Key_Space,)


class ReadReviewPage(ListAndDetailPage):
    """What a Word file says about which answers."""

    file_requested = Signal()
    """Choose another file."""
    bring_in_requested = Signal(object)
    """Add the findings with these ids (a frozenset)."""
    place_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Mapping[str, tuple[str, Row]] = {}
        self._left_out: set[str] = set()
        self._settled = 0
        self.heading = HeadingLabel("Bring in a reviewed Word file")
        self.heading.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.file_label = TextLabel("", FontRole.STRONG)
        self.file_button = Button("Choose another file…")
        self.progress = ProgressPanel("Progress of reading the file")
        self.failure_panel = FailurePanel()
        self.failure_panel.other_name_button.hide()
        self.summary_label = TextLabel("")
        self.finding_list = FindingList(RowDelegate(is_card=True))
        self.finding_list.setAccessibleName("What the file says")
        self.finding_card = FindingCard()
        self.tell_box = QCheckBox(TELL_GROUP)
        self.tell_box.setChecked(True)
        self.primary_action: PrimaryAction = PrimaryAction("", self)
        self._result = QWidget()
        self._lay_out()
        self.file_button.clicked.connect(self.file_requested)
        self.finding_list.row_selected.connect(self._show_selected)
        self.finding_list.row_entered.connect(self.toggle)
        self.finding_card.toggle_button.clicked.connect(self._toggle_current)
        self.primary_action.triggered.connect(self._request)

    @property
    def chosen(self) -> frozenset[str]:
        """The ids of the findings that are not left out."""
        return frozenset(self._rows) - self._left_out

    def focus_start(self) -> None:
        """Move the focus to the list, or to the button that chooses a file."""
        self.scroll_to_top()
        start = self.finding_list if self._rows else self.file_button
        start.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_progress(self, share: float, text: str) -> None:
        """Show the progress of reading."""
        self._show_only(self.progress)
        self.progress.show_progress(share, text)

    def show_failed(self, why: str) -> None:
        """Show why the file could not be read; nothing was changed."""
        self._rows = {}
        self.failure_panel.label.setText(why)
        self._show_only(self.failure_panel)
        self.file_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, why)

    def show_cancelled(self) -> None:
        """Show nothing: reading was cancelled."""
        self._rows = {}
        self._show_only(None)

    def show_file(self, name: str) -> None:
        """Show which file is being read."""
        self.file_label.setText(name)

    def show_findings(
        self, sentences: Sequence[str], rows: Mapping[str, tuple[str, Row]], settled: int = 0
    ) -> None:
        """Show what a file says: first in sentences, then one row for each finding (place and row, by id).

        `settled` is the number of comments that were sent, and that the reviewer has settled.
        """
        self._rows, self._left_out, self._settled = rows, set(), settled
        self.summary_label.setText("\n".join(sentences))
        self.finding_list.set_rows([row for _, row in rows.values()])
        self.finding_list.select_row(0)
        self._show_button()
        self._show_selected()
        self._show_only(self._result)
        announce(self, sentences[0] if sentences else NOTHING_NEW)

    def toggle(self, key: str) -> None:
        """Leave a finding out, or take it in again."""
        self._left_out.symmetric_difference_update({key})
        row = self._rows[key][1]
        if key in self._left_out:
            row = replace(row, title=f"{LEFT_OUT}: {row.title}", needs_attention=False)
        self.finding_list.row_model.replace_rows([row])
        self._show_button()
        self._show_selected()
        announce(self, row.title)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the next or the previous line on N or P."""
        steps = {Qt.Key.Key_N: 1, Qt.Key.Key_P: -1}
        if event.key() in steps and event.modifiers() == Qt.KeyboardModifier.NoModifier and self._rows:
            self.finding_list.select_row(self.finding_list.currentIndex().row() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _toggle_current(self) -> None:
        if self.finding_list.current_key:
            self.toggle(self.finding_list.current_key)

    def _request(self) -> None:
        self.bring_in_requested.emit(self.chosen)

    def _show_selected(self) -> None:
        key = self.finding_list.current_key
        self.finding_card.setVisible(key in self._rows)
        if key in self._rows:
            place, row = self._rows[key]
            if isinstance(row.value, ReviewFinding):
                self.finding_card.show_finding(row.value, place, is_left_out=key in self._left_out)

    def _show_button(self) -> None:
        found = [row.value for key, (_, row) in self._rows.items() if key not in self._left_out]
        findings = [finding for finding in found if isinstance(finding, ReviewFinding)]
        comments = sum(finding.type in _SAID for finding in findings)
        parts = []
        if comments:
            parts.append(format_count(comments, "comment"))
        if len(findings) > comments:
            parts.append(format_count(len(findings) - comments, "change"))
        steps = [f"bring in {' and '.join(parts)}"] if parts else []
        steps += [f"settle {format_count(self._settled, 'comment')}"] if self._settled else []
        self.primary_action.setText(sentence_case(", ".join(steps)) if steps else NOTHING_NEW)
        self.primary_action.setEnabled(bool(steps))

    def _show_only(self, part: QWidget | None) -> None:
        for panel in (self.progress, self.failure_panel, self._result):
            panel.setVisible(panel is part)
        self.file_button.setEnabled(part is not self.progress)
        self.primary_action.setVisible(part is self._result)

    def _lay_out(self) -> None:
        stack = self.content_layout
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        stack.addWidget(TextLabel(EXPLANATION, ink="muted"))
        stack.addSpacing(14)
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self.file_label, 1)
        line.addWidget(self.file_button)
        stack.addLayout(line)
        stack.addSpacing(14)
        stack.addWidget(self.progress)
        stack.addWidget(self.failure_panel)
        column = QVBoxLayout(self._result)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.summary_label)
        right = QVBoxLayout()
        right.addWidget(self.finding_card)
        right.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(self.finding_list)
        left.addStretch(1)
        self.columns.addLayout(left, 4)
        self.columns.addLayout(right, 5)
        column.addLayout(self.columns)
        column.addWidget(self.tell_box)
        stack.addWidget(self._result)
        stack.addStretch(1)
        self._show_only(None)


class FindingCard(CardFrame):
    """One comment or change: where it is, who made it, and the old and the new text."""

    def __init__(self) -> None:
        super().__init__()
        self.place_label = TextLabel("", FontRole.SMALL, "muted")
        self.title_label = TextLabel("", FontRole.STRONG)
        self.doubt_label = HintLabel("attention")
        self.quote_label = QuoteLabel()
        self.said_label = TextLabel("")
        self.diff_label = DiffLabel()
        self.toggle_button = Button(LEAVE_OUT)
        for part in (self.place_label, self.title_label, self.doubt_label, self.quote_label, self.said_label):
            self.content_layout.addWidget(part)
        self.content_layout.addWidget(self.diff_label)
        self.content_layout.addSpacing(4)
        self.content_layout.addWidget(self.toggle_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_finding(self, finding: ReviewFinding, place: str, *, is_left_out: bool) -> None:
        """Show this finding."""
        is_said = finding.type in _SAID
        self.place_label.setText(place)
        by = f" by {finding.author}" if finding.author else ""
        settled = ", settled" if finding.is_settled else ""
        self.title_label.setText(f"{finding.type.label}{by}{settled}")
        self.doubt_label.show_message(finding.place.why)
        self.quote_label.show_quote(finding.words if is_said else "")
        self.said_label.setText(finding.said)
        self.said_label.setVisible(is_said)
        self.diff_label.setVisible(not is_said)
        if not is_said:
            self.diff_label.show_diff(diff_text(finding.old, finding.new))
        self.toggle_button.setText(TAKE_IN if is_left_out else LEAVE_OUT)
