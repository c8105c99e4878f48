"""The controller of the page that shows a whole board."""

from __future__ import annotations

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.ui.board.board_page import BoardDescription, BoardPage
from carreport.ui.task import TaskContext, TaskController
from carreport.ui.widgets.notice_bar import Notice

NO_BOARD = "This board has been removed."


class BoardController(TaskController[BoardPage]):
    """Connects the page for a board to the inquiry and keeps it up to date; another board gets a new page."""

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._path = ""
        context.signals.answers_changed.connect(self._refresh)

    def start(self, at: str) -> None:
        """Show the board at this path."""
        field, owner = self._session.form.field(at), paths.parent_item_path(at)
        is_gone = bool(owner) and self._session.answers().get(owner) is None
        if field is None or not kind_of(field).holds_notes or is_gone:
            self._prompts.show_notice(Notice(NO_BOARD))
            return
        if at != self._path:
            self._drop_page()
            self._path = at
        self._show(self.page)
        self._pages.show(self.page)
        self.page.focus_start()

    def close(self) -> None:
        """Stop listening for changes: the inquiry is closed."""
        super().close()
        self._context.signals.answers_changed.disconnect(self._refresh)

    def make_page(self) -> BoardPage:
        """Return a page for the board at the current path."""
        form, answers, path = self._session.form, self._session.answers(), self._path
        field, owner = form.field(path), paths.parent_item_path(path)
        assert field is not None  # noqa: S101 - checked by `start`
        group = form.field(paths.group_path(owner)) if owner else None
        wall = next((inner for inner in group.fields if kind_of(inner).holds_photos), None) if group else None
        photos = (wall, f"{owner}/{wall.id}") if wall is not None else None
        item = answers.get(owner) if owner else None
        owner_name = _owner_name(group, item) if group is not None and isinstance(item, Item) else ""
        noun = group.item_noun if group is not None else "board"
        page = BoardPage(
            BoardDescription(owner_name or field.label, field, path, photos, noun), self._context.services
        )
        page.photos_requested.connect(self._add_photos)
        page.set_read_only(self.is_read_only)
        return page

    def _drop_page(self) -> None:
        if self._path:
            self._pages.remove(self.page)
            del self.page

    def _show(self, page: BoardPage) -> None:
        answers = self._session.answers()
        photos = answers.items(page.wall_photos.path) if page.wall_photos is not None else ()
        page.show_board(answers.items(page.path), photos)

    def _refresh(self, changed: frozenset[str]) -> None:
        questions = {path.partition("/")[0] for path in changed}
        if not self._path or not self.page.isVisible() or self._path.partition("/")[0] not in questions:
            return
        owner = paths.parent_item_path(self._path)
        if owner and self._session.answers().get(owner) is None:
            self._pages.close()  # the workshop was removed
            return
        self._show(self.page)

    def _add_photos(self) -> None:
        if self.page.wall_photos is not None:
            self._pages.go_to(self.page.wall_photos.path)


def _owner_name(group: Field, item: Item) -> str:
    """Return the name of the entry that has the board, such as a workshop's name."""
    first = group.inner_field(group.summary[0]) if group.summary else None
    return kind_of(first).format_value(first, item.get(first.id)) if first is not None else ""
