"""The window calls an inquiry an inquiry, and sends nobody to a command line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import carreport.ui

COMMAND = re.compile(r"`carreport|`--|command line", re.IGNORECASE)
DRAFT = re.compile(r"(?<![\w.:-])drafts?(?![\w-])", re.IGNORECASE)
RUDE = re.compile(r"\b(successfully|invalid|please|error)\b|[a-z]!", re.IGNORECASE)


def sentences(source: Path) -> Iterator[str]:
    """Yield every sentence in a module that is not its documentation."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    bodies = (node.body for node in ast.walk(tree) if hasattr(node, "body") and isinstance(node.body, list))
    notes = {id(node.value) for body in bodies for node in body if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
            yield node.value


@pytest.mark.parametrize("wrong", [COMMAND, DRAFT, RUDE])
def test_no_sentence_of_the_window_says_what_the_house_does_not(wrong: re.Pattern[str]) -> None:
    (folder,) = carreport.ui.__path__
    sources = sorted(Path(folder).rglob("*.py"))
    texts = [(source.name, text) for source in sources for text in sentences(source) if " " in text]
    assert len(texts) > 300
    assert [(name, text) for name, text in texts if wrong.search(text)] == []
