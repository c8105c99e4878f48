"""Compute the results of a survey from its replies, or from counts entered by hand.

The two are never added: if a statement has replies, they are counted, and entered counts are
reported but not used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.kinds import kind_of
from carreport.form.kinds.groups import scale_of
from carreport.form.kinds.simple import stored_number
from carreport.form.schema import Field, Form
from carreport.form.wording import format_count
from carreport.survey.agreement import (
    ScaleStep,
    Tally,
    scale_steps,
    tally_statement,
)
from carreport.survey.locate import location_of_statements
from carreport.survey.replies.deduplicate import ReplySet, deduplicate, values_in_group
from carreport.survey.scales import translated_steps
from carreport.survey.target import reply_batches

NO_STATEMENT = "No statement given"


class FigureSource(StrEnum):
    """The source of the figures for a statement."""

    REPLIES = "replies"
    ENTERED = "counts entered by hand"
    NOTHING = "nothing yet"


@dataclass(frozen=True, slots=True)
class StatementResult:
    """One statement, its tally, and the source of the figures.

    `is_unreadable` says that a count is approximate or below 0; `has_unused_counts` that counts were
    entered beside the replies.
    """

    item: Item
    tally: Tally
    source: FigureSource
    is_unreadable: bool = False
    has_unused_counts: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether there are exact counts for it, so that n and percentages can be shown."""
        return not self.is_unreadable and self.source is not FigureSource.NOTHING


@dataclass(frozen=True, slots=True)
class GroupResult:
    """The answers of one group of people, in the order of the statements."""

    name: str
    n: int
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """The results of a survey: one for each statement, in the order of the form."""

    path: str
    statements: tuple[StatementResult, ...]
    replies: ReplySet
    groups: tuple[GroupResult, ...] = ()

    @property
    def n(self) -> int:
        """The number of replies, if there are any."""
        return self.replies.n

    def statements_from(self, source: FigureSource) -> tuple[StatementResult, ...]:
        """Return the statements whose figures have this source."""
        return tuple(figure for figure in self.statements if figure.source is source)

    @property
    def source_note(self) -> str:
        """Say what was counted, as sentences; empty if counts were simply entered."""
        sentences: list[str] = []
        if self.n and self.statements_from(FigureSource.REPLIES):
            sentences.append(f"Counted from {format_count(self.n, 'reply')}.")
        if any(figure.has_unused_counts for figure in self.statements):
            sentences.append("Counts entered by hand are not used where there are replies.")
        return " ".join(sentences)


def survey_result(form: Form, answers: Answers, path: str) -> SurveyResult:
    """Return the results of the survey with its statements at `path`."""
    field = form.field(path)
    if field is None or not kind_of(field).holds_statements:
        raise KeyError(path)
    items = answers.items(path)
    place = location_of_statements(form, path)
    survey = answers.get(paths.parent_item_path(path)) if place else None
    batches = reply_batches(place, survey) if place and isinstance(survey, Item) else ()
    return compute_result(path, field, items, deduplicate(batches))


def compute_result(path: str, field: Field, statements: Iterable[Item], joined: ReplySet) -> SurveyResult:
    """Return the results of these statements with these replies."""
    steps = translated_steps(scale_steps(scale_of(field)))
    judged = tuple(_statement_result(item, joined, steps) for item in statements)
    return SurveyResult(path, judged, joined, _group_results(judged, joined))


def has_chart(judged: Sequence[StatementResult]) -> bool:
    """Say whether statements on one scale get a chart: if anybody answered one of them."""
    return any(figure.is_counted and figure.tally.n > 0 for figure in judged)


def survey_results(form: Form, answers: Answers) -> Iterable[SurveyResult]:
    """Yield the results of each survey of an inquiry."""
    for path, group in answers.groups(form):
        if kind_of(group).holds_statements:
            yield survey_result(form, answers, path)


def entered_result(item: Item, steps: tuple[ScaleStep, ...]) -> StatementResult:
    """Return the result of a statement from the counts entered beside it."""
    statement = str(item.get("statement") or NO_STATEMENT)
    typed = [item.get(step.key) for step in steps]
    unread = any(isinstance(value, str) or (stored_number(value) or 0) < 0 for value in typed)
    counts = tuple(0 if unread else int(stored_number(value) or 0) for value in typed)
    is_typed = any(value is not None for value in typed)
    source = FigureSource.ENTERED if is_typed else FigureSource.NOTHING
    return StatementResult(item, Tally(statement, steps, counts), source, is_unreadable=unread)


def _statement_result(item: Item, joined: ReplySet, steps: tuple[ScaleStep, ...]) -> StatementResult:
    statement = str(item.get("statement") or NO_STATEMENT)
    is_typed = any(item.get(step.key) is not None for step in steps)
    answers = joined.statements.get(item.id)
    if answers is not None:
        step_counts = {key: count for key, count in Counter(answers).items() if key}
        tally = tally_statement(statement, step_counts, joined.scale_of(item.id).steps)
        return StatementResult(
            item, tally, FigureSource.REPLIES, has_unused_counts=is_typed or item.id in joined.counts
        )
    if item.id in joined.counts:
        tally = tally_statement(statement, joined.counts[item.id], joined.scale_of(item.id).steps)
        return StatementResult(item, tally, FigureSource.REPLIES, has_unused_counts=is_typed)
    return entered_result(item, steps)


def _group_results(judged: tuple[StatementResult, ...], joined: ReplySet) -> tuple[GroupResult, ...]:
    """Return the groups, largest first, with the answers of each."""
    sizes = Counter(name for name in joined.groups if name)
    groups: list[GroupResult] = []
    for name, n in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])):
        tallies = tuple(
            tally_statement(
                figure.tally.statement,
                Counter(
                    answer
                    for answer in values_in_group(joined.statements[figure.item.id], joined.groups, name)
                    if answer
                ),
                joined.scale_of(figure.item.id).steps,
            )
            for figure in judged
            if figure.item.id in joined.statements
        )
        groups.append(GroupResult(name, n, tallies))
    return tuple(groups)
