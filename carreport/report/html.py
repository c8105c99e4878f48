"""Print a report as one HTML page that stands alone: pictures, charts and styles are in it.

Nothing in the page runs and nothing is fetched. White space is kept as it was written, so
that what people typed comes back unaltered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carreport.errors import TemplateError
from carreport.report.context import shell_context
from carreport.report.html_blocks import BlockEmitter
from carreport.report.model import Report
from carreport.report.outline import ReportTemplate


def html_of(report: Report, template: ReportTemplate) -> str:
    """Return the page; raise `TemplateError` when the template's shell cannot be printed."""
    emitter = BlockEmitter(report.pictures)
    context = shell_context(report, emitter.section)
    context["notes"] = [
        {"number": note.number, "anchor": f"note-{note.number}", "body": emitter.note(note)}
        for note in report.notes
    ]
    return _rendered(template, context)


def _rendered(template: ReportTemplate, context: Mapping[str, Any]) -> str:
    from jinja2 import StrictUndefined, TemplateSyntaxError  # noqa: PLC0415 - kept from the start of the window
    from jinja2 import TemplateError as JinjaError  # noqa: PLC0415 - likewise
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - likewise

    name = template.html_shell.name
    try:
        source = template.html_shell.read_text(encoding="utf-8")
    except OSError as problem:
        raise TemplateError(
            "template-shell",
            f"The template {template.name} has no {name} that can be read.",
            why=f"{problem.strerror}.",
            remedy="Copy it from a template that ships, or choose Word.",
        ) from None
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals.clear()
    try:
        return environment.from_string(source).render(context)
    except JinjaError as problem:
        line = f", line {problem.lineno}" if isinstance(problem, TemplateSyntaxError) else ""
        raise TemplateError(
            "template-shell",
            f"{name} of the template {template.name}{line} cannot be printed.",
            why=f"{problem}.",
            remedy="docs/templates.md lists what a shell may name.",
        ) from None
