"""What a question on a step needs for comments: the button at its title, and what a comment is about."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from carreport.review.threads import Anchor
from carreport.ui.editors.base import Editor
from carreport.ui.editors.list.entry_view import EntryListView
from carreport.ui.editors.table.table_model import NEW_ROW
from carreport.ui.review.panel.marked_words import CommentMenu, marked_words
from carreport.ui.theme.palette import FontRole, font_for
from carreport.ui.widgets.buttons import Button

COMMENT = "Comment"


class CommentButton(Button):
    """Shows how many comments a question has. Without any, it is shown only while the question is in use.

    Its space is always reserved, so that nothing moves when it appears, and Tab stops at it only if there
    are comments: a first one is begun by the key in the menu.
    """

    def __init__(self, question: str) -> None:
        super().__init__(COMMENT, "link", icon_name="comment")
        self._question = question
        self._has_comments = self._is_in_use = False
        self._can_write = True
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.show_count("")

    def show_count(self, count: str) -> None:
        """Show this count, or offer a first comment if it is empty."""
        self._has_comments = bool(count)
        policies = Qt.FocusPolicy
        self.setFocusPolicy(policies.StrongFocus if count else policies.NoFocus)
        self.setText(count or COMMENT)
        self.setAccessibleName(f"{count or COMMENT}: {self._question}")
        self._update_visibility()

    def set_in_use(self, *, is_in_use: bool) -> None:
        """Offer a first comment while the question has the focus or the mouse is over it."""
        self._is_in_use = is_in_use
        self._update_visibility()

    def set_read_only(self, *, read_only: bool) -> None:
        """Offer no first comment if the inquiry is read-only."""
        self._can_write = not read_only
        self._update_visibility()

    def refresh_theme(self) -> None:
        """Apply the chosen text size and colour scheme."""
        super().refresh_theme()
        self.setFont(font_for(FontRole.SMALL))

    def _update_visibility(self) -> None:
        self.setVisible(self._has_comments or (self._is_in_use and self._can_write))


class QuestionComments(QObject):
    """The comment button of one question, and which part of the answer last had the focus."""

    opened = Signal()
    """The button was pressed: show the comments, or begin the first."""
    comment_requested = Signal()
    """Begin a comment on what has the focus."""

    def __init__(self, path: str, title: str, editor: Editor, question: QWidget) -> None:
        super().__init__(question)
        self.path, self.title, self.question = path, title, question
        self._editor = editor
        self._last_control: QWidget | None = None
        self._has_mouse = self._has_focus = False
        self.button = CommentButton(title)
        self.button.clicked.connect(self.opened)
        self.context_menu = CommentMenu(editor.services.offer_spelling, self)
        self.context_menu.comment_requested.connect(self.comment_requested)

    def show_below(self, panel: QWidget) -> None:
        """Show a panel under the answer."""
        column = self.question.layout()
        assert isinstance(column, QVBoxLayout)  # noqa: S101 - a question is a column
        column.addWidget(panel)
        panel.show()

    def note_focus(self, focus: QWidget | None) -> None:
        """Note where the focus is now."""
        self._has_focus = focus is not None and self.question.isAncestorOf(focus)
        self._update_button()
        if focus is not None and self._editor.isAncestorOf(focus):
            self._last_control = focus
            self.context_menu.watch(focus)

    @property
    def place(self) -> str:
        """The path of the answer or entry in this question that last had the focus, or of the question."""
        control = self._control
        while control is not None and control is not self._editor:
            name = control.objectName().partition("#")[0]
            if isinstance(control, EntryListView) and control.current_key:
                return f"{name}/{control.current_key}"
            if name.startswith(f"{self.path}/") and f"/{NEW_ROW}/" not in name:
                return name
            control = control.parentWidget()
        return self.path

    @property
    def marked_words(self) -> Anchor:
        """The words that are marked in the control that last had the focus."""
        return marked_words(self._control)

    def text_edits(self) -> list[QTextEdit]:
        """Return the text boxes of the answer, each named after its path."""
        return self._editor.findChildren(QTextEdit)

    def focus_answer(self) -> None:
        """Move the focus back to the control that last had it."""
        control = self._control
        if control is not None and control.isVisible():
            control.setFocus()
        else:
            self._editor.setFocus()

    @property
    def _control(self) -> QWidget | None:
        control = self._last_control
        return control if control is not None and isValid(control) else None

    def note_mouse(self, *, is_over: bool) -> None:
        """Offer a comment while the mouse is over the question."""
        self._has_mouse = is_over
        self._update_button()

    def _update_button(self) -> None:
        self.button.set_in_use(is_in_use=self._has_mouse or self._has_focus)
