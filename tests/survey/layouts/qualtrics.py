"""Qualtrics: three rows of headings, with the words of the choices or with their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tests.survey.layouts.columns import (
    Column,
    Written,
    counted,
    joined_column,
    not_counted,
    numbered,
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
from tests.survey.layouts.truth import AskedStatement, DrawnSurvey, TickQuestion, draw_name


@dataclass(frozen=True)
class Style:
    """The options that were chosen for the download."""

    numeric: bool
    split_ticks: bool
    recode_from_agree: bool


def import_id(name: str) -> str:
    return f'{{"ImportId":"{name}"}}'


def tool_columns(survey: DrawnSurvey, random: Random, style: Style) -> list[Column]:
    stamps = times(survey, "2026-05-{day:02} 10:{minute:02}:00")
    done = [state != "unfinished" for state in survey.states]
    previews = [state == "preview" for state in survey.states]
    names = [draw_name(random, n).split() for n in survey.people]
    named = random.random() < 0.3
    last = [b if named else "" for _, b in names]
    mail = [f"{b.lower()}@example.org" if named else "" for _, b in names]
    east, north = [f"-3.18{n:03}" for n in survey.people], [f"55.94{n:03}" for n in survey.people]
    channel = ["preview" if preview else "anonymous" for preview in previews]
    seconds = [str(90 + n) for n in survey.people]
    empty = [""] * len(stamps)
    kinds = ("1", "0") if style.numeric else ("Survey Preview", "IP Address")
    finished = ("1", "0") if style.numeric else ("True", "False")
    made = [
        ("StartDate", "Start Date", "startDate", stamps, False),
        ("EndDate", "End Date", "endDate", stamps, False),
        ("Status", "Response Type", "status", [kinds[not preview] for preview in previews], False),
        ("IPAddress", "IP Address", "ipAddress", [f"198.51.100.{n}" for n in survey.people], True),
        ("Progress", "Progress", "progress", ["100" if whole else "43" for whole in done], False),
        ("Duration (in seconds)", "Duration (in seconds)", "duration", seconds, False),
        ("Finished", "Finished", "finished", [finished[not whole] for whole in done], False),
        ("RecordedDate", "Recorded Date", "recordedDate", stamps, False),
        ("ResponseId", "Response ID", "_recordId", [f"R_2YPOQ602ER{n:05}" for n in survey.people], False),
        ("RecipientLastName", "Recipient Last Name", "recipientLastName", last, named),
        ("RecipientFirstName", "Recipient First Name", "recipientFirstName", empty, False),
        ("RecipientEmail", "Recipient Email", "recipientEmail", mail, named),
        ("ExternalReference", "External Data Reference", "externalDataReference", empty, False),
        ("LocationLatitude", "Location Latitude", "locationLatitude", north, True),
        ("LocationLongitude", "Location Longitude", "locationLongitude", east, True),
        ("DistributionChannel", "Distribution Channel", "distributionChannel", channel, False),
        ("UserLanguage", "User Language", "userLanguage", ["EN"] * len(stamps), False),
    ]  # fmt: skip
    return [
        tool_column((name, words, import_id(ident)), cells, who=who)
        for name, words, ident, cells, who in made
    ]


def question_columns(survey: DrawnSurvey, style: Style) -> list[Column]:
    columns: list[Column] = []
    for number, item, place, row in numbered(survey):
        name, ident = f"Q{place}", f"QID{place}"
        if isinstance(item, AskedStatement):
            codes = item.scale.codes
            if not style.recode_from_agree:
                codes.reverse()
            as_codes = style.numeric and item.scale.kind != "number"
            steps, unknown = (codes, str(len(codes) + 1)) if as_codes else ((), None)
            heading = (f"{name}_{row}", f"{item.stem} - {item.wording}", import_id(f"{ident}_{row}"))
            alone = (name, item.wording, import_id(ident))
            columns.append(statement_column(survey, number, heading if row else alone, steps, unknown))
        elif isinstance(item, TickQuestion):
            columns += tick_columns(survey, number, name, ident, style)
        else:
            words = question(survey, number)
            columns.append(words_column(survey, number, (name, words, import_id(f"{ident}_TEXT"))))
    return columns


def tick_columns(survey: DrawnSurvey, number: int, name: str, ident: str, style: Style) -> list[Column]:
    item = survey.items[number]
    assert isinstance(item, TickQuestion)
    middle = " - Selected Choice" if item.has_other else ""
    if style.split_ticks:
        headings = [
            (f"{name}_{n}", f"{item.wording}{middle} - {option}", import_id(f"{ident}_{n}"))
            for n, option in enumerate(item.options, 1)
        ]
        columns = option_columns(survey, number, headings, "1" if style.numeric else item.options)
    else:
        heads = (name, f"{item.wording}{middle}", import_id(ident))
        named = "Other (please specify)" if item.has_other else ""  # what was written has its own column
        columns = [joined_column(survey, number, heads, ",", other=named)]
    if item.has_other:
        last = len(item.options) + 1
        text = f"{item.wording} - Other (please specify) - Text"
        if style.split_ticks:
            marked = tuple(
                ("1" if style.numeric else "Other (please specify)") if other else "" for other in item.other
            )
            heading = f"{item.wording}{middle} - Other (please specify)"
            columns.append(tool_column((f"{name}_{last}", heading, import_id(f"{ident}_{last}")), marked))
        columns.append(
            other_column(survey, number, (f"{name}_{last}_TEXT", text, import_id(f"{ident}_{last}_TEXT")))
        )
    return columns


def in_file(survey: DrawnSurvey, random: Random, style: Style) -> Written:
    columns = tool_columns(survey, random, style) + question_columns(survey, style)
    rows = table(columns)
    if random.random() < 0.75:
        name, content = "Evening survey_May 12, 2026_10.00.csv", text_bytes(rows, "utf-8", end="\n")
    else:
        name, content = "Evening survey.xlsx", workbook_bytes(rows, "Sheet0")
    return Written(
        name,
        content,
        tuple(columns),
        counted(survey),
        first_row=4,
        not_replies=not_counted(survey, 4),
    )


def choice_text(survey: DrawnSurvey, random: Random) -> Written:
    return in_file(
        survey, random, Style(numeric=False, split_ticks=random.random() < 0.5, recode_from_agree=True)
    )


def numeric(survey: DrawnSurvey, random: Random) -> Written:
    """Numbers in place of the choices, in the order of the form."""
    return in_file(
        survey, random, Style(numeric=True, split_ticks=True, recode_from_agree=random.random() < 0.5)
    )
