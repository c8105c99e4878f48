"""Messages of drafts are shown in the window too: they name no command and say “inquiry”."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import carreport.draft

COMMAND = re.compile(r"`carreport|`--")
DRAFT = re.compile(r"(?<![\w.-])[Dd]rafts?(?![\w-])")


def said(source: Path) -> Iterator[str]:
    """Yield every text in a module that is not documentation."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    bodies = (node.body for node in ast.walk(tree) if hasattr(node, "body") and isinstance(node.body, list))
    notes = {id(statement.value) for body in bodies for statement in body if isinstance(statement, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node.value


def test_the_engine_names_no_command_and_calls_an_inquiry_an_inquiry() -> None:
    (folder,) = carreport.draft.__path__
    told = [(path.name, text) for path in sorted(Path(folder).rglob("*.py")) for text in said(path)]
    sentences = [(name, text) for name, text in told if " " in text]
    assert len(sentences) > 100
    assert [
        sentence for sentence in sentences if COMMAND.search(sentence[1]) or DRAFT.search(sentence[1])
    ] == []
