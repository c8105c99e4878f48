"""Begin the larger pieces of work on the open inquiry: its report, a copy for others, going back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carreport.errors import CarreportError
from carreport.ui.notice import notice_of
from carreport.ui.prompts import Prompts
from carreport.ui.tasks import Tasks
from carreport.ui.wizard import Wizard

if TYPE_CHECKING:
    from carreport.ui.go_back_work import GoBackWork, Look
    from carreport.ui.report_work import ReportWork
    from carreport.ui.send_work import SendWork


class Works:
    """The pages for work on one open inquiry, each made when it is first wanted."""

    def __init__(self, wizard: Wizard, tasks: Tasks, prompts: Prompts, look: Look) -> None:
        self._wizard = wizard
        self._tasks = tasks
        self._prompts = prompts
        self._look = look
        self.report: ReportWork | None = None
        self.send: SendWork | None = None
        self.back: GoBackWork | None = None

    def make_report(self) -> None:
        """Show the page on which the report is made."""
        self._wizard.flush()
        if self.report is None:
            from carreport.ui.report_work import ReportWork  # noqa: PLC0415 - not before it is wanted

            try:
                self.report = ReportWork(self._wizard.session, self._tasks, self._prompts, self._wizard)
            except CarreportError as problem:
                self._prompts.explain(notice_of(problem))
                return
        self._wizard.show_other(self.report.page)
        self.report.begin()

    def send_copy(self) -> None:
        """Show the page on which a copy for somebody else is made."""
        self._wizard.flush()
        if self.send is None:
            from carreport.ui.send_work import SendWork  # noqa: PLC0415 - not before it is wanted

            self.send = SendWork(self._wizard.session, self._prompts, self._wizard)
        self._wizard.show_other(self.send.page)
        self.send.begin()

    def go_back(self, chosen: str = "") -> None:
        """Show the moments that one can go back to, with this one chosen."""
        self._wizard.flush()
        if self.back is None:
            from carreport.ui.go_back_work import GoBackWork  # noqa: PLC0415 - not before it is wanted

            self.back = GoBackWork(self._wizard, self._tasks, self._prompts, self._look)
        self.back.begin(chosen)

    def let_go(self) -> None:
        """Stop what is under way: the inquiry is closed."""
        if self.report is not None:
            self.report.let_go()
        if self.back is not None:
            self.back.let_go()
