"""Kill the program at any moment: what was called saved is there, and what was typed a second ago.

The program is a process that uses a draft just as the window does, and says of every word when
it was typed and when it was called saved. It is stopped by a signal that it cannot notice.
"""

from __future__ import annotations

import os
import random
import re
import signal
import threading
import traceback
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from time import monotonic

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.session import open_draft
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.open_draft import OPENED_FOR_READING
from carreport.draft.storage.backups import back_up, backups_of
from carreport.errors import CarreportError
from carreport.form.answers import Answers
from carreport.form.loader import parse_form
from carreport.report.export import export_report
from carreport.report.templates.find_templates import available_templates
from tests.rich_text import text
from tests.torture.scene import AUTHOR, Figures, chance_of, inquiry, journals_in, workplace

PATHS = ("about.title", "context.issue", "context.affected")
AGREED = "question.agreed"
"""What others write in the copies that are brought in."""
DOINGS = (
    "typing", "flushing", "leaving", "exporting", "sending", "backing up", "moving", "beginning",
    "bringing in",
)  # fmt: skip
FLUSHES = {"typing": 0.0, "flushing": 1.0}
"""How often a doing waits for the disk before it goes on; mostly nobody waits."""
OLD_ENOUGH = 1.0
"""Seconds after which a typed word must be on the disk, whether it was called saved or not."""
_WORD = re.compile(r"word (\d+)")
_BROUGHT = re.compile(r"brought (\d+)")
UNFINISHED = re.compile(r"\..+\.[0-9a-f]{8}\.tmp(-journal)?\Z|\.carreport-[0-9a-f]+\.part\Z")


@dataclass(slots=True)
class Kills(Figures):
    """What came of it."""

    WRONG = (
        "saved_words_lost", "words_older_than_1_s_lost", "brought_words_lost", "drafts_that_do_not_open",
        "damaged_drafts", "half_reports", "half_copies", "backups_that_are_not_whole", "files_left_over",
        "programs_that_stumbled", "said_saved_too_early", "own_journals_set_aside",
    )  # fmt: skip

    kills: int = 0
    kills_of_the_window: int = 0
    words_typed: int = 0
    words_called_saved: int = 0
    words_brought_in: int = 0
    journals_found: int = 0
    """The journals of interrupted saves; each is the draft's own."""
    said_saved_too_early: int = 0
    """The status line said Saved while newer words still waited; these are not counted as called saved."""
    saved_words_lost: int = 0
    words_older_than_1_s_lost: int = 0
    brought_words_lost: int = 0
    drafts_that_do_not_open: int = 0
    damaged_drafts: int = 0
    half_reports: int = 0
    half_copies: int = 0
    backups_that_are_not_whole: int = 0
    files_left_over: int = 0
    programs_that_stumbled: int = 0
    own_journals_set_aside: int = 0
    doings: Counter[str] = field(default_factory=Counter)

    @property
    def is_enough(self) -> bool:
        return self.kills > 0 and self.words_called_saved > 0


class Typist:
    """A person at the program: types, and does one other thing besides."""

    def __init__(self, desk: Desk, pipe: int, doing: str) -> None:
        self._desk = desk
        self._pipe = pipe
        self._number = desk.number
        self._doing = doing
        self._chance = chance_of(desk.number)
        self._session = DraftSession.open(desk.path, AUTHOR)
        self._session.on_failed = self._stumble
        self._session.on_backup_failed = self._stumble
        threading.excepthook = lambda stumble: self._stumble(stumble.exc_value)

    def live(self) -> None:
        """Go on until the end, which comes from outside."""
        besides = {"exporting": self._export, "backing up": self._back_up, "beginning": self._begin}
        if self._doing in besides:
            threading.Thread(target=besides[self._doing], daemon=True).start()
        copies = list(self._desk.copies)
        self._say("began", self._number)
        rest = threading.Event()
        while True:
            self._type()
            if self._chance.random() < FLUSHES.get(self._doing, 0.2):
                self._flush()
            if self._doing == "leaving" and self._number % 4 == 0:
                self._leave()
            elif self._doing == "moving" and self._number % 9 == 0:
                self._move()
            elif self._doing == "sending" and self._number % 3 == 0:
                export_copy(self._session, self._desk.sent, replace=True)
            elif copies and self._number % 3 == 0:
                self._bring(*copies.pop(0))
            rest.wait(self._chance.uniform(0.001, 0.03))

    def _type(self) -> None:
        self._number += 1
        path = PATHS[self._number % len(PATHS)]
        said = f"word {self._number}"
        self._say("typed", self._number)
        is_line = path == "about.title"
        self._session.write(path, said if is_line else text(said + " and more" * (self._number % 90)))

    def _flush(self) -> None:
        number = self._number
        self._session.flush()
        self._say("saved", number)

    def _leave(self) -> None:
        self._session.seal()
        item = self._session.add_item("context.evidence", values={"name": "A source"})
        self._session.remove_item(f"context.evidence/{item}")

    def _move(self) -> None:
        self._flush()
        self._session.save_as(self._desk.folder / f"moved-{self._number}.carreport")
        self._say("moved", self._number)

    def _bring(self, number: int, copy: Path) -> None:
        """Bring in what somebody wrote in a copy; it is on the disk when that returns."""
        merge_and_save(self._session, preview_merge(self._session, copy))
        self._say("brought", number)

    def _export(self) -> None:
        while True:
            for target in self._desk.reports:
                answers = self._session.answers()
                export_report(self._session.form, answers, {}, "inquiry-report", target, date(2026, 3, 2))

    def _back_up(self) -> None:
        while True:
            back_up(self._session.path)

    def _begin(self) -> None:
        for number in range(10_000):
            path = self._desk.folder / f"begun-{self._number}-{number}.carreport"
            DraftSession.create(path, self._session.form, AUTHOR).close()
            path.unlink()

    def _say(self, what: str, number: int) -> None:
        os.write(self._pipe, f"{what} {number} {monotonic()}\n".encode())

    def _stumble(self, problem: BaseException | None) -> None:
        os.write(self._pipe, f"stumbled {problem!r}\n".replace("\n ", " ").encode())


class Desk:
    """Where the typist works, and whoever looks after each kill whether all is there."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder = folder
        self.path = folder / "inquiry.carreport"
        self.sent = folder / "sent.carreport"
        self.reports = (folder / "report.html", folder / "report.docx")
        self.copies: list[tuple[int, Path]] = []
        self.number = self.brought = self._copied = 0
        self.found = dict.fromkeys(PATHS, 0)
        self._chance = chance
        self._seen: set[Path] = set()
        form = inquiry()
        with DraftSession.create(self.path, form, AUTHOR) as session:
            session.write("question.main", text("What do we know?"))
            self.draft_id = session.draft_id

    def write_copies(self) -> None:
        """Let somebody else write in a copy, and in a copy of that."""
        path, self.copies = self.path, []
        for _ in range(2):
            self._copied += 1
            copy = self.folder.parent / f"copy-{self._copied}.carreport"
            with DraftSession.open(path, AUTHOR) as session:
                export_copy(session, copy)
            with DraftSession.open(copy, "Morag Reid") as other:
                other.write(AGREED, text(f"brought {self._copied}"))
            self.copies.append((self._copied, copy))
            path = copy

    def kill_once(self, figures: Kills) -> None:
        """Let somebody work for a moment, kill the program, and look at what is there."""
        doing = self._chance.choice(DOINGS)
        self.copies = []
        if doing == "bringing in":
            self.write_copies()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _live(self, writing, doing)
        os.close(writing)
        with os.fdopen(reading, "rb") as heard:
            said = [heard.readline()]  # it has opened the draft
            longest = self._chance.choice((0.3, 0.6) if self.copies else (0.02, 0.1, 0.3))
            threading.Event().wait(longest * self._chance.random() + 0.001)
            if self._chance.random() < 0.05:
                threading.Event().wait(1.1)
            os.kill(child, signal.SIGKILL)
            killed_at = monotonic()
            os.waitpid(child, 0)
            said += heard.readlines()
        figures.kills += 1
        figures.doings[doing] += 1
        self._look(_Said.of(said, self.number), killed_at, figures)

    def _look(self, said: _Said, killed_at: float, figures: Kills) -> None:
        figures.words_typed += said.typed - self.number
        figures.words_called_saved += max(0, said.saved - self.number)
        figures.programs_that_stumbled += len(said.stumbles)
        for stumble in said.stumbles:
            print(stumble)  # noqa: T201
        figures.journals_found += journals_in(self.folder.parent)
        if said.moved:
            self.path = self.folder / f"moved-{said.moved}.carreport"
        try:
            session = DraftSession.open(self.path, AUTHOR)
        except CarreportError:
            figures.drafts_that_do_not_open += 1
            raise
        with session:
            figures.damaged_drafts += session.read_only
            answers = session.answers()
        found = {path: _number_in(answers, path, _WORD) for path in PATHS}
        brought = _number_in(answers, AGREED, _BROUGHT)
        figures.brought_words_lost += brought < max(said.brought, self.brought)
        figures.words_brought_in += brought - self.brought
        self.brought = brought
        old = max((n for n, when in said.times.items() if killed_at - when > OLD_ENOUGH), default=0)
        figures.saved_words_lost += self._lost(found, said.saved)
        figures.words_older_than_1_s_lost += self._lost(found, old)
        self.number, self.found = max(said.typed, self.number), found
        self._look_around(figures)

    def _lost(self, found: dict[str, int], number: int) -> int:
        """Return at how many paths less is there than before, or than what was typed up to `number`."""
        wanted = dict(self.found)
        wanted |= {PATHS[n % len(PATHS)]: n for n in range(max(self.number + 1, number - 2), number + 1)}
        return sum(found[path] < n for path, n in wanted.items())

    def _look_around(self, figures: Kills) -> None:
        """See that nothing half-made is taken for whole, and that what was left over is cleared away."""
        figures.half_reports += sum(
            report.exists() and not is_whole_report(report) for report in self.reports
        )
        figures.half_copies += self.sent.exists() and not opens_whole(self.sent)
        self.sent.unlink(missing_ok=True)
        backups = {each.path for each in backups_of(self.draft_id)}
        figures.backups_that_are_not_whole += sum(not opens_whole(each) for each in backups - self._seen)
        self._seen |= backups
        for left in self.folder.iterdir():
            if left.suffix == ".carreport" and left != self.path:
                figures.drafts_that_do_not_open += not opens_whole(left)
                DraftSession.open(left, AUTHOR).close()  # which clears its lock away
                left.unlink()
            elif UNFINISHED.match(left.name):
                os.utime(left, (0, 0))  # as if it were old
        DraftSession.open(self.path, AUTHOR).close()
        self._make_again()
        expected = {self.path.name, *(report.name for report in self.reports)}
        figures.own_journals_set_aside += len(list(self.folder.parent.rglob("*.set-aside*")))
        left_over = [path for path in self.folder.iterdir() if path.name not in expected]
        figures.files_left_over += len(left_over)
        for each in left_over:
            print("left over:", each.name)  # noqa: T201
            each.unlink()

    def _make_again(self) -> None:
        """Make what a killed program may have left unfinished: the next one of its kind clears that away."""
        left = [path.name for path in self.folder.iterdir() if UNFINISHED.match(path.name)]
        if left:
            with DraftSession.open(self.path, AUTHOR) as session:
                export_copy(session, self.sent)
                self.sent.unlink()
                answers, target = session.answers(), self.reports[0]
                export_report(session.form, answers, {}, "inquiry-report", target, date(2026, 3, 2))


@dataclass(slots=True)
class _Said:
    """What the program had said before it was killed."""

    typed: int
    saved: int = 0
    moved: int = 0
    brought: int = 0
    times: dict[int, float] = field(default_factory=dict)
    stumbles: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, lines: list[bytes], typed: int) -> _Said:
        said = cls(typed)
        for line in lines:
            what, _, rest = line.decode().strip().partition(" ")
            number, _, when = rest.partition(" ")
            if what == "typed":
                said.typed = int(number)
                said.times[said.typed] = float(when)
            elif what == "saved":
                said.saved = int(number)
            elif what == "moved":
                said.moved = int(number)
            elif what == "brought":
                said.brought = int(number)
            elif what != "began":
                said.stumbles.append(line.decode())
        return said


def _live(desk: Desk, pipe: int, doing: str) -> None:
    """Be the program, until it is killed."""
    try:
        Typist(desk, pipe, doing).live()
    except BaseException:  # noqa: BLE001 - a fork must never go on as its parent
        os.write(pipe, f"stumbled {traceback.format_exc()!r}\n".encode())
    finally:
        os._exit(1)


def _number_in(answers: Answers, path: str, pattern: re.Pattern[str]) -> int:
    said = answers.get(path) if path == "about.title" else answers.rich_text(path).plain_text
    found = pattern.search(str(said))
    return int(found[1]) if found else 0


def is_whole_report(path: Path) -> bool:
    """Say whether a report has an end."""
    if path.suffix == ".html":
        return path.read_text("utf-8").rstrip().endswith("</html>")
    try:
        with zipfile.ZipFile(path) as parts:
            return parts.testzip() is None
    except zipfile.BadZipFile:
        return False


def opens_whole(path: Path) -> bool:
    try:
        with DraftSession.open(path, AUTHOR, read_only=True) as session:
            return session.read_only_reason == OPENED_FOR_READING
    except CarreportError:
        return False


_parsed_once = lru_cache(parse_form)


def run(kills: int, seed: int) -> Kills:
    """Do one share of the torture, in a folder of its own, with a new draft now and then."""
    figures = Kills()
    chance = chance_of(seed)
    available_templates(inquiry())
    open_draft.__dict__["parse_form"] = _parsed_once  # the same text each time: more kills in the hour
    while figures.kills < kills:
        with workplace() as folder:
            (folder / "desk").mkdir()
            desk = Desk(folder / "desk", chance)
            for _ in range(min(50, kills - figures.kills)):
                desk.kill_once(figures)
    return figures
