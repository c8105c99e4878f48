"""Lead from a question to what stood there earlier: versions of an answer, and entries that were removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cached_property

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from carreport.draft.session.draft_session import DraftSession
from carreport.ui.editor_registry import Desk
from carreport.ui.history.removed_page import RemovedPage
from carreport.ui.history.versions_page import HistoryPage
from carreport.ui.qt.turns import Turns

Show = Callable[[QWidget, str], None]
"""Show a page in place of the step; the path is where one comes back to."""


class EarlierPages(QObject):
    """The pages on which one brings back what stood somewhere earlier."""

    done = Signal()
    """Something was brought back: the step is to be shown again."""
    erase_wanted = Signal(str)
    """Words of the answer at this path are to be taken out for good."""

    def __init__(self, session: DraftSession, desk: Desk, show: Show, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._desk = desk
        self._show = show
        self._path = ""
        self._turns = Turns(self)

    @cached_property
    def history(self) -> HistoryPage:
        """The earlier versions of one answer."""
        page = HistoryPage()
        page.revision_chosen.connect(self._bring_back)
        page.erase_wanted.connect(self._want_erasing)
        return page

    @cached_property
    def removed(self) -> RemovedPage:
        """The entries that were removed from one list."""
        page = RemovedPage()
        page.entry_chosen.connect(self._bring_back_entry)
        return page

    def show_history(self, path: str) -> None:
        """Show the earlier versions of the answer at `path`, once what was written before is read."""
        self._turns.let_go()
        if self._session.is_all_read:
            self._turns.begin(self._listing_history(path))
            return

        def go_on(_: None) -> None:
            if self._session.is_open:
                self._turns.begin(self._listing_history(path))

        self._desk.work_out(self._session.read_all, go_on)

    def _listing_history(self, path: str) -> Iterator[None]:
        session, field = self._session, self._session.form.field(path)
        assert field is not None  # noqa: S101 - only questions of the form are shown
        found = session.history(path)
        yield
        if not session.is_open:
            return
        self._path = path
        self._show(self.history, path.partition("/")[0])
        self.history.show_history(field, found, session.author, datetime.now(UTC))
        self.history.focus_here()

    def show_removed(self, group: str) -> None:
        """Show the entries that were removed from the group at `group`."""
        field = self._session.form.field(group)
        assert field is not None  # noqa: S101 - only questions of the form are shown
        self._show(self.removed, group)
        self.removed.show_removed(field, group, self._session.removed_items(group))
        self.removed.focus_here()

    def _bring_back(self, revision_id: str) -> None:
        self._session.restore_revision(self._path, revision_id)
        self._session.seal(self._path)
        self.done.emit()

    def _bring_back_entry(self, item_path: str) -> None:
        self._desk.restore_item(item_path)
        self.done.emit()

    def _want_erasing(self) -> None:
        self.erase_wanted.emit(self._path)
