"""Bring the replies of several files together, so that every person counts once.

Two people may have brought in the same file, or an earlier and a later one of the same survey: a reply is
known by its mark. People who sent the same in one file are several and count as several. What comes out
depends only on what was brought in, never on the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carreport.form.answers import canonical_json
from carreport.form.kinds.replies import DIGITS, GROUP, NO_ANSWER, OPEN, STATEMENT, WAVE, fingerprints_of
from carreport.survey.replies.fingerprints import reply_keys
from carreport.survey.replies.withdraw_reply import withdrawn_keys
from carreport.survey.scales import Scale, scale_from_steps

ReplyValues = list[str | None]
"""What each reply says to one thing, in the order of the replies; nothing for no answer."""


@dataclass(frozen=True, slots=True)
class ReplySet:
    """All replies to one survey: each has a key, and everything else is told in the same order.

    `statements` has keys of steps, `opens` words, by the id of what was asked. `counts` holds what
    was typed in as counts alone, by statement and step; `withdrawn` has the keys of replies that
    are out for good.
    """

    scale: Scale
    keys: tuple[str, ...] = ()
    statements: Mapping[str, ReplyValues] = field(default_factory=dict)
    opens: Mapping[str, ReplyValues] = field(default_factory=dict)
    groups: ReplyValues = field(default_factory=list)
    waves: ReplyValues = field(default_factory=list)
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()

    @property
    def n(self) -> int:
        """How many people replied, whatever they answered."""
        return len(self.keys)


def deduplicate(batches: Iterable[Mapping[str, Any]]) -> ReplySet:
    """Return the replies of all `batches` (see `form.kinds.replies`) as those of different people."""
    ordered = sorted(batches, key=lambda batch: (-len(batch["marks"]), canonical_json(batch)))
    withdrawn = withdrawn_keys(ordered)
    read = [_Batch(batch) for batch in ordered]
    places: dict[str, int] = {}
    for batch in read:
        for key in batch.keys:
            if key not in withdrawn:
                places.setdefault(key, len(places))
    counts: dict[str, dict[str, int]] = {}
    for batch in read:
        batch.add_counts_to(counts)
    return ReplySet(
        _combined_scale(ordered),
        tuple(places),
        _combine_columns(read, places, STATEMENT),
        _combine_columns(read, places, OPEN),
        _combine_columns(read, places, GROUP).get("", [None] * len(places)),
        _combine_columns(read, places, WAVE).get("", [None] * len(places)),
        counts,
        {
            column["to"]: column["heading"]
            for batch in ordered
            for column in batch["columns"]
            if "to" in column
        },
        withdrawn,
    )


class _Batch:
    """What was brought in at one time, taken apart."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self.value = value
        self.keys = reply_keys(fingerprints_of(value))

    def columns_by_question(self, kind: str) -> dict[str, ReplyValues]:
        """Return what the replies say in the columns of one kind, by what was asked."""
        columns = [
            column for column in self.value["columns"] if column["as"] == kind and "counts" not in column
        ]
        decoded = {str(column.get("to", "")): self._decode_column(column) for column in reversed(columns)}
        wave = self.value.get("wave")
        return {"": [wave] * len(self.keys)} if kind == WAVE and wave and not decoded else decoded

    def _decode_column(self, column: Mapping[str, Any]) -> ReplyValues:
        if column["as"] == OPEN:
            return list(column["texts"])
        names = [key for key, _ in self.value["steps"]] if column["as"] == STATEMENT else column["words"]
        meaning: dict[str, str | None] = {NO_ANSWER: None, **dict(zip(DIGITS, names, strict=False))}
        return [meaning[digit] for digit in column["given"]]

    def add_counts_to(self, counts: dict[str, dict[str, int]]) -> None:
        for column in self.value["columns"]:
            if "counts" not in column:
                continue
            own = counts.setdefault(column["to"], {})
            for (key, _), count in zip(self.value["steps"], column["counts"], strict=True):
                own[key] = own.get(key, 0) + count


def _combine_columns(read: Sequence[_Batch], places: Mapping[str, int], kind: str) -> dict[str, ReplyValues]:
    """Return what each reply says, the largest batch that has the column first."""
    spread: dict[str, ReplyValues] = {}
    done: dict[str, set[str]] = {}
    order = list(places)
    for batch in read:
        for name, values in batch.columns_by_question(kind).items():
            if name not in spread and batch.keys == order:
                spread[name], done[name] = values, set(batch.keys)  # the only one, most of the time
                continue
            into, seen = spread.setdefault(name, [None] * len(places)), done.setdefault(name, set())
            for key, value in zip(batch.keys, values, strict=True):
                if key not in seen and key in places:
                    seen.add(key)
                    into[places[key]] = value
    return spread


def _combined_scale(batches: Sequence[Mapping[str, Any]]) -> Scale:
    """Return the scale of all batches; the longest gives the order, further steps come behind."""
    pairs: dict[str, str] = {}
    for batch in sorted(batches, key=lambda one: -len(one["steps"])):
        for key, label in batch["steps"]:
            pairs.setdefault(key, label)
    return scale_from_steps(pairs.items())


def values_in_group(
    values: Sequence[str | None], among: Sequence[str | None], wanted: str
) -> Iterable[str | None]:
    """Yield what those replies say that are of the group (or wave) `wanted`."""
    return (value for value, name in zip(values, among, strict=True) if name == wanted)
