"""Turn the counts of a survey into an honest agreement table: n, counts, percentages, caution.

Per cents are whole and rounded the ordinary way, halves up, each by itself; so a row may
add up to 99 or 101, as everybody who checks it with a calculator will find as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

SMALL_SAMPLE = 50
"""Below this many people one person is more than two points, which readers should know."""

_AGREEING = ("agree", "disagree", "strongly_agree", "strongly_disagree")
_OFF_SCALE = ("dont_know", "do_not_know", "not_sure", "unsure", "no_answer", "not_applicable")


class Side(StrEnum):
    """On which side of the scale a step stands, in the words of the table."""

    AGREE = "agree"
    NEUTRAL = "neither"
    DISAGREE = "disagree"
    OFF_SCALE = "don’t know"


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """One step of the scale that people could choose."""

    key: str
    label: str
    side: Side


@dataclass(frozen=True, slots=True)
class Tally:
    """What people answered to one statement: a count for each step, in the order of the scale."""

    statement: str
    steps: tuple[ScaleStep, ...]
    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        """How many people answered this statement, those who do not know included."""
        return sum(self.counts)

    def count(self, side: Side) -> int:
        """Return how many people stand on one side of the scale."""
        pairs = zip(self.steps, self.counts, strict=True)
        return sum(count for step, count in pairs if step.side is side)

    def percent(self, side: Side) -> int | None:
        """Return the share of one side in whole per cents, or nothing when nobody answered."""
        return percent(self.count(side), self.n)

    def share(self, keys: Collection[str]) -> int | None:
        """Return the share of some steps together in whole per cents, or nothing when nobody answered."""
        pairs = zip(self.steps, self.counts, strict=True)
        return percent(sum(count for step, count in pairs if step.key in keys), self.n)


def percent(part: int, whole: int) -> int | None:
    """Return `part` of `whole` in whole per cents, halves up; nothing if there is no whole."""
    if whole <= 0 or not 0 <= part <= whole:
        return None
    return (200 * part + whole) // (2 * whole)


def scale_steps(scale: Mapping[str, str]) -> tuple[ScaleStep, ...]:
    """Return the steps of a scale with their sides; the scale runs from agreeing to disagreeing.

    A “don’t know” stands apart. Of what is left the first half agrees, the second half
    disagrees, and an odd step in the middle does neither.
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
    """Return the tally of one statement; a step that nobody filled in counts nought."""
    return Tally(statement, tuple(steps), tuple(counts.get(step.key) or 0 for step in steps))


def is_agreement_scale(steps: Iterable[ScaleStep]) -> bool:
    """Say whether people could agree or disagree; on any other scale no steps are counted together."""
    return any(step.key in _AGREEING for step in steps)


def combined_shares(steps: Sequence[ScaleStep]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the shares that a table gives: a name, and the keys of the steps that it counts together."""
    if not is_agreement_scale(steps):
        return tuple((step.label[:1].lower() + step.label[1:], (step.key,)) for step in steps)
    return tuple(
        (side.value, tuple(step.key for step in steps if step.side is side)) for side in scale_sides(steps)
    )


def scale_sides(steps: Iterable[ScaleStep]) -> tuple[Side, ...]:
    """Return the sides that a scale has, in the order in which tables and charts show them."""
    sides = {step.side for step in steps}
    return tuple(side for side in Side if side in sides)


def n_text(tallies: Sequence[Tally]) -> str:
    """Return “n = 19”, or “n = 17 to 19” when not everybody answered every statement."""
    sizes = [tally.n for tally in tallies]
    if not sizes:
        return "n = 0"
    least, most = min(sizes), max(sizes)
    return f"n = {most}" if least == most else f"n = {least} to {most}"


def small_sample_caution(tallies: Sequence[Tally]) -> str:
    """Return the sentence that keeps readers from leaning on a small number, or nothing."""
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
    """Return how several steps of the scale were counted together, or nothing if none were."""
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
