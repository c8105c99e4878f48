"""Make the drafts, copies and files of replies that the screenshots show beside the example."""

from __future__ import annotations

import csv
from pathlib import Path

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.session.draft_session import DraftSession
from carreport.form.richtext import RichText
from carreport.ui.library import local_drafts

AUTHOR = "Ailsa Kerr"
COLLEAGUE = "Morag Reid"
OTHER_DRAFTS = (
    ("Warm handover in welfare advice", "Harbour Street group", "Iain Moffat", 2),
    ("Why families come, and why they stay", "Linden group", AUTHOR, 1),
)
"""Title, place and author of each, and the number of steps that are started."""

STATEMENTS = (
    "We know whom to ring",
    "We meet often enough",
    "Everybody has a say",
    "What we agree on happens",
)
SCALE_ANSWERS = (
    "Strongly agree",
    "Agree",
    "Agree",
    "Disagree",
    "Agree",
    "Strongly disagree",
    "Don't know",
)
WISHES = ("One name to ask for.", "An hour that is kept free.", "A room in the middle of town.")


def create_other_drafts() -> None:
    """Create two drafts beside the example, for the start page."""
    for title, place, author, started in OTHER_DRAFTS:
        session = local_drafts.create_draft(local_drafts.load_shipped_forms()[0], author)
        session.write("about.title", title)
        session.write("about.place", place)
        for section in session.form.sections[1 : started + 1]:
            field = next(field for field in section.fields if field.kind == "text")
            session.write(f"{section.id}.{field.id}", RichText.from_plain("A start.").to_json())
        session.close()


def write_replies() -> Path:
    """Write the replies of 19 people as a survey program exports them; return the file."""
    path = Path.home() / "Documents" / "Partner survey.csv"
    path.parent.mkdir(exist_ok=True)
    statements = (f"How far do you agree? [{statement}]" for statement in STATEMENTS)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["Timestamp", "Email address", *statements, "What would help?"])
        for person in range(19):
            answers = [
                SCALE_ANSWERS[person * (column + 2) % len(SCALE_ANSWERS)] for column in range(len(STATEMENTS))
            ]
            address = f"person{person}@example.org"
            wish = WISHES[person % len(WISHES)]
            table.writerow([f"2026/06/{person + 1:02} 10:15", address, *answers, wish])
    return path


def write_misspelt_replies() -> Path:
    """Write replies to the same survey in which one statement is misspelt; return the file."""
    path = Path.home() / "Documents" / "Partner survey, September.csv"
    rows = [
        [f"2026/09/{person + 1:02} 9:30", SCALE_ANSWERS[person % 4], SCALE_ANSWERS[person % 3]]
        for person in range(6)
    ]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["Timestamp", "We know whom to ring", "We meet often enuogh"], *rows])
    return path


def export_and_edit_copy(session: DraftSession) -> Path:
    """Export a copy, edit the same answers in both, and return the copy."""
    path = Path.home() / "Documents" / "Working together, from Morag.carreport"
    export_copy(session, path)
    with DraftSession.open(path, COLLEAGUE) as copy:
        _write_text(copy, "question.agreed", "Each of us brought two cases; we looked for what they share.")
        _write_text(copy, "question.hard", "To find an hour that all of us have free.")
        second_action = copy.answers().items("actions.actions")[1]
        copy.remove_item(f"actions.actions/{second_action.id}")
        copy.add_item("actions.actions", values={"what": "Ring ahead before a family is sent on"})
    _write_text(session, "question.agreed", "Each of us brought three cases; we asked what they share.")
    session.seal()
    return path


def _write_text(session: DraftSession, path: str, text: str) -> None:
    session.write(path, RichText.from_plain(text).to_json())
