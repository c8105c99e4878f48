from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carreport.file_names import make_file_name
from carreport.ui.report.report_controller import ReportController
from carreport.ui.report.report_page import ReportPage, ReportRequest, TemplateChoice
from carreport.ui.widgets.progress import ReportOutcome
from tests.ui.driver.window import ShowWidget, WindowDriver

TEMPLATES = [
    TemplateChoice("inquiry-report", "Inquiry report", "For readers outside."),
    TemplateChoice("populated-template", "Filled-in form", "For the group."),
]


@pytest.fixture
def page(tmp_path: Path, on_screen: ShowWidget) -> ReportPage:
    page = ReportPage(TEMPLATES, tmp_path)
    on_screen(page)
    return page


def test_the_name_comes_from_the_title_and_the_ending_from_the_format(
    page: ReportPage, tmp_path: Path
) -> None:
    page.suggest_name("Why? Families / come")
    assert page.target == tmp_path / "Why Families come.docx"
    page.formats.choose(".html")
    assert page.target == tmp_path / "Why Families come.html"


@pytest.mark.parametrize("title", ["", "   ", '\\/:*?"<>|', "...", "\n"])
def test_a_title_that_is_no_file_name_gives_a_plain_one(title: str) -> None:
    assert make_file_name(title) == "Inquiry report"


def test_a_dot_in_a_title_is_no_ending(page: ReportPage, tmp_path: Path) -> None:
    page.suggest_name("Version 2.1 of it")
    page.formats.choose(".html")
    assert page.target == tmp_path / "Version 2.1 of it.html"


def test_the_format_follows_a_name_that_was_chosen(page: ReportPage, tmp_path: Path) -> None:
    page.set_target(tmp_path / "mine.html")
    assert page.formats.key == ".html"
    assert page.target == tmp_path / "mine.html"


def test_a_file_that_is_there_already_is_pointed_out(page: ReportPage, tmp_path: Path) -> None:
    (tmp_path / "mine.docx").write_text("edited by hand")
    page.set_target(tmp_path / "mine.docx")
    assert page.name_taken_label.isVisible()
    page.set_target(tmp_path / "other.docx")
    assert not page.name_taken_label.isVisible()


def test_the_order_says_which_report_and_where(page: ReportPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.suggest_name("Mine")
    page.templates.choose("populated-template")
    with qtbot.waitSignal(page.report_requested) as ordered:
        page.make_button.click()
    assert ordered.args == [ReportRequest("populated-template", tmp_path / "Mine.docx")]


def test_the_outcome_says_what_is_in_the_report_and_what_was_kept_back(
    page: ReportPage, tmp_path: Path, qtbot: QtBot
) -> None:
    kept = [("What must stay out?", "It is for your group only.")]
    page.show_outcome(ReportOutcome(tmp_path / "a.docx", "41 of 41 answers, 6 pictures", kept, []))
    result = page.result_panel
    assert result.summary_label.text() == "Report made: 41 of 41 answers, 6 pictures"
    assert not result.missing_label.isVisible()
    assert not result.reasons_label.isVisible()
    assert result.kept_back_button.text() == "1 answer was left out on purpose: see which and why"
    result.kept_back_button.click()
    assert result.reasons_label.text() == "It is for your group only.\n1 answer: What must stay out?"
    with qtbot.waitSignal(page.file_requested) as wanted:
        result.open_button.click()
    assert wanted.args == [tmp_path / "a.docx"]


def test_a_failure_is_a_sentence_with_another_name_on_offer(page: ReportPage, qtbot: QtBot) -> None:
    page.show_progress(0.5, "Laying out the report")
    assert not page.make_button.isEnabled()
    page.show_failed("The file is open in Word. Close it there, or choose another name.")
    assert not page.progress.isVisible()
    assert page.make_button.isEnabled()
    with qtbot.waitSignal(page.place_requested):
        page.failure_panel.other_name_button.click()


def test_an_unwritable_place_leaves_everything_as_it_was(driver: WindowDriver, tmp_path: Path) -> None:
    driver.open_example()
    page = driver.begin("report", ReportPage)
    page.set_target(tmp_path / "gone" / "report.docx")
    page.make_button.click()
    driver.wait_until(page.failure_panel.isVisible)
    assert "gone" in page.failure_panel.label.text()
    assert list(tmp_path.iterdir()) == []


def test_a_report_can_be_called_off(driver: WindowDriver, tmp_path: Path) -> None:
    driver.open_example()
    page = driver.begin("report", ReportPage)
    page.set_target(tmp_path / "report.docx")
    page.make_button.click()
    page.progress.cancel_button.click()
    driver.wait_until(page.make_button.isEnabled)
    assert not page.result_panel.isVisible()
    assert list(tmp_path.iterdir()) == []


def test_leaving_the_inquiry_stops_the_report(driver: WindowDriver, tmp_path: Path) -> None:
    driver.open_example()
    page = driver.begin("report", ReportPage)
    page.set_target(tmp_path / "report.docx")
    page.make_button.click()
    driver.window.go_home()
    driver.wait_until_idle()
    assert driver.window.find_task(ReportController) is None
    assert list(tmp_path.iterdir()) == []


def test_you_are_asked_before_names_that_must_stay_out_are_printed(
    driver: WindowDriver, tmp_path: Path
) -> None:
    driver.open_example()
    driver.session.add_item("about.members", None, {"person": {"name": "Isla Brown"}, "shown": "left_out"})
    driver.session.write("finish.acknowledgements", "Thanks to Isla Brown.")
    page = driver.begin("report", ReportPage)
    page.set_target(tmp_path / "r.html")
    page.make_button.click()
    driver.wait_until(page.names_panel.isVisible)
    assert page.names_panel.label.text().startswith("1 place in this report names people")
    assert not (tmp_path / "r.html").exists()
    page.names_panel.anyway_button.click()
    driver.wait_until(page.result_panel.isVisible)
    assert (tmp_path / "r.html").exists()
