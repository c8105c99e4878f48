"""Ask the person for a file or a word; tests answer through a form of their own.

Everything that must stop and wait for an answer goes through `Prompts`. What only tells
something is a `Notice` and waits for nobody. The boxes of Qt are loaded when the first one is
wanted, for each of them makes the start of the window slower.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from carreport.ui.widgets.notice_bar import Notice, ShowNotice

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DRAFT_FILES = "Inquiries (*.carreport)"
REPLY_FILES = "Files of replies (*.xlsx *.csv *.xls *.ods *.tsv *.txt)"
WORD_FILES = "Word documents (*.docx)"
PICTURE_FILES = (
    "Pictures (*.jpg *.jpeg *.png *.webp *.heic *.heif *.gif *.bmp *.JPG *.JPEG *.PNG *.WEBP *.HEIC *.HEIF)"
)


class UnsavedDraftChoice(Enum):
    """What to do with a draft that cannot be saved where it is."""

    ELSEWHERE = "Save somewhere else…"
    STAY = "Stay here"
    LEAVE = "Leave without saving"


class Prompts(Protocol):
    """What the window may ask; nothing (None) means that the person thought better of it."""

    def open_draft(self, folder: Path) -> Path | None:
        """Ask for the file of an inquiry, to open it or to bring it in."""

    def save_draft(self, suggested: Path) -> Path | None:
        """Ask where to put an inquiry: to go on there, to send it, to rescue it."""

    def save_report(self, suggested: Path, files: str) -> Path | None:
        """Ask where to put a report; `files` names the format, “Word document (*.docx)”."""

    def open_replies(self, folder: Path) -> Path | None:
        """Ask for a file with the replies to a survey."""

    def open_template(self, folder: Path) -> Path | None:
        """Ask for a Word document that is to be a template."""

    def save_template(self, suggested: Path) -> Path | None:
        """Ask where to put a Word document to restyle."""

    def move_to_bin(self, path: Path) -> bool:
        """Put a file or a folder into the system's bin; say whether it is there."""

    def pick_picture(self) -> Path | None:
        """Ask for a picture."""

    def pick_pictures(self) -> list[Path]:
        """Ask for pictures, as many as one likes."""

    def ask_link(self, current: str) -> str | None:
        """Ask for the address of a link; an empty answer takes the link away."""

    def ask_name(self, title: str, question: str, current: str) -> str | None:
        """Ask for a word or two."""

    def ask_about_unsaved(self, why: str) -> UnsavedDraftChoice:
        """Ask what to do with a draft that cannot be saved."""

    def show_notice(self, notice: Notice) -> None:
        """Tell the person what happened; wait for nothing."""

    def choose_printer(self, pages: int) -> QPrinter | None:
        """Ask for a printer and which of so many pages it shall print."""

    def show_file(self, path: Path) -> None:
        """Open a file in the program that the system has for it."""

    def show_folder(self, path: Path) -> None:
        """Open the folder in which a file lies."""

    def show_link(self, address: str) -> None:
        """Open a web page, or begin a mail."""


class WindowPrompts:
    """Asks with the system's own file choosers and small boxes over the window."""

    def __init__(self, window: QWidget, say: ShowNotice) -> None:
        self._window = window
        self._show_notice = say

    def open_draft(self, folder: Path) -> Path | None:
        """Ask for the file of an inquiry, to open it or to bring it in."""
        return self._choose_open_path("Choose an inquiry", str(folder), DRAFT_FILES)

    def save_draft(self, suggested: Path) -> Path | None:
        """Ask where to put an inquiry: to go on there, to send it, to rescue it."""
        chosen = self._choose_save_path("Where to put the file", suggested, DRAFT_FILES)
        if chosen is None or chosen.suffix == suggested.suffix:
            return chosen
        return chosen.with_name(chosen.name + suggested.suffix)

    def save_report(self, suggested: Path, files: str) -> Path | None:
        """Ask where to put a report."""
        return self._choose_save_path("Where to put the report", suggested, files)

    def open_replies(self, folder: Path) -> Path | None:
        """Ask for a file with the replies to a survey."""
        return self._choose_open_path("Choose a file of replies", str(folder), REPLY_FILES)

    def open_template(self, folder: Path) -> Path | None:
        """Ask for a Word document that is to be a template."""
        return self._choose_open_path("Choose a Word template", str(folder), WORD_FILES)

    def save_template(self, suggested: Path) -> Path | None:
        """Ask where to put a Word document to restyle."""
        return self._choose_save_path("Where to put the template", suggested, WORD_FILES)

    def move_to_bin(self, path: Path) -> bool:
        """Put a file or a folder into the system's bin; say whether it is there."""
        from PySide6.QtCore import QFile  # noqa: PLC0415 - see above

        return bool(QFile(str(path)).moveToTrash())

    def pick_picture(self) -> Path | None:
        """Ask for a picture."""
        return self._choose_open_path("Choose a picture", "", PICTURE_FILES)

    def pick_pictures(self) -> list[Path]:
        """Ask for pictures."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - see above

        names, _ = QFileDialog.getOpenFileNames(self._window, "Choose pictures", "", PICTURE_FILES)
        return [Path(each) for each in names]

    def ask_link(self, current: str) -> str | None:
        """Ask for the address of a link."""
        return self.ask_name("Link", "Web or mail address (leave it empty to take the link away)", current)

    def ask_name(self, title: str, question: str, current: str) -> str | None:
        """Ask for a word or two."""
        from PySide6.QtWidgets import QInputDialog, QLineEdit  # noqa: PLC0415 - see above

        given, agreed = QInputDialog.getText(
            self._window, title, question, QLineEdit.EchoMode.Normal, current
        )
        return given.strip() if agreed else None

    def ask_about_unsaved(self, why: str) -> UnsavedDraftChoice:
        """Ask what to do with a draft that cannot be saved."""
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - see above

        box = QMessageBox(self._window)
        box.setWindowTitle("Not saved yet")
        box.setText(why)
        roles = QMessageBox.ButtonRole
        ways = {
            UnsavedDraftChoice.ELSEWHERE: box.addButton(UnsavedDraftChoice.ELSEWHERE.value, roles.AcceptRole),
            UnsavedDraftChoice.STAY: box.addButton(UnsavedDraftChoice.STAY.value, roles.RejectRole),
            UnsavedDraftChoice.LEAVE: box.addButton(UnsavedDraftChoice.LEAVE.value, roles.DestructiveRole),
        }
        box.setDefaultButton(ways[UnsavedDraftChoice.ELSEWHERE])
        box.setEscapeButton(ways[UnsavedDraftChoice.STAY])
        box.exec()
        pressed = box.clickedButton()
        return next((way for way, button in ways.items() if button == pressed), UnsavedDraftChoice.STAY)

    def show_notice(self, notice: Notice) -> None:
        """Tell the person what happened, at the top of the window."""
        self._show_notice(notice)

    def choose_printer(self, pages: int) -> QPrinter | None:
        """Ask for a printer in the system's own box."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - see above

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        box = QPrintDialog(printer, self._window)
        box.setMinMax(1, pages)
        box.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        return printer if box.exec() == QPrintDialog.DialogCode.Accepted else None

    def show_file(self, path: Path) -> None:
        """Open a file in the program that the system has for it."""
        if not _opens(path):
            self._show_notice(
                Notice(f"This computer has no program that opens {path.name}. It lies in {path.parent}.")
            )

    def show_folder(self, path: Path) -> None:
        """Open the folder in which a file lies."""
        if not _opens(path.parent):
            self._show_notice(Notice(f"The folder cannot be shown here. It is {path.parent}."))

    def show_link(self, address: str) -> None:
        """Open a web page, or begin a mail."""
        from PySide6.QtCore import QUrl  # noqa: PLC0415 - see above
        from PySide6.QtGui import QDesktopServices  # noqa: PLC0415 - likewise

        from carreport.form.richtext import is_safe_link  # noqa: PLC0415 - likewise

        if is_safe_link(address):
            QDesktopServices.openUrl(QUrl(address))
        else:
            self._show_notice(
                Notice("Only addresses that start with https://, http:// or mailto: are opened.")
            )

    def _choose_open_path(self, title: str, folder: str, files: str) -> Path | None:
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - see above

        chosen, _ = QFileDialog.getOpenFileName(self._window, title, folder, files)
        return Path(chosen) if chosen else None

    def _choose_save_path(self, title: str, suggested: Path, files: str) -> Path | None:
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - see above

        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(suggested), files)
        return Path(chosen) if chosen else None


def _opens(path: Path) -> bool:
    from PySide6.QtCore import QUrl  # noqa: PLC0415 - see above
    from PySide6.QtGui import QDesktopServices  # noqa: PLC0415 - likewise

    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
