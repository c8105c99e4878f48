"""Emit the blocks of a report as values for Typst, with the sizes that depend on measured text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carreport.errors import ReportWriteError
from carreport.language.messages import gettext
from carreport.report import design
from carreport.report.column_widths import lay_out_table
from carreport.report.design import Design, Sizes
from carreport.report.model import (
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
    PictureFile,
    ReportSection,
    Table,
    TickBoxes,
    WritingLines,
    inline_text,
    numbered_label,
    plain_text,
)
from carreport.report.pdf.pdf_inline import TypstInlineEmitter, direction_mark, mark_breaks
from carreport.report.text_width import REFERENCE_FONT_SIZE, text_width_twips, wrapped_line_count

TypstValue = dict[str, Any]
TWIPS = 20
PIXEL = 0.75
"""The size of a CSS pixel, in points."""
_TALLEST = 250.0
"""The greatest height of a photo, in points: 88 mm, so that two fit on a page with their captions."""
_SHORT_LIST, _SHORT_TEXT = 6, 9
_LINE = 1.35
_SHARE_OF_ROW, _SHARE_OF_TABLE = 0.6, 0.43
"""How much of a page a row, or a whole table, may fill and still be kept on one page."""
_SIDES, _CLOSE_SIDES = 7.0, 4.5
_WIDEST_LABEL, _SHORT_FACTS = 150.0, 12
_SHORT_LEAD, _LARGE_CALLOUT, _WORDS_BEFORE_ROOM = 150, 320, 4


@dataclass(frozen=True, slots=True)
class PageArea:
    """The text width, the greatest width of a table with many columns, and the text height, in points.

    `is_dense` pages have less spacing; `is_poster` pages are wall posters, with larger text.
    """

    text_width: float
    table_width: float
    text_height: float
    is_dense: bool = False
    is_poster: bool = False
    look: Design = field(default_factory=lambda: design.DESIGN)

    @property
    def sizes(self) -> Sizes:
        """The font sizes for these pages."""
        return self.look.sizes

    @property
    def small_table_font_size(self) -> float:
        """The font size for tables that have many columns and would not fit otherwise."""
        return self.sizes.table if self.is_poster else self.sizes.small_table

    @property
    def overhang_twips(self) -> int:
        """How far a wide table may extend into the outer margin, in twips."""
        return int((self.table_width - self.text_width) * TWIPS)


@dataclass(slots=True)
class TypstBlockEmitter:
    """Emits the blocks of one report, and collects its pictures in `files`, by file name."""

    inline: TypstInlineEmitter
    page_area: PageArea
    pictures: Mapping[str, PictureFile]
    files: dict[str, bytes]
    deepest: int

    def section(self, section: ReportSection, *, listed: bool) -> TypstValue:
        """Return a section with its heading; `listed` says whether it is in the contents."""
        title = Heading(1, section.number, section.heading, section.anchor)
        body = list(self._body(title, section.body))
        heading = self._heading(title)
        return {"title": {**heading, "listed": listed}, "body": body}

    def _body(self, title: Block, blocks: Sequence[Block]) -> Iterator[TypstValue]:
        before = title
        for at, block in enumerate(blocks):
            yield self.block(block, before, blocks[at + 1 :])
            before = block

    def block(self, block: Block, before: Block, after: Sequence[Block]) -> TypstValue:
        """Return one block; its neighbours decide whether a paragraph is kept with the next block."""
        match block:
            case Paragraph():
                keep = block.style == "label" or _must_keep_with_next(block, before, after)
                text = self.inline.paragraph(block.text, self.page_area.text_width, self.page_area.sizes.body)
                return {"is": "paragraph", "style": block.style, "keep": keep, **text}
            case TickBoxes():
                return self.block(Paragraph(inline_text(block.text)), before, after)
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Chart():
                return self._chart(block)
            case _:
                return self._text_block(block)

    def _text_block(
        self, block: Heading | ListBlock | BlockQuote | Callout | FactList | WritingLines
    ) -> TypstValue:
        """Return a text block, or lines to write on."""
        match block:
            case Heading():
                return self._heading(block)
            case ListBlock():
                return self._listing(block)
            case BlockQuote() | Callout():
                return self._quoted_block(block)
            case FactList():
                return self._pairs(block)
            case WritingLines():
                return {"is": "ruled", "lines": block.lines}

    def _heading(self, heading: Heading) -> TypstValue:
        return {
            "is": "heading",
            "level": heading.level,
            "number": heading.number,
            "text": mark_breaks(
                heading.text, self.page_area.text_width, self.page_area.sizes.largest_heading
            ),
            "marks": self.inline.words(
                heading.marks, self.page_area.text_width, self.page_area.sizes.largest_heading
            ),
            "anchor": heading.anchor,
            "numbered": heading.is_numbered,
            "listed": heading.is_numbered and heading.level <= self.deepest,
            **direction_mark(heading.text),
        }

    def _listing(self, listing: ListBlock) -> TypstValue:
        first, rest = self._list_at(listing.items, 0, 0)
        lists = [first]
        while rest < len(listing.items):
            first, rest = self._list_at(listing.items, rest, 0)
            lists.append(first)
        return {"is": "lists", "lists": lists}

    def _list_at(self, entries: Sequence[ListItem], start: int, level: int) -> tuple[TypstValue, int]:
        """Return the list that starts at index `start`, and the index of the first entry after that list."""
        ordered = entries[start].is_ordered
        items: list[TypstValue] = []
        at = start
        while at < len(entries) and entries[at].level >= level and entries[at].is_ordered == ordered:
            entry = entries[at]
            at += 1
            inner: list[TypstValue] = []
            while at < len(entries) and entries[at].level > level:
                deeper, at = self._list_at(entries, at, level + 1)
                inner.append(deeper)
            text = self.inline.paragraph(
                entry.text, self.page_area.text_width - 24 * (level + 1), self.page_area.sizes.body
            )
            items.append({**text, "anchor": entry.anchor, "inner": inner})
        lines = [
            wrapped_line_count(plain_text(entry.text), int(self.page_area.text_width * TWIPS * 0.9))
            for entry in entries[start:at]
        ]
        breaks = sum(lines) > _SHORT_LIST
        return {"ordered": ordered, "entries": items, "breaks": breaks}, at

    def _quoted_block(self, block: BlockQuote | Callout) -> TypstValue:
        sizes, width = self.page_area.sizes, self.page_area.text_width - 40
        largest = max(sizes.callout, sizes.callout_first)
        texts = [plain_text(paragraph) for paragraph in block.paragraphs]
        paragraphs = [self.inline.paragraph(paragraph, width, largest) for paragraph in block.paragraphs]
        breaks = (
            sum(
                wrapped_line_count(text, int(width * TWIPS * REFERENCE_FONT_SIZE / largest)) for text in texts
            )
            > _SHORT_TEXT
        )
        values: TypstValue = {"paragraphs": paragraphs, "breaks": breaks}
        if isinstance(block, BlockQuote):
            return {"is": "quotation", "speaker": mark_breaks(block.speaker, width, sizes.small), **values}
        large = len(texts[0]) <= _LARGE_CALLOUT if texts else False
        return {
            "is": "callout",
            "label": mark_breaks(block.label, width, sizes.small),
            "large": large,
            **values,
        }

    def _pairs(self, pairs: FactList) -> TypstValue:
        size = self.page_area.sizes.body
        scale = size / REFERENCE_FONT_SIZE
        widest = max((text_width_twips(label) / TWIPS * scale for label, _ in pairs.rows), default=0.0) + 4
        beside = widest <= _WIDEST_LABEL
        room = self.page_area.text_width - widest - 12 if beside else self.page_area.text_width
        rows = [
            (
                mark_breaks(label, widest if beside else room, size),
                self.inline.words(text, room, size),
                direction_mark(plain_text(text)).get("rtl"),
            )
            for label, text in pairs.rows
        ]
        lines = sum(wrapped_line_count(plain_text(text), int(room * TWIPS / scale)) for _, text in pairs.rows)
        breaks = lines > _SHORT_FACTS
        return {"is": "pairs", "beside": beside, "column": widest, "breaks": breaks, "rows": rows}

    def _table(self, table: Table) -> TypstValue:
        layout = lay_out_table(
            table,
            int(self.page_area.text_width * TWIPS),
            self.page_area.overhang_twips,
            self.page_area.sizes.table,
            self.page_area.small_table_font_size,
        )
        size = layout.font_size
        scale = size / REFERENCE_FONT_SIZE
        widths = [column / TWIPS for column in layout.widths]
        wide = max(layout.width / TWIPS, self.page_area.text_width)
        sides = _CLOSE_SIDES if layout.has_narrow_padding else _SIDES
        rooms = [width - sides for width in widths]
        tallest, height = _heights(table, [room / scale for room in rooms])
        most = self.page_area.text_height / (size * _LINE)
        return {
            "is": "table",
            **self._captioned(table, wide),
            "size": size,
            "side": sides / 2,
            "columns": widths,
            "numeric": table.numeric_columns,
            "header": [
                self.inline.paragraph(name, room, size)
                for name, room in zip(table.header_cells, rooms, strict=True)
            ],
            "rows": [self._row(row, rooms, size) for row in table.rows],
            "note": mark_breaks(table.note, wide, self.page_area.sizes.small),
            "to-fill": table.is_blank_form,
            "rows-break": tallest > most * _SHARE_OF_ROW,
            "repeats": all(
                wrapped_line_count(name, int(room * TWIPS)) <= _SHORT_TEXT
                for name, room in zip(table.header, rooms, strict=True)
            ),
            "breaks-between": height > most * _SHARE_OF_TABLE,
        }

    def _row(self, row: Sequence[InlineText], rooms: Sequence[float], size: float) -> list[TypstValue]:
        return [
            self.inline.paragraph(cell if plain_text(cell).strip() else (), room, size)
            for cell, room in zip(row, rooms, strict=True)
        ]

    def _captioned(self, block: Table | Figure | Chart, wide: float) -> TypstValue:
        """Return the values that tables and pictures share: anchor, number, caption and width."""
        return {
            "anchor": block.anchor,
            "name": numbered_label(block),
            "caption": mark_breaks(
                block.caption.replace("n = ", "n\u00a0=\u00a0"), wide, self.page_area.sizes.caption
            ),
            "breaks": wrapped_line_count(block.caption, int(wide * TWIPS)) > _SHORT_TEXT,
            "wide": wide,
        }

    def _figure(self, figure: Figure) -> TypstValue:
        picture = self.pictures.get(figure.picture)
        if picture is None:
            raise ReportWriteError(
                "picture-missing",
                f"The picture “{figure.caption or figure.alt}” is missing from the inquiry.",
                remedy="Add the picture again or remove its entry. Then make the report again.",
            )
        name = f"{figure.picture}.{'png' if picture.type == 'image/png' else 'jpg'}"
        self.files[name] = picture.data
        credit = gettext("Picture: {credit}", credit=figure.credit) if figure.credit else ""
        width, height = picture.width * PIXEL, picture.height * PIXEL
        share = min(1.0, self.page_area.text_width / max(width, 1), _TALLEST / max(height, 1))
        return {
            "is": "picture",
            **self._captioned(figure, self.page_area.text_width),
            "file": name,
            "svg": None,
            "alt": None if figure.is_decorative else figure.alt or figure.caption,
            "credit": mark_breaks(credit, self.page_area.text_width, self.page_area.sizes.small),
            "width": max(width * share, 1),
            "height": max(height * share, 1),
        }

    def _chart(self, chart: Chart) -> TypstValue:
        wide, look = self.page_area.text_width, self.page_area.look
        fonts = look.font_family("'")
        share = min(1.0, wide / (chart.width * PIXEL))
        return {
            "is": "picture",
            **self._captioned(chart, wide),
            "file": None,
            "svg": chart.svg.replace(f'"{fonts}"', f'"{look.shipped_font}"'),
            "alt": chart.alt,
            "credit": "",
            "width": chart.width * PIXEL * share,
            "height": chart.height * PIXEL * share,
        }


def _heights(table: Table, rooms: Sequence[float]) -> tuple[int, int]:
    """Estimate the height, in lines, of the tallest row and of the whole table."""
    lines = [
        max(
            (
                wrapped_line_count(plain_text(cell), int(room * TWIPS))
                for cell, room in zip(row, rooms, strict=True)
            ),
            default=1,
        )
        for row in table.rows
    ]
    heights = [count * (2 if table.is_blank_form else 1) for count in lines]
    return max(heights, default=0), sum(heights)


def _must_keep_with_next(paragraph: Paragraph, before: Block, after: Sequence[Block]) -> bool:
    """Return whether a paragraph introduces the next block and must stay on the same page."""
    if not after:
        return False
    text = plain_text(paragraph.text).rstrip()
    is_small = paragraph.style == "small"
    is_short = is_small or len(text) <= _SHORT_LEAD
    starts = isinstance(before, Heading) and (is_small or not isinstance(after[0], Heading))
    opens = paragraph.style == "lead" and isinstance(after[0], Heading)
    return (
        opens
        or text.endswith(":")
        or (is_short and (starts or isinstance(after[0], ListBlock)))
        or _is_room_to_write(after)
    )


def _is_room_to_write(after: Sequence[Block]) -> bool:
    """Return whether space to write in comes next, after a few paragraphs at most."""
    first = next((block for block in after[:_WORDS_BEFORE_ROOM] if not isinstance(block, Paragraph)), None)
    return isinstance(first, WritingLines) or (isinstance(first, Table) and first.is_blank_form)
