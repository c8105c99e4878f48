from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from docx import Document
from lxml import etree

from carreport.form.answers import Answers, answers_from_json
from carreport.form.loader import parse_form
from carreport.form.schema import Form
from carreport.report.word.proof.docx_faults import word_faults
from carreport.report.word.xml_names import NS, w
from carreport.review.word_out import SentParagraph, anchor_name, sent_paragraphs, write_review_copy

EXPORT = "0123456789abcdef"
FIELDS = """
[[section.field]]
id = "issue"
kind = "text"
label = "What is the issue?"
[[section.field]]
id = "secret"
kind = "text"
label = "What do you think of it?"
share = "private"
[[section.field]]
id = "plans"
kind = "list"
label = "Which plans are there?"
item = "plan"
summary = ["name"]
[[section.field.field]]
id = "name"
kind = "line"
label = "What is it called?"
[[section.field.field]]
id = "shows"
kind = "text"
label = "What does it show?"
[[section.field.field]]
id = "owner"
kind = "line"
label = "Whose is it?"
"""


def form_of(fields: str = FIELDS) -> Form:
    return parse_form(
        f'[form]\nid = "f"\ntitle = "A form"\n[[section]]\nid = "s"\ntitle = "Context"\n{fields}'
    )


def sent_of(answers: Mapping[str, Any], fields: str = FIELDS) -> tuple[SentParagraph, ...]:
    form = form_of(fields)
    given, problems = answers_from_json(form, {"s": answers})
    assert problems == []
    return sent_paragraphs(form, given, {}, EXPORT)


def printed(answers: Mapping[str, Any], fields: str = FIELDS) -> list[tuple[str, int, str | None]]:
    return [(sent.path, sent.number, sent.text) for sent in sent_of(answers, fields) if sent.path]


def document_of(content: bytes) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml"))


def test_a_question_is_a_heading_with_the_paragraphs_of_its_answer_below_it() -> None:
    assert printed({"issue": "One.\n\n- two\n- three"})[:5] == [
        ("s", 0, "1 Context"),
        ("s.issue", 0, "1.1 What is the issue?"),
        ("s.issue", 1, "One."),
        ("s.issue", 2, "two"),
        ("s.issue", 3, "three"),
    ]


def test_a_question_without_an_answer_says_so() -> None:
    assert printed({})[1:3] == [
        ("s.issue", 0, "1.1 What is the issue?"),
        ("s.issue", 1, "No answer yet."),
    ]


def test_an_entry_is_under_its_title_with_the_questions_that_are_answered() -> None:
    entry = {"$id": "p1", "name": "Local plan", "shows": "Much."}
    assert printed({"plans": [entry]})[3:] == [
        ("s.plans", 0, "1.2 Which plans are there?"),
        ("s.plans/p1", 0, "1.2.1 Local plan"),
        ("s.plans/p1/name", 0, "1.2.1.1 What is it called?"),
        ("s.plans/p1/name", 1, "Local plan"),
        ("s.plans/p1/shows", 0, "1.2.1.2 What does it show?"),
        ("s.plans/p1/shows", 1, "Much."),
    ]


def test_a_private_question_has_no_heading_and_no_number() -> None:
    texts = [text for _, _, text in printed({"secret": "Canary"})]
    assert not any("Canary" in str(text) or "think" in str(text) for text in texts)
    assert "1.2 Which plans are there?" in texts


def test_a_text_gives_one_paragraph_for_each_of_its_blocks() -> None:
    blocks = [
        {"type": "subheading", "spans": [{"text": "A part"}]},
        {"type": "quote", "spans": [{"text": "Said so."}]},
        {"type": "number", "spans": [{"text": "First\nline"}]},
        {"type": "paragraph", "spans": [{"text": "Bold", "strong": True}, {"text": " and plain"}]},
    ]
    answer = [text for path, number, text in printed({"issue": blocks}) if path == "s.issue" and number]
    assert answer == ["A part", "Said so.", "First\nline", "Bold and plain"]


def test_every_printed_paragraph_has_one_bookmark_around_its_runs() -> None:
    form = form_of()
    given, _ = answers_from_json(form, {"s": {"issue": "One.\n\nTwo.", "plans": [{"name": "Local plan"}]}})
    root = document_of(write_review_copy(form, given, {}, (), EXPORT))
    names = []
    for paragraph in root.iter(w("p")):
        content = [child for child in paragraph if child.tag != w("pPr")]
        assert [content[0].tag, content[-1].tag] == [w("bookmarkStart"), w("bookmarkEnd")]
        names += [mark.get(w("name")) for mark in paragraph.iter(w("bookmarkStart"))]
    assert names == [sent.bookmark for sent in sent_paragraphs(form, given, {}, EXPORT)]
    assert len(set(names)) == len(names)
    assert names[5] == anchor_name(EXPORT, "s.issue", 0)


def test_nothing_is_in_the_file_that_is_not_printed() -> None:
    form = form_of()
    given, _ = answers_from_json(form, {"s": {"issue": "One.", "secret": "Canary"}})
    content = write_review_copy(form, given, {}, (), EXPORT)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert not any(b"Canary" in part for part in parts.values())
    assert not any(name.startswith("customXml") for name in parts)
    root = document_of(content)
    for hidden in ("sdt", "fldChar", "fldSimple", "vanish", "instrText"):
        assert root.find(f".//w:{hidden}", NS) is None


def test_the_id_of_the_export_is_a_property_of_the_document() -> None:
    content = write_review_copy(form_of(), Answers(), {}, (), EXPORT)
    custom = zipfile.ZipFile(io.BytesIO(content)).read("docProps/custom.xml").decode()
    assert f'name="carreport-review"><vt:lpwstr>{EXPORT}<' in custom


def test_a_review_copy_is_valid_and_opens_in_python_docx() -> None:
    form = form_of()
    given, _ = answers_from_json(form, {"s": {"issue": "One.\n\n- two", "plans": [{"name": "Local plan"}]}})
    content = write_review_copy(form, given, {}, (), EXPORT)
    assert word_faults(content) == []
    assert "1.1 What is the issue?" in [text.text for text in Document(io.BytesIO(content)).paragraphs]
