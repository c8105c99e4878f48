"""SurveyMonkey: all responses in condensed and in expanded columns, and the summary."""

from __future__ import annotations

from random import Random

from tests.survey.layouts.columns import (
    Column,
    Meaning,
    Written,
    counted,
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
from tests.survey.layouts.truth import (
    NOT_KNOWN,
    AskedStatement,
    DrawnSurvey,
    OpenQuestion,
    TickQuestion,
    draw_name,
)


def tool_columns(survey: DrawnSurvey, random: Random) -> list[Column]:
    stamps = times(survey, "05/{day:02}/2026 10:{minute:02}:00 AM")
    names = [draw_name(random, n).split() for n in survey.people]
    named = random.random() < 0.3
    return [
        tool_column(("Respondent ID", ""), [str(114_000_000_000 + n) for n in survey.people]),
        tool_column(("Collector ID", ""), ["442000111"] * len(stamps)),
        tool_column(("Start Date", ""), stamps),
        tool_column(("End Date", ""), stamps),
        tool_column(("IP Address", ""), [f"192.0.2.{n}" for n in survey.people], who=True),
        tool_column(
            ("Email Address", ""), [f"{b.lower()}@example.org" if named else "" for _, b in names], who=named
        ),
        tool_column(("First Name", ""), [a if named else "" for a, _ in names], who=False),
        tool_column(("Last Name", ""), [b if named else "" for _, b in names], who=named),
        tool_column(("Custom Data 1", ""), [""] * len(stamps)),
    ]


def question_columns(survey: DrawnSurvey, *, as_codes: bool, only: int | None = None) -> list[Column]:
    columns: list[Column] = []
    for number, item, _, row in numbered(survey):
        if only not in (None, number):
            continue
        if isinstance(item, AskedStatement):
            codes = item.scale.codes
            if item.scale.kind in ("agreement", "own") and len(item.scale.steps) % 2:
                codes.reverse()
            steps, unknown = (codes, "0") if as_codes and item.scale.kind != "number" else ((), None)
            first = "" if row > 1 else item.stem or item.wording
            second = item.wording if row else "Response"
            columns.append(statement_column(survey, number, (first, second), steps, unknown))
        elif isinstance(item, TickQuestion):
            headings = [(item.wording if n == 0 else "", option) for n, option in enumerate(item.options)]
            marks = [str(n + 1) for n in range(len(headings))] if as_codes else item.options
            columns += option_columns(survey, number, headings, marks)
            if item.has_other:
                columns.append(other_column(survey, number, ("", "Other (please specify)")))
        else:
            kind = "Open-Ended Response" if not hasattr(item, "is_wave") else "Response"
            columns.append(words_column(survey, number, (question(survey, number), kind)))
    return columns


def in_file(survey: DrawnSurvey, random: Random, columns: list[Column]) -> Written:
    rows = table(columns)
    if random.random() < 0.5:
        name, content = "Evening survey.csv", text_bytes(rows, random.choice(["utf-8", "utf-8-sig"]))
    else:
        name, content = "Evening survey.xlsx", workbook_bytes(rows, "Sheet")
    return Written(name, content, tuple(columns), counted(survey), first_row=3)


def condensed(survey: DrawnSurvey, random: Random) -> Written:
    columns = tool_columns(survey, random) + question_columns(survey, as_codes=False)
    return in_file(survey, random, columns)


def numeric(survey: DrawnSurvey, random: Random) -> Written:
    columns = tool_columns(survey, random) + question_columns(survey, as_codes=True)
    return in_file(survey, random, columns)


def expanded(survey: DrawnSurvey, random: Random) -> Written:
    """Every answer is a column: the cell has the words of the answer, or nothing."""
    columns = tool_columns(survey, random)
    for number, item, _, row in numbered(survey):
        if isinstance(item, AskedStatement):
            words = [*item.scale.steps, *([item.scale.dont_know] if item.scale.dont_know else [])]
            for place, word in enumerate(words):
                asked = NOT_KNOWN if place == len(item.scale.steps) else place
                first = "" if row > 1 or place else item.stem or item.wording
                second = f"{item.wording} - {word}" if row else word
                cells = tuple(word if said == asked else "" for said in item.said)
                columns.append(Column((first, second), cells, Meaning("step", number, option=place)))
        else:
            columns += question_columns(survey, as_codes=False, only=number)
    return in_file(survey, random, columns)


def summary(survey: DrawnSurvey, random: Random) -> Written:
    """Counts of each answer, one question below the other, without the replies."""
    rows: list[list[str]] = []
    people = counted(survey)
    for item in survey.items:
        if isinstance(item, AskedStatement):
            counts, unknown = item.tally(people)
            words = [*item.scale.steps, *([item.scale.dont_know] if item.scale.dont_know else [])]
            answered = sum(counts) + unknown
            rows += [[item.wording], ["Answer Choices", "Responses", ""]]
            for word, count in zip(words, [*counts, unknown], strict=False):
                rows.append([word, f"{100 * count / max(answered, 1):.2f}%", str(count)])
            rows += [["", "Answered", str(answered)], ["", "Skipped", str(len(people) - answered)], []]
        elif isinstance(item, OpenQuestion):
            said = [words for words in item.said if words]
            rows += [
                [item.wording],
                ["Answered", str(len(said))],
                ["Skipped", str(len(people) - len(said))],
                [],
            ]
    content = text_bytes(rows) if random.random() < 0.5 else b""
    if content:
        return Written("Evening survey.csv", content, (), people)
    return Written("Evening survey.xlsx", workbook_bytes(rows, "Question 1"), (), people)
