"""A file that comes back becomes comments and suggestions, once, whatever way it took."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError
from carreport.form.answers import answers_from_json
from carreport.form.loader import parse_form
from carreport.form.richtext import Block, RichText, Span
from carreport.review.threads import (
    CommentType,
    NewMessage,
    NewThread,
    Thread,
    add_message,
    begin_thread,
    threads_of,
)
from carreport.review.word_back.incoming import BroughtComments, IncomingReview, bring_in_review
from carreport.review.word_back.returned_copy import compare_with_sent, find_sent, read_review
from carreport.review.word_out_send import send_for_review
from carreport.review.word_walk.walk import walk_file
from tests.review.word_back.word_files import BY, LATER, R, W, comment, deleted, ins, marked, r, zipped

FIELDS = """
[[section.field]]
id = "issue"
kind = "text"
label = "What is the issue?"
[[section.field]]
id = "plan"
kind = "text"
label = "What is the plan?"
[[section.field]]
id = "place"
kind = "line"
label = "Where is it?"
"""
FORM = parse_form(f'[form]\nid = "f"\ntitle = "A form"\n[[section]]\nid = "s"\ntitle = "Context"\n{FIELDS}')
ABSENCE = "Absence has risen since the new timetable began, above all in the second year."
BUSES = "Most of those who are absent live at the far end and take two buses each day."
LINK = "https://example.org/#p4"
LINKED = RichText(
    (
        Block("paragraph", (Span("We read "), Span("the report", link=LINK), Span(" with care."))),
        Block("bullet", (Span("ask "), Span("everybody", strong=True))),
    )
)  # fmt: skip
Change = Callable[[str], str]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[DraftSession]:
    with DraftSession.create(tmp_path / "a.carreport", FORM, "Iain") as opened:
        given = {"issue": f"{ABSENCE}\n\n{BUSES}", "plan": LINKED.to_json(), "place": "Braeside"}
        answers, problems = answers_from_json(FORM, {"s": given})
        assert problems == []
        opened.fill(answers)
        yield opened


def returned(session: DraftSession, change: Change, said: str = "", name: str = "back.docx") -> Path:
    """Send a review copy, change its text and add comments, and return the file."""
    folder = session.path.parent
    send_for_review(session, folder / "sent.docx", replace=True)
    return changed(folder / "sent.docx", change, said, name)


def changed(sent: Path, change: Change, said: str = "", name: str = "back.docx") -> Path:
    with zipfile.ZipFile(BytesIO(sent.read_bytes())) as archive:
        members = {member: archive.read(member).decode("utf-8", "ignore") for member in archive.namelist()}
    main = change(members["word/document.xml"])
    assert main != members["word/document.xml"]
    members["word/document.xml"] = main
    if said and "word/comments.xml" in members:
        members["word/comments.xml"] = members["word/comments.xml"].replace(
            "</w:comments>", f"{said}</w:comments>"
        )
    elif said:
        members["word/comments.xml"] = f'<w:comments xmlns:w="{W}">{said}</w:comments>'
        tie = f'<Relationship Id="c9" Type="{R}/comments" Target="comments.xml"/></Relationships>'
        ties = "word/_rels/document.xml.rels"
        members[ties] = members[ties].replace("</Relationships>", tie)
    path = sent.parent / name
    path.write_bytes(zipped(dict(members)))
    return path


def in_run(words: str, becomes: str) -> Change:
    """Return a change of the run that has these words: `becomes` is put in place of them."""

    def change(main: str) -> str:
        at = main.index(words)
        start, end = main.rindex("<w:r>", 0, at), main.index("</w:r>", at) + len("</w:r>")
        run = main[start:end]
        head, _, text = run.partition("<w:t")
        text = text.partition(">")[2].partition("</w:t>")[0]
        before, _, after = text.partition(words)
        pieces = [
            f'{head}<w:t xml:space="preserve">{piece}</w:t></w:r>' if piece else ""
            for piece in (before, after)
        ]
        return main[:start] + pieces[0] + becomes + pieces[1] + main[end:]

    return change


def bring_in(session: DraftSession, path: Path) -> BroughtComments:
    return bring_in_review(session, read(session, path))


def read(session: DraftSession, path: Path) -> IncomingReview:
    """Read as `read_review` does, without its process."""
    document = walk_file(path.name, path.read_bytes())
    return compare_with_sent(path.name, document, find_sent(session, document))


def only(session: DraftSession) -> Thread:
    (thread,) = threads_of(session)
    return thread


def becomes(thread: Thread) -> RichText:
    assert thread.suggestion is not None
    return thread.suggestion.becomes


def test_a_comment_becomes_a_thread_on_its_words(session: DraftSession) -> None:
    path = returned(
        session, in_run("the new timetable", marked(r("the new timetable"), "7")), comment("Why?", "7")
    )
    bring_in(session, path)
    thread = only(session)
    assert (thread.place, thread.anchor.quote, thread.placing) == ("s.issue", "the new timetable", "")
    assert (thread.began.author, thread.began.words.plain_text, thread.began.brought_by) == (
        "Ailsa",
        "Why?",
        "Iain",
    )
    assert thread.anchor.before == "Absence has risen since"


def test_the_same_file_twice_adds_nothing(session: DraftSession) -> None:
    change = in_run(
        "new timetable", deleted("new timetable") + ins("timetable of August") + marked(r("!"), "7")
    )
    path = returned(session, change, comment("Why?", "7"))
    assert len(bring_in(session, path).threads) == 3
    assert bring_in(session, path).is_nothing


def test_a_replaced_word_becomes_one_suggestion_for_the_whole_answer(session: DraftSession) -> None:
    bring_in(session, returned(session, in_run("risen", deleted("risen") + ins("grown"))))
    thread = only(session)
    assert (thread.type, thread.place, thread.began.author) == (CommentType.SUGGESTION, "s.issue", "Ailsa")
    assert becomes(thread).plain_text == f"{ABSENCE.replace('risen', 'grown')}\n\n{BUSES}"
    assert thread.suggestion is not None
    assert thread.suggestion.base in session.tree.revisions_of("s.issue")


def test_links_and_bold_that_a_program_lost_stay_in_the_suggestion(session: DraftSession) -> None:
    path = returned(session, in_run(" with care.", r(" with great care.")))
    bring_in(session, path)
    first, second = becomes(only(session)).blocks
    assert first.spans == (
        Span("We read "),
        Span("the report", link=LINK),
        Span(" with great care."),
    )
    assert second == LINKED.blocks[1]


def test_a_new_paragraph_stands_after_the_one_before_it(session: DraftSession) -> None:
    path = returned(
        session, lambda main: after_paragraph(main, "two buses", f"<w:p>{r('A third thing.')}</w:p>")
    )
    bring_in(session, path)
    assert becomes(only(session)).plain_text == f"{ABSENCE}\n\n{BUSES}\n\nA third thing."


def test_a_deleted_paragraph_is_left_out_of_the_suggestion(session: DraftSession) -> None:
    bring_in(session, returned(session, lambda main: without_paragraph(main, "Absence has risen")))
    assert becomes(only(session)).plain_text == BUSES


def test_joined_paragraphs_are_one_in_the_suggestion(session: DraftSession) -> None:
    def join(main: str) -> str:
        at = main.index("Absence has risen")
        start = main.rindex("<w:p>", 0, at)
        mark = f'<w:p><w:pPr><w:rPr><w:del w:id="80" {BY}/></w:rPr></w:pPr>'
        return (
            main[:start]
            + mark
            + main[start:].partition("<w:p>")[2].replace("<w:pPr><w:keepNext/></w:pPr>", "", 1)
        )

    bring_in(session, returned(session, join))
    assert becomes(only(session)).plain_text == f"{ABSENCE}{BUSES}"


def test_a_line_gets_a_suggestion_too(session: DraftSession) -> None:
    bring_in(session, returned(session, in_run("Braeside", r("Braemar"))))
    thread = only(session)
    assert (thread.place, becomes(thread).plain_text) == ("s.place", "Braemar")


def test_a_change_of_a_question_is_a_remark(session: DraftSession) -> None:
    bring_in(session, returned(session, in_run("What is the plan?", r("What do you want?"))))
    thread = only(session)
    assert (thread.type, thread.place, thread.suggestion) == (CommentType.REMARK, "s.plan", None)


def test_a_reply_to_a_comment_that_was_sent_is_a_message_of_its_thread(session: DraftSession) -> None:
    begin_thread(session, NewThread("s.issue", RichText.from_plain("Is it so?")))
    send_for_review(session, session.path.parent / "sent.docx")

    def reply(main: str) -> str:
        both = '<w:commentRangeStart w:id="{0}"/>', '<w:commentRangeEnd w:id="{0}"/>'
        for end in both:
            main = main.replace(end.format(0), end.format(0) + end.format(9))
        return main

    path = changed(session.path.parent / "sent.docx", reply, comment("It is.", "9", LATER))
    brought = bring_in(session, path)
    assert (brought.threads, brought.replies) == ((), 1)
    said = {message.words.plain_text for message in only(session).messages}
    assert said == {"Is it so?", "It is."}
    assert bring_in(session, path).is_nothing


def test_a_thread_that_comes_back_settled_is_settled(session: DraftSession) -> None:
    begin_thread(session, NewThread("s.issue", RichText.from_plain("Is it so?")))
    send_for_review(session, session.path.parent / "sent.docx")
    path = changed(session.path.parent / "sent.docx", lambda main: main.replace("</w:body>", " </w:body>"))
    with zipfile.ZipFile(path) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    threads = members["word/commentsExtended.xml"]
    assert isinstance(threads, bytes)
    members["word/commentsExtended.xml"] = threads.replace(b'done="0"', b'done="1"')
    path.write_bytes(zipped(members))
    assert bring_in(session, path).settled == 1
    assert only(session).is_settled
    assert bring_in(session, path).is_nothing


def test_two_reviewers_files_in_either_order_have_the_same_threads(session: DraftSession) -> None:
    send_for_review(session, session.path.parent / "sent.docx")
    said = comment("Why?", "7")
    on_words = in_run("the new timetable", marked(r("the new timetable"), "7"))
    one = changed(session.path.parent / "sent.docx", on_words, said, "one.docx")
    other = changed(one, in_run("Braeside", r("Braemar")), "", "other.docx")
    for path in (other, one):
        bring_in(session, path)
    assert [thread.place for thread in threads_of(session)].count("s.issue") == 1
    assert len(threads_of(session)) == 2


def test_what_has_no_place_stays_with_the_inquiry(session: DraftSession) -> None:
    path = returned(session, lambda main: main.replace("</w:body>", " </w:body>"), comment("Where?", "7"))
    bring_in(session, path)
    assert (only(session).place, only(session).placing) == ("", "none")


def test_a_file_of_another_copy_is_refused_and_so_is_one_that_was_never_sent(session: DraftSession) -> None:
    path = returned(session, in_run("risen", r("grown")))
    with DraftSession.create(path.parent / "b.carreport", FORM, "Iain") as other:
        for code in ("review-not-sent", "review-other-inquiry"):
            with pytest.raises(CarreportError) as refused:
                read(other, path)
            assert refused.value.code == code
            send_for_review(other, path.parent / "b.docx", replace=True)


def test_a_file_is_read_in_its_process(session: DraftSession) -> None:
    review = read_review(session, returned(session, in_run("risen", r("grown"))))
    assert [finding.path for finding in review.reviewed.findings] == ["s.issue"]


def test_an_older_copy_is_compared_with_what_was_sent_then(session: DraftSession) -> None:
    path = returned(session, in_run("risen", r("grown")))
    session.write("s.issue", RichText.from_plain(f"{ABSENCE} It is new.\n\n{BUSES}").to_json())
    send_for_review(session, session.path.parent / "second.docx")
    reviewed = read(session, path).reviewed
    assert [(finding.kind, finding.old) for finding in reviewed.findings] == [("untracked", ABSENCE)]


def test_messages_written_since_do_not_hide_what_came_back(session: DraftSession) -> None:
    begin_thread(session, NewThread("s.issue", RichText.from_plain("Is it so?")))
    path = returned(session, in_run("risen", r("grown")))
    add_message(session, only(session), NewMessage(RichText.from_plain("Later.")))
    reviewed = read(session, path).reviewed
    assert (len(reviewed.known), reviewed.sent_comments) == (1, 1)


def after_paragraph(main: str, words: str, added: str) -> str:
    end = main.index("</w:p>", main.index(words)) + len("</w:p>")
    return main[:end] + added + main[end:]


def without_paragraph(main: str, words: str) -> str:
    at = main.index(words)
    start = max(main.rfind("<w:p>", 0, at), main.rfind("<w:p ", 0, at))
    return main[:start] + main[main.index("</w:p>", at) + len("</w:p>") :]
