from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Command
from tests.report.word.strangers import say, sound


def test_a_template_is_started_checked_added_and_listed(carreport: Command, tmp_path: Path) -> None:
    path = tmp_path / "ours.docx"
    assert carreport("template-start", path).code == 0
    assert carreport("template-check", path).code == 0
    added = carreport("template-add", path, "--name", "Our own")
    assert (added.code, "--template our-own" in added.out) == (0, True)
    assert "our-own" in carreport("templates").out


def test_every_mistake_is_a_line_and_the_code_says_that_there_are_some(
    carreport: Command, tmp_path: Path
) -> None:
    path = tmp_path / "ours.docx"
    path.write_bytes(sound(say("{{ title.titel }}") + say("{{ x")))
    done = carreport("template-check", path)
    assert done.code == 1
    assert len(done.out.splitlines()) == 2
    assert "2 mistakes" in done.err
    assert carreport("template-add", path).code == 1


def test_what_is_good_to_know_does_not_keep_a_template_out(carreport: Command, tmp_path: Path) -> None:
    path = tmp_path / "ours.docx"
    path.write_bytes(sound())
    done = carreport("template-check", path)
    assert done.code == 0
    assert "title.series" in done.err


def test_a_template_that_cannot_be_used_any_more_is_listed_as_such(
    carreport: Command, tmp_path: Path
) -> None:
    path = tmp_path / "ours.docx"
    path.write_bytes(sound())
    carreport("template-add", path, "--name", "Ours")
    from carreport.settings import templates_folder  # noqa: PLC0415 - the folder of this test

    (templates_folder() / "ours" / "template.toml").write_text("[template", encoding="utf-8")
    assert "cannot be used" in carreport("templates").out


def test_what_a_template_hides_is_told_when_it_is_added(carreport: Command, tmp_path: Path) -> None:
    path = tmp_path / "ours.docx"
    path.write_bytes(sound(say("Notes").replace("<w:r>", "<w:r><w:rPr><w:vanish/></w:rPr>")))
    added = carreport("template-add", path, "--name", "Ours")
    assert added.code == 0
    assert "“Notes” is formatted as hidden. It is in every Word report" in added.err
