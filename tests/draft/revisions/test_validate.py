"""What can be typed can be read back, and nothing else is an answer."""

from __future__ import annotations

import json

import pytest

from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.revision import Revision, bare_revision, canonical_text, make_revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.revisions.validate import (
    NO_AUTHOR_OR_TIME,
    TOO_LONG,
    WRONG_PLACE,
    WRONG_SHAPE,
    AnswerRules,
)
from carreport.form.kinds import KINDS, InvalidValue, kind_of
from carreport.form.loader import parse_form
from carreport.form.schema import Form


def replies(text: str) -> dict[str, object]:
    column = {"as": "open", "to": "k3", "heading": "Why?", "texts": [text]}
    return {"file": "a.csv", "steps": [["yes", "Yes"]], "columns": [column], "marks": "0" * 12}


CHOICES = 'choices = { plan = "A plan", talk = "A talk" }\n'
HEAD = '[form]\nid = "kinds"\ntitle = "All kinds"\nversion = 1\n[[section]]\nid = "all"\ntitle = "All"\n'
FORM = HEAD + "".join(
    f'[[section.field]]\nid = "{name}"\nkind = "{name}"\nlabel = "A {name}"\n'
    + (CHOICES if kind.takes_choices else "")
    for name, kind in KINDS.items()
    if not kind.takes_fields
)
WHEN = "2026-03-02T14:03:10.250+00:00"
TYPED = {
    "line": (
        "words",
        " words ",
        "tab\there",
        "two\nlines",
        "\ud800",
        "\u202eabc",
        '“quoted” \\ and "',
        5,
        "😀é",
    ),
    "text": (
        "",
        "words",
        "one\n\n- two\n\nthree",
        "\x07\x0b",
        [{"type": "quote", "spans": [{"text": "a"}]}],
        [{"spans": [{"text": "plan", "link": "https://a.example/o\ufb03ce\ufeff"}]}],
        [{"spans": [{"text": "plan", "link": "mailto:a\x0fb"}]}],
    ),
    "choice": ("plan", "A talk", ""),
    "choices": (["talk", "plan"], [], "A plan"),
    "number": (5, "5", "1,234", "about 20", "1e400", "9" * 5000, "٣", None, "", "4.5", -3, 10**15),
    "date": ("2016", "14 March 2016", "31 Febuary", "", "spring", 2016),
    "period": ({"start": "2015-03", "end": ""}, {}, {"start": "soon"}),
    "yes_no": (True, "no", None, ""),
    "link": ("https://a.example", "javascript:alert(1)", ""),
    "person": ("Ailsa", {"name": "Ailsa", "role": ""}, {}, {"name": "x" * 30_000}),
    "picture": ({}, {"sha256": "a" * 64, "type": "image/png", "width": 5, "height": 5}),
    "evidence": ("", "data.surveys/k3/statements/p9#agree"),
    "replies": ({}, None, replies("\ufb03" * 6000), replies("a\x0cb\ufeff")),
}
FORGED = {
    "line": ('["words"]', '{"a":"b"}', "5", '"\\u0007"', '"\\ud800"', '"a"  ', '{"a":"b","a":"c"}', "NaN"),
    "text": ('"words"', '[{"spans":[],"type":"table"}]', '[{"spans":{},"type":"quote"}]', "{}", "[5]",
             '[{"spans":[{"link":"javascript:alert(1)","text":"a"}],"type":"paragraph"}]',
             '[{"level":true,"spans":[{"text":"a"}],"type":"bullet"}]',
             '[{"level":3,"spans":[{"text":"a"}],"type":"bullet"}]',
             '[{"level":1,"spans":[{"text":"a"}],"type":"quote"}]', '[{"spans":[],"type":"quote"}]',
             '[{"spans":[{"text":" "}],"type":"paragraph"}]', "[" * 3000 + "]" * 3000, "[" * 20 + "]" * 20),
    "choice": ('["plan"]', "5", '"two\\nlines"', json.dumps("x" * 500)),
    "choices": ('"plan"', '["plan","plan"]', '[["plan"]]', "[5]"),
    "number": ("1e400", "Infinity", "9" * 5000, "1" + "0" * 400, "true", "[1]", "4.5", '"1,234"'),
    "date": ("2016", "[]", "{}"),
    "period": ('{"from":"2015"}', '{"start":5}', '"2015"', '{"start":["2015"]}'),
    "yes_no": ('"yes"', "1", "[]"),
    "link": ("5", '["https://a.example"]'),
    "person": ('{"name":5}', '{"mail":"a"}', '"Ailsa"', '[{"name":"Ailsa"}]', '{"name":"A","name":"B"}'),
    "picture": ('{"sha256":"../../x"}', '{"height":true,"sha256":"' + "a" * 64 + '"}', "1" * 64,
                '{"sha256":"' + "a" * 64 + '","type":["x"]}'),
    "evidence": ('"../x"', "5"),
    "replies": ('{"columns":[]}', '{"columns":[[]],"file":"","marks":"","steps":[]}',
                '{"columns":{},"file":"","marks":"zz","steps":[]}'),
}  # fmt: skip


@pytest.fixture(scope="module")
def everything() -> Form:
    return parse_form(FORM)


def row(path: str, text: str, author: str = "Morag Reid", when: str = WHEN, device: str = "0") -> Revision:
    return make_revision(path, (), text, author=author, device=device, written_at=when)


@pytest.mark.parametrize("kind", TYPED)
def test_what_can_be_typed_can_be_read_back(kind: str, everything: Form) -> None:
    field = everything.field(f"all.{kind}")
    assert field is not None
    for given in TYPED[kind]:
        stored = kind_of(field).parse(field, given)
        assert not isinstance(stored, InvalidValue), given
        written = row(f"all.{kind}", canonical_text(stored))
        assert AnswerRules(everything).unfit_reason(written) == "", given


@pytest.mark.parametrize("text", ["\x1c", "\ufeff", "\ufb03" * 7000])
def test_a_reply_that_could_not_be_read_back_is_refused(text: str, everything: Form) -> None:
    field = everything.field("all.replies")
    assert field is not None
    assert isinstance(kind_of(field).parse(field, replies(text)), InvalidValue)


@pytest.mark.parametrize("text", ["o\ufb03ce\nhours", "o\ufb03ce\u00a0hours", "\ufb01"])
def test_ligatures_that_earlier_versions_stored_are_read(text: str, everything: Form) -> None:
    blocks = [{"spans": [{"text": text}], "type": "paragraph"}]
    rules = AnswerRules(everything)
    assert rules.unfit_reason(row("all.text", canonical_text(blocks))) == ""
    assert rules.unfit_reason(row("all.person", canonical_text({"name": text.replace("\n", " ")}))) == ""


@pytest.mark.parametrize("kind", FORGED)
def test_what_no_editor_can_hold_is_no_answer(kind: str, everything: Form) -> None:
    rules = AnswerRules(everything)
    for text in FORGED[kind]:
        assert rules.unfit_reason(row(f"all.{kind}", text)) == WRONG_SHAPE, text[:80]


def test_a_kind_can_write_nothing_longer_than_it_can_read(everything: Form) -> None:
    longest_line = canonical_text('"' * 32_767)
    rules = AnswerRules(everything)
    assert rules.unfit_reason(row("all.line", longest_line)) == ""
    assert rules.unfit_reason(row("all.line", canonical_text("x" * 300_000))) == TOO_LONG
    assert rules.unfit_reason(row("all.text", '"' + "x" * 40_000_000 + '"')) == TOO_LONG


@pytest.mark.parametrize(
    ("author", "when", "device"),
    [
        ("M" * 300, WHEN, "0"),
        ("Morag\nReid", WHEN, "0"),
        ("Morag\u202eReid", WHEN, "0"),
        ("Morag\u200b", WHEN, "0"),
        (" Morag", WHEN, "0"),
        ("Morag", "now", "0"),
        ("Morag", "", "0"),
        ("Morag", "2026-02-31T14:03:10.250+00:00", "0"),
        ("Morag", "2026-02-11T14:03:10.250", "0"),
        ("Morag", "0001-01-01T00:00:00+00:00", "0"),
        ("Morag", WHEN, "no device"),
    ],
)
def test_a_forged_signature_is_none(author: str, when: str, device: str, everything: Form) -> None:
    forged = row("all.line", '"words"', author, when, device)
    assert AnswerRules(everything).unfit_reason(forged) == NO_AUTHOR_OR_TIME


@pytest.mark.parametrize(
    "typed", ["Mo\x1frag", "\u200b Morag\u200b ", "Mo\u00adrag\n\u202eReid", "\ufb03" * 300]
)
def test_any_name_that_somebody_gives_is_a_signature(typed: str, everything: Form) -> None:
    recorded = RevisionWriter(RevisionTree(), typed).author
    assert AnswerRules(everything).unfit_reason(row("all.line", '"words"', recorded)) == ""


def test_a_name_in_any_letters_and_none_are_signatures(everything: Form) -> None:
    for author in ("", "أحمد", "Zoë O’Neill-Smith", "山田", "क्‍ष"):
        assert AnswerRules(everything).unfit_reason(row("all.line", '"words"', author)) == ""


def test_an_answer_inside_a_question_that_has_no_entries_is_in_the_wrong_place(form: Form) -> None:
    rules = AnswerRules(form)
    for path in ("about.title/a/name", "about.title/a", "data.sources/a/name/b/c", "about.@ready/a"):
        assert rules.unfit_reason(row(path, '{"order":"i"}')) == WRONG_PLACE
        assert rules.unfit_reason(bare_revision("1" * 40, path)) == WRONG_PLACE
    assert rules.unfit_reason(row("data.sources", "[]")) == WRONG_PLACE
    assert rules.unfit_reason(row("data.sources/a/years", "[]")) == WRONG_PLACE


def test_an_answer_to_a_question_of_another_form_stays(form: Form) -> None:
    rules = AnswerRules(form)
    for path in ("about.gone", "gone.title", "data.sources/a/gone", "data.gone/a/name"):
        assert rules.unfit_reason(row(path, '"words"')) == ""
    assert rules.unfit_reason(row("about.gone", "[" * 500 + "]" * 500)) == WRONG_SHAPE


def test_a_choice_that_the_form_no_longer_has_stays(everything: Form) -> None:
    rules = AnswerRules(everything)
    assert rules.unfit_reason(row("all.choice", '"letter"')) == ""
    assert rules.unfit_reason(row("all.choices", '["letter","plan"]')) == ""


@pytest.mark.parametrize(
    "text",
    ['{"order":"i0"}', '{"order":5}', '{"order":"i","removed":"x"}', '{"order":"i","removed":["x"]}',
     '"i"', "null", '{"order":"' + "1" * 500 + '"}', '{"order":"i","owner":"me"}', "true"],
)  # fmt: skip
def test_a_position_that_no_entry_can_have_is_none(text: str, form: Form) -> None:
    assert AnswerRules(form).unfit_reason(row("data.sources/a", text)) == WRONG_SHAPE


def test_a_section_is_ready_or_not_and_nothing_else(form: Form) -> None:
    rules = AnswerRules(form)
    reasons = [rules.unfit_reason(row("about.@ready", text)) for text in ("true", "null", "1", '"yes"')]
    assert reasons == ["", "", WRONG_SHAPE, WRONG_SHAPE]
