"""Word templates of one's own, in the window: begun, checked, added, replaced, removed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carreport.errors import Mistake
from carreport.report.install_template import TemplateCheck, add_template, write_starter_document
from carreport.settings import templates_folder
from carreport.ui.report.check_page import CheckPage
from carreport.ui.report.report_controller import STARTER_NAME
from carreport.ui.report.report_page import ReportPage
from carreport.ui.report.template_controller import warning_note
from carreport.ui.report.template_page import TemplatePage
from tests.report.word.strangers import say, sound
from tests.ui.driver.accessibility import expect_accessible
from tests.ui.driver.inquiry import WAIT
from tests.ui.driver.keyboard import press
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.tasks import TemplateDriver
from tests.ui.driver.window import WindowDriver


@pytest.fixture
def report(driver: WindowDriver) -> ReportPage:
    driver.open_example()
    return driver.begin("report", ReportPage)


@pytest.fixture
def council(tmp_path: Path) -> Path:
    path = tmp_path / "Our council.docx"
    write_starter_document(path)
    return path


def test_each_template_says_who_may_read_the_report(report: ReportPage) -> None:
    assert report.templates.accessibleDescription().startswith("For everybody. The whole story")
    report.choose_template("populated-template")
    assert report.template_note.text().startswith("For your group. ")


def test_a_sound_document_is_added_and_chosen_by_keyboard_alone(
    driver: WindowDriver, report: ReportPage, prompts: FakePrompts, council: Path
) -> None:
    prompts.template = council
    report.own_templates.add_link.setFocus()
    press("Space")
    driver.wait_until(lambda: report.template == "our-council")
    assert prompts.notice.text == "Added: Our council."
    assert driver.page is report
    assert QApplication.focusWidget() is report.templates
    assert report.own_templates.remove_link.text() == "Remove “Our council”…"
    check_page = driver.begin("check", CheckPage, "our-council")
    driver.wait_until(lambda: check_page.template == "our-council")


def test_every_mistake_is_listed_with_its_place_and_can_be_copied(
    driver: WindowDriver, report: ReportPage, prompts: FakePrompts, tmp_path: Path
) -> None:
    prompts.template = tmp_path / "broken.docx"
    body = say("Why", "Heading1") + say("{{ title.auther }}") + say("{{ title.titel }}")
    prompts.template.write_bytes(sound(body))
    report.own_templates.add_link.click()
    page = TemplateDriver(driver, at=None).page
    assert page.summary.text() == "2 things to fix"
    assert page.mistake_rows[0].place.text() == "Document, paragraph 1 under “Why”"
    assert page.mistake_rows[0].says.text().endswith("“author”?")
    page.copy_button.click()
    assert "title.titel" in QApplication.clipboard().text()
    assert len(QApplication.clipboard().text().splitlines()) == 2
    assert not list(templates_folder().glob("*"))


def test_a_mended_document_is_checked_again(driver: WindowDriver, report: ReportPage, council: Path) -> None:
    good = council.read_bytes()
    council.write_bytes(sound(say("{{ title.auther }}")))
    driver.prompts.template = council
    report.own_templates.add_link.click()
    TemplateDriver(driver, at=None)
    button = driver.wizard.status_bar.primary_button
    assert (button.text(), button.hasFocus()) == ("Check again", True)
    council.write_bytes(good)
    driver.qtbot.keyClick(button, Qt.Key.Key_Space)
    driver.wait_until(lambda: report.template == "our-council")


def test_a_name_that_is_taken_is_asked_for_or_replaced(
    driver: WindowDriver,
    report: ReportPage,
    prompts: FakePrompts,
    council: Path,
    qtbot: QtBot,
) -> None:
    add_template(council, "Our council", checked=TemplateCheck(()))
    page = TemplateDriver(driver, str(council)).page
    qtbot.waitUntil(page.name_form.isVisible, timeout=WAIT)
    assert page.name_form.replace_button.isVisible()
    qtbot.keyClicks(page.name_form.line_edit, "Another council")
    qtbot.keyClick(page.name_form.line_edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: report.template == "another-council", timeout=WAIT)
    driver.window.begin_task("template", str(council))
    qtbot.waitUntil(page.name_form.isVisible, timeout=WAIT)
    page.name_form.replace_button.click()
    qtbot.waitUntil(lambda: prompts.notice.text == "Added: Our council.", timeout=WAIT)
    assert sorted(folder.name for folder in templates_folder().iterdir()) == [
        "another-council",
        "our-council",
    ]


def test_what_is_no_word_document_is_refused_in_a_sentence(
    driver: WindowDriver, report: ReportPage, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    page = TemplateDriver(driver, str(tmp_path / "notes.txt")).page
    assert page.summary.text() == "Not added"
    assert "notes.txt" in page.explanation_label.text()
    assert not page.copy_button.isVisible()
    driver.wizard.status_bar.back_button.click()
    assert report.isVisible()


def test_the_check_can_be_stopped_and_nothing_is_added(
    driver: WindowDriver, report: ReportPage, council: Path
) -> None:
    page = driver.begin("template", TemplatePage, str(council))
    assert page.progress.isVisible()
    page.progress.cancel_button.click()
    assert report.isVisible()
    driver.wait_until_idle()
    assert not list(templates_folder().glob("*"))


def test_one_to_restyle_is_written_where_one_says(
    driver: WindowDriver, report: ReportPage, prompts: FakePrompts, tmp_path: Path
) -> None:
    prompts.starter = tmp_path / "mine"
    report.own_templates.starter_link.click()
    driver.wait_for_notice()
    assert (tmp_path / "mine.docx").read_bytes()[:2] == b"PK"
    assert prompts.notice.action_text == "Open"
    assert STARTER_NAME in [path.name for path in prompts.shown if isinstance(path, Path)]


@pytest.fixture
def with_own(driver: WindowDriver, council: Path) -> ReportPage:
    add_template(council, "Our council", checked=TemplateCheck(()))
    driver.open_example()
    return driver.begin("report", ReportPage, "our-council")


def test_one_of_ones_own_goes_to_the_bin(with_own: ReportPage, prompts: FakePrompts) -> None:
    with_own.own_templates.remove_link.click()
    assert prompts.shown[-1] == templates_folder() / "our-council"
    assert with_own.templates.findData("our-council") < 0
    assert with_own.template == "inquiry-report"
    assert "bin" in prompts.notice.text
    assert not with_own.own_templates.remove_link.isVisible()


def test_where_there_is_no_bin_one_is_asked_first(
    with_own: ReportPage, prompts: FakePrompts, qtbot: QtBot
) -> None:
    prompts.has_bin = False
    with_own.own_templates.remove_link.click()
    assert with_own.own_templates.keep.hasFocus()
    qtbot.keyClick(with_own.own_templates.keep, Qt.Key.Key_Space)
    assert (templates_folder() / "our-council").is_dir()
    with_own.own_templates.remove_link.click()
    with_own.own_templates.delete.click()
    assert not (templates_folder() / "our-council").exists()
    assert with_own.templates.findData("our-council") < 0


def test_a_template_that_ships_cannot_be_removed(with_own: ReportPage) -> None:
    with_own.choose_template("summary")
    assert not with_own.own_templates.remove_link.isVisible()


def test_every_control_of_the_pages_is_named_and_reachable_by_tab(
    driver: WindowDriver, with_own: ReportPage, tmp_path: Path
) -> None:
    expect_accessible(with_own)
    (tmp_path / "broken.docx").write_bytes(sound(say("{{ title.auther }}")))
    expect_accessible(TemplateDriver(driver, str(tmp_path / "broken.docx")).page)


def test_what_a_template_hides_is_told_when_it_is_added(
    driver: WindowDriver, report: ReportPage, prompts: FakePrompts, tmp_path: Path
) -> None:
    prompts.template = tmp_path / "ours.docx"
    prompts.template.write_bytes(sound(say("Notes").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")))
    report.own_templates.add_link.click()
    driver.wait_until(lambda: report.template == "ours")
    assert prompts.notice.text.startswith("Added: ours. Good to know: document, paragraph 2: “Notes” is")
    assert "It is in every Word report" in prompts.notice.text
    assert "3 more, which are not shown here" in warning_note([Mistake("p", "c", "M.")] * 9)
