"""Render a report as one self-contained HTML page, including pictures, charts and styles.

The page runs no code and loads nothing. White space is kept as typed.
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
    """Return the report as HTML; raise `TemplateError` if the template's shell cannot be rendered."""
    emitter = HtmlBlockEmitter(report.pictures)
    context = shell_context(report, emitter.section)
    context["notes"] = [
        {"number": note.number, "anchor": f"note-{note.number}", "body": emitter.note(note)}
        for note in report.footnotes
    ]
    return _render_shell(template, context)


def _render_shell(template: ReportTemplate, context: Mapping[str, Any]) -> str:
    """Return the template's HTML shell, filled in with `context`."""
    from jinja2 import TemplateError as JinjaError  # noqa: PLC0415 - not needed to start the window

    from carreport.report.html.html_sandbox import HtmlSandbox  # noqa: PLC0415 - likewise

    if not template.html_shell.is_file():
        raise _missing_shell_error(template)
    try:
        return HtmlSandbox(template.folder, design_for(template)).get_template(HTML_SHELL).render(context)
    except RecursionError:
        raise _shell_error(template, ValueError("It includes itself")) from None
    except (JinjaError, OSError, TypeError, ValueError, ArithmeticError, LookupError) as problem:
        raise _shell_error(template, problem) from None


def _missing_shell_error(template: ReportTemplate) -> TemplateError:
    return TemplateError(
        "template-shell",
        f"The template {template.name} has no {HTML_SHELL}, so it cannot make web pages.",
        remedy=f"Copy {HTML_SHELL} from a supplied template, or choose Word or PDF.",
    )


def _shell_error(template: ReportTemplate, problem: Exception) -> TemplateError:
    line = _line(problem)
    included = getattr(problem, "templates", None)
    message = str(getattr(problem, "message", None) or problem).rstrip(".")
    why = (
        f"“{included[0]}” is not in the template’s folder."
        if included
        else f"{message[:1].upper()}{message[1:]}."
    )
    return TemplateError(
        "template-shell",
        f"{HTML_SHELL} in the template {template.name} has a mistake{f' (line {line})' if line else ''}.",
        why=why,
        remedy="docs/templates.md lists the values that a shell can print.",
    )


def _line(problem: Exception) -> int:
    """Return the line in the shell where the error occurred, or 0 if that is unknown."""
    line = int(getattr(problem, "lineno", 0) or 0)
    step = problem.__traceback__
    while step is not None and not line:
        if step.tb_frame.f_code.co_filename.endswith(HTML_SHELL):
            line = step.tb_lineno
        step = step.tb_next
    return line
