"""Measure importing 50,000 replies of 20 columns, compared with only reading the same file.

Each round only reads the file (`csv` for the table, calamine for the workbook). Then it plans the import of
the same file, imports it into a new draft until it is on the disk, and calculates the agreement table. The
ratios are those of the medians of all rounds.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections.abc import Callable
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import openpyxl  # type: ignore[import-untyped]  # it ships no types
import python_calamine

from carreport.assets import form_files
from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import load_form
from carreport.survey.importing.headings import read_reply_table
from carreport.survey.importing.importer import run_import
from carreport.survey.importing.plan import plan_import
from carreport.survey.importing.spreadsheet import read_worksheet
from carreport.survey.results.result import survey_result
from carreport.survey.target import find_target

REPLIES, STATEMENTS = 50_000, 16
STEPS = ["Strongly agree", "Agree", "Disagree", "Strongly disagree", "Don’t know", ""]
WORDS = ["time", "rooms", "people", "dates", "forms", "names", "school", "partners", "meetings", "money"]


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        table, workbook = Path(folder, "replies.csv"), Path(folder, "replies.xlsx")
        write(table, workbook)
        for path, bare in ((table, read_table), (workbook, read_workbook)):
            times = [measured(path, bare, Path(folder, f"{number}.carreport")) for number in range(rounds)]
            plain, planned, saved, counted = (median(part) for part in zip(*times, strict=True))
            whole = planned + saved
            print(f"{path.name}: {REPLIES:,} replies × 20 columns, {path.stat().st_size / 1e6:.1f} MB")
            print(f"  only reading {plain:.2f} s; import {whole:.2f} s: {whole / plain:.1f}x (of {rounds})")
            print(f"  of which plan {planned:.2f} s, save {saved:.2f} s; results table {counted:.2f} s")
        print(f"draft: {Path(folder, '0.carreport').stat().st_size / 1e6:.1f} MB")


def measured(path: Path, bare: Callable[[Path], int], draft: Path) -> tuple[float, float, float, float]:
    """Return the seconds to read the file, to plan the import, to import, and to count."""
    form = load_form(next(path for path in form_files() if path.stem == "car-inquiry"))
    draft.unlink(missing_ok=True)
    with closing(DraftSession.create(draft, form, "Isla Reid")) as session:
        moments = [perf_counter()]
        if bare(path) < REPLIES:
            message = f"{path.name} was not read completely"
            raise ValueError(message)
        moments.append(perf_counter())
        target = find_target(form, session.answers(), "data.surveys", "Poll")
        plan = plan_import(read_reply_table(read_worksheet(path)), target)
        moments.append(perf_counter())
        run_import(session, plan)
        session.flush()
        moments.append(perf_counter())
        where = target.place.statements_path(target.survey)
        if survey_result(form, session.answers(), where).n != REPLIES:
            message = f"{path.name} was not counted completely"
            raise ValueError(message)
        moments.append(perf_counter())
    first, second, third, fourth = (b - a for a, b in pairwise(moments))
    return first, second, third, fourth


def read_table(path: Path) -> int:
    """Read a table with the standard reader, and return the number of rows."""
    with path.open(encoding="utf-8", newline="") as file:
        return len(list(csv.reader(file)))


def read_workbook(path: Path) -> int:
    """Read a workbook with calamine, and return the number of rows."""
    return len(python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())


def write(table: Path, workbook: Path) -> None:
    """Write the same replies as a table and as a workbook."""
    dice = Random(19)  # noqa: S311 - the same replies in every run
    headings = ["ID", "Start time", *(f"Statement {n}" for n in range(1, STATEMENTS + 1))]
    headings += ["What is hard?", "What would help?"]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Form1")
    sheet.append(headings)
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        for number in range(1, REPLIES + 1):
            texts = [" ".join(dice.choices(WORDS, k=6)) if dice.random() < 0.3 else "" for _ in range(2)]
            row = [
                number,
                f"2016-06-{number % 30 + 1:02} 10:00:00",
                *dice.choices(STEPS, k=STATEMENTS),
                *texts,
            ]
            writer.writerow(row)
            sheet.append(row)
    book.save(workbook)


if __name__ == "__main__":
    main()
