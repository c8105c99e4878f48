"""Render a report as one self-contained HTML page, including pictures, charts and styles.

The page runs no code and loads nothing. White space is kept as typed. A worker process with
limits inspects the template's shell and fills it in, even if the template is a supplied one.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from carreport import subprocess_worker
from carreport.assets import template_folders
from carreport.errors import Mistake, MistakesError, TemplateError
from carreport.language.messages import words_in
from carreport.report.design import design_for
from carreport.report.html.html_blocks import HtmlBlockEmitter
from carreport.report.html.mark_languages import mark_languages
from carreport.report.html.shell_files import read_shell_files
from carreport.report.model import Report
from carreport.report.templates.shell_context import shell_context
from carreport.report.templates.template import HTML_SHELL, ReportTemplate
from carreport.report.templates.template_worker import ask_template_worker, mistakes_from_json

WORKER_FLAG = "--make-a-page"
"""The argument with which a frozen program starts as the worker."""
LONGEST_WAIT = 10.0
LONGEST_TRIAL = 20.0
"""A trial makes three pages."""
MOST_BYTES = 64 << 20
LARGEST_PAGE = 512 << 20
_NEEDED = ("carreport", "jinja2", "lxml", "markupsafe", "PIL")


class HtmlTemplateError(MistakesError, TemplateError):
    """The shell of a web page has mistakes; the error lists all of them."""

    def __init__(self, name: str, mistakes: Iterable[Mistake]) -> None:
        remedy = "Fix it and try again. docs/templates.md lists the values that a shell can print."
        super().__init__("template-shell", f"{HTML_SHELL} in the template {name} has", mistakes, remedy)


def render_html(report: Report, template: ReportTemplate) -> str:
    """Return the report as HTML; raise `TemplateError` if the template's shell cannot be rendered."""
    return render_pages({"report": report}, template)[0]["report"]


def render_pages(
    reports: Mapping[str, Report],
    template: ReportTemplate,
    *,
    trial: bool = False,
    longest_wait: float = LONGEST_WAIT,
) -> tuple[dict[str, str], tuple[Mistake, ...]]:
    """Return a page for each report, and in a `trial` also remarks about the template's shell.

    Raise `TemplateError` if the shell is missing, has mistakes, or takes too long.
    """
    task, bodies = page_task(reports, template, trial=trial)
    reply = ask_template_worker(
        worker_command(),
        json.dumps(task).encode(),
        MOST_BYTES,
        longest_wait,
        work=f"Making a web page with the template {template.name}",
        remedy="Simplify the template: use fewer nested loops, and smaller files.",
    )
    if reply.get("mistakes"):
        raise HtmlTemplateError(template.name, mistakes_from_json(reply["mistakes"]))
    body_mark = re.compile(re.escape(task["body_mark"]) + r"\d+-")
    pages = {
        label: mark_languages(_with_bodies(page, body_mark, bodies, template), reports[label].text_languages)
        for label, page in reply["pages"].items()
    }
    return pages, mistakes_from_json(reply["remarks"])


def page_task(
    reports: Mapping[str, Report], template: ReportTemplate, *, trial: bool
) -> tuple[dict[str, Any], dict[str, Markup]]:
    """Return the task for the worker as plain values, and the bodies that it is not given, by their marks."""
    files = read_shell_files(template.folder, design_for(template))
    if HTML_SHELL in files.refused:
        code, message, suggestion = files.refused[HTML_SHELL]
        raise HtmlTemplateError(template.name, [Mistake(HTML_SHELL, code, message, suggestion)])
    if HTML_SHELL not in files.texts:
        raise _missing_shell_error(template)
    mark = f"carreport{secrets.token_hex(8)}-"
    bodies: dict[str, Markup] = {}
    contexts = {label: page_context(report, f"{mark}body-", bodies) for label, report in reports.items()}
    task = {
        "files": dict(files.texts),
        "own": [] if template.folder in template_folders() else sorted(files.own),
        "refused": dict(files.refused),
        "shell": HTML_SHELL,
        "mark": f"{mark}line-",
        "body_mark": f"{mark}body-",
        "contexts": contexts,
        "trial": trial,
    }
    return task, bodies


def page_context(report: Report, mark: str, bodies: dict[str, Markup]) -> dict[str, Any]:
    """Return the values for a shell; in place of each body is a mark, under which it is put in `bodies`."""
    with words_in(report.language):
        return _page_context(report, mark, bodies)


def _page_context(report: Report, mark: str, bodies: dict[str, Markup]) -> dict[str, Any]:
    emitter = HtmlBlockEmitter(report.pictures)

    def put(body: Markup) -> str:
        name = f"{mark}{len(bodies)}-"
        if body:
            bodies[name] = body
        return name if body else ""

    context = shell_context(report, lambda section: Markup(put(emitter.section(section))))  # noqa: S704 - a mark
    context["notes"] = [
        {"number": note.number, "anchor": f"note-{note.number}", "body": put(emitter.note(note))}
        for note in report.footnotes
    ]
    return context


def _with_bodies(
    page: str, pattern: re.Pattern[str], bodies: Mapping[str, Markup], template: ReportTemplate
) -> str:
    size = sum(len(bodies.get(found[0], "")) for found in pattern.finditer(page))
    if size > LARGEST_PAGE:
        message = f"The page would be larger than {LARGEST_PAGE >> 20} MB."
        mistake = Mistake(HTML_SHELL, "page-large", message, "Print each section only once.")
        raise HtmlTemplateError(template.name, [mistake])
    return pattern.sub(lambda found: bodies.get(found[0], Markup("")), page)


def worker_command() -> list[str]:
    """Return the command that starts the worker."""
    return subprocess_worker.worker_command("carreport.report.html.page_process", WORKER_FLAG, _NEEDED)


def _missing_shell_error(template: ReportTemplate) -> TemplateError:
    return TemplateError(
        "template-shell",
        f"The template {template.name} has no {HTML_SHELL}, so it cannot make web pages.",
        remedy=f"Copy {HTML_SHELL} from a supplied template, or choose Word or PDF.",
    )
