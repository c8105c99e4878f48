"""The process that sets reports: it reads tasks from standard input and answers with PDF.

A task is a line of JSON, then the manuscript; the answer is a line of JSON, then the PDF. It
goes on until its input ends, so that the next report of the same inquiry is quick.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from carreport.report.pdf.typst_compiler import TypstCompiler
from carreport.subprocess_worker import limit_this_process

MOST_MEMORY = 8 << 30
MOST_SECONDS = 3600


def main() -> None:
    """Set one manuscript after the other."""
    limit_this_process(memory=MOST_MEMORY, seconds=MOST_SECONDS, largest_file=0)
    tasks, answers = sys.stdin.buffer, sys.stdout.buffer
    typesetter: TypstCompiler | None = None
    while line := tasks.readline():
        task = json.loads(line)
        typesetter = typesetter or _make_compiler(task)
        told, pdf = _render(typesetter, tasks.read(task["length"]).decode())
        answers.write(json.dumps({**told, "length": len(pdf)}).encode() + b"\n")
        answers.write(pdf)
        answers.flush()


def _make_compiler(task: dict[str, Any]) -> TypstCompiler:
    template = Path(task["template"]).read_bytes()
    return TypstCompiler(template, Path(task["fonts"]), Path.cwd())


def _render(typesetter: TypstCompiler, text: str) -> tuple[dict[str, str], bytes]:
    try:
        printed = typesetter.render(text)
    except ValueError as problem:
        return {"refused": str(problem)}, b""
    return {"unshown": printed.missing_characters}, printed.pdf
