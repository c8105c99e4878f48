"""Check before you send: the list, and the way from each row to its place."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from carreport.assets import form_files
from carreport.form.loader import load_form
from carreport.report.proof.finding import FindingGroup, ReportFinding
from carreport.ui.report.check_controller import IN_TEMPLATE, make_check_rows
from carreport.ui.report.check_page import (
    MAX_SHOWN,
    MEANS_OTHER,
    NOT_ANSWERED,
    NOTHING_TO_FIX,
    UNDO_MARK,
    CheckPage,
    CheckRow,
    check_summary_text,
)
from carreport.ui.richtext.text_edit import RichTextEdit
from carreport.ui.widgets.buttons import LinkButton
from tests.ui.driver.inquiry import visible_text
from tests.ui.driver.keyboard import press
from tests.ui.driver.window import ShowWidget, WindowDriver

TEMPLATES = [("inquiry-report", "Inquiry report"), ("summary", "Summary")]


def check_row(number: int, *, place: str = "about.title") -> CheckRow:
    return CheckRow("date-odd", f"About: question {number}", "It is odd.", place, is_required=True)


@pytest.fixture
def page(on_screen: ShowWidget) -> CheckPage:
    page = CheckPage(TEMPLATES)
    on_screen(page)
    return page


def test_each_row_leads_to_the_place_that_mends_it(page: CheckPage, qtbot: QtBot) -> None:
    page.show_rows([check_row(1), check_row(2, place="data.surveys")])
    with qtbot.waitSignal(page.answer_requested) as wanted:
        page.links[1].click()
    assert wanted.args is not None
    assert wanted.args[0].path == "data.surveys"


def test_what_the_template_must_mend_is_said_and_leads_nowhere(page: CheckPage) -> None:
    page.show_rows(
        [
            CheckRow(
                "table",
                IN_TEMPLATE,
                "Word: a table has no header row.",
                "",
                is_required=True,
            )
        ]
    )
    assert page.links == []
    assert page.summary.text() == "1 thing is needed."


def test_a_long_list_opens_by_keyboard_and_goes_on_at_the_first_new_row(page: CheckPage) -> None:
    page.show_rows([check_row(number) for number in range(MAX_SHOWN + 3)])
    more = page.links[-1]
    assert more.text() == "Show the other 3"
    more.setFocus()
    press("Space")
    assert len(page.links) == MAX_SHOWN + 3
    assert page.links[MAX_SHOWN].hasFocus()


def test_several_of_one_kind_are_one_line_that_opens_and_stays_open(page: CheckPage) -> None:
    rows = [
        CheckRow("point-unshown", "Data: Learning points", f"Point {n} has no evidence.", f"p{n}", True)  # noqa: FBT003
        for n in range(4)
    ]
    page.show_rows([*rows, check_row(1)])
    fold, first = page.links[0], page.links[1]
    assert fold.text() == "4 learning points have no evidence"
    assert not first.isVisible()
    fold.setFocus()
    press("Space")
    assert first.isVisible()
    assert first.text() == "Point 0 has no evidence."
    assert page.links[5].text() == "About: question 1"
    page.show_rows([*rows, check_row(1)])
    assert page.links[1].isVisible()


def test_questions_without_an_answer_are_listed_without_saying_so_each_time(page: CheckPage) -> None:
    code = "essential-unanswered"
    rows = [CheckRow(code, f"About: {n}", NOT_ANSWERED, f"p{n}", is_required=True) for n in "ab"]
    page.show_rows(rows)
    assert [link.text() for link in page.links] == [
        "2 main questions have no answer yet",
        "About: a",
        "About: b",
    ]
    assert NOT_ANSWERED not in visible_text(page)
    page.show_rows(rows[:1])
    assert NOT_ANSWERED in visible_text(page)


@pytest.mark.parametrize(
    ("must", "may", "words"),
    [
        (0, 0, NOTHING_TO_FIX),
        (1, 0, "1 thing is needed."),
        (3, 1, "3 things are needed, and 1 thing is worth a thought."),
        (0, 2, "Nothing is needed. 2 things are worth a thought."),
    ],
)
def test_the_sum_is_said_in_a_sentence(must: int, may: int, words: str) -> None:
    assert check_summary_text(must, may) == words


def test_what_must_be_mended_comes_before_what_is_good_to_know() -> None:
    form = load_form(next(path for path in form_files() if path.name == "car-inquiry.toml"))
    found = [
        ReportFinding(
            FindingGroup.WITHHELD, "kept-back", "One stays out.", "about.members/1/shown", is_required=False
        ),
        ReportFinding(FindingGroup.UNANSWERED, "essential-unanswered", "No answer.", "about.title"),
        ReportFinding(FindingGroup.ACCESSIBILITY, "table", "No header row.", "template/report.docx"),
    ]
    rows = make_check_rows(form, found)
    assert [row.is_required for row in rows] == [True, True, False]
    assert rows[1].place_text == IN_TEMPLATE
    assert rows[2].place_text.startswith("About: ")


def test_the_window_checks_beside_itself_and_a_row_leads_to_its_question(driver: WindowDriver) -> None:
    driver.open_example()
    driver.session.write("question.main", [])
    page = driver.begin("check", CheckPage)
    driver.wait_until(lambda: bool(page.links))
    next(link for link in page.links if link.text().startswith("Question: ")).click()
    assert driver.wizard.current_section == "question"


def test_the_keyboard_stays_on_the_page_while_it_looks_and_goes_to_what_was_found(
    driver: WindowDriver,
) -> None:
    driver.open_example()
    driver.session.write("question.main", [])
    page = driver.begin("check", CheckPage)
    driver.wait_until(page.progress.cancel_button.hasFocus)
    driver.wait_until(lambda: bool(page.links) and page.links[0].hasFocus())


def name_driver(driver: WindowDriver) -> CheckPage:
    """Open an inquiry that names somebody who does not want to be named; return the check of it."""
    driver.open_example()
    member = {"person": {"name": "Isla Brown", "role": "Nurse"}, "shown": "role"}
    driver.session.add_item("about.members", None, member)
    driver.session.write("finish.acknowledgements", "We are glad.\n\nThanks to Isla Brown for tea.")
    page = driver.begin("check", CheckPage)
    driver.wait_until(lambda: bool(name_links(page)))
    return page


def name_links(page: CheckPage) -> list[LinkButton]:
    return [link for link in page.links if "Isla Brown" in link.accessibleName()]


def test_a_name_that_must_stay_out_leads_to_its_words(driver: WindowDriver) -> None:
    page = name_driver(driver)
    go, offer = name_links(page)
    assert offer.text() == MEANS_OTHER
    assert offer.accessibleName().startswith("Means somebody else: Isla Brown wants to appear by role only")
    go.click()
    box = QApplication.focusWidget()
    assert isinstance(box, RichTextEdit)
    assert box.textCursor().selectedText() == "Isla Brown"


def test_a_place_that_means_somebody_else_is_marked_and_the_mark_undone(driver: WindowDriver) -> None:
    page = name_driver(driver)
    before = page.summary.text()
    name_links(page)[1].click()
    driver.wait_until(lambda: name_links(page) != [] and name_links(page)[-1].text() == UNDO_MARK)
    assert page.summary.text() != before
    assert any(link.hasFocus() for link in page.links)
    name_links(page)[-1].click()
    driver.wait_until(lambda: page.summary.text() == before)
