"""Build the model of a report: the answers of a draft in the order and form of a template.

Questions without an answer are not printed. Every answer left out is recorded with the reason, so
that the proof can account for all answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from carreport.form.answers import Answers
from carreport.form.kinds.dates import format_date
from carreport.form.schema import Form, Voice
from carreport.form.schema import Section as FormSection
from carreport.report.build_context import BuildContext
from carreport.report.citations import link_citations
from carreport.report.model import (
    Block,
    Heading,
    Paragraph,
    PictureFile,
    Report,
    ReportSection,
    TitleBlock,
    inline_text,
    plain_text,
)
from carreport.report.numbering import number_sections
from carreport.report.printable import printable_answers
from carreport.report.prose import SPEAKERS
from carreport.report.quotations import QuotationPolicy, remove_withheld_quotations, template_parts
from carreport.report.sections import SHOW
from carreport.report.sections.blank_form import blank_section_blocks
from carreport.report.sections.follow_form import section_blocks
from carreport.report.sections.people import withhold_names
from carreport.report.templates.template import ReportTemplate, TemplatePart, TemplateSection

NUMBERED = "?"
"""A placeholder that `number_sections` replaces with a number."""


VOICE_SHOWN = frozenset(("prose", "entries", "grouped"))
"""Presentations in somebody's voice; a line above them names the speaker."""


class PictureLike(Protocol):
    """A picture of a draft."""

    @property
    def data(self) -> bytes:
        """The bytes of the file."""

    @property
    def type(self) -> str:
        """The media type."""

    @property
    def width(self) -> int:
        """The width in pixels."""

    @property
    def height(self) -> int:
        """The height in pixels."""


def build(
    form: Form,
    answers: Answers,
    pictures: Mapping[str, PictureLike],
    template: ReportTemplate,
    today: date,
) -> Report:
    """Return the finished report.

    A template made for other forms prints this form section by section, in the order of its questions.
    """
    allowed, withheld = printable_answers(form, answers, template)
    allowed, quotations_withheld, withheld_parts = remove_withheld_quotations(
        QuotationPolicy(form, answers, template, withheld), allowed
    )
    withheld |= quotations_withheld
    files = {
        name: PictureFile(file.data, file.type, file.width, file.height) for name, file in pictures.items()
    }
    composition = BuildContext(form, allowed, answers, files, template, today, withheld, withheld_parts)
    follows_form = template.follows_form or not template.suits(form)
    if template.is_blank:
        drafts = [_blank_section(section) for section in form.sections]
    elif follows_form:
        drafts = [_form_section(composition, section) for section in form.sections]
    else:
        _hide_names(composition)
        drafts = [_section(composition, section) for section in template.sections]
        _withhold_unplaced(composition)
    title = _title(composition, follows_form=follows_form)
    linked = link_citations(section for section in drafts if section.body) or [_empty_report_section()]
    counts = not (template.is_sheet or template.is_blank)
    sections, notes = number_sections(linked, composition.notes, counts_frames=counts)
    return Report(
        title=title,
        sections=sections,
        footnotes=notes,
        pictures=files,
        withheld=dict(sorted(composition.withheld.items())),
        language=form.language,
        made_on=today,
        withheld_parts=composition.withheld_parts,
        used_answers=frozenset(composition.used_answers),
        quoted_replies=composition.quoted_replies,
    )


def _blank_section(section: FormSection) -> ReportSection:
    return ReportSection("", NUMBERED, section.title, tuple(blank_section_blocks(section)))


def _form_section(composition: BuildContext, section: FormSection) -> ReportSection:
    return ReportSection("", NUMBERED, section.title, tuple(section_blocks(composition, section)))


def _section(composition: BuildContext, section: TemplateSection) -> ReportSection:
    body: list[Block] = []
    current_voice = Voice.GROUP
    for part in section.parts:
        blocks = SHOW[part.presentation](composition, part)
        if not blocks:
            continue
        if part.presentation in VOICE_SHOWN:
            voice = _voice(composition, part)
            speaker = Paragraph(inline_text(SPEAKERS[voice]), style="small", voice=voice)
            blocks = [speaker, *blocks] if voice is not current_voice else blocks
            current_voice = voice
        if part.lead:
            blocks = [Paragraph(inline_text(part.lead)), *blocks]
        if part.heading:
            blocks = [Heading(2, "", part.heading, ""), *blocks]
        body += blocks
    return ReportSection("", NUMBERED if section.is_numbered else "", section.heading, tuple(body))


def _empty_report_section() -> ReportSection:
    """Return the only section of a report with nothing to print."""
    return ReportSection(
        "",
        "",
        "Nothing yet",
        (Paragraph(inline_text("None of the questions in this report has an answer yet.")),),
    )


def _voice(composition: BuildContext, part: TemplatePart) -> Voice:
    """Return the voice of a part."""
    voices = [field.voice for path in part.answers if (field := composition.question(path))]
    return voices[0] if voices else Voice.GROUP


def _hide_names(composition: BuildContext) -> None:
    for part in template_parts(composition.template):
        if part.presentation == "people":
            withhold_names(composition, part)


def _withhold_unplaced(composition: BuildContext) -> None:
    """Withhold the answers to questions that are not in the outline of the template."""
    printed_paths = set(composition.template.paths())
    why = f"The template “{composition.template.title}” does not print this."
    for path, _ in composition.form.all_fields():
        if path not in printed_paths:
            composition.withhold(path, why)


def _title(composition: BuildContext, *, follows_form: bool) -> TitleBlock:
    """Return the title page, from the answers that the template or, failing that, the form names."""
    source, form, template = composition.template.title_page, composition.form, composition.template
    if template.is_blank:
        return TitleBlock(kind=template.kind or template.title, title=form.title, subtitle=form.purpose)
    title = _said(composition, source.title) or _said(composition, form.title_path)
    subtitle = _said(composition, source.subtitle) or _said(composition, form.subtitle_path)
    authors, affiliation = _authors(composition, source.authors)
    kind = template.kind or template.title
    if follows_form and not template.follows_form:
        kind = form.title
    return TitleBlock(
        kind=kind if title else "",
        title=title or kind,
        subtitle=subtitle,
        author=authors,
        affiliation=affiliation,
        coproducers=_said(composition, source.coproducers),
        series=_said(composition, source.series),
        date=format_date(composition.today.isoformat()),
    )


def _said(composition: BuildContext, path: str) -> str:
    question = composition.question(path) if path else None
    return plain_text(composition.inline(path, question, composition.answers.get(path))) if question else ""


def _authors(composition: BuildContext, path: str) -> tuple[str, str]:
    """Return the names of the authors, and their roles and organisations without duplicates."""
    names: list[str] = []
    places: list[str] = []
    for item in composition.answers.items(path) if path else ():
        for answer in item.values.values():
            person = answer if isinstance(answer, dict) else {}
            place = ", ".join(filter(None, (person.get("role"), person.get("organisation"))))
            names += [person["name"]] if person.get("name") else []
            places += [place] if place and place not in places else []
    return _joined(names), "; ".join(places)


def _joined(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
