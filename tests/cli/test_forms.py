from __future__ import annotations

import json
from pathlib import Path

from carreport.assets import form_files
from tests.cli.conftest import Command


def test_the_shipped_forms_are_listed(carreport: Command) -> None:
    lines = carreport("forms").out.splitlines()
    assert [line.split()[0] for line in lines] == [path.stem for path in form_files()]


def test_a_form_without_mistakes_is_said_to_be_so(form: Path, carreport: Command) -> None:
    done = carreport("form-check", form)
    assert (done.code, done.err) == (0, "")
    assert "1 section, 5 questions" in done.out


def test_every_mistake_of_a_form_is_said_at_once(form: Path, carreport: Command) -> None:
    text = form.read_text(encoding="utf-8")
    broken = (
        text.replace('"number"', '"numbr"')
        .replace('id = "story"', 'id = "Story!"')
        .replace("version = 1", "")
    )
    form.write_text(broken + 'colour = "red"\n[[section]]\nid = "empty"\n', encoding="utf-8")
    done = carreport("form-check", form)
    assert done.code == 1
    assert len(done.out.splitlines()) == 6
    for word in ("“number”", "“Story!”", "“colour”", "title", "section “empty”"):
        assert word in done.out


def test_a_missing_form_file_cannot_be_read(tmp_path: Path, carreport: Command) -> None:
    done = carreport("form-check", tmp_path / "gone.toml")
    assert done.code == 3
    assert "gone.toml" in done.err


def test_a_blank_answers_file_fits_its_form_and_changes_nothing(
    draft: Path, form: Path, carreport: Command
) -> None:
    blank = carreport("blank", form, "--json").out
    assert set(json.loads(blank)["walk"]) == {"name", "story", "length", "walkers", "views"}
    done = carreport("fill", draft, "-", standard_input=blank)
    assert done.out.startswith(f"{draft}: 0 ")


def test_the_questions_of_a_form_are_printed_for_people(form: Path, carreport: Command) -> None:
    assert "\nThe walk\n  What is it called?\n" in carreport("blank", form).out


def test_a_form_can_be_printed_to_be_filled_in_by_hand(
    form: Path, tmp_path: Path, carreport: Command
) -> None:
    target = tmp_path / "form.html"
    done = carreport("blank", form, "-o", target)
    assert done.code == 0
    assert 'class="ruled"' in target.read_text(encoding="utf-8")
    assert "What is it called?" in target.read_text(encoding="utf-8")
