"""Make a report beside the window, and tell its page how it goes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject

from carreport.errors import CarreportError
from carreport.report.export import Exported, export_report
from carreport.report.placing import free_name
from carreport.report.template import available_templates
from carreport.ui.make_report import MakeReportPage, Order, TemplateChoice
from carreport.ui.notice import notice_of
from carreport.ui.outgoing import outgoing_folder, remember_outgoing
from carreport.ui.report_panels import Outcome
from carreport.ui.room import Room
from carreport.ui.tasks import Cancelled, Ticket


class ReportWork(QObject):
    """Stands between the page on which a report is made and the work of making it."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.wizard)
        self._wizard = room.wizard
        self._session = session = room.session
        self._tasks = room.tasks
        self._prompts = prompts = room.prompts
        self._ticket: Ticket | None = None
        self._place_chosen = False
        choices = [TemplateChoice(t.name, t.title, t.purpose) for t in available_templates(session.form)]
        self.page = MakeReportPage(choices, outgoing_folder())
        self.page.report_ordered.connect(self._make)
        self.page.cancel_wanted.connect(self._cancel)
        self.page.check_wanted.connect(lambda name: room.begin("check", name))
        self.page.preview_wanted.connect(lambda name: room.begin("preview", name))
        self.page.place_wanted.connect(self._ask_place)
        self.page.free_name_wanted.connect(self._take_free_name)
        self.page.file_wanted.connect(prompts.show_file)
        self.page.folder_wanted.connect(prompts.show_folder)

    def begin(self, at: str = "") -> None:
        """Make the page ready for the template `at`: suggest a name, and show no earlier result."""
        self._wizard.show_other(self.page)
        if at in self.page.templates.cards:
            self.page.templates.choose(at)
        if self._ticket is None:
            self.page.forget_outcome()
            if not self._place_chosen:
                form = self._session.form
                self.page.suggest_name(str(self._session.answers().get(form.title_path) or ""))
                self._take_free_name(self.page.target)
        self.page.focus_here()

    def let_go(self) -> None:
        """Stop a report that is being made: its inquiry is closed."""
        if self._ticket is not None:
            self._ticket.forget()

    def _ask_place(self, target: Path, files: str) -> None:
        chosen = self._prompts.save_report(target, files)
        if chosen is not None:
            self._place_chosen = True
            self.page.set_target(chosen)

    def _take_free_name(self, target: Path) -> None:
        if target.exists():
            self.page.set_target(free_name(target))

    def _make(self, order: Order) -> None:
        session = self._session
        form, answers, pictures = session.form, session.answers(), session.pictures()
        today = date.today()  # noqa: DTZ011 - the date on the report is the person's own day

        def work(ticket: Ticket) -> Exported:
            return export_report(
                form, answers, pictures, order.template, order.target, today, progress=ticket.report
            )

        self.page.show_working(0, "")
        self._ticket = self._tasks.run(work, self._done, self._failed, self.page.show_working)

    def _cancel(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()

    def _done(self, exported: Exported) -> None:
        self._ticket = None
        remember_outgoing(exported.path.parent)
        form, proof = self._session.form, exported.proof
        kept_back = tuple((_label(form.field(path), path), why) for path, why in proof.kept_back.items())
        missing = tuple(each.label for each in proof.missing)
        self.page.show_outcome(Outcome(exported.path, proof.sentence, kept_back, missing))

    def _failed(self, problem: Exception) -> None:
        self._ticket = None
        if isinstance(problem, Cancelled):
            self.page.show_cancelled()
            return
        self.page.show_failed(notice_of(problem).text)
        if not isinstance(problem, CarreportError):
            raise problem


def _label(field: object, path: str) -> str:
    return getattr(field, "label", path)
