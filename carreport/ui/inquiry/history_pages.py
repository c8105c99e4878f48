"""The pages for earlier versions of an answer and for removed entries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from carreport.draft.session.draft_session import DraftSession
from carreport.ui.editor_registry import EditorServices
from carreport.ui.history.removed_page import RemovedPage
from carreport.ui.history.versions_page import AnswerHistoryPage

ShowPage = Callable[[QWidget, str], None]
"""Show a page in place of the step; the path is the question to return to."""


class HistoryPages(QObject):
    """Shows the pages for earlier versions and removed entries, and restores what is chosen there."""

    finished = Signal()
    """Something was restored; show the step again."""
    erase_requested = Signal(str)
    """Erase text from the answer at this path."""

    def __init__(
        self, session: DraftSession, services: EditorServices, show: ShowPage, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._services = services
        self._show = show
        self._path = ""

    @cached_property
    def history_page(self) -> AnswerHistoryPage:
        """The page with the earlier versions of one answer."""
        page = AnswerHistoryPage()
        page.restore_requested.connect(self._restore_version)
        page.erase_requested.connect(self._request_erase)
        return page

    @cached_property
    def removed_page(self) -> RemovedPage:
        """The page with the entries that were removed from one list."""
        page = RemovedPage()
        page.restore_requested.connect(self._restore_entry)
        return page

    def show_history(self, path: str) -> None:
        """Show the earlier versions of the answer at `path`."""
        session, field = self._session, self._session.form.field(path)
        assert field is not None  # noqa: S101 - only questions of the form are shown
        self._path = path
        self._show(self.history_page, path.partition("/")[0])
        self.history_page.show_history(field, session.history(path), session.author, datetime.now(UTC))
        self.history_page.focus_start()

    def show_removed(self, group: str) -> None:
        """Show the entries that were removed from the group at `group`."""
        field = self._session.form.field(group)
        assert field is not None  # noqa: S101 - only questions of the form are shown
        self._show(self.removed_page, group)
        self.removed_page.show_removed(field, group, self._session.removed_items(group))
        self.removed_page.focus_start()

    def _restore_version(self, revision_id: str) -> None:
        self._session.restore_revision(self._path, revision_id)
        self._session.seal(self._path)
        self.finished.emit()

    def _restore_entry(self, item_path: str) -> None:
        self._services.restore_item(item_path)
        self.finished.emit()

    def _request_erase(self) -> None:
        self.erase_requested.emit(self._path)
