"""The page about a damaged inquiry: which answers are damaged, what is left, and how to recover it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from carreport.draft.revisions.labels import answer_preview
from carreport.draft.storage.salvage import DamagedAnswer, DamageReport
from carreport.form.schema import Form
from carreport.form.wording import format_count_or_no
from carreport.ui.relative_time import author_and_time, parse_time, relative_time
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.scroll_column import ScrollColumn


class DamagePage(ScrollColumn):
    """What is damaged and what is not; the damaged file itself is never changed."""

    back_requested = Signal()
    rescue_requested = Signal()
    backup_requested = Signal()
    """Restore the newest backup next to the damaged file, and open it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.back_link = LinkButton("‹  Back")
        self.back_link.setAccessibleName("Back")
        self.back_link.clicked.connect(self.back_requested)
        self.summary_label = TextLabel("", FontRole.STRONG)
        self.rescue_button = Button("Recover into a new file…", "filled")
        self.rescue_button.clicked.connect(self.rescue_requested)
        self.backup_button = Button("")
        self.backup_button.clicked.connect(self.backup_requested)
        self._body = QWidget()
        self._lay_out()

    def show_damage(
        self, damage: DamageReport, form: Form | None, newest: datetime | None, me: str, now: datetime
    ) -> None:
        """Show what is damaged; `newest` is the time of the newest backup, if there is one."""
        answers = f"{format_count_or_no(damage.revisions, 'saved answer')} (including earlier versions)"
        self.summary_label.setText(
            f"carreport can recover {answers} and {format_count_or_no(damage.pictures, 'picture')}."
            if damage.revisions or damage.pictures
            else "Nothing in this file can be recovered."
        )
        self.backup_button.setVisible(newest is not None)
        if newest is not None:
            self.backup_button.setText(f"Open the newest backup ({relative_time(newest, now)})")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for line in _general_lines(damage):
            column.addSpacing(10)
            column.addWidget(TextLabel(line, ink="attention"))
        if damage.answers:
            column.addSpacing(24)
            column.addWidget(HeadingLabel("Damaged answers", FontRole.QUESTION))
        for answer in damage.answers:
            column.addSpacing(12)
            column.addWidget(TextLabel(answer.label))
            for line in damaged_answer_lines(answer, form, me, now):
                column.addWidget(TextLabel(line, FontRole.SMALL, "muted"))
        self.content_layout.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        self.scroll_to_top()

    def focus_start(self) -> None:
        """Move the focus to the button that recovers the inquiry."""
        self.scroll_to_top()
        self.rescue_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        stack = self.content_layout
        stack.addWidget(self.back_link, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(4)
        stack.addWidget(HeadingLabel("Part of this inquiry is damaged"))
        stack.addSpacing(6)
        stack.addWidget(self.summary_label)
        stack.addSpacing(6)
        stack.addWidget(
            TextLabel(
                "The file was damaged on disk or while it was being copied. Nothing you choose here "
                "changes it.",
                ink="muted",
            )
        )
        stack.addSpacing(16)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.rescue_button)
        row.addWidget(self.backup_button)
        row.addStretch(1)
        stack.addLayout(row)
        stack.addWidget(self._body)
        stack.addStretch(1)


def damaged_answer_lines(answer: DamagedAnswer, form: Form | None, me: str, now: datetime) -> list[str]:
    """Return what is left of a damaged answer: its last undamaged version, and a backup with more."""
    good, lines = answer.last_sound, []
    if good is None:
        lines.append("The file has no undamaged version of this answer.")
    else:
        question = form.field(answer.path) if form is not None else None
        shown = answer_preview(question, good.value) if question is not None and not question.is_group else ""
        who = author_and_time(good.author, parse_time(good.written_at), me, now)
        lines.append(f"Last undamaged version: {who}{f' · {shown}' if shown else ''}")
    if answer.backup is not None:
        backup = f"The backup from {relative_time(answer.backup.made_at, now)}"
        lines.append(f"{backup} has versions that this file has lost.")
    return lines


def _general_lines(damage: DamageReport) -> list[str]:
    lines = [damage.open_error] if damage.open_error else []
    if damage.missing_pictures:
        lines.append(f"{format_count_or_no(len(damage.missing_pictures), 'picture')} lost.")
    if damage.has_unnamed_damage:
        lines.append("Part of the file is damaged, but we cannot tell which answer it belonged to.")
    return lines
