"""Render a report as a Word document, from a template that can be restyled in Word."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from carreport.assets import template_folders
from carreport.errors import TemplateError, system_reason
from carreport.language.messages import words_in
from carreport.report.model import Report
from carreport.report.templates.template import WORD_SHELL
from carreport.report.templates.template_files import LARGEST_PICTURE_FILE, TemplatePartError, read_part


class TemplateFolder(Protocol):
    """What Word output needs from a report template: the folder that contains its report.docx."""

    @property
    def folder(self) -> Path:
        """The folder of the template."""


def render_word(report: Report, template: TemplateFolder) -> bytes:
    """Return `report` as a Word document (.docx); the same report and template give the same bytes.

    Any template that did not come with carreport is inspected each time, and rendered in a worker
    process with limits. Raise `TemplateError` if the template cannot be used.
    """
    with words_in(report.language):
        return _render(report, template)


def _render(report: Report, template: TemplateFolder) -> bytes:
    from carreport.report.word.document import assemble_document, document_context  # noqa: PLC0415 (docx starts slowly)

    path = template.folder / WORD_SHELL
    try:
        content = read_part(template.folder, WORD_SHELL, LARGEST_PICTURE_FILE)
    except (OSError, TemplatePartError) as problem:
        if isinstance(problem, TemplatePartError):
            why = problem.message
        else:
            why = f"The system reports: {system_reason(problem)}."
        raise TemplateError(
            "template-unreadable",
            f"The Word template {path.name} in “{template.folder.name}” cannot be read.",
            why=why,
            remedy="Restore the file, or choose another template.",
        ) from None
    context = document_context(report)
    if template.folder in template_folders():
        from carreport.report.word.shell.docx_template import render_shell  # noqa: PLC0415 (likewise)

        return assemble_document(report, render_shell(content, path.name, context))
    from carreport.report.word.untrusted.print_untrusted import render_untrusted_shell  # noqa: PLC0415 (likewise)

    return assemble_document(report, render_untrusted_shell(content, path.name, context))
