"""The words of the current step in the bar under the page; a click shows those of the inquiry, too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from carreport.draft.session.draft_session import DraftSession
from carreport.form.progress import estimate_pages, words_in
from carreport.form.wording import format_count
from carreport.ui.widgets.buttons import Button

KnownPages = Callable[[], int]
"""Returns how many pages the report has, if its preview is up to date; otherwise 0."""


class WordCount(QObject):
    """Counts words when somebody has stopped writing, and everything only when it is asked for."""

    def __init__(
        self, session: DraftSession, button: Button, step_shown: Callable[[], str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._button, self._step_shown = session, button, step_shown
        self.known_pages: KnownPages = lambda: 0
        button.clicked.connect(self._show_menu)

    def refresh(self) -> None:
        """Show the words of the current step; other pages have none."""
        step = self._step_shown()
        count = words_in(self._session.answers(), self._session.form, section=step) if step else 0
        text = format_count(count, "word") if step else ""
        if text != self._button.text():
            self._button.setText(text)
            self._button.setAccessibleName(f"{text} in this step. Word count" if text else "Word count")
        self._button.setVisible(bool(step))

    def lines(self) -> list[str]:
        """Return how many words there are: in the text that is being written, the step and the inquiry."""
        session, step = self._session, self._step_shown()
        answers, form, here = session.answers(), session.form, session.last_visited()
        counts = []
        if here.startswith(f"{step}.") and (words := words_in(answers, form, path=here)):
            counts.append(f"This answer: {format_count(words, 'word')}")
        section = form.section(step)
        if section is not None:
            words = words_in(answers, form, section=step)
            counts.append(f"This step, {section.title}: {format_count(words, 'word')}")
        words = words_in(answers, form)
        pages = self.known_pages()
        length = f"{format_count(pages, 'page')} in the report" if pages else f"about {_pages_of(words)}"
        counts.append(f"The whole inquiry: {format_count(words, 'word')}, {length}")
        return counts

    def make_menu(self) -> QMenu:
        """Return a menu with these lines; choosing one only closes it."""
        menu = QMenu(self._button)
        menu.setTitle("Word count")
        for line in self.lines():
            menu.addAction(line.replace("&", "&&"))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _show_menu(self) -> None:
        menu = self.make_menu()
        menu.popup(self._button.mapToGlobal(QPoint(0, -menu.sizeHint().height())))


def _pages_of(words: int) -> str:
    return format_count(estimate_pages(words), "page")
