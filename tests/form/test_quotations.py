"""A quotation is traced to its answer, and reported if the two differ."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carreport.form.answers import Answers, Version, answers_from_json
from carreport.form.loader import parse_form
from carreport.form.quotations import is_verbatim, quotation_problems, sourced_quotations

FORM = parse_form(
    '[form]\nid = "f"\ntitle = "A form"\n[[section]]\nid = "s"\ntitle = "Step"\n'
    '[[section.field]]\nid = "issue"\nkind = "text"\nlabel = "What is the issue?"\n'
    '[[section.field]]\nid = "rows"\nkind = "list"\nlabel = "Rows"\n'
    '[[section.field.field]]\nid = "said"\nkind = "line"\nlabel = "Said"\n'
)


def quote(words: str, source: str) -> dict[str, Any]:
    return {"type": "quote", "source": source, "spans": [{"text": words}]}


def answers(narrative: list[Any], **others: Any) -> Answers:
    read, problems = answers_from_json(FORM, {"s": {"$fellow": narrative, **others}})
    assert problems == []
    return read


@pytest.mark.parametrize(
    ("quoted", "source"),
    [
        ("The first call goes to a person.", "We know each other. The first call goes to a person."),
        ("The  first\ncall", "The first call goes to a person."),
        ("“They said ‘yes’ at once”", 'They said "yes" at once, and meant it.'),
        ("We know each other … to a person.", "We know each other. The first call goes to a person."),
        ("We know […] to a person", "We know each other. The first call goes to a person."),
        ("... to a person.", "The first call goes to a person."),
        ("One\n\nTwo", "One\n\nTwo\n\nThree"),
        ("It is said (mostly", "It is said (mostly).Not by all."),
        ("mostly).", "It is said (mostly).Not by all."),
        ("Three\n\nOne", "One\n\nTwo\n\nThree"),
    ],
)
def test_words_that_stand_in_their_source_are_found(quoted: str, source: str) -> None:
    assert is_verbatim(quoted, source)


def test_words_of_cells_and_of_a_row_are_found_in_the_table_that_they_are_from() -> None:
    table = {"type": "table", "rows": [["Who", "Said"], ["The nurse", "The first call goes to a person."]]}
    quoted = ["The first call goes", "The nurse The first call", "Who Said\nThe nurse", "The last call goes"]
    for words in quoted:
        found = list(quotation_problems(FORM, answers([quote(words, "s.issue")], issue=[table])))
        assert bool(found) is ("last" in words)


@pytest.mark.parametrize(
    ("quoted", "source"),
    [
        ("The last call goes to a person.", "The first call goes to a person."),
        ("to a person … The first call", "The first call goes to a person."),
        ("he art of it", "the heart of it"),
        ("the hear", "the heart of it"),
        ("…", "anything"),
        ("", "anything"),
        ("something", ""),
    ],
)
def test_words_that_do_not_stand_in_their_source_are_missed(quoted: str, source: str) -> None:
    assert not is_verbatim(quoted, source)


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1), min_size=2, max_size=12), st.data())
def test_any_run_of_whole_words_is_found(words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    assert is_verbatim("  ".join(words[start:end]), " ".join(words))


def test_a_quotation_that_still_stands_is_no_problem() -> None:
    given_ = answers([quote("It never stays", "s.issue")], issue="It never stays at school.")
    assert list(quotation_problems(FORM, given_)) == []


def test_a_quotation_that_has_drifted_is_told_with_both_texts() -> None:
    given_ = answers([quote("It always stays", "s.issue")], issue="First.\n\nIt never stays at school.")
    (problem,) = quotation_problems(FORM, given_)
    assert (problem.path, problem.code) == ("s.@fellow", "quotation-drifted")
    for text in ("“It always stays”", "“What is the issue?”", "“It never stays at school.”"):
        assert text in problem.message


@pytest.mark.parametrize("source", ["s.issue", "s.gone", "s.rows/abc/said"])
def test_a_source_that_has_gone_is_told(source: str) -> None:
    (problem,) = quotation_problems(FORM, answers([quote("Words", source)]))
    assert problem.code == "quotation-source-gone"
    assert "“Words”" in problem.message


def test_a_source_in_an_entry_is_followed() -> None:
    given_ = answers([quote("By the door", "s.rows/k3/said")], rows=[{"$id": "k3", "said": "By the door."}])
    assert list(quotation_problems(FORM, given_)) == []


def test_a_source_in_two_versions_may_be_quoted_from_either() -> None:
    read = answers([quote("Cold", "s.issue")], issue="Warm")
    versions = tuple(Version([{"type": "paragraph", "spans": [{"text": text}]}], text, "", text)
                     for text in ("Warm", "Cold"))  # fmt: skip
    assert list(quotation_problems(FORM, Answers(read.values, {"s.issue": versions}))) == []


def test_blocks_of_one_quotation_belong_together() -> None:
    blocks = [quote("One", "s.issue"), quote("Two", "s.issue"), "And so.", quote("Three", "s.issue")]
    assert [quotation.text for quotation in sourced_quotations(FORM, answers(blocks))] == [
        "One\n\nTwo",
        "Three",
    ]
