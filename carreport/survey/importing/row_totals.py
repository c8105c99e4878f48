"""Find rows of totals, averages and counts, and notes below a table: they are not replies.

A label such as “Average” in a row of numbers is certain if no reply could say it. A row of numbers that
are exactly the sums or averages of the rows around it may still be a reply, so the user is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from carreport.survey.importing.reply_table import RowKind, TableRow
from carreport.survey.response_words import places_of

EDGE_ROWS = 3
"""The number of rows at the end that may be totals without a label, or notes."""
MOST_LABELLED = 40
LEAST_ROWS = 3
LEAST_COLUMNS = 3
LEAST_CHANCE_COLUMNS = 3
"""Fewer whole numbers can be the averages of their columns by chance."""
_LABELS: Mapping[str, str] = {
    **dict.fromkeys(
        ("average", "averages", "avg", "av", "ave", "mean", "means", "average score", "mean score",
         "overall average", "column average", "mean rating", "average rating"), "average"),
    **dict.fromkeys(
        ("total", "totals", "sum", "sums", "grand total", "subtotal", "sub total", "overall total", "overall",
         "total score", "column total", "all"), "total"),
    **dict.fromkeys(
        ("n", "count", "counts", "number", "base", "replies", "responses", "answers", "answered",
         "no of replies", "number of replies", "number of responses", "total replies", "total responses",
         "number of answers", "total answers", "total answered", "total n", "no of responses", "valid n",
         "valid", "missing", "skipped", "blank", "response rate"), "count"),
    **dict.fromkeys(
        ("percent", "percentage", "percentages", "per cent", "share", "agree percent", "percent agree",
         "total percent", "positive", "favourable", "net score", "top box"), "percentage"),
    **dict.fromkeys(("median", "mode"), "average"),
    **dict.fromkeys(
        ("min", "max", "minimum", "maximum", "lowest", "highest", "range", "sd", "std dev", "st dev", "stdev",
         "standard deviation", "std deviation", "variance", "standard error"), "statistic"),
}  # fmt: skip
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:[.,]\d+)?\s*%?\Z|#(?:DIV/0!|N/A|NUM!|VALUE!)\Z")
_N_EQUALS = re.compile(r"(?:n|base|total|count|mean|average|avg)\s*[=:]\s*[\d.,]+\s*%?\Z", re.IGNORECASE)


_CODED = re.compile(r"(?:\S*\d\S*|\d[\d/:.,+ -]*(?:\s?[AaPp]\.?[Mm]\.?)?(?: [A-Z]{2,4}[+-]?\d*)?)\Z")


@dataclass(slots=True)
class _Column:
    """The cells of the replies in one column: how many are filled, are numbers, or are codes and dates.

    In a column with addresses, for example, people may leave the cell empty (`is_personal`).
    """

    filled: int = 0
    coded: int = 0
    numbers: list[float] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    is_personal: bool = False

    @property
    def is_numeric(self) -> bool:
        return bool(self.numbers) and len(self.numbers) * 10 >= self.filled * 9

    @property
    def is_coded(self) -> bool:
        """Say whether it has numbers, codes or dates, so that a word in it is not an answer."""
        return bool(self.filled) and self.coded * 10 >= self.filled * 8

    @property
    def counts_replies(self) -> bool:
        """Say whether every reply has a number, date or time here, so that a word cannot be an answer."""
        return len(self.words) > 1 and all(
            any(map(str.isdigit, word)) and sum(map(str.isalpha, word)) < 3 for word in self.words
        )

    @property
    def percentages(self) -> bool:
        return any(word.endswith("%") for word in self.words)

    @property
    def numbers_replies(self) -> bool:
        return self.is_coded and len(self.words) == self.filled > 1


def mark_totals(
    rows: Sequence[TableRow], sheet_rows: Sequence[Sequence[str]], personal: Collection[int]
) -> list[TableRow]:
    """Return the rows with totals and notes marked: certain ones are left out, others are asked about.

    `personal` are the columns with addresses and the like, by number.
    """
    marked = list(rows)
    replies = [place for place, row in enumerate(rows) if row.is_reply]
    labelled = _labelled(rows, replies)
    edges = {*replies[-EDGE_ROWS:], *replies[:1]}
    _mark_notes_between(marked, [place for place in replies if place not in edges])
    suspects = {*labelled[:MOST_LABELLED], *(place for place in edges if _is_suspect(rows[place].cells))}
    for place in sorted(suspects, reverse=True):
        others = [cells for other, cells in _numbered(marked, replies, labelled) if other != place]
        if len(others) < (1 if place in labelled or _is_text(rows[place].cells) else LEAST_ROWS):
            continue
        columns = _columns(others)
        for number in columns.keys() & personal:
            columns[number].is_personal = True
        is_after_gap = not any(map(str.strip, sheet_rows[rows[place].number - 2]))
        found = _judge(rows[place].cells, columns, is_edge=place in edges, is_after_gap=is_after_gap)
        if found:
            kind, reason, is_certain = found
            marked[place] = replace(
                rows[place], row_kind=kind, reason=reason, is_reply=False, is_asked=not is_certain
            )
    return marked


def _mark_notes_between(marked: list[TableRow], places: Sequence[int]) -> None:
    """Mark texts between the replies, such as “Group B” where each reply has its number."""
    lone = [place for place in places if _is_text(marked[place].cells)]
    if not lone:
        return
    columns = _columns([marked[place].cells for place in sorted({*places} - {*lone})])
    for place in lone:
        found = _judge_note(_filled(marked[place].cells)[0], columns, is_after_gap=False)
        if found:
            marked[place] = replace(marked[place], row_kind=found[0], reason=found[1], is_reply=False)


def _labelled(rows: Sequence[TableRow], replies: Sequence[int]) -> list[int]:
    """Return the positions of the rows of numbers with a label that no other row has."""
    found = [place for place in replies if _label(rows[place].cells) and _are_numbers(rows[place].cells)]
    labels = Counter(_filled(rows[place].cells)[0] for place in found)
    return [place for place in found if labels[_filled(rows[place].cells)[0]] == 1]


def _numbered(
    marked: Sequence[TableRow], replies: Sequence[int], labelled: Sequence[int]
) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the positions and cells of the rows that are still replies and have no label."""
    without = set(labelled)
    for place in replies:
        if marked[place].is_reply and place not in without:
            yield place, marked[place].cells


def _columns(rows: Sequence[Sequence[str]]) -> dict[int, _Column]:
    columns: dict[int, _Column] = {}
    for cells in rows:
        for number, cell in enumerate(map(str.strip, cells)):
            if not cell:
                continue
            column = columns.setdefault(number, _Column())
            column.filled += 1
            column.coded += _CODED.match(cell) is not None
            column.words.add(cell)
            if (value := _number(cell)) is not None:
                column.numbers.append(value)
    return columns


def _filled(cells: Sequence[str]) -> list[tuple[int, str]]:
    return [(number, cell.strip()) for number, cell in enumerate(cells) if cell.strip()]


def _label(cells: Sequence[str]) -> str:
    """Return what the label of a row says it is: “average”, “total” … or nothing."""
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    if _N_EQUALS.match(first):
        return "count"
    return _known_label(first) or ("count" if places_of(first) else "")


def _known_label(text: str) -> str:
    return _LABELS.get(re.sub(r"[\W_]+", " ", text.replace("%", " percent ")).casefold().strip(), "")


def _total(label: str, *, is_certain: bool) -> tuple[RowKind, str, bool]:
    article = "an" if label == "average" else "a"
    return RowKind.TOTAL, f"{'' if is_certain else 'perhaps '}{article} {label}", is_certain


def _are_numbers(cells: Sequence[str]) -> bool:
    """Say whether the cells after the label are numbers."""
    filled = _filled(cells)
    rest = [cell for _, cell in filled[1:]]
    return all(_NUMBER.match(cell) or _N_EQUALS.match(cell) for cell in rest) and (
        bool(rest) or _N_EQUALS.match(filled[0][1]) is not None
    )


def _is_suspect(cells: Sequence[str]) -> bool:
    """Say whether a row without a label may be a row of totals, or a note."""
    filled = _filled(cells)
    return len(filled) == 1 or all(_NUMBER.match(cell) for _, cell in filled[1:])


def _is_text(cells: Sequence[str]) -> bool:
    """Say whether a row has a single cell, and this is not a number."""
    filled = _filled(cells)
    return len(filled) == 1 and _NUMBER.match(filled[0][1]) is None


def _judge(
    cells: Sequence[str], columns: Mapping[int, _Column], *, is_edge: bool, is_after_gap: bool
) -> tuple[RowKind, str, bool] | None:
    """Return what a row is, why, and whether that is certain; nothing for a reply."""
    label = _label(cells)
    if label and _are_numbers(cells):
        return _judge_label(label, _filled(cells), columns, is_edge=is_edge)
    if not is_edge:
        return None
    filled = _filled(cells)
    if _is_text(cells):
        return _judge_note(filled[0], columns, is_after_gap=is_after_gap)
    reason = _unknown_label(filled, columns) or _unlabelled_total(filled, columns)
    return (RowKind.TOTAL, reason, False) if reason else None


def _judge_label(
    label: str,
    filled: Sequence[tuple[int, str]],
    columns: Mapping[int, _Column],
    *,
    is_edge: bool,
) -> tuple[RowKind, str, bool] | None:
    place, text = filled[0]
    own = columns.get(place, _Column())
    if places_of(text) and any(places_of(word) for word in own.words):
        return None
    rest = [(number, cell) for number, cell in filled[1:] if number in columns]
    in_words = [number for number, _ in rest if not columns[number].numbers]
    is_sure = len(in_words) > 1 or (bool(rest) and len(in_words) == len(rest))
    if not own.filled or own.is_coded or is_sure or _N_EQUALS.match(text):
        return _total(label, is_certain=True)
    if not is_edge or text in own.words:
        return None
    numeric = [(number, cell) for number, cell in rest if columns[number].is_numeric]
    is_certain = len(numeric) > 1 and any(
        all(_is_close(cell, statistic(columns[number])) for number, cell in numeric)
        for statistic in (_mean, _sum, _count, _median)
    )
    return _total(label, is_certain=is_certain)


def _judge_note(
    filled: tuple[int, str], columns: Mapping[int, _Column], *, is_after_gap: bool
) -> tuple[RowKind, str, bool] | None:
    """Judge a row with a single text: a note or an empty total, if replies have a number or a date there."""
    number, text = filled
    own = columns.get(number, _Column())
    if len(columns) < LEAST_COLUMNS or _CODED.match(text):
        return None
    if (label := _known_label(text)) and own.counts_replies:
        return _total(label, is_certain=own.numbers_replies)
    if places_of(text):
        return None
    if own.is_coded and own.filled > 1:
        return RowKind.NOTE, "a note", True
    is_left = number == min(columns)
    return (RowKind.NOTE, "perhaps a note", False) if is_after_gap and is_left else None


def _unknown_label(filled: Sequence[tuple[int, str]], columns: Mapping[int, _Column]) -> str:
    """Return why a row of numbers may be totals under a label such as “Gesamt”, or nothing."""
    number, text = filled[0]
    own = columns.get(number, _Column())
    if any(map(str.isdigit, text)) or text in own.words:
        return ""
    if own.counts_replies:
        return f"perhaps totals, because it says “{text[:30]}” where the other rows have a number"
    return _unlabelled_total(filled[1:], columns)


def _unlabelled_total(filled: Sequence[tuple[int, str]], columns: Mapping[int, _Column]) -> str:
    """Return why a row of numbers may be totals, or nothing."""
    if any(number not in columns for number, _ in filled):
        return ""
    places = {number for number, _ in filled}
    has_number = any(_is_number_of_a_reply(cell, columns[number]) for number, cell in filled)
    has_no_id = any(
        column.numbers_replies and number not in places and not column.is_personal
        for number, column in columns.items()
        if not (
            has_number and column.is_numeric
        )  # different answers to a question look like numbers of replies
    )
    if has_number and not has_no_id and len(filled) == 1:
        return ""
    own = [columns[number] for number, _ in filled]
    in_words = [
        cell
        for number, cell in filled
        if not columns[number].numbers and (_NUMBER.match(cell) or not columns[number].is_coded)
    ]
    if in_words and (has_no_id or len(in_words) == len(filled) > 1):
        return "numbers where the other rows have words"
    if all(cell.endswith("%") for _, cell in filled) and not any(column.percentages for column in own):
        return "percentages, unlike the other rows"
    if all(column.is_numeric for column in own) and _are_averages(filled, columns, has_no_id=has_no_id):
        return "perhaps averages, because each number is the average of its column"
    noun = _summed(filled, columns, has_no_id=has_no_id)
    return f"perhaps totals, because each number is the {noun} of its column" if noun else ""


def _is_number_of_a_reply(cell: str, column: _Column) -> bool:
    """Say whether a cell has a number that no other reply has, between theirs or after the last."""
    value = _number(cell)
    if value is None or cell in column.words or not (column.numbers_replies and column.is_numeric):
        return False
    return min(column.numbers) <= value <= max(column.numbers) + 1


def _summed(filled: Sequence[tuple[int, str]], columns: Mapping[int, _Column], *, has_no_id: bool) -> str:
    """Return “sum” or “count” if all numbers are those of their columns, and larger than any reply’s."""
    values = [(_number(cell) or 0.0, columns[number]) for number, cell in filled]
    if not all(column.is_numeric for _, column in values):
        return ""
    if not has_no_id and any(value <= max(column.numbers) for value, column in values):
        return ""
    for statistic, noun in ((_sum, "sum"), (_count, "count")):
        if all(abs(value - statistic(column)) < 1e-9 for value, column in values):
            return noun
    return ""


def _are_averages(
    filled: Sequence[tuple[int, str]], columns: Mapping[int, _Column], *, has_no_id: bool
) -> bool:
    """Say whether numbers are the averages of their columns, and not only by chance."""
    telling = [(number, cell) for number, cell in filled if len(set(columns[number].numbers)) > 1]
    is_whole = all((_number(cell) or 0.0).is_integer() for _, cell in telling)
    is_exact = is_whole and not has_no_id
    by_chance = is_exact and len(telling) < LEAST_CHANCE_COLUMNS
    return (
        bool(telling)
        and not by_chance
        and all(_is_close(cell, _mean(columns[number]), exact=is_exact) for number, cell in telling)
    )


# Numbers


def _number(cell: str) -> float | None:
    if not _NUMBER.match(cell) or cell.startswith("#"):
        return None
    return float(cell.rstrip("% ").replace(",", "."))


def _is_close(cell: str, value: float, *, exact: bool = False) -> bool:
    """Say whether a cell is this value, as precisely as it is written."""
    number = _number(cell)
    if number is None:
        return False
    decimals = len(re.split(r"[.,]", cell.rstrip("% "))[1]) if re.search(r"[.,]", cell) else 0
    return abs(number - value) <= (1e-9 if exact else 0.5 * 10**-decimals + 1e-9)


def _mean(column: _Column) -> float:
    return sum(column.numbers) / len(column.numbers) if column.numbers else 0.0


def _sum(column: _Column) -> float:
    return sum(column.numbers)


def _count(column: _Column) -> float:
    return column.filled


def _median(column: _Column) -> float:
    return median(column.numbers) if column.numbers else 0.0
