"""Emit inline text as WordprocessingML: runs, links, footnote references and cross-references."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import quote, urlsplit

from carreport.form.richtext import Span, clean
from carreport.report.model import CrossReference, FootnoteReference, InlineText
from carreport.report.word.xml_names import escape

_PLANES = "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17))
_UNCLEAN = re.compile(
    f"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffc\ufffe\uffff{_PLANES}]"
)
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_HAS_RTL = re.compile(f"[{_RTL}]")
_RTL_STRETCH = re.compile(f"([{_RTL}](?:[^A-Za-z\u00c0-\u024f]*[{_RTL}])*)")
_HEBREW = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
_LONGEST_LINK = 2000
_HOST = re.compile(r"[\w.-]+\Z")


def xml_text(text: str) -> str:
    """Return `text` without characters that XML does not allow."""
    return clean(text) if _UNCLEAN.search(text) else text


def reads_from_right(text: str) -> bool:
    """Return whether the first strong letter in `text` is right-to-left."""
    if not _HAS_RTL.search(text):
        return False
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next(
        (direction in ("R", "AL") for direction in directions if direction in ("L", "R", "AL")), False
    )


def safe_link_target(link: str) -> str | None:
    """Return `link` encoded for Word, or None if it would make Word refuse the whole file."""
    try:
        parts = urlsplit(link)
        port_is_plain = parts.port is None or parts.port >= 0
    except ValueError:
        return None
    if parts.scheme in ("http", "https"):
        proper = port_is_plain and bool(_HOST.match(parts.hostname or ""))
    else:
        proper = parts.scheme == "mailto" and "@" in parts.path
    target = quote(link, safe="!#$%&'()*+,-./:;=?@_~")
    target = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", target)
    return target if proper and len(target) <= _LONGEST_LINK else None


def run_xml(text: str, properties: str = "") -> str:
    """Return `text` as one run, or as several if its direction changes."""
    text = xml_text(text)
    if not text:
        return ""
    if not _HAS_RTL.search(text):
        return _one_run(text, properties)
    pieces = (piece for piece in _RTL_STRETCH.split(text) if piece)
    return "".join(_one_run(piece, _right_to_left_run(piece, properties)) for piece in pieces)


def _right_to_left_run(piece: str, properties: str) -> str:
    if not _HAS_RTL.search(piece):
        return properties
    language = "he-IL" if _HEBREW.search(piece) else "ar-SA"
    return f'{properties}<w:rtl/><w:lang w:bidi="{language}"/>'


def _one_run(text: str, properties: str) -> str:
    marks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    lines = escape(text).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return f'<w:r>{marks}<w:t xml:space="preserve">{lines}</w:t></w:r>'


@dataclass(slots=True)
class Hyperlinks:
    """The external links in one part, with one relationship for each target."""

    add_relationship: Callable[[str], str]
    ids: dict[str, str] = field(default_factory=dict)

    def relationship_id(self, target: str) -> str:
        """Return the relationship id of `target`."""
        if target not in self.ids:
            self.ids[target] = self.add_relationship(target)
        return self.ids[target]


@dataclass(slots=True)
class WordInlineEmitter:
    """Emits inline text for one part in the package.

    `labels` gives, for each anchor, its bookmark and the text in it, such as “Table 3”. Where that
    text is empty, the bookmark contains more than a label, so references are links, not REF fields.
    """

    hyperlinks: Hyperlinks
    hyperlink: str
    note_reference: str
    labels: dict[str, tuple[str, str]]
    footnote_id: Callable[[int], str | None]

    def runs(self, running: InlineText, *, bold: bool = False) -> str:
        """Return inline text as runs."""
        return "".join(self._pieces(running, bold=bold))

    def _pieces(self, running: InlineText, *, bold: bool) -> Iterator[str]:
        for link, pieces in groupby(running, lambda piece: piece.link if isinstance(piece, Span) else ""):
            target = safe_link_target(link) if link else None
            style = f'<w:rStyle w:val="{self.hyperlink}"/>' if target else ""
            runs = "".join(self._piece(piece, style, bold=bold) for piece in pieces)
            if target and runs:
                relationship = self.hyperlinks.relationship_id(target)
                yield f'<w:hyperlink r:id="{relationship}" w:history="1">{runs}</w:hyperlink>'
            else:
                yield runs

    def _piece(self, piece: Span | FootnoteReference | CrossReference, style: str, *, bold: bool) -> str:
        weight = "<w:b/><w:bCs/>" if bold else ""
        if isinstance(piece, FootnoteReference):
            return self._note(piece.number)
        if isinstance(piece, CrossReference):
            return self._reference(piece, weight)
        strong = weight or ("<w:b/><w:bCs/>" if piece.strong else "")
        slant = "<w:i/><w:iCs/>" if piece.emphasis else ""
        return run_xml(piece.text, style + strong + slant)

    def _note(self, number: int) -> str:
        note_id = self.footnote_id(number)
        style = f'<w:rStyle w:val="{self.note_reference}"/>'
        if note_id is None:
            return run_xml(str(number), style)
        return f'<w:r><w:rPr>{style}</w:rPr><w:footnoteReference w:id="{note_id}"/></w:r>'

    def _reference(self, reference: CrossReference, weight: str) -> str:
        bookmark, label = self.labels.get(reference.anchor, ("", ""))
        runs = run_xml(reference.text, weight)
        if not bookmark:
            return runs
        if label == reference.text:
            return field_xml(f" REF {bookmark} \\h ", runs)
        return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{runs}</w:hyperlink>'


def field_xml(instruction: str, result: str) -> str:
    """Return a field with `result` as its current result; Word can update it."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
