"""Render reports as PDF in a worker process, which can be cancelled and is faster after the first report.

    with TypstPool() as pool:
        result = pool.render(report, template)

Of the inquiry's files, Typst can read only the pictures in the report. Memory is freed when the
worker ends.
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
from carreport.atomic_write import delete_files
from carreport.errors import ReportWriteError
from carreport.report.model import Report, Table
from carreport.report.pdf.typst_compiler import PdfResult
from carreport.report.pdf.typst_input import PageLayout, TypstInput, typst_input
from carreport.subprocess_worker import end_with_this_program, worker_command

WORKER_FLAG = "--set-a-report"
"""The argument with which a frozen program starts as the worker."""
LONGEST_WAIT = 300.0
_NEEDED = ("carreport", "typst")
_A_MOMENT = 0.05
_KEPT_VARIABLES = (
    "SYSTEMROOT", "WINDIR", "LD_LIBRARY_PATH", "HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA",
    "XDG_DATA_HOME", "XDG_DATA_DIRS", "XDG_CONFIG_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
)  # fmt: skip
"""The environment variables that Typst needs to find system fonts."""

CancelCheck = Callable[[], None]
"""Called regularly while a report is rendered; to cancel, it raises an exception."""


class TypstPool:
    """Renders one report at a time. It can be used from any thread, and must be closed.

    `process` is the worker, and `folder` holds the pictures that it may read.
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

    def render(
        self,
        report: Report,
        layout: PageLayout,
        cancel_check: CancelCheck | None = None,
        *,
        has_row_headers: bool = True,
    ) -> PdfResult:
        """Return `report` as a PDF; raise `ReportWriteError` if Typst fails.

        If `cancel_check` raises an exception, rendering is cancelled and the exception is passed on.
        Pages that are only looked at need no `has_row_headers`, which takes half a second for 40 pages.
        """
        text = typst_input(report, layout)
        headed = _tables_with_row_headers(report) if has_row_headers else []
        with self._lock:
            process, folder = self._ensure_started()
            self._write_pictures(text, folder)
            reply, pdf = self._request(process, text.json.encode(), headed, cancel_check or _never_cancel)
        if "refused" in reply:
            raise _typst_error(str(reply["refused"]))
        return PdfResult(pdf, str(reply.get("unshown", "")))

    def start(self) -> None:
        """Start the worker in advance, so that the first report takes less time."""
        with self._lock:
            self._ensure_started()

    def close(self) -> None:
        """End the worker. A report in progress is cancelled, and no new one can be started."""
        self._is_closed = True
        process, self.process = self.process, None
        if process is not None:
            _stop_process(process)
        with self._lock:
            if self.process is not None:  # started in the meantime
                _stop_process(self.process)
                self.process = None
            if self.folder is not None:
                self.folder.cleanup()
                self.folder = None

    def _ensure_started(self) -> tuple[subprocess.Popen[bytes], Path]:
        if self._is_closed:  # a new worker would never be ended, nor its folder deleted
            raise _broken_off_error()
        if self.folder is None:
            self.folder = tempfile.TemporaryDirectory(prefix="carreport-")
        folder = Path(self.folder.name)
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(  # noqa: S603 - our own program, with fixed arguments
                worker_command("carreport.report.pdf.typst_process", WORKER_FLAG, _NEEDED),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            end_with_this_program(self.process)
        return self.process, folder

    def _write_pictures(self, text: TypstInput, folder: Path) -> None:
        """Write the report's pictures to the worker's folder, and delete any others there."""
        delete_files(old for old in folder.iterdir() if old.name not in text.files)
        for name, content in text.files.items():
            if not (folder / name).exists():
                (folder / name).write_bytes(content)

    def _request(
        self, process: subprocess.Popen[bytes], text: bytes, headed: list[bool], cancel_check: CancelCheck
    ) -> tuple[dict[str, Any], bytes]:
        """Send a report to the worker and return its reply; `cancel_check` may raise to cancel."""
        answers: list[tuple[dict[str, Any], bytes]] = []
        talk = threading.Thread(target=_exchange, args=(process, text, headed, answers), daemon=True)
        start = monotonic()
        talk.start()
        try:
            while talk.is_alive():
                cancel_check()
                talk.join(_A_MOMENT)
                if monotonic() - start > LONGEST_WAIT:
                    _stop_process(process)
        except BaseException:
            _stop_process(process)
            talk.join()
            raise
        if not answers:
            _stop_process(process)
            raise _broken_off_error()
        return answers[0]


def _tables_with_row_headers(report: Report) -> list[bool]:
    """Return for each table, in order, whether its first column has the headers of its rows."""
    blocks = (block for section in report.sections for block in section.body)
    return [block.has_row_headers for block in blocks if isinstance(block, Table)]


def _exchange(
    process: subprocess.Popen[bytes],
    text: bytes,
    headed: list[bool],
    answers: list[tuple[dict[str, Any], bytes]],
) -> None:
    """Send one request to the worker and append its reply to `answers`, unless it is incomplete."""
    if process.stdin is None or process.stdout is None:
        return
    task = {
        "template": str(resource_path("pdf", "report.typ")),
        "fonts": str(resource_path("fonts")),
        "row_headers": headed,
        "length": len(text),
    }
    try:
        process.stdin.write(json.dumps(task).encode() + b"\n" + text)
        process.stdin.flush()
        reply = json.loads(process.stdout.readline())
        pdf = process.stdout.read(reply["length"])
    except (OSError, ValueError):
        return
    if len(pdf) == reply["length"]:
        answers.append((reply, pdf))


def _stop_process(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:
                continue  # unwritten data is lost with the process


def _never_cancel() -> None:
    return


def _typst_error(message: str) -> ReportWriteError:
    return ReportWriteError(
        "report-pdf",
        "The PDF could not be made.",
        why=f"Typst reported: {message}.",
        remedy="Make a Word document or a web page instead. Your answers are safe.",
    )


def _broken_off_error() -> ReportWriteError:
    return ReportWriteError(
        "report-pdf-broke-off",
        "The PDF could not be made.",
        why="It took too long or needed too much memory, or it was stopped. Nothing was changed.",
        remedy="Try again, or make a Word document or a web page instead.",
    )
