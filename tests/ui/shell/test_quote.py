"""Quote an answer in the fellow's text: found, marked and put in, all by keyboard."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form.quotations import is_verbatim
from carreport.form.richtext import Block, RichText, Span
from carreport.ui.editors.text import TextEditor
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from carreport.ui.quotations.answer_list import accessible_text
from carreport.ui.quotations.quotable_answers import (
    PRIVATE,
    QuotableAnswer,
    QuotationSources,
    find_quotable_answers,
)
from carreport.ui.quotations.quotation_page import (
    NO_MATCHES,
    NOTHING_TO_QUOTE,
    QUOTE_PARAGRAPH,
    QUOTE_SELECTION,
    QuotePage,
)
from tests.ui.driver.accessibility import expect_accessible
from tests.ui.driver.drafts import paragraphs, quotation
from tests.ui.driver.keyboard import press
from tests.ui.driver.tasks import QuoteDriver
from tests.ui.driver.window import ShowWidget, WindowDriver

Key = Qt.Key
PATH = "question.@fellow"
ANSWERS = (
    QuotableAnswer(
        "a.one", "About: One?", "The group", RichText.from_plain("We met in May.\n\nIt rained all day.")
    ),
    QuotableAnswer(
        "b.two", "Data: Two?", "Respondent 3", RichText.from_plain("A person answers the first call.")
    ),
    QuotableAnswer(
        "b.three",
        "Data: Three?",
        "A member",
        RichText.from_plain("Not yet."),
        "its writer does not let reports print it",
    ),
)


@pytest.fixture
def page(on_screen: ShowWidget) -> QuotePage:
    page = QuotePage()
    on_screen(page)
    page.show_answers(ANSWERS, "a.")
    page.focus_start()
    return page


def quotations_from(page: QuotePage) -> list[Sequence[Block]]:
    """Return the list to which quotations are added as they are chosen."""
    found: list[Sequence[Block]] = []
    page.quotation_chosen.connect(found.append)
    return found


def test_words_are_found_chosen_and_quoted_by_keyboard(page: QuotePage, qtbot: QtBot) -> None:
    found = quotations_from(page)
    qtbot.keyClicks(page.search, "first CALL")
    assert page.count.text() == "1 answer"
    press("Down")
    assert page.answer_list.hasFocus()
    press("Return")
    assert page.answer_text.hasFocus()
    press("Return")
    assert found == [(Block("quote", (Span("A person answers the first call."),), source="b.two"),)]


def test_a_passage_is_marked_by_keyboard_and_widened_to_whole_words(page: QuotePage) -> None:
    found = quotations_from(page)
    page.answer_text.setFocus()
    press("Down")
    assert page.primary_action.text() == QUOTE_PARAGRAPH
    press(*["Shift+Right"] * 4)
    assert page.primary_action.text() == QUOTE_SELECTION
    page.primary_action.trigger()
    assert found == [(Block("quote", (Span("It rained"),), source="a.one"),)]


def test_a_paragraph_is_meant_where_nothing_is_marked(page: QuotePage) -> None:
    found = quotations_from(page)
    page.answer_text.setFocus()
    press("Down")
    page.primary_action.trigger()
    assert found == [(Block("quote", (Span("It rained all day."),), source="a.one"),)]


def test_an_answer_that_is_not_printed_says_so_in_the_list_and_beside_it(page: QuotePage) -> None:
    page.answer_list.select_row(2)
    assert page.note.text() == "Reports leave it out, because its writer does not let reports print it."
    assert (
        accessible_text(ANSWERS[2])
        == "Data: Three?. Not printed: its writer does not let reports print it. Not yet."
    )
    assert page.primary_action.isEnabled()


def test_what_only_its_writer_sees_cannot_be_quoted(page: QuotePage, qtbot: QtBot) -> None:
    found = quotations_from(page)
    page.show_answers(
        [QuotableAnswer("c.x", "Mine", "A member", RichText.from_plain("Secret."), "", PRIVATE)], ""
    )
    assert not page.primary_action.isEnabled()
    qtbot.keyClick(page.answer_text, Key.Key_Return)
    assert found == []
    assert page.note.text() == PRIVATE


def test_the_first_answer_found_is_shown_unless_the_selected_one_is_found_too(
    page: QuotePage, qtbot: QtBot
) -> None:
    qtbot.keyClicks(page.search, "member")
    assert page.place.text() == "Data: Three?"
    page.search.clear()
    assert page.place.text() == "Data: Three?"
    qtbot.keyClicks(page.search, "yes")
    page.search.setText("rained")
    assert page.place.text() == "About: One?"


def test_the_selected_answer_is_shown_as_it_is_after_a_change(page: QuotePage) -> None:
    changed = QuotableAnswer("a.one", "About: One?", "The group", RichText.from_plain("We met in June."))
    page.show_answers((changed, *ANSWERS[1:]), "a.")
    assert page.answer_text.toPlainText() == "We met in June."


def test_a_search_that_finds_nothing_says_so(page: QuotePage, qtbot: QtBot) -> None:
    qtbot.keyClicks(page.search, "zebra")
    assert page.count.text() == NO_MATCHES
    assert not page.primary_action.isVisible()
    page.search.clear()
    assert page.count.text() == "3 answers"
    page.show_answers([], "")
    assert page.count.text() == NOTHING_TO_QUOTE


@pytest.fixture
def example(driver: WindowDriver) -> Wizard:
    """The example, with a fellow’s text."""
    wizard = driver.open_example()
    wizard.session.write(PATH, paragraphs("They say:"))
    return wizard


def fellow_editor(wizard: Wizard) -> TextEditor:
    editor = wizard.step_page("question").fellow_text.question.editor
    assert isinstance(editor, TextEditor)
    return editor


def test_a_quotation_goes_into_the_fellows_text_and_keeps_its_way_back(
    driver: WindowDriver, example: Wizard
) -> None:
    example.go_to(PATH)
    editor = fellow_editor(example)
    press("Ctrl+Shift+L")
    quoting = QuoteDriver(driver, at=None)
    assert quoting.page.place.text().startswith("Question: ")
    quoting.quote("question.hard")
    assert editor.text_edit.hasFocus()
    editor.flush()
    before, quoted = RichText.from_json(example.session.answers().get(PATH)).blocks
    assert (before.plain_text, quoted.source) == ("They say:", "question.hard")
    press("Up", "Ctrl+Return")
    assert not editor.text_edit.hasFocus()
    assert example.session.last_visited() == "question.hard"


def test_esc_leads_back_to_the_text_as_it_was(driver: WindowDriver, example: Wizard) -> None:
    example.go_to(PATH)
    driver.begin("quote", QuotePage, PATH)
    press("Escape")
    assert driver.shows_step("question")
    assert RichText.from_json(example.session.answers().get(PATH)).plain_text == "They say:"


def test_a_quotation_drifts_when_its_answer_changes_on_another_page(example: Wizard) -> None:
    words = RichText.from_json(example.session.answers().get("data.surprised")).blocks[0].plain_text
    example.session.write(PATH, [*paragraphs("They say:"), quotation(words, "data.surprised")])
    example.go_to(PATH)
    assert fellow_editor(example).drift_panel.rows == []
    example.enter_step("data")
    example.session.write("data.surprised", paragraphs("Nothing at all."))
    example.enter_step("question")
    assert len(fellow_editor(example).drift_panel.rows) == 1


def test_members_are_called_as_reports_call_them(example: Wizard) -> None:
    session = example.session
    found = list(find_quotable_answers(session.form, session.answers(), session.is_private))
    mine = [answer for answer in found if answer.path.startswith("reflections.individual/r3/")]
    assert {answer.speaker for answer in mine} == {"Respondent 3"}
    assert all("Respondent 3" in answer.place for answer in mine)
    kept = next(answer for answer in found if answer.path == "reflections.individual/r4/came")
    assert kept.not_printed_reason


def test_every_answer_that_is_offered_stands_in_its_source(example: Wizard) -> None:
    session, sources = example.session, QuotationSources(example.session)
    found = list(find_quotable_answers(session.form, session.answers(), session.is_private))
    assert len(found) > 100
    for answer in found[::7]:
        source = sources.source_at(answer.path)
        assert source.place == answer.place
        assert any(is_verbatim(answer.text.blocks[0].plain_text, text) for text in source.texts)


def test_what_only_the_writer_sees_is_kept_from_the_text(example: Wizard) -> None:
    session: DraftSession = example.session
    values = {
        "heading": "Small habits that last long",
        "came": paragraphs("My manager sent me."),
        "release": "named",
    }
    made = session.add_item("reflections.individual", values=values)
    entry = f"reflections.individual/{made}"
    assert session.is_private(entry)
    found = {
        answer.path: answer
        for answer in find_quotable_answers(session.form, session.answers(), session.is_private)
    }
    assert found[f"{entry}/came"].not_quotable_reason == PRIVATE


def test_every_control_of_the_page_is_named_and_reachable_by_tab(
    driver: WindowDriver, example: Wizard
) -> None:
    page = QuoteDriver(driver, PATH).page
    expect_accessible(page)
    assert example.pages.currentWidget() is page


def test_large_letters_in_a_small_window_leave_everything_in_sight(
    window: MainWindow, page: QuotePage, qtbot: QtBot
) -> None:
    window.preferences.set_text_size(200)
    page.resize(760, 500)
    inner = page.widget()
    assert inner is not None
    qtbot.waitUntil(
        lambda: page.place.mapTo(inner, QPoint()).y() > page.answer_list.mapTo(inner, QPoint()).y() + 60
    )
    assert inner.width() <= page.viewport().width()
    window.preferences.set_text_size(100)
