"""A small sample of the edited files comes back whole, and the judge notices what does not."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from carreport.settings import HOME_VARIABLE
from tests.review.edits.all_edits import held, scripts
from tests.review.edits.bad_inputs import (
    a_pdf,
    an_odt,
    encrypted,
    entities,
    no_document,
    not_well_formed,
    old_word,
)
from tests.review.edits.copies import ReviewCopy
from tests.review.edits.count_word_marks import count_marks
from tests.review.edits.expected import LISTED, Expected, Outcome, Reading, Returned
from tests.review.edits.hostile import all_marks, like_google, strict, strike_in_insertion, word_threads
from tests.review.edits.inquiries import make_draft
from tests.review.edits.judge import judge
from tests.review.edits.misleading import broken_threads, copied_paragraphs, tracked_rows, twice_the_same_id
from tests.review.edits.producers import google_edited, noise_and_comments, noise_and_edits, word_noise
from tests.review.edits.reader import SentCopy, read, send

COMMENT = Expected(
    frozenset({"comment"}), frozenset({"story.purpose"}), 1, "Morven Sinclair", on="the bus", said="Why?"
)
FOUND = Returned("comment", "story.purpose", 1, "sure", "Morven Sinclair", on="the bus", said="Why?")
MAKE = Callable[[ReviewCopy], tuple[bytes, Outcome]]


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SentCopy]:
    folder = tmp_path_factory.mktemp("edits")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOME_VARIABLE, str(folder / "home"))
        draft = make_draft("learning-event", folder)
        yield send(draft, draft.with_suffix(".docx"))


def faults(sent: SentCopy, docx: bytes, outcome: Outcome, folder: Path) -> list[str]:
    file = folder / "back.docx"
    file.write_bytes(docx)
    marks = count_marks(file) if outcome.outcomes == {LISTED} else None
    judged = judge(outcome, read(file, sent), marks)
    return judged.faults


@pytest.mark.parametrize(
    "make",
    [
        word_threads, like_google, strict, strike_in_insertion, all_marks, google_edited, noise_and_comments,
        noise_and_edits, copied_paragraphs, tracked_rows, broken_threads, twice_the_same_id, not_well_formed,
    ],
)  # fmt: skip
def test_everything_that_a_reviewer_did_comes_back_at_its_question(
    sent: SentCopy, make: MAKE, tmp_path: Path
) -> None:
    assert faults(sent, *make(sent.copy), tmp_path) == []


def test_nothing_comes_back_from_a_file_that_word_only_saved(sent: SentCopy, tmp_path: Path) -> None:
    assert faults(sent, word_noise(sent.copy), Outcome(), tmp_path) == []


@pytest.mark.parametrize("make", [old_word, encrypted, a_pdf, an_odt, no_document, entities])
def test_a_file_that_cannot_be_read_is_refused_with_a_code(
    sent: SentCopy, make: Callable[[ReviewCopy], bytes], tmp_path: Path
) -> None:
    (tmp_path / "back.docx").write_bytes(make(sent.copy))

    assert read(tmp_path / "back.docx", sent).refusal


def test_the_other_count_takes_each_element_in_every_part(tmp_path: Path) -> None:
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    run = "<w:ins><w:r/></w:ins>"
    with zipfile.ZipFile(tmp_path / "x.docx", "w") as package:
        package.writestr("word/document.xml", f"<w:p {w}>{run}<w:del/><w:moveFromRangeStart/></w:p>")
        package.writestr("word/header1.xml", f"<w:hdr {w}>{run}</w:hdr>")
        package.writestr("word/comments.xml", f"<w:comments {w}><w:comment/><w:comment/></w:comments>")

    marks = count_marks(tmp_path / "x.docx")

    assert (marks.comments, marks.all_changes) == (2, 3)


@pytest.mark.parametrize(
    ("findings", "figure"),
    [
        ([], "dropped"),
        ([replace(FOUND, path="place.city")], "wrong_sure"),
        ([replace(FOUND, path="place.city", certainty="guess")], "wrong_guess"),
        ([replace(FOUND, certainty="none")], "in_tray"),
        ([replace(FOUND, certainty="guess")], "right_guess"),
        ([FOUND], "right_sure"),
        ([FOUND, replace(FOUND, said="Who?")], "false"),
        ([replace(FOUND, on="the train")], "text_differs"),
        ([replace(FOUND, said="Who?")], "dropped"),
    ],
)
def test_the_judge_counts_what_became_of_a_comment(findings: list[Returned], figure: str) -> None:
    verdict = judge(Outcome((COMMENT,)), Reading(tuple(findings), comments=len(findings)), None).verdict

    assert getattr(verdict, figure) == 1


def test_the_judge_notices_a_wrong_first_line(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.docx", "w") as package:
        package.writestr("word/document.xml", "<document/>")

    assert judge(Outcome(), Reading(comments=1), count_marks(tmp_path / "x.docx")).verdict.miscounted == 1


def test_the_same_numbers_give_the_same_edits(sent: SentCopy) -> None:
    once, again = (dict(scripts(sent.copy, 7)) for _ in range(2))

    assert len(once) > 80
    assert all(once[name].outcome() == script.outcome() for name, script in again.items())
    assert held(sent.copy, range(900, 901))[0][1].steps
