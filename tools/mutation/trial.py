"""Run tests in a throw-away copy of the checkout: to record them once, and to try each fault."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path, PurePosixPath

from coverage import CoverageData

from tools.mutation.mutants import Mutant

_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".mutation", "__pycache__", ".*_cache", ".hypothesis")
_START = 20.0
"""Seconds that pytest may need to start."""
_SLOWER = 4.0
"""How much longer than recorded the tests of a fault may take."""
_PYTEST = ("-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider")


class CheckoutCopy:
    """A throw-away copy of the checkout, in which faults are put."""

    def __init__(self, checkout: Path, folder: Path) -> None:
        self.path = folder / "copy"
        shutil.copytree(checkout, self.path, ignore=_LEFT_OUT, symlinks=True)
        compiling = ("-m", "compileall", "-q", "--invalidation-mode", "checked-hash", ".")
        self._run(compiling, 600)  # a file may be changed twice in the second that other pyc files tell apart

    def record(self, kept: Path, tests: Sequence[str], modules: Sequence[str]) -> None:
        """Run tests, and write to `kept` which lines of the modules each runs, and how long it takes."""
        recording = ("-m", "coverage", "run", f"--data-file={kept}", f"--include={','.join(modules)}")
        seconds = {"MUTATION_SECONDS": str(kept.with_suffix(".json"))}
        self._run((*recording, *_PYTEST, "-p", "tools.mutation.recorder", *tests), None, seconds)

    def outcome(self, mutant: Mutant, tests: Sequence[str], seconds: float) -> str:
        """Put a fault in, run tests until one fails, and take the fault out."""
        target = self.path / mutant.module
        original = target.read_bytes()
        (self.path.parent / "tests.txt").write_text("\n".join(tests), encoding="utf-8")
        try:
            target.write_text(mutant.source, encoding="utf-8")
            code = self._run(
                (*_PYTEST, "-x", f"@{self.path.parent / 'tests.txt'}"), _START + _SLOWER * seconds
            )
        finally:
            target.write_bytes(original)
        return "timed out" if code is None else "killed" if code else "survived"

    def _run(
        self, arguments: Sequence[str], seconds: float | None, variables: Mapping[str, str] | None = None
    ) -> int | None:
        """Run Python in the copy; return its exit code, or nothing if it takes too long."""
        ours = f"{self.path}{os.pathsep}{Path(__file__).parents[2]}"
        paths = {"PYTHONPATH": ours, "TMPDIR": str(self.path.parent)}
        with subprocess.Popen(  # noqa: S603 - our own tests
            [sys.executable, "-P", *arguments],
            cwd=self.path,
            env={**os.environ, **paths, **(variables or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process:
            try:
                return process.wait(seconds)
            except subprocess.TimeoutExpired:
                return None
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)


@dataclass(frozen=True)
class Recording:
    """Which test runs which line, and the seconds that each takes."""

    lines: dict[str, dict[int, list[str]]]
    seconds: dict[str, float]

    @classmethod
    def load(cls, recorded: Iterable[Path]) -> Recording:
        """Read what was recorded in copies."""
        lines: dict[str, dict[int, list[str]]] = {}
        seconds: dict[str, float] = {}
        for kept in recorded:
            seconds |= json.loads(kept.with_suffix(".json").read_text(encoding="utf-8"))
            stored = CoverageData(str(kept))
            stored.read()
            for file in stored.measured_files():
                module = lines.setdefault(Path(file).as_posix().rpartition("/copy/")[2], {})
                for line, tests in stored.contexts_by_lineno(file).items():
                    module.setdefault(line, []).extend(tests)
        return cls(lines, seconds)

    def tests_at(self, mutant: Mutant) -> set[str]:
        """Return the tests that are known to run the lines of a fault."""
        lines = self.lines.get(mutant.module, {})
        return {test for line in mutant.lines for test in lines.get(line, ()) if test}

    def tests_of(self, mutant: Mutant, most_seconds: float) -> list[str]:
        """Return the tests that run the lines of a fault, those of its module first, then the fastest.

        After them come the tests of the folder named as its own, because it is not recorded what runs
        in another process. Lines that run on import belong to every test of the module.
        """
        folder, stem = PurePosixPath(mutant.module).parent, PurePosixPath(mutant.module).stem
        found = self.tests_at(mutant) or {
            test for tests in self.lines.get(mutant.module, {}).values() for test in tests
        }
        beside = PurePosixPath("tests", *folder.parts[1:]).as_posix() + "/"
        known = [test for test in self.seconds if test in found or test.startswith(beside)]
        is_last = {test: (test not in found, stem not in test.partition("::")[0]) for test in known}
        known.sort(key=lambda test: (is_last[test], self.seconds[test], test))
        seconds = accumulate(self.seconds[test] for test in known)
        return known[: max(1, sum(total <= most_seconds for total in seconds))]
