"""The settings page: what is changed is used and saved at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from carreport.settings import drafts_folder, load_settings
from carreport.ui.editors.choice import Dropdown
from carreport.ui.export_folder import export_folder
from carreport.ui.preferences import ThemeChoice
from carreport.ui.settings.settings_page import SettingsPage
from tests.ui.driver.keyboard import press
from tests.ui.driver.window import WindowDriver


@pytest.fixture
def page(driver: WindowDriver) -> SettingsPage:
    driver.trigger("settings")
    page = driver.window.stack.currentWidget()
    assert isinstance(page, SettingsPage)
    return page


def choose(box: Dropdown, value: str) -> None:
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_text_size_and_colours_are_used_at_once(driver: WindowDriver, page: SettingsPage) -> None:
    before = page.name.sizeHint().height()
    choose(page.text_size, "150")
    choose(page.theme, ThemeChoice.DARK)
    driver.wait_until(lambda: page.name.sizeHint().height() > before)
    assert driver.window.menus.actions["theme_dark"].isChecked()
    assert load_settings().text_size == 150
    driver.trigger("normal")
    assert page.text_size.currentText() == "100 %"
    choose(page.theme, ThemeChoice.SYSTEM)


def test_a_name_is_used_when_its_field_is_left_and_signs_the_open_inquiry(
    driver: WindowDriver, page: SettingsPage
) -> None:
    driver.window.preferences.set_name("", "")
    driver.open_example()
    driver.trigger("settings")
    page.name.setText("Ailsa Kerr")
    driver.qtbot.keyClick(page.name, Qt.Key.Key_Escape)
    assert (load_settings().name, page.initials.text()) == ("Ailsa Kerr", "AK")
    assert driver.session.author == "Ailsa Kerr"
    assert driver.window.stack.currentWidget() is driver.wizard


def test_what_files_are_called_can_be_changed_after_it_was_asked(
    driver: WindowDriver, page: SettingsPage
) -> None:
    driver.window.preferences.set_names_files("no")
    driver.trigger("settings")
    assert page.file_names.currentText() == "Keep as they are"
    choose(page.file_names, "yes")
    assert driver.window.preferences.names_files
    choose(page.file_names, "")
    assert not driver.window.preferences.was_asked_about_names


def test_spelling_can_be_turned_off(driver: WindowDriver, page: SettingsPage) -> None:
    page.spelling_box.click()
    assert not load_settings().spelling
    assert not driver.window.preferences.settings.spelling


def test_the_folders_are_shown_and_that_of_reports_can_be_changed(
    driver: WindowDriver, page: SettingsPage, tmp_path: Path
) -> None:
    page.drafts_button.click()
    assert driver.prompts.shown == [drafts_folder()]
    driver.prompts.folder = tmp_path
    page.report_button.click()
    assert export_folder() == tmp_path
    assert str(tmp_path) in page.report_button.accessibleDescription()
    page.name.setText("Morag Reid")
    page.back_link.click()
    assert (export_folder(), load_settings().name) == (tmp_path, "Morag Reid")


def test_the_window_is_called_after_the_page_while_it_is_shown(driver: WindowDriver) -> None:
    driver.trigger("settings")
    assert driver.window.windowTitle() == "Settings – carreport"
    press("Escape")
    assert driver.window.windowTitle() == "carreport"
