"""The worker process that inspects and renders an untrusted Word template.

It is started by `carreport.report.word.untrusted.print_untrusted`. It reads one line of JSON and then
the template from standard input, and replies with one line of JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from carreport.errors import CarreportError
from carreport.report.templates.template_worker import mistakes_to_json
from carreport.report.word.shell.docx_template import render_shell
from carreport.report.word.untrusted.inspect_template import inspect_template
from carreport.report.word.untrusted.print_untrusted import shell_to_json
from carreport.report.word.untrusted.trial_render import trial_render
from carreport.subprocess_worker import limit_this_process

MEMORY = 512 << 20
SECONDS = 20
LARGEST_FILE = 1 << 20


def main() -> None:
    """Read the request from standard input and write the reply to standard output."""
    limit_this_process(memory=MEMORY, seconds=SECONDS, largest_file=LARGEST_FILE)
    head, _, content = sys.stdin.buffer.read().partition(b"\n")
    task = json.loads(head)
    try:
        reply = _run_trial(content, task["name"]) if task["do"] == "try" else _render_shell(content, task)
    except CarreportError as problem:
        reply = {
            "refused": {
                "code": problem.code, "what": problem.what, "why": problem.why, "remedy": problem.remedy,
            }
        }  # fmt: skip
    sys.stdout.buffer.write(json.dumps(reply).encode() + b"\n")


def _run_trial(content: bytes, name: str) -> Mapping[str, Any]:
    inspection = inspect_template(content)
    if inspection.mistakes:
        return {"mistakes": mistakes_to_json(inspection.mistakes)}
    mistakes, warnings = trial_render(content, name, inspection.printed_fields)
    remarks = (*warnings, *inspection.remarks)
    return {"mistakes": mistakes_to_json(mistakes), "remarks": mistakes_to_json(remarks)}


def _render_shell(content: bytes, task: Mapping[str, Any]) -> Mapping[str, Any]:
    inspection = inspect_template(content)
    if inspection.mistakes:
        return {"mistakes": mistakes_to_json(inspection.mistakes)}
    context = dict(task["context"])
    context["sections"] = [
        {**section, "body": Markup(section["body"])}  # noqa: S704 (the slot for a body)
        for section in context["sections"]
    ]
    return {"shell": shell_to_json(render_shell(content, task["name"], context))}


if __name__ == "__main__":
    main()
