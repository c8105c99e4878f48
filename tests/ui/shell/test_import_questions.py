"""The page of an import asks one question at a time, and applies the answer."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from carreport.survey.results.result import survey_result
from carreport.ui.widgets.labels import TextLabel
from tests.survey.files import FORM, csv_bytes
from tests.ui.driver import keyboard
from tests.ui.driver.drafts import make_draft
from tests.ui.driver.tasks import ImportRepliesDriver
from tests.ui.driver.window import WindowDriver

HEAD = ["ID", "I feel able to speak", "What helped?"]
ROWS = [["1", "Agree", "A long walk"], ["2", "Agree", "Some tea"], ["3", "Disagree", "Nobody at all"]]


@pytest.fixture(autouse=True)
def _open_study(driver: WindowDriver) -> None:
    """Open an inquiry that has surveys."""
    driver.open(make_draft(FORM, name="study"))


def read(driver: WindowDriver, tmp_path: Path, rows: list[list[str]]) -> ImportRepliesDriver:
    """Open a file of replies, for the only survey if there is one."""
    path = tmp_path / "Poll.csv"
    path.write_bytes(csv_bytes(rows))
    surveys = driver.items("s.surveys")
    return ImportRepliesDriver(driver, path, f"s.surveys/{surveys[0].id}/replies" if surveys else "s.surveys")


def first_import(driver: WindowDriver, tmp_path: Path) -> None:
    read(driver, tmp_path, [HEAD, *ROWS]).import_replies()
    driver.wait_until_idle()


def press(replies: ImportRepliesDriver, label: str) -> None:
    """Answer the question by keyboard."""
    button = next(button for button in replies.page.caution.buttons if button.text() == label)
    button.setFocus()
    keyboard.press("Space")
    replies.wait()


def counted(driver: WindowDriver) -> dict[str, Counter[str | None]]:
    """Return how often each answer was given to each statement."""
    (survey,) = driver.items("s.surveys")
    result = survey_result(driver.session.form, driver.session.answers(), f"s.surveys/{survey.id}/statements")
    return {
        figure.tally.statement: Counter(result.replies.statements[figure.item.id])
        for figure in result.statements
    }


def test_a_misspelt_statement_is_shown_beside_the_existing_one_and_joined_by_a_key(
    driver: WindowDriver, tmp_path: Path
) -> None:
    first_import(driver, tmp_path)
    misspelt = ["ID", "I feel abel to speak", "What helped?"]
    replies = read(driver, tmp_path, [misspelt, ["8", "Disagree", "A garden"]])
    assert not replies.page.primary_action.isEnabled()
    labels = [label.text() for label in replies.page.caution.findChildren(TextLabel) if label.isVisible()]
    assert labels[-3::2] == ["I feel abel to speak", "I feel able to speak"]
    press(replies, "The same statement")
    assert driver.primary_button.hasFocus()
    replies.page.primary_action.trigger()
    driver.wait_until(lambda: len(driver.items("s.surveys")[0].items("replies")) == 2)
    assert list(counted(driver)) == ["I feel able to speak"]


def test_a_different_statement_needs_no_answer_and_is_noted(driver: WindowDriver, tmp_path: Path) -> None:
    first_import(driver, tmp_path)
    replies = read(driver, tmp_path, [["ID", "I feel unable to speak"], ["8", "Disagree"]])
    assert replies.page.primary_action.isEnabled()
    assert "not the same as “I feel able to speak”" in replies.page.notes.text()


@pytest.mark.parametrize(
    ("label", "disagree"), [("Take the new answers", 2), ("Keep the earlier answers", 1)]
)
def test_a_corrected_reply_is_listed_and_the_answer_applied(
    driver: WindowDriver, tmp_path: Path, label: str, disagree: int
) -> None:
    first_import(driver, tmp_path)
    late = [HEAD, ROWS[0], ["2", "Disagree", "Some tea"], ROWS[2], ["4", "Agree", "My sister"]]
    replies = read(driver, tmp_path, late)
    assert "Row 3, column B" in replies.page.caution.details.text()
    press(replies, label)
    replies.page.primary_action.trigger()
    driver.wait_until(lambda: len(driver.items("s.surveys")[0].items("replies")) == 2)
    (counts,) = counted(driver).values()
    assert (counts.total(), counts["disagree"]) == (4, disagree)


def test_undo_brings_back_the_earlier_answer_and_redo_takes_the_new_one(
    driver: WindowDriver, tmp_path: Path
) -> None:
    first_import(driver, tmp_path)
    before = counted(driver)
    replies = read(driver, tmp_path, [HEAD, ROWS[0], ["2", "Disagree", "Some tea"], ROWS[2]])
    press(replies, "Take the new answers")
    replies.page.primary_action.trigger()
    driver.wait_until(lambda: len(driver.items("s.surveys")[0].items("replies")) == 2)
    after = counted(driver)
    assert after != before
    driver.wizard.undo()
    assert counted(driver) == before
    driver.wizard.redo()
    assert counted(driver) == after


def test_a_file_named_like_a_survey_is_asked_about(driver: WindowDriver, tmp_path: Path) -> None:
    first_import(driver, tmp_path)
    path = tmp_path / "Poll.csv"
    replies = ImportRepliesDriver(driver, path)
    assert "“Poll”" in replies.page.caution.label.text()
    press(replies, "Add to “Poll”")
    assert "all already imported" in replies.page.summary.text()


def test_an_average_row_is_listed_and_can_be_counted(driver: WindowDriver, tmp_path: Path) -> None:
    rows = [HEAD, *ROWS, ["Average", "2", ""]]
    replies = read(driver, tmp_path, rows)
    assert replies.page.primary_action.text() == "Import 3 replies"
    assert [choice.currentText() for choice in replies.page.rows.choices.values()] == ["Left out"]
    replies.choose(replies.page.rows.choices[5], "Counted as a reply")
    assert "4 replies" in replies.page.summary.text()


def test_any_other_row_can_be_left_out_by_its_number(driver: WindowDriver, tmp_path: Path) -> None:
    replies = read(driver, tmp_path, [HEAD, *ROWS])
    field = replies.page.reading.rows
    field.setFocus()
    keyboard.type_text("3")
    keyboard.press("Return")
    replies.wait()
    assert replies.page.primary_action.text() == "Import 2 replies"
    field.setFocus()
    keyboard.type_text("last")
    keyboard.press("Return")
    assert replies.page.reading.rows_hint.text()
    assert field.text() == "last"


NUMBERS = [["ID", "We meet"], ["1", "1"], ["2", "3"], ["3", "2"]]


@pytest.mark.parametrize(
    ("label", "first"),
    [
        ("5 answers, 1 is strongly agree", "strongly_agree"),
        ("4 answers, 1 is strongly disagree", "strongly_disagree"),
    ],
)
def test_numbers_ask_how_many_answers_there_were_and_what_one_meant(
    driver: WindowDriver, tmp_path: Path, label: str, first: str
) -> None:
    replies = read(driver, tmp_path, NUMBERS)
    assert not replies.page.primary_action.isEnabled()
    press(replies, label)
    replies.import_replies()
    assert counted(driver)["We meet"][first] == 1


def test_numbers_on_another_scale_are_answered_by_typing_it(driver: WindowDriver, tmp_path: Path) -> None:
    replies = read(driver, tmp_path, NUMBERS)
    replies.page.caution.field.setFocus()
    keyboard.type_text("Never; Sometimes; Often")
    keyboard.press("Return")
    replies.wait()
    replies.import_replies()
    assert counted(driver) == {"We meet": {"never": 1, "sometimes": 1, "often": 1}}


def test_a_column_on_another_scale_shows_it_and_takes_another(driver: WindowDriver, tmp_path: Path) -> None:
    rows = [["ID", "We meet", "We talk"], ["1", "Agree", "Often"], ["2", "Disagree", "Never"]]
    rows += [["3", "Agree", "Often"], ["4", "Agree", "Sometimes"]]
    replies = read(driver, tmp_path, rows)
    page = replies.page
    assert page.columns is not None
    row = page.columns.rows[2]
    assert row.scale.isVisible()
    replies.choose(row.scale, "Other answers…")
    row.points.setFocus()
    keyboard.retype(row.points, "Often; Sometimes; Rarely; Never")
    keyboard.press("Return")
    replies.wait()
    assert page.primary_action.isEnabled(), page.caution.label.text()
    replies.import_replies()
    assert counted(driver)["We talk"] == {"often": 2, "sometimes": 1, "never": 1}


def test_who_counts_as_having_answered_boxes_is_shown_and_can_be_changed(
    driver: WindowDriver, tmp_path: Path
) -> None:
    head = ["ID", "Completion time", "What helped? [A walk]", "What helped? [A talk]"]
    boxes = [["Y", ""], ["Y", "Y"], ["", ""], ["", "Y"]]
    replies = read(
        driver, tmp_path, [head, *([str(n), f"2026-05-1{n}", *row] for n, row in enumerate(boxes, 1))]
    )
    assert "“What helped?” counts as answered by 4 people" in replies.page.notes.text()
    replies.choose(replies.page.scale.ticked_nothing, "They skipped the question")
    assert "counts as answered by 3 people" in replies.page.notes.text()


def test_a_box_that_many_left_empty_is_asked_about_and_counted(driver: WindowDriver, tmp_path: Path) -> None:
    rows = [["1", "x", "Agree"], ["2", "", "Agree"], ["3", "x", "Disagree"], ["4", "", "Agree"]]
    replies = read(driver, tmp_path, [["ID", "The walk helped", "We meet"], *rows])
    assert not replies.page.primary_action.isEnabled()
    press(replies, "They answered the question")
    replies.import_replies()
    assert counted(driver)["The walk helped"] == {"ticked": 2, "not_ticked": 2}


def test_columns_with_one_answer_each_are_asked_about_and_counted(
    driver: WindowDriver, tmp_path: Path
) -> None:
    head = ["ID", "How did you hear? [Poster]", "How did you hear? [Friend]"]
    rows = [[str(n), "Poster" if n % 3 else "", "" if n % 3 else "Friend"] for n in range(1, 10)]
    replies = read(driver, tmp_path, [head, *rows])
    assert not replies.page.primary_action.isEnabled()
    press(replies, "People could tick several")
    replies.import_replies()
    assert counted(driver)["How did you hear? – Poster"] == {"ticked": 6, "not_ticked": 3}


def test_a_heading_that_occurs_twice_is_left_out_or_a_question_of_its_own(
    driver: WindowDriver, tmp_path: Path
) -> None:
    replies = read(
        driver, tmp_path, [["ID", "We meet", "We meet"], ["1", "Agree", "Disagree"], ["2", "Agree", "Agree"]]
    )
    assert [button.text() for button in replies.page.caution.buttons] == [
        "Leave it out",
        "A separate question",
    ]
    press(replies, "Leave it out")
    replies.import_replies()
    assert counted(driver) == {"We meet": {"agree": 2}}


@pytest.mark.parametrize(("label", "count"), [("Separate questions", 4), ("Leave them out", 2)])
def test_headings_that_occur_again_are_decided_with_one_answer(
    driver: WindowDriver, tmp_path: Path, label: str, count: int
) -> None:
    head = ["ID", "We meet", "We talk", "We meet", "We talk"]
    rows = [["1", "Agree", "Agree", "Disagree", "Agree"], ["2", "Agree", "Disagree", "Agree", "Agree"]]
    replies = read(driver, tmp_path, [head, *rows])
    press(replies, label)
    replies.import_replies()
    assert len(counted(driver)) == count


def test_letters_that_can_be_read_in_two_ways_are_asked_about(driver: WindowDriver, tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes("We meet,What helped?\nAgree,Zoêk\nAgree,Long walks\n".encode("cp850"))
    replies = ImportRepliesDriver(driver, path)
    assert not replies.page.primary_action.isVisible()
    press(replies, "“Agree,Zoêk” (DOS, code page 850)")
    assert replies.page.primary_action.isEnabled()
    assert "Zoêk" in replies.sample_texts()


@pytest.mark.parametrize(
    ("rows", "label", "expected"),
    [
        (
            ["Team? [Red],Team? [Green]", "Red,", ",Green", ",Green", "Red,"],
            "People could tick several",
            [{"ticked": 2, "not_ticked": 2}] * 2,
        ),
        (
            ["Crèche,We meet", "x,Agree", ",Agree", "x,Agree", "x,Agree"],
            "They answered the question",
            [{"ticked": 3, "not_ticked": 1}, {"agree": 4}],
        ),
    ],
)
def test_what_is_not_certain_about_boxes_is_asked_and_the_answer_is_applied(
    driver: WindowDriver, tmp_path: Path, rows: list[str], label: str, expected: list[dict[str, int]]
) -> None:
    replies = read(driver, tmp_path, [row.split(",") for row in rows])
    press(replies, label)
    replies.import_replies()
    driver.wait_until_idle()
    assert list(counted(driver).values()) == expected
