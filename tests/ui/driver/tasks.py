"""The pages of tasks: what a person does on each."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Generic

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QComboBox

from carreport.ui.board.board_page import BoardPage
from carreport.ui.copies.export_page import ExportCopyPage
from carreport.ui.copies.import_page import ImportCopyPage
from carreport.ui.erase.erase_page import ErasePage
from carreport.ui.history.restore_page import COMPARING, RestorePage
from carreport.ui.quotations.quotation_page import QuotePage
from carreport.ui.report.check_page import CheckPage, CheckRow
from carreport.ui.report.template_page import TemplatePage
from carreport.ui.survey.enter_replies.answer_rows import AnswerRow, TextRow
from carreport.ui.survey.enter_replies.enter_replies_page import EnterRepliesPage
from carreport.ui.survey.import_replies.import_replies_page import ImportRepliesPage
from carreport.ui.survey.themes.themes_page import ThemesPage
from tests.ui.driver import keyboard
from tests.ui.driver.inquiry import P
from tests.ui.driver.lists import table_texts
from tests.ui.driver.window import WindowDriver


class TaskDriver(Generic[P]):
    """Begins a task, and waits for its page; `at=None` only waits, where something else begins it."""

    task: str
    page_class: type[P]

    def __init__(self, driver: WindowDriver, at: str | None = "") -> None:
        self.driver = driver
        if at is not None:
            driver.window.begin_task(self.task, at)
        self.page = driver.wait_for_page(self.page_class)
        self.wait()

    def wait(self) -> None:
        """Wait until the page can be used."""


class EraseDriver(TaskDriver[ErasePage]):
    task, page_class = "erase", ErasePage

    def wait(self) -> None:
        self.driver.wait_until(lambda: keyboard.has_focus(self.page))

    def choose_person(self, name: str) -> None:
        self.page.people.setCurrentIndex(self.page.people.findData(name))

    def begin_erasing(self) -> None:
        """Confirm by typing the word, and press the button."""
        self.page.confirmation.setText("erase")
        self.page.primary_action.trigger()

    def erase(self) -> None:
        """Confirm, and wait until everything is erased."""
        self.begin_erasing()
        assert not self.driver.wizard.isEnabled()
        self.driver.wait_until(self.driver.wizard.isEnabled)


class RestoreDriver(TaskDriver[RestorePage]):
    """The page for restoring; the commands `opened` and `backups` choose what it lists first."""

    task, page_class = "back", RestorePage

    def __init__(self, driver: WindowDriver, command: str) -> None:
        driver.trigger(command)
        super().__init__(driver, at=None)

    def wait(self) -> None:
        self.driver.wait_until(lambda: self.page.changes.text() != COMPARING)

    def choose_oldest(self) -> None:
        self.page.moment_choices.choose(list(self.page.moment_choices.by_key)[-1])
        self.wait()


class ExportCopyDriver(TaskDriver[ExportCopyPage]):
    task, page_class = "send", ExportCopyPage

    def make_copy(self, target: Path | None = None) -> None:
        """Make the copy, and wait for the result or the failure."""
        if target is not None:
            self.page.set_target(target)
        self.page.primary_action.trigger()
        self.wait_for_result()

    def wait_for_result(self) -> None:
        panels = (self.page.result_panel, self.page.failure_panel)
        self.driver.wait_until(lambda: any(panel.isVisible() for panel in panels))


class ImportCopyDriver(TaskDriver[ImportCopyPage]):
    """The page for importing a copy, once the window was given one."""

    def __init__(self, driver: WindowDriver, copy: Path | None = None) -> None:
        if copy is not None:
            driver.window.open_or_inspect(copy)
        super().__init__(driver, at=None)

    page_class = ImportCopyPage


class ImportRepliesDriver(TaskDriver[ImportRepliesPage]):
    task, page_class = "replies", ImportRepliesPage

    def __init__(self, driver: WindowDriver, file: Path | None, at: str = "s.surveys") -> None:
        super().__init__(driver, None if file is None else f"{at}#{file}")

    def wait(self) -> None:
        """Wait until the file is read."""
        self.driver.wait_until_idle()

    def choose(self, control: QComboBox, text: str) -> None:
        """Choose from a list by keyboard, and wait until the file is read again."""
        control.setFocus()
        place = control.findText(text)
        assert place >= 0, [control.itemText(row) for row in range(control.count())]
        keyboard.press("Home")
        while control.currentIndex() != place:
            keyboard.press("Down")
        self.wait()

    def import_replies(self) -> None:
        """Import, and wait until the survey is in the inquiry."""
        self.page.primary_action.trigger()
        self.driver.wait_until(lambda: bool(self.driver.items("s.surveys")))

    def sample_texts(self) -> list[str]:
        return [text for row in table_texts(self.page.sample) for text in row]


class EnterRepliesDriver(TaskDriver[EnterRepliesPage]):
    task, page_class = "typing", EnterRepliesPage

    def steps(self) -> list[str]:
        """Return the answer to each statement of the reply that is shown."""
        return [row.step for row in self.page.rows if isinstance(row, AnswerRow)]

    @property
    def text_row(self) -> TextRow:
        """The only open question."""
        (row,) = [row for row in self.page.rows if isinstance(row, TextRow)]
        return row


class ThemesDriver(TaskDriver[ThemesPage]):
    task, page_class = "themes", ThemesPage

    def wait(self) -> None:
        self.driver.wait_until(lambda: self.page.coding_set is not None)

    def counts(self) -> dict[str, int]:
        """Return how many replies each theme has."""
        return {row.theme: row.count for row in self.page.rows}

    def make_theme(self, name: str) -> None:
        """Make a theme for the reply that is selected, by keyboard."""
        keyboard.press("N", f"“{name}”", "Return")

    def choose_coding_set(self, number: int) -> None:
        self.page.coding_set_choice.setCurrentIndex(number)
        self.page.coding_set_choice.activated.emit(number)

    def texts(self) -> list[str]:
        """Return the texts to be sorted, in their order."""
        return [excerpt.text for excerpt in self.page.coding_set.excerpts] if self.page.coding_set else []

    def texts_at(self, places: Iterable[int]) -> list[str]:
        return [self.texts()[place] for place in places]


class CheckDriver(TaskDriver[CheckPage]):
    task, page_class = "check", CheckPage

    def show_row(self, path: str) -> None:
        """Stop the check, and show one row that leads to this answer."""
        self.page.cancel_requested.emit()
        row = CheckRow("point-unshown", "Data: Learning points", "Say it.", path, is_required=True)
        self.page.show_rows([row])


class TemplateDriver(TaskDriver[TemplatePage]):
    """The page for a Word template, once the document was checked."""

    task, page_class = "template", TemplatePage

    def wait(self) -> None:
        self.driver.wait_until_idle()


class QuoteDriver(TaskDriver[QuotePage]):
    task, page_class = "quote", QuotePage

    def wait(self) -> None:
        """Wait until the answers are listed."""
        self.driver.wait_until(lambda: self.page.answer_list.row_model.rowCount() > 0)

    def quote(self, path: str) -> None:
        """Quote an answer."""
        answers = self.page.answer_list
        answers.select_row(answers.row_model.row_of(path))
        self.page.primary_action.trigger()


class BoardDriver(TaskDriver[BoardPage]):
    task, page_class = "board", BoardPage

    def wait(self) -> None:
        self.grid = self.page.editor.grid

    def select(self, note: str) -> None:
        """Put the focus on a note, by its id."""
        self.grid.setFocus()
        self.grid.select(note)

    def middle_of(self, note: str) -> QPoint:
        """Return where the middle of a note is."""
        place = self.grid.board_model.board_layout.cell_of(note)
        assert place is not None
        return self.grid.visualRect(self.grid.board_model.index(*place)).center()
