"""Give damaged and forged drafts to every command and to the start page.

None may end in a traceback, change a draft that it refuses, empty a list, or keep to itself that an
answer is damaged.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from os import times
from pathlib import Path

from carreport.cli.parser import make_parser
from carreport.draft.session.draft_session import DraftSession
from carreport.settings import cache_folder
from carreport.ui.library.local_drafts import list_cards
from tests.torture.commands import (
    CommandCall,
    CommandResult,
    Takes,
    every_call,
    place_of,
    run_here,
    traceback_in,
    usual_files,
)
from tests.torture.forgery import ForgedDraft, Forger
from tests.torture.scene import AUTHOR, Figures, chance_of, workplace

LONGEST = 1.0
"""Seconds of a processor that a command may take with a forged draft."""
PATIENCE = 20
"""Seconds after which a whole process counts as hung."""
NEIGHBOURS = ("A first sound inquiry", "A second sound inquiry", "A third sound inquiry")
"""The titles of the drafts that a list must show beside a forged one."""
NO_COMMAND = CommandCall("", ())
DAMAGE_IS_NOT_READ = {"backups", "delete"}
"""Commands that read only the id of the draft they are given."""


@dataclass(slots=True)
class Commanded(Figures):
    """What came of it."""

    WRONG = ("tracebacks", "slower_than_1_s", "lists_emptied", "damaged_and_not_named", "refused_and_changed",
             "words_lost", "refused_in_silence", "hung")  # fmt: skip

    drafts: int = 0
    commands: int = 0
    processes: int = 0
    lists: int = 0
    answers_to_be_named: int = 0
    longest_seconds: float = 0.0
    tracebacks: int = 0
    slower_than_1_s: int = 0
    lists_emptied: int = 0
    damaged_and_not_named: int = 0
    refused_and_changed: int = 0
    words_lost: int = 0
    refused_in_silence: int = 0
    hung: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)

    @property
    def is_enough(self) -> bool:
        return self.drafts > 0 and self.commands + self.processes > 0 and self.lists > 0


@dataclass(frozen=True, slots=True)
class _Trial:
    """A forged draft in the place of one argument of a command, or in a folder that is listed."""

    number: int
    forged: ForgedDraft
    call: CommandCall = NO_COMMAND
    argument: str = ""
    where: str = ""

    @property
    def name(self) -> str:
        """The command with its options, and the argument."""
        options = " ".join(argument.option for argument in self.call.arguments if argument.option)
        return self.where or f"`{self.call.name} {options}`, as its {self.argument}"


class CommandTorture:
    """One forged draft after the other, given to every command in the place of each draft that it takes."""

    def __init__(self, folder: Path, figures: Commanded, *, once_each: bool = False) -> None:
        self.folder = folder
        self.figures = figures
        self.forger = Forger(folder / "forge")
        self._told: Counter[tuple[str, str, str]] = Counter()
        self.files = usual_files(folder / "usual", folder / "usual" / "draft.carreport")
        calls = [call for call in every_call() if any(map(_is_draft, call.paths))]
        self.calls = list({call.name: call for call in reversed(calls)}.values()) if once_each else calls
        for title in NEIGHBOURS:
            path = folder / "listed" / f"{title}.carreport"
            path.parent.mkdir(exist_ok=True)
            with DraftSession.create(path, self.forger.form, AUTHOR) as session:
                session.write("about.title", title)

    def hold(self, number: int) -> None:
        """Give the forged draft with this number to every command and to the lists."""
        forged = self.forger.forge(number)
        self.figures.drafts += 1
        self.figures.by_kind[forged.kind] += 1
        given = [
            (call, argument.name) for call in self.calls for argument in call.paths if _is_draft(argument)
        ]
        all(self._command(_Trial(number, forged, call, name)) for call, name in given)
        self._lists(number, forged)

    def start(self, number: int, chance: random.Random) -> None:
        """Give the forged draft with this number to one command, as a whole process."""
        call = chance.choice(self.calls)
        name = chance.choice([argument.name for argument in call.paths if _is_draft(argument)])
        trial = _Trial(number, self.forger.forge(number), call, name)
        line, here = self._line(trial)
        self.figures.processes += 1
        try:
            done = subprocess.run(
                [sys.executable, "-m", "carreport", *line],
                capture_output=True, text=True, timeout=PATIENCE, check=False, stdin=subprocess.DEVNULL,
                errors="replace",
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            self._fault("hung", trial, f"took more than {PATIENCE} s as a process")
            return
        crash = traceback_in(done.stderr) or "Something went wrong" * ("Something went wrong" in done.stderr)
        self._judge(trial, CommandResult(done.returncode, done.stdout, done.stderr, crash), here)

    def _line(self, trial: _Trial) -> tuple[list[str], Path]:
        """Put fresh files in their places, and return the command line and where the forged draft lies."""
        place = self.folder / "now"
        for path in (*place.glob("*"), *place.glob(".*"), *self.files[Takes.OUTPUT].parent.glob("made*")):
            path.unlink(missing_ok=True)
        here = trial.forged.put(place / "inquiry.carreport")
        self.files[Takes.DRAFT].write_bytes(self.forger.sound)
        line = trial.call.words(self.files, {trial.argument: here})
        if trial.argument == "draft" and "--author" not in line and "--author" in _options(trial.call.name):
            line += ["--author", AUTHOR]
        return line, here

    def _command(self, trial: _Trial) -> bool:
        """Give the draft to one command; say whether to go on with it."""
        line, here = self._line(trial)
        before = sum(times()[:4])
        result = run_here(line)
        seconds = sum(times()[:4]) - before
        self.figures.commands += 1
        self.figures.longest_seconds = max(self.figures.longest_seconds, seconds)
        if seconds > LONGEST:
            self._fault("slower_than_1_s", trial, f"took {seconds:.1f} s of a processor")
        if result.is_stopped:
            self.figures.hung += 1
            return False
        self._judge(trial, result, here)
        return True

    def _judge(self, trial: _Trial, result: CommandResult, here: Path) -> None:
        said, forged = result.output + result.remarks, trial.forged
        if result.crash:
            self._fault("tracebacks", trial, result.crash)
        elif result.code not in (0, 1, 2, 3) or (result.code > 1 and not result.remarks.strip()):
            self._fault("refused_in_silence", trial, f"ended with {result.code}: {result.remarks[:200]!r}")
        if trial.argument != "draft":
            return
        after = here.read_bytes() if here.is_file() else b""
        if result.code in (2, 3) and after != forged.data:
            self._fault("refused_and_changed", trial, f"ended with {result.code}: {result.remarks[:200]!r}")
        if forged.keeps not in after and trial.call.name not in ("erase", "resolve", "timeline"):
            self._fault("words_lost", trial, f"“{forged.keeps.decode()}” is not in the file any more")
        if trial.call.name not in DAMAGE_IS_NOT_READ:
            self._judge_naming(trial, said)

    def _judge_naming(self, trial: _Trial, said: str) -> None:
        self.figures.answers_to_be_named += len(trial.forged.named)
        for path in trial.forged.named:
            label = getattr(self.forger.form.field(path), "label", path)
            if label not in said and path not in said:
                self._fault("damaged_and_not_named", trial, f"does not name {path}: {said[:200]!r}")
        if trial.forged.said not in said:
            self._fault("damaged_and_not_named", trial, f"no “{trial.forged.said}”: {said[:200]!r}")

    def _lists(self, number: int, forged: ForgedDraft) -> None:
        """See that the command and the start page list the neighbours, and name the forged file."""
        folder = self.folder / "listed"
        here = forged.put(folder / "forged.carreport")
        for path in cache_folder().glob("shelf-*"):
            path.unlink()
        result = run_here(["list", str(folder)])
        self._judge_list(_Trial(number, forged, where="`list`"), result.crash, result.output, here)
        crash, shown = "", ""
        try:
            cards = list_cards(None, folder, AUTHOR)
            shown = " ".join(f"{card.path.name} {card.title}" for card in cards)
        except Exception as problem:  # noqa: BLE001 - this is what is counted
            crash = place_of(problem)
        self._judge_list(_Trial(number, forged, where="the start page"), crash, shown, here)
        for path in folder.glob("forged.carreport*"):
            path.unlink()

    def _judge_list(self, trial: _Trial, crash: str, shown: str, here: Path) -> None:
        self.figures.lists += 1
        if crash:
            self._fault("tracebacks", trial, crash)
        missing = [name for name in (*NEIGHBOURS, here.name) if name not in shown]
        if missing:
            self._fault("lists_emptied", trial, f"does not list {', '.join(missing)}")

    def _fault(self, count: str, trial: _Trial, detail: str) -> None:
        """Count a fault; the first of its sort is told."""
        setattr(self.figures, count, getattr(self.figures, count) + 1)
        sort = (count, trial.forged.kind, trial.name)
        self._told[sort] += 1
        if self._told[sort] == 1:
            what = f"{count.replace('_', ' ')}: draft {trial.number} ({trial.forged.kind}), {trial.name}"
            print(f"{what}: {detail}")  # noqa: T201


def _is_draft(argument: object) -> bool:
    return getattr(argument, "takes", None) is Takes.DRAFT


@cache
def _options(name: str) -> list[str]:
    """Return the option strings of a command."""
    parser, _ = make_parser()
    for word in name.split():
        group = next(action for action in parser._actions if action.choices and not action.option_strings)  # noqa: SLF001
        parser = group.choices[word]  # type: ignore[index]  # of a group of commands
    return [option for action in parser._actions for option in action.option_strings]  # noqa: SLF001


def run(drafts: int, first: int) -> Commanded:
    """Do one share of the torture: every command with the forged drafts from `first`; as many processes."""
    figures = Commanded()
    with workplace() as folder:
        torture = CommandTorture(folder, figures)
        for number in range(first, first + drafts):
            torture.hold(number)
            torture.start(number, chance_of(number))
    return figures
