"""Put a report together: the answers of a draft in the order and shape of a template.

Nothing is printed for what is empty. Every answer that is not printed is named with the
reason, so that the proof can account for all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from carreport.form.answers import Answers
from carreport.form.kinds.dates import show_date
from carreport.form.schema import Form, Voice
from carreport.form.schema import Section as FormSection
from carreport.report.build_context import Composition
from carreport.report.citations import linked
from carreport.report.model import (
    Block,
    Heading,
    Paragraph,
    PictureFile,
    Report,
    Section,
    TitleBlock,
    plain,
    words,
)
from carreport.report.numbering import numbered
from carreport.report.printable import printable
from carreport.report.prose import SPEAKERS
from carreport.report.quotations import Quoting, parts_of, without_refused
from carreport.report.sections import SHOW
from carreport.report.sections.blank_form import blank_blocks
from carreport.report.sections.follow_form import section_blocks
from carreport.report.sections.people import hide_names
from carreport.report.templates.template import OutlineSection, Part, ReportTemplate

NUMBERED = "?"
"""Stands where the numbering puts a number."""


TOLD = frozenset(("prose", "entries", "grouped"))
"""Presentations that tell something in somebody's voice, which a line above them then names."""


class PictureBytes(Protocol):
    """A picture as a draft gives it."""

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
    pictures: Mapping[str, PictureBytes],
    template: ReportTemplate,
    today: date,
) -> Report:
    """Return the finished report.

    A template that is made for other forms prints this one as it asks: section by section.
    """
    allowed, kept_back = printable(form, answers, template)
    allowed, refused, kept_parts = without_refused(Quoting(form, answers, template, kept_back), allowed)
    kept_back |= refused
    files = {
        name: PictureFile(each.data, each.type, each.width, each.height) for name, each in pictures.items()
    }
    composition = Composition(form, allowed, answers, files, template, today, kept_back, kept_parts)
    follows_form = template.follows_form or not template.suits(form)
    if template.is_blank:
        drafts = [_blank_section(section) for section in form.sections]
    elif follows_form:
        drafts = [_form_section(composition, section) for section in form.sections]
    else:
        _hide_names(composition)
        drafts = [_section(composition, section) for section in template.sections]
        _keep_back_what_has_no_place(composition)
    title = _title(composition, follows_form=follows_form)
    said = linked(each for each in drafts if each.body) or [_nothing_yet()]
    counts = not (template.is_sheet or template.is_blank)
    sections, notes = numbered(said, composition.notes, counts_frames=counts)
    return Report(
        title=title,
        sections=sections,
        notes=notes,
        pictures=files,
        kept_back=dict(sorted(composition.kept_back.items())),
        language=form.language,
        made_on=today,
        kept_parts=composition.kept_parts,
        deciding=frozenset(composition.deciding),
        quoted_replies=composition.quoted_replies,
    )


def _blank_section(section: FormSection) -> Section:
    return Section("", NUMBERED, section.title, tuple(blank_blocks(section)))


def _form_section(composition: Composition, section: FormSection) -> Section:
    return Section("", NUMBERED, section.title, tuple(section_blocks(composition, section)))


def _section(composition: Composition, section: OutlineSection) -> Section:
    body: list[Block] = []
    speaking = Voice.GROUP
    for part in section.parts:
        blocks = SHOW[part.show](composition, part)
        if not blocks:
            continue
        if part.show in TOLD:
            voice = _voice(composition, part)
            said = Paragraph(words(SPEAKERS[voice]), style="small", voice=voice)
            blocks = [said, *blocks] if voice is not speaking else blocks
            speaking = voice
        if part.lead:
            blocks = [Paragraph(words(part.lead)), *blocks]
        if part.heading:
            blocks = [Heading(2, "", part.heading, ""), *blocks]
        body += blocks
    return Section("", NUMBERED if section.numbered else "", section.heading, tuple(body))


def _nothing_yet() -> Section:
    """Return what stands in a report when there is nothing to print."""
    return Section(
        "", "", "Nothing yet", (Paragraph(words("No question that this report shows has an answer yet.")),)
    )


def _voice(composition: Composition, part: Part) -> Voice:
    """Return whose words a part is in."""
    voices = [field.voice for path in part.answers if (field := composition.question(path))]
    return voices[0] if voices else Voice.GROUP


def _hide_names(composition: Composition) -> None:
    for part in parts_of(composition.template):
        if part.show == "people":
            hide_names(composition, part)


def _keep_back_what_has_no_place(composition: Composition) -> None:
    """Say of each question that the outline does not name that the template has no place for it."""
    printed = set(composition.template.paths())
    why = f"The template “{composition.template.title}” has no place for it."
    for path, _ in composition.form.texts_and_questions():
        if path not in printed:
            composition.keep_back(path, why)


def _title(composition: Composition, *, follows_form: bool) -> TitleBlock:
    """Return the title page, from the answers that the template or else the form names."""
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
        date=show_date(composition.today.isoformat()),
    )


def _said(composition: Composition, path: str) -> str:
    question = composition.question(path) if path else None
    return plain(composition.running(path, question, composition.answers.get(path))) if question else ""


def _authors(composition: Composition, path: str) -> tuple[str, str]:
    """Return the names of the authors, and what they are and where, each once."""
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
