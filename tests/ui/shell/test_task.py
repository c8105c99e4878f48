"""What every task has from its base: its page, read-only inquiries, failure, cancelling and closing."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UsageError
from carreport.form.schema import Form
from carreport.ui.background.jobs import Job
from carreport.ui.main_window import MainWindow
from carreport.ui.task import TaskContext, TaskController
from tests.ui.shell.conftest import FakePrompts


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
def path(tmp_path: Path, form: Form) -> Path:
    where = tmp_path / "a.carreport"
    DraftSession.create(where, form, "Ailsa Kerr").close()
    return where


def context_of(window: MainWindow, path: Path) -> TaskContext:
    window.open_draft(path)
    assert window.inquiry.task_registry is not None
    return window.inquiry.task_registry.context


def fail(_job: Job) -> None:
    raise UsageError("no-such", "There is no such thing.")


def test_the_page_is_made_once_and_not_before_the_task_begins(window: MainWindow, path: Path) -> None:
    task = PlainTask(context_of(window, path))
    assert task.pages_made == 0
    task.begin("about.title")
    task.begin("about.place")
    assert task.pages_made == 1
    assert task.page.isVisible()
    assert task.page.objectName() == "about.place"


def test_a_task_that_writes_does_not_begin_in_an_inquiry_for_reading_only(
    window: MainWindow, path: Path, prompts: FakePrompts
) -> None:
    with DraftSession.open(path, "Morag Reid"):
        task = PlainTask(context_of(window, path))
        assert task.is_read_only
        prompts.told.clear()
        task.begin()
    assert task.pages_made == 0
    assert window.inquiry.wizard is not None
    assert [notice.text for notice in prompts.told] == [window.inquiry.wizard.session.read_only_reason]


def test_a_failure_is_shown_on_the_page_that_has_a_place_for_it(
    window: MainWindow, path: Path, prompts: FakePrompts, qtbot: QtBot
) -> None:
    task = PlainTask(context_of(window, path))
    task.begin()
    prompts.told.clear()
    task.run(fail, lambda _done: None)
    qtbot.waitUntil(lambda: not task.is_busy)
    assert task.page.ended == "There is no such thing."
    assert prompts.told == []


def test_that_a_job_was_cancelled_is_shown_on_the_page(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    task = PlainTask(context_of(window, path))

    def work(job: Job) -> None:
        while True:
            job.report_progress(0.5)

    task.run(work, lambda _done: None)
    task.cancel()
    qtbot.waitUntil(lambda: not task.is_busy)
    assert task.page.ended == "cancelled"


def test_closing_the_inquiry_deletes_a_page_that_was_never_shown(
    window: MainWindow, path: Path, qtbot: QtBot
) -> None:
    task = PlainTask(context_of(window, path))
    with qtbot.waitSignal(task.page.destroyed):
        task.close()
