"""A comment on an answer is kept beside it, answered, and settled for what was seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.assets import form_files
from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import load_form
from carreport.form.richtext import RichText
from carreport.form.schema import Form
from carreport.review.threads import (
    Act,
    Anchor,
    CommentType,
    NewMessage,
    NewThread,
    add_message,
    begin_thread,
    reopen,
    settle,
    threads_of,
)


def inquiry_form() -> Form:
    return load_form(next(path for path in form_files() if path.stem == "car-inquiry"))


def words(text: str) -> RichText:
    return RichText.from_plain(text)


def test_a_comment_is_read_back_after_closing(tmp_path: Path) -> None:
    draft = tmp_path / "a.carreport"
    with DraftSession.create(draft, inquiry_form(), "Ailsa") as session:
        begin_thread(
            session,
            NewThread(
                "context.issue", words("Says who?"), CommentType.QUESTION, "@lead", Anchor("plan apart")
            ),
        )
    with DraftSession.open(draft, "Morag") as session:
        (thread,) = threads_of(session)
    assert (thread.place, thread.type, thread.to) == ("context.issue", CommentType.QUESTION, "@lead")
    assert (thread.anchor.quote, thread.began.author) == ("plan apart", "Ailsa")
    assert thread.began.words == words("Says who?")


def test_a_message_after_settling_opens_the_thread_again(tmp_path: Path) -> None:
    with DraftSession.create(tmp_path / "a.carreport", inquiry_form(), "Ailsa") as session:
        begin_thread(session, NewThread("context.issue", words("Says who?")))
        settle(session, threads_of(session)[0], Act.DONE)
        (settled,) = threads_of(session)
        add_message(session, settled, NewMessage(words("Not yet.")))
        (answered,) = threads_of(session)
        settle(session, answered)
        reopen(session, threads_of(session)[0])
        (reopened,) = threads_of(session)
    assert [settled.is_settled, answered.is_settled, reopened.is_settled] == [True, False, False]


def test_a_comment_for_me_is_only_in_the_private_file(tmp_path: Path) -> None:
    draft = tmp_path / "a.carreport"
    with DraftSession.create(draft, inquiry_form(), "Ailsa") as session:
        begin_thread(session, NewThread("context.issue", words("Wagtail"), is_private=True))
        (thread,) = threads_of(session)
        assert thread.is_private
    assert b"Wagtail" not in draft.read_bytes()
    with DraftSession.open(draft, "Morag") as session:
        assert not threads_of(session)


@pytest.mark.parametrize(
    "said",
    [
        "Plain words",
        " spaces round it ",
        "“Quoted” and ﬁnished",
        "two\nlines",
        "- one\n- two",
        [{"type": "paragraph", "spans": [{"text": "bold", "strong": True}]}],
        [{"type": "quote", "source": "context.issue", "spans": [{"text": "Quoted"}]}],
        [{"type": "paragraph", "level": 2, "spans": [{"text": "Deep"}]}],
    ],
)
def test_words_are_read_as_any_text_is(tmp_path: Path, said: object) -> None:
    with DraftSession.create(tmp_path / "a.carreport", inquiry_form(), "Ailsa") as session:
        path = begin_thread(session, NewThread("context.issue", words("?")))
        (message,) = threads_of(session)[0].messages
        stored = RichText.from_json(said).to_json() if isinstance(said, str) else said
        session.shared_file.record({f"{path}/messages/{message.id}/words": stored})
        assert threads_of(session)[0].began.words == RichText.from_json(stored)
