"""Kill the real window at any moment, and look whether all is there that its status line called saved."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import monotonic
from typing import IO, Any

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import backups_of
from carreport.errors import CarreportError
from carreport.form.answers import Answers
from carreport.report.export import export_report
from carreport.settings import Settings, cache_folder, drafts_folder, save_settings, settings_file
from tests.rich_text import text
from tests.torture.kill import AGREED, OLD_ENOUGH, UNFINISHED, Kills, is_whole_report, opens_whole
from tests.torture.scene import AUTHOR, chance_of, inquiry, journals_in, workplace

DOINGS = ("typing", "stepping", "entries", "exporting", "sending", "bringing in", "backing up")
KILLS_A_HOME = 10
LONGEST = 60.0
"""Seconds after which a window that does not open is ended; its log says why."""
_WORD = re.compile(r"w(\d+)\.")
_BROUGHT = re.compile(r"b(\d+)\.")
Held = tuple[int, ...]
"""The numbers of the words in one answer, in their order."""


@dataclass(slots=True)
class Story:
    """What one answer held, one state after the other, and up to which of these it must be there."""

    states: list[Held] = field(default_factory=lambda: [()])
    typed: int = 0
    saved: int = 0
    times: list[tuple[float, int]] = field(default_factory=list)

    def begin_word(self, number: int, *, is_fresh: bool) -> None:
        """The first key of a word goes down; all that was there before goes, if it `is_fresh`."""
        self.states += [(), (number,)] if is_fresh else [(*self.states[-1], number)]

    def end_word(self, when: float) -> None:
        self.typed = len(self.states) - 1
        self.times.append((when, self.typed))

    def misses(self, found: Held, least: int) -> bool:
        """Say whether what was found is older than the state that must be there at least."""
        return found not in self.states[least:]


class Sitting:
    """What a window said before it was killed."""

    def __init__(self, lines: list[bytes], stories: dict[str, Story]) -> None:
        self.stories = stories
        self.number = self.count = 0
        self.saved = self.brought = self.early = 0
        self.stumbles: list[str] = []
        for line in lines:
            what, *told, when = json.loads(line)
            if what in ("typing", "typed"):
                path, number, is_fresh = told
                self._word(what, path, number, is_fresh, when)
            elif what == "saved":
                self.saved = self.count
                for value in stories.values():
                    value.saved = value.typed
            elif what == "early":
                self.early += 1
            elif what == "brought":
                self.brought = told[0]
            elif what == "stumbled":
                self.stumbles.append(str(told))

    def _word(self, what: str, path: str, number: int, is_fresh: bool, when: float) -> None:  # noqa: FBT001
        story = self.stories.setdefault(path, Story())
        self.number = number
        if what == "typing":
            story.begin_word(number, is_fresh=is_fresh)
        else:
            story.end_word(when)
            self.count += 1


class Home:
    """A computer with one inquiry on it, whose window is killed again and again."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder = folder
        self.out = folder / "out"
        self.path = drafts_folder() / "inquiry.carreport"
        self._chance = chance
        self._number = self._brought = self._sent = 0
        self._held: dict[str, Held] = {}
        self._backups: set[Path] = set()
        self.path.parent.mkdir(parents=True)
        self.out.mkdir()
        save_settings(Settings(name=AUTHOR, report_folder=str(self.out)))
        with DraftSession.create(self.path, inquiry(), AUTHOR) as session:
            session.write(AGREED, text("b0."))
            self.draft_id = session.draft_id

    def kill_once(self, figures: Kills) -> None:
        """Start the window, let somebody work in it, kill it, and look at what is there."""
        doing = self._chance.choice(DOINGS)
        figures.kills += 1
        figures.kills_of_the_window += 1
        figures.doings[f"{doing} (window)"] += 1
        lines, killed_at = self._sit(doing)
        sitting = Sitting(lines, {path: Story([held]) for path, held in self._held.items()})
        figures.words_typed += sitting.count
        figures.words_called_saved += sitting.saved
        figures.said_saved_too_early += sitting.early
        self._note_stumbles(sitting, figures)
        self._look(sitting, killed_at, figures)
        self._look_around(figures)
        self._number = max(self._number, sitting.number)

    def _sit(self, doing: str) -> tuple[list[bytes], float]:
        copies = list(self._copies()) if doing == "bringing in" else []
        task = {
            "doing": doing, "seed": self._chance.randrange(1 << 30), "number": self._number,
            "lengths": {path: len(held) for path, held in self._held.items()}, "copies": copies,
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.torture.driver", str(self.path), json.dumps(task)]
        world = {"QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(self.folder), "HOME": str(self.folder)}
        with (self.folder / "stderr").open("wb") as trouble:
            window = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=trouble, env=os.environ | world)
            assert window.stdout is not None
            watch = threading.Timer(LONGEST, window.kill)
            watch.start()
            lines = self._wait(window.stdout)
            watch.cancel()
            window.kill()
            killed_at = monotonic()
            window.wait()
            lines += window.stdout.readlines()
            window.stdout.close()
        return [line for line in lines if line], killed_at

    def _wait(self, heard: IO[bytes]) -> list[bytes]:
        """Return after a while, now and then before the window is even open."""
        pause = threading.Event()
        if self._chance.random() < 0.1:
            pause.wait(self._chance.random())
            return []
        began = heard.readline()
        pause.wait(self._chance.choice((0.2, 0.7, 1.4)) * self._chance.random())
        if self._chance.random() < 0.15:
            pause.wait(OLD_ENOUGH + 0.1)
        return [began]

    def _copies(self) -> Iterator[tuple[int, str]]:
        """Make copies in which somebody else has written, each one knowing those before it."""
        path = self.path
        for _ in range(2):
            self._sent += 1
            copy = self.folder / f"copy-{self._sent}.carreport"
            with DraftSession.open(path, AUTHOR) as session:
                export_copy(session, copy)
            with DraftSession.open(copy, "Morag Reid") as other:
                other.write(AGREED, text(f"b{self._sent}."))
            yield self._sent, str(copy)
            path = copy

    def _note_stumbles(self, sitting: Sitting, figures: Kills) -> None:
        said = [*sitting.stumbles, (self.folder / "stderr").read_text("utf-8")]
        for log in cache_folder().glob("log/*"):
            said.append(log.read_text("utf-8"))
            log.unlink()
        for each in filter(str.strip, said):
            figures.programs_that_stumbled += 1
            print(each)  # noqa: T201

    def _look(self, sitting: Sitting, killed_at: float, figures: Kills) -> None:
        figures.journals_found += journals_in(self.folder)
        try:
            session = DraftSession.open(self.path, AUTHOR)
        except CarreportError:
            figures.drafts_that_do_not_open += 1
            raise
        with session:
            figures.damaged_drafts += session.read_only
            answers = session.answers()
        for path, story in sitting.stories.items():
            found = _held(answers, path, _WORD)
            old = max((at for when, at in story.times if killed_at - when > OLD_ENOUGH), default=0)
            figures.saved_words_lost += story.misses(found, story.saved)
            figures.words_older_than_1_s_lost += story.misses(found, old)
            if story.misses(found, max(story.saved, old)):
                print(f"{path}: {found}, not one of {story.states[max(story.saved, old) :]}")  # noqa: T201
            self._held[path] = found
        brought = max(_held(answers, AGREED, _BROUGHT), default=-1)
        figures.brought_words_lost += brought < max(sitting.brought, self._brought)
        figures.words_brought_in += max(0, brought - self._brought)
        self._brought = brought

    def _look_around(self, figures: Kills) -> None:
        """See that nothing half-made is taken for whole, and that what was left over is cleared away."""
        json.loads(settings_file().read_text("utf-8"))
        figures.own_journals_set_aside += len(list(self.folder.rglob("*.set-aside*")))
        backups = {each.path for each in backups_of(self.draft_id)}
        figures.backups_that_are_not_whole += sum(not opens_whole(each) for each in backups - self._backups)
        self._backups = backups
        for path in list(self.out.iterdir()):
            if UNFINISHED.match(path.name):
                os.utime(path, (0, 0))  # as if it were old: the next one of its kind clears it away
                self._send_again()
                figures.files_left_over += path.exists()
        for path in self.out.iterdir():
            figures.half_copies += path.suffix == ".carreport" and not opens_whole(path)
            figures.half_reports += path.suffix in (".html", ".docx") and not is_whole_report(path)
            path.unlink()
        figures.files_left_over += sum(path != self.path for path in self.path.parent.iterdir())

    def _send_again(self) -> None:
        with DraftSession.open(self.path, AUTHOR) as session:
            export_copy(session, self.out / "again.carreport", replace=True)
            report = self.out / "again.html"
            export_report(session.form, session.answers(), {}, "inquiry-report", report, date(2026, 3, 2))


def _held(answers: Answers, path: str, pattern: re.Pattern[str]) -> Held:
    value: Any = answers.get(path)
    said = value if isinstance(value, str) else answers.rich_text(path).plain_text if value else ""
    return tuple(map(int, pattern.findall(said)))


def run(kills: int, seed: int) -> Kills:
    """Do one share of the torture, on a fresh computer now and then."""
    figures = Kills()
    chance = chance_of(seed)
    while figures.kills < kills:
        with workplace() as folder:
            home = Home(folder, chance)
            for _ in range(min(KILLS_A_HOME, kills - figures.kills)):
                home.kill_once(figures)
    return figures
