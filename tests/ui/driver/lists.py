"""Lists and tables: their rows as a person reads them, and what one does with a row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget
from pytestqt.qtbot import QtBot

from carreport.ui.editors.list.list_editor import ListEditor
from carreport.ui.editors.photos.photos_editor import PhotosEditor
from carreport.ui.editors.table.table_editor import TableEditor
from carreport.ui.evidence.learning_points import EvidenceEditor
from carreport.ui.widgets.row_list import RowListView
from tests.ui.driver import keyboard
from tests.ui.driver.inquiry import InquiryDriver


def row_names(editor: Any) -> list[str]:
    """Return what a screen reader is told of each row of a list of entries."""
    role, model = Qt.ItemDataRole.AccessibleTextRole, editor.entry_model
    return [str(model.index(number).data(role)) for number in range(model.rowCount())]


def row_titles(view: RowListView) -> list[str]:
    """Return the titles of the rows of a list to choose from."""
    model = view.row_model
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def focus_row(editor: ListEditor, number: int) -> Any:
    """Put the focus on a row of a list of entries."""
    editor.entry_list.set_current(editor.entry_model.rows[number].key)
    return editor.entry_view


def click_row(editor: ListEditor, number: int) -> None:
    """Click the header of a row of a list of entries."""
    view = editor.entry_view
    keyboard.click(view.viewport(), view.header_rect(editor.entry_model.index(number)).center())


def table_texts(table: QTableWidget) -> list[list[str]]:
    """Return the text of each cell, row by row."""
    cells = [
        [table.item(row, column) for column in range(table.columnCount())] for row in range(table.rowCount())
    ]
    return [[cell.text() if cell is not None else "" for cell in row] for row in cells]


def cell_of(editor: TableEditor, path: str) -> Any:
    """Open a cell of a table of entries, and return its editor."""
    cell = editor.focus_path(path)
    assert cell is not None, path
    return cell


def type_in_cells(editor: TableEditor, texts: dict[str, str]) -> None:
    """Type a text over what each of these cells contains."""
    for path, text in texts.items():
        keyboard.retype(cell_of(editor, path), text)
    editor.flush()


def pick_evidence(editor: EvidenceEditor, text: str, qtbot: QtBot) -> None:
    """Search for evidence and pick the first piece that is found, by keyboard."""
    editor.pick_button.setFocus()
    keyboard.press("Space")
    qtbot.waitUntil(lambda: editor.picker.evidence_list.row_model.rowCount() > 0)
    keyboard.press(f"“{text}”", "Return")


class PhotosDriver:
    """A question for photos of an open inquiry."""

    def __init__(self, driver: InquiryDriver, path: str) -> None:
        self.driver, self.session, self.path = driver, driver.session, path
        self.editor = driver.editor(path, PhotosEditor)

    def drop(self, *files: Path) -> None:
        keyboard.drop_files(self.editor, *files)

    def wait(self) -> None:
        """Wait until no photo is being imported."""
        self.driver.wait_until(lambda: not self.editor.queue.is_busy)

    def pictures(self) -> list[bytes]:
        """Return the pictures that the inquiry has, in their order."""
        stored = self.driver.item_values(self.path, "picture")
        pictures = [self.session.picture(picture["sha256"]) for picture in stored]
        return [picture.data for picture in pictures if picture is not None]
