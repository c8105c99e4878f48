"""The worker process that renders PDFs: it reads requests from standard input and writes replies.

A request is a line of JSON followed by the report; a reply is a line of JSON followed by the PDF.
The process runs until its input ends, because later reports take less time.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from carreport.report.pdf.row_headers import mark_row_headers
from carreport.report.pdf.typst_compiler import TypstCompiler
from carreport.subprocess_worker import limit_this_process

MOST_MEMORY = 8 << 30
MOST_SECONDS = 3600


def main() -> None:
    """Render reports one after another until standard input ends."""
    limit_this_process(memory=MOST_MEMORY, seconds=MOST_SECONDS, largest_file=0)
    tasks, answers = sys.stdin.buffer, sys.stdout.buffer
    compiler: TypstCompiler | None = None
    while line := tasks.readline():
        task = json.loads(line)
        compiler = compiler or _make_compiler(task)
        reply, pdf = _render(compiler, tasks.read(task["length"]).decode(), task["row_headers"])
        answers.write(json.dumps({**reply, "length": len(pdf)}).encode() + b"\n")
        answers.write(pdf)
        answers.flush()


def _make_compiler(task: dict[str, Any]) -> TypstCompiler:
    template = Path(task["template"]).read_bytes()
    return TypstCompiler(template, Path(task["fonts"]), Path.cwd())


def _render(compiler: TypstCompiler, text: str, row_headers: Sequence[bool]) -> tuple[dict[str, str], bytes]:
    try:
        result = compiler.render(text)
    except ValueError as problem:
        return {"refused": str(problem)}, b""
    return {"unshown": result.missing_characters}, mark_row_headers(result.pdf, row_headers)
