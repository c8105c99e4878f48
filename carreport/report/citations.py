"""Find what a text cites, such as “(Field, 2014)”: lead it to the references, or say what they lack."""

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
    plain_text,
)
from carreport.report.quotations import template_parts
from carreport.report.sections.references import OF_EVIDENCE, OF_REFERENCES
from carreport.report.templates.template import ReportTemplate, TemplatePart

_NAME = r"[^\W\d_a-z][\w’'-]{1,40}"
_NAMES = rf"(?P<names>(?:{_NAME}(?:,? (?:and|&) |, | )){{0,5}}{_NAME}(?: et al\.?)?)"
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:1[89]|20)\d\d)[a-z]?(?:, ?(?:pp?\.|pages?) ?[\d–-]{1,12})?(?=[);])")
_BEFORE = (re.compile(rf"[(;]\s?{_NAMES},? \Z"), re.compile(rf"(?<!\w){_NAMES} \(\Z"))
"""What stands before the year: the names in the same brackets, or the names and an opening bracket."""
_LOOK_BACK = 160
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_NO_NAMES = frozenset((*_MONTHS, "spring", "summer", "autumn", "winter", "since", "until", "in", "from", "by",
                       "the", "cycle"))  # fmt: skip


CitedWork = tuple[str, str]
"""The key of a reference and the reference as one line."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A work that a text refers to: the name that it goes by, its year, and the words themselves."""

    name: str
    year: str
    text: str
    start: int

    def is_citation_of(self, work: str) -> bool:
        """Say whether `work`, a reference as one line, is what is cited."""
        return self.year in work and self.name.casefold() in work.casefold()


def find_citations(text: str) -> Iterator[Citation]:
    """Yield what `text` cites by name and year."""
    for year in _YEAR.finditer(text):
        first = max(0, year.start() - _LOOK_BACK)
        before = text[first : year.start()]
        found = next(filter(None, (pattern.search(before) for pattern in _BEFORE)), None)
        if found is None:
            continue
        names = re.findall(_NAME, found["names"])
        known = [each for each in names if each.casefold() not in _NO_NAMES]
        if known and names[-1].casefold() not in _NO_NAMES:
            start = first + found.start("names")
            end = year.end() + (found[0].endswith("(") and text[year.end() : year.end() + 1] == ")")
            yield Citation(known[0], year["year"], text[start:end], start)


def unlisted_citations(
    form: Form, answers: Answers, template: ReportTemplate
) -> Iterator[tuple[str, Citation]]:
    """Yield the path of each printed text that cites what is not in the references, with the citation.

    A template without a list of references is not asked for one.
    """
    lists = [part for part in template_parts(template) if part.presentation == "references"]
    if not lists:
        return
    printed = set(template.paths())
    works = [work for part in lists for work in _works(form, answers, part)]
    for answer in answers.answered_fields(form):
        if not kind_of(answer.field).is_rich_text or answer.path.partition("/")[0] not in printed:
            continue
        for cited in find_citations(answer.plain_text):
            if not any(cited.is_citation_of(work) for work in works):
                yield answer.path, cited


def link_citations(sections: Iterable[ReportSection]) -> list[ReportSection]:
    """Return the sections with each citation leading to its entry in the references."""
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
    return [replace(each, body=tuple(_linked(block, works) for block in each.body)) for each in drafts]


def _linked(block: Block, works: Sequence[CitedWork]) -> Block:
    match block:
        case Paragraph():
            return replace(block, text=_leading(block.text, works))
        case BlockQuote():
            return replace(block, paragraphs=tuple(_leading(each, works) for each in block.paragraphs))
        case ListBlock():
            entries = (
                each if each.anchor else replace(each, text=_leading(each.text, works))
                for each in block.items
            )
            return ListBlock(tuple(entries))
        case _:
            return block


def _leading(running: InlineText, works: Sequence[CitedWork]) -> InlineText:
    """Return running text in which each citation of a listed work is a way to it."""
    made: list[Span | FootnoteReference | CrossReference] = []
    for each in running:
        made += _parted(each, works) if isinstance(each, Span) and not each.link else [each]
    return tuple(made)


def _parted(span: Span, works: Sequence[CitedWork]) -> Iterator[Span | CrossReference]:
    at = 0
    for cited in sorted(find_citations(span.text), key=lambda each: each.start):
        key = next((key for key, work in works if cited.is_citation_of(work)), "")
        if not key or cited.start < at:
            continue
        if cited.start > at:
            yield replace(span, text=span.text[at : cited.start])
        yield CrossReference(key, cited.text)
        at = cited.start + len(cited.text)
    if at < len(span.text):
        yield replace(span, text=span.text[at:])


def _works(form: Form, answers: Answers, part: TemplatePart) -> Iterator[str]:
    """Yield each listed work as one line of plain text."""
    evidence = str(part.settings.get("evidence", ""))
    sources = [(evidence, OF_EVIDENCE)] if evidence else []
    sources += [(path, {name: part.role(name) for name in OF_REFERENCES}) for path in part.answers]
    for path, roles in sources:
        group = form.field(path)
        for item in answers.items(path) if group else ():
            asked = (_inner(group, name) for name in roles.values())
            yield " ".join(
                kind_of(each).format_value(each, item.get(each.id))
                for each in asked
                if each and item.get(each.id)
            )


def _inner(group: Field | None, name: str) -> Field | None:
    return group.inner_field(name) if group else None
