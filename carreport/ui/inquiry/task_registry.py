"""Begin the larger pieces of work on the open inquiry: its report, a copy for others, going back, erasing.

A new page with its entry in a menu is one line in `TASKS`, one line in `menus.MENUS` with the same
id, and the module that holds its work. Each is made when it is first wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from carreport.errors import CarreportError
from carreport.form import paths
from carreport.ui.background.jobs import BackgroundJobs
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.prompts import Prompts
from carreport.ui.task import ExclusiveAccess, InspectCopy, Task, TaskContext, TaskPages
from carreport.ui.widgets.notice_bar import notice_of

W = TypeVar("W")


def _report(context: TaskContext) -> Task:
    from carreport.ui.report.report_controller import ReportController  # noqa: PLC0415 - not before it is wanted

    return ReportController(context)


def _check(context: TaskContext) -> Task:
    from carreport.ui.report.check_controller import CheckController  # noqa: PLC0415 - not before it is wanted

    return CheckController(context)


def _preview(context: TaskContext) -> Task:
    from carreport.ui.report.preview_controller import PreviewController  # noqa: PLC0415 - not before it is wanted

    return PreviewController(context)


def _export_copy(context: TaskContext) -> Task:
    from carreport.ui.copies.export_controller import ExportCopyController  # noqa: PLC0415 - not before it is wanted

    return ExportCopyController(context)


def _restore(context: TaskContext) -> Task:
    from carreport.ui.history.restore_controller import RestoreController  # noqa: PLC0415 - not before it is wanted

    return RestoreController(context)


def _erase(context: TaskContext) -> Task:
    from carreport.ui.erase.erase_controller import EraseController  # noqa: PLC0415 - not before it is wanted

    return EraseController(context)


def _import_replies(context: TaskContext) -> Task:
    from carreport.ui.survey.import_replies.import_replies_controller import ImportRepliesController  # noqa: PLC0415 - not before it is wanted

    return ImportRepliesController(context)


def _enter_replies(context: TaskContext) -> Task:
    from carreport.ui.survey.enter_replies.enter_replies_controller import EnterRepliesController  # noqa: PLC0415 - not before it is wanted

    return EnterRepliesController(context)


def _themes(context: TaskContext) -> Task:
    from carreport.ui.survey.themes.themes_controller import ThemesController  # noqa: PLC0415 - not before it is wanted

    return ThemesController(context)


def _board(context: TaskContext) -> Task:
    from carreport.ui.board.board_controller import BoardController  # noqa: PLC0415 - not before it is wanted

    return BoardController(context)


def _quote(context: TaskContext) -> Task:
    from carreport.ui.quotations.quotation_controller import QuoteController  # noqa: PLC0415 - not before it is wanted

    return QuoteController(context)


def _template(context: TaskContext) -> Task:
    from carreport.ui.report.template_controller import TemplateController  # noqa: PLC0415 - not before it is wanted

    return TemplateController(context)


TASKS: Mapping[str, Callable[[TaskContext], Task]] = {
    "report": _report,
    "check": _check,
    "preview": _preview,
    "send": _export_copy,
    "back": _restore,
    "erase": _erase,
    "replies": _import_replies,
    "typing": _enter_replies,
    "board": _board,
    "themes": _themes,
    "quote": _quote,
    "template": _template,
}


class TaskRegistry:
    """The pieces of work on one open inquiry, each made when it is first wanted."""

    def __init__(self, wizard: Wizard, tasks: BackgroundJobs, prompts: Prompts, look: InspectCopy) -> None:
        self.context = make_task_context(wizard, tasks, prompts, look, self.begin)
        self._tasks_by_id: dict[str, Task] = {}

    def begin(self, work: str, at: str = "") -> None:
        """Begin the piece of work with this id; say it where that cannot be done."""
        self.context.flush()
        try:
            self._make(work).begin(at)
        except CarreportError as problem:
            self.context.prompts.show_notice(notice_of(problem))

    def _make(self, work: str) -> Task:
        if work not in self._tasks_by_id:
            self._tasks_by_id[work] = TASKS[work](self.context)
        return self._tasks_by_id[work]

    def find(self, kind: type[W]) -> W | None:
        """Return the work of this kind, once it has been begun."""
        return next((each for each in self._tasks_by_id.values() if isinstance(each, kind)), None)

    def close(self) -> None:
        """Stop what is under way: the inquiry is closed, and a page that nobody went to goes as well."""
        for each in self._tasks_by_id.values():
            each.close()
            if each.page is not None and each.page.parent() is None:
                each.page.deleteLater()


def make_task_context(
    wizard: Wizard,
    tasks: BackgroundJobs,
    prompts: Prompts,
    look: InspectCopy,
    begin: Callable[[str, str], None],
) -> TaskContext:
    """Return what pieces of work may use of this inquiry and its window."""
    pages = TaskPages(
        show=wizard.show_page,
        close=wizard.return_to_step,
        remove=wizard.close_page,
        is_shown=lambda page: wizard.pages.currentWidget() is page,
        go_to=wizard.go_to,
        step_page=lambda path: wizard.step_page(paths.split_path(path).section),
        show_changes=lambda: wizard.collaboration_pages.show_changes(only_news=True),
    )
    exclusive = ExclusiveAccess(
        begin=wizard.lock,
        refresh=wizard.refresh_while_locked,
        end=wizard.unlock,
        is_active=lambda: wizard.is_locked,
    )
    return TaskContext(
        session=wizard.session,
        signals=wizard.session_signals,
        services=wizard.editor_services,
        undo_stack=wizard.undo_stack,
        undo=wizard.undo,
        flush=wizard.flush,
        inquiry_title=wizard.sidebar.title.text,
        pages=pages,
        exclusive_access=exclusive,
        opened_at=wizard.opened_at,
        held_at_first=wizard.state_when_opened,
        background=tasks,
        prompts=prompts,
        inspect_copy=look,
        begin_task=begin,
        parent=wizard,
    )
