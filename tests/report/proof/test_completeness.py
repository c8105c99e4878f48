"""The proof finds what an emitter loses, whatever it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from carreport.report.proof.completeness import Proof, prove_html

FIELDS = "".join(
    f'[[section.field]]\nid = "{name}"\nkind = "{kind}"\nlabel = "The {name}?"\n{more}\n'
    for name, kind, more in (
        ("line", "line", ""),
        ("text", "text", ""),
        ("again", "text", ""),
        ("person", "person", ""),
        ("period", "period", ""),
        ("number", "number", ""),
        ("choices", "choices", 'choices = { a = "Ash tree", b = "Birch tree" }'),
        ("photos", "photos", ""),
        ("survey", "survey", ""),
    )
)


@pytest.fixture
def made(make: Callable[..., Any], picture: Any) -> Any:
    value, files = picture
    given = {
        "line": "alder",
        "text": "First paragraph.\n\n- second entry",
        "again": "First paragraph.",
        "person": {"name": "Morag Weir", "role": "Nurse"},
        "period": {"start": "2015-03", "end": "2016-12"},
        "number": 4821,
        "choices": ["a", "b"],
        "photos": [{"picture": value, "caption": "The wall", "alt": "Notes on a wall"}],
        "survey": [{"statement": "We meet", "agree": 3, "disagree": 1}],
    }
    return make(FIELDS, given, pictures=files)


def after(made: Any, old: str, new: str, times: int = -1) -> Proof:
    page = made.html
    assert old in page
    return prove_html(page.replace(old, new, times).encode(), made.report, made.form, made.answers)


def test_a_whole_page_is_proved(made: Any) -> None:
    assert made.proof.sentence == "12 of 12 answers, 2 pictures"
    assert made.proof.missing == ()


@pytest.mark.parametrize(
    ("lost", "label"),
    [
        ("alder", "The line?"),
        ("second entry", "The text?"),
        ("Nurse", "The person?"),
        ("December 2016", "The period?"),
        ("4,821", "The number?"),
        ("Birch tree", "The choices?"),
        ("Notes on a wall", "What it shows, for those who cannot see it"),
        ("The wall", "Caption"),
        ("We meet", "Statement"),
    ],
)
def test_lost_words_are_named_by_their_question(made: Any, lost: str, label: str) -> None:
    proof = after(made, lost, "")
    assert label in [each.label for each in proof.missing]


def test_a_paragraph_written_twice_must_be_there_twice(made: Any) -> None:
    proof = after(made, "First paragraph.", "", 1)
    assert [each.label for each in proof.missing] == ["The again?"]


def test_a_lost_picture_is_named_and_not_counted(made: Any) -> None:
    proof = after(made, "<img", "<span")
    assert "1 of 2 pictures" in proof.sentence
    assert "Picture" in [each.label for each in proof.missing]


def test_a_lost_chart_is_named(made: Any) -> None:
    proof = after(made, "<svg", "<p")
    assert "Figure 2" in [each.label for each in proof.missing]


def test_a_figure_that_changed_in_a_table_is_found_by_its_row(made: Any) -> None:
    proof = after(made, '<td dir="auto" class="figures">75</td>', '<td dir="auto" class="figures">57</td>')
    assert "Table 1" in [each.label for each in proof.missing]


def test_a_lost_caption_is_named(made: Any) -> None:
    proof = after(made, "Replies to the survey", "")
    assert "Table 1" in [each.label for each in proof.missing]
