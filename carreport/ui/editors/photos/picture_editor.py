"""Answer with a picture: chosen, dropped or pasted; what cannot be used the desk explains."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QSize, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageReader,
    QImageWriter,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Desk, Editor, part_name
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.palette import Letters
from carreport.ui.theme.proxy_style import rounded
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.flow_row import FoldingRow
from carreport.ui.widgets.labels import Words

PREVIEW = QSize(240, 160)


def pictures_in(mime: QMimeData) -> list[Path | bytes]:
    """Return the pictures that were dropped or pasted: files, or the bytes of one image."""
    files: list[Path | bytes] = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if files or not mime.hasImage():
        return files
    image = mime.imageData()
    if not isinstance(image, QImage) or image.isNull():
        return []
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return [bytes(buffer.data().data())]


def thumbnail(content: bytes, room: QSize, ratio: float) -> QPixmap:
    """Return the picture made small enough for `room`, sharp on a screen of this ratio."""
    return QPixmap.fromImage(small_image(content, room, ratio))


def small_size(content: bytes, room: QSize, ratio: float) -> QSize:
    """Return how large the picture is then, in the window's own points; nothing where there is none."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    full = QImageReader(buffer).size()
    if not full.isValid():
        return QSize(0, 0)
    largest = room * ratio
    if full.width() > largest.width() or full.height() > largest.height():
        full = full.scaled(largest, Qt.AspectRatioMode.KeepAspectRatio)
    return full / ratio


def small_image(content: bytes, room: QSize, ratio: float) -> QImage:
    """Do the same in any thread; an empty image if it cannot be read."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    full = reader.size()
    if full.isValid():
        largest = QSize(round(room.width() * ratio), round(room.height() * ratio))
        if full.width() > largest.width() or full.height() > largest.height():
            reader.setScaledSize(full.scaled(largest, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    image.setDevicePixelRatio(ratio)
    return image


class Preview(QWidget):
    """The picture itself, or the empty place for one."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(PREVIEW)
        self.pixmap = QPixmap()
        self.lit = False

    def show_picture(self, content: bytes | None) -> None:
        """Show this picture, or an empty place."""
        self.pixmap = thumbnail(content, PREVIEW, self.devicePixelRatioF()) if content else QPixmap()
        self.update()

    def light(self, *, lit: bool) -> None:
        """Show that a picture may be dropped here."""
        self.lit = lit
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Paint the picture in the middle of its place."""
        painter, palette = QPainter(self), self.palette()
        line = QPalette.ColorRole.Highlight if self.lit else QPalette.ColorRole.Midlight
        ground = palette.color(QPalette.ColorRole.AlternateBase if self.lit else QPalette.ColorRole.Window)
        rounded(painter, self.rect(), ground, palette.color(line), 2 if self.lit else 1)
        if self.pixmap.isNull():
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            words = "Drop a picture here"
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
        else:
            size = self.pixmap.deviceIndependentSize()
            painter.drawPixmap(
                round((self.width() - size.width()) / 2),
                round((self.height() - size.height()) / 2),
                self.pixmap,
            )
        painter.end()


class PictureEditor(Editor):
    """Bring in one picture."""

    def __init__(self, field: Field, path: str, desk: Desk) -> None:
        super().__init__(field, path, desk)
        self._picture: Value = {}
        self.preview = Preview()
        self.size_words = Words("", Letters.SMALL, "muted")
        self.chooser = Button("Choose a picture…", picture="picture")
        self.chooser.setObjectName(path)
        self.chooser.clicked.connect(self._choose)
        self.remover = Button("Remove the picture", "link")
        self.remover.setObjectName(part_name(path, "remove"))
        self.remover.clicked.connect(self._remove)
        self.setAcceptDrops(True)
        side = QWidget()
        lines = QVBoxLayout(side)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        for widget in (self.chooser, self.size_words, self.remover):
            lines.addWidget(widget)
        lines.addStretch()
        row = FoldingRow(16, 8)
        row.add(self.preview)
        row.add(side)
        self.column.addWidget(row)
        self.column.addWidget(self.note)
        self.watch(self.chooser, self.remover)
        self._name_buttons()

    def read(self) -> Value:
        """Return the picture as a draft keeps it."""
        return self._picture

    def show_given(self, value: Value) -> None:
        """Show the stored picture."""
        self._picture = value or {}
        content = self.desk.picture(self._picture["sha256"]) if self._picture else None
        self.preview.show_picture(content)
        self._name_buttons()

    def lock(self, *, read_only: bool) -> None:
        """Let the picture be seen but not changed."""
        self.chooser.setVisible(not read_only)
        self.setAcceptDrops(not read_only)
        self._name_buttons()

    def bring(self, source: Path | bytes) -> None:
        """Take a picture in, beside the window; say what is wrong with it, if anything is."""
        self.size_words.setText("Bringing it in…")
        self.desk.take_picture(source, self._took)

    def _took(self, value: Value) -> None:
        if not isValid(self):
            return  # the entry was closed or taken out meanwhile
        if isinstance(value, str):
            self._name_buttons()
            self.note.say(value)
            return
        self.show_given(value)
        self.edited_now()

    @guarded(default=False)
    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+V from the menu where a picture was copied."""
        if not self.read_only and takes_paste(event):
            event.accept()
            return True
        return super().event(event)

    @guarded
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Offer the place to a picture that is dragged in."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()
            self.preview.light(lit=True)

    @guarded
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Take the offer back."""
        self.preview.light(lit=False)

    @guarded
    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first picture that was dropped."""
        self.preview.light(lit=False)
        for source in pictures_in(event.mimeData())[:1]:
            event.acceptProposedAction()
            self.bring(source)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a picture from the clipboard."""
        pasted = pictures_in(QGuiApplication.clipboard().mimeData()) if _is_paste(event) else []
        if pasted and not self.read_only:
            self.bring(pasted[0])
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        source = self.desk.pick_picture()
        if source is not None:
            self.bring(source)

    def _remove(self) -> None:
        self.chooser.setFocus()
        self.show_given({})
        self.edited_now()

    def _name_buttons(self) -> None:
        there = bool(self._picture)
        words = "Choose another picture…" if there else "Choose a picture…"
        self.chooser.setText(words)
        self.chooser.setAccessibleName(f"{words.rstrip('…')}: {self.field.label}")
        self.remover.setAccessibleName(f"Remove the picture: {self.field.label}")
        self.remover.setVisible(there and not self.read_only)
        size = kind_of(self.field).format_value(self.field, self._picture) if there else ""
        self.size_words.setText(size[:1].upper() + size[1:])


def _is_paste(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Paste)


def takes_paste(event: QEvent) -> bool:
    """Say whether an event is Ctrl+V with a picture copied: that is for the place, not for the menu."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    mime = QGuiApplication.clipboard().mimeData()
    return _is_paste(event) and (mime.hasImage() or any(url.isLocalFile() for url in mime.urls()))
