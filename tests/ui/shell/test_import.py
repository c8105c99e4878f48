from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.session import DraftSession
from carreport.settings import drafts_folder
from carreport.survey.result import survey_result
from carreport.ui.import_page import ImportPage
from carreport.ui.import_work import ImportWork
from carreport.ui.main_window import MainWindow
from carreport.ui.notice import Notice
from tests.survey.files import COUNTS, FORM, WRITERS, csv_bytes, microsoft_forms

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


def page_of(window: MainWindow) -> ImportPage:
    work = window.made(ImportWork)
    assert work is not None
    return work.page


def session_of(window: MainWindow) -> DraftSession:
    assert window.wizard is not None
    return window.wizard.session


def is_read(window: MainWindow) -> Callable[[], bool]:
    return lambda: not window.tasks.is_busy and page_of(window).isVisible()


def look_at(window: MainWindow, path: Path, qtbot: QtBot, at: str = "s.surveys") -> ImportPage:
    window.begin_work("replies", f"{at}#{path}")
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
    qtbot.waitUntil(lambda: not window.tasks.is_busy, timeout=20_000)


def own_file(tmp_path: Path, rows: list[list[str]]) -> Path:
    path = tmp_path / "Own table.csv"
    path.write_bytes(csv_bytes([HEADS, *rows]))
    return path


def counts_in(window: MainWindow) -> list[tuple[int, int, int]]:
    session = session_of(window)
    (survey,) = session.answers().items("s.surveys")
    result = survey_result(session.form, session.answers(), f"s.surveys/{survey.id}/statements")
    sides = ("strongly_agree", "agree"), ("disagree", "strongly_disagree"), ("dont_know",)
    found = []
    for each in result.statements:
        count = dict(zip((step.key for step in each.tally.steps), each.tally.counts, strict=True))
        found.append(tuple(sum(count[key] for key in keys) for keys in sides))
    return found  # type: ignore[return-value]  # three of them each


def test_a_file_is_looked_at_first_and_comes_in_by_one_click(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = look_at(opened, microsoft_forms(tmp_path / "forms.xlsx"), qtbot)
    assert "8 statements and 1 open question come in, 5 columns stay out" in page.summary.text()
    assert not session_of(opened).answers().items("s.surveys")
    qtbot.mouseClick(page.accept, LEFT)
    qtbot.waitUntil(lambda: bool(session_of(opened).answers().items("s.surveys")), timeout=20_000)
    assert counts_in(opened) == COUNTS
    assert not page.isVisible()


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "forms.xlsx"])
def test_the_files_of_the_usual_programs_are_ready_at_once(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    page = look_at(opened, WRITERS[name](tmp_path / name), qtbot)
    assert page.accept.isEnabled()
    assert page.accept.text() == "Bring in 19 replies"


def test_one_undo_takes_all_of_it_out_and_redo_brings_it_back(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, prompts: FakePrompts
) -> None:
    page = look_at(opened, microsoft_forms(tmp_path / "forms.xlsx"), qtbot)
    page.accept.click()
    qtbot.waitUntil(lambda: bool(prompts.told), timeout=20_000)
    assert prompts.told[-1].offer == "Undo"
    undo, wizard = prompts.told[-1].act, opened.wizard
    assert undo is not None
    assert wizard is not None
    undo()
    assert not session_of(opened).answers().items("s.surveys")
    assert not session_of(opened).answers().items("s.opens")
    wizard.redo()
    assert counts_in(opened) == COUNTS


def test_a_word_that_is_not_known_has_to_be_said_first(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    page = look_at(opened, own_file(tmp_path, ROWS), qtbot)
    assert not page.accept.isEnabled()
    assert "Row 3, column C: “Hm”" in page.trouble_words.text()
    choose(page.words.choices["Hm"], "No answer", opened, qtbot)
    assert page.trouble.isHidden()
    assert page.accept.isEnabled()
    assert QApplication.focusWidget() is page.words.choices["Hm"]


def test_a_column_is_corrected_by_its_list(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page = look_at(opened, own_file(tmp_path, [ROWS[0], ROWS[2]]), qtbot)
    assert page.columns is not None
    choose(page.columns.rows[2].choice, "Left out", opened, qtbot)
    assert "1 statement and 1 open question come in" in page.summary.text()
    assert page.columns.rows[2].why.text() == "It was said so. 2 answers."
    page.accept.click()
    qtbot.waitUntil(lambda: bool(session_of(opened).answers().items("s.surveys")), timeout=20_000)
    assert counts_in(opened) == [(2, 0, 0)]


def test_personal_columns_stay_out_and_out_of_sight(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page = look_at(opened, own_file(tmp_path, ROWS), qtbot)
    assert page.columns is not None
    row = page.columns.rows[0]
    assert row.choice.currentText() == "Left out: personal"
    assert "Isla" not in _cells(page)
    choose(row.choice, "Open question", opened, qtbot)
    assert "says who replied" in row.caution.text()
    assert "Isla" in _cells(page)


def test_replies_that_are_in_already_change_nothing(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = microsoft_forms(tmp_path / "forms.xlsx")
    look_at(opened, path, qtbot).accept.click()
    qtbot.waitUntil(lambda: bool(session_of(opened).answers().items("s.surveys")), timeout=20_000)
    (survey,) = session_of(opened).answers().items("s.surveys")
    page = look_at(opened, path, qtbot, f"s.surveys/{survey.id}/replies")
    assert "All 19 replies are in already" in page.summary.text()
    assert page.accept.isHidden()


BAD = {
    "not closed.csv": (b'a,b\n"x,1\ny,2', "quotation marks"),
    "picture.csv": (b"\x89PNG\x00\x00\x01", "neither a workbook nor text"),
    "damaged.xlsx": (b"PK\x03\x04nothing", "damaged"),
    "empty.csv": (b"", "no row of headings"),
    "long row.csv": (b"We speak,We listen\nAgree,Agree\nAgree,Agree,Agree\n", "Row 3"),
    "nobody.csv": (b"We speak,We listen\n", "no replies below"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_says_so_in_place(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    content, said = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    page = look_at(opened, path, qtbot)
    assert said in page.trouble_words.text()
    assert page.trouble.isVisible()
    assert not (page.accept.isVisible() and page.accept.isEnabled())


def test_a_file_dropped_on_the_surveys_is_looked_at(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    wizard = opened.wizard
    assert wizard is not None
    wizard.go_to("s.surveys")
    editor = wizard.page("s").questions["s.surveys"].editor
    drop_file(editor, microsoft_forms(tmp_path / "forms.xlsx"))
    qtbot.waitUntil(is_read(opened), timeout=20_000)
    assert "19 replies" in page_of(opened).summary.text()


def test_the_button_at_the_surveys_asks_for_a_file(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, prompts: FakePrompts
) -> None:
    prompts.replies = own_file(tmp_path, ROWS)
    wizard = opened.wizard
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
    qtbot.mouseClick(page.leave, LEFT)
    assert not page.isVisible()
    assert session_of(opened).answers() == before


def test_another_row_of_headings_can_be_chosen(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "titled.csv"
    path.write_bytes(b"Our survey,of all,of us\nWe speak,We listen,\nAgree,Agree,\n")
    page = look_at(opened, path, qtbot)
    place = page.reading.headings.findData(2)
    choose(page.reading.headings, page.reading.headings.itemText(place), opened, qtbot)
    assert page.columns is not None
    assert "Row 1 stands above the headings" in page.notes.text()
    assert page.columns.rows[0].choice.currentText() == "Statement"


def test_a_scale_of_ones_own_is_typed(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "welsh.csv"
    path.write_bytes(b"We speak\nCytuno\nAnghytuno\nCytuno\n")
    page = look_at(opened, path, qtbot)
    choose(page.scale.scale, "A scale of our own", opened, qtbot)
    qtbot.keyClicks(page.scale.own, "Cytuno; Anghytuno")
    qtbot.keyClick(page.scale.own, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not opened.tasks.is_busy, timeout=20_000)
    assert page.accept.isEnabled()
    assert "1 statement comes in" in page.summary.text()


def drop_file(widget: QWidget, path: Path) -> None:
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path))])
    copy, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(20, 10), copy, held, button, none)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(20, 10), copy, held, button, none))


def _cells(page: ImportPage) -> list[str]:
    table = page.sample
    cells = (table.item(row, col) for row in range(table.rowCount()) for col in range(table.columnCount()))
    return [cell.text() for cell in cells if cell is not None]
