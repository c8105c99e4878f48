"""Comments are placed with the words that they are about; those that were sent add nothing."""

from __future__ import annotations

from carreport.review.word_back import SentComment
from tests.review.word_back.copies import ISSUE, PLAN, body, only, printed, read, told
from tests.review.word_back.word_files import LATER, comment, ins, marked, p, r

SENT_COMMENT = SentComment("review__.threads/t1", "Ailsa", "2026-03-04T10:30:12", "Why?")
SURE = "sure"


def on_words(words: str, text: str, key: str = "0") -> str:
    before, _, after = text.partition(words)
    return r(before) + marked(r(words), key) + r(after)


def test_a_comment_has_its_answer_and_its_words() -> None:
    finding = only(
        read(body({5: printed(5, on_words("the drivers", PLAN))}), {"comments": comment("Which?")})
    )
    assert (finding.kind, finding.path, finding.number, finding.placing) == (
        "comment",
        "context.plan",
        1,
        SURE,
    )
    assert (finding.words, finding.said, finding.author) == ("the drivers", "Which?", "Ailsa")


def test_a_comment_on_inserted_words_has_them() -> None:
    runs = r(PLAN) + marked(ins(" Soon."))
    reviewed = read(body({5: printed(5, runs)}), {"comments": comment("When?")})
    assert [(finding.kind, finding.words) for finding in reviewed.findings] == [
        ("comment", " Soon."),
        ("insertion", " Soon."),
    ]


def test_a_comment_on_a_question_is_at_its_heading() -> None:
    reviewed = read(
        body({4: printed(4, marked(r("1.2 What do you want to find out?")))}), {"comments": comment("Aim?")}
    )
    assert told(reviewed) == [("comment", "context.plan", 0, SURE)]


def test_a_comment_on_a_new_paragraph_belongs_to_the_answer_around_it() -> None:
    added = printed(2) + p(marked(r("New here.")))
    reviewed = read(body({2: added}), {"comments": comment("Mine.")})
    assert told(reviewed) == [("comment", "context.issue", 1, SURE), ("untracked", "context.issue", 1, SURE)]


def test_a_comment_that_was_sent_and_came_back_adds_nothing() -> None:
    text = body({5: printed(5, on_words("the drivers", PLAN))})
    reviewed = read(text, {"comments": comment("Why?")}, comments=[SENT_COMMENT])
    assert (reviewed.findings, reviewed.listed_comments) == ((), 1)


def test_a_comment_that_was_sent_is_known_when_its_paragraphs_were_joined() -> None:
    sent = SentComment("review__.threads/t1", "Ailsa", "", "Shorter\nSuggested text:\nA child goes.")
    text = body({5: printed(5, on_words("the drivers", PLAN))})
    for words in ("Shorter ¶ Suggested text: ¶ A child goes.", "Shorter Suggested text: A child goes."):
        assert read(text, {"comments": comment(words)}, comments=[sent]).findings == ()


def test_a_reply_belongs_to_the_thread_that_was_sent() -> None:
    runs = marked(marked(r(PLAN), "0"), "1")
    said = comment("Why?") + comment("Because.", "1", LATER)
    finding = only(read(body({5: printed(5, runs)}), {"comments": said}, comments=[SENT_COMMENT]))
    assert (finding.kind, finding.reply_to, finding.said) == ("reply", "review__.threads/t1", "Because.")


def test_a_thread_that_was_settled_is_known() -> None:
    settled = '<w15:commentEx w15:paraId="0A" w15:done="1"/>'
    parts = {"comments": comment("Why?", paragraph_id="0A"), "commentsExtended": settled}
    reviewed = read(body({5: printed(5, marked(r(PLAN)))}), parts, comments=[SENT_COMMENT])
    assert [(known.thread, known.is_settled) for known in reviewed.known] == [("review__.threads/t1", True)]


def test_comments_that_did_not_come_back_are_told() -> None:
    reviewed = read(body(), comments=[SENT_COMMENT] * 3)
    assert "You sent 3 comments; none came back." in " ".join(reviewed.sentences)


def test_a_comment_without_a_place_goes_to_the_tray() -> None:
    reviewed = read(body(), {"comments": comment("Where?")})
    assert told(reviewed) == [("comment", "", 0, "none")]
    assert reviewed.sentences[0] == "The file has 1 comment and 0 changes; 1 and 0 are listed."


def test_two_comments_with_one_id_are_never_sure() -> None:
    reviewed = read(body({5: printed(5, marked(r(PLAN)))}), {"comments": comment("One") + comment("Two")})
    assert [finding.placing for finding in reviewed.findings] == ["guess", "guess"]


def test_a_comment_in_the_header_goes_to_the_tray() -> None:
    reviewed = read(body(), {"header1": p(marked(r("7"))), "comments": comment("Number?")})
    assert told(reviewed) == [("comment", "", 0, "none")]


def test_the_same_file_has_the_same_ids_and_equal_comments_have_others() -> None:
    runs = on_words("timetable", ISSUE)
    text = body({2: printed(2, runs), 5: printed(5, marked(r(PLAN), "1"))})
    parts = {"comments": comment("Good") + comment("Good", "1")}
    first, second = (read(text, parts).findings for _ in range(2))
    assert [finding.id for finding in first] == [finding.id for finding in second]
    assert len({finding.id for finding in first}) == 2
