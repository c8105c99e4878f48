"""The styles used in a report, and the styles part of a template.

The supplied templates are built from these definitions. If any other template lacks a style that a
report needs, that style is added. Colours, font sizes and line widths come from `report.design`;
spacing here is in twips.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from lxml import etree

from carreport.report import design
from carreport.report.design import Design
from carreport.report.word.xml_names import NS, W, w

DEFAULT_SIZE = 10.0
"""Word's default font size, in points."""
FACT_COLUMN = 2835
"""The indent for text next to a short label: 5 cm, in twips."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name in Word, and its paragraph, run and table properties."""

    name: str
    kind: str = "paragraph"
    based_on: str = "Normal"
    next_style: str = ""
    paragraph: str = ""
    run: str = ""
    table: str = ""
    priority: int = 99
    gallery: bool = True

    @property
    def id(self) -> str:
        """The style id."""
        return "".join(word[:1].upper() + word[1:] for word in self.name.split())


def _space(before: int, after: int, line: int = 324) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def colour_value(colour: str) -> str:
    """Return a colour such as “#1C2530” without the “#”, as WordprocessingML needs it."""
    return colour.removeprefix("#")


def _type(size: float, colour: str = "", *, bold: bool | None = None) -> str:
    weight = "" if bold is None else "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    shade = f'<w:color w:val="{colour_value(colour)}"/>' if colour else ""
    half = round(size * 2)
    return f'{weight}{shade}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _line(points: float, colour: str, gap: int = 0) -> str:
    """Return the attributes for a border; WordprocessingML gives widths in eighths of a point."""
    width = round(points * 8)
    return f'w:val="single" w:sz="{width}" w:space="{gap}" w:color="{colour_value(colour)}"'


def _bar(points: float, colour: str, gap: int) -> str:
    return f"<w:pBdr><w:left {_line(points, colour, gap)}/></w:pBdr>"


def _indent(left: int, right: int = 0, hanging: int = 0) -> str:
    first = f' w:hanging="{hanging}"' if hanging else ""
    return f'<w:ind w:left="{left}" w:right="{right}"{first}/>'


_PLAIN_TABLE = (
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)


# fmt: off
# Unformatted, so that each style takes only two or three lines.


def _title_styles(look: Design) -> Iterator[Style]:
    """Yield the styles that every document has, and those for the title page."""
    colours, sizes = look.light, look.sizes
    bar, indent = _bar(look.lines.title, colours.accent, 16), _indent(397)
    yield Style("Normal", based_on="", priority=0, paragraph=_space(0, 160),
                run=_type(sizes.body, colours.ink))
    yield Style("Default Paragraph Font", "character", based_on="", priority=1, gallery=False)
    yield Style("Normal Table", "table", based_on="", table=_PLAIN_TABLE, gallery=False)
    yield Style("No List", "numbering", based_on="", gallery=False)
    yield Style("Title", next_style="Subtitle", priority=10,
                run=_type(sizes.title, colours.accent, bold=True),
                paragraph=f"<w:keepLines/>{bar}{_space(0, 0, 264)}{indent}")
    yield Style("Subtitle", next_style="Normal", priority=11, run=_type(sizes.subtitle, colours.ink),
                paragraph=f"<w:keepLines/>{bar}{_space(200, 0, 288)}{indent}")
    yield Style("Title Kind", next_style="Title", priority=12,
                run=_type(sizes.body, colours.muted, bold=True),
                paragraph=f"<w:keepNext/>{bar}{_space(0, 200, 288)}{indent}")
    yield Style("Title Author", next_style="Title Details", priority=12,
                run=_type(sizes.author, colours.ink, bold=True), paragraph=f"{_space(720, 60, 300)}{indent}")
    yield Style("Title Details", priority=12, run=_type(sizes.body, colours.muted),
                paragraph=f"{_space(0, 60, 300)}{indent}")


def _heading_styles(look: Design) -> Iterator[Style]:
    sizes, accent = look.sizes, look.light.accent
    spacing = ((sizes.heading_1, 560, 180), (sizes.heading_2, 400, 120),
             (sizes.heading_3, 320, 100), (sizes.heading_4, 260, 80))
    for level, (size, before, after) in enumerate(spacing):
        outline = f'<w:outlineLvl w:val="{level}"/>'
        yield Style(f"heading {level + 1}", next_style="Normal", priority=9,
                    run=_type(size, accent, bold=True),
                    paragraph=f"<w:keepNext/><w:keepLines/>{_space(before, after, 276)}{outline}")
    yield Style("TOC Heading", next_style="Normal", priority=39,
                run=_type(sizes.heading_1, accent, bold=True),
                paragraph=f"<w:keepNext/><w:keepLines/>{_space(560, 280, 276)}")
    tabs = '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8390"/></w:tabs>'
    for level, before in enumerate((140, 0, 0)):
        yield Style(f"toc {level + 1}", next_style="Normal", priority=39, gallery=False,
                    run=_type(sizes.contents, look.light.ink, bold=not level),
                    paragraph=f"{tabs}{_space(before, 40, 288)}{_indent(397 * level, 567)}")


def _text_styles(look: Design) -> Iterator[Style]:
    """Yield the styles for running text, lists and quotations."""
    colours, sizes = look.light, look.sizes
    bar = _bar(look.lines.quotation, colours.hairline, 14)
    bullets, numbers = (f'<w:numPr><w:numId w:val="{number}"/></w:numPr>' for number in (1, 2))
    yield Style("Lead", next_style="Normal", priority=13, paragraph=_space(0, 220, 324),
                run=_type(sizes.lead, colours.ink))
    yield Style("Label", next_style="Normal", priority=13, run=_type(sizes.body, bold=True),
                paragraph=f"<w:keepNext/>{_space(160, 40)}")
    yield Style("Small", priority=14, paragraph=_space(0, 120, 300), run=_type(sizes.small, colours.muted))
    yield Style("List Bullet", priority=15, paragraph=f"{bullets}{_space(0, 80)}")
    yield Style("List Number", priority=15, paragraph=f"{numbers}{_space(0, 80)}")
    yield Style("Quote", priority=29, run=_type(sizes.body, colours.ink),
                paragraph=f"{bar}{_space(0, 120)}{_indent(567, 284)}")
    yield Style("Quote Speaker", next_style="Normal", priority=29, run=_type(sizes.small, colours.muted),
                paragraph=f"{bar}{_space(0, 220, 288)}{_indent(567, 284)}")


def _callout_styles(look: Design) -> Iterator[Style]:
    """Yield the styles for callouts and fact lists."""
    colours, sizes = look.light, look.sizes
    pad = _line(look.lines.hairline, colours.callout, 7)
    bar = _line(look.lines.callout, colours.callout_bar, 12)
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{colour_value(colours.callout)}"/>'
    box = f"<w:pBdr><w:top {pad}/><w:left {bar}/><w:bottom {pad}/></w:pBdr>{ground}"
    yield Style("Callout", priority=30, run=_type(sizes.callout, colours.ink),
                paragraph=f"<w:keepLines/>{box}{_space(0, 120)}{_indent(312, 284)}")
    yield Style("Callout Label", next_style="Callout", priority=30,
                run=_type(sizes.small, colours.accent, bold=True),
                paragraph=f"<w:keepNext/>{box}{_space(0, 60)}{_indent(312, 284)}")
    tab = f'<w:tabs><w:tab w:val="left" w:pos="{FACT_COLUMN}"/></w:tabs>'
    yield Style("Fact", priority=31, paragraph=f"{tab}{_space(0, 80)}{_indent(FACT_COLUMN, 0, FACT_COLUMN)}")


def _picture_styles(look: Design) -> Iterator[Style]:
    """Yield the styles for captions and pictures."""
    colours, sizes = look.light, look.sizes
    caption = _type(sizes.caption, colours.ink, bold=True)
    yield Style("caption", next_style="Normal", priority=35, run=caption,
                paragraph=f"<w:keepNext/><w:keepLines/>{_space(320, 120, 288)}")
    yield Style("Figure Caption", next_style="Normal", priority=35, run=caption,
                paragraph=f"<w:keepLines/>{_space(0, 260, 288)}")
    yield Style("Figure Credit", next_style="Normal", priority=35, run=_type(sizes.small, colours.muted),
                paragraph=_space(0, 260, 288))
    yield Style("Picture", next_style="Figure Caption", priority=35,
                paragraph=f"<w:keepNext/>{_space(280, 100, 240)}")


def _table_styles(look: Design) -> Iterator[Style]:
    """Yield the styles for tables and for lines to write on."""
    colours, sizes = look.light, look.sizes
    yield Style("Table Text", priority=36, paragraph=_space(0, 0, 262), run=_type(sizes.table))
    yield Style("Table Figures", based_on="Table Text", priority=36, paragraph='<w:jc w:val="right"/>')
    yield Style("Table Heading", based_on="Table Text", priority=36, paragraph="<w:keepNext/>",
                run="<w:b/><w:bCs/>")
    for name in ("Table Text", "Table Figures", "Table Heading"):
        yield Style(f"Small {name}", based_on=name, priority=36, run=_type(sizes.small_table))
    yield Style("Table Note", next_style="Normal", priority=36, run=_type(sizes.small, colours.muted),
                paragraph=_space(100, 0, 288))
    line = _line(look.lines.hairline, colours.writing_line, 1)
    yield Style("Writing Line", priority=38,
                paragraph=f"<w:pBdr><w:bottom {line}/><w:between {line}/></w:pBdr>"
                '<w:spacing w:before="0" w:after="0" w:line="560" w:lineRule="exact"/>')
    yield Style("Report Table", "table", based_on="Normal Table", table=_table_rules(look), priority=37)


def _table_rules(look: Design) -> str:
    rule = _line(look.lines.rule, look.light.accent)
    hair = _line(look.lines.hairline, look.light.hairline)
    return (
        '<w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblInd w:w="0" w:type="dxa"/>'
        f"<w:tblBorders><w:top {rule}/><w:bottom {rule}/><w:insideH {hair}/></w:tblBorders>"
        '<w:tblCellMar><w:top w:w="44" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>'
        '<w:bottom w:w="44" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>'
        f'<w:bottom {rule}/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
    )


def _page_styles(look: Design) -> Iterator[Style]:
    """Yield the styles for headers, footers, footnotes and links."""
    colours, sizes = look.light, look.sizes
    below = f"<w:pBdr><w:bottom {_line(look.lines.hairline, colours.hairline, 6)}/></w:pBdr>"
    yield Style("header", priority=99, gallery=False, run=_type(sizes.running, colours.muted),
                paragraph=f"{below}{_space(0, 0, 240)}")
    yield Style("footer", priority=99, gallery=False, run=_type(sizes.running, colours.muted),
                paragraph=f'<w:tabs><w:tab w:val="right" w:pos="8390"/></w:tabs>{_space(0, 0, 240)}')
    yield Style("footnote text", priority=99, gallery=False, run=_type(sizes.footnote),
                paragraph=f"{_space(0, 60, 276)}{_indent(284, 0, 284)}")
    yield Style("footnote reference", "character", based_on="Default Paragraph Font", gallery=False,
                run='<w:vertAlign w:val="superscript"/>')
    yield Style("Hyperlink", "character", based_on="Default Paragraph Font", gallery=False,
                run=f'<w:color w:val="{colour_value(colours.accent)}"/><w:u w:val="single"/>')


# fmt: on


@cache
def styles_of(look: Design) -> Mapping[str, Style]:
    """Return all report styles in this design, by lower-case name."""
    groups = (
        _title_styles,
        _heading_styles,
        _text_styles,
        _callout_styles,
        _picture_styles,
        _table_styles,
        _page_styles,
    )
    return {style.name.lower(): style for group in groups for style in group(look)}


def _own_style(name: str) -> Style:
    """Return our own style with this name, for templates that lack it."""
    return styles_of(design.DESIGN)[name.lower()]


def _defaults(look: Design) -> str:
    """Return the document defaults."""
    size = f'<w:sz w:val="{round(look.sizes.body * 2)}"/><w:szCs w:val="{round(look.sizes.body * 2)}"/>'
    return (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{look.font}" w:eastAsia="{look.font}" w:hAnsi="{look.font}" w:cs="{look.font}"/>'
        f'{size}<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>"
    )


def style_xml(style: Style, ids: dict[str, str]) -> str:
    """Return the definition of `style`; `ids` has the template's style ids by lower-case name."""

    def named(name: str) -> str:
        return ids.get(name.lower(), _own_style(name).id)

    default = ' w:default="1"' if not style.based_on else ""
    parts = [f'<w:style w:type="{style.kind}"{default} w:styleId="{named(style.name)}">']
    parts.append(f'<w:name w:val="{style.name}"/>')
    if style.based_on:
        parts.append(f'<w:basedOn w:val="{named(style.based_on)}"/>')
    if style.next_style and (not ids or style.next_style.lower() in ids):
        parts.append(f'<w:next w:val="{named(style.next_style)}"/>')
    parts.append(f'<w:uiPriority w:val="{style.priority}"/>')
    parts.append("<w:qFormat/>" if style.gallery else "<w:unhideWhenUsed/>")
    parts.append(f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else "")
    parts.append(f"<w:rPr>{style.run}</w:rPr>" if style.run else "")
    return "".join([*parts, style.table, "</w:style>"])


def styles_xml(look: Design | None = None) -> str:
    """Return the styles part for a supplied template, in this design or the default one."""
    look = look or design.DESIGN
    styles = "".join(style_xml(style, {}) for style in styles_of(look).values())
    return f'<w:styles xmlns:w="{W}">{_defaults(look)}{styles}</w:styles>'


class StyleSheet:
    """The styles in one template, found by the names that Word shows."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self._ids = {
            name.get(w("val"), "").lower(): style.get(w("styleId"), "")
            for style in root.iterfind("w:style", NS)
            for name in style.iterfind("w:name", NS)
        }

    def style_id(self, name: str) -> str:
        """Return the id of the style called `name`, adding our own if the template has none."""
        style_id = self._ids.get(name.lower())
        return style_id if style_id is not None else self._add(_own_style(name))

    def style_name(self, style_id: str) -> str:
        """Return the lower-case name of the style with this id, or an empty string."""
        return next((name for name, known_id in self._ids.items() if known_id == style_id), "")

    def font_size(self, name: str) -> float:
        """Return the font size of a style, possibly inherited, in points."""
        sizes = [
            size for style in self._line_of(self.style_id(name)) for size in style.iterfind("w:rPr/w:sz", NS)
        ]
        sizes += self.root.findall("w:docDefaults/w:rPrDefault/w:rPr/w:sz", NS)
        half_points = sizes[0].get(w("val"), "") if sizes else ""
        return (
            int(half_points) / 2 if half_points.isdigit() and 8 <= int(half_points) <= 144 else DEFAULT_SIZE
        )

    def _line_of(self, style_id: str) -> Iterator[etree._Element]:
        """Yield a style and then each style it is based on, stopping if they form a cycle."""
        by_id = {style.get(w("styleId"), ""): style for style in self.root.iterfind("w:style", NS)}
        while style_id in by_id:
            style = by_id.pop(style_id)
            yield style
            base = style.find("w:basedOn", NS)
            style_id = base.get(w("val"), "") if base is not None else ""

    def set_language(self, language: str) -> None:
        """Set the document language, for spell checkers and screen readers."""
        properties = self.root.find("w:docDefaults/w:rPrDefault/w:rPr", NS)
        if properties is None:
            for old in self.root.findall("w:docDefaults", NS):
                self.root.remove(old)
            self.root.insert(0, etree.fromstring(f'<x xmlns:w="{W}">{_defaults(design.DESIGN)}</x>')[0])
            properties = self.root.find("w:docDefaults/w:rPrDefault/w:rPr", NS)
        language_tag = properties.find("w:lang", NS) if properties is not None else None
        if language_tag is None and properties is not None:
            language_tag = etree.SubElement(properties, w("lang"))
        if language_tag is not None:
            language_tag.set(w("val"), language)

    def _add(self, style: Style) -> str:
        if style.based_on:
            self.style_id(style.based_on)
        style_id = style.id
        while style_id in self._ids.values():
            style_id += "Report"
        self._ids[style.name.lower()] = style_id
        xml = f'<x xmlns:w="{W}">{style_xml(style, self._ids)}</x>'
        self.root.append(etree.fromstring(xml)[0])
        return style_id
