"""Run untrusted work in another process with limits on time and memory.

Other people's copies, workbooks, photos and templates, and damaged drafts, are read this way. The
process gets its task on standard input and answers on standard output; nothing from a file reaches
its arguments.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from carreport.errors import is_closed_pipe

_BOOTSTRAP = (
    "import sys; sys.path[:0] = sys.argv[2:]; from importlib import import_module; "
    "import_module(sys.argv[1]).main()"
)
_PASSED_VARIABLES = ("SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class WorkerOutput:
    """The output of the process, and whether it timed out."""

    stdout: bytes
    timed_out: bool


def worker_command(module: str, flag: str, needed: Sequence[str]) -> list[str]:
    """Return the command line that runs `main` of `module` in a process.

    A frozen program starts itself with the argument `flag` instead. `needed` are the packages that
    the module imports; no others can be imported.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, flag]
    return [sys.executable, "-I", "-S", "-X", "utf8", "-c", _BOOTSTRAP, module, *_roots(needed)]


def _roots(needed: Sequence[str]) -> list[str]:
    specs = (find_spec(name) for name in needed)
    return list(dict.fromkeys(str(Path(spec.origin).parent.parent) for spec in specs if spec and spec.origin))


def run_worker(
    command: Sequence[str], task: bytes, seconds: float, most_bytes: int, folder: str | None = None
) -> WorkerOutput:
    """Run `command` in `folder` with `task` as its input and return its output, within `seconds`.

    Output beyond `most_bytes` is cut off. Without a folder, the process runs in an empty one.
    """
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="carreport-") as empty:
            return run_worker(command, task, seconds, most_bytes, empty)
    process = subprocess.Popen(  # noqa: S603 - our own program, and nothing from the file is in its arguments
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={name: os.environ[name] for name in _PASSED_VARIABLES if name in os.environ},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    job = end_with_this_program(process)
    too_slow = threading.Event()

    def end() -> None:
        too_slow.set()
        process.kill()

    watch = threading.Timer(seconds, end)
    watch.start()
    try:
        output = _communicate(process, task, most_bytes)
    finally:
        watch.cancel()
        process.kill()
        process.wait()
        close_job(job)
    return WorkerOutput(output, too_slow.is_set())


def _communicate(process: subprocess.Popen[bytes], task: bytes, most_bytes: int) -> bytes:
    if process.stdin is None or process.stdout is None:
        return b""
    with process.stdout as back:
        try:
            with process.stdin as out:
                out.write(task)
        except OSError as problem:
            if not is_closed_pipe(problem):
                raise
            return b""
        return back.read(most_bytes + 1)


def end_with_this_program(process: subprocess.Popen[bytes]) -> int:
    """On Windows, have the system end `process` when this program ends; return the handle of its job."""
    if sys.platform != "win32":
        return 0
    from carreport.job_object import limit_by_job  # noqa: PLC0415 - only for Windows

    handle = process._handle  # type: ignore[attr-defined,unused-ignore]  # noqa: SLF001 - Windows only
    return limit_by_job(int(handle))


def close_job(job: int) -> None:
    """Close what `end_with_this_program` returned, once the process has ended."""
    if job:
        from carreport.job_object import close_handle  # noqa: PLC0415 - only for Windows

        close_handle(job)


def limit_this_process(*, memory: int, seconds: int, largest_file: int) -> None:
    """Limit the memory, CPU time and files of this process, as far as the system supports it.

    Windows limits no files, and macOS no memory.
    """
    if sys.platform == "win32":
        from carreport.job_object import limit_by_job  # noqa: PLC0415 - only for Windows

        limit_by_job(memory=memory, seconds=seconds)
        return
    import resource  # noqa: PLC0415 - not on Windows

    limits = [
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, largest_file),
        (resource.RLIMIT_NOFILE, 64),
    ]
    if sys.platform != "darwin":  # macOS knows the limit, but refuses to set it
        limits.insert(0, (resource.RLIMIT_AS, memory))
    for limit, most in limits:
        with suppress(ValueError, OSError):  # a limit that the system refuses stops none of the others
            _, hard = resource.getrlimit(limit)
            allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(limit, (allowed, allowed))
