"""Store counts entered by hand on any scale, beside the replies of a survey.

A form has columns for one scale. Counts on another scale are stored as an entry among the replies,
whose id is the same on every computer, so that two people who edit it get a conflict and nothing is
added up twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from carreport.form.schema import Value
from carreport.form.wording import format_count, format_list
from carreport.survey.importing.importer import counts_value
from carreport.survey.scales import Scale, scale_from_steps
from carreport.survey.target import derived_id

MAX_COUNT = 10**9 - 1
"""The largest count that is stored."""
Counts = Mapping[str, Mapping[str, int]]
"""The count for each point, by statement id and point key."""


def counts_entry_id(batches: str) -> str:
    """Return the id of the entry for counts in the list of replies at `batches`."""
    return derived_id(batches, "counts that were typed in")


@dataclass(frozen=True, slots=True)
class EnteredCounts:
    """The counts in one entry, and their scale."""

    scale: Scale | None
    counts: Counts

    @property
    def value(self) -> dict[str, Any]:
        """The value that stores them; statements without a count are left out."""
        assert self.scale is not None  # noqa: S101 - counts always have a scale
        return counts_value(self.scale, {to: own for to, own in self.counts.items() if any(own.values())})

    def with_count(self, scale: Scale, to: str, key: str, count: int) -> EnteredCounts:
        """Return the counts with one count changed, on this scale."""
        own = {**self.counts.get(to, {}), key: count}
        return EnteredCounts(scale, {**self.counts, to: own})

    def on_scale(self, scale: Scale) -> EnteredCounts | None:
        """Return the same counts on another scale, point by point, if it has as many points."""
        if self.scale is None or len(self.scale.steps) != len(scale.steps):
            return None
        keys = dict(zip(self.scale.keys, scale.keys, strict=True))
        moved = {to: {keys[key]: count for key, count in own.items()} for to, own in self.counts.items()}
        return EnteredCounts(scale, moved)


NO_COUNTS = EnteredCounts(None, {})


def entered_counts(value: Value) -> EnteredCounts:
    """Return the counts in an entry; none if it has replies, or is empty."""
    if not value or value["marks"] or value["file"]:
        return NO_COUNTS
    keys = [key for key, _ in value["steps"]]
    counts = {
        str(column["to"]): dict(zip(keys, column["counts"], strict=True))
        for column in value["columns"]
        if "counts" in column and any(column["counts"])
    }
    return EnteredCounts(scale_from_steps(value["steps"]), counts) if counts else NO_COUNTS


def sum_mismatch_note(sums: Mapping[int, int], most: int | None = None) -> str:
    """Say which rows have a different sum from the others; `sums` is by the number of the row.

    `most` is the number of people who replied, if known.
    """
    by_sum: dict[int, list[int]] = {}
    for row, total in sums.items():
        if total:
            by_sum.setdefault(total, []).append(row)
    sentences: list[str] = []
    if len(by_sum) > 1:
        usual = max(by_sum, key=lambda total: (len(by_sum[total]), total))
        others = sorted((rows[0], total, rows) for total, rows in by_sum.items() if total != usual)
        if len(by_sum[usual]) > 1:
            listed = format_list([f"{_rows(rows)} to {total:,}" for _, total, rows in others])
            sentences.append(f"Most rows add up to {usual:,}, but {listed}.")
        else:
            listed = format_list([f"{_rows(rows)} to {total:,}" for total, rows in by_sum.items()])
            sentences.append(f"The rows add up to different numbers: {listed}.")
        sentences.append("This may be correct if not everyone answered every statement.")
    over = [row for row, total in sums.items() if most is not None and total > most]
    if over:
        adds = "adds" if len(over) == 1 else "add"
        people = format_count(most or 0, "person")
        sentences.append(f"{_rows(over).capitalize()} {adds} up to more than the {people} who replied.")
    return " ".join(sentences)


def _rows(rows: list[int]) -> str:
    """Return “row 3”, or “rows 3, 5 and 6”."""
    return f"row{'s' if len(rows) > 1 else ''} {format_list([str(row) for row in rows])}"
