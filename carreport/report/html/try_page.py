"""Try the shell of a web page: make pages with it for trial reports, and list every mistake."""

from __future__ import annotations

from collections.abc import Iterator

from carreport.errors import Mistake
from carreport.report.html.html_proof import html_faults
from carreport.report.html.render import LONGEST_TRIAL, HtmlTemplateError, render_pages
from carreport.report.templates.template import HTML_SHELL, ReportTemplate
from carreport.report.templates.trial_reports import trial_reports


def try_page(template: ReportTemplate) -> tuple[tuple[Mistake, ...], tuple[Mistake, ...]]:
    """Return the mistakes in a template's HTML shell, which prevent its use, and warnings, which do not.

    Raise `TemplateError` if the trial had to be stopped.
    """
    try:
        pages, remarks = render_pages(trial_reports(), template, trial=True, longest_wait=LONGEST_TRIAL)
    except HtmlTemplateError as problem:
        return problem.mistakes, ()
    faults = (fault for label, page in pages.items() for fault in _page_faults(label, page))
    return (), tuple(dict.fromkeys((*remarks, *faults)))


def _page_faults(label: str, page: str) -> Iterator[Mistake]:
    for fault in html_faults(page.encode()):
        yield Mistake(f"{HTML_SHELL}, {label}", fault.code, fault.message)
