"""The effect of each method of a session on the draft and on the private file, as one table.

There are four states: there is no private file yet (none), the answer is public (shared), it is
private (private), and the private file cannot be read (broken). Each line of `session_table.txt`
has the effect of one method in one state: the number of new revisions in the draft and in the
private file, what is on the disk afterwards, and what was returned or raised. `UPDATE_DUMPS=1`
rewrites the table.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.erasure import ErasureRequest, erase
from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.release import release_entry
from carreport.errors import CarreportError
from carreport.form.answers import Answers, Item
from carreport.form.loader import parse_form
from tests.draft.session.test_draft_session import dots
from tests.draft.session.test_private_file import EACH, WITH_PICTURE

TABLE = Path(__file__).with_name("session_table.txt")
STATES = ("none", "shared", "private", "broken")
THINGS = "more.things"
Call = Callable[[DraftSession, str, Path], object]


def text_at(state: str) -> str:
    """Return the question that is answered in this state."""
    return "own.diary" if state == "private" else "about.title"


def list_at(state: str) -> str:
    return EACH if state == "private" else THINGS


def entry_at(session: DraftSession, state: str, number: int = 0) -> str:
    group = list_at(state)
    return f"{group}/{session.answers().items(group)[number].id}"


def inner_at(session: DraftSession, state: str) -> str:
    return f"{entry_at(session, state)}/{'words' if state == 'private' else 'thing'}"


def release(session: DraftSession, state: str, _folder: Path) -> object:
    if state == "private":
        session.write(f"{entry_at(session, state)}/release", "named")
    return release_entry(session, entry_at(session, state))


def restore_entry(session: DraftSession, state: str, _folder: Path) -> None:
    path = entry_at(session, state)
    session.remove_item(path)
    session.restore_item(path)


def restore_words(session: DraftSession, state: str, _folder: Path) -> None:
    path = inner_at(session, state)
    first = session.history(path)[-1].id
    session.write(path, "Later")
    session.seal()
    session.restore_revision(path, first)


def bring_copy(session: DraftSession, _state: str, folder: Path) -> object:
    copy = folder / "copy.carreport"
    export_copy(session, copy)
    with DraftSession.open(copy, "Morag Reid") as other:
        other.write("about.title", "Theirs")
    return merge_and_save(session, preview_merge(session, copy)) is not None


def erase_words(session: DraftSession, state: str, _folder: Path) -> object:
    return erase(session, ErasureRequest(text_at(state))) is not None


def save_as(session: DraftSession, _state: str, folder: Path) -> object:
    (folder / "else").mkdir()
    session.save_as(folder / "else" / "there.carreport")
    return sorted(path.suffix for path in (folder / "else").iterdir() if not path.name.startswith("."))


def fill(session: DraftSession, state: str, _folder: Path) -> object:
    return session.fill(Answers({text_at(state): "Filled", list_at(state): (Item("f", {}),)}))


def picture(session: DraftSession, state: str, _folder: Path) -> object:
    prepared = prepare_picture(dots())
    value = session.attach(prepared)
    if state == "private":
        session.write(f"{entry_at(session, state)}/scene", value)
    session.flush()
    return session.picture(prepared.sha256) is not None


def is_saved(session: DraftSession, _state: str, _folder: Path) -> object:
    session.flush()
    return session.is_saved


def note(session: DraftSession, _state: str, _folder: Path) -> object:
    session.save_note("kept", "words")
    return session.note("kept")


def visit(session: DraftSession, _state: str, _folder: Path) -> object:
    session.remember_last_visited("about.title")
    return session.last_visited()


def removed(session: DraftSession, state: str, _folder: Path) -> object:
    session.remove_item(entry_at(session, state))
    return len(session.removed_items(list_at(state)))


def seal(session: DraftSession, state: str, _folder: Path) -> None:
    session.write(text_at(state), "Typed")
    session.seal()


METHODS: dict[str, Call] = {
    "answers": lambda session, state, _: session.answers().get(text_at(state)),
    "add_item": lambda session, state, _: len(session.add_item(list_at(state))) > 0,
    "add_item after": lambda session, state, _: len(
        session.add_item(list_at(state), entry_at(session, state).rpartition("/")[2])
    ) > 0,
    "attach and picture": picture,
    "author_and_device": lambda session, *_: session.author_and_device[0],
    "close": lambda session, *_: session.close(),
    "erase": erase_words,
    "fill": fill,
    "flush": lambda session, *_: session.flush(),
    "history": lambda session, state, _: [
        revision.value for revision in session.history(inner_at(session, state))
    ],
    "is_private": lambda session, state, _: [
        session.is_private(path) for path in (text_at(state), entry_at(session, state))
    ],
    "is_saved": is_saved,
    "last_change": lambda session, state, _: (
        (found := session.last_change(list_at(state))) is not None and found.author
    ),
    "mark_ready": lambda session, *_: session.mark_ready("about", True),  # noqa: FBT003 - the agreed face
    "merge_change": bring_copy,
    "move_item": lambda session, state, _: session.move_item(entry_at(session, state, 1), None),
    "note": note,
    "pictures": lambda session, *_: len(session.pictures()),
    "private_file": lambda session, *_: session.private_file is not None,
    "record": lambda session, *_: session.record({"about.title": "Recorded"}),
    "record_auto_merges": lambda session, *_: session.record_auto_merges(lambda _path: True),
    "release_entry": lambda *given: release(*given) is not None,
    "remember_last_visited": visit,
    "remove_item": lambda session, state, _: session.remove_item(entry_at(session, state)),
    "removed_items": removed,
    "restore_item": restore_entry,
    "restore_revision": restore_words,
    "save_as": save_as,
    "seal": seal,
    "seal_and_save": lambda session, *_: session.seal_and_save(),
    "unseen_edits": lambda session, *_: session.unseen_edits(),
    "write": lambda session, state, _: session.write(text_at(state), "Written"),
    "write in an entry": lambda session, state, _: session.write(inner_at(session, state), "Inside"),
    "write aside": lambda session, *_: session.write(f"{entry_at(session, 'shared')}/aside", "Aside"),
}  # fmt: skip


@pytest.fixture
def in_state(tmp_path: Path) -> Iterator[Callable[[str], DraftSession]]:
    """Make an inquiry in one of the states, and open it."""
    opened: list[DraftSession] = []

    def make(state: str) -> DraftSession:
        path = tmp_path / state / "inquiry.carreport"
        path.parent.mkdir()
        with DraftSession.create(path, parse_form(WITH_PICTURE), "Ailsa Kerr") as session:
            session.write("about.title", "Ours")
            for words in ("one", "two"):
                session.add_item(THINGS, values={"thing": words})
            if state != "none":
                session.write("own.diary", "Mine")
                for words in ("mine", "more"):
                    session.add_item(EACH, values={"words": words})
        if state == "broken":
            own = next(path.parent.glob("*.private"))
            own.write_bytes(b"This is no draft." * 100)
        opened.append(DraftSession.open(path, "Ailsa Kerr"))
        return opened[-1]

    yield make
    for session in opened:
        session.close_without_saving()


def counts(session: DraftSession) -> tuple[int, int]:
    own = session.private_file
    return len(session.tree), len(own.tree) if own is not None else 0


def line(name: str, state: str, session: DraftSession, folder: Path) -> str:
    """Call a method, and return its effect as a line."""
    changed: list[frozenset[str]] = []
    session.on_changed = lambda paths, _source: changed.append(paths)
    shared, own = counts(session)
    try:
        result = repr(METHODS[name](session, state, folder))
        session.flush()
    except CarreportError as problem:
        result = f"refused: {problem.code}"
    except (IndexError, StopIteration):
        result = "there is none"
    now = counts(session)
    news = len(changed)
    return f"{name:22} {state:8} draft {now[0] - shared:+d}, own {now[1] - own:+d}, told {news}  {result}"


def test_each_method_does_to_both_files_what_the_table_says(
    in_state: Callable[[str], DraftSession], tmp_path: Path
) -> None:
    lines = []
    for name in METHODS:
        for state in STATES:
            folder = tmp_path / f"{name} {state}"
            folder.mkdir()
            session = in_state(state)
            lines.append(line(name, state, session, folder))
            session.close_without_saving()
            (tmp_path / state).rename(folder / "was")
    table = "\n".join(lines) + "\n"
    if os.environ.get("UPDATE_DUMPS"):
        TABLE.write_text(table, encoding="utf-8")
    assert table == TABLE.read_text(encoding="utf-8")
