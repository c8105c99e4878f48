"""Emit the blocks of a report as WordprocessingML, with properties in the order the schema requires."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import singledispatchmethod

from carreport.language.messages import gettext
from carreport.report import design
from carreport.report.column_widths import lay_out_table
from carreport.report.model import (
    BOX,
    Block,
    BlockQuote,
    Callout,
    Chart,
    FactList,
    Figure,
    Heading,
    InlineText,
    ListBlock,
    ListItem,
    Paragraph,
    ReportSection,
    Table,
    TickBoxes,
    WritingLines,
    inline_text,
    numbered_label,
    plain_text,
)
from carreport.report.text_width import REFERENCE_FONT_SIZE, text_width_twips
from carreport.report.word.content_controls import ContentControls
from carreport.report.word.list_numbering import ListNumbering
from carreport.report.word.pictures import PictureParts
from carreport.report.word.shell.tidy_template import TextArea
from carreport.report.word.styles import FACT_COLUMN, StyleSheet, colour_value
from carreport.report.word.tables import table_xml
from carreport.report.word.word_inline import WordInlineEmitter, field_xml, reads_from_right, run_xml
from carreport.report.word.xml_names import bookmark_name

_PARAGRAPHS = {"body": "Normal", "lead": "Lead", "label": "Label", "small": "Small"}
_WIDEST_LABEL, _FEW_FACTS = 4300, 5
_ENSPACE = "\u2002"
_AFTER_LIST, _AFTER_GROUP = 180, 240
_APART = '<w:ind w:right="283"/>'
"""A slightly smaller indent than in the style, as Word joins borders of paragraphs with equal indents."""
_SHORT_LEAD = 150
_SMALL = "Small "
"""The style name prefix for tables with small type."""
_BEFORE_CALLOUT, _AFTER_CALLOUT = 220, 320
_LINE_BREAK = "<w:r><w:br/></w:r>"


def _space(before: int | None = None, after: int | None = None) -> str:
    """Return spacing that overrides the paragraph style, or an empty string."""
    above = "" if before is None else f' w:before="{before}"'
    below = "" if after is None else f' w:after="{after}"'
    return f"<w:spacing{above}{below}/>" if above or below else ""


@dataclass(slots=True)
class Bookmarks:
    """The bookmarks in one document, with unique names and ids."""

    next_id: int
    names: set[str] = field(default_factory=set)

    def wrap(self, name: str, inner: str) -> str:
        """Return `inner` wrapped in the bookmark `name`, or unchanged if that bookmark already exists."""
        if name in self.names:
            return inner
        self.names.add(name)
        number = self.next_id
        self.next_id += 1
        start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        return f'{start}{inner}<w:bookmarkEnd w:id="{number}"/>'


@dataclass(slots=True)
class WordBlockEmitter:
    """Emits sections, with ids that are unique in the document."""

    inline: WordInlineEmitter
    styles: StyleSheet
    numbering: ListNumbering
    pictures: PictureParts
    bookmarks: Bookmarks
    text_area: TextArea
    controls: ContentControls = field(default_factory=ContentControls)
    _style_ids: dict[str, str] = field(default_factory=dict)
    _is_alternate_quote: bool = False
    """Whether the current quotation is the second, fourth and so on in a series."""

    def section(self, section: ReportSection) -> str:
        """Return the body of a section, without the section heading."""
        blocks = []
        before: Block | None = Heading(1, section.number, section.heading, section.anchor)
        for block, after in zip(section.body, (*section.body[1:], None), strict=False):
            blocks.append(self.placed_block(block, before, after))
            before = block
        return "".join(blocks)

    def placed_block(self, block: Block, before: Block | None, after: Block | None) -> str:
        """Return a block, spaced and kept together according to its neighbours."""
        above = _space_above(block, before)
        if isinstance(block, Table) and block.is_in_text and isinstance(before, Table):
            apart = self._raw("Normal", "", "", _space(0, 0))  # Word would join the two tables
            return apart + self._block(block, above)
        if isinstance(block, Paragraph):
            keep = "<w:keepNext/>" if _must_keep_with_next(block, before, after) else ""
            return self.paragraph(_PARAGRAPHS[block.style], block.text, keep + _space(above))
        if isinstance(block, FactList):
            return self._pairs(block, above, leads=isinstance(before, Heading) and _is_body_text(after))
        if isinstance(block, BlockQuote):
            self._is_alternate_quote = (
                not self._is_alternate_quote if isinstance(before, BlockQuote) else False
            )
        return self._block(block, above)

    @singledispatchmethod
    def _block(self, block: Block, above: int | None) -> str:
        message = f"Unknown block {block!r} ({above})"
        raise TypeError(message)

    @_block.register
    def _(self, heading: Heading, _above: int | None) -> str:
        number = run_xml(f"{heading.number}{_ENSPACE}") if heading.number else ""
        content = number + run_xml(heading.text)
        if heading.anchor:
            content = self.bookmarks.wrap(bookmark_name("_Toc", heading.anchor), content)
        content += self.inline.runs(heading.marks)
        return self._raw(f"heading {min(max(heading.level, 1), 4)}", heading.text, content)

    @_block.register
    def _(self, listing: ListBlock, above: int | None) -> str:
        counts: dict[int, int] = {}
        entries = listing.items
        rooms = _spacings(len(entries), above, _AFTER_LIST)
        return "".join(
            self._entry(entry, counts, "<w:keepNext/>" if index == len(entries) - 2 else "", room)
            for index, (entry, room) in enumerate(zip(entries, rooms, strict=True))
        )

    @_block.register
    def _(self, quotation: BlockQuote, above: int | None) -> str:
        count = len(quotation.paragraphs)
        rooms = _spacings(count, above, None if quotation.speaker else _AFTER_GROUP)
        keeps = [*[""] * (count - 1), "<w:keepNext/>" if quotation.speaker else ""][:count]
        apart = _APART if self._is_alternate_quote else ""
        paragraphs = [
            self.paragraph("Quote", text, keep + room + apart)
            for text, keep, room in zip(quotation.paragraphs, keeps, rooms, strict=True)
        ]
        if quotation.speaker:
            paragraphs.append(self.paragraph("Quote Speaker", inline_text(quotation.speaker), apart))
        return "".join(paragraphs)

    @_block.register
    def _(self, callout: Callout, above: int | None) -> str:
        rows = [("Callout Label", inline_text(callout.label))] if callout.label else []
        rows += [("Callout", text) for text in callout.paragraphs]
        rooms = _spacings(len(rows), above or _BEFORE_CALLOUT, _AFTER_CALLOUT)
        keeps = ["<w:keepNext/>"] * (len(rows) - 1) + [""]
        return "".join(
            self.paragraph(style, text, keep + room)
            for (style, text), keep, room in zip(rows, keeps, rooms, strict=True)
        )

    def _pairs(self, pairs: FactList, above: int | None, *, leads: bool) -> str:
        """Return a fact list; a short one is kept on one page, with the next block too if `leads`."""
        count = len(pairs.rows)
        rooms = _spacings(count, above, _AFTER_LIST)
        column = max((_label_width(label) for label, _ in pairs.rows), default=0)
        keep_count = 0 if count > _FEW_FACTS else count if leads else count - 1
        return "".join(
            self._fact(label, text, "<w:keepNext/>" if index < keep_count else "", room, column)
            for index, ((label, text), room) in enumerate(zip(pairs.rows, rooms, strict=True))
        )

    def _fact(self, label: str, text: InlineText, keep: str, room: str, column: int) -> str:
        """Return a label with its text next to it, or below it if any label in the list is long."""
        if column > _WIDEST_LABEL or reads_from_right(label):
            return self.paragraph("Label", inline_text(label)) + self.paragraph("Normal", text, keep + room)
        tabs, indent = _fact_indent(column) if column > FACT_COLUMN else ("", "")
        bold = run_xml(label, "<w:b/><w:bCs/>")
        inner = f"{bold}<w:r><w:tab/></w:r>{self.inline.runs(text)}"
        return self._raw("Fact", label, inner, keep + tabs + room + indent)

    @_block.register
    def _(self, table: Table, _above: int | None) -> str:
        caption = self._caption("Table", table)
        top = self._raw("caption", table.caption, caption) if caption else ""
        note = self.paragraph("Table Note", inline_text(table.note)) if table.note else ""
        style = self._style("Report Table")
        usual = self.styles.font_size("Table Text")
        small = min(usual, design.DESIGN.sizes.small_table)
        columns = lay_out_table(table, self.text_area.width, self.text_area.outer_margin, usual, small)
        name = _SMALL if columns.font_size < usual else ""
        cells = table_xml(table, style, columns, self.paragraph, self._answer_cell, small=name)
        return top + cells + note

    def _answer_cell(self, style: str, question: str, words: str, extra: str) -> str:
        """Return a paragraph in a table to fill in: boxes to tick, or a place to type below any words."""
        lines = words.split("\n")
        if lines[0].startswith(BOX):
            boxes = (self._tick_box(question, line.removeprefix(BOX).strip(), " ") for line in lines)
            return self._raw(style, "", _LINE_BREAK.join(boxes), extra)
        above = f"{run_xml(words.strip())}{_LINE_BREAK}" if words.strip() else ""
        room = self.controls.typed_text(question, run_xml("…", _writing_colour()), has_paragraphs=False)
        return self._raw(style, "", above + room, extra)

    @_block.register
    def _(self, ruled: WritingLines, _above: int | None) -> str:
        first = self._raw("Writing Line", "", run_xml("…", _writing_colour()))
        lines = first + self._raw("Writing Line", "", "") * (ruled.lines - 1)
        return self.controls.typed_text(ruled.question, lines, has_paragraphs=ruled.lines > 1)

    @_block.register
    def _(self, boxes: TickBoxes, above: int | None) -> str:
        hint = f"{run_xml(boxes.hint)}{_LINE_BREAK}" if boxes.hint else ""
        inner = run_xml("\u2003").join(self._tick_box(boxes.question, label) for label in boxes.labels)
        return self._raw("Normal", boxes.text, hint + inner, _space(above))

    def _tick_box(self, question: str, label: str, gap: str = "\u00a0") -> str:
        title = f"{label}: {question}" if question else label
        return self.controls.tick_box(title) + run_xml(gap + label)

    @_block.register
    def _(self, figure: Figure, _above: int | None) -> str:
        return self._picture(figure, self.pictures.figure(figure), figure.credit)

    @_block.register
    def _(self, chart: Chart, _above: int | None) -> str:
        return self._picture(chart, self.pictures.chart(chart), "")

    def _picture(self, picture: Figure | Chart, drawing: str, credit: str) -> str:
        caption = self._caption("Figure", picture)
        keep = f"<w:keepNext/>{_space(after=40)}" if credit else ""
        below = self._raw("Figure Caption", picture.caption, caption, keep) if caption else ""
        source = (
            self.paragraph("Figure Credit", inline_text(gettext("Picture: {credit}", credit=credit)))
            if credit
            else ""
        )
        alone = "" if below or source else f'<w:keepNext w:val="0"/>{_space(after=320)}'
        return self._raw("Picture", "", drawing, alone) + below + source

    def _caption(self, sequence: str, block: Table | Figure | Chart) -> str:
        """Return the caption; before it, if numbered, is “Table 3” in a bookmark, with a SEQ field."""
        label = ""
        if block.number:
            number = str(block.number)
            before, _, after = numbered_label(block).partition(number)
            number_field = field_xml(f" SEQ {sequence} \\* ARABIC ", run_xml(number))
            words = f"{run_xml(before)}{number_field}{run_xml(after)}"
            label = self.bookmarks.wrap(bookmark_name("_Ref", block.anchor), words)
        gap = run_xml(_ENSPACE) if label and block.caption else ""
        light = '<w:b w:val="0"/><w:bCs w:val="0"/>' if label else ""
        return label + gap + (run_xml(block.caption, light) if block.caption else "")

    def _entry(self, entry: ListItem, counts: dict[int, int], keep: str, room: str) -> str:
        level = min(max(entry.level, 0), 2)
        for deeper in [depth for depth in counts if depth > level]:
            del counts[deeper]
        if not entry.is_ordered:
            counts.pop(level, None)
            number = self.numbering.bullets
        elif level not in counts:
            number = counts[level] = counts.get(level - 1) or self.numbering.new_list()
        else:
            number = counts[level]
        style = "List Number" if entry.is_ordered else "List Bullet"
        count = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        inner = self.inline.runs(entry.text)
        if entry.anchor:
            inner = self.bookmarks.wrap(bookmark_name("_Ref", entry.anchor), inner)
        return self._raw(style, plain_text(entry.text), inner, keep + count + room)

    def paragraph(self, style: str, running: InlineText, extra: str = "") -> str:
        """Return one paragraph in a style; for `extra`, see `_raw`."""
        return self._raw(style, plain_text(running), self.inline.runs(running), extra)

    def _raw(self, style: str, text: str, inner: str, extra: str = "") -> str:
        """Return a paragraph; `extra` may have keepNext, numPr, tabs, spacing, ind and jc, in that order."""
        style_mark = "" if style == "Normal" else f'<w:pStyle w:val="{self._style(style)}"/>'
        turned = insert_bidi(extra, "<w:bidi/>") if reads_from_right(text) else extra
        properties = f"<w:pPr>{style_mark}{turned}</w:pPr>" if style_mark or turned else ""
        return f"<w:p>{properties}{inner}</w:p>"

    def _style(self, name: str) -> str:
        if name not in self._style_ids:
            self._style_ids[name] = self.styles.style_id(name)
        return self._style_ids[name]


def _writing_colour() -> str:
    """Return the run property for what shows where to write."""
    return f'<w:color w:val="{colour_value(design.DESIGN.light.muted)}"/>'


def insert_bidi(extra: str, turned: str) -> str:
    """Insert the right-to-left property `turned` into `extra` where the schema requires it."""
    for later in ("<w:spacing", "<w:ind", "<w:jc"):
        at = extra.find(later)
        if at >= 0:
            return extra[:at] + turned + extra[at:]
    return extra + turned


def _label_width(label: str) -> int:
    """Return the estimated width of a label and the gap after it, in twips."""
    return round(text_width_twips(label, bold=True) * design.DESIGN.sizes.body / REFERENCE_FONT_SIZE) + 200


def _fact_indent(column: int) -> tuple[str, str]:
    """Return a tab stop and an indent at `column`, to replace those in the style."""
    clear = f'<w:tab w:val="clear" w:pos="{FACT_COLUMN}"/>'
    tabs = f'<w:tabs>{clear}<w:tab w:val="left" w:pos="{column}"/></w:tabs>'
    return tabs, f'<w:ind w:left="{column}" w:hanging="{column}"/>'


def _space_above(block: Block, before: Block | None) -> int | None:
    """Return the space before `block` if it follows a table, since tables have no space after them."""
    follows_table = isinstance(before, Table)
    return None if not follows_table or isinstance(block, Heading | Table | Figure | Chart) else _AFTER_GROUP


def _is_body_text(block: Block | None) -> bool:
    return isinstance(block, Paragraph | ListBlock | BlockQuote)


def _must_keep_with_next(paragraph: Paragraph, before: Block | None, after: Block | None) -> bool:
    """Return whether a paragraph introduces the next block and must stay on the same page."""
    text = plain_text(paragraph.text)
    if after is None or text.rstrip().endswith(":"):
        return after is not None
    if isinstance(after, WritingLines) or (isinstance(after, Table) and after.is_blank_form):
        return True
    is_short = len(text) <= _SHORT_LEAD or paragraph.style == "small"
    starts = isinstance(before, Heading) and (paragraph.style == "small" or not isinstance(after, Heading))
    return is_short and (starts or isinstance(after, ListBlock))


def _spacings(count: int, above: int | None, below: int | None) -> list[str]:
    """Return the spacing for each of the `count` paragraphs in a block."""
    last = count - 1
    return [_space(above if not index else None, below if index == last else None) for index in range(count)]
