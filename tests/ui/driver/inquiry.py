"""An open inquiry: its answers, its steps and questions, and the page that is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import Item
from carreport.ui.editors.base import Editor
from carreport.ui.inquiry.question import QuestionView
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.widgets.buttons import Button
from tests.ui.driver import keyboard

WAIT = 20_000
"""So many milliseconds a test waits at most for slow work."""
P = TypeVar("P", bound=QWidget)
E = TypeVar("E", bound=Editor)


def visible_text(page: QWidget) -> str:
    """Return the text of all labels that can be seen on a page."""
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def focus_is_on_screen(page: QWidget) -> bool:
    """Return whether the focus is in sight in the viewport of a page."""
    focus = QApplication.focusWidget()
    return focus is not None and page.rect().contains(focus.mapTo(page, QPoint(0, 0)))


class InquiryDriver:
    """Uses an inquiry as a person does, and reads its answers."""

    def __init__(self, wizard: Wizard, qtbot: QtBot) -> None:
        self._wizard, self.qtbot = wizard, qtbot

    @property
    def wizard(self) -> Wizard:
        return self._wizard

    @property
    def root(self) -> QWidget:
        """The widget that contains every page."""
        return self.wizard

    @property
    def session(self) -> DraftSession:
        return self.wizard.session

    # Answers

    def answer(self, path: str) -> Any:
        return self.session.answers().get(path)

    def items(self, group: str) -> Sequence[Item]:
        return self.session.answers().items(group)

    def item_values(self, group: str, field: str) -> list[Any]:
        """Return the answer to one question in each entry."""
        return [item.get(field) for item in self.items(group)]

    # Pages

    @property
    def page(self) -> QWidget:
        """The page of the inquiry that is shown."""
        page = self.wizard.pages.currentWidget()
        assert page is not None
        return page

    def shows_step(self, step: str) -> bool:
        return self.page is self.wizard.step_page(step)

    def pages(self, kind: type[P]) -> list[P]:
        """Return the visible pages of this class."""
        return [page for page in self.root.findChildren(kind) if page.isVisible()]

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that may take long."""
        self.qtbot.waitUntil(condition, timeout=WAIT)

    def wait_for_page(self, kind: type[P]) -> P:
        self.wait_until(lambda: len(self.pages(kind)) == 1)
        return self.pages(kind)[0]

    def wait_until_saved(self) -> None:
        """Wait until the status bar says that everything is saved."""
        self.wait_until(lambda: "✓" in self.saved_text)

    @property
    def saved_text(self) -> str:
        return self.wizard.status_bar.saved_label.text()

    @property
    def primary_button(self) -> Button:
        """The filled button in the bar under the page."""
        return self.wizard.status_bar.primary_button

    # Questions

    def question(self, path: str) -> QuestionView:
        """Return the question at `path`, opened if it was folded."""
        return self.wizard.step_page(path.partition(".")[0]).open_question(path)

    def editor(self, path: str, kind: type[E]) -> E:
        """Return the editor of a question, which is of this class."""
        editor = self.question(path).editor
        assert isinstance(editor, kind)
        return editor

    def control(self, path: str) -> QWidget:
        """Return the control of an answer that Tab reaches."""
        controls = self.wizard.step_pages.page_with(path).findChildren(QWidget, path)
        return next(control for control in controls if control.focusPolicy() & Qt.FocusPolicy.TabFocus)

    def link(self, path: str, text: str) -> QPushButton:
        """Return the link under a question that has this text."""
        return next(link for link in self.question(path).findChildren(QPushButton) if link.text() == text)

    def type_answer(self, path: str, text: str) -> None:
        """Type in the control of an answer, and leave it."""
        self.control(path).setFocus()
        keyboard.type_text(text)
        self.wizard.flush()
