"""What commands say of copies that a synchronising program left beside a draft, and bringing them in."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Command


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
    assert f"Beside walk.carreport lies {beside.name}, changed " in said
    assert "it holds 1 version of answers by Morag Weir that walk.carreport has not." in said
    assert f"`carreport merge {draft} --beside`" in said


def test_the_list_mentions_it_too(draft: Path, beside: Path, carreport: Command) -> None:
    assert beside.name in carreport("list", draft.parent).err


def test_it_is_brought_in_with_its_summary_and_mentioned_no_more(
    draft: Path, beside: Path, carreport: Command
) -> None:
    done = carreport("merge", draft, "--beside")
    assert done.code == 0
    assert "brought in what Morag Weir wrote." in done.out
    assert "What is it called?: is answered: By the sea" in done.out
    assert "Beside" not in carreport("verify", draft).err
    assert beside.exists()


def test_where_nothing_lies_beside_that_is_said(draft: Path, carreport: Command) -> None:
    done = carreport("merge", draft, "--beside")
    assert done.code == 2
    assert "No copy beside" in done.err
