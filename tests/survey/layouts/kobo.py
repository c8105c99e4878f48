"""KoboToolbox and ODK Central: labels or names, and ticked options in one cell, in columns, or both."""

from __future__ import annotations

import re
from random import Random

from tests.survey.layouts.columns import (
    Column,
    Written,
    counted,
    joined_column,
    option_columns,
    other_column,
    question,
    statement_column,
    table,
    times,
    tool_column,
    words_column,
)
from tests.survey.layouts.file_bytes import text_bytes, workbook_bytes
from tests.survey.layouts.truth import AskedStatement, DrawnSurvey, TickQuestion


def xml_name(words: str) -> str:
    """Return the name that the form builder makes of a label."""
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_") or "q"


def unique_names(survey: DrawnSurvey) -> list[str]:
    names: list[str] = []
    for number in range(len(survey.items)):
        name = xml_name(question(survey, number))[:40]
        again = sum(other == name or other.startswith(f"{name}_00") for other in names)
        names.append(f"{name}_{again:03}" if again else name)
    return names


def name_steps(item: AskedStatement) -> tuple[tuple[str, ...], str]:
    if item.scale.kind == "number":
        return item.scale.steps, ""
    return tuple(xml_name(step) for step in item.scale.steps), xml_name(
        item.scale.dont_know
    ) if item.scale.dont_know else ""


def before(survey: DrawnSurvey, random: Random) -> list[Column]:
    stamps = times(survey, "2026-05-{day:02}T10:{minute:02}:00.000+01:00")
    columns = [tool_column(("start",), stamps), tool_column(("end",), stamps)]
    if random.random() < 0.4:
        columns.append(
            tool_column(("deviceid",), [f"collect:Qk3v{n:04}dXy" for n in survey.people], who=True)
        )
    if random.random() < 0.3:
        places = [f"55.94{n:03} -3.18{n:03} 0 0" for n in survey.people]
        columns.append(tool_column(("Where are you?",), places, who=True))
        columns.append(
            tool_column(("_Where are you?_latitude",), [f"55.94{n:03}" for n in survey.people], who=True)
        )
        columns.append(
            tool_column(("_Where are you?_longitude",), [f"-3.18{n:03}" for n in survey.people], who=True)
        )
        columns.append(tool_column(("_Where are you?_altitude",), ["0"] * len(stamps)))
        columns.append(tool_column(("_Where are you?_precision",), ["0"] * len(stamps)))
    return columns


def after(survey: DrawnSurvey) -> list[Column]:
    stamps, empty = times(survey, "2026-05-{day:02}T09:{minute:02}:00"), [""] * len(survey.states)
    made = [
        ("_id", [str(204_500_100 + n) for n in survey.people]),
        ("_uuid", [f"5a9c{n:04}-77aa-4c1e-9b1f-3f0e{n:08}" for n in survey.people]),
        ("_submission_time", stamps),
        ("_validation_status", empty),
        ("_notes", empty),
        ("_status", ["submitted_via_web"] * len(stamps)),
        ("_submitted_by", empty),
        ("__version__", ["vJ5pQm2Lr8"] * len(stamps)),
        ("_tags", empty),
        ("_index", [str(n + 1) for n in survey.people]),
    ]
    return [tool_column((heading,), cells) for heading, cells in made]


def question_columns(survey: DrawnSurvey, random: Random, *, labels: bool) -> list[Column]:
    names, groups = unique_names(survey), random.random() < 0.5
    style = random.choice(["both", "joined", "columns"])
    columns: list[Column] = []
    for number, item in enumerate(survey.items):
        stem = item.stem if isinstance(item, AskedStatement) else ""
        group = (stem if labels else xml_name(stem)) + "/" if groups and stem else ""
        heading = group + (question(survey, number) if labels else names[number])
        if isinstance(item, AskedStatement):
            steps, unknown = ((), None) if labels else name_steps(item)
            columns.append(statement_column(survey, number, (heading,), steps, unknown))
        elif isinstance(item, TickQuestion):
            columns += tick_columns(survey, number, heading, style, labels=labels)
        else:
            columns.append(words_column(survey, number, (heading,)))
    return columns


def tick_columns(survey: DrawnSurvey, number: int, heading: str, style: str, *, labels: bool) -> list[Column]:
    item = survey.items[number]
    assert isinstance(item, TickQuestion)
    words = [option if labels else xml_name(option) for option in item.options]
    other = "Other" if labels else "other"
    columns = []
    if style != "columns":
        columns.append(joined_column(survey, number, (heading,), " ", options=words, other=other))
    if style != "joined":
        headings = [(f"{heading}/{option}",) for option in words]
        columns += option_columns(survey, number, headings, "1", "0", unanswered="")
        if item.has_other:
            marks = ["1" if written else "0" for written in item.other]
            columns.append(tool_column((f"{heading}/{other}",), marks))
    if item.has_other:
        columns.append(
            other_column(survey, number, ("If other, please say" if labels else f"{heading}_other",))
        )
    return columns


def kobo(survey: DrawnSurvey, random: Random, *, labels: bool) -> Written:
    columns = before(survey, random) + question_columns(survey, random, labels=labels) + after(survey)
    rows = table(columns)
    if random.random() < 0.5:
        name = "Evening_survey_-_all_versions_-_labels_-_2026-05-12-10-00-00"
        return Written(
            f"{name}.csv", text_bytes(rows, "utf-8", ";", quote_all=True), tuple(columns), counted(survey)
        )
    return Written(
        "Evening_survey.xlsx", workbook_bytes(rows, "Evening survey"), tuple(columns), counted(survey)
    )


def kobo_labels(survey: DrawnSurvey, random: Random) -> Written:
    return kobo(survey, random, labels=True)


def kobo_names(survey: DrawnSurvey, random: Random) -> Written:
    return kobo(survey, random, labels=False)


def odk_central(survey: DrawnSurvey, random: Random) -> Written:
    """Names with those of their groups, and what Central knows of the submission."""
    names = unique_names(survey)
    stamps = times(survey, "2026-05-{day:02}T10:{minute:02}:00.000Z")
    keys = [f"uuid:5a9c{n:04}-77aa-4c1e-9b1f-3f0e{n:08}" for n in survey.people]
    columns = [tool_column(("SubmissionDate",), stamps), tool_column(("meta-instanceID",), keys)]
    split = random.random() < 0.5
    for number, item in enumerate(survey.items):
        heading = names[number]
        if isinstance(item, AskedStatement):
            heading = f"{xml_name(item.stem)}-{heading}" if item.stem else heading
            steps, unknown = name_steps(item)
            columns.append(statement_column(survey, number, (heading,), steps, unknown))
        elif isinstance(item, TickQuestion):
            columns += tick_columns(survey, number, heading, "both" if split else "joined", labels=False)
        else:
            columns.append(words_column(survey, number, (heading,)))
    made = {
        "KEY": keys,
        "SubmitterID": ["5"] * len(stamps),
        "SubmitterName": ["Evening survey"] * len(stamps),
        "AttachmentsPresent": ["0"] * len(stamps),
        "AttachmentsExpected": ["0"] * len(stamps),
        "Status": [""] * len(stamps),
        "ReviewState": [""] * len(stamps),
        "DeviceID": [f"collect:Qk3v{n:04}dXy" for n in survey.people],
        "Edits": ["0"] * len(stamps),
        "FormVersion": ["2"] * len(stamps),
    }
    columns += [tool_column((heading,), cells, who=heading == "DeviceID") for heading, cells in made.items()]
    return Written(
        "evening_survey.csv", text_bytes(table(columns), end="\n"), tuple(columns), counted(survey)
    )
