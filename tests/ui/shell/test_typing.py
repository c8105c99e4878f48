from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableWidget
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Answers, Item
from carreport.form.kinds.replies import LONGEST_REPLY
from carreport.settings import drafts_folder
from carreport.survey.manual_entry import entered_replies
from carreport.survey.results.result import SurveyResult, survey_result
from carreport.ui.main_window import MainWindow
from carreport.ui.survey.enter_replies.answer_rows import AnswerRow, TextRow
from carreport.ui.survey.enter_replies.enter_replies_controller import (
    NO_SURVEY,
    REPLY_REMOVED,
    TEXT_CUT,
    EnterRepliesController,
)
from carreport.ui.survey.enter_replies.enter_replies_page import EMPTY_REPLY, EnterRepliesPage
from tests.survey.files import FORM
from tests.ui.shell.conftest import FakePrompts

Key = Qt.Key
STATEMENTS = ("We share a vision", "We meet often", "We have a say")
AT = "s.surveys/poll/statements"
"""A survey with three statements."""


def _path(*, opens: bool = False, statements: tuple[str, ...] = STATEMENTS) -> Path:
    """Return a draft with one survey that nobody has replied to yet."""
    path = drafts_folder() / "study.carreport"
    path.parent.mkdir(parents=True, exist_ok=True)
    survey = Item(
        "poll",
        {
            "name": "Poll",
            "statements": tuple(Item(f"s{n}", {"statement": each}) for n, each in enumerate(statements)),
        },
    )
    values: dict[str, Any] = {"s.surveys": (survey,)}
    if opens:
        values["s.opens"] = (Item("hard", {"question": "What is hard?", "survey": "Poll"}),)
    with DraftSession.create(path, FORM, "Ailsa Kerr") as session:
        session.fill(Answers(values))
    return path


def _begun(window: MainWindow, path: Path) -> EnterRepliesPage:
    window.open_draft(path)
    window.begin_task("typing", AT)
    work = window.find_task(EnterRepliesController)
    assert work is not None
    return work.page


@pytest.fixture
def page(window: MainWindow) -> EnterRepliesPage:
    """The page with an empty reply to three statements."""
    return _begun(window, _path())


def session_of(window: MainWindow) -> DraftSession:
    assert window.inquiry.wizard is not None
    return window.inquiry.wizard.session


def said(window: MainWindow) -> list[list[str]]:
    """Return the keys of the steps of every reply, as the inquiry has them."""
    item = session_of(window).answers().items("s.surveys")[0]
    replies = [one for each in item.items("replies") for one in entered_replies(each.get("replies"))]
    return [[one.answers.get(f"s{number}", "") for number in range(3)] for one in replies]


def result(window: MainWindow) -> SurveyResult:
    return survey_result(FORM, session_of(window).answers(), AT)


def text_of(table: QTableWidget, row: int, column: int) -> str:
    cell = table.item(row, column)
    assert cell is not None
    return cell.text()


def steps(page: EnterRepliesPage) -> list[str]:
    return [row.step for row in page.rows if isinstance(row, AnswerRow)]


def press(
    qtbot: QtBot, *keys: str | Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    for key in keys:
        here = QApplication.focusWidget()
        assert here is not None
        if isinstance(key, str):
            qtbot.keyClicks(here, key)
        else:
            qtbot.keyClick(here, key, held)


def test_ten_papers_are_typed_in_with_a_key_a_statement_and_one_for_each_paper(
    window: MainWindow, page: EnterRepliesPage, qtbot: QtBot
) -> None:
    keys = 0
    for paper in range(10):
        presses = ["1" if paper < 7 else "4", "2", "0", Key.Key_Return]
        for each in presses:
            press(qtbot, each)
        keys += len(presses)
    assert keys == 10 * (3 + 1)
    assert [judged.tally.counts for judged in result(window).statements] == [
        (7, 0, 0, 3, 0),
        (0, 10, 0, 0, 0),
        (0, 0, 0, 0, 10),
    ]
    assert page.status.text() == "10 replies so far."
    assert page.number.text() == "Reply 11, new"


def test_the_table_and_the_chart_follow_each_key(page: EnterRepliesPage, qtbot: QtBot) -> None:
    press(qtbot, "1")
    qtbot.waitUntil(lambda: bool(page.result_view.tables))
    assert text_of(page.result_view.tables[0], 0, 1) == "1"
    before = page.result_view.charts[0].pixmap().toImage()
    press(qtbot, "3")
    qtbot.waitUntil(lambda: page.result_view.charts[0].pixmap().toImage() != before)
    assert page.result_view.source.text() == "Counted from 1 reply."


def test_enter_on_an_empty_reply_keeps_nothing_and_says_so(
    window: MainWindow, page: EnterRepliesPage, qtbot: QtBot
) -> None:
    press(qtbot, *[Key.Key_Return] * 3)
    assert page.hint_label.text() == EMPTY_REPLY
    assert said(window) == []
    assert page.number.text() == "Reply 1, new"


def test_a_statement_can_be_left_blank_and_an_arrow_goes_back_to_it(
    window: MainWindow, page: EnterRepliesPage, qtbot: QtBot
) -> None:
    press(qtbot, "1", "-", "2", Key.Key_Up)
    assert (said(window), steps(page)[1]) == ([["strongly_agree", "", "agree"]], "")
    press(qtbot, "3", Key.Key_Backspace, Key.Key_Backspace, Key.Key_Right)
    assert said(window) == [["strongly_agree", "strongly_disagree", ""]]


def test_a_key_that_is_no_answer_changes_nothing(
    window: MainWindow, page: EnterRepliesPage, qtbot: QtBot
) -> None:
    press(qtbot, "9", "x")
    assert said(window) == []
    assert QApplication.focusWidget() is page.rows[0]


def test_an_earlier_reply_is_mended_and_the_next_enter_leads_on(
    window: MainWindow, page: EnterRepliesPage, qtbot: QtBot
) -> None:
    press(qtbot, *"111", Key.Key_Return, *"222", Key.Key_Return)
    press(qtbot, Key.Key_PageUp, Key.Key_PageUp)
    assert page.number.text() == "Reply 1 of 2"
    press(qtbot, "4", Key.Key_Down, Key.Key_Return)
    assert page.number.text() == "Reply 2 of 2"
    assert said(window) == [["strongly_disagree", "strongly_agree", "strongly_agree"], ["agree"] * 3]


def test_a_reply_is_removed_by_key_and_comes_back_with_undo(
    window: MainWindow, page: EnterRepliesPage, qtbot: QtBot
) -> None:
    press(qtbot, *"111", Key.Key_Return, *"222", Key.Key_PageUp)
    assert page.number.text() == "Reply 1 of 2"
    press(qtbot, Key.Key_Delete, held=Qt.KeyboardModifier.ControlModifier)
    assert (said(window), page.hint_label.text()) == ([["agree"] * 3], REPLY_REMOVED)
    window.menus.actions["undo"].trigger()
    assert (said(window), page.number.text()) == ([["strongly_agree"] * 3, ["agree"] * 3], "Reply 1 of 2")
    assert window.inquiry.wizard is not None
    assert window.inquiry.wizard.pages.currentWidget() is page


def test_undo_takes_back_one_answer_after_the_other_into_the_reply_before(
    window: MainWindow, page: EnterRepliesPage, qtbot: QtBot
) -> None:
    press(qtbot, *"111", Key.Key_Return, "2")
    undo, redo = window.menus.actions["undo"], window.menus.actions["redo"]
    undo.trigger()
    assert said(window) == [["strongly_agree"] * 3]
    undo.trigger()
    assert said(window) == [["strongly_agree", "strongly_agree", ""]]
    assert page.number.text() == "Reply 1 of 1"
    assert QApplication.focusWidget() is page.rows[2]
    redo.trigger()
    redo.trigger()
    assert said(window) == [["strongly_agree"] * 3, ["agree", "", ""]]


def test_a_reply_that_is_emptied_goes_out_when_one_goes_on_and_that_is_said(
    window: MainWindow, page: EnterRepliesPage, qtbot: QtBot
) -> None:
    press(qtbot, "1", Key.Key_Up, Key.Key_Delete, Key.Key_Return, Key.Key_Return, Key.Key_Return)
    assert said(window) == []
    assert page.hint_label.text() == "Reply 1 had nothing in it any more, so it is not counted."


def test_the_group_stays_for_the_next_reply_and_groups_stand_side_by_side(
    window: MainWindow, page: EnterRepliesPage, qtbot: QtBot
) -> None:
    session_of(window).write("s.surveys/poll/by_group", "all")
    for name in ("School", "Town"):
        page.group.setFocus()
        page.group.selectAll()
        press(qtbot, name)
        page.rows[0].setFocus()
        press(qtbot, *"112", Key.Key_Return, *"112", Key.Key_Return)
    qtbot.waitUntil(lambda: not page.result_view.groups.isHidden())
    assert [(each.name, each.n) for each in result(window).groups] == [("School", 2), ("Town", 2)]
    assert text_of(page.result_view.groups, 0, 1) == "2 of 2 (100%)"


def test_open_questions_are_typed_behind_the_statements(window: MainWindow, qtbot: QtBot) -> None:
    _begun(window, _path(opens=True))
    press(qtbot, *"111", "Time", Key.Key_Return, *"222", Key.Key_Return)
    item = session_of(window).answers().items("s.surveys")[0]
    (batch,) = item.items("replies")
    assert [each.texts for each in entered_replies(batch.get("replies"))] == [{"hard": "Time"}, {}]


def test_words_to_an_open_question_are_kept_by_whoever_rests_while_typing(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = _begun(window, _path(opens=True))
    press(qtbot, *"111", "Time")
    (words,) = [row for row in page.rows if isinstance(row, TextRow)]
    qtbot.waitUntil(lambda: not words.has_unsaved_typing)
    press(qtbot, Key.Key_Return)
    (batch,) = session_of(window).answers().items("s.surveys")[0].items("replies")
    assert [each.texts for each in entered_replies(batch.get("replies"))] == [{"hard": "Time"}]


def test_what_is_typed_is_there_when_the_inquiry_is_opened_again(window: MainWindow, qtbot: QtBot) -> None:
    path = _path(opens=True)
    page = _begun(window, path)
    press(qtbot, *"123", "No time")
    window.close_draft()
    page = _begun(window, path)
    assert page.status.text() == "1 reply so far."
    press(qtbot, Key.Key_PageUp)
    assert steps(page) == ["strongly_agree", "agree", "disagree"]
    (words,) = [row for row in page.rows if isinstance(row, TextRow)]
    assert words.cell.toPlainText() == "No time"


def test_a_survey_without_statements_leads_to_where_they_are_written(
    window: MainWindow, qtbot: QtBot
) -> None:
    page = _begun(window, _path(statements=()))
    assert page.empty.isVisible()
    assert QApplication.focusWidget() is page.questions_button
    press(qtbot, Key.Key_Space)
    assert window.inquiry.wizard is not None
    assert window.inquiry.wizard.pages.currentWidget() is window.inquiry.wizard.step_page("s")


def test_without_a_survey_it_is_said_what_to_do_first(window: MainWindow, prompts: FakePrompts) -> None:
    path = drafts_folder() / "empty.carreport"
    path.parent.mkdir(parents=True, exist_ok=True)
    DraftSession.create(path, FORM, "Ailsa Kerr").close()
    window.open_draft(path)
    window.begin_task("typing")
    assert prompts.told[-1].text == NO_SURVEY


def test_an_inquiry_that_can_only_be_read_takes_no_replies(
    window: MainWindow, prompts: FakePrompts, qtbot: QtBot
) -> None:
    page = _begun(window, _path())
    press(qtbot, "1")
    file = session_of(window).shared_file
    file.read_only, file.read_only_reason = True, "It can only be read."
    press(qtbot, "2")
    assert said(window) == [["strongly_agree", "", ""]]
    assert prompts.told[-1].text == "It can only be read."
    assert steps(page) == ["strongly_agree", "", ""]
    window.begin_task("typing", AT)
    assert len(prompts.told) == 2


def test_a_reply_that_somebody_else_took_out_is_not_typed_back_by_the_next_key(
    window: MainWindow, page: EnterRepliesPage, qtbot: QtBot
) -> None:
    press(qtbot, "1", "2")
    (entry,) = session_of(window).answers().items("s.surveys/poll/replies")
    session_of(window).remove_item(f"s.surveys/poll/replies/{entry.id}")
    assert page.number.text() == "Reply 1, new"
    press(qtbot, "3")
    assert said(window) == [["", "", "disagree"]]


def test_the_mouse_chooses_an_answer_and_a_second_click_takes_it_back(
    window: MainWindow, page: EnterRepliesPage, qtbot: QtBot
) -> None:
    row = page.rows[1]
    assert isinstance(row, AnswerRow)
    at = row.key_rects()[2].center()
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=at)
    assert said(window) == [["", "disagree", ""]]
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=at)
    assert steps(page) == ["", "", ""]


def test_an_answer_that_is_too_long_is_cut_and_that_is_said(window: MainWindow) -> None:
    page = _begun(window, _path(opens=True, statements=()))
    (words,) = page.rows
    assert isinstance(words, TextRow)
    words.cell.setPlainText("a" * (LONGEST_REPLY + 1))
    words.flush()
    assert page.hint_label.text() == TEXT_CUT
    (entry,) = session_of(window).answers().items("s.surveys/poll/replies")
    assert len(entered_replies(entry.get("replies"))[0].texts["hard"]) == LONGEST_REPLY


def test_a_wave_that_the_survey_names_is_filled_in_and_kept(
    window: MainWindow, page: EnterRepliesPage, qtbot: QtBot
) -> None:
    page.show_waves(["Partner services"])
    page.wave.setFocus()
    press(qtbot, "Part")
    press(qtbot, Key.Key_Return)
    page.rows[0].setFocus()
    press(qtbot, "1")
    (entry,) = session_of(window).answers().items("s.surveys/poll/replies")
    assert [each.wave for each in entered_replies(entry.get("replies"))] == ["Partner services"]
