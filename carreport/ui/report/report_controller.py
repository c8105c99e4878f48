"""Make a report beside the window, and tell its page how it goes."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt

from carreport.atomic_write import free_path
from carreport.errors import CarreportError
from carreport.form.schema import Form, Share
from carreport.report.export import ExportResult, export_report
from carreport.report.install_template import remove_template, write_starter_document
from carreport.report.templates.find_templates import available_templates, own_template_folders
from carreport.settings import templates_folder
from carreport.ui.background.jobs import Cancelled, Ticket
from carreport.ui.export_folder import outgoing_folder, remember_outgoing
from carreport.ui.report.report_page import MakeReportPage, Order, TemplateChoice
from carreport.ui.task import Room
from carreport.ui.widgets.notice_bar import Notice, notice_of
from carreport.ui.widgets.progress import Outcome

READERS = {Share.PUBLIC: "For everybody", Share.TEAM: "For the team", Share.PRIVATE: "For you only"}
STARTER = "Report to restyle.docx"


class ReportWork(QObject):
    """Stands between the page on which a report is made and the work of making it."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.parent)
        self._pages = room.pages
        self._session = session = room.session
        self._tasks = room.tasks
        self._prompts = prompts = room.prompts
        self._ticket: Ticket | None = None
        self._place_chosen = False
        self.page = MakeReportPage(choices_for(session.form), outgoing_folder())
        self.page.report_ordered.connect(self._make)
        self.page.cancel_wanted.connect(self._cancel)
        self.page.check_wanted.connect(lambda name: room.begin("check", name))
        self.page.preview_wanted.connect(lambda name: room.begin("preview", name))
        self.page.place_wanted.connect(self._ask_place)
        self.page.free_name_wanted.connect(self._take_free_name)
        self.page.file_wanted.connect(prompts.show_file)
        self.page.folder_wanted.connect(prompts.show_folder)
        own = self.page.own
        own.add_wanted.connect(lambda: room.begin("template", ""))
        own.start_wanted.connect(self._start_template)
        own.remove_wanted.connect(self._throw_away)
        own.delete_wanted.connect(self._delete)

    def begin(self, at: str = "") -> None:
        """Make the page ready for the template `at`: suggest a name, and show no earlier result."""
        self._pages.show(self.page)
        known = set(self.page.templates.cards)
        self.page.show_templates(choices_for(self._session.form))
        if at in self.page.templates.cards:
            self.page.templates.choose(at)
        if self._ticket is None:
            self.page.forget_outcome()
            if not self._place_chosen:
                form = self._session.form
                self.page.suggest_name(str(self._session.answers().get(form.title_path) or ""))
                self._take_free_name(self.page.target)
        self.page.focus_here()
        if at in self.page.templates.cards.keys() - known:
            self.page.templates.cards[at].button.setFocus(Qt.FocusReason.OtherFocusReason)

    def let_go(self) -> None:
        """Stop a report that is being made: its inquiry is closed."""
        if self._ticket is not None:
            self._ticket.drop_contents()

    def _ask_place(self, target: Path, files: str) -> None:
        chosen = self._prompts.save_report(target, files)
        if chosen is not None:
            self._place_chosen = True
            self.page.set_target(chosen)

    def _take_free_name(self, target: Path) -> None:
        if target.exists():
            self.page.set_target(free_path(target))

    def _start_template(self) -> None:
        target = self._prompts.save_template(outgoing_folder() / STARTER)
        if target is None:
            return
        if not target.suffix:
            target = target.with_name(f"{target.name}.docx")

        def work(_ticket: Ticket) -> Path:
            write_starter_document(target, replace=True)
            return target

        self._tasks.run(work, self._started, self._say)

    def _started(self, target: Path) -> None:
        said = f"{target.name} is there, with notes beside its tags. Restyle it in Word, then add it here."
        show = partial(self._prompts.show_file, target)
        self._prompts.explain(Notice(said, is_trouble=False, offer="Open it", act=show))

    def _throw_away(self, name: str) -> None:
        titles = {each.name: each.title for each in choices_for(self._session.form) if each.is_own}
        if name not in titles:
            self.page.show_templates(choices_for(self._session.form))
        elif self._prompts.throw_away(templates_folder() / name):
            self._say_removed(f"“{titles[name]}” lies in the bin of this computer now.")
        else:
            self.page.ask_to_delete(name)

    def _delete(self, name: str) -> None:
        try:
            remove_template(name)
        except (CarreportError, OSError) as problem:
            self._say(problem)
        else:
            self._say_removed("The template is deleted.")

    def _say_removed(self, said: str) -> None:
        self.page.show_templates(choices_for(self._session.form))
        self.page.own.add.setFocus(Qt.FocusReason.OtherFocusReason)
        kept = "Reports that were made with it stay as they are."
        self._prompts.explain(Notice(f"{said} {kept}", is_trouble=False))

    def _say(self, problem: Exception) -> None:
        if isinstance(problem, OSError):
            self._prompts.explain(Notice(f"It could not be done. The system says: {problem.strerror}."))
            return
        self._prompts.explain(notice_of(problem))
        if not isinstance(problem, CarreportError):
            raise problem

    def _make(self, order: Order) -> None:
        session = self._session
        form, answers = session.form, session.answers()
        today = date.today()  # noqa: DTZ011 - the date on the report is the person's own day

        def work(ticket: Ticket) -> ExportResult:
            pictures = session.pictures_of(answers)
            return export_report(
                form, answers, pictures, order.template, order.target, today, progress=ticket.report
            )

        self.page.show_working(0, "")
        self._ticket = self._tasks.run(work, self._done, self._failed, self.page.show_working)

    def _cancel(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()

    def _done(self, exported: ExportResult) -> None:
        self._ticket = None
        remember_outgoing(exported.path.parent)
        form, proof = self._session.form, exported.proof
        kept_back = tuple((_label(form.field(path), path), why) for path, why in proof.withheld.items())
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


def choices_for(form: Form) -> list[TemplateChoice]:
    """Return the templates that reports of this form can be made with, each with who may read them."""
    own = {folder.name for folder in own_template_folders()}
    return [
        TemplateChoice(each.name, each.title, each.purpose, READERS[each.audience], each.name in own)
        for each in available_templates(form)
    ]


def _label(field: object, path: str) -> str:
    return getattr(field, "label", path)
