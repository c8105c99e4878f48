"""Bring the replies of several files together, so that every person counts once.

Two people may have brought in the same file, or an earlier and a later one of the same survey: a reply is
known by its mark. People who sent the same in one file are several and count as several. What comes out
depends only on what was brought in, never on the order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carreport.form.answers import canonical
from carreport.form.kinds.replies import DIGITS, GROUP, NONE, OPEN, STATEMENT, WAVE, marks_of
from carreport.survey.replies.fingerprints import with_places
from carreport.survey.replies.withdraw_reply import withdrawn_in
from carreport.survey.scales import Scale, scale_of_steps

Given = list[str | None]
"""What each reply says to one thing, in the order of the replies; nothing for no answer."""


@dataclass(frozen=True, slots=True)
class Joined:
    """All replies to one survey: each has a key, and everything else is told in the same order.

    `statements` has keys of steps, `opens` words, by the id of what was asked. `counts` holds what
    was typed in as counts alone, by statement and step; `withdrawn` has the keys of replies that
    are out for good.
    """

    scale: Scale
    keys: tuple[str, ...] = ()
    statements: Mapping[str, Given] = field(default_factory=dict)
    opens: Mapping[str, Given] = field(default_factory=dict)
    groups: Given = field(default_factory=list)
    waves: Given = field(default_factory=list)
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    withdrawn: frozenset[str] = frozenset()

    @property
    def n(self) -> int:
        """How many people replied, whatever they answered."""
        return len(self.keys)


def join(batches: Iterable[Mapping[str, Any]]) -> Joined:
    """Return the replies of all `batches` (see `form.kinds.replies`) as those of different people."""
    known = sorted(batches, key=lambda each: (-len(each["marks"]), canonical(each)))
    withdrawn = withdrawn_in(known)
    read = [_Batch(each) for each in known]
    places: dict[str, int] = {}
    for batch in read:
        for key in batch.keys:
            if key not in withdrawn:
                places.setdefault(key, len(places))
    counts: dict[str, dict[str, int]] = {}
    for batch in read:
        batch.count_into(counts)
    return Joined(
        _scale_of(known),
        tuple(places),
        _spread(read, places, STATEMENT),
        _spread(read, places, OPEN),
        _spread(read, places, GROUP).get("", [None] * len(places)),
        _spread(read, places, WAVE).get("", [None] * len(places)),
        counts,
        {column["to"]: column["heading"] for each in known for column in each["columns"] if "to" in column},
        withdrawn,
    )


class _Batch:
    """What was brought in at one time, taken apart."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self.value = value
        self.keys = with_places(marks_of(value))

    def told(self, kind: str) -> dict[str, Given]:
        """Return what the replies say in the columns of one kind, by what was asked."""
        columns = [each for each in self.value["columns"] if each["as"] == kind and "counts" not in each]
        found = {str(each.get("to", "")): self._given(each) for each in reversed(columns)}
        wave = self.value.get("wave")
        return {"": [wave] * len(self.keys)} if kind == WAVE and wave and not found else found

    def _given(self, column: Mapping[str, Any]) -> Given:
        if column["as"] == OPEN:
            return list(column["texts"])
        names = [key for key, _ in self.value["steps"]] if column["as"] == STATEMENT else column["words"]
        meaning: dict[str, str | None] = {NONE: None, **dict(zip(DIGITS, names, strict=False))}
        return [meaning[each] for each in column["given"]]

    def count_into(self, counts: dict[str, dict[str, int]]) -> None:
        for column in self.value["columns"]:
            if "counts" not in column:
                continue
            own = counts.setdefault(column["to"], {})
            for (key, _), count in zip(self.value["steps"], column["counts"], strict=True):
                own[key] = own.get(key, 0) + count


def _spread(read: Sequence[_Batch], places: Mapping[str, int], kind: str) -> dict[str, Given]:
    """Return what each reply says, the largest batch that has the column first."""
    spread: dict[str, Given] = {}
    done: dict[str, set[str]] = {}
    order = list(places)
    for batch in read:
        for name, given in batch.told(kind).items():
            if name not in spread and batch.keys == order:
                spread[name], done[name] = given, set(batch.keys)  # the only one, most of the time
                continue
            into, seen = spread.setdefault(name, [None] * len(places)), done.setdefault(name, set())
            for key, said in zip(batch.keys, given, strict=True):
                if key not in seen and key in places:
                    seen.add(key)
                    into[places[key]] = said
    return spread


def _scale_of(known: Sequence[Mapping[str, Any]]) -> Scale:
    """Return the scale of all batches; the longest gives the order, further steps come behind."""
    pairs: dict[str, str] = {}
    for each in sorted(known, key=lambda one: -len(one["steps"])):
        for key, label in each["steps"]:
            pairs.setdefault(key, label)
    return scale_of_steps(pairs.items())


def only_of(given: Sequence[str | None], among: Sequence[str | None], wanted: str) -> Iterable[str | None]:
    """Yield what those replies say that are of the group (or wave) `wanted`."""
    return (said for said, name in zip(given, among, strict=True) if name == wanted)
