"""Find what a text cites, such as “(Field, 2014, p. 7)”, and tell what is missing from the references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from carreport.form.answers import Answers
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Form
from carreport.report.outline import Part, ReportTemplate
from carreport.report.parts.references import OF_EVIDENCE, OF_REFERENCES
from carreport.report.quoted import parts_of

_NAME = r"[^\W\d_a-z][\w’'-]+"
_NAMES = rf"(?:{_NAME}(?:,? (?:and|&) |, | )){{0,5}}{_NAME}(?: et al\.?)?"
_PAGES = r"(?:, ?(?:pp?\.|pages?) ?[\d–-]+)?"
_IN_BRACKETS = re.compile(rf"[(;]\s?(?P<names>{_NAMES}),? (?P<year>(?:1[89]|20)\d\d)[a-z]?{_PAGES}(?=[);])")
_IN_TEXT = re.compile(rf"(?P<names>{_NAMES}) \((?P<year>(?:1[89]|20)\d\d)[a-z]?{_PAGES}\)")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_NO_NAMES = frozenset((*_MONTHS, "spring", "summer", "autumn", "winter", "since", "until", "in", "from", "by",
                       "the", "cycle"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """A work that a text refers to: the name that it goes by, its year, and the words themselves."""

    name: str
    year: str
    words: str


def citations(text: str) -> Iterator[Citation]:
    """Yield what `text` cites by name and year."""
    for pattern in (_IN_BRACKETS, _IN_TEXT):
        for found in pattern.finditer(text):
            names = re.findall(_NAME, found["names"])
            known = [each for each in names if each.casefold() not in _NO_NAMES]
            if known and names[-1].casefold() not in _NO_NAMES:
                yield Citation(known[0], found["year"], found[0].lstrip("(; "))


def unlisted(form: Form, answers: Answers, template: ReportTemplate) -> Iterator[tuple[str, Citation]]:
    """Yield the path of each printed text that cites what is not in the references, with the citation.

    A template without a list of references is not asked for one.
    """
    lists = [part for part in parts_of(template) if part.show == "references"]
    if not lists:
        return
    printed = set(template.paths())
    works = [work for part in lists for work in _works(form, answers, part)]
    for answer in answers.answered(form):
        if answer.field.kind != "text" or answer.path.partition("/")[0] not in printed:
            continue
        for cited in citations(answer.shown):
            if not any(cited.year in work and cited.name.casefold() in work.casefold() for work in works):
                yield answer.path, cited


def _works(form: Form, answers: Answers, part: Part) -> Iterator[str]:
    """Yield each listed work as one line of plain text."""
    evidence = str(part.settings.get("evidence", ""))
    sources = [(evidence, OF_EVIDENCE)] if evidence else []
    sources += [(path, {name: part.role(name) for name in OF_REFERENCES}) for path in part.answers]
    for path, roles in sources:
        group = form.field(path)
        for item in answers.items(path) if group else ():
            asked = (_inner(group, name) for name in roles.values())
            yield " ".join(
                kind_of(each).show(each, item.get(each.id)) for each in asked if each and item.get(each.id)
            )


def _inner(group: Field | None, name: str) -> Field | None:
    return group.inner(name) if group else None
