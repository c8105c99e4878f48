"""Print a report as a Word document, in the dress of a template that a fellow styles in Word."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from carreport.report.model import Report


class HasFolder(Protocol):
    """A report template, as far as Word is concerned: the folder with its report.docx."""

    @property
    def folder(self) -> Path:
        """The folder of the template."""


def word_of(report: Report, template: HasFolder) -> bytes:
    """Return `report` as a Word document (.docx); the same report gives the same bytes."""
    from carreport.report.word.document import document_bytes  # noqa: PLC0415 (docx and lxml start slowly)

    return document_bytes(report, template.folder / "report.docx")
