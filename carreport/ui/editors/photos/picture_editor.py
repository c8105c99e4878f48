"""Editor for a picture, which can be chosen, dropped or pasted."""

from __future__ import annotations

from collections.abc import Sequence
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
from carreport.ui.editors.base import Editor, EditorServices, control_name
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.flow_row import FlowRow
from carreport.ui.widgets.labels import TextLabel

PREVIEW_SIZE = QSize(240, 160)


def pictures_in(mime: QMimeData) -> list[Path | bytes]:
    """Return the dropped or pasted pictures: files, or the bytes of one image."""
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


def make_thumbnail(content: bytes, room: QSize, ratio: float) -> QPixmap:
    """Return the picture scaled down to `room`, sharp at this device pixel ratio."""
    return QPixmap.fromImage(make_thumbnail_image(content, room, ratio))


def thumbnail_size(content: bytes, room: QSize, ratio: float) -> QSize:
    """Return the size of the thumbnail in logical pixels, or an empty size if it cannot be read."""
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


def make_thumbnail_image(content: bytes, room: QSize, ratio: float) -> QImage:
    """Return the thumbnail as an image, empty if it cannot be read; can run in any thread."""
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


class PicturePreview(QWidget):
    """The picture, or an empty drop area."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(PREVIEW_SIZE)
        self.pixmap = QPixmap()
        self.is_drop_target = False

    def show_picture(self, content: bytes | None) -> None:
        """Show this picture, or an empty drop area."""
        self.pixmap = (
            make_thumbnail(content, PREVIEW_SIZE, self.devicePixelRatioF()) if content else QPixmap()
        )
        self.update()

    def set_drop_highlight(self, *, lit: bool) -> None:
        """Turn the highlight of the drop area on or off."""
        self.is_drop_target = lit
        self.update()

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Paint the picture, centred."""
        painter, palette = QPainter(self), self.palette()
        line = QPalette.ColorRole.Highlight if self.is_drop_target else QPalette.ColorRole.Midlight
        ground = palette.color(
            QPalette.ColorRole.AlternateBase if self.is_drop_target else QPalette.ColorRole.Window
        )
        draw_rounded_rect(painter, self.rect(), ground, palette.color(line), 2 if self.is_drop_target else 1)
        if self.pixmap.isNull():
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            text = "Drop a picture here"
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)
        else:
            size = self.pixmap.deviceIndependentSize()
            painter.drawPixmap(
                round((self.width() - size.width()) / 2),
                round((self.height() - size.height()) / 2),
                self.pixmap,
            )
        painter.end()


class PictureEditor(Editor):
    """Editor for one picture."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        super().__init__(field, path, services)
        self._picture: Value = {}
        self.preview = PicturePreview()
        self.size_label = TextLabel("", FontRole.SMALL, "muted")
        self.choose_button = Button("Choose a picture…", icon_name="picture")
        self.choose_button.setObjectName(path)
        self.choose_button.clicked.connect(self._choose)
        self.remove_button = Button("Remove picture", "link")
        self.remove_button.setObjectName(control_name(path, "remove"))
        self.remove_button.clicked.connect(self._remove)
        self.setAcceptDrops(True)
        side = QWidget()
        lines = QVBoxLayout(side)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        for widget in (self.choose_button, self.size_label, self.remove_button):
            lines.addWidget(widget)
        lines.addStretch()
        row = FlowRow(16, 8)
        row.add(self.preview)
        row.add(side)
        self.content_layout.addWidget(row)
        self.content_layout.addWidget(self.hint_label)
        self.watch_focus(self.choose_button, self.remove_button)
        self._name_buttons()

    def described_controls(self) -> Sequence[QWidget]:
        """Return the button that chooses the picture: there is no other control."""
        return [self.choose_button]

    def parse_value(self) -> Value:
        """Return the picture to store."""
        return self._picture

    def fill_controls(self, value: Value) -> None:
        """Show the stored picture."""
        self._picture = value or {}
        content = self.services.picture_bytes(self._picture["sha256"]) if self._picture else None
        self.preview.show_picture(content)
        self._name_buttons()

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the picture read-only, or editable again."""
        self.choose_button.setVisible(not read_only)
        self.setAcceptDrops(not read_only)
        self._name_buttons()

    def import_picture(self, source: Path | bytes) -> None:
        """Import a picture in the background, and show why if it cannot be used."""
        self.size_label.setText("Importing…")
        self.services.import_picture(source, self._set_picture)

    def _set_picture(self, value: Value) -> None:
        if not isValid(self):
            return  # the entry was closed or removed meanwhile
        if isinstance(value, str):
            self._name_buttons()
            self.hint_label.show_message(value)
            return
        self.fill_controls(value)
        self.commit()

    @qt_override(default=False)
    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+V from the menu if the clipboard has a picture."""
        if not self.read_only and is_picture_paste(event):
            event.accept()
            return True
        return super().event(event)

    @qt_override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a dragged picture and highlight the drop area."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()
            self.preview.set_drop_highlight(lit=True)

    @qt_override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Remove the highlight."""
        self.preview.set_drop_highlight(lit=False)

    @qt_override
    def dropEvent(self, event: QDropEvent) -> None:
        """Import the first dropped picture."""
        self.preview.set_drop_highlight(lit=False)
        for source in pictures_in(event.mimeData())[:1]:
            event.acceptProposedAction()
            self.import_picture(source)

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Import a picture from the clipboard on Paste."""
        pasted = pictures_in(QGuiApplication.clipboard().mimeData()) if _is_paste_key(event) else []
        if pasted and not self.read_only:
            self.import_picture(pasted[0])
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        source = self.services.pick_picture()
        if source is not None:
            self.import_picture(source)

    def _remove(self) -> None:
        self.choose_button.setFocus()
        self.fill_controls({})
        self.commit()

    def _name_buttons(self) -> None:
        there = bool(self._picture)
        text = "Choose another picture…" if there else "Choose a picture…"
        self.choose_button.setText(text)
        self.choose_button.setAccessibleName(f"{text.rstrip('…')}: {self.field.label}")
        self.remove_button.setAccessibleName(f"Remove picture: {self.field.label}")
        self.remove_button.setVisible(there and not self.read_only)
        size = kind_of(self.field).format_value(self.field, self._picture) if there else ""
        self.size_label.setText(size[:1].upper() + size[1:])


def _is_paste_key(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Paste)


def is_picture_paste(event: QEvent) -> bool:
    """Return whether an event is Ctrl+V with a picture on the clipboard, which the menu must not take."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    mime = QGuiApplication.clipboard().mimeData()
    return _is_paste_key(event) and (mime.hasImage() or any(url.isLocalFile() for url in mime.urls()))
