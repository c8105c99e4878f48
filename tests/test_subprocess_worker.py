"""Untrusted work runs in another process, on systems that refuse a limit or report a pipe differently too."""

from __future__ import annotations

import ctypes
import errno
import io
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from carreport.subprocess_worker import limit_this_process, run_worker

resource = pytest.importorskip("resource", reason="limits of Unix")


class FakeLimits:
    """Stands in for `resource.setrlimit`: it notes what is set, and refuses some of it."""

    def __init__(self, refused: tuple[int, ...], problem: Exception) -> None:
        self.refused, self.problem = refused, problem
        self.tried: list[int] = []

    def __call__(self, limit: int, _values: object) -> None:
        self.tried.append(limit)
        if limit in self.refused:
            raise self.problem


@pytest.mark.parametrize(
    "problem",
    [
        ValueError("current limit exceeds maximum limit"),
        OSError(errno.EINVAL, "Invalid argument"),
        PermissionError(errno.EPERM, "Operation not permitted"),
        ValueError("not allowed to raise maximum limit"),
    ],
)
@pytest.mark.parametrize("refused", ["RLIMIT_CPU", "RLIMIT_NOFILE", "RLIMIT_AS"])
def test_a_limit_that_the_system_refuses_stops_no_other(
    monkeypatch: pytest.MonkeyPatch, refused: str, problem: Exception
) -> None:
    limits = FakeLimits((getattr(resource, refused),), problem)
    monkeypatch.setattr(resource, "setrlimit", limits)
    limit_this_process(memory=1 << 30, seconds=5, largest_file=0)
    assert set(limits.tried) == {
        resource.RLIMIT_AS,
        resource.RLIMIT_CPU,
        resource.RLIMIT_CORE,
        resource.RLIMIT_FSIZE,
        resource.RLIMIT_NOFILE,
    }


def test_macos_is_not_asked_for_a_limit_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = FakeLimits((), ValueError())
    monkeypatch.setattr(resource, "setrlimit", limits)
    monkeypatch.setattr(sys, "platform", "darwin")
    limit_this_process(memory=1 << 30, seconds=5, largest_file=0)
    assert resource.RLIMIT_AS not in limits.tried
    assert resource.RLIMIT_CPU in limits.tried


class FakeKernel32:
    """Stands in for `ctypes.WinDLL("kernel32")`; it notes which processes were put into a job."""

    def __init__(self) -> None:
        self.assigned: list[int] = []

    def library(self, name: str) -> SimpleNamespace:
        assert name == "kernel32"
        return SimpleNamespace(
            CreateJobObjectW=lambda *_: 7,
            SetInformationJobObject=lambda *_: 1,
            AssignProcessToJobObject=lambda _job, process: self.assign(process),
            CloseHandle=lambda _handle: 1,
        )

    def assign(self, process: int) -> int:
        self.assigned.append(process)
        return 1


def test_windows_limits_a_worker_by_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = FakeKernel32()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", kernel.library, raising=False)
    limit_this_process(memory=1 << 30, seconds=5, largest_file=0)
    assert kernel.assigned == [-1]


class ClosedPipe(io.RawIOBase):
    """A pipe whose reader has ended, as each system reports it."""

    def __init__(self, number: int) -> None:
        self.number = number

    def write(self, _: object) -> int:
        raise OSError(self.number, "closed")

    def writable(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("system", "number"), [("win32", errno.EINVAL), ("linux", errno.EPIPE), ("darwin", errno.EPIPE)]
)
def test_a_worker_that_ends_early_gives_no_output(
    monkeypatch: pytest.MonkeyPatch, system: str, number: int
) -> None:
    class EndedEarly(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            assert self.stdin is not None
            self.stdin.close()
            self.stdin = ClosedPipe(number)  # type: ignore[assignment]
            monkeypatch.setattr(sys, "platform", system)
            self._handle = 5

    monkeypatch.setattr(subprocess, "Popen", EndedEarly)
    monkeypatch.setattr(ctypes, "WinDLL", FakeKernel32().library, raising=False)
    assert run_worker([sys.executable, "-c", ""], b"task", 60, 100).stdout == b""


def test_a_worker_that_reads_nothing_gives_no_output() -> None:
    assert run_worker([sys.executable, "-c", ""], b"x" * 1_000_000, 60, 100).stdout == b""
