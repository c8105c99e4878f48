"""Tables that people make in a spreadsheet, and those that SPSS and pandas save."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.survey.layouts.columns import (
    Column,
    Written,
    counted,
    joined_column,
    numbered,
    option_columns,
    other_column,
    question,
    statement_column,
    statements,
    table,
    tool_column,
    words_column,
)
from tests.survey.layouts.file_bytes import open_document_bytes, text_bytes, web_page_bytes, workbook_bytes
from tests.survey.layouts.old_workbook import old_workbook_bytes
from tests.survey.layouts.truth import AskedStatement, DrawnSurvey, TickQuestion


def plain_columns(survey: DrawnSurvey, random: Random) -> list[Column]:
    """One row of headings: the wordings; the question of a grid comes before its statements."""
    columns: list[Column] = []
    if random.random() < 0.4:
        columns.append(
            tool_column((random.choice(["No.", "Reply", "ID"]),), [str(n + 1) for n in survey.people])
        )
    mark, blank = random.choice([("x", ""), ("X", ""), ("yes", ""), ("1", ""), ("✓", ""), ("☑", "☐")])
    for number, item in enumerate(survey.items):
        if isinstance(item, AskedStatement):
            heading = f"{item.stem}: {item.wording}" if item.stem else item.wording
            columns.append(statement_column(survey, number, (heading,)))
        elif isinstance(item, TickQuestion):
            if item.has_other or random.random() < 0.5:
                columns.append(joined_column(survey, number, (item.wording,), "; "))
                continue
            headings = [(f"{item.wording} {option}",) for option in item.options]
            columns += option_columns(survey, number, headings, mark, blank)
        else:
            columns.append(words_column(survey, number, (question(survey, number),)))
    return columns


def as_numbers(rows: list[list[str]]) -> list[list[str | int]]:
    """Return the rows with whole numbers as numbers, as a spreadsheet keeps them."""
    return [
        [int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 6 else cell for cell in row]
        for row in rows
    ]


Save = Callable[[list[list[str]], Random], tuple[str, bytes]]


def saved(save: Save) -> Callable[[DrawnSurvey, Random], Written]:
    """Return the writer of a plain table that is saved in this way."""

    def write(survey: DrawnSurvey, random: Random) -> Written:
        columns = plain_columns(survey, random)
        name, content = save(table(columns), random)
        return Written(name, content, tuple(columns), counted(survey))

    return write


def cp1252(rows: list[list[str]], random: Random) -> tuple[str, bytes]:
    separator = random.choice([";", ","])
    plain = str.maketrans("✓☑", "xx", "☐")
    text = [[cell.translate(plain) for cell in row] for row in rows]
    return "replies.csv", text_bytes(text, "cp1252", separator)


def dos(rows: list[list[str]], random: Random) -> tuple[str, bytes]:
    plain = str.maketrans("’“”–✓☑", '\'""-xx', "☐")
    text = [[cell.translate(plain) for cell in row] for row in rows]
    return "REPLIES.CSV", text_bytes(text, random.choice(["cp850", "cp437"]), random.choice([";", ","]))


def tabs(rows: list[list[str]], random: Random) -> tuple[str, bytes]:
    return random.choice(["replies.txt", "replies.tsv", "replies.csv"]), text_bytes(rows, "utf-8", "\t")


def unicode_text(rows: list[list[str]], random: Random) -> tuple[str, bytes]:
    return random.choice(["replies.txt", "replies.csv"]), text_bytes(rows, "utf-16", "\t")


def xlsx(rows: list[list[str]], random: Random) -> tuple[str, bytes]:
    return "replies.xlsx", workbook_bytes(as_numbers(rows) if random.random() < 0.7 else rows)


def xls(rows: list[list[str]], random: Random) -> tuple[str, bytes]:
    return "replies.xls", old_workbook_bytes(as_numbers(rows) if random.random() < 0.7 else rows)


def ods(rows: list[list[str]], random: Random) -> tuple[str, bytes]:  # noqa: ARG001  # as the others
    return "replies.ods", open_document_bytes(rows)


def web_page(rows: list[list[str]], random: Random) -> tuple[str, bytes]:  # noqa: ARG001  # as the others
    return "replies.xls", web_page_bytes(rows)


def titles_above(survey: DrawnSurvey, random: Random) -> Written:
    columns = plain_columns(survey, random)
    above: list[list[str]] = [["Evening survey, May 2026"]]
    if random.random() < 0.5:
        above.append(["Collected by the partnership", ""])
    if random.random() < 0.7:
        above.append([])
    rows = above + table(columns)
    written = Written(
        "replies.csv",
        b"",
        tuple(columns),
        counted(survey),
        heading_row=len(above) + 1,
        first_row=len(above) + 2,
    )
    if random.random() < 0.5:
        return replace(written, content=text_bytes(rows))
    return replace(written, name="replies.xlsx", content=workbook_bytes(as_numbers(rows)))


def totals_below(survey: DrawnSurvey, random: Random) -> Written:
    """The last row or rows are averages, totals or counts of the columns."""
    columns = plain_columns(survey, random)
    rows = table(columns)
    below = len(rows)
    if random.random() < 0.4:
        rows.append([""] * len(columns))
    if any(column.meaning.role == "statement" and column.cells[0].isdigit() for column in columns):
        rows.append([average_cell(column, random) for column in columns])
    else:
        rows.append([str(sum(map(bool, column.cells))) for column in columns])
    if columns[0].meaning.role != "statement":
        rows[-1][0] = random.choice(["Average", "Total", "Mean", "TOTAL"])
    else:  # the word is in a column of its own before the others
        columns.insert(0, tool_column(("No.",), [str(n + 1) for n in survey.people]))
        rows = [
            [front, *row]
            for front, row in zip(["No.", *map(str, survey_numbers(survey))], rows, strict=False)
        ] + [
            ["", *row] if not any(row) else [random.choice(["Average", "Total"]), *row]
            for row in rows[below:]
        ]
    dropped = frozenset(number for number, row in enumerate(rows, 1) if number > below and any(row))
    written = Written("replies.xlsx", b"", tuple(columns), counted(survey), not_replies=dropped)
    if random.random() < 0.5:
        return replace(written, name="replies.csv", content=text_bytes(rows))
    return replace(written, content=workbook_bytes(as_numbers(rows)))


def survey_numbers(survey: DrawnSurvey) -> list[int]:
    return [n + 1 for n in survey.people]


def average_cell(column: Column, random: Random) -> str:
    numbers = [int(cell) for cell in column.cells if cell.isascii() and cell.isdigit()]
    if column.meaning.role != "statement" or not numbers:
        return ""
    average = sum(numbers) / len(numbers)
    return f"{average:.{random.choice([0, 1, 2])}f}"


def merged_headings(survey: DrawnSurvey, random: Random) -> Written:  # noqa: ARG001  # as the others
    """Two rows of headings: the questions, merged over their grids, and the statements under them."""
    columns: list[Column] = []
    merged: list[str] = []
    start = 0
    for number, item, _, row in numbered(survey):
        if isinstance(item, AskedStatement):
            first = "" if row > 1 else item.stem or item.wording
            columns.append(statement_column(survey, number, (first, item.wording if row else "")))
        elif isinstance(item, TickQuestion):
            headings = [(item.wording if n == 0 else "", option) for n, option in enumerate(item.options)]
            columns += option_columns(survey, number, headings, item.options)
            if item.has_other:
                columns.append(other_column(survey, number, ("", "Other (please specify)")))
        else:
            columns.append(words_column(survey, number, (question(survey, number), "")))
        if row > 1:
            if merged and merged[-1].startswith(f"{letters(start)}1:"):
                merged.pop()
            merged.append(f"{letters(start)}1:{letters(len(columns) - 1)}1")
        else:
            start = len(columns) - 1
    content = workbook_bytes(as_numbers(table(columns)), merged=merged)
    return Written("replies.xlsx", content, tuple(columns), counted(survey), first_row=3)


def letters(place: int) -> str:
    """Return the letters of a column, counted from 0."""
    return ("" if place < 26 else chr(64 + place // 26)) + chr(65 + place % 26)


def hidden_rows(survey: DrawnSurvey, random: Random) -> Written:
    """A filter hides some of the replies. They are still replies, and the person would say so."""
    columns = plain_columns(survey, random)
    hidden = [n + 2 for n in survey.people if random.random() < 0.3] or [2]
    content = workbook_bytes(as_numbers(table(columns)), hidden=hidden)
    return Written(
        "replies.xlsx", content, tuple(columns), counted(survey), doubts=frozenset({"hidden rows"})
    )


def several_sheets(survey: DrawnSurvey, random: Random) -> Written:
    """Another sheet has notes or sums; the person chooses the one with the replies."""
    columns = plain_columns(survey, random)
    notes = [["Notes"], ["Collected in May"], ["Ask the school for theirs"]]
    content = workbook_bytes(as_numbers(table(columns)), "Replies", more_sheets=[("Notes", notes)])
    return Written("replies.xlsx", content, tuple(columns), counted(survey), sheet="Replies")


def pandas(survey: DrawnSurvey, random: Random) -> Written:
    """Numbers in columns with blanks have become 4.0, and a first column without heading counts the rows."""
    columns: list[Column] = [tool_column(("",), [str(n) for n in survey.people])]
    for number, item in enumerate(survey.items):
        if isinstance(item, AskedStatement):
            heading = f"{item.stem}: {item.wording}" if item.stem else item.wording
            column = statement_column(survey, number, (heading,))
            if item.scale.kind == "number" and None in item.said:
                steps = tuple(f"{step}.0" for step in item.scale.steps)
                column = statement_column(survey, number, (heading,), steps)
            columns.append(column)
        elif isinstance(item, TickQuestion):
            headings = [(f"{item.wording}: {option}",) for option in item.options]
            columns += option_columns(survey, number, headings, "True", "False")
        else:
            columns.append(words_column(survey, number, (question(survey, number),)))
    if random.random() < 0.5:
        columns = columns[1:]
    return Written("replies.csv", text_bytes(table(columns), end="\n"), tuple(columns), counted(survey))


def spss_labels(survey: DrawnSurvey, random: Random) -> Written:
    """Names of variables above, the labels of the values below."""
    return spss(survey, random, labels=True)


def spss_numbers(survey: DrawnSurvey, random: Random) -> Written:
    """Names of variables above, the values below."""
    return spss(survey, random, labels=False)


def spss(survey: DrawnSurvey, random: Random, *, labels: bool) -> Written:
    from_agree = random.random() < 0.5
    missing = random.choice(["", " "])
    columns = [tool_column(("ID",), [str(n + 1) for n in survey.people])]
    for number, item in enumerate(survey.items):
        name = f"Q{number + 1}"
        if isinstance(item, AskedStatement):
            steps: tuple[str, ...] = ()
            unknown = None
            if not labels and item.scale.kind != "number":
                codes = item.scale.codes
                steps = tuple(codes if from_agree else reversed(codes))
                unknown = "9"
            columns.append(statement_column(survey, number, (name,), steps, unknown))
        elif isinstance(item, TickQuestion):
            marks = ("Yes", "No") if labels else ("1", "0")
            headings = [(f"{name}_{n}",) for n in range(1, len(item.options) + 1)]
            columns += option_columns(survey, number, headings, *marks)
        else:
            columns.append(words_column(survey, number, (name,)))
    rows = [[cell or missing for cell in row] for row in table(columns)]
    return Written("Evening survey.csv", text_bytes(rows, "utf-8-sig"), tuple(columns), counted(survey))


def long_table(survey: DrawnSurvey, random: Random) -> Written:
    """One row for each answer: who, which question, which answer."""
    rows = [["Respondent", "Question", "Answer"]]
    if random.random() < 0.5:
        rows = [["Date", "respondent_id", "question_text", "response"]]
    for person in survey.people:
        for number, item in statements(survey):
            column = statement_column(survey, number, ("",))
            wording = f"{item.stem} {item.wording}".strip()
            before = ["2026-05-12"] if len(rows[0]) == 4 else []
            rows.append([*before, f"P{person + 1:03}", wording, column.cells[person]])
    columns = tuple(
        replace(column, meaning=replace(column.meaning, role="long", option=len(rows[0]) + place))
        for place, (number, _) in enumerate(statements(survey))
        for column in [statement_column(survey, number, ("",))]
    )
    if random.random() < 0.5:
        return Written("answers.csv", text_bytes(rows), columns, counted(survey))
    return Written("answers.xlsx", workbook_bytes(rows), columns, counted(survey))
