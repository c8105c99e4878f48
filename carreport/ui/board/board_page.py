"""The whole board: its notes as cards under their stages, with the photos of the wall beside them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.ui.board.board_editor import NotesEditor
from carreport.ui.board.grid import BoardGrid
from carreport.ui.board.side_panel import ThemeCounts, WallPhotos, WallPicture
from carreport.ui.editors.base import EditorServices
from carreport.ui.editors.choice import Dropdown
from carreport.ui.qt.guard import qt_override
from carreport.ui.widgets.buttons import LinkButton
from carreport.ui.widgets.disclosure import KeyHints
from carreport.ui.widgets.labels import HeadingLabel
from carreport.ui.widgets.scroll_column import ScrollColumn, column_scale, text_scale

SIDE, TOP, WIDEST = 24, 20, 4000
SIDE_PANEL_WIDTH = 330
NARROW, LEAST_BOARD = 640, 260
"""The width below which the form is above the board, and the least height of the board then, in pixels."""
KEYBOARD_HINT = (
    "Drag a card, or use the keyboard. 1 to 4 and Ctrl+Left or Right change its stage, Ctrl+Up or Down its "
    "theme, and + or − its votes. Enter edits the note; Delete removes it."
)
GROUPINGS = (("", "All together"), ("theme", "By theme"), ("table", "By table"))


class BoardGridEditor(NotesEditor):
    """The notes on a board as cards, and the form for a note, which the page puts beside them."""

    def __init__(self, field: Field, path: str, services: EditorServices) -> None:
        self.grid = BoardGrid(field)
        super().__init__(field, path, services, self.grid, is_narrow=True)
        self.content_layout.addWidget(self.grid, 1)
        self.show_items()

    def tab_stops(self) -> list[QWidget]:
        """Return the tab stops of the editor: the board."""
        return [self.grid]


@dataclass(frozen=True, slots=True)
class BoardDescription:
    """A board: its title, field and path, the photos beside it, and the kind of entry it belongs to."""

    title: str
    field: Field
    path: str
    photos: tuple[Field, str] | None
    owner: str


class BoardPage(QWidget):
    """The page that shows one board."""

    photos_requested = Signal()

    def __init__(self, board: BoardDescription, services: EditorServices) -> None:
        super().__init__()
        self.path = board.path
        self.editor = BoardGridEditor(board.field, board.path, services)
        self.heading = HeadingLabel(board.title)
        self.grouping_choice = Dropdown("board:rows", "Group the notes")
        self.grouping_choice.setAccessibleDescription("How the notes are put into rows.")
        for key, label in GROUPINGS:
            self.grouping_choice.addItem(label, key)
        self.grouping_choice.activated.connect(self._group)
        self.hint = KeyHints(KEYBOARD_HINT)
        self.theme_counts = ThemeCounts()
        self.wall_photos = (
            WallPhotos(*board.photos, services, board.owner) if board.photos is not None else None
        )
        self._services = services
        self._has_chosen_grouping = False
        self.large_picture = WallPicture(services.run_in_background)
        self.back = LinkButton("Back to the board")
        self.back.clicked.connect(self._show_board)
        self.middle = QStackedWidget()
        self._lay_out()
        if self.wall_photos is not None:
            self.wall_photos.large_requested.connect(self._show_large)
            self.wall_photos.photos_requested.connect(self.photos_requested)
        self.editor.note_input.installEventFilter(self)

    def show_board(self, notes: tuple[Item, ...], photos: tuple[Item, ...]) -> None:
        """Show these notes and photos of the wall."""
        if notes and not self._has_chosen_grouping:
            self._has_chosen_grouping = True
            by = "theme" if any(note.values.get("theme") for note in notes) else ""
            self.grouping_choice.setCurrentIndex(self.grouping_choice.findData(by))
            self.editor.grid.by = by
        self.editor.show_value(notes)
        self.theme_counts.show_notes(self.editor.field, notes)
        if self.wall_photos is not None:
            self.wall_photos.show_items(photos)
            self.wall_photos.offer_suggestion()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - reads like Qt's own setters
        """Make the board read-only, or editable again."""
        self.editor.set_read_only(read_only)
        self.hint.setVisible(not read_only)
        if self.wall_photos is not None:
            self.wall_photos.read_only = read_only
        self.editor.paste.setVisible(not read_only)

    def focus_start(self) -> None:
        """Move the focus to the form for the next note, or to the board if it is read-only."""
        board = self.editor.grid if self.editor.read_only else self.editor.note_input.text_cell
        board.setFocus(Qt.FocusReason.OtherFocusReason)

    def shows_path(self, path: str) -> bool:
        """Return whether changes at this path are shown here, so that Undo stays on this page."""
        return path.startswith(f"{self.path}/")

    def flush(self) -> None:
        """Commit pending typing now."""
        if self.wall_photos is not None and self.wall_photos.alt_text_editor is not None:
            self.wall_photos.alt_text_editor.flush()

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Esc cancel the editing of a note; pressed again, it leaves the page."""
        entry = self.editor.note_input
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_key and event.key() == Qt.Key.Key_Escape and entry.changed_note is not None:  # type: ignore[attr-defined]  # a key event, checked above
            entry.cancel_change()
            return True
        return super().eventFilter(watched, event)

    def _group(self) -> None:
        self.editor.grid.group_by(str(self.grouping_choice.currentData() or ""))

    def _show_large(self, photo: Item) -> None:
        content = self._services.picture_bytes((photo.get("picture") or {}).get("sha256", ""))
        self.large_picture.show_picture(content, str(photo.get("alt") or photo.get("caption") or "The wall"))
        self.middle.setCurrentIndex(1)
        self.back.setVisible(True)
        for part in (self.grouping_choice, self.hint):
            part.hide()
        self.back.setFocus()

    def _show_board(self) -> None:
        self.middle.setCurrentIndex(0)
        self.back.setVisible(False)
        self.grouping_choice.show()
        self.hint.setVisible(not self.editor.read_only)
        self.editor.grid.setFocus()

    def _lay_out(self) -> None:
        self.middle.addWidget(self.editor)
        self.middle.addWidget(self.large_picture)
        self.back.hide()
        line = QHBoxLayout()
        line.setSpacing(14)
        for part in (self.back, self.grouping_choice, self.editor.count):
            line.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.middle, 1)
        left.addWidget(self.editor.undo_line)
        left.addWidget(self.hint)
        self._side = self._make_side()
        self._side_panel = QScrollArea()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(20)
        self._columns.addLayout(left, 1)
        self._columns.addWidget(self._side_panel)
        page = ScrollColumn(WIDEST)
        page.set_margins(SIDE, TOP)
        self._page_layout = page.content_layout
        self._page_layout.setSpacing(8)
        self._page_layout.addWidget(self.heading)
        self._page_layout.addLayout(line)
        self._page_layout.addLayout(self._columns, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page)
        self._side_panel.setWidgetResizable(True)
        self._side_panel.setFrameShape(QFrame.Shape.NoFrame)
        self._side_panel.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side_panel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side_panel.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        self._side_panel.setWidget(self._side)
        self._side.setMinimumHeight(1)  # Qt's own minimum is for text in the narrowest column
        self._fit_side_panel()

    @qt_override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the form beside the board, or above it if there is no room."""
        super().resizeEvent(event)
        self._place_side()

    @qt_override
    def changeEvent(self, event: QEvent) -> None:
        """Adapt to the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_side_panel()
            self._place_side()

    def _fit_side_panel(self) -> None:
        self._side_panel.setFixedWidth(round(SIDE_PANEL_WIDTH * column_scale()))

    def _place_side(self) -> None:
        """Put the form beside the board or above it; above it, the page scrolls instead of the form."""
        is_narrow, ways = self.width() < NARROW * text_scale(), QBoxLayout.Direction
        if is_narrow == (self._side_panel.widget() is None):
            return
        self._page_layout.setStretch(2, 0 if is_narrow else 1)
        self._columns.setDirection(ways.BottomToTop if is_narrow else ways.LeftToRight)
        self._side_panel.setVisible(not is_narrow)
        if is_narrow:
            self._columns.addWidget(self._side_panel.takeWidget())
            self._side.show()
        else:
            self._columns.removeWidget(self._side)
            self._side_panel.setWidget(self._side)
        self.editor.grid.setMinimumHeight(round(LEAST_BOARD * text_scale()) if is_narrow else 0)

    def _make_side(self) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(2, 2, 4, 12)
        column.setSpacing(10)
        for part in (self.editor.note_input, self.editor.paste, self.editor.preview):
            column.addWidget(part, 0, *([Qt.AlignmentFlag.AlignLeft] if part is self.editor.paste else []))
        column.addSpacing(14)
        column.addWidget(self.theme_counts)
        if self.wall_photos is not None:
            column.addSpacing(14)
            column.addWidget(self.wall_photos)
        column.addStretch(1)
        return inner
