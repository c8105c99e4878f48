"""Changes that arrive from elsewhere, or are undone, while somebody is at a list or a table."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from carreport.draft.session.draft_session import DraftSession
from carreport.errors import DraftSaveError
from carreport.form.answers import Answers, Item
from carreport.form.loader import parse_form
from carreport.form.richtext import RichText
from carreport.settings import drafts_folder
from carreport.survey.results.counts import entered_counts
from carreport.survey.scales import scale_by_name
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from tests.ui.characterisation.surveys import CLEAR, COUNTED, SURVEYS, WORTH
from tests.ui.driver.drafts import SMALL_FORM
from tests.ui.driver.window import ShowWidget

ROWS = (
    Item("clear", {"statement": "It is clear", "agree": 15}),
    Item("worth", {"statement": "It is worth it", "agree": 16}),
    Item("time", {"statement": "There is time", "agree": 17}),
)
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
STATEMENTS = "end.statements"


@pytest.fixture
def wizard(window: MainWindow) -> Wizard:
    """An inquiry with a table of counts, in the window."""
    path = drafts_folder() / "ours.carreport"
    path.parent.mkdir(parents=True)
    with DraftSession.create(path, parse_form(SMALL_FORM + COUNTED + SURVEYS), "Ailsa Kerr") as session:
        session.fill(Answers({STATEMENTS: ROWS}))
    window.open_draft(path)
    assert window.inquiry.wizard is not None
    return window.inquiry.wizard


def focus() -> Any:
    return QApplication.focusWidget()


def editor(wizard: Wizard, path: str) -> Any:
    return wizard.step_page("end").open_question(path).editor


def test_a_table_keeps_its_cell_while_another_window_is_used(wizard: Wizard, on_screen: ShowWidget) -> None:
    wizard.go_to(f"{STATEMENTS}/worth/agree")
    cell = focus()
    on_screen(QWidget())
    wizard.window().activateWindow()
    QApplication.processEvents()
    assert focus() is cell
    assert cell.isVisible()


def test_the_keyboard_stays_in_a_table_whose_removed_row_is_restored_by_undo(wizard: Wizard) -> None:
    wizard.go_to(f"{STATEMENTS}/worth/agree")
    QTest.keyClick(focus(), Qt.Key.Key_Delete, CTRL)
    assert focus().accessibleName() == "Undo: restore It is worth it"
    QTest.keyClick(focus(), Qt.Key.Key_Z, CTRL)
    assert focus().objectName() == f"{STATEMENTS}/worth/statement"


def test_what_is_typed_in_a_row_that_is_removed_elsewhere_is_kept_with_it(wizard: Wizard) -> None:
    wizard.go_to(f"{STATEMENTS}/worth/agree")
    QTest.keyClicks(focus(), "5")
    wizard.session.remove_item(f"{STATEMENTS}/worth")
    (removed,) = wizard.session.removed_items(STATEMENTS)
    assert removed.get("agree") == 5
    assert focus().objectName() == f"{STATEMENTS}/time/agree"


def test_the_row_that_is_dragged_is_moved_though_another_goes_meanwhile(wizard: Wizard) -> None:
    wizard.go_to(STATEMENTS)
    table = editor(wizard, STATEMENTS).table

    def handle(row: int) -> QPoint:
        place = table.visualRect(table.model().index(row, 0))
        return QPoint(place.left() + 8, place.center().y())

    QTest.mousePress(table.viewport(), LEFT, pos=handle(2))
    QTest.mouseMove(table.viewport(), handle(1))
    wizard.session.remove_item(f"{STATEMENTS}/clear")
    QTest.mouseMove(table.viewport(), handle(0) - QPoint(0, 8))
    QTest.mouseRelease(table.viewport(), LEFT, pos=handle(0))
    assert [item.id for item in wizard.session.answers().items(STATEMENTS)] == ["time", "worth"]


def test_a_new_row_that_the_draft_refused_is_added_when_it_can_be(wizard: Wizard) -> None:
    table = editor(wizard, STATEMENTS)
    wizard.go_to(f"{STATEMENTS}/new/statement")
    QTest.keyClicks(focus(), "More")
    wizard.session.shared_file.read_only = True
    with pytest.raises(DraftSaveError):
        table.commit()
    wizard.session.shared_file.read_only = False
    table.commit()
    assert wizard.session.answers().items(STATEMENTS)[-1].get("statement") == "More"


def test_a_count_that_arrives_from_elsewhere_stays_when_another_one_is_being_typed(wizard: Wizard) -> None:
    survey = Item("poll", {"name": "Poll", "scale": "agree4", "statements": (CLEAR, WORTH)})
    wizard.session.fill(Answers({"end.surveys": (survey,)}))
    wizard.go_to("end.surveys/poll/statements/clear/agree")
    QTest.keyClicks(focus(), "5")
    wizard.flush()
    (entry,) = wizard.session.answers().get("end.surveys/poll").items("replies")
    path = f"end.surveys/poll/replies/{entry.id}/replies"
    scale = scale_by_name("agree4")
    assert scale is not None
    theirs = entered_counts(entry.get("replies")).with_count(scale, "worth", "agree", 9)
    QTest.keyClicks(focus(), "6")
    wizard.session.write(path, theirs.value)
    wizard.flush()
    now = entered_counts(wizard.session.answers().get(path)).counts
    assert (now["clear"]["agree"], now["worth"]["agree"]) == (56, 9)


def test_a_table_offers_no_removed_row_after_text_was_erased(wizard: Wizard) -> None:
    wizard.go_to(f"{STATEMENTS}/worth/agree")
    QTest.keyClick(focus(), Qt.Key.Key_Delete, CTRL)
    rows = editor(wizard, STATEMENTS).rows
    assert [row.item_id for row in rows] == ["clear", "worth", "time", ""]
    wizard.undo_stack.forget()
    assert [row.item_id for row in rows] == ["clear", "time", ""]


def test_a_reply_moves_among_those_that_have_a_row(wizard: Wizard) -> None:
    sorted_already = [Item(f"r{n:012x}", {"theme": "Time"}) for n in range(3)]
    typed = [Item(name, {"words": RichText.from_plain(name).to_json()}) for name in ("one", "two", "three")]
    replies = (typed[0], *sorted_already, *typed[1:])
    wizard.session.fill(Answers({"end.opens": (Item("hard", {"question": "What?", "replies": replies}),)}))
    wizard.go_to("end.opens/hard/replies/three")
    QTest.keyClick(focus(), Qt.Key.Key_Escape)
    QTest.keyClick(focus(), Qt.Key.Key_Up, ALT)
    shown = editor(wizard, "end.opens").form.editors["replies"].visible_items
    assert [item.id for item in shown()] == ["one", "three", "two"]
    QTest.keyClick(focus(), Qt.Key.Key_Up, ALT)
    assert [item.id for item in shown()] == ["three", "one", "two"]


def test_ctrl_z_in_the_next_cell_undoes_the_count_before_it(wizard: Wizard) -> None:
    wizard.go_to(f"{STATEMENTS}/worth/agree")
    QTest.keyClicks(focus(), "5")
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    QTest.keyClick(focus(), Qt.Key.Key_Z, CTRL)
    assert wizard.session.answers().items(STATEMENTS)[1].get("agree") == 16
    assert focus().objectName() == f"{STATEMENTS}/worth/disagree"


def test_ctrl_z_in_a_new_entry_undoes_what_is_typed_and_then_the_entry(wizard: Wizard) -> None:
    wizard.go_to("actions.actions")
    QTest.keyClick(focus(), Qt.Key.Key_Space)
    QTest.keyClicks(focus(), "Meet")
    QTest.keyClick(focus(), Qt.Key.Key_Z, CTRL)
    (entry,) = wizard.session.answers().items("actions.actions")
    assert not entry.get("what")
    QTest.keyClick(focus(), Qt.Key.Key_Z, CTRL)
    assert wizard.session.answers().items("actions.actions") == ()
    assert focus().objectName() == "actions.actions#add"


def test_a_click_on_an_entry_that_goes_meanwhile_opens_nothing(wizard: Wizard) -> None:
    made = wizard.editor_services.add_item("actions.actions", None, {"what": "Meet"})
    actions: Any = wizard.step_page("actions").open_question("actions.actions").editor
    wizard.session.remove_item(f"actions.actions/{made}")
    actions.entry_view.row_entered.emit(made)
    assert actions.open_id == ""


@pytest.mark.parametrize("path", ["end.thanks", f"{STATEMENTS}/new/statement"])
def test_an_empty_text_box_has_nothing_to_undo(wizard: Wizard, path: str) -> None:
    wizard.go_to(path)
    assert not focus().document().isUndoAvailable()
