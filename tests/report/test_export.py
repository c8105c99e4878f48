"""A report comes out whole or not at all, and an old one stays until the new one is proved."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from carreport import atomic_write
from carreport.atomic_write import free_path, replace_file
from carreport.errors import ReportWriteError, TemplateError
from carreport.report import export
from carreport.report.export import ExportResult, export_report
from carreport.report.proof.completeness import MissingItem, Proof

TODAY = date(2026, 11, 21)
OLD = b"the old report"


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def made(example: Any, target: Path, template: str = "inquiry-report", **more: Any) -> ExportResult:
    return export_report(example.form, example.answers, example.pictures, template, target, TODAY, **more)


@pytest.mark.parametrize("template", ["inquiry-report", "populated-template"])
@pytest.mark.parametrize("suffix", [".html", ".docx", ".DOCX", ".pdf"])
def test_the_example_comes_out_whole(example: Any, tmp_path: Path, template: str, suffix: str) -> None:
    done = made(example, tmp_path / f"report{suffix}", template)
    assert done.proof.missing == ()
    assert done.proof.answers_found == done.proof.answers_expected > 500
    assert done.proof.sentence.endswith("answers, 4 pictures")
    assert names_in(tmp_path) == [done.path.name]


@pytest.mark.parametrize("suffix", [".html", ".docx", ".pdf"])
def test_the_same_draft_template_and_date_give_the_same_bytes(
    example: Any, tmp_path: Path, suffix: str
) -> None:
    first, second = (made(example, tmp_path / f"{name}{suffix}").path.read_bytes() for name in "ab")
    assert first == second


def refusal(example: Any, target: Path, **more: Any) -> ReportWriteError:
    with pytest.raises(ReportWriteError) as caught:
        made(example, target, **more)
    return caught.value


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("report.odt", "report-format"),
        ("report", "report-format"),
        ("no/report.html", "report-folder-missing"),
    ],
)
def test_a_place_that_cannot_be_used_is_told_before_any_work(
    example: Any, tmp_path: Path, name: str, code: str
) -> None:
    refused = refusal(example, tmp_path / name)
    assert refused.code == code
    assert refused.remedy


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "report.odt",
            (
                "“report.odt” is not a Word file, a PDF or a web page. Its name ends in “.odt”. "
                "Choose a name that ends in .docx, .pdf or .html (for a web page)."
            ),
        ),
        (
            "report",
            (
                "“report” is not a Word file, a PDF or a web page. Its name has no file extension. "
                "Choose a name that ends in .docx, .pdf or .html (for a web page)."
            ),
        ),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(
    example: Any, tmp_path: Path, name: str, message: str
) -> None:
    assert str(refusal(example, tmp_path / name)) == message


def test_a_folder_with_the_name_of_the_report_is_told(example: Any, tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()
    assert refusal(example, tmp_path / "report.html").code == "report-folder"


def test_an_unknown_template_is_told(example: Any, tmp_path: Path) -> None:
    with pytest.raises(TemplateError):
        made(example, tmp_path / "report.html", "no-such")


def test_an_old_report_stays_when_the_new_one_is_not_whole(
    example: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.html"
    target.write_bytes(OLD)
    lost = tuple(MissingItem(f"about.q{number}", f"Question {number}", "words") for number in range(8))
    monkeypatch.setitem(export.PROVE, ".html", lambda *_: Proof(1, 9, 0, 0, lost))
    refused = refusal(example, target)
    assert refused.code == "report-incomplete"
    assert "Question 0: words" in str(refused)
    assert "and 3 more" in str(refused)
    assert target.read_bytes() == OLD
    assert names_in(tmp_path) == ["report.html"]


def test_a_file_that_is_open_elsewhere_is_kept_and_another_name_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(OLD)

    def locked(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(os, "replace", locked)
    with pytest.raises(ReportWriteError) as caught:
        replace_file(target, b"new")
    assert caught.value.code == "report-locked"
    assert "“report (2).docx”" in caught.value.remedy
    assert target.read_bytes() == OLD
    assert names_in(tmp_path) == ["report.docx"]


@pytest.mark.parametrize("note", ["~$port.docx", "~$eport.docx", ".~lock.report.docx#"])
def test_a_file_that_is_open_in_word_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, note: str
) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(OLD)
    (tmp_path / note).touch()
    monkeypatch.setattr(os, "replace", Held(32, times=99))
    monkeypatch.setattr(atomic_write, "RETRY_PAUSES", (0.0,))
    with pytest.raises(ReportWriteError) as caught:
        replace_file(target, b"new")
    assert "It is open in Word." in str(caught.value)
    assert "Close it and try again, or save the report as “report (2).docx”." in str(caught.value)
    assert target.read_bytes() == OLD


class Held:
    """A file that somebody holds for a while, as Windows says it."""

    def __init__(self, winerror: int, times: int) -> None:
        self.winerror, self.left, self.replace = winerror, times, os.replace

    def __call__(self, source: Path, target: Path) -> None:
        if self.left:
            self.left -= 1
            problem = PermissionError(13, "in use")
            problem.winerror = self.winerror  # type: ignore[attr-defined,unused-ignore]  # Windows only
            raise problem
        self.replace(source, target)


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_a_scanner_that_holds_the_file_for_a_moment_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, winerror: int
) -> None:
    target = tmp_path / "report.docx"
    target.write_bytes(OLD)
    monkeypatch.setattr(os, "replace", Held(winerror, times=3))
    monkeypatch.setattr(atomic_write, "RETRY_PAUSES", (0.0,) * 5)
    replace_file(target, b"new")
    assert target.read_bytes() == b"new"
    assert names_in(tmp_path) == ["report.docx"]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ReportWriteError) as caught:
        replace_file(tmp_path / "report.html", b"new")
    assert "the disk is full" in str(caught.value)
    assert names_in(tmp_path) == []


def test_a_report_clears_away_what_a_killed_program_left_of_an_earlier_one(tmp_path: Path) -> None:
    old, fresh = tmp_path / ".carreport-0123abcd0123.part", tmp_path / ".carreport-4567abcd0123.part"
    for each in (old, fresh):
        each.write_text("half")
    os.utime(old, (0, 0))
    replace_file(tmp_path / "report.html", b"whole")
    assert (old.exists(), fresh.exists()) == (False, True)


def test_a_free_name_is_one_that_no_file_has(tmp_path: Path) -> None:
    for name in ("report.html", "report (2).html"):
        (tmp_path / name).touch()
    assert free_path(tmp_path / "report.html").name == "report (3).html"


class CalledOffError(Exception):
    """Raised by the one who waits."""


def test_the_work_says_how_far_it_is_and_can_be_called_off(example: Any, tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []

    def stop_at_the_proof(share: float, words: str) -> None:
        told.append((share, words))
        if share >= 0.7:
            raise CalledOffError

    with pytest.raises(CalledOffError):
        made(example, tmp_path / "report.html", progress=stop_at_the_proof)
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert names_in(tmp_path) == []
