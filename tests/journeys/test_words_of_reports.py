"""The journeys on a real screen read their reports back, and notice what is missing or in the wrong place."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from tests.real_screen.word_report import missing_in_word


def test_words_that_are_missing_or_under_another_heading_are_told(tmp_path: Path) -> None:
    report = tmp_path / "report.docx"
    document = Document()
    document.add_paragraph("Where people go", style="Title")
    document.add_heading("2 Context", 1)
    document.add_heading("2.1 The issue", 2)
    document.add_table(1, 1).cell(0, 0).text = "People are sent on."
    document.save(str(report))
    right = [("Where people go", ""), ("People are sent on.", "The issue"), ("For the group", None)]
    wrong = [("We ring ahead.", "The issue"), ("People are sent on.", "Actions"), ("Where people go", None)]
    assert list(missing_in_word(report, right)) == []
    assert len(list(missing_in_word(report, wrong))) == 3
