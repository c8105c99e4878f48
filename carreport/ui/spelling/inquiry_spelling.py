"""Spelling in one open inquiry: which texts are watched, its dictionary and names, and the next mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer
from PySide6.QtWidgets import QMenu, QTextEdit, QWidget
from shiboken6 import isValid

from carreport.draft.session.draft_session import DraftSession
from carreport.form import paths
from carreport.form.kinds import kind_of
from carreport.form.people import people_in
from carreport.form.richtext import RichText
from carreport.review.dictionary import add_word, added_words, remove_word
from carreport.ui.qt.guard import qt_override
from carreport.ui.spelling.misspelt_marks import MisspeltMarks
from carreport.ui.spelling.spell_checker import SpellChecker, dictionary_for
from carreport.ui.spelling.spelling_menu import offer_removal, offer_spelling, say_no_dictionary
from carreport.ui.spelling.word_places import WordPlace, misspelt_words, words_to_look_up
from carreport.ui.widgets.labels import announce

REVIEW_PREFIX = f"{paths.REVIEW}."
FillMenu = Callable[[QMenu], None]
PLACE_QUESTIONS = frozenset(
    ("place", "places", "site", "organisation", "programme", "venue", "school", "team")
)
"""Questions whose answer is a name, so that it is never misspelt."""


class MisspeltPlace(NamedTuple):
    """Where a misspelt word is: the path of its answer, and the number of its paragraph there."""

    path: str
    paragraph: int
    word: WordPlace


class InquirySpelling(QObject):
    """Marks misspelt words in the texts of one inquiry, while the person wants it."""

    def __init__(self, session: DraftSession, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._marks: list[MisspeltMarks] = []
        self._controls: list[QTextEdit] = []
        self._ignored: set[str] = set()
        self._added: frozenset[str] | None = None
        self._names: frozenset[str] | None = None
        self.is_wanted = False
        self._painted: list[QTextEdit] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._mark_painted)
        dictionary = dictionary_for(session.form.language)
        self.checker = SpellChecker(dictionary, self) if dictionary else None
        """None if there is no dictionary for the language of the form."""
        if self.checker is not None:
            self.checker.learned.connect(self._show_news)

    def offer_at(self, control: QTextEdit, at: QPoint, done: Callable[[FillMenu], None]) -> None:
        """Call `done` with a function that adds what can be done about the word at a point to a menu."""
        cursor = control.cursorForPosition(at)
        marks = self.marks_of(control)
        found = marks.place_around(cursor) if marks is not None else None

        def offer(suggestions: Sequence[str]) -> None:
            done(lambda menu: offer_spelling(menu, self, control, cursor, suggestions))

        if self.checker is None:
            done(say_no_dictionary)
        elif found is None or control.isReadOnly():
            done(lambda menu: offer_removal(menu, self, cursor))
        else:
            self.checker.suggest(found[1], offer)

    def set_wanted(self, wanted: bool) -> None:  # noqa: FBT001 - a signal gives it
        """Begin to mark misspelt words, or take all lines away."""
        if wanted == self.is_wanted:
            return
        self.is_wanted = wanted
        for control in self._live_controls():
            self._mark(control) if wanted else self._unmark(control)

    def watch(self, control: QTextEdit) -> None:
        """Mark the misspelt words of this text, from when it is first in sight."""
        if self.checker is not None:
            self._controls.append(control)
            control.viewport().installEventFilter(self)

    @qt_override(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin with a text once it has been painted, so that a page appears first."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            watched.removeEventFilter(self)
            control = watched.parentWidget()
            if isinstance(control, QTextEdit):
                self._painted.append(control)
                self._soon.start()
        return False

    def close(self) -> None:
        """End the process."""
        if self.checker is not None:
            self.checker.close()

    # Words.

    def misspelt_in(self, text: str, unfinished: int = -1) -> Iterator[WordPlace]:
        """Yield the misspelt words in the text of a paragraph, but one that ends at `unfinished`."""
        return misspelt_words(text, self._is_misspelt, self._is_name, unfinished)

    def _is_misspelt(self, word: str) -> bool:
        if self.checker is None or not self.checker.is_misspelt(word):
            return False
        return not self.is_added(word) and word.casefold() not in self._ignored

    def is_added(self, word: str) -> bool:
        """Say whether a word is in the inquiry's dictionary."""
        if self._added is None:
            self._added = frozenset(word.casefold() for word in added_words(self._session))
        return word.casefold() in self._added

    def _is_name(self, word: str) -> bool:
        if self._names is None:
            self._names = frozenset(_names_in(self._session))
        return word in self._names

    def forget(self) -> None:
        """Read the names and the dictionary of the inquiry anew when they are next asked for."""
        self._added = self._names = None

    def note_changes(self, changed: Iterable[str]) -> None:
        """Forget the names and the dictionary if one of these answers is part of them."""
        for path in changed:
            question = self._session.form.field(path)
            if path.startswith(REVIEW_PREFIX) or (
                question is not None and (kind_of(question).is_person or question.id in PLACE_QUESTIONS)
            ):
                self.forget()

    def add(self, word: str, path: str) -> None:
        """Add a word that was found in the answer at this path to the inquiry's dictionary."""
        add_word(self._session, word, path)
        self._added = None
        self._show_news(frozenset((word,)))

    def remove(self, word: str) -> None:
        """Take a word out of the inquiry's dictionary."""
        for added in added_words(self._session):
            if added.casefold() == word.casefold():
                remove_word(self._session, added)
        self._added = None
        self._show_news(frozenset((word,)))

    def ignore(self, word: str) -> None:
        """Do not mark a word again until the inquiry is closed."""
        self._ignored.add(word.casefold())
        self._show_news(frozenset((word,)))

    # Marks.

    def marks_of(self, control: QWidget) -> MisspeltMarks | None:
        """Return the marks in a text."""
        marks = (mark for mark in self._marks if isValid(mark) and mark.parent() is not None)
        return next((mark for mark in marks if mark.document() is _document_of(control)), None)

    def _mark(self, control: QTextEdit) -> None:
        if self.is_wanted and isValid(control) and self.marks_of(control) is None:
            self._marks.append(MisspeltMarks(control, self))

    def _mark_painted(self) -> None:
        painted, self._painted = self._painted, []
        for control in painted:
            self._mark(control)

    def _unmark(self, control: QTextEdit) -> None:
        marks = self.marks_of(control)
        if marks is not None:
            self._marks.remove(marks)
            marks.setDocument(None)
            marks.deleteLater()

    def _show_news(self, words: frozenset[str]) -> None:
        for marks in self._marks:
            if isValid(marks):
                marks.show_news(words)

    def _live_controls(self) -> Iterable[QTextEdit]:
        self._controls = [control for control in self._controls if isValid(control)]
        return self._controls

    # The next mistake.

    def find_next(self, after: tuple[str, int, int], done: Callable[[MisspeltPlace | None], None]) -> None:
        """Call `done` with the first misspelt word after a path, paragraph and place in it, or with None.

        After the last answer, the search goes on with the first.
        """
        if self.checker is None:
            done(None)
            return
        paragraphs = list(_paragraphs(self._session))
        words = {word for _, _, text in paragraphs for word in words_to_look_up(text)}
        self.checker.look_up(words, lambda: done(self._next_in(paragraphs, after)))

    def _next_in(
        self, paragraphs: list[tuple[str, int, str]], after: tuple[str, int, int]
    ) -> MisspeltPlace | None:
        path, paragraph, place = after
        here = next((at for at, found in enumerate(paragraphs) if found[:2] == (path, paragraph)), 0)
        ordered = [*paragraphs[here:], *paragraphs[: here + 1]]
        for at, (found_path, number, text) in enumerate(ordered):
            for word in self.misspelt_in(text):
                is_here = not at and (found_path, number) == (path, paragraph)
                if not is_here or word.start >= place:
                    return MisspeltPlace(found_path, number, word)
        return None

    def say(self, control: QWidget, word: str) -> None:
        """Say which word is misspelt."""
        announce(control, f"Misspelt: {word}")


def _document_of(control: QWidget) -> object:
    return control.document() if isinstance(control, QTextEdit) else None


def _names_in(session: DraftSession) -> Iterator[str]:
    """Yield each word of the names of people and places in the answers."""
    answers = session.answers()
    for entry in people_in(session.form, answers):
        for part in ("name", "organisation"):
            yield from _words_of(str(entry.value.get(part) or ""))
    for answer in answers.answered_fields(session.form):
        if answer.field.id in PLACE_QUESTIONS and isinstance(answer.value, str):
            yield from _words_of(answer.value)


def _words_of(name: str) -> Iterator[str]:
    for word in name.split():
        bare = word.strip(".,;:()“”\"'‘’")
        yield from (bare, *bare.split("-"), bare.removesuffix("’s").removesuffix("'s"))


def _paragraphs(session: DraftSession) -> Iterator[tuple[str, int, str]]:
    """Yield the path, number and text of each paragraph that is checked, in the order of the form."""
    for answer in session.answers().answered_fields(session.form):
        if kind_of(answer.field).is_rich_text:
            for number, block in enumerate(RichText.from_json(answer.value).blocks):
                if not block.source and block.type != "table":
                    yield answer.path, number, block.plain_text
        elif kind_of(answer.field).is_quotable and isinstance(answer.value, str):
            yield answer.path, 0, answer.value
