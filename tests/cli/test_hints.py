"""Error messages name the command that helps, and the backups there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Command, Refusal


def test_a_file_of_which_nothing_is_left_names_the_backups_to_go_on_from(
    draft: Path, answers: Callable[..., Path], carreport: Command
) -> None:
    assert carreport("fill", draft, answers(name="By the sea", walkers=[{"who": "Iain Bell"}])).code == 0
    assert carreport("merge", draft, draft).code == 3
    assert carreport("timeline", draft, "--go-back", "0").code == 0
    draft.write_bytes(b"")
    done = carreport("verify", draft)
    assert done.code == 3
    assert "By the sea: 2 questions answered, 1 entry, no pictures" in done.err
    assert "`carreport backups ID --restore 1 -o NEW`" in done.err
    name = next(line.split()[4] for line in done.err.splitlines() if "By the sea" in line)
    new = draft.with_name("new.carreport")
    assert carreport("backups", name, "--restore", "1", "-o", new).code == 0
    assert "By the sea" in carreport("show", new).out


def test_where_there_is_no_backup_none_is_promised(draft: Path, carreport: Command) -> None:
    draft.write_bytes(b"")
    assert "`carreport backups" not in carreport("show", draft).err


def test_a_message_from_the_engine_gets_the_command_that_helps(
    draft: Path, carreport: Command, refusal: Refusal
) -> None:
    command = ("resolve", draft, "walk.name", "--keep", "both")
    assert refusal(*command) == "no-dispute"
    assert f"`carreport conflicts {draft}`" in carreport(*command).err


def test_a_message_that_names_its_command_gets_no_other(
    draft: Path, answers: Callable[..., Path], carreport: Command
) -> None:
    carreport("fill", draft, answers(name="By the sea"))
    said = carreport("history", draft, "walk.name", "--restore", "ffff").err
    assert said.count("`carreport") == 1
