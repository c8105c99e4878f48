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
from carreport.ui.report.page_view import PageView
from carreport.ui.report.preview_controller import PreviewController
from carreport.ui.report.preview_page import PreviewPage
from carreport.ui.report.report_controller import ReportController

Show = Callable[[QWidget], None]
A4 = (595.0, 842.0)


@pytest.fixture
def sheets(on_screen: Show) -> PageView:
    made = PageView()
    on_screen(made)
    return made


@pytest.fixture
def work(window: MainWindow, session: DraftSession, qtbot: QtBot) -> PreviewController:
    session.write("about.title", "A warm handover")
    session.close()
    window.open_draft(session.path)
    window.begin_task("preview", "populated-template")
    made = window.find_task(PreviewController)
    assert made is not None
    qtbot.waitUntil(lambda: bool(made.page.page_label.text()), timeout=30000)
    return made


def test_only_pages_in_sight_are_asked_for(sheets: PageView, qtbot: QtBot) -> None:
    wanted: list[int] = []
    sheets.page_requested.connect(lambda page, _dots: wanted.append(page))
    sheets.show_pages([A4] * 30)
    qtbot.waitUntil(lambda: bool(wanted))
    sheets.go_to_page(20)
    qtbot.waitUntil(lambda: 20 in wanted)
    assert 10 not in wanted
    assert sheets.current_page == 20


def test_pages_turn_by_the_keyboard(sheets: PageView, qtbot: QtBot) -> None:
    sheets.show_pages([A4] * 5)
    sheets.setFocus()
    qtbot.keyClick(sheets, Qt.Key.Key_End)
    assert sheets.current_page == 4
    qtbot.keyClick(sheets, Qt.Key.Key_Home)
    assert sheets.current_page == 0


def test_a_larger_size_keeps_the_page_one_is_at(sheets: PageView) -> None:
    sheets.show_pages([A4] * 9)
    sheets.go_to_page(4)
    sheets.step_zoom(1)
    assert sheets.zoom > 1
    assert sheets.current_page == 4


def test_a_page_drawn_for_another_size_is_not_shown(sheets: PageView, qtbot: QtBot) -> None:
    sheets.show_pages([A4])
    with qtbot.waitSignal(sheets.page_requested, timeout=5000):
        sheets.set_zoom(2.0)
    black = QImage(10, 10, QImage.Format.Format_RGB32)
    black.fill(0)
    sheets.set_page_image(0, black)
    middle = sheets.viewport().grab().toImage().pixelColor(sheets.viewport().rect().center())
    assert middle.lightness() > 200


def test_the_pages_are_those_of_the_report(work: PreviewController, qtbot: QtBot) -> None:
    page = work.page
    assert page.page_label.text().startswith("Page 1 of ")
    titles = [page.contents.itemText(index) for index in range(page.contents.count())]
    assert any("About" in title for title in titles)
    qtbot.waitUntil(lambda: _has_ink(page.page_view), timeout=10000)


def test_a_change_is_shown_when_one_comes_back(
    work: PreviewController, window: MainWindow, qtbot: QtBot
) -> None:
    assert window.inquiry.wizard is not None
    before = work.shown_preview
    window.inquiry.wizard.return_to_step()
    window.inquiry.wizard.session.write("about.place", "Inverarden")
    window.begin_task("preview")
    qtbot.waitUntil(lambda: work.shown_preview is not before, timeout=30000)
    assert work.shown_preview is not None


def test_print_sends_every_page_to_the_printer(
    work: PreviewController, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    window.prompts.printer = printer  # type: ignore[attr-defined]  # the prompts of the test
    work.page.print_button.click()
    qtbot.waitUntil(lambda: not work.is_printing, timeout=30000)
    assert work.shown_preview is not None
    assert len(pypdfium2.PdfDocument(tmp_path / "printed.pdf")) == len(work.shown_preview.sizes)


def test_the_web_page_is_opened_and_goes_with_the_inquiry(
    work: PreviewController, window: MainWindow, qtbot: QtBot
) -> None:
    shown = window.prompts.shown  # type: ignore[attr-defined]  # the prompts of the test
    work.page.web_page_button.click()
    qtbot.waitUntil(lambda: bool(shown) and isinstance(shown[-1], Path), timeout=20000)
    target = shown[-1]
    assert "A warm handover" in target.read_text(encoding="utf-8")
    window.close_draft()
    assert not target.exists()


def test_from_the_preview_one_goes_on_to_the_report_of_the_same_template(
    work: PreviewController, window: MainWindow
) -> None:
    work.page.report_button.click()
    report = window.find_task(ReportController)
    assert report is not None
    assert report.page.templates.key == "populated-template"


def test_why_there_are_no_pages_is_said_and_the_ways_wait(on_screen: Show) -> None:
    page = PreviewPage([("a", "A")])
    on_screen(page)
    page.show_failed("There is no room on the disk.")
    assert page.failure_panel.isVisible()
    assert not page.print_button.isEnabled()
    assert page.refresh_button.isEnabled()


def _has_ink(sheets: PageView) -> bool:
    """Say whether something dark stands on the paper in sight."""
    image = sheets.viewport().grab().toImage()
    across, down = range(200, image.width() - 200, 3), range(40, image.height() - 10, 3)
    return any(image.pixelColor(x, y).lightness() < 120 for x in across for y in down)
