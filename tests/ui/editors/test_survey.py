from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.form.kinds import KINDS
from carreport.form.schema import Field
from carreport.survey.bringing import typed_value
from carreport.survey.marks import fresh_marks
from carreport.survey.scales import scale_named
from carreport.ui.editors.entries import EntriesEditor
from carreport.ui.editors.survey import SurveyEditor
from tests.survey.files import COUNTS
from tests.ui.conftest import FakeDesk, ShowEditor

_BARE = Field("survey", "survey", "What was said?", item="statement")
SURVEY = replace(_BARE, fields=KINDS["survey"].columns(_BARE))
FILES = Field(
    "replies", "list", "Which files?", item="file", fields=(Field("replies", "replies", "Replies?"),)
)
SURVEYS = Field(
    "surveys", "list", "Which surveys?", item="survey", fields=(Field("name", "line", "Name?"), SURVEY, FILES)
)
SEED = tuple(
    Item(f"s{number}", {"statement": f"Statement {number}", "agree": a, "disagree": d, "dont_know": k})
    for number, (a, d, k) in enumerate(COUNTS)
)


def _rows(editor: SurveyEditor) -> list[list[str]]:
    (table,) = editor.view.tables
    rows = range(table.rowCount()), range(1, table.columnCount())
    return [[_text(table.item(row, column)) for column in rows[1]] for row in rows[0]]


def _text(cell: Any) -> str:
    return str(cell.text())


def test_the_table_beside_the_counts_has_the_percentages_of_nineteen_replies(
    show: ShowEditor, qtbot: QtBot
) -> None:
    editor = show(SURVEY, SEED)
    qtbot.waitUntil(lambda: bool(editor.view.tables))
    assert _rows(editor)[0] == ["19", "15", "4", "0", "79", "21", "0"]
    assert [row[4:] for row in _rows(editor)][4:6] == [["68", "21", "11"], ["47", "42", "11"]]
    assert "n = 19." in editor.view.notes[0].text()
    assert "one person is about 5 percentage points" in editor.view.notes[0].text()


def test_chart_and_table_follow_a_count_that_is_typed(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(SURVEY, SEED)
    qtbot.waitUntil(lambda: bool(editor.view.charts))
    (chart,) = editor.view.charts
    before = chart.pixmap().toImage()
    cell = editor.findChild(QWidget, "part.survey/s0/agree")
    cell.setFocus()
    cell.selectAll()
    qtbot.keyClicks(cell, "5")
    qtbot.waitUntil(lambda: _rows(editor)[0][0] == "9")
    assert _rows(editor)[0][4:] == ["56", "44", "0"]
    assert chart.pixmap().toImage() != before


def test_the_chart_is_a_picture_with_words_for_a_screen_reader(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(SURVEY, SEED)
    qtbot.waitUntil(lambda: bool(editor.view.charts))
    met = QAccessible.queryAccessibleInterface(editor.view.charts[0])
    assert met.role() == QAccessible.Role.Graphic
    said = met.text(QAccessible.Text.Name)
    assert said.startswith(
        "Bar chart of 8 statements, n = 19. Agreement is highest for d and h (89 per cent)"
    )


def test_nothing_is_drawn_before_there_is_a_count(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(SURVEY, (Item("a", {"statement": "We speak"}),))
    qtbot.waitUntil(lambda: "as soon as there are counts" in editor.view.source.text())
    assert not editor.view.charts


def _survey(replies: int, **more: object) -> Item:
    scale = scale_named("agree4")
    assert scale is not None
    said = [{"a": "agree" if number else "strongly_disagree"} for number in range(replies)]
    value = typed_value(scale, ["a"], said, fresh_marks(replies)) | {"file": "june.csv"}
    files = (Item("f", {"replies": value}),)
    return Item(
        "p", {"name": "Poll", "survey": (Item("a", {"statement": "We speak", **more}),), "replies": files}
    )


def _opened(show: ShowEditor, item: Item) -> SurveyEditor:
    editor = show(SURVEYS, (item,))
    assert isinstance(editor, EntriesEditor)
    editor.open_row("p")
    found = editor.findChild(SurveyEditor)
    assert isinstance(found, SurveyEditor)
    return found


def test_replies_that_came_in_are_counted_and_no_count_is_typed(show: ShowEditor) -> None:
    survey = _opened(show, _survey(8))
    assert _rows(survey) == [["8", "7", "1", "0", "88", "13", "0"]]
    assert survey.view.source.text() == "Counted from 8 replies. They came with june.csv."
    assert survey.rows[0].cells["agree"].isHidden()
    assert survey.rows[0].cells["statement"].isVisible()


def test_counts_beside_replies_stay_to_be_seen(show: ShowEditor) -> None:
    survey = _opened(show, _survey(8, agree=3))
    assert survey.rows[0].cells["agree"].isVisible()
    assert "not used" in survey.view.source.text()


def test_thousands_of_replies_are_counted_beside_the_window(show: ShowEditor, desk: FakeDesk) -> None:
    kept: list[tuple[Any, Any]] = []
    desk.work_out = lambda work, done: kept.append((work, done))  # type: ignore[method-assign]  # to see it wait
    survey = _opened(show, _survey(2_001))
    assert not survey.view.tables
    ((work, done),) = kept
    done(work())
    assert _rows(survey)[0][0] == "2,001"


def test_a_survey_in_which_files_came_asks_for_files_not_for_entries(
    show: ShowEditor, desk: FakeDesk, qtbot: QtBot
) -> None:
    editor = show(SURVEYS, (_survey(2),))
    editor.open_row("p")
    bring = editor.findChild(QWidget, "part.surveys/p/replies#bring")
    adder = editor.findChild(QWidget, "part.surveys/p/replies#add")
    assert adder.isHidden()
    qtbot.mouseClick(bring, Qt.MouseButton.LeftButton)
    assert desk.asked == [("work", "replies", "part.surveys/p/replies")]
