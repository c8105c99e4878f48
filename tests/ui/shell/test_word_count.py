"""How many words there are: in the bar under the page, and in its menu."""

from __future__ import annotations

from carreport.ui.report.preview_controller import PreviewController
from tests.ui.driver.drafts import make_draft, paragraphs, small_form
from tests.ui.driver.window import WindowDriver


def lines(driver: WindowDriver) -> list[str]:
    return driver.wizard.word_count.lines()


def test_the_words_of_the_step_are_in_the_bar_and_count_once_writing_stops(driver: WindowDriver) -> None:
    driver.open(make_draft(small_form(), {"about.title": "A warm handover"}))
    driver.wizard.enter_step("about")
    button = driver.wizard.status_bar.words_button
    assert (button.text(), button.isVisible()) == ("3 words", True)
    driver.wizard.session.write("about.title", "Small steps")
    driver.wait_until(lambda: button.text() == "2 words")
    driver.window.begin_task("report")
    assert not button.isVisible()


def test_the_menu_has_the_answer_the_step_and_the_inquiry(driver: WindowDriver) -> None:
    thanks = paragraphs("Thanks to all of you")
    driver.open(make_draft(small_form(), {"about.title": "A warm handover", "end.thanks": thanks}))
    driver.wizard.go_to("end.thanks")
    title = driver.wizard.step_page("end").section.title
    assert lines(driver) == [
        "This answer: 5 words",
        f"This step, {title}: 5 words",
        "The whole inquiry: 8 words, about 1 page",
    ]
    menu = driver.wizard.word_count.make_menu()
    assert [action.text() for action in menu.actions()] == lines(driver)
    menu.deleteLater()


def test_the_pages_of_an_up_to_date_preview_are_counted(driver: WindowDriver) -> None:
    driver.open(make_draft(small_form(), {"about.title": "A warm handover"}))
    driver.window.begin_task("preview")
    work = driver.window.find_task(PreviewController)
    assert work is not None
    driver.wait_until(lambda: work.page_count > 0)
    assert lines(driver)[-1].startswith(f"The whole inquiry: 3 words, {work.page_count} page")
    assert lines(driver)[-1].endswith("in the report")
    driver.wizard.session.write("about.title", "Small steps")
    assert lines(driver)[-1].endswith("about 1 page")
