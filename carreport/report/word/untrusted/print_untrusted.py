"""Inspect and render an untrusted Word template in a worker process with limits.

The worker is `carreport.report.word.untrusted.printer_process`. It receives the template and plain
values, and returns plain values.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from carreport import subprocess_worker
from carreport.errors import Mistake, MistakesError, TemplateError
from carreport.report.templates.template_worker import ask_template_worker, mistakes_from_json
from carreport.report.word.opc_package import PackagePart, Relationship
from carreport.report.word.shell.docx_template import RenderedShell

WORKER_FLAG = "--print-a-template"
"""The argument with which a frozen program starts as the worker."""
LONGEST_WAIT = 10.0
LONGEST_TRIAL = 20.0
"""A trial makes three reports."""
MOST_BYTES = 256 << 20
_NEEDED = ("carreport", "docx", "docxtpl", "jinja2", "lxml", "markupsafe", "PIL")


class WordTemplateError(MistakesError, TemplateError):
    """A Word template has mistakes; the error lists all of them."""

    def __init__(self, name: str, mistakes: Iterable[Mistake]) -> None:
        remedy = "Fix it in Word and try again. docs/templates.md lists all tags."
        super().__init__("template-mistakes", f"The Word template {name} has", mistakes, remedy)


@dataclass(frozen=True, slots=True)
class TrialResult:
    """The result of a trial: mistakes, which prevent a template's use, and warnings, which do not."""

    mistakes: tuple[Mistake, ...]
    warnings: tuple[Mistake, ...] = ()


def try_untrusted_template(content: bytes, name: str, *, longest_wait: float = LONGEST_TRIAL) -> TrialResult:
    """Inspect the template `content`; if it is sound, render a full and an empty report with it."""
    reply = _ask_worker({"do": "try", "name": name}, content, name, longest_wait)
    return TrialResult(
        mistakes_from_json(reply.get("mistakes", ())), mistakes_from_json(reply.get("remarks", ()))
    )


def render_untrusted_shell(
    content: bytes, name: str, context: Mapping[str, Any], *, longest_wait: float = LONGEST_WAIT
) -> RenderedShell:
    """Return the template `content` with its tags filled in; raise `TemplateError` if it has mistakes."""
    reply = _ask_worker({"do": "print", "name": name, "context": context}, content, name, longest_wait)
    if reply.get("mistakes"):
        raise WordTemplateError(name, mistakes_from_json(reply["mistakes"]))
    return shell_from_json(reply["shell"])


def worker_command() -> list[str]:
    """Return the command that starts the worker."""
    return subprocess_worker.worker_command(
        "carreport.report.word.untrusted.printer_process", WORKER_FLAG, _NEEDED
    )


def _ask_worker(task: Mapping[str, Any], content: bytes, name: str, longest_wait: float) -> dict[str, Any]:
    reply = ask_template_worker(
        worker_command(),
        json.dumps(task).encode() + b"\n" + content,
        MOST_BYTES,
        longest_wait,
        work=f"Making a report with the Word template {name}",
        remedy="Simplify the template: use fewer nested loops, and fewer and smaller pictures.",
    )
    if "refused" in reply:
        problem = {key: str(reply["refused"][key])[:2000] for key in ("code", "what", "why", "remedy")}
        raise TemplateError(problem["code"], problem["what"], why=problem["why"], remedy=problem["remedy"])
    return reply


def shell_to_json(shell: RenderedShell) -> dict[str, Any]:
    """Return a rendered shell as plain values."""
    return {
        "tree": etree.tostring(shell.tree, encoding="unicode"),
        "main": shell.document.name,
        "ties": [_relationship_to_json(relationship) for relationship in shell.relationships],
        "parts": [
            [
                part.name,
                part.type,
                base64.b64encode(part.content).decode(),
                list(map(_relationship_to_json, part.relationships)),
            ]
            for part in shell.parts.values()
        ],
    }


def shell_from_json(values: Mapping[str, Any]) -> RenderedShell:
    """Return the rendered shell that `shell_to_json` turned into plain values."""
    parts = {
        name: PackagePart(
            name,
            kind,
            base64.b64decode(content),
            [Relationship(*relationship) for relationship in relationships],
        )
        for name, kind, content, relationships in values["parts"]
    }
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    tree = etree.fromstring(values["tree"], parser)
    return RenderedShell(
        parts, [Relationship(*relationship) for relationship in values["ties"]], parts[values["main"]], tree
    )


def _relationship_to_json(relationship: Relationship) -> tuple[str, str, str, bool]:
    return relationship.id, relationship.type, relationship.target, relationship.is_external
