"""Print a report as one HTML page that stands alone: pictures, charts and styles are in it.

Nothing in the page runs and nothing is fetched. White space is kept as it was written, so
that what people typed comes back unaltered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carreport.errors import TemplateError
from carreport.report.design import design_for
from carreport.report.html.html_blocks import HtmlBlockEmitter
from carreport.report.model import Report
from carreport.report.templates.shell_context import shell_context
from carreport.report.templates.template import HTML_SHELL, ReportTemplate


def render_html(report: Report, template: ReportTemplate) -> str:
    """Return the page; raise `TemplateError` when the template's shell cannot be printed."""
    emitter = HtmlBlockEmitter(report.pictures)
    context = shell_context(report, emitter.section)
    context["notes"] = [
        {"number": note.number, "anchor": f"note-{note.number}", "body": emitter.note(note)}
        for note in report.footnotes
    ]
    return _render_shell(template, context)


def _render_shell(template: ReportTemplate, context: Mapping[str, Any]) -> str:
    """Return the shell with everything in it."""
    from jinja2 import TemplateError as JinjaError  # noqa: PLC0415 - kept from the start of the window

    from carreport.report.html.html_sandbox import HtmlSandbox  # noqa: PLC0415 - likewise

    if not template.html_shell.is_file():
        raise _missing_shell_error(template)
    try:
        return HtmlSandbox(template.folder, design_for(template)).get_template(HTML_SHELL).render(context)
    except RecursionError:
        raise _shell_error(template, ValueError("it includes itself without end")) from None
    except (JinjaError, OSError, TypeError, ValueError, ArithmeticError, LookupError) as problem:
        raise _shell_error(template, problem) from None


def _missing_shell_error(template: ReportTemplate) -> TemplateError:
    return TemplateError(
        "template-shell",
        f"The template {template.name} has no {HTML_SHELL}, so it cannot make a web page.",
        remedy=f"Copy {HTML_SHELL} from a template that ships, or choose Word.",
    )


def _shell_error(template: ReportTemplate, problem: Exception) -> TemplateError:
    line = _line(problem)
    included = getattr(problem, "templates", None)
    said = str(getattr(problem, "message", None) or problem).rstrip(".")
    why = f"There is no “{included[0]}” in its folder." if included else f"{said}."
    return TemplateError(
        "template-shell",
        f"{HTML_SHELL} of the template {template.name} cannot be printed{f' (line {line})' if line else ''}.",
        why=why,
        remedy="docs/templates.md lists what a shell may name.",
    )


def _line(problem: Exception) -> int:
    """Return the line of the shell at which the trouble came up, or 0 if that is not known."""
    found = int(getattr(problem, "lineno", 0) or 0)
    step = problem.__traceback__
    while step is not None and not found:
        if step.tb_frame.f_code.co_filename.endswith(HTML_SHELL):
            found = step.tb_lineno
        step = step.tb_next
    return found
