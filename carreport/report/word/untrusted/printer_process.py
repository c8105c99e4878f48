"""Judge and print a stranger's Word template, in a process of its own that may be ended at any moment.

`carreport.report.word.untrusted.print_untrusted` starts it. It reads one line of JSON and then the template
from standard input, and answers with one line of JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from carreport.errors import CarreportError, Mistake
from carreport.report.word.shell.docx_template import print_shell
from carreport.report.word.untrusted.inspect_template import judge
from carreport.report.word.untrusted.print_untrusted import shell_told
from carreport.report.word.untrusted.trial_render import tried
from carreport.subprocess_worker import limit_this_process

MEMORY = 512 << 20
SECONDS = 20
LARGEST_FILE = 1 << 20


def main() -> None:
    """Do the task on standard input and answer on standard output."""
    limit_this_process(memory=MEMORY, seconds=SECONDS, largest_file=LARGEST_FILE)
    head, _, content = sys.stdin.buffer.read().partition(b"\n")
    task = json.loads(head)
    try:
        told = _tried(content, task["name"]) if task["do"] == "try" else _printed(content, task)
    except CarreportError as problem:
        told = {
            "refused": {
                "code": problem.code, "what": problem.what, "why": problem.why, "remedy": problem.remedy,
            }
        }  # fmt: skip
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")


def _tried(content: bytes, name: str) -> Mapping[str, Any]:
    judged = judge(content)
    if judged.mistakes:
        return {"mistakes": _told(judged.mistakes)}
    mistakes, remarks = tried(content, name, judged.printed)
    return {"mistakes": _told(mistakes), "remarks": _told(remarks)}


def _printed(content: bytes, task: Mapping[str, Any]) -> Mapping[str, Any]:
    judged = judge(content)
    if judged.mistakes:
        return {"mistakes": _told(judged.mistakes)}
    context = dict(task["context"])
    context["sections"] = [
        {**each, "body": Markup(each["body"])}  # noqa: S704 (our own mark for a body)
        for each in context["sections"]
    ]
    return {"shell": shell_told(print_shell(content, task["name"], context))}


def _told(mistakes: Iterable[Mistake]) -> list[tuple[str, str, str, str]]:
    return [(each.place, each.code, each.message, each.suggestion) for each in mistakes]


if __name__ == "__main__":
    main()
