"""The preview: the real pages, drawn when they come into sight; printing goes from the same pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it comes without types
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carreport.draft.session.draft_session import DraftSession
from carreport.ui.main_window import MainWindow
from carreport.ui.report.page_view import Sheets
from carreport.ui.report.preview_controller import PreviewWork
from carreport.ui.report.preview_page import PreviewPage
from carreport.ui.report.report_controller import ReportWork

Show = Callable[[QWidget], None]
A4 = (595.0, 842.0)


@pytest.fixture
def sheets(on_screen: Show) -> Sheets:
    made = Sheets()
    on_screen(made)
    return made


@pytest.fixture
def work(window: MainWindow, session: DraftSession, qtbot: QtBot) -> PreviewWork:
    session.write("about.title", "A warm handover")
    session.close()
    window.open_draft(session.path)
    window.begin_work("preview", "populated-template")
    made = window.made(PreviewWork)
    assert made is not None
    qtbot.waitUntil(lambda: bool(made.page.where.text()), timeout=30000)
    return made


def test_only_pages_in_sight_are_asked_for(sheets: Sheets, qtbot: QtBot) -> None:
    wanted: list[int] = []
    sheets.page_wanted.connect(lambda page, _dots: wanted.append(page))
    sheets.show_pages([A4] * 30)
    qtbot.waitUntil(lambda: bool(wanted))
    sheets.go_to(20)
    qtbot.waitUntil(lambda: 20 in wanted)
    assert 10 not in wanted
    assert sheets.at == 20


def test_pages_turn_by_the_keyboard(sheets: Sheets, qtbot: QtBot) -> None:
    sheets.show_pages([A4] * 5)
    sheets.setFocus()
    qtbot.keyClick(sheets, Qt.Key.Key_End)
    assert sheets.at == 4
    qtbot.keyClick(sheets, Qt.Key.Key_Home)
    assert sheets.at == 0


def test_a_larger_size_keeps_the_page_one_is_at(sheets: Sheets) -> None:
    sheets.show_pages([A4] * 9)
    sheets.go_to(4)
    sheets.step_zoom(1)
    assert sheets.zoom > 1
    assert sheets.at == 4


def test_a_page_drawn_for_another_size_is_not_shown(sheets: Sheets, qtbot: QtBot) -> None:
    sheets.show_pages([A4])
    with qtbot.waitSignal(sheets.page_wanted, timeout=5000):
        sheets.set_zoom(2.0)
    black = QImage(10, 10, QImage.Format.Format_RGB32)
    black.fill(0)
    sheets.take(0, black)
    middle = sheets.viewport().grab().toImage().pixelColor(sheets.viewport().rect().center())
    assert middle.lightness() > 200


def test_the_pages_are_those_of_the_report(work: PreviewWork, qtbot: QtBot) -> None:
    page = work.page
    assert page.where.text().startswith("Page 1 of ")
    titles = [page.contents.itemText(index) for index in range(page.contents.count())]
    assert any("About" in title for title in titles)
    qtbot.waitUntil(lambda: _has_ink(page.sheets), timeout=10000)


def test_a_change_is_shown_when_one_comes_back(work: PreviewWork, window: MainWindow, qtbot: QtBot) -> None:
    assert window.inquiry.wizard is not None
    before = work.shown
    window.inquiry.wizard.close_other()
    window.inquiry.wizard.session.write("about.place", "Inverarden")
    window.begin_work("preview")
    qtbot.waitUntil(lambda: work.shown is not before, timeout=30000)
    assert work.shown is not None


def test_print_sends_every_page_to_the_printer(
    work: PreviewWork, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    window.prompts.printer = printer  # type: ignore[attr-defined]  # the prompts of the test
    work.page.print.click()
    qtbot.waitUntil(lambda: not work.is_printing, timeout=30000)
    assert work.shown is not None
    assert len(pypdfium2.PdfDocument(tmp_path / "printed.pdf")) == len(work.shown.sizes)


def test_the_web_page_is_opened_and_goes_with_the_inquiry(
    work: PreviewWork, window: MainWindow, qtbot: QtBot
) -> None:
    shown = window.prompts.shown  # type: ignore[attr-defined]  # the prompts of the test
    work.page.web_page.click()
    qtbot.waitUntil(lambda: bool(shown) and isinstance(shown[-1], Path), timeout=20000)
    target = shown[-1]
    assert "A warm handover" in target.read_text(encoding="utf-8")
    window.close_draft()
    assert not target.exists()


def test_from_the_preview_one_goes_on_to_the_report_of_the_same_template(
    work: PreviewWork, window: MainWindow
) -> None:
    work.page.make.click()
    report = window.made(ReportWork)
    assert report is not None
    assert report.page.templates.key == "populated-template"


def test_why_there_are_no_pages_is_said_and_the_ways_wait(on_screen: Show) -> None:
    page = PreviewPage([("a", "A")])
    on_screen(page)
    page.show_failed("There is no room on the disk.")
    assert page.trouble.isVisible()
    assert not page.print.isEnabled()
    assert page.again.isEnabled()


def _has_ink(sheets: Sheets) -> bool:
    """Say whether something dark stands on the paper in sight."""
    image = sheets.viewport().grab().toImage()
    across, down = range(200, image.width() - 200, 3), range(40, image.height() - 10, 3)
    return any(image.pixelColor(x, y).lightness() < 120 for x in across for y in down)
