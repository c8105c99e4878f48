"""LimeSurvey: full text, or the codes of questions and answers."""

from __future__ import annotations

from random import Random

from tests.survey.layouts.columns import (
    Column,
    Written,
    counted,
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
from tests.survey.layouts.truth import AskedStatement, DrawnSurvey, TickQuestion


def tool_columns(survey: DrawnSurvey, random: Random, *, codes: bool) -> list[Column]:
    stamps = times(survey, "2026-05-{day:02} 10:{minute:02}:00")
    sent = [
        "" if state == "unfinished" else stamp for state, stamp in zip(survey.states, stamps, strict=True)
    ]
    last = ["1" if state == "unfinished" else "3" for state in survey.states]
    made = [
        ("id", "Response ID", [str(n + 1) for n in survey.people], False),
        ("submitdate", "Date submitted", sent, False),
        ("lastpage", "Last page", last, False),
        ("startlanguage", "Start language", ["en"] * len(stamps), False),
        ("seed", "Seed", [str(1_029_384_756 + n) for n in survey.people], False),
    ]
    if random.random() < 0.5:
        made += [
            ("startdate", "Date started", stamps, False),
            ("datestamp", "Date last action", stamps, False),
            ("ipaddr", "IP address", [f"203.0.113.{n}" for n in survey.people], True),
            ("refurl", "Referrer URL", ["https://survey.example.org/index.php/123456"] * len(stamps), False),
        ]
    return [tool_column((code if codes else words,), cells, who=who) for code, words, cells, who in made]


def in_file(survey: DrawnSurvey, random: Random, columns: list[Column]) -> Written:
    rows = table(columns)
    if random.random() < 0.75:
        separator = random.choice([",", ",", ";"])
        content = text_bytes(rows, "utf-8-sig", separator, quote_all=True) + b"\r\n"
        name = "results-survey123456.csv"
    else:
        name, content = "results-survey123456.xlsx", workbook_bytes(rows, "results-survey123456")
    has_blank = any("N/A" in column.cells for column in columns if column.meaning.role == "statement")
    doubts = frozenset({"N/A"} if has_blank else ())
    return Written(
        name, content, tuple(columns), counted(survey), not_replies=not_counted(survey, 2), doubts=doubts
    )


def full_words(survey: DrawnSurvey, random: Random) -> Written:
    """The texts of the questions, with that of a row of a grid in square brackets."""
    columns = tool_columns(survey, random, codes=False)
    for number, item in enumerate(survey.items):
        if isinstance(item, AskedStatement):
            heading = f"{item.stem} [{item.wording}]" if item.stem else item.wording
            columns.append(statement_column(survey, number, (heading,)))
            if item.scale.kind == "yes_no" and not item.scale.dont_know and not item.stem:
                cells = tuple(cell or "N/A" for cell in columns[-1].cells)
                columns[-1] = Column(columns[-1].headings, cells, columns[-1].meaning)
        elif isinstance(item, TickQuestion):
            headings = [(f"{item.wording} [{option}]",) for option in item.options]
            columns += option_columns(survey, number, headings, "Yes", "No")
            if item.has_other:
                columns.append(other_column(survey, number, (f"{item.wording} [Other]",)))
        else:
            columns.append(words_column(survey, number, (question(survey, number),)))
    return in_file(survey, random, columns)


def codes(survey: DrawnSurvey, random: Random) -> Written:
    """Codes of questions such as Q1[SQ001], and of answers such as A1 or AO01."""
    columns = tool_columns(survey, random, codes=True)
    style, reverse = random.choice(["A{}", "AO{:02}"]), random.random() < 0.3
    for number, item, place, row in numbered(survey):
        name = f"Q{place}[SQ{row:03}]" if row else f"Q{place}"
        if isinstance(item, AskedStatement):
            steps, unknown = answer_codes(item, style, reverse=reverse)
            columns.append(statement_column(survey, number, (name,), steps, unknown))
        elif isinstance(item, TickQuestion):
            headings = [(f"{name}[SQ{n:03}]",) for n in range(1, len(item.options) + 1)]
            columns += option_columns(survey, number, headings, "Y")
            if item.has_other:
                columns.append(other_column(survey, number, (f"{name}[other]",)))
        else:
            columns.append(words_column(survey, number, (name,)))
    return in_file(survey, random, columns)


def answer_codes(item: AskedStatement, style: str, *, reverse: bool) -> tuple[tuple[str, ...], str]:
    """Return the codes of the answers of this question, in the order in which the form lists them."""
    if item.scale.kind == "number":
        return item.scale.steps, ""
    if item.scale.kind == "yes_no" and not item.scale.dont_know and not item.stem:
        return ("Y", "N"), ""
    order = list(range(1, len(item.scale.steps) + 1))
    if reverse:
        order.reverse()
    return tuple(style.format(n) for n in order), style.format(len(order) + 1)
