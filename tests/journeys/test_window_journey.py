"""From “New inquiry” through every step to a Word report, and back again: by the real widgets."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from carreport.settings import Settings
from carreport.ui.inquiry.wizard import Wizard
from carreport.ui.main_window import MainWindow
from carreport.ui.preferences import apply_theme
from carreport.ui.prompts import UnsavedDraftChoice
from carreport.ui.qt.accessible_roles import install_accessible_roles
from carreport.ui.report.report_controller import ReportController
from carreport.ui.widgets.notice_bar import Notice

TITLE = "Why families come & stay"


@dataclass
class Person:
    """Answers the few questions that stop the window."""

    picture: Path
    report: Path
    told: list[Notice] = field(default_factory=list)
    opened: list[Path] = field(default_factory=list)

    def open_draft(self, folder: Path) -> Path | None:
        return folder / "none.carreport"

    def open_copies(self, folder: Path) -> list[Path]:
        return [folder / "none.carreport"]

    def save_draft(self, suggested: Path) -> Path | None:
        return suggested

    def save_report(self, suggested: Path, files: str) -> Path | None:
        assert suggested.name == "Why families come & stay.docx"
        assert files == "Word document (*.docx)"
        return self.report

    def open_replies(self, folder: Path) -> Path | None:
        pytest.fail(str(folder))

    def open_template(self, folder: Path) -> Path | None:
        pytest.fail(str(folder))

    def open_word_document(self, folder: Path) -> Path | None:
        pytest.fail(str(folder))

    def save_template(self, suggested: Path) -> Path | None:
        pytest.fail(str(suggested))

    def move_to_bin(self, path: Path) -> bool:
        pytest.fail(str(path))

    def pick_picture(self) -> Path | None:
        return self.picture

    def pick_pictures(self) -> list[Path]:
        return [self.picture]

    def ask_link(self, current: str) -> str | None:
        return current or "https://example.org/plan"

    def ask_name(self, title: str, question: str, current: str) -> str | None:
        return f"{title}{question}{current}"

    def ask_author(self, name: str, initials: str) -> tuple[str, str] | None:
        return name, initials

    def ask_about_unsaved(self, why: str) -> UnsavedDraftChoice:
        pytest.fail(why)

    def show_notice(self, notice: Notice) -> None:
        self.told.append(notice)

    def choose_folder(self, title: str, folder: Path) -> None:
        self.opened.append(folder / title)

    def has_printer(self) -> bool:
        return True

    def choose_printer(self, pages: int) -> None:
        self.opened.append(Path(str(pages)))

    def show_file(self, path: Path) -> None:
        self.opened.append(path)

    def show_folder(self, path: Path) -> None:
        self.opened.append(path.parent)

    def show_link(self, address: str) -> None:
        pytest.fail(address)

    def email_file(self, path: Path, title: str, sentence: str) -> bool:
        pytest.fail(f"{path}, {title}, {sentence}")


@dataclass
class Hand:
    """Types and presses as a person does, on the control that carries a name."""

    window: MainWindow
    qtbot: QtBot

    @property
    def wizard(self) -> Wizard:
        assert self.window.inquiry.wizard is not None
        return self.window.inquiry.wizard

    def control(self, name: str) -> QWidget:
        self.unfold(name.partition("/")[0].partition("#")[0])
        self.qtbot.waitUntil(lambda: len(self.controls(name)) == 1)
        (control,) = self.controls(name)
        self.qtbot.waitUntil(control.isVisible)
        return control

    def unfold(self, path: str) -> None:
        """Press the row of a question that is folded."""
        wizard = self.window.inquiry.wizard
        if wizard is not None and wizard.session.form.field(path) is not None:
            row = wizard.step_page(path.partition(".")[0]).folded.rows.get(path)
            if row is not None:
                self.qtbot.keyClick(row, Qt.Key.Key_Space)

    def controls(self, name: str) -> list[QWidget]:
        found = [widget for widget in self.window.findChildren(QWidget, name) if not widget.focusProxy()]
        return [each for each in found if each.focusPolicy() != Qt.FocusPolicy.NoFocus]

    def write(self, name: str, words: str) -> None:
        control = self.control(name)
        control.setFocus(Qt.FocusReason.TabFocusReason)
        self.qtbot.keyClicks(control, words)

    def press(self, name: str) -> None:
        control = self.control(name)
        control.setFocus(Qt.FocusReason.TabFocusReason)
        self.qtbot.keyClick(control, Qt.Key.Key_Space)

    def add(self, group: str) -> str:
        """Add an entry to a group by its button; return the path of the entry."""
        before = len(self.wizard.session.answers().items(group))
        self.press(f"{group}#add")
        self.qtbot.waitUntil(lambda: len(self.wizard.session.answers().items(group)) > before, timeout=20_000)
        entry = f"{group}/{self.wizard.session.answers().items(group)[-1].id}"
        self.control(f"{entry}#close")
        return entry

    def next_step(self, section: str) -> None:
        self.qtbot.keyClick(
            QApplication.focusWidget(), Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier
        )
        self.qtbot.waitUntil(lambda: self.wizard.current_section == section)


@pytest.fixture
def person(tmp_path: Path) -> Person:
    picture = QImage(320, 240, QImage.Format.Format_RGB32)
    picture.fill(QColor("#0B5F66"))
    assert picture.save(str(tmp_path / "wall.png"))
    return Person(tmp_path / "wall.png", tmp_path / "report.docx")


@pytest.fixture
def hand(person: Person, qtbot: QtBot) -> Iterator[Hand]:
    install_accessible_roles()
    apply_theme("light", 100)
    window = MainWindow(Settings(name="Ailsa Kerr"), person)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Hand(window, qtbot)
    window.close()


def begin(hand: Hand) -> None:
    hand.qtbot.keyClick(hand.window.start_page.new_button, Qt.Key.Key_Space)


def fill_about(hand: Hand) -> None:
    hand.qtbot.keyClicks(QApplication.focusWidget(), TITLE)
    hand.write("about.place", "Linden, Inverarden")
    hand.write("about.period", "March 2015")
    hand.write("about.period#end", "December 2016")
    hand.write("about.lead", "Fiona Rankine")
    hand.write("about.lead#role", "Manager")
    hand.write("about.lead#organisation", "Linden Trust")
    member = hand.add("about.members")
    hand.write(f"{member}/person", "Euan Tait")
    hand.write(f"{member}/joined", "23/5/2016")
    hand.press(f"{member}/shown#named")
    contact = hand.add("about.contacts")
    hand.write(f"{contact}/link", "mailto:linden@example.org")
    hand.write("about.meeting_count", "7")


def fill_context(hand: Hand) -> None:
    hand.write("context.issue", "Families come once ")
    issue = hand.control("context.issue")
    hand.qtbot.keyClick(issue, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    hand.qtbot.keyClicks(issue, "and stay away")
    source = hand.add("context.evidence")
    hand.write(f"{source}/name", "Linden plan")
    hand.write(f"{source}/year", "2014")


def fill_question(hand: Hand) -> None:
    hand.write("question.main", "Why do families come?")
    assert "question.influence_how" not in hand.wizard.step_page("question").questions
    hand.press("question.influence#partly")
    hand.write("question.influence_how", "The welcome, not the rent.")


def fill_data(hand: Hand) -> None:
    survey = hand.add("data.surveys")
    hand.write(f"{survey}/name", "Door survey")
    hand.write(f"{survey}/n", "19")
    fill_sheet(
        hand,
        f"{survey}/statements",
        {"statement": "I feel welcome", "agree": "15", "disagree": "4", "dont_know": "0"},
    )
    asked = hand.add("data.open_questions")
    hand.write(f"{asked}/question", "What would help?")
    reply = hand.add(f"{asked}/replies")
    hand.write(f"{reply}/words", "A warm room.")
    hand.press(f"{reply}/may_quote#yes")
    workshop = hand.add("data.workshops")
    hand.write(f"{workshop}/name", "Open day")
    fill_board(hand, f"{workshop}/notes", {"theme": "Welcome", "votes": "3", "note": "Tea first"})
    photo = hand.add("data.photos")
    hand.write(f"{photo}/caption", "The wall of notes")
    hand.write(f"{photo}/alt", "Notes on a wall")
    hand.press(f"{photo}/consent#nobody")


def fill_sheet(hand: Hand, group: str, cells: dict[str, str]) -> None:
    """Write one row of a table, cell by cell, as Tab leads through it."""
    hand.press(f"{group}#add")
    for words in cells.values():
        hand.qtbot.keyClicks(QApplication.focusWidget(), words)
        hand.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)


def fill_board(hand: Hand, group: str, note: dict[str, str]) -> None:
    """Put one note up on a board."""
    for part, words in note.items():
        hand.write(f"{group}#{part}", words)
    hand.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def fill_the_rest(hand: Hand) -> None:
    hand.next_step("actions")
    action = hand.add("actions.actions")
    hand.write(f"{action}/what", "Open the door at nine")
    hand.press(f"{action}/state#done")
    hand.write(f"{action}/result", "Twelve families came.")
    hand.next_step("reflections")
    hand.write("reflections.learned", "That tea matters.")
    own = hand.add("reflections.individual")
    hand.write(f"{own}/changed", "I greet people first now.")
    hand.press(f"{own}/release#respondent")
    hand.qtbot.keyClick(hand.wizard.status_bar.primary_button, Qt.Key.Key_Space)
    hand.control(f"{own}/changed")
    hand.next_step("finish")
    author = hand.add("finish.authors")
    hand.write(f"{author}/person", "Una Petrie")
    hand.press("finish.checks#read")
    hand.write("finish.acknowledgements", "The school office.")


def make_report(hand: Hand, person: Person) -> str:
    hand.wizard.sidebar.step_list.row_entered.emit("task:report")
    report = hand.window.find_task(ReportController)
    assert report is not None
    page = report.page
    page.other_place.click()
    assert page.target == person.report
    page.primary_action.trigger()
    hand.qtbot.waitUntil(
        lambda: page.result_panel.isVisible() or page.failure_panel.isVisible(), timeout=60_000
    )
    assert page.result_panel.isVisible(), page.failure_panel.label.text()
    assert not page.result_panel.missing_label.isVisible()
    assert page.result_panel.kept_back_button.text() == "See the 2 answers left out, and why"
    page.result_panel.open_button.click()
    assert person.opened == [person.report]
    return page.result_panel.summary_label.text()


def test_from_a_new_inquiry_to_a_word_report_and_back(hand: Hand, person: Person) -> None:
    begin(hand)
    fill_about(hand)
    hand.next_step("context")
    fill_context(hand)
    hand.next_step("question")
    fill_question(hand)
    hand.next_step("data")
    fill_data(hand)
    fill_the_rest(hand)
    said = make_report(hand, person)
    found, total = map(int, re.findall(r"\d+", said))
    assert total - found == 2, "answers for the group only"
    words = zipfile.ZipFile(person.report).read("word/document.xml").decode()
    assert all(text in words for text in ("Why do families come?", "I feel welcome", "Twelve families came."))
    assert all(text in words for text in ("I greet people first now.", "Respondent "))
    assert [notice.text for notice in person.told if notice.is_problem] == []

    answers = hand.wizard.session.answers().to_json(hand.wizard.session.form)
    assert answers["about"]["period"] == {"start": "2015-03", "end": "2016-12"}
    assert answers["data"]["surveys"][0]["statements"][0]["agree"] == 15
    assert answers["context"]["issue"][0]["spans"][1] == {"text": "and stay away", "strong": True}
    path = hand.wizard.session.path
    hand.window.go_home()
    assert hand.window.inquiry.wizard is None
    come_back(hand, answers, path)


def come_back(hand: Hand, answers: dict[str, object], path: Path) -> None:
    """Open the draft again by its card: everything is there, and so is the place."""
    hand.qtbot.waitUntil(lambda: hand.window.start_page.card_list.row_model.rowCount() == 1)
    hand.window.start_page.focus_start()
    hand.qtbot.keyClick(hand.window.start_page.card_list, Qt.Key.Key_Return)
    assert hand.wizard.session.path == path
    assert hand.wizard.session.answers().to_json(hand.wizard.session.form) == answers
    assert hand.wizard.current_section == "finish"
    here = QApplication.focusWidget()
    assert isinstance(here, QTextEdit)
    assert here.objectName() == "finish.acknowledgements"
    assert here.toPlainText() == "The school office."
    assert hand.wizard.sidebar.title.text() == TITLE
    hand.wizard.enter_step("context")
    issue = hand.control("context.issue")
    assert isinstance(issue, QTextEdit)
    assert issue.toPlainText() == "Families come once and stay away"
