"""Find the survey that replies are imported into, and what it already contains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.schema import Form
from carreport.survey.locate import SurveyLocation, survey_location
from carreport.survey.scales import normalise_answer


@dataclass(frozen=True, slots=True)
class SurveyTarget:
    """An existing or new survey in a draft: its questions and its replies."""

    place: SurveyLocation
    survey: str
    name: str
    is_new: bool
    statements: tuple[tuple[str, str], ...] = ()
    opens: tuple[tuple[str, str], ...] = ()
    batches: tuple[Mapping[str, Any], ...] = ()
    scale: str = ""
    own_steps: str = ""


def find_target(form: Form, answers: Answers, path: str, name: str = "") -> SurveyTarget:
    """Return the survey at `path`: by its id, by its name, the only one, or a new one.

    `path` is that of a list of surveys or of one survey in it. Raise `UsageError` if it is unclear
    which survey is meant.
    """
    place = survey_location(form, path)
    surveys = answers.items(place.group)
    wanted = paths.split_path(path).steps
    if wanted:
        item = next((survey for survey in surveys if survey.id == wanted[0][0]), None)
        if item is None:
            raise _unknown_survey(path, place, surveys)
        return _existing_survey(place, answers, item)
    named = (
        [survey for survey in surveys if normalise_answer(_name(survey)) == normalise_answer(name)]
        if name
        else surveys
    )
    if len(named) > 1:
        raise _unknown_survey(path, place, surveys)
    if named:
        return _existing_survey(place, answers, named[0])
    new_id = derived_id(place.group, name or "survey")
    return SurveyTarget(place, new_id, name, is_new=True, opens=_open_questions(place, answers, name))


def derived_id(group: str, words: str) -> str:
    """Return the id for an entry that an import creates, the same on every computer for the same text."""
    return blake2b(f"{group}\n{normalise_answer(words) or words}".encode(), digest_size=6).hexdigest()


def reply_batches(place: SurveyLocation, survey: Item) -> tuple[Mapping[str, Any], ...]:
    """Return all batches of replies to a survey, with the survey round of each entry."""
    batches: list[Mapping[str, Any]] = []
    for batch in survey.items(place.batches):
        value = batch.get(place.replies)
        if value:
            batches.append({**value, "wave": str(batch.get("wave") or "")})
    return tuple(batches)


def _existing_survey(place: SurveyLocation, answers: Answers, item: Item) -> SurveyTarget:
    name = _name(item)
    statements = tuple(
        (statement.id, str(statement.get("statement") or "")) for statement in item.items(place.statements)
    )
    return SurveyTarget(
        place,
        item.id,
        name,
        is_new=False,
        statements=statements,
        opens=_open_questions(place, answers, name),
        batches=reply_batches(place, item),
        scale=str(item.get("scale") or ""),
        own_steps=str(item.get("steps") or ""),
    )


def _open_questions(place: SurveyLocation, answers: Answers, name: str) -> tuple[tuple[str, str], ...]:
    """Return the open questions of a survey: those that name it, and those that name none."""
    items = answers.items(place.opens) if place.opens else ()
    return tuple(
        (opened.id, str(opened.get("question") or ""))
        for opened in items
        if normalise_answer(str(opened.get("survey") or "")) in ("", normalise_answer(name))
    )


def _name(item: Item) -> str:
    return str(item.get("name") or "")


def _unknown_survey(path: str, place: SurveyLocation, surveys: tuple[Item, ...]) -> UsageError:
    listed = ", ".join(f"{place.group}/{survey.id} (“{_name(survey) or 'no name'}”)" for survey in surveys)
    return UsageError(
        "which-survey",
        f"carreport cannot tell which survey you mean by {path}.",
        why=f"The surveys are: {listed}." if listed else "There is no survey yet.",
        remedy="Choose one of them, or enter a new name.",
    )
