"""Prove that a finished file contains every answer that is not withheld for a reason.

The expected text comes from the answers, not from the report model:
each paragraph, each detail of a person, the label of each choice, each reply from a file that may
be quoted, and the text of chosen evidence. A report is saved only if nothing is missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from carreport.form.answers import DAMAGED, AnsweredField, Answers, is_empty
from carreport.form.kinds import ProvablePart, kind_of
from carreport.form.kinds.built_in_words import in_report_words
from carreport.form.schema import Form, Share
from carreport.form.wording import format_count, verb_for
from carreport.language.messages import words_in
from carreport.report.model import Chart, Figure, PictureFile, Report, Table, numbered_label, plain_text
from carreport.report.proof.expected_text import expected_texts
from carreport.report.proof.names import NamePlace, PrintedNames
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
_UNNAMED = "An answer that cannot be named"


@dataclass(frozen=True, slots=True)
class MissingItem:
    """Something missing from the finished file: the answer's path, its label and the missing text."""

    path: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The result of checking a finished file.

    `withheld` gives, by path, the reason for each answer left out on purpose. `unreadable` are the
    answers and pictures that the draft itself has lost or set aside, each with its state as text; the
    report is saved without them, and they count as not found. `names` are the places that name people
    who do not want to be named.
    """

    answers_found: int
    answers_expected: int
    pictures_found: int
    pictures_expected: int
    missing: tuple[MissingItem, ...] = ()
    withheld: Mapping[str, str] = field(default_factory=dict)
    unreadable: tuple[MissingItem, ...] = ()
    names: tuple[NamePlace, ...] = ()

    @property
    def in_words(self) -> str:
        """A summary for readers: “All your answers are in it”, or “41 of 42 answers are in it”."""
        count = self.answers_expected + len(self.withheld)
        if self.answers_found == count:
            return f"All your answers are in it{self._named}"
        answers = f"{self.answers_found:,} of {format_count(count, 'answer')}"
        return f"{answers} {verb_for(count)} in it{self._named}"

    @property
    def _named(self) -> str:
        places = format_count(len(self.names), "place")
        verb = verb_for(len(self.names), "names", "name")
        return f"; {places} {verb} people who do not want to be named" if self.names else ""

    @property
    def sentence(self) -> str:
        """A summary: “41 of 41 answers, 6 pictures”, or “40 of 41 answers, 6 pictures; 1 damaged”."""
        pictures = format_count(self.pictures_found, "picture")
        if self.pictures_found != self.pictures_expected:
            pictures = f"{self.pictures_found:,} of {format_count(self.pictures_expected, 'picture')}"
        answers = format_count(self.answers_expected, "answer")
        states = Counter(item.text for item in self.unreadable)
        lost = "".join(f"; {count} {state}" for state, count in states.items())
        return f"{self.answers_found:,} of {answers}, {pictures}{lost}{self._named}"


def prove_html(data: bytes, report: Report, form: Form, answers: Answers) -> Proof:
    """Look for every answer in a finished web page."""
    return _prove(read_back_html(data), report, form, answers)


def prove_word(data: bytes, report: Report, form: Form, answers: Answers) -> Proof:
    """Look for every answer in a finished Word file."""
    return _prove(read_back_word(data), report, form, answers)


def prove_pdf(data: bytes, report: Report, form: Form, answers: Answers) -> Proof:
    """Look for every answer in a finished PDF, in the tagged content that screen readers use."""
    return _prove(read_back_pdf(data), report, form, answers)


def words_by_answer(report: Report, form: Form, answers: Answers) -> Iterator[tuple[str, str]]:
    """Yield the path of each printed answer with the first piece of its text that must be found."""
    with words_in(report.language):
        form = in_report_words(form)
        pairs = [
            (answer.path, next((part.text for part in _provable_parts(answer, report, answers)), ""))
            for answer in _expected(report, form, answers)[0]
        ]
        evidence = expected_texts(report, form, answers)
        pairs += [(expected.path, expected.lines[0]) for expected in evidence]
    yield from pairs


def _prove(content: ReportContent, report: Report, form: Form, answers: Answers) -> Proof:
    with words_in(report.language):
        return _proof(content, report, in_report_words(form), answers)


def _proof(content: ReportContent, report: Report, form: Form, answers: Answers) -> Proof:
    texts, pictures = _expected(report, form, answers)
    names = PrintedNames(report, form, answers)
    search = _TextSearch(content)
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
    text_count = len(texts) + len(elsewhere)
    unreadable = _unreadable_answers(form, answers)
    printed_in_part = {item.path for item in unreadable} & {answer.path for answer in texts}
    damaged_pictures = [answer for answer in pictures if _picture_file(report, answer) is None]
    lost_pictures = list(_missing_pictures(content, report, pictures))
    picture_count = len(pictures) + sum(isinstance(block, Chart) for block in report.blocks())
    return Proof(
        answers_found=text_count - len(missing) - len(printed_in_part),
        answers_expected=text_count + len(unreadable) - len(printed_in_part),
        pictures_found=picture_count - len(lost_pictures) - len(damaged_pictures),
        pictures_expected=picture_count,
        missing=(
            *missing,
            *lost_pictures,
            *_missing_captions_and_rows(content, search, report),
            *_faults(content),
        ),
        withheld={
            path: why
            for path, why in names.true_reasons(report.withheld).items()
            if path not in report.used_answers
        },
        names=names.all_certain(content.lines),
        unreadable=(
            *unreadable,
            *(MissingItem(answer.path, answer.field.label, DAMAGED) for answer in damaged_pictures),
        ),
    )


def _unreadable_answers(form: Form, answers: Answers) -> list[MissingItem]:
    """Return the answers that the draft has lost or set aside, except private ones and marks."""
    lost: list[MissingItem] = []
    for path, state in answers.unreadable.items():
        question = form.field(path) if path else None
        if not path:
            lost.append(MissingItem("", _UNNAMED, state))
        elif question is not None and question.share is not Share.PRIVATE:
            lost.append(MissingItem(path, question.label, state))
    return lost


def _expected(
    report: Report, form: Form, answers: Answers
) -> tuple[list[AnsweredField], list[AnsweredField]]:
    """Return the answers expected as text, and those expected as pictures."""
    texts: list[AnsweredField] = []
    pictures: list[AnsweredField] = []
    for answer in answers.answered_fields(form):
        if answer.path not in report.withheld or answer.path in report.withheld_parts:
            (pictures if kind_of(answer.field).is_picture else texts).append(answer)
    return texts, pictures


class _TextSearch:
    """Searches the paragraphs of a file for text."""

    def __init__(self, content: ReportContent) -> None:
        self.folding = content.normaliser
        self.whole = _SEPARATOR.join(map(self.folding.searchable, content.paragraphs))
        self.paragraphs = frozenset(map(self.folding.comparison_key, content.paragraphs))
        self.turned = [
            self.folding.searchable(paragraph)
            for paragraph in content.paragraphs
            if self.folding.is_reordered(paragraph)
        ]
        self.numbers = frozenset(_NUMBER.findall(_SEPARATOR.join(content.paragraphs)))
        self.taken: Counter[str] = Counter()

    def consume(self, part: ProvablePart) -> bool:
        """Return whether `part` is in the file; a paragraph asked for twice must occur twice."""
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
        """Return whether `words` is a paragraph or part of one."""
        if self.folding.comparison_key(words) in self.paragraphs:
            return True
        if all(part in self.whole for part in self.folding.search_terms(words)):
            return True
        terms = self.folding.words(words)
        return any(all(word in turned for word in terms) for turned in self.turned)


def _provable_parts(answer: AnsweredField, report: Report, answers: Answers) -> Iterator[ProvablePart]:
    """Yield the pieces of text that the file must contain for one answer, in all its versions."""
    versions = [version.value for version in answers.versions.get(answer.path, ())]
    withheld = report.withheld_parts.get(answer.path, frozenset())
    for value in versions or [answer.value]:
        if not is_empty(answer.field, value):
            parts = kind_of(answer.field).provable_parts(answer.field, value)
            yield from (part for part in parts if part.key not in withheld)


def _picture_file(report: Report, answer: AnsweredField) -> PictureFile | None:
    """Return the file of a picture; nothing if the draft has lost it."""
    return report.pictures.get(str(answer.value.get("sha256", "")))


def _missing_pictures(
    content: ReportContent, report: Report, pictures: list[AnsweredField]
) -> Iterator[MissingItem]:
    """Yield the pictures and charts that the file contains fewer times than expected."""
    remaining = Counter(content.pictures)
    for answer in pictures:
        file = _picture_file(report, answer)
        if file is None:
            continue
        key = content.picture_key(file)
        if remaining[key] <= 0:
            yield MissingItem(
                answer.path,
                answer.field.label,
                kind_of(answer.field).format_value(answer.field, answer.value),
            )
        remaining[key] -= 1
    for block in report.blocks():
        if isinstance(block, Chart):
            key = block.alt if content.has_drawn_charts else checksum(block.png)
            if remaining[key] <= 0:
                yield MissingItem("", numbered_label(block), block.caption)
            remaining[key] -= 1


def _missing_captions_and_rows(
    content: ReportContent, search: _TextSearch, report: Report
) -> Iterator[MissingItem]:
    """Yield missing captions, and table rows that occur fewer times than expected."""
    remaining = Counter(content.rows)
    for block in report.blocks():
        if isinstance(block, (Table, Figure, Chart)) and block.caption and not search.contains(block.caption):
            yield MissingItem("", numbered_label(block), block.caption)
        if not isinstance(block, Table):
            continue
        for row in (block.header, *(tuple(map(plain_text, cells)) for cells in block.rows)):
            if block.is_blank_form and not any(row):
                continue  # an empty row to write in
            key = tuple(content.normaliser.comparison_key(cell_key(cell)) for cell in row)
            if remaining[key] <= 0:
                yield MissingItem("", numbered_label(block), " | ".join(row))
            remaining[key] -= 1


def _faults(content: ReportContent) -> Iterator[MissingItem]:
    """Yield the faults found in the file as a whole."""
    for fault in content.faults:
        yield MissingItem("", "The file", fault)
