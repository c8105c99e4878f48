"""The contents of a Word file as plain values: paragraphs in reading order, comments and tracked changes.

A tracked change is one XML element. Each has a place in `WordDocument.changes`, and everything that it
applies to refers to it by this number, so that nothing is counted twice or left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

OBJECT = "\ufffc"
"""The character for a picture, a drawing or an embedded object in a text."""

Position = tuple[int, int]
"""A place in a file: the number of a paragraph, and the number of characters before it in that paragraph."""


class ChangeKind(StrEnum):
    """What a tracked change does."""

    INSERTION = "insertion"
    DELETION = "deletion"
    MOVE_FROM = "move-from"
    MOVE_TO = "move-to"
    FORMAT = "format"
    ROW_INSERTION = "row-insertion"
    ROW_DELETION = "row-deletion"


ADDS = frozenset({ChangeKind.INSERTION, ChangeKind.MOVE_TO, ChangeKind.ROW_INSERTION})
"""Changes whose text was not in the file before."""


@dataclass(frozen=True, slots=True)
class WordChange:
    """One tracked change.

    `is_content` is false for formatting other than bold, italic, lists and kinds of paragraphs. `move` is the
    name of a move. A change that is around no run has the `paragraph` that it was found in, and its `text`.
    """

    type: ChangeKind
    author: str = ""
    when: str = ""
    move: str = ""
    is_content: bool = True
    paragraph: int = -1
    text: str = ""


@dataclass(frozen=True, slots=True)
class WordRun:
    """Text with the same formatting and the same changes, the outermost change first."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    link: str = ""
    changes: tuple[int, ...] = ()
    was_bold: bool = False
    was_italic: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """The kind of a paragraph: the name of its style, and its list (`bullet`, `number` or none) and level."""

    style: str = ""
    list: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """One paragraph.

    `place` is body, cell, text box, footnote, endnote, header or footer. All paragraphs that follow each
    other in one of these have the same number as `container`. `host` is the paragraph that a text box or
    note belongs to, or -1. `mark_changes` are changes of the mark at the end of the paragraph.
    """

    place: str
    container: int
    host: int = -1
    look: ParagraphLook = ParagraphLook()
    old_look: ParagraphLook = ParagraphLook()
    runs: tuple[WordRun, ...] = ()
    mark_changes: tuple[int, ...] = ()
    own_changes: tuple[int, ...] = ()
    """Changes of its formatting, and of the row of the table that it is in."""
    bookmarks: tuple[str, ...] = ()
    empty_bookmarks: tuple[str, ...] = ()
    """Bookmarks in the paragraph that contain no text."""

    @property
    def text(self) -> str:
        """All its text, including text that has been inserted or deleted."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class WordComment:
    """One comment.

    `start` and `end` are the text that it is about, or None if the file does not say. `parent` is the number
    of the comment that it replies to, or -1; `is_parent_presumed` if the file does not say so, but both are
    about the same text. `is_doubtful` if the file has several comments or places with this id.
    """

    author: str = ""
    when: str = ""
    text: str = ""
    start: Position | None = None
    end: Position | None = None
    parent: int = -1
    is_parent_presumed: bool = False
    is_settled: bool = False
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class ElementCounts:
    """How many comments and tracked changes the XML of a file has."""

    comments: int = 0
    changes: int = 0


@dataclass(frozen=True, slots=True)
class WordDocument:
    """A Word file, the export id of its review copy if it has one, and codes of what was unusual."""

    export_id: str = ""
    paragraphs: tuple[WordParagraph, ...] = ()
    comments: tuple[WordComment, ...] = ()
    changes: tuple[WordChange, ...] = ()
    counts: ElementCounts = ElementCounts()
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the document as JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> WordDocument:
        """Return the document that `to_json` turned into JSON."""
        return cls(
            export_id=value["export_id"],
            paragraphs=tuple(_paragraph_from(paragraph) for paragraph in value["paragraphs"]),
            comments=tuple(_comment_from(comment) for comment in value["comments"]),
            changes=tuple(_change_from(change) for change in value["changes"]),
            counts=ElementCounts(**value["counts"]),
            notes=tuple(value["notes"]),
        )


def _tuples(value: Mapping[str, Any], names: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    return {name: tuple(value[name]) for name in names}


def _paragraph_from(value: Mapping[str, Any]) -> WordParagraph:
    lists = _tuples(value, ("mark_changes", "own_changes", "bookmarks", "empty_bookmarks"))
    runs = tuple(WordRun(**{**run, "changes": tuple(run["changes"])}) for run in value["runs"])
    looks = {name: ParagraphLook(**value[name]) for name in ("look", "old_look")}
    return WordParagraph(**{**value, **lists, **looks, "runs": runs})


def _comment_from(value: Mapping[str, Any]) -> WordComment:
    return WordComment(**{**value, "start": _position(value["start"]), "end": _position(value["end"])})


def _change_from(value: Mapping[str, Any]) -> WordChange:
    return WordChange(**{**value, "type": ChangeKind(value["type"])})


def _position(value: Sequence[int] | None) -> Position | None:
    return None if value is None else (value[0], value[1])
