"""A report template as plain values: its audience, forms, outline and page layout.

Use `report.templates.loader` to read one from a folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from carreport.form.schema import Form, Share
from carreport.language.language_tags import ENGLISH

ANY_FORM = "*"
HTML_SHELL = "report.html.j2"
WORD_SHELL = "report.docx"


@dataclass(frozen=True, slots=True)
class TemplatePart:
    """One part of a section: some answers, and how to present them.

    `heading` is printed above the part, and `lead` is a sentence before its content; neither is
    printed if there is nothing to show. `roles` maps roles in the presentation to question ids.
    """

    presentation: str
    answers: tuple[str, ...] = ()
    heading: str = ""
    lead: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all the questions that this part uses."""
        extra = (self.settings.get(name) for name in ("count", "evidence"))
        return (*self.answers, *(path for path in extra if path))

    def shows(self, path: str) -> bool:
        """Return whether the answer at `path` is one of this part's answers, or inside one."""
        return any(path == answer or path.startswith(f"{answer}/") for answer in self.answers)

    def role(self, name: str) -> str:
        """Return the id of the question with this role; without a mapping it is the role's own name."""
        return self.roles.get(name, name)


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """One section in the outline, with its parts in order."""

    heading: str
    parts: tuple[TemplatePart, ...]
    is_numbered: bool = True


@dataclass(frozen=True, slots=True)
class WithholdRule:
    """A rule that leaves out list entries, or some of their answers, unless a condition holds."""

    entries: str
    unless: tuple[str, tuple[Any, ...]]
    reason: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TitlePaths:
    """The paths of the answers on the title page."""

    title: str = ""
    subtitle: str = ""
    authors: str = ""
    coproducers: str = ""
    series: str = ""

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that are set, which are all the questions that the title page prints."""
        title_paths = (self.title, self.subtitle, self.authors, self.coproducers, self.series)
        return tuple(path for path in title_paths if path)


@dataclass(frozen=True, slots=True)
class ReportTemplate:
    """A report template, read from its folder.

    `audience` is public or team: answers for the team are left out of public reports.
    `follows_form` means that the report follows the form section by section; otherwise `sections` is
    the outline. `names_unanswered` lists unanswered questions at the end of each section, and
    `is_blank` prints the empty form, to be filled in by hand. `is_sheet` means a short title and no
    contents, and `is_landscape` landscape pages. `needs` are the paths of answers that the report
    cannot do without. `language` is that of its headings and labels; `translations` gives them in others.
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
    language: str = ENGLISH
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def suits(self, form: Form) -> bool:
        """Return whether this template is for `form`; with any other form, a report follows the form."""
        return ANY_FORM in self.forms or form.id in self.forms

    @property
    def html_shell(self) -> Path:
        """The path of the HTML page that surrounds the sections."""
        return self.folder / HTML_SHELL

    @property
    def word_shell(self) -> Path:
        """The path of the Word document that surrounds the sections."""
        return self.folder / WORD_SHELL

    def paths(self) -> Iterator[str]:
        """Yield the path of every question that the title page or the outline uses."""
        yield from self.title_page.paths
        for section in self.sections:
            for part in section.parts:
                yield from part.paths


def template_parts(template: ReportTemplate) -> Iterator[TemplatePart]:
    """Yield every part of every section in the template."""
    return (part for section in template.sections for part in section.parts)
