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
import signal
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path

from carreport.draft.storage import autosave
from carreport.errors import CarreportError
from carreport.report.templates.find_templates import available_templates
from tests.torture import shim
from tests.torture.doings import DOINGS, Desk, Outcome, trouble_on_disk
from tests.torture.scene import Figures, inquiry, workplace

_ALWAYS = ("EIO", "ENOSPC", "EACCES")
CALLS: dict[str, tuple[str, ...]] = {
    "openat": (*_ALWAYS, "EROFS", "EDQUOT", "EMFILE"),
    "write": (*_ALWAYS, "EDQUOT"),
    "pwrite64": (*_ALWAYS, "EDQUOT"),
    "fsync": (*_ALWAYS, "EDQUOT"),
    "fdatasync": (*_ALWAYS, "EDQUOT"),
    "ftruncate": _ALWAYS,
    "link": (*_ALWAYS, "EROFS", "EDQUOT"),
    "rename": (*_ALWAYS, "EROFS", "EDQUOT"),
    "unlink": (*_ALWAYS, "EROFS"),
    "mkdir": (*_ALWAYS, "EROFS", "EDQUOT"),
}
"""Each kind of call, and what it may fail with."""
MOST = 200
"""More calls of one kind no single doing has; it ends long before."""
LONGEST = 30
"""Seconds after which a process counts as hung, and is ended."""
OF_A_READER = 25
"""So many calls of one kind fail in the process that reads a copy, which writes nothing of ours."""


@dataclass(slots=True)
class Faults(Figures):
    """What came of it."""

    WRONG = (
        "untold_and_not_done", "called_saved_and_lost", "damaged_drafts", "unforeseen", "hung",
    )  # fmt: skip

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
    def is_enough(self) -> bool:
        return self.faults > 0


def has_strace() -> bool:
    """Say whether calls can be made to fail here: strace is there, and may look at our processes."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return False
    done = subprocess.run(["strace", "-qq", "-e", "trace=none", "true"], capture_output=True, check=False)
    return done.returncode == 0


class Child:
    """A process that does one thing, and says without any call to the system how that went."""

    def __init__(self, work: Callable[[Outcome, Callable[[], object]], None]) -> None:
        self._work = work
        self._said = mmap.mmap(-1, 1 << 16)
        self.outcome = Outcome()
        self.has_hung = self._was_hit = False

    def trace(self, injection: list[str]) -> bool:
        """Let strace make a call fail; return whether it did."""
        go_reading, go_writing = os.pipe()
        ready_reading, ready_writing = os.pipe()

        def wait_for_strace() -> None:
            os.write(ready_writing, b".")
            os.read(go_reading, 1)

        child = self._fork(wait_for_strace, lambda: True)
        os.read(ready_reading, 1)
        command = ["strace", "-f", *injection, "-p", str(child)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
            assert strace.stderr is not None
            line = strace.stderr.readline()
            os.write(go_writing, b".")
            told = line + strace.stderr.read()
        self._wait(child)
        for each in (go_reading, go_writing, ready_reading, ready_writing):
            os.close(each)
        return "INJECTED" in told

    def cut_short(self, number: int, *, then_full: bool) -> bool:
        """Let the layer below cut one write short; return whether it did."""
        layer = shim.layer()
        child = self._fork(
            lambda: layer.shim_cut_short(number, int(then_full)), lambda: layer.shim_hits() > 0
        )
        self._wait(child)
        return self._was_hit

    def _fork(self, before: Callable[[], object], was_hit: Callable[[], bool]) -> int:
        child = os.fork()
        if child == 0:
            signal.alarm(LONGEST)
            self._work(self.outcome, before)
            outcome = self.outcome
            words = json.dumps([outcome.told, outcome.saved, outcome.stumbled, was_hit()]).encode()
            self._said[: len(words)] = words  # no call to the system, so it cannot fail
            os._exit(0)
        return child

    def _wait(self, child: int) -> None:
        _, status = os.waitpid(child, 0)
        self.has_hung = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM
        heard = bytes(self._said).rstrip(b"\0").decode() or '[[], [], "", true]'
        *told, was_hit = json.loads(heard)
        self._was_hit = bool(was_hit)
        self.outcome = Outcome(*told)


class Bench:
    """Starts processes, each of which does one thing while one of its calls fails."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sound = Desk.begin(folder / "sound")
        self.figures = Faults()
        autosave.RETRY_DELAY = 0.01
        for name in DOINGS:  # so that everything is loaded before calls fail
            self._do(name, self._fresh(), Outcome())
        available_templates(inquiry())

    def fail_each(self, name: str, call: str, error: str, most: int = MOST) -> None:
        """Let the first, the second … such call fail, until there is none left."""
        for number in range(1, most + 1):
            injection = ["-e", f"trace={call}", "-e", f"inject={call}:error={error}:when={number}"]
            if not self._fail(
                f"{name}, {call} {number}, {error}", name, partial(Child.trace, injection=injection)
            ):
                return

    def cut_short_each(self, name: str, *, then_full: bool, most: int = MOST) -> None:
        """Let the first, the second … write be cut short, and let the disk be full from then on, or not."""
        for number in range(1, most + 1):
            what = f"{name}, write {number} cut short{', then no room' * then_full}"
            if not self._fail(what, name, partial(Child.cut_short, number=number, then_full=then_full)):
                return

    def _fail(self, what: str, name: str, fail: Callable[[Child], bool]) -> bool:
        """Do one thing while a call fails; return whether one did."""
        desk = self._fresh()
        child = Child(lambda outcome, before: self._do(name, desk, outcome, before))
        if not fail(child):
            return False
        self.figures.faults += 1
        self.figures.by_doing[name] += 1
        self.figures.hung += child.has_hung
        self._judge(what, desk, child.outcome)
        return True

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

    def _judge(self, what: str, desk: Desk, outcome: Outcome) -> None:
        """Look at what is on the disk afterwards, and hold it against what the person was told."""
        trouble = outcome.stumbled or trouble_on_disk(desk, outcome)
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


def run(doings: tuple[str, ...], calls: tuple[str, ...], errors: tuple[str, ...], most: int = MOST) -> Faults:
    """Do one share of the torture in a folder of its own; without `errors`, with all that a call can say."""
    with workplace() as folder:
        bench = Bench(folder)
        for name in doings:
            for call in calls:
                for error in errors or CALLS[call]:
                    bench.fail_each(name, call, error, OF_A_READER if name == "looking" else most)
        return bench.figures


def run_short(doing: str, most: int = MOST) -> Faults:
    """Do one share of the torture by writes that are cut short, on top of the layer that does that."""
    found = shim.call_on_top("tests.torture.faults", doing, most)
    return Faults(**found | {"by_doing": Counter(found["by_doing"])})


def main() -> None:
    """Be the process on top of the layer."""
    doing, most = sys.argv[1], int(sys.argv[2])
    with workplace() as folder:
        bench = Bench(folder)
        for then_full in (False, True):
            bench.cut_short_each(doing, then_full=then_full, most=most)
    print(json.dumps({each.name: getattr(bench.figures, each.name) for each in fields(bench.figures)}))  # noqa: T201


if __name__ == "__main__":
    main()
