"""The controller that imports a file of replies: it reads the file, plans the import, and applies it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QStandardPaths, QTimer

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.fill import PreparedFill, apply_fill, prepare_fill
from carreport.draft.session.snapshot import Snapshot, take_snapshot
from carreport.errors import CarreportError, ReplyFileError
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.schema import Form
from carreport.survey.importing.headings import read_reply_table
from carreport.survey.importing.importer import ImportResult, prepare_import, redo_replacements, undo_import
from carreport.survey.importing.plan import Corrections, ImportPlan, plan_import
from carreport.survey.importing.spreadsheet import Worksheet, read_worksheet
from carreport.survey.locate import SurveyLocation, survey_location, survey_locations
from carreport.survey.same_wording import AlikeWording, wording_key
from carreport.survey.target import SurveyTarget, find_target
from carreport.ui.background.jobs import Job
from carreport.ui.editors.base import control_name
from carreport.ui.survey.import_replies.import_replies_page import ImportRepliesPage, ImportView
from carreport.ui.survey.import_replies.import_settings import ReadOptions
from carreport.ui.survey.import_replies.import_wording import (
    ImportSummary,
    imported_replies_text,
    summarise_plan,
)
from carreport.ui.survey.result_view import AgreementView
from carreport.ui.task import TaskContext, TaskController
from carreport.ui.undo_stack import FunctionCommand, UndoCommand
from carreport.ui.widgets.notice_bar import Notice, notice_of

T = TypeVar("T")
MAX_HEADING_ROWS = 12
NOTICE_DELAY_MS = 300
"""The delay before the page shows progress, in milliseconds."""


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """What to read, and how: the file, the options and the corrections."""

    path: Path
    options: ReadOptions
    corrections: Corrections


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The result of reading: the sheet that was read, the plan, and the plan in words."""

    sheet: Worksheet
    plan: ImportPlan
    summary: ImportSummary


class ImportRepliesController(TaskController[ImportRepliesPage]):
    """Connects the page for importing replies to the code that plans the import, and to the draft."""

    needs_writing = True

    def __init__(self, context: TaskContext) -> None:
        super().__init__(context)
        self._place: SurveyLocation | None = None
        self._request: ReadRequest | None = None
        self._result: ReadResult | None = None
        self._progress = (0.0, "")
        self._timer = QTimer(self, singleShot=True, interval=NOTICE_DELAY_MS)
        self._timer.timeout.connect(self._show_progress)

    def make_page(self) -> ImportRepliesPage:
        """Return the page, connected."""
        page = ImportRepliesPage()
        page.corrections_edited.connect(self._correct)
        page.options_edited.connect(self._change_options)
        page.encoding_chosen.connect(self._choose_encoding)
        page.accepted.connect(self._accept)
        page.cancelled.connect(self._close_page)
        page.other_file_requested.connect(self._ask_file)
        page.file_dropped.connect(self.read_file)
        page.progress.cancel_button.clicked.connect(self._stop)
        return page

    def start(self, at: str) -> None:
        """Read a file; `at` is a survey or the list of surveys, perhaps with `#` and the file."""
        where, _, file = at.partition(control_name("", ""))
        form = self._session.form
        first = next((location.group for location in survey_locations(form)), "")
        self._place = survey_location(form, where or first)
        steps = paths.split_path(where).steps if where else ()
        self._request = ReadRequest(Path(), ReadOptions(steps[0][0] if steps else ""), Corrections())
        if file:
            self.read_file(Path(file))
        else:
            self._ask_file()

    def read_file(self, path: Path) -> None:
        """Read another file and show its plan; nothing is imported yet."""
        survey = self._request.options.survey if self._request else ""
        self._result = None
        self.page.begin(path)
        self._pages.show(self.page)
        self._start_reading(ReadRequest(path, ReadOptions(survey), Corrections()))
        self.page.cancel_button.setFocus()

    # Reading.

    def _ask_file(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        path = self._prompts.open_replies(Path(folder) if folder else Path.home())
        if path is not None:
            self.read_file(path)

    def _correct(self, corrections: Corrections) -> None:
        if self._request is not None:
            self._start_reading(ReadRequest(self._request.path, self._request.options, corrections))

    def _change_options(self, options: ReadOptions) -> None:
        if self._request is not None:
            self._start_reading(ReadRequest(self._request.path, options, Corrections()))

    def _choose_encoding(self, encoding: str) -> None:
        if self._request is not None:
            options = replace(self._request.options, encoding=encoding)
            self._start_reading(ReadRequest(self._request.path, options, Corrections()))

    def _start_reading(self, request: ReadRequest) -> None:
        """Plan the import in the worker thread, replacing any plan in progress."""
        self._request = request
        self._context.flush()
        session, before, place = self._session, self._result, self._place
        assert place is not None  # noqa: S101 - set by `start`
        target = _target(session.form, session.answers(), place, request)
        work = partial(_read_file, request=request, before=before, target=target)
        self.page.primary_action.setEnabled(False)
        done = partial(
            self._show, request, is_new=before is None or before.plan.table.file != request.path.name
        )
        self._run_with_progress(work, done, "Opening the file…")

    def _run_with_progress(self, work: Callable[[Job], T], done: Callable[[T], None], text: str) -> None:
        """Run `work`, and show its progress after a short delay."""
        self._progress = (0.0, text)
        self.run(work, done, ended=self._timer.stop, progress=self._note_progress)
        self._timer.start()

    def _note_progress(self, share: float, text: str) -> None:
        self._progress = (share, text)
        if not self._timer.isActive():
            self._show_progress()

    def _show_progress(self) -> None:
        self.page.show_reading(*self._progress)

    def _stop(self) -> None:
        """Stop reading; show the last result again, if there is one."""
        self.abandon()
        if self._result is None:
            self._close_page()
        else:
            self._show_result_page(self._result, is_new=False)

    def _show(self, request: ReadRequest, result: ReadResult, *, is_new: bool) -> None:
        is_new |= self._result is None or self._result.plan.table is not result.plan.table
        is_new |= self._result is not None and self._result.plan.target != result.plan.target
        is_first = self._result is None
        self._result = result
        self._request = ReadRequest(
            request.path,
            replace(request.options, sheet=result.sheet.name),
            request.corrections,
        )
        self._show_result_page(result, is_new=is_new)
        if is_first:
            self.page.focus_start()

    def _show_result_page(self, result: ReadResult, *, is_new: bool) -> None:
        plan, sheet = result.plan, result.sheet
        surveys = self._session.answers().items(plan.target.place.group)
        named = [(survey.id, str(survey.get("name") or "Unnamed survey")) for survey in surveys]
        sheets = [sheet.name, *sheet.other_sheets] if sheet.name else []
        heads = [_shorten(row) for row in sheet.rows[:MAX_HEADING_ROWS]]
        waves = _wave_names(next((survey for survey in surveys if survey.id == plan.target.survey), None))
        self.page.show_plan(ImportView(plan, result.summary, named, waves, sheets, heads), is_new=is_new)

    def show_failure(self, problem: Exception) -> None:
        """Show on the page why the file cannot be read, or imported."""
        readings = problem.readings if isinstance(problem, ReplyFileError) else {}
        self.page.show_unreadable(notice_of(problem).text, readings)

    # Importing.

    def _accept(self) -> None:
        if self._result is None or self._request is None or self._place is None:
            return
        now = _target(self._session.form, self._session.answers(), self._place, self._request)
        if now != self._result.plan.target:
            self._start_reading(self._request)  # the survey has changed: plan again
            return
        self.page.primary_action.setEnabled(False)
        work = partial(_merge_replies, plan=self._result.plan, before=take_snapshot(self._session))
        self._run_with_progress(work, self._import, "Combining the replies…")

    def _import(self, prepared: tuple[ImportResult, PreparedFill]) -> None:
        """Write the replies to the draft, and go to the survey they were added to."""
        result, fill = prepared
        if self._result is None:
            return
        plan = self._result.plan
        try:
            command = ImportReplies(self._session, result, fill)
            self._context.undo_stack.do(command)
        except CarreportError as problem:
            self.show_failure(problem)
            return
        self._result = None
        place = plan.target.place
        self._show_result(paths.field_path(place.group, plan.target.survey, place.statements))
        text, undo = imported_replies_text(plan), partial(self._undo_import, command)
        self._prompts.show_notice(Notice(text, is_problem=False, action_text="Undo", action=undo))

    def _undo_import(self, command: ImportReplies) -> None:
        """Undo the import, even if other changes have followed it."""
        if self._context.undo_stack.last is command:
            self._context.undo()
        elif self._session.answers().get(command.result.batch) is not None:
            removal = FunctionCommand("Remove replies", command.path, command.revert, command.apply)
            self._context.undo_stack.do(removal)

    def _show_result(self, statements: str) -> None:
        """Go to the survey, and scroll to its chart."""
        self._pages.go_to(statements)
        page = self._pages.step_page(statements)
        view = next((chart for chart in page.findChildren(AgreementView) if chart.isVisible()), None)
        if view is not None:
            page.scroll_to(view)

    def _close_page(self) -> None:
        self.abandon()
        self._result = None
        self._pages.close()


class ImportReplies(UndoCommand):
    """Add the replies of a file and the entries made for them; redo restores them."""

    def __init__(self, session: DraftSession, result: ImportResult, prepared: PreparedFill) -> None:
        super().__init__("Import replies", result.survey)
        self._session, self.result = session, result
        self._prepared: PreparedFill | None = prepared

    def apply(self) -> None:
        """Write the prepared answers the first time; restore them on redo."""
        if self._prepared is not None:
            apply_fill(self._session, self._prepared)
            self._prepared = None
            return
        for path in (*self.result.created, *self.result.batches):
            self._session.restore_item(path)
        redo_replacements(self._session, self.result)

    def revert(self) -> None:
        """Remove the replies and the entries made for them."""
        undo_import(self._session, self.result)


def _read_file(job: Job, request: ReadRequest, before: ReadResult | None, target: SurveyTarget) -> ReadResult:
    """Read the parts of the file that have not been read, and plan the import."""
    job.report_progress(0.1, "Opening the file…")
    old = before.plan if before is not None else None
    is_same = before is not None and request.options.sheet in ("", before.sheet.name)
    sheet = (
        before.sheet
        if before is not None and is_same
        else read_worksheet(request.path, request.options.sheet, request.options.encoding)
    )
    job.report_progress(0.4, "Finding the headings…")
    headings = request.options.heading_row
    if old is not None and is_same and headings in (0, old.table.headings[:1] and old.table.headings[0]):
        table = old.table
    else:
        table = read_reply_table(sheet, headings)
    job.report_progress(0.6, "Identifying the columns…")
    plan = plan_import(table, target, request.corrections)
    job.report_progress(1.0, "Almost done…")
    return ReadResult(sheet, plan, summarise_plan(plan))


def _target(form: Form, answers: Answers, place: SurveyLocation, request: ReadRequest) -> SurveyTarget:
    """Return the survey to add the replies to; a new one is named after the file."""
    if request.options.survey:
        return find_target(form, answers, paths.item_path(place.group, request.options.survey))
    name, key = request.path.stem, wording_key(request.path.stem)
    target = find_target(form, answers, place.group, free_survey_name(answers, place, name))
    for survey in answers.items(place.group):
        existing = str(survey.get("name") or "")
        if wording_key(existing) == key:
            return replace(target, alike=AlikeWording(survey.id, existing, is_asked=True))
    return target


def free_survey_name(answers: Answers, place: SurveyLocation, wanted: str) -> str:
    """Return this name, with a number if another survey has it."""
    existing = {wording_key(str(survey.get("name") or "")) for survey in answers.items(place.group)}
    name, number = wanted, 2
    while wording_key(name) in existing:
        name = f"{wanted} ({number})"
        number += 1
    return name


def _merge_replies(_job: Job, plan: ImportPlan, before: Snapshot) -> tuple[ImportResult, PreparedFill]:
    prepared = prepare_import(plan)
    return prepared.result, prepare_fill(before, prepared.answers)


def _wave_names(survey: Item | None) -> list[str]:
    """Return the names of a survey's rounds, without duplicates."""
    names = (str(wave.get("who") or "") for wave in (survey.items("waves") if survey else ()))
    return list(dict.fromkeys(filter(None, names)))


def _shorten(row: Sequence[str]) -> str:
    text = " · ".join(cell.strip() for cell in row if cell.strip()) or "empty"
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"
