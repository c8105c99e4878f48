"""Find citations such as “(Field, 2014)”, link them to the references and list the unmatched ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from carreport.form.answers import Answers
from carreport.form.kinds import kind_of
from carreport.form.richtext import Span
from carreport.form.schema import Field, Form
from carreport.report.model import (
    Block,
    BlockQuote,
    CrossReference,
    FootnoteReference,
    InlineText,
    ListBlock,
    Paragraph,
    ReportSection,
    Table,
    plain_text,
)
from carreport.report.sections.references import OF_EVIDENCE, OF_REFERENCES
from carreport.report.templates.template import ReportTemplate, TemplatePart, template_parts

_NAME = r"[^\W\d_a-z][\w’'-]{1,40}"
_NAMES = rf"(?P<names>(?:{_NAME}(?:,? (?:and|&) |, | )){{0,5}}{_NAME}(?: et al\.?)?)"
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:1[89]|20)\d\d)[a-z]?(?:, ?(?:pp?\.|pages?) ?[\d–-]{1,12})?(?=[);])")
_BEFORE = (re.compile(rf"[(;]\s?{_NAMES},? \Z"), re.compile(rf"(?<!\w){_NAMES} \(\Z"))
"""What comes before the year: names in the same brackets, or names and then an opening bracket."""
_LOOK_BACK = 160
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_NO_NAMES = frozenset((*_MONTHS, "spring", "summer", "autumn", "winter", "since", "until", "in", "from", "by",
                       "the", "cycle"))  # fmt: skip


CitedWork = tuple[str, str]
"""A reference's key, and the reference as one line of text."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation: the first author's surname, the year, the matched text and its start."""

    name: str
    year: str
    text: str
    start: int

    def is_citation_of(self, work: str) -> bool:
        """Return whether this cites `work`, a reference given as one line of text."""
        return self.year in work and self.name.casefold() in work.casefold()


def find_citations(text: str) -> Iterator[Citation]:
    """Yield the author-year citations in `text`."""
    for year in _YEAR.finditer(text):
        first = max(0, year.start() - _LOOK_BACK)
        before = text[first : year.start()]
        match = next(filter(None, (pattern.search(before) for pattern in _BEFORE)), None)
        if match is None:
            continue
        names = re.findall(_NAME, match["names"])
        authors = [name for name in names if name.casefold() not in _NO_NAMES]
        if authors and names[-1].casefold() not in _NO_NAMES:
            start = first + match.start("names")
            end = year.end() + (match[0].endswith("(") and text[year.end() : year.end() + 1] == ")")
            yield Citation(authors[0], year["year"], text[start:end], start)


def unlisted_citations(
    form: Form, answers: Answers, template: ReportTemplate
) -> Iterator[tuple[str, Citation]]:
    """Yield each citation in printed text that matches no reference, with the path of its answer.

    Yield nothing if the template has no list of references.
    """
    lists = [part for part in template_parts(template) if part.presentation == "references"]
    if not lists:
        return
    printed_paths = set(template.paths())
    works = [work for part in lists for work in _works(form, answers, part)]
    for answer in answers.answered_fields(form):
        if not kind_of(answer.field).is_rich_text or answer.path.partition("/")[0] not in printed_paths:
            continue
        for citation in find_citations(answer.plain_text):
            if not any(citation.is_citation_of(work) for work in works):
                yield answer.path, citation


def link_citations(sections: Iterable[ReportSection]) -> list[ReportSection]:
    """Return the sections with each citation of a listed work linked to its reference."""
    drafts = list(sections)
    works = [
        (entry.anchor.partition("|")[0], plain_text(entry.text))
        for section in drafts
        for block in section.body
        if isinstance(block, ListBlock)
        for entry in block.items
        if entry.anchor
    ]
    if not works:
        return drafts
    return [
        replace(section, body=tuple(_linked(block, works) for block in section.body)) for section in drafts
    ]


def _linked(block: Block, works: Sequence[CitedWork]) -> Block:
    match block:
        case Paragraph():
            return replace(block, text=_leading(block.text, works))
        case BlockQuote():
            return replace(
                block, paragraphs=tuple(_leading(paragraph, works) for paragraph in block.paragraphs)
            )
        case ListBlock():
            entries = (
                item if item.anchor else replace(item, text=_leading(item.text, works))
                for item in block.items
            )
            return ListBlock(tuple(entries))
        case Table(header_text=header) if header:
            rows = tuple(tuple(_leading(cell, works) for cell in row) for row in block.rows)
            return replace(block, rows=rows)
        case _:
            return block


def _leading(running: InlineText, works: Sequence[CitedWork]) -> InlineText:
    """Return inline text with each citation of a listed work turned into a cross-reference."""
    linked: list[Span | FootnoteReference | CrossReference] = []
    for span in running:
        linked += _parted(span, works) if isinstance(span, Span) and not span.link else [span]
    return tuple(linked)


def _parted(span: Span, works: Sequence[CitedWork]) -> Iterator[Span | CrossReference]:
    at = 0
    for citation in sorted(find_citations(span.text), key=lambda citation: citation.start):
        key = next((key for key, work in works if citation.is_citation_of(work)), "")
        if not key or citation.start < at:
            continue
        if citation.start > at:
            yield replace(span, text=span.text[at : citation.start], note=())
        yield CrossReference(key, citation.text)
        at = citation.start + len(citation.text)
    if at < len(span.text) or span.note:
        yield replace(span, text=span.text[at:])


def _works(form: Form, answers: Answers, part: TemplatePart) -> Iterator[str]:
    """Yield each reference that this part prints, as one line of plain text."""
    evidence = str(part.settings.get("evidence", ""))
    sources = [(evidence, OF_EVIDENCE)] if evidence else []
    sources += [(path, {name: part.role(name) for name in OF_REFERENCES}) for path in part.answers]
    for path, roles in sources:
        group = form.field(path)
        for item in answers.items(path) if group else ():
            fields = (_inner(group, name) for name in roles.values())
            yield " ".join(
                kind_of(inner).format_value(inner, item.get(inner.id))
                for inner in fields
                if inner and item.get(inner.id)
            )


def _inner(group: Field | None, name: str) -> Field | None:
    return group.inner_field(name) if group else None
