from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from carreport.form.wording import format_count
from carreport.survey.agreement import Side, Tally
from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.plan import Corrections
from carreport.survey.results.result import survey_result
from carreport.ui.survey.import_replies.import_wording import IDENTIFYING_NOTE
from tests.survey.files import COUNTS, FORM, PRINTED, WRITERS, csv_bytes, microsoft_forms
from tests.survey.ugly import ASKED, COUNTED, REFUSED, Ugly
from tests.ui.driver.drafts import make_draft
from tests.ui.driver.keyboard import click, drop_files
from tests.ui.driver.tasks import ImportRepliesDriver
from tests.ui.driver.window import WindowDriver

LEFT = Qt.MouseButton.LeftButton
HEADS = ["Name", "We speak", "We listen", "What is hard?"]
ROWS = [
    ["Isla", "Agree", "Agree strongly", "Time and people"],
    ["Euan", "Disagree", "Hm", "Nothing at all really"],
    ["Rhona", "Agree", "Disagree", "A place to meet"],
]


@pytest.fixture(autouse=True)
def _open_study(driver: WindowDriver) -> None:
    """Open an inquiry that has surveys."""
    driver.open(make_draft(FORM, name="study"))


def own_file(tmp_path: Path, rows: list[list[str]]) -> Path:
    path = tmp_path / "Own table.csv"
    path.write_bytes(csv_bytes([HEADS, *rows]))
    return path


SIDES = (Side.AGREE, Side.DISAGREE, Side.OFF_SCALE)


def tallies_in(driver: WindowDriver) -> list[Tally]:
    answers = driver.session.answers()
    (survey,) = answers.items("s.surveys")
    result = survey_result(driver.session.form, answers, f"s.surveys/{survey.id}/statements")
    return [statement.tally for statement in result.statements]


def counts_in(driver: WindowDriver) -> list[tuple[int, ...]]:
    return [tuple(tally.count(side) for side in SIDES) for tally in tallies_in(driver)]


def shares_in(driver: WindowDriver) -> list[tuple[int | None, ...]]:
    return [tuple(tally.percent(side) for side in SIDES) for tally in tallies_in(driver)]


def test_a_file_is_looked_at_first_and_comes_in_by_one_click(driver: WindowDriver, tmp_path: Path) -> None:
    page = ImportRepliesDriver(driver, microsoft_forms(tmp_path / "forms.xlsx")).page
    assert "8 statements and 1 open question to import, 5 columns left out" in page.summary.text()
    assert not driver.items("s.surveys")
    click(driver.primary_button)
    driver.wait_until(lambda: bool(driver.items("s.surveys")))
    assert (counts_in(driver), shares_in(driver)) == (COUNTS, PRINTED)
    driver.wait_until(lambda: not page.isVisible())


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "forms.xlsx"])
def test_the_files_of_the_usual_programs_give_the_published_table_to_the_digit(
    driver: WindowDriver, tmp_path: Path, name: str
) -> None:
    replies = ImportRepliesDriver(driver, WRITERS[name](tmp_path / name))
    page = replies.page
    assert page.primary_action.text() == "Import 19 replies"
    replies.import_replies()
    assert (counts_in(driver), shares_in(driver)) == (COUNTS, PRINTED)


def test_one_undo_takes_all_of_it_out_and_redo_brings_it_back(driver: WindowDriver, tmp_path: Path) -> None:
    page = ImportRepliesDriver(driver, microsoft_forms(tmp_path / "forms.xlsx")).page
    page.primary_action.trigger()
    driver.wait_for_notice()
    assert driver.notice.action_text == "Undo"
    driver.run_action()
    assert not driver.items("s.surveys")
    assert not driver.items("s.opens")
    driver.wizard.redo()
    assert counts_in(driver) == COUNTS


def test_the_notice_undoes_the_import_and_not_what_followed_it(driver: WindowDriver, tmp_path: Path) -> None:
    page = ImportRepliesDriver(driver, microsoft_forms(tmp_path / "forms.xlsx")).page
    page.primary_action.trigger()
    driver.wait_for_notice()
    undo = driver.notice.action
    assert undo is not None
    later = driver.wizard.editor_services.add_item("s.surveys", None, {"name": "Later"})
    undo()
    undo()
    assert [survey.id for survey in driver.items("s.surveys")] == [later]
    driver.wizard.undo()
    assert len(driver.items("s.surveys")) == 2


def test_a_word_that_is_not_known_has_to_be_said_first(driver: WindowDriver, tmp_path: Path) -> None:
    replies = ImportRepliesDriver(driver, own_file(tmp_path, ROWS))
    page = replies.page
    assert not page.primary_action.isEnabled()
    assert "Row 3, column C: “Hm”" in page.caution.label.text()
    replies.choose(page.words.choices["Hm"], "No answer")
    assert page.caution.isHidden()
    assert page.primary_action.isEnabled()
    assert page.words.choices["Hm"].hasFocus()


def test_a_column_is_corrected_by_its_list(driver: WindowDriver, tmp_path: Path) -> None:
    replies = ImportRepliesDriver(driver, own_file(tmp_path, [ROWS[0], ROWS[2]]))
    page = replies.page
    assert page.columns is not None
    replies.choose(page.columns.rows[2].choice, "Left out")
    assert "1 statement and 1 open question to import" in page.summary.text()
    assert page.columns.rows[2].why.text() == "You chose this. 2 answers."
    replies.import_replies()
    assert counts_in(driver) == [(2, 0, 0)]


def test_personal_columns_stay_out_and_out_of_sight(driver: WindowDriver, tmp_path: Path) -> None:
    replies = ImportRepliesDriver(driver, own_file(tmp_path, ROWS))
    page = replies.page
    assert page.columns is not None
    row = page.columns.rows[0]
    assert row.choice.currentText() == "Left out: personal"
    assert "Isla" not in replies.sample_texts()
    replies.choose(row.choice, "Open question")
    assert row.caution.text() == IDENTIFYING_NOTE
    assert "Isla" in replies.sample_texts()


def test_replies_that_are_in_already_change_nothing(driver: WindowDriver, tmp_path: Path) -> None:
    path = microsoft_forms(tmp_path / "forms.xlsx")
    ImportRepliesDriver(driver, path).import_replies()
    (survey,) = driver.items("s.surveys")
    page = ImportRepliesDriver(driver, path, f"s.surveys/{survey.id}/replies").page
    assert "19 replies: all already imported" in page.summary.text()
    assert not page.primary_action.isVisible()


@pytest.mark.parametrize("corpus", [ASKED, REFUSED], ids=["asked", "refused"])
def test_a_file_that_is_not_clear_says_so_in_place(
    driver: WindowDriver, tmp_path: Path, corpus: dict[str, Ugly]
) -> None:
    for name, ugly in corpus.items():
        ugly.write(tmp_path / name)
        page = ImportRepliesDriver(driver, tmp_path / name).page
        assert page.caution.label.text(), name
        assert page.caution.isVisible(), name
        assert not (page.primary_action.isVisible() and page.primary_action.isEnabled()), name
    assert not driver.items("s.surveys")


def test_every_ugly_file_comes_in_with_its_counts_and_goes_out_again(
    driver: WindowDriver, tmp_path: Path
) -> None:
    found: dict[str, tuple[str, list[tuple[int, ...]]]] = {}
    for name, ugly in COUNTED.items():
        ugly.write(tmp_path / name)
        replies = ImportRepliesDriver(driver, tmp_path / name)
        page = replies.page
        button_text = page.primary_action.text()
        assert page.primary_action.isEnabled(), f"{name}: {page.caution.label.text()}"
        replies.import_replies()
        found[name] = (button_text, counts_in(driver))
        driver.wizard.undo()
        assert not driver.items("s.surveys")
    assert found == {
        name: (f"Import {format_count(ugly.replies, 'reply')}", ugly.counts) for name, ugly in COUNTED.items()
    }


def test_a_file_dropped_on_the_surveys_is_looked_at(driver: WindowDriver, tmp_path: Path) -> None:
    driver.wizard.go_to("s.surveys")
    drop_files(driver.question("s.surveys").editor, microsoft_forms(tmp_path / "forms.xlsx"))
    assert "19 replies" in ImportRepliesDriver(driver, None).page.summary.text()


def test_the_button_at_the_surveys_asks_for_a_file(driver: WindowDriver, tmp_path: Path) -> None:
    driver.prompts.replies = own_file(tmp_path, ROWS)
    driver.wizard.go_to("s.surveys")
    click(driver.control_named("s.surveys#bring"))
    assert "Own table.csv" in ImportRepliesDriver(driver, None).page.summary.text()


def test_leaving_the_page_changes_nothing(driver: WindowDriver, tmp_path: Path) -> None:
    page = ImportRepliesDriver(driver, own_file(tmp_path, ROWS)).page
    before = driver.session.answers()
    click(page.cancel_button)
    assert not page.isVisible()
    assert driver.session.answers() == before


def test_of_a_wide_file_some_columns_are_shown_until_one_asks_for_more(
    driver: WindowDriver, tmp_path: Path
) -> None:
    path = tmp_path / "wide.csv"
    path.write_bytes(csv_bytes([[f"Statement {number}" for number in range(50)], ["Agree"] * 50]))
    page = ImportRepliesDriver(driver, path).page
    assert driver.primary_button.hasFocus()
    assert page.columns is not None
    assert list(page.columns.rows) == list(range(25))
    tops = [row.controls.y() for row in page.columns.rows.values()]
    assert tops == sorted(set(tops))
    click(page.columns.more_link)
    assert list(page.columns.rows) == list(range(50))
    assert page.columns.more_link.isHidden()


def test_a_correction_holds_for_a_column_that_is_shown_later(driver: WindowDriver, tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_bytes(csv_bytes([[f"Statement {number}" for number in range(30)], ["Yes"] * 30]))
    page = ImportRepliesDriver(driver, path).page
    page.corrections_edited.emit(Corrections(column_types={29: ColumnType.LEFT_OUT}))
    driver.wait_until_idle()
    assert page.columns is not None
    click(page.columns.more_link)
    taken = [row.choice.currentText() for row in page.columns.rows.values()]
    assert taken == ["Statement"] * 29 + ["Left out"]


def test_another_row_of_headings_can_be_chosen(driver: WindowDriver, tmp_path: Path) -> None:
    path = tmp_path / "titled.csv"
    path.write_bytes(b"Our survey,of all,of us\nWe speak,We listen,\nAgree,Agree,\n")
    replies = ImportRepliesDriver(driver, path)
    page = replies.page
    place = page.reading.headings.findData(2)
    replies.choose(page.reading.headings, page.reading.headings.itemText(place))
    assert page.columns is not None
    assert "Row 1 " in page.notes.text()
    assert page.columns.rows[0].choice.currentText() == "Statement"


def test_a_scale_of_ones_own_is_typed(driver: WindowDriver, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "welsh.csv"
    path.write_bytes(b"We speak\nCytuno\nAnghytuno\nCytuno\n")
    replies = ImportRepliesDriver(driver, path)
    page = replies.page
    replies.choose(page.scale.scale, "A scale of our own")
    qtbot.keyClicks(page.scale.own_steps, "Cytuno; Anghytuno")
    qtbot.keyClick(page.scale.own_steps, Qt.Key.Key_Return)
    driver.wait_until_idle()
    assert page.primary_action.isEnabled()
    assert "1 statement to import" in page.summary.text()
