"""A command that is refused leaves the draft as it was, to the last byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command, run, spoil

REFUSED = (
    "photo add {draft} walk.nowhere {folder}/wall.png",
    "photo add {draft} walk.views {folder}/answers.json",
    "photo add {draft} walk.views {folder}/none.png",
    "merge {draft} {folder}/none.carreport",
    "merge {draft} {folder}/answers.json",
    "merge {draft}",
    "merge {draft} --undo",
    "merge {draft} {draft} --dry-run",
    "release {draft} walk.views/a",
    "release {draft}",
    "resolve {draft} walk.story --keep both",
    "resolve {draft} walk.story --text Again",
    "resolve {draft} walk.views/a --restore",
    "history {draft} walk.story --restore ffff",
    "history {draft} walk.length --restore 1",
    "timeline {draft} --go-back 99",
    "erase {draft} --answer walk.length",
    "erase {draft} --answer walk.story",
    "erase {draft} --person Nobody",
    "share {draft} -o {draft}",
    "share {draft} -o {folder}/answers.json",
    "survey import {draft} walk.story {folder}/none.csv",
    "survey import {draft} walk.story {folder}/replies.csv",
)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "not JSON",
        "[1, 2]",
        '{"walk": {"nowhere": "x"}}',
        '{"nowhere": {}}',
        '{"walk": {"length": [1]}}',
        '{"walk": {"length": 1e400}}',
        '{"walk": {"name": "fine", "walkers": [{"who": 5}]}}',
        '{"walk": {"name": "fine", "name": "twice"}}',
        '{"walk": {"views": [{"picture": {"file": "none.png"}}]}}',
        '{"walk": {"views": [{"picture": {"sha256": "' + "a" * 64 + '"}}]}}',
        '{"$form": "other", "walk": {"name": "x"}}',
        '{"walk": {"name": "' + "x" * 400_000 + '"}}',
        "[" * 10_000,
    ],
    ids=lambda given: given[:40],
)
def test_a_refused_fill_changes_no_byte(given: str, filled: Path, carreport: Command) -> None:
    (filled.parent / "answers.json").write_text(given, encoding="utf-8")
    before = filled.read_bytes()
    code, said = run(carreport, filled, "fill {draft} {answers}")
    assert code
    assert said
    assert filled.read_bytes() == before


@pytest.mark.parametrize("command", REFUSED)
def test_another_refused_command_changes_no_byte(command: str, filled: Path, carreport: Command) -> None:
    (filled.parent / "replies.csv").write_text("What?\nYes\n", encoding="utf-8")
    before = filled.read_bytes()
    run(carreport, filled, command)
    assert filled.read_bytes() == before


@pytest.mark.parametrize(
    "command", ["fill {draft} {answers}", "photo add {draft} walk.views {folder}/wall.png"]
)
def test_a_draft_that_is_open_elsewhere_is_left_as_it_is(
    command: str, filled: Path, carreport: Command
) -> None:
    from carreport.draft.session.draft_session import DraftSession  # noqa: PLC0415 - only here

    with DraftSession.open(filled, "Ailsa Kerr"):
        before = filled.read_bytes()
        code, _ = run(carreport, filled, command)
        assert code
        assert filled.read_bytes() == before


def test_a_damaged_draft_is_left_as_it_is(filled: Path, carreport: Command) -> None:
    spoil(filled, b"It rained.", b"It reined.")
    before = filled.read_bytes()
    assert run(carreport, filled, "fill {draft} {answers}")[0]
    assert filled.read_bytes() == before


def test_answers_that_are_all_there_already_change_no_byte(filled: Path, carreport: Command) -> None:
    before = filled.read_bytes()
    assert run(carreport, filled, "fill {draft} {answers}")[0] == 0
    assert filled.read_bytes() == before
