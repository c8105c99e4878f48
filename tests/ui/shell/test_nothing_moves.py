"""Nothing on a page moves by anything but the user's own typing or opening."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from carreport.form.kinds import kind_of
from carreport.form.richtext import RichText
from carreport.form.schema import Field
from carreport.review.threads import NewThread, begin_thread
from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.widgets.notice_bar import Notice
from carreport.ui.widgets.row_list import Row
from tests.ui.driver.drafts import edited_copy, import_copy, make_inquiry
from tests.ui.driver.inquiry import InquiryDriver
from tests.ui.driver.keyboard import copy_text, focus_widget, press, type_text
from tests.ui.driver.movement import expect_still
from tests.ui.driver.window import WindowDriver

SHORT_KINDS = ("line", "text", "yes_no", "number")


def short_answer(field: Field) -> object:
    """Return an answer that makes no editor taller."""
    example = {"line": "Yes", "text": "Yes", "yes_no": "yes", "number": "3"}[field.kind]
    return kind_of(field).parse(field, example)


def test_stamps_and_counts_move_nothing_on_any_step(driver: WindowDriver) -> None:
    wizard = driver.open(make_inquiry())
    for section in wizard.session.form.sections:
        wizard.enter_step(section.id)
        for field in section.fields:
            wizard.step_page(section.id).find_question(f"{section.id}.{field.id}")
        questions = wizard.step_page(section.id).questions
        conditions = {field.show_if.field for field in section.fields if field.show_if is not None}
        with expect_still(driver.page):
            for path, question in questions.items():
                field = question.field
                if question.isVisible() and field.kind in SHORT_KINDS and field.id not in conditions:
                    wizard.session.write(path, short_answer(field))
            driver.wait_until_saved()
        assert any(question.head.stamp_label.isVisible() for question in questions.values())


def test_a_link_to_earlier_versions_moves_nothing(inquiry: InquiryDriver, wizard: Wizard) -> None:
    wizard.session.write("about.title", "One")
    inquiry.wait_until_saved()
    with expect_still(wizard):
        wizard.session.seal("about.title")
        wizard.session.write("about.title", "Two")
        inquiry.wait_until(inquiry.question("about.title").head.history_link.isVisible)


def test_a_conflict_moves_nothing_above_or_below_it(
    inquiry: InquiryDriver, wizard: Wizard, tmp_path: Path
) -> None:
    wizard.session.write("about.title", "One")
    inquiry.wait_until_saved()
    copy = edited_copy(
        wizard.session, tmp_path / "hers.carreport", lambda session: session.write("about.title", "Hers")
    )
    wizard.session.write("about.title", "Mine")
    inquiry.wait_until_saved()
    with expect_still(wizard):
        import_copy(wizard.session, copy)
        inquiry.wait_until(inquiry.question("about.title").head.conflict_link.isVisible)


def test_a_comment_moves_nothing(inquiry: InquiryDriver, wizard: Wizard) -> None:
    button = inquiry.question("about.place").comments.button
    with expect_still(inquiry.page):
        begin_thread(wizard.session, NewThread("about.place", RichText.from_plain("Which group is it?")))
        inquiry.wait_until(button.isVisible)


def test_the_check_and_its_count_are_where_its_title_was(wizard: Wizard) -> None:
    steps = wizard.sidebar.step_list
    tops = []
    for text in ("", "6 to fix"):
        steps.set_rows([Row("task:check", "Check", text)])
        QApplication.processEvents()
        row = steps.grab(steps.visualRect(steps.row_model.index(0)).adjusted(0, 4, 0, 0)).toImage()
        ground = row.pixelColor(row.width() // 2, 2)
        tops.append(next(y for y in range(row.height()) for x in range(80) if row.pixelColor(x, y) != ground))
    assert tops[0] == tops[1]


def test_the_line_above_the_example_is_there_as_soon_as_its_page_is(driver: WindowDriver) -> None:
    driver.window.open_example()
    assert driver.window.example_banner.isVisible()
    with expect_still(driver.window):
        driver.wait_until_idle()


def test_a_notice_moves_nothing_and_stays_at_the_foot_of_the_page(driver: WindowDriver) -> None:
    wizard, bar = driver.open(make_inquiry()), driver.window.notice_bar
    with expect_still(driver.window):
        bar.show_notice(Notice("The copy could not be read. " * 6, action_text="Look"))
    assert bar.isVisible()
    assert bar.width() == wizard.pages.width()
    foot = bar.mapTo(driver.window, QPoint(0, bar.height())).y()
    assert foot == wizard.status_bar.mapTo(driver.window, QPoint(0, 0)).y()
    with expect_still(driver.window):
        bar.hide()


def test_a_removed_entry_is_counted_where_nothing_moves(inquiry: InquiryDriver, wizard: Wizard) -> None:
    item = wizard.session.add_item("actions.actions", None, {"what": "Meet in May"})
    wizard.enter_step("actions")
    head = inquiry.question("actions.actions").head
    with expect_still(head):
        wizard.session.remove_item(f"actions.actions/{item}")
        inquiry.wait_until(head.removed_link.isVisible)


def test_the_summary_of_an_open_entry_moves_nothing(driver: WindowDriver) -> None:
    wizard = driver.open(make_inquiry())
    wizard.enter_step("actions")
    editor = driver.editor("actions.actions", ListEditor)
    editor.add()
    before = editor.entry_view.header_rect(editor.entry_model.index(0)).height()
    at = f"actions.actions/{editor.open_id}"
    with expect_still(driver.page):
        wizard.session.write(f"{at}/what", "Print a card")
        wizard.session.write(f"{at}/who", "Everybody at the desk")
        driver.wait_until(lambda: editor.entry_model.rows[0].detail == "Everybody at the desk")
    wizard.session.write(f"{at}/what", "Print a card with the names of all of us. " * 9)
    driver.wait_until(lambda: editor.entry_model.rows[0].title.endswith("of us."))
    assert editor.entry_view.header_rect(editor.entry_model.index(0)).height() == before


def test_after_a_long_paste_the_last_lines_are_in_sight(wizard: Wizard) -> None:
    wizard.resize(1100, 600)
    wizard.enter_step("end")
    copy_text("\n".join(f"Line {number} of what somebody wrote elsewhere." for number in range(200)))
    press("Ctrl+V")
    type_text("The end.")
    QApplication.processEvents()
    writer, page = focus_widget(), wizard.step_page("end")
    caret = writer.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    line = writer.fontMetrics().height()
    y = writer.mapTo(page.viewport(), caret.topLeft()).y()
    assert 3 * line <= y <= page.viewport().height() - 3 * line
