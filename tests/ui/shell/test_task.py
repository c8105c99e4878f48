"""What every task has from its base: its page, read-only inquiries, failure, cancelling and closing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UsageError
from carreport.form.schema import Form
from carreport.ui.background.jobs import Job
from carreport.ui.task import TaskController
from tests.ui.driver.drafts import COLLEAGUE, make_draft
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.window import WindowDriver


class PlainPage(QWidget):
    """Remembers how its job ended."""

    def __init__(self) -> None:
        super().__init__()
        self.ended = ""

    def show_cancelled(self) -> None:
        self.ended = "cancelled"

    def show_failed(self, why: str) -> None:
        self.ended = why


class PlainTask(TaskController[PlainPage]):
    """Begins with its page, nothing else."""

    needs_writing = True
    pages_made = 0

    def make_page(self) -> PlainPage:
        self.pages_made += 1
        return PlainPage()

    def start(self, at: str) -> None:
        self.page.setObjectName(at)
        self._pages.show(self.page)


@pytest.fixture
def path(form: Form) -> Path:
    return make_draft(form)


def open_task(driver: WindowDriver, path: Path) -> PlainTask:
    driver.open(path)
    assert driver.window.inquiry.task_registry is not None
    return PlainTask(driver.window.inquiry.task_registry.context)


def raise_usage_error(_job: Job) -> None:
    raise UsageError("no-such", "There is no such thing.")


def test_the_page_is_made_once_and_not_before_the_task_begins(driver: WindowDriver, path: Path) -> None:
    task = open_task(driver, path)
    assert task.pages_made == 0
    task.begin("about.title")
    task.begin("about.place")
    assert task.pages_made == 1
    assert task.page.isVisible()
    assert task.page.objectName() == "about.place"


def test_a_task_that_writes_does_not_begin_in_an_inquiry_for_reading_only(
    driver: WindowDriver, path: Path, prompts: FakePrompts
) -> None:
    with DraftSession.open(path, COLLEAGUE):
        task = open_task(driver, path)
        assert task.is_read_only
        prompts.notices.clear()
        task.begin()
    assert task.pages_made == 0
    assert [notice.text for notice in prompts.notices] == [driver.session.read_only_reason]


def test_a_failure_is_shown_on_the_page_that_has_a_place_for_it(driver: WindowDriver, path: Path) -> None:
    task = open_task(driver, path)
    task.begin()
    driver.prompts.notices.clear()
    task.run(raise_usage_error, lambda _done: None)
    driver.wait_until(lambda: not task.is_busy)
    assert task.page.ended == "There is no such thing."
    assert driver.prompts.notices == []


def test_that_a_job_was_cancelled_is_shown_on_the_page(driver: WindowDriver, path: Path) -> None:
    task = open_task(driver, path)

    def work(job: Job) -> None:
        while True:
            job.report_progress(0.5)

    task.run(work, lambda _done: None)
    task.cancel()
    driver.wait_until(lambda: not task.is_busy)
    assert task.page.ended == "cancelled"


def test_closing_the_inquiry_deletes_a_page_that_was_never_shown(driver: WindowDriver, path: Path) -> None:
    task = open_task(driver, path)
    with driver.qtbot.waitSignal(task.page.destroyed):
        task.close()
