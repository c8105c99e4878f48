"""Reduce pasted HTML to what a rich text can hold: text, emphasis, lists, quotations and links.

Word, Google Docs, email programs and web pages all put HTML on the clipboard, each with its own
quirks. Anything not listed here is dropped: fonts, colours, deleted text, comments, pictures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from carreport.form.richtext import Block, BlockType, RichText, Span, is_safe_link, tidy

_VOID = frozenset(
    ["br", "img", "hr", "meta", "link", "input", "col", "wbr", "area", "base", "source", "embed"]
)
_SILENT = frozenset(
    ["script", "style", "head", "title", "template", "noscript", "del", "button", "select", "svg"]
)
_PICTURES = frozenset({"img", "v:imagedata", "picture", "image"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {
    "p", "div", "li", "ul", "ol", "blockquote", "table", "tr", "pre", "dt", "dd", "dl", "section",
    "article", "header", "footer", "main", "aside", "figure", "figcaption", "address", "hr", "body",
}  # fmt: skip
_WORD_LEVEL = re.compile(r"mso-list:\s*\S*\s*level(\d)")
_COUNTED = re.compile(r"\(?(\d+|[a-z]|[ivxlc]+)[.)]", re.IGNORECASE)
_HIDDEN = re.compile(r"display:\s*none|mso-hide:\s*all|mso-element:\s*comment|mso-comment-reference")
_BETWEEN_CELLS = " · "


@dataclass(frozen=True, slots=True)
class PastedText:
    """The pasted text, and how many pictures were left out."""

    text: RichText
    dropped_pictures: int = 0


@dataclass(slots=True)
class _OpenElement:
    """An open element, and the formatting it applies to its content."""

    tag: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""
    silent: bool = False
    marker: bool = False
    kept_spaces: bool = False
    block_type: BlockType = "paragraph"
    level: int = 0


@dataclass(slots=True)
class _OpenBlock:
    """The block being built."""

    block_type: BlockType
    level: int
    spans: list[Span] = field(default_factory=list)
    marker: str = ""


def parse_pasted_html(source: str) -> PastedText:
    """Return what a rich text can hold of the HTML in `source`."""
    cleaner = _PasteParser()
    cleaner.feed(source)
    cleaner.close()
    cleaner.end_block()
    return PastedText(RichText(tidy(cleaner.blocks)), cleaner.pictures)


class _PasteParser(HTMLParser):
    """Parses the HTML and collects blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.pictures = 0
        self._open: list[_OpenElement] = [_OpenElement("")]
        self._writing: _OpenBlock | None = None
        self._ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        here = self._inside(tag, attributes)
        if tag in _PICTURES and not here.silent:
            self.pictures += 1
        elif tag == "br":
            self._add("\n")
        elif tag in ("td", "th"):
            self._add(_BETWEEN_CELLS if self._has_words() else "")
        elif tag in _BLOCKS and not here.silent:
            self._begin(tag, here)
        if tag not in _VOID:
            self._open.append(here)

    def handle_endtag(self, tag: str) -> None:
        places = [number for number, element in enumerate(self._open) if element.tag == tag and number]
        if places:
            del self._open[places[-1] :]
        if tag in _BLOCKS and not (tag == "p" and self._in_cell_or_entry()):
            self.end_block()

    def handle_data(self, data: str) -> None:
        here = self._open[-1]
        if here.marker and not here.silent:
            if self._writing:
                self._writing.marker += data
        elif not here.silent:
            self._add(data if here.kept_spaces else re.sub(r"[ \t\n\r\f]+", " ", data))

    def handle_comment(self, data: str) -> None:
        if data.strip() == "StartFragment":
            self.blocks, self._writing, self.pictures = [], None, 0
        elif data.strip() == "EndFragment":
            self.end_block()
            self._ended = True

    def unknown_decl(self, data: str) -> None:
        """Skip the conditional comments that Word writes around list markers."""

    def end_block(self) -> None:
        """Finish the current block."""
        writing, self._writing = self._writing, None
        if writing and not self._ended:
            block_type = writing.block_type
            if writing.marker:
                block_type = "number" if _COUNTED.match(writing.marker.strip()) else "bullet"
            self.blocks.append(Block(block_type, tuple(_collapse_spaces(writing.spans)), writing.level))

    def _inside(self, tag: str, attributes: dict[str, str]) -> _OpenElement:
        above = self._open[-1]
        style = attributes.get("style", "").lower()
        here = _OpenElement(
            tag,
            strong=_has_style(above.strong or tag in ("b", "strong", "th"), style, r"font-weight:\s*(\w+)"),
            emphasis=_has_style(above.emphasis or tag in ("i", "em", "cite"), style, r"font-style:\s*(\w+)"),
            link=above.link,
            silent=above.silent or tag in _SILENT or bool(_HIDDEN.search(style)),
            marker=above.marker or bool(re.search(r"mso-list:\s*ignore", style)),
            kept_spaces=above.kept_spaces or tag == "pre" or "white-space:pre" in style.replace(" ", ""),
            block_type=above.block_type,
            level=above.level,
        )
        self._note_block_type(here, attributes, style)
        if tag == "a":
            target = attributes.get("href", "").strip()
            here.link = target if is_safe_link(target) else ""
        if "msocommentreference" in attributes.get("class", "").lower():
            here.silent = True
        return here

    def _note_block_type(self, here: _OpenElement, attributes: dict[str, str], style: str) -> None:
        word_list = _WORD_LEVEL.search(style)
        if here.tag in ("ul", "ol"):
            here.level = sum(element.tag in ("ul", "ol") for element in self._open)
            here.block_type = "bullet" if here.tag == "ul" else "number"
        elif here.tag in _HEADINGS and here.block_type == "paragraph":
            here.block_type, here.strong = "subheading", False
        elif here.tag == "blockquote" or "msoquote" in attributes.get("class", "").lower():
            here.block_type = "quote"
        elif word_list:
            here.block_type, here.level = "bullet", int(word_list[1]) - 1

    def _begin(self, tag: str, here: _OpenElement) -> None:
        if tag in ("p", "div") and self._in_cell_or_entry() and self._writing:
            self._add("\n" if self._has_words() and not self._in_cell() else "")
            return
        self.end_block()
        if tag not in ("ul", "ol", "table"):
            self._writing = _OpenBlock(here.block_type, here.level)

    def _in_cell(self) -> bool:
        return any(element.tag in ("td", "th") for element in self._open)

    def _in_cell_or_entry(self) -> bool:
        return self._in_cell() or any(element.tag == "li" for element in self._open)

    def _has_words(self) -> bool:
        return bool(self._writing and any(span.text.strip() for span in self._writing.spans))

    def _add(self, text: str) -> None:
        here = self._open[-1]
        if here.silent or not text:
            return
        if self._writing is None:
            if not text.strip():
                return
            self._writing = _OpenBlock(here.block_type, here.level)
        self._writing.spans.append(Span(text, here.strong, here.emphasis, here.link))


def _has_style(inherited: bool, style: str, pattern: str) -> bool:  # noqa: FBT001 - the mark itself
    found = re.search(pattern, style)
    if not found or found[1] in ("inherit", "initial", "unset"):
        return inherited
    value = found[1]
    return int(value) >= 600 if value.isdigit() else value in ("bold", "bolder", "italic", "oblique")


def _collapse_spaces(spans: list[Span]) -> list[Span]:
    """Return the spans with runs of spaces collapsed, and none beside a line break."""
    kept: list[Span] = []
    before = ""
    for span in spans:
        text = re.sub(r"[ \u00a0]{2,}", " ", span.text)
        text = re.sub(r" *\n *", "\n", text)
        if before[-1:] in (" ", "\n", "\u00a0"):
            text = text.lstrip(" ")
        if text:
            kept.append(Span(text, span.strong, span.emphasis, span.link))
            before = text
    return kept
