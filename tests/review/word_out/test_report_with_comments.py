"""Open threads go on a finished report, and nothing else in it changes."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from lxml import etree

from carreport.errors import UnreadableInputError
from carreport.form.answers import Answers, answers_from_json
from carreport.form.schema import Form
from carreport.report.build import build
from carreport.report.templates.find_templates import find_template
from carreport.report.word import render_word
from carreport.report.word.proof.docx_faults import word_faults
from carreport.report.word.xml_names import NS, w
from carreport.review.threads import Act, CommentType
from carreport.review.word_out_report import comment_on_report
from tests.review.word_out.conftest import FIELDS, comments_in, form_of, message, part_of, thread

ISSUE = "The plan fell apart in March of that year.\n\nNobody in the town was asked about the plan."
TEAM = '[[section.field]]\nid = "team"\nkind = "text"\nlabel = "What went wrong?"\nshare = "team"\n'
MARKS = (w("commentRangeStart"), w("commentRangeEnd"), w("commentReference"))


def made(answers: dict[str, Any], fields: str = FIELDS + TEAM) -> tuple[bytes, Form, Answers]:
    form = form_of(fields)
    given, problems = answers_from_json(form, {"s": answers})
    assert problems == []
    template = find_template("inquiry-report")
    return render_word(build(form, given, {}, template, date(2026, 11, 30)), template), form, given


def texts_without_marks(content: bytes) -> list[bytes]:
    """Return each element of the document, without the marks of comments, with adjacent runs joined."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    for mark in [mark for mark in root.iter() if mark.tag in MARKS]:
        parent = mark.getparent()
        assert parent is not None
        run = parent if mark.tag == w("commentReference") else mark
        around = run.getparent()
        assert around is not None
        around.remove(run)
    return [etree.tostring(element, method="text", encoding="utf-8") for element in root.iter(w("p"))]


def test_a_comment_stands_on_the_words_that_it_quotes() -> None:
    about = thread("s.issue", message("Who?"), message("We did.", "Morag"), quote="Nobody in the town")
    report = comment_on_report(*made({"issue": ISSUE}), [about])
    assert [(c.text, c.about) for c in comments_in(report.content)] == [
        ("Who?", "Nobody in the town"),
        ("We did.", "Nobody in the town"),
    ]
    assert (report.threads, report.comments) == (1, 2)


def test_a_comment_without_such_words_stands_on_the_paragraph_of_the_answer() -> None:
    report = comment_on_report(*made({"issue": ISSUE}), [thread("s.issue", message("Who?"), quote="gone")])
    assert [c.about for c in comments_in(report.content)] == ["The plan fell apart in March of that year."]


def test_a_comment_on_a_question_without_an_answer_is_listed_on_the_title() -> None:
    report = comment_on_report(*made({"issue": ISSUE}), [thread("s.plans", message("None at all?"))])
    (comment,) = comments_in(report.content)
    assert comment.about == "A form"
    assert comment.text.endswith("Which plans are there? – Ailsa: None at all?")


def test_a_comment_on_an_answer_too_short_to_find_stands_on_the_heading_of_its_question() -> None:
    report = comment_on_report(*made({"issue": "Money."}), [thread("s.issue", message("Whose?"))])
    assert [c.about for c in comments_in(report.content)] == ["Money."]
    twice = made({"issue": "Money.", "team": "Money.", "plans": [{"name": "Money."}, {"name": "More"}]})
    report = comment_on_report(*twice, [thread("s.issue", message("Whose?"))])
    assert [c.about for c in comments_in(report.content)] == ["1.1\u2002What is the issue?"]


def test_a_comment_on_an_answer_for_the_group_alone_is_not_on_a_public_report() -> None:
    hidden = thread("s.team", message("Canary"))
    report = comment_on_report(*made({"issue": ISSUE, "team": "We were late."}), [hidden])
    assert (report.threads, b"Canary" in report.content) == (0, False)


def test_a_comment_on_a_list_stands_on_the_first_of_its_answers() -> None:
    shows = "The plan says much about the schools in the town."
    content, form, answers = made({"plans": [{"$id": "p1", "name": "Local plan", "shows": shows}]})
    threads = [thread("s.plans", message("Only one?")), thread("s.plans/p1", message("Old?"))]
    report = comment_on_report(content, form, answers, threads)
    assert [c.about for c in comments_in(report.content)] == ["1.1\u2002Which plans are there?", "Local plan"]


def test_a_comment_stands_on_the_answer_and_not_where_somebody_quotes_it() -> None:
    fields = FIELDS.replace('id = "secret"', 'id = "first"').replace('share = "private"', "")
    quote = {"type": "quote", "source": "s.last", "spans": [{"text": "The plan fell apart in March."}]}
    last = '[[section.field]]\nid = "last"\nkind = "text"\nlabel = "What came of it?"'
    content, form, answers = made({"first": [quote], "last": "The plan fell apart in March."}, fields + last)
    report = comment_on_report(content, form, answers, [thread("s.last", message("Why?"), quote="March")])
    document = part_of(report.content, "document")
    (start,) = document.iter(w("commentRangeStart"))
    paragraph = start.getparent()
    assert paragraph is not None
    assert paragraph.find("w:pPr/w:pStyle", NS) is None


def test_a_settled_thread_and_a_private_place_are_left_out() -> None:
    first = message("Canary")
    settled = thread("s.issue", first, message("", act=Act.DONE, seen=frozenset((first.mark,))))
    content, form, answers = made({"issue": ISSUE})
    report = comment_on_report(content, form, answers, [settled, thread("s.secret", first)])
    with zipfile.ZipFile(io.BytesIO(report.content)) as package:
        assert not any(b"Canary" in package.read(name) for name in package.namelist())


def test_nothing_else_in_the_report_changes() -> None:
    content, form, answers = made({"issue": ISSUE, "plans": [{"name": "Local plan", "shows": "Much."}]})
    threads = [
        thread("s.issue", message("Who?"), quote="in the town"),
        thread("s.plans", message("Only one?"), type=CommentType.MUST),
    ]
    report = comment_on_report(content, form, answers, threads)
    before, after = zipfile.ZipFile(io.BytesIO(content)), zipfile.ZipFile(io.BytesIO(report.content))
    ours = ("[Content_Types].xml", "word/document.xml", "word/_rels/document.xml.rels")
    for name in before.namelist():
        assert name in ours or before.read(name) == after.read(name)
    assert texts_without_marks(content) == texts_without_marks(report.content)
    assert word_faults(report.content) == []


def test_comments_are_added_to_those_that_a_report_has_already() -> None:
    content, form, answers = made({"issue": ISSUE})
    once = comment_on_report(content, form, answers, [thread("s.issue", message("One"), quote="March")])
    twice = comment_on_report(
        once.content, form, answers, [thread("s.issue", message("Two"), quote="in March of")]
    )
    assert {(c.text, c.about) for c in comments_in(twice.content)} == {
        ("One", "March"),
        ("Two", "in March of"),
    }
    assert word_faults(twice.content) == []


def test_without_comments_a_report_stays_as_it_is() -> None:
    content, form, answers = made({"issue": ISSUE})
    report = comment_on_report(content, form, answers, [])
    before, after = zipfile.ZipFile(io.BytesIO(content)), zipfile.ZipFile(io.BytesIO(report.content))
    assert {n: before.read(n) for n in before.namelist()} == {n: after.read(n) for n in after.namelist()}


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + bytes(600)])
def test_what_is_no_word_document_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableInputError) as refused:
        comment_on_report(content, form_of(), Answers(), [])
    assert refused.value.code == "report-unreadable"


def test_a_package_without_a_document_is_refused() -> None:
    packet = io.BytesIO()
    with zipfile.ZipFile(packet, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(UnreadableInputError):
        comment_on_report(packet.getvalue(), form_of(), Answers(), [])
