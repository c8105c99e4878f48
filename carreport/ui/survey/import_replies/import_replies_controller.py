"""Lead a file of replies into a survey: read beside the window, looked at, corrected, brought in whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QTimer

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.fill import PreparedFill, apply_fill, prepare_fill
from carreport.draft.session.snapshot import Snapshot, take_snapshot
from carreport.errors import CarreportError
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.schema import Form
from carreport.survey.importing.headings import read_reply_table
from carreport.survey.importing.importer import ImportResult, prepare_import, undo_import
from carreport.survey.importing.plan import Corrections, ImportPlan, plan_import
from carreport.survey.importing.spreadsheet import Worksheet, read_worksheet
from carreport.survey.locate import SurveyLocation, survey_location, survey_locations
from carreport.survey.target import SurveyTarget, find_target
from carreport.ui.background.jobs import Cancelled, Ticket
from carreport.ui.editors.base import part_name
from carreport.ui.qt.turns import LATER
from carreport.ui.survey.import_replies.import_replies_page import ImportPage, Shown
from carreport.ui.survey.import_replies.import_settings import Way
from carreport.ui.survey.import_replies.import_wording import Told, done_words, told
from carreport.ui.survey.result_view import AgreementView
from carreport.ui.task import Room
from carreport.ui.undo_stack import Change
from carreport.ui.widgets.notice_bar import Notice, notice_of

MOST_HEADS = 12
SAY_AFTER = 300
"""After how many milliseconds the page says that it is still working something out."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is read, and how: the file, the way, and what a person says about it."""

    path: Path
    way: Way
    said: Corrections


@dataclass(frozen=True, slots=True)
class Found:
    """What came of reading: the sheet as it stands in the file, the plan, and what it says in words."""

    sheet: Worksheet
    plan: ImportPlan
    told: Told


class ImportWork(QObject):
    """Stands between the page on which replies come in, the engine and the draft."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.parent)
        self._room = room
        self._pages = room.pages
        self._session: DraftSession = room.session
        self._place: SurveyLocation | None = None
        self._asked: Asked | None = None
        self._found: Found | None = None
        self._ticket: Ticket | None = None
        self._said = (0.0, "")
        self._timer = QTimer(self, singleShot=True, interval=SAY_AFTER)
        self._timer.timeout.connect(self._say_progress)
        self.page = page = ImportPage()
        page.corrected.connect(self._correct)
        page.way_changed.connect(self._change_way)
        page.accepted.connect(self._accept)
        page.left.connect(self._leave)
        page.other_file_wanted.connect(self._ask_file)
        page.file_dropped.connect(self.read)
        page.progress.cancel.clicked.connect(self._stop)

    def begin(self, at: str = "") -> None:
        """Ask for a file; `at` is a survey, or the list of them, perhaps with `#` and the file behind it."""
        if self._session.read_only:
            self._room.prompts.explain(Notice(self._session.read_only_reason))
            return
        where, _, file = at.partition(part_name("", ""))
        form = self._session.form
        first = next((each.group for each in survey_locations(form)), "")
        self._place = survey_location(form, where or first)
        steps = paths.split_path(where).steps if where else ()
        self._asked = Asked(Path(), Way(steps[0][0] if steps else ""), Corrections())
        if file:
            self.read(Path(file))
        else:
            self._ask_file()

    def let_go(self) -> None:
        """Stop what is under way: the inquiry is closed."""
        self._timer.stop()
        if self._ticket is not None:
            self._ticket.drop_contents()

    def read(self, path: Path) -> None:
        """Read another file; nothing of it is in the inquiry before somebody says so."""
        survey = self._asked.way.survey if self._asked else ""
        self._found = None
        self.page.begin(path)
        self._pages.show(self.page)
        self._run(Asked(path, Way(survey), Corrections()))
        self.page.leave.setFocus()

    # Reading.

    def _ask_file(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        path = self._room.prompts.open_replies(Path(folder) if folder else Path.home())
        if path is not None:
            self.read(path)

    def _correct(self, said: Corrections) -> None:
        if self._asked is not None:
            self._run(Asked(self._asked.path, self._asked.way, said))

    def _change_way(self, way: Way) -> None:
        if self._asked is not None:
            self._run(Asked(self._asked.path, way, Corrections()))

    def _run(self, asked: Asked) -> None:
        """Work the plan out beside the window; what was being worked out before is forgotten."""
        if self._ticket is not None:
            self._ticket.drop_contents()
        self._asked = asked
        self._room.flush()
        session, before, place = self._session, self._found, self._place
        assert place is not None  # noqa: S101 - begun before
        target = _target(session.form, session.answers(), place, asked)
        work = partial(_planned, asked=asked, before=before, target=target)
        self.page.accept.setEnabled(False)
        self._said = (0.0, "Opening the file…")
        self._timer.start()
        done = partial(self._show, asked, is_new=before is None or before.plan.table.file != asked.path.name)
        self._ticket = self._room.tasks.run(work, done, self._failed, self._note_progress)

    def _note_progress(self, share: float, words: str) -> None:
        self._said = (share, words)
        if not self._timer.isActive():
            self._say_progress()

    def _say_progress(self) -> None:
        self.page.show_reading(*self._said)

    def _stop(self) -> None:
        """Stop reading; what was read before is shown again."""
        self.let_go()
        if self._found is None:
            self._leave()
        else:
            self._show_found(self._found, is_new=False)

    def _show(self, asked: Asked, found: Found, *, is_new: bool) -> None:
        self._timer.stop()
        is_new |= self._found is None or self._found.plan.table is not found.plan.table
        is_new |= self._found is not None and self._found.plan.target != found.plan.target
        is_first = self._found is None
        self._found, self._ticket = found, None
        self._asked = Asked(
            asked.path, Way(asked.way.survey, found.sheet.name, asked.way.headings), asked.said
        )
        self._show_found(found, is_new=is_new)
        if is_first:
            self.page.focus_here()

    def _show_found(self, found: Found, *, is_new: bool) -> None:
        plan, sheet = found.plan, found.sheet
        surveys = self._session.answers().items(plan.target.place.group)
        named = [(each.id, str(each.get("name") or "Survey without a name")) for each in surveys]
        sheets = [sheet.name, *sheet.other_sheets] if sheet.name else []
        heads = [_short(row) for row in sheet.rows[:MOST_HEADS]]
        waves = _waves(next((each for each in surveys if each.id == plan.target.survey), None))
        self.page.show_plan(Shown(plan, found.told, named, waves, sheets, heads), is_new=is_new)

    def _failed(self, problem: Exception) -> None:
        self._timer.stop()
        self._ticket = None
        if isinstance(problem, Cancelled):
            return
        self.page.show_refused(notice_of(problem).text)
        if not isinstance(problem, CarreportError):
            raise problem

    # Bringing in.

    def _accept(self) -> None:
        if self._found is None or self._asked is None or self._place is None:
            return
        now = _target(self._session.form, self._session.answers(), self._place, self._asked)
        if now != self._found.plan.target:
            self._run(self._asked)  # the survey is different by now: look again first
            return
        self.page.accept.setEnabled(False)
        self._said = (0.5, "Putting the replies together…")
        self._timer.start()
        work = partial(_worked_out, plan=self._found.plan, before=take_snapshot(self._session))
        self._ticket = self._room.tasks.run(work, self._bring, self._failed, self._note_progress)

    def _bring(self, found: tuple[ImportResult, PreparedFill]) -> None:
        """Write down what was worked out; where it went is shown when the window has had its turn."""
        brought, filled = found
        self._timer.stop()
        self._ticket = None
        if self._found is None:
            return
        plan = self._found.plan
        try:
            apply_fill(self._session, filled)
        except CarreportError as problem:
            self._failed(problem)
            return
        self._found = None
        undo = partial(undo_import, self._session, brought)
        redo = partial(_bring_back, self._session, brought)
        self._room.changes.add(Change(brought.survey, is_removal=False, undo=undo, redo=redo))
        QTimer.singleShot(LATER, self.page, partial(self._show_brought, plan))

    def _show_brought(self, plan: ImportPlan) -> None:
        place, survey = plan.target.place, paths.item_path(plan.target.place.group, plan.target.survey)
        if self._ticket is not None or self._session.answers().get(survey) is None:
            return  # by now another file is being read, or this one is out again
        self._show_result(paths.field_path(place.group, plan.target.survey, place.statements))
        self._room.prompts.explain(
            Notice(done_words(plan), is_trouble=False, offer="Undo", act=self._room.undo)
        )

    def _show_result(self, statements: str) -> None:
        """Go to the survey, to where its chart is."""
        self._pages.go_to(statements)
        page = self._pages.step_page(statements)
        view = next((each for each in page.findChildren(AgreementView) if each.isVisible()), None)
        if view is not None:
            page.show_at_top(view)

    def _leave(self) -> None:
        self.let_go()
        self._found = None
        self._pages.close()


def _planned(ticket: Ticket, asked: Asked, before: Found | None, target: SurveyTarget) -> Found:
    """Read the file, as far as it is not read yet, and say how it would come in."""
    ticket.report(0.1, "Opening the file…")
    old = before.plan if before is not None else None
    is_same = before is not None and asked.way.sheet in ("", before.sheet.name)
    sheet = before.sheet if before is not None and is_same else read_worksheet(asked.path, asked.way.sheet)
    ticket.report(0.4, "Finding the headings…")
    headings = asked.way.headings
    if old is not None and is_same and headings in (0, old.table.headings[:1] and old.table.headings[0]):
        table = old.table
    else:
        table = read_reply_table(sheet, headings)
    ticket.report(0.6, "Working out what each column is…")
    plan = plan_import(table, target, asked.said)
    ticket.report(1.0, "Nearly there…")
    return Found(sheet, plan, told(plan))


def _target(form: Form, answers: Answers, place: SurveyLocation, asked: Asked) -> SurveyTarget:
    """Return the survey that the replies go into; a new one is called like the file."""
    if asked.way.survey:
        return find_target(form, answers, paths.item_path(place.group, asked.way.survey))
    return find_target(form, answers, place.group, free_name(answers, place, asked.path.stem))


def free_name(answers: Answers, place: SurveyLocation, wanted: str) -> str:
    """Return a name that no survey has yet."""
    taken = {str(each.get("name") or "").casefold() for each in answers.items(place.group)}
    name, number = wanted, 2
    while name.casefold() in taken:
        name = f"{wanted} ({number})"
        number += 1
    return name


def _worked_out(_ticket: Ticket, plan: ImportPlan, before: Snapshot) -> tuple[ImportResult, PreparedFill]:
    ready = prepare_import(plan)
    return ready.result, prepare_fill(before, ready.answers)


def _bring_back(session: DraftSession, brought: ImportResult) -> None:
    for path in (*brought.created, brought.batch):
        if path:
            session.restore_item(path)


def _waves(survey: Item | None) -> list[str]:
    """Return the names of the waves that a survey has, each once."""
    said = (str(each.get("who") or "") for each in (survey.items("waves") if survey else ()))
    return list(dict.fromkeys(filter(None, said)))


def _short(row: Sequence[str]) -> str:
    words = " · ".join(cell.strip() for cell in row if cell.strip()) or "empty"
    return words if len(words) <= 60 else f"{words[:59].rstrip()}…"
