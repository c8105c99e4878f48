"""The text of a reviewed file as it was sent, and as it becomes with the changes of one author or of all.

A paragraph mark that was inserted joins paragraphs in the text as it was sent, and one that was deleted
joins them in the text as it becomes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from carreport.form.richtext import Block, BlockType, Span, tidy
from carreport.review.word_walk.document import (
    ADDS,
    OBJECT,
    ChangeKind,
    ParagraphLook,
    WordDocument,
    WordParagraph,
    WordRun,
)

IsTaken = Callable[[int], bool]
"""Says whether a tracked change applies, by its number."""
_SAME_LETTERS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′‹›´`", "'"),
        **dict.fromkeys("\u2010\u2011", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff" + OBJECT),
    }
)
"""What word processors replace by themselves."""
_HEADING = re.compile(r"heading \d|title\Z")


def plain(text: str) -> str:
    """Return a text without what programs change by themselves: quotation marks, hyphens and spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_SAME_LETTERS).split())


def folded(text: str) -> str:
    """Return a text without any spaces, to compare it across paragraphs."""
    return plain(text).replace(" ", "")


@dataclass(frozen=True, slots=True)
class SentUnit:
    """What was one paragraph before tracked changes: one paragraph of the file, or several."""

    numbers: tuple[int, ...]
    paragraphs: tuple[WordParagraph, ...]
    original: str

    @property
    def place(self) -> str:
        """Where it is, such as body or footnote."""
        return self.paragraphs[0].place

    @property
    def is_heading(self) -> bool:
        """Say whether it looks like a heading."""
        return any(_HEADING.match(paragraph.look.style) for paragraph in self.paragraphs)


def units_of(document: WordDocument) -> tuple[SentUnit, ...]:
    """Return the paragraphs of a file as they were before tracked changes, in reading order."""
    open_units: dict[int, list[int]] = {}
    units: list[list[int]] = []
    for number, paragraph in enumerate(document.paragraphs):
        unit = open_units.pop(paragraph.container, None)
        if unit is None:
            unit = []
            units.append(unit)
        unit.append(number)
        if is_mark_new(document, paragraph):
            open_units[paragraph.container] = unit
    return tuple(_unit(document, numbers) for numbers in units)


def _unit(document: WordDocument, numbers: list[int]) -> SentUnit:
    paragraphs = tuple(document.paragraphs[number] for number in numbers)
    runs = (run for paragraph in paragraphs for run in paragraph.runs)
    return SentUnit(tuple(numbers), paragraphs, "".join(text_if(document, run, nothing) for run in runs))


def is_mark_new(document: WordDocument, paragraph: WordParagraph) -> bool:
    """Say whether the mark at the end of a paragraph was inserted."""
    return any(document.changes[number].type in ADDS for number in paragraph.mark_changes)


def nothing(_number: int) -> bool:
    """Apply no change."""
    return False


def everything(_number: int) -> bool:
    """Apply every change."""
    return True


def by_authors(document: WordDocument, authors: Collection[str]) -> IsTaken:
    """Apply the changes of some authors."""
    return lambda number: document.changes[number].author in authors


def text_if(document: WordDocument, run: WordRun, is_taken: IsTaken) -> str:
    """Return the text of a run if it is there when these changes apply, or an empty string."""
    for number in run.changes:
        kind = document.changes[number].type
        if kind is not ChangeKind.FORMAT and (kind in ADDS) != is_taken(number):
            return ""
    return run.text


def shown_paragraphs(
    document: WordDocument, unit: SentUnit, is_taken: IsTaken
) -> Iterator[tuple[ParagraphLook, tuple[WordRun, ...]]]:
    """Yield the paragraphs of a unit when these changes apply: how each looks, and its runs."""
    runs: list[WordRun] = []
    look: ParagraphLook | None = None
    for paragraph in unit.paragraphs:
        present = [replace(run, text=text_if(document, run, is_taken)) for run in paragraph.runs]
        runs += [_formatted(document, run, is_taken) for run in present if run.text]
        if look is None or not any(run.text for run in runs):
            look = _look(document, paragraph, is_taken)
        is_there = all(
            (document.changes[number].type in ADDS) == is_taken(number) for number in paragraph.mark_changes
        )
        if is_there:
            yield look, tuple(runs)
            runs, look = [], None
    if look is not None:
        yield look, tuple(runs)


def _look(document: WordDocument, paragraph: WordParagraph, is_taken: IsTaken) -> ParagraphLook:
    changes = [
        number for number in paragraph.own_changes if document.changes[number].type is ChangeKind.FORMAT
    ]
    return paragraph.look if all(map(is_taken, changes)) else paragraph.old_look


def _formatted(document: WordDocument, run: WordRun, is_taken: IsTaken) -> WordRun:
    """Return a run as it looked before a change of its formatting that does not apply."""
    for number in run.changes:
        if document.changes[number].type is ChangeKind.FORMAT and not is_taken(number):
            return replace(run, is_bold=run.was_bold, is_italic=run.was_italic)
    return run


def shown_text(document: WordDocument, unit: SentUnit, is_taken: IsTaken) -> str:
    """Return the text of a unit when these changes apply, one line a paragraph."""
    lines = ("".join(run.text for run in runs) for _, runs in shown_paragraphs(document, unit, is_taken))
    return "\n".join(line for line in lines if line.strip())


def shown_blocks(document: WordDocument, unit: SentUnit, is_taken: IsTaken) -> tuple[Block, ...]:
    """Return the paragraphs of a unit as rich text when these changes apply."""
    return tidy(
        Block(_block_type(look), tuple(map(_span, runs)), look.level)
        for look, runs in shown_paragraphs(document, unit, is_taken)
    )


def _span(run: WordRun) -> Span:
    return Span(run.text.replace(OBJECT, ""), run.is_bold, run.is_italic, run.link)


def _block_type(look: ParagraphLook) -> BlockType:
    if look.list:
        return "bullet" if look.list == "bullet" else "number"
    if "quot" in look.style:
        return "quote"
    return "subheading" if look.style.startswith("heading") else "paragraph"
