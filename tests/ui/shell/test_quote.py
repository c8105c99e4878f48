"""Quote an answer in the fellow's text: found, marked and put in, all by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form.quotations import is_verbatim
from carreport.form.richtext import Block, RichText, Span
from carreport.ui.editors.text import TextEditor
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from carreport.ui.quotations.answer_list import spoken
from carreport.ui.quotations.quotable_answers import PRIVATE, Quotable, Sources, quotables
from carreport.ui.quotations.quotation_controller import QuoteWork
from carreport.ui.quotations.quotation_page import MARKED, NONE_YET, NOTHING_FOUND, WHOLE, QuotePage
from tests.ui.shell.test_keyboard import check

Show = Callable[[QWidget], None]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key
PATH = "question.@fellow"
ANSWERS = (
    Quotable(
        "a.one", "About: One?", "The group", RichText.from_plain("We met in May.\n\nIt rained all day.")
    ),
    Quotable("b.two", "Data: Two?", "Respondent 3", RichText.from_plain("A person answers the first call.")),
    Quotable(
        "b.three",
        "Data: Three?",
        "A member",
        RichText.from_plain("Not yet."),
        "its writer has not released it",
    ),
)


def said(*words: str) -> list[dict[str, Any]]:
    return [{"type": "paragraph", "spans": [{"text": word}]} for word in words]


@pytest.fixture
def page(on_screen: Show) -> QuotePage:
    made = QuotePage()
    on_screen(made)
    made.show_answers(ANSWERS, "a.")
    made.focus_here()
    return made


def quoted_by(page: QuotePage) -> list[Sequence[Block]]:
    found: list[Sequence[Block]] = []
    page.quoted.connect(found.append)
    return found


def test_words_are_found_chosen_and_quoted_by_keyboard(page: QuotePage, qtbot: QtBot) -> None:
    found = quoted_by(page)
    qtbot.keyClicks(page.search, "first CALL")
    assert page.count.text() == "1 answer"
    qtbot.keyClick(page.search, Key.Key_Down)
    assert QApplication.focusWidget() is page.list
    qtbot.keyClick(page.list, Key.Key_Return)
    assert QApplication.focusWidget() is page.text
    qtbot.keyClick(page.text, Key.Key_Return)
    assert found == [(Block("quote", (Span("A person answers the first call."),), source="b.two"),)]


def test_a_passage_is_marked_by_keyboard_and_widened_to_whole_words(page: QuotePage, qtbot: QtBot) -> None:
    found = quoted_by(page)
    page.text.setFocus()
    qtbot.keyClick(page.text, Key.Key_Down)
    assert page.quote.text() == WHOLE
    for _ in range(4):
        qtbot.keyClick(page.text, Key.Key_Right, SHIFT)
    assert page.quote.text() == MARKED
    page.quote.click()
    assert found == [(Block("quote", (Span("It rained"),), source="a.one"),)]


def test_a_paragraph_is_meant_where_nothing_is_marked(page: QuotePage, qtbot: QtBot) -> None:
    found = quoted_by(page)
    page.text.setFocus()
    qtbot.keyClick(page.text, Key.Key_Down)
    page.quote.click()
    assert found == [(Block("quote", (Span("It rained all day."),), source="a.one"),)]


def test_an_answer_that_is_not_printed_says_so_in_the_list_and_beside_it(page: QuotePage) -> None:
    page.list.choose(2)
    assert page.note.text() == "Reports do not print it, because its writer has not released it."
    assert spoken(ANSWERS[2]) == "Data: Three?. Not printed: its writer has not released it. Not yet."
    assert page.quote.isEnabled()


def test_what_only_its_writer_sees_cannot_be_quoted(page: QuotePage, qtbot: QtBot) -> None:
    found = quoted_by(page)
    page.show_answers([Quotable("c.x", "Mine", "A member", RichText.from_plain("Secret."), "", PRIVATE)], "")
    assert not page.quote.isEnabled()
    qtbot.keyClick(page.text, Key.Key_Return)
    assert found == []
    assert page.note.text() == PRIVATE


def test_a_search_that_finds_nothing_says_so(page: QuotePage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.search, "zebra")
    assert page.count.text() == NOTHING_FOUND
    assert not page.quote.isVisible()
    page.search.clear()
    assert page.count.text() == "3 answers"
    page.show_answers([], "")
    assert page.count.text() == NONE_YET


@pytest.fixture
def example(window: MainWindow) -> Wizard:
    window.try_example()
    assert window.inquiry.wizard is not None
    window.inquiry.wizard.session.write(PATH, said("They say:"))
    return window.inquiry.wizard


def text_of(wizard: Wizard) -> TextEditor:
    editor = wizard.page("question").fellow.question.editor
    assert isinstance(editor, TextEditor)
    return editor


def test_a_quotation_goes_into_the_fellows_text_and_keeps_its_way_back(
    example: Wizard, window: MainWindow, qtbot: QtBot
) -> None:
    example.go_to(PATH)
    editor = text_of(example)
    qtbot.keyClick(editor.box, Key.Key_L, CTRL | SHIFT)
    work = window.made(QuoteWork)
    assert work is not None
    qtbot.waitUntil(lambda: work.page.list.answers.rowCount() > 0, timeout=20_000)
    assert work.page.place.text().startswith("Question: ")
    work.page.list.choose(work.page.list.answers.row_of("question.hard"))
    work.page.quote.click()
    assert QApplication.focusWidget() is editor.box
    editor.flush()
    before, quotation = RichText.from_json(example.session.answers().get(PATH)).blocks
    assert (before.plain_text, quotation.source) == ("They say:", "question.hard")
    qtbot.keyClick(editor.box, Key.Key_Up)
    qtbot.keyClick(editor.box, Key.Key_Return, CTRL)
    assert QApplication.focusWidget() is not editor.box
    assert example.session.last_visited() == "question.hard"


def test_esc_leads_back_to_the_text_as_it_was(example: Wizard, window: MainWindow, qtbot: QtBot) -> None:
    example.go_to(PATH)
    window.begin_work("quote", PATH)
    work = window.made(QuoteWork)
    assert work is not None
    qtbot.keyClick(work.page.search, Key.Key_Escape)
    assert example.pages.currentWidget() is example.page("question")
    assert RichText.from_json(example.session.answers().get(PATH)).plain_text == "They say:"


def test_a_quotation_drifts_when_its_answer_changes_on_another_page(example: Wizard) -> None:
    words = RichText.from_json(example.session.answers().get("data.surprised")).blocks[0].plain_text
    quotation = {"type": "quote", "source": "data.surprised", "spans": [{"text": words}]}
    example.session.write(PATH, [*said("They say:"), quotation])
    example.go_to(PATH)
    assert text_of(example).quotations.rows == []
    example.enter_step("data")
    example.session.write("data.surprised", said("Nothing at all."))
    example.enter_step("question")
    assert len(text_of(example).quotations.rows) == 1


def test_members_are_called_as_reports_call_them(example: Wizard) -> None:
    session = example.session
    found = list(quotables(session.form, session.answers(), session.is_private))
    mine = {each.path: each for each in found if each.path.startswith("reflections.individual/r3/")}
    assert {each.speaker for each in mine.values()} == {"Respondent 3"}
    assert all("Respondent 3" in each.place for each in mine.values())
    kept = next(each for each in found if each.path == "reflections.individual/r4/came")
    assert kept.unprinted


def test_every_answer_that_is_offered_stands_in_its_source(example: Wizard) -> None:
    session, sources = example.session, Sources(example.session)
    found = list(quotables(session.form, session.answers(), session.is_private))
    assert len(found) > 100
    for each in found[::7]:
        origin = sources.origin(each.path)
        assert origin.place == each.place
        assert any(is_verbatim(each.text.blocks[0].plain_text, text) for text in origin.texts)


def test_what_only_the_writer_sees_is_kept_from_the_text(example: Wizard) -> None:
    session: DraftSession = example.session
    values = {
        "heading": "Small habits that last long",
        "came": said("My manager sent me."),
        "release": "named",
    }
    made = session.add_item("reflections.individual", values=values)
    entry = f"reflections.individual/{made}"
    assert session.is_private(entry)
    found = {each.path: each for each in quotables(session.form, session.answers(), session.is_private)}
    assert found[f"{entry}/came"].kept == PRIVATE


def test_every_control_of_the_page_is_named_and_reachable_by_tab(
    example: Wizard, window: MainWindow, qtbot: QtBot
) -> None:
    window.begin_work("quote", PATH)
    work = window.made(QuoteWork)
    assert work is not None
    qtbot.waitUntil(lambda: work.page.list.answers.rowCount() > 0, timeout=20_000)
    check(work.page)
    assert example.pages.currentWidget() is work.page


def test_large_letters_in_a_small_window_leave_everything_in_sight(
    window: MainWindow, page: QuotePage, qtbot: QtBot
) -> None:
    window.preferences.set_text_size(200)
    page.resize(760, 500)
    inner = page.widget()
    assert inner is not None
    qtbot.waitUntil(lambda: page.place.mapTo(inner, QPoint()).y() > page.list.mapTo(inner, QPoint()).y() + 60)
    assert inner.width() <= page.viewport().width()
    assert page.quote.mapTo(inner, QPoint()).y() >= page.text.mapTo(inner, page.text.rect().bottomLeft()).y()
    window.preferences.set_text_size(100)
