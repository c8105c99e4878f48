"""The controller for the page “Who could this be?”; the passages are found in the worker thread."""

from __future__ import annotations

from collections.abc import Mapping

from carreport.form.kinds.dates import format_date
from carreport.report.templates.find_templates import available_templates, find_template
from carreport.review.identity.group_facts import GroupPerson
from carreport.review.identity.looked_at import looked_at, mark_looked_at, passage_mark
from carreport.review.identity.recognition import (
    IdentityFindings,
    PrintedContact,
    RiskyPassage,
    find_identities,
)
from carreport.review.identity.wording import contact_text, findings_text, passage_text, person_text
from carreport.ui.background.jobs import Job
from carreport.ui.report.check_controller import IN_TEMPLATE, answer_place_text
from carreport.ui.report.select_words import select_words
from carreport.ui.report.who_page import WhoPage, WhoRow
from carreport.ui.task import TaskController


class WhoController(TaskController[WhoPage]):
    """Connects the page to the rules, and to what was looked at."""

    _findings: IdentityFindings | None = None

    def make_page(self) -> WhoPage:
        """Return a new page, connected to this controller."""
        page = WhoPage(self._templates())
        page.check_requested.connect(self._look)
        page.cancel_requested.connect(self._stop)
        page.answer_requested.connect(self._show_answer)
        page.looked_requested.connect(self._mark)
        page.other_page_button.clicked.connect(lambda: self._context.begin_task("check", page.template))
        return page

    def start(self, at: str) -> None:
        """Look through the report that the template `at` makes, or the one used last."""
        self._pages.show(self.page)
        self.page.focus_start()
        self.page.templates.show_choices(self._templates())
        index = self.page.templates.findData(at) if at else -1
        if index >= 0 and index != self.page.templates.currentIndex():
            self.page.templates.setCurrentIndex(index)  # this starts the search
        elif not self.is_busy:
            self._look(self.page.template)

    def _templates(self) -> list[tuple[str, str]]:
        templates = available_templates(self._session.form)
        return [(template.name, template.title) for template in templates if not template.is_blank]

    def _look(self, name: str) -> None:
        form, answers = self._session.form, self._session.shared_answers()

        def work(job: Job) -> IdentityFindings:
            job.report_progress(0.1, "Reading what is to be printed…")
            return find_identities(answers, form, find_template(name))

        self.page.show_progress(0, "")
        self.run(work, self._show_findings, progress=self.page.show_progress)

    def _show_findings(self, findings: IdentityFindings) -> None:
        self._findings = findings
        self._show_rows()

    def _show_rows(self) -> None:
        if self._findings is None:
            return
        rows = self._rows(self._findings)
        waiting = sum(not row.looked_at for row in rows)
        self.page.show_rows(findings_text(self._findings, waiting), rows)

    def _rows(self, findings: IdentityFindings) -> list[WhoRow]:
        dates = looked_at(self._session)
        rows = [
            self._row(one.person, passage, passage_text(passage), dates)
            for one in findings.people
            for passage in one.passages
        ]
        return rows + [
            self._row(None, contact, contact_text(contact), dates) for contact in findings.contacts
        ]

    def _row(
        self,
        person: GroupPerson | None,
        found: RiskyPassage | PrintedContact,
        why: str,
        dates: Mapping[str, str],
    ) -> WhoRow:
        mark = passage_mark(self._session.draft_id, person.key if person else "", found.path, found.sentence)
        when = dates.get(mark, "")
        return WhoRow(
            person_text(person) if person else "",
            answer_place_text(self._session.form, found.path) if found.path else IN_TEMPLATE,
            found.sentence,
            why,
            found.path,
            found.words,
            mark="" if self.is_read_only or not found.path else mark,
            looked_at=format_date(when) if when else "",
        )

    def _show_answer(self, row: WhoRow) -> None:
        """Show the answer for a row, and select the words that it is about."""
        self._pages.go_to(row.path)
        if row.words:
            select_words(row.words, row.sentence)

    def _mark(self, row: WhoRow, is_done: bool) -> None:  # noqa: FBT001 - Qt's signal
        mark_looked_at(self._session, row.mark, row.path, is_done=is_done)
        self._show_rows()
        self.page.focus_near()

    def _stop(self) -> None:
        self.abandon()
        self.page.show_cancelled()
