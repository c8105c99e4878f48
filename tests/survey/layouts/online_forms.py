"""Write files as Microsoft Forms, Google Forms, Typeform and Formbricks do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from tests.survey.layouts.columns import (
    TOOL,
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

START = datetime(2026, 5, 1, 9)  # noqa: DTZ001  # a cell of a workbook has no zone


def microsoft(survey: DrawnSurvey, random: Random) -> Written:
    """A grid loses its question here, and a repeated heading gets a number after it."""
    named = random.random() < 0.5
    names = [draw_name(random, n) if named else "" for n in survey.people]
    mails = [f"{name.split()[1].lower()}@example.org" if named else "anonymous" for name in names]
    columns = [
        tool_column((random.choice(["ID", "Id"]),), [str(n + 1) for n in survey.people]),
        tool_column(("Start time",), times(survey)),
        tool_column(("Completion time",), times(survey)),
        tool_column(("Email",), mails, who=named),
        tool_column(("Name",), names, who=named),
    ]
    if random.random() < 0.5:
        columns.append(tool_column(("Last modified time",), [""] * len(survey.states)))
    own_space = random.choice(["", "\xa0"])
    for number, item in enumerate(survey.items):
        heading = question(survey, number) + own_space
        if isinstance(item, AskedStatement):
            columns.append(statement_column(survey, number, (heading,)))
        elif isinstance(item, TickQuestion):
            columns.append(joined_column(survey, number, (heading,), ";", end=";"))
        else:
            columns.append(words_column(survey, number, (heading,)))
    columns = numbered_again(columns)
    rows: list[list[str | int | datetime]] = [list(row) for row in table(columns)]
    for n, row in enumerate(rows[1:]):
        row[0] = n + 1
        row[1] = START + timedelta(hours=n)
        row[2] = START + timedelta(hours=n, minutes=4)
        for place, column in enumerate(columns):
            if column.meaning.role == "statement" and row[place] and str(row[place]).isdigit():
                row[place] = int(str(row[place]))
    content = workbook_bytes(rows, random.choice(["Sheet1", "Form1"]))
    return Written("Evening survey(1-30).xlsx", content, tuple(columns), counted(survey))


def numbered_again(columns: list[Column]) -> list[Column]:
    """Put a number after a repeated heading, as Microsoft Forms does."""
    seen: dict[str, int] = {}
    numbered = []
    for column in columns:
        heading = column.headings[0]
        seen[heading] = seen.get(heading, 0) + 1
        again = heading if seen[heading] == 1 else f"{heading}{seen[heading]}"
        numbered.append(replace(column, headings=(again,)))
    return numbered


def google_columns(survey: DrawnSurvey, random: Random, separator: str, stamp: str) -> list[Column]:
    columns = [tool_column(("Timestamp",), times(survey, stamp))]
    if random.random() < 0.3:
        mails = [f"{draw_name(random, n).split()[1].lower()}@example.org" for n in survey.people]
        columns.append(tool_column((random.choice(["Username", "Email Address"]),), mails, who=True))
    stems = {item.stem for item in survey.statements}
    untitled = len(stems - {""}) == 1 and random.random() < 0.2  # a grid without a question
    for number, item in enumerate(survey.items):
        if isinstance(item, AskedStatement):
            stem = "" if untitled else item.stem
            heading = f"{stem} [{item.wording}]".strip() if item.stem else item.wording
            columns.append(statement_column(survey, number, (heading,)))
        elif isinstance(item, TickQuestion):
            columns.append(joined_column(survey, number, (item.wording,), separator))
        else:
            columns.append(words_column(survey, number, (question(survey, number),)))
    return columns


def google_form(survey: DrawnSurvey, random: Random) -> Written:
    """The responses as the form itself gives them: ticked options are joined by semicolons."""
    columns = google_columns(survey, random, ";", "2026/05/{day:02} 10:{minute:02}:00 am GMT+1")
    content = text_bytes(table(columns), quote_all=True)
    return Written("Evening survey.csv", content, tuple(columns), counted(survey))


def google_sheet(survey: DrawnSurvey, random: Random) -> Written:
    """The sheet that is linked with the form: ticked options are joined by commas."""
    columns = google_columns(survey, random, ", ", "{day:02}/05/2026 10:{minute:02}:00")
    if random.random() < 0.5:
        return Written("Replies.csv", text_bytes(table(columns)), tuple(columns), counted(survey))
    content = workbook_bytes(table(columns), "Form responses 1")
    return Written("Replies.xlsx", content, tuple(columns), counted(survey))


def typeform(survey: DrawnSurvey, random: Random) -> Written:
    """Options are columns of their own; yes and no are written as 1 and 0."""
    columns = [tool_column(("#",), [f"{n:08x}c0ffee" for n in survey.people])]
    for number, item in enumerate(survey.items):
        if isinstance(item, AskedStatement):
            steps = ("1", "0") if item.scale.kind == "yes_no" and not item.scale.dont_know else ()
            columns.append(statement_column(survey, number, (item.wording,), steps))
        elif isinstance(item, TickQuestion):
            columns += option_columns(survey, number, [(option,) for option in item.options], item.options)
            if item.has_other:
                columns.append(other_column(survey, number, ("Other",)))
        else:
            columns.append(words_column(survey, number, (question(survey, number),)))
    stamps = times(survey, "2026-05-{day:02} 10:{minute:02}:00")
    kinds = ["completed" if state == "complete" else "partial" for state in survey.states]
    has_kinds = "unfinished" in survey.states or random.random() < 0.5
    if has_kinds:
        columns.append(tool_column(("Response Type",), kinds))
    columns.append(tool_column(("Start Date (UTC)",), stamps))
    if has_kinds:
        columns.append(tool_column(("Stage Date (UTC)",), [""] * len(stamps)))
    sent = [stamp if kind == "completed" else "" for stamp, kind in zip(stamps, kinds, strict=True)]
    columns.append(tool_column(("Submit Date (UTC)",), sent))
    columns.append(tool_column(("Network ID",), [f"d3560842{n:02x}" for n in survey.people], who=True))
    if has_kinds:
        columns.append(tool_column(("Tags",), [""] * len(stamps)))
        columns.append(tool_column(("Ending",), [""] * len(stamps)))
    return Written(
        "responses.csv",
        text_bytes(table(columns), end="\n"),
        tuple(columns),
        counted(survey),
        not_replies=not_counted(survey, 2),
    )


def formbricks(survey: DrawnSurvey, random: Random) -> Written:  # noqa: ARG001  # every writer has the same face
    """Each question with choices has a second column with the ids of the options."""
    people, stamps = survey.people, times(survey, "2026-05-{day:02} 10:{minute:02}:00")
    finished = ["Yes" if state == "complete" else "No" for state in survey.states]
    columns = [
        tool_column(("No.",), [str(n + 1) for n in people]),
        tool_column(("Response ID",), [f"cm{n:04}q3d0001x8" for n in people]),
        tool_column(("Timestamp",), stamps),
        tool_column(("Finished",), finished),
        tool_column(("Survey ID",), ["cmsurvey00001"] * len(stamps)),
        tool_column(("Formbricks ID (internal)",), [""] * len(stamps)),
        tool_column(("User ID",), [f"user-{n:05}" for n in people], who=True),
        tool_column(("Tags",), [""] * len(stamps)),
        tool_column(("url",), ["https://forms.example.org/s/cmsurvey00001"] * len(stamps)),
        tool_column(("userAgent - browser",), ["Firefox"] * len(stamps)),
        tool_column(("userAgent - os",), ["Windows"] * len(stamps)),
        tool_column(("country",), ["GB"] * len(stamps)),
    ]
    for number, item, place, row in numbered(survey):
        heading = f"{place}. {question(survey, number)}"
        if row and isinstance(item, AskedStatement):
            columns.append(statement_column(survey, number, (f"{place}. {item.stem} - {item.wording}",)))
            continue
        if isinstance(item, AskedStatement):
            columns.append(statement_column(survey, number, (heading,)))
        elif isinstance(item, TickQuestion):
            columns.append(joined_column(survey, number, (heading,), "; "))
        else:
            columns.append(words_column(survey, number, (heading,)))
        if isinstance(item, AskedStatement | TickQuestion):
            said = columns[-1].cells
            ids = tuple(
                ", ".join(f"opt{hash_of(word)}" for word in cell.split("; ")) if cell else "" for cell in said
            )
            columns.append(Column((f"{heading} - Option ID",), ids, TOOL))
    return Written(
        "export-evening-survey.csv",
        text_bytes(table(columns), quote_all=True, end="\n"),
        tuple(columns),
        counted(survey),
        not_replies=not_counted(survey, 2),
    )


def hash_of(word: str) -> str:
    """Return letters as the id of an option, the same in every run."""
    return f"{sum(ord(letter) * (place + 1) for place, letter in enumerate(word)) % 9973:04}"
