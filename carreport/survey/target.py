"""Find the survey that replies are imported into, and what it already contains."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.kinds.replies import WAVE
from carreport.form.schema import Form
from carreport.survey.locate import SurveyLocation, survey_location
from carreport.survey.response_words import normalise_answer
from carreport.survey.same_wording import AlikeWording, find_alike, wording_key


@dataclass(frozen=True, slots=True)
class SurveyTarget:
    """An existing or new survey in a draft: its questions and its replies.

    `batch_ids` has the id of the entry of each batch. `alike` is a survey whose name looks like that of
    a new one.
    """

    place: SurveyLocation
    survey: str
    name: str
    is_new: bool
    statements: tuple[tuple[str, str], ...] = ()
    opens: tuple[tuple[str, str], ...] = ()
    batches: tuple[Mapping[str, Any], ...] = ()
    scale: str = ""
    own_steps: str = ""
    batch_ids: tuple[str, ...] = ()
    alike: AlikeWording | None = None

    def names_of(self, kind: str) -> tuple[str, ...]:
        """Return the names of the groups, or of the survey rounds, that its replies have."""
        names = [
            word
            for batch in self.batches
            for column in batch["columns"]
            if column["as"] == kind
            for word in column["words"]
        ]
        if kind == WAVE:
            names += [str(batch.get("wave") or "") for batch in self.batches]
        return tuple(dict.fromkeys(filter(None, names)))


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
        [survey for survey in surveys if wording_key(_name(survey)) == wording_key(name)] if name else surveys
    )
    if len(named) > 1:
        raise _unknown_survey(path, place, surveys)
    if named:
        return _existing_survey(place, answers, named[0])
    new_id = wording_id(place.group, name or "survey", [survey.id for survey in surveys])
    alike = find_alike(name, [(survey.id, _name(survey)) for survey in surveys])
    opens = _open_questions(place, answers, name)
    return SurveyTarget(place, new_id, name, is_new=True, opens=opens, alike=alike)


def derived_id(group: str, words: str) -> str:
    """Return the id for an entry that an import creates, the same on every computer for the same text."""
    return blake2b(f"{group}\n{normalise_answer(words) or words}".encode(), digest_size=6).hexdigest()


def wording_id(group: str, words: str, taken: Collection[str] = ()) -> str:
    """Return the id for an entry named by its wording: the same on every computer for the same wording.

    Wordings that are not the same never share an id, nor does a new entry take one of the ids in `taken`.
    """
    usual, key = derived_id(group, words), wording_key(words)
    if usual not in taken and _letters(key) == _letters(normalise_answer(words)) and not _has_symbol(key):
        return usual
    return blake2b(f"{group}\n= {key}".encode(), digest_size=6).hexdigest()


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _has_symbol(key: str) -> bool:
    return any(unicodedata.category(letter).startswith("S") or letter in "%#@" for letter in key)


def reply_batches(place: SurveyLocation, survey: Item) -> tuple[Mapping[str, Any], ...]:
    """Return all batches of replies to a survey, with the survey round of each entry."""
    return tuple(batch for _, batch in _batches_by_id(place, survey))


def _batches_by_id(place: SurveyLocation, survey: Item) -> list[tuple[str, Mapping[str, Any]]]:
    return [
        (entry.id, {**value, "wave": str(entry.get("wave") or "")})
        for entry in survey.items(place.batches)
        if (value := entry.get(place.replies))
    ]


def _existing_survey(place: SurveyLocation, answers: Answers, item: Item) -> SurveyTarget:
    name = _name(item)
    statements = tuple(
        (statement.id, str(statement.get("statement") or "")) for statement in item.items(place.statements)
    )
    batches = _batches_by_id(place, item)
    return SurveyTarget(
        place,
        item.id,
        name,
        is_new=False,
        statements=statements,
        opens=_open_questions(place, answers, name),
        batches=tuple(batch for _, batch in batches),
        batch_ids=tuple(entry for entry, _ in batches),
        scale=str(item.get("scale") or ""),
        own_steps=str(item.get("steps") or ""),
    )


def _open_questions(place: SurveyLocation, answers: Answers, name: str) -> tuple[tuple[str, str], ...]:
    """Return the open questions of a survey: those that name it, and those that name none."""
    items = answers.items(place.opens) if place.opens else ()
    return tuple(
        (opened.id, str(opened.get("question") or ""))
        for opened in items
        if wording_key(str(opened.get("survey") or "")) in ("", wording_key(name))
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
