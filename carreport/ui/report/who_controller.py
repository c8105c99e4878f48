"""The controller for the page “Who could this be?”; the passages are found in the worker thread."""

from __future__ import annotations

from collections.abc import Mapping

from carreport.form.kinds.dates import format_date
from carreport.report.templates.find_templates import find_template
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
from carreport.ui.report.check_controller import IN_TEMPLATE, FindingsController, answer_place_text
from carreport.ui.report.who_page import WhoPage, WhoRow


class WhoController(FindingsController[WhoPage]):
    """Connects the page to the rules, and to what was looked at."""

    other_task = "check"
    _findings: IdentityFindings | None = None

    def make_findings_page(self, templates: list[tuple[str, str]]) -> WhoPage:
        """Return a new page, with marks for what was looked at."""
        page = WhoPage(templates)
        page.answer_requested.connect(self._show_row)
        page.looked_requested.connect(self._mark)
        return page

    def look(self, name: str) -> None:
        """Find who could be recognised in the report that this template makes."""
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

    def _show_row(self, row: WhoRow) -> None:
        self.show_answer(row.path, row.words, row.sentence)

    def _mark(self, row: WhoRow, is_done: bool) -> None:  # noqa: FBT001 - Qt's signal
        mark_looked_at(self._session, row.mark, row.path, is_done=is_done)
        self._show_rows()
        self.page.focus_near()
