"""Bring in a reviewed Word file: it is shown first, then added, and undone in one step."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from carreport.form.richtext import RichText
from carreport.review.states import states_now
from carreport.review.threads import (
    CommentType,
    NewMessage,
    NewThread,
    add_message,
    begin_thread,
    settle,
    threads_of,
)
from carreport.review.word_out_send import send_for_review
from carreport.ui.review.review_page import ReviewPage
from carreport.ui.review.word_files.finding_rows import LEFT_OUT
from carreport.ui.review.word_files.read_page import NOTHING_NEW, ReadReviewPage
from tests.ui.driver.drafts import make_inquiry
from tests.ui.driver.keyboard import press
from tests.ui.driver.lists import row_titles
from tests.ui.driver.window import WindowDriver


@pytest.fixture
def reviewed(driver: WindowDriver, tmp_path: Path) -> Path:
    """A review copy that a reviewer commented on and changed without tracking."""
    driver.open(make_inquiry())
    session = driver.session
    begin_thread(session, NewThread("about.title", RichText.from_plain("Is it too long?")))
    path = tmp_path / "reviewed.docx"
    send_for_review(session, path)
    document = Document(str(path))
    issue = RichText.from_json(session.answers().get("context.issue")).blocks[0].plain_text
    paragraph = next(paragraph for paragraph in document.paragraphs if paragraph.text == issue)
    document.add_comment(paragraph.runs, "Who says so?", author="Una Petrie", initials="UP")
    paragraph.runs[0].text = "In short: " + paragraph.runs[0].text
    document.save(str(path))
    return path


@pytest.fixture
def page(driver: WindowDriver, reviewed: Path) -> ReadReviewPage:
    page = driver.begin("review_read", ReadReviewPage, str(reviewed))
    driver.wait_until(page.primary_action.isVisible)
    return page


def test_nothing_is_added_before_the_button_is_pressed(driver: WindowDriver, page: ReadReviewPage) -> None:
    titles = row_titles(page.finding_list)
    assert [title.split(":")[0] for title in titles] == ["Comment", "Changed without tracking"]
    assert page.primary_action.text() == "Bring in 1 comment and 1 change"
    assert len(threads_of(driver.session)) == 1


def test_comments_and_suggestions_are_added_and_undone_together(
    driver: WindowDriver, page: ReadReviewPage
) -> None:
    page.primary_action.trigger()
    review = driver.wait_for_page(ReviewPage)
    assert review.isVisible()
    types = sorted(thread.type for thread in threads_of(driver.session) if thread.place == "context.issue")
    assert types == [CommentType.REMARK, CommentType.SUGGESTION]
    assert [state.text for state in states_now(driver.session)] == ["Back from review"]
    driver.run_action()
    assert len(threads_of(driver.session)) == 1
    assert states_now(driver.session) == ()
    driver.wizard.undo_stack.redo()
    assert len(threads_of(driver.session)) == 3


def test_a_line_that_is_left_out_is_not_added(driver: WindowDriver, page: ReadReviewPage) -> None:
    page.finding_list.setFocus()
    press("Space")
    assert row_titles(page.finding_list)[0].startswith(LEFT_OUT)
    page.primary_action.trigger()
    driver.wait_for_page(ReviewPage)
    types = [thread.type for thread in threads_of(driver.session) if thread.place == "context.issue"]
    assert types == [CommentType.SUGGESTION]


def test_the_same_file_twice_adds_nothing(driver: WindowDriver, page: ReadReviewPage, reviewed: Path) -> None:
    page.tell_box.setChecked(False)
    page.primary_action.trigger()
    before = {thread.path for thread in threads_of(driver.session)}
    page = driver.begin("review_read", ReadReviewPage, str(reviewed))
    driver.wait_until(page.primary_action.isVisible)
    page.primary_action.trigger()
    assert "already" in driver.notice.text
    assert {thread.path for thread in threads_of(driver.session)} == before


@pytest.mark.usefixtures("reviewed")
def test_a_file_that_is_no_word_document_is_named_and_nothing_changes(
    driver: WindowDriver, tmp_path: Path
) -> None:
    wrong = tmp_path / "notes.pdf"
    wrong.write_bytes(b"%PDF-1.7")
    page = driver.begin("review_read", ReadReviewPage, str(wrong))
    driver.wait_until(page.failure_panel.isVisible)
    assert "notes.pdf" in page.failure_panel.label.text()
    assert len(threads_of(driver.session)) == 1


def test_what_was_brought_in_is_not_undone_once_somebody_has_answered(
    driver: WindowDriver, page: ReadReviewPage
) -> None:
    page.primary_action.trigger()
    thread = next(thread for thread in threads_of(driver.session) if thread.place == "context.issue")
    add_message(driver.session, thread, NewMessage(RichText.from_plain("The council does.")))
    driver.wizard.undo()
    assert "answered since" in driver.notice.text
    assert len(threads_of(driver.session)) == 3


def test_what_is_settled_already_is_not_offered_to_be_settled(
    driver: WindowDriver, reviewed: Path, tmp_path: Path
) -> None:
    settle(driver.session, threads_of(driver.session)[0])
    again = tmp_path / "again.docx"
    send_for_review(driver.session, again)
    page = driver.begin("review_read", ReadReviewPage, str(again))
    driver.wait_until(page.primary_action.isVisible)
    assert page.primary_action.text() == NOTHING_NEW
    page = driver.begin("review_read", ReadReviewPage, str(reviewed))
    driver.wait_until(page.primary_action.isEnabled)
    assert page.primary_action.text() == "Bring in 1 comment and 1 change"
