"""List the evidence in an inquiry, and resolve a piece of evidence to its current text.

A learning point stores a place (see `form.kinds.evidence`), so a figure follows its table and a
quotation keeps its source. Evidence that is gone or may not be quoted is reported and not printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.kinds import kind_of
from carreport.form.kinds.dates import format_date
from carreport.form.kinds.simple import stored_number
from carreport.form.schema import Field, Form, Value
from carreport.form.wording import format_quantity, sentence_case
from carreport.language.language_tags import is_english
from carreport.language.messages import format_number, gettext, gettext_noop, language_of_words, ngettext
from carreport.survey.agreement import (
    TICKED,
    ScaleStep,
    Side,
    Tally,
    count_of,
    is_agreement_scale,
    is_tick_scale,
    share_text,
)
from carreport.survey.results.result import StatementResult, SurveyResult, survey_result, survey_results
from carreport.survey.themes import (
    Consent,
    OpenQuestion,
    OpenReply,
    open_question,
    open_questions,
    withdrawn_reply_ids,
)

SOURCES = ("evidence", "sources")
"""The ids of lists of sources in forms."""
STEP_PREFIX = "step_"
_SIDES = {
    "agree": (Side.AGREE, gettext_noop("{count} agreed with “{statement}”")),
    "disagree": (Side.DISAGREE, gettext_noop("{count} disagreed with “{statement}”")),
    "neither": (Side.NEUTRAL, gettext_noop("{count} neither agreed nor disagreed with “{statement}”")),
    "dont_know": (Side.OFF_SCALE, gettext_noop("{count} did not know what to say to “{statement}”")),
}
_TICKED = gettext_noop("“{statement}” was ticked by {count}")
_UNTICKED = gettext_noop("“{statement}” was left unticked by {count}")
_CHOSEN = gettext_noop("{count} chose “{answer}” for “{statement}”")


def find_picked_field(field: Field) -> Field | None:
    """Return the field inside a list that holds chosen evidence, if it has one."""
    return next((inner for inner in field.fields if kind_of(inner).is_evidence), None)


def find_evidence_field(field: Field) -> Field | None:
    """Return the list of evidence inside a learning point, if `field` is a list of learning points."""
    lists = (inner for inner in field.fields if kind_of(inner).takes_fields)
    return next((inner for inner in lists if find_picked_field(inner) is not None), None)


class EvidenceType(StrEnum):
    """The type of evidence; the value is also the key of its voice."""

    FIGURE = "figure"
    REPLY = "respondent"
    NOTE = "participant"
    SOURCE = "record"


@dataclass(frozen=True, slots=True)
class EvidenceText:
    """The current text of a piece of evidence, and its source.

    `problem` says why it cannot be printed, if so.
    """

    type: EvidenceType
    paragraphs: tuple[str, ...]
    source: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceChoice:
    """A piece of evidence that can be chosen: its place, and its text and source."""

    place: str
    text: EvidenceText


GONE = "It has been removed from the inquiry."
NOT_COUNTED = "Its counts are not exact."
NOT_AGREED = "The person has not agreed to be quoted."
NO_LONGER = "The person no longer agrees to be quoted."
WITHDRAWN = "The person has withdrawn the reply."


def evidence_choices(form: Form, answers: Answers) -> Iterator[EvidenceChoice]:
    """Yield all selectable evidence, strongest first, omitting figures that count no one.

    The largest figure for each statement comes first, then replies, notes and sources, then the other
    figures, and last what cannot be printed.
    """
    figures = _figures(answers, survey_results(form, answers))
    others = [choice for choices in (_replies(form, answers), _places(form, answers)) for choice in choices]
    can_be_printed = [choice for choice in others if not choice.text.problem]
    first = set({figure.place.partition("#")[0]: figure.place for figure in reversed(figures)}.values())
    yield from (figure for figure in figures if figure.place in first)
    yield from can_be_printed
    yield from (figure for figure in figures if figure.place not in first)
    yield from (choice for choice in others if choice.text.problem)


def _figures(answers: Answers, results: Iterable[SurveyResult]) -> list[EvidenceChoice]:
    """Return the figures that count someone, largest first; points of an agreement scale come last."""
    figures: list[tuple[tuple[bool, float], EvidenceChoice]] = []
    for result in results:
        for figure in result.statements:
            where = paths.item_path(result.path, figure.item.id)
            for part in _parts_of(figure.tally) if figure.tally.n else ():
                count = _count_and_sentence(figure.tally, part)[0]
                is_detail = part.startswith(STEP_PREFIX) and is_agreement_scale(figure.tally.steps)
                if count:
                    choice = EvidenceChoice(
                        f"{where}#{part}", _figure(answers, result.path, figure.tally, part)
                    )
                    figures.append(((is_detail, -count / figure.tally.n), choice))
    return [choice for _, choice in sorted(figures, key=lambda pair: pair[0])]


def _replies(form: Form, answers: Answers) -> Iterator[EvidenceChoice]:
    for question in open_questions(form, answers):
        for reply in question.replies:
            place = paths.field_path(question.path, question.field_ids.replies, reply.id)
            yield EvidenceChoice(place, _reply(question, reply))


def _places(form: Form, answers: Answers) -> Iterator[EvidenceChoice]:
    """Yield the notes on each board, those with the most votes first, and then the sources."""
    for path in board_paths(form, answers):
        for item in sorted(answers.items(path), key=lambda note: -int(stored_number(note.get("votes")) or 0)):
            place = paths.item_path(path, item.id)
            yield EvidenceChoice(place, resolve_evidence(form, answers, place))
    for path in _sources_in(form):
        for item in answers.items(path):
            place = paths.item_path(path, item.id)
            yield EvidenceChoice(place, resolve_evidence(form, answers, place))


def resolve_evidence(form: Form, answers: Answers, place: str) -> EvidenceText:
    """Return the current text of the evidence at `place`."""
    path, _, part = place.partition("#")
    group = form.field(paths.group_path(path)) if paths.is_item_path(path) else None
    if group is None:
        return _missing_evidence(EvidenceType.FIGURE if part else EvidenceType.SOURCE)
    if kind_of(group).holds_statements:
        result = survey_result(form, answers, paths.group_path(path))
        return _statement_figure(answers, result, paths.item_id(path), part)
    if kind_of(group).holds_notes:
        return _note(answers, path)
    question = _open_question_of(form, answers, path)
    if question is not None:
        reply = question.reply(paths.item_id(path))
        if reply is None and paths.item_id(path) in withdrawn_reply_ids(form, answers):
            return EvidenceText(EvidenceType.REPLY, (), "", WITHDRAWN)
        return _reply(question, reply) if reply else _missing_evidence(EvidenceType.REPLY)
    return _source(answers, path, group)


def board_paths(form: Form, answers: Answers) -> Iterator[str]:
    """Yield the path of every board in an inquiry."""
    yield from (path for path, group in answers.groups(form) if kind_of(group).holds_notes)


def figure_sentence(tally: Tally, part: str) -> str:
    """Return “15 of 19 agreed with “We share a vision” (79%)”, or an empty string if `part` is gone."""
    count, sentence = _count_and_sentence(tally, part)
    if not sentence:
        return ""
    share = share_text(count, tally.n)
    shares = f" ({share})" if share else ""
    return f"{_filled_sentence(sentence, tally, part, count_of(count, tally.n))}{shares}"


def _filled_sentence(sentence: str, tally: Tally, part: str, count: str) -> str:
    step = _step_of(tally, part)
    return gettext(sentence, count=count, statement=tally.statement, answer=step.label if step else "")


def _step_of(tally: Tally, part: str) -> ScaleStep | None:
    return next((step for step in tally.steps if part in (f"{STEP_PREFIX}{step.key}", step.key)), None)


def _count_and_sentence(tally: Tally, part: str) -> tuple[int, str]:
    """Return the count for a side or point, and its message; an empty one if the scale has none such."""
    if part in _SIDES and is_agreement_scale(tally.steps):
        side, sentence = _SIDES[part]
        return tally.count(side), sentence
    step = _step_of(tally, part)
    if step is None:
        return 0, ""
    sentence = _CHOSEN
    if is_tick_scale(tally.steps):
        sentence = _TICKED if step.key == TICKED else _UNTICKED
    return tally.counts[tally.steps.index(step)], sentence


def _parts_of(tally: Tally) -> list[str]:
    if is_tick_scale(tally.steps):
        return [f"{STEP_PREFIX}{TICKED}"]
    if not is_agreement_scale(tally.steps):
        return [f"{STEP_PREFIX}{step.key}" for step in tally.steps]
    sides = {step.side for step in tally.steps}
    parts = [name for name, (side, _) in _SIDES.items() if side in sides]
    several = [side for side in sides if sum(step.side is side for step in tally.steps) > 1]
    return parts + [f"{STEP_PREFIX}{step.key}" for step in tally.steps if step.side in several]


def _open_question_of(form: Form, answers: Answers, path: str) -> OpenQuestion | None:
    """Return the open question of the reply at `path`, if it is a reply."""
    around = paths.parent_item_path(paths.group_path(path))
    group = form.field(paths.group_path(around)) if around else None
    is_open = group is not None and group.inner_field("question") is not None
    return open_question(form, answers, around) if is_open else None


def _statement_figure(answers: Answers, result: SurveyResult, statement: str, part: str) -> EvidenceText:
    found = next((figure for figure in result.statements if figure.item.id == statement), None)
    if found is None:
        return _missing_evidence(EvidenceType.FIGURE)
    if found.is_unreadable:
        return _approximate_figure(answers, result.path, found, part)
    return _figure(answers, result.path, found.tally, part)


def _approximate_figure(answers: Answers, path: str, found: StatementResult, part: str) -> EvidenceText:
    """Return “About 30 agreed with “We meet””, with the count as it was typed, if it is that of one point."""
    tally = found.tally
    side, message_text = _SIDES.get(part, (None, _count_and_sentence(tally, part)[1]))
    steps = [
        step for step in tally.steps if (step.side is side if side else f"{STEP_PREFIX}{step.key}" == part)
    ]
    typed = found.item.get(steps[0].key) if len(steps) == 1 else None
    if typed is None or not message_text:
        return EvidenceText(EvidenceType.FIGURE, (), "", NOT_COUNTED)
    count = typed if isinstance(typed, str) else format_number(typed)
    sentence = sentence_case(_filled_sentence(message_text, tally, part, count))
    return EvidenceText(EvidenceType.FIGURE, (sentence,), _survey_name(answers, path))


def _survey_name(answers: Answers, path: str) -> str:
    survey = answers.get(paths.parent_item_path(path)) if paths.parent_item_path(path) else None
    name = str(survey.get("name") or "") if isinstance(survey, Item) else ""
    return gettext("Survey “{name}”", name=name) if name else gettext("Survey")


def _figure(answers: Answers, path: str, tally: Tally, part: str) -> EvidenceText:
    sentence = figure_sentence(tally, part) if tally.n else ""
    if not sentence:
        return _missing_evidence(EvidenceType.FIGURE)
    return EvidenceText(EvidenceType.FIGURE, (sentence,), _survey_name(answers, path))


def _reply(question: OpenQuestion, reply: OpenReply) -> EvidenceText:
    lines = tuple(line for line in reply.text.plain_text.split("\n") if line.strip())
    if not lines:
        return _missing_evidence(EvidenceType.REPLY)
    asked = str(question.item.get("question") or "")
    source = gettext("reply to “{question}”", question=asked) if asked else gettext("reply to the survey")
    refused = NO_LONGER if reply.consent is Consent.WITHDRAWN else NOT_AGREED
    return EvidenceText(EvidenceType.REPLY, lines, source, "" if reply.consent.allows_quoting else refused)


def _note(answers: Answers, path: str) -> EvidenceText:
    item = answers.get(path)
    if not isinstance(item, Item) or not item.get("note"):
        return _missing_evidence(EvidenceType.NOTE)
    around = (
        answers.get(paths.parent_item_path(paths.group_path(path)))
        if paths.parent_item_path(paths.group_path(path))
        else None
    )
    parts = (
        [around.get("name"), format_date(str(around.get("date") or ""))] if isinstance(around, Item) else []
    )
    parts.append(item.get("table"))
    parts.append(_votes_text(item.get("votes")) if item.get("votes") else None)
    source = ", ".join(str(part) for part in parts if part) or gettext("workshop note")
    return EvidenceText(EvidenceType.NOTE, (str(item.get("note")),), source)


def _votes_text(votes: Value) -> str:
    number = stored_number(votes)
    if number is not None:
        return ngettext("{count} vote", "{count} votes", number)
    if is_english(language_of_words()):
        return format_quantity(votes, "votes")
    return gettext("votes: {number}", number=str(votes))


def _source(answers: Answers, path: str, group: Field) -> EvidenceText:
    item = answers.get(path)
    name = group.inner_field(group.summary[0]) if group.summary else None
    if not isinstance(item, Item) or name is None or not item.get(name.id):
        return _missing_evidence(EvidenceType.SOURCE)
    parts = [
        kind_of(field).format_value(field, item.get(field.id))
        for field in group.fields
        if field.id in ("publisher", "year") and item.get(field.id)
    ]
    shows = group.inner_field("shows")
    words = item.rich_text(shows.id).plain_text if shows and item.get(shows.id) else ""
    source = ", ".join([kind_of(name).format_value(name, item.get(name.id)), *parts])
    return EvidenceText(
        EvidenceType.SOURCE, tuple(line for line in words.split("\n") if line.strip()), source
    )


def _sources_in(form: Form) -> Iterator[str]:
    for path, question in form.questions():
        if kind_of(question).takes_fields and question.id in SOURCES:
            yield path


def _missing_evidence(sort: EvidenceType) -> EvidenceText:
    return EvidenceText(sort, (), "", GONE)
