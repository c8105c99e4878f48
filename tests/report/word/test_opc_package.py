from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from datetime import date
from typing import Any

from carreport.report.model import (
    Figure,
    ListBlock,
    ListItem,
    Paragraph,
    PictureFile,
    TitleBlock,
    inline_text,
)
from templates.build_word_shells import FOLDER, SHELLS, shell_bytes

_PRINT = """
import sys; from pathlib import Path; from types import SimpleNamespace
from carreport.report.model import *; from carreport.report.word import render_word
there = Paragraph((CrossReference("a-b", "there"),))
body = (Heading(2, "1.1", "é {x}", "a-b"), there, Callout((inline_text("q"),)))
report = Report(TitleBlock(title="T"), (ReportSection("s-1", "1", "S", body),))
sys.stdout.buffer.write(render_word(report, SimpleNamespace(folder=Path("templates/inquiry-report"))))
"""


def test_the_same_report_gives_the_same_bytes_in_every_run() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", _PRINT],
            capture_output=True,
            check=True,
            cwd=FOLDER.parent,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] != b""


def test_every_member_has_the_same_date_and_rights(printed: Any) -> None:
    members = zipfile.ZipFile(io.BytesIO(printed().content)).infolist()
    assert {(member.date_time, member.external_attr >> 16, member.create_system) for member in members} == {
        ((1980, 1, 1, 0, 0, 0), 0o600, 0)
    }
    assert [member.filename for member in members[:3]] == [
        "[Content_Types].xml", "_rels/.rels", "word/document.xml",
    ]  # fmt: skip


def test_the_properties_hold_title_language_and_day_and_nobody(printed: Any) -> None:
    report = printed(title=TitleBlock(title="R & D", author="Isla Broon"), made_on=date(2026, 11, 3))
    core = report.opened.trees["docProps/core.xml"]
    assert [(each.tag.rpartition("}")[2], each.text) for each in core] == [
        ("title", "R & D"),
        ("language", "en-GB"),
        ("created", "2026-11-03T00:00:00Z"),
        ("modified", "2026-11-03T00:00:00Z"),
    ]


def test_the_language_of_the_report_is_the_language_of_its_text(printed: Any) -> None:
    styles = printed(language="gd-GB").opened.related_tree("styles")
    assert [mark.get(next(iter(mark.attrib))) for mark in styles.iter("{*}lang")] == ["gd-GB"]


def test_many_pictures_and_lists_have_ties_and_ids_of_their_own(printed: Any, photo: PictureFile) -> None:
    names = [f"p{number}" for number in range(120)]
    figures = [Figure(name, n + 1, "", name, "A wall") for n, name in enumerate(names)]
    lists = [ListBlock((ListItem(inline_text("x"), 0, is_ordered=True),)) for _ in range(60)]
    report = printed(*figures, *lists, Paragraph(inline_text("end")), pictures=dict.fromkeys(names, photo))
    assert report.opened.faults == []
    assert sum("media/" in name for name in report.opened.names) == 120


def test_the_shipped_templates_are_what_their_script_makes() -> None:
    for name, (body, styles) in SHELLS.items():
        is_fresh = (FOLDER / name / "report.docx").read_bytes() == shell_bytes(body(), styles())
        assert is_fresh, "run: .venv/bin/python -m templates.build_word_shells"
