"""The tasks on the open inquiry: making a report or a copy, restoring, erasing and so on.

A new task needs a controller module, a function here that imports it on first use, a line in `TASKS`
and, if it belongs in a menu, a `Command` in `menus` with its id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from carreport.errors import CarreportError
from carreport.ui.background.job_controller import WindowServices
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.task import ExclusiveAccess, TaskContext, TaskController, TaskPages
from carreport.ui.widgets.notice_bar import notice_of

W = TypeVar("W")
AnyTask = TaskController[Any]


def _report(context: TaskContext) -> AnyTask:
    from carreport.ui.report.report_controller import ReportController  # noqa: PLC0415 - only when needed

    return ReportController(context)


def _check(context: TaskContext) -> AnyTask:
    from carreport.ui.report.check_controller import CheckController  # noqa: PLC0415 - only when needed

    return CheckController(context)


def _identify(context: TaskContext) -> AnyTask:
    from carreport.ui.report.who_controller import WhoController  # noqa: PLC0415 - only when needed

    return WhoController(context)


def _preview(context: TaskContext) -> AnyTask:
    from carreport.ui.report.preview_controller import PreviewController  # noqa: PLC0415 - only when needed

    return PreviewController(context)


def _export_copy(context: TaskContext) -> AnyTask:
    from carreport.ui.copies.export_controller import ExportCopyController  # noqa: PLC0415 - only when needed

    return ExportCopyController(context)


def _restore(context: TaskContext) -> AnyTask:
    from carreport.ui.history.restore_controller import RestoreController  # noqa: PLC0415 - only when needed

    return RestoreController(context)


def _erase(context: TaskContext) -> AnyTask:
    from carreport.ui.erase.erase_controller import EraseController  # noqa: PLC0415 - only when needed

    return EraseController(context)


def _import_replies(context: TaskContext) -> AnyTask:
    from carreport.ui.survey.import_replies.import_replies_controller import ImportRepliesController  # noqa: PLC0415 - only when needed

    return ImportRepliesController(context)


def _enter_replies(context: TaskContext) -> AnyTask:
    from carreport.ui.survey.enter_replies.enter_replies_controller import EnterRepliesController  # noqa: PLC0415 - only when needed

    return EnterRepliesController(context)


def _themes(context: TaskContext) -> AnyTask:
    from carreport.ui.survey.themes.themes_controller import ThemesController  # noqa: PLC0415 - only when needed

    return ThemesController(context)


def _board(context: TaskContext) -> AnyTask:
    from carreport.ui.board.board_controller import BoardController  # noqa: PLC0415 - only when needed

    return BoardController(context)


def _quote(context: TaskContext) -> AnyTask:
    from carreport.ui.quotations.quotation_controller import QuoteController  # noqa: PLC0415 - only when needed

    return QuoteController(context)


def _template(context: TaskContext) -> AnyTask:
    from carreport.ui.report.template_controller import TemplateController  # noqa: PLC0415 - only when needed

    return TemplateController(context)


def _review(context: TaskContext) -> AnyTask:
    from carreport.ui.review.review_controller import ReviewController  # noqa: PLC0415 - only when needed

    return ReviewController(context)


def _review_send(context: TaskContext) -> AnyTask:
    from carreport.ui.review.word_files.send_controller import SendReviewController  # noqa: PLC0415 - only when needed

    return SendReviewController(context)


def _review_read(context: TaskContext) -> AnyTask:
    from carreport.ui.review.word_files.read_controller import ReadReviewController  # noqa: PLC0415 - only when needed

    return ReadReviewController(context)


def _find(context: TaskContext) -> AnyTask:
    from carreport.ui.find.find_controller import FindController  # noqa: PLC0415 - only when needed

    return FindController(context)


TASKS: Mapping[str, Callable[[TaskContext], AnyTask]] = {
    "report": _report,
    "check": _check,
    "identify": _identify,
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
    "review": _review,
    "review_send": _review_send,
    "review_read": _review_read,
    "find": _find,
}


class TaskRegistry:
    """The tasks of one open inquiry, each created on first use."""

    def __init__(self, wizard: Wizard, window: WindowServices) -> None:
        self.context = make_task_context(wizard, window, self.begin)
        self._tasks_by_id: dict[str, AnyTask] = {}
        wizard.word_count.known_pages = self._known_pages

    def begin(self, work: str, at: str = "") -> None:
        """Begin the task with this id; if that is not possible, show why."""
        self.context.flush()
        try:
            self._make(work).begin(at)
        except CarreportError as problem:
            self.context.window.prompts.show_notice(notice_of(problem))

    def _make(self, work: str) -> AnyTask:
        if work not in self._tasks_by_id:
            self._tasks_by_id[work] = TASKS[work](self.context)
        return self._tasks_by_id[work]

    def find(self, kind: type[W]) -> W | None:
        """Return the task of this type, if it has begun."""
        return next((task for task in self._tasks_by_id.values() if isinstance(task, kind)), None)

    def _known_pages(self) -> int:
        """Return how many pages the previewed report has, or 0 if there is none of the present answers."""
        preview = self._tasks_by_id.get("preview")
        return int(getattr(preview, "page_count", 0))

    def close(self) -> None:
        """Stop all tasks: the inquiry is closed."""
        for task in self._tasks_by_id.values():
            task.close()


def make_task_context(
    wizard: Wizard, window: WindowServices, begin: Callable[[str, str], None]
) -> TaskContext:
    """Return the context for tasks on this inquiry."""
    pages = TaskPages(
        show=wizard.show_page,
        close=wizard.return_to_last_page,
        remove=wizard.close_page,
        is_shown=lambda page: wizard.pages.currentWidget() is page,
        go_to=wizard.go_to,
        show_beside=wizard.show_panel,
        close_beside=wizard.close_panel,
        focus=wizard.focus_page,
        step_page=wizard.step_pages.page_with,
        show_changes=lambda: wizard.collaboration_pages.show_changes(only_news=True),
    )
    exclusive = ExclusiveAccess(
        begin=wizard.lock,
        end=wizard.unlock,
        is_active=lambda: wizard.is_locked,
    )
    return TaskContext(
        window=window,
        session=wizard.session,
        signals=wizard.session_signals,
        services=wizard.editor_services,
        undo_stack=wizard.undo_stack,
        undo=wizard.undo,
        flush=wizard.flush,
        inquiry_title=lambda: wizard.sidebar.title.full_text,
        pages=pages,
        exclusive_access=exclusive,
        opened_at=wizard.opened_at,
        held_at_first=wizard.state_when_opened,
        begin_task=begin,
        parent=wizard,
    )
