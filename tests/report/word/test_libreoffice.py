from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from carreport.form.richtext import Span
from carreport.report.model import (
    Callout,
    Figure,
    Footnote,
    FootnoteReference,
    ListBlock,
    ListItem,
    Paragraph,
    PictureFile,
    inline_text,
)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_prints_the_report(printed: Any, photo: PictureFile, tmp_path: Path) -> None:
    report = printed(
        Callout((inline_text("How can we?"),), "The inquiry question"),
        ListBlock((ListItem(inline_text("one"), 0, is_ordered=True),)),
        Paragraph((Span("said"), FootnoteReference(1))),
        Figure("f", 1, "The wall", "abc", "A wall"),
        footnotes=(Footnote(1, inline_text("a note")),),
        pictures={"abc": photo},
    )
    (tmp_path / "report.docx").write_bytes(report.content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "report.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
