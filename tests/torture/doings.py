"""What people do with a draft while calls to the system fail, and what is on the disk afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import back_up, backups_of, restore_beside
from carreport.draft.storage.salvage import salvage
from carreport.errors import CarreportError, DraftSaveError
from carreport.report.export import export_report
from tests.rich_text import text
from tests.torture.kill import is_whole_report
from tests.torture.scene import AUTHOR, chance_of, inquiry, picture

AGREED = "question.agreed"
LOCK_ATTEMPTS = 40


@dataclass(slots=True)
class Outcome:
    """What the process said: what failures it told of, what it called saved, what it stumbled over."""

    told: list[str] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    stumbled: str = ""


Doing = Callable[["Desk", Outcome], Callable[[], None]]
"""Gets ready, and returns what is done while calls fail."""


class Desk:
    """A folder with a draft, from before; each process works on a fresh copy of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "inquiry.carreport"
        self.report = folder / "report.html"
        self.word = folder / "report.docx"
        self.copy = folder / "copy.sent"
        self.sent = folder / "sent.carreport"

    @classmethod
    def begin(cls, folder: Path) -> Desk:
        desk = cls(folder)
        folder.mkdir()
        with DraftSession.create(desk.path, inquiry(), AUTHOR) as session:
            session.write("about.place", "before")
            session.write("context.issue", text("before " * 2000))
            taken = session.attach(picture(chance_of(1), 20_000))
            session.add_item("data.photos", values={"picture": taken})
            export_copy(session, desk.copy)
            answers = session.answers()
            export_report(session.form, answers, {}, "inquiry-report", desk.word, date(2026, 3, 1))
        with DraftSession.open(desk.copy, "Morag Reid") as other:
            other.write(AGREED, text("brought in"))
        desk.report.write_text("the report of before</html>")
        return desk


def opening(desk: Desk, outcome: Outcome) -> Callable[[], None]:
    def work() -> None:
        with DraftSession.open(desk.path, AUTHOR) as session:
            if session.read_only:
                outcome.told.append(session.read_only_reason)
            if session.answers().get("about.place") == "before":
                outcome.saved.append("opened")
        if session.backup_problem is not None:
            outcome.told.append(session.backup_problem.code)
        elif not session.read_only:
            outcome.saved.append("backup")

    return work


def typing(desk: Desk, outcome: Outcome) -> Callable[[], None]:
    session = _session(desk, outcome)

    def work() -> None:
        session.write("about.title", "words")
        session.write("context.affected", text("many words " * 900))
        _until_saved(session, outcome)
        session.write("about.title", "more words")
        _until_saved(session, outcome)

    return work


def closing(desk: Desk, outcome: Outcome) -> Callable[[], None]:
    session = _session(desk, outcome)

    def work() -> None:
        session.write("about.title", "more words")
        for _ in range(3):
            try:
                session.close()
            except DraftSaveError as problem:
                outcome.told.append(problem.code)
            else:
                outcome.saved.append("more words")
                return

    return work


def beginning(desk: Desk, outcome: Outcome) -> Callable[[], None]:
    form = inquiry()

    def work() -> None:
        with DraftSession.create(desk.folder / "new.carreport", form, AUTHOR) as session:
            if session.read_only:
                outcome.told.append(session.read_only_reason)
            outcome.saved.append("new")

    return work


def moving(desk: Desk, outcome: Outcome) -> Callable[[], None]:
    session = _session(desk, outcome)

    def work() -> None:
        session.write("about.title", "more words")
        session.save_as(desk.folder / "new.carreport")
        if session.read_only:
            outcome.told.append(session.read_only_reason)
        outcome.saved.append("new")

    return work


def backing_up(desk: Desk, outcome: Outcome) -> Callable[[], None]:
    def work() -> None:
        if back_up(desk.path) is not None:
            outcome.saved.append("backup")

    return work


def restoring(desk: Desk, outcome: Outcome) -> Callable[[], None]:
    made = back_up(desk.path)

    def work() -> None:
        if made is not None:
            outcome.saved.append(restore_beside(made, desk.path).name)

    return work


def salvaging(desk: Desk, outcome: Outcome) -> Callable[[], None]:
    def work() -> None:
        salvage(desk.path, desk.folder / "new.carreport")
        outcome.saved.append("new")

    return work


def merging(desk: Desk, outcome: Outcome) -> Callable[[], None]:
    session = _session(desk, outcome)
    joining = preview_merge(session, desk.copy)

    def work() -> None:
        merge_and_save(session, joining)
        outcome.saved.append("brought")
        session.close()

    return work


def looking(desk: Desk, outcome: Outcome) -> Callable[[], None]:
    """Another process reads what the copy holds; its calls fail as well."""
    session = _session(desk, outcome)

    def work() -> None:
        if preview_merge(session, desk.copy).effects:
            outcome.saved.append("looked")

    return work


def sharing(desk: Desk, outcome: Outcome) -> Callable[[], None]:
    session = _session(desk, outcome)

    def work() -> None:
        export_copy(session, desk.sent)
        outcome.saved.append("sent")
        session.close()

    return work


def rendering(desk: Desk, outcome: Outcome) -> Callable[[], None]:
    return _rendering(desk, outcome, desk.report)


def rendering_word(desk: Desk, outcome: Outcome) -> Callable[[], None]:
    return _rendering(desk, outcome, desk.word)


def _rendering(desk: Desk, outcome: Outcome, target: Path) -> Callable[[], None]:
    with DraftSession.open(desk.path, AUTHOR, read_only=True) as session:
        form, answers = session.form, session.answers()

    def work() -> None:
        try:
            export_report(form, answers, {}, "inquiry-report", target, date(2026, 3, 2))
        except OSError as problem:  # the program's own files cannot be read: told as the system puts it
            outcome.told.append(str(problem.strerror))
        else:
            outcome.saved.append(target.name)

    return work


DOINGS: dict[str, Doing] = {
    "opening": opening,
    "typing": typing,
    "closing": closing,
    "beginning": beginning,
    "moving": moving,
    "backing up": backing_up,
    "restoring": restoring,
    "salvaging": salvaging,
    "merging": merging,
    "looking": looking,
    "sharing": sharing,
    "rendering": rendering,
    "rendering Word": rendering_word,
}


def _session(desk: Desk, outcome: Outcome) -> DraftSession:
    session = DraftSession.open(desk.path, AUTHOR)
    session.on_failed = session.on_backup_failed = lambda problem: outcome.told.append(problem.code)
    return session


def _until_saved(session: DraftSession, outcome: Outcome) -> None:
    """Save as the window does: what failed is told and tried again."""
    for _ in range(3):
        try:
            session.flush()
        except DraftSaveError as problem:
            outcome.told.append(problem.code)
        else:
            outcome.saved.append(session.answers().get("about.title"))
            return


def trouble_on_disk(desk: Desk, outcome: Outcome) -> str:
    answers = _answers_in(desk.path)
    if answers is None or answers.get("about.place") != "before":
        return "damaged: the draft"
    title = next((each for each in reversed(outcome.saved) if each.endswith("words")), None)
    if title and answers.get("about.title") != title:
        return f"lost: {title}"
    for new in desk.folder.glob("*.carreport"):
        if new != desk.path and _answers_in(new) is None:
            return f"damaged: {new.name}"
    made = {"new": desk.folder / "new.carreport", "sent": desk.sent}
    missing = [name for name, path in made.items() if name in outcome.saved and not path.exists()]
    if "brought" in outcome.saved and answers.rich_text(AGREED).plain_text != "brought in":
        missing.append("what was brought in")
    if missing:
        return f"lost: {', '.join(missing)}"
    return _trouble_around(desk, outcome)


def _trouble_around(desk: Desk, outcome: Outcome) -> str:
    if not all(map(is_whole_report, (desk.report, desk.word))):
        return "damaged: a report"
    is_old = desk.report.read_text("utf-8").startswith("the report of before")
    if (desk.report.name in outcome.saved) == is_old:
        return "lost: the report"
    with DraftSession.open(desk.path, AUTHOR, read_only=True) as session:
        backups = backups_of(session.draft_id)
    if any(_answers_in(backup.path) is None for backup in backups):
        return "damaged: a backup"
    return "lost: the backup" if "backup" in outcome.saved and not backups else ""


def _answers_in(path: Path) -> Any:
    """Return the answers of a draft; nothing if it does not open for writing, sound.

    A process that the dead one had just forked holds its lock until it has executed its own program.
    """
    for _ in range(LOCK_ATTEMPTS):
        try:
            with DraftSession.open(path, AUTHOR) as session:
                if not session.read_only:
                    return session.answers()
        except CarreportError:
            return None
        threading.Event().wait(0.05)
    return None
