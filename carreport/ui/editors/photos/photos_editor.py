"""Editor for photos: each row shows the picture, its caption, and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent
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
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from carreport.errors import CarreportError
from carreport.form.answers import Item
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Editor, EditorServices
from carreport.ui.editors.list.entry_delegate import THUMBNAIL_SIZE
from carreport.ui.editors.list.entry_model import EntryRow
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.editors.photos.alt_text import AltTextEditor
from carreport.ui.editors.photos.picture_editor import is_picture_paste, make_thumbnail_image, pictures_in
from carreport.ui.editors.photos.upload_queue import PictureImportQueue
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.proxy_style import draw_rounded_rect

ALT = "alt"
ALT_TEXT_MISSING = "Needs a description for readers who cannot see it"


def _make_thumbnail(picture: Callable[[str], bytes | None], sha256: str, ratio: float) -> QImage:
    """Return a thumbnail, empty if there is no picture or the draft is closed; can run in any thread."""
    try:
        content = picture(sha256)
    except CarreportError:
        return QImage()
    return make_thumbnail_image(content, THUMBNAIL_SIZE, ratio) if content is not None else QImage()


class PhotosEditor(ListEditor):
    """Editor for photos, which can be chosen, dropped or pasted."""

    def __init__(self, field: Field, path: str, services: EditorServices, make: MakeEditor) -> None:
        super().__init__(field, path, services, make)
        self._thumbnails: dict[str, QPixmap] = {"": QPixmap()}
        """The thumbnail of each picture by its SHA-256, null until it has been made."""
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
        """The label of the button that adds photos."""
        return "Add photos…"

    def summarise(self, item: Item) -> EntryRow:
        """Return the row for a photo: its thumbnail, its caption, and what is missing."""
        problem = next(kind_of(self.field).entry_problems(item.values, self.path), None)
        consent = self.field.inner_field("consent")
        agreed = consent.label_of(item.get("consent")) if consent and item.get("consent") else ""
        detail = ALT_TEXT_MISSING if problem else " · ".join(filter(None, (item.get("credit"), agreed)))
        title = str(item.get("caption") or "Photo without a caption")
        return EntryRow(
            item.id, title, detail, needs_attention=problem is not None, picture=self._thumbnail(item)
        )

    def _thumbnail(self, item: Item) -> QPixmap:
        sha256 = (item.get("picture") or {}).get("sha256", "")
        if sha256 not in self._thumbnails:
            self._thumbnails[sha256] = QPixmap()
            make = partial(_make_thumbnail, self.services.picture_bytes, sha256, self.devicePixelRatioF())
            self.services.run_in_background(make, partial(self._set_thumbnail, sha256))
        return self._thumbnails[sha256]

    def _set_thumbnail(self, sha256: str, image: QImage) -> None:
        if isValid(self):
            self._thumbnails[sha256] = QPixmap.fromImage(image)
            for item in self.items:
                if (item.get("picture") or {}).get("sha256") == sha256:
                    self.update_row(item)

    def import_pictures(self, sources: list[Path | bytes]) -> None:
        """Import pictures in the background, one photo each, and show why any could not be used."""
        if not self.queue.is_busy:
            self._added_ids = []
        self.queue.add_pictures(sources)

    def _add_photo(self, value: Value) -> None:
        self._added_ids.append(self.add_entry({"picture": value}))
        self.show_items()

    def _finish_import(self) -> None:
        """Open the first new photo, unless the person is somewhere else by now."""
        here = QApplication.focusWidget()
        added = [item_id for item_id in self._added_ids if self.item(item_id) is not None]
        if added and (here is None or self.isAncestorOf(here)):
            self.expand_row(added[0])

    def apply_read_only(self, *, read_only: bool) -> None:
        """Make the photos read-only, or editable again."""
        super().apply_read_only(read_only=read_only)
        self.setAcceptDrops(not read_only)

    @qt_override(default=False)
    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+V from the menu if the clipboard has pictures."""
        if not self.read_only and is_picture_paste(event):
            event.accept()
            return True
        return super().event(event)

    @qt_override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept dragged pictures and highlight the drop area."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()
            self._highlight_drop(lit=True)

    @qt_override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Remove the highlight."""
        self._highlight_drop(lit=False)

    @qt_override
    def dropEvent(self, event: QDropEvent) -> None:
        """Import every dropped picture."""
        self._highlight_drop(lit=False)
        event.acceptProposedAction()
        self.import_pictures(pictures_in(event.mimeData()))

    @qt_override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Import pictures from the clipboard on Paste."""
        paste = event.matches(QKeySequence.StandardKey.Paste) and not self.read_only
        pasted = pictures_in(QGuiApplication.clipboard().mimeData()) if paste else []
        if pasted:
            self.import_pictures(pasted)
        else:
            super().keyPressEvent(event)

    @qt_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Highlight the drop area while pictures are dragged over it."""
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
        """Ask for picture files and import them."""
        sources: list[Path | bytes] = [*self.services.pick_pictures()]
        if sources:
            self.import_pictures(sources)

    def make_inner_editor(self, field: Field, path: str, services: EditorServices) -> Editor:
        """Return the editor for a question about a photo."""
        if field.id == ALT:
            return AltTextEditor(field, path, services)
        return super().make_inner_editor(field, path, services)
