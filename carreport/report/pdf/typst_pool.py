"""Have reports set as PDF beside the program: quick again and again, and ended when nobody waits.

    with Press() as press:
        printed = press.print(report, template, say)

The setting happens in a process of its own, so it takes no memory of ours, cannot read any
file but the pictures of the report, and can be ended at once.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

from carreport.assets import resource_path
from carreport.errors import ReportWriteError
from carreport.report.model import Report
from carreport.report.pdf.typst_compiler import PdfResult
from carreport.report.pdf.typst_input import PageLayout, TypstInput, typst_input
from carreport.subprocess_worker import worker_command

WORKER_FLAG = "--set-a-report"
"""What a frozen program is started with to be the typesetter."""
LONGEST_WAIT = 300.0
_NEEDED = ("carreport", "typst")
_A_MOMENT = 0.05
_KEPT_VARIABLES = (
    "SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH", "HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA",
    "XDG_DATA_HOME", "XDG_DATA_DIRS", "XDG_CONFIG_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
)  # fmt: skip
"""What tells a process where the fonts of the computer are."""

CancelCheck = Callable[[], None]
"""Called again and again while a report is being set; it may raise to call the work off."""


class TypstPool:
    """Prints reports one after the other; it may be used from any thread and must be closed.

    `process` is what sets them, and `folder` holds the pictures that it may see.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.folder: tempfile.TemporaryDirectory[str] | None = None
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def render(self, report: Report, layout: PageLayout, waiting: CancelCheck | None = None) -> PdfResult:
        """Return `report` as PDF; raise `ReportWriteError` when that cannot be done.

        Whatever `waiting` raises ends the setting at once and comes out here.
        """
        text = typst_input(report, layout)
        with self._lock:
            process, folder = self._ensure_started()
            self._write_pictures(text, folder)
            told, pdf = self._request(process, text.json.encode(), waiting or _never_cancel)
        if "refused" in told:
            raise _typst_error(str(told["refused"]))
        return PdfResult(pdf, str(told.get("unshown", "")))

    def start(self) -> None:
        """Start the process already, so that the first report comes sooner."""
        with self._lock:
            self._ensure_started()

    def close(self) -> None:
        """End the process; a report that is being set is given up, and none is begun any more."""
        self._is_closed = True
        process, self.process = self.process, None
        if process is not None:
            _stop_process(process)
        with self._lock:
            if self.process is not None:  # it was started while this was called
                _stop_process(self.process)
                self.process = None
            if self.folder is not None:
                self.folder.cleanup()
                self.folder = None

    def _ensure_started(self) -> tuple[subprocess.Popen[bytes], Path]:
        if self._is_closed:  # nobody would end the process, or clear its folder away
            raise _broken_off_error()
        if self.folder is None:
            self.folder = tempfile.TemporaryDirectory(prefix="carreport-")
        folder = Path(self.folder.name)
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(  # noqa: S603 - our own program, without a word of a report
                worker_command("carreport.report.pdf.typst_process", WORKER_FLAG, _NEEDED),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self.process, folder

    def _write_pictures(self, text: TypstInput, folder: Path) -> None:
        """Put the pictures of a report, and no others, where the typesetter sees them."""
        for old in folder.iterdir():
            if old.name not in text.files:
                old.unlink()
        for name, content in text.files.items():
            if not (folder / name).exists():
                (folder / name).write_bytes(content)

    def _request(
        self, process: subprocess.Popen[bytes], text: bytes, waiting: CancelCheck
    ) -> tuple[dict[str, Any], bytes]:
        """Hand over a manuscript and return the answer, while `waiting` may call it off."""
        answers: list[tuple[dict[str, Any], bytes]] = []
        talk = threading.Thread(target=_exchange, args=(process, text, answers), daemon=True)
        begun = monotonic()
        talk.start()
        try:
            while talk.is_alive():
                waiting()
                talk.join(_A_MOMENT)
                if monotonic() - begun > LONGEST_WAIT:
                    _stop_process(process)
        except BaseException:
            _stop_process(process)
            talk.join()
            raise
        if not answers:
            _stop_process(process)
            raise _broken_off_error()
        return answers[0]


def _exchange(
    process: subprocess.Popen[bytes], text: bytes, answers: list[tuple[dict[str, Any], bytes]]
) -> None:
    """Talk with the process; an answer that breaks off is no answer."""
    if process.stdin is None or process.stdout is None:
        return
    task = {
        "template": str(resource_path("pdf", "report.typ")),
        "fonts": str(resource_path("fonts")),
        "length": len(text),
    }
    try:
        process.stdin.write(json.dumps(task).encode() + b"\n" + text)
        process.stdin.flush()
        told = json.loads(process.stdout.readline())
        pdf = process.stdout.read(told["length"])
    except (OSError, ValueError):
        return
    if len(pdf) == told["length"]:
        answers.append((told, pdf))


def _stop_process(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:
                continue  # what waited to be written has nowhere to go


def _never_cancel() -> None:
    return


def _typst_error(said: str) -> ReportWriteError:
    return ReportWriteError(
        "report-pdf",
        "The report could not be set as PDF.",
        why=f"The typesetter says: {said}.",
        remedy="Make a Word file or a web page of it; your answers are safe in the draft.",
    )


def _broken_off_error() -> ReportWriteError:
    return ReportWriteError(
        "report-pdf-broke-off",
        "The report could not be set as PDF.",
        why="Setting it took too long or too much memory, or it was ended. Nothing was changed.",
        remedy="Try again, or make a Word file or a web page of it.",
    )
