"""Have a Word template that does not ship judged and printed by another process, with limits.

`carreport.report.word.untrusted.printer_process` is what runs there. It is given the template and plain
values, and hands back plain values.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from carreport import subprocess_worker
from carreport.errors import Mistake, TemplateError
from carreport.report.word.opc_package import PackagePart, Relationship
from carreport.report.word.shell.docx_template import RenderedShell

WORKER_FLAG = "--print-a-template"
"""What a frozen program is started with to be the printer."""
LONGEST_WAIT = 10.0
MOST_BYTES = 256 << 20
_NEEDED = ("carreport", "docx", "docxtpl", "jinja2", "lxml", "markupsafe", "PIL")


class WordTemplateError(TemplateError):
    """A Word template has mistakes; it lists every one of them."""

    exit_code = 3

    def __init__(self, name: str, mistakes: Sequence[Mistake]) -> None:
        count = f"{len(mistakes)} mistakes" if len(mistakes) > 1 else "a mistake"
        super().__init__(
            "template-mistakes",
            f"The Word template {name} has {count}.",
            why="\n" + "\n".join(f"  {mistake}" for mistake in mistakes) + "\n",
            remedy="Mend it in Word and try again; docs/templates.md lists every tag.",
        )
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What a trial of a template brought to light: mistakes that stop it, and remarks that do not."""

    mistakes: tuple[Mistake, ...]
    warnings: tuple[Mistake, ...] = ()


def try_untrusted_template(content: bytes, name: str, *, longest_wait: float = LONGEST_WAIT) -> TrialResult:
    """Judge the template `content`, and print a full and an empty report with it."""
    told = _ask_worker({"do": "try", "name": name}, content, name, longest_wait)
    return TrialResult(
        _mistakes_from_json(told.get("mistakes", ())), _mistakes_from_json(told.get("remarks", ()))
    )


def render_untrusted_shell(
    content: bytes, name: str, context: Mapping[str, Any], *, longest_wait: float = LONGEST_WAIT
) -> RenderedShell:
    """Return the template `content` with its tags filled in; raise `TemplateError` if it may not be."""
    told = _ask_worker({"do": "print", "name": name, "context": context}, content, name, longest_wait)
    if told.get("mistakes"):
        raise WordTemplateError(name, _mistakes_from_json(told["mistakes"]))
    return shell_from_json(told["shell"])


def worker_command() -> list[str]:
    """Return how the printing process is started."""
    return subprocess_worker.worker_command(
        "carreport.report.word.untrusted.printer_process", WORKER_FLAG, _NEEDED
    )


def _ask_worker(task: Mapping[str, Any], content: bytes, name: str, longest_wait: float) -> dict[str, Any]:
    head = json.dumps(task).encode() + b"\n"
    answer = subprocess_worker.run_worker(worker_command(), head + content, longest_wait, MOST_BYTES)
    if answer.timed_out:
        raise _stopped_error(name, f"it took longer than {longest_wait:g} seconds")
    try:
        told: dict[str, Any] = json.loads(answer.stdout)
    except ValueError:
        raise _stopped_error(name, "it needed more memory than it may have, or broke off") from None
    if "refused" in told:
        refused = {key: str(told["refused"][key])[:2000] for key in ("code", "what", "why", "remedy")}
        raise TemplateError(refused["code"], refused["what"], why=refused["why"], remedy=refused["remedy"])
    return told


def _stopped_error(name: str, why: str) -> TemplateError:
    return TemplateError(
        "template-stopped",
        f"Printing with the Word template {name} was stopped, because {why}.",
        why="Nothing was written.",
        remedy="Make the template simpler: fewer loops in each other, fewer and smaller pictures.",
    )


def _mistakes_from_json(told: Sequence[Sequence[str]]) -> tuple[Mistake, ...]:
    return tuple(Mistake(*(str(word)[:500] for word in each)) for each in told)


def shell_to_json(shell: RenderedShell) -> dict[str, Any]:
    """Return a printed shell as plain values."""
    return {
        "tree": etree.tostring(shell.tree, encoding="unicode"),
        "main": shell.document.name,
        "ties": [_relationship_to_json(each) for each in shell.relationships],
        "parts": [
            [
                each.name,
                each.type,
                base64.b64encode(each.content).decode(),
                list(map(_relationship_to_json, each.relationships)),
            ]
            for each in shell.parts.values()
        ],
    }


def shell_from_json(told: Mapping[str, Any]) -> RenderedShell:
    """Return a printed shell from its plain values."""
    parts = {
        name: PackagePart(name, kind, base64.b64decode(content), [Relationship(*each) for each in ties])
        for name, kind, content, ties in told["parts"]
    }
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    tree = etree.fromstring(told["tree"], parser)
    return RenderedShell(parts, [Relationship(*each) for each in told["ties"]], parts[told["main"]], tree)


def _relationship_to_json(tie: Relationship) -> tuple[str, str, str, bool]:
    return tie.id, tie.type, tie.target, tie.is_external
