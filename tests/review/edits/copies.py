"""Review copies to edit: what each printed paragraph of a file says, read straight from its XML."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from io import BytesIO
from typing import Any

from lxml import etree

from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.schema import Field, Form

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EMPTY = "No answer yet."
_TEXT = {f"{W}tab": "\t", f"{W}br": "\n"}
_MARK = re.compile(r"_car_([0-9a-f]{12})_(\d+)\Z")


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed paragraph of a review copy: its bookmark, where it belongs, and what it says.

    `number` is 0 for the heading of a question and counts the paragraphs of its answer from 1.
    """

    mark: str
    path: str
    number: int
    text: str
    style: str
    place: int
    is_in_table: bool = False
    has_comment: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether this is the heading of a section, question or entry."""
        return self.number == 0

    @property
    def is_answer(self) -> bool:
        """Whether this is a paragraph of an answer that somebody gave."""
        return self.number > 0 and bool(self.path) and self.text not in ("", EMPTY)


@dataclass(frozen=True)
class ReviewCopy:
    """A review copy, its export id, and its printed paragraphs in order."""

    name: str
    docx: bytes
    export_id: str
    printed: tuple[Printed, ...]

    @cached_property
    def long_answers(self) -> tuple[Printed, ...]:
        """Paragraphs of answers with at least ten words that occur nowhere else."""
        texts = [at.text for at in self.printed]
        usual = [at for at in self.answers if not (at.is_in_table or at.has_comment or "\n" in at.text)]
        return tuple(at for at in usual if len(at.text.split()) >= 10 and texts.count(at.text) == 1)

    @cached_property
    def answers(self) -> tuple[Printed, ...]:
        """All paragraphs of answers."""
        return tuple(at for at in self.printed if at.is_answer)

    @cached_property
    def questions(self) -> tuple[Printed, ...]:
        """The headings of questions that have a long answer."""
        answered = {at.path for at in self.long_answers}
        return tuple(at for at in self.printed if at.is_heading and at.path in answered)

    @cached_property
    def pairs(self) -> tuple[tuple[Printed, Printed], ...]:
        """Long paragraphs of one answer that follow each other."""
        return tuple(
            (one, two)
            for one, two in zip(self.printed, self.printed[1:], strict=False)
            if one.path == two.path and one in self.long_answers and two in self.long_answers
        )

    def of(self, path: str) -> tuple[Printed, ...]:
        """Return the paragraphs of one answer, with the heading of its question."""
        return tuple(at for at in self.printed if at.path == path)

    def before(self, at: Printed) -> Printed:
        """Return the printed paragraph before another one."""
        return self.printed[at.place - 1]

    def after(self, at: Printed) -> Printed:
        """Return the printed paragraph after another one."""
        return self.printed[at.place + 1]

    @cached_property
    def sections(self) -> tuple[tuple[Printed, ...], ...]:
        """The printed paragraphs of each section, from its heading to the last one of its answers."""
        starts = [at.place for at in self.printed if at.is_heading and at.path and "." not in at.path]
        ends = [*starts[1:], len(self.printed)]
        return tuple(self.printed[start:end] for start, end in zip(starts, ends, strict=True))


def mark_of(export_id: str, path: str, number: int) -> str:
    """Return the name of the bookmark around a printed paragraph."""
    digits = blake2b(f"{export_id}\n{path}".encode(), digest_size=6).hexdigest()
    return f"_car_{digits}_{number}"


def read_copy(name: str, docx: bytes, form: Form, answers: Answers) -> ReviewCopy:
    """Read what a review copy prints, and find the path of each paragraph by its bookmark."""
    with zipfile.ZipFile(BytesIO(docx)) as package:
        export_id = _export_id(package.read("docProps/custom.xml"))
        document = etree.fromstring(package.read("word/document.xml"))
    by_digits = {mark_of(export_id, path, 0)[5:17]: path for path in possible_paths(form, answers)}
    printed = [
        _printed(paragraph, by_digits, place) for place, paragraph in enumerate(document.iter(f"{W}p"))
    ]
    return ReviewCopy(name, docx, export_id, tuple(printed))


def _export_id(properties: bytes) -> str:
    for entry in etree.fromstring(properties):
        if entry.get("name") == "carreport-review":
            return "".join(entry.itertext())
    raise AssertionError("the copy has no export id")


def _printed(paragraph: Any, by_digits: dict[str, str], place: int) -> Printed:
    marks = [mark.get(f"{W}name") for mark in paragraph.iter(f"{W}bookmarkStart")]
    assert len(marks) == 1, f"paragraph {place} has the bookmarks {marks}"
    found = _MARK.match(marks[0])
    assert found, f"paragraph {place} has the bookmark {marks[0]}"
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = "" if style is None else style.get(f"{W}val")
    path = by_digits[found[1]]
    is_in_table = next(paragraph.iterancestors(f"{W}tc"), None) is not None
    has_comment = next(paragraph.iter(f"{W}commentReference"), None) is not None
    number, text = int(found[2]), visible_text(paragraph)
    return Printed(marks[0], path, number, text, name, place, is_in_table, has_comment)


def visible_text(paragraph: Any) -> str:
    """Return the words of a paragraph as they stand there, without what is struck out."""
    runs = (found for run in paragraph.iter(f"{W}r") for found in run)
    return "".join(_TEXT.get(found.tag, found.text if found.tag == f"{W}t" else "") or "" for found in runs)


def possible_paths(form: Form, answers: Answers) -> Iterator[str]:
    """Yield every path that a review copy of these answers can have."""
    yield ""
    for section in form.sections:
        yield section.id
        yield f"{section.id}.{paths.FELLOW}"
    for path, question in form.all_fields():
        yield from _paths_of(path, question, answers.get(path))


def _paths_of(path: str, question: Field, value: object) -> Iterator[str]:
    yield path
    if not question.is_group or not isinstance(value, Sequence):
        return
    for item in value:
        if isinstance(item, Item):
            entry = paths.item_path(path, item.id)
            yield entry
            for inner in question.fields:
                yield from _paths_of(f"{entry}/{inner.id}", inner, item.get(inner.id))
