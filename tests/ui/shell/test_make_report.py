from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carreport.ui.export_folder import file_name
from carreport.ui.main_window import MainWindow
from carreport.ui.report.report_controller import ReportWork
from carreport.ui.report.report_page import MakeReportPage, Order, TemplateChoice
from carreport.ui.widgets.progress import Outcome

Show = Callable[[QWidget], None]
TEMPLATES = [
    TemplateChoice("inquiry-report", "Inquiry report", "For readers outside."),
    TemplateChoice("populated-template", "Filled-in form", "For the group."),
]


@pytest.fixture
def page(tmp_path: Path, on_screen: Show) -> MakeReportPage:
    made = MakeReportPage(TEMPLATES, tmp_path)
    on_screen(made)
    return made


def test_the_name_comes_from_the_title_and_the_ending_from_the_format(
    page: MakeReportPage, tmp_path: Path
) -> None:
    page.suggest_name("Why? Families / come")
    assert page.target == tmp_path / "Why Families come.docx"
    page.formats.choose(".html")
    assert page.target == tmp_path / "Why Families come.html"


@pytest.mark.parametrize("title", ["", "   ", '\\/:*?"<>|', "...", "\n"])
def test_a_title_that_is_no_file_name_gives_a_plain_one(title: str) -> None:
    assert file_name(title) == "Inquiry report"


def test_a_dot_in_a_title_is_no_ending(page: MakeReportPage, tmp_path: Path) -> None:
    page.suggest_name("Version 2.1 of it")
    page.formats.choose(".html")
    assert page.target == tmp_path / "Version 2.1 of it.html"


def test_the_format_follows_a_name_that_was_chosen(page: MakeReportPage, tmp_path: Path) -> None:
    page.set_target(tmp_path / "mine.html")
    assert page.formats.key == ".html"
    assert page.target == tmp_path / "mine.html"


def test_a_file_that_is_there_already_is_pointed_out(page: MakeReportPage, tmp_path: Path) -> None:
    (tmp_path / "mine.docx").write_text("edited by hand")
    page.set_target(tmp_path / "mine.docx")
    assert page.taken.isVisible()
    page.set_target(tmp_path / "other.docx")
    assert not page.taken.isVisible()


def test_the_order_says_which_report_and_where(page: MakeReportPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.suggest_name("Mine")
    page.templates.choose("populated-template")
    with qtbot.waitSignal(page.report_ordered) as ordered:
        page.make.click()
    assert ordered.args == [Order("populated-template", tmp_path / "Mine.docx")]


def test_the_outcome_says_what_is_in_the_report_and_what_was_kept_back(
    page: MakeReportPage, tmp_path: Path, qtbot: QtBot
) -> None:
    kept = [("What must stay out?", "It is for your group only.")]
    page.show_outcome(Outcome(tmp_path / "a.docx", "41 of 41 answers, 6 pictures", kept, []))
    result = page.result
    assert result.sentence.text() == "Report made: 41 of 41 answers, 6 pictures"
    assert not result.missing.isVisible()
    assert not result.reasons.isVisible()
    assert result.kept_back.text() == "1 answer was kept back on purpose: see which and why"
    result.kept_back.click()
    assert result.reasons.text() == "It is for your group only.\n1 answer: What must stay out?"
    with qtbot.waitSignal(page.file_wanted) as wanted:
        result.open.click()
    assert wanted.args == [tmp_path / "a.docx"]


def test_a_failure_is_a_sentence_with_another_name_on_offer(page: MakeReportPage, qtbot: QtBot) -> None:
    page.show_working(0.5, "Setting it out")
    assert not page.make.isEnabled()
    page.show_failed("The file is open in Word. Close it there, or choose another name.")
    assert not page.progress.isVisible()
    assert page.make.isEnabled()
    with qtbot.waitSignal(page.place_wanted):
        page.trouble.other_name.click()


def test_an_unwritable_place_leaves_everything_as_it_was(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window.try_example()
    window.begin_work("report")
    report = window.made(ReportWork)
    assert report is not None
    page = report.page
    page.set_target(tmp_path / "gone" / "report.docx")
    page.make.click()
    qtbot.waitUntil(page.trouble.isVisible, timeout=20_000)
    assert "gone" in page.trouble.words.text()
    assert list(tmp_path.iterdir()) == []


def test_a_report_can_be_called_off(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.try_example()
    window.begin_work("report")
    report = window.made(ReportWork)
    assert report is not None
    page = report.page
    page.set_target(tmp_path / "report.docx")
    page.make.click()
    page.progress.cancel.click()
    qtbot.waitUntil(page.make.isEnabled, timeout=20_000)
    assert not page.result.isVisible()
    assert list(tmp_path.iterdir()) == []


def test_leaving_the_inquiry_stops_the_report(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.try_example()
    window.begin_work("report")
    report = window.made(ReportWork)
    assert report is not None
    report.page.set_target(tmp_path / "report.docx")
    report.page.make.click()
    window.go_home()
    qtbot.waitUntil(lambda: not window.tasks.is_busy, timeout=20_000)
    assert window.made(ReportWork) is None
    assert list(tmp_path.iterdir()) == []
