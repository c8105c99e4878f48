"""Look through pasted HTML in one linear pass, before any parser sees it.

The scan follows the tokens of HTML5. It counts tags, attributes and depth, so that no parser is
given anything that would occupy it for long, and collects the text outside the tags, which shows
whether the parser lost any.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

MOST_CHARACTERS = 16_000_000
"""The longest HTML that is parsed; pictures inside it count."""
MOST_LETTERS = 1_000_000
MOST_TOKENS = 40_000
"""The most tags and comments."""
MOST_ENTITIES = 100_000
MOST_ATTRIBUTES = 100
DEEPEST = 200
_VALUE = r"(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|(?=>)|[^\s>\"'][^\s>]*+))?+"
_TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/>]*+)((?:[\s/]++|[^\s/>][^\s/>=]*+{_VALUE})*+)>")
_ATTRIBUTE = re.compile(rf"[^\s/>][^\s/>=]*+{_VALUE}")
_LONG_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}+;?")
"""The number of a character that does not exist; `int` refuses more than 4,300 digits."""
_SIMPLE_TAG = re.compile(r"<[^<>]*+>")
_TOKEN = re.compile(r"<(?=[a-zA-Z/!?])")
_CLOSED_BY_THEIR_OWN_KIND = frozenset(("p", "li", "td", "th", "tr", "dt", "dd", "option"))
VOID = frozenset(
    ("br", "img", "hr", "meta", "link", "input", "col", "wbr", "area", "base", "source", "embed", "track")
)
_UNSEEN = frozenset(("script", "style", "iframe", "noembed", "noframes"))
_RAW = _UNSEEN | {"textarea", "title", "xmp", "plaintext"}
_BREAKS = frozenset(
    ("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dt", "dd")
)
_END_OF = {name: re.compile(f"</{name}", re.IGNORECASE | re.ASCII) for name in _RAW}
START_FRAGMENT, END_FRAGMENT = "StartFragment", "EndFragment"


@dataclass(frozen=True, slots=True)
class ScannedHtml:
    """The text outside all tags, and whether a parser may be given the HTML."""

    text: str
    may_parse: bool

    @property
    def letters(self) -> int:
        """The number of letters and digits in the text."""
        return count_letters(self.text)


def count_letters(text: str) -> int:
    """Return the number of letters and digits in `text`."""
    return sum(map(str.isalnum, text))


def scan_html(source: str) -> ScannedHtml:
    """Return the text of `source`, and whether it is within the limits and complete."""
    scan = _Scan(source[:MOST_CHARACTERS])
    whole = scan.run() and len(source) <= MOST_CHARACTERS and source.count("&") <= MOST_ENTITIES
    text = _LONG_REFERENCE.sub("\ufffd", "".join(scan.texts))
    return ScannedHtml(html.unescape(text), whole)


class _Scan:
    """One pass over the HTML; each character is read once."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.texts: list[str] = []
        self._at = 0
        self._letters = 0
        self._tokens = 0
        self._open: dict[str, int] = {}
        self._depth = 0
        self._ended = False

    def run(self) -> bool:
        """Read everything; return False at the first thing that a parser should not be given."""
        while found := _TOKEN.search(self.source, self._at):
            self._add(self.source[self._at : found.start()])
            self._at = found.start()
            self._tokens += 1
            if self._tokens > MOST_TOKENS or self._letters > MOST_LETTERS or not self._read_token():
                self._add(_SIMPLE_TAG.sub(" ", self.source[self._at : self._at + MOST_LETTERS]))
                return False
        self._add(self.source[self._at :])
        return self._letters <= MOST_LETTERS

    def _read_token(self) -> bool:
        if self.source.startswith("<!--", self._at):
            return self._read_comment()
        tag = _TAG.match(self.source, self._at)
        if tag is not None:
            self._at = tag.end()
            return self._read_tag(bool(tag[1]), tag[2].lower(), tag[3])
        if self.source[self._at + 1] in "!?/" and (end := self.source.find(">", self._at)) >= 0:
            self._at = end + 1
            return True
        return False

    def _read_comment(self) -> bool:
        end = self.source.find("-->", self._at + 2)
        if end < 0:
            return False
        words = self.source[self._at + 4 : end].strip() if end - self._at < 40 else ""
        if words == START_FRAGMENT:
            self.texts.clear()
            self._letters = 0
        self._ended = self._ended or words == END_FRAGMENT
        self._at = end + 3
        return True

    def _read_tag(self, closes: bool, name: str, attributes: str) -> bool:  # noqa: FBT001 - one of two kinds of tag
        if name in _BREAKS:
            self.texts.append("\n")
        elif name in ("td", "th") and closes:
            self.texts.append("\t")
        if closes:
            self._close(name)
            return True
        if len(attributes) > MOST_ATTRIBUTES and _has_too_many(attributes):
            return False
        if name in _RAW:
            return self._read_raw(name)
        if name not in VOID and name not in _CLOSED_BY_THEIR_OWN_KIND:
            self._open[name] = self._open.get(name, 0) + 1
            self._depth += 1
        return self._depth <= DEEPEST

    def _close(self, name: str) -> None:
        if self._open.get(name):
            self._open[name] -= 1
            self._depth -= 1

    def _read_raw(self, name: str) -> bool:
        found = None if name == "plaintext" else _END_OF[name].search(self.source, self._at)
        end = found.start() if found else len(self.source)
        if name not in _UNSEEN:
            self._add(self.source[self._at : end])
        self._at = end
        return True

    def _add(self, text: str) -> None:
        if text and not self._ended and self._letters <= MOST_LETTERS:
            self.texts.append(text)
            self._letters += len(text)


def _has_too_many(attributes: str) -> bool:
    return any(number >= MOST_ATTRIBUTES for number, _ in enumerate(_ATTRIBUTE.finditer(attributes)))
