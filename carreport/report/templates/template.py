"""Describe a report template: for whom it is, which forms it fits, and what stands where.

Pure values; `report.templates.loader` reads them from a folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from carreport.form.schema import Form, Share

ANY_FORM = "*"
HTML_SHELL = "report.html.j2"
WORD_SHELL = "report.docx"


@dataclass(frozen=True, slots=True)
class TemplatePart:
    """One part of a section: which answers, and in which presentation.

    `heading` stands above it and `lead` is a sentence before it; neither is printed when
    there is nothing to show. `roles` says which inner question plays which part.
    """

    presentation: str
    answers: tuple[str, ...] = ()
    heading: str = ""
    lead: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every question that this part prints."""
        extra = (self.settings.get(name) for name in ("count", "evidence"))
        return (*self.answers, *(path for path in extra if path))

    def role(self, name: str) -> str:
        """Return the id of the inner question that plays this role."""
        return self.roles.get(name, name)


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """One section of the report, with its parts in order."""

    heading: str
    parts: tuple[TemplatePart, ...]
    is_numbered: bool = True


@dataclass(frozen=True, slots=True)
class WithholdRule:
    """Entries of a list, or some of their answers, that stay out unless a condition holds."""

    entries: str
    unless: tuple[str, tuple[Any, ...]]
    reason: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TitlePaths:
    """The paths of the answers that make the title page."""

    title: str = ""
    subtitle: str = ""
    authors: str = ""
    coproducers: str = ""
    series: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """Every question that the title page prints."""
        given = (self.title, self.subtitle, self.authors, self.coproducers, self.series)
        return tuple(path for path in given if path)


@dataclass(frozen=True, slots=True)
class ReportTemplate:
    """A report template, as its folder describes it.

    `audience` is public or team: answers that are for the team stay out of public reports.
    `follows_form` means every section of the form with every question; otherwise `sections`
    is the outline. `names_unanswered` lists what has no answer yet under each section.
    `is_blank` means the empty form, to be filled in by hand. An `is_sheet` template has a short
    head and no contents list; an `is_landscape` one stands on wide pages. `needs` are the answers
    without which this report says too little.
    """

    name: str
    folder: Path
    title: str
    purpose: str = ""
    kind: str = ""
    audience: Share = Share.PUBLIC
    forms: tuple[str, ...] = (ANY_FORM,)
    follows_form: bool = False
    names_unanswered: bool = False
    is_blank: bool = False
    is_sheet: bool = False
    is_landscape: bool = False
    needs: tuple[str, ...] = ()
    title_page: TitlePaths = field(default_factory=TitlePaths)
    sections: tuple[TemplateSection, ...] = ()
    withhold_rules: tuple[WithholdRule, ...] = ()

    def suits(self, form: Form) -> bool:
        """Say whether this template is made for `form`; any other is printed as the form asks."""
        return ANY_FORM in self.forms or form.id in self.forms

    @property
    def html_shell(self) -> Path:
        """The page round the sections, for HTML."""
        return self.folder / HTML_SHELL

    @property
    def word_shell(self) -> Path:
        """The document round the sections, for Word."""
        return self.folder / WORD_SHELL

    def paths(self) -> Iterator[str]:
        """Yield every question that the title page or the outline prints."""
        yield from self.title_page.paths
        for section in self.sections:
            for part in section.parts:
                yield from part.paths
