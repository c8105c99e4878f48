"""Plant words in the columns of survey files that identify people, and look for them in all outputs.

Such a column is not imported, whatever its heading is: its words may not be in a draft, copy, backup or
report.
Each file is imported as the window does it, or by the command line; a second one has corrections.
"""

from __future__ import annotations

import random
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from carreport.cli.entry_point import main
from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import back_up
from carreport.report.export import export_report
from carreport.survey.importing.importer import run_import
from carreport.survey.importing.plan import plan_import
from carreport.survey.target import find_target
from tests.survey.files import csv_bytes, table
from tests.torture.inflate import words_in
from tests.torture.planting import canary
from tests.torture.scene import Figures, chance_of, inquiry, workplace
from tests.torture.unnamed import TODAY

WHO = {
    "Name": "{given} {surname}", "Your full name": "{given} {surname}", "Surname": "{surname}",
    "Email": "{word}@x.example",
    "Email address": "{given}.{word}@x.example", "Username": "{word}", "Your name (optional)": "{word}",
    "Your address": "4 {word} Street", "Respondent ID": "R-{word}", "Anything else?": "{word}@x.example",
    "Q17": "{given}.{word}@x.example", "Filled in by": "{given} {surname}",
}  # fmt: skip
"""Headings of columns that identify people, or whose content does, and what is in them."""
STEPS = ("Agree", "Agree strongly", "Disagree", "Disagree strongly")
SAID = ("Time", "Money and rooms", "Heat in winter", "A place to meet", "Not enough buses", "Nothing at all")
PATH = "data.surveys"


@dataclass(slots=True)
class WhoColumns(Figures):
    """What came of it."""

    WRONG = ("words_found",)

    files: int = 0
    copies: int = 0
    words_planted: int = 0
    files_searched: int = 0
    words_found: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether anything was planted and looked for."""
        return self.words_planted > 0 and self.files_searched > 0


def rows_of(chance: random.Random) -> list[list[str]]:
    """Return a file of replies with one to four columns that say who somebody is."""
    heads = [*chance.sample(sorted(WHO), chance.randint(1, 4)), "We speak", "We listen", "What is hard?"]
    chance.shuffle(heads)
    return [heads, *([_cell(head, chance) for head in heads] for _ in range(chance.randint(6, 14)))]


def _cell(head: str, chance: random.Random) -> str:
    if head in WHO:
        word = canary(chance)
        return WHO[head].format(
            given=chance.choice(("Isla", "Tam", "Morag")), word=word, surname=word.capitalize()
        )
    return chance.choice(SAID if head == "What is hard?" else STEPS)


def judge(number: int, folder: Path, figures: WhoColumns) -> None:
    """Import one file, make copies, a backup and reports, and look for its words in all of them."""
    chance = chance_of(number)
    rows, source, draft = rows_of(chance), folder / "replies.csv", folder / "study.carreport"
    source.write_bytes(csv_bytes(rows))
    figures.words_planted += len(words_in(source.read_bytes()))
    with DraftSession.create(draft, inquiry(), "Ailsa Kerr") as session:
        session.write("about.title", "Warm rooms")
        if number % 2:
            import_as_window(session, source)
    if not number % 2:
        _import_by_command(draft, source)
    back_up(draft)
    with DraftSession.open(draft, "Ailsa Kerr") as session:
        if not session.answers().items(PATH):
            raise AssertionError(number)
        _make_all(session, folder)
    source.unlink()
    figures.files, figures.copies = figures.files + 1, figures.copies + 2
    made = [path for path in folder.rglob("*") if path.is_file()]
    found = {word for path in made for word in words_in(path.read_bytes())}
    figures.files_searched += len(made)
    figures.words_found += len(found)
    if found:
        print(f"file {number}: {', '.join(rows[0])}: {len(found)} words")  # noqa: T201


def import_as_window(session: DraftSession, source: Path) -> None:
    """Import a file of replies as the page does: with a plan, after it was shown."""
    run_import(
        session, plan_import(table(source), find_target(session.form, session.answers(), PATH, "Poll"))
    )


def _import_by_command(draft: Path, source: Path) -> None:
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        main(["survey", "import", "--name", "Poll", str(draft), PATH, str(source)])


def _make_all(session: DraftSession, folder: Path) -> None:
    export_copy(session, folder / "copy.carreport")
    with DraftSession.create(folder / "other.carreport", inquiry(), "Morag Reid") as other:
        merge_and_save(other, preview_merge(other, folder / "copy.carreport"), separate=True)
        export_copy(other, folder / "again.carreport")
    form, answers = session.form, session.shared_answers()
    for suffix in (".html", ".docx"):
        export_report(form, answers, {}, "populated-template", folder / f"r{suffix}", TODAY)


def run(files: int, first: int) -> WhoColumns:
    """Do one share of the torture: the files with the numbers from `first`."""
    figures = WhoColumns()
    for number in range(first, first + files):
        with workplace() as folder:
            judge(number, folder, figures)
    return figures
