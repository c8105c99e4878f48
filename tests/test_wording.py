"""The wording test of messages outside the window: short sentences, words that users know, and a remedy.

All other tests of these messages assert codes, places and values, so the words can be improved
freely.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import carreport

ROOT = Path(carreport.__file__).parent
PACKAGES = ("cli", "draft", "form", "report", "survey")
MOST_WORDS = 25
WORD_LISTS = {"name_words"}
"""Modules that list the words of other people's sentences."""
NOT_OURS = re.compile(
    r"\b(br(ing|ings|ought) (in|out|back)|tak(e|es|ing) (in|out)|mend\w*|lies?|whoever|for good"
    r"|goes (out|along)|kept back|just now|stands?|as it was|it is known)\b"
)
"""Translated idioms; English says import, remove, fix, is, you and permanently."""
CODE = re.compile(r"(SELECT|DELETE|CREATE|BEGIN|PRAGMA|INSERT|UPDATE) |(\w[\w ]*, ){6}")
"""SQL, and lists of headings that are recognised."""
WITHOUT_REMEDY = {
    "backup-unsound",
    "no-copy",
    "no-dispute",
    "not-understood",
    "nothing-to-erase",
    "private-unreadable",
}
"""Errors whose only remedy is another command, and one that is always part of another error."""


def modules() -> Iterator[Path]:
    """Yield the modules whose messages people read, apart from the kinds of answer."""
    yield from sorted(ROOT.glob("*.py"))
    for package in PACKAGES:
        yield from (path for path in sorted((ROOT / package).rglob("*.py")) if path.parent.name != "kinds")


def text_of(node: ast.expr | None) -> str:
    """Return a string of the code, with X for each placeholder."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) if isinstance(part, ast.Constant) else "X" for part in node.values)
    return ""


@cache
def sentences() -> tuple[tuple[str, str], ...]:
    """Return every sentence shown to users, with its module."""
    found: list[tuple[str, str]] = []
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        inside = {
            id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
        }
        for node in ast.walk(tree):
            if isinstance(node, (ast.Constant, ast.JoinedStr)) and id(node) not in notes | inside:
                pieces = re.split(r"(?<=[.!?:]) |\n", text_of(node))
                found += [
                    (path.stem, piece) for piece in pieces if piece.count(" ") > 1 and not CODE.match(piece)
                ]
    return tuple(found)


@cache
def errors() -> tuple[tuple[str, str, str], ...]:
    """Return the code, the first sentence and the advice of every error that is raised."""
    found: list[tuple[str, str, str]] = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and str(getattr(node.func, "id", "")).endswith("Error")
                and node.args
            ):
                code, *what = map(text_of, node.args)
                advice = [keyword.value for keyword in node.keywords if keyword.arg in ("why", "remedy")]
                if re.fullmatch(r"[a-z]+(-[a-z]+)+", code):
                    found.append((code, "".join(what), " ".join(ast.unparse(part) for part in advice)))
    return tuple(found)


def test_a_sentence_has_at_most_25_words() -> None:
    assert len(sentences()) > 400
    assert [sentence for sentence in sentences() if len(sentence[1].split()) > MOST_WORDS] == []


def test_messages_use_the_words_of_users() -> None:
    said = [(module, sentence) for module, sentence in sentences() if module not in WORD_LISTS]
    assert [sentence for sentence in said if NOT_OURS.search(sentence[1])] == []


@pytest.mark.parametrize(("code", "what", "advice"), errors())
def test_an_error_says_what_happened_and_what_to_do(code: str, what: str, advice: str) -> None:
    assert not what or what[-1] in ".X"
    assert advice or code in WITHOUT_REMEDY
