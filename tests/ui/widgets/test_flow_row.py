from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QRadioButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from carreport.form.schema import Choice, Field
from carreport.ui.theme.palette import COLUMN, set_text_size
from carreport.ui.widgets.buttons import Button
from carreport.ui.widgets.flow_row import FlowRow, wrap_text
from tests.ui.driver.editor_services import ShowEditor
from tests.ui.editors.test_accessibility import EVERY_KIND, VALUES, question

LONG = Choice("long", "We talked until there was nobody left who would rather have done something else")


@pytest.fixture
def large_letters(qapp: QApplication) -> Iterator[None]:
    set_text_size(qapp, 200)
    yield
    set_text_size(qapp, 100)


@pytest.mark.usefixtures("large_letters")
@pytest.mark.parametrize("kind", EVERY_KIND)
def test_nothing_is_wider_than_the_column_with_letters_twice_as_large(show: ShowEditor, kind: str) -> None:
    editor = show(question(kind), VALUES.get(kind))
    if kind in ("list", "photos"):
        editor.expand_row("a")
    QApplication.processEvents()
    assert editor.minimumSizeHint().width() <= COLUMN


def test_a_row_folds_where_there_is_no_room_and_unfolds_again(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    row = FlowRow(10)
    QVBoxLayout(page).addWidget(row)
    for words in ("One button", "Another button"):
        row.add(Button(words))
    page.resize(600, 100)
    page.show()
    assert not row.is_folded
    page.resize(190, 100)
    qtbot.waitUntil(lambda: row.is_folded)
    page.resize(600, 100)
    qtbot.waitUntil(lambda: not row.is_folded)


def test_a_long_choice_runs_over_several_lines_and_is_spoken_as_one(show: ShowEditor) -> None:
    editor = show(Field("how", "choice", "How?", choices=(LONG, Choice("other", "Other"))))
    editor.resize(260, 300)
    radio = editor.findChild(QRadioButton, "part.how#long")
    assert "\n" in radio.text()
    assert radio.text().replace("\n", " ") == LONG.label
    assert radio.accessibleName() == LONG.label


def test_words_are_wrapped_between_words_only(qtbot: QtBot) -> None:
    button = Button("")
    qtbot.addWidget(button)
    metrics = button.fontMetrics()
    width = metrics.horizontalAdvance("one two")
    assert wrap_text("one two three", metrics, width) == "one two\nthree"
    assert wrap_text("extraordinarily", metrics, 5) == "extraordinarily"
