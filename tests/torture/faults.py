"""Let every call to the system fail once: nothing is damaged, nothing is lost, every failure is told.

strace, where it is installed, makes the chosen call of a running process fail. Each process does
one thing that people do with a draft; the first, the second, the third … call of a kind fails in
turn, until there is none left to fail.
"""

from __future__ import annotations

import json
import mmap
import os
import shutil
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from carreport.draft import saver
from carreport.draft.backups import back_up, backups_of, restore
from carreport.draft.salvage import salvage
from carreport.draft.session import DraftSession
from carreport.errors import CarreportError, DraftNotSaved
from carreport.report.export import export_report
from carreport.report.template import available_templates
from tests.torture.scene import AUTHOR, Figures, chance_of, inquiry, picture, text, workplace

CALLS = (
    "openat",
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "ftruncate",
    "link",
    "rename",
    "unlink",
    "mkdir",
)
ERRORS = ("EIO", "ENOSPC", "EACCES")
MOST = 200
"""More calls of one kind no single doing has; it ends long before."""


@dataclass(slots=True)
class Faults(Figures):
    """What came of it; all but the first four and the last must be 0."""

    faults: int = 0
    told: int = 0
    done_all_the_same: int = 0
    done_at_the_next_try: int = 0
    untold_and_not_done: int = 0
    called_saved_and_lost: int = 0
    damaged_drafts: int = 0
    unforeseen: int = 0
    hung: int = 0
    by_doing: Counter[str] = field(default_factory=Counter)

    @property
    def is_right(self) -> bool:
        wrong = (self.untold_and_not_done, self.called_saved_and_lost, self.damaged_drafts, self.unforeseen)
        return self.faults > 0 and not any(wrong) and not self.hung


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

    @classmethod
    def begin(cls, folder: Path) -> Desk:
        desk = cls(folder)
        folder.mkdir()
        with DraftSession.create(desk.path, inquiry(), AUTHOR) as session:
            session.write("about.place", "before")
            session.write("context.issue", text("before " * 2000))
            taken = session.attach(picture(chance_of(1), 20_000))
            session.add_item("data.photos", values={"picture": taken})
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
            except DraftNotSaved as problem:
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
        session.save_elsewhere(desk.folder / "new.carreport")
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
            outcome.saved.append(restore(made, desk.path).name)

    return work


def salvaging(desk: Desk, outcome: Outcome) -> Callable[[], None]:
    def work() -> None:
        salvage(desk.path, desk.folder / "new.carreport")
        outcome.saved.append("new")

    return work


def rendering(desk: Desk, outcome: Outcome) -> Callable[[], None]:
    with DraftSession.open(desk.path, AUTHOR, read_only=True) as session:
        form, answers = session.form, session.answers()

    def work() -> None:
        try:
            export_report(form, answers, {}, "inquiry-report", desk.report, date(2026, 3, 2))
        except OSError as problem:  # the program's own files cannot be read: told as the system puts it
            outcome.told.append(str(problem.strerror))
        else:
            outcome.saved.append("report")

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
    "rendering": rendering,
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
        except DraftNotSaved as problem:
            outcome.told.append(problem.code)
        else:
            outcome.saved.append(session.answers().get("about.title"))
            return


def has_strace() -> bool:
    """Say whether calls can be made to fail here: strace is there, and may look at our processes."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return False
    done = subprocess.run(["strace", "-qq", "-e", "trace=none", "true"], capture_output=True, check=False)
    return done.returncode == 0


class Bench:
    """Starts processes, each of which does one thing while one of its calls fails."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sound = Desk.begin(folder / "sound")
        self.figures = Faults()
        saver.RETRY_DELAY = 0.01
        for name in DOINGS:  # so that everything is loaded before calls fail
            self._do(name, self._fresh(), Outcome())
        available_templates(inquiry())

    def fail_each(self, name: str, call: str, error: str, most: int = MOST) -> None:
        """Let the first, the second … such call fail, until there is none left."""
        for number in range(1, most + 1):
            desk = self._fresh()
            injected, outcome = self._run(name, desk, f"inject={call}:error={error}:when={number}")
            if not injected:
                return
            self.figures.faults += 1
            self.figures.by_doing[name] += 1
            self._judge(f"{name}, {call} {number}, {error}", desk, outcome)

    def _fresh(self) -> Desk:
        folder = self._folder / "desk"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(Path(os.environ["CARREPORT_HOME"]), ignore_errors=True)
        shutil.copytree(self._sound.folder, folder)
        return Desk(folder)

    @staticmethod
    def _do(name: str, desk: Desk, outcome: Outcome, before: Callable[[], object] = lambda: None) -> None:
        try:
            work = DOINGS[name](desk, outcome)
            before()
            work()
        except CarreportError as problem:
            outcome.told.append(problem.code)
        except Exception:  # noqa: BLE001 - this is what is counted
            outcome.stumbled = traceback.format_exc()

    def _run(self, name: str, desk: Desk, injection: str) -> tuple[bool, Outcome]:
        """Do one thing in a process of its own, some call of which fails; return whether one did."""
        said = mmap.mmap(-1, 1 << 16)
        go_reading, go_writing = os.pipe()
        ready_reading, ready_writing = os.pipe()
        child = os.fork()
        if child == 0:
            outcome = Outcome()

            def wait_for_strace() -> None:
                os.write(ready_writing, b".")
                os.read(go_reading, 1)

            self._do(name, desk, outcome, wait_for_strace)
            words = json.dumps([outcome.told, outcome.saved, outcome.stumbled]).encode()
            said[: len(words)] = words  # no call to the system, so it cannot fail
            os._exit(0)
        os.read(ready_reading, 1)
        command = [
            "strace",
            "-f",
            "-e",
            f"trace={injection.split('=')[1].split(':', maxsplit=1)[0]}",
            "-e",
            injection,
        ]
        strace = subprocess.Popen([*command, "-p", str(child)], stderr=subprocess.PIPE, text=True)
        assert strace.stderr is not None
        line = strace.stderr.readline()
        os.write(go_writing, b".")
        try:
            _, told = strace.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            os.kill(child, 9)
            strace.kill()
            _, told = strace.communicate()
            self.figures.hung += 1
        os.waitpid(child, 0)
        for each in (go_reading, go_writing, ready_reading, ready_writing):
            os.close(each)
        heard = bytes(said).rstrip(b"\0").decode() or '[[], [], ""]'
        return "INJECTED" in line + told, Outcome(*json.loads(heard))

    def _judge(self, what: str, desk: Desk, outcome: Outcome) -> None:
        """Look at what is on the disk afterwards, and hold it against what the person was told."""
        trouble = outcome.stumbled or _trouble(desk, outcome)
        self.figures.unforeseen += bool(outcome.stumbled)
        self.figures.called_saved_and_lost += trouble.startswith("lost")
        self.figures.damaged_drafts += trouble.startswith("damaged")
        is_done = bool(outcome.saved)
        if outcome.told:
            self.figures.told += 1
            self.figures.done_at_the_next_try += is_done
        elif is_done:
            self.figures.done_all_the_same += 1
        else:
            self.figures.untold_and_not_done += 1
            trouble = trouble or "neither told nor done"
        if trouble:
            print(f"{what}: {trouble} {outcome.told} {outcome.saved}")  # noqa: T201


def _trouble(desk: Desk, outcome: Outcome) -> str:
    answers = _answers_in(desk.path)
    if answers is None or answers.get("about.place") != "before":
        return "damaged: the draft"
    title = next((each for each in reversed(outcome.saved) if each.endswith("words")), None)
    if title and answers.get("about.title") != title:
        return f"lost: {title}"
    for new in desk.folder.glob("*.carreport"):
        if new != desk.path and _answers_in(new) is None:
            return f"damaged: {new.name}"
    if "new" in outcome.saved and not (desk.folder / "new.carreport").exists():
        return "lost: the new draft"
    return _trouble_around(desk, outcome)


def _trouble_around(desk: Desk, outcome: Outcome) -> str:
    report = desk.report.read_text("utf-8").rstrip()
    if not report.endswith("</html>") or ("report" in outcome.saved) == report.startswith(
        "the report of before"
    ):
        return "lost: the report"
    with DraftSession.open(desk.path, AUTHOR, read_only=True) as session:
        backups = backups_of(session.draft_id)
    if any(_answers_in(each.path) is None for each in backups):
        return "damaged: a backup"
    return "lost: the backup" if "backup" in outcome.saved and not backups else ""


def _answers_in(path: Path) -> Any:
    """Return the answers of a draft; nothing if it does not open for writing, sound."""
    try:
        with DraftSession.open(path, AUTHOR) as session:
            return None if session.read_only else session.answers()
    except CarreportError:
        return None


def run(doings: tuple[str, ...], calls: tuple[str, ...], errors: tuple[str, ...], most: int = MOST) -> Faults:
    """Do one share of the torture, in a folder of its own."""
    with workplace() as folder:
        bench = Bench(folder)
        for name in doings:
            for call in calls:
                for error in errors:
                    bench.fail_each(name, call, error, most)
        return bench.figures
