"""The text of a chart, made from the labels of its scale: title, legend and alt text."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.form.wording import format_count, format_list, plural
from carreport.survey.agreement import (
    ScaleStep,
    Side,
    Tally,
    is_agreement_scale,
    is_tick_scale,
    n_text,
    statement_noun,
)
from carreport.survey.results.highlights import MOST_LETTERS, TiedStatements, find_highlights

_SIDE_NAMES = {
    Side.AGREE: "Agree",
    Side.NEUTRAL: "Neither",
    Side.DISAGREE: "Disagree",
    Side.OFF_SCALE: "Don’t know",
}
TABLE_HAS_ALL = "The table gives all the figures."


def chart_topic(steps: Sequence[ScaleStep]) -> str:
    """Return what a chart on this scale shows."""
    if is_tick_scale(steps):
        return "What people ticked"
    return "How far people agreed" if is_agreement_scale(steps) else "How people answered"


def side_name(steps: Sequence[ScaleStep], side: Side) -> str:
    """Return the name of one side of an agreement scale: the label of its point, if it has only one."""
    labels = [step.label for step in steps if step.side is side]
    return labels[0] if len(labels) == 1 else _SIDE_NAMES[side]


def describe_chart(tallies: Sequence[Tally], letters: Sequence[str], *, is_part: bool = False) -> str:
    """Return the alt text for the chart."""
    steps = tallies[0].steps
    noun = statement_noun(steps)
    counted = format_count(len(tallies), noun)
    which = f"{plural(noun)} {letters[0]} to {letters[-1]}" if is_part and len(letters) > 1 else counted
    sentences = [f"Bar chart of {which}, {n_text(tallies)}."]
    if not (is_agreement_scale(steps) or is_tick_scale(steps)):
        labels = format_list([f"“{step.label}”" for step in steps])
        sentences.append(f"Each bar is divided into {labels}.")
    comparison = _comparison(tallies, letters)
    return " ".join([*sentences, *([comparison, TABLE_HAS_ALL] if comparison else [])])


def _comparison(tallies: Sequence[Tally], letters: Sequence[str]) -> str:
    """Return the sentence that compares the statements, with every tie; empty if nobody answered."""
    found = find_highlights(tallies)
    if found is None:
        return ""
    steps = tallies[0].steps
    subject = f"The share who chose “{steps[0].label}”"
    if is_tick_scale(steps) or is_agreement_scale(steps):
        subject = "The share who ticked it" if is_tick_scale(steps) else "Agreement"
    if found.are_equal:
        places = found.highest.places
        each = " for each of them" if len(places) > 1 else ""
        share = found.highest.share.replace("%", " per cent")
        return f"{subject} is {share}{each} ({found.highest.counts})."
    return (
        f"{subject} is highest for {_names(found.highest, letters, steps)} ({_spoken(found.highest)}) "
        f"and lowest for {_names(found.lowest, letters, steps)} ({_spoken(found.lowest)})."
    )


def _names(tied: TiedStatements, letters: Sequence[str], steps: Sequence[ScaleStep]) -> str:
    if len(tied.places) > MOST_LETTERS:
        return format_count(len(tied.places), statement_noun(steps))
    return format_list([letters[place] for place in tied.places])


def _spoken(tied: TiedStatements) -> str:
    return f"{tied.counts}, {tied.share.replace('%', ' per cent')}"
