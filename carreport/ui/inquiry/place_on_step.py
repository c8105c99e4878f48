"""Remember where a person is on a step, and go back there once the inquiry has been opened again."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QApplication

from carreport.ui.inquiry.wizard import Wizard


@dataclass(frozen=True, slots=True)
class PlaceOnStep:
    """A step, the question on it that has the focus or "", and how far the page is scrolled."""

    section: str
    path: str
    scrolled: int

    @classmethod
    def of(cls, wizard: Wizard) -> PlaceOnStep:
        """Return where the person is now."""
        page, focused = wizard.step_page(wizard.current_section), QApplication.focusWidget()
        holders = (
            path for path, question in page.questions.items() if focused and question.isAncestorOf(focused)
        )
        path = next(holders, "")
        return cls(wizard.current_section, path, page.verticalScrollBar().value())

    def show(self, wizard: Wizard) -> None:
        """Show the step as it was shown, with the focus at the same question."""
        wizard.show_step(self.section)
        page = wizard.step_page(self.section)
        if self.path:
            page.focus_path(self.path)
        if page.content_height >= self.scrolled:  # asking for it makes the layout final
            page.verticalScrollBar().setValue(self.scrolled)


def shows_step(wizard: Wizard) -> bool:
    """Return whether a step is shown, not another page in its place."""
    return wizard.pages.currentWidget() is wizard.step_page(wizard.current_section)
