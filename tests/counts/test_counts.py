"""A small sample of the comparison of all numbers, and tests that it finds what is wrong."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.counts import oracle
from tests.counts.drawn import ReplyFile, draw
from tests.counts.making import compare
from tests.counts.oracle import Figures, count, share
from tests.counts.pages import Piece, pieces_of_page
from tests.counts.printed import Reader, Verdict, read_again

FORM: dict[str, list[str]] = {"section": []}
ANSWERS = {
    "data": {
        "surveys": [
            {
                "$id": "s", "name": "Views", "n": 4,
                "statements": [
                    {"$id": "a", "statement": "It helps", "agree": 3, "disagree": 1, "dont_know": 0}
                ],
            }
        ]
    }
}  # fmt: skip
HEADER = ("Statement", "n", "Agree", "Disagree", "Don’t know", "% agree", "% disagree", "% don’t know")
RIGHT_ROW = ("a) It helps", "4", "3", "1", "0", "75", "25", "0")


def figures() -> Figures:
    return count(ANSWERS, [], [], FORM)


def read(*pieces: Piece) -> Verdict:
    return Reader(figures(), "table").read(pieces)


def test_the_oracle_shares_no_code_with_the_program() -> None:
    tree = ast.parse(Path(oracle.__file__).read_text(encoding="utf-8"))
    modules = {part.module for part in ast.walk(tree) if isinstance(part, ast.ImportFrom)}
    modules |= {name.name for part in ast.walk(tree) if isinstance(part, ast.Import) for name in part.names}
    assert "carreport" not in {str(module).partition(".")[0] for module in modules}
    assert {str(module).partition(".")[0] for module in modules} <= {*sys.stdlib_module_names}


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [(1, 2, "50"), (1, 8, "13"), (199, 200, ">99"), (1, 200, "<1"), (0, 7, "0"), (7, 7, "100"), (0, 0, "–")],
)
def test_a_share_is_whole_and_zero_or_all_only_if_exact(part: int, whole: int, printed: str) -> None:
    assert share(part, whole) == printed


def test_a_scale_from_its_low_end_agrees_where_its_words_do() -> None:
    steps = "Strongly disagree; Disagree; Agree; Strongly agree"
    file = ReplyFile(
        "v.csv", "Id,Heard\n1,Agree\n2,Strongly agree\n3,Disagree\n", "Views", ["--steps", steps]
    )
    survey = count({"data": {"surveys": [{"$id": "s", "name": "Views"}]}}, [file], [], FORM).surveys[0]
    assert survey.statements[0].together() == {"agree": 2, "disagree": 1}


def test_a_later_file_counts_nobody_twice_and_nobody_who_withdrew() -> None:
    ways = ["--scale", "yes_no", "--take", "C=open"]
    files = [ReplyFile("a.csv", "Id,Well,Why\n1,Yes,this\n2,No,that\n", "Views", ways),
             ReplyFile("b.csv", "Id,Well,Why\n1,Yes,this\n2,No,that\n3,Yes,\n", "Views", ways)]  # fmt: skip
    survey = count({"data": {"surveys": [{"$id": "s", "name": "Views"}]}}, files, ["that"], FORM).surveys[0]
    assert (survey.replies, survey.statements[0].counts) == (2, {"Yes": 2, "No": 0, "Don’t know": 0})


def test_people_who_ticked_nothing_are_counted_only_if_they_were_asked() -> None:
    ways = ["--scale", "three", "--take", "C=ticks", "--take", "D=ticks", "--ticked-nothing"]
    text = "Id,Well,What? [A walk],What? [A talk]\n1,Agree,x,\n2,Agree,,\n"
    sizes = []
    for choice in ("answered", "skipped"):
        file = ReplyFile("v.csv", text, "Views", [*ways, choice])
        survey = count({"data": {"surveys": [{"$id": "s", "name": "Views"}]}}, [file], [], FORM).surveys[0]
        sizes.append((survey.statements[1].wording, survey.statements[1].n))
    assert sizes == [("What? – A walk", 2), ("What? – A walk", 1)]


def test_a_right_table_agrees() -> None:
    verdict = read(Piece("", "table", HEADER, (RIGHT_ROW,)))
    assert (verdict.agree, verdict.differ) == (7, [])


@pytest.mark.parametrize("column", range(1, 8))
def test_one_wrong_number_in_a_table_differs(column: int) -> None:
    row = (*RIGHT_ROW[:column], "2", *RIGHT_ROW[column + 1 :])
    assert len(read(Piece("", "table", HEADER, (row,))).differ) == 1


def test_a_wrong_evidence_sentence_differs() -> None:
    right, wrong = "3 of 4 agreed with “It helps” (75%)", "3 of 4 agreed with “It helps” (76%)"
    assert read(Piece(right)).agree == 1
    assert len(read(Piece(wrong)).differ) == 1


def test_a_figure_that_is_printed_nowhere_is_missing() -> None:
    verdict = read(Piece("", "table", HEADER[:2], (RIGHT_ROW[:2],)))
    assert any("% agree" in line for line in verdict.missing)


def test_a_number_that_no_sentence_explains_is_kept_apart() -> None:
    assert read(Piece("There were 17 of them in May 2016.")).unexplained.total() == 1


def test_a_number_that_is_another_in_a_pdf_is_missing_there() -> None:
    page = pieces_of_page(b"<html><body><p>19 people answered.</p></body></html>")
    assert read_again(page, "19 people\nanswered.", "report").missing == []
    assert len(read_again(page, "18 people\nanswered.", "report").missing) == 1


def wrong_in(verdicts: dict[str, Verdict]) -> list[str]:
    return [
        line
        for verdict in verdicts.values()
        for line in (*verdict.differ, *verdict.missing, *verdict.unexplained)
    ]


def test_every_number_in_text_and_pages_is_that_of_the_oracle(tmp_path: Path) -> None:
    verdicts = compare(5, tmp_path, formats=(".html",), has_window=False)
    assert wrong_in(verdicts) == []
    assert sum(verdict.agree for verdict in verdicts.values()) > 100


def test_every_number_in_the_window_word_and_pdf_is_that_of_the_oracle(
    qapp: QApplication, tmp_path: Path
) -> None:
    assert qapp is not None
    verdicts = compare(318, tmp_path, templates=["inquiry-report"])
    assert wrong_in(verdicts) == []
    assert verdicts["window"].agree > 50


def test_the_same_number_draws_the_same_inquiry() -> None:
    assert draw(7) == draw(7)
    assert draw(7).answers != draw(8).answers
