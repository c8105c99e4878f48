from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form.wording import format_count
from carreport.settings import drafts_folder
from carreport.survey.agreement import Side, Tally
from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.plan import Corrections
from carreport.survey.results.result import survey_result
from carreport.ui.main_window import MainWindow
from carreport.ui.survey.import_replies.import_replies_controller import ImportRepliesController
from carreport.ui.survey.import_replies.import_replies_page import ImportRepliesPage
from carreport.ui.survey.import_replies.import_wording import IDENTIFYING_NOTE
from carreport.ui.widgets.notice_bar import Notice
from tests.survey.files import COUNTS, FORM, PRINTED, WRITERS, csv_bytes, microsoft_forms
from tests.survey.ugly import ASKED, COUNTED, REFUSED, Ugly

LEFT = Qt.MouseButton.LeftButton
HEADS = ["Name", "We speak", "We listen", "What is hard?"]
ROWS = [
    ["Isla", "Agree", "Agree strongly", "Time and people"],
    ["Euan", "Disagree", "Hm", "Nothing at all really"],
    ["Rhona", "Agree", "Disagree", "A place to meet"],
]


class FakePrompts(Protocol):
    """What the fixture remembers and answers; it stands in conftest.py."""

    replies: Path | None
    told: list[Notice]


@pytest.fixture
def opened(window: MainWindow) -> MainWindow:
    """A window with an inquiry that has surveys."""
    path = drafts_folder() / "study.carreport"
    path.parent.mkdir(parents=True)
    DraftSession.create(path, FORM, "Ailsa Kerr").close()
    window.open_draft(path)
    return window


def page_of(window: MainWindow) -> ImportRepliesPage:
    work = window.find_task(ImportRepliesController)
    assert work is not None
    return work.page


def session_of(window: MainWindow) -> DraftSession:
    assert window.inquiry.wizard is not None
    return window.inquiry.wizard.session


def is_read(window: MainWindow) -> Callable[[], bool]:
    return lambda: not window.background.is_busy and page_of(window).isVisible()


def look_at(window: MainWindow, path: Path, qtbot: QtBot, at: str = "s.surveys") -> ImportRepliesPage:
    window.begin_task("replies", f"{at}#{path}")
    qtbot.waitUntil(is_read(window), timeout=20_000)
    return page_of(window)


def choose(control: QComboBox, words: str, window: MainWindow, qtbot: QtBot) -> None:
    """Choose by the keyboard, as a person does."""
    control.setFocus()
    place = control.findText(words)
    assert place >= 0, [control.itemText(each) for each in range(control.count())]
    qtbot.keyClick(control, Qt.Key.Key_Home)
    for _ in range(control.count()):
        if control.currentIndex() == place:
            break
        qtbot.keyClick(control, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: not window.background.is_busy, timeout=20_000)


def own_file(tmp_path: Path, rows: list[list[str]]) -> Path:
    path = tmp_path / "Own table.csv"
    path.write_bytes(csv_bytes([HEADS, *rows]))
    return path


SIDES = (Side.AGREE, Side.DISAGREE, Side.OFF_SCALE)


def tallies_in(window: MainWindow) -> list[Tally]:
    session = session_of(window)
    (survey,) = session.answers().items("s.surveys")
    result = survey_result(session.form, session.answers(), f"s.surveys/{survey.id}/statements")
    return [each.tally for each in result.statements]


def counts_in(window: MainWindow) -> list[tuple[int, ...]]:
    return [tuple(each.count(side) for side in SIDES) for each in tallies_in(window)]


def shares_in(window: MainWindow) -> list[tuple[int | None, ...]]:
    return [tuple(each.percent(side) for side in SIDES) for each in tallies_in(window)]


def test_a_file_is_looked_at_first_and_comes_in_by_one_click(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = look_at(opened, microsoft_forms(tmp_path / "forms.xlsx"), qtbot)
    assert "8 statements and 1 open question to import, 5 columns left out" in page.summary.text()
    assert not session_of(opened).answers().items("s.surveys")
    qtbot.mouseClick(page.import_button, LEFT)
    qtbot.waitUntil(lambda: bool(session_of(opened).answers().items("s.surveys")), timeout=20_000)
    assert (counts_in(opened), shares_in(opened)) == (COUNTS, PRINTED)
    qtbot.waitUntil(lambda: not page.isVisible(), timeout=20_000)


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "forms.xlsx"])
def test_the_files_of_the_usual_programs_give_the_published_table_to_the_digit(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    page = look_at(opened, WRITERS[name](tmp_path / name), qtbot)
    assert page.import_button.text() == "Import 19 replies"
    page.import_button.click()
    qtbot.waitUntil(lambda: bool(session_of(opened).answers().items("s.surveys")), timeout=20_000)
    assert (counts_in(opened), shares_in(opened)) == (COUNTS, PRINTED)


def test_one_undo_takes_all_of_it_out_and_redo_brings_it_back(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, prompts: FakePrompts
) -> None:
    page = look_at(opened, microsoft_forms(tmp_path / "forms.xlsx"), qtbot)
    page.import_button.click()
    qtbot.waitUntil(lambda: bool(prompts.told), timeout=20_000)
    assert prompts.told[-1].action_text == "Undo"
    undo, wizard = prompts.told[-1].action, opened.inquiry.wizard
    assert undo is not None
    assert wizard is not None
    undo()
    assert not session_of(opened).answers().items("s.surveys")
    assert not session_of(opened).answers().items("s.opens")
    wizard.redo()
    assert counts_in(opened) == COUNTS


def test_the_notice_undoes_the_import_and_not_what_followed_it(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, prompts: FakePrompts
) -> None:
    page = look_at(opened, microsoft_forms(tmp_path / "forms.xlsx"), qtbot)
    page.import_button.click()
    qtbot.waitUntil(lambda: bool(prompts.told), timeout=20_000)
    undo, wizard = prompts.told[-1].action, opened.inquiry.wizard
    assert undo is not None
    assert wizard is not None
    later = wizard.editor_services.add_item("s.surveys", None, {"name": "Later"})
    undo()
    undo()
    assert [survey.id for survey in session_of(opened).answers().items("s.surveys")] == [later]
    wizard.undo()
    assert len(session_of(opened).answers().items("s.surveys")) == 2


def test_a_word_that_is_not_known_has_to_be_said_first(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = look_at(opened, own_file(tmp_path, ROWS), qtbot)
    assert not page.import_button.isEnabled()
    assert "Row 3, column C: “Hm”" in page.caution_label.text()
    choose(page.words.choices["Hm"], "No answer", opened, qtbot)
    assert page.caution.isHidden()
    assert page.import_button.isEnabled()
    assert QApplication.focusWidget() is page.words.choices["Hm"]


def test_a_column_is_corrected_by_its_list(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page = look_at(opened, own_file(tmp_path, [ROWS[0], ROWS[2]]), qtbot)
    assert page.columns is not None
    choose(page.columns.rows[2].choice, "Left out", opened, qtbot)
    assert "1 statement and 1 open question to import" in page.summary.text()
    assert page.columns.rows[2].why.text() == "You said so. 2 answers."
    page.import_button.click()
    qtbot.waitUntil(lambda: bool(session_of(opened).answers().items("s.surveys")), timeout=20_000)
    assert counts_in(opened) == [(2, 0, 0)]


def test_personal_columns_stay_out_and_out_of_sight(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page = look_at(opened, own_file(tmp_path, ROWS), qtbot)
    assert page.columns is not None
    row = page.columns.rows[0]
    assert row.choice.currentText() == "Left out: personal"
    assert "Isla" not in _cells(page)
    choose(row.choice, "Open question", opened, qtbot)
    assert row.caution.text() == IDENTIFYING_NOTE
    assert "Isla" in _cells(page)


def test_replies_that_are_in_already_change_nothing(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = microsoft_forms(tmp_path / "forms.xlsx")
    look_at(opened, path, qtbot).import_button.click()
    qtbot.waitUntil(lambda: bool(session_of(opened).answers().items("s.surveys")), timeout=20_000)
    (survey,) = session_of(opened).answers().items("s.surveys")
    page = look_at(opened, path, qtbot, f"s.surveys/{survey.id}/replies")
    assert "19 replies: all already imported" in page.summary.text()
    assert page.import_button.isHidden()


@pytest.mark.parametrize("corpus", [ASKED, REFUSED], ids=["asked", "refused"])
def test_a_file_that_is_not_clear_says_so_in_place(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, corpus: dict[str, Ugly]
) -> None:
    for name, ugly in corpus.items():
        ugly.write(tmp_path / name)
        page = look_at(opened, tmp_path / name, qtbot)
        assert page.caution_label.text(), name
        assert page.caution.isVisible(), name
        assert not (page.import_button.isVisible() and page.import_button.isEnabled()), name
    assert not session_of(opened).answers().items("s.surveys")


def test_every_ugly_file_comes_in_with_its_counts_and_goes_out_again(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    found: dict[str, tuple[str, list[tuple[int, ...]]]] = {}
    for name, ugly in COUNTED.items():
        ugly.write(tmp_path / name)
        page = look_at(opened, tmp_path / name, qtbot)
        told = page.import_button.text()
        assert page.import_button.isEnabled(), f"{name}: {page.caution_label.text()}"
        page.import_button.click()
        qtbot.waitUntil(lambda: bool(session_of(opened).answers().items("s.surveys")), timeout=20_000)
        found[name] = (told, counts_in(opened))
        assert opened.inquiry.wizard is not None
        opened.inquiry.wizard.undo()
        assert not session_of(opened).answers().items("s.surveys")
    said = {name: f"Import {format_count(each.replies, 'reply')}" for name, each in COUNTED.items()}
    assert found == {name: (said[name], each.counts) for name, each in COUNTED.items()}


def test_a_file_dropped_on_the_surveys_is_looked_at(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    wizard = opened.inquiry.wizard
    assert wizard is not None
    wizard.go_to("s.surveys")
    editor = wizard.step_page("s").questions["s.surveys"].editor
    drop_file(editor, microsoft_forms(tmp_path / "forms.xlsx"))
    qtbot.waitUntil(is_read(opened), timeout=20_000)
    assert "19 replies" in page_of(opened).summary.text()


def test_the_button_at_the_surveys_asks_for_a_file(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, prompts: FakePrompts
) -> None:
    prompts.replies = own_file(tmp_path, ROWS)
    wizard = opened.inquiry.wizard
    assert wizard is not None
    wizard.go_to("s.surveys")
    button = wizard.findChild(QWidget, "s.surveys#bring")
    assert button is not None
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(is_read(opened), timeout=20_000)
    assert "Own table.csv" in page_of(opened).summary.text()


def test_leaving_the_page_changes_nothing(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page = look_at(opened, own_file(tmp_path, ROWS), qtbot)
    before = session_of(opened).answers()
    qtbot.mouseClick(page.cancel_button, LEFT)
    assert not page.isVisible()
    assert session_of(opened).answers() == before


def test_of_a_wide_file_some_columns_are_shown_until_one_asks_for_more(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "wide.csv"
    path.write_bytes(csv_bytes([[f"Statement {number}" for number in range(50)], ["Agree"] * 50]))
    page = look_at(opened, path, qtbot)
    assert page.import_button.hasFocus()
    assert page.columns is not None
    assert list(page.columns.rows) == list(range(25))
    tops = [row.choice.y() for row in page.columns.rows.values()]
    assert tops == sorted(set(tops))
    qtbot.mouseClick(page.columns.more_link, LEFT)
    assert list(page.columns.rows) == list(range(50))
    assert page.columns.more_link.isHidden()


def test_a_correction_holds_for_a_column_that_is_shown_later(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "wide.csv"
    path.write_bytes(csv_bytes([[f"Statement {number}" for number in range(30)], ["Yes"] * 30]))
    page = look_at(opened, path, qtbot)
    page.corrections_edited.emit(Corrections(column_types={29: ColumnType.LEFT_OUT}))
    qtbot.waitUntil(is_read(opened), timeout=20_000)
    assert page.columns is not None
    qtbot.mouseClick(page.columns.more_link, LEFT)
    taken = [row.choice.currentText() for row in page.columns.rows.values()]
    assert taken == ["Statement"] * 29 + ["Left out"]


def test_another_row_of_headings_can_be_chosen(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "titled.csv"
    path.write_bytes(b"Our survey,of all,of us\nWe speak,We listen,\nAgree,Agree,\n")
    page = look_at(opened, path, qtbot)
    place = page.reading.headings.findData(2)
    choose(page.reading.headings, page.reading.headings.itemText(place), opened, qtbot)
    assert page.columns is not None
    assert "Row 1 " in page.notes.text()
    assert page.columns.rows[0].choice.currentText() == "Statement"


def test_a_scale_of_ones_own_is_typed(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "welsh.csv"
    path.write_bytes(b"We speak\nCytuno\nAnghytuno\nCytuno\n")
    page = look_at(opened, path, qtbot)
    choose(page.scale.scale, "A scale of our own", opened, qtbot)
    qtbot.keyClicks(page.scale.own_steps, "Cytuno; Anghytuno")
    qtbot.keyClick(page.scale.own_steps, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not opened.background.is_busy, timeout=20_000)
    assert page.import_button.isEnabled()
    assert "1 statement to import" in page.summary.text()


def drop_file(widget: QWidget, path: Path) -> None:
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path))])
    copy, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 10), copy, held, button, none)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(20, 10), copy, held, button, none))


def _cells(page: ImportRepliesPage) -> list[str]:
    table = page.sample
    cells = (table.item(row, col) for row in range(table.rowCount()) for col in range(table.columnCount()))
    return [cell.text() for cell in cells if cell is not None]
