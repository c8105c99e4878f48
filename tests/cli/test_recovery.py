from __future__ import annotations

from pathlib import Path

from carreport.draft.storage.backups import back_up
from tests.cli.conftest import Answers, Command, Refusal, spoil


def test_verify_counts_what_is_sound(filled: Path, carreport: Command) -> None:
    done = carreport("verify", filled)
    assert done.code == 0
    assert "4 saved answers, including earlier versions, and 0 pictures" in done.out


def test_verify_names_what_is_damaged(filled: Path, carreport: Command) -> None:
    back_up(filled)
    spoil(filled, b'"Up the hill"', b'"Up the bill"')
    done = carreport("verify", filled)
    assert done.code == 1
    assert "What is it called? (walk.name)" in done.out
    assert "backup of 20" in done.out


def test_verify_of_a_file_that_is_no_draft_says_so(tmp_path: Path, refusal: Refusal) -> None:
    letter = tmp_path / "letter.carreport"
    letter.write_text("Dear all,")
    assert refusal("verify", letter) == "not-a-draft"


def test_salvage_brings_out_what_is_sound(filled: Path, tmp_path: Path, carreport: Command) -> None:
    spoil(filled, b'"Up the hill"', b'"Up the bill"')
    good = tmp_path / "good.carreport"
    done = carreport("salvage", filled, "-o", good)
    assert done.code == 1
    assert "3 saved answers" in done.out
    assert "It rained." in carreport("show", good).out
    assert carreport("verify", good).code == 0


def test_salvage_of_a_sound_draft_loses_nothing(
    filled: Path, tmp_path: Path, carreport: Command, refusal: Refusal
) -> None:
    good = tmp_path / "good.carreport"
    assert carreport("salvage", filled, "-o", good).code == 0
    assert carreport("show", good).out == carreport("show", filled).out
    assert refusal("salvage", filled, "-o", good) == "draft-exists"


def test_backups_are_listed_and_brought_back_beside_the_present(
    filled: Path, answers: Answers, carreport: Command
) -> None:
    back_up(filled)
    carreport("fill", filled, answers(name="Down the hill"))
    listed = carreport("backups", filled)
    assert listed.code == 0
    assert listed.out.startswith("1  20")
    done = carreport("backups", filled, "--restore", len(listed.out.splitlines()))
    assert done.code == 0
    restored = Path(done.out.strip())
    assert restored.parent == filled.parent
    assert "Up the hill" in carreport("show", restored).out
    assert "Down the hill" in carreport("show", filled).out


def test_a_backup_is_found_again_after_its_draft_is_gone(
    filled: Path, tmp_path: Path, carreport: Command
) -> None:
    back_up(filled)
    filled.unlink()
    name = carreport("backups").out.split("\n")[1].split()[0]
    new = tmp_path / "again.carreport"
    assert carreport("backups", name, "--restore", 1, "-o", new).code == 0
    assert "Up the hill" in carreport("show", new).out
    assert carreport("backups", name, "--restore", 1, "-o", new).code == 1
    assert carreport("backups", name, "--restore", 9).code == 2


def test_a_draft_without_backups_has_none(draft: Path, carreport: Command) -> None:
    done = carreport("backups", draft)
    assert (done.code, done.out) == (0, "")
