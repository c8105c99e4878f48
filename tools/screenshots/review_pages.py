"""Take comments beside an answer, and the pages of a review: all comments, Word files, people."""

from __future__ import annotations

import tempfile
from pathlib import Path

from docx import Document

from carreport.draft.session.draft_session import DraftSession
from carreport.form.richtext import RichText
from carreport.review.states import ReviewStage, tell_state
from carreport.review.threads import (
    Act,
    Anchor,
    CommentType,
    NewMessage,
    NewThread,
    Suggestion,
    add_message,
    begin_thread,
    settle,
    threads_of,
)
from carreport.review.word_out_send import send_for_review
from carreport.ui.report.who_controller import WhoController
from carreport.ui.review.review_controller import ReviewController
from carreport.ui.review.word_files.read_controller import ReadReviewController
from carreport.ui.review.word_files.send_controller import SendReviewController
from carreport.ui.richtext.text_edit import RichTextEdit
from tools.screenshots.camera import Camera

FELLOW, FILE = "Dr Una Petrie", "Working together, reviewed.docx"


def take_review_pages(camera: Camera) -> None:
    """Take comments beside an answer, and the page “Review” with one that suggests other words."""
    camera.wizard.return_to_last_page()
    write_comments(camera.wizard.session)
    _take_comments(camera)
    page = camera.begin_task(ReviewController, "review").page
    page.comment_list.select_row(2)
    camera.take("review")
    page.comment_list.select_row(1)
    page.state_box.change_link.click()
    camera.take("review-state")
    _take_word_files(camera)
    _take_who(camera)


def _take_who(camera: Camera) -> None:
    """Take the passages by which readers could recognise somebody."""
    path = "reflections.learned"
    session = camera.wizard.session
    answer = session.answers().get(path)
    session.write(path, [*answer, *_words("As a depute rector I had heard it all before.").to_json()])
    session.seal()
    camera.begin_task(WhoController, "identify")
    camera.take("who")


def _take_comments(camera: Camera) -> None:
    """Take the comments beside an answer, with a new one on marked words."""
    camera.wizard.go_to("context.issue")
    text_edit = camera.wizard.step_page("context").open_question("context.issue").findChild(RichTextEdit)
    assert text_edit is not None
    text_edit.setFocus()
    camera.settle()
    text_edit.setTextCursor(text_edit.document().find("three generations"))
    camera.window.inquiry.begin_comment()
    panel = camera.wizard.comment_panels.open_panel
    assert panel is not None
    panel.form.box.set_words(_words("Which years are these?"))
    camera.take("comments")
    panel.form.clear()
    camera.wizard.comment_panels.close()


def _take_word_files(camera: Camera) -> None:
    """Take the page that sends a Word file, and the one that shows a file that came back."""
    folder = Path.home() / "Documents"
    page = camera.begin_task(SendReviewController, "review_send").page
    page.set_target(folder / "Working together, for review.docx")
    camera.take("review-send")
    reviewed = make_reviewed_file(camera.wizard.session)
    read = camera.begin_task(ReadReviewController, "review_read", str(reviewed)).page
    camera.wait_until(read.primary_action.isVisible)
    read.finding_list.select_row(1)
    camera.take("review-read")


def make_reviewed_file(session: DraftSession) -> Path:
    """Write a review copy of the example, and change and comment on it as a reviewer would."""
    path = Path(tempfile.mkdtemp()) / "Working together, reviewed.docx"
    send_for_review(session, path)
    document = Document(str(path))
    issue = RichText.from_json(session.answers().get("context.issue")).blocks[0].plain_text
    paragraph = next(paragraph for paragraph in document.paragraphs if paragraph.text == issue)
    document.add_comment(paragraph.runs, "Could this be shorter?", author=FELLOW, initials="UP")
    paragraph.runs[0].text = paragraph.runs[0].text.replace("does badly at school", "struggles at school")
    document.save(str(path))
    return path


def write_comments(session: DraftSession) -> None:
    """Write what a research fellow would say about the example."""
    issue = RichText.from_json(session.answers().get("context.issue"))
    quote = " ".join(issue.blocks[0].plain_text.split()[:9])
    begin_thread(
        session, _by_fellow("context.issue", "Who says so? A source would help.", CommentType.QUESTION, quote)
    )
    (thread,) = threads_of(session)
    add_message(session, thread, NewMessage(_words("The plan of 2014 does. I will add it to the sources.")))
    begin_thread(
        session, _by_fellow("about.title", "Is this the title that the council knows?", CommentType.MUST)
    )
    shorter = RichText((*issue.blocks[:1], *issue.blocks[2:]))
    begin_thread(
        session,
        NewThread(
            "context.issue",
            _words("The second paragraph says it again."),
            CommentType.SUGGESTION,
            suggestion=Suggestion(shorter, session.tree.heads("context.issue")[0].id),
            first=_message("The second paragraph says it again.", "10:20"),
        ),
    )
    begin_thread(session, NewThread("question.agreed", _words("Ask Iain before Friday."), is_private=True))
    begin_thread(session, _by_fellow("data.surveys", "How many were asked?", CommentType.QUESTION))
    settle(session, next(t for t in threads_of(session) if t.place == "data.surveys"), Act.DONE)
    tell_state(session, ReviewStage.BACK_FROM_REVIEW)


def _by_fellow(place: str, text: str, sort: CommentType, quote: str = "") -> NewThread:
    return NewThread(place, _words(text), sort, "@group", Anchor(quote), first=_message(text))


def _message(text: str, time: str = "10:05") -> NewMessage:
    return NewMessage(_words(text), said_by=FELLOW, said_at=f"2026-11-27T{time}:00+00:00", file=FILE)


def _words(text: str) -> RichText:
    return RichText.from_plain(text)
