"""Erasing an answer or a person reaches what comments repeat of it, to the last byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.draft.erasure import ErasureRequest, erase, preview_erasure
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.snapshot import save_and_back_up
from carreport.draft.storage.backups import backups_of
from carreport.form.richtext import RichText
from carreport.review.dictionary import add_word, added_words
from carreport.review.states import ReviewStage, states_now, tell_state
from carreport.review.threads import (
    Anchor,
    CommentType,
    NewMessage,
    NewThread,
    Suggestion,
    Thread,
    add_message,
    begin_thread,
    settle,
    threads_of,
)
from tests.review.comment_group import ISSUE, comment, copy_for, create, only_thread, send, words
from tests.rich_text import text


def every_byte(session: DraftSession) -> bytes:
    """Return the bytes of the draft, the private file and the backups of both."""
    session.flush()
    files = [session.shared_file, *([session.private_file] if session.private_file else [])]
    backups = [backup.path for file in files for backup in backups_of(file.draft_id)]
    return b"".join(path.read_bytes() for path in (*(file.path for file in files), *backups))


def test_quotations_and_suggestions_go_with_the_answer(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text("The wagtail sang in the dipper pool"))
        ailsa.seal()
        base = next(iter(ailsa.tree.head_ids(ISSUE)))
        anchor = Anchor("wagtail sang", "The ", " in the dipper pool")
        becomes = Suggestion(words("The wagtail sang in a pool"), base)
        comment(ailsa, "Plainer", anchor=anchor, suggestion=becomes, type=CommentType.SUGGESTION)
        comment(ailsa, "Mine", anchor=anchor, is_private=True)
        add_message(ailsa, only_private(ailsa), NewMessage(words("Is “sang in the dipper” right?")))
        save_and_back_up(ailsa)
        assert b"wagtail" in every_byte(ailsa)
        told = dict(preview_erasure(ailsa, ErasureRequest(ISSUE)).counts_by_label)
        assert told["Comment on What is the issue?"] >= 4
        erase(ailsa, ErasureRequest(ISSUE))
        left = every_byte(ailsa)
        assert not any(word in left for word in (b"wagtail", b"dipper"))
        assert b"Plainer" in left
        assert [thread.anchor.quote for thread in threads_of(ailsa)] == ["", ""]


def test_a_suggestion_goes_that_repeats_erased_words_in_a_note(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text("The wagtail sang in the dipper pool"))
        ailsa.seal()
        base = next(iter(ailsa.tree.head_ids(ISSUE)))
        noted = {"text": "A bird sang.", "note": [{"text": "The wagtail sang in the dipper pool"}]}
        becomes = Suggestion(RichText.from_json([{"type": "paragraph", "spans": [noted]}]), base)
        comment(ailsa, "Plainer", suggestion=becomes, type=CommentType.SUGGESTION)
        erase(ailsa, ErasureRequest(ISSUE))
        assert b"wagtail" not in every_byte(ailsa)


def test_words_of_a_cell_go_also_where_they_are_half_bold_and_no_other_word_does(tmp_path: Path) -> None:
    cell = [
        {"text": "The wag"},
        {"text": "tail", "strong": True},
        {"text": " sang", "note": ["In the dipper pool."]},
    ]
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, RichText.from_json([{"type": "table", "rows": [["Who"], [cell]]}]).to_json())
        ailsa.seal()
        comment(ailsa, "Plainer", anchor=Anchor("wagtail sang"))
        comment(ailsa, "Who? The wagtail sang here")
        comment(ailsa, "Was it in the dipper pool", anchor=Anchor("Who"))
        for word in ("wagtail", "dipper", "table"):
            add_word(ailsa, word, ISSUE)
        save_and_back_up(ailsa)
        assert b"wagtail" in every_byte(ailsa)
        assert dict(preview_erasure(ailsa, ErasureRequest(ISSUE)).counts_by_label)["What is the issue?"] == 1
        erase(ailsa, ErasureRequest(ISSUE))
        assert not any(word in every_byte(ailsa) for word in (b"wagtail", b"dipper"))
        assert list(added_words(ailsa)) == ["table"]


def only_private(session: DraftSession) -> Thread:
    return next(thread for thread in threads_of(session) if thread.is_private)


def test_what_still_stands_in_the_answer_stays_quoted(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text("Rooms are shared", "The wagtail sang"))
        ailsa.seal()
        comment(ailsa, "One", anchor=Anchor("Rooms are shared"))
        comment(ailsa, "Two", anchor=Anchor("The wagtail sang", "are shared "))
        comment(ailsa, "The rooms are shared, I think")
        ailsa.write(ISSUE, text("Rooms are shared"))
        erase(ailsa, ErasureRequest(ISSUE, history_only=True))
        assert b"wagtail" not in every_byte(ailsa)
        kept = {thread.began.words.plain_text: thread.anchor.quote for thread in threads_of(ailsa)}
        assert kept == {"One": "Rooms are shared", "Two": "", "The rooms are shared, I think": ""}


def test_a_long_run_of_erased_words_goes_from_comments_elsewhere(tmp_path: Path) -> None:
    erased = "The youngest of the three wagtails never came back"
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text(erased))
        ailsa.seal()
        comment(ailsa, f"As they said: “{erased.lower()}”.", "s.title")
        comment(ailsa, "The youngest of the group asked for this", "s.title")
        erase(ailsa, ErasureRequest(ISSUE))
        assert b"wagtails" not in every_byte(ailsa).lower()
        assert only_thread(ailsa).began.words == words("The youngest of the group asked for this")


@pytest.mark.parametrize(("answer", "is_gone"), [("Kirsty Bell", True), ("Kirsty", True), ("Yes", False)])
def test_a_short_answer_is_looked_for_beside_it_if_it_says_enough(
    tmp_path: Path, answer: str, *, is_gone: bool
) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write("s.title", answer)
        ailsa.seal()
        comment(ailsa, f"Is it {answer}, really?", "s.title")
        erase(ailsa, ErasureRequest("s.title"))
        assert (threads_of(ailsa) == ()) is is_gone


def test_whoever_is_erased_is_in_no_comment(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa, copy_for(ailsa, "Morag Wren") as morag:
        comment(morag, "Wagtail", anchor=Anchor("Dipper"))
        send(morag, ailsa)
        settle(ailsa, only_thread(ailsa), words=words("Agreed"))
        begin_thread(ailsa, NewThread(ISSUE, words("For you"), to="Morag Wren"))
        said = NewMessage(
            words("Siskin"), said_by="morag wren", said_at="2026-05-03T10:00:00Z", file="r.docx"
        )
        begin_thread(ailsa, NewThread(ISSUE, RichText(), first=said))
        save_and_back_up(ailsa)
        erase(ailsa, ErasureRequest(person="Morag Wren"))
        left = every_byte(ailsa)
        assert not any(
            word in left.lower() for word in (b"wagtail", b"dipper", b"siskin", b"wren", b"r.docx")
        )
        shown = [(thread.place, thread.began.words.plain_text, thread.to) for thread in threads_of(ailsa)]
        assert sorted(shown) == [(ISSUE, "Agreed", ""), (ISSUE, "For you", "")]


def test_a_person_who_is_only_named_in_comments_can_be_erased(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        begin_thread(ailsa, NewThread(ISSUE, words("Ask them"), to="@lead, Kirsty Bell"))
        erase(ailsa, ErasureRequest(person="Kirsty Bell"))
        assert b"Kirsty" not in every_byte(ailsa)
        assert only_thread(ailsa).began.words == words("Ask them")


def test_erased_quotations_do_not_come_back_with_a_copy(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text("The wagtail sang"))
        ailsa.seal()
        comment(ailsa, "Says who?", anchor=Anchor("wagtail sang"))
        with copy_for(ailsa, "Morag") as morag:
            erase(ailsa, ErasureRequest(ISSUE))
            send(morag, ailsa)
            assert only_thread(ailsa).anchor.quote == ""
            assert b"wagtail" not in every_byte(ailsa)
            send(ailsa, morag)
            assert only_thread(morag).anchor.quote == ""


def test_what_an_older_program_left_in_quotations_goes_when_the_answer_is_erased_again(
    tmp_path: Path,
) -> None:
    with create(tmp_path) as ailsa:
        ailsa.write(ISSUE, text("The wagtail sang"))
        ailsa.seal()
        comment(ailsa, "Says who?", anchor=Anchor("wagtail sang"))
        ids = ailsa.tree.head_ids(ISSUE)

        def empty(book: RevisionWriter) -> None:
            book.supersede(ISSUE, None, ids)

        ailsa.shared_file.erase(ids, empty, lambda: None)
        assert b"wagtail" in every_byte(ailsa)
        erase(ailsa, ErasureRequest(ISSUE))
        assert b"wagtail" not in every_byte(ailsa)


def test_where_an_inquiry_is_stays_when_whoever_told_it_is_erased(tmp_path: Path) -> None:
    with create(tmp_path) as ailsa, copy_for(ailsa, "Morag Wren") as morag:
        tell_state(ailsa, ReviewStage.BEING_WRITTEN)
        send(ailsa, morag)
        tell_state(morag, ReviewStage.PUBLISHED, "Morag Wren")
        send(morag, ailsa)
        erase(ailsa, ErasureRequest(person="Morag Wren"))
        assert b"Wren" not in every_byte(ailsa)
        assert [state.text for state in states_now(ailsa)] == ["Published"]
