"""What the engine says is shown in the window too: it names no command and says “inquiry”."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import carreport.draft

COMMAND = re.compile(r"`carreport|`--")
DRAFT = re.compile(r"(?<![\w.-])[Dd]rafts?(?![\w-])")


def said(source: Path) -> Iterator[str]:
    """Yield every text in a module that is not its documentation, and has more than one word."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    bodies = (node.body for node in ast.walk(tree) if hasattr(node, "body") and isinstance(node.body, list))
    notes = {id(each.value) for body in bodies for each in body if isinstance(each, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node.value


def test_the_engine_names_no_command_and_calls_an_inquiry_an_inquiry() -> None:
    (folder,) = carreport.draft.__path__
    told = [(each.name, text) for each in sorted(Path(folder).rglob("*.py")) for text in said(each)]
    sentences = [(name, text) for name, text in told if " " in text]
    assert len(sentences) > 100
    assert [each for each in sentences if COMMAND.search(each[1]) or DRAFT.search(each[1])] == []
