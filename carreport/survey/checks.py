"""Check surveys, replies and learning points across several answers.

Each kind of answer checks single answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from carreport.form import paths
from carreport.form.answers import Answers, Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.kinds.simple import stored_number
from carreport.form.problems import Problem
from carreport.form.schema import Field, Form
from carreport.form.wording import format_count, verb_for
from carreport.survey.contradictions import contradictions
from carreport.survey.evidence import (
    GONE,
    NOT_COUNTED,
    WITHDRAWN,
    EvidenceChoice,
    evidence_choices,
    find_evidence_field,
    resolve_evidence,
)
from carreport.survey.find_reply import reimported_withdrawals
from carreport.survey.locate import survey_locations
from carreport.survey.replies.reply_scales import has_different_scales
from carreport.survey.replies.revised_replies import differing_replies
from carreport.survey.results.result import SurveyResult, survey_result
from carreport.survey.target import reply_batches

WITHOUT_EVIDENCE = "point-without-evidence"
WITHOUT_POINT = "evidence-without-point"
WITHDRAWN_AGAIN = "withdrawn-came-again"


def survey_problems(form: Form, answers: Answers) -> Iterator[Problem]:
    """Yield the problems with surveys, evidence and learning points."""
    for place in survey_locations(form):
        for survey in answers.items(place.group):
            result = survey_result(form, answers, place.statements_path(survey.id))
            where = paths.item_path(place.group, survey.id)
            yield from _replies_problems(where, survey, result)
            yield from _differing_problems(f"{where}/{place.batches}", reply_batches(place, survey), result)
            if has_different_scales(reply_batches(place, survey)):
                message = (
                    "The reply files use different scales for the same statement, so the answers from all "
                    "of them are shown side by side."
                )
                yield Problem(f"{where}/{place.batches}", "scales-differ", message)
    for path, group in _learning_point_lists(form):
        for point in answers.items(path):
            yield from _point_problems(form, answers, paths.item_path(path, point.id), group, point)
    for reply in reimported_withdrawals(form, answers):
        where = reply.place.partition("#")[0]
        message = (
            "A withdrawn reply has been imported again. It is not counted, but its text is in the inquiry. "
            "Erase it again."
        )
        yield Problem(where, WITHDRAWN_AGAIN, message)
    yield from contradictions(form, answers)
    yield from _unused_statements(form, answers)


def unused_evidence(form: Form, answers: Answers) -> tuple[EvidenceChoice, ...]:
    """Return the evidence that no learning point uses; a statement with any figure in use is left out."""
    used = {place.partition("#")[0] for place in _picked_evidence(form, answers)}
    first: dict[str, EvidenceChoice] = {}
    for evidence in evidence_choices(form, answers):
        first.setdefault(evidence.place.partition("#")[0], evidence)
    return tuple(choice for path, choice in first.items() if path not in used)


def _unused_statements(form: Form, answers: Answers) -> Iterator[Problem]:
    """Yield, for each survey with evidence in use, the statements that no learning point uses."""
    used = {place.partition("#")[0] for place in _picked_evidence(form, answers)}
    for place in survey_locations(form):
        for survey in answers.items(place.group):
            group = place.statements_path(survey.id)
            items = answers.items(group)
            left = [item for item in items if paths.item_path(group, item.id) not in used]
            if left and len(left) < len(items):
                names = ", ".join(f"“{item.get('statement') or 'no text'}”" for item in left)
                message = (
                    f"{format_count(len(left), 'statement')} {verb_for(len(left))} not used by any learning "
                    f"point: {names}."
                )
                yield Problem(group, WITHOUT_POINT, message)


def _replies_problems(where: str, survey: Item, result: SurveyResult) -> Iterator[Problem]:
    typed = stored_number(survey.get("n"))
    if result.n and typed is not None and typed != result.n:
        message = (
            f"You entered {typed:,} as the number of people who replied, but there are "
            f"{format_count(result.n, 'reply')}."
        )
        yield Problem(f"{where}/n", "people-differ", message)
    unused = [figure for figure in result.statements if figure.has_unused_counts]
    if unused:
        message = (
            f"You entered counts for {format_count(len(unused), 'statement')} that also "
            "have replies. "
            "The replies are counted; your counts are not."
        )
        yield Problem(result.path, "counts-not-used", message)
    statement_ids = {figure.item.id for figure in result.statements}
    removed = [
        heading
        for to, heading in result.replies.headings.items()
        if _is_target_removed(result, to, statement_ids)
    ]
    if removed:
        message = f"Some replies are to statements that have been removed: {', '.join(removed)}."
        yield Problem(result.path, "statement-gone", message)


def _differing_problems(
    where: str, batches: Sequence[Mapping[str, Any]], result: SurveyResult
) -> Iterator[Problem]:
    """Yield the replies that two files answer differently."""
    differing = differing_replies(batches)
    if differing:
        count, named = (
            len(differing),
            {figure.item.id: figure.tally.statement for figure in result.statements},
        )
        example = next((named[question] for question in differing.values() if question in named), "")
        about = f", for example about “{example}”" if example else ""
        message = (
            f"Two imported files disagree about {format_count(count, 'reply')}{about}. Each reply is counted "
            "once. Import the later file again, and choose which answers to take."
        )
        yield Problem(where, "replies-differ", message)


def _is_target_removed(result: SurveyResult, to: str, statement_ids: set[str]) -> bool:
    return to not in statement_ids and (to in result.replies.statements or to in result.replies.counts)


def _point_problems(form: Form, answers: Answers, where: str, group: Field, point: Item) -> Iterator[Problem]:
    shown = find_evidence_field(group)
    if shown is None or not any(not is_empty(field, point.get(field.id)) for field in group.fields):
        return
    entries = point.items(shown.id)
    if not any(not is_empty(field, entry.get(field.id)) for entry in entries for field in shown.fields):
        message = (
            "This learning point has no evidence yet. Choose a figure, a reply, a note or a "
            "source, or add your own."
        )
        yield Problem(f"{where}/{shown.id}", WITHOUT_EVIDENCE, message)
    for entry in entries:
        for field in (inner for inner in shown.fields if kind_of(inner).is_evidence):
            place = str(entry.get(field.id) or "")
            trouble = resolve_evidence(form, answers, place).problem if place else ""
            if trouble:
                code = "evidence-gone" if trouble in (GONE, NOT_COUNTED, WITHDRAWN) else "evidence-not-agreed"
                path = paths.field_path(f"{where}/{shown.id}", entry.id, field.id)
                yield Problem(path, code, f"This evidence cannot be printed. {trouble}")


def _learning_point_lists(form: Form) -> Iterator[tuple[str, Field]]:
    """Yield the lists of learning points: those whose entries have a list with an evidence question."""
    for path, question in form.questions():
        if find_evidence_field(question) is not None:
            yield path, question


def _picked_evidence(form: Form, answers: Answers) -> Iterator[str]:
    """Yield the place of every piece of evidence that a learning point uses."""
    for path, group in _learning_point_lists(form):
        shown = find_evidence_field(group)
        for point in answers.items(path):
            for entry in point.items(shown.id) if shown else ():
                for field in shown.fields if shown else ():
                    if kind_of(field).is_evidence and entry.get(field.id):
                        yield str(entry.get(field.id))
