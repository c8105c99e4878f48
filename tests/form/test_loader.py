"""A form file is read as a whole, and every mistake in it is listed."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.errors import FormFileError
from carreport.form.loader import MAX_MISTAKES, load_form, parse_form
from carreport.form.schema import Form, Share, Voice

HEAD = '[form]\nid = "small"\ntitle = "A small form"\n[[section]]\nid = "one"\ntitle = "One"\n'


def mistakes(source: str) -> list[str]:
    with pytest.raises(FormFileError) as caught:
        parse_form(source)
    return [mistake.code for mistake in caught.value.mistakes]


def form_of(fields: str) -> Form:
    return parse_form(HEAD + fields)


def test_a_question_has_what_its_table_says() -> None:
    form = form_of("""
        [[section.field]]
        id = "issue"
        kind = "text"
        label = "What is the issue?"
        why = "So that others see why it matters."
        voice = "member"
        share = "team"
        size = "long"
    """)
    question = form.field("one.issue")
    assert question is not None
    assert (question.label, question.voice, question.share) == (
        "What is the issue?",
        Voice.MEMBER,
        Share.TEAM,
    )
    assert question.settings == {"size": "long"}


def test_a_group_has_inner_questions_and_a_row_of_them() -> None:
    form = form_of("""
        [[section.field]]
        id = "sources"
        kind = "list"
        label = "What evidence is there?"
        item = "source"
        summary = ["name"]
        [[section.field.field]]
        id = "name"
        kind = "line"
        label = "Name"
    """)
    question = form.field("one.sources")
    assert question is not None
    assert question.is_group
    assert (question.item_noun, question.summary) == ("source", ("name",))
    assert form.field("one.sources/k3/name") == question.fields[0]


def test_inner_questions_take_over_voice_and_share_unless_they_say_otherwise() -> None:
    form = form_of("""
        [[section.field]]
        id = "reflections"
        kind = "list"
        label = "Reflections"
        voice = "member"
        share = "team"
        [[section.field.field]]
        id = "words"
        kind = "text"
        label = "Words"
        [[section.field.field]]
        id = "heading"
        kind = "line"
        label = "Heading"
        voice = "fellow"
    """)
    words, heading = form.sections[0].fields[0].fields
    assert (words.voice, words.share) == (Voice.MEMBER, Share.TEAM)
    assert (heading.voice, heading.share) == (Voice.FELLOW, Share.TEAM)


def test_survey_board_and_photos_bring_their_own_columns() -> None:
    form = form_of("""
        [[section.field]]
        id = "survey"
        kind = "survey"
        label = "Survey"
        scale = { yes = "Yes", no = "No" }
        [[section.field]]
        id = "wall"
        kind = "photos"
        label = "Photos"
    """)
    survey, wall = form.sections[0].fields
    assert [inner.id for inner in survey.fields] == ["statement", "yes", "no"]
    assert wall.fields[0].kind == "picture"


def test_five_mistakes_are_told_at_once_with_their_place_and_a_suggestion() -> None:
    source = """
        [form]
        id = "My form"
        title = "T"
        [[section]]
        id = "one"
        title = "One"
        [[section.field]]
        id = "a"
        kind = "txt"
        label = "A"
        [[section.field]]
        id = "a"
        kind = "choice"
        label = "B"
        voice = "gruop"
    """
    with pytest.raises(FormFileError) as caught:
        parse_form(source, "five.toml")
    told = str(caught.value)
    assert sorted(mistake.code for mistake in caught.value.mistakes) == [
        "bad-id",
        "no-choices",
        "same-id",
        "unknown-kind",
        "unknown-voice",
    ]
    unknown = next(mistake for mistake in caught.value.mistakes if mistake.code == "unknown-kind")
    assert unknown.place == "section “one”, field “a”"
    assert "“text”" in unknown.suggestion
    assert "five.toml" in told


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ('[[section.field]]\nid="a"\nkind="line"\nlabel="A"\nwhi="x"', "unknown-key"),
        ('[[section.field]]\nid="A b"\nkind="line"\nlabel="A"', "bad-id"),
        ('[[section.field]]\nid="a"\nkind="line"', "missing-words"),
        ('[[section.field]]\nid="a"\nkind="line"\nlabel=3', "not-text"),
        ('[[section.field]]\nid="a"\nkind="list"\nlabel="A"', "no-inner-field"),
        ('[[section.field]]\nid="a"\nkind="choice"\nlabel="A"', "no-choices"),
        ('[[section.field]]\nid="a"\nkind="choice"\nlabel="A"\nchoices=["x"]', "choices-shape"),
        ('[[section.field]]\nid="a"\nkind="line"\nlabel="A"\nchoices={x="X"}', "idle-choices"),
        ('[[section.field]]\nid="a"\nkind="line"\nlabel="A"\nshow_if={b=true}', "show-if-field"),
        ('[[section.field]]\nid="a"\nkind="line"\nlabel="A"\nshow_if="b"', "show-if-shape"),
        ('[[section.field]]\nid="a"\nkind="survey"\nlabel="A"\nscale={x="X"}', "field-setting"),
        ('[[section.field]]\nid="a"\nkind="photos"\nlabel="A"\nsummary=["b"]', "summary-field"),
        ('[[section.field]]\nid="a"\nkind="photos"\nlabel="A"\nsummary="b"', "not-names"),
        ('[section.field]\nid="a"\nkind="line"\nlabel="A"', "not-tables"),
        ("", "no-field"),
    ],
)
def test_each_slip_has_its_own_message(fields: str, code: str) -> None:
    assert code in mistakes(HEAD + fields)


def test_a_condition_must_name_an_answer_that_can_be_given() -> None:
    fields = """
        [[section.field]]
        id = "done"
        kind = "yes_no"
        label = "Done?"
        [[section.field]]
        id = "when"
        kind = "date"
        label = "When?"
        show_if = { done = "perhaps" }
    """
    assert mistakes(HEAD + fields) == ["show-if-value"]


def test_lists_may_not_stand_in_lists_without_end() -> None:
    deep = "".join(
        f'[[section{".field" * depth}]]\nid="a"\nkind="list"\nlabel="A"\n' for depth in range(1, 5)
    )
    assert "too-deep" in mistakes(
        HEAD + deep + '[[section.field.field.field.field.field]]\nid="b"\nkind="line"\nlabel="B"'
    )


def test_a_title_path_must_be_a_question() -> None:
    source = HEAD.replace("[[section]]", 'title_path = "one.titel"\n[[section]]', 1)
    assert mistakes(source + '[[section.field]]\nid="title"\nkind="line"\nlabel="A"') == ["unknown-path"]


def test_broken_toml_says_where() -> None:
    with pytest.raises(FormFileError, match="line 1"):
        parse_form('[form\nid = "x"')


def test_a_file_that_is_not_there_or_not_text_says_so(tmp_path: Path) -> None:
    with pytest.raises(FormFileError) as missing:
        load_form(tmp_path / "none.toml")
    (tmp_path / "odd.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FormFileError, match="UTF-8") as not_text:
        load_form(tmp_path / "odd.toml")
    assert {error.value.mistakes[0].code for error in (missing, not_text)} == {"form-unreadable"}


def test_a_question_is_looked_for_once_for_all_entries_of_its_list() -> None:
    form = parse_form(LISTED)
    assert form.field("about.members/a/name") is form.field("about.members/b/name")
    assert form.field("about.members/a") is form.field("about.members")
    assert form.field("about.members/a/nothing") is None
    assert form.field("about.nothing") is None
    assert form == parse_form(LISTED)


LISTED = """
[form]
id = "listed"
title = "Listed"
version = 1
[[section]]
id = "about"
title = "About"
[[section.field]]
id = "members"
kind = "list"
label = "Who was in it?"
[[section.field.field]]
id = "name"
kind = "line"
label = "Name"
"""


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("a" + ".a" * 100_000 + " = 1", "form-toml"),
        ("[" + ". a" * 80_000 + "]", "form-toml"),
        ("x = { a" + ".'a'" * 60_000 + " = 1 }", "form-toml"),
        ("x = " + "[" * 100_000, "form-toml"),
        ("x = " + "{ a = " * 40_000, "form-toml"),
        ("x = '" + "y" * 10_000_000 + "'", "form-too-long"),
    ],
)
def test_a_form_that_would_keep_the_parser_busy_is_refused(source: str, code: str) -> None:
    with pytest.raises(FormFileError) as refused:
        parse_form(source)
    assert [mistake.code for mistake in refused.value.mistakes] == [code]
    assert len(str(refused.value)) < 1_000


def test_a_form_with_thousands_of_mistakes_names_two_hundred() -> None:
    with pytest.raises(FormFileError) as refused:
        parse_form("[form]\nid = 'x'\ntitle = 'X'\n" + "[[section]]\nid = 1\n" * 10_000)
    assert len(refused.value.mistakes) == MAX_MISTAKES


def test_dots_to_write_on_are_no_long_name() -> None:
    source = "[form]\nid = 'x'\ntitle = 'X'\npurpose = 'Name: " + "." * 500 + " e.g. A. B.'\n"
    form = parse_form(
        source
        + "[[section]]\nid = 'a'\ntitle = 'A'\n[[section.field]]\nid = 'q'\nkind = 'line'\nlabel = 'Q'\n"
    )
    assert "....." in form.purpose


@pytest.mark.parametrize("letter", ["y", "ü", "字"])
def test_a_form_file_that_is_too_long_is_not_read_in_part(tmp_path: Path, letter: str) -> None:
    (tmp_path / "long.toml").write_text("# " + letter * 300_000 + "\n" + "x = 1", encoding="utf-8")
    with pytest.raises(FormFileError) as refused:
        load_form(tmp_path / "long.toml")
    assert [mistake.code for mistake in refused.value.mistakes] == ["form-too-long"]
