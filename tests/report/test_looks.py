"""A sheet is a sheet: the summary of the example is one page, in Word and printed from the web page."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it comes without types
import pytest

from carreport.report.export import export_report
from tests.report.fixtures import example

TODAY = date(2026, 11, 21)


def pages(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_the_summary_of_the_example_is_one_page_in_word(tmp_path: Path) -> None:
    export_report(*example(), "summary", tmp_path / "summary.docx", TODAY)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "summary.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    assert pages(tmp_path / "summary.pdf") == 1


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not here")
def test_the_summary_of_the_example_prints_on_one_page_from_the_web_page(tmp_path: Path) -> None:
    export_report(*example(), "summary", tmp_path / "summary.html", TODAY)
    command = ["chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer",
               f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={tmp_path / 'summary.pdf'}",
               (tmp_path / "summary.html").as_uri()]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert pages(tmp_path / "summary.pdf") == 1
