"""Combine the replies in several files, so that no reply is counted twice.

Two people may have imported the same file, or an earlier and a later one of the same survey: a
reply is recognised by its fingerprint. Identical replies in one file are different people. The
result depends only on the files, never on their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carreport.form.answers import canonical_json
from carreport.form.kinds.replies import DIGITS, GROUP, NO_ANSWER, OPEN, STATEMENT, WAVE, fingerprints_of
from carreport.survey.replies.fingerprints import reply_keys
from carreport.survey.replies.reply_scales import reply_scales
from carreport.survey.replies.withdraw_reply import withdrawn_keys
from carreport.survey.scales import Scale

ReplyValues = list[str | None]
"""The answer of each reply to one question, in the order of the replies; None for no answer."""
QuestionKey = tuple[str, str]
"""The type of a column, and the id of its statement or open question ("" for groups and rounds)."""


@dataclass(frozen=True, slots=True)
class ReplySet:
    """All replies to one survey: each has a key, and all other values are in the same order.

    `statements` has keys of points and `opens` texts, by the id of the question. `counts` has counts
    entered by hand, by statement and point; `withdrawn` has the keys of withdrawn replies. `scale` is
    the one that most statements are on.
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
    scales: Mapping[str, Scale] = field(default_factory=dict)

    def scale_of(self, statement: str) -> Scale:
        """Return the scale that a statement was answered on."""
        return self.scales.get(statement, self.scale)

    @property
    def n(self) -> int:
        """The number of replies."""
        return len(self.keys)


def deduplicate(batches: Iterable[Mapping[str, Any]]) -> ReplySet:
    """Return the combined replies of all `batches` (see `form.kinds.replies`)."""
    ordered = _ordered(batches)
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
    scales = reply_scales(ordered)
    return ReplySet(
        scales.main,
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
        scales.by_statement,
    )


def answers_by_question(
    batches: Iterable[Mapping[str, Any]],
) -> dict[QuestionKey, dict[str, tuple[str | None, ...]]]:
    """Return the different answers of each reply to each question; the one that is counted comes first.

    A reply has several if files disagree about it. Withdrawn replies are left out.
    """
    ordered = _ordered(batches)
    withdrawn = withdrawn_keys(ordered)
    answers: dict[QuestionKey, dict[str, tuple[str | None, ...]]] = {}
    for batch in map(_Batch, ordered):
        for kind in (STATEMENT, OPEN, GROUP, WAVE):
            for name, values in batch.columns_by_question(kind).items():
                into = answers.setdefault((kind, name), {})
                for key, value in zip(batch.keys, values, strict=True):
                    had = into.get(key, ())
                    if value not in had and key not in withdrawn:
                        into[key] = (*had, value)
    return answers


def _ordered(batches: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the batches in the order in which they are counted, the largest first."""
    return sorted(batches, key=lambda batch: (-len(batch["marks"]), canonical_json(batch)))


class _Batch:
    """One decoded batch of replies."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self.value = value
        self.keys = reply_keys(fingerprints_of(value))

    def columns_by_question(self, kind: str) -> dict[str, ReplyValues]:
        """Return the answers in the columns of one kind, by question."""
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
    """Return the answer of each reply; the largest batch with the column comes first."""
    spread: dict[str, ReplyValues] = {}
    done: dict[str, set[str]] = {}
    order = list(places)
    for batch in read:
        for name, values in batch.columns_by_question(kind).items():
            if name not in spread and batch.keys == order:
                spread[name], done[name] = values, set(batch.keys)  # usually the only one
                continue
            into, seen = spread.setdefault(name, [None] * len(places)), done.setdefault(name, set())
            for key, value in zip(batch.keys, values, strict=True):
                if key not in seen and key in places:
                    seen.add(key)
                    into[places[key]] = value
    return spread


def values_in_group(
    values: Sequence[str | None], among: Sequence[str | None], wanted: str
) -> Iterable[str | None]:
    """Yield the answers of the replies in the group (or survey round) `wanted`."""
    return (value for value, name in zip(values, among, strict=True) if name == wanted)
