"""The find panel in a low window with the largest letters."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from carreport.ui.find.find_controller import FindController
from tests.ui.driver.drafts import make_inquiry
from tests.ui.driver.window import WindowDriver


def test_nothing_is_squeezed_in_a_low_window_with_the_largest_letters(driver: WindowDriver) -> None:
    driver.open(make_inquiry())
    driver.window.preferences.set_text_size(200)
    driver.window.resize(640, 600)
    driver.window.begin_task("find", "replace")
    QApplication.processEvents()
    task = driver.window.find_task(FindController)
    assert task is not None
    box = task.page.replace_box
    height, least = box.height(), box.minimumSizeHint().height()
    driver.window.preferences.set_text_size(100)
    assert height >= least
