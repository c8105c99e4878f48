"""However an inquiry came to be, it says the same by its note, by the names of all, and read as a whole."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.erasure import ErasureRequest, erase
from carreport.draft.revisions.change import STANDS, revision_to_row
from carreport.draft.revisions.revision import make_revision
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.open_draft import open_draft
from carreport.draft.storage import outline
from carreport.draft.storage.database import DraftDatabase
from carreport.errors import UsageError
from carreport.form.schema import Form

ME = "Ailsa Kerr"
GROUP = "data.sources"


def states(path: Path, at_once: int, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, ...]:
    """Return all that an inquiry says, opened as one of months or read as a whole."""
    monkeypatch.setattr(outline, "AT_ONCE", at_once)
    opened = open_draft(path, ME, read_only=True)
    try:
        tree = opened.tree
        told = tree.answers()
        heads = {each: tree.heads(each) for each in tree.paths()}
        rest = tree.unseen_edits(), {each.id for each in tree}, sorted(tree.missing_parents())
        assert (opened.past is None) == (at_once > 0)
        return told, heads, *rest, opened.past is None or not opened.past.astray
    finally:
        opened.close()
        monkeypatch.setattr(outline, "AT_ONCE", -1)


def is_noted(path: Path) -> bool:
    file = DraftDatabase.open(path)
    try:
        return bool(file.noted())
    finally:
        file.close()


def without_note(path: Path) -> Path:
    bare = path.with_name("bare.carreport")
    shutil.copyfile(path, bare)
    connection = apsw.Connection(str(bare))
    connection.execute("DELETE FROM meta WHERE key = ?", (STANDS,))
    connection.close()
    return bare


def do(session: DraftSession, doing: str, word: str) -> DraftSession:
    """Do one thing, and return the session in which the next is done."""
    if doing not in ("close", "kill", "older"):
        DOINGS[doing](session, word)
        return session
    getattr(session, "close_without_saving" if doing == "kill" else "close")()
    if doing == "older":
        add_unknown(session.path, word)
    return DraftSession.open(session.path, ME)


def write(session: DraftSession, word: str) -> None:
    session.write("about.story", [{"type": "paragraph", "spans": [{"text": word}]}])


def remove(session: DraftSession, _: str) -> None:
    for each in session.answers().items(GROUP)[:1]:
        session.remove_item(f"{GROUP}/{each.id}")


def restore(session: DraftSession, _: str) -> None:
    for each in session.removed_items(GROUP)[:1]:
        session.restore_item(f"{GROUP}/{each.id}")


def send(session: DraftSession, word: str) -> None:
    copy = session.path.with_name("copy.carreport")
    export_copy(session, copy, replace=True)
    with DraftSession.open(copy, "Morag") as other:
        write(other, f"{word} by Morag")


def meet(session: DraftSession, _: str) -> None:
    copy = session.path.with_name("copy.carreport")
    if copy.exists():
        merge_and_save(session, preview_merge(session, copy))


def forget(session: DraftSession, _: str) -> None:
    with suppress(UsageError):
        erase(session, ErasureRequest("about.story", history_only=True))


DOINGS: dict[str, Callable[[DraftSession, str], object]] = {
    "write": write,
    "seal": lambda session, _: session.seal(),
    "flush": lambda session, _: session.flush(),
    "add": lambda session, word: session.add_item(GROUP, values={"name": word}),
    "remove": remove,
    "restore": restore,
    "send": send,
    "meet": meet,
    "forget": forget,
}
WAYS = st.sampled_from([*DOINGS, "write", "close", "kill", "older"])


def add_unknown(path: Path, word: str) -> None:
    """Write as a program does that knows of no note."""
    row = make_revision("about.title", [], f'"{word}"', author="O", device="o", written_at="2026-01-01")
    connection = apsw.Connection(str(path))
    connection.execute("INSERT OR IGNORE INTO revision VALUES (?, ?, ?, ?, ?, ?, ?)", revision_to_row(row))
    connection.close()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(doings=st.lists(st.tuples(WAYS, st.sampled_from(["one", "two", "three"])), min_size=3, max_size=12))
def test_a_draft_says_the_same_with_its_note_as_without(
    doings: list[tuple[str, str]], path: Path, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    for each in path.parent.glob("*.carreport"):
        each.unlink()
    monkeypatch.setattr(outline, "AT_ONCE", -1)
    session = DraftSession.create(path, form, ME)
    session.write("about.title", "A title")
    session.seal()
    session.flush()
    for doing, word in doings:
        session = do(session, doing, word)
    last = doings[-1][0]
    getattr(session, "close_without_saving" if last == "kill" else "close")()
    assert is_noted(path) or last == "kill"
    noted = states(path, -1, monkeypatch)
    assert noted == states(without_note(path), -1, monkeypatch) == states(path, 10_000, monkeypatch)
