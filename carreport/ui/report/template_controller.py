"""Have a Word template checked beside the window, and put it among the person's own."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from carreport.errors import CarreportError, TemplateError
from carreport.report.install_template import TemplateCheck, TemplateNotAdded, add_template, check_template
from carreport.report.templates.template import ReportTemplate
from carreport.ui.background.jobs import Cancelled, Ticket
from carreport.ui.export_folder import outgoing_folder
from carreport.ui.report.template_page import TemplatePage
from carreport.ui.task import Room
from carreport.ui.widgets.notice_bar import Notice, notice_of

_NAMES = ("template-name", "template-there")
"""The codes of what can be wrong with a name alone."""


class TemplateWork(QObject):
    """Stands between the page on which a template is judged and the work of judging and adding it."""

    def __init__(self, room: Room) -> None:
        super().__init__(room.parent)
        self._pages = room.pages
        self._tasks = room.tasks
        self._prompts = room.prompts
        self._begin = room.begin
        self._ticket: Ticket | None = None
        self._path = Path()
        self._checked: TemplateCheck | None = None
        self.page = TemplatePage()
        self.page.again_wanted.connect(self._check)
        self.page.other_wanted.connect(self._choose)
        self.page.name_given.connect(self._add)
        self.page.cancel_wanted.connect(self._cancel)

    def begin(self, at: str = "") -> None:
        """Let the person choose a Word document, or take the one at `at`, and check it."""
        if at:
            self._take(Path(at))
        else:
            self._choose()

    def let_go(self) -> None:
        """Stop checking: the inquiry is closed."""
        if self._ticket is not None:
            self._ticket.drop_contents()

    def _choose(self) -> None:
        chosen = self._prompts.open_template(outgoing_folder())
        if chosen is not None:
            self._take(chosen)

    def _take(self, path: Path) -> None:
        self._path = path
        self.page.show_file(path.name)
        self._check()
        self._pages.show(self.page)
        self.page.focus_here()

    def _check(self) -> None:
        self.let_go()
        path, self._checked = self._path, None

        def work(ticket: Ticket) -> TemplateCheck:
            ticket.report(0.2, "Looking through the document, and trying it out…")
            checked = check_template(path)
            ticket.report(0.9, "Adding it…")
            return checked

        self.page.show_working(0, "")
        self._ticket = self._tasks.run(work, self._judged, self._failed, self.page.show_working)

    def _cancel(self) -> None:
        self.let_go()
        self._ticket = None
        self._begin("report", "")

    def _judged(self, checked: TemplateCheck) -> None:
        self._ticket, self._checked = None, checked
        if checked.is_valid:
            self._add(self._path.stem, replace=False)
        else:
            self.page.show_mistakes(checked.mistakes)

    def _add(self, name: str, replace: bool) -> None:  # noqa: FBT001 - Qt's signal
        path, checked = self._path, self._checked

        def work(_ticket: Ticket) -> ReportTemplate:
            return add_template(path, name, replace=replace, checked=checked)

        self._ticket = self._tasks.run(work, self._added, partial(self._not_added, name))

    def _added(self, template: ReportTemplate) -> None:
        self._ticket = None
        remarks = self._checked.warnings if self._checked is not None else ()
        known = " ".join(("", "Good to know:", *map(str, remarks))) if remarks else ""
        self._begin("report", template.name)
        self._prompts.explain(Notice(f"Added: {template.title}.{known}", is_trouble=False))

    def _not_added(self, name: str, problem: Exception) -> None:
        if isinstance(problem, TemplateError) and problem.code in _NAMES:
            self._ticket = None
            self.page.ask_name(
                name, f"The template is sound. {problem}", is_taken=problem.code == "template-there"
            )
        else:
            self._failed(problem)

    def _failed(self, problem: Exception) -> None:
        self._ticket = None
        if isinstance(problem, Cancelled):
            return
        if isinstance(problem, TemplateNotAdded):
            self.page.show_mistakes(problem.mistakes)
            return
        self.page.show_failed(notice_of(problem).text)
        if not isinstance(problem, CarreportError):
            raise problem
