"""Look at both: the versions of one answer side by side, and the ways to settle them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from carreport.draft.copies.conflicts import Conflict, combine_versions
from carreport.draft.history.diff import DiffOp, diff_text
from carreport.form.answers import Version
from carreport.form.schema import Value
from carreport.ui.editor_registry import Desk, Editor, editor_for
from carreport.ui.qt.guard import guarded
from carreport.ui.relative_time import read_moment, when
from carreport.ui.theme.palette import GAP, WIDE_COLUMN, Letters
from carreport.ui.widgets.attention import number_word, whose
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.diff_label import MarkedWords, side_of
from carreport.ui.widgets.labels import Heading, Words
from carreport.ui.widgets.panel import Surface
from carreport.ui.widgets.scroll_column import Column, text_scale

BESIDE = 620
"""From what width on the versions stand beside each other, with letters of the usual size."""
_PICTURE = 320


class VersionsPage(Column):
    """All versions of one answer, with the words that differ marked."""

    version_chosen = Signal(str)
    """The id of the version to keep."""
    both_chosen = Signal()
    third_written = Signal(object)
    """The answer to write over all versions."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(WIDE_COLUMN, parent)
        self._desk = desk
        self._dispute: Conflict | None = None
        self._third_value: Value = None
        self.heading = Heading("Two versions")
        self.place = Words("", Letters.STRONG)
        self.sides: list[VersionSide] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(GAP)
        self._pairs: list[QBoxLayout] = []
        self.both = Button("Keep both")
        self.both.clicked.connect(self.both_chosen)
        self.both_note = Words("", Letters.SMALL, "muted", wrap=False)
        self.write = Button("Write a third…")
        self.write.clicked.connect(self.open_third)
        self.third: Editor | None = None
        self._third_place = QVBoxLayout()
        self.use = Button("Use what I wrote", "filled")
        self.use.clicked.connect(self._use)
        self._lay_out()

    def show_dispute(self, dispute: Conflict, me: str, now: datetime) -> None:
        """Show the versions of one answer, one's own first."""
        self._dispute = dispute
        versions = sorted(dispute.versions, key=lambda each: each.author != me)
        self.heading.setText(f"{number_word(len(versions))} versions")
        self.place.setText(dispute.label)
        self._drop_sides()
        for number, version in enumerate(versions):
            self._add_side(VersionSide(version, me, now), number)
        self._fill_sides(dispute, versions)
        self.both.setVisible(dispute.can_keep_both)
        are_replies = dispute.field.kind == "replies"
        self.both_note.setText(
            "Each reply once; one that differs, as the first version has it."
            if are_replies
            else "One after the other, each with its author."
        )
        self.both_note.setVisible(dispute.can_keep_both)
        self._drop_third()
        self._turn()
        self.to_top()

    def focus_here(self) -> None:
        """Put the keyboard on the first version."""
        self.to_top()
        if self.sides:
            self.sides[0].keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_third(self) -> None:
        """Let the person write another answer, from all versions together."""
        assert self._dispute is not None  # noqa: S101 - shown before anything can be pressed
        is_text = self._dispute.can_keep_both
        self.begin_third(combine_versions(self._dispute) if is_text else self._dispute.versions[0].value)

    def begin_third(self, value: Value) -> None:
        """Let the person go on writing from this answer."""
        assert self._dispute is not None  # noqa: S101 - shown before anything can be written
        self._drop_third()
        self._third_value = value
        self.third = editor_for(self._dispute.field, f"third.{self._dispute.field.id}", self._desk)
        self.third.show_value(value)
        self.third.answer_edited.connect(self._note_third)
        self._third_place.addWidget(self.third)
        self.write.hide()
        self.use.show()
        self._settle()
        self.third.home().setFocus(Qt.FocusReason.OtherFocusReason)
        self.reveal(self.use)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the versions beside each other where there is room, else one below the other."""
        super().resizeEvent(event)
        self._turn()

    def _lay_out(self) -> None:
        stack = self.stack
        stack.addWidget(self.heading)
        stack.addSpacing(6)
        stack.addWidget(self.place)
        stack.addSpacing(4)
        stack.addWidget(
            Words(
                "These were written without knowing of each other. Nothing is decided until somebody does. "
                "Words that stand in one version only are bold and underlined.",
                ink="muted",
            )
        )
        stack.addSpacing(16)
        stack.addLayout(self._rows)
        stack.addSpacing(18)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.both)
        row.addWidget(self.both_note, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        stack.addLayout(row)
        stack.addSpacing(GAP)
        stack.addWidget(self.write, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addLayout(self._third_place)
        stack.addSpacing(GAP)
        stack.addWidget(self.use, 0, Qt.AlignmentFlag.AlignLeft)
        stack.addSpacing(18)
        stack.addWidget(
            Words("What you do not keep stays among the earlier versions.", Letters.SMALL, "muted")
        )
        stack.addStretch(1)

    def _add_side(self, side: VersionSide, number: int) -> None:
        if number % 2 == 0:
            pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            pair.setSpacing(GAP)
            self._pairs.append(pair)
            self._rows.addLayout(pair)
        self._pairs[-1].addWidget(side, 1)
        side.chosen.connect(self.version_chosen)
        self.sides.append(side)

    def _fill_sides(self, dispute: Conflict, versions: list[Version]) -> None:
        first, *others = [dispute.version_text(version) for version in versions]
        ways = [diff_text(first, other) for other in others]
        self.sides[0].words.show_stretches(side_of(ways[0], DiffOp.ADDED))
        for side, way in zip(self.sides[1:], ways, strict=True):
            side.words.show_stretches(side_of(way, DiffOp.REMOVED))
        if dispute.field.kind == "picture":
            for side, version in zip(self.sides, versions, strict=True):
                side.show_picture(version.value, self._desk.picture)

    def _drop_sides(self) -> None:
        for side in self.sides:
            side.hide()
            side.deleteLater()
        for pair in self._pairs:
            self._rows.removeItem(pair)
            pair.deleteLater()
        self.sides, self._pairs = [], []

    def _drop_third(self) -> None:
        if self.third is not None:
            self.third.hide()
            self.third.deleteLater()
        self.third = None
        self.write.show()
        self.use.hide()

    def _turn(self) -> None:
        directions = QBoxLayout.Direction
        is_wide = self.viewport().width() >= BESIDE * text_scale()
        for pair in self._pairs:
            pair.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    def _note_third(self, _path: str, value: Value) -> None:
        self._third_value = value

    def _use(self) -> None:
        if self.third is not None:
            self.third.flush()
            self.third_written.emit(self._third_value)


class VersionSide(Surface):
    """One version: whose it is, what it says, and the button that keeps it."""

    chosen = Signal(str)

    def __init__(self, version: Version, me: str, now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._revision = version.revision
        mine = version.author == me
        owner = whose(version.author, me)
        moment = when(read_moment(version.written_at), now)
        self.owner = Words(owner[0].upper() + owner[1:], Letters.STRONG)
        self.moment = Words(moment, Letters.SMALL, "muted")
        self.words = MarkedWords()
        self.picture = QLabel()
        self.picture.hide()
        self.keep = Button("Keep yours" if mine else f"Keep {owner}")
        self.keep.setAccessibleDescription(f"Written {moment}")
        self.keep.clicked.connect(self._choose)
        for part in (self.owner, self.moment, self.words, self.picture):
            self.stack.addWidget(part)
        self.stack.addStretch(1)
        self.stack.addSpacing(8)
        self.stack.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)

    def show_picture(self, value: Value, picture: Callable[[str], bytes | None]) -> None:
        """Show the picture that this version is."""
        data = picture(str(value.get("sha256"))) if isinstance(value, dict) else None
        shown = QImage.fromData(data) if data else QImage()
        if not shown.isNull():
            mode = Qt.TransformationMode.SmoothTransformation
            self.picture.setPixmap(QPixmap.fromImage(shown.scaledToWidth(_PICTURE, mode)))
            self.picture.setAccessibleName(self.owner.text())
            self.picture.show()

    def _choose(self) -> None:
        self.chosen.emit(self._revision)
