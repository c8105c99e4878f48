"""Threads go out as native comments, on the words that they are about, with replies and what is settled."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from docx import Document

from carreport.form.richtext import RichText
from carreport.report.word.proof.docx_faults import word_faults
from carreport.report.word.xml_names import w
from carreport.review.threads import OWN_THREADS, Act, Anchor, CommentType, Suggestion, Thread
from tests.review.word_out.conftest import (
    W14,
    ReadComment,
    Send,
    comments_in,
    message,
    part_of,
    thread,
)

ISSUE = "The plan fell apart in March.\n\nNobody was asked about the plan."


def test_a_comment_stands_on_the_words_that_it_quotes(send: Send) -> None:
    about_words = thread("s.issue", message("Says who?"), quote="Nobody was asked")
    assert comments_in(send({"issue": ISSUE}, about_words).content) == [
        ReadComment("Ailsa", "2026-11-30T19:05:10Z", "Says who?", "Nobody was asked", "", is_done=False)
    ]


def test_a_comment_on_words_that_are_gone_stands_on_the_question(send: Send) -> None:
    gone = thread("s.issue", message("Says who?"), quote="Everybody was asked")
    (comment,) = comments_in(send({"issue": ISSUE}, gone).content)
    assert comment.about == "1.1 What is the issue?"


def test_the_words_around_a_quote_tell_which_of_two_places_it_is_from(send: Send) -> None:
    second = thread("s.issue", message("Which?"), anchor=Anchor("the plan", "asked about ", "."))
    first = thread("s.issue", message("Which?"), anchor=Anchor("plan", "The ", " fell"))
    content = send({"issue": ISSUE}, second, first).content
    paragraphs = [[c.tag for c in p] for p in part_of(content, "document").iter(w("p"))]
    marked = [number for number, tags in enumerate(paragraphs) if w("commentRangeStart") in tags]
    assert len(marked) == 2
    assert [comment.about for comment in comments_in(content)] == ["the plan", "plan"]


def test_a_quote_may_run_over_two_paragraphs_and_formatting(send: Send) -> None:
    blocks = [
        {
            "type": "paragraph",
            "spans": [{"text": "One "}, {"text": "two", "strong": True}, {"text": " three"}],
        },
        {"type": "paragraph", "spans": [{"text": "four five"}]},
    ]
    (comment,) = comments_in(
        send({"issue": blocks}, thread("s.issue", message("Hm."), quote="wo three four")).content
    )
    assert comment.about == "wo threefour"


def test_answers_are_replies_and_a_settled_thread_is_done(send: Send) -> None:
    first, second = message("Says who?"), message("The school.", "Morag")
    done = message("", "Ailsa", act=Act.DONE, seen=frozenset((first.mark, second.mark)))
    content = send({"issue": ISSUE}, thread("s.issue", first, second, done, quote="March")).content
    assert [(c.author, c.about, c.parent, c.is_done) for c in comments_in(content)] == [
        ("Ailsa", "March", "", True),
        ("Morag", "March", "Says who?", True),
    ]


def test_a_comment_on_an_entry_stands_on_its_title(send: Send) -> None:
    answers = {"plans": [{"$id": "p1", "name": "Local plan"}]}
    on_entry, unanswered = thread("s.plans/p1", message("Old?")), thread("s.plans/p1/owner", message("Who?"))
    abouts = [comment.about for comment in comments_in(send(answers, on_entry, unanswered).content)]
    assert abouts == ["1.2.1 Local plan", "1.2.1 Local plan"]


def test_a_comment_on_a_statement_stands_on_its_words_in_the_table(send: Send) -> None:
    fields = '[[section.field]]\nid = "views"\nkind = "survey"\nlabel = "What did people say?"'
    answers = {"views": [{"$id": "v1", "statement": "We meet", "agree": 15, "disagree": 5}]}
    threads = [
        thread("s.views/v1/statement", message("Odd."), quote="We meet"),
        thread("s.views/v1", message("Odd too.")),
    ]
    abouts = [comment.about for comment in comments_in(send(answers, *threads, fields=fields).content)]
    assert abouts == ["We meet", "1.1 What did people say?"]


@pytest.mark.parametrize(
    "place", ["s.secret", "s.plans/gone", "s.plans/gone/name", "", "s.unknown", "t.issue"]
)
def test_a_comment_on_what_is_not_printed_is_not_sent(send: Send, place: str) -> None:
    hidden = thread(place, message("Canary", "Canary"), quote="Canary")
    content = send({"issue": ISSUE, "secret": "Canary"}, hidden).content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert not any(b"Canary" in package.read(name) for name in package.namelist())
        assert "word/comments.xml" not in package.namelist()


def test_a_comment_for_its_writer_alone_is_not_sent(send: Send) -> None:
    own = Thread(f"{OWN_THREADS}/t1", "s.issue", CommentType.REMARK, "", Anchor(), (message("Canary"),))
    with zipfile.ZipFile(io.BytesIO(send({"issue": ISSUE}, own).content)) as package:
        assert not any(b"Canary" in package.read(name) for name in package.namelist())


def test_what_must_be_fixed_and_what_is_suggested_stand_in_the_comment(send: Send) -> None:
    must = thread("s.issue", message("Name the school."), type=CommentType.MUST)
    suggestion = thread(
        "s.issue",
        message("Plainer:"),
        type=CommentType.SUGGESTION,
        suggestion=Suggestion(RichText.from_plain("The plan fell apart in March.\n\nNobody asked us.")),
    )
    texts = [comment.text for comment in comments_in(send({"issue": ISSUE}, must, suggestion).content)]
    assert texts == ["Must be fixed: Name the school.", "Plainer:\nSuggested text:\nNobody asked us."]


def test_the_paragraph_ids_of_comments_are_small_enough_for_word(send: Send) -> None:
    threads = [thread("s.issue", message(f"Comment {number}\n\nMore")) for number in range(200)]
    comments = part_of(send({"issue": ISSUE}, *threads).content, "comments")
    ids = [paragraph.get(f"{W14}paraId", "") for paragraph in comments.iter(w("p"))]
    assert len(set(ids)) == len(ids) == 400
    assert all(0 < int(paragraph_id, 16) < 0x80000000 for paragraph_id in ids)


def test_a_copy_with_comments_is_valid_and_opens_in_python_docx(send: Send) -> None:
    reply = message("R&D <b> “quoted”", 'Morag "M" O’Neill & co')
    content = send({"issue": ISSUE}, thread("s.issue", message("Says who?"), reply, quote="plan")).content
    assert word_faults(content) == []
    read = [(comment.author, comment.text) for comment in Document(io.BytesIO(content)).comments]
    assert read == [("Ailsa", "Says who?"), ('Morag "M" O’Neill & co', "R&D <b> “quoted”")]


def test_the_same_inquiry_gives_the_same_bytes(send: Send) -> None:
    about = thread("s.issue", message("Says who?"), quote="plan")
    assert send({"issue": ISSUE}, about).content == send({"issue": ISSUE}, about).content


@pytest.mark.parametrize(
    ("when", "written"),
    [
        ("0001-01-01T00:00:00+23:59", ""),
        ("9999-12-31T23:59:59-12:00", ""),
        ("0800-12-25", "0800-12-25T00:00:00Z"),
        ("2026-03-01T10:00:00+02:00", "2026-03-01T08:00:00Z"),
    ],
)
def test_a_time_that_no_clock_can_show_is_left_out(send: Send, when: str, written: str) -> None:
    odd = thread("s.issue", replace(message("Says who?"), when=when))
    assert [comment.when for comment in comments_in(send({"issue": ISSUE}, odd).content)] == [written]
