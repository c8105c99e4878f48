from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from carreport.form.richtext import Span
from carreport.report.model import (
    Callout,
    Entry,
    Figure,
    Listing,
    Note,
    NoteMark,
    Paragraph,
    PictureFile,
    words,
)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_prints_the_report(printed: Any, photo: PictureFile, tmp_path: Path) -> None:
    report = printed(
        Callout((words("How can we?"),), "The inquiry question"),
        Listing((Entry(words("one"), 0, ordered=True),)),
        Paragraph((Span("said"), NoteMark(1))),
        Figure("f", 1, "The wall", "abc", "A wall"),
        notes=(Note(1, words("a note")),),
        pictures={"abc": photo},
    )
    (tmp_path / "report.docx").write_bytes(report.content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "report.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
