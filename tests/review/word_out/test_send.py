"""A draft is sent for review: the file is written, and the draft keeps a receipt."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from carreport.assets import form_files
from carreport.cli import main
from carreport.draft.erasure import ErasureRequest, erase, preview_erasure
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import receipts_of
from carreport.draft.session.release import release_entry
from carreport.errors import ReportWriteError, UnreadableInputError
from carreport.form.loader import load_form
from carreport.form.richtext import RichText
from carreport.review.threads import NewThread, begin_thread
from carreport.review.word_out_receipt import sent_paragraphs_of, sent_review_of
from carreport.review.word_out_send import send_for_review
from tests.review.word_out.conftest import comments_in, form_of


@pytest.fixture
def session(tmp_path: Path) -> Iterator[DraftSession]:
    with DraftSession.create(tmp_path / "a.carreport", form_of(), "Ailsa") as opened:
        opened.write("s.issue", text("The plan fell apart in March of that year."))
        opened.write("s.secret", text("Canarybird"))
        yield opened


def text(words: str) -> list[dict[str, object]]:
    return RichText.from_plain(words).to_json()


def comment(session: DraftSession, place: str, words: str, *, is_private: bool = False) -> None:
    begin_thread(session, NewThread(place, RichText.from_plain(words), is_private=is_private))


def members_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_receipt_says_what_was_sent_when_and_to_whom(session: DraftSession, tmp_path: Path) -> None:
    comment(session, "s.issue", "Says who?")
    written = send_for_review(session, tmp_path / "out.docx", to="Una Petrie")
    (receipt,) = receipts_of(session)
    assert (receipt.event, receipt.name, receipt.to) == ("review-sent", "out.docx", "Una Petrie")
    assert (receipt.author, receipt.answers, receipt.export) == ("Ailsa", 1, written.receipt.export)
    sent = sent_review_of(session, receipt.export)
    assert sent is not None
    assert (sent.comments, written.unsent, sent.uncertain) == (1, 0, frozenset())


def test_the_file_holds_the_id_by_which_what_was_sent_is_found(session: DraftSession, tmp_path: Path) -> None:
    written = send_for_review(session, tmp_path / "out.docx")
    custom = members_of(tmp_path / "out.docx")["docProps/custom.xml"].decode()
    assert f">{written.receipt.export}<" in custom
    session.write("s.issue", text("Something else."))
    texts = [sent.text for sent in sent_paragraphs_of(session, written.receipt.export)]
    assert "The plan fell apart in March of that year." in texts


def test_nothing_private_is_in_any_part_of_the_file(session: DraftSession, tmp_path: Path) -> None:
    comment(session, "s.issue", "Canarybird again", is_private=True)
    comment(session, "s.secret", "Canarybird too")
    written = send_for_review(session, tmp_path / "out.docx")
    members = members_of(tmp_path / "out.docx")
    assert not any(b"Canarybird" in content for content in members.values())
    assert (written.comments, written.unsent) == (0, 0)


def test_a_thread_in_a_removed_entry_is_counted_as_not_sent(session: DraftSession, tmp_path: Path) -> None:
    item = session.add_item("s.plans", values={"name": "Local plan"})
    comment(session, f"s.plans/{item}", "Old?")
    session.remove_item(f"s.plans/{item}")
    assert send_for_review(session, tmp_path / "out.docx").unsent == 1


def test_an_existing_file_may_have_comments_and_is_not_replaced(
    session: DraftSession, tmp_path: Path
) -> None:
    (tmp_path / "out.docx").write_bytes(b"comments")
    with pytest.raises(ReportWriteError) as refused:
        send_for_review(session, tmp_path / "out.docx")
    assert refused.value.code == "review-exists"
    assert (tmp_path / "out.docx").read_bytes() == b"comments"
    assert receipts_of(session) == ()
    send_for_review(session, tmp_path / "out.docx", replace=True)


@pytest.mark.parametrize("name", ["out.pdf", "out", "out.carreport"])
def test_only_a_word_document_can_be_sent(session: DraftSession, tmp_path: Path, name: str) -> None:
    with pytest.raises(ReportWriteError) as refused:
        send_for_review(session, tmp_path / name)
    assert refused.value.code == "review-format"


def test_a_report_that_is_missing_is_named(session: DraftSession, tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError) as refused:
        send_for_review(session, tmp_path / "out.docx", report=tmp_path / "none.docx")
    assert (refused.value.code, (tmp_path / "out.docx").exists()) == ("report-unreadable", False)


def test_erasing_says_which_word_documents_still_have_the_text(session: DraftSession, tmp_path: Path) -> None:
    send_for_review(session, tmp_path / "out.docx", to="Una Petrie")
    preview = preview_erasure(session, ErasureRequest(path="s.issue"))
    assert any("out.docx, sent for review to Una Petrie" in line for line in preview.out_of_reach)


def test_erasing_a_person_erases_their_name_from_the_receipt(tmp_path: Path) -> None:
    with DraftSession.create(tmp_path / "b.carreport", form_of(), "Ailsa") as opened:
        opened.write("s.issue", text("Mine."))
        send_for_review(opened, tmp_path / "out.docx", to="Una Petrie")
    with DraftSession.open(tmp_path / "b.carreport", "Una Petrie") as opened:
        opened.write("s.issue", text("Hers."))
    with DraftSession.open(tmp_path / "b.carreport", "Ailsa") as opened:
        erase(opened, ErasureRequest(person="Una Petrie"))
        assert [receipt.to for receipt in receipts_of(opened)] == ["", ""]
    assert b"Una Petrie" not in (tmp_path / "b.carreport").read_bytes()


def test_the_command_writes_the_file_and_says_what_is_in_it(
    session: DraftSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    comment(session, "s.issue", "Says who?")
    session.close()
    target = tmp_path / "out.docx"
    given = ["review", "send", str(session.path), "-o", str(target), "--to", "Una", "--author", "Ailsa"]
    assert main(given) == 0
    assert f"{target}: 1 question answered, no entries, no pictures, 1 comment." in capsys.readouterr().out
    assert [read.text for read in comments_in(target.read_bytes())] == ["Says who?"]
    with DraftSession.open(session.path, "Ailsa") as again:
        (receipt,) = receipts_of(again)
        assert (receipt.to, bool(sent_paragraphs_of(again, receipt.export))) == ("Una", True)


def test_the_command_puts_open_comments_on_a_report(
    session: DraftSession, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    comment(session, "s.issue", "Says who?")
    session.close()
    report, target = tmp_path / "report.docx", tmp_path / "out.docx"
    assert main(["render", str(session.path), "-o", str(report)]) == 0
    given = ["review", "send", str(session.path), "-o", str(target), "--report", str(report)]
    assert main([*given, "--author", "Ailsa"]) == 0
    assert f"{target}: 1 comment." in capsys.readouterr().out
    (read,) = comments_in(target.read_bytes())
    assert read.about == "The plan fell apart in March of that year."


def test_a_reflection_is_sent_only_once_it_is_given_and_its_number_hides_its_writer(tmp_path: Path) -> None:
    form = load_form(next(path for path in form_files() if path.stem == "car-inquiry"))
    with DraftSession.create(tmp_path / "c.carreport", form, "Ailsa") as opened:
        written = {"member": "Canarybird", "came": text("Sparrowhawk"), "hard": text("Nothing.")}
        entry = f"reflections.individual/{opened.add_item('reflections.individual', values=written)}"
        comment(opened, f"{entry}/came", "Goldfinch")
        before = send_for_review(opened, tmp_path / "before.docx")
        release_entry(opened, entry, "respondent", 7)
        comment(opened, f"{entry}/came", "Bullfinch")
        after = send_for_review(opened, tmp_path / "after.docx")
        assert (after.sent and after.sent.uncertain) == frozenset()
    hidden, given = members_of(tmp_path / "before.docx"), members_of(tmp_path / "after.docx")
    for word in (b"Canarybird", b"Sparrowhawk", b"Goldfinch"):
        assert not any(word in content for content in hidden.values())
    assert not any(b"Canarybird" in content for content in given.values())
    assert b"Sparrowhawk" in given["word/document.xml"]
    assert b"Bullfinch" in given["word/comments.xml"]
    assert (before.comments, after.unsent) == (0, 0)
