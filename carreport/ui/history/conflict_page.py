"""The page that shows the versions of an answer side by side and resolves the conflict."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from carreport.draft.copies.conflicts import Conflict, combine_versions
from carreport.draft.history.diff import DiffOp, diff_answer
from carreport.draft.session.last_seen import is_claimed_author
from carreport.form.answers import Version
from carreport.form.kinds import kind_of
from carreport.form.schema import Value
from carreport.ui.editor_registry import Editor, EditorServices, make_editor_for
from carreport.ui.editors.conflict_text import possessive, spell_number
from carreport.ui.qt.guard import qt_override
from carreport.ui.relative_time import parse_time, relative_time
from carreport.ui.theme.palette import GAP, WIDE_COLUMN, FontRole
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.diff_label import DiffLabel, one_side
from carreport.ui.widgets.labels import HeadingLabel, TextLabel
from carreport.ui.widgets.panel import CardFrame
from carreport.ui.widgets.scroll_column import PrimaryAction, ScrollColumn, text_scale

SIDE_BY_SIDE_WIDTH = 620
"""The minimum width for side-by-side versions, at the normal text size."""
_PICTURE_SIZE = 320


class ConflictPage(ScrollColumn):
    """All versions of one answer, with the differences marked."""

    version_chosen = Signal(str)
    """The id of the version to keep."""
    both_chosen = Signal()
    combined_written = Signal(object)
    """The answer that replaces all versions."""

    def __init__(self, services: EditorServices, parent: QWidget | None = None) -> None:
        super().__init__(WIDE_COLUMN, parent)
        self._services = services
        self._conflict: Conflict | None = None
        self._combined_value: Value = None
        self.heading = HeadingLabel("Two versions")
        self.place = TextLabel("", FontRole.STRONG)
        self.sides: list[ConflictSide] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(GAP)
        self._pairs: list[QBoxLayout] = []
        self.keep_both_button = Button("Keep both")
        self.keep_both_button.clicked.connect(self.both_chosen)
        self.keep_both_label = TextLabel("", FontRole.SMALL, "muted", wrap=False)
        self.combine_button = Button("Write a third version…")
        self.combine_button.clicked.connect(self.open_combined)
        self.combined_editor: Editor | None = None
        self._combined_layout = QVBoxLayout()
        self.primary_action: PrimaryAction = PrimaryAction("Use my text", self)
        self.primary_action.triggered.connect(self._use_combined)
        self._lay_out()

    def show_conflict(self, dispute: Conflict, me: str, now: datetime) -> None:
        """Show the versions of one answer, the user's own first."""
        self._conflict = dispute
        versions = sorted(dispute.versions, key=lambda version: version.author != me)
        self.heading.setText(f"{spell_number(len(versions))} versions")
        self.place.setText(dispute.label)
        self._drop_sides()
        for number, version in enumerate(versions):
            self._add_side(ConflictSide(version, me, now), number)
        self._fill_sides(dispute, versions)
        self.keep_both_button.setVisible(dispute.can_keep_both)
        self.keep_both_label.setText(dispute.keep_both_note)
        self.keep_both_label.setVisible(dispute.can_keep_both)
        self._drop_combined()
        self._update_direction()
        self.scroll_to_top()

    def focus_start(self) -> None:
        """Move the focus to the first version."""
        self.scroll_to_top()
        if self.sides:
            self.sides[0].keep_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_combined(self) -> None:
        """Open an editor for a third version, starting from both combined, or else from the first."""
        assert self._conflict is not None  # noqa: S101 - shown before anything can be pressed
        can_combine = self._conflict.can_keep_both
        self.begin_combined(
            combine_versions(self._conflict) if can_combine else self._conflict.versions[0].value
        )

    def begin_combined(self, value: Value) -> None:
        """Open an editor for a third version, starting from this value."""
        assert self._conflict is not None  # noqa: S101 - shown before anything can be written
        self._drop_combined()
        self._combined_value = value
        self.combined_editor = make_editor_for(
            self._conflict.field, f"third.{self._conflict.field.id}", self._services
        )
        self.combined_editor.show_value(value)
        self.combined_editor.answer_edited.connect(self._note_combined)
        self._combined_layout.addWidget(self.combined_editor)
        self.combine_button.hide()
        self.primary_action.setVisible(True)
        self._activate_layout()
        self.combined_editor.focus_target().setFocus(Qt.FocusReason.OtherFocusReason)
        self.reveal(self.combined_editor)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the versions side by side if there is room, otherwise one below the other."""
        super().resizeEvent(event)
        self._update_direction()

    def _lay_out(self) -> None:
        stack = self.content_layout
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        stack.addWidget(self.place)
        stack.addSpacing(4)
        stack.addWidget(
            TextLabel(
                "These were written separately. They are kept until someone chooses. Text that is in "
                "only one version is bold and underlined. Changes in formatting are in square brackets.",
                ink="muted",
            )
        )
        stack.addSpacing(16)
        stack.addLayout(self._rows)
        stack.addSpacing(18)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.keep_both_button)
        row.addWidget(self.keep_both_label, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        stack.addLayout(row)
        stack.addSpacing(GAP)
        stack.addWidget(self.combine_button, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addLayout(self._combined_layout)
        stack.addSpacing(18)
        stack.addWidget(
            TextLabel(
                "You can still find what you do not keep in the earlier versions.",
                FontRole.SMALL,
                "muted",
            )
        )
        stack.addStretch(1)

    def _add_side(self, side: ConflictSide, number: int) -> None:
        if number % 2 == 0:
            pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            pair.setSpacing(GAP)
            self._pairs.append(pair)
            self._rows.addLayout(pair)
        self._pairs[-1].addWidget(side, 1)
        side.version_chosen.connect(self.version_chosen)
        self.sides.append(side)

    def _fill_sides(self, dispute: Conflict, versions: list[Version]) -> None:
        first, *others = versions
        diffs = [diff_answer(dispute.field, first.value, other.value) for other in others]
        own = diff_answer(dispute.field, others[0].value, first.value)
        self.sides[0].text_label.show_marked(one_side(own, DiffOp.REMOVED))
        for side, diff in zip(self.sides[1:], diffs, strict=True):
            side.text_label.show_marked(one_side(diff, DiffOp.REMOVED))
        if kind_of(dispute.field).is_picture:
            for side, version in zip(self.sides, versions, strict=True):
                side.show_picture(version.value, self._services.picture_bytes)

    def _drop_sides(self) -> None:
        for side in self.sides:
            side.hide()
            side.deleteLater()
        for pair in self._pairs:
            self._rows.removeItem(pair)
            pair.deleteLater()
        self.sides, self._pairs = [], []

    def _drop_combined(self) -> None:
        if self.combined_editor is not None:
            self.combined_editor.hide()
            self.combined_editor.deleteLater()
        self.combined_editor = None
        self.combine_button.show()
        self.primary_action.setVisible(False)

    def _update_direction(self) -> None:
        directions = QBoxLayout.Direction
        is_wide = self.viewport().width() >= SIDE_BY_SIDE_WIDTH * text_scale()
        for pair in self._pairs:
            pair.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    def _note_combined(self, _path: str, value: Value) -> None:
        self._combined_value = value

    def _use_combined(self) -> None:
        if self.combined_editor is not None:
            self.combined_editor.flush()
            self.combined_written.emit(self._combined_value)


class ConflictSide(CardFrame):
    """One version: its author, its text, and the button that keeps it."""

    version_chosen = Signal(str)

    def __init__(self, version: Version, me: str, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._revision = version.revision
        mine = version.author == me
        owner = possessive(version.author, me)
        moment = relative_time(parse_time(version.written_at), now)
        self.owner = TextLabel(owner[0].upper() + owner[1:], FontRole.STRONG)
        self.time_label = TextLabel(moment, FontRole.SMALL, "muted")
        self.text_label = DiffLabel()
        self.picture = QLabel()
        self.picture.hide()
        whose = "this one" if is_claimed_author(version.author) else "yours" if mine else owner
        self.keep_button = Button(f"Keep {whose}")
        self.keep_button.setAccessibleDescription(f"Written {moment}")
        self.keep_button.clicked.connect(self._choose)
        for part in (self.owner, self.time_label, self.text_label, self.picture):
            self.content_layout.addWidget(part)
        self.content_layout.addStretch(1)
        self.content_layout.addSpacing(8)
        self.content_layout.addWidget(self.keep_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_picture(self, value: Value, picture: Callable[[str], bytes | None]) -> None:
        """Show the picture in this version, if it contains one."""
        data = picture(str(value.get("sha256"))) if isinstance(value, dict) else None
        shown = QImage.fromData(data) if data else QImage()
        if not shown.isNull():
            mode = Qt.TransformationMode.SmoothTransformation
            self.picture.setPixmap(QPixmap.fromImage(shown.scaledToWidth(_PICTURE_SIZE, mode)))
            self.picture.setAccessibleName(self.owner.text())
            self.picture.show()

    def _choose(self) -> None:
        self.version_chosen.emit(self._revision)
