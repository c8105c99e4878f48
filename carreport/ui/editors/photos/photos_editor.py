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
from carreport.form.kinds import KINDS
from carreport.form.schema import Field, Value
from carreport.ui.editors.base import Desk, Editor
from carreport.ui.editors.list.entry_row import Row
from carreport.ui.editors.list.group_editor import MakeEditor
from carreport.ui.editors.list.list_editor import EntriesEditor
from carreport.ui.editors.photos.alt_text import AltEditor
from carreport.ui.editors.photos.picture_editor import pictures_in, small_image, takes_paste
from carreport.ui.editors.photos.upload_queue import PictureQueue
from carreport.ui.qt.guard import guarded
from carreport.ui.theme.proxy_style import rounded

CARD = QSize(72, 54)
ALT = "alt"
WITHOUT_WORDS = "Still needs words for those who cannot see it"


class PhotoCard(Row):
    """One photo: a small picture with its caption, and what is still missing."""

    def __init__(self, field: Field, path: str, item: Item, desk: Desk, make: MakeEditor) -> None:
        self._shown_sha256 = ""
        super().__init__(field, path, item, desk, make)

    def show_head(self, item: Item) -> None:
        """Show the small picture, the caption, and what is still missing."""
        title = item.get("caption") or "Photo without a caption"
        problem = next(KINDS["photos"].entry_problems(item.values, self.path), None)
        consent = self._field.inner_field("consent")
        agreed = consent.label_of(item.get("consent")) if consent and item.get("consent") else ""
        rest = WITHOUT_WORDS if problem else " · ".join(filter(None, (item.get("credit"), agreed)))
        self.head.show_words(str(title), rest, attention=problem is not None)
        self._show_small(item)

    def _show_small(self, item: Item) -> None:
        sha256 = (item.get("picture") or {}).get("sha256", "")
        if sha256 != self._shown_sha256 or not self.head.has_picture:
            self._shown_sha256 = sha256
            self.head.show_picture(QPixmap(), CARD)
            if sha256:
                made_small = partial(_small, self._desk.picture, sha256, self.devicePixelRatioF())
                self._desk.work_out(made_small, partial(self._take_small, sha256))

    def _take_small(self, sha256: str, image: QImage) -> None:
        if isValid(self) and sha256 == self._shown_sha256:
            self.head.show_picture(QPixmap.fromImage(image), CARD)


def _small(picture: Callable[[str], bytes | None], sha256: str, ratio: float) -> QImage:
    """Return a small picture, in any thread; an empty one if it is not there, or the draft is closed."""
    try:
        content = picture(sha256)
    except CarreportError:
        return QImage()
    return small_image(content, CARD, ratio) if content is not None else QImage()


class PhotosEditor(EntriesEditor):
    """Bring in photos: by the button, dropped, or pasted."""

    def __init__(self, field: Field, path: str, desk: Desk, make: MakeEditor) -> None:
        super().__init__(field, path, desk, make)
        self._lit = False
        self.setAcceptDrops(True)
        self.empty.setText("No photos yet. Choose some, drop files here, or paste a picture.")
        self._made: list[str] = []
        self.queue = PictureQueue(path, desk)
        self.queue.took.connect(self._took)
        self.queue.done.connect(self._all_taken)
        self.column.addWidget(self.queue)

    @property
    def add_words(self) -> str:
        """What the button says that adds a photo."""
        return "Add photos…"

    def make_row(self, item: Item) -> Row:
        """Return a card for one photo."""
        return PhotoCard(self.field, self.path, item, self.desk, self._make_inner)

    def bring(self, sources: list[Path | bytes]) -> None:
        """Take pictures in beside the window, one photo each; those that cannot be read say why."""
        if not self.queue.is_busy:
            self._made = []
        self.queue.take(sources)

    def _took(self, value: Value) -> None:
        self._made.append(self.put_in({"picture": value}))
        self.show_items()

    def _all_taken(self) -> None:
        if self._made:
            self.open_row(self._made[0])

    def lock(self, *, read_only: bool) -> None:
        """Let the photos be seen but not changed."""
        super().lock(read_only=read_only)
        self.setAcceptDrops(not read_only)

    @guarded(default=False)
    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+V from the menu where pictures were copied."""
        if not self.read_only and takes_paste(event):
            event.accept()
            return True
        return super().event(event)

    @guarded
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Offer the place to pictures that are dragged in."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()
            self._light(lit=True)

    @guarded
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002 - Qt gives it
        """Take the offer back."""
        self._light(lit=False)

    @guarded
    def dropEvent(self, event: QDropEvent) -> None:
        """Take every picture that was dropped."""
        self._light(lit=False)
        event.acceptProposedAction()
        self.bring(pictures_in(event.mimeData()))

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take pictures from the clipboard."""
        paste = event.matches(QKeySequence.StandardKey.Paste) and not self.read_only
        pasted = pictures_in(QGuiApplication.clipboard().mimeData()) if paste else []
        if pasted:
            self.bring(pasted)
        else:
            super().keyPressEvent(event)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        """Light the place up while pictures are dragged over it."""
        super().paintEvent(event)
        if self._lit:
            palette = self.palette()
            ground = palette.color(QPalette.ColorRole.AlternateBase)
            rounded(QPainter(self), self.rect(), ground, palette.color(QPalette.ColorRole.Highlight), 2)

    def _light(self, *, lit: bool) -> None:
        self._lit = lit
        self.update()

    def add(self) -> None:
        """Let the person choose picture files, and bring them in."""
        sources: list[Path | bytes] = [*self.desk.pick_pictures()]
        if sources:
            self.bring(sources)

    def _make_inner(self, field: Field, path: str, desk: Desk) -> Editor:
        """Return the editor of one question about a photo; what it shows is hinted at and offered."""
        return AltEditor(field, path, desk) if field.id == ALT else self.make(field, path, desk)
