"""Hand the blocks of a report to the typesetter, with the sizes that need measuring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carreport.errors import ReportNotWritten
from carreport.report import design
from carreport.report.column_widths import columns_of
from carreport.report.design import Design, Sizes
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
    PictureFile,
    Quotation,
    Ruled,
    Section,
    Table,
    Words,
    plain,
    words,
)
from carreport.report.pdf.pdf_inline import Runs, breakable, turned
from carreport.report.text_width import LETTERS, lines_of, width_of

Value = dict[str, Any]
TWIPS = 20
PIXEL = 0.75
"""A CSS pixel in points."""
_TALLEST = 250.0
"""88 millimetres: two photos with their captions fit on a page."""
_SHORT_LIST, _SHORT_SAID = 6, 9
_LINE = 1.35
_SHARE_OF_ROW, _SHARE_OF_TABLE = 0.6, 0.43
"""The share of a page up to which a row, or a whole table, is kept on one page."""
_SIDES, _CLOSE_SIDES = 7.0, 4.5
_WIDEST_LABEL, _SHORT_FACTS = 150.0, 12
_SHORT_LEAD, _LARGE_CALLOUT, _WORDS_BEFORE_ROOM = 150, 320, 4


@dataclass(frozen=True, slots=True)
class Room:
    """How wide the text is, how wide a table with many columns may be, and how tall a page is, in points.

    On a `dense` page everything is set a little smaller and closer; what hangs `on_wall` is
    set larger.
    """

    text: float
    wide: float
    tall: float
    dense: bool = False
    on_wall: bool = False
    look: Design = field(default_factory=lambda: design.DESIGN)

    @property
    def sizes(self) -> Sizes:
        """The type sizes of these pages."""
        return self.look.sizes

    @property
    def small_letters(self) -> float:
        """The size of the letters in a table of many columns that the text has no room for."""
        return self.sizes.table if self.on_wall else self.sizes.small_table

    @property
    def spare(self) -> int:
        """How far such a table may reach into the outer margin at most, in twentieths of a point."""
        return int((self.wide - self.text) * TWIPS)


@dataclass(slots=True)
class Blocks:
    """Writes the blocks of one report; `files` gathers the pictures that it shows, by name."""

    runs: Runs
    room: Room
    pictures: Mapping[str, PictureFile]
    files: dict[str, bytes]
    deepest: int

    def section(self, section: Section, *, listed: bool) -> Value:
        """Return a section with its heading; front matter is not `listed` in the contents."""
        title = Heading(1, section.number, section.heading, section.anchor)
        body = list(self._body(title, section.body))
        named = self._heading(title)
        return {"title": {**named, "listed": listed}, "body": body}

    def _body(self, title: Block, blocks: Sequence[Block]) -> Iterator[Value]:
        before = title
        for at, block in enumerate(blocks):
            yield self.block(block, before, blocks[at + 1 :])
            before = block

    def block(self, block: Block, before: Block, after: Sequence[Block]) -> Value:
        """Return one block; its neighbours say whether it must stay with what follows."""
        match block:
            case Paragraph():
                keep = block.style == "label" or _leads(block, before, after)
                said = self.runs.paragraph(block.words, self.room.text, self.room.sizes.body)
                return {"is": "paragraph", "style": block.style, "keep": keep, **said}
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Chart():
                return self._chart(block)
            case _:
                return self._written(block)

    def _written(self, block: Heading | Listing | Quotation | Callout | Pairs | Ruled) -> Value:
        """Return a block that is words alone, or lines to write on."""
        match block:
            case Heading():
                return self._heading(block)
            case Listing():
                return self._listing(block)
            case Quotation() | Callout():
                return self._said(block)
            case Pairs():
                return self._pairs(block)
            case Ruled():
                return {"is": "ruled", "lines": block.lines}

    def _heading(self, heading: Heading) -> Value:
        return {
            "is": "heading",
            "level": heading.level,
            "number": heading.number,
            "text": breakable(heading.text, self.room.text, self.room.sizes.largest_heading),
            "anchor": heading.anchor,
            "numbered": heading.numbered,
            "listed": heading.numbered and heading.level <= self.deepest,
            **turned(heading.text),
        }

    def _listing(self, listing: Listing) -> Value:
        made, rest = self._list_at(listing.entries, 0, 0)
        lists = [made]
        while rest < len(listing.entries):
            made, rest = self._list_at(listing.entries, rest, 0)
            lists.append(made)
        return {"is": "lists", "lists": lists}

    def _list_at(self, entries: Sequence[Entry], start: int, level: int) -> tuple[Value, int]:
        """Return the list that begins at `start`, and where the entries after it begin."""
        ordered = entries[start].ordered
        items: list[Value] = []
        at = start
        while at < len(entries) and entries[at].level >= level and entries[at].ordered == ordered:
            entry = entries[at]
            at += 1
            inner: list[Value] = []
            while at < len(entries) and entries[at].level > level:
                deeper, at = self._list_at(entries, at, level + 1)
                inner.append(deeper)
            said = self.runs.paragraph(entry.words, self.room.text - 24 * (level + 1), self.room.sizes.body)
            items.append({**said, "anchor": entry.anchor, "inner": inner})
        lines = [lines_of(plain(each.words), int(self.room.text * TWIPS * 0.9)) for each in entries[start:at]]
        breaks = sum(lines) > _SHORT_LIST
        return {"ordered": ordered, "entries": items, "breaks": breaks}, at

    def _said(self, block: Quotation | Callout) -> Value:
        sizes, width = self.room.sizes, self.room.text - 40
        largest = max(sizes.callout, sizes.callout_first)
        texts = [plain(each) for each in block.paragraphs]
        paragraphs = [self.runs.paragraph(each, width, largest) for each in block.paragraphs]
        breaks = sum(lines_of(text, int(width * TWIPS * LETTERS / largest)) for text in texts) > _SHORT_SAID
        made: Value = {"paragraphs": paragraphs, "breaks": breaks}
        if isinstance(block, Quotation):
            return {"is": "quotation", "speaker": breakable(block.speaker, width, sizes.small), **made}
        large = len(texts[0]) <= _LARGE_CALLOUT if texts else False
        return {"is": "callout", "label": breakable(block.label, width, sizes.small), "large": large, **made}

    def _pairs(self, pairs: Pairs) -> Value:
        size = self.room.sizes.body
        grown = size / LETTERS
        widest = max((width_of(label) / TWIPS * grown for label, _ in pairs.rows), default=0.0) + 4
        beside = widest <= _WIDEST_LABEL
        room = self.room.text - widest - 12 if beside else self.room.text
        rows = [
            (
                breakable(label, widest if beside else room, size),
                self.runs.words(said, room, size),
                turned(plain(said)).get("rtl"),
            )
            for label, said in pairs.rows
        ]
        lines = sum(lines_of(plain(said), int(room * TWIPS / grown)) for _, said in pairs.rows)
        breaks = lines > _SHORT_FACTS
        return {"is": "pairs", "beside": beside, "column": widest, "breaks": breaks, "rows": rows}

    def _table(self, table: Table) -> Value:
        made = columns_of(
            table,
            int(self.room.text * TWIPS),
            self.room.spare,
            self.room.sizes.table,
            self.room.small_letters,
        )
        size = made.letters
        grown = size / LETTERS
        widths = [each / TWIPS for each in made.widths]
        wide = max(made.width / TWIPS, self.room.text)
        sides = _CLOSE_SIDES if made.is_close else _SIDES
        rooms = [width - sides for width in widths]
        tallest, height = _heights(table, [room / grown for room in rooms])
        most = self.room.tall / (size * _LINE)
        return {
            "is": "table",
            **self._named("Table", table, wide),
            "size": size,
            "side": sides / 2,
            "columns": widths,
            "numeric": table.numeric,
            "header": [
                self.runs.paragraph(words(name), room, size)
                for name, room in zip(table.header, rooms, strict=True)
            ],
            "rows": [self._row(row, rooms, size) for row in table.rows],
            "note": breakable(table.note, wide, self.room.sizes.small),
            "to-fill": table.to_fill,
            "rows-break": tallest > most * _SHARE_OF_ROW,
            "repeats": all(
                lines_of(name, int(room * TWIPS)) <= _SHORT_SAID
                for name, room in zip(table.header, rooms, strict=True)
            ),
            "breaks-between": height > most * _SHARE_OF_TABLE,
        }

    def _row(self, row: Sequence[Words], rooms: Sequence[float], size: float) -> list[Value]:
        return [
            self.runs.paragraph(said if plain(said).strip() else (), room, size)
            for said, room in zip(row, rooms, strict=True)
        ]

    def _named(self, kind: str, block: Table | Figure | Chart, wide: float) -> Value:
        """Return what a table and a picture have in common: number, caption, width and anchor."""
        return {
            "anchor": block.anchor,
            "name": f"{kind} {block.number}" if block.number else "",
            "caption": breakable(
                block.caption.replace("n = ", "n\u00a0=\u00a0"), wide, self.room.sizes.caption
            ),
            "breaks": lines_of(block.caption, int(wide * TWIPS)) > _SHORT_SAID,
            "wide": wide,
        }

    def _figure(self, figure: Figure) -> Value:
        picture = self.pictures.get(figure.picture)
        if picture is None:
            raise ReportNotWritten(
                "picture-missing",
                f"The picture “{figure.caption or figure.alt}” is not in the draft.",
                remedy="Bring the picture in again, or remove its entry, then make the report again.",
            )
        name = f"{figure.picture}.{'png' if picture.type == 'image/png' else 'jpg'}"
        self.files[name] = picture.data
        credit = f"Picture: {figure.credit}" if figure.credit else ""
        width, height = picture.width * PIXEL, picture.height * PIXEL
        share = min(1.0, self.room.text / max(width, 1), _TALLEST / max(height, 1))
        return {
            "is": "picture",
            **self._named("Figure", figure, self.room.text),
            "file": name,
            "svg": None,
            "alt": None if figure.decorative else figure.alt or figure.caption,
            "credit": breakable(credit, self.room.text, self.room.sizes.small),
            "width": max(width * share, 1),
            "height": max(height * share, 1),
        }

    def _chart(self, chart: Chart) -> Value:
        wide, look = self.room.text, self.room.look
        fonts = look.font_family("'")
        share = min(1.0, wide / (chart.width * PIXEL))
        return {
            "is": "picture",
            **self._named("Figure", chart, wide),
            "file": None,
            "svg": chart.svg.replace(f'"{fonts}"', f'"{look.shipped_font}"'),
            "alt": chart.alt,
            "credit": "",
            "width": chart.width * PIXEL * share,
            "height": chart.height * PIXEL * share,
        }


def _heights(table: Table, rooms: Sequence[float]) -> tuple[int, int]:
    """Return about how many lines the tallest row has, and how many all rows have together."""
    lines = [
        max(
            (lines_of(plain(said), int(room * TWIPS)) for said, room in zip(row, rooms, strict=True)),
            default=1,
        )
        for row in table.rows
    ]
    heights = [each * (2 if table.to_fill else 1) for each in lines]
    return max(heights, default=0), sum(heights)


def _leads(paragraph: Paragraph, before: Block, after: Sequence[Block]) -> bool:
    """Say whether a paragraph must not stand alone at the foot of a page: it leads to what follows."""
    if not after:
        return False
    text = plain(paragraph.words).rstrip()
    is_small = paragraph.style == "small"
    is_short = is_small or len(text) <= _SHORT_LEAD
    starts = isinstance(before, Heading) and (is_small or not isinstance(after[0], Heading))
    opens = paragraph.style == "lead" and isinstance(after[0], Heading)
    return (
        opens
        or text.endswith(":")
        or (is_short and (starts or isinstance(after[0], Listing)))
        or _asks(after)
    )


def _asks(after: Sequence[Block]) -> bool:
    """Say whether what follows is room to write in by hand, with no more than a few words before it."""
    first = next((each for each in after[:_WORDS_BEFORE_ROOM] if not isinstance(each, Paragraph)), None)
    return isinstance(first, Ruled) or (isinstance(first, Table) and first.to_fill)
