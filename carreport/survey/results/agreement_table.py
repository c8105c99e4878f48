"""Make the table of a survey, the same in the window, in reports and in exports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from carreport.form.kinds.simple import stored_number
from carreport.form.wording import in_letters, sentence_case
from carreport.language.messages import format_number, gettext
from carreport.survey.agreement import (
    NO_FIGURE,
    ScaleStep,
    Tally,
    collapsed_steps_note,
    combined_shares,
    n_text,
    rounding_note,
    share_figure,
    small_sample_caution,
    statement_heading,
)
from carreport.survey.results.result import StatementResult


def statements_by_scale(statements: Iterable[StatementResult]) -> list[tuple[StatementResult, ...]]:
    """Return the statements in groups, one for each scale and so one for each table."""
    tables: dict[tuple[ScaleStep, ...], list[StatementResult]] = {}
    for statement in statements:
        tables.setdefault(statement.tally.steps, []).append(statement)
    return [tuple(same_scale) for same_scale in tables.values()]


def statement_letter(number: int) -> str:
    """Return a, b, c … for 0, 1, 2 …; after z comes aa."""
    return in_letters(number).lower()


def counted_tallies(statements: Iterable[StatementResult]) -> list[Tally]:
    """Return the tallies of the statements whose answers could be counted."""
    return [statement.tally for statement in statements if statement.is_counted]


def size_text(statements: Iterable[StatementResult]) -> str:
    """Return “n = 17 to 19” for the statements that could be counted, or an empty string."""
    tallies = counted_tallies(statements)
    return n_text(tallies) if tallies else ""


def is_collapsed(steps: Sequence[ScaleStep]) -> bool:
    """Say whether a table counts points of the scale together, such as two degrees of agreement."""
    return any(len(keys) > 1 for _, keys in combined_shares(steps))


def table_header(steps: Sequence[ScaleStep], *, has_every_step: bool = False) -> tuple[str, ...]:
    """Return the headings: the statement or option, n, a count for each side or point, and percentages."""
    names = [name for name, _ in combined_shares(steps)]
    counted = [step.label for step in steps] if has_every_step else _counted_names(steps)
    return (
        statement_heading(steps),
        gettext("n"),
        *counted,
        *(gettext("% {side}", side=name) for name in names),
    )


def table_figures(statement: StatementResult, *, has_every_step: bool = False) -> tuple[str, ...]:
    """Return the figures of one statement, in the order of the headings after the first.

    Approximate counts are shown as typed, and nothing is worked out from them.
    """
    tally = statement.tally
    groups = [keys for _, keys in combined_shares(tally.steps)]
    by_step = dict(zip((step.key for step in tally.steps), step_figures(statement), strict=True))
    if not statement.is_counted:
        columns = [[step.key] for step in tally.steps] if has_every_step else groups
        counts = [by_step[keys[0]] if len(keys) == 1 else NO_FIGURE for keys in columns]
        return (NO_FIGURE, *counts, *(NO_FIGURE for _ in groups))
    together = [format_number(tally.count_of(keys)) for keys in groups]
    counts = list(by_step.values()) if has_every_step else together
    return (
        format_number(tally.n),
        *counts,
        *(share_figure(tally.count_of(keys), tally.n) for keys in groups),
    )


def step_figures(statement: StatementResult) -> tuple[str, ...]:
    """Return the count for each point of the scale, as typed if it could not be counted."""
    if statement.is_counted:
        return tuple(format_number(count) for count in statement.tally.counts)
    typed = (statement.item.get(step.key) for step in statement.tally.steps)
    return tuple(
        NO_FIGURE
        if value is None
        else format_number(value)
        if stored_number(value) is not None
        else str(value)
        for value in typed
    )


def figure_notes(statements: Sequence[StatementResult]) -> list[str]:
    """Return the sentences under a table: the caution, the points counted together, and the rounding."""
    tallies = counted_tallies(statements)
    approximate = [statement for statement in statements if statement.is_unreadable]
    notes = (
        small_sample_caution(tallies),
        collapsed_steps_note(statements[0].tally.steps) if statements else "",
        rounding_note(tallies),
        gettext("Counts that are not exact are shown as entered, without percentages.")
        if approximate
        else "",
    )
    return [note for note in notes if note]


def _counted_names(steps: Sequence[ScaleStep]) -> list[str]:
    labels = {step.key: step.label for step in steps}
    return [
        sentence_case(name) if is_collapsed(steps) else labels[keys[0]]
        for name, keys in combined_shares(steps)
    ]
