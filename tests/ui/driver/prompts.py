"""What the window asks the person, answered by the test."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter

from carreport.ui.prompts import UnsavedDraftChoice
from carreport.ui.widgets.notice_bar import Notice


@dataclass
class FakePrompts:
    """Gives the answers that the test has set; keeps the notices and what was shown."""

    draft: Path | None = None
    copies: list[Path] = field(default_factory=list)
    elsewhere: Path | None = None
    report: Path | None = None
    picture: Path | None = None
    replies: Path | None = None
    template: Path | None = None
    word_document: Path | None = None
    starter: Path | None = None
    has_bin: bool = True
    has_mail_program: bool = True
    name: str | None = None
    printer: QPrinter | None = None
    knows_printer: bool = True
    folder: Path | None = None
    way: UnsavedDraftChoice = UnsavedDraftChoice.STAY
    notices: list[Notice] = field(default_factory=list)
    shown: list[object] = field(default_factory=list)
    emails: list[tuple[Path, str, str]] = field(default_factory=list)

    @property
    def notice(self) -> Notice:
        """The latest notice."""
        return self.notices[-1]

    def has_notice(self, text: str = "") -> bool:
        """Return whether the latest notice contains this text."""
        return bool(self.notices) and text in self.notice.text

    def run_action(self) -> None:
        """Press the button of the latest notice."""
        assert self.notice.action is not None
        self.notice.action()

    def open_draft(self, folder: Path) -> Path | None:
        self.shown.append(folder)
        return self.draft

    def open_copies(self, folder: Path) -> list[Path]:
        self.shown.append(folder)
        return self.copies or ([self.draft] if self.draft is not None else [])

    def save_draft(self, suggested: Path) -> Path | None:
        self.shown.append(suggested)
        return self.elsewhere

    def save_report(self, suggested: Path, files: str) -> Path | None:
        self.shown.append((suggested, files))
        return self.report

    def open_replies(self, folder: Path) -> Path | None:
        self.shown.append(folder)
        return self.replies

    def open_template(self, folder: Path) -> Path | None:
        self.shown.append(folder)
        return self.template

    def open_word_document(self, folder: Path) -> Path | None:
        self.shown.append(folder)
        return self.word_document

    def save_template(self, suggested: Path) -> Path | None:
        self.shown.append(suggested)
        return self.starter

    def choose_folder(self, title: str, folder: Path) -> Path | None:
        self.shown.append((title, folder))
        return self.folder

    def move_to_bin(self, path: Path) -> bool:
        self.shown.append(path)
        if self.has_bin:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return self.has_bin

    def pick_picture(self) -> Path | None:
        return self.picture

    def pick_pictures(self) -> list[Path]:
        return [self.picture] if self.picture else []

    def ask_link(self, current: str) -> str | None:
        return current

    def ask_name(self, title: str, question: str, current: str) -> str | None:
        self.shown.append((title, question, current))
        return self.name

    def ask_author(self, name: str, initials: str) -> tuple[str, str] | None:
        self.shown.append(("author", name, initials))
        return (self.name, self.name[:1]) if self.name else None

    def ask_about_unsaved(self, why: str) -> UnsavedDraftChoice:
        self.shown.append(why)
        return self.way

    def show_notice(self, notice: Notice) -> None:
        self.notices.append(notice)

    def has_printer(self) -> bool:
        return self.knows_printer

    def choose_printer(self, pages: int) -> QPrinter | None:
        self.shown.append(pages)
        return self.printer

    def show_file(self, path: Path) -> None:
        self.shown.append(path)

    def show_folder(self, path: Path) -> None:
        self.shown.append(path.parent)

    def show_link(self, address: str) -> None:
        self.shown.append(address)

    def email_file(self, path: Path, title: str, sentence: str) -> bool:
        self.emails.append((path, title, sentence))
        return self.has_mail_program
