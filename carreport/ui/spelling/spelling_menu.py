"""What the context menu of a text offers for a misspelt word: suggestions, the dictionary, ignoring it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtGui import QAction, QTextCursor
from PySide6.QtWidgets import QMenu, QTextEdit, QWidget

from carreport.ui.spelling.misspelt_marks import MisspeltMarks

NO_SUGGESTIONS = "No suggestions"
NO_DICTIONARY = "There is no spelling dictionary for the language of this form."


class SpellingActions(Protocol):
    """What a menu may do about words."""

    def marks_of(self, control: QWidget) -> MisspeltMarks | None:
        """Return the marks in a text."""

    def is_added(self, word: str) -> bool:
        """Say whether a word is in the inquiry's dictionary."""

    def add(self, word: str, path: str) -> None:
        """Add a word that was found in the answer at this path to the inquiry's dictionary."""

    def remove(self, word: str) -> None:
        """Take a word out of the inquiry's dictionary."""

    def ignore(self, word: str) -> None:
        """Do not mark a word again until the inquiry is closed."""


def offer_spelling(
    menu: QMenu, spelling: SpellingActions, control: QTextEdit, at: QTextCursor, suggestions: Sequence[str]
) -> None:
    """Add what can be done about the word around `at` to the top of a menu."""
    marks = spelling.marks_of(control)
    found = marks.place_around(at) if marks is not None else None
    if found is None:
        return
    cursor, word = found
    actions = [_replacing(menu, cursor, better) for better in suggestions]
    if not actions:
        actions = [QAction(NO_SUGGESTIONS, menu)]
        actions[0].setEnabled(False)
    add = QAction(f"Add “{word}” to the dictionary", menu)
    add.triggered.connect(partial(spelling.add, word, control.objectName()))
    ignore = QAction("Ignore until closed", menu)
    ignore.triggered.connect(partial(spelling.ignore, word))
    _put_on_top(menu, [*actions, _separator(menu), add, ignore, _separator(menu)])


def say_no_dictionary(menu: QMenu) -> None:
    """Say at the end of a menu that there is no dictionary for the language of the form."""
    menu.addSeparator()
    menu.addAction(NO_DICTIONARY).setEnabled(False)


def offer_removal(menu: QMenu, spelling: SpellingActions, at: QTextCursor) -> None:
    """Offer at the top of a menu to take the word around `at` out of the dictionary, if it is there."""
    word_cursor = QTextCursor(at)
    word_cursor.select(QTextCursor.SelectionType.WordUnderCursor)
    word = word_cursor.selectedText()
    if word and spelling.is_added(word):
        remove = QAction(f"Remove “{word}” from the dictionary", menu)
        remove.triggered.connect(partial(spelling.remove, word))
        _put_on_top(menu, [remove, _separator(menu)])


def _replacing(menu: QMenu, cursor: QTextCursor, better: str) -> QAction:
    action = QAction(better, menu)
    font = action.font()
    font.setBold(True)
    action.setFont(font)
    action.triggered.connect(lambda: cursor.insertText(better))
    return action


def _put_on_top(menu: QMenu, actions: Sequence[QAction]) -> None:
    first = next(iter(menu.actions()), None)
    if first is None:
        menu.addActions(actions)
    else:
        menu.insertActions(first, actions)


def _separator(menu: QMenu) -> QAction:
    line = QAction(menu)
    line.setSeparator(True)
    return line
