"""REDCap: raw codes, or labels."""

from __future__ import annotations

from random import Random

from tests.survey.layouts.columns import (
    Column,
    Written,
    counted,
    not_counted,
    option_columns,
    other_column,
    question,
    statement_column,
    table,
    times,
    tool_column,
    words_column,
)
from tests.survey.layouts.file_bytes import text_bytes
from tests.survey.layouts.kobo import unique_names
from tests.survey.layouts.truth import AskedStatement, DrawnSurvey, TickQuestion


def around(survey: DrawnSurvey, *, labels: bool) -> tuple[list[Column], Column]:
    """Return the columns before the questions, and the one after them."""
    unfinished = [state == "unfinished" for state in survey.states]
    stamps = times(survey, "2026-05-{day:02} 10:{minute:02}:00")
    sent = ["[not completed]" if open_ else stamp for open_, stamp in zip(unfinished, stamps, strict=True)]
    done = (
        (["Incomplete" if open_ else "Complete" for open_ in unfinished])
        if labels
        else (["0" if open_ else "2" for open_ in unfinished])
    )
    first = [
        tool_column(("Record ID" if labels else "record_id",), [str(n + 1) for n in survey.people]),
        tool_column(("Survey Identifier" if labels else "redcap_survey_identifier",), [""] * len(stamps)),
        tool_column(("Survey Timestamp" if labels else "evening_survey_timestamp",), sent),
    ]
    return first, tool_column(("Complete?" if labels else "evening_survey_complete",), done)


def in_file(survey: DrawnSurvey, *, labels: bool) -> Written:
    columns, last = around(survey, labels=labels)
    names = unique_names(survey)
    for number, item in enumerate(survey.items):
        heading = question(survey, number) if labels else names[number]
        if isinstance(item, AskedStatement):
            steps: tuple[str, ...] = ()
            unknown = None
            if not labels and item.scale.kind != "number":
                yes_no = item.scale.kind == "yes_no"
                steps = ("1", "0") if yes_no else tuple(item.scale.codes)
                unknown = "99"
            columns.append(statement_column(survey, number, (heading,), steps, unknown))
        elif isinstance(item, TickQuestion):
            columns += tick_columns(survey, number, item, heading, labels=labels)
        else:
            columns.append(words_column(survey, number, (heading,)))
    columns.append(last)
    name = f"EveningSurvey_DATA{'_LABELS' if labels else ''}_2026-05-12_1000.csv"
    return Written(
        name,
        text_bytes(table(columns), "utf-8-sig", end="\n"),
        tuple(columns),
        counted(survey),
        not_replies=not_counted(survey, 2),
    )


def tick_columns(
    survey: DrawnSurvey, number: int, item: TickQuestion, heading: str, *, labels: bool
) -> list[Column]:
    def name(place: int, option: str) -> tuple[str, ...]:
        return (f"{heading} (choice={option})",) if labels else (f"{heading}___{place + 1}",)

    marks = ("Checked", "Unchecked") if labels else ("1", "0")
    columns = option_columns(
        survey, number, [name(*option) for option in enumerate(item.options)], marks[0], marks[1]
    )
    if item.has_other:
        place = len(item.options)
        ticked = [marks[0] if other else marks[1] for other in item.other]
        columns.append(tool_column(name(place, "Other"), ticked))
        columns.append(other_column(survey, number, ("Please specify" if labels else f"{heading}_other",)))
    return columns


def raw(survey: DrawnSurvey, random: Random) -> Written:  # noqa: ARG001  # every writer has the same face
    return in_file(survey, labels=False)


def labels(survey: DrawnSurvey, random: Random) -> Written:  # noqa: ARG001  # likewise
    return in_file(survey, labels=True)
