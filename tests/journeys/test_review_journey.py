"""From the research fellow's comments to reports without a trace of them, by keyboard, and all of it said."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from carreport.review.threads import CommentType, threads_of
from carreport.settings import Settings
from carreport.ui.library import local_drafts
from carreport.ui.main_window import MainWindow
from carreport.ui.preferences import apply_theme
from carreport.ui.qt.accessible_roles import install_accessible_roles
from carreport.ui.report.report_page import ReportPage
from carreport.ui.review.review_page import ReviewPage
from carreport.ui.review.word_files.read_page import ReadReviewPage
from carreport.ui.review.word_files.send_page import SendReviewPage
from tests.real_screen.report_traces import COMMENT_MARKS, traces
from tests.ui.driver.accessibility import Announcements
from tests.ui.driver.keyboard import focus_widget, press, type_text
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.window import WindowDriver

FELLOW, GROUP, REVIEWER = "Dr Una Petrie", "Ailsa Kerr", "Morven Sinclair"
WORDS = ("Heronword", "Gannetword", "Dipperword", "Ploverword", "Wagtailword", "Ospreyword", "Kingfisherword")
BY = f'w:author="{REVIEWER}" w:date="2026-03-04T10:30:00Z"'


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> Announcements:
    return Announcements(monkeypatch)


@contextmanager
def person(name: str, draft: Path, qtbot: QtBot) -> Iterator[WindowDriver]:
    """Open the inquiry in the window of a person."""
    install_accessible_roles()
    apply_theme("light", 100)
    prompts = FakePrompts()
    window = MainWindow(Settings(name=name), prompts)
    qtbot.addWidget(window)
    window.resize(1180, 748)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    driver = WindowDriver(window, prompts, qtbot)
    driver.open(draft)
    yield driver
    window.close()


def spoken() -> str:
    """Return what a screen reader says of the control that has the focus, which must have a name."""
    interface = QAccessible.queryAccessibleInterface(focus_widget())
    assert interface is not None
    name = interface.text(QAccessible.Text.Name)
    assert name, focus_widget()
    return f"{name}. {interface.text(QAccessible.Text.Description)}"


def comment(driver: WindowDriver, path: str, words: str, *keys: str) -> str:
    """Comment on the answer at a path by keyboard; return what was said when the box opened."""
    if not path.startswith(driver.wizard.current_section):
        driver.wizard.enter_step(path.partition(".")[0])
    driver.control(path).setFocus()
    press(*keys[: keys.index("") if "" in keys else 0], "Ctrl+Alt+M")
    said = spoken()
    type_text(words)
    press(*keys[keys.index("") + 1 if "" in keys else 0 :], "Ctrl+Return")
    assert spoken().startswith("New comment")
    press("Esc")
    return said


def comment_on_five(driver: WindowDriver, announced: Announcements) -> None:
    """Comment on marked words, on what must be fixed, for oneself, and twice more."""
    mark = ("Ctrl+Home", *["Ctrl+Shift+Right"] * 3, "")
    said = comment(driver, "context.issue", WORDS[0], *mark)
    assert said.startswith("Your comment: What is the issue?. About “When a")
    comment(driver, "context.affected", WORDS[1], *["Shift+Tab"] * 3, "M")
    announced.take()
    comment(driver, "context.if_nothing", WORDS[2], "Shift+Tab", "Down")
    assert announced.take() == ["Only you can read this.", "Comment added."]
    comment(driver, "context.setting", WORDS[3])
    comment(driver, "question.main", WORDS[4])
    threads = {thread.began.words.plain_text: thread for thread in threads_of(driver.session)}
    assert len(threads) == 5
    assert threads[WORDS[0]].anchor.quote.startswith("When a")
    assert threads[WORDS[1]].type is CommentType.MUST
    assert threads[WORDS[2]].is_private


def send(driver: WindowDriver, target: Path, announced: Announcements) -> None:
    """Send it for review as Word, to somebody."""
    page = driver.begin("review_send", SendReviewPage)
    page.set_target(target)
    assert spoken().startswith("Make the Word file")
    press(*["Shift+Tab"] * 5)
    assert spoken().startswith("Who is it for?")
    type_text(REVIEWER)
    press(*["Tab"] * 5, "Return")
    driver.wait_until(page.result_panel.isVisible)
    assert announced.take()[-1].endswith("4 comments.")


def edit(source: Path, target: Path) -> None:
    """Do what a reviewer does in Word: a comment, two tracked changes, and one that is not tracked."""
    document = Document(str(source))
    paragraph = next(part for part in document.paragraphs if part.text.startswith("When a young person"))
    document.add_comment(paragraph.runs[:1], WORDS[5], author=REVIEWER, initials="MS")
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as read, zipfile.ZipFile(target, "w") as package:
        for name in read.namelist():
            part = read.read(name)
            if name == "word/document.xml":
                text = part.decode().replace(">A review of the schools", ">Ternword of the schools")
                text = _tracked(_tracked(text, "carry on", "keep going"), "counting", "reckoning")
                part = text.encode()
            package.writestr(name, part)


def _tracked(text: str, old: str, new: str) -> str:
    start = text.index(old, text.index("What happens to the group now?") if old == "carry on" else 0)
    run, end = '<w:r><w:t xml:space="preserve">', "</w:t></w:r>"
    deleted = f'<w:del w:id="901" {BY}><w:r><w:delText xml:space="preserve">{old}</w:delText></w:r></w:del>'
    added = f'<w:ins w:id="902" {BY}>{run}{new}{end}</w:ins>'
    return text[:start] + end + deleted + added + run + text[start + len(old) :]


def bring_in(driver: WindowDriver, file: Path, announced: Announcements) -> None:
    """Bring the reviewed file in."""
    page = driver.begin("review_read", ReadReviewPage, str(file))
    driver.wait_until(page.primary_action.isVisible)
    assert announced.take()[-1] == "The file has 5 comments and 4 changes; 5 and 4 are listed."
    assert "4 of its comments are in the inquiry already." in page.summary_label.text()
    assert spoken().startswith("What the file says")
    press("Tab", "Tab", "Tab", "Tab")
    assert spoken().startswith("Bring in 1 comment and 5 changes")
    press("Return")
    driver.wait_for_page(ReviewPage)


def settle_all(driver: WindowDriver, announced: Announcements) -> None:
    """Take two suggestions, leave one, and settle all the rest, by keys on the card that is shown."""
    page = driver.begin("review", ReviewPage)
    press("End", "Return")
    assert "keep going" in spoken()
    announced.take()
    press("T", "T")
    said = announced.take()
    assert [text.partition(".")[0] for text in said] == ["Suggestion taken", "Suggestion taken"]
    assert "reckoning" in said[0]
    assert "Ternword" in said[1]
    press("L", f"“{WORDS[6]}”", "Ctrl+Return")
    assert announced.take()[-1] == "Suggestion left out."
    for left in range(page.comment_list.row_model.rowCount(), 0, -1):
        assert spoken().startswith(("Remark", "Must be fixed")), left
        press("S", "Return")
    assert {"Settled as done.", "There are no open comments."} <= set(announced.take())
    assert spoken()


def report(driver: WindowDriver, target: Path) -> None:
    """Make a report."""
    page = driver.begin("report", ReportPage)
    assert spoken().startswith("Word document")
    while page.formats.key != target.suffix:
        press("Right")
    page.set_target(target)
    while not spoken().startswith("Make"):
        press("Tab")
    press("Return")
    outcomes = (page.result_panel, page.failure_panel, page.names_panel)
    driver.qtbot.waitUntil(lambda: any(panel.isVisible() for panel in outcomes), timeout=60_000)
    assert page.result_panel.isVisible(), page.failure_panel.label.text()


def test_a_review_leaves_no_trace_in_the_report(
    qtbot: QtBot, announced: Announcements, tmp_path: Path
) -> None:
    with local_drafts.open_example(GROUP) as session:
        draft = session.path
    with person(FELLOW, draft, qtbot) as fellow:
        comment_on_five(fellow, announced)
        send(fellow, tmp_path / "sent.docx", announced)
        edit(tmp_path / "sent.docx", tmp_path / "back.docx")
        bring_in(fellow, tmp_path / "back.docx", announced)
    with person(GROUP, draft, qtbot) as group:
        assert WORDS[2] not in str(threads_of(group.session))
        settle_all(group, announced)
        assert all(thread.is_settled for thread in threads_of(group.session))
        for name in ("report.docx", "report.html"):
            report(group, tmp_path / name)
            assert list(traces(tmp_path / name, (*WORDS, "Ternword", REVIEWER, *COMMENT_MARKS))) == []
            assert list(traces(tmp_path / name, ("keep going", "reckoning"))) == ["keep going", "reckoning"]
