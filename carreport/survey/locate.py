"""Find where a form keeps its surveys, their replies and their open questions.

Names do not matter: a survey list has a `survey` and a list of `replies` in it, and the open
questions are a list with a list of replies in the same section.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Form


@dataclass(frozen=True, slots=True)
class SurveyLocation:
    """The location of surveys in a form: the list, and the ids of the questions inside it.

    `batches` is the list of imported batches inside it, with `replies` in each entry; `opens` is the
    path of the list of open questions, or empty.
    """

    group: str
    field: Field
    statements: str
    batches: str
    replies: str
    opens: str

    def statements_path(self, survey: str) -> str:
        """Return the path of the statements of one survey."""
        return paths.field_path(self.group, survey, self.statements)

    def batches_path(self, survey: str) -> str:
        """Return the path of the batches of replies to one survey."""
        return paths.field_path(self.group, survey, self.batches)


def survey_locations(form: Form) -> Iterator[SurveyLocation]:
    """Yield each location of surveys with replies in a form."""
    for section in form.sections:
        for field in section.fields:
            place = _location(f"{section.id}.{field.id}", field, section.fields)
            if place:
                yield place


def survey_location(form: Form, path: str) -> SurveyLocation:
    """Return the location of surveys at `path`; raise `UsageError` if there is none."""
    places = list(survey_locations(form))
    top = path.partition("/")[0]
    location = next((place for place in places if place.group == top), None)
    if location:
        return location
    raise UsageError(
        "no-survey",
        f"You cannot add replies at {path}.",
        why=f"You can add them at {', '.join(place.group for place in places)}." if places else "",
        remedy="" if places else "This form has no list with a survey and a list of replies in it.",
    )


def location_of_list(path: str, field: Field) -> SurveyLocation | None:
    """Return the location of surveys in the list at `path`, without its open questions, or nothing."""
    return _location(path, field, ())


def location_of_statements(form: Form, path: str) -> SurveyLocation | None:
    """Return the location of the statements at `path`, or nothing for a survey without replies."""
    for place in survey_locations(form):
        if path.startswith(place.group + "/") and path.endswith("/" + place.statements):
            return place
    return None


def _location(path: str, field: Field, siblings: tuple[Field, ...]) -> SurveyLocation | None:
    statements = next((inner.id for inner in field.fields if kind_of(inner).holds_statements), "")
    for batches in field.fields if statements else ():
        replies = next((inner.id for inner in batches.fields if kind_of(inner).holds_replies), "")
        if replies:
            section = paths.split_path(path).section
            opens = next((sibling.id for sibling in siblings if _is_open(sibling)), "")
            where = f"{section}.{opens}" if opens else ""
            return SurveyLocation(path, field, statements, batches.id, replies, where)
    return None


def _is_open(field: Field) -> bool:
    replies = field.inner_field("replies")
    return field.inner_field("question") is not None and replies is not None and replies.is_group
