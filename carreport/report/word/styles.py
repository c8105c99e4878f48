"""Dress the words: every style that a report needs, and where a template has it.

The shipped templates are built from these definitions; a template of somebody else that
lacks one of them is given ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from carreport.report.columns import SMALL_LETTERS
from carreport.report.word.names import NS, W, w

INK, MUTED, ACCENT, SOFT, HAIRLINE = "1C2530", "55606C", "0B5F66", "E4EFEE", "DDD9D0"
FONT = "Arial"
USUAL_SIZE = 10.0
"""Points: what Word takes where nothing is said."""
FACT_COLUMN = 2835
"""Five centimetres: where what stands beside a short label begins."""


@dataclass(frozen=True, slots=True)
class Style:
    """One style: its name in Word, and how it sets paragraphs, runs and tables."""

    name: str
    kind: str = "paragraph"
    based: str = "Normal"
    follows: str = ""
    paragraph: str = ""
    run: str = ""
    table: str = ""
    priority: int = 99
    gallery: bool = True

    @property
    def id(self) -> str:
        """The id by which paragraphs name the style."""
        return "".join(word[:1].upper() + word[1:] for word in self.name.split())


def _space(before: int, after: int, line: int = 324) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _type(size: float, colour: str = "", *, bold: bool | None = None) -> str:
    weight = "" if bold is None else "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    shade = f'<w:color w:val="{colour}"/>' if colour else ""
    half = round(size * 2)
    return f'{weight}{shade}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _bar(colour: str, eighths: int, gap: int) -> str:
    return f'<w:pBdr><w:left w:val="single" w:sz="{eighths}" w:space="{gap}" w:color="{colour}"/></w:pBdr>'


def _indent(left: int, right: int = 0, hanging: int = 0) -> str:
    first = f' w:hanging="{hanging}"' if hanging else ""
    return f'<w:ind w:left="{left}" w:right="{right}"{first}/>'


def _heading(level: int, size: float, before: int, after: int) -> Style:
    return Style(
        f"heading {level}",
        follows="Normal",
        paragraph=f"<w:keepNext/><w:keepLines/>{_space(before, after, 276)}"
        f'<w:outlineLvl w:val="{level - 1}"/>',
        run=_type(size, ACCENT, bold=True),
        priority=9,
    )


def _contents(level: int, before: int, left: int) -> Style:
    tabs = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8390"/></w:tabs>'
    return Style(
        f"toc {level}",
        follows="Normal",
        paragraph=f"{tabs}{_space(before, 40, 288)}{_indent(left, 567)}",
        run=_type(12, INK, bold=level == 1),
        priority=39,
        gallery=False,
    )


_HAIR = f'w:val="single" w:sz="4" w:space="0" w:color="{HAIRLINE}"'
_HEADER_RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="6" w:color="{HAIRLINE}"/></w:pBdr>'
_LINE = 'w:val="single" w:sz="4" w:space="1" w:color="A8B0B8"'
_RULE = f'w:val="single" w:sz="8" w:space="0" w:color="{ACCENT}"'
_TABLE = (
    '<w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblInd w:w="0" w:type="dxa"/>'
    f"<w:tblBorders><w:top {_RULE}/><w:bottom {_RULE}/><w:insideH {_HAIR}/></w:tblBorders>"
    '<w:tblCellMar><w:top w:w="44" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>'
    '<w:bottom w:w="44" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>'
    f'<w:bottom {_RULE}/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
)
_PLAIN_TABLE = (
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)
_TITLE_BAR = _bar(ACCENT, 48, 16)
_TITLE_INDENT = _indent(397)
_PAD = f'w:val="single" w:sz="4" w:space="7" w:color="{SOFT}"'
_CALLOUT = (
    f'<w:pBdr><w:top {_PAD}/><w:left w:val="single" w:sz="36" w:space="12" w:color="{ACCENT}"/>'
    f'<w:bottom {_PAD}/></w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="{SOFT}"/>'
)

STYLES: tuple[Style, ...] = (
    Style("Normal", based="", priority=0, paragraph=_space(0, 160), run=_type(12, INK)),
    Style("Default Paragraph Font", "character", based="", priority=1, gallery=False),
    Style("Normal Table", "table", based="", table=_PLAIN_TABLE, gallery=False),
    Style("No List", "numbering", based="", gallery=False),
    Style("Title", follows="Subtitle", priority=10, run=_type(28, ACCENT, bold=True),
          paragraph=f"<w:keepLines/>{_TITLE_BAR}{_space(0, 0, 264)}{_TITLE_INDENT}"),
    Style("Subtitle", follows="Normal", priority=11, run=_type(16, INK),
          paragraph=f"<w:keepLines/>{_TITLE_BAR}{_space(200, 0, 288)}{_TITLE_INDENT}"),
    Style("Title Kind", follows="Title", priority=12, run=_type(12, MUTED, bold=True),
          paragraph=f"<w:keepNext/>{_TITLE_BAR}{_space(0, 200, 288)}{_TITLE_INDENT}"),
    Style("Title Author", follows="Title Details", priority=12, run=_type(13, INK, bold=True),
          paragraph=f"{_space(720, 60, 300)}{_indent(397)}"),
    Style("Title Details", priority=12, run=_type(12, MUTED),
          paragraph=f"{_space(0, 60, 300)}{_indent(397)}"),
    _heading(1, 20, 560, 180),
    _heading(2, 15, 400, 120),
    _heading(3, 13, 320, 100),
    _heading(4, 12, 260, 80),
    Style("TOC Heading", follows="Normal", priority=39, run=_type(20, ACCENT, bold=True),
          paragraph=f"<w:keepNext/><w:keepLines/>{_space(560, 280, 276)}"),
    _contents(1, 140, 0),
    _contents(2, 0, 397),
    _contents(3, 0, 794),
    Style("Lead", follows="Normal", priority=13, paragraph=_space(0, 220, 324), run=_type(14, INK)),
    Style("Label", follows="Normal", priority=13, run=_type(12, bold=True),
          paragraph=f"<w:keepNext/>{_space(160, 40)}"),
    Style("Small", priority=14, paragraph=_space(0, 120, 300), run=_type(10.5, MUTED)),
    Style("List Bullet", priority=15, paragraph=f'<w:numPr><w:numId w:val="1"/></w:numPr>{_space(0, 80)}'),
    Style("List Number", priority=15, paragraph=f'<w:numPr><w:numId w:val="2"/></w:numPr>{_space(0, 80)}'),
    Style("Quote", priority=29, run=_type(12, INK),
          paragraph=f"{_bar(HAIRLINE, 18, 14)}{_space(0, 120)}{_indent(567, 284)}"),
    Style("Quote Speaker", follows="Normal", priority=29, run=_type(10.5, MUTED),
          paragraph=f"{_bar(HAIRLINE, 18, 14)}{_space(0, 220, 288)}{_indent(567, 284)}"),
    Style("Callout", priority=30, run=_type(13, INK),
          paragraph=f"<w:keepLines/>{_CALLOUT}{_space(0, 120)}{_indent(312, 284)}"),
    Style("Callout Label", follows="Callout", priority=30, run=_type(10.5, ACCENT, bold=True),
          paragraph=f"<w:keepNext/>{_CALLOUT}{_space(0, 60)}{_indent(312, 284)}"),
    Style("Fact", priority=31,
          paragraph=f'<w:tabs><w:tab w:val="left" w:pos="{FACT_COLUMN}"/></w:tabs>{_space(0, 80)}'
          f"{_indent(FACT_COLUMN, 0, FACT_COLUMN)}"),
    Style("caption", follows="Normal", priority=35, run=_type(11, INK, bold=True),
          paragraph=f"<w:keepNext/><w:keepLines/>{_space(320, 120, 288)}"),
    Style("Figure Caption", follows="Normal", priority=35, run=_type(11, INK, bold=True),
          paragraph=f"<w:keepLines/>{_space(0, 260, 288)}"),
    Style("Figure Credit", follows="Normal", priority=35, run=_type(10.5, MUTED),
          paragraph=_space(0, 260, 288)),
    Style("Picture", follows="Figure Caption", priority=35,
          paragraph=f"<w:keepNext/>{_space(280, 100, 240)}"),
    Style("Table Text", priority=36, paragraph=_space(0, 0, 262), run=_type(11)),
    Style("Table Figures", based="Table Text", priority=36, paragraph='<w:jc w:val="right"/>'),
    Style("Table Heading", based="Table Text", priority=36, paragraph="<w:keepNext/>", run="<w:b/><w:bCs/>"),
    *(Style(f"Small {name}", based=name, priority=36, run=_type(SMALL_LETTERS))
      for name in ("Table Text", "Table Figures", "Table Heading")),
    Style("Table Note", follows="Normal", priority=36, run=_type(10.5, MUTED), paragraph=_space(100, 0, 288)),
    Style("Writing Line", priority=38,
          paragraph=f"<w:pBdr><w:bottom {_LINE}/><w:between {_LINE}/></w:pBdr>"
          '<w:spacing w:before="0" w:after="0" w:line="560" w:lineRule="exact"/>'),
    Style("Report Table", "table", based="Normal Table", table=_TABLE, priority=37),
    Style("header", priority=99, gallery=False, run=_type(10, MUTED),
          paragraph=f"{_HEADER_RULE}{_space(0, 0, 240)}"),
    Style("footer", priority=99, gallery=False, run=_type(10, MUTED),
          paragraph=f'<w:tabs><w:tab w:val="right" w:pos="8390"/></w:tabs>{_space(0, 0, 240)}'),
    Style("footnote text", priority=99, gallery=False, run=_type(10.5),
          paragraph=f"{_space(0, 60, 276)}{_indent(284, 0, 284)}"),
    Style("footnote reference", "character", based="Default Paragraph Font", gallery=False,
          run='<w:vertAlign w:val="superscript"/>'),
    Style("Hyperlink", "character", based="Default Paragraph Font", gallery=False,
          run=f'<w:color w:val="{ACCENT}"/><w:u w:val="single"/>'),
)  # fmt: skip
BY_NAME = {style.name.lower(): style for style in STYLES}

DEFAULTS = (
    "<w:docDefaults><w:rPrDefault><w:rPr>"
    f'<w:rFonts w:ascii="{FONT}" w:eastAsia="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>'
    '<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
)


def style_xml(style: Style, ids: dict[str, str]) -> str:
    """Return the definition of `style`; `ids` says which id each style name has."""

    def named(name: str) -> str:
        return ids.get(name.lower(), BY_NAME[name.lower()].id)

    default = ' w:default="1"' if not style.based else ""
    parts = [f'<w:style w:type="{style.kind}"{default} w:styleId="{named(style.name)}">']
    parts.append(f'<w:name w:val="{style.name}"/>')
    if style.based:
        parts.append(f'<w:basedOn w:val="{named(style.based)}"/>')
    if style.follows and (not ids or style.follows.lower() in ids):
        parts.append(f'<w:next w:val="{named(style.follows)}"/>')
    parts.append(f'<w:uiPriority w:val="{style.priority}"/>')
    parts.append("<w:qFormat/>" if style.gallery else "<w:unhideWhenUsed/>")
    parts.append(f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else "")
    parts.append(f"<w:rPr>{style.run}</w:rPr>" if style.run else "")
    return "".join([*parts, style.table, "</w:style>"])


def styles_xml() -> str:
    """Return the whole styles part of a shipped template."""
    styles = "".join(style_xml(style, {}) for style in STYLES)
    return f'<w:styles xmlns:w="{W}">{DEFAULTS}{styles}</w:styles>'


class StyleSheet:
    """The styles of one template, found by the names that Word shows."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._ids = {
            name.get(w("val"), "").lower(): style.get(w("styleId"), "")
            for style in root.iterfind("w:style", NS)
            for name in style.iterfind("w:name", NS)
        }

    def id(self, name: str) -> str:
        """Return the id of the style `name`, giving the template our own if it has none."""
        known = self._ids.get(name.lower())
        return known if known is not None else self._add(BY_NAME[name.lower()])

    def name(self, style_id: str) -> str:
        """Return the name of the style with this id, in small letters; empty if there is none."""
        return next((name for name, known in self._ids.items() if known == style_id), "")

    def size(self, name: str) -> float:
        """Return the size of the letters of a style in points, as it says or as those it builds on."""
        said = [each for style in self._line_of(self.id(name)) for each in style.iterfind("w:rPr/w:sz", NS)]
        said += self.root.findall("w:docDefaults/w:rPrDefault/w:rPr/w:sz", NS)
        given = said[0].get(w("val"), "") if said else ""
        return int(given) / 2 if given.isdigit() and 8 <= int(given) <= 144 else USUAL_SIZE

    def _line_of(self, style_id: str) -> Iterator[etree._Element]:
        """Yield a style, the one that it builds on, and so on; a ring of them ends."""
        by_id = {style.get(w("styleId"), ""): style for style in self.root.iterfind("w:style", NS)}
        while style_id in by_id:
            style = by_id.pop(style_id)
            yield style
            base = style.find("w:basedOn", NS)
            style_id = base.get(w("val"), "") if base is not None else ""

    def set_language(self, language: str) -> None:
        """Say in which language the document is written, for spelling and for reading aloud."""
        marks = self.root.find("w:docDefaults/w:rPrDefault/w:rPr", NS)
        if marks is None:
            for old in self.root.findall("w:docDefaults", NS):
                self.root.remove(old)
            self.root.insert(0, etree.fromstring(f'<x xmlns:w="{W}">{DEFAULTS}</x>')[0])
            marks = self.root.find("w:docDefaults/w:rPrDefault/w:rPr", NS)
        found = marks.find("w:lang", NS) if marks is not None else None
        if found is None and marks is not None:
            found = etree.SubElement(marks, w("lang"))
        if found is not None:
            found.set(w("val"), language)

    def _add(self, style: Style) -> str:
        if style.based:
            self.id(style.based)
        free = style.id
        while free in self._ids.values():
            free += "Report"
        self._ids[style.name.lower()] = free
        given = f'<x xmlns:w="{W}">{style_xml(style, self._ids)}</x>'
        self.root.append(etree.fromstring(given)[0])
        return free
