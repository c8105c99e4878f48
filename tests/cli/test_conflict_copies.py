"""Commands report and import the conflict copies of a synchronising program."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Command, Refusal


@pytest.fixture
def beside(draft: Path, answers: Callable[..., Path], carreport: Command) -> Path:
    path = draft.with_name("walk-LAPTOP.carreport")
    shutil.copyfile(draft, path)
    assert carreport("fill", path, answers(name="By the sea"), "--author", "Morag Weir").code == 0
    return path


@pytest.mark.parametrize("command", ["verify", "conflicts"])
def test_a_copy_beside_the_draft_is_mentioned(
    draft: Path, beside: Path, carreport: Command, command: str
) -> None:
    said = carreport(command, draft).err
    assert beside.name in said
    assert "1 change" in said
    assert "Morag Weir" in said
    assert f"`carreport merge {draft} --beside`" in said


def test_the_list_mentions_it_too(draft: Path, beside: Path, carreport: Command) -> None:
    assert beside.name in carreport("list", draft.parent).err


def test_it_is_brought_in_with_its_summary_and_mentioned_no_more(
    draft: Path, beside: Path, carreport: Command
) -> None:
    done = carreport("merge", draft, "--beside")
    assert done.code == 0
    assert "Morag Weir" in done.out
    assert "By the sea" in done.out
    assert beside.name not in carreport("verify", draft).err
    assert beside.exists()


def test_a_merge_without_copies_beside_the_draft_is_an_incorrect_command(
    draft: Path, refusal: Refusal
) -> None:
    assert refusal("merge", draft, "--beside") == "no-copy"
