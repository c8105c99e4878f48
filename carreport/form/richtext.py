"""Rich text (emphasis, lists, links) as plain values.

A text is a sequence of blocks of spans, never HTML or Markdown: each output format has one emitter
that writes these blocks. Every string is cleaned when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeGuard, cast

from carreport.form.paths import is_answer_path

BlockType = Literal["paragraph", "bullet", "number", "quote", "subheading", "table"]
BLOCK_TYPES: tuple[BlockType, ...] = ("paragraph", "bullet", "number", "quote", "subheading", "table")
DEEPEST_LEVEL = 2
"""The deepest level of nested lists, counted from 0."""

MOST_COLUMNS = 20
"""The most columns of a table in a text."""
MOST_ROWS = 500
"""The most rows of a table in a text."""

_LINE_BREAKS = {0x0B: "\n", 0x2028: "\n", 0x85: "\n", 0x0C: "\n\n", 0x2029: "\n\n", 0x09: " "}
LIGATURES = dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
"""Letters joined into one character, as text copied from a PDF has them."""
_WORD_MARKS = {0x1E: "\u2011", 0x1F: "\u00ad", 0xFEFF: None, 0xFFFC: None}
_UNWANTED: Mapping[int, str | None] = {
    **dict.fromkeys((code for code in range(0x20) if code != 0x0A), None),
    **dict.fromkeys(range(0x7F, 0xA0), None),
    **dict.fromkeys(range(0xFDD0, 0xFDF0), None),
    **dict.fromkeys(range(0xD800, 0xE000), None),
    **{plane << 16 | low: None for plane in range(17) for low in (0xFFFE, 0xFFFF)},
    **_LINE_BREAKS,
    **_WORD_MARKS,
    **LIGATURES,
}
_INVISIBLE_IN_NAMES = dict.fromkeys(
    (0xAD, 0x61C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A))
)
LONGEST_NAME = 200
"""The most characters of a person's name that are recorded with what they write."""
_NOT_CLEAN = re.compile(
    "[" + "".join(re.escape(chr(code)) for code in (0x0D, *_UNWANTED) if code not in LIGATURES) + "]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINK = re.compile(r"(https?://|mailto:)\S+\Z", re.IGNORECASE)


def clean(text: str) -> str:
    """Return `text` with only characters that every output can carry.

    Soft breaks of word processors become line breaks, page breaks new paragraphs, tabs spaces.
    Control characters, lone surrogates and noncharacters are removed; ligatures become letters.
    """
    joined = text.replace("\r\n", "\n").replace("\r", "\n")
    if _SURROGATES.search(joined):
        joined = joined.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return joined.translate(_UNWANTED)


def is_clean(text: str) -> bool:
    """Say whether `clean` would change nothing but ligatures, which earlier versions kept."""
    return text.isprintable() or not _NOT_CLEAN.search(text)


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line, without spaces at its ends."""
    return " ".join(filter(None, map(str.strip, clean(text).split("\n"))))


def clean_name(text: str) -> str:
    """Return the name of an author as it is recorded, without characters that would disguise it."""
    visible = clean(text[: 4 * LONGEST_NAME]).translate(_INVISIBLE_IN_NAMES)
    return clean_line(visible)[:LONGEST_NAME].rstrip()


def is_safe_link(target: str) -> bool:
    """Say whether `target` is a web or email address, the only links that are kept."""
    return bool(_LINK.match(target))


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with the same formatting; a line break is a newline in its text.

    A `note` is a footnote, whose mark follows the last letter of the text. Its own spans have no notes.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    note: tuple[Span, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the span as JSON, without default values."""
        note = [span.to_json() for span in self.note]
        marks = {"strong": self.strong, "emphasis": self.emphasis, "link": self.link, "note": note}
        return {"text": self.text, **{name: mark for name, mark in marks.items() if mark}}


Cell = tuple[Span, ...]
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a list item, a quotation, a subheading or a table.

    `level` is 0 to 2 and only used for list items. A quotation from an answer has the path of that
    answer as its `source`. A table has `rows` of the same length, of which the first is the header; its
    `spans` are the words of all cells, for whoever only reads words: a tab is between
    two cells, and a line break between two rows. Use `table` to make one.
    """

    type: BlockType
    spans: tuple[Span, ...]
    level: int = 0
    source: str = ""
    rows: tuple[Row, ...] = ()

    @property
    def plain_text(self) -> str:
        """The text alone, without notes, so that places in it do not move when there is a note."""
        return "".join(span.text for span in self.spans)

    @property
    def runs(self) -> tuple[tuple[Span, ...], ...]:
        """The runs of words that stand apart on a page: each cell of a table, or all the spans."""
        if self.type != "table":
            return (self.spans,)
        return tuple(cell for row in self.rows for cell in row if cell)

    @property
    def lines(self) -> tuple[str, ...]:
        """What is read as one: each row of a table, with tabs between its cells, or the whole text."""
        rows = ("\t".join("".join(span.text for span in cell) for cell in row) for row in self.rows)
        return tuple(row for row in rows if row.strip()) if self.type == "table" else (self.plain_text,)

    @property
    def notes(self) -> tuple[Block, ...]:
        """The notes in this block, each as a paragraph."""
        return tuple(Block("paragraph", span.note) for span in self.spans if span.note)

    def to_json(self) -> dict[str, Any]:
        """Return the block as JSON."""
        if self.type == "table":
            rows = [[[span.to_json() for span in cell] for cell in row] for row in self.rows]
            return {"type": "table", "rows": rows, "header": True}
        level = {"level": self.level} if self.level else {}
        source = {"source": self.source} if self.source else {}
        return {"type": self.type, **level, **source, "spans": [span.to_json() for span in self.spans]}


@dataclass(frozen=True, slots=True)
class RichText:
    """A text: blocks in reading order."""

    blocks: tuple[Block, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether there is no text at all."""
        return not any(block.plain_text.strip() for block in self.blocks)

    @property
    def notes(self) -> tuple[Block, ...]:
        """The notes in all blocks, in reading order, each as a paragraph."""
        return tuple(note for block in self.blocks for note in block.notes)

    @property
    def plain_text(self) -> str:
        """The text alone, with a blank line between blocks; all notes are at the end."""
        return "\n\n".join(block.plain_text for block in (*self.blocks, *self.notes))

    def to_json(self) -> list[dict[str, Any]]:
        """Return the text as the JSON that a draft stores."""
        return [block.to_json() for block in self.blocks]

    @classmethod
    def from_json(cls, value: object) -> RichText:
        """Read a text from a plain string or from the JSON of blocks, cleaned and in canonical form.

        Raise `ValueError`, with a sentence that says what is wrong, if it is neither.
        """
        if value is None:
            return cls()
        if isinstance(value, str):
            return cls.from_plain(value)
        if isinstance(value, Sequence):
            return cls(tidy(_block_from(block) for block in value))
        message = "text or a list of blocks is required"
        raise ValueError(message)

    @classmethod
    def from_plain(cls, text: str) -> RichText:
        """Read a text from a plain string.

        A blank line starts a new paragraph, and a line that starts with "- " is a bullet.
        """
        blocks: list[Block] = []
        for chunk in re.split(r"\n[^\S\n]*\n+", clean(text)):
            lines: list[str] = []
            for line in chunk.split("\n"):
                if line.startswith("- "):
                    blocks.extend(_paragraph(lines))
                    lines = []
                    blocks.append(Block("bullet", (Span(line[2:]),)))
                else:
                    lines.append(line)
            blocks.extend(_paragraph(lines))
        return cls(tidy(blocks))


def table(rows: Iterable[Sequence[Iterable[Span]]]) -> Block:
    """Return a table in canonical form; short rows get empty cells at their end."""
    tidied = [tuple(map(tidy_spans, row)) for row in rows]
    width = max(map(len, tidied), default=0)
    padded = tuple((*row, *((),) * (width - len(row))) for row in tidied)
    return Block("table", tuple(_words_of(padded)), rows=padded)


def _words_of(rows: Sequence[Row]) -> Iterator[Span]:
    """Yield the words of all cells in reading order; nothing if there are none."""
    if not any(cell for row in rows for cell in row):
        return
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if number or place:
                yield Span("\t" if place else "\n")
            yield from cell


def with_runs(block: Block, change: Callable[[Cell], Iterable[Span]]) -> Block:
    """Return a block in which `change` was made to its spans; in a table, to those of each cell."""
    if block.type == "table":
        return table([[change(cell) for cell in row] for row in block.rows])
    return replace(block, spans=tuple(change(block.spans)))


def tidy(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return `blocks` in canonical form, so that equal texts are equal values.

    Adjacent spans with the same formatting are joined; empty spans, spaces at the ends of a block,
    and blocks without text are removed.
    """
    return tuple(block for block in map(_tidy_block, blocks) if block.spans)


def _paragraph(lines: Sequence[str]) -> list[Block]:
    return [Block("paragraph", (Span("\n".join(lines)),))] if lines else []


def _tidy_block(block: Block) -> Block:
    if block.type == "table":
        return table(block.rows)
    level = min(max(block.level, 0), DEEPEST_LEVEL) if block.type in ("bullet", "number") else 0
    source = block.source if block.type == "quote" and is_answer_path(block.source) else ""
    return Block(block.type, tidy_spans(block.spans), level, source)


def tidy_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return `spans` in canonical form; a note that follows no letter becomes part of the text."""
    tidied: list[Span] = []
    loose: list[tuple[Span, ...]] = []
    given = tuple(spans)
    if len(given) == 1 and not (given[0].note or given[0].link):  # most cells: they need no closer look
        text = given[0].text
        if text and text.isascii() and text.isprintable() and text == text.strip():
            return given
    for span in map(_cleaned, _with_letters(given) if any(span.note for span in given) else given):
        if not span.text:
            loose += [span.note] if span.note else []
            continue
        _add_notes(tidied, loose)
        last = tidied[-1] if tidied else None
        if last and not last.note and _marks(last) == _marks(span):
            tidied[-1] = replace(span, text=last.text + span.text)
        else:
            tidied.append(span)
    _add_notes(tidied, loose)
    return _trimmed(tidied)


def note_from_blocks(blocks: Iterable[Block]) -> tuple[Span, ...]:
    """Return paragraphs as one note, each on a line of its own."""
    spans: list[Span] = []
    for block in blocks:
        spans += [Span("\n")] if spans else []
        spans += block.spans
    return tidy_spans(replace(span, note=()) for span in _flat(spans))


def _with_letters(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield `spans`, with a note before the first letter as part of the text."""
    has_letters = False
    for span in spans:
        has_letters = has_letters or bool(clean(span.text).strip())
        if span.note and not has_letters:
            yield replace(span, note=())
            yield from _flat(span.note)
            yield Span(" ")
            has_letters = any(clean(part.text).strip() for part in _flat(span.note))
        else:
            yield span


def _cleaned(span: Span) -> Span:
    link = clean(span.link)
    note = tidy_spans(_flat(span.note)) if span.note else ()
    return Span(clean(span.text), span.strong, span.emphasis, link if is_safe_link(link) else "", note)


def _flat(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield the spans of a note; a note inside it becomes part of its text."""
    for span in spans:
        yield replace(span, note=()) if span.note else span
        if span.note:
            yield Span(" ")
            yield from _flat(span.note)


def _add_notes(spans: list[Span], loose: list[tuple[Span, ...]]) -> None:
    """Add notes to the last span, each on a line of its own, and empty their list."""
    if not loose or not spans:
        return
    notes = [note for note in (spans[-1].note, *loose) if note]
    joined = [part for note in notes for part in (Span("\n"), *note)][1:]
    spans[-1] = replace(spans[-1], note=tidy_spans(joined))
    loose.clear()


def _marks(span: Span) -> tuple[bool, bool, str]:
    return span.strong, span.emphasis, span.link


def _trimmed(spans: list[Span]) -> tuple[Span, ...]:
    while spans and not spans[0].text.lstrip():
        spans.pop(0)
    loose: list[tuple[Span, ...]] = []
    while spans and not spans[-1].text.rstrip():
        loose.append(spans.pop().note)
    _add_notes(spans, [note for note in reversed(loose) if note])
    if spans:
        spans[0] = replace(spans[0], text=spans[0].text.lstrip())
        spans[-1] = replace(spans[-1], text=spans[-1].text.rstrip())
    return tuple(spans)


def _block_from(value: object) -> Block:
    if isinstance(value, str):
        return Block("paragraph", (Span(value),))
    if not isinstance(value, Mapping):
        message = "a block must be an object with a type and spans"
        raise ValueError(message)
    kind = value.get("type", "paragraph")
    if kind not in BLOCK_TYPES:
        message = f"a block cannot be of type “{kind}”; it can be {', '.join(BLOCK_TYPES)}"
        raise ValueError(message)
    if kind == "table":
        return table_from_json(value)
    spans = value.get("spans", ())
    level = value.get("level", 0)
    if isinstance(spans, str) or not isinstance(spans, Sequence) or type(level) is not int:
        message = "a block needs a list of spans, and a whole number as its level"
        raise ValueError(message)
    source = value.get("source", "")
    words = tuple(_span_from(span) for span in spans)
    return Block(cast("BlockType", kind), words, level, source if isinstance(source, str) else "")


def table_from_json(value: Mapping[str, object]) -> Block:
    """Read a table, also one without any words; raise `ValueError` with a sentence if it is none."""
    rows = value.get("rows")
    if not _is_list(rows) or not all(map(_is_list, rows)):
        message = "a table needs a list of rows, each a list of cells"
        raise ValueError(message)
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        message = f"a table can have at most {MOST_ROWS} rows and {MOST_COLUMNS} columns"
        raise ValueError(message)
    if value.get("header", True) is not True:
        message = "the first row of a table is its header"
        raise ValueError(message)
    return table([list(map(_cell_from, row)) for row in rows])


def _cell_from(value: object) -> Cell:
    if value is None or isinstance(value, str):
        return (Span(value or ""),)
    if not _is_list(value):
        message = "a cell of a table must be text or a list of spans"
        raise ValueError(message)
    return tuple(map(_span_from, value))


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _span_from(value: object) -> Span:
    if isinstance(value, str):
        return Span(value)
    if not isinstance(value, Mapping) or not isinstance(value.get("text"), str):
        message = "a span must be text, or an object with text"
        raise ValueError(message)
    link = value.get("link", "")
    return Span(
        value["text"],
        strong=value.get("strong") is True,
        emphasis=value.get("emphasis") is True,
        link=link if isinstance(link, str) else "",
        note=_note_from(value["note"]) if value.get("note") else (),
    )


def _note_from(value: object) -> tuple[Span, ...]:
    """Read a note; a note inside it becomes part of its text, however deep it is."""
    spans: list[Span] = []
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping) and part.get("note"):
            waiting += [part["note"], " ", {**part, "note": ()}]
        elif isinstance(part, Sequence) and not isinstance(part, str):
            waiting += reversed(part)
        elif isinstance(part, str | Mapping):
            spans.append(_span_from(part))
        else:
            message = "a note must be text or a list of spans"
            raise ValueError(message)
    return tuple(spans)


def has_table_or_note(value: object) -> bool:
    """Say whether an answer, or a suggestion, has a table or a note, which format 101 cannot hold."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            if ("rows" in part and part.get("type") == "table") or ("note" in part and "text" in part):
                return True
            waiting += part.values()
        elif isinstance(part, Sequence) and not isinstance(part, str):
            waiting += part
    return False
