"""The page with the earlier versions of one answer, which can be restored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from carreport.draft.history.diff import diff_answer, fold_unchanged, has_changes
from carreport.draft.revisions.revision import Revision
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.ui.relative_time import author_and_time, parse_time
from carreport.ui.theme.palette import FontRole
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.choice_card import ChoiceCards
from carreport.ui.widgets.diff_label import EMPTY_ANSWER, DiffLabel
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.panel import Panel
from carreport.ui.widgets.scroll_column import PrimaryAction, ScrollColumn

MAX_PREVIEW_LENGTH = 80
LEAD = 24
"""The number of characters shown before the first difference."""
SHOWN_AT_ONCE = 12
"""The number of versions listed at first, and added by “Show older versions”."""
CHANGES_EXPLAINED = "Text removed since is struck out. Text added since is bold and underlined."
IS_CURRENT = "This is the current version."


class AnswerHistoryPage(ScrollColumn):
    """The versions of an answer, newest first, with the full text of the selected one below."""

    restore_requested = Signal(str)
    """Restore the version with this id."""
    erase_requested = Signal()
    """Erase text from this answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._field: Field | None = None
        self._revisions: dict[str, Revision] = {}
        self._order: list[Revision] = []
        self._me, self._now = "", datetime.now(UTC)
        self.question = TextLabel("", ink="muted")
        self.version_choices = ChoiceCards("Versions, newest first")
        self.more_link = LinkButton("Show older versions")
        self.more_link.clicked.connect(self._show_more)
        self.text = TextLabel("")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.changes_heading = HeadingLabel("What has changed since", FontRole.QUESTION)
        self.changes = DiffLabel()
        self.changes_hint = TextLabel(CHANGES_EXPLAINED, FontRole.SMALL, "muted")
        self.primary_action: PrimaryAction = PrimaryAction("Restore this version", self)
        self.primary_action.triggered.connect(self._restore)
        self.hint_label = TextLabel("", FontRole.SMALL, "muted")
        self.erase_link = LinkButton("Erase text from this answer permanently…", FontRole.SMALL)
        self.erase_link.clicked.connect(self.erase_requested)
        self._lay_out()

    def show_history(self, field: Field, revisions: Sequence[Revision], me: str, now: datetime) -> None:
        """Show the versions of the answer to `field`, newest first."""
        self._field = field
        self._revisions = {revision.id: revision for revision in revisions}
        self._order = list(revisions)
        self.question.setText(field.label)
        self._me, self._now = me, now
        self._take_new_cards()
        self._show_more()
        self.version_choices.choose(revisions[min(1, len(revisions) - 1)].id)
        self.scroll_to_top()

    def focus_start(self) -> None:
        """Move the focus to the selected version."""
        self.version_choices.focus_chosen()
        self.scroll_to_top()

    def _lay_out(self) -> None:
        panel = Panel()
        panel.content_layout.addWidget(self.text)
        self._place = QVBoxLayout()
        self._place.addWidget(self.version_choices)
        self.content_layout.addWidget(HeadingLabel("Earlier versions"))
        self.content_layout.addSpacing(6)
        self.content_layout.addWidget(self.question)
        self.content_layout.addSpacing(16)
        self.content_layout.addLayout(self._place)
        self.content_layout.addSpacing(8)
        self.content_layout.addWidget(self.more_link, 0, Qt.AlignmentFlag.AlignLeft)
        self.content_layout.addSpacing(14)
        self.content_layout.addWidget(HeadingLabel("Selected version", FontRole.QUESTION))
        self.content_layout.addSpacing(6)
        self.content_layout.addWidget(panel)
        panel.show()
        self.content_layout.addSpacing(14)
        self.content_layout.addWidget(self.changes_heading)
        self.content_layout.addWidget(self.changes_hint)
        self.content_layout.addSpacing(6)
        self.content_layout.addWidget(self.changes)
        self.content_layout.addSpacing(16)
        self.content_layout.addWidget(self.hint_label)
        self.content_layout.addSpacing(14)
        self.content_layout.addWidget(self.erase_link, 0, Qt.AlignmentFlag.AlignLeft)
        self.content_layout.addStretch(1)

    def _take_new_cards(self) -> None:
        previous, self.version_choices = self.version_choices, ChoiceCards("Versions, newest first")
        self.version_choices.chosen.connect(self._show_version)
        self._place.replaceWidget(previous, self.version_choices)
        previous.hide()
        previous.deleteLater()

    def _show_more(self) -> None:
        shown = len(self.version_choices.by_key)
        self.more_link.setVisible(shown + SHOWN_AT_ONCE < len(self._order))
        for number, revision in enumerate(self._order[shown : shown + SHOWN_AT_ONCE], shown + 1):
            older = self._revision_text(self._order[number]) if number < len(self._order) else ""
            text = distinguishing_text(self._revision_text(revision), older)
            who = author_and_time(revision.author, parse_time(revision.written_at), self._me, self._now)
            self.version_choices.add_choice(revision.id, who, text)

    def _revision_text(self, revision: Revision) -> str:
        assert self._field is not None  # noqa: S101 - set together with the revisions
        return kind_of(self._field).format_value(self._field, revision.value)

    def _show_version(self, revision_id: str) -> None:
        is_now = revision_id == self._order[0].id
        self.text.setText(self._revision_text(self._revisions[revision_id]) or EMPTY_ANSWER)
        self._show_changes(self._revisions[revision_id], self._order[0])
        self.primary_action.setEnabled(not is_now)
        self.hint_label.setText(
            IS_CURRENT if is_now else "The current version stays in this list, so nothing is lost."
        )

    def _show_changes(self, version: Revision, current: Revision) -> None:
        """Show by words how the current version differs from this one, if it does."""
        assert self._field is not None  # noqa: S101 - set together with the revisions
        spans = diff_answer(self._field, version.value, current.value)
        self.changes.show_diff(fold_unchanged(spans))
        for part in (self.changes_heading, self.changes_hint, self.changes):
            part.setVisible(has_changes(spans))

    def _restore(self) -> None:
        self.restore_requested.emit(self.version_choices.key)


def distinguishing_text(text: str, older: str) -> str:
    """Return the start of a text, or the part around the first difference if the older text starts alike."""
    line, older_line = " ".join(text.split()), " ".join(older.split())
    pairs = enumerate(zip(line, older_line, strict=False))
    same = next((at for at, (a, b) in pairs if a != b), min(len(line), len(older_line)))
    if same < MAX_PREVIEW_LENGTH - LEAD or len(line) <= MAX_PREVIEW_LENGTH:
        return opening_text(text)
    start = line.rfind(" ", 0, max(1, same - LEAD)) + 1
    return f"…{opening_text(line[start:])}"


def opening_text(text: str) -> str:
    """Return the start of a text on one line, or a note that it is empty."""
    line = " ".join(text.split())
    if not line:
        return EMPTY_ANSWER
    return line if len(line) <= MAX_PREVIEW_LENGTH else line[:MAX_PREVIEW_LENGTH].rstrip() + "…"
