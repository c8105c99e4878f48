from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Answers, Command, Refusal


def test_show_prints_the_questions_with_their_answers(
    draft: Path, answers: Answers, carreport: Command
) -> None:
    carreport("fill", draft, answers(name="Up the hill", walkers=[{"who": "Ailsa Kerr"}]))
    shown = carreport("show", draft).out
    assert "The walk  (2 of 5 questions)" in shown
    assert "What is it called?\n    Up the hill" in shown
    assert "1. Who is it? Ailsa Kerr" in shown


def test_check_finds_nothing_in_an_empty_draft(draft: Path, carreport: Command) -> None:
    done = carreport("check", draft)
    assert done.code == 0
    assert "0 of 5 questions" in done.out


def test_check_names_what_wants_mending(draft: Path, answers: Answers, carreport: Command) -> None:
    carreport("fill", draft, answers(length=0))
    done = carreport("check", draft)
    assert done.code == 1
    assert "walk.length (How many miles?)" in done.out


def test_a_file_that_is_no_draft_is_refused(tmp_path: Path, carreport: Command) -> None:
    path = tmp_path / "letter.carreport"
    path.write_text("Dear all,", encoding="utf-8")
    for command in (("show",), ("check",), ("history", "walk.name"), ("render", "-o", tmp_path / "a.html")):
        done = carreport(command[0], path, *command[1:])
        assert done.code == 3
        assert "letter.carreport" in done.err
    assert path.read_text(encoding="utf-8") == "Dear all,"


def test_a_missing_draft_is_named(tmp_path: Path, carreport: Command) -> None:
    done = carreport("show", tmp_path / "gone.carreport")
    assert done.code == 3
    assert "gone.carreport" in done.err


def test_list_names_drafts_and_what_is_wrong_with_others(
    draft: Path, answers: Answers, carreport: Command
) -> None:
    carreport("fill", draft, answers(name="Up the hill"), "--author", "Ewan Muir")
    (draft.parent / "broken.carreport").write_bytes(b"")
    done = carreport("list", draft.parent)
    assert done.code == 1
    assert "Up the hill\n  walk.carreport · A walk · 1 of 5 questions " in done.out
    assert "Ewan Muir" in done.out
    assert "broken" in done.out


def test_list_says_that_there_is_no_such_folder(tmp_path: Path, refusal: Refusal) -> None:
    assert refusal("list", tmp_path / "nowhere") == "folder-missing"


def test_history_lists_who_wrote_what_newest_first(draft: Path, answers: Answers, carreport: Command) -> None:
    carreport("fill", draft, answers(name="Up the hill"), "--author", "Isla Reid")
    carreport("fill", draft, answers(name="Down again"), "--author", "Ewan Muir")
    first, changes, second = carreport("history", draft, "walk.name").out.splitlines()
    assert first.endswith("Ewan Muir  Down again")
    assert changes == "  [-Up the hill-]{+Down again+}"
    assert second.endswith("Isla Reid  Up the hill")


def test_an_old_version_comes_back_as_a_new_one(
    draft: Path, answers: Answers, carreport: Command, refusal: Refusal
) -> None:
    carreport("fill", draft, answers(name="Up the hill"))
    carreport("fill", draft, answers(name="Down again"))
    oldest = carreport("history", draft, "walk.name").out.splitlines()[-1].split()[0]
    assert carreport("history", draft, "walk.name", "--restore", oldest).code == 0
    assert json.loads(carreport("show", draft, "--json").out)["walk"]["name"] == "Up the hill"
    lines = carreport("history", draft, "walk.name").out.splitlines()
    assert len([line for line in lines if not line.startswith(" ")]) == 3
    assert refusal("history", draft, "walk.name", "--restore", "zzz") == "no-such-version"


@pytest.mark.parametrize("path", ["walk.nmae", "walk.story"])
def test_an_answer_that_was_never_written_has_no_history(draft: Path, refusal: Refusal, path: str) -> None:
    assert refusal("history", draft, path) == "no-history"


def test_check_says_what_an_inquiry_lacks_and_where_for_the_report_that_is_named(
    tmp_path: Path, carreport: Command
) -> None:
    path = tmp_path / "inquiry.carreport"
    carreport("new", "car-inquiry", "-o", path, "--author", "Ailsa Kerr")
    done = carreport("check", path, "--template", "summary")
    assert done.code == 1
    assert "“What is the inquiry called?”" in done.out
    assert "\n    about.title" in done.out
    assert "“Summary on one page”" in done.err
