"""Dialogs that ask for a file, a name or a decision; tests replace them.

Everything that waits for an answer goes through `Prompts`. A message without a question is a `Notice`,
which does not block. Qt's dialog classes are imported on first use, because each slows the start.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from carreport.ui.export_folder import mail_link
from carreport.ui.widgets.notice_bar import Notice, ShowNotice

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

DRAFT_FILES = "Inquiries (*.carreport *.CARREPORT)"
REPLY_FILES = "Survey replies (*.xlsx *.csv *.xls *.ods *.tsv *.txt)"
WORD_FILES = "Word documents (*.docx)"
PICTURE_FILES = (
    "Pictures (*.jpg *.jpeg *.png *.webp *.heic *.heif *.gif *.bmp *.JPG *.JPEG *.PNG *.WEBP *.HEIC *.HEIF)"
)
_LIBRARIES = "LD_LIBRARY_PATH"


class UnsavedDraftChoice(Enum):
    """What to do with a draft that cannot be saved."""

    ELSEWHERE = "Save somewhere else…"
    STAY = "Stay here"
    LEAVE = "Close without saving"


class Prompts(Protocol):
    """The questions that the window can ask; None means that the user cancelled."""

    def open_draft(self, folder: Path) -> Path | None:
        """Ask for the file of an inquiry, to open or import it."""

    def open_copies(self, folder: Path) -> list[Path]:
        """Ask for one or more copies of inquiries, to import them."""

    def save_draft(self, suggested: Path) -> Path | None:
        """Ask where to save an inquiry: to continue there, to send it or to recover it."""

    def save_report(self, suggested: Path, files: str) -> Path | None:
        """Ask where to save a report; `files` is the name filter, such as “Word document (*.docx)”."""

    def open_replies(self, folder: Path) -> Path | None:
        """Ask for a file of survey replies."""

    def open_template(self, folder: Path) -> Path | None:
        """Ask for a Word document to add as a template."""

    def open_word_document(self, folder: Path) -> Path | None:
        """Ask for a Word document: a finished report, or a file that a reviewer sent back."""

    def save_template(self, suggested: Path) -> Path | None:
        """Ask where to save a Word template to restyle."""

    def choose_folder(self, title: str, folder: Path) -> Path | None:
        """Ask for a folder; `folder` is the current one."""

    def move_to_bin(self, path: Path) -> bool:
        """Move a file or folder to the recycle bin; return whether that worked."""

    def pick_picture(self) -> Path | None:
        """Ask for a picture."""

    def pick_pictures(self) -> list[Path]:
        """Ask for one or more pictures."""

    def ask_link(self, current: str) -> str | None:
        """Ask for the address of a link; an empty answer removes the link."""

    def ask_name(self, title: str, question: str, current: str) -> str | None:
        """Ask for a short text."""

    def ask_author(self, name: str, initials: str) -> tuple[str, str] | None:
        """Ask for the name and initials of the person who is writing; these are the current ones."""

    def ask_about_unsaved(self, why: str) -> UnsavedDraftChoice:
        """Ask what to do with a draft that cannot be saved."""

    def show_notice(self, notice: Notice) -> None:
        """Show a message without blocking."""

    def has_printer(self) -> bool:
        """Return whether this computer knows a printer."""

    def choose_printer(self, pages: int) -> QPrinter | None:
        """Ask for a printer and which of this number of pages to print."""

    def show_file(self, path: Path) -> None:
        """Open a file in its default program."""

    def show_folder(self, path: Path) -> None:
        """Open the folder that contains a file."""

    def show_link(self, address: str) -> None:
        """Open a web page, or start an email."""

    def email_file(self, path: Path, title: str, sentence: str) -> bool:
        """Show a file in its folder, and start an email about it; return whether a program answered."""


class WindowPrompts:
    """Prompts that use the system's file dialogs and Qt message boxes."""

    def __init__(self, window: QWidget, say: ShowNotice) -> None:
        self._window = window
        self._show_notice = say

    def open_draft(self, folder: Path) -> Path | None:
        """Ask for the file of an inquiry, to open or import it."""
        return self._choose_open_path("Choose an inquiry", str(folder), DRAFT_FILES)

    def open_copies(self, folder: Path) -> list[Path]:
        """Ask for one or more copies of inquiries, to import them."""
        return self._choose_open_paths("Choose one or more copies", str(folder), DRAFT_FILES)

    def save_draft(self, suggested: Path) -> Path | None:
        """Ask where to save an inquiry: to continue there, to send it or to recover it."""
        chosen = self._choose_save_path("Where to save the file", suggested, DRAFT_FILES)
        if chosen is None or chosen.suffix.casefold() == suggested.suffix.casefold():
            return chosen
        return chosen.with_name(chosen.name + suggested.suffix)

    def save_report(self, suggested: Path, files: str) -> Path | None:
        """Ask where to save a report."""
        return self._choose_save_path("Where to save the report", suggested, files)

    def open_replies(self, folder: Path) -> Path | None:
        """Ask for a file of survey replies."""
        return self._choose_open_path("Choose a file of survey replies", str(folder), REPLY_FILES)

    def open_template(self, folder: Path) -> Path | None:
        """Ask for a Word document to add as a template."""
        return self._choose_open_path("Choose a Word template", str(folder), WORD_FILES)

    def open_word_document(self, folder: Path) -> Path | None:
        """Ask for a Word document."""
        return self._choose_open_path("Choose a Word document", str(folder), WORD_FILES)

    def save_template(self, suggested: Path) -> Path | None:
        """Ask where to save a Word template to restyle."""
        return self._choose_save_path("Where to save the template", suggested, WORD_FILES)

    def choose_folder(self, title: str, folder: Path) -> Path | None:
        """Ask for a folder."""
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - see above

        chosen = QFileDialog.getExistingDirectory(self._window, title, str(folder))
        return Path(chosen) if chosen else None

    def move_to_bin(self, path: Path) -> bool:
        """Move a file or folder to the recycle bin; return whether that worked."""
        from PySide6.QtCore import QFile  # noqa: PLC0415 - see above

        return bool(QFile(str(path)).moveToTrash())

    def pick_picture(self) -> Path | None:
        """Ask for a picture."""
        return self._choose_open_path("Choose a picture", "", PICTURE_FILES)

    def pick_pictures(self) -> list[Path]:
        """Ask for pictures."""
        return self._choose_open_paths("Choose pictures", "", PICTURE_FILES)

    def ask_link(self, current: str) -> str | None:
        """Ask for the address of a link."""
        return self.ask_name("Link", "Web or email address (leave it empty to remove the link)", current)

    def ask_name(self, title: str, question: str, current: str) -> str | None:
        """Ask for a short text."""
        from PySide6.QtWidgets import QInputDialog, QLineEdit  # noqa: PLC0415 - see above

        answer, agreed = QInputDialog.getText(
            self._window, title, question, QLineEdit.EchoMode.Normal, current
        )
        return answer.strip() if agreed else None

    def ask_author(self, name: str, initials: str) -> tuple[str, str] | None:
        """Ask for the name and initials of the person who is writing."""
        from carreport.ui.widgets.author_dialog import AuthorDialog  # noqa: PLC0415 - asked only once

        dialog = AuthorDialog(name, initials, self._window)
        return dialog.author if dialog.exec() else None

    def ask_about_unsaved(self, why: str) -> UnsavedDraftChoice:
        """Ask what to do with a draft that cannot be saved."""
        from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - see above

        box = QMessageBox(self._window)
        box.setWindowTitle("Not saved yet")
        box.setText(why)
        roles = QMessageBox.ButtonRole
        buttons = {
            UnsavedDraftChoice.ELSEWHERE: box.addButton(UnsavedDraftChoice.ELSEWHERE.value, roles.AcceptRole),
            UnsavedDraftChoice.STAY: box.addButton(UnsavedDraftChoice.STAY.value, roles.RejectRole),
            UnsavedDraftChoice.LEAVE: box.addButton(UnsavedDraftChoice.LEAVE.value, roles.DestructiveRole),
        }
        box.setDefaultButton(buttons[UnsavedDraftChoice.ELSEWHERE])
        box.setEscapeButton(buttons[UnsavedDraftChoice.STAY])
        box.exec()
        pressed = box.clickedButton()
        return next(
            (choice for choice, button in buttons.items() if button == pressed), UnsavedDraftChoice.STAY
        )

    def show_notice(self, notice: Notice) -> None:
        """Show a message at the top of the window."""
        self._show_notice(notice)

    def has_printer(self) -> bool:
        """Return whether this computer knows a printer."""
        from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 - see above

        return bool(QPrinterInfo.availablePrinterNames())

    def choose_printer(self, pages: int) -> QPrinter | None:
        """Ask for a printer in the system's dialog."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - see above

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setFullPage(True)
        box = QPrintDialog(printer, self._window)
        box.setMinMax(1, pages)
        box.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        return printer if box.exec() == QPrintDialog.DialogCode.Accepted else None

    def show_file(self, path: Path) -> None:
        """Open a file in its default program."""
        if not _opens(path):
            self._show_notice(
                Notice(f"This computer has no program to open {path.name}. The file is in {path.parent}.")
            )

    def show_folder(self, path: Path) -> None:
        """Open the folder that contains a file."""
        if not _opens(path.parent):
            self._show_notice(Notice(f"The folder cannot be opened. Its path is {path.parent}."))

    def show_link(self, address: str) -> None:
        """Open a web page, or start an email."""
        from PySide6.QtCore import QUrl  # noqa: PLC0415 - see above
        from PySide6.QtGui import QDesktopServices  # noqa: PLC0415 - likewise

        from carreport.form.richtext import is_safe_link  # noqa: PLC0415 - likewise

        if is_safe_link(address):
            with libraries_of_system():
                QDesktopServices.openUrl(QUrl(address))
        else:
            self._show_notice(
                Notice("carreport opens only addresses that start with https://, http:// or mailto:.")
            )

    def email_file(self, path: Path, title: str, sentence: str) -> bool:
        """Show a file in its folder, and start an email about it; return whether a program answered."""
        from PySide6.QtCore import QUrl  # noqa: PLC0415 - see above
        from PySide6.QtGui import QDesktopServices  # noqa: PLC0415 - likewise

        self.show_folder(path)
        with libraries_of_system():
            return QDesktopServices.openUrl(QUrl.fromEncoded(mail_link(title, sentence).encode()))

    def _choose_open_path(self, title: str, folder: str, files: str) -> Path | None:
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - see above

        chosen, _ = QFileDialog.getOpenFileName(self._window, title, folder, files)
        return Path(chosen) if chosen else None

    def _choose_open_paths(self, title: str, folder: str, files: str) -> list[Path]:
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - see above

        names, _ = QFileDialog.getOpenFileNames(self._window, title, folder, files)
        return [Path(name) for name in names]

    def _choose_save_path(self, title: str, suggested: Path, files: str) -> Path | None:
        from PySide6.QtWidgets import QFileDialog  # noqa: PLC0415 - see above

        chosen, _ = QFileDialog.getSaveFileName(self._window, title, str(suggested), files)
        return Path(chosen) if chosen else None


def _opens(path: Path) -> bool:
    from PySide6.QtCore import QUrl  # noqa: PLC0415 - see above
    from PySide6.QtGui import QDesktopServices  # noqa: PLC0415 - likewise

    with libraries_of_system():
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


@contextmanager
def libraries_of_system() -> Iterator[None]:
    """Have another program start with the libraries of the system.

    A frozen program on Linux finds its own libraries first, through `LD_LIBRARY_PATH`, and keeps the
    previous value in `LD_LIBRARY_PATH_ORIG`. Other programs may not work with our libraries.
    """
    ours = os.environ.get(_LIBRARIES)
    if ours is None or not getattr(sys, "frozen", False):
        yield
        return
    before = os.environ.get(f"{_LIBRARIES}_ORIG")
    if before is None:
        del os.environ[_LIBRARIES]
    else:
        os.environ[_LIBRARIES] = before
    try:
        yield
    finally:
        os.environ[_LIBRARIES] = ours
