"""Pick evidence from what an inquiry has already, and say in words what it shows whenever it is printed.

A learning point keeps a place (see `form.kinds.evidence`), so a figure follows its table and a quotation
keeps its source. What has gone since, or may not be quoted, is said and not printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.kinds import kind_of
from carreport.form.kinds.dates import show_date
from carreport.form.kinds.simple import number_in
from carreport.form.schema import Field, Form
from carreport.survey.agreement import Side, Tally, is_agreement, percent
from carreport.survey.results.result import SurveyResult, all_results, survey_result
from carreport.survey.themes import (
    Consent,
    OpenQuestion,
    Reply,
    open_question,
    open_questions,
    withdrawn_replies,
)

SOURCES = ("evidence", "sources")
"""What lists of sources are called in forms."""
STEP = "step_"
_SIDES = {
    "agree": (Side.AGREE, "agreed with"),
    "disagree": (Side.DISAGREE, "disagreed with"),
    "neither": (Side.NEUTRAL, "neither agreed nor disagreed with"),
    "dont_know": (Side.APART, "did not know what to say to"),
}


class Sort(StrEnum):
    """What kind of evidence it is; the values are the keys of whose words they are."""

    FIGURE = "figure"
    REPLY = "respondent"
    NOTE = "participant"
    SOURCE = "record"


@dataclass(frozen=True, slots=True)
class Shown:
    """What one piece of evidence says: its words, and where they are from.

    `trouble` says why it cannot be printed, if it cannot.
    """

    sort: Sort
    words: tuple[str, ...]
    source: str
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceChoice:
    """One thing that can be picked: its place, what it says, and where it is from."""

    place: str
    shown: Shown


GONE = "It is no longer in the inquiry."
NOT_AGREED = "The person has not agreed to be quoted."
NO_LONGER = "The person no longer agrees to be quoted."
WITHDRAWN = "The person has withdrawn the reply."


def evidence_choices(form: Form, answers: Answers) -> Iterator[EvidenceChoice]:
    """Yield everything that can be picked, what says most first; a figure of nobody says nothing.

    First what most people said to each statement, then replies, notes and sources, then what fewer
    said, and at the end what cannot be printed.
    """
    figures = _figures(answers, all_results(form, answers))
    others = [choice for choices in (_replies(form, answers), _places(form, answers)) for choice in choices]
    can_be_printed = [each for each in others if not each.shown.trouble]
    first = set({each.place.partition("#")[0]: each.place for each in reversed(figures)}.values())
    yield from (each for each in figures if each.place in first)
    yield from can_be_printed
    yield from (each for each in figures if each.place not in first)
    yield from (each for each in others if each.shown.trouble)


def _figures(answers: Answers, results: Iterable[SurveyResult]) -> list[EvidenceChoice]:
    """Return the figures that tell of somebody, those of most people first; steps behind their side."""
    found: list[tuple[tuple[bool, float], EvidenceChoice]] = []
    for result in results:
        for each in result.statements:
            where = paths.of_item(result.path, each.item.id)
            for part in _parts_of(each.tally) if each.tally.n else ():
                count = _told(each.tally, part)[0]
                is_detail = part.startswith(STEP) and is_agreement(each.tally.steps)
                if count:
                    choice = EvidenceChoice(
                        f"{where}#{part}", _figure(answers, result.path, each.tally, part)
                    )
                    found.append(((is_detail, -count / each.tally.n), choice))
    return [choice for _, choice in sorted(found, key=lambda pair: pair[0])]


def _replies(form: Form, answers: Answers) -> Iterator[EvidenceChoice]:
    for question in open_questions(form, answers):
        for reply in question.replies:
            place = paths.inside(question.path, question.names.replies, reply.id)
            yield EvidenceChoice(place, _reply(question, reply))


def _places(form: Form, answers: Answers) -> Iterator[EvidenceChoice]:
    """Yield the notes of each board, those with most votes first, and the sources."""
    for path in boards_in(form, answers):
        for item in sorted(answers.items(path), key=lambda each: -int(number_in(each.get("votes")) or 0)):
            place = paths.of_item(path, item.id)
            yield EvidenceChoice(place, show_evidence(form, answers, place))
    for path in _sources_in(form):
        for item in answers.items(path):
            place = paths.of_item(path, item.id)
            yield EvidenceChoice(place, show_evidence(form, answers, place))


def show_evidence(form: Form, answers: Answers, place: str) -> Shown:
    """Return what the evidence at `place` says now."""
    path, _, part = place.partition("#")
    group = form.field(paths.group_of(path)) if paths.is_item(path) else None
    if group is None:
        return _gone(Sort.FIGURE if part else Sort.SOURCE)
    if group.kind == "survey":
        result = survey_result(form, answers, paths.group_of(path))
        tally = next((each.tally for each in result.statements if each.item.id == paths.item_of(path)), None)
        return _figure(answers, result.path, tally, part) if tally else _gone(Sort.FIGURE)
    if group.kind == "board":
        return _note(answers, path)
    question = _question_around(form, answers, path)
    if question is not None:
        reply = question.reply(paths.item_of(path))
        if reply is None and paths.item_of(path) in withdrawn_replies(form, answers):
            return Shown(Sort.REPLY, (), "", WITHDRAWN)
        return _reply(question, reply) if reply else _gone(Sort.REPLY)
    return _source(answers, path, group)


def boards_in(form: Form, answers: Answers) -> Iterator[str]:
    """Yield the path of every board of an inquiry."""
    for path, question in form.questions():
        if question.kind == "board":
            yield path
        for inner in question.fields:
            if inner.kind == "board":
                for item in answers.items(path):
                    yield paths.inside(path, item.id, inner.id)


def figure_words(tally: Tally, part: str) -> str:
    """Return “15 of 19 agreed with “We share a vision” (79%)”, or nothing if there is no such part."""
    count, said = _told(tally, part)
    if not said:
        return ""
    share = percent(count, tally.n)
    shares = "" if share is None else f" ({share}%)"
    return f"{count:,} of {tally.n:,} {said} “{tally.statement}”{shares}"


def _told(tally: Tally, part: str) -> tuple[int, str]:
    """Return how many a part of a table tells of, and what they said; no words if there is no such part."""
    if part in _SIDES and is_agreement(tally.steps):
        side, said = _SIDES[part]
        return tally.count(side), said
    step = next((each for each in tally.steps if f"{STEP}{each.key}" == part), None)
    if step is None:
        return 0, ""
    return tally.counts[tally.steps.index(step)], f"chose “{step.label}” for"


def _parts_of(tally: Tally) -> list[str]:
    if not is_agreement(tally.steps):
        return [f"{STEP}{step.key}" for step in tally.steps]
    sides = {step.side for step in tally.steps}
    parts = [name for name, (side, _) in _SIDES.items() if side in sides]
    several = [side for side in sides if sum(step.side is side for step in tally.steps) > 1]
    return parts + [f"{STEP}{step.key}" for step in tally.steps if step.side in several]


def _question_around(form: Form, answers: Answers, path: str) -> OpenQuestion | None:
    """Return the open question that the reply at `path` answers, if it is a reply."""
    around = paths.owner(paths.group_of(path))
    group = form.field(paths.group_of(around)) if around else None
    is_open = group is not None and group.inner("question") is not None
    return open_question(form, answers, around) if is_open else None


def _figure(answers: Answers, path: str, tally: Tally, part: str) -> Shown:
    said = figure_words(tally, part) if tally.n else ""
    if not said:
        return _gone(Sort.FIGURE)
    survey = answers.get(paths.owner(path)) if paths.owner(path) else None
    name = str(survey.get("name") or "") if isinstance(survey, Item) else ""
    return Shown(Sort.FIGURE, (said,), f"Survey “{name}”" if name else "Survey")


def _reply(question: OpenQuestion, reply: Reply) -> Shown:
    lines = tuple(line for line in reply.text.plain.split("\n") if line.strip())
    if not lines:
        return _gone(Sort.REPLY)
    asked = str(question.item.get("question") or "")
    source = f"reply to “{asked}”" if asked else "reply to the survey"
    refused = NO_LONGER if reply.consent is Consent.WITHDRAWN else NOT_AGREED
    return Shown(Sort.REPLY, lines, source, "" if reply.consent.allows else refused)


def _note(answers: Answers, path: str) -> Shown:
    item = answers.get(path)
    if not isinstance(item, Item) or not item.get("note"):
        return _gone(Sort.NOTE)
    around = answers.get(paths.owner(paths.group_of(path))) if paths.owner(paths.group_of(path)) else None
    told = [around.get("name"), show_date(str(around.get("date") or ""))] if isinstance(around, Item) else []
    told.append(item.get("table"))
    votes = item.get("votes")
    told.append(f"{votes} votes" if isinstance(votes, int) and votes > 1 else None)
    source = ", ".join(str(each) for each in told if each) or "note of a workshop"
    return Shown(Sort.NOTE, (str(item.get("note")),), source)


def _source(answers: Answers, path: str, group: Field) -> Shown:
    item = answers.get(path)
    name = group.inner(group.summary[0]) if group.summary else None
    if not isinstance(item, Item) or name is None or not item.get(name.id):
        return _gone(Sort.SOURCE)
    told = [
        kind_of(each).show(each, item.get(each.id))
        for each in group.fields
        if each.id in ("publisher", "year") and item.get(each.id)
    ]
    shows = group.inner("shows")
    words = item.text(shows.id).plain if shows and item.get(shows.id) else ""
    source = ", ".join([kind_of(name).show(name, item.get(name.id)), *told])
    return Shown(Sort.SOURCE, tuple(line for line in words.split("\n") if line.strip()), source)


def _sources_in(form: Form) -> Iterator[str]:
    for path, question in form.questions():
        if question.kind == "list" and question.id in SOURCES:
            yield path


def _gone(sort: Sort) -> Shown:
    return Shown(sort, (), "", GONE)
