"""The page about a damaged inquiry: which answers are damaged, what is left, and how to recover it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.draft.revisions.flaws import AnswerFlaw
from carreport.draft.revisions.labels import answer_preview
from carreport.draft.revisions.revision import Revision
from carreport.draft.storage.salvage import DamagedAnswer, DamageReport
from carreport.form.schema import Form
from carreport.form.wording import format_count_or_no
from carreport.ui.relative_time import author_and_time, parse_time, relative_time
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import Button, LinkButton
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.scroll_column import ScrollColumn


class DamagePage(ScrollColumn):
    """What is damaged and what is not; the damaged file itself is never changed."""

    back_requested = Signal()
    rescue_requested = Signal()
    backup_requested = Signal()
    """Restore the newest backup next to the damaged file, and open it."""
    version_requested = Signal(str, str)
    """Restore the version with this id of the answer at this path."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.back_link = LinkButton("‹  Back")
        self.back_link.setAccessibleName("Back")
        self.back_link.clicked.connect(self.back_requested)
        self.heading = HeadingLabel("")
        self.explanation = TextLabel("", ink="muted")
        self.restore_links: dict[str, LinkButton] = {}
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
        self.heading.setText("Part of this inquiry is damaged")
        self.explanation.setText(
            "The file was damaged on disk or while it was being copied. Nothing you choose here changes it."
        )
        self.rescue_button.show()
        answers = f"{format_count_or_no(damage.revisions, 'saved answer')} (including earlier versions)"
        self.summary_label.setText(
            f"carreport can recover {answers} and {format_count_or_no(damage.pictures, 'picture')}."
            if damage.revisions or damage.pictures
            else "Nothing in this file can be recovered."
        )
        self.backup_button.setVisible(newest is not None)
        if newest is not None:
            self.backup_button.setText(f"Open the newest backup ({relative_time(newest, now)})")
        column = QVBoxLayout()
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
        self._add_set_aside(column, damage.set_aside, form, me, now, may_restore=False)
        self._replace_body(column)

    def show_set_aside(
        self, flaws: Sequence[AnswerFlaw], form: Form, me: str, now: datetime, *, may_restore: bool
    ) -> None:
        """Show the answers of an undamaged inquiry that are set aside, each with a link to restore it."""
        self.heading.setText("Some answers cannot be shown")
        self.summary_label.setText(f"{format_count_or_no(len(flaws), 'answer').capitalize()} set aside.")
        self.explanation.setText(
            "Nothing was removed from the file. Restore an earlier version, or answer the question again."
        )
        self.rescue_button.hide()
        self.backup_button.hide()
        column = QVBoxLayout()
        self._add_set_aside(column, flaws, form, me, now, may_restore=may_restore)
        self._replace_body(column)

    def _add_set_aside(
        self,
        column: QVBoxLayout,
        flaws: Sequence[AnswerFlaw],
        form: Form | None,
        me: str,
        now: datetime,
        *,
        may_restore: bool,
    ) -> None:
        self.restore_links = {}
        if flaws:
            column.addSpacing(24)
            column.addWidget(HeadingLabel("Answers set aside", FontRole.QUESTION))
        for flaw in flaws:
            column.addSpacing(12)
            column.addWidget(TextLabel(flaw.label))
            for line in set_aside_lines(flaw, form, me, now):
                column.addWidget(TextLabel(line, FontRole.SMALL, "muted"))
            if may_restore and flaw.earlier is not None:
                link = LinkButton("Restore the earlier version")
                link.setAccessibleName(f"Restore the earlier version: {flaw.label}")
                link.clicked.connect(partial(self.version_requested.emit, flaw.path, flaw.earlier.id))
                self.restore_links[flaw.path] = link
                column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _replace_body(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        body = QWidget()
        body.setLayout(column)
        self.content_layout.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        self.scroll_to_top()

    def focus_start(self) -> None:
        """Move the focus to the button that recovers the inquiry."""
        self.scroll_to_top()
        first = self.back_link if self.rescue_button.isHidden() else self.rescue_button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        stack = self.content_layout
        stack.addWidget(self.back_link, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(4)
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        stack.addWidget(self.summary_label)
        stack.addSpacing(6)
        stack.addWidget(self.explanation)
        stack.addSpacing(16)
        row = FlowRow(10)
        row.add(self.rescue_button)
        row.add(self.backup_button)
        stack.addWidget(row)
        stack.addWidget(self._body)
        stack.addStretch(1)


def damaged_answer_lines(answer: DamagedAnswer, form: Form | None, me: str, now: datetime) -> list[str]:
    """Return what is left of a damaged answer: its last undamaged version, and a backup with more."""
    good, lines = answer.last_sound, []
    if good is None:
        lines.append("The file has no undamaged version of this answer.")
    else:
        lines.append(f"Last undamaged version: {_version_text(good, form, me, now)}")
    if answer.backup is not None:
        backup = f"The backup from {relative_time(answer.backup.made_at, now)}"
        lines.append(f"{backup} has versions that this file has lost.")
    return lines


def set_aside_lines(flaw: AnswerFlaw, form: Form | None, me: str, now: datetime) -> list[str]:
    """Return why an answer is set aside, who seems to have written it, and its earlier version."""
    when = relative_time(parse_time(flaw.written_at), now)
    lines = [flaw.reason, f"It says that it is from {flaw.author or 'somebody without a name'}, {when}."]
    if flaw.earlier is not None:
        lines.append(f"Earlier version: {_version_text(flaw.earlier, form, me, now)}")
    return lines


def _version_text(revision: Revision, form: Form | None, me: str, now: datetime) -> str:
    question = form.field(revision.path) if form is not None else None
    shown = answer_preview(question, revision.value) if question is not None and not question.is_group else ""
    who = author_and_time(revision.author, parse_time(revision.written_at), me, now)
    return f"{who} · {shown}" if shown else who


def _general_lines(damage: DamageReport) -> list[str]:
    lines = [damage.open_error] if damage.open_error else []
    if damage.missing_pictures:
        lines.append(f"{format_count_or_no(len(damage.missing_pictures), 'picture')} lost.")
    if damage.has_unnamed_damage:
        lines.append("Part of the file is damaged, but we cannot tell which answer it belonged to.")
    return lines
