"""Build the model of a report: the answers in a draft, arranged and presented as a template says.

Unanswered questions are not printed. Every answer that is left out is recorded with the reason,
so that the proof can account for all answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Protocol

from carreport.form.answers import Answers
from carreport.form.kinds.built_in_words import in_report_words
from carreport.form.kinds.dates import format_date
from carreport.form.schema import Form, Voice
from carreport.form.schema import Section as FormSection
from carreport.form.wording import format_list
from carreport.language.language_tags import is_same_language
from carreport.language.messages import gettext, words_in
from carreport.report.build_context import BuildContext
from carreport.report.citations import link_citations
from carreport.report.model import (
    Block,
    Heading,
    Paragraph,
    PictureFile,
    Report,
    ReportNames,
    ReportSection,
    TitleBlock,
    inline_text,
    plain_text,
)
from carreport.report.numbering import number_sections
from carreport.report.printable import printable_answers, released_answers
from carreport.report.prose import SPEAKERS
from carreport.report.quotations import QuotationPolicy, remove_withheld_quotations
from carreport.report.sections import SHOW
from carreport.report.sections.blank_form import blank_section_blocks
from carreport.report.sections.follow_form import section_blocks
from carreport.report.sections.generic_group import unheaded_titles
from carreport.report.sections.name_wishes import hide_names
from carreport.report.sections.people import withhold_names
from carreport.report.templates.template import ReportTemplate, TemplatePart, TemplateSection, template_parts
from carreport.report.templates.template_language import template_in
from carreport.report.templates.text_languages import text_languages

NUMBERED = "?"
"""A placeholder that `number_sections` replaces with a number."""


VOICE_SHOWN = frozenset(("prose", "entries", "grouped"))
"""Presentations with a line above them that names the speaker, when the speaker changes."""


class PictureLike(Protocol):
    """A picture in a draft."""

    @property
    def data(self) -> bytes:
        """The file contents."""

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

    If the template is for other forms, print every section and question of `form` in form order.
    """
    with words_in(form.language) as language:
        report = _build(in_report_words(form), answers, pictures, template_in(template, language), today)
        texts = text_languages(form, answers, template, language)
    own = form.language if is_same_language(form.language, language) else language
    return replace(report, language=own, text_languages=texts)


def _build(
    form: Form,
    answers: Answers,
    pictures: Mapping[str, PictureLike],
    template: ReportTemplate,
    today: date,
) -> Report:
    context, names = _make_context(form, answers, pictures, template, today)
    follows_form = template.follows_form or not template.suits(form)
    if template.is_blank:
        drafts = [_blank_section(section) for section in form.sections]
    elif follows_form:
        drafts = [_form_section(context, section) for section in form.sections]
    else:
        _hide_names(context)
        drafts = [_section(context, section) for section in template.sections]
        _withhold_rest(context)
    linked = link_citations(section for section in drafts if section.body) or [_empty_report_section()]
    is_short = template.is_sheet or template.is_blank
    sections, notes = number_sections(linked, context.notes, counts_frames=not is_short)
    return Report(
        title=_title(context, follows_form=follows_form),
        sections=sections,
        footnotes=notes,
        pictures=context.pictures,
        withheld=dict(sorted(context.withheld.items())),
        made_on=today,
        withheld_parts=context.withheld_parts,
        used_answers=frozenset(context.used_answers),
        quoted_replies=context.quoted_replies,
        names=names,
        printed=context.answers,
    )


def _make_context(
    form: Form,
    answers: Answers,
    pictures: Mapping[str, PictureLike],
    template: ReportTemplate,
    today: date,
) -> tuple[BuildContext, ReportNames]:
    """Return the state to begin with: what may be printed, and whose names may not."""
    allowed, withheld = printable_answers(form, answers, template)
    allowed, quotations_withheld, withheld_parts = remove_withheld_quotations(
        QuotationPolicy(form, answers, template, withheld), allowed
    )
    files = {
        name: PictureFile(file.data, file.type, file.width, file.height) for name, file in pictures.items()
    }
    released, _ = released_answers(form, answers, template)
    hidden = hide_names(form, answers, allowed, template)
    withheld |= quotations_withheld | hidden.withheld
    withheld_parts |= hidden.withheld_parts
    unnamed = frozenset(person.key for person in hidden.names.unnamed)
    context = BuildContext(
        form, hidden.answers, released, files, template, today, withheld, withheld_parts, unnamed=unnamed
    )
    return context, hidden.names


def _blank_section(section: FormSection) -> ReportSection:
    return ReportSection("", NUMBERED, section.title, tuple(blank_section_blocks(section)))


def _form_section(context: BuildContext, section: FormSection) -> ReportSection:
    body = unheaded_titles(section_blocks(context, section))
    return ReportSection("", NUMBERED, section.title, tuple(body))


def _section(context: BuildContext, section: TemplateSection) -> ReportSection:
    body: list[Block] = []
    current_voice = Voice.GROUP
    for part in section.parts:
        context.begin_part(part)
        blocks = SHOW[part.presentation](context, part)
        if not blocks:
            continue
        if part.presentation in VOICE_SHOWN:
            voice = _voice(context, part)
            speaker = Paragraph(inline_text(gettext(SPEAKERS[voice])), style="small", voice=voice)
            blocks = [speaker, *blocks] if voice is not current_voice else blocks
            current_voice = voice
        if part.lead:
            blocks = [Paragraph(inline_text(part.lead)), *blocks]
        if part.heading:
            blocks = [Heading(2, "", part.heading, ""), *blocks]
        body += blocks
    number = NUMBERED if section.is_numbered else ""
    return ReportSection("", number, section.heading, tuple(unheaded_titles(body)))


def _empty_report_section() -> ReportSection:
    """Return the only section of a report with nothing to print."""
    return ReportSection(
        "",
        "",
        gettext("Nothing yet"),
        (Paragraph(inline_text(gettext("None of the questions in this report has an answer yet."))),),
    )


def _voice(context: BuildContext, part: TemplatePart) -> Voice:
    """Return the voice of the first answered question in a part, or the group's voice if there is none."""
    voices = [field.voice for path in part.answers if (field := context.question(path))]
    return voices[0] if voices else Voice.GROUP


def _hide_names(context: BuildContext) -> None:
    for part in template_parts(context.template):
        if part.presentation == "people":
            withhold_names(context, part)


def _withhold_rest(context: BuildContext) -> None:
    """Withhold the answers that no part printed, and those to questions that no part mentions."""
    context.end_parts()
    printed_paths = set(context.template.paths())
    why = f"The template “{context.template.title}” does not include this."
    for path, _ in context.form.all_fields():
        if path not in printed_paths:
            context.withhold(path, why)


def _title(context: BuildContext, *, follows_form: bool) -> TitleBlock:
    """Return the title page; title and subtitle fall back on the form's own paths."""
    source, form, template = context.template.title_page, context.form, context.template
    if template.is_blank:
        return TitleBlock(kind=template.kind or template.title, title=form.title, subtitle=form.purpose)
    title = _said(context, source.title) or _said(context, form.title_path)
    subtitle = _said(context, source.subtitle) or _said(context, form.subtitle_path)
    authors, affiliation = _authors(context, source.authors)
    kind = template.kind or template.title
    if follows_form and not template.follows_form:
        kind = form.title
    return TitleBlock(
        kind=kind if title else "",
        title=title or kind,
        subtitle=subtitle,
        author=authors,
        affiliation=affiliation,
        coproducers=_said(context, source.coproducers),
        series=_said(context, source.series),
        date=format_date(context.today.isoformat()),
    )


def _said(context: BuildContext, path: str) -> str:
    question = context.question(path) if path else None
    return plain_text(context.inline(path, question, context.answers.get(path))) if question else ""


def _authors(context: BuildContext, path: str) -> tuple[str, str]:
    """Return the names of the authors, and their roles and organisations without duplicates.

    An author who appears by role only has the role in place of the name.
    """
    names: list[str] = []
    places: list[str] = []
    answer = context.answers.get(path) if path else None
    entries = (
        [value for item in context.answers.items(path) for value in item.values.values()] if path else []
    )
    for person in entries or [answer]:
        if not isinstance(person, dict):
            continue
        place = ", ".join(filter(None, (person.get("role"), person.get("organisation"))))
        if not person.get("name"):
            names += [place] if place and place not in names else []
            continue
        names.append(person["name"])
        places += [place] if place and place not in places else []
    return format_list(names), "; ".join(places)
