"""The sidebar: nothing in it moves, and its list has a row for the check and the report."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.ui.background.jobs import BackgroundJobs
from carreport.ui.inquiry.steps.check_count import CheckCount
from carreport.ui.inquiry.wizard import Wizard
from tests.ui.driver.drafts import make_inquiry
from tests.ui.driver.inquiry import InquiryDriver
from tests.ui.driver.keyboard import press

LONG = "Working together for pupils who need more support than one school can give them"


class CheckLike(QWidget):
    """A page that is listed as the check."""

    listed_task = "check"


@pytest.fixture
def jobs() -> Iterator[BackgroundJobs]:
    jobs = BackgroundJobs()
    yield jobs
    jobs.close()


def test_the_steps_stay_where_they_are_whatever_the_lines_above_them_say(
    wizard: Wizard, inquiry: InquiryDriver
) -> None:
    sidebar = wizard.sidebar
    before = sidebar.step_list.geometry()
    wizard.session.write("about.title", LONG)
    wizard.session.write("about.place", "Harbour Street group, Invercairn, and three others")
    inquiry.wait_until(lambda: sidebar.title.full_text == LONG)
    sidebar.show_unread(3, 2)
    inquiry.wait_until(sidebar.unread_link.isVisible)
    assert sidebar.step_list.geometry() == before
    assert sidebar.unread_link.geometry().bottom() < sidebar.step_list.y()


def test_a_long_title_is_cut_after_two_lines_and_is_whole_for_screen_readers(wizard: Wizard) -> None:
    title = wizard.sidebar.title
    title.show_text(LONG)
    assert title.text().startswith("Working together for")
    assert title.text().endswith("…")
    assert (title.toolTip(), title.accessibleName()) == (LONG, LONG)
    title.show_text("Warm rooms")
    assert (title.text(), title.toolTip()) == ("Warm rooms", "")


def test_the_list_marks_the_page_that_is_shown_and_nothing_for_other_pages(wizard: Wizard) -> None:
    steps = wizard.sidebar.step_list
    assert steps.current_key == "about"
    wizard.show_page(CheckLike())
    assert steps.current_key == "task:check"
    wizard.show_page(QWidget())
    assert not steps.selectionModel().hasSelection()
    wizard.show_step("about")
    assert steps.selectionModel().selectedIndexes() == [steps.row_model.index(0)]


def test_the_arrow_keys_go_on_to_the_check_and_the_list_keeps_the_focus(wizard: Wizard) -> None:
    asked: list[str] = []
    wizard.task_requested.connect(lambda task, _at: asked.append(task))
    wizard.task_requested.connect(lambda _task, _at: wizard.show_page(CheckLike()))
    wizard.enter_step("end")
    wizard.sidebar.step_list.setFocus()
    press("Down")
    assert asked == ["check"]
    assert wizard.sidebar.step_list.hasFocus()
    assert wizard.sidebar.step_list.current_key == "task:check"


def test_the_check_counts_what_must_be_fixed_and_knows_where(qtbot: QtBot, jobs: BackgroundJobs) -> None:
    with DraftSession.open(make_inquiry(), "Ailsa Kerr") as session:
        count = CheckCount(session, jobs, jobs)
        with qtbot.waitSignal(count.counted, timeout=20_000):
            count.count()
        assert count.text == "7 to fix"
        assert {"question.main", "finish.consents"} < count.places
        assert "about.members" not in count.places
