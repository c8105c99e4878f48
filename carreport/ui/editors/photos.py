"""Answer with photos: a card each, with its picture, its words, and whether people agreed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
)

from carreport.form.answers import Item
from carreport.form.kinds import KINDS
from carreport.form.schema import Field
from carreport.ui.editors.base import Desk
from carreport.ui.editors.entries import EntriesEditor
from carreport.ui.editors.groups import MakeEditor
from carreport.ui.editors.pictures import pictures_in, thumbnail
from carreport.ui.editors.rows import Row
from carreport.ui.guarded import guarded
from carreport.ui.paper import rounded

CARD = QSize(72, 54)


class PhotoCard(Row):
    """One photo: a small picture with its caption, and what is still missing."""

    def __init__(self, field: Field, path: str, item: Item, desk: Desk, make: MakeEditor) -> None:
        self._shown_sha256 = ""
        super().__init__(field, path, item, desk, make)

    def show_head(self, item: Item) -> None:
        """Show the small picture, the caption, and what is still missing."""
        title = item.get("caption") or "Photo without a caption"
        problem = next(KINDS["photos"].entry_problems(item.values, self.path), None)
        consent = self._field.inner("consent")
        agreed = consent.label_of(item.get("consent")) if consent and item.get("consent") else ""
        rest = problem.message if problem else " · ".join(filter(None, (item.get("credit"), agreed)))
        self.head.show_words(str(title), rest, attention=problem is not None)
        self._show_small(item)

    def _show_small(self, item: Item) -> None:
        sha256 = (item.get("picture") or {}).get("sha256", "")
        if sha256 != self._shown_sha256 or not self.head.has_picture:
            self._shown_sha256 = sha256
            content = self._desk.picture(sha256) if sha256 else None
            ratio = self.devicePixelRatioF()
            self.head.show_picture(thumbnail(content, CARD, ratio) if content else QPixmap(), CARD)


class PhotosEditor(EntriesEditor):
    """Bring in photos: by the button, dropped, or pasted."""

    def __init__(self, field: Field, path: str, desk: Desk, make: MakeEditor) -> None:
        super().__init__(field, path, desk, make)
        self._lit = False
        self.setAcceptDrops(True)
        self.empty.setText("No photos yet. Choose one, drop files here, or paste a picture.")

    @property
    def add_words(self) -> str:
        """What the button says that adds a photo."""
        return "Add a photo…"

    def make_row(self, item: Item) -> Row:
        """Return a card for one photo."""
        return PhotoCard(self.field, self.path, item, self.desk, self.make)

    def bring(self, sources: list[Path | bytes]) -> None:
        """Take pictures in, one photo each; the last one opens."""
        made = ""
        for source in sources:
            value = self.desk.bring_picture(source)
            if value is not None:
                made = self.put_in({"picture": value})
        if made:
            self.show_items()
            self.open_row(made)

    def lock(self, *, read_only: bool) -> None:
        """Let the photos be seen but not changed."""
        super().lock(read_only=read_only)
        self.setAcceptDrops(not read_only)

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
        """Let the person choose a picture file, and bring it in."""
        source = self.desk.pick_picture()
        if source is not None:
            self.bring([source])
