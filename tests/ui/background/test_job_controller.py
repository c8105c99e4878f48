"""One job at a time: it is replaced, cancelled, stopped by its notice, fails, and is silent after closing."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from carreport.errors import UsageError
from carreport.ui.background import delayed_notice
from carreport.ui.background.job_controller import JobController, WindowServices
from carreport.ui.background.jobs import BackgroundJobs, Job
from tests.ui.driver.prompts import FakePrompts

pytestmark = pytest.mark.usefixtures("qapp")


class PlainController(JobController):
    """Remembers what it would show."""

    def __init__(self, window: WindowServices, parent: QObject) -> None:
        super().__init__(window, parent)
        self.shown: list[object] = []

    def show_cancelled(self) -> None:
        self.shown.append("cancelled")


@pytest.fixture
def controller(prompts: FakePrompts) -> Iterator[PlainController]:
    owner, background = QObject(), BackgroundJobs()

    def unused(*_given: object, **_named: object) -> None:
        pytest.fail("no page is shown here")

    window = WindowServices(
        background=background,
        prompts=prompts,
        current_author=lambda: "Ailsa Kerr",
        show_problem=unused,
        clear_notice=lambda: prompts.shown.append("no notice"),
        show_page=unused,
        remove_page=unused,
        show_previous_page=unused,
        open_draft=unused,
        inspect_copy=unused,
    )
    made = PlainController(window, owner)
    yield made
    made.close()
    background.close()


def wait_until_cancelled(job: Job) -> str:
    while True:
        job.report_progress(0.5, "half")


def fail(_job: Job) -> str:
    raise UsageError("no-such", "There is no such thing.")


def test_a_job_shows_its_progress_and_its_result(controller: PlainController, qtbot: QtBot) -> None:
    def work(job: Job) -> str:
        job.report_progress(0.5, "half")
        return "done"

    controller.run(
        work, controller.shown.append, progress=lambda share, words: controller.shown.append((share, words))
    )
    assert controller.is_busy
    qtbot.waitUntil(lambda: not controller.is_busy)
    assert controller.shown == [(0.5, "half"), "done"]


def test_a_new_job_replaces_the_one_before(controller: PlainController, qtbot: QtBot) -> None:
    controller.run(wait_until_cancelled, controller.shown.append)
    controller.run(lambda _job: "second", controller.shown.append)
    qtbot.waitUntil(lambda: not controller.is_busy)
    assert controller.shown == ["second"]


def test_a_job_that_was_replaced_before_its_turn_is_never_begun(
    controller: PlainController, qtbot: QtBot
) -> None:
    begun: list[int] = []
    go_on = threading.Event()
    controller.run_beside(lambda _job: go_on.wait(5), lambda _done: None)
    for number in (1, 2, 3):
        controller.run(lambda _job, number=number: begun.append(number), lambda _done: None)  # type: ignore[misc]  # mypy guesses no lambda with a default
    go_on.set()
    qtbot.waitUntil(lambda: not controller.is_busy)
    assert begun == [3]


def test_a_cancelled_job_is_shown_as_cancelled_and_not_as_failed(
    controller: PlainController, prompts: FakePrompts, qtbot: QtBot
) -> None:
    controller.run(wait_until_cancelled, controller.shown.append)
    controller.cancel()
    qtbot.waitUntil(lambda: not controller.is_busy)
    assert controller.shown == ["cancelled"]
    assert prompts.notices == []


def test_a_failure_is_a_notice(controller: PlainController, prompts: FakePrompts, qtbot: QtBot) -> None:
    controller.run(fail, controller.shown.append)
    qtbot.waitUntil(lambda: bool(prompts.notices))
    assert prompts.notices[0].text == "There is no such thing."
    assert not controller.is_busy


def test_a_page_may_show_a_failure_in_its_own_way(
    controller: PlainController, prompts: FakePrompts, qtbot: QtBot
) -> None:
    controller.run(
        fail, controller.shown.append, failed=lambda problem: controller.shown.append(str(problem))
    )
    qtbot.waitUntil(lambda: not controller.is_busy)
    assert controller.shown == ["There is no such thing."]
    assert prompts.notices == []


def test_a_mistake_of_ours_is_shown_and_still_raised(
    controller: PlainController, prompts: FakePrompts, qtbot: QtBot
) -> None:
    with qtbot.captureExceptions() as raised:
        controller.run(lambda _job: 1 / 0, controller.shown.append)
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is ZeroDivisionError
    assert prompts.notices[0].text.startswith("Something")


@pytest.mark.parametrize("work", [lambda _job: "done", fail, wait_until_cancelled])
def test_what_must_follow_every_end_comes_first(
    controller: PlainController, qtbot: QtBot, work: object
) -> None:
    controller.run(work, controller.shown.append, ended=lambda: controller.shown.append("ended"))  # type: ignore[arg-type]  # one of three
    if work is wait_until_cancelled:
        controller.cancel()
    qtbot.waitUntil(lambda: not controller.is_busy)
    assert controller.shown[0] == "ended"


def test_after_closing_no_result_arrives_and_nothing_begins(
    controller: PlainController, qtbot: QtBot
) -> None:
    begun: list[str] = []
    controller.run(lambda _job: "one", controller.shown.append)
    controller.run_beside(lambda _job: "two", controller.shown.append)
    controller.close()
    controller.run(lambda _job: begun.append("three"), controller.shown.append)
    window = controller._window  # noqa: SLF001 - to see that its thread has nothing left
    qtbot.waitUntil(lambda: not window.background.is_busy)
    assert (controller.shown, begun) == ([], [])


def test_a_job_beside_another_does_not_replace_it(controller: PlainController, qtbot: QtBot) -> None:
    controller.run(lambda _job: "one", controller.shown.append)
    controller.run_beside(lambda _job: "two", controller.shown.append)
    qtbot.waitUntil(lambda: len(controller.shown) == 2)
    assert controller.shown == ["one", "two"]


def test_a_long_job_says_so_and_its_notice_stops_it(
    controller: PlainController, prompts: FakePrompts, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delayed_notice, "NOTICE_DELAY_MS", 1)
    controller.run(wait_until_cancelled, controller.shown.append, notice="Looking for backups…")
    qtbot.waitUntil(lambda: bool(prompts.notices))
    assert (prompts.notices[0].text, prompts.notices[0].action_text) == ("Looking for backups…", "Stop")
    assert prompts.notices[0].action is not None
    prompts.notices[0].action()
    assert controller.shown == ["cancelled"]
    assert not controller.is_busy


def test_the_notice_goes_when_the_job_ends(
    controller: PlainController, prompts: FakePrompts, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delayed_notice, "NOTICE_DELAY_MS", 1)
    go_on = threading.Event()
    controller.run(lambda _job: go_on.wait(5), controller.shown.append, notice="Looking for backups…")
    qtbot.waitUntil(lambda: bool(prompts.notices))
    go_on.set()
    qtbot.waitUntil(lambda: not controller.is_busy)
    assert prompts.shown == ["no notice"]
