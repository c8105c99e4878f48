from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from carreport.ui.background.jobs import BackgroundJobs, Job, JobCancelledError

pytestmark = pytest.mark.usefixtures("qapp")


def never(*given: object) -> None:
    pytest.fail(f"called with {given}")


@pytest.fixture
def tasks() -> Iterator[BackgroundJobs]:
    made = BackgroundJobs()
    yield made
    made.close()


def test_work_runs_beside_the_window_and_comes_back_on_its_thread(
    qtbot: QtBot, tasks: BackgroundJobs
) -> None:
    threads: list[threading.Thread] = []
    done: list[tuple[int, threading.Thread]] = []

    def work(_ticket: Job) -> int:
        threads.append(threading.current_thread())
        return 41

    tasks.run(work, lambda n: done.append((n, threading.current_thread())), never)
    qtbot.waitUntil(lambda: bool(done))
    assert done == [(41, threading.main_thread())]
    assert threads[0] is not threading.main_thread()
    assert not tasks.is_busy


def test_what_goes_wrong_is_told(qtbot: QtBot, tasks: BackgroundJobs) -> None:
    problems: list[Exception] = []

    def work(_ticket: Job) -> None:
        raise OSError("no room")

    tasks.run(work, never, problems.append)
    qtbot.waitUntil(lambda: bool(problems))
    assert str(problems[0]) == "no room"


def test_progress_arrives_in_order_before_the_result(qtbot: QtBot, tasks: BackgroundJobs) -> None:
    heard: list[object] = []

    def work(ticket: Job) -> str:
        ticket.report_progress(0.25, "one")
        ticket.report_progress(0.75, "two")
        return "done"

    tasks.run(work, heard.append, never, lambda share, words: heard.append((share, words)))
    qtbot.waitUntil(lambda: "done" in heard)
    assert heard == [(0.25, "one"), (0.75, "two"), "done"]


def test_work_that_is_called_off_ends_at_its_next_word(qtbot: QtBot, tasks: BackgroundJobs) -> None:
    begun, called_off = threading.Event(), threading.Event()
    problems: list[Exception] = []

    def work(ticket: Job) -> None:
        begun.set()
        called_off.wait(5)
        ticket.report_progress(0.5, "never seen")

    ticket = tasks.run(work, never, problems.append, never)
    begun.wait(5)
    ticket.cancel()
    called_off.set()
    qtbot.waitUntil(lambda: bool(problems))
    assert isinstance(problems[0], JobCancelledError)


def test_closing_waits_for_the_thread() -> None:
    others = set(threading.enumerate())
    tasks = BackgroundJobs()
    begun = threading.Event()

    def work(ticket: Job) -> None:
        begun.set()
        while True:
            ticket.report_progress(0)

    tasks.run(work, never, lambda _problem: None)
    begun.wait(5)
    tasks.close()
    assert not [
        thread for thread in set(threading.enumerate()) - others if thread.name.startswith("carreport-work")
    ]
