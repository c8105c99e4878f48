"""Turn survey counts into an agreement table: n, counts, percentages and a caution.

A point is on the side that its words are on. Only scales of agreement have sides: “very satisfied” or
“often” is never counted as agreement.

Percentages are rounded to whole numbers (halves up), each separately, so a row may add up to 99 or
101. Only an exact 0 or 100 is shown as such: 199 of 200 is “more than 99%”, 1 of 200 “less than 1%”.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from carreport.form.wording import format_list, lower_first
from carreport.language.messages import format_number, gettext, gettext_noop, ngettext, quoted
from carreport.survey.response_words import MIDDLE, agreement_place, is_off_scale

SMALL_SAMPLE = 50
"""Below this many people, one person is more than two percentage points, and readers are told so."""

NO_FIGURE = "–"
"""What a table shows in place of a number that is not known."""
TICKED, NOT_TICKED = "ticked", "not_ticked"
"""The keys of the two points of a box in a “tick all that apply” question."""
_OFF_SCALE = ("dont_know", "do_not_know", "not_sure", "unsure", "no_answer", "not_applicable")


class Side(StrEnum):
    """The side of a scale of agreement that a point is on; the value is its text in the table."""

    AGREE = gettext_noop("agree")
    NEUTRAL = gettext_noop("neither")
    DISAGREE = gettext_noop("disagree")
    OFF_SCALE = gettext_noop("don’t know")


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """One point on the scale; it has no side if the scale is not one of agreement."""

    key: str
    label: str
    side: Side | None


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

    def count_of(self, keys: Collection[str]) -> int:
        """Return the number of people who chose any of these points."""
        pairs = zip(self.steps, self.counts, strict=True)
        return sum(count for step, count in pairs if step.key in keys)

    def percent(self, side: Side) -> int | None:
        """Return the percentage on one side; nothing if nobody answered, or if the scale has no sides."""
        has_side = is_agreement_scale(self.steps) or any(step.side is side for step in self.steps)
        return percent(self.count(side), self.n) if has_side else None

    def share(self, keys: Collection[str]) -> int | None:
        """Return the percentage that chose any of these points, or nothing if nobody answered."""
        return percent(self.count_of(keys), self.n)


def percent(part: int, whole: int) -> int | None:
    """Return `part` of `whole` as a whole percentage, halves up, or nothing if `whole` is 0."""
    if whole <= 0 or not 0 <= part <= whole:
        return None
    return (200 * part + whole) // (2 * whole)


def share_figure(part: int, whole: int) -> str:
    """Return a share for a column of percentages: “79”, “<1”, “>99”, or “–” if there is none."""
    share = percent(part, whole)
    if share is None:
        return NO_FIGURE
    if 0 < 100 * part < whole:
        return "<1"
    return ">99" if 99 * whole < 100 * part < 100 * whole else str(share)


def share_text(part: int, whole: int) -> str:
    """Return a share for a sentence: “79%”, “less than 1%” or “more than 99%”; empty if there is none."""
    figure = share_figure(part, whole)
    if figure == NO_FIGURE:
        return ""
    share = f"{figure.lstrip('<>')}%"
    if figure.startswith("<"):
        return gettext("less than {share}", share=share)
    return gettext("more than {share}", share=share) if figure.startswith(">") else share


def count_of(part: int, whole: int) -> str:
    """Return “10 of 37”."""
    return gettext("{part} of {whole}", part=format_number(part), whole=format_number(whole))


def count_and_share(part: int, whole: int) -> str:
    """Return “10 of 37 (27%)”, or only the counts if they have no share."""
    share = share_text(part, whole)
    return count_of(part, whole) + (f" ({share})" if share else "")


_SIDE_BY_KEY = {
    "strongly_agree": Side.AGREE,
    "agree": Side.AGREE,
    "neither": Side.NEUTRAL,
    "disagree": Side.DISAGREE,
    "strongly_disagree": Side.DISAGREE,
}


def scale_steps(scale: Mapping[str, str]) -> tuple[ScaleStep, ...]:
    """Return the points of a scale, each on the side that its words are on, whatever their order.

    The usual keys, such as `agree`, give the side of words in another language. If the side of any
    point is not known, none has a side, and no points are counted together.
    """
    sides = {key: _side_of(key, label) for key, label in scale.items()}
    known = {side for side in sides.values() if side is not Side.OFF_SCALE}
    if None in known or not known & {Side.AGREE, Side.DISAGREE}:
        sides = {key: side if side is Side.OFF_SCALE else None for key, side in sides.items()}
    return tuple(ScaleStep(key, label, sides[key]) for key, label in scale.items())


def _side_of(key: str, label: str) -> Side | None:
    if key in _OFF_SCALE or is_off_scale(label):
        return Side.OFF_SCALE
    place = agreement_place(label)
    if place is None:
        return _SIDE_BY_KEY.get(key)
    return Side.NEUTRAL if place == MIDDLE else Side.AGREE if place < MIDDLE else Side.DISAGREE


def tally_statement(statement: str, counts: Mapping[str, int | None], steps: Sequence[ScaleStep]) -> Tally:
    """Return the tally for one statement; a point without a count gets 0."""
    return Tally(statement, tuple(steps), tuple(counts.get(step.key) or 0 for step in steps))


def is_agreement_scale(steps: Iterable[ScaleStep]) -> bool:
    """Say whether this is a scale of agreement; on any other scale, no points are counted together."""
    return any(step.side in (Side.AGREE, Side.DISAGREE) for step in steps)


def is_tick_scale(steps: Iterable[ScaleStep]) -> bool:
    """Say whether these are the two points of a box in a “tick all that apply” question."""
    return [step.key for step in steps] == [TICKED, NOT_TICKED]


def statement_heading(steps: Iterable[ScaleStep]) -> str:
    """Return “Option” for a box to tick, and “Statement” on any other scale."""
    return gettext("Option") if is_tick_scale(steps) else gettext("Statement")


def statement_count(steps: Iterable[ScaleStep], number: int) -> str:
    """Return “3 options” or “3 statements”."""
    if is_tick_scale(steps):
        return ngettext("{count} option", "{count} options", number)
    return ngettext("{count} statement", "{count} statements", number)


def combined_shares(steps: Sequence[ScaleStep]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the shares in a table: a name, and the keys of the points counted together.

    For a box, only the share who ticked it is shown.
    """
    if is_tick_scale(steps):
        return ((lower_first(steps[0].label), (TICKED,)),)
    if not is_agreement_scale(steps):
        return tuple((lower_first(step.label), (step.key,)) for step in steps)
    return tuple(
        (gettext(side.value), tuple(step.key for step in steps if step.side is side))
        for side in scale_sides(steps)
    )


def scale_sides(steps: Iterable[ScaleStep]) -> tuple[Side, ...]:
    """Return the sides of a scale, in the order of tables and charts."""
    sides = {step.side for step in steps}
    return tuple(side for side in Side if side in sides)


def n_text(tallies: Sequence[Tally]) -> str:
    """Return “n = 19”, or “n = 17 to 19” if not everyone answered every statement."""
    sizes = [tally.n for tally in tallies]
    if not sizes:
        return gettext("n = {count}", count="0")
    least, most = format_number(min(sizes)), format_number(max(sizes))
    if least == most:
        return gettext("n = {count}", count=most)
    return gettext("n = {least} to {most}", least=least, most=most)


def small_sample_caution(tallies: Sequence[Tally]) -> str:
    """Return the caution about small numbers, for the statement that fewest answered, or an empty string."""
    sizes = [tally.n for tally in tallies if tally.n > 0]
    if not sizes or min(sizes) >= SMALL_SAMPLE:
        return ""
    least, most = min(sizes), max(sizes)
    if most == 1:
        return gettext("One person answered, so these figures describe that person alone.")
    points = str(percent(1, least))
    if least == most:
        return ngettext(
            "With {count} person answering, one person is about {points} percentage points: "
            "small differences mean little.",
            "With {count} people answering, one person is about {points} percentage points: "
            "small differences mean little.",
            most,
            points=points,
        )
    return gettext(
        "With {least} to {most} people answering, one person is up to {points} percentage points: "
        "small differences mean little.",
        least=format_number(least),
        most=format_number(most),
        points=points,
    )


_ROUNDED = gettext_noop("Percentages are rounded, so they may not add up to 100.")


def rounding_note(tallies: Iterable[Tally]) -> str:
    """Say that percentages may not add up to 100, if those of a statement do not; otherwise empty."""
    return "" if all(map(_adds_up, tallies)) else gettext(_ROUNDED)


def _adds_up(tally: Tally) -> bool:
    groups = [keys for _, keys in combined_shares(tally.steps)]
    if tally.n <= 0 or is_tick_scale(tally.steps):
        return True
    figures = [share_figure(tally.count_of(keys), tally.n) for keys in groups]
    bounds = {"<1": (0, 1), ">99": (99, 100)}
    whole = [int(figure) for figure in figures if figure.isdecimal()]
    inexact = [bounds[figure] for figure in figures if figure in bounds]
    if NO_FIGURE in figures:
        return True
    least = sum(whole) + sum(low for low, _ in inexact)
    most = sum(whole) + sum(high for _, high in inexact)
    return least < 100 < most if inexact else least == 100


def collapsed_steps_note(steps: Sequence[ScaleStep]) -> str:
    """Say which points of the scale are counted together, or return an empty string."""
    sentences: list[str] = []
    if not is_agreement_scale(steps):
        return ""
    for side in (Side.AGREE, Side.DISAGREE, Side.NEUTRAL, Side.OFF_SCALE):
        labels = [quoted(step.label) for step in steps if step.side is side]
        if len(labels) > 1:
            sentences.append(
                gettext(
                    "{answers} are counted together as “{side}”",
                    answers=format_list(labels),
                    side=gettext(side.value),
                )
            )
    return f"{'; '.join(sentences)}." if sentences else ""
