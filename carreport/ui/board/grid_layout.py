"""The layout of a board as a grid: stages as columns, themes or tables as bands of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.survey.board_notes import group_notes

STAGE = "stage"
NO_STAGE = "Not sorted yet"
NO_BAND_LABELS = {"theme": "No theme yet", "table": "No table"}


@dataclass(frozen=True, slots=True)
class Band:
    """The rows of one theme or table, with its heading in `heading_row`.

    Without a heading (`heading_row` is -1) the whole board is one band.
    """

    key: str
    label: str
    count: int
    heading_row: int
    first_row: int
    row_count: int


@dataclass(frozen=True, slots=True)
class BoardLayout:
    """The grid: its columns (key, label, number of notes), its bands, and the note in each cell."""

    columns: tuple[tuple[str, str, int], ...]
    bands: tuple[Band, ...] = ()
    cells: Mapping[tuple[int, int], Item] = field(default_factory=dict)
    rows: int = 0

    def band_at(self, row: int) -> Band | None:
        """Return the band that a row belongs to, its heading included."""
        return next(
            (band for band in self.bands if band.first_row - 1 <= row < band.first_row + band.row_count), None
        )

    @property
    def shape(self) -> tuple[object, ...]:
        """A value that changes only if rows or columns are added or removed, or change their meaning."""
        keys = tuple(key for key, _, _ in self.columns)
        return (
            keys,
            self.rows,
            tuple((band.key, band.heading_row, band.first_row, band.row_count) for band in self.bands),
        )

    def changed_rows(self, other: BoardLayout) -> set[int]:
        """Return the rows that differ from another grid of the same shape."""
        mine, theirs = self.cells, other.cells
        rows = {place[0] for place, item in mine.items() if theirs.get(place) is not item}
        rows.update(row for row, _ in theirs.keys() - mine.keys())
        pairs = zip(self.bands, other.bands, strict=True)
        return rows | {
            one.heading_row for one, two in pairs if one.count != two.count and one.heading_row >= 0
        }

    def cell_of(self, item_id: str) -> tuple[int, int] | None:
        """Return the row and column of a note."""
        return next((place for place, item in self.cells.items() if item.id == item_id), None)


def lay_out_board(board: Field, notes: Sequence[Item], by: str) -> BoardLayout:
    """Return the grid of the notes, in bands by `theme` or `table`, or in a single band if `by` is ""."""
    stage = board.inner_field(STAGE)
    keys = [choice.key for choice in stage.choices] if stage else []
    stage_keys = set(keys)
    stages = [str(note.values.get(STAGE) or "") for note in notes]
    strange = not stage_keys.issuperset(stages)
    columns = [(key, stage.label_of(key)) for key in keys] if stage else []
    if strange or not columns:
        columns.append(("", NO_STAGE))
    at = {key: number for number, (key, _) in enumerate(columns)}
    bands: list[Band] = []
    cells: dict[tuple[int, int], Item] = {}
    counts = [0] * len(columns)
    row = 0
    for label, items in group_notes(board, notes, by) if by else [("", tuple(notes))]:
        top = row if by else -1
        row += bool(by)
        filled = [0] * len(columns)
        for item in items:
            column = at.get(str(item.values.get(STAGE) or ""), len(columns) - 1)
            cells[row + filled[column], column] = item
            filled[column] += 1
            counts[column] += 1
        rows = max(filled, default=0)
        bands.append(Band(label, label or NO_BAND_LABELS.get(by, ""), len(items), top, row, rows))
        row += rows
    headings = tuple((key, label, count) for (key, label), count in zip(columns, counts, strict=True))
    return BoardLayout(headings, tuple(bands), cells, row)


def next_band(arranged: BoardLayout, row: int, by: int) -> Band | None:
    """Return the band that is `by` bands below (above if negative), if there is one."""
    here = arranged.band_at(row)
    place = arranged.bands.index(here) + by if here in arranged.bands else -1
    return arranged.bands[place] if 0 <= place < len(arranged.bands) else None
