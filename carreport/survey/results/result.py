"""Work out what a survey says: its tallies from the replies that came in, or from counts that were typed in.

Never from both at once: where a statement has replies, they are counted, and counts that were typed in
beside them are named and not used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.kinds.groups import scale_of
from carreport.form.kinds.simple import number_in
from carreport.form.schema import Field, Form
from carreport.form.wording import counted
from carreport.survey.agreement import Side, Step, Tally, is_agreement, steps_of, tally
from carreport.survey.locate import place_of_statements
from carreport.survey.replies.deduplicate import Joined, join, only_of
from carreport.survey.target import replies_in


class Source(StrEnum):
    """Where the figures of a statement come from."""

    REPLIES = "replies"
    TYPED = "counts that were typed in"
    NOTHING = "nothing yet"


@dataclass(frozen=True, slots=True)
class Judged:
    """One statement, what people said to it, and where that comes from.

    `unread` says that a count is words; `unused` that counts were typed in beside the replies.
    """

    item: Item
    tally: Tally
    source: Source
    unread: bool = False
    unused: bool = False


@dataclass(frozen=True, slots=True)
class GroupResult:
    """What one group of people said, in the order of the statements."""

    name: str
    n: int
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """What a survey says: one entry a statement, in the order of the form."""

    path: str
    statements: tuple[Judged, ...]
    joined: Joined
    groups: tuple[GroupResult, ...] = ()

    @property
    def n(self) -> int:
        """How many people replied, if their replies are here."""
        return self.joined.n

    def of(self, source: Source) -> tuple[Judged, ...]:
        """Return the statements whose figures come from one source."""
        return tuple(each for each in self.statements if each.source is source)

    @property
    def source_words(self) -> str:
        """Say what was counted, as sentences; nothing where counts were simply typed in."""
        said: list[str] = []
        if self.n and self.of(Source.REPLIES):
            said.append(f"Counted from {counted(self.n, 'reply')}.")
        if any(each.unused for each in self.statements):
            said.append("Counts that were typed in beside the replies are not used.")
        return " ".join(said)


def survey_result(form: Form, answers: Answers, path: str) -> SurveyResult:
    """Return what the survey says whose statements stand at `path`."""
    field = form.field(path)
    if field is None or field.kind != "survey":
        raise KeyError(path)
    items = answers.items(path)
    place = place_of_statements(form, path)
    survey = answers.get(paths.owner(path)) if place else None
    batches = replies_in(place, survey) if place and isinstance(survey, Item) else ()
    return result_of(path, field, items, join(batches))


def result_of(path: str, field: Field, statements: Iterable[Item], joined: Joined) -> SurveyResult:
    """Return what these statements say, with these replies."""
    steps = steps_of(scale_of(field))
    judged = tuple(_judged(item, joined, steps) for item in statements)
    return SurveyResult(path, judged, joined, _groups(judged, joined))


def is_drawn(judged: Sequence[Judged]) -> bool:
    """Say whether a chart is drawn of statements on one scale: people could agree, and some answered.

    Counts that were typed in stand on the form's own scale, which runs from agreeing to disagreeing
    whatever its steps are called. Replies are drawn only where they name their steps so.
    """
    if not any(each.tally.percent(Side.AGREE) is not None for each in judged):
        return False
    is_typed = all(each.source is not Source.REPLIES for each in judged)
    return is_typed or is_agreement(judged[0].tally.steps)


def all_results(form: Form, answers: Answers) -> Iterable[SurveyResult]:
    """Yield what each survey of an inquiry says."""
    for path, question in form.questions():
        if question.kind == "survey":
            yield survey_result(form, answers, path)
        for inner in question.fields:
            if inner.kind == "survey":
                for item in answers.items(path):
                    yield survey_result(form, answers, paths.inside(path, item.id, inner.id))


def _judged(item: Item, joined: Joined, steps: tuple[Step, ...]) -> Judged:
    statement = str(item.get("statement") or "No statement given")
    typed = {step.key: item.get(step.key) for step in steps}
    is_typed = any(value is not None for value in typed.values())
    given = joined.statements.get(item.id)
    if given is not None:
        said = {key: count for key, count in Counter(given).items() if key}
        made = tally(statement, said, joined.scale.steps)
        return Judged(item, made, Source.REPLIES, unused=is_typed or item.id in joined.counts)
    if item.id in joined.counts:
        made = tally(statement, joined.counts[item.id], joined.scale.steps)
        return Judged(item, made, Source.REPLIES, unused=is_typed)
    unread = any(isinstance(value, str) for value in typed.values())
    counts: Mapping[str, int] = {
        key: 0 if unread else int(number_in(value) or 0) for key, value in typed.items()
    }
    source = Source.TYPED if is_typed else Source.NOTHING
    return Judged(item, tally(statement, counts, steps), source, unread=unread)


def _groups(judged: tuple[Judged, ...], joined: Joined) -> tuple[GroupResult, ...]:
    """Return the groups, the largest first, with what each said."""
    sizes = Counter(name for name in joined.groups if name)
    groups: list[GroupResult] = []
    for name, n in sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0])):
        tallies = tuple(
            tally(
                each.tally.statement,
                Counter(
                    said for said in only_of(joined.statements[each.item.id], joined.groups, name) if said
                ),
                joined.scale.steps,
            )
            for each in judged
            if each.item.id in joined.statements
        )
        groups.append(GroupResult(name, n, tallies))
    return tuple(groups)
