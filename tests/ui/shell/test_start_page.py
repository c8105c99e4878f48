from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carreport.ui.library.draft_card import InquiryCard, state_text
from carreport.ui.library.draft_delegate import card_lines, card_rect, lay_out_card, total_height
from carreport.ui.library.start_page import StartPage
from tests.ui.driver.keyboard import click, press
from tests.ui.driver.lists import row_titles
from tests.ui.driver.window import ShowWidget


def card(title: str, place: str = "", attention: str = "") -> InquiryCard:
    return InquiryCard(
        Path(f"{title}.carreport"), title, place, "Half written · next: Data", "You", attention
    )


@pytest.fixture
def page(on_screen: ShowWidget) -> StartPage:
    page = StartPage()
    on_screen(page)
    return page


def test_without_a_draft_the_page_says_what_belongs_here(page: StartPage) -> None:
    page.show_cards([])
    assert page.welcome.isVisible()
    assert not page.search.isVisible()
    page.show_cards([card("Warm handover")])
    assert not page.welcome.isVisible()
    assert row_titles(page.card_list) == ["Warm handover"]


def test_every_word_of_the_search_must_stand_on_a_card(page: StartPage) -> None:
    page.show_cards([card("Warm handover", "Linden"), card("Warm welcome", "Braeside"), card("Why come")])
    page.search.setText("brae warm")
    assert row_titles(page.card_list) == ["Warm welcome"]
    page.search.setText("xyz")
    assert page.no_matches_label.isVisible()
    assert "xyz" in page.no_matches_label.text()


def test_arrow_keys_and_enter_open_a_draft(page: StartPage, qtbot: QtBot) -> None:
    page.show_cards([card("One"), card("Two")])
    page.focus_start()
    with qtbot.waitSignal(page.draft_chosen) as chosen:
        press("Down", "Return")
    assert chosen.args == [Path("Two.carreport")]


def test_the_keys_for_find_lead_to_the_search(page: StartPage, qtbot: QtBot) -> None:
    page.show_cards([card("One"), card("Two")])
    page.focus_start()
    qtbot.keyClick(page.card_list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus()


def test_the_down_key_leads_from_the_search_to_the_cards(page: StartPage) -> None:
    page.show_cards([card("One"), card("Two")])
    page.search.setFocus()
    press("Down")
    assert page.card_list.hasFocus()


def test_a_click_on_a_card_opens_it_and_one_beside_it_does_not(page: StartPage, qtbot: QtBot) -> None:
    page.show_cards([card("One"), card("Two")])
    row = page.card_list.visualRect(page.card_list.row_model.index(1, 0))
    with qtbot.assertNotEmitted(page.draft_chosen):
        click(page.card_list.viewport(), QPoint(2, row.center().y()))
    with qtbot.waitSignal(page.draft_chosen) as chosen:
        click(page.card_list.viewport(), card_rect(row, page.card_list.width()).center())
    assert chosen.args == [Path("Two.carreport")]


def test_new_cards_keep_the_one_that_was_chosen(page: StartPage) -> None:
    page.show_cards([card("One"), card("Two")])
    page.card_list.setCurrentIndex(page.card_list.row_model.index(1, 0))
    page.show_cards([card("Three"), card("One"), card("Two")])
    assert page.card_list.currentIndex().data() == "Two"


def test_a_card_is_one_sentence_for_a_screen_reader(page: StartPage) -> None:
    page.show_cards([card("One", "Linden", "Ready for review: Question")])
    spoken = page.card_list.row_model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "One, Linden, Half written, next: Data, Ready for review: Question, You"


def test_a_thousand_drafts_are_shown_and_searched(page: StartPage) -> None:
    page.show_cards([card(f"Inquiry {n}") for n in range(1_000)])
    assert page.card_list.row_model.rowCount() == 1_000
    page.search.setText("inquiry 777")
    assert row_titles(page.card_list) == ["Inquiry 777"]


def test_return_in_the_search_opens_the_only_match(page: StartPage, qtbot: QtBot) -> None:
    page.show_cards([card("Warm handover"), card("Warm welcome")])
    page.search.setFocus()
    page.search.setText("welcome")
    with qtbot.waitSignal(page.draft_chosen) as chosen:
        press("Return")
    assert chosen.args == [Path("Warm welcome.carreport")]


def test_tab_goes_as_the_eye_does(page: StartPage, qtbot: QtBot) -> None:
    page.show_cards([card("One")])
    qtbot.waitUntil(page.form_links[0].isVisible)
    page.import_button.setFocus()
    order = [page.new_button, page.search, page.card_list, page.example_button, page.open_button]
    for part in (*order, page.settings_button, *page.form_links):
        press("Tab")
        assert part.hasFocus()


def test_the_welcome_leads_from_the_new_inquiry_to_the_other_form_and_the_example(page: StartPage) -> None:
    page.show_cards([])
    page.focus_start()
    welcome = page.welcome
    for part in (*welcome.other_links, welcome.example_button, welcome.import_link, welcome.open_link):
        press("Tab")
        assert part.hasFocus()


def test_the_welcome_says_how_long_the_form_takes(page: StartPage, qtbot: QtBot) -> None:
    page.show_cards([])
    with qtbot.waitSignal(page.form_chosen) as chosen:
        page.welcome.start_button.click()
    (offer,) = chosen.args
    assert offer.path.stem == "car-inquiry"
    assert offer.time_text == "7 steps of 10 to 25 minutes"


def test_a_few_cards_need_no_scroll_bar(page: StartPage, qtbot: QtBot) -> None:
    page.show_cards([card("One"), card("Two", "Linden"), card("Three", "Linden", "Ready for review: End")])
    qtbot.waitUntil(lambda: page.card_list.height() == page.card_list.content_height)
    assert page.card_list.verticalScrollBar().maximum() == 0


def test_a_card_says_who_has_the_inquiry_and_since_when() -> None:
    now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    told = state_text("Sent for review (Morag Reid has it)", "2026-11-12T09:00:00+00:00", now)
    assert told == "Sent for review (Morag Reid has it) since 12 November"


def test_the_three_dots_open_the_menu_and_not_the_inquiry(page: StartPage, qtbot: QtBot) -> None:
    page.show_cards([card("One"), card("Two")])
    cards = page.card_list
    area = card_rect(cards.visualRect(cards.row_model.index(1, 0)), cards.width())
    with qtbot.assertNotEmitted(page.draft_chosen), qtbot.waitSignal(cards.menu_requested) as asked:
        click(cards.viewport(), lay_out_card(area, "Open").menu.center())
    assert asked.args is not None
    assert asked.args[0].title == "Two"


@pytest.mark.parametrize("reason", [QContextMenuEvent.Reason.Keyboard, QContextMenuEvent.Reason.Mouse])
def test_the_menu_key_and_the_right_button_ask_for_the_menu(
    page: StartPage, qtbot: QtBot, reason: QContextMenuEvent.Reason
) -> None:
    page.show_cards([card("One"), card("Two")])
    cards = page.card_list
    cards.select_row(1)
    centre = cards.visualRect(cards.currentIndex()).center()
    with qtbot.waitSignal(cards.menu_requested) as asked:
        QApplication.sendEvent(cards.viewport(), QContextMenuEvent(reason, centre, centre))
    assert asked.args is not None
    assert asked.args[0].title == "Two"


def test_no_text_of_a_card_is_cut_in_a_narrow_window(page: StartPage, qtbot: QtBot) -> None:
    page.show_cards([card("A title that goes on for quite a while " * 3, attention="Somebody changed " * 9)])
    page.resize(520, 700)
    qtbot.waitUntil(lambda: page.card_list.width() <= 520)
    cards = page.card_list
    area = card_rect(cards.visualRect(cards.row_model.index(0, 0)), cards.width())
    layout = lay_out_card(area, "Open")
    lines = card_lines(cards.row_model.rows[0].value, layout)  # type: ignore[arg-type]
    assert total_height(lines, layout.texts.width()) <= layout.texts.height()
    assert layout.change.isNull()


def test_what_is_put_away_is_found_by_the_search_only(page: StartPage) -> None:
    page.show_cards([card("One"), replace(card("Two"), is_put_away=True)])
    assert row_titles(page.card_list) == ["One"]
    page.search.setText("two")
    assert row_titles(page.card_list) == ["Two"]
    page.search.clear()
    assert row_titles(page.card_list) == ["One"]
