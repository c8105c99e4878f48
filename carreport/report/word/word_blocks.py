"""Print the blocks of a report as the XML of Word, in the order that its schema wants."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import singledispatchmethod

from carreport.report import design
from carreport.report.column_widths import columns_of
from carreport.report.model import (
    Block,
    Callout,
    Chart,
    Entry,
    Figure,
    Heading,
    Listing,
    Pairs,
    Paragraph,
    Quotation,
    Ruled,
    Section,
    Table,
    Words,
    plain,
    words,
)
from carreport.report.text_width import LETTERS, width_of
from carreport.report.word.list_numbering import Numbering
from carreport.report.word.pictures import Pictures
from carreport.report.word.shell.tidy_template import Room
from carreport.report.word.styles import FACT_COLUMN, StyleSheet
from carreport.report.word.tables import table_xml
from carreport.report.word.word_inline import Writer, field_xml, reads_from_right, run_xml
from carreport.report.word.xml_names import bookmark_name

_PARAGRAPHS = {"body": "Normal", "lead": "Lead", "label": "Label", "small": "Small"}
_WIDEST_LABEL, _FEW_FACTS = 4300, 5
_ENSPACE = "\u2002"
_AFTER_LIST, _AFTER_GROUP = 180, 240
_APART = '<w:ind w:right="283"/>'
"""A hair less than the style has: Word joins the bars of paragraphs that are set alike."""
_SHORT_LEAD = 150
_SMALL = "Small "
"""Stands before the name of a style in tables of many columns."""
_BEFORE_CALLOUT, _AFTER_CALLOUT = 220, 320


def _space(before: int | None = None, after: int | None = None) -> str:
    """Return room above and below that the style of the paragraph does not give by itself."""
    above = "" if before is None else f' w:before="{before}"'
    below = "" if after is None else f' w:after="{after}"'
    return f"<w:spacing{above}{below}/>" if above or below else ""


@dataclass(slots=True)
class Bookmarks:
    """The bookmarks of one document: every name and every number once."""

    next_id: int
    names: set[str] = field(default_factory=set)

    def around(self, name: str, inner: str) -> str:
        """Return `inner` inside the bookmark `name`, unless it was set before."""
        if name in self.names:
            return inner
        self.names.add(name)
        number = self.next_id
        self.next_id += 1
        start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        return f'{start}{inner}<w:bookmarkEnd w:id="{number}"/>'


@dataclass(slots=True)
class Emitter:
    """Prints sections; everything that must be unique in the document is counted here."""

    writer: Writer
    styles: StyleSheet
    numbering: Numbering
    pictures: Pictures
    bookmarks: Bookmarks
    room: Room
    _style_ids: dict[str, str] = field(default_factory=dict)
    _aside: bool = False
    """Whether the quotation in hand is every second of several that follow each other."""

    def section(self, section: Section) -> str:
        """Return the body of a section, without its heading."""
        printed = []
        before: Block | None = Heading(1, section.number, section.heading, section.anchor)
        for block, after in zip(section.body, (*section.body[1:], None), strict=False):
            printed.append(self._in_place(block, before, after))
            before = block
        return "".join(printed)

    def _in_place(self, block: Block, before: Block | None, after: Block | None) -> str:
        """Return a block as it stands between its neighbours."""
        above = _room_above(block, before)
        if isinstance(block, Paragraph):
            keep = "<w:keepNext/>" if _leads(block, before, after) else ""
            return self._paragraph(_PARAGRAPHS[block.style], block.words, keep + _space(above))
        if isinstance(block, Pairs):
            return self._pairs(block, above, leads=isinstance(before, Heading) and _is_running(after))
        if isinstance(block, Quotation):
            self._aside = not self._aside if isinstance(before, Quotation) else False
        return self._block(block, above)

    @singledispatchmethod
    def _block(self, block: Block, above: int | None) -> str:
        message = f"Word cannot print {block!r} ({above})"
        raise TypeError(message)

    @_block.register
    def _(self, heading: Heading, _above: int | None) -> str:
        number = run_xml(f"{heading.number}{_ENSPACE}") if heading.number else ""
        marked = self.bookmarks.around(bookmark_name("_Toc", heading.anchor), number + run_xml(heading.text))
        return self._raw(f"heading {min(max(heading.level, 1), 4)}", heading.text, marked)

    @_block.register
    def _(self, listing: Listing, above: int | None) -> str:
        counts: dict[int, int] = {}
        entries = listing.entries
        rooms = _rooms(len(entries), above, _AFTER_LIST)
        return "".join(
            self._entry(entry, counts, "<w:keepNext/>" if index == len(entries) - 2 else "", room)
            for index, (entry, room) in enumerate(zip(entries, rooms, strict=True))
        )

    @_block.register
    def _(self, quotation: Quotation, above: int | None) -> str:
        count = len(quotation.paragraphs)
        rooms = _rooms(count, above, None if quotation.speaker else _AFTER_GROUP)
        keeps = [*[""] * (count - 1), "<w:keepNext/>" if quotation.speaker else ""]
        apart = _APART if self._aside else ""
        printed = [
            self._paragraph("Quote", each, keep + room + apart)
            for each, keep, room in zip(quotation.paragraphs, keeps, rooms, strict=True)
        ]
        if quotation.speaker:
            printed.append(self._paragraph("Quote Speaker", words(quotation.speaker), apart))
        return "".join(printed)

    @_block.register
    def _(self, callout: Callout, above: int | None) -> str:
        rows = [("Callout Label", words(callout.label))] if callout.label else []
        rows += [("Callout", each) for each in callout.paragraphs]
        rooms = _rooms(len(rows), above or _BEFORE_CALLOUT, _AFTER_CALLOUT)
        keeps = ["<w:keepNext/>"] * (len(rows) - 1) + [""]
        return "".join(
            self._paragraph(style, each, keep + room)
            for (style, each), keep, room in zip(rows, keeps, rooms, strict=True)
        )

    def _pairs(self, pairs: Pairs, above: int | None, *, leads: bool) -> str:
        """Return short facts; a few of them stay together, and with the text that they lead to."""
        count = len(pairs.rows)
        rooms = _rooms(count, above, _AFTER_LIST)
        column = max((_label_width(label) for label, _ in pairs.rows), default=0)
        kept = 0 if count > _FEW_FACTS else count if leads else count - 1
        return "".join(
            self._fact(label, said, "<w:keepNext/>" if index < kept else "", room, column)
            for index, ((label, said), room) in enumerate(zip(pairs.rows, rooms, strict=True))
        )

    def _fact(self, label: str, said: Words, keep: str, room: str, column: int) -> str:
        """Return a label with what stands beside it, or below it where a label in the block is long."""
        if column > _WIDEST_LABEL or reads_from_right(label):
            return self._paragraph("Label", words(label)) + self._paragraph("Normal", said, keep + room)
        tabs, indent = _beside(column) if column > FACT_COLUMN else ("", "")
        bold = run_xml(label, "<w:b/><w:bCs/>")
        inner = f"{bold}<w:r><w:tab/></w:r>{self.writer.words(said)}"
        return self._raw("Fact", label, inner, keep + tabs + room + indent)

    @_block.register
    def _(self, table: Table, _above: int | None) -> str:
        caption = self._caption("Table", table.number, table.caption, table.anchor)
        top = self._raw("caption", table.caption, caption) if caption else ""
        note = self._paragraph("Table Note", words(table.note)) if table.note else ""
        style = self._style("Report Table")
        usual = self.styles.size("Table Text")
        small = min(usual, design.DESIGN.sizes.small_table)
        columns = columns_of(table, self.room.text, self.room.outer, usual, small)
        name = _SMALL if columns.letters < usual else ""
        return top + table_xml(table, style, columns, self._paragraph, name) + note

    @_block.register
    def _(self, ruled: Ruled, _above: int | None) -> str:
        return self._raw("Writing Line", "", "") * ruled.lines

    @_block.register
    def _(self, figure: Figure, _above: int | None) -> str:
        return self._shown(figure, self.pictures.figure(figure), figure.credit)

    @_block.register
    def _(self, chart: Chart, _above: int | None) -> str:
        return self._shown(chart, self.pictures.chart(chart), "")

    def _shown(self, shown: Figure | Chart, drawing: str, credit: str) -> str:
        caption = self._caption("Figure", shown.number, shown.caption, shown.anchor)
        keep = f"<w:keepNext/>{_space(after=40)}" if credit else ""
        below = self._raw("Figure Caption", shown.caption, caption, keep) if caption else ""
        source = self._paragraph("Figure Credit", words(f"Picture: {credit}")) if credit else ""
        alone = "" if below or source else f'<w:keepNext w:val="0"/>{_space(after=320)}'
        return self._raw("Picture", "", drawing, alone) + below + source

    def _caption(self, kind: str, number: int, text: str, anchor: str) -> str:
        """Return “Table 3” as Word counts it, in a bookmark, and the caption beside it."""
        shown = ""
        if number:
            counted = field_xml(f" SEQ {kind} \\* ARABIC ", run_xml(str(number)))
            shown = self.bookmarks.around(bookmark_name("_Ref", anchor), run_xml(f"{kind} ") + counted)
        gap = run_xml(_ENSPACE) if shown and text else ""
        light = '<w:b w:val="0"/><w:bCs w:val="0"/>' if shown else ""
        return shown + gap + (run_xml(text, light) if text else "")

    def _entry(self, entry: Entry, counts: dict[int, int], keep: str, room: str) -> str:
        level = min(max(entry.level, 0), 2)
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        if not entry.ordered:
            counts.pop(level, None)
            number = self.numbering.bullets
        elif level not in counts:
            number = counts[level] = counts.get(level - 1) or self.numbering.fresh()
        else:
            number = counts[level]
        style = "List Number" if entry.ordered else "List Bullet"
        count = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        inner = self.writer.words(entry.words)
        if entry.anchor:
            inner = self.bookmarks.around(bookmark_name("_Ref", entry.anchor), inner)
        return self._raw(style, plain(entry.words), inner, keep + count + room)

    def _paragraph(self, style: str, running: Words, extra: str = "") -> str:
        return self._raw(style, plain(running), self.writer.words(running), extra)

    def _raw(self, style: str, text: str, inner: str, extra: str = "") -> str:
        """Return a paragraph; `extra` is keepNext, numPr, tabs, spacing, ind or jc, in that order."""
        named = "" if style == "Normal" else f'<w:pStyle w:val="{self._style(style)}"/>'
        turned = in_order(extra, "<w:bidi/>") if reads_from_right(text) else extra
        properties = f"<w:pPr>{named}{turned}</w:pPr>" if named or turned else ""
        return f"<w:p>{properties}{inner}</w:p>"

    def _style(self, name: str) -> str:
        if name not in self._style_ids:
            self._style_ids[name] = self.styles.id(name)
        return self._style_ids[name]


def in_order(extra: str, turned: str) -> str:
    """Return paragraph properties with the mark for right-to-left where the schema wants it."""
    for later in ("<w:spacing", "<w:ind", "<w:jc"):
        at = extra.find(later)
        if at >= 0:
            return extra[:at] + turned + extra[at:]
    return extra + turned


def _label_width(label: str) -> int:
    """Return the room that a label and the gap beside it take, in twentieths of a point."""
    return round(width_of(label, bold=True) * design.DESIGN.sizes.body / LETTERS) + 200


def _beside(column: int) -> tuple[str, str]:
    """Return tab and indent that set facts farther to the right than their style does."""
    clear = f'<w:tab w:val="clear" w:pos="{FACT_COLUMN}"/>'
    tabs = f'<w:tabs>{clear}<w:tab w:val="left" w:pos="{column}"/></w:tabs>'
    return tabs, f'<w:ind w:left="{column}" w:hanging="{column}"/>'


def _room_above(block: Block, before: Block | None) -> int | None:
    """Return the room that `block` needs above it because a table, which gives none, stands there."""
    follows_table = isinstance(before, Table)
    return None if not follows_table or isinstance(block, Heading | Table | Figure | Chart) else _AFTER_GROUP


def _is_running(block: Block | None) -> bool:
    return isinstance(block, Paragraph | Listing | Quotation)


def _leads(paragraph: Paragraph, before: Block | None, after: Block | None) -> bool:
    """Say whether a paragraph must not stand alone at the foot of a page: it leads to what follows."""
    text = plain(paragraph.words)
    if after is None or text.rstrip().endswith(":"):
        return after is not None
    if isinstance(after, Ruled) or (isinstance(after, Table) and after.to_fill):
        return True
    is_short = len(text) <= _SHORT_LEAD or paragraph.style == "small"
    starts = isinstance(before, Heading) and (paragraph.style == "small" or not isinstance(after, Heading))
    return is_short and (starts or isinstance(after, Listing))


def _rooms(count: int, above: int | None, below: int | None) -> list[str]:
    """Return the room around each of `count` paragraphs that belong together."""
    last = count - 1
    return [_space(above if not index else None, below if index == last else None) for index in range(count)]
