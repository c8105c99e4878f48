"""Turn survey counts into an agreement table: n, counts, percentages and a caution.

Percentages are rounded to whole numbers (halves up), each separately, so a row may add up to 99 or
101.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

SMALL_SAMPLE = 50
"""Below this many people, one person is more than two percentage points, and readers are told so."""

_AGREEING = ("agree", "disagree", "strongly_agree", "strongly_disagree")
_OFF_SCALE = ("dont_know", "do_not_know", "not_sure", "unsure", "no_answer", "not_applicable")


class Side(StrEnum):
    """The side of the scale that a point is on; the value is its text in the table."""

    AGREE = "agree"
    NEUTRAL = "neither"
    DISAGREE = "disagree"
    OFF_SCALE = "don’t know"


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """One point on the scale."""

    key: str
    label: str
    side: Side


@dataclass(frozen=True, slots=True)
class Tally:
    """The answers to one statement: a count for each point, in the order of the scale."""

    statement: str
    steps: tuple[ScaleStep, ...]
    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        """The number of people who answered this statement, including “don’t know”."""
        return sum(self.counts)

    def count(self, side: Side) -> int:
        """Return the number of people on one side of the scale."""
        pairs = zip(self.steps, self.counts, strict=True)
        return sum(count for step, count in pairs if step.side is side)

    def percent(self, side: Side) -> int | None:
        """Return the percentage on one side, or nothing if nobody answered."""
        return percent(self.count(side), self.n)

    def share(self, keys: Collection[str]) -> int | None:
        """Return the percentage that chose any of these points, or nothing if nobody answered."""
        pairs = zip(self.steps, self.counts, strict=True)
        return percent(sum(count for step, count in pairs if step.key in keys), self.n)


def percent(part: int, whole: int) -> int | None:
    """Return `part` of `whole` as a whole percentage, halves up, or nothing if `whole` is 0."""
    if whole <= 0 or not 0 <= part <= whole:
        return None
    return (200 * part + whole) // (2 * whole)


def scale_steps(scale: Mapping[str, str]) -> tuple[ScaleStep, ...]:
    """Return the points of a scale with their sides; the scale runs from agreement to disagreement.

    A “don’t know” is off the scale. Of the other points, the first half agrees, the second half
    disagrees, and one left over in the middle is neutral.
    """
    apart = [key for key in scale if key in _OFF_SCALE]
    ranked = [key for key in scale if key not in apart]
    half = len(ranked) // 2
    sides = dict.fromkeys(ranked[:half], Side.AGREE) | dict.fromkeys(
        ranked[-half:] if half else [], Side.DISAGREE
    )
    sides |= dict.fromkeys(apart, Side.OFF_SCALE)
    return tuple(ScaleStep(key, label, sides.get(key, Side.NEUTRAL)) for key, label in scale.items())


def tally_statement(statement: str, counts: Mapping[str, int | None], steps: Sequence[ScaleStep]) -> Tally:
    """Return the tally for one statement; a point without a count gets 0."""
    return Tally(statement, tuple(steps), tuple(counts.get(step.key) or 0 for step in steps))


def is_agreement_scale(steps: Iterable[ScaleStep]) -> bool:
    """Say whether this is an agreement scale; on any other scale, no points are counted together."""
    return any(step.key in _AGREEING for step in steps)


def combined_shares(steps: Sequence[ScaleStep]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the shares in a table: a name, and the keys of the points counted together."""
    if not is_agreement_scale(steps):
        return tuple((step.label[:1].lower() + step.label[1:], (step.key,)) for step in steps)
    return tuple(
        (side.value, tuple(step.key for step in steps if step.side is side)) for side in scale_sides(steps)
    )


def scale_sides(steps: Iterable[ScaleStep]) -> tuple[Side, ...]:
    """Return the sides of a scale, in the order of tables and charts."""
    sides = {step.side for step in steps}
    return tuple(side for side in Side if side in sides)


def n_text(tallies: Sequence[Tally]) -> str:
    """Return “n = 19”, or “n = 17 to 19” if not everyone answered every statement."""
    sizes = [tally.n for tally in tallies]
    if not sizes:
        return "n = 0"
    least, most = min(sizes), max(sizes)
    return f"n = {most}" if least == most else f"n = {least} to {most}"


def small_sample_caution(tallies: Sequence[Tally]) -> str:
    """Return the caution about small numbers, or an empty string."""
    sizes = [tally.n for tally in tallies if tally.n > 0]
    if not sizes or max(sizes) >= SMALL_SAMPLE:
        return ""
    least, most = min(sizes), max(sizes)
    people = f"{most} people" if least == most else f"{least} to {most} people"
    if most == 1:
        return "One person answered, so these figures describe that person alone."
    points = percent(1, most)
    return (
        f"With {people} answering, one person is about {points} percentage points: "
        "small differences mean little."
    )


def collapsed_steps_note(steps: Sequence[ScaleStep]) -> str:
    """Say which points of the scale are counted together, or return an empty string."""
    sentences: list[str] = []
    if not is_agreement_scale(steps):
        return ""
    for side in (Side.AGREE, Side.DISAGREE, Side.NEUTRAL, Side.OFF_SCALE):
        labels = [f"“{step.label}”" for step in steps if step.side is side]
        if len(labels) > 1:
            sentences.append(
                f"{', '.join(labels[:-1])} and {labels[-1]} are counted together as “{side.value}”"
            )
    return f"{'; '.join(sentences)}." if sentences else ""
