"""Answer with photos: a card each, with its picture, its words, and whether people agreed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
)
from shiboken6 import isValid

from carreport.errors import CarreportError
from carreport.form.answers import Item
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Editor, EditorServices
from carreport.ui.editors.list.entry_row import EntryRow
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.editors.photos.alt_text import AltTextEditor
from carreport.ui.editors.photos.picture_editor import is_picture_paste, make_thumbnail_image, pictures_in
from carreport.ui.editors.photos.upload_queue import PictureImportQueue
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.proxy_style import draw_rounded_rect

THUMBNAIL_SIZE = QSize(72, 54)
ALT = "alt"
ALT_TEXT_MISSING = "Still needs words for those who cannot see it"


class PhotoCard(EntryRow):
    """One photo: a small picture with its caption, and what is still missing."""

    def __init__(
        self, field: Field, path: str, item: Item, services: EditorServices, make: MakeEditor
    ) -> None:
        self._shown_sha256 = ""
        super().__init__(field, path, item, services, make)

    def show_summary(self, item: Item) -> None:
        """Show the small picture, the caption, and what is still missing."""
        title = item.get("caption") or "Photo without a caption"
        problem = next(kind_of(self._field).entry_problems(item.values, self.path), None)
        consent = self._field.inner_field("consent")
        agreed = consent.label_of(item.get("consent")) if consent and item.get("consent") else ""
        rest = ALT_TEXT_MISSING if problem else " · ".join(filter(None, (item.get("credit"), agreed)))
        self.header.show_summary(str(title), rest, attention=problem is not None)
        self._show_thumbnail(item)

    def _show_thumbnail(self, item: Item) -> None:
        sha256 = (item.get("picture") or {}).get("sha256", "")
        if sha256 != self._shown_sha256 or not self.header.has_picture:
            self._shown_sha256 = sha256
            self.header.show_picture(QPixmap(), THUMBNAIL_SIZE)
            if sha256:
                made_small = partial(
                    _make_thumbnail, self._services.picture_bytes, sha256, self.devicePixelRatioF()
                )
                self._services.run_in_background(made_small, partial(self._set_thumbnail, sha256))

    def _set_thumbnail(self, sha256: str, image: QImage) -> None:
        if isValid(self) and sha256 == self._shown_sha256:
            self.header.show_picture(QPixmap.fromImage(image), THUMBNAIL_SIZE)


def _make_thumbnail(picture: Callable[[str], bytes | None], sha256: str, ratio: float) -> QImage:
    """Return a small picture, in any thread; an empty one if it is not there, or the draft is closed."""
    try:
        content = picture(sha256)
    except CarreportError:
        return QImage()
    return make_thumbnail_image(content, THUMBNAIL_SIZE, ratio) if content is not None else QImage()


class PhotosEditor(ListEditor):
    """Bring in photos: by the button, dropped, or pasted."""

    def __init__(self, field: Field, path: str, services: EditorServices, make: MakeEditor) -> None:
        super().__init__(field, path, services, make)
        self._is_drop_target = False
        self.setAcceptDrops(True)
        self.empty.setText("No photos yet. Choose some, drop files here, or paste a picture.")
        self._added_ids: list[str] = []
        self.queue = PictureImportQueue(path, services)
        self.queue.picture_imported.connect(self._add_photo)
        self.queue.queue_finished.connect(self._finish_import)
        self.content_layout.addWidget(self.queue)

    @property
    def add_text(self) -> str:
        """What the button says that adds a photo."""
        return "Add photos…"

    def make_row(self, item: Item) -> EntryRow:
        """Return a card for one photo."""
        return PhotoCard(self.field, self.path, item, self.services, self._make_inner)

    def import_pictures(self, sources: list[Path | bytes]) -> None:
        """Take pictures in beside the window, one photo each; those that cannot be read say why."""
        if not self.queue.is_busy:
            self._added_ids = []
        self.queue.add_pictures(sources)

    def _add_photo(self, value: Value) -> None:
        self._added_ids.append(self.add_entry({"picture": value}))
        self.show_items()

    def _finish_import(self) -> None:
        if self._added_ids:
            self.expand_row(self._added_ids[0])

    def apply_read_only(self, *, read_only: bool) -> None:
        """Let the photos be seen but not changed."""
        super().apply_read_only(read_only=read_only)
        self.setAcceptDrops(not read_only)

    @qt_override(default=False)
    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+V from the menu where pictures were copied."""
        if not self.read_only and is_picture_paste(event):
            event.accept()
            return True
        return super().event(event)

    @qt_override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Offer the place to pictures that are dragged in."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()
            self._highlight_drop(lit=True)

    @qt_override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Take the offer back."""
        self._highlight_drop(lit=False)

    @qt_override
    def dropEvent(self, event: QDropEvent) -> None:
        """Take every picture that was dropped."""
        self._highlight_drop(lit=False)
        event.acceptProposedAction()
        self.import_pictures(pictures_in(event.mimeData()))

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take pictures from the clipboard."""
        paste = event.matches(QKeySequence.StandardKey.Paste) and not self.read_only
        pasted = pictures_in(QGuiApplication.clipboard().mimeData()) if paste else []
        if pasted:
            self.import_pictures(pasted)
        else:
            super().keyPressEvent(event)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Light the place up while pictures are dragged over it."""
        super().paintEvent(event)
        if self._is_drop_target:
            palette = self.palette()
            ground = palette.color(QPalette.ColorRole.AlternateBase)
            draw_rounded_rect(
                QPainter(self), self.rect(), ground, palette.color(QPalette.ColorRole.Highlight), 2
            )

    def _highlight_drop(self, *, lit: bool) -> None:
        self._is_drop_target = lit
        self.update()

    def add(self) -> None:
        """Let the person choose picture files, and bring them in."""
        sources: list[Path | bytes] = [*self.services.pick_pictures()]
        if sources:
            self.import_pictures(sources)

    def _make_inner(self, field: Field, path: str, services: EditorServices) -> Editor:
        """Return the editor of one question about a photo; what it shows is hinted at and offered."""
        return (
            AltTextEditor(field, path, services)
            if field.id == ALT
            else self.make_editor(field, path, services)
        )
