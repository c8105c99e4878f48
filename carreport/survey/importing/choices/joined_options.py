"""Split cells that contain several options of one question, such as “A walk, A talk” or “A walk;A talk;”.

A split is certain only if the options repeat and come in one order, as survey tools write them. An option
that itself has a comma is kept whole where the file shows that it is one. What only one person chose may be
in their own words, so it is not made an option for everyone to read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from carreport.survey.response_words import EMPTY_BOXES, is_unticked

MOST_OPTIONS = 30
LONGEST_OPTION = 120
REPEATED_SHARE = 0.8
FEWEST_ANSWERS = 4
_COMMA = re.compile(r", (?![^(]*\))")
_TIGHT_COMMA = re.compile(r"(?<!\d),(?=\S)")
BOX_MARKS = "".join(sorted(EMPTY_BOXES)) + "☑☒✅🗹✓✔✗✘■"
_EMPTY_BOX = re.compile(rf"[{''.join(EMPTY_BOXES)}]\s*\w")
_BOX = re.compile(rf"([{BOX_MARKS}])\ufe0f?([^{BOX_MARKS}]*)")
_NAMES = re.compile(r"[a-z0-9_]+(?: [a-z0-9_]+)*\Z")
Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JoinedCells:
    """The options in a column, in order, and those chosen in each cell.

    `unclear` has pieces that may be one option or two; `own_words` says which cells have something else.
    """

    options: Parts
    chosen: tuple[Parts, ...]
    own_words: tuple[bool, ...]
    unclear: tuple[str, ...] = ()


def split_cells(cells: Sequence[str], *, has_plain_name: bool) -> JoinedCells | None:
    """Return the options in these cells, or nothing if they are not several options of one question.

    `has_plain_name` says that the heading is a name in a form, as in KoBo, where options are names too.
    """
    filled = [cell for cell in cells if cell]
    if any(map(is_unticked, filled)) or sum(bool(_EMPTY_BOX.search(cell)) for cell in filled) > 1:
        return _with_boxes(cells)
    if all(cell.endswith(";") for cell in filled) and any(cell.count(";") > 1 for cell in filled):
        return _joined([_pieces(cell, ";") for cell in cells], is_certain=True)
    for separator in (";", "\n", "|"):
        if sum(separator in cell for cell in filled) > 1:
            return _joined([_pieces(cell, separator) for cell in cells])
    for comma in (_TIGHT_COMMA, _COMMA):
        if sum(bool(comma.search(cell)) for cell in filled) > 1:
            return _joined(_with_commas([tuple(comma.split(cell)) if cell else () for cell in cells]), ", ")
    if has_plain_name and all(map(_NAMES.match, filled)) and sum(" " in cell for cell in filled) > 1:
        return _joined([tuple(cell.split()) for cell in cells], are_names=True)
    return None


def _with_boxes(cells: Sequence[str]) -> JoinedCells | None:
    """Return the options in cells that list all of them, each after its box: “☑ A walk ☐ A talk”."""
    rows = [[(found[1], found[2].strip(" ;,|\n")) for found in _BOX.finditer(cell)] for cell in cells]
    counts = Counter(option for row in rows for _, option in row)
    own = _in_own_words(counts) | {""}
    is_listed = all(row or not cell for row, cell in zip(rows, cells, strict=True))
    if not is_listed or any(cell.strip()[:1] not in BOX_MARKS for cell in cells if cell):
        return None
    ticked = [[option for mark, option in row if mark not in EMPTY_BOXES] for row in rows]
    chosen = tuple(tuple(option for option in row if option not in own) for row in ticked)
    options = tuple(option for option in counts if option not in own)
    return JoinedCells(options, chosen, tuple(not own.isdisjoint(row) for row in ticked))


def split_by_options(cells: Sequence[str], options: Sequence[str]) -> JoinedCells:
    """Return the given options as they are chosen in each cell; the longest that fits is taken first."""
    longest = sorted(options, key=len, reverse=True)
    found = [_options_in(cell, longest) for cell in cells]
    return JoinedCells(
        tuple(options), tuple(chosen for chosen, _ in found), tuple(has_more for _, has_more in found)
    )


def _options_in(cell: str, longest: Sequence[str]) -> tuple[Parts, bool]:
    """Return the options in a cell, and whether it has anything else."""
    ends = next((marks for marks in (";|\n", ",") if any(mark in cell for mark in marks)), " ")
    chosen: list[str] = []
    has_more, rest = False, cell
    while rest:
        option = next((option for option in longest if _begins_with(rest, option)), "")
        if option:
            chosen.append(option)
        has_more |= not option
        end = len(option) or next((place for place, mark in enumerate(rest) if mark in ends), len(rest))
        rest = rest[end:].lstrip(" ;,|\n")
    return tuple(dict.fromkeys(chosen)), has_more


def _begins_with(text: str, option: str) -> bool:
    after = text[len(option) : len(option) + 1]
    return text.casefold().startswith(option.casefold()) and (not after or after in " ;,|\n")


def _pieces(cell: str, separator: str) -> Parts:
    return tuple(piece.strip() for piece in cell.split(separator) if piece.strip())


def _joined(
    rows: Sequence[Parts], joint: str = "", *, is_certain: bool = False, are_names: bool = False
) -> JoinedCells | None:
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
    pairs = _never_apart(filled, counts) if joint else []
    if joint and not any(pair not in pairs for row in filled for pair in pairwise(row)):
        return None
    unclear = tuple(f"{one}{joint}{other}" for one, other in pairs)
    if joint and (alike := _begin_alike(counts)):
        unclear = (*unclear, alike[1])
    own = frozenset[str]() if are_names else _in_own_words(counts)
    options = tuple(piece for piece in order or counts if piece not in own)
    chosen = tuple(tuple(piece for piece in row if piece not in own) for row in rows)
    return JoinedCells(options, chosen, tuple(not own.isdisjoint(row) for row in rows), unclear)


def _in_own_words(counts: Mapping[str, int]) -> frozenset[str]:
    """Return pieces that only one person has: they may be own words, so they are never printed."""
    return frozenset(piece for piece, count in counts.items() if count == 1)


def _begin_alike(counts: Mapping[str, int]) -> tuple[str, str] | None:
    """Return two pieces, one of them the start of the other, if many are: spaces may join options too."""
    pairs = [(one, other) for one in counts for other in counts if other.startswith(f"{one} ")]
    return pairs[0] if len(pairs) > 2 else None


def _with_commas(rows: Sequence[Parts]) -> list[Parts]:
    """Return rows in which pieces that only come together are joined, if the second is in lower case.

    “Tea, coffee or cake” is one option if it comes more than once, and no other begins so.
    """
    counts = Counter(piece for row in rows for piece in row)
    pairs = Counter(pair for row in rows for pair in pairwise(row))
    whole = {
        (one, other)
        for (one, other), count in pairs.items()
        if count == counts[one] == counts[other] > 1 and one[:1].isupper() and other[:1].islower()
    }
    joined: list[Parts] = []
    for row in rows:
        pieces: list[str] = []
        for number, piece in enumerate(row):
            if number and (row[number - 1], piece) in whole:
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
    """Return all pieces in the order that they have in every row, or nothing if the order varies."""
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
