"""Begin the larger pieces of work on the open inquiry: its report, a copy for others, going back, erasing.

A new page with its entry in a menu is one line in `WORKS`, one line in `menus.MENUS` with the same
id, and the module that holds its work. Each is made when it is first wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from carreport.errors import CarreportError
from carreport.form import paths
from carreport.ui.background.jobs import Tasks
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.prompts import Prompts
from carreport.ui.task import ExclusiveAccess, Look, Room, TaskPages, Work
from carreport.ui.widgets.notice_bar import notice_of

W = TypeVar("W")


def _report(room: Room) -> Work:
    from carreport.ui.report.report_controller import ReportWork  # noqa: PLC0415 - not before it is wanted

    return ReportWork(room)


def _check(room: Room) -> Work:
    from carreport.ui.report.check_controller import CheckWork  # noqa: PLC0415 - not before it is wanted

    return CheckWork(room)


def _preview(room: Room) -> Work:
    from carreport.ui.report.preview_controller import PreviewWork  # noqa: PLC0415 - not before it is wanted

    return PreviewWork(room)


def _send(room: Room) -> Work:
    from carreport.ui.copies.export_controller import SendWork  # noqa: PLC0415 - not before it is wanted

    return SendWork(room)


def _back(room: Room) -> Work:
    from carreport.ui.history.restore_controller import GoBackWork  # noqa: PLC0415 - not before it is wanted

    return GoBackWork(room)


def _erase(room: Room) -> Work:
    from carreport.ui.erase.erase_controller import EraseWork  # noqa: PLC0415 - not before it is wanted

    return EraseWork(room)


def _replies(room: Room) -> Work:
    from carreport.ui.survey.import_replies.import_replies_controller import ImportWork  # noqa: PLC0415 - not before it is wanted

    return ImportWork(room)


def _typing(room: Room) -> Work:
    from carreport.ui.survey.enter_replies.enter_replies_controller import TypingWork  # noqa: PLC0415 - not before it is wanted

    return TypingWork(room)


def _themes(room: Room) -> Work:
    from carreport.ui.survey.themes.themes_controller import ThemesWork  # noqa: PLC0415 - not before it is wanted

    return ThemesWork(room)


def _board(room: Room) -> Work:
    from carreport.ui.board.board_controller import BoardWork  # noqa: PLC0415 - not before it is wanted

    return BoardWork(room)


def _quote(room: Room) -> Work:
    from carreport.ui.quotations.quotation_controller import QuoteWork  # noqa: PLC0415 - not before it is wanted

    return QuoteWork(room)


def _template(room: Room) -> Work:
    from carreport.ui.report.template_controller import TemplateWork  # noqa: PLC0415 - not before it is wanted

    return TemplateWork(room)


WORKS: Mapping[str, Callable[[Room], Work]] = {
    "report": _report,
    "check": _check,
    "preview": _preview,
    "send": _send,
    "back": _back,
    "erase": _erase,
    "replies": _replies,
    "typing": _typing,
    "board": _board,
    "themes": _themes,
    "quote": _quote,
    "template": _template,
}


class Works:
    """The pieces of work on one open inquiry, each made when it is first wanted."""

    def __init__(self, wizard: Wizard, tasks: Tasks, prompts: Prompts, look: Look) -> None:
        self.room = room_of(wizard, tasks, prompts, look, self.begin)
        self._made: dict[str, Work] = {}

    def begin(self, work: str, at: str = "") -> None:
        """Begin the piece of work with this id; say it where that cannot be done."""
        self.room.flush()
        try:
            self._make(work).begin(at)
        except CarreportError as problem:
            self.room.prompts.explain(notice_of(problem))

    def _make(self, work: str) -> Work:
        if work not in self._made:
            self._made[work] = WORKS[work](self.room)
        return self._made[work]

    def made(self, kind: type[W]) -> W | None:
        """Return the work of this kind, once it has been begun."""
        return next((each for each in self._made.values() if isinstance(each, kind)), None)

    def let_go(self) -> None:
        """Stop what is under way: the inquiry is closed, and a page that nobody went to goes as well."""
        for each in self._made.values():
            each.let_go()
            if each.page is not None and each.page.parent() is None:
                each.page.deleteLater()


def room_of(
    wizard: Wizard, tasks: Tasks, prompts: Prompts, look: Look, begin: Callable[[str, str], None]
) -> Room:
    """Return what pieces of work may use of this inquiry and its window."""
    pages = TaskPages(
        show=wizard.show_other,
        close=wizard.close_other,
        remove=wizard.drop_other,
        is_shown=lambda page: wizard.pages.currentWidget() is page,
        go_to=wizard.go_to,
        step_page=lambda path: wizard.page(paths.split_path(path).section),
        show_changes=lambda: wizard.shared.show_since(only_news=True),
    )
    exclusive = ExclusiveAccess(
        begin=wizard.hold, refresh=wizard.catch_up, end=wizard.release, is_active=lambda: wizard.is_held
    )
    return Room(
        session=wizard.session,
        bridge=wizard.bridge,
        desk=wizard.desk,
        changes=wizard.changes,
        undo=wizard.undo,
        flush=wizard.flush,
        title=wizard.sidebar.title.text,
        pages=pages,
        exclusive=exclusive,
        opened_at=wizard.opened_at,
        held_at_first=wizard.held_at_first,
        tasks=tasks,
        prompts=prompts,
        look=look,
        begin=begin,
        parent=wizard,
    )
