"""Suggested names are valid on Windows, macOS and Linux, and leave room for the files beside a draft."""

from __future__ import annotations

import ctypes
import sys
import unicodedata
from pathlib import Path
from types import SimpleNamespace

import pytest

from carreport.file_names import draft_name_beside, excess_length, is_draft_name, make_file_name

FAMILY = "👩\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Con", "Con inquiry"),
        ("NUL", "NUL inquiry"),
        ("aux.docx", "aux inquiry.docx"),
        ("com1", "com1 inquiry"),
        ("Lpt9 . notes", "Lpt9 inquiry. notes"),
        ("COM¹", "COM¹ inquiry"),
        ("prn:", "prn inquiry"),
        ("Controls", "Controls"),
        ("Com10", "Com10"),
        ("Auxiliary nurses", "Auxiliary nurses"),
    ],
)
def test_a_name_that_windows_keeps_for_a_device_is_made_longer(title: str, name: str) -> None:
    assert make_file_name(title) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("What works? And: why", "What works And why"),
        ('a/b\\c|d<e>f*g"h', "a b c d e f g h"),
        ("What happened next…", "What happened next…"),
        ("Ends in dots...  ", "Ends in dots"),
        (" . .hidden", "hidden"),
        ("~$Locked", "Locked"),
        ("line\r\nbreak\ttab\0nul", "line break tab nul"),
        ("invoice\u202excod.exe", "invoice xcod.exe"),
        ("Cu\u0300il Lodair", "Cùil Lodair"),
        (FAMILY, FAMILY),
        ("\ud800 half a letter", "half a letter"),
        ("???", "Inquiry report"),
        ("", "Inquiry report"),
    ],
)
def test_what_a_system_does_not_allow_is_left_out(title: str, name: str) -> None:
    assert make_file_name(title) == name


@pytest.mark.parametrize("letter", ["a", "é", "ह", "字", "🌧", "e\u0323\u0323"])
def test_a_long_title_is_cut_where_a_letter_ends(letter: str) -> None:
    name = make_file_name(letter * 300)
    assert len(name) <= 80
    assert len(name.encode()) <= 120
    assert unicodedata.normalize("NFC", letter * 300).startswith(name)


@pytest.mark.parametrize("letter", ["a", "字", "🌧"])
def test_another_draft_beside_a_long_name_has_room(letter: str) -> None:
    path = Path("/", letter * 90 + ".carreport")
    beside = draft_name_beside(path, " (backup of 2026-11-30 12.07.00)")
    assert beside.name.endswith(" (backup of 2026-11-30 12.07.00).carreport")
    assert excess_length(beside) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows measures in units of UTF-16")
@pytest.mark.parametrize(
    ("name", "excess"),
    [("a" * 198, 0), ("a" * 199, 1), ("字" * 66, 0), ("字" * 67, 3), ("🌧" * 50, 2)],
)
def test_a_name_is_measured_in_bytes(name: str, excess: int) -> None:
    assert excess_length(Path("/", name + ".carreport")) == excess


@pytest.mark.skipif(sys.platform == "win32", reason="the path of the test has no drive")
@pytest.mark.parametrize(("allows_long", "excess"), [(1, 0), (0, 1)])
def test_on_windows_the_whole_path_is_measured(
    monkeypatch: pytest.MonkeyPatch, allows_long: int, excess: int
) -> None:
    ntdll = SimpleNamespace(RtlAreLongPathsEnabled=lambda: allows_long)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", lambda _name: ntdll, raising=False)
    folder = "/" + "f" * 101
    name = "🌧" * 50 + ".carreport"  # 110 units of UTF-16
    assert excess_length(Path(folder, name)) == excess


@pytest.mark.parametrize("name", ["walk.carreport", "WALK.CARREPORT", "Walk.Carreport", "ümläut.carREPORT"])
def test_the_suffix_of_a_draft_may_be_written_in_any_case(name: str) -> None:
    assert is_draft_name(name)


@pytest.mark.parametrize("name", ["walk.carreport.docx", "carreport", "walk.carreport ", "list", ""])
def test_other_names_are_not_those_of_drafts(name: str) -> None:
    assert not is_draft_name(name)
