"""One bad file, whatever it is, never empties a list: it is named, and all others are listed."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from carreport.draft.copies.conflict_copies import conflict_copies_in, conflict_copies_of
from carreport.draft.drafts import DraftSummary, draft_summaries
from carreport.draft.history.newest_backups import find_restorable_backups
from carreport.draft.history.unread import find_unread_changes
from carreport.draft.recent_files import add_recent_file, recent_summaries, refresh_recent_summaries
from carreport.draft.revisions.change import FORM, SUMMARY, meta_hash
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.backups import back_up, backups_folder, backups_of
from carreport.form.schema import Form
from carreport.settings import drafts_folder
from tests.irregular_files import make_pipe, make_socket, make_sparse_file

on_windows = sys.platform == "win32"
NOT_THERE = "no such files on this system"


def _link_to(target: str) -> Callable[[Path], object]:
    return lambda path: path.symlink_to(target)


def _write(contents: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(contents)


UNUSUAL: dict[str, Callable[[Path], object]] = {
    "a folder": Path.mkdir,
    "an empty file": Path.touch,
    "zeros": _write(bytes(10_000)),
    "words": _write(b"no inquiry"),
    "a zip": _write(b"PK\3\4" + bytes(100)),
    "2 GB of nothing": lambda path: make_sparse_file(path, 2 << 30),
}
NOT_ON_WINDOWS: dict[str, Callable[[Path], object]] = {
    "a pipe": make_pipe,
    "a socket": make_socket,
    "a device": _link_to("/dev/zero"),
    "a link to itself": _link_to("bad.carreport"),
    "a link to nowhere": _link_to("nowhere"),
    "a link to a folder": _link_to("."),
}
IRREGULAR = UNUSUAL if on_windows else UNUSUAL | NOT_ON_WINDOWS


def _meta(key: str, value: str) -> Callable[[Path], None]:
    """Return a function that changes a note of a draft, with a sound hash."""

    def change(path: Path) -> None:
        with closing(sqlite3.connect(path)) as file, file:
            file.execute(
                "UPDATE meta SET value = ?, hash = ? WHERE key = ?", (value, meta_hash(key, value), key)
            )

    return change


def _sql(statement: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with closing(sqlite3.connect(path)) as file, file:
            file.execute(statement)

    return change


def _card(**parts: object) -> Callable[[Path], None]:
    usual = {
        "title": "T", "subtitle": "S", "form_title": "F", "sections": [["A", 0.5, "half"]],
        "started": "2026-01-01T10:00:00+00:00", "changed_at": "2026-01-02T10:00:00+00:00", "changed_by": "M",
    }  # fmt: skip
    return _meta(SUMMARY, json.dumps({**usual, **parts}))


def _overwrite(start: int, contents: bytes) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        whole = path.read_bytes()
        path.write_bytes(whole[:start] + contents + whole[start + len(contents) :])

    return change


FORGED: dict[str, Callable[[Path], object]] = {
    "deep JSON": _meta(SUMMARY, "[" * 100_000),
    "deep objects": _meta(SUMMARY, '{"a":' * 50_000 + "1" + "}" * 50_000),
    "a list": _meta(SUMMARY, "[1, 2]"),
    "a huge number": _meta(SUMMARY, '{"title": ' + "9" * 5_000 + "}"),
    "no time": _card(changed_at="no time", started="9999-99-99"),
    "a time before all": _card(changed_at="0001-01-01T00:00:00+14:00"),
    "a time as a number": _card(changed_at=5e300, started=None),
    "a title of 3 MB": _card(title="x" * 3_000_000),
    "lone surrogates": _card(title="\ud800", changed_by="\udfff", sections=[["\ud800", 0.5, "s"]]),
    "no shares": _card(sections=[["a", float("nan"), "b"], ["c", float("inf"), "d"], ["e", -5, "f"]]),
    "sections that are words": _card(sections="abc"),
    "a form that is none": _meta(FORM, "[[[[ no form"),
    "a deep form": _meta(FORM, "a = " + "[" * 50_000),
    "a form with an endless name": _meta(FORM, "a" + ".a" * 100_000 + " = 1"),
    "bytes that are no text": _sql("UPDATE meta SET value = CAST(x'ff00fe80' AS TEXT)"),
    "answers that are no text": _sql("UPDATE revision SET value = CAST(x'ff00fe80' AS TEXT)"),
    "notes that are numbers": _sql("UPDATE meta SET value = 5, hash = 7"),
    "a newer format": _sql("PRAGMA user_version = 900"),
    "a view": _sql("CREATE VIEW other AS SELECT 1"),
    "a spoilt schema": _overwrite(100, bytes(range(256)) * 2),
    "a spoilt page": _overwrite(4096, bytes(range(256)) * 16),
    "a wrong page count": _overwrite(28, b"\xff\xff\xff\xff"),
    "only the beginning": lambda path: os.truncate(path, 3_000),
    "2 GB at the end": lambda path: os.truncate(path, 2 << 30),
}


@pytest.fixture
def sound(tmp_path: Path, form: Form) -> Path:
    folder = tmp_path / "drafts"
    folder.mkdir()
    with DraftSession.create(folder / "sound.carreport", form, "Ailsa Kerr") as session:
        session.write("about.title", "A walk")
    return folder / "sound.carreport"


def listed(folder: Path) -> dict[str, DraftSummary]:
    """List the drafts in a folder, in a thread that must come to an end."""
    found: list[DraftSummary] = []
    looking = threading.Thread(target=lambda: found.extend(draft_summaries(folder)), daemon=True)
    looking.start()
    looking.join(60)
    assert not looking.is_alive()
    return {card.path.name: card for card in found}


@pytest.mark.parametrize("make", IRREGULAR.values(), ids=IRREGULAR)
def test_what_is_no_draft_is_a_row_that_says_so(
    sound: Path, make: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sound.parent)
    make(sound.with_name("bad.carreport"))
    cards = listed(sound.parent)
    assert cards["sound.carreport"].title == "A walk"
    assert "bad.carreport" in cards["bad.carreport"].error
    assert conflict_copies_in(sound.parent) == {}


@pytest.mark.parametrize("spoil", FORGED.values(), ids=FORGED)
def test_a_spoilt_draft_is_listed_and_so_are_all_others(sound: Path, spoil: Callable[[Path], object]) -> None:
    bad = sound.with_name("bad.carreport")
    shutil.copy(sound, bad)
    spoil(bad)
    for _ in range(2):  # the second time from the index
        cards = listed(sound.parent)
        assert cards["sound.carreport"].title == "A walk"
        shown = cards["bad.carreport"]
        assert len(shown.title) <= 300
        assert shown.title.isprintable()
    assert sound in [unread.path for unread in find_unread_changes([bad, sound], "Morag Reid")]


@pytest.mark.parametrize("spoil", [*IRREGULAR.values(), *FORGED.values()], ids=[*IRREGULAR, *FORGED])
def test_a_spoilt_sibling_is_passed_over_and_named_if_it_cannot_be_read(
    sound: Path, spoil: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sound.parent)
    shutil.copy(sound, sound.with_name("sound (1).carreport"))
    bad = sound.with_name("sound (2).carreport")
    if spoil in FORGED.values():
        shutil.copy(sound, bad)
    spoil(bad)
    names = {copy.path.name: copy.error for copy in conflict_copies_of(sound)}
    assert names["sound (1).carreport"] == ""
    if bad.is_file() and not bad.is_symlink() and spoil not in FORGED.values():
        assert names[bad.name]


@pytest.mark.skipif(on_windows or not os.geteuid(), reason="the superuser may read everything")
def test_a_draft_that_may_not_be_read_is_a_row_that_says_so(sound: Path) -> None:
    shutil.copy(sound, sound.with_name("bad.carreport"))
    sound.with_name("bad.carreport").chmod(0)
    assert "bad.carreport cannot be read" in listed(sound.parent)["bad.carreport"].error


@pytest.mark.skipif(sys.platform != "linux", reason=NOT_THERE)
@pytest.mark.parametrize("name", [b"bad\xff\xfe", b"\xe9t\xe9", b"\x80"])
def test_a_name_that_is_no_text_is_shown_with_signs_in_place_of_it(sound: Path, name: bytes) -> None:
    shutil.copy(sound, sound.with_name(os.fsdecode(name + b".carreport")))
    cards = listed(sound.parent)
    (bad,) = [card for card in cards.values() if card.path.name != "sound.carreport"]
    assert "characters that are not text" in bad.error
    str(bad.error + bad.title).encode()


@pytest.mark.skipif(on_windows, reason=NOT_THERE)
@pytest.mark.parametrize("name", ["line\nbreak", "red \x1b[31m", "\u202egnp", "n" * 245, "é" * 122])
def test_a_strange_name_is_listed(sound: Path, name: str) -> None:
    shutil.copy(sound, sound.with_name(f"{name}.carreport"))
    shutil.copy(__file__, sound.with_name(f"{name[:-1]}.carreport"))
    cards = listed(sound.parent)
    assert len(cards) == 3
    assert all(card.title.isprintable() for card in cards.values())


def test_a_file_that_goes_while_the_list_is_made_is_left_out(
    sound: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        shutil.copy(sound, sound.with_name(f"{name}.carreport"))
    scan = os.scandir

    def scan_and_lose(path: str) -> object:
        entries = scan(path)
        sound.with_name("a.carreport").unlink(missing_ok=True)
        return entries

    monkeypatch.setattr("carreport.draft.drafts.os.scandir", scan_and_lose)
    assert set(listed(sound.parent)) - {"a.carreport"} == {"sound.carreport", "b.carreport"}
    assert "a.carreport" not in listed(sound.parent)


@pytest.mark.parametrize("spoil", [*IRREGULAR.values(), *FORGED.values()], ids=[*IRREGULAR, *FORGED])
def test_a_recent_file_that_is_spoilt_keeps_its_row(
    sound: Path, spoil: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sound.parent)
    bad = sound.with_name("bad.carreport")
    for path in (sound, bad):
        shutil.copy(sound, path) if path != sound else None
        with DraftSession.open(path, "", read_only=True) as session:
            add_recent_file(path, session.draft_id)
    if spoil not in FORGED.values():
        bad.unlink()
    spoil(bad)
    names = {card.path.name for card in refresh_recent_summaries(drafts_folder(), 60)}
    assert (
        names
        == {"sound.carreport", "bad.carreport"}
        == {card.path.name for card in recent_summaries(drafts_folder())}
    )


@pytest.mark.parametrize("spoil", [*IRREGULAR.values(), *FORGED.values()], ids=[*IRREGULAR, *FORGED])
def test_a_backup_that_is_spoilt_does_not_hide_the_others(
    sound: Path, spoil: Callable[[Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = back_up(sound)
    assert backup is not None
    with DraftSession.open(sound, "", read_only=True) as session:
        folder = backups_folder(session.draft_id)
        draft_id = session.draft_id
    monkeypatch.chdir(folder)
    bad = folder / "2030-01-01 10.00.00Z.carreport"
    bad = bad.with_name(backup.path.name.replace("20", "21", 1))
    if spoil in FORGED.values():
        shutil.copy(sound, bad)
    spoil(bad)
    assert backup.path in [found.path for found in backups_of(draft_id)]
    add_recent_file(sound, draft_id)
    sound.write_bytes(b"")
    found = find_restorable_backups(sound, "draft-empty")
    assert backup.path in [details.backup.path for details in found.backups]
