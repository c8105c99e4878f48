"""The short run of files that are no plain files, wherever a path is taken."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("it forks, and makes files of Linux", allow_module_level=True)

from tests.torture import special_files
from tests.torture.scene import chance_of, workplace
from tests.torture.special_files import KINDS, SpecialFiles, Specials, every_case, run_in_fork

ALWAYS = ("draft of `show`", "form of `form-check`", "answers of `fill`", "image of `photo add`")
AT_HOME = ("the lock", "a draft in the list", "template.toml")
DOINGS = ("fill", "list", "start page", "templates")


@pytest.fixture(scope="module")
def files() -> Iterator[SpecialFiles]:
    with workplace() as folder:
        yield SpecialFiles(folder, Specials())


USUAL = {"FIFO", "link", "loop", "link to /dev/zero", "unreadable"}
"""The kinds that are always tried; `python -m tests.torture special`, or `-m slow`, tries all."""


@pytest.mark.parametrize(
    "kind", [kind if kind in USUAL else pytest.param(kind, marks=pytest.mark.slow) for kind in KINDS]
)
def test_no_command_waits_for_a_special_file_or_harms_what_it_leads_to(
    files: SpecialFiles, kind: str
) -> None:
    files.figures = figures = Specials()
    cases = [case for case in every_case() if case.kind == kind]
    chosen = [case for case in cases if case.where in (*ALWAYS, *AT_HOME)]
    others = [case for case in cases if case.call is not None and case not in chosen]
    for case in (*chosen, *chance_of(len(kind)).sample(others, 3)):
        files.hold(case, DOINGS)
    assert figures.is_right, figures.wrong


def test_every_argument_that_takes_a_path_and_every_place_is_tried() -> None:
    tried = {case.where for case in every_case()}
    assert {*ALWAYS, *AT_HOME} <= tried
    assert {"folder of `list`", "output of `render`", "pictures_from of `fill`", "the journal"} <= tried


def test_waiting_falling_over_and_following_a_link_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(special_files, "PATIENCE", 0.5)
    os.mkfifo(tmp_path / "pipe")
    assert run_in_fork(lambda: len((tmp_path / "pipe").read_bytes()), tmp_path).waited
    assert run_in_fork(lambda: 1 // 0, tmp_path).crash
    assert run_in_fork(lambda: 0, tmp_path) == special_files.ForkedCall(0, "")


def test_a_plain_user_may_not_read_what_is_closed_to_everybody(tmp_path: Path) -> None:
    KINDS["unreadable"](tmp_path / "closed")
    ended = run_in_fork(lambda: len((tmp_path / "closed").read_bytes()), tmp_path)
    assert "PermissionError" in ended.said
