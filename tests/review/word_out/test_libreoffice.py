"""A review copy comes out of LibreOffice with every bookmark, every comment and every word."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from carreport.report.word.proof.accessibility import text_of
from carreport.report.word.xml_names import NS, w
from carreport.review.word_out import make_review_copy
from tests.report.fixtures import CASES
from tests.review.word_out.conftest import EXPORT, message, part_of, ranges_in, thread


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
@pytest.mark.parametrize("case", CASES)
def test_libreoffice_keeps_what_was_sent(case: str, tmp_path: Path) -> None:
    form, answers, pictures = CASES[case]()
    threads = [
        thread("question.main", message("Who says so?"), message("We do.", "Morag"), quote="call"),
        thread("question.main", message("Good.")),
    ]
    copy = make_review_copy(form, answers, pictures, threads, EXPORT)
    (tmp_path / "copy.docx").write_bytes(copy.content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "docx", "--outdir", "out", "copy.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    saved = (tmp_path / "out" / "copy.docx").read_bytes()
    texts = {
        mark.get(w("name")): text_of(paragraph)
        for paragraph in part_of(saved, "document").iter(w("p"))
        for mark in paragraph.iterfind(".//w:bookmarkStart", NS)
    }
    sent = {sent.bookmark: (sent.text or "").replace("\u00ad", "") for sent in copy.paragraphs}
    assert sent == texts  # a soft hyphen becomes an element
    assert len(ranges_in(part_of(saved, "document"))) == copy.comments == 3
