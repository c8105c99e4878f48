"""Split cells that hold several options of one question, such as “A walk, A talk” or “A walk;A talk;”.

A split is certain only if the options repeat and come in one order, as survey tools write them. An option
that itself has a comma is kept whole where the file shows that it is one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

MOST_OPTIONS = 30
LONGEST_OPTION = 120
REPEATED_SHARE = 0.8
FEWEST_ANSWERS = 4
_COMMA = re.compile(r", (?![^(]*\))")
_NAMES = re.compile(r"[a-z0-9_]+(?: [a-z0-9_]+)*\Z")
_BETWEEN = re.compile(r"[\s;,|]*")
Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JoinedCells:
    """The options in a column, in order, and those chosen in each cell.

    `unclear` has pieces that may be one option or two; `unknown` the first cell with something else.
    """

    options: Parts
    chosen: tuple[Parts, ...]
    unclear: tuple[str, ...] = ()
    unknown: int | None = None


def split_cells(cells: Sequence[str], *, has_plain_name: bool) -> JoinedCells | None:
    """Return the options in these cells, or nothing if they are not several options of one question.

    `has_plain_name` says that the heading is a name in a form, as in KoBo, where options are names, too.
    """
    filled = [cell for cell in cells if cell]
    if all(cell.endswith(";") for cell in filled) and any(cell.count(";") > 1 for cell in filled):
        return _joined([_pieces(cell, ";") for cell in cells], is_certain=True)
    for separator in (";", "\n", "|"):
        if sum(separator in cell for cell in filled) > 1:
            return _joined([_pieces(cell, separator) for cell in cells])
    if sum(bool(_COMMA.search(cell)) for cell in filled) > 1:
        return _joined(_with_commas([tuple(_COMMA.split(cell)) if cell else () for cell in cells]), ", ")
    if has_plain_name and all(map(_NAMES.match, filled)) and sum(" " in cell for cell in filled) > 1:
        return _joined([tuple(cell.split()) for cell in cells])
    return None


def split_by_options(cells: Sequence[str], options: Sequence[str]) -> JoinedCells:
    """Return the given options as they are chosen in each cell; the longest that fits is taken first."""
    longest = sorted(options, key=len, reverse=True)
    chosen: list[Parts] = []
    unknown: int | None = None
    for row, cell in enumerate(cells):
        rest, found = cell, []
        while rest:
            option = next((option for option in longest if rest.casefold().startswith(option.casefold())), "")
            if not option:
                unknown = row if unknown is None else unknown
                break
            found.append(option)
            rest = rest[len(option) :]
            rest = rest[_BETWEEN.match(rest).end() :]  # type: ignore[union-attr]  # it matches nothing as well
        chosen.append(tuple(found))
    return JoinedCells(tuple(options), tuple(chosen), unknown=unknown)


def _pieces(cell: str, separator: str) -> Parts:
    return tuple(piece.strip() for piece in cell.split(separator) if piece.strip())


def _joined(rows: Sequence[Parts], joint: str = "", *, is_certain: bool = False) -> JoinedCells | None:
    counts = Counter(piece for row in rows for piece in row)
    filled = [row for row in rows if row]
    repeated = sum(count for count in counts.values() if count > 1)
    if not 1 < len(counts) <= MOST_OPTIONS or any(len(set(row)) < len(row) for row in rows):
        return None
    is_repeated = len(filled) >= FEWEST_ANSWERS and repeated >= REPEATED_SHARE * counts.total()
    order = _order(filled)
    is_short = all(len(piece) <= LONGEST_OPTION for piece in counts)
    if not is_certain and not (is_repeated and order and is_short):
        return None
    unclear = tuple(f"{one}{joint}{other}" for one, other in _never_apart(filled, counts)) if joint else ()
    return JoinedCells(order or tuple(counts), tuple(rows), unclear)


def _with_commas(rows: Sequence[Parts]) -> list[Parts]:
    """Return rows in which a piece that goes on in lower case is joined to the one before it.

    “Tea, coffee or cake” is one option if all others begin with a capital letter.
    """
    starts = Counter(row[0][:1].islower() for row in rows if row)
    if starts[True] or not starts[False]:
        return list(rows)
    joined: list[Parts] = []
    for row in rows:
        pieces: list[str] = []
        for piece in row:
            if pieces and piece[:1].islower():
                pieces[-1] += f", {piece}"
            else:
                pieces.append(piece)
        joined.append(tuple(pieces))
    return joined


def _never_apart(rows: Sequence[Parts], counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return pairs of pieces that are always next to each other, so that they may be one option."""
    pairs = Counter(pair for row in rows for pair in pairwise(row))
    return [(one, other) for (one, other), count in pairs.items() if count == counts[one] == counts[other]]


def _order(rows: Sequence[Parts]) -> Parts:
    """Return all pieces in the order in which they come in every row, or nothing if there is none."""
    before: dict[str, set[str]] = {piece: set() for row in rows for piece in row}
    for row in rows:
        for one, other in pairwise(row):
            before[other].add(one)
    ordered: list[str] = []
    while before:
        free = next((piece for piece, earlier in before.items() if earlier <= {*ordered}), None)
        if free is None:
            return ()
        ordered.append(free)
        del before[free]
    return tuple(ordered)
