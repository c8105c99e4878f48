"""Take the pages of a review: all comments with one open, and the state of the inquiry."""

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
from carreport.ui.report.who_page import LOOKED_AT
from carreport.ui.review.review_controller import ReviewController
from carreport.ui.review.word_files.read_controller import ReadReviewController
from carreport.ui.review.word_files.send_controller import SendReviewController
from tools.screenshots.camera import Camera

FELLOW, FILE = "Dr Una Petrie", "Working together, reviewed.docx"


def take_review_pages(camera: Camera) -> None:
    """Take the comments on a question, and the page “Review” with one that is open and one that suggests."""
    camera.wizard.return_to_step()
    write_comments(camera.wizard.session)
    _take_comments(camera, "context.issue")
    page = camera.begin_task(ReviewController, "review").page
    page.comment_list.select_row(1)
    camera.take("review")
    page.comment_list.select_row(2)
    page.state_box.change_link.click()
    camera.take("review-suggestion")
    _take_word_files(camera)
    take_who_page(camera)


def take_who_page(camera: Camera) -> None:
    """Take the page “Who could this be?” with passages that the example does not have."""
    session = camera.wizard.session
    session.write(
        "reflections.learned",
        "As the depute rector I had never seen the youth trust at work.\n\n"
        "I only joined in the spring, when the group had met for a year.\n\n"
        "If you would like the cards, ring 01632 960 457.",
    )
    session.write("reflections.conclusions", "I drew the map of services with a colleague from the trust.")
    page = camera.begin_task(WhoController, "identify").page
    camera.wait_until(lambda: bool(page.links))
    next(link for link in page.links if link.text() == LOOKED_AT).click()
    camera.take("who")


def _take_comments(camera: Camera, path: str) -> None:
    """Take the comments on one question, beside its answer."""
    camera.wizard.go_to(path)
    comments = camera.wizard.comment_panels
    camera.wizard.step_page(path.partition(".")[0]).questions[path].comments.button.click()
    camera.take("comments")
    comments.close()


def _take_word_files(camera: Camera) -> None:
    """Take the page that sends a Word file, and the one that shows a file that came back."""
    folder = Path.home() / "Documents"
    page = camera.begin_task(SendReviewController, "review_send").page
    page.set_target(folder / "Working together, for review.docx")
    camera.take("review-send")
    reviewed = make_reviewed_file(camera.wizard.session)
    read = camera.begin_task(ReadReviewController, "review_read", str(reviewed)).page
    camera.wait_until(read.bring_in_button.isVisible)
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
            first=_message("The second paragraph says it again."),
        ),
    )
    begin_thread(session, NewThread("question.agreed", _words("Ask Iain before Friday."), is_private=True))
    begin_thread(session, _by_fellow("data.surveys", "How many were asked?", CommentType.QUESTION))
    settle(session, next(t for t in threads_of(session) if t.place == "data.surveys"), Act.DONE)
    tell_state(session, ReviewStage.BACK_FROM_REVIEW)


def _by_fellow(place: str, text: str, sort: CommentType, quote: str = "") -> NewThread:
    return NewThread(place, _words(text), sort, "@group", Anchor(quote), first=_message(text))


def _message(text: str) -> NewMessage:
    return NewMessage(_words(text), said_by=FELLOW, said_at="2026-11-27T10:05:00+00:00", file=FILE)


def _words(text: str) -> RichText:
    return RichText.from_plain(text)
