"""Say which statements of a survey got the most and the least agreement, with every tie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from carreport.form.wording import format_list
from carreport.language.messages import gettext, quoted
from carreport.survey.agreement import (
    TICKED,
    ScaleStep,
    Side,
    Tally,
    count_and_share,
    count_of,
    is_agreement_scale,
    is_tick_scale,
    share_text,
    statement_count,
)
from carreport.survey.results.agreement_table import counted_tallies
from carreport.survey.results.result import StatementResult

MOST_NAMED, MOST_LETTERS = 3, 6
"""With more ties than this, a sentence or an alt text says how many statements there are."""


@dataclass(frozen=True, slots=True)
class TiedStatements:
    """The statements with the same share: their positions, their counts in the same order, and the share.

    The counts are given once if they are the same, or if there are too many statements to name.
    """

    places: tuple[int, ...]
    counts: str
    share: str
    has_several_counts: bool


@dataclass(frozen=True, slots=True)
class Highlights:
    """The statements with the highest and the lowest share; the same ones if all are equal."""

    highest: TiedStatements
    lowest: TiedStatements

    @property
    def are_equal(self) -> bool:
        """Whether every statement has the same share."""
        return self.highest == self.lowest


def highlighted_keys(steps: Sequence[ScaleStep]) -> tuple[str, ...]:
    """Return the points that statements are compared by: agreement, ticks, or the first point."""
    if is_tick_scale(steps):
        return (TICKED,)
    if is_agreement_scale(steps):
        return tuple(step.key for step in steps if step.side is Side.AGREE)
    return (steps[0].key,)


def find_highlights(tallies: Sequence[Tally]) -> Highlights | None:
    """Return the statements with the highest and lowest share; tallies that nobody answered are ignored."""
    shares = {
        place: Fraction(tally.count_of(highlighted_keys(tally.steps)), tally.n)
        for place, tally in enumerate(tallies)
        if tally.n > 0
    }
    if not shares:
        return None
    most, least = max(shares.values()), min(shares.values())
    return Highlights(_tied(tallies, shares, most), _tied(tallies, shares, least))


def highlights_sentence(statements: Sequence[StatementResult]) -> str:
    """Return what most and fewest people chose on one scale, as a sentence; empty if nobody answered."""
    tallies = [tally for tally in counted_tallies(statements) if tally.n > 0]
    found = find_highlights(tallies)
    if found is None:
        return ""
    steps = tallies[0].steps
    is_own = not (is_agreement_scale(steps) or is_tick_scale(steps))
    if is_own and len(tallies) == 1:
        return f"{quoted(tallies[0].statement)}: {_every_answer(tallies[0])}."
    if found.are_equal:
        return _equal_sentence(tallies, found.highest)
    high, low = (_with_figures(tallies, tied) for tied in (found.highest, found.lowest))
    if is_tick_scale(steps):
        return gettext("ticked most often: {most}; least often: {least}.", most=high, least=low)
    if is_agreement_scale(steps):
        return gettext("agreement was highest for {most} and lowest for {least}.", most=high, least=low)
    return gettext(
        "“{answer}” was chosen most for {most} and least for {least}.",
        answer=steps[0].label,
        most=high,
        least=low,
    )


def _equal_sentence(tallies: Sequence[Tally], tied: TiedStatements) -> str:
    """Return the sentence for one statement, or for several with the same share."""
    steps, names = tallies[0].steps, _named(tallies, tied)
    is_one = len(tallies) == 1
    figures = f"{tied.counts} ({tied.share})"
    if is_tick_scale(steps):
        if is_one:
            return gettext("{statement} was ticked by {figures}.", statement=names, figures=figures)
        return gettext("{statements} were each ticked by {figures}.", statements=names, figures=figures)
    if not (is_one or tied.has_several_counts):
        figures = gettext("{figures} each", figures=figures)
    if not is_agreement_scale(steps):
        return gettext(
            "“{answer}” was chosen equally often for {statements}: {figures}.",
            answer=steps[0].label,
            statements=names,
            figures=figures,
        )
    if is_one:
        return gettext("agreement with {statement}: {figures}.", statement=names, figures=figures)
    return gettext("agreement was the same for {statements}: {figures}.", statements=names, figures=figures)


def _every_answer(tally: Tally) -> str:
    """Return “Yes” 5 of 6 (83%), “No” 1 of 6 (17%)."""
    pairs = zip(tally.steps, tally.counts, strict=True)
    return ", ".join(f"{quoted(step.label)} {count_and_share(count, tally.n)}" for step, count in pairs)


def _named(tallies: Sequence[Tally], tied: TiedStatements) -> str:
    """Return the statements in quotation marks, or how many there are if there are many."""
    if len(tied.places) > MOST_NAMED:
        named = statement_count(tallies[0].steps, len(tied.places))
        is_all = len(tied.places) == len(tallies)
        return gettext("all {statements}", statements=named) if is_all else named
    return format_list([quoted(tallies[place].statement) for place in tied.places])


def _with_figures(tallies: Sequence[Tally], tied: TiedStatements) -> str:
    is_each = len(tied.places) > 1 and not tied.has_several_counts
    counts = gettext("{figures} each", figures=tied.counts) if is_each else tied.counts
    return f"{_named(tallies, tied)} ({counts}, {tied.share})"


def _tied(tallies: Sequence[Tally], shares: dict[int, Fraction], wanted: Fraction) -> TiedStatements:
    places = tuple(place for place, share in shares.items() if share == wanted)
    pairs = [
        (tallies[place].count_of(highlighted_keys(tallies[place].steps)), tallies[place].n)
        for place in places
    ]
    different = sorted(set(pairs))
    is_each_told = len(different) > 1 and len(places) <= MOST_LETTERS
    counts = format_list([count_of(count, n) for count, n in (pairs if is_each_told else different)])
    return TiedStatements(places, counts, share_text(*pairs[0]), len(different) > 1)
