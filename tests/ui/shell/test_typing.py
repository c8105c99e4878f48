from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.form.kinds.replies import LONGEST_REPLY
from carreport.survey.manual_entry import EnteredReply, entered_replies
from carreport.survey.results.result import SurveyResult, survey_result
from carreport.ui.main_window import MainWindow
from carreport.ui.survey.enter_replies.answer_rows import AnswerRow
from carreport.ui.survey.enter_replies.enter_replies_controller import (
    NO_SURVEY,
    REPLY_DROPPED,
    REPLY_REMOVED,
    TEXT_CUT,
)
from carreport.ui.survey.enter_replies.enter_replies_page import EMPTY_REPLY, EnterRepliesPage
from tests.survey.files import FORM
from tests.ui.driver.drafts import make_draft
from tests.ui.driver.keyboard import click, press, retype
from tests.ui.driver.lists import table_texts
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.tasks import EnterRepliesDriver
from tests.ui.driver.window import WindowDriver

STATEMENTS = ("We share a vision", "We meet often", "We have a say")
AT = "s.surveys/poll/statements"
"""A survey with three statements."""


def make_study(*, opens: bool = False, statements: tuple[str, ...] = STATEMENTS) -> Path:
    """Write a draft with one survey that nobody has replied to yet."""
    items = tuple(Item(f"s{number}", {"statement": text}) for number, text in enumerate(statements))
    values: dict[str, Any] = {"s.surveys": (Item("poll", {"name": "Poll", "statements": items}),)}
    if opens:
        values["s.opens"] = (Item("hard", {"question": "What is hard?", "survey": "Poll"}),)
    return make_draft(FORM, values, "study")


def open_replies(driver: WindowDriver, path: Path) -> EnterRepliesDriver:
    """Open a draft, and the page for the replies to its survey."""
    driver.open(path)
    return EnterRepliesDriver(driver, AT)


@pytest.fixture
def replies(driver: WindowDriver) -> EnterRepliesDriver:
    """The page with an empty reply to three statements."""
    return open_replies(driver, make_study())


@pytest.fixture
def page(replies: EnterRepliesDriver) -> EnterRepliesPage:
    return replies.page


def kept_replies(driver: WindowDriver, path: str = "s.surveys/poll/replies") -> list[EnteredReply]:
    return [reply for item in driver.items(path) for reply in entered_replies(item.get("replies"))]


def kept_steps(driver: WindowDriver) -> list[list[str]]:
    """Return the answers to the statements in each reply, as the inquiry has them."""
    return [[reply.answers.get(f"s{number}", "") for number in range(3)] for reply in kept_replies(driver)]


def result(driver: WindowDriver) -> SurveyResult:
    return survey_result(FORM, driver.session.answers(), AT)


def test_ten_papers_are_typed_in_with_a_key_a_statement_and_one_for_each_paper(
    driver: WindowDriver, page: EnterRepliesPage
) -> None:
    for paper in range(10):
        keys = ["1" if paper < 7 else "4", "2", "0", "Return"]
        press(*keys)
        assert len(keys) == 3 + 1
    assert [statement.tally.counts for statement in result(driver).statements] == [
        (7, 0, 0, 3, 0),
        (0, 10, 0, 0, 0),
        (0, 0, 0, 0, 10),
    ]
    assert page.status.text() == "10 replies so far."
    assert page.number.text() == "Reply 11, new"


def test_the_table_and_the_chart_follow_each_key(page: EnterRepliesPage, qtbot: QtBot) -> None:
    press("1")
    qtbot.waitUntil(lambda: bool(page.result_view.tables))
    assert table_texts(page.result_view.tables[0])[0][1] == "1"
    before = page.result_view.charts[0].pixmap().toImage()
    press("3")
    qtbot.waitUntil(lambda: page.result_view.charts[0].pixmap().toImage() != before)
    assert page.result_view.source.text() == "Counted from 1 reply."


def test_enter_on_an_empty_reply_keeps_nothing_and_says_so(
    driver: WindowDriver, page: EnterRepliesPage
) -> None:
    press(*["Return"] * 3)
    assert page.hint_label.text() == EMPTY_REPLY
    assert kept_steps(driver) == []
    assert page.number.text() == "Reply 1, new"


def test_a_statement_can_be_left_blank_and_an_arrow_goes_back_to_it(
    driver: WindowDriver, replies: EnterRepliesDriver
) -> None:
    press("1", "-", "2", "Up")
    assert (kept_steps(driver), replies.steps()[1]) == ([["strongly_agree", "", "agree"]], "")
    press("3", "Backspace", "Backspace", "Right")
    assert kept_steps(driver) == [["strongly_agree", "strongly_disagree", ""]]


def test_a_key_that_is_no_answer_changes_nothing(driver: WindowDriver, page: EnterRepliesPage) -> None:
    press("9", "x")
    assert kept_steps(driver) == []
    assert page.rows[0].hasFocus()


def test_an_earlier_reply_is_mended_and_the_next_enter_leads_on(
    driver: WindowDriver, page: EnterRepliesPage
) -> None:
    press(*"111", "Return", *"222", "Return")
    press("PgUp", "PgUp")
    assert page.number.text() == "Reply 1 of 2"
    press("4", "Down", "Return")
    assert page.number.text() == "Reply 2 of 2"
    assert kept_steps(driver) == [["strongly_disagree", "strongly_agree", "strongly_agree"], ["agree"] * 3]


def test_a_reply_is_removed_by_key_and_comes_back_with_undo(
    driver: WindowDriver, page: EnterRepliesPage
) -> None:
    press(*"111", "Return", *"222", "PgUp")
    assert page.number.text() == "Reply 1 of 2"
    press("Ctrl+Delete")
    assert (kept_steps(driver), page.hint_label.text()) == ([["agree"] * 3], REPLY_REMOVED)
    driver.trigger("undo")
    assert (kept_steps(driver), page.number.text()) == (
        [["strongly_agree"] * 3, ["agree"] * 3],
        "Reply 1 of 2",
    )
    assert driver.page is page


def test_undo_takes_back_one_answer_after_the_other_into_the_reply_before(
    driver: WindowDriver, window: MainWindow, page: EnterRepliesPage
) -> None:
    press(*"111", "Return", "2")
    undo, redo = window.menus.actions["undo"], window.menus.actions["redo"]
    undo.trigger()
    assert kept_steps(driver) == [["strongly_agree"] * 3]
    undo.trigger()
    assert kept_steps(driver) == [["strongly_agree", "strongly_agree", ""]]
    assert page.number.text() == "Reply 1 of 1"
    assert page.rows[2].hasFocus()
    redo.trigger()
    redo.trigger()
    assert kept_steps(driver) == [["strongly_agree"] * 3, ["agree", "", ""]]


def test_a_reply_that_is_emptied_goes_out_when_one_goes_on_and_that_is_said(
    driver: WindowDriver, page: EnterRepliesPage
) -> None:
    press("1", "Up", "Delete", "Return", "Return", "Return")
    assert kept_steps(driver) == []
    assert page.hint_label.text() == REPLY_DROPPED.format(number=1)


def test_the_group_stays_for_the_next_reply_and_groups_stand_side_by_side(
    driver: WindowDriver, page: EnterRepliesPage
) -> None:
    driver.session.write("s.surveys/poll/by_group", "all")
    for name in ("School", "Town"):
        retype(page.group, name)
        page.rows[0].setFocus()
        press(*"112", "Return", *"112", "Return")
    driver.wait_until(lambda: not page.result_view.groups.isHidden())
    assert [(group.name, group.n) for group in result(driver).groups] == [("School", 2), ("Town", 2)]
    assert table_texts(page.result_view.groups)[0][1] == "2 of 2 (100%)"


def test_open_questions_are_typed_behind_the_statements(driver: WindowDriver) -> None:
    open_replies(driver, make_study(opens=True))
    press(*"111", "“Time”", "Return", *"222", "Return")
    assert [reply.texts for reply in kept_replies(driver)] == [{"hard": "Time"}, {}]


def test_undo_in_an_empty_text_takes_back_the_answer_before_it(driver: WindowDriver) -> None:
    open_replies(driver, make_study(opens=True))
    press("1", "1", "1")
    assert kept_steps(driver) == [["strongly_agree"] * 3]
    press("Ctrl+Z")
    assert kept_steps(driver) == [["strongly_agree", "strongly_agree", ""]]


def test_words_to_an_open_question_are_kept_by_whoever_rests_while_typing(driver: WindowDriver) -> None:
    replies = open_replies(driver, make_study(opens=True))
    press(*"111", "“Time”")
    driver.wait_until(lambda: not replies.text_row.has_unsaved_typing)
    press("Return")
    assert [reply.texts for reply in kept_replies(driver)] == [{"hard": "Time"}]


def test_what_is_typed_is_there_when_the_inquiry_is_opened_again(driver: WindowDriver) -> None:
    path = make_study(opens=True)
    open_replies(driver, path)
    press(*"123", "“No time”")
    driver.window.close_draft()
    replies = open_replies(driver, path)
    assert replies.page.status.text() == "1 reply so far."
    press("PgUp")
    assert replies.steps() == ["strongly_agree", "agree", "disagree"]
    assert replies.text_row.cell.toPlainText() == "No time"


def test_a_survey_without_statements_leads_to_where_they_are_written(driver: WindowDriver) -> None:
    page = open_replies(driver, make_study(statements=())).page
    assert page.empty.isVisible()
    assert page.questions_button.hasFocus()
    press("Space")
    assert driver.shows_step("s")


def test_without_a_survey_it_is_said_what_to_do_first(driver: WindowDriver, prompts: FakePrompts) -> None:
    driver.open(make_draft(FORM))
    driver.window.begin_task("typing")
    assert prompts.notice.text == NO_SURVEY


def test_an_inquiry_that_can_only_be_read_takes_no_replies(driver: WindowDriver, window: MainWindow) -> None:
    replies = open_replies(driver, make_study())
    press("1")
    file = driver.session.shared_file
    file.read_only, file.read_only_reason = True, "It can only be read."
    press("2")
    assert kept_steps(driver) == [["strongly_agree", "", ""]]
    assert driver.notice.text == "It can only be read."
    assert replies.steps() == ["strongly_agree", "", ""]
    window.begin_task("typing", AT)
    assert len(driver.prompts.notices) == 2


def test_a_reply_that_somebody_else_took_out_is_not_typed_back_by_the_next_key(
    driver: WindowDriver, page: EnterRepliesPage
) -> None:
    press("1", "2")
    (entry,) = driver.items("s.surveys/poll/replies")
    driver.session.remove_item(f"s.surveys/poll/replies/{entry.id}")
    assert page.number.text() == "Reply 1, new"
    press("3")
    assert kept_steps(driver) == [["", "", "disagree"]]


def test_the_mouse_chooses_an_answer_and_a_second_click_takes_it_back(
    driver: WindowDriver, replies: EnterRepliesDriver, page: EnterRepliesPage
) -> None:
    row = page.rows[1]
    assert isinstance(row, AnswerRow)
    at = row.key_rects()[2].center()
    click(row, at)
    assert kept_steps(driver) == [["", "disagree", ""]]
    click(row, at)
    assert replies.steps() == ["", "", ""]


def test_an_answer_that_is_too_long_is_cut_and_that_is_said(driver: WindowDriver) -> None:
    replies = open_replies(driver, make_study(opens=True, statements=()))
    replies.text_row.cell.setPlainText("a" * (LONGEST_REPLY + 1))
    replies.text_row.flush()
    assert replies.page.hint_label.text() == TEXT_CUT
    (reply,) = kept_replies(driver)
    assert len(reply.texts["hard"]) == LONGEST_REPLY


def test_a_wave_that_the_survey_names_is_filled_in_and_kept(
    driver: WindowDriver, page: EnterRepliesPage
) -> None:
    page.show_waves(["Partner services"])
    page.wave.setFocus()
    press("“Part”", "Return")
    page.rows[0].setFocus()
    press("1")
    assert [reply.wave for reply in kept_replies(driver)] == ["Partner services"]
