"""Inquiries are copied, renamed, put away, deleted and restored from their cards and the File menu."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QTextEdit

from carreport.draft.removal.bin import binned_drafts
from carreport.draft.session.draft_session import DraftSession
from carreport.settings import drafts_folder
from carreport.ui.library.draft_card import status_text
from carreport.ui.library.put_away_page import PutAwayPage
from carreport.ui.menus import show_keys
from carreport.ui.review.panel.marked_words import CommentMenu
from tests.ui.driver.drafts import COLLEAGUE, ME, make_draft, make_inquiry, paragraphs, small_form
from tests.ui.driver.keyboard import focus_name, press
from tests.ui.driver.lists import row_titles
from tests.ui.driver.window import WindowDriver

BOLD = [{"type": "paragraph", "spans": [{"text": "loud", "strong": True}]}]


def listed(driver: WindowDriver) -> None:
    driver.window.list_drafts()
    driver.wait_until_idle()


def choose(driver: WindowDriver, title: str, entry: str) -> None:
    """Choose an entry in the menu of a card."""
    cards = driver.window.start_page.card_list.row_model.all_rows
    card: Any = next(row.value for row in cards if row.title == title)
    menu = driver.window.start_controller.make_menu(card)
    actions = {action.text().partition("\t")[0]: action for action in menu.actions()}
    actions[entry].trigger()
    menu.deleteLater()
    driver.wait_until_idle()


def test_a_card_can_be_copied_put_away_and_taken_out(driver: WindowDriver) -> None:
    make_draft(small_form(), {"about.title": "Walking"})
    listed(driver)
    choose(driver, "Walking", "Make a copy")
    assert driver.card_titles() == ["Copy of Walking", "Walking"]
    choose(driver, "Walking", "Put away")
    assert driver.card_titles() == ["Copy of Walking"]
    driver.window.start_page.search.setText("walking")
    assert driver.card_titles() == ["Copy of Walking", "Walking"]
    driver.window.start_page.search.clear()
    driver.run_action()
    driver.wait_until_idle()
    assert driver.card_titles() == ["Copy of Walking", "Walking"]


def test_a_deleted_inquiry_is_undone_or_restored_from_the_bin(driver: WindowDriver) -> None:
    make_draft(small_form(), {"about.title": "Walking"})
    listed(driver)
    driver.window.start_page.focus_start()
    press("Delete")
    driver.wait_until_idle()
    assert driver.card_titles() == []
    driver.run_action()
    driver.wait_until_idle()
    assert driver.card_titles() == ["Walking"]
    choose(driver, "Walking", "Delete")
    driver.window.start_page.put_away_button.click()
    page = driver.wait_for_page(PutAwayPage)
    assert row_titles(page.deleted_list) == ["Walking"]
    press("Return")
    driver.wait_until_idle()
    assert driver.card_titles() == ["Walking"]
    assert not driver.window.start_page.put_away_button.isVisibleTo(driver.window.start_page)


def test_deleting_for_good_asks_by_a_notice(driver: WindowDriver) -> None:
    make_draft(small_form(), {"about.title": "Walking"})
    listed(driver)
    choose(driver, "Walking", "Delete")
    driver.window.start_controller.show_put_away()
    driver.wait_for_page(PutAwayPage)
    press("Delete")
    assert len(binned_drafts()) == 1
    driver.run_action()
    driver.wait_until_idle()
    assert binned_drafts() == ()


def test_a_new_title_is_an_ordinary_edit(driver: WindowDriver) -> None:
    path = make_draft(small_form(), {"about.title": "Walking"})
    listed(driver)
    driver.prompts.name = "Cycling"
    driver.window.start_page.focus_start()
    press("F2")
    driver.wait_until_idle()
    assert driver.card_titles() == ["Cycling"]
    with DraftSession.open(path, ME, read_only=True) as session:
        assert [row.value for row in session.history("about.title")] == ["Cycling", "Walking"]


def test_what_somebody_has_open_is_neither_renamed_nor_deleted(driver: WindowDriver) -> None:
    path = make_draft(small_form(), {"about.title": "Walking"})
    listed(driver)
    driver.prompts.name = "Cycling"
    with DraftSession.open(path, COLLEAGUE):
        for entry in ("Rename…", "Delete"):
            choose(driver, "Walking", entry)
            driver.wait_for_notice(f"{COLLEAGUE} has had this inquiry open")
    assert path.exists()


@pytest.mark.parametrize("has_bin", [True, False])
def test_a_file_elsewhere_goes_to_the_bin_of_the_computer(
    driver: WindowDriver, tmp_path: Path, *, has_bin: bool
) -> None:
    path = make_draft(small_form(), {"about.title": "Walking"}, folder=tmp_path)
    driver.open(path)
    driver.window.go_home()
    listed(driver)
    driver.prompts.has_bin = has_bin
    choose(driver, "Walking", "Delete")
    assert path.exists() is not has_bin
    driver.wait_for_notice("recycle bin of this computer" if has_bin else "only removed from this list")
    driver.wait_until_idle()
    assert driver.card_titles() == []


def test_the_file_menu_does_the_same_with_the_open_inquiry(driver: WindowDriver) -> None:
    driver.open(make_draft(small_form(), {"about.title": "Walking"}))
    driver.trigger("duplicate")
    driver.wait_for_notice("There is now a copy of “Walking”")
    driver.trigger("rename")
    assert focus_name() == "about.title"
    driver.trigger("show_folder")
    assert driver.prompts.shown[-1] == drafts_folder()
    driver.trigger("delete")
    driver.wait_for_notice("“Walking” is deleted")
    assert not driver.is_open
    driver.wait_until_idle()
    assert driver.card_titles() == ["Copy of Walking"]


def test_an_inquiry_with_a_new_title_is_deleted_from_the_file_menu_under_its_name(
    driver: WindowDriver,
) -> None:
    driver.window.preferences.set_names_files("yes")
    driver.open(make_draft(small_form(), {"about.title": "Walking"}, "walking"))
    driver.session.write("about.title", "Strolling")
    driver.trigger("delete")
    driver.wait_for_notice("“Strolling” is deleted")
    driver.wait_until_idle()
    assert driver.card_titles() == []


def test_the_keys_of_a_card_work_on_what_was_put_away(driver: WindowDriver) -> None:
    make_draft(small_form(), {"about.title": "Walking"})
    listed(driver)
    choose(driver, "Walking", "Put away")
    driver.window.start_controller.show_put_away()
    page = driver.wait_for_page(PutAwayPage)
    driver.wait_until_idle()
    page.put_away_list.setFocus()
    press("Delete")
    driver.wait_for_notice("“Walking” is deleted")


def test_the_search_finds_an_inquiry_by_how_far_it_is(driver: WindowDriver) -> None:
    make_draft(small_form(), {"about.title": "Walking"})
    listed(driver)
    driver.window.start_page.search.setText("next: about")
    found = driver.card_titles()
    driver.window.start_page.search.setText("ready for review")
    assert (found, driver.card_titles()) == (["Walking"], [])


def test_surveys_are_offered_only_where_the_form_has_them(driver: WindowDriver) -> None:
    actions = driver.window.menus.actions
    driver.open(make_draft(small_form(), name="small"))
    assert not any(actions[name].isEnabled() for name in ("replies", "typing", "themes"))
    driver.open(make_inquiry())
    assert all(actions[name].isEnabled() for name in ("replies", "typing", "themes"))


def test_text_is_pasted_without_its_formatting(driver: WindowDriver) -> None:
    driver.open(make_draft(small_form(), {"end.thanks": BOLD}))
    driver.wizard.go_to("end.thanks")
    press("Ctrl+A", "Ctrl+C", "Ctrl+Shift+V")
    driver.wizard.flush()
    assert driver.answer("end.thanks") == paragraphs("loud")


def test_the_menu_of_a_text_pastes_without_the_formatting(driver: WindowDriver) -> None:
    driver.open(make_draft(small_form(), {"end.thanks": BOLD}))
    driver.wizard.go_to("end.thanks")
    press("Ctrl+A", "Ctrl+C")
    field = QApplication.focusWidget()
    assert isinstance(field, QTextEdit)
    menu = CommentMenu(lambda *_: None).make_menu(field)
    texts = [action.text().replace("&", "") for action in menu.actions()]
    plain = menu.actions()[texts.index("Paste as plain text\tCtrl+Shift+V")]
    assert texts[texts.index(plain.text().replace("&", "")) - 1] == "Paste\tCtrl+V"
    plain.trigger()
    menu.deleteLater()
    driver.wizard.flush()
    assert driver.answer("end.thanks") == paragraphs("loud")


def test_the_menu_of_a_field_shows_its_keys(driver: WindowDriver) -> None:
    driver.open(make_draft(small_form()))
    driver.wizard.go_to("about.title")
    field = QApplication.focusWidget()
    assert isinstance(field, QTextEdit)
    menu = field.createStandardContextMenu()
    show_keys(menu)
    texts = [action.text().replace("&", "") for action in menu.actions()]
    menu.deleteLater()
    assert {"Undo\tCtrl+Z", "Cut\tCtrl+X", "Paste\tCtrl+V", "Select All\tCtrl+A"} <= set(texts)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((0, 0), "Nothing written yet"),
        ((1, 0), "Half written · next: Data"),
        ((0.1, 0), "Just begun · next: About"),
        ((1, 1), "All questions answered"),
    ],
)
def test_one_line_says_how_far_an_inquiry_is(shares: tuple[float, float], expected: str) -> None:
    titles = ("About", "Data")
    assert status_text([(title, share, "") for title, share in zip(titles, shares, strict=True)]) == expected


def test_steps_that_are_ready_are_named() -> None:
    sections = [("About", 1.0, "Ready for review"), ("Data", 0.5, "1 of 2 answered")]
    assert status_text(sections) == "Mostly written · next: Data · ready for review: About"
    assert status_text(sections[:1]) == "Ready for review"
