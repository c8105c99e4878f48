"""Lead to a whole board and keep what is shown of it true while the inquiry changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from PySide6.QtCore import QObject

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.ui.board.board_page import BoardDescription, BoardPage
from carreport.ui.task import TaskContext
from carreport.ui.widgets.building import build_in_turns
from carreport.ui.widgets.notice_bar import Notice

NO_BOARD = "There is no board here any more."


class BoardController(QObject):
    """Stands between the page of a board and the inquiry."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context.parent)
        self._context = context
        self.page: BoardPage | None = None
        self._is_open = True
        context.signals.answers_changed.connect(self._refresh)

    def begin(self, at: str = "") -> None:
        """Show the board at this path."""
        session = self._context.session
        field = session.form.field(at)
        owner = paths.parent_item_path(at)
        is_gone = bool(owner) and session.answers().get(owner) is None
        if field is None or not kind_of(field).holds_notes or is_gone:
            self._context.prompts.show_notice(Notice(NO_BOARD))
            return
        build_in_turns(self, self._beginning(field, at, owner))

    def _beginning(self, field: Field, at: str, owner: str) -> Iterator[None]:
        """Make the page, put the notes on it, show it: each in a turn of its own."""
        if self.page is None or self.page.path != at:
            self._make(field, at, owner)
            yield
        page = self.page
        if not self._is_current_page(page):
            return
        self._show(page)
        yield
        if self._is_current_page(page):
            self._context.pages.show(page)
            page.focus_start()

    def _is_current_page(self, page: BoardPage | None) -> TypeGuard[BoardPage]:
        """Say whether this page is still the one that is wanted, and the inquiry open."""
        return page is not None and page is self.page and self._is_open

    def close(self) -> None:
        """Stop: the inquiry is closed."""
        self._is_open = False
        self._context.signals.answers_changed.disconnect(self._refresh)

    def _make(self, field: Field, path: str, owner: str) -> None:
        if self.page is not None:
            self._context.pages.remove(self.page)
        group = self._context.session.form.field(paths.group_path(owner)) if owner else None
        wall = next((each for each in group.fields if kind_of(each).holds_photos), None) if group else None
        photos = (wall, f"{owner}/{wall.id}") if wall is not None else None
        item = self._context.session.answers().get(owner) if owner else None
        named = _owner_name(group, item) if group is not None and isinstance(item, Item) else ""
        noun = group.item_noun if group is not None else "board"
        board = BoardDescription(named or field.label, field, path, photos, noun)
        self.page = BoardPage(board, self._context.services)
        self.page.photos_requested.connect(self._add_photos)
        self.page.set_read_only(self._context.session.read_only)

    def _show(self, page: BoardPage) -> None:
        answers = self._context.session.answers()
        photos = answers.items(page.wall_photos.path) if page.wall_photos is not None else ()
        page.show_board(answers.items(page.path), photos)

    def _refresh(self, changed: frozenset[str]) -> None:
        page = self.page
        here = {path.partition("/")[0] for path in changed}
        if page is None or not page.isVisible() or page.path.partition("/")[0] not in here:
            return
        owner = paths.parent_item_path(page.path)
        if owner and self._context.session.answers().get(owner) is None:
            self._context.pages.close()  # the workshop was taken out
            return
        self._show(page)

    def _add_photos(self) -> None:
        if self.page is not None and self.page.wall_photos is not None:
            self._context.pages.go_to(self.page.wall_photos.path)


def _owner_name(group: Field, item: Item) -> str:
    """Return what the entry around a board is called, such as the name of the workshop."""
    first = group.inner_field(group.summary[0]) if group.summary else None
    return kind_of(first).format_value(first, item.get(first.id)) if first is not None else ""
