"""Write files of replies as survey programs write them, and a form for them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types

from carreport.form.answers import Answers
from carreport.form.loader import parse_form
from carreport.survey.importing.headings import read_reply_table
from carreport.survey.importing.plan import Corrections, ImportPlan, plan_import
from carreport.survey.importing.reply_table import ReplyTable
from carreport.survey.importing.spreadsheet import read_worksheet
from carreport.survey.target import SurveyTarget, find_target

COUNTS = [(15, 4, 0), (16, 3, 0), (14, 5, 0), (17, 2, 0), (13, 4, 2), (9, 8, 2), (15, 4, 0), (17, 2, 0)]
PRINTED = [
    (79, 21, 0), (84, 16, 0), (74, 26, 0), (89, 11, 0), (68, 21, 11), (47, 42, 11), (79, 21, 0), (89, 11, 0),
]  # fmt: skip
STATEMENTS = [
    "We have the same picture of what we are here for",
    "People take on work and see it through",
    "It is clear who does what",
    "Those who do the work set the agenda",
    "Now and then we look again at our aims",
    "Everybody comes to meetings",
    "Everybody speaks at meetings",
    "Everybody has the same say",
]
FORM_SOURCE = """
[form]
id = "study"
title = "A study"

[[section]]
id = "s"
title = "Data"

[[section.field]]
id = "surveys"
kind = "list"
label = "Which surveys?"
item = "survey"

[[section.field.field]]
id = "name"
kind = "line"
label = "Name?"

[[section.field.field]]
id = "n"
kind = "number"
label = "How many?"

[[section.field.field]]
id = "statements"
kind = "survey"
label = "Statements?"
item = "statement"

[[section.field.field]]
id = "replies"
kind = "list"
label = "Files?"
item = "file"

[[section.field.field.field]]
id = "replies"
kind = "replies"
label = "Replies?"

[[section.field.field.field]]
id = "wave"
kind = "line"
label = "Wave?"

[[section.field.field]]
id = "by_group"
kind = "choice"
label = "Groups?"
choices = { no = "No", large = "Large", all = "All" }

[[section.field]]
id = "opens"
kind = "list"
label = "Open questions?"

[[section.field.field]]
id = "question"
kind = "line"
label = "Question?"

[[section.field.field]]
id = "survey"
kind = "line"
label = "Survey?"

[[section.field.field]]
id = "received"
kind = "number"
label = "Received?"

[[section.field.field]]
id = "themed_by"
kind = "line"
label = "Who?"

[[section.field.field]]
id = "themes"
kind = "line"
label = "Themes?"

[[section.field.field]]
id = "quoting"
kind = "choice"
label = "All?"
choices = { not_asked = "Not asked", yes = "Yes", unnamed = "Unnamed", no = "No" }

[[section.field.field]]
id = "replies"
kind = "list"
label = "Replies?"

[[section.field.field.field]]
id = "words"
kind = "text"
label = "Words?"
voice = "respondent"

[[section.field.field.field]]
id = "theme"
kind = "line"
label = "Themes?"

[[section.field.field.field]]
id = "may_quote"
kind = "choice"
label = "Quote?"
choices = { not_asked = "Not asked", yes = "Yes", unnamed = "Unnamed", no = "No", withdrawn = "Withdrawn" }

[[section.field]]
id = "notes"
kind = "board"
label = "Board?"
item = "note"

[[section.field]]
id = "evidence"
kind = "list"
label = "Sources?"
item = "source"

[[section.field.field]]
id = "name"
kind = "line"
label = "Called?"

[[section.field]]
id = "points"
kind = "list"
label = "Points?"

[[section.field.field]]
id = "label"
kind = "line"
label = "About?"

[[section.field.field]]
id = "shown"
kind = "list"
label = "Shown?"

[[section.field.field.field]]
id = "evidence"
kind = "evidence"
label = "Picked?"

[[section.field.field.field]]
id = "words"
kind = "text"
label = "Words?"
"""
FORM = parse_form(FORM_SOURCE)


def answer(person: int, counts: Sequence[int]) -> str:
    """Return the answer of `person` such that all nineteen together give these counts."""
    agree, disagree, _ = counts
    if person < agree:
        return "Strongly agree" if person % 3 == 0 else "Agree"
    if person < agree + disagree:
        return "Strongly disagree" if person % 3 == 0 else "Disagree"
    return "Don't know"


def rows_of_nineteen() -> list[list[str]]:
    """Return the answers of nineteen people to eight statements and one open question."""
    return [
        [*(answer(person, counts) for counts in COUNTS), f"Words of person {person}"] for person in range(19)
    ]


def csv_bytes(rows: Iterable[Sequence[str]], encoding: str = "utf-8", separator: str = ",") -> bytes:
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows(rows)
    return written.getvalue().encode(encoding)


def microsoft_forms(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["ID", "Start time", "Completion time", "Email", "Name", *STATEMENTS, "What is hard?"])
    for person, said in enumerate(rows_of_nineteen(), 1):
        when = f"2016-06-{person:02} 10:00:00"
        sheet.append([person, when, when, "anonymous", "", *said])
    book.save(path)
    return path


def google_forms(path: Path) -> Path:
    heads = [
        "Timestamp",
        *(f"How far do you agree? [{statement}]" for statement in STATEMENTS),
        "What is hard?",
    ]
    rows = [
        [f"2016/06/{n:02} 10:0{n % 10}:00 am GMT+1", *said] for n, said in enumerate(rows_of_nineteen(), 1)
    ]
    path.write_bytes(csv_bytes([heads, *rows]))
    return path


def jisc_online_surveys(path: Path) -> Path:
    heads = [
        "Unique Response Number",
        *(f"1.{n}. {statement}" for n, statement in enumerate(STATEMENTS, 1)),
        "2. What is hard?",
    ]
    rows = [[f"12345-{n:05}", *said] for n, said in enumerate(rows_of_nineteen(), 1)]
    path.write_bytes(csv_bytes([heads, *rows], "utf-8-sig"))
    return path


def survey_monkey(path: Path) -> Path:
    people = ["Respondent ID", "Collector ID", "Date Created", "IP Address", "Email Address", "First Name"]
    first = [*people, "How far do you agree?", *[""] * 7, "What is hard?"]
    second = [*[""] * 6, *STATEMENTS, "Open-Ended Response"]
    rows = [
        [str(9000 - n), "77", f"06/{n:02}/2016 10:00", f"10.0.0.{n}", "", "Isla", *said]
        for n, said in enumerate(rows_of_nineteen(), 1)
    ]
    path.write_bytes(csv_bytes([first, second, *rows]))
    return path


def any_table(path: Path) -> Path:
    rows = [["Replies to our survey"], [], [*STATEMENTS, "What is hard?"], *rows_of_nineteen()]
    path.write_bytes(csv_bytes(rows, "cp1252", ";"))
    return path


WRITERS = {
    "forms.xlsx": microsoft_forms,
    "google.csv": google_forms,
    "jisc.csv": jisc_online_surveys,
    "monkey.csv": survey_monkey,
    "table.csv": any_table,
}


def target(name: str = "Poll", answers: Answers | None = None) -> SurveyTarget:
    return find_target(FORM, answers or Answers(), "s.surveys", name)


def table(path: Path) -> ReplyTable:
    return read_reply_table(read_worksheet(path))


def text_table(folder: Path, text: str | bytes) -> ReplyTable:
    path = folder / "replies.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return table(path)


def planned(folder: Path, text: str | bytes, corrections: Corrections | None = None) -> ImportPlan:
    return plan_import(text_table(folder, text), target(), corrections)
