from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PIL import Image

from carreport.cli import main
from carreport.cli.parser import make_parser
from carreport.errors import CarreportError

FORM = """
[form]
id = "walks"
title = "A walk"
version = 1
title_path = "walk.name"

[[section]]
id = "walk"
title = "The walk"

[[section.field]]
id = "name"
kind = "line"
label = "What is it called?"

[[section.field]]
id = "story"
kind = "text"
label = "What happened?"

[[section.field]]
id = "length"
kind = "number"
label = "How many miles?"
least = 1

[[section.field]]
id = "walkers"
kind = "list"
label = "Who came?"
item = "walker"

[[section.field.field]]
id = "who"
kind = "person"
label = "Who is it?"

[[section.field]]
id = "views"
kind = "photos"
label = "What was to be seen?"
"""


class Done(NamedTuple):
    code: int
    out: str
    err: str


Command = Callable[..., Done]
Refusal = Callable[..., str]
Answers = Callable[..., Path]


@pytest.fixture
def carreport(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run one command, with `standard_input` if it reads that, and return its exit code and its output."""
    monkeypatch.setenv("CARREPORT_DEBUG", "1")

    def run(*arguments: object, standard_input: str = "") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(standard_input.encode())))
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        return Done(code, *capfd.readouterr())

    return run


@pytest.fixture
def refusal() -> Refusal:
    """Run a command that must fail, and return the code of its error."""

    def run(*arguments: object) -> str:
        options = make_parser()[0].parse_args([str(argument) for argument in arguments])
        with pytest.raises(CarreportError) as caught:
            options.run(options)
        return caught.value.code

    return run


@pytest.fixture
def form(tmp_path: Path) -> Path:
    path = tmp_path / "walks.toml"
    path.write_text(FORM, encoding="utf-8")
    return path


@pytest.fixture
def draft(tmp_path: Path, form: Path, carreport: Command) -> Path:
    path = tmp_path / "walk.carreport"
    assert carreport("new", form, "-o", path, "--author", "Isla Reid").code == 0
    return path


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    """Write an answers file for the walk form and return its path."""

    def write(**walk: Any) -> Path:
        path = tmp_path / "answers.json"
        path.write_text(json.dumps({"$form": "walks", "walk": walk}), encoding="utf-8")
        return path

    return write


@pytest.fixture
def filled(draft: Path, answers: Answers, carreport: Command) -> Path:
    """A draft with some answers; beside it are a picture and an empty folder."""
    (draft.parent / "good").mkdir()
    Image.new("RGB", (5, 5)).save(draft.parent / "wall.png")
    given = answers(name="Up the hill", story="It rained.", walkers=[{"who": "Ailsa Kerr"}])
    assert carreport("fill", draft, given).code == 0
    return draft


def run(carreport: Command, draft: Path, command: str) -> tuple[int, str]:
    """Run a command about a draft, and return its exit code and all that it printed."""
    places = {"draft": draft, "folder": draft.parent, "answers": draft.parent / "answers.json"}
    done = carreport(*(word.format(**places) for word in command.split()))
    return done.code, done.out + done.err


def spoil(draft: Path, old: bytes, new: bytes) -> None:
    """Change bytes of a draft, as a bad disk would."""
    raw = draft.read_bytes()
    assert old in raw
    draft.write_bytes(raw.replace(old, new))
