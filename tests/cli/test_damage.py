"""Every command that reads a draft says which answers are damaged or set aside, or that it is newer."""

from __future__ import annotations

from pathlib import Path

import apsw
import pytest

from carreport.draft.revisions.revision import make_revision
from tests.cli.conftest import Answers, Command, run, spoil
from tests.draft.foreign_writes import write_format, write_rows

READING = (
    "show {draft}",
    "show {draft} --json",
    "check {draft}",
    "timeline {draft}",
    "conflicts {draft}",
    "history {draft} walk.story",
    "render {draft} -o {folder}/report.html",
    "verify {draft}",
    "salvage {draft} -o {folder}/good/good.carreport",
    "list {folder}",
)
WRITING = (
    "fill {draft} {answers}",
    "share {draft} -o {folder}/good/copy.carreport",
    "merge {draft} {draft}",
    "release {draft}",
    "erase {draft} --answer walk.story",
    "history {draft} walk.story --restore 1",
    "timeline {draft} --go-back 0",
    "resolve {draft} walk.story --keep both",
    "photo add {draft} walk.views {folder}/wall.png",
)


def forge(draft: Path, path: str, text: str) -> None:
    row = make_revision(path, (), text, author="Mallory", device="0", written_at="now")
    write_rows(draft, row)


@pytest.mark.parametrize("command", [*READING, *WRITING])
def test_one_damaged_answer_is_named(command: str, filled: Path, carreport: Command) -> None:
    spoil(filled, b'"Up the hill"', b'"Up the bill"')
    before = filled.read_bytes()
    code, said = run(carreport, filled, command)
    assert "What is it called?" in said
    assert "damaged" in said
    assert code in (0, 1, 2, 3)
    assert filled.read_bytes() == before


@pytest.mark.parametrize("command", READING)
def test_several_damaged_answers_and_an_entry_are_named(
    command: str, filled: Path, carreport: Command
) -> None:
    spoil(filled, b'"Up the hill"', b'"Up the bill"')
    spoil(filled, b"It rained.", b"It reined.")
    spoil(filled, b'{"order":"i000i"}', b'{"order":"i0i0i"}')
    _, said = run(carreport, filled, command)
    for name in ("What is it called?", "What happened?", "Who came?"):
        assert name in said


@pytest.mark.parametrize("command", [*READING, *WRITING[:4]])
def test_an_answer_set_aside_is_named(command: str, filled: Path, carreport: Command) -> None:
    forge(filled, "walk.length", "[" * 300 + "]" * 300)
    _, said = run(carreport, filled, command)
    assert "How many miles?" in said
    assert "set aside" in said


@pytest.mark.parametrize("command", [*READING, *WRITING])
def test_a_newer_format_is_said(command: str, filled: Path, carreport: Command) -> None:
    write_format(filled, 300)
    before = filled.read_bytes()
    _, said = run(carreport, filled, command)
    assert "newer version of carreport" in said
    assert filled.read_bytes() == before


def test_a_newer_format_that_is_damaged_says_both(filled: Path, carreport: Command) -> None:
    spoil(filled, b'"Up the hill"', b'"Up the bill"')
    write_format(filled, 300)
    for command in ("show {draft}", "fill {draft} {answers}", "list {folder}"):
        _, said = run(carreport, filled, command)
        assert "newer version" in said
        assert "What is it called?" in said


@pytest.mark.parametrize("command", [line for line in READING if not line.startswith(("salvage", "list"))])
def test_a_damaged_picture_is_named(command: str, filled: Path, carreport: Command) -> None:
    assert carreport("photo", "add", filled, "walk.views", filled.parent / "wall.png").code == 0
    with apsw.Connection(str(filled)) as connection:
        connection.execute("UPDATE attachment SET bytes = ?", (b"nothing",))
    _, said = run(carreport, filled, command)
    assert "picture" in said.lower()
    assert "damaged" in said


@pytest.mark.parametrize("command", READING[:6])
def test_damaged_notes_are_told(command: str, filled: Path, carreport: Command) -> None:
    with apsw.Connection(str(filled)) as connection:
        connection.execute("UPDATE meta SET value = 'x' WHERE key LIKE 'seen.%'")
    _, said = run(carreport, filled, command)
    assert "damaged" in said


@pytest.mark.parametrize("command", [*READING[:-2], *WRITING])
def test_a_damaged_form_stops_each_command_with_what_to_do(
    command: str, filled: Path, carreport: Command
) -> None:
    with apsw.Connection(str(filled)) as connection:
        connection.execute("UPDATE meta SET value = value || ' ' WHERE key = 'form'")
    before = filled.read_bytes()
    code, said = run(carreport, filled, command)
    assert code
    assert "damaged" in said
    assert filled.read_bytes() == before


def test_the_proof_counts_a_damaged_answer_as_missing(filled: Path, carreport: Command) -> None:
    _, whole = run(carreport, filled, "render {draft} -o {folder}/report.html")
    assert "3 of 3 answers" in whole
    spoil(filled, b"It rained.", b"It reined.")
    _, said = run(carreport, filled, "render {draft} -o {folder}/report.html")
    assert "2 of 3 answers, 0 pictures; 1 damaged" in said


def test_an_older_version_in_place_of_a_damaged_one_does_not_count(
    filled: Path, answers: Answers, carreport: Command
) -> None:
    carreport("fill", filled, answers(story="It snowed."))
    spoil(filled, b"It snowed.", b"It showed.")
    _, said = run(carreport, filled, "render {draft} -o {folder}/report.html")
    assert "2 of 3 answers, 0 pictures; 1 damaged" in said


def test_the_check_names_each_damaged_answer_with_its_place(filled: Path, carreport: Command) -> None:
    spoil(filled, b"It rained.", b"It reined.")
    forge(filled, "walk.length", "[]")
    _, said = run(carreport, filled, "check {draft}")
    assert "Damaged or set aside" in said
    assert "walk.story (What happened?)" in said
    assert "walk.length (How many miles?)" in said
