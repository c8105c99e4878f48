"""The text of a chart, made from the labels of its scale: title, legend and alt text."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.form.wording import format_list
from carreport.language.messages import gettext, gettext_noop, quoted
from carreport.survey.agreement import (
    ScaleStep,
    Side,
    Tally,
    is_agreement_scale,
    is_tick_scale,
    n_text,
    statement_count,
)
from carreport.survey.results.highlights import MOST_LETTERS, TiedStatements, find_highlights

_SIDE_NAMES = {
    Side.AGREE: gettext_noop("Agree"),
    Side.NEUTRAL: gettext_noop("Neither"),
    Side.DISAGREE: gettext_noop("Disagree"),
    Side.OFF_SCALE: gettext_noop("Don’t know"),
}
TABLE_HAS_ALL = gettext_noop("The table gives all the figures.")


def chart_topic(steps: Sequence[ScaleStep]) -> str:
    """Return what a chart on this scale shows."""
    if is_tick_scale(steps):
        return gettext("What people ticked")
    return gettext("How far people agreed") if is_agreement_scale(steps) else gettext("How people answered")


def side_name(steps: Sequence[ScaleStep], side: Side) -> str:
    """Return the name of one side of an agreement scale: the label of its point, if it has only one."""
    labels = [step.label for step in steps if step.side is side]
    return labels[0] if len(labels) == 1 else gettext(_SIDE_NAMES[side])


def describe_chart(tallies: Sequence[Tally], letters: Sequence[str], *, is_part: bool = False) -> str:
    """Return the alt text for the chart."""
    steps = tallies[0].steps
    is_range = is_part and len(letters) > 1
    which = letters_text(steps, letters) if is_range else statement_count(steps, len(tallies))
    sentences = [gettext("Bar chart of {statements}, {size}.", statements=which, size=n_text(tallies))]
    if not (is_agreement_scale(steps) or is_tick_scale(steps)):
        labels = format_list([quoted(step.label) for step in steps])
        sentences.append(gettext("Each bar is divided into {answers}.", answers=labels))
    comparison = _comparison(tallies, letters)
    return " ".join([*sentences, *([comparison, gettext(TABLE_HAS_ALL)] if comparison else [])])


def letters_text(steps: Sequence[ScaleStep], letters: Sequence[str]) -> str:
    """Return “statements a to h”, or “options a to h”."""
    if is_tick_scale(steps):
        return gettext("options {first} to {last}", first=letters[0], last=letters[-1])
    return gettext("statements {first} to {last}", first=letters[0], last=letters[-1])


def _comparison(tallies: Sequence[Tally], letters: Sequence[str]) -> str:
    """Return the sentence that compares the statements, with every tie; empty if nobody answered."""
    found = find_highlights(tallies)
    if found is None:
        return ""
    steps = tallies[0].steps
    if found.are_equal:
        share = found.highest.share.replace("%", gettext(" per cent"))
        sentence = _equal_sentence(steps, is_one=len(found.highest.places) == 1)
        return gettext(sentence, answer=steps[0].label, share=share, counts=found.highest.counts)
    return gettext(
        _DIFFERENT[_scale_type(steps)],
        answer=steps[0].label,
        highest=_names(found.highest, letters, steps),
        most=_spoken(found.highest),
        lowest=_names(found.lowest, letters, steps),
        least=_spoken(found.lowest),
    )


_DIFFERENT = {
    "agreement": gettext_noop(
        "Agreement is highest for {highest} ({most}) and lowest for {lowest} ({least})."
    ),
    "ticks": gettext_noop(
        "The share who ticked it is highest for {highest} ({most}) and lowest for {lowest} ({least})."
    ),
    "answers": gettext_noop(
        "The share who chose “{answer}” is highest for {highest} ({most}) and lowest for {lowest} ({least})."
    ),
}


def _scale_type(steps: Sequence[ScaleStep]) -> str:
    return "ticks" if is_tick_scale(steps) else "agreement" if is_agreement_scale(steps) else "answers"


def _equal_sentence(steps: Sequence[ScaleStep], *, is_one: bool) -> str:
    """Return the sentence for statements that have the same share."""
    if _scale_type(steps) == "agreement":
        if is_one:
            return gettext_noop("Agreement is {share} ({counts}).")
        return gettext_noop("Agreement is {share} for each of them ({counts}).")
    if _scale_type(steps) == "ticks":
        if is_one:
            return gettext_noop("The share who ticked it is {share} ({counts}).")
        return gettext_noop("The share who ticked it is {share} for each of them ({counts}).")
    if is_one:
        return gettext_noop("The share who chose “{answer}” is {share} ({counts}).")
    return gettext_noop("The share who chose “{answer}” is {share} for each of them ({counts}).")


def _names(tied: TiedStatements, letters: Sequence[str], steps: Sequence[ScaleStep]) -> str:
    if len(tied.places) > MOST_LETTERS:
        return statement_count(steps, len(tied.places))
    return format_list([letters[place] for place in tied.places])


def _spoken(tied: TiedStatements) -> str:
    return f"{tied.counts}, {tied.share.replace('%', gettext(' per cent'))}"
