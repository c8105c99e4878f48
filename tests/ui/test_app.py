"""The window as a whole program, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from carreport.ui.app import put_window_first, show_message

ROOT = Path(__file__).resolve().parents[2]
START = """
import sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(sys.argv[:1])
class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            app.removeEventFilter(self)
            heavy = ("jinja2", "docx", "docxtpl", "lxml", "PIL", "platformdirs", "apsw")
            print("loaded before the first paint:", [module for module in heavy if module in sys.modules])
            QTimer.singleShot(200, app.closeAllWindows)
        return False
watcher = FirstPaint()
app.installEventFilter(watcher)
from carreport.ui.app import run
print("ended with", run())
"""


def test_the_window_starts_light_and_ends_well(tmp_path: Path) -> None:
    environment = os.environ | {"CARREPORT_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", START],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines() == ["loaded before the first paint: []", "ended with 0"], done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "config" / "settings.json").is_file()


def test_worker_threads_give_way_to_the_window_sooner_than_by_default() -> None:
    usual = sys.getswitchinterval()
    put_window_first()
    try:
        assert sys.getswitchinterval() < usual / 10
    finally:
        sys.setswitchinterval(usual)


def test_an_error_of_a_command_without_a_console_is_shown_in_a_box(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda _parent, _title, text: shown.append(text))
    show_message("There is no command called “rendr”.")
    assert shown == ["There is no command called “rendr”."]
    assert qapp.applicationName() == "carreport"
