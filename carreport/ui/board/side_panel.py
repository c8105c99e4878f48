"""The panel beside a board: how many notes each theme has, and the photos of the wall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.form.wording import format_count, plural
from carreport.survey.board_notes import ThemeTotal, theme_totals
from carreport.ui.board.bar_chart import BarChart, BarValue
from carreport.ui.editors.base import EditorServices
from carreport.ui.editors.photos.alt_text import AltTextEditor
from carreport.ui.editors.photos.picture_editor import make_thumbnail_image, thumbnail_size
from carreport.ui.qt.guard import qt_override
from carreport.ui.theme.palette import FontRole
from carreport.ui.theme.proxy_style import draw_rounded_rect
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.labels import HeadingLabel, TextLabel

MAX_BARS = 12
NO_THEMES = "Give notes a theme to see how often each theme occurs."
NO_PHOTOS = "Photos that you add to this {owner} appear here, beside its notes."


def theme_bars(notes: Sequence[Item]) -> list[BarValue]:
    """Return a bar for each theme, most notes first, with its votes; the rarest themes share one."""
    totals = theme_totals(notes)
    named = [total for total in totals if total.theme]
    rest = named[MAX_BARS - 1 :] if len(named) > MAX_BARS else []
    bars = [_bar(total) for total in named[: len(named) - len(rest)]]
    if rest:
        several = f"{format_count(len(rest), 'other theme')}"
        notes_in_rest = sum(total.notes for total in rest)
        bars.append(_bar(ThemeTotal(several, notes_in_rest, _votes(rest))))
    without = sum(total.notes for total in totals if not total.theme)
    return [*bars, BarValue("No theme yet", without, is_rest=True)] if bars and without else bars


def _votes(totals: Sequence[ThemeTotal]) -> int | None:
    known = [total.votes for total in totals if total.votes is not None]
    return sum(known) if len(known) == len(totals) else None


def _bar(total: ThemeTotal) -> BarValue:
    return BarValue(total.theme, total.notes, format_count(total.votes, "vote") if total.votes else "")


class ThemeCounts(QWidget):
    """A bar chart of the number of notes in each theme."""

    def __init__(self) -> None:
        super().__init__()
        self.bars = BarChart()
        self.empty = TextLabel(NO_THEMES, FontRole.SMALL, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(HeadingLabel("Themes", FontRole.STRONG))
        column.addWidget(self.empty)
        column.addWidget(self.bars)

    def show_notes(self, field: Field, notes: Sequence[Item]) -> None:
        """Show the counts of these notes."""
        bars = theme_bars(notes)
        self.bars.show_bars(f"{plural(field.item_noun).capitalize()} by theme", bars)
        self.bars.setVisible(bool(bars))
        self.empty.setVisible(not bars)


RunInBackground = Callable[[Callable[[], QImage], Callable[[QImage], None]], None]


class WallPicture(QWidget):
    """A photo of the wall, scaled in the background to the available size."""

    def __init__(self, work_out: RunInBackground, tallest: int = 0) -> None:
        super().__init__()
        self._run_in_background = work_out
        self._content = b""
        self._max_height = tallest
        self._image = QPixmap()
        self._size = QSize()
        """The size of the scaled picture, known before it is scaled."""
        self._is_waiting = False
        self._is_stale = False
        wide = QSizePolicy.Policy.Ignored
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed if tallest else wide)

    def show_picture(self, content: bytes | None, name: str) -> None:
        """Show this picture; `name` is its accessible name."""
        self.setAccessibleName(name)
        if content != self._content:
            self._content = content or b""
            self._image = QPixmap()
            self._draw()

    @qt_override(default=QSize(200, 120))
    def sizeHint(self) -> QSize:
        """Return the size of the picture at the current width."""
        return self._size if self._max_height else QSize(200, 120)

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scale the picture to the new size."""
        super().resizeEvent(event)
        wider = event.size().width() != event.oldSize().width()
        if wider or (not self._max_height and event.size() != event.oldSize()):
            self._draw()

    @qt_override
    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, centred in spare space."""
        painter = QPainter(self)
        size = self._image.deviceIndependentSize().toSize()
        if not self._image.isNull():
            left = (self.width() - size.width()) // 2 if not self._max_height else 0
            painter.drawPixmap(left, (self.height() - size.height()) // 2, self._image)
        else:
            draw_rounded_rect(
                painter, self.rect(), self.palette().color(QPalette.ColorRole.AlternateBase), None, 0
            )
        painter.end()

    def _draw(self) -> None:
        """Scale the picture in the background; a change meanwhile is scaled afterwards."""
        room = QSize(max(self.width(), 40), self._max_height or max(self.height(), 40))
        ratio = self.devicePixelRatioF()
        self._size = thumbnail_size(self._content, room, ratio)
        self.updateGeometry()
        self.update()
        self._is_stale = self._is_waiting
        if not self._is_waiting and self._content:
            self._is_waiting = True
            work = partial(make_thumbnail_image, self._content, room, ratio)
            self._run_in_background(work, partial(self._set_image, self._content))

    def _set_image(self, content: bytes, image: QImage) -> None:
        if not isValid(self):
            return
        self._is_waiting = False
        if content == self._content:
            self._image = QPixmap.fromImage(image)
            self.update()
        if self._is_stale:
            self._draw()


class WallPhotos(QWidget):
    """The photos of the wall, one at a time, each with its description and a link that enlarges it."""

    large_requested = Signal(object)
    """Show this photo (an item) enlarged."""
    photos_requested = Signal()

    def __init__(self, field: Field, path: str, services: EditorServices, owner: str) -> None:
        super().__init__()
        self._field, self.path, self._services = field, path, services
        self.items: tuple[Item, ...] = ()
        self.shown_id = ""
        self.alt_text_editor: AltTextEditor | None = None
        self.read_only = False
        self.empty = TextLabel(NO_PHOTOS.format(owner=owner), FontRole.SMALL, "muted")
        self.add = LinkButton("Add a photo…", FontRole.SMALL)
        self.add.clicked.connect(self.photos_requested)
        self.picture = WallPicture(services.run_in_background, tallest=240)
        self.caption = TextLabel("", FontRole.SMALL)
        self.large_button = LinkButton("Enlarge", FontRole.SMALL)
        self.large_button.clicked.connect(self._request_large)
        self.next_button = LinkButton("Next photo", FontRole.SMALL)
        self.next_button.clicked.connect(self._show_next)
        self.question_label = TextLabel("Description for readers who cannot see it", FontRole.STRONG)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(HeadingLabel("The wall", FontRole.STRONG))
        for part in (
            self.empty,
            self.add,
            self.picture,
            self.caption,
            self.large_button,
            self.next_button,
            self.question_label,
        ):
            self._column.addWidget(part, 0, *_left(part))

    def show_items(self, items: Sequence[Item]) -> None:
        """Show these photos; the current one stays."""
        self.items = tuple(photo for photo in items if photo.get("picture"))
        if self.shown_id not in [photo.id for photo in self.items]:
            self.shown_id = self.items[0].id if self.items else ""
        self._show()

    def offer_suggestion(self) -> None:
        """Update the description suggested from the notes."""
        if self.alt_text_editor is not None:
            self.alt_text_editor.offer_suggestion()

    def current_item(self) -> Item | None:
        """Return the photo that is shown."""
        return next((photo for photo in self.items if photo.id == self.shown_id), None)

    def _show(self) -> None:
        item = self.current_item()
        there = item is not None
        for part in (self.picture, self.caption, self.large_button, self.question_label):
            part.setVisible(there)
        self.empty.setVisible(not there)
        self.add.setVisible(not there and not self.read_only)
        self.next_button.setVisible(len(self.items) > 1)
        self._show_alt(item)
        if item is None:
            return
        caption = str(item.get("caption") or "Photo without a caption")
        place = f" ({self.items.index(item) + 1} of {len(self.items)})" if len(self.items) > 1 else ""
        self.caption.setText(f"{caption}{place}")
        content = self._services.picture_bytes((item.get("picture") or {}).get("sha256", ""))
        self.picture.show_picture(content, str(item.get("alt") or caption))

    def _show_alt(self, item: Item | None) -> None:
        inner = self._field.inner_field("alt")
        path = f"{self.path}/{item.id}/alt" if item is not None else ""
        if self.alt_text_editor is not None and self.alt_text_editor.path != path:
            self._column.removeWidget(self.alt_text_editor)
            self.alt_text_editor.hide()
            self.alt_text_editor.deleteLater()
            self.alt_text_editor = None
        if item is None or inner is None:
            return
        if self.alt_text_editor is None:
            self.alt_text_editor = AltTextEditor(inner, path, self._services)
            self.alt_text_editor.answer_edited.connect(self._edited)
            self._column.addWidget(self.alt_text_editor)
        self.alt_text_editor.set_read_only(self.read_only)
        self.alt_text_editor.show_value(item.get("alt"))

    def _edited(self, path: str, value: object) -> None:
        self._services.change_item(path.rpartition("/")[0], {"alt": value})

    def _show_next(self) -> None:
        ids = [photo.id for photo in self.items]
        self.shown_id = ids[(ids.index(self.shown_id) + 1) % len(ids)]
        self._show()

    def _request_large(self) -> None:
        self.large_requested.emit(self.current_item())


def _left(part: QWidget) -> list[Qt.AlignmentFlag]:
    return [Qt.AlignmentFlag.AlignLeft] if isinstance(part, LinkButton) else []
