"""List what may want mending in surveys, replies and learning points, across answers.

What can be seen in one answer alone is listed by its kind; here is what needs several of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from carreport.form import paths
from carreport.form.answers import Answers, Item, is_empty
from carreport.form.kinds.simple import number_in
from carreport.form.problems import Problem
from carreport.form.schema import Field, Form
from carreport.form.wording import counted
from carreport.survey.evidence import GONE, WITHDRAWN, EvidenceChoice, evidence_choices, show_evidence
from carreport.survey.find_reply import came_again
from carreport.survey.locate import survey_places
from carreport.survey.results.result import SurveyResult, survey_result
from carreport.survey.scales import scale_of_steps
from carreport.survey.target import replies_in

WITHOUT_EVIDENCE = "point-without-evidence"
WITHOUT_POINT = "evidence-without-point"
WITHDRAWN_AGAIN = "withdrawn-came-again"


def survey_problems(form: Form, answers: Answers) -> Iterator[Problem]:
    """Yield what a person may want to mend about surveys, evidence and learning points."""
    for place in survey_places(form):
        for survey in answers.items(place.group):
            result = survey_result(form, answers, place.statements_of(survey.id))
            where = paths.of_item(place.group, survey.id)
            yield from _replies_problems(where, survey, result)
            scales = {
                scale_of_steps(each["steps"]).ranked for each in replies_in(place, survey) if each["steps"]
            }
            if len(scales) > 1:
                message = "The files of replies have different scales; their steps stand side by side."
                yield Problem(f"{where}/{place.batches}", "scales-differ", message)
    for path, group in _points_in(form):
        for point in answers.items(path):
            yield from _point_problems(form, answers, paths.of_item(path, point.id), group, point)
    for reply in came_again(form, answers):
        where = reply.place.partition("#")[0]
        message = (
            "A reply that was withdrawn came in again. It is not counted, but its words are in the "
            "inquiry: erase it once more."
        )
        yield Problem(where, WITHDRAWN_AGAIN, message)
    yield from _unused_statements(form, answers)


def unused_evidence(form: Form, answers: Answers) -> tuple[EvidenceChoice, ...]:
    """Return the evidence that no learning point picks: of a statement, one figure is enough."""
    used = {place.partition("#")[0] for place in _picked(form, answers)}
    first: dict[str, EvidenceChoice] = {}
    for each in evidence_choices(form, answers):
        first.setdefault(each.place.partition("#")[0], each)
    return tuple(choice for path, choice in first.items() if path not in used)


def _unused_statements(form: Form, answers: Answers) -> Iterator[Problem]:
    """Yield for each survey which of its statements no learning point shows, once one is shown."""
    used = {place.partition("#")[0] for place in _picked(form, answers)}
    for place in survey_places(form):
        for survey in answers.items(place.group):
            group = place.statements_of(survey.id)
            items = answers.items(group)
            left = [each for each in items if paths.of_item(group, each.id) not in used]
            if left and len(left) < len(items):
                names = ", ".join(f"“{each.get('statement') or 'no words'}”" for each in left)
                verb = "is" if len(left) == 1 else "are"
                message = f"{counted(len(left), 'statement')} {verb} shown by no learning point: {names}."
                yield Problem(group, WITHOUT_POINT, message)


def _replies_problems(where: str, survey: Item, result: SurveyResult) -> Iterator[Problem]:
    typed = number_in(survey.get("n"))
    if result.n and typed is not None and typed != result.n:
        message = f"{typed:,} people are said to have replied, and {counted(result.n, 'reply')} came in."
        yield Problem(f"{where}/n", "people-differ", message)
    unused = [each for each in result.statements if each.unused]
    if unused:
        message = (
            f"Counts were typed in for {counted(len(unused), 'statement')} that replies came in for. "
            "The replies are counted, and these are not."
        )
        yield Problem(result.path, "counts-not-used", message)
    known = {each.item.id for each in result.statements}
    gone = [heading for to, heading in result.joined.headings.items() if _has_gone(result, to, known)]
    if gone:
        message = f"Replies came in for statements that are not here any more: {', '.join(gone)}."
        yield Problem(result.path, "statement-gone", message)


def _has_gone(result: SurveyResult, to: str, known: set[str]) -> bool:
    return to not in known and (to in result.joined.statements or to in result.joined.counts)


def _point_problems(form: Form, answers: Answers, where: str, group: Field, point: Item) -> Iterator[Problem]:
    shown = _shown_in(group)
    if shown is None or not any(not is_empty(each, point.get(each.id)) for each in group.fields):
        return
    entries = point.items(shown.id)
    if not any(not is_empty(each, entry.get(each.id)) for entry in entries for each in shown.fields):
        message = (
            "Nothing shows this point yet. Pick a figure, a reply, a note or a source, or write one down."
        )
        yield Problem(f"{where}/{shown.id}", WITHOUT_EVIDENCE, message)
    for entry in entries:
        for field in (each for each in shown.fields if each.kind == "evidence"):
            place = str(entry.get(field.id) or "")
            trouble = show_evidence(form, answers, place).trouble if place else ""
            if trouble:
                code = "evidence-gone" if trouble in (GONE, WITHDRAWN) else "evidence-not-agreed"
                path = paths.inside(f"{where}/{shown.id}", entry.id, field.id)
                yield Problem(path, code, f"What was picked cannot be printed. {trouble}")


def _points_in(form: Form) -> Iterator[tuple[str, Field]]:
    """Yield the lists of learning points: those whose entries hold a list with picked evidence."""
    for path, question in form.questions():
        if _shown_in(question) is not None:
            yield path, question


def _shown_in(group: Field) -> Field | None:
    lists = (each for each in group.fields if each.kind == "list")
    return next((each for each in lists if any(inner.kind == "evidence" for inner in each.fields)), None)


def _picked(form: Form, answers: Answers) -> Iterator[str]:
    """Yield the place of every piece of evidence that a learning point picks."""
    for path, group in _points_in(form):
        shown = _shown_in(group)
        for point in answers.items(path):
            for entry in point.items(shown.id) if shown else ():
                for field in shown.fields if shown else ():
                    if field.kind == "evidence" and entry.get(field.id):
                        yield str(entry.get(field.id))
