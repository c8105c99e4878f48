"""The comments on a question: its button, the panel with the cards, and the form for a new one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QTextEdit, QWidget

from carreport.form.richtext import RichText
from carreport.review.threads import CommentType, Thread, threads_of
from carreport.ui.review.panel.comment_form import CommentForm
from carreport.ui.review.panel.comment_panel import CommentPanel
from carreport.ui.review.panel.question_comments import CommentButton
from carreport.ui.review.thread_view import ThreadView
from tests.ui.driver.inquiry import InquiryDriver
from tests.ui.driver.keyboard import press, type_text

WIDE, NARROW = 1300, 1100


def choose_type(form: CommentForm, kind: CommentType) -> None:
    """Choose the type of a new comment."""
    picker = form.type_picker
    picker.setCurrentIndex(picker.findData(str(kind)))
    picker.activated.emit(picker.currentIndex())


def text_of(words: str) -> RichText:
    return RichText.from_plain(words)


class CommentsDriver(InquiryDriver):
    """Comments on the answers of an inquiry as a person does."""

    @property
    def threads(self) -> tuple[Thread, ...]:
        return threads_of(self.session)

    @property
    def thread(self) -> Thread:
        (thread,) = self.threads
        return thread

    def button(self, path: str) -> CommentButton:
        return self.question(path).comments.button

    @property
    def panel(self) -> CommentPanel:
        panel = self.wizard.comment_panels.open_panel
        assert panel is not None
        return panel

    @property
    def is_open(self) -> bool:
        panel = self.wizard.comment_panels.open_panel
        return panel is not None and panel.isVisible()

    @property
    def comment_form(self) -> CommentForm:
        return self.panel.form

    @property
    def cards(self) -> list[ThreadView]:
        """The cards that can be seen, from top to bottom."""
        shown = [view for view in self.panel.views.values() if view.isVisible()]
        return sorted(shown, key=lambda view: view.mapTo(self.panel, QPoint(0, 0)).y())

    def set_width(self, width: int) -> None:
        self.wizard.resize(width, 760)
        self.qtbot.waitUntil(lambda: self.wizard.width() == width)

    def begin(self, path: str) -> CommentForm:
        """Go to an answer, and begin a comment on it."""
        self.wizard.go_to(path)
        self.wizard.comment_panels.begin_comment(path)
        return self.comment_form

    def add(self, path: str, words: str) -> Thread:
        """Comment on an answer by keyboard."""
        self.begin(path)
        type_text(words)
        press("Ctrl+Return")
        return self.threads[-1]

    def text_edit(self, path: str) -> QTextEdit:
        edit = self.question(path).findChild(QTextEdit, path)
        assert edit is not None
        return edit

    def marked(self, path: str) -> list[str]:
        """Return the words of an answer that are underlined because a comment quotes them."""
        selections = self.text_edit(path).extraSelections()
        return [selection.cursor.selectedText() for selection in selections]


def area(widget: QWidget, root: QWidget) -> QRect:
    """Return where a widget is in the window."""
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())
