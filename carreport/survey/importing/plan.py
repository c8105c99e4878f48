"""Say how a file of replies would be brought in, before anything is: a plan to look at and to correct.

Each column is taken as something, with the reason; each word as a step of the scale, or not known. A plan
with anything in `refused` is not ready: whoever brings the file in says what is meant, and plans again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from carreport.form.kinds.replies import DIGITS, LONGEST_REPLY, MOST_REPLIES
from carreport.form.richtext import clean_line
from carreport.survey.importing.column_types import Use
from carreport.survey.importing.columns import COUNTED, Corrections, Reading, Taken, scale_for, take_columns
from carreport.survey.importing.duplicates import Known, known_in
from carreport.survey.importing.headings import Refused, Table
from carreport.survey.scales import OWN, Scale, shades
from carreport.survey.target import Target

MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file would be brought in; `new` and `known` count its replies."""

    target: Target
    table: Table
    scale: Scale
    taken: tuple[Taken, ...]
    corrections: Corrections
    known_replies: Known
    refused: tuple[Refused, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Say whether everything is certain."""
        return not self.refused

    @property
    def replies(self) -> int:
        """How many replies the file has."""
        return len(self.table.rows)

    @property
    def new(self) -> int:
        """How many of them are not in the draft yet."""
        return self.known_replies.new

    @property
    def brings_nothing(self) -> bool:
        """Say whether everything in the file is in the draft already."""
        had = {each["to"] for batch in self.target.batches for each in batch["columns"] if "to" in each}
        wanted = {each.to for each in self.taken if each.use in COUNTED}
        return not self.new and wanted <= had

    @property
    def notes(self) -> tuple[str, ...]:
        """What else there is to say: how the file was read, which rows were passed over."""
        return (*self.table.notes, *self.known_replies.notes)

    def of(self, *uses: Use) -> tuple[Taken, ...]:
        """Return the columns that are taken as one of these."""
        return tuple(each for each in self.taken if each.use in uses)


def plan_import(table: Table, target: Target, corrections: Corrections | None = None) -> Plan:
    """Return how `table` would be brought into `target`, corrected by what a person says."""
    said = corrections or Corrections()
    scale = scale_for(table, target, said)
    taken = take_columns(table, target, scale, said)
    refused = [*table.refused, *_troubles(table, target, scale, taken, said)]
    known = known_in(table, target, taken, said.already)
    if known.asks and not refused:
        refused.append(Refused("replies-alike", known.asks))
    return Plan(target, table, scale, taken, said, known, tuple(refused))


# What is not certain


def _troubles(
    table: Table, target: Target, scale: Scale, taken: Sequence[Taken], said: Corrections
) -> Iterator[Refused]:
    if len(table.rows) > MOST_REPLIES:
        yield Refused("too-many-replies", f"A survey takes {MOST_REPLIES:,} replies at the most.")
    if not table.rows:
        if table.columns:
            yield Refused("no-replies", "There are headings, and no replies below them.", max(table.headings))
        return
    if not any(each.use in COUNTED for each in taken):
        yield _nothing(taken)
    yield from _not_read(table, scale, taken)
    yield from _finer(taken, said)
    yield from _twice(taken)
    yield from _too_long(table, taken)
    yield from _too_many_kinds(taken)
    if said.already not in ("", "same", "others"):
        yield Refused("already", "“already” is “same” or “others”.")
    had = {key for batch in target.batches for key, _ in batch["steps"]}
    if had and any(each.use is Use.STATEMENT for each in taken) and not had & {*scale.ranked}:
        yield Refused("other-scale", "The replies that are in already have another scale.")


def _nothing(taken: Sequence[Taken]) -> Refused:
    reasons = "; ".join(f"{each.column.name}: {each.why}" for each in taken if each.use is Use.LEFT_OUT)
    said = f" ({reasons})" if reasons else ""
    message = f"No column was taken as a statement or an open question{said}. Say which scale was used."
    return Refused("nothing-taken", message)


def _not_read(table: Table, scale: Scale, taken: Sequence[Taken]) -> Iterator[Refused]:
    """Yield each word that is no step, with the first cell in which it stands."""
    steps = ", ".join(f"“{step.label}”" for step in scale.steps)
    shown = 0
    for each in taken:
        for reading in each.readings:
            if reading.step is not None or shown == MOST_SHOWN:
                continue
            shown += 1
            more = f" (and {reading.count - 1:,} more)" if reading.count > 1 else ""
            message = f"“{reading.word[:80]}”{more} is none of the steps {steps}."
            yield Refused("word-not-read", message, table.rows[reading.row], each.column.name)


def _finer(taken: Sequence[Taken], said: Corrections) -> Iterator[Refused]:
    """Yield words that would be put together, though whoever answered could choose between them."""
    if said.scale == OWN or said.own:
        return
    words = {reading.word for each in taken for reading in each.readings if reading.word not in said.words}
    for close in shades(sorted(words)).values():
        listed = " and ".join(f"“{word}”" for word in close)
        yield Refused(
            "finer-scale", f"{listed} may be different steps. Say which step each is, or name your scale."
        )


def _twice(taken: Sequence[Taken]) -> Iterator[Refused]:
    first: dict[str, str] = {}
    for each in taken:
        if each.use not in COUNTED:
            continue
        if each.to in first:
            message = f"It would be counted as the same as column {first[each.to]}: “{each.words[:60]}”."
            yield Refused("same-twice", message, column=each.column.name)
        first.setdefault(each.to, each.column.name)


def _too_long(table: Table, taken: Sequence[Taken]) -> Iterator[Refused]:
    for each in taken:
        if each.use is not Use.OPEN:
            continue
        for row, cell in zip(table.rows, each.column.cells, strict=True):
            if len(cell) > LONGEST_REPLY:
                message = f"This reply is longer than {LONGEST_REPLY:,} characters."
                yield Refused("reply-too-long", message, row, each.column.name)
                break


def _too_many_kinds(taken: Sequence[Taken]) -> Iterator[Refused]:
    """Yield columns of groups or waves in which more different words stand than can be told apart."""
    for each in taken:
        if each.use not in (Use.GROUP, Use.WAVE):
            continue
        words, most = {clean_line(cell) for cell in each.column.cells} - {""}, len(DIGITS)
        if len(words) > most:
            kind = "waves" if each.use is Use.WAVE else "groups"
            message = (
                f"It has {len(words):,} different words, and a survey takes {most} {kind} at the most. "
                "Leave the column out, or put some of them together in the file."
            )
            yield Refused(f"too-many-{kind}", message, column=each.column.name)


__all__ = ["Corrections", "Plan", "Reading", "Taken", "plan_import"]
