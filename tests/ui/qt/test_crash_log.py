from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from carreport.errors import DraftFileError
from carreport.ui.qt.crash_log import MAX_LOG_BYTES, CrashLog, describe_exception, log_exception
from carreport.ui.widgets.notice_bar import INTERNAL_ERROR, Notice, NoticeBar, notice_of
from tests.held_file import HeldFile


def caught(answer: str) -> Exception:
    try:
        int(answer)
    except ValueError as problem:
        return problem
    pytest.fail("a number")


def test_the_log_says_where_it_was_and_never_what_was_written(tmp_path: Path) -> None:
    log = tmp_path / "log" / "carreport.log"
    log_exception(log, caught("my private reflection"))
    words = log.read_text()
    assert "ValueError" in words
    assert "in caught" in words
    assert "reflection" not in words


def test_nor_does_it_quote_what_an_exception_was_raised_from_or_which_file_it_names(tmp_path: Path) -> None:
    ours = DraftFileError("damaged", "canary-title.carreport is damaged.")
    ours.__cause__ = caught("canary-words")
    ours.add_note("canary-note")
    log_exception(tmp_path / "log", ExceptionGroup("canary-group", [ours, caught("canary-words")]))
    assert "canary" not in (tmp_path / "log").read_text()


def test_what_the_system_writes_down_when_it_ends_the_program_has_no_words_either(tmp_path: Path) -> None:
    program = (
        "import os, sys, pathlib, carreport.ui.qt.crash_log as crash_log\n"
        "crash_log.enable_fault_log(pathlib.Path(sys.argv[1]))\n"
        "def typing(words): os.abort()\n"
        "typing('canary' + '-words')\n"
    )
    subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False, capture_output=True)
    words = (tmp_path / "crash.log").read_text()
    assert "in typing" in words
    assert "canary-words" not in words


def test_a_log_that_has_grown_large_is_put_aside(tmp_path: Path) -> None:
    log = tmp_path / "carreport.log"
    log.write_text("x" * (MAX_LOG_BYTES + 1))
    log_exception(log, caught("a"))
    assert log.stat().st_size < 1_000
    assert (tmp_path / "carreport.old.log").exists()


def test_an_exception_in_any_thread_reaches_the_window(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    mishaps = CrashLog(tmp_path / "log")
    heard: list[tuple[str, threading.Thread]] = []
    mishaps.exception_logged.connect(lambda problem: heard.append((str(problem), threading.current_thread())))
    stop = mishaps.install()
    worker = threading.Thread(target=lambda: 1 / 0)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(heard))
    stop()
    assert heard == [("division by zero", threading.main_thread())]


def test_our_own_exceptions_speak_for_themselves_and_others_get_a_calm_sentence() -> None:
    ours = DraftFileError("not-a-draft", "This is no draft.", remedy="Choose another file.")
    assert notice_of(ours).text == "This is no draft. Choose another file."
    assert notice_of(ValueError("secret")).text == INTERNAL_ERROR
    assert "secret" not in describe_exception(ValueError("secret"))


def test_a_notice_stays_until_it_is_closed_and_can_offer_a_way_out(qtbot: QtBot) -> None:
    taken: list[str] = []
    page = QWidget()
    bar = NoticeBar(lambda: page, page)
    qtbot.addWidget(page)
    assert bar.text == ""
    bar.show_notice(
        Notice("The disk is full.", action_text="Save somewhere else…", action=lambda: taken.append("way"))
    )
    assert bar.text == "The disk is full."
    bar._action_button.click()  # noqa: SLF001 - the button has no other name
    assert taken == ["way"]
    assert bar.text == ""


def test_a_log_that_cannot_be_renamed_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "carreport.log"
    log.write_text("x" * (MAX_LOG_BYTES + 1))
    monkeypatch.setattr(os, "replace", HeldFile(os.replace, tries=1))
    log_exception(log, caught("7 weeks"))
    assert "ValueError" in log.read_text()


def test_a_log_that_cannot_be_written_stops_nothing_where_there_is_no_console(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    (tmp_path / "file").touch()
    log_exception(tmp_path / "file" / "carreport.log", caught("7 weeks"))
