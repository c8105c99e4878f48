"""The short run of forged and damaged drafts, given to every command and to the lists."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from carreport.cli.parser import make_parser
from carreport.draft.storage.database import DraftDatabase
from tests.torture.commands import Takes, _argument, every_call, run_here
from tests.torture.every_command import Commanded, CommandTorture
from tests.torture.forgery import TITLE
from tests.torture.scene import workplace

KINDS = (
    "one bit", "impossible value", "bad time", "foreign journal", "newer format", "any rows", "bad name",
    "many versions", "many bits", "truncated", "circle", "deep summary", "two ids", "no draft",
    "forged author", "several bits", "lost page", "long chain", "bad entry", "any notes",
)  # fmt: skip


@pytest.fixture(scope="module")
def torture() -> Iterator[CommandTorture]:
    with workplace() as folder:
        yield CommandTorture(folder, Commanded(), once_each=True)


COSTLY = {"many bits", "several bits", "two ids", "deep summary", "any notes", "lost page", "long chain"}
"""Kinds that `python -m tests.torture commands` tries, or these tests with `-m slow`."""


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=pytest.mark.slow) if kind in COSTLY else kind for kind in KINDS]
)
def test_every_command_tells_what_is_wrong_with_a_draft_and_falls_over_none(
    torture: CommandTorture, kind: str
) -> None:
    torture.figures = figures = Commanded()
    torture.hold(torture.forger.kinds.index(kind))
    figures.slower_than_1_s = 0  # other work on this computer may take the time
    assert figures.is_right, figures.wrong
    assert figures.lists == 2


def test_every_kind_of_forged_draft_is_tried(torture: CommandTorture) -> None:
    assert tuple(torture.forger.kinds) == KINDS


def test_every_command_of_the_parser_is_called() -> None:
    _, commands = make_parser()
    called = {call.name.partition(" ")[0] for call in every_call()}
    assert called == set(commands)
    assert sum(argument.takes is Takes.DRAFT for call in every_call() for argument in call.paths) > 50


def test_an_argument_that_nobody_has_told_of_is_an_error() -> None:
    action = argparse.ArgumentParser().add_argument("--crystal-ball")
    with pytest.raises(LookupError, match="crystal_ball"):
        _argument("show", action)


def test_one_bit_damages_just_the_answer_that_is_to_be_named(torture: CommandTorture, tmp_path: Path) -> None:
    forged = torture.forger.forge(0)
    path = forged.put(tmp_path / "a.carreport")
    file = DraftDatabase.open(path)
    assert file.read().damaged_answers == forged.named
    file.close()
    assert len(forged.named) == 1


def test_a_command_that_falls_over_or_never_ends_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.torture.commands.LONGEST_HERE", 0.2)
    monkeypatch.setattr("carreport.cli.forms.list_forms", lambda _: 1 // 0)
    assert "ZeroDivisionError" in run_here(["forms"]).crash
    monkeypatch.setattr("carreport.cli.forms.list_forms", lambda _: [None for _ in iter(int, 1)])
    if sys.platform == "linux":
        assert run_here(["forms"]).is_stopped


def test_the_sound_draft_is_one_that_every_command_can_use(torture: CommandTorture) -> None:
    assert TITLE in run_here(["show", str(torture.forger.path)]).output
    assert "1        " in run_here(["survey", "table", str(torture.forger.path), "data.surveys"]).output
    assert torture.forger.forge(3).journal[:8] == bytes.fromhex("d9d505f920a163d7")


def test_the_same_number_makes_the_same_forged_draft(torture: CommandTorture) -> None:
    assert all(torture.forger.forge(number) == torture.forger.forge(number) for number in (0, 1, 8, 13))
    assert random.Random(1).random() == random.Random(1).random()  # noqa: S311 - what this rests on
