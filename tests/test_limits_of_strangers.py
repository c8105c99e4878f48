"""Work on other people's files is limited: in time, memory, output, and the files it may open or write."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from carreport.draft.copies.read_copy import reader_command
from carreport.draft.pictures.decoder_process import decoder_command
from carreport.report.html.render import worker_command as page_command
from carreport.report.pdf import typst_process
from carreport.report.word.untrusted.print_untrusted import worker_command as printer_command
from carreport.review.word_walk.walk_process import walker_command
from carreport.subprocess_worker import run_worker, worker_command
from carreport.survey.importing import workbook
from carreport.ui.spelling import spelling_process

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="not every system has all of these limits")
on_unix = pytest.mark.skipif(sys.platform == "win32", reason="the limits of processes are Unix's")
LIMITED = """
import sys
sys.path.insert(0, sys.argv[1])
from carreport.subprocess_worker import limit_this_process
limit_this_process(memory=400 << 20, seconds=2, largest_file=1000)
"""
GREEDY = {
    "memory": "bytearray(800 << 20)",
    "files": "held = [open('/dev/null') for _ in range(200)]",
    "one large file": "assert open('large', 'wb', 0).write(bytes(5000)) == 5000",
    "processor time": "while True: pass",
}
IDLE = "import threading; threading.Event().wait(60); print('late')"
CHECKOUT = Path(__file__).parents[1]
WORKERS = {
    "copies": reader_command(),
    "templates": printer_command(),
    "photos": decoder_command(),
    "pages": page_command(),
    "workbooks": worker_command(workbook.__name__, "", ("carreport", "python_calamine", "lxml")),
    "reviews": walker_command(),
    "spelling": worker_command(spelling_process.__name__, "", ("carreport", "hunspell")),
    "PDF": worker_command(typst_process.__name__, "", ("carreport", "typst")),
}


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code, str(CHECKOUT)]


@on_linux
@pytest.mark.parametrize("greed", GREEDY.values(), ids=GREEDY)
def test_a_process_that_takes_too_much_does_not_finish(greed: str) -> None:
    command = python(f"{LIMITED}{greed}\nprint('took it all')")
    assert run_worker(command, b"", 60, 100).stdout == b""


@on_unix
def test_a_process_that_is_limited_can_still_work() -> None:
    assert run_worker(python(f"{LIMITED}print('done')"), b"", 60, 100).stdout == b"done\n"


@on_unix
def test_a_process_that_breaks_off_leaves_no_image_of_its_memory() -> None:
    asked = "import resource; print(resource.getrlimit(resource.RLIMIT_CORE))"
    assert run_worker(python(LIMITED + asked), b"", 60, 100).stdout == b"(0, 0)\n"


@on_linux
@pytest.mark.parametrize("command", WORKERS.values(), ids=WORKERS)
def test_every_worker_limits_itself_before_it_reads(command: list[str]) -> None:
    import resource  # noqa: PLC0415 - not on Windows

    limits = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE)
    most = (8 << 30, 3600, 1 << 30, 64)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        started = time.monotonic()
        found: list[int] = [resource.RLIM_INFINITY]
        while not all(0 <= now <= limit for now, limit in zip(found, most, strict=False)):
            assert time.monotonic() - started < 20, found
            assert process.poll() is None
            found = [resource.prlimit(process.pid, limit)[0] for limit in limits]
        process.kill()


def test_a_process_that_takes_too_long_is_ended_and_said_to_be() -> None:
    output = run_worker(python(IDLE), b"", 0.2, 100)
    assert (output.stdout, output.timed_out) == (b"", True)


def test_a_process_that_does_not_take_its_task_is_ended() -> None:
    output = run_worker(python(IDLE), bytes(4 << 20), 0.2, 100)
    assert (output.stdout, output.timed_out) == (b"", True)


def test_output_without_end_is_cut_off() -> None:
    endless = "import sys\nwhile True: sys.stdout.write('word ' * 1000)"
    output = run_worker(python(endless), b"", 60, 5000)
    assert (len(output.stdout), output.timed_out) == (5001, False)


def test_a_process_is_not_left_running_when_its_output_is_cut_off(tmp_path: Path) -> None:
    endless = (
        "import os, sys\nopen('number', 'w').write(str(os.getpid()))\nwhile True: sys.stdout.write('word')"
    )
    run_worker(python(endless), b"", 60, 5000, str(tmp_path))
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "number").read_text()), 0)


def test_a_process_works_in_an_empty_folder_and_is_told_nothing_of_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET_OF_OURS", "canary")
    asked = "import os; print(os.listdir(), os.environ.get('SECRET_OF_OURS'))"
    assert run_worker(python(asked), b"", 60, 100).stdout == b"[] None\n"
