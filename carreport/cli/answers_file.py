"""Read an answers file: JSON from a file or from standard input."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from carreport.errors import AnswersFileError, system_reason
from carreport.regular_files import read_given_file

STANDARD_INPUT = "-"
MAX_BYTES = 64 << 20
"""The most bytes of an answers file; one with thousands of survey replies has a few."""


def read_json(source: str) -> Any:  # noqa: ANN401 - an answers file may hold any JSON
    """Return the JSON in an answers file; `source` is its path, or - for standard input."""
    name = "standard input" if source == STANDARD_INPUT else source
    try:
        contents = _bytes_of(source)
        if len(contents) > MAX_BYTES:
            raise AnswersFileError(
                "answers-too-large",
                f"The answers file {name} is larger than {MAX_BYTES >> 20} MB.",
                remedy="Check that it is the right file. Photos are named in it, not part of it.",
            )
        text = contents.decode("utf-8-sig")
    except OSError as problem:
        raise AnswersFileError(
            "answers-unreadable",
            f"Cannot read the answers file {name}: {system_reason(problem)}.",
            remedy="Check the file name and the folder. Use - to read standard input.",
        ) from None
    except UnicodeDecodeError as problem:
        raise AnswersFileError(
            "answers-encoding",
            f"The answers file {name} is not UTF-8 text (see byte {problem.start}).",
            remedy="Save the file as UTF-8 and try again.",
        ) from None
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as problem:
        why = f"Line {problem.lineno}, column {problem.colno}: {_plain_words(problem.msg)}."
    except (ValueError, RecursionError) as problem:
        why = f"{problem}." if isinstance(problem, ValueError) else "Its objects are nested too deeply."
    raise AnswersFileError(
        "answers-json",
        f"The answers file {name} is not in the JSON format that carreport reads.",
        why=why,
        remedy="`carreport blank FORM --json` makes an empty file to start from. "
        "docs/file-format.md describes the format.",
    )


def _bytes_of(source: str) -> bytes:
    return (
        sys.stdin.buffer.read(MAX_BYTES + 1)
        if source == STANDARD_INPUT
        else read_given_file(Path(source), MAX_BYTES)
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that occurs twice in an object, because one of the two answers would be lost."""
    members = dict(pairs)
    if len(members) < len(pairs):
        twice, _ = Counter(name for name, _ in pairs).most_common(1)[0]
        message = f"The name “{twice}” occurs twice in one object"
        raise ValueError(message)
    return members


def _refuse_constant(word: str) -> float:
    message = f"{word} is not a number"
    raise ValueError(message)


def _plain_words(message: str) -> str:
    return message[:1].lower() + message[1:].replace("Invalid", "Not allowed:")
