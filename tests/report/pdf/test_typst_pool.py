"""A press prints again and again, is stopped at once, and says so when it cannot."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from carreport.errors import ReportWriteError
from carreport.report.model import (
    Figure,
    Paragraph,
    PictureFile,
    Report,
    ReportSection,
    TitleBlock,
    inline_text,
)
from carreport.report.pdf import typst_pool as press_module
from carreport.report.pdf.typst_pool import TypstPool
from tests.report.pdf.conftest import Layout


def report_of(*texts: str) -> Report:
    body = tuple(Paragraph(inline_text(text)) for text in texts)
    return Report(TitleBlock(title="T"), (ReportSection("s", "1", "S", body),))


class StopError(Exception):
    """Raised by the one who waits."""


def stop() -> None:
    raise StopError


def test_the_second_report_comes_from_the_same_process(press: TypstPool) -> None:
    press.render(report_of("one"), Layout())
    process = press.process
    press.render(report_of("two"), Layout())
    assert press.process is process


def test_who_no_longer_waits_ends_the_process_at_once_and_the_next_report_comes() -> None:
    with TypstPool() as press:
        press.start()
        process = press.process
        assert process is not None
        with pytest.raises(StopError):
            press.render(report_of(*["long " * 2000] * 50), Layout(), stop)
        assert process.poll() is not None
        assert press.render(report_of("short"), Layout()).pdf.startswith(b"%PDF")


def test_a_process_that_dies_is_told_and_replaced() -> None:
    with TypstPool() as press:
        press.start()
        process = press.process
        assert process is not None

        def kill() -> None:
            process.kill()

        with pytest.raises(ReportWriteError) as caught:
            press.render(report_of("words"), Layout(), kill)
        assert caught.value.code == "report-pdf-broke-off"
        assert press.render(report_of("words"), Layout()).pdf.startswith(b"%PDF")


def test_a_report_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_module, "LONGEST_WAIT", 0.0)
    with TypstPool() as press, pytest.raises(ReportWriteError) as caught:
        press.render(report_of(*["long " * 2000] * 50), Layout())
    assert caught.value.code == "report-pdf-broke-off"


def test_what_the_typesetter_refuses_is_told_in_its_words(press: TypstPool) -> None:
    broken = PictureFile(b"no picture", "image/png", 4, 4)
    report = Report(
        TitleBlock(title="T"),
        (ReportSection("s", "1", "S", (Figure("f", 1, "C", "broken", "A"),)),),
        pictures={"broken": broken},
    )
    with pytest.raises(ReportWriteError, match="image") as caught:
        press.render(report, Layout())
    assert caught.value.code == "report-pdf"
    assert press.render(report_of("next"), Layout()).pdf


def test_pictures_of_another_report_do_not_stay(press: TypstPool, photo: PictureFile) -> None:
    figure = Figure("f", 1, "C", "wall", "A")
    press.render(
        Report(TitleBlock(title="T"), (ReportSection("s", "1", "S", (figure,)),), pictures={"wall": photo}),
        Layout(),
    )
    assert press.folder is not None
    folder = Path(press.folder.name)
    assert [path.name for path in folder.iterdir()] == ["wall.jpg"]
    press.render(report_of("none"), Layout())
    assert list(folder.iterdir()) == []


def test_closing_leaves_neither_process_nor_folder() -> None:
    press = TypstPool()
    press.render(report_of("x"), Layout())
    process, folder = press.process, press.folder
    assert process is not None
    assert folder is not None
    press.close()
    assert process.poll() is not None
    assert not Path(folder.name).exists()
    press.close()


def test_two_threads_get_each_their_own_report(press: TypstPool) -> None:
    made: dict[str, bytes] = {}

    def work(word: str) -> None:
        made[word] = press.render(report_of(word * 50), Layout()).pdf

    threads = [threading.Thread(target=work, args=(word,)) for word in ("one ", "two ")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made["one "] == press.render(report_of("one " * 50), Layout()).pdf
    assert made["one "] != made["two "]


def test_nothing_is_started_once_a_press_is_closed() -> None:
    press = TypstPool()
    press.close()
    with pytest.raises(ReportWriteError):
        press.start()
    assert press.process is None
    assert press.folder is None
