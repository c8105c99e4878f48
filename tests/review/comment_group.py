"""A small form, and people with copies of one inquiry who comment on it."""

from __future__ import annotations

from pathlib import Path

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.copies.merge_plan import MergePlan
from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import parse_form
from carreport.form.richtext import RichText
from carreport.review.threads import NewThread, Thread, begin_thread, threads_of

FORM = parse_form("""
[form]
id = "comments"
title = "A form to comment on"
title_path = "s.title"
[[section]]
id = "s"
title = "The section"
[[section.field]]
id = "title"
kind = "line"
label = "Title"
[[section.field]]
id = "issue"
kind = "text"
label = "What is the issue?"
[[section.field]]
id = "count"
kind = "number"
label = "How many?"
[[section.field]]
id = "started"
kind = "date"
label = "When did it start?"
[[section.field]]
id = "mood"
kind = "choice"
label = "How is it?"
choices = { good = "Good", bad = "Bad" }
[[section.field]]
id = "diary"
kind = "text"
label = "Diary"
share = "private"
[[section.field]]
id = "sources"
kind = "list"
label = "Sources"
item = "source"
[[section.field.field]]
id = "name"
kind = "line"
label = "Name"
[[section.field.field]]
id = "aside"
kind = "text"
label = "Said aside"
share = "private"
[[section.field]]
id = "each"
kind = "list"
label = "Each of you"
item = "reflection"
private_until = { release = ["yes"] }
[[section.field.field]]
id = "words"
kind = "text"
label = "Words"
[[section.field.field]]
id = "release"
kind = "choice"
label = "Release"
choices = { no = "No", yes = "Yes" }
""")
ISSUE = "s.issue"


def words(text: str) -> RichText:
    return RichText.from_plain(text)


def create(folder: Path, author: str = "Ailsa") -> DraftSession:
    return DraftSession.create(folder / f"{author}.carreport", FORM, author)


def copy_for(session: DraftSession, author: str) -> DraftSession:
    """Return the copy that somebody else begins with."""
    target = session.path.with_name(f"{author.split(maxsplit=1)[0]}.carreport")
    export_copy(session, target)
    return DraftSession.open(target, author)


def send(sender: DraftSession, reader: DraftSession) -> MergePlan:
    """Let one person import the copy of another; return what it changed."""
    target = sender.path.with_name("sent.carreport")
    export_copy(sender, target, replace=True)
    return merge_and_save(reader, preview_merge(reader, target))


def comment(session: DraftSession, text: str, place: str = ISSUE, **more: object) -> Thread:
    path = begin_thread(session, NewThread(place, words(text), **more))  # type: ignore[arg-type]
    return next(thread for thread in threads_of(session) if thread.path == path)


def only_thread(session: DraftSession) -> Thread:
    (thread,) = threads_of(session)
    return thread


def bytes_of(session: DraftSession, folder: Path) -> bytes:
    """Return every byte of a copy of the inquiry."""
    target = folder / "seen-by-all.carreport"
    export_copy(session, target, replace=True)
    return target.read_bytes()
