"""The button beside the title of a question: a quiet count of its comments, or “Comment”."""

from __future__ import annotations

from carreport.ui.theme.palette import FontRole, font_for
from carreport.ui.widgets.buttons import Button

COMMENT = "Comment"


class CommentButton(Button):
    """Shows how many comments a question has. Without any, it is shown only while the question is in use.

    Its space is always reserved, so that nothing moves when it appears.
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
