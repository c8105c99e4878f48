"""File, Open recent: the inquiries that were opened last, by their titles."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from carreport.draft.recent_files import recent_summaries
from carreport.form.schema import Form
from carreport.settings import drafts_folder
from tests.ui.driver.drafts import make_draft
from tests.ui.driver.window import WindowDriver


def recent_entries(driver: WindowDriver) -> list[QAction]:
    """Open the menu, and return its entries."""
    menus = driver.window.findChildren(QMenu)
    menu = next(menu for menu in menus if menu.title() == "Open recent")
    menu.aboutToShow.emit()
    return [action for action in menu.actions() if not action.isSeparator()]


def texts(driver: WindowDriver) -> list[str]:
    return [action.text() for action in recent_entries(driver)]


@pytest.fixture
def two(driver: WindowDriver, form: Form, tmp_path: Path) -> tuple[Path, Path]:
    here = make_draft(form, {"about.title": "Reading & talking"}, name="here")
    away = make_draft(form, {"about.title": "A warm handover"}, name="away", folder=tmp_path)
    for path in (here, away):
        driver.open(path)
    return here, away


@pytest.mark.usefixtures("two")
def test_the_inquiry_opened_last_comes_first_and_is_shown_by_its_title(driver: WindowDriver) -> None:
    assert texts(driver) == ["A warm handover", "Reading && talking", "Clear this list"]
    recent_entries(driver)[1].trigger()
    assert driver.session.path.name == "here.carreport"
    assert texts(driver)[0] == "Reading && talking"


@pytest.mark.usefixtures("two")
def test_the_list_can_be_cleared_and_the_start_page_stays(driver: WindowDriver) -> None:
    before = recent_summaries(drafts_folder())
    recent_entries(driver)[-1].trigger()
    assert texts(driver) == ["Nothing opened yet"]
    assert before
    assert recent_summaries(drafts_folder()) == before


def test_an_inquiry_that_is_gone_is_named_with_what_to_do(
    driver: WindowDriver, two: tuple[Path, Path]
) -> None:
    driver.window.close_draft()
    two[1].unlink()
    recent_entries(driver)[0].trigger()
    driver.wait_for_notice("away.carreport")
    assert "Check the file name and the folder" in driver.notice.text


def test_no_entry_shows_the_folder_of_a_file(driver: WindowDriver, two: tuple[Path, Path]) -> None:
    entries = recent_entries(driver)
    assert all(str(two[1].parent) not in f"{entry.text()} {entry.toolTip()}" for entry in entries)
    assert entries[0].toolTip() == "away.carreport"


def test_a_new_inquiry_is_listed_by_its_present_title(driver: WindowDriver, form: Form) -> None:
    driver.window.create_inquiry(form)
    driver.session.write("about.title", "Small steps")
    driver.window.close_draft()
    assert texts(driver)[0] == "Small steps"
