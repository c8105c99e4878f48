"""A review copy prints every question with its answer, a bookmark around each paragraph."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from carreport.assets import form_files
from carreport.form.answers import Answers, Version, answers_from_json
from carreport.form.loader import load_form
from carreport.form.richtext import RichText
from carreport.report.word.proof.accessibility import text_of
from carreport.report.word.proof.docx_faults import word_faults
from carreport.report.word.xml_names import NS, w
from carreport.review.word_out import anchor_name, make_review_copy
from tests.report.fixtures import CASES, HOSTILE, RIGHT_TO_LEFT
from tests.review.word_out.conftest import EXPORT, Send, Sent, form_of, part_of


def test_a_question_is_a_heading_with_the_paragraphs_of_its_answer_below_it(send: Send) -> None:
    assert send({"issue": "One.\n\n- two\n- three"}).printed[:5] == [
        ("s", 0, "1 Context"),
        ("s.issue", 0, "1.1 What is the issue?"),
        ("s.issue", 1, "One."),
        ("s.issue", 2, "two"),
        ("s.issue", 3, "three"),
    ]


def test_a_question_without_an_answer_says_so(send: Send) -> None:
    assert send({}).printed[1:3] == [
        ("s.issue", 0, "1.1 What is the issue?"),
        ("s.issue", 1, "No answer yet."),
    ]


def test_an_entry_is_under_its_title_with_the_questions_that_are_answered(send: Send) -> None:
    assert send({"plans": [{"$id": "p1", "name": "Local plan", "shows": "Much."}]}).printed[3:] == [
        ("s.plans", 0, "1.2 Which plans are there?"),
        ("s.plans/p1", 0, "1.2.1 Local plan"),
        ("s.plans/p1/name", 0, "1.2.1.1 What is it called?"),
        ("s.plans/p1/name", 1, "Local plan"),
        ("s.plans/p1/shows", 0, "1.2.1.2 What does it show?"),
        ("s.plans/p1/shows", 1, "Much."),
    ]


def test_a_private_question_has_no_heading_and_no_number(send: Send) -> None:
    texts = [text for _, _, text in send({"secret": "Canary"}).printed]
    assert not any("Canary" in str(text) or "think" in str(text) for text in texts)
    assert "1.2 Which plans are there?" in texts


def test_a_text_gives_one_paragraph_for_each_of_its_blocks(send: Send) -> None:
    blocks = [
        {"type": "subheading", "spans": [{"text": "A part"}]},
        {"type": "quote", "source": "s.plans/p1/shows", "spans": [{"text": "Said so."}]},
        {"type": "number", "spans": [{"text": "First\nline"}]},
        {"type": "paragraph", "spans": [{"text": "Bold", "strong": True}, {"text": " and plain"}]},
    ]
    printed = send({"issue": blocks, "plans": [{"$id": "p1", "shows": "Said so."}]}).printed
    assert [text for path, number, text in printed if path == "s.issue" and number] == [
        "A part",
        "Said so.",
        "First\nline",
        "Bold and plain",
    ]


def test_both_versions_of_an_answer_are_printed(send: Send) -> None:
    sent = send({"issue": "Mine."})
    versions = (Version("Mine.", "Ailsa", "", "r1"), Version("Yours.", "Morag", "", "r2"))
    both = Sent(sent.form, Answers(sent.answers.values, {"s.issue": versions}), ())
    answer = [text for path, number, text in both.printed if path == "s.issue" and number]
    assert answer == ["Ailsa wrote:", "Mine.", "And Morag wrote:", "Yours."]


def test_an_answer_that_cannot_be_read_is_not_called_missing() -> None:
    sent = Sent(form_of(), Answers(unreadable={"s.issue": "damaged"}), ())
    assert sent.printed[2] == ("s.issue", 1, "This answer cannot be read.")


def test_the_counts_of_a_survey_are_a_table_that_belongs_to_the_question(send: Send) -> None:
    fields = '[[section.field]]\nid = "views"\nkind = "survey"\nlabel = "What did people say?"'
    sent = send({"views": [{"statement": "We meet", "agree": 15, "disagree": 5}]}, fields=fields)
    texts = [text for path, _, text in sent.printed if path == "s.views"]
    assert texts[:2] == ["1.1 What did people say?", "Replies to the survey: counts and percentages (n = 20)"]
    assert texts[texts.index("a) We meet") :][:4] == ["a) We meet", "20", "15", "5"]
    assert word_faults(sent.content) == []


def test_every_printed_paragraph_has_one_bookmark_around_its_runs(send: Send) -> None:
    sent = send({"issue": "One.\n\nTwo.", "plans": [{"name": "Local plan"}]})
    names = []
    for paragraph in part_of(sent.content, "document").iter(w("p")):
        content = [child for child in paragraph if child.tag != w("pPr")]
        assert [content[0].tag, content[-1].tag] == [w("bookmarkStart"), w("bookmarkEnd")]
        names += [mark.get(w("name")) for mark in paragraph.iter(w("bookmarkStart"))]
    assert names == [paragraph.bookmark for paragraph in sent.paragraphs]
    assert len(set(names)) == len(names)
    assert names[5] == anchor_name(EXPORT, "s.issue", 0)


def test_nothing_is_in_the_file_that_is_not_printed(send: Send) -> None:
    content = send({"issue": "One.", "secret": "Canary"}).content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert not any(b"Canary" in part for part in parts.values())
    assert not any(name.startswith("customXml") for name in parts)
    for hidden in ("sdt", "fldChar", "fldSimple", "vanish", "instrText"):
        assert part_of(content, "document").find(f".//w:{hidden}", NS) is None


def test_the_id_of_the_export_is_a_property_of_the_document(send: Send) -> None:
    custom = zipfile.ZipFile(io.BytesIO(send({}).content)).read("docProps/custom.xml").decode()
    assert f'name="carreport-review"><vt:lpwstr>{EXPORT}<' in custom


def test_a_review_copy_is_valid_and_opens_in_python_docx(send: Send) -> None:
    content = send({"issue": "One.\n\n- two", "plans": [{"name": "Local plan"}]}).content
    assert word_faults(content) == []
    assert "1.1 What is the issue?" in [text.text for text in Document(io.BytesIO(content)).paragraphs]


QUESTIONS = """
[[section.field]]
id = "surveys"
kind = "list"
label = "What did you ask?"
item = "survey"
summary = ["name"]
[[section.field.field]]
id = "name"
kind = "line"
label = "What is it called?"
[[section.field]]
id = "open_questions"
kind = "list"
label = "What did people write?"
item = "question"
summary = ["question"]
[[section.field.field]]
id = "question"
kind = "line"
label = "What did you ask?"
[[section.field.field]]
id = "replies"
kind = "list"
label = "What were the replies?"
item = "reply"
summary = ["words"]
[[section.field.field.field]]
id = "words"
kind = "text"
label = "What did they write?"
[[section.field.field.field]]
id = "may_quote"
kind = "choice"
label = "May it be quoted?"
choices = { yes = "Yes", no = "No", withdrawn = "Withdrawn" }
"""


def test_a_reply_that_may_not_be_quoted_is_left_out(send: Send) -> None:
    replies = [
        {"$id": "r1", "words": "Fine.", "may_quote": "yes"},
        {"$id": "r2", "words": "Canary one", "may_quote": "no"},
        {"$id": "r3", "words": "Canary two", "may_quote": "withdrawn"},
        {"$id": "r4", "words": "Canary three"},
    ]
    sent = send({"open_questions": [{"question": "How is it?", "replies": replies}]}, fields=QUESTIONS)
    texts = [str(text) for _, _, text in sent.printed]
    assert "Fine." in texts
    assert not any("Canary" in text for text in texts)


def test_a_quotation_that_may_not_be_printed_leaves_a_line_in_its_place(send: Send) -> None:
    source = "s.open_questions/q1/replies/r2/words"
    blocks = [
        {"type": "paragraph", "spans": [{"text": "They said:"}]},
        {"type": "quote", "source": source, "spans": [{"text": "Canary"}]},
        {"type": "paragraph", "spans": [{"text": "And so on."}]},
    ]
    fields = QUESTIONS + '[[section.field]]\nid = "issue"\nkind = "text"\nlabel = "What is the issue?"'
    replies = [{"$id": "r2", "words": "Canary", "may_quote": "no"}]
    questions = [{"$id": "q1", "question": "How is it?", "replies": replies}]
    printed = send({"open_questions": questions, "issue": blocks}, fields=fields).printed
    answer = [text for path, number, text in printed if path == "s.issue" and number]
    assert len(answer) == 3
    assert "has not agreed" in str(answer[1])


def test_the_names_of_people_who_do_not_want_to_be_named_are_left_out_of_lists() -> None:
    form = load_form(next(path for path in form_files() if path.stem == "car-inquiry"))
    member = {"person": {"name": "Canary Bird", "role": "Youth worker"}, "shown": "role"}
    answers, problems = answers_from_json(form, {"about": {"members": [member]}})
    assert problems == []
    texts = [str(text) for _, _, text in Sent(form, answers, ()).printed]
    assert "Youth worker" in texts
    assert not any("Canary" in text for text in texts)


def test_a_photo_of_people_who_have_not_been_asked_is_left_out(send: Send) -> None:
    fields = '[[section.field]]\nid = "photos"\nkind = "photos"\nlabel = "Which photos are there?"'
    asked = {"$id": "f1", "caption": "A wall", "consent": "nobody"}
    not_asked = {"$id": "f2", "caption": "Canary", "consent": "not_yet"}
    texts = [str(text) for _, _, text in send({"photos": [asked, not_asked]}, fields=fields).printed]
    assert "A wall" in texts
    assert not any("Canary" in text for text in texts)


@pytest.mark.parametrize("case", ["example", "hostile", "right_to_left"])
def test_a_review_copy_of_every_kind_of_inquiry_is_whole(case: str) -> None:
    form, answers, pictures = CASES[case]()
    copy = make_review_copy(form, answers, pictures, (), EXPORT)
    assert list(map(str, word_faults(copy.content))) == []
    document = part_of(copy.content, "document")
    names = [mark.get(w("name")) for mark in document.iter(w("bookmarkStart"))]
    assert names == [sent.bookmark for sent in copy.paragraphs]
    texts = [text_of(paragraph) for paragraph in document.iter(w("p"))]
    assert [sent.text for sent in copy.paragraphs] == texts[: len(copy.paragraphs)]
    assert len({sent.bookmark for sent in copy.paragraphs}) == len(copy.paragraphs)


@pytest.mark.parametrize(
    "words", [HOSTILE, RIGHT_TO_LEFT, "tab\there", "\u200b", "e\u0301\ufb01", "x" * 20_000]
)
def test_a_text_is_printed_as_the_answer_has_it(send: Send, words: str) -> None:
    sent = send({"issue": words})
    answer = RichText.from_json(sent.answers.get("s.issue")).blocks
    printed = [text for path, number, text in sent.printed if path == "s.issue" and number]
    assert printed == ([block.plain_text for block in answer] or ["No answer yet."])
