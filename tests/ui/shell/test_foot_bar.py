"""The bar under the page: its filled button is the primary action of the page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from carreport.ui.inquiry.status_bar import StatusBar
from carreport.ui.widgets.scroll_column import PrimaryAction


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[StatusBar]:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    bar = StatusBar()
    column.addWidget(QLineEdit())
    column.addWidget(bar)
    page.show()
    qtbot.waitActive(page)
    yield bar
    page.close()


def test_the_filled_button_follows_the_action_of_the_page(bar: StatusBar) -> None:
    action = PrimaryAction("Make Word & PDF", bar)
    bar.show_action(action)
    assert bar.primary_button.isVisible()
    assert bar.primary_button.text() == "Make Word && PDF"
    assert bar.primary_button.style_role == "filled"
    action.setText("Open")
    action.setEnabled(False)
    assert (bar.primary_button.text(), bar.primary_button.isEnabled()) == ("Open", False)
    action.setVisible(False)
    assert bar.primary_button.isHidden()


def test_only_the_action_that_is_shown_is_triggered(bar: StatusBar) -> None:
    done: list[str] = []
    for name in ("old", "new"):
        action = PrimaryAction(name, bar)
        action.triggered.connect(lambda _checked=False, name=name: done.append(name))
        bar.show_action(action)
    bar.primary_button.click()
    assert done == ["new"]


def test_a_page_without_a_primary_action_has_no_filled_button(bar: StatusBar) -> None:
    bar.show_action(PrimaryAction("Send", bar))
    bar.show_action(None)
    assert bar.primary_button.isHidden()


def test_the_button_takes_back_the_focus_that_it_lost_while_it_was_disabled(bar: StatusBar) -> None:
    action = PrimaryAction("Make", bar)
    bar.show_action(action)
    bar.primary_button.setFocus(Qt.FocusReason.TabFocusReason)
    action.setEnabled(False)
    assert QApplication.focusWidget() is not bar.primary_button
    action.setEnabled(True)
    assert QApplication.focusWidget() is bar.primary_button


def test_the_foot_bar_says_less_in_a_narrow_window_and_stays_one_line_high(bar: StatusBar) -> None:
    whole = "Back to Bring in a reviewed Word file"
    bar.show_action(PrimaryAction("Bring in 1 comment and 1 change", bar))
    bar.show_saving()
    bar.show_saved(datetime(2026, 12, 1, 9, 5, tzinfo=UTC))
    bar.set_back_text(whole)
    shown, heights = [], set()
    for width in (1200, 880, 640, 500):
        bar.window().resize(width, 400)
        QApplication.processEvents()
        heights.add(bar.height())
        shown.append((bar.back_button.text(), bar.saved_label.text()[3:8]))
        assert bar.saved_label.width() >= bar.saved_label.sizeHint().width()
    assert len(heights) == 1
    assert shown[0] == (whole, "Saved")
    assert shown[-1] == ("Back", "")
    assert (bar.back_button.toolTip(), bar.back_button.accessibleName()) == (whole, whole)
