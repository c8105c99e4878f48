"""Work on a disk that fills up or goes away at any moment: nothing is lost, and every failure is told.

A person types, brings copies in, sends some, makes reports and backups and takes pictures in. Before or in
the midst of that the disk is spoilt, and mended again. Whatever was called saved must be there at any time;
in the end, on a mended disk or on another one, everything that was typed must be.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage import autosave
from carreport.draft.storage.backups import back_up, backups_of
from carreport.draft.storage.database import DraftDatabase
from carreport.errors import CarreportError, DraftSaveError
from carreport.form.answers import Answers
from carreport.report.export import export_report
from carreport.settings import HOME_VARIABLE
from tests.rich_text import text
from tests.torture import shim
from tests.torture.disks import CrampedDisk, Disk, FullDisk, MovedFolder, TakenDisk, lent, may_mount
from tests.torture.kill import AGREED, UNFINISHED, is_whole_report, opens_whole
from tests.torture.scene import AUTHOR, Figures, chance_of, inquiry, picture, words, workplace

PATHS = ("about.title", "context.issue", "context.affected")
ACTS = 15
_WORD = re.compile(r"word (\d+)\b")
Held = dict[str, int]
"""The number of the word that stands in each answer."""


@dataclass(slots=True)
class Ordeals(Figures):
    """What came of it."""

    WRONG = (
        "called_saved_and_lost", "typed_and_lost", "called_done_and_not_whole", "failures_not_told",
        "drafts_that_do_not_open", "damaged_drafts", "files_left_over",
        "not_saved_on_a_good_disk", "unforeseen",
    )  # fmt: skip

    sessions: int = 0
    times_spoilt: int = 0
    acts_done: int = 0
    failures_told: int = 0
    saved_elsewhere: int = 0
    called_saved_and_lost: int = 0
    typed_and_lost: int = 0
    called_done_and_not_whole: int = 0
    failures_not_told: int = 0
    drafts_that_do_not_open: int = 0
    damaged_drafts: int = 0
    files_left_over: int = 0
    not_saved_on_a_good_disk: int = 0
    unforeseen: int = 0
    by_disk: Counter[str] = field(default_factory=Counter)

    @property
    def is_enough(self) -> bool:
        return self.times_spoilt > 0 and self.failures_told > 0


class Sitting:
    """One person at one inquiry, on a disk that does not keep still."""

    def __init__(self, disk: Disk, good: Path, chance: random.Random, figures: Ordeals) -> None:
        self.disk, self.good, self.figures = disk, good, figures
        self.path = disk.folder / "inquiry.carreport"
        self._chance = chance
        self._number = 0
        self._is_told = threading.Event()
        self._claims: list[Path] = []
        self.typed: Held = {}
        self.saved: Held = {}
        with DraftSession.create(self.path, inquiry(), AUTHOR) as session:
            session.write(PATHS[1], text("word 0 " + words(chance, 400)))
            session.flush()
            self.draft_id = session.draft_id
        self._copies = [self._copy(number) for number in (1, 2, 3)]
        self._open()

    def _copy(self, number: int) -> tuple[int, Path]:
        copy = self.good / f"copy-{number}.carreport"
        earlier = self.path if number == 1 else self.good / f"copy-{number - 1}.carreport"
        with DraftSession.open(earlier, AUTHOR) as session:
            export_copy(session, copy)
        with DraftSession.open(copy, "Morag Reid") as other:
            other.write(AGREED, text(f"word {number}"))
        return number, copy

    def _open(self) -> None:
        self.session = DraftSession.open(self.path, AUTHOR)
        self.session.on_failed = lambda _: self._is_told.set()
        self.session.on_saved = lambda _: self._is_told.clear()
        if self.session.read_only:
            raise DraftSaveError("read-only", self.session.read_only_reason)

    def live(self) -> None:
        """Do this and that; the disk is spoilt and mended before or in the midst of it."""
        doings = (self._type, self._type, self._type, self._enter, self._bring, self._send, self._export,
                  self._back_up, self._reopen)  # fmt: skip
        for _ in range(ACTS):
            mood = self._chance.random()
            if mood < 0.3:
                self.disk.mend()
            elif mood < 0.5:
                self._spoil()
            meanwhile = threading.Timer(self._chance.random() * 0.02, self._spoil)
            if mood > 0.75:
                meanwhile.start()
            self._try(self._chance.choice(doings))
            if mood > 0.75:
                meanwhile.join()

    def _spoil(self) -> None:
        self.figures.times_spoilt += 1
        self.disk.spoil(self._chance)

    def _try(self, work: Callable[[], None]) -> None:
        try:
            work()
        except CarreportError:
            self.figures.failures_told += 1
        except Exception:  # noqa: BLE001 - this is what is counted
            self.figures.unforeseen += 1
            print(traceback.format_exc())  # noqa: T201
        else:
            self.figures.acts_done += 1

    # What the person does.

    def _type(self) -> None:
        self._number += 1
        path = self._chance.choice(PATHS)
        said = f"word {self._number}"
        long = text(said + " " + words(self._chance, self._chance.choice((1, 40, 600))))
        self.session.write(path, said if path == PATHS[0] else long)
        self.typed[path] = self._number
        if self._chance.random() < 0.6:
            self.session.flush()
            self.saved = dict(self.typed)

    def _enter(self) -> None:
        photo = self.session.attach(picture(self._chance, self._chance.choice((900, 40_000))))
        self.session.add_item("data.photos", values={"picture": photo})
        self.session.flush()
        self.saved = dict(self.typed)

    def _bring(self) -> None:
        if self._copies:
            number, path = self._copies[0]
            merge_and_save(self.session, preview_merge(self.session, path))
            self._copies.pop(0)
            self.typed[AGREED] = number
            self.saved = dict(self.typed)

    def _send(self) -> None:
        self._number += 1
        target = self.disk.folder / f"sent-{self._number}.carreport"
        export_copy(self.session, target)
        self._claims.append(target)

    def _export(self) -> None:
        self._number += 1
        suffix = self._chance.choice((".html", ".html", ".docx"))
        target = self.disk.folder / f"report-{self._number}{suffix}"
        answers, pictures = self.session.answers(), self.session.pictures()
        export_report(self.session.form, answers, pictures, "inquiry-report", target, date(2026, 3, 2))
        self._claims.append(target)

    def _back_up(self) -> None:
        made = back_up(self.path)
        self._claims += [made.path] if made is not None else []

    def _reopen(self) -> None:
        """Close the inquiry and open it again; if that cannot be, mend the disk: then it must open."""
        self.session.close()
        self.saved = dict(self.typed)
        try:
            self._open()
        except CarreportError:
            self.figures.failures_told += 1
            if self.session.read_only:
                self.session.close()
            self.disk.mend()
            self._open_at_last()

    def _open_at_last(self) -> None:
        try:
            self._open()
        except CarreportError as problem:
            self.figures.drafts_that_do_not_open += 1
            print(f"opened again: {problem}")  # noqa: T201
            raise

    # How it ends.

    def end(self, *, has_good_disk: bool) -> None:
        """Bring what was typed to safety in one way or another, and look at everything."""
        self._look_whether_told()
        ways = ("mended", "abandoned", "elsewhere") if has_good_disk else ("mended", "abandoned")
        way = self._chance.choice(ways)
        if way == "elsewhere":
            self._save_elsewhere()
        elif way == "mended":
            self.disk.mend()
            self._save_at_last()
        self.session.close_without_saving()
        self.disk.mend()
        self._look(self.saved if way == "abandoned" else self.typed)
        self._look_around()

    def _look_whether_told(self) -> None:
        try:
            self.session.flush()
        except DraftSaveError:
            self.figures.failures_not_told += not self._is_told.wait(2)

    def _save_elsewhere(self) -> None:
        path = self.good / "elsewhere.carreport"
        try:
            self.session.save_as(path)
            self.session.close()
        except CarreportError as problem:
            self.figures.not_saved_on_a_good_disk += 1
            print(f"elsewhere: {problem}")  # noqa: T201
            return
        self.figures.saved_elsewhere += 1
        self.path = path

    def _save_at_last(self) -> None:
        told = ""
        for _ in range(5):
            try:
                self.session.flush()
                self.session.close()
            except DraftSaveError as problem:
                told = str(problem)
            else:
                return
        self.figures.not_saved_on_a_good_disk += 1
        print(f"mended: {told}")  # noqa: T201

    def _look(self, wanted: Held) -> None:
        try:
            session = DraftSession.open(self.path, AUTHOR)
        except CarreportError as problem:
            self.figures.drafts_that_do_not_open += 1
            print(problem)  # noqa: T201
            return
        with session:
            self.figures.damaged_drafts += session.read_only
            answers = session.answers()
        self.figures.called_saved_and_lost += _missing(answers, self.saved)
        self.figures.typed_and_lost += _missing(answers, wanted)
        file = DraftDatabase.open(self.path)
        self.figures.damaged_drafts += not file.integrity_ok(thorough=True)
        file.close()

    def _put_there_meanwhile(self, name: str) -> list[Path]:
        """Return where a file of that name was put while the disk was away: it was called done there."""
        return list(self.good.glob(f"disk.meanwhile-*/**/{name}"))

    def _look_around(self) -> None:
        """See that what was called done is whole, and that what was left over is cleared away."""
        for each in (*self._claims, *(backup.path for backup in backups_of(self.draft_id))):
            if not any(map(_is_whole, (each, *self._put_there_meanwhile(each.name)))):
                self.figures.called_done_and_not_whole += 1
                print(f"not whole: {each.name}, there: {each.exists()}")  # noqa: T201
        folder = self.disk.folder
        for path in folder.iterdir():
            if UNFINISHED.match(path.name):
                os.utime(path, (0, 0))  # as if it were old
        with DraftSession.open(folder / "inquiry.carreport", AUTHOR) as session:
            export_copy(session, folder / "last.carreport")
            answers, target = session.answers(), folder / "last.html"
            export_report(session.form, answers, {}, "inquiry-report", target, date(2026, 3, 2))
        left = [
            path.name for path in folder.iterdir() if path.name.startswith(".") or "-journal" in path.name
        ]
        self.figures.files_left_over += len(left)
        print(*(f"left over: {name}" for name in left), sep="\n", end="\n" * bool(left))  # noqa: T201


def _is_whole(path: Path) -> bool:
    return path.exists() and (opens_whole(path) if path.suffix == ".carreport" else is_whole_report(path))


def _missing(answers: Answers, wanted: Held) -> int:
    """Return in how many answers an older word stands than must be there."""
    return sum(_number_in(answers, path) < number for path, number in wanted.items())


def _number_in(answers: Answers, path: str) -> int:
    said = answers.get(path) if path == PATHS[0] else answers.rich_text(path).plain_text
    found = _WORD.search(str(said))
    return int(found[1]) if found else -1


KINDS: dict[str, type[FullDisk | CrampedDisk | TakenDisk | MovedFolder]] = {
    "full": FullDisk, "cramped": CrampedDisk, "taken away": TakenDisk, "moved": MovedFolder,
}  # fmt: skip


def sit(kind: str, sessions: int, seed: int) -> Ordeals:
    """Let people work on disks of one kind."""
    figures, chance = Ordeals(), chance_of(seed)
    autosave.RETRY_DELAY = 0.02
    for _ in range(sessions):
        with workplace() as place, lent(KINDS[kind], place / "disk") as disk:
            if chance.random() < 0.5:
                os.environ[HOME_VARIABLE] = str(disk.folder / "home")
            sitting = Sitting(disk, place, chance, figures)
            sitting.live()
            sitting.end(has_good_disk=kind != "cramped")
        figures.sessions += 1
        figures.by_disk[kind] += 1
    return figures


def run_full(sessions: int, seed: int) -> Ordeals:
    """Do one share of the torture by full disks; where none can be made, by a layer that says it is full."""
    if may_mount():
        return sit("full", sessions, seed)
    found = shim.call_on_top("tests.torture.ordeal", sessions, seed)
    return Ordeals(**found | {"by_disk": Counter(found["by_disk"])})


def run_gone(sessions: int, seed: int) -> Ordeals:
    """Do one share of the torture by disks that are pulled out and folders that are moved, and come back."""
    figures = sit("moved", sessions // 2 if may_mount() else sessions, seed)
    if figures.sessions < sessions:
        figures.add(sit("taken away", sessions - figures.sessions, seed))
    return figures


def main() -> None:
    """Be the process on top of the layer."""
    figures = sit("cramped", int(sys.argv[1]), int(sys.argv[2]))
    print(json.dumps({each.name: getattr(figures, each.name) for each in fields(figures)}))  # noqa: T201


if __name__ == "__main__":
    main()
