"""Start a LibreOffice of our own, and let it edit review copies."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SYSTEM_PYTHON = "/usr/bin/python3"
EDITS = Path(__file__).with_name("uno_edits.py")


class OfficeError(Exception):
    """LibreOffice could not do a step."""


def what_is_missing() -> str:
    """Say what must be installed before LibreOffice can edit; nothing if all is there."""
    if not shutil.which("soffice"):
        return "LibreOffice (soffice) is not installed."
    tried = subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else f"{SYSTEM_PYTHON} has no uno (package python3-uno)."


class Office:
    """A running LibreOffice without a window, and the program that tells it what to do."""

    def __init__(self, script: subprocess.Popen[str]) -> None:
        self._script = script

    def edit(self, source: Path, steps: Sequence[dict[str, Any]], target: Path) -> None:
        """Open a file, do the steps and save it as another; raise `OfficeError` if a step fails."""
        assert self._script.stdin
        assert self._script.stdout
        job = {"open": str(source), "steps": steps, "save": str(target)}
        self._script.stdin.write(json.dumps(job) + "\n")
        self._script.stdin.flush()
        answer = self._script.stdout.readline()
        if not answer:
            raise OfficeError("LibreOffice has ended.")
        if error := json.loads(answer)["error"]:
            raise OfficeError(error)


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """Start LibreOffice with a profile in this folder; it is ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    accept = f"--accept=socket,host=127.0.0.1,port={port};urp;"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    options = ["--headless", "--norestore", "--nologo", "--nodefault", accept]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    program = subprocess.Popen(["soffice", profile, *options], **quiet, start_new_session=True)  # type: ignore[call-overload]
    script = subprocess.Popen(
        [SYSTEM_PYTHON, str(EDITS), str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield Office(script)
    finally:
        script.kill()
        script.communicate()
        os.killpg(program.pid, signal.SIGKILL)  # the program starts others, in a group of its own
        program.wait()
