"""Ask a worker process with limits to inspect and fill in a template, and pass mistakes as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from carreport.errors import Mistake, TemplateError
from carreport.subprocess_worker import run_worker


def ask_template_worker(
    command: Sequence[str], request: bytes, most_bytes: int, longest_wait: float, *, work: str, remedy: str
) -> dict[str, Any]:
    """Return the worker's reply to `request`; raise `TemplateError` if the worker had to be stopped.

    `work` is the subject of that sentence, such as “Making a web page with the template ours”.
    """
    output = run_worker(command, request, longest_wait, most_bytes)
    why = f"it took longer than {longest_wait:g} seconds"
    if not output.timed_out:
        try:
            reply: dict[str, Any] = json.loads(output.stdout)
        except ValueError:
            why = "it needed too much memory or ended early"
        else:
            return reply
    raise TemplateError(
        "template-stopped",
        f"{work} was stopped, because {why}.",
        why="No report was saved.",
        remedy=remedy,
    )


def mistakes_to_json(mistakes: Iterable[Mistake]) -> list[tuple[str, str, str, str]]:
    """Return mistakes as plain values, each only once."""
    return [
        (mistake.place, mistake.code, mistake.message, mistake.suggestion)
        for mistake in dict.fromkeys(mistakes)
    ]


def mistakes_from_json(values: Iterable[Sequence[str]]) -> tuple[Mistake, ...]:
    """Return the mistakes that `mistakes_to_json` turned into plain values."""
    return tuple(Mistake(*(str(word)[:500] for word in mistake)) for mistake in values)
