"""The preview: the real pages, drawn when they come into sight; printing goes from the same pages."""

from __future__ import annotations

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it comes without types
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from carreport.form.schema import Form
from carreport.ui.export_folder import remember_export_folder
from carreport.ui.main_window import MainWindow
from carreport.ui.report.page_view import PageView
from carreport.ui.report.preview_controller import PreviewController
from carreport.ui.report.preview_page import READ_ALOUD, PreviewPage
from carreport.ui.report.report_page import ReportPage
from tests.ui.driver.drafts import make_draft
from tests.ui.driver.keyboard import press
from tests.ui.driver.prompts import FakePrompts
from tests.ui.driver.window import ShowWidget, WindowDriver

A4 = (595.0, 842.0)


@pytest.fixture
def page_view(on_screen: ShowWidget) -> PageView:
    view = PageView()
    on_screen(view)
    return view


@pytest.fixture
def work(driver: WindowDriver, window: MainWindow, form: Form) -> PreviewController:
    driver.open(make_draft(form, {"about.title": "A warm handover"}))
    driver.begin("preview", PreviewPage, "populated-template")
    work = window.find_task(PreviewController)
    assert work is not None
    driver.wait_until(lambda: bool(work.page.page_label.text()))
    return work


def test_only_pages_in_sight_are_asked_for(page_view: PageView, qtbot: QtBot) -> None:
    wanted: list[int] = []
    page_view.page_requested.connect(lambda page, _dots: wanted.append(page))
    page_view.show_pages([A4] * 30)
    qtbot.waitUntil(lambda: bool(wanted))
    page_view.go_to_page(20)
    qtbot.waitUntil(lambda: 20 in wanted)
    assert 10 not in wanted
    assert page_view.current_page == 20


def test_pages_turn_by_the_keyboard(page_view: PageView, qtbot: QtBot) -> None:
    page_view.show_pages([A4] * 5)
    page_view.setFocus()
    press("End")
    assert page_view.current_page == 4
    qtbot.keyClick(page_view, Qt.Key.Key_Home)
    assert page_view.current_page == 0


def test_a_larger_size_keeps_the_page_one_is_at(page_view: PageView) -> None:
    page_view.show_pages([A4] * 9)
    page_view.go_to_page(4)
    page_view.step_zoom(1)
    assert page_view.zoom > 1
    assert page_view.current_page == 4


def test_a_page_drawn_for_another_size_is_not_shown(page_view: PageView, qtbot: QtBot) -> None:
    page_view.show_pages([A4])
    with qtbot.waitSignal(page_view.page_requested, timeout=5000):
        page_view.set_zoom(2.0)
    black = QImage(10, 10, QImage.Format.Format_RGB32)
    black.fill(0)
    page_view.set_page_image(0, black)
    middle = page_view.viewport().grab().toImage().pixelColor(page_view.viewport().rect().center())
    assert middle.lightness() > 200


def test_the_pages_are_those_of_the_report(work: PreviewController, qtbot: QtBot) -> None:
    page = work.page
    assert page.page_label.text().startswith("Page 1 of ")
    titles = [page.contents.itemText(index) for index in range(page.contents.count())]
    assert any("About" in title for title in titles)
    qtbot.waitUntil(lambda: _has_ink(page.page_view), timeout=10000)


def test_a_change_is_shown_when_one_comes_back(driver: WindowDriver, work: PreviewController) -> None:
    before = work.shown_preview
    driver.wizard.return_to_last_page()
    driver.session.write("about.place", "Inverarden")
    driver.window.begin_task("preview")
    driver.wait_until(lambda: work.shown_preview is not before)
    assert work.shown_preview is not None


def test_print_sends_every_page_to_the_printer(
    prompts: FakePrompts, work: PreviewController, tmp_path: Path, qtbot: QtBot
) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    prompts.printer = printer
    work.page.print_action.trigger()
    qtbot.waitUntil(lambda: not work.is_printing, timeout=30000)
    assert work.shown_preview is not None
    assert len(pypdfium2.PdfDocument(tmp_path / "printed.pdf")) == len(work.shown_preview.sizes)


def test_the_print_command_prints_as_soon_as_the_pages_are_there(
    driver: WindowDriver, form: Form, tmp_path: Path
) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    driver.prompts.printer = printer
    driver.open(make_draft(form, {"about.title": "A warm handover"}))
    driver.trigger("print")
    driver.wait_for_page(PreviewPage)
    work = driver.window.find_task(PreviewController)
    assert work is not None
    driver.qtbot.waitUntil(lambda: bool(driver.prompts.shown), timeout=30000)
    driver.qtbot.waitUntil(lambda: not work.is_printing, timeout=30000)
    assert len(pypdfium2.PdfDocument(tmp_path / "printed.pdf")) >= 1


def test_without_a_printer_the_print_command_offers_a_pdf(driver: WindowDriver, form: Form) -> None:
    driver.prompts.knows_printer = False
    driver.open(make_draft(form, {"about.title": "A warm handover"}))
    before = driver.page
    driver.trigger("print")
    assert driver.page is before
    driver.run_action()
    page = driver.wait_for_page(ReportPage)
    assert page.target.suffix == ".pdf"


def test_the_web_page_is_opened_and_goes_with_the_inquiry(
    prompts: FakePrompts, work: PreviewController, window: MainWindow, qtbot: QtBot
) -> None:
    shown = prompts.shown
    work.page.web_page_action.trigger()
    qtbot.waitUntil(lambda: bool(shown) and isinstance(shown[-1], Path), timeout=20000)
    target = shown[-1]
    assert isinstance(target, Path)
    assert "A warm handover" in target.read_text(encoding="utf-8")
    window.close_draft()
    assert not target.exists()


def test_the_preview_makes_the_report_of_the_same_template(
    driver: WindowDriver, work: PreviewController, tmp_path: Path
) -> None:
    remember_export_folder(tmp_path)
    work.page.primary_action.trigger()
    page = driver.wait_for_page(ReportPage)
    driver.wait_until(page.result_panel.isVisible)
    assert page.template == "populated-template"
    assert page.target.parent == tmp_path
    assert page.target.exists()


def test_screen_readers_are_told_of_the_web_page(work: PreviewController) -> None:
    assert work.page.page_view.accessibleName() == "Pages of the report"
    assert work.page.page_view.accessibleDescription().endswith(READ_ALOUD)


def test_why_there_are_no_pages_is_said_and_the_ways_wait(on_screen: ShowWidget) -> None:
    page = PreviewPage([("a", "A")])
    on_screen(page)
    page.show_failed("There is no room on the disk.")
    assert page.failure_panel.isVisible()
    assert not page.print_action.isEnabled()
    assert page.refresh_action.isEnabled()


def _has_ink(page_view: PageView) -> bool:
    """Say whether something dark stands on the paper in sight."""
    image = page_view.viewport().grab().toImage()
    across, down = range(200, image.width() - 200, 3), range(40, image.height() - 10, 3)
    return any(image.pixelColor(x, y).lightness() < 120 for x in across for y in down)
