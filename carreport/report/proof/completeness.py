"""Account for every answer: find it in the finished file, or know why it is not there.

What is expected comes from the answers themselves, never from the report that was printed:
each paragraph of a text, each part of a person, each chosen label, each reply of a file that may
be quoted, and what picked evidence says. A report goes out only when nothing is missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from carreport.form.answers import AnsweredField, Answers, is_empty
from carreport.form.kinds import ProvablePart, kind_of
from carreport.form.schema import Form
from carreport.report.model import Chart, Figure, Report, Table, plain_text
from carreport.report.proof.expected_text import expected_texts
from carreport.report.proof.normalise_text import checksum
from carreport.report.proof.read_back import (
    ReportContent,
    cell_key,
    read_back_html,
    read_back_pdf,
    read_back_word,
)

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SEPARATOR = "\x00"


@dataclass(frozen=True, slots=True)
class MissingItem:
    """Something that the finished file does not hold: which answer, its question, which words."""

    path: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked for in a finished file and what was found.

    `kept_back` has, for each answer that is on purpose not printed, the reason.
    """

    answers_found: int
    answers_expected: int
    pictures_found: int
    pictures_expected: int
    missing: tuple[MissingItem, ...] = ()
    withheld: Mapping[str, str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The result in a few words: “41 of 41 answers, 6 pictures”."""
        pictures = f"{self.pictures_found} picture{'s' if self.pictures_found != 1 else ''}"
        if self.pictures_found != self.pictures_expected:
            pictures = f"{self.pictures_found} of {self.pictures_expected} pictures"
        return f"{self.answers_found:,} of {self.answers_expected:,} answers, {pictures}"


def prove_html(data: bytes, report: Report, form: Form, answers: Answers) -> Proof:
    """Account for every answer in a finished web page."""
    return _prove(read_back_html(data), report, form, answers)


def prove_word(data: bytes, report: Report, form: Form, answers: Answers) -> Proof:
    """Account for every answer in a finished Word file."""
    return _prove(read_back_word(data), report, form, answers)


def prove_pdf(data: bytes, report: Report, form: Form, answers: Answers) -> Proof:
    """Account for every answer in a finished PDF, as its tags give it to a screen reader."""
    return _prove(read_back_pdf(data), report, form, answers)


def words_by_answer(report: Report, form: Form, answers: Answers) -> Iterator[tuple[str, str]]:
    """Yield the path of each answer that is printed, and the first words that must be found of it."""
    texts, _ = _expected(report, form, answers)
    for answer in texts:
        part = next(_provable_parts(answer, report, answers), None)
        yield answer.path, part.text if part else ""
    for each in expected_texts(report, form, answers):
        yield each.path, each.lines[0]


def _prove(found: ReportContent, report: Report, form: Form, answers: Answers) -> Proof:
    texts, pictures = _expected(report, form, answers)
    search = _TextSearch(found)
    missing: list[MissingItem] = []
    for answer in texts:
        parts = _provable_parts(answer, report, answers)
        lost = next((part for part in parts if not search.consume(part)), None)
        if lost:
            missing.append(MissingItem(answer.path, answer.field.label, lost.text))
    elsewhere = list(expected_texts(report, form, answers))
    for expected in elsewhere:
        lines = (ProvablePart(line, is_paragraph=True) for line in expected.lines)
        lost = next((part for part in lines if not search.consume(part)), None)
        if lost:
            missing.append(MissingItem(expected.path, expected.label, lost.text))
    written = len(texts) + len(elsewhere)
    lost_pictures = list(_missing_pictures(found, report, pictures))
    shown = len(pictures) + sum(isinstance(block, Chart) for block in report.blocks())
    return Proof(
        answers_found=written - len(missing),
        answers_expected=written,
        pictures_found=shown - len(lost_pictures),
        pictures_expected=shown,
        missing=(
            *missing,
            *lost_pictures,
            *_missing_captions_and_rows(found, search, report),
            *_faults(found),
        ),
        withheld={path: why for path, why in report.withheld.items() if path not in report.used_answers},
    )


def _expected(
    report: Report, form: Form, answers: Answers
) -> tuple[list[AnsweredField], list[AnsweredField]]:
    """Return the answers that must be found as text, and those that are pictures."""
    texts: list[AnsweredField] = []
    pictures: list[AnsweredField] = []
    for answer in answers.answered_fields(form):
        if answer.path not in report.withheld or answer.path in report.withheld_parts:
            (pictures if kind_of(answer.field).is_picture else texts).append(answer)
    return texts, pictures


class _TextSearch:
    """Looks for words among the paragraphs of a file."""

    def __init__(self, found: ReportContent) -> None:
        self.folding = found.normaliser
        self.whole = _SEPARATOR.join(map(self.folding.searchable, found.paragraphs))
        self.paragraphs = frozenset(map(self.folding.comparison_key, found.paragraphs))
        self.turned = [
            self.folding.searchable(each) for each in found.paragraphs if self.folding.is_reordered(each)
        ]
        self.numbers = frozenset(_NUMBER.findall(_SEPARATOR.join(found.paragraphs)))
        self.taken: Counter[str] = Counter()

    def consume(self, part: ProvablePart) -> bool:
        """Say whether a part is there; a paragraph that was written twice has to be there twice."""
        words = part.text
        if part.is_number:
            return words.lstrip("-") in self.numbers
        if not part.is_paragraph:
            return self.contains(words)
        self.taken[words] += 1
        if self.taken[words] == 1:
            return self.contains(words)
        return all(self.whole.count(term) >= self.taken[words] for term in self.folding.search_terms(words))

    def contains(self, words: str) -> bool:
        """Say whether `words` are a paragraph, or part of one."""
        if self.folding.comparison_key(words) in self.paragraphs:
            return True
        if all(part in self.whole for part in self.folding.search_terms(words)):
            return True
        each = self.folding.words(words)
        return any(all(word in turned for word in each) for turned in self.turned)


def _provable_parts(answer: AnsweredField, report: Report, answers: Answers) -> Iterator[ProvablePart]:
    """Yield what the file must hold of one answer, in all its versions."""
    versions = [each.value for each in answers.versions.get(answer.path, ())]
    kept = report.withheld_parts.get(answer.path, frozenset())
    for value in versions or [answer.value]:
        if not is_empty(answer.field, value):
            parts = kind_of(answer.field).provable_parts(answer.field, value)
            yield from (part for part in parts if part.key not in kept)


def _missing_pictures(
    found: ReportContent, report: Report, pictures: list[AnsweredField]
) -> Iterator[MissingItem]:
    """Yield the pictures and charts that the file does not show as often as they were given."""
    left = Counter(found.pictures)
    for answer in pictures:
        file = report.pictures.get(str(answer.value.get("sha256", "")))
        key = found.picture_key(file) if file else ""
        if left[key] <= 0:
            yield MissingItem(
                answer.path,
                answer.field.label,
                kind_of(answer.field).format_value(answer.field, answer.value),
            )
        left[key] -= 1
    for block in report.blocks():
        if isinstance(block, Chart):
            key = block.alt if found.has_drawn_charts else checksum(block.png)
            if left[key] <= 0:
                yield MissingItem("", f"Figure {block.number}", block.caption)
            left[key] -= 1


def _missing_captions_and_rows(
    found: ReportContent, search: _TextSearch, report: Report
) -> Iterator[MissingItem]:
    """Yield the captions and the rows of tables that are not there."""
    left = Counter(found.rows)
    for block in report.blocks():
        if isinstance(block, (Table, Figure, Chart)) and not search.contains(block.caption):
            kind = "Table" if isinstance(block, Table) else "Figure"
            yield MissingItem("", f"{kind} {block.number}", block.caption)
        if not isinstance(block, Table):
            continue
        for row in (block.header, *(tuple(map(plain_text, cells)) for cells in block.rows)):
            if block.is_blank_form and not any(row):
                continue  # room to write in: there is nothing to lose
            key = tuple(found.normaliser.comparison_key(cell_key(cell)) for cell in row)
            if left[key] <= 0:
                yield MissingItem("", f"Table {block.number}", " | ".join(row))
            left[key] -= 1


def _faults(found: ReportContent) -> Iterator[MissingItem]:
    """Yield what the file as a whole lacks."""
    for fault in found.faults:
        yield MissingItem("", "The file", fault)
