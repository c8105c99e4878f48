"""Every shipped template prints every kind of inquiry whole, as a web page and in Word."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from carreport.assets import template_folders
from carreport.report.export import export_report
from carreport.report.html.html_proof import html_faults
from carreport.report.word.proof.docx_faults import word_faults
from tests.report.fixtures import CASES

TODAY = date(2026, 11, 21)
NAMES = [folder.name for folder in template_folders()]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", NAMES)
def test_a_word_file_is_whole_sound_and_for_everybody(case: str, name: str, tmp_path: Path) -> None:
    made = export_report(*CASES[case](), name, tmp_path / "report.docx", TODAY)
    assert made.proof.missing == ()
    assert word_faults(made.path.read_bytes()) == []


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", NAMES)
def test_a_web_page_is_whole_stands_alone_and_is_for_everybody(case: str, name: str, tmp_path: Path) -> None:
    made = export_report(*CASES[case](), name, tmp_path / "report.html", TODAY)
    assert made.proof.missing == ()
    assert html_faults(made.path.read_bytes()) == []
