"""Show something to read inside the window: the user guide, the keyboard, about."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QVBoxLayout, QWidget

from carreport import __version__
from carreport.assets import shipped_folder
from carreport.ui.column import SIDE
from carreport.ui.guarded import guarded
from carreport.ui.links import Link

GUIDE = Path("docs", "user-guide.md")


class ReadingPage(QWidget):
    """A page of our own words, with the way back above it."""

    back_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back = Link("‹  Back")
        self.back.setAccessibleName("Back")
        self.back.clicked.connect(self.back_wanted)
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setMaximumWidth(860)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, 16, SIDE, 16)
        column.setSpacing(8)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.text, 1)

    def show_words(self, title: str, markdown: str, folder: Path | None = None) -> None:
        """Show our own `markdown`; its pictures lie in `folder`."""
        self.text.setAccessibleName(title)
        self.text.setSearchPaths([str(folder)] if folder is not None else [])
        self.text.setMarkdown(markdown)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    @guarded
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back by Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)


def guide() -> tuple[str, Path | None]:
    """Return the user guide and the folder of its pictures."""
    path = shipped_folder() / GUIDE
    try:
        return path.read_text(encoding="utf-8"), path.parent
    except OSError:
        return "# User guide\n\nThe guide did not come with this copy of the program.", None


def about(drafts: Path) -> str:
    """Return what the program is, where the inquiries lie, and under which licence it stands."""
    return (
        f"# carreport {__version__}\n\n"
        "Helps a group to write up a collaborative action research inquiry. "
        "Everything stays on this computer until you send it.\n\n"
        f"Your inquiries lie in `{drafts}`.\n\n"
        "carreport is free software under the MIT licence. The window is drawn by Qt, which is used under "
        "the LGPL."
    )
