from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from carreport.file_names import make_file_name
from carreport.ui.report.report_controller import ATTACHED, ReportController
from carreport.ui.report.report_page import WEB_PAGE_NOTE, ReportPage, ReportRequest, TemplateChoice
from carreport.ui.widgets.progress import DRAG_IT, NO_MAIL_PROGRAM, ReportOutcome
from tests.ui.driver.keyboard import press
from tests.ui.driver.movement import expect_still
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


def test_the_buttons_for_a_report_that_was_made_stand_in_one_line(page: ReportPage, tmp_path: Path) -> None:
    page.show_outcome(ReportOutcome(tmp_path / "a.docx", "Report made. All your answers are in it", [], []))
    actions = page.result_panel.file_actions
    tops = {button.y() for button in (actions.open_button, actions.folder_button, actions.email_button)}
    assert tops == {0}


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
    page.choose_template("populated-template")
    with qtbot.waitSignal(page.report_requested) as ordered:
        page.primary_action.trigger()
    assert ordered.args == [ReportRequest("populated-template", tmp_path / "Mine.docx")]


def test_the_outcome_says_what_is_in_the_report_and_what_was_kept_back(
    page: ReportPage, tmp_path: Path, qtbot: QtBot
) -> None:
    kept = [("What must stay out?", "It is for your group only.")]
    page.show_outcome(ReportOutcome(tmp_path / "a.docx", "Report made. 41 of 42 answers are in it", kept, []))
    result = page.result_panel
    assert result.summary_label.text() == "Report made. 41 of 42 answers are in it."
    assert not result.missing_label.isVisible()
    assert not result.reasons_label.isVisible()
    assert result.kept_back_button.text() == "See the answer left out, and why"
    assert result.open_button.accessibleDescription() == result.summary_label.text()
    result.kept_back_button.click()
    assert result.reasons_label.text() == "It is for your group only.\n1 answer: What must stay out?"
    with qtbot.waitSignal(page.file_requested) as wanted:
        result.open_button.click()
    assert wanted.args == [tmp_path / "a.docx"]


def test_a_failure_is_a_sentence_with_another_name_on_offer(page: ReportPage, qtbot: QtBot) -> None:
    page.show_progress(0.5, "Laying out the report")
    assert not page.primary_action.isEnabled()
    page.show_failed("The file is open in Word. Close it there, or choose another name.")
    assert not page.progress.isVisible()
    assert page.primary_action.isEnabled()
    with qtbot.waitSignal(page.place_requested):
        page.failure_panel.other_name_button.click()


def test_an_unwritable_place_leaves_everything_as_it_was(driver: WindowDriver, tmp_path: Path) -> None:
    driver.open_example()
    page = driver.begin("report", ReportPage)
    page.set_target(tmp_path / "gone" / "report.docx")
    page.primary_action.trigger()
    driver.wait_until(page.failure_panel.isVisible)
    assert "gone" in page.failure_panel.label.text()
    assert list(tmp_path.iterdir()) == []


def test_a_report_can_be_called_off(driver: WindowDriver, tmp_path: Path) -> None:
    driver.open_example()
    page = driver.begin("report", ReportPage)
    page.set_target(tmp_path / "report.docx")
    page.primary_action.trigger()
    page.progress.cancel_button.click()
    driver.wait_until(page.primary_action.isEnabled)
    assert not page.result_panel.isVisible()
    assert list(tmp_path.iterdir()) == []


def test_leaving_the_inquiry_stops_the_report(driver: WindowDriver, tmp_path: Path) -> None:
    driver.open_example()
    page = driver.begin("report", ReportPage)
    page.set_target(tmp_path / "report.docx")
    page.primary_action.trigger()
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
    page.primary_action.trigger()
    driver.wait_until(page.names_panel.isVisible)
    assert page.names_panel.label.text().startswith("1 place in this report names people")
    assert not (tmp_path / "r.html").exists()
    page.names_panel.anyway_button.click()
    driver.wait_until(page.result_panel.isVisible)
    assert (tmp_path / "r.html").exists()


def test_another_format_or_template_or_place_hides_the_report_that_was_made(
    page: ReportPage, tmp_path: Path
) -> None:
    changes: tuple[Callable[[], None], ...] = (
        lambda: page.formats.choose(".pdf"),
        lambda: page.choose_template("populated-template"),
        lambda: page.set_target(tmp_path / "b.pdf"),
    )
    for change in changes:
        page.show_outcome(ReportOutcome(page.target, "Report made. All your answers are in it", [], []))
        assert not page.primary_action.isVisible()
        change()
        assert not page.result_panel.isVisible()
        assert page.primary_action.isVisible()
    assert page.primary_action.text() == "Make PDF"


def test_the_arrow_keys_choose_the_format(page: ReportPage) -> None:
    page.focus_start()
    press("Down")
    assert (page.formats.key, page.primary_action.text()) == (".pdf", "Make PDF")
    press("Left", "Left")
    assert page.formats.key == ".html"
    assert page.formats.by_key[".html"].hasFocus()
    assert page.page_note.text() == WEB_PAGE_NOTE


def test_the_first_page_is_drawn_and_follows_the_template_and_nothing_moves(driver: WindowDriver) -> None:
    driver.open_example()
    page = driver.begin("report", ReportPage)
    with expect_still(page):
        driver.wait_until(lambda: page.first_page.image is not None)
    assert page.page_note.text().startswith("Page 1 of ")
    page.choose_template("summary")
    assert page.first_page.image is None
    with expect_still(page):
        driver.wait_until(lambda: page.first_page.image is not None)
    assert page.page_note.text() == "Page 1 of 1"


def test_an_answer_that_changes_meanwhile_is_on_the_first_page_and_hides_the_result(
    driver: WindowDriver, tmp_path: Path
) -> None:
    driver.open_example()
    page = driver.begin("report", ReportPage, "summary")
    driver.wait_until(lambda: page.first_page.image is not None)
    page.show_outcome(ReportOutcome(tmp_path / "a.docx", "Report made", [], []))
    before = page.first_page.image
    driver.session.write("about.title", "Another title")
    driver.wait_until(lambda: page.first_page.image not in (None, before))
    assert not page.result_panel.isVisible()


def test_an_email_begins_with_the_title_and_says_that_it_cannot_attach(
    driver: WindowDriver, tmp_path: Path
) -> None:
    driver.open_example()
    page = driver.begin("report", ReportPage)
    page.show_outcome(ReportOutcome(tmp_path / "a.docx", "Report made", [], []))
    page.result_panel.file_actions.email_button.click()
    title = driver.session.answers().get("about.title")
    assert driver.prompts.emails[-1] == (tmp_path / "a.docx", title, ATTACHED)
    assert page.result_panel.file_actions.email_note.text() == DRAG_IT
    driver.prompts.has_mail_program = False
    page.result_panel.file_actions.email_button.click()
    assert page.result_panel.file_actions.email_note.text() == NO_MAIL_PROGRAM
