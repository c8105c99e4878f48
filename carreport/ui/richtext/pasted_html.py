"""Reduce pasted HTML to what a rich text can hold: text, emphasis, lists, quotations and links.

Word, Google Docs, email programs and web pages all put HTML on the clipboard, each with its own
quirks. Fonts and colours are dropped; anything else that is left out or changed is counted, so that
the person who pasted it can be told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import groupby

from carreport.form.richtext import (
    DEEPEST_LEVEL,
    Block,
    BlockType,
    RichText,
    Span,
    is_safe_link,
    tidy,
)
from carreport.ui.richtext.class_styles import read_class_styles, style_of
from carreport.ui.richtext.html_scan import END_FRAGMENT, START_FRAGMENT, VOID, ScannedHtml, count_letters
from carreport.ui.richtext.pasted_notes import NOTE_BODY, HtmlNotes
from carreport.ui.richtext.pasted_tables import PastedRow, blocks_of_table, spread_of
from carreport.ui.richtext.raised_text import raise_text, raised_by

_UNSEEN = frozenset(
    ["script", "style", "head", "title", "noscript", "template", "iframe", "noframes", "noembed"]
)
_PICTURES = frozenset(
    ["img", "v:imagedata", "picture", "image", "svg", "video", "audio", "object", "embed", "canvas"]
)
_CONTROLS = frozenset(["button", "select", "textarea", "input"])
_STRONG = frozenset(["b", "strong", "th"])
_EMPHASIS = frozenset(["i", "em", "cite"])
_RAISED_BY = {"sup": "super", "sub": "sub"}
_STRUCK = frozenset(["del", "s", "strike"])
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    "p", "div", "li", "ul", "ol", "blockquote", "table", "tr", "td", "th", "caption", "pre", "dt", "dd", "dl",
    "section", "article", "header", "footer", "main", "aside", "figure", "figcaption", "address", "hr",
    "body", "center", "fieldset", "details", "summary", "plaintext", "xmp",
}  # fmt: skip
_WORD_LEVEL = re.compile(r"mso-list:\s*\S*\s*level(\d)")
_COUNTED = re.compile(r"\(?(\d+|[a-z]|[ivxlc]+)[.)]", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display:\s*none|visibility:\s*hidden|mso-hide:\s*all|font-size:\s*0(?![.\d])|mso-element:\s*comment"
    r"|mso-comment-reference|(?<![\w-])opacity:\s*0(?:\.0*)?%?(?![.\d])"
)
_LINE_THROUGH = re.compile(r"text-decoration[a-z-]*:[^;]*line-through")
_FONT = re.compile(r"font-family:\s*[\"']?(symbol|wingdings|webdings)?")
_LONGEST_ADDRESS = 5_000
_LONGEST_STYLE = 2_000
_LONGEST_EMOJI = 16
_MOST_SPANS_JOINED = 100_000


@dataclass(frozen=True, slots=True)
class PastedText:
    """The pasted text, with what was left out or changed: how many of each, by code.

    The codes are those of `paste_remarks`. `excused` is the text that was left out on purpose, with
    the addresses of links and pictures, which a plain version of the text may contain.
    """

    text: RichText
    remarks: Mapping[str, int] = field(default_factory=dict)
    excused: str = ""
    letters: int = 0


@dataclass(slots=True)
class _OpenElement:
    """An open element, and the formatting it applies to its content."""

    tag: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    left_out: str = ""
    """The code of the remark about its content, or "unseen"; empty if the content is kept."""
    marker: bool = False
    """Whether this is the number or bullet that Word writes in front of a list item."""
    kept_spaces: bool = False
    symbols: bool = False
    """Whether the font is one that shows symbols in place of letters."""
    raised: str = ""
    block_type: BlockType = "paragraph"
    level: int = 0
    in_cell: bool = False
    in_item: bool = False
    note_mark: str = ""
    """The key of the note whose mark this is, or of which this is the number."""
    note_body: str = ""
    """The key of the note whose words this element has."""


@dataclass(slots=True)
class _OpenBlock:
    """The block being built."""

    block_type: BlockType
    level: int
    spans: list[Span] = field(default_factory=list)
    marker: str = ""


def parse_pasted_html(source: str, scanned: ScannedHtml) -> PastedText | None:
    """Return what a rich text can hold of the HTML in `source`, which was scanned before.

    Return None if it is too large, too deep or too broken to be parsed without losing text.
    """
    if not scanned.may_parse:
        return None
    from lxml import etree  # noqa: PLC0415 - not needed until something is pasted

    target = _PasteTarget()
    parser = etree.HTMLParser(target=target, huge_tree=True)  # type: ignore[call-overload]  # no pi, no doctype
    try:
        parser.feed(source.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
        parser.close()
    except (etree.LxmlError, ValueError):
        return None
    return target.pasted if target.pasted.letters >= scanned.letters else None


class _PasteTarget:
    """Receives the elements and text that the parser finds, and collects blocks."""

    def __init__(self) -> None:
        self.pasted = PastedText(RichText())
        self.blocks: list[Block] = []
        self.remarks: Counter[str] = Counter()
        self.excused: list[str] = []
        self.letters = 0
        self._open: list[_OpenElement] = [_OpenElement("")]
        self._writing: _OpenBlock | None = None
        self._rows: list[PastedRow] = []
        self._tables: list[list[PastedRow]] = []
        self._ended = False
        self._spans_joined = 0
        self._class_styles: dict[str, str] = {}
        self._notes = HtmlNotes()

    # What the parser calls.
    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        here = self._inside(tag, attributes)
        above = self._open[-1]
        if not above.left_out and not self._ended:
            self._remark_on(tag, here, attributes)
        if here.note_body:
            self._begin_note(here.note_body)
        if tag == "br":
            self._add("\n")
        elif tag == "a" and here.note_mark in self._notes.marks and not self._ended:
            self._write(Span("", note=(Span(here.note_mark),)))
        elif tag in ("img", "q") and not here.left_out:
            self._add(attributes.get("alt", "") if tag == "img" else "“")
        elif tag in _BLOCKS and not here.left_out:
            self._begin(tag, here)
            if tag in ("td", "th") and self._rows:
                self._rows[-1].spread.append(spread_of(attributes))
        if tag not in VOID:
            self._open.append(here)

    def end(self, tag: str) -> None:
        """End an element."""
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                self._add("”" if tag == "q" and not self._open[place].left_out else "")
                is_note = any(element.note_body for element in self._open[place:])
                tables = sum(
                    element.tag == "table" and not element.left_out for element in self._open[place:]
                )
                del self._open[place:]
                for _ in range(tables):
                    self._end_table()
                if is_note:
                    self._end_note()
                break
        if tag == "tr":
            self._end_row()
        elif tag in _BLOCKS and not (tag == "p" and (self._open[-1].in_cell or self._open[-1].in_item)):
            self._end_block()

    def data(self, text: str) -> None:
        """Add text."""
        here = self._open[-1]
        if here.tag == "style":
            read_class_styles(text, self._class_styles)
        if self._ended:
            return
        self.letters += count_letters(text)
        if here.left_out:
            self._leave_out(here.left_out, text)
        elif here.note_mark:
            self.excused.append(text)
            self._notes.add_number(here.note_mark, raise_text(text, here.raised) if here.raised else text)
        elif here.marker:
            self.excused.append(text)
            if self._writing:
                self._writing.marker += text
        else:
            text = text if here.kept_spaces else re.sub(r"[ \t\n\r\f]+", " ", text)
            self.remarks["symbols"] += here.symbols and bool(text.strip())
            self._add(raise_text(text, here.raised) if here.raised else text)

    def comment(self, text: str) -> None:
        """Take only what is inside the fragment that was copied."""
        if text.strip() == START_FRAGMENT:
            self.blocks, self._writing, self.letters = [], None, 0
            self.remarks.clear()
            for opened in self._tables:
                opened.clear()
            for row in self._rows:
                row.before, row.cells, row.spread = [], [self.blocks], []
        elif text.strip() == END_FRAGMENT:
            self._ended = True

    def close(self) -> None:
        """Finish."""
        while self._rows:
            self._end_row()
        while self._tables:
            self._end_table()
        self._end_block()
        while self._notes.outside:
            self._end_note()
        text = RichText(tidy(self._notes.put_in(self.blocks)))
        if any(block.level > DEEPEST_LEVEL for block in self.blocks):
            self.remarks["levels"] = 1
        self.pasted = PastedText(text, dict(self.remarks), " ".join(self.excused), self.letters)

    # Elements.

    def _inside(self, tag: str, attributes: Mapping[str, str]) -> _OpenElement:
        above = self._open[-1]
        style = attributes.get("style", "")[:_LONGEST_STYLE].lower()
        style += style_of(tag, attributes.get("class", ""), self._class_styles)
        here = copy(above)
        here.tag = tag
        is_note = tag == "div" and not above.left_out and NOTE_BODY.match(attributes.get("id", ""))
        here.note_body = attributes.get("id", "") if is_note else ""
        here.in_cell = above.in_cell or tag in ("td", "th")
        here.in_item = above.in_item or tag == "li"
        here.strong = above.strong or tag in _STRONG
        here.emphasis = above.emphasis or tag in _EMPHASIS
        here.raised = _RAISED_BY.get(tag, above.raised)
        here.kept_spaces = above.kept_spaces or tag == "pre"
        here.left_out = above.left_out or _reason_to_leave_out(tag, attributes, style)
        if style:
            _apply_style(here, style)
        if tag == "a":
            target = attributes.get("href", "").strip()
            here.link = target if is_safe_link(target) else ""
            here.note_mark = self._notes.mark_of(target) or here.note_mark
        self._set_block_type(here, attributes, style)
        return here

    def _set_block_type(self, here: _OpenElement, attributes: Mapping[str, str], style: str) -> None:
        if here.tag in ("ul", "ol"):
            here.level = sum(element.tag in ("ul", "ol") for element in self._open)
            here.block_type = "bullet" if here.tag == "ul" else "number"
        elif here.tag in _HEADINGS and here.block_type == "paragraph":
            here.block_type, here.strong = "subheading", False
        elif here.tag == "blockquote" or "msoquote" in attributes.get("class", "").lower():
            here.block_type = "quote"
        elif word_list := _WORD_LEVEL.search(style) if style else None:
            here.block_type, here.level = "bullet", int(word_list[1]) - 1

    def _remark_on(self, tag: str, here: _OpenElement, attributes: Mapping[str, str]) -> None:
        """Count what is about to be left out or changed."""
        target = attributes.get("href", "").strip() if tag == "a" else attributes.get("src", "")
        self.excused += [
            word for word in (target, attributes.get("alt", "")) if 0 < len(word) < _LONGEST_ADDRESS
        ]
        if here.left_out == "pictures" or (tag in _CONTROLS and attributes.get("type") != "hidden"):
            self.remarks["pictures" if here.left_out == "pictures" else "controls"] += 1
        elif tag == "a" and target and not here.link and not (target.startswith("#") or here.note_mark):
            self.remarks["links"] += 1
        elif tag == "math":
            self.remarks["formulas"] += 1

    def _begin(self, tag: str, here: _OpenElement) -> None:
        if tag == "table":
            self._end_block()
            self._tables.append([])
        if tag == "tr":
            self._end_block()
            self._tables = self._tables or [[]]  # rows alone were copied
            outside: list[Block] = []
            self._rows.append(PastedRow(self.blocks, [outside]))
            self.blocks = outside
            return
        if tag in ("td", "th"):
            self._end_block()
            if self._rows:
                self.blocks = []
                self._rows[-1].cells.append(self.blocks)
            return
        if tag in ("p", "div") and self._open[-1].in_item and self._writing:
            self._add("\n" if self._has_text() else "")
            return
        self._end_block()
        if tag not in ("ul", "ol", "table"):
            self._writing = _OpenBlock(here.block_type, here.level)

    def _end_row(self) -> None:
        """End a row; its table is built when the table ends."""
        self._end_block()
        if not self._rows:
            return
        row = self._rows.pop()
        self.blocks = row.before
        if _has_words(row.cells[0]):
            row.spread.insert(0, (1, 1))
        else:
            row.cells = row.cells[1:]
        if self._tables:
            self._tables[-1].append(row)

    def _end_table(self) -> None:
        """End a table: one column is ordinary text, and a table in a cell becomes lines of that cell."""
        self._end_block()
        rows = self._tables.pop() if self._tables else []
        blocks = [block for row in rows for cell in row.cells for block in cell]
        if not _has_words(blocks):
            return
        self._spans_joined += sum(len(block.spans) for block in blocks)
        if self._spans_joined > _MOST_SPANS_JOINED:
            raise ValueError(self._spans_joined)  # tables nested in tables: joined again at every level
        made, remarks = blocks_of_table(rows, is_nested=bool(self._tables))
        self.blocks += made
        self.remarks.update(remarks)

    # Text.

    def _end_block(self) -> None:
        writing, self._writing = self._writing, None
        if writing:
            block_type = writing.block_type
            if writing.marker:
                block_type = "number" if _COUNTED.match(writing.marker.strip()) else "bullet"
            self.blocks.append(Block(block_type, tuple(_collapse_spaces(writing.spans)), writing.level))

    def _has_text(self) -> bool:
        return bool(self._writing and any(span.text.strip() for span in self._writing.spans))

    def _add(self, text: str) -> None:
        here = self._open[-1]
        if here.left_out or self._ended or not text:
            return
        if self._writing is not None or text.strip():
            self._write(Span(text, here.strong, here.emphasis, here.link))

    def _write(self, span: Span) -> None:
        here = self._open[-1]
        if self._writing is None:
            self._writing = _OpenBlock(here.block_type, here.level)
        self._writing.spans.append(span)

    # Notes

    def _begin_note(self, key: str) -> None:
        """Collect the words of a note apart, also if Word has put them behind the copied fragment."""
        self._end_block()
        self._notes.outside.append((self.blocks, self._ended))
        self.blocks, self._ended = self._notes.words.setdefault(key, []), False

    def _end_note(self) -> None:
        self._end_block()
        if self._notes.outside:
            self.blocks, self._ended = self._notes.outside.pop()

    def _leave_out(self, reason: str, text: str) -> None:
        if reason == "unseen" or not text.strip():
            return
        self.excused.append(text)
        if reason not in ("pictures", "controls"):  # these are counted as they begin
            self.remarks[reason] += 1


def _has_words(blocks: Sequence[Block]) -> bool:
    return any(span.text.strip() for block in blocks for span in block.spans)


def _marks(span: Span) -> tuple[bool, bool, str, tuple[Span, ...]]:
    return span.strong, span.emphasis, span.link, span.note


def _reason_to_leave_out(tag: str, attributes: Mapping[str, str], style: str) -> str:
    """Return the code of the remark about an element whose content is left out, or an empty string."""
    if tag in _UNSEEN:
        return "unseen"
    if tag in _CONTROLS or (tag in _PICTURES and not _is_emoji(attributes.get("alt", ""))):
        return "pictures" if tag in _PICTURES else "controls"
    if tag in _STRUCK or _LINE_THROUGH.search(style):
        return "struck"
    if "msocommentreference" in attributes.get("class", "").lower() or "mso-element:comment" in style:
        return "comments"
    return "hidden" if "hidden" in attributes or _HIDDEN.search(style) else ""


def _is_emoji(alt: str) -> bool:
    """Say whether a picture is an emoji, as in Teams and Outlook."""
    return 0 < len(alt) <= _LONGEST_EMOJI and all(
        letter > "\u1fff" and not letter.isalnum() for letter in alt
    )


def _apply_style(here: _OpenElement, style: str) -> None:
    here.strong = _has_style(here.strong, style, r"font-weight:\s*(\w+)")
    here.emphasis = _has_style(here.emphasis, style, r"font-style:\s*(\w+)")
    close = style.replace(" ", "")
    here.marker = here.marker or "mso-list:ignore" in close
    here.kept_spaces = here.kept_spaces or "white-space:pre" in close
    if font := _FONT.search(style):
        here.symbols = bool(font[1])
    raised = raised_by(style)
    if raised is not None and here.tag not in ("td", "th", "tr"):
        here.raised = raised


def _has_style(inherited: bool, style: str, pattern: str) -> bool:  # noqa: FBT001 - the mark itself
    found = re.search(pattern, style)
    if not found or found[1] in ("inherit", "initial", "unset"):
        return inherited
    value = found[1]
    return int(value) >= 600 if value.isdecimal() else value in ("bold", "bolder", "italic", "oblique")


def _collapse_spaces(spans: Sequence[Span]) -> list[Span]:
    """Return the spans with runs of spaces collapsed, and none beside a line break."""
    kept: list[Span] = []
    before = ""
    for (strong, emphasis, link, note), same in groupby(spans, _marks):
        text = re.sub(r"[ \u00a0]{2,}", " ", "".join(part.text for part in same))
        text = re.sub(r" *\n *", "\n", text)
        if before[-1:] in (" ", "\n", "\u00a0"):
            text = text.lstrip(" ")
        if text or note:
            kept.append(Span(text, strong, emphasis, link, note))
            before = text or before
    return kept
