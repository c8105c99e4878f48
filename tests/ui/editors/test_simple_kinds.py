from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QDate, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from carreport.form.answers import Item
from carreport.form.kinds import kind_of
from carreport.form.kinds.dates import format_date
from carreport.form.schema import Choice, Field, Value
from carreport.ui.editors.date_calendar import DateCalendar
from carreport.ui.editors.line import GrowingLineInput
from tests.ui.driver.editor_services import FakeEditorServices, ShowEditor
from tests.ui.driver.keyboard import click, copy_text, press, retype

FEW = (Choice("hoped", "Hoped"), Choice("agreed", "Agreed"), Choice("done", "Done & dusted"))
MANY = tuple(Choice(f"c{number}", f"Choice {number}") for number in range(9))
Key = Qt.Key


def problems_of(field: Field, value: Value) -> str:
    return " ".join(problem.message for problem in kind_of(field).problems(field, value, ""))


def _control(editor: QWidget, kind: type[Any], name: str) -> Any:
    found = editor.findChild(kind, name)
    assert found is not None, f"no {kind.__name__} called {name}"
    return found


def _retype(editor: QWidget, name: str, text: str) -> Any:
    box = _control(editor, QWidget, name)
    retype(box, text)
    return box


def test_a_line_that_is_too_long_is_cut_and_that_is_said(show: ShowEditor) -> None:
    editor = show(Field("title", "line", "Title"))
    box = _control(editor, GrowingLineInput, "part.title")
    box.setFocus()
    copy_text("x" * 60_000)
    press("Ctrl+V")
    editor.flush()
    assert len(box.cell_text()) == 5_000
    cut = "The text was too long for one line. Characters left out at its end: 55,000."
    assert editor.hint_label.text() == cut


def test_formatted_text_pasted_into_a_line_keeps_its_digits_and_says_what_was_left_out(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(Field("title", "line", "Title"))
    mime = QMimeData()
    mime.setHtml("<p>About 10<sup>6</sup> <s>old</s> visits</p>")
    mime.setText("About 106 old visits")
    QGuiApplication.clipboard().setMimeData(mime)
    _control(editor, GrowingLineInput, "part.title").setFocus()
    press("Ctrl+V")
    editor.flush()
    assert editor_services.edits == [("part.title", "About 10⁶ visits")]
    assert "Struck-out text was left out." in editor.hint_label.text()


def test_a_line_is_handed_on_after_a_short_rest(
    show: ShowEditor, editor_services: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(Field("title", "line", "Title"))
    _retype(editor, "part.title", " Warm handover ")
    assert editor_services.edits == []
    qtbot.waitUntil(lambda: editor_services.edits == [("part.title", "Warm handover")], timeout=1000)


def test_a_change_elsewhere_is_shown_once_what_was_typed_meanwhile_is_taken_out_again(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(Field("title", "line", "Title"), "One")
    box = _retype(editor, "part.title", "Onex")
    editor.show_value("Two")
    press("Backspace")
    assert box.cell_text() == "One"
    editor.flush()
    assert (box.cell_text(), editor.value, editor_services.edits) == ("Two", "Two", [])


def test_a_line_is_handed_on_when_the_keyboard_leaves(
    show: ShowEditor, editor_services: FakeEditorServices, qtbot: QtBot
) -> None:
    editor = show(Field("page", "link", "Page"))
    box = _retype(editor, "part.page", "https://example.org")
    editor.flush()
    qtbot.keyClicks(box, "/a")
    other = show(Field("other", "line", "Other"))
    _control(other, GrowingLineInput, "part.other").setFocus()
    qtbot.waitUntil(lambda: editor_services.finished == ["part.page"])
    assert editor_services.edits[-1] == ("part.page", "https://example.org/a")


def test_showing_a_value_hands_nothing_on(show: ShowEditor, editor_services: FakeEditorServices) -> None:
    editor = show(Field("title", "line", "Title"), "One")
    editor.show_value("Two")
    assert _control(editor, GrowingLineInput, "part.title").cell_text() == "Two"
    assert editor_services.edits == []


def test_words_being_typed_are_not_overwritten(show: ShowEditor) -> None:
    editor = show(Field("title", "line", "Title"), "One")
    box = _retype(editor, "part.title", "Two and a ")
    editor.show_value("Two")
    assert box.cell_text() == "Two and a "


def test_words_in_place_of_a_number_are_kept_and_said(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(Field("n", "number", "How many?"), 19)
    box = _retype(editor, "part.n", "about 20")
    editor.finish_editing()
    assert editor.hint_label.text() == problems_of(editor.field, "about 20")
    assert (box.text(), editor_services.edits) == ("about 20", [("part.n", "about 20")])


def test_a_number_outside_what_makes_sense_is_kept_and_said(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(Field("n", "number", "How many?", settings={"least": 0, "unit": "people"}))
    _retype(editor, "part.n", "-3")
    editor.finish_editing()
    assert (editor_services.edits, editor.hint_label.text()) == (
        [("part.n", -3)],
        problems_of(editor.field, -3),
    )


def test_nothing_is_said_about_a_half_typed_date_until_it_is_left(show: ShowEditor) -> None:
    editor = show(Field("when", "date", "When?", why="Findings age."))
    _retype(editor, "part.when", "31 Febuary")
    editor.flush()
    assert (editor.hint_label.text(), editor.value) == ("", "31 Febuary")
    press("Tab")
    problem = problems_of(editor.field, "31 Febuary")
    assert editor.hint_label.text() == problem
    assert editor.date_input.line_edit.accessibleDescription() == f"{problem} Findings age."


def test_a_mistake_is_gone_as_soon_as_it_is_put_right(show: ShowEditor) -> None:
    editor = show(Field("when", "date", "When?", why="Findings age."), "31 Febuary")
    _retype(editor, "part.when", "Febr")
    editor.flush()
    assert editor.hint_label.text() == problems_of(editor.field, "31 Febuary")
    _retype(editor, "part.when", "3 February 2016")
    editor.flush()
    assert editor.hint_label.text() == ""
    assert editor.date_input.line_edit.accessibleDescription() == "Findings age."


def test_a_mistake_takes_no_room_that_was_not_there(show: ShowEditor) -> None:
    faults: dict[str, Value] = dict.fromkeys(("date", "number", "link"), "31 Febuary, or was it 2019?")
    faults["period"] = {"start": "31 Febuary, or was it 2019?", "end": "soon"}
    for kind, fault in faults.items():
        editor = show(Field(kind, kind, "What?"))
        before = [editor.heightForWidth(width) for width in (720, 420, 240)]
        editor.show_value(fault)
        assert editor.hint_label.text()
        assert [editor.heightForWidth(width) for width in (720, 420, 240)] == before


def test_too_many_choices_are_said_in_room_that_was_there(show: ShowEditor) -> None:
    editor = show(Field("which", "choices", "Which?", choices=FEW, settings={"most": 1}))
    before = editor.heightForWidth(400)
    editor.show_value(["hoped", "done"])
    assert editor.hint_label.text() == "Choose 1 at most. You have chosen 2."
    assert editor.heightForWidth(400) == before


def test_a_link_can_be_opened_once_it_is_one(show: ShowEditor, editor_services: FakeEditorServices) -> None:
    editor = show(Field("page", "link", "Page"))
    assert not editor.open_button.isEnabled()
    _retype(editor, "part.page", "https://example.org/plan")
    editor.flush()
    click(editor.open_button)
    assert ("open", "https://example.org/plan") in editor_services.requests


@pytest.mark.parametrize(
    "case",
    [
        ("March 2015", "2015-03", ""),
        ("mar 2015", "2015-03", "March 2015"),
        ("3/3/2015", "2015-03-03", "3 March 2015"),
        ("2015", "2015", ""),
    ],
)
def test_a_date_is_read_as_people_write_it(
    show: ShowEditor, editor_services: FakeEditorServices, case: tuple[str, str, str]
) -> None:
    typed, kept, shown = case
    editor = show(Field("when", "date", "When?"))
    _retype(editor, "part.when", typed)
    editor.flush()
    assert (editor_services.edits, editor.date_input.parsed_label.text()) == ([("part.when", kept)], shown)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_day_is_taken_from_the_calendar(show: ShowEditor, editor_services: FakeEditorServices) -> None:
    editor = show(Field("when", "date", "When?"), "2015-03")
    click(editor.date_input.calendar_button)
    calendar: QCalendarWidget = _control(editor, QCalendarWidget, "part.when#days")
    assert (calendar.yearShown(), calendar.monthShown()) == (2015, 3)
    calendar.clicked.emit(QDate(2015, 3, 9))
    assert editor_services.edits == [("part.when", "2015-03-09")]
    assert editor.date_input.text == "9 March 2015"


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize(("link", "kept"), [("month_link", "2015-04"), ("year_link", "2015")])
def test_a_month_or_a_year_is_taken_from_the_calendar(
    show: ShowEditor, editor_services: FakeEditorServices, link: str, kept: str
) -> None:
    editor = show(Field("when", "date", "When?"), "2015-03-09")
    click(editor.date_input.calendar_button)
    calendar: DateCalendar = editor.findChild(DateCalendar)
    calendar.days.showNextMonth()
    assert getattr(calendar, link).text() == f"Choose {format_date(kept)}"
    click(getattr(calendar, link))
    assert editor_services.edits == [("part.when", kept)]


def test_a_period_that_ends_before_it_starts_is_said(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(Field("time", "period", "From when to when?"), {"start": "2015-03"})
    _retype(editor, "part.time#end", "Dec 2014")
    editor.finish_editing()
    assert editor_services.edits == [("part.time", {"start": "2015-03", "end": "2014-12"})]
    assert editor.hint_label.text() == problems_of(editor.field, {"start": "2015-03", "end": "2014-12"})


def test_a_period_keeps_words_in_place_of_a_date(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(Field("time", "period", "When?"), {"start": "2015-03", "end": "2016"})
    box = _retype(editor, "part.time#end", "spring")
    editor.finish_editing()
    assert editor_services.edits == [("part.time", {"start": "2015-03", "end": "spring"})]
    assert box.text() == "spring"
    assert editor.hint_label.text() == problems_of(editor.field, {"start": "2015-03", "end": "spring"})


def test_a_few_choices_are_radio_buttons_and_can_be_taken_back(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(Field("state", "choice", "State", choices=FEW))
    radio: QRadioButton = _control(editor, QRadioButton, "part.state#agreed")
    radio.click()
    click(editor.clear_button)
    assert editor_services.edits == [("part.state", "agreed"), ("part.state", None)]
    assert not radio.isChecked()


def test_a_choice_is_made_and_taken_back_by_keyboard(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(Field("state", "choice", "State", choices=FEW))
    editor.setFocus()
    press("Space", "Right", "Delete")
    assert [value for _, value in editor_services.edits] == ["hoped", "agreed", None]


def test_a_choice_that_the_form_no_longer_gives_stays_and_is_said(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(Field("state", "choice", "State", choices=FEW), "planned")
    editor.finish_editing()
    assert editor_services.edits == []
    assert editor.hint_label.text() == problems_of(editor.field, "planned")


def test_many_choices_drop_down_and_can_be_taken_back(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(Field("kind", "choice", "Kind", choices=MANY), "c3")
    box: QComboBox = _control(editor, QComboBox, "part.kind")
    box.setFocus()
    press("Down", "Home")
    assert [value for _, value in editor_services.edits] == ["c4", ""]


def test_the_wheel_does_not_change_a_list_without_the_keyboard(show: ShowEditor) -> None:
    editor = show(Field("kind", "choice", "Kind", choices=MANY), "c3")
    box: QComboBox = _control(editor, QComboBox, "part.kind")
    box.clearFocus()
    middle = QPointF(10, 10)
    wheel = QWheelEvent(
        middle, middle, QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,  # noqa: FBT003 - Qt's own order
    )  # fmt: skip
    QApplication.sendEvent(box, wheel)
    assert box.currentData() == "c3"
    assert not wheel.isAccepted()


def test_several_choices_are_kept_in_the_order_of_the_form(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    editor = show(Field("methods", "choices", "Methods", choices=FEW, settings={"most": 1}))
    for key in ("done", "hoped"):
        box: QCheckBox = _control(editor, QCheckBox, f"part.methods#{key}")
        box.click()
    assert [value for _, value in editor_services.edits] == [["done"], ["hoped", "done"]]
    assert editor.hint_label.text() == problems_of(editor.field, ["hoped", "done"])


def test_an_ampersand_in_a_choice_is_a_character(show: ShowEditor) -> None:
    editor = show(Field("state", "choices", "State", choices=FEW))
    assert _control(editor, QCheckBox, "part.state#done").text() == "Done && dusted"


def test_yes_and_no_and_neither(show: ShowEditor, editor_services: FakeEditorServices) -> None:
    editor = show(Field("ours", "yes_no", "Within our influence?"))
    _control(editor, QRadioButton, "part.ours#no").click()
    _control(editor, QRadioButton, "part.ours#yes").click()
    click(editor.clear_button)
    assert [value for _, value in editor_services.edits] == [False, True, None]


def test_a_stored_no_is_shown_as_no(show: ShowEditor) -> None:
    editor = show(Field("ours", "yes_no", "Within our influence?"), value=False)
    assert _control(editor, QRadioButton, "part.ours#no").isChecked()


def test_a_person_has_three_parts(show: ShowEditor, editor_services: FakeEditorServices) -> None:
    editor = show(Field("lead", "person", "Who leads?"), {"name": "Ailsa Kerr"})
    _retype(editor, "part.lead#role", "Officer")
    editor.flush()
    assert editor_services.edits == [("part.lead", {"name": "Ailsa Kerr", "role": "Officer"})]


def test_the_parts_of_a_person_fold_where_there_is_no_room(show: ShowEditor, qtbot: QtBot) -> None:
    editor = show(Field("lead", "person", "Who leads?"))
    boxes = [editor.line_edits[part] for part in ("name", "role")]
    assert boxes[0].y() == boxes[1].y()
    editor.resize(300, 400)
    qtbot.waitUntil(lambda: boxes[0].y() < boxes[1].y())
    assert boxes[0].x() == boxes[1].x()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("line", "a"),
        ("number", 4),
        ("link", "https://example.org"),
        ("choice", "hoped"),
        ("choices", ["hoped"]),
        ("yes_no", True),
        ("date", "2015"),
        ("period", {"start": "2015"}),
        ("person", {"name": "Ailsa Kerr"}),
        ("text", [{"type": "paragraph", "spans": [{"text": "a"}]}]),
    ],
)
def test_what_may_only_be_read_cannot_be_changed(
    show: ShowEditor, editor_services: FakeEditorServices, qtbot: QtBot, kind: str, value: Any
) -> None:
    editor = show(Field("q", kind, "Question", choices=FEW), value)
    editor.set_read_only(True)
    editor.setFocus()
    target = QApplication.focusWidget() or editor
    for key in (Key.Key_X, Key.Key_Space, Key.Key_Down, Key.Key_Delete):
        qtbot.keyClick(target, key)
    for button in editor.findChildren(QPushButton):
        if button.isVisible() and "Open" not in button.text():
            button.click()
    editor.flush()
    assert editor_services.edits == []


def test_a_long_line_wraps_and_a_short_one_is_as_tall_as_a_number(show: ShowEditor, qtbot: QtBot) -> None:
    short, number = show(Field("title", "line", "Title"), "Short"), show(Field("n", "number", "N"), 3)
    one_line = short.line_edit.height()
    assert one_line == number.line_edit.height()
    short.activateWindow()
    qtbot.waitUntil(short.isActiveWindow)
    click(short.line_edit.viewport())
    assert short.line_edit.hasFocus()
    retype(short.line_edit, "Which data may the services share, and who has to be asked first? " * 3)
    qtbot.waitUntil(lambda: short.line_edit.height() > one_line)
    assert short.line_edit.verticalScrollBar().maximum() == 0


def test_enter_in_a_line_goes_to_the_next_field_and_adds_no_line(
    show: ShowEditor, editor_services: FakeEditorServices
) -> None:
    fields = (Field("what", "line", "What?"), Field("link", "link", "Where?"), Field("by", "date", "By?"))
    editor = show(Field("acts", "list", "Acts", fields=fields), (Item("a", {}),))
    editor.expand_row("a")
    press("“Ring”", "Return", "“https://example.org”", "Return", "“May 2019”")
    editor.flush()
    assert editor_services.edits == [
        ("part.acts/a/what", "Ring"),
        ("part.acts/a/link", "https://example.org"),
        ("part.acts/a/by", "2019-05"),
    ]


def test_lines_pasted_into_a_line_become_one(show: ShowEditor, editor_services: FakeEditorServices) -> None:
    editor = show(Field("title", "line", "Title"))
    editor.setFocus()
    copy_text("One\ntwo\r\nthree")
    press("Ctrl+V", "Shift+Return", "“!”")
    editor.flush()
    assert editor_services.edits[-1] == ("part.title", "One two three!")
