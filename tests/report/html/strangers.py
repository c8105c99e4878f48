"""Make folders with HTML shells, sound ones and others."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Any

from carreport.report.html.page_contents import POLICY
from carreport.report.html.page_process import make_pages
from carreport.report.html.render import HtmlTemplateError, page_task
from carreport.report.model import Report
from carreport.report.templates.template import ReportTemplate

HEAD = (
    '<!DOCTYPE html>\n<html lang="{{ language }}">\n<head>\n'
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
    "<title>{{ title.title }}</title>\n</head>\n<body>\n<main>\n<h1>{{ title.title }}</h1>\n"
)
LOOP = (
    "{% for section in sections %}\n"
    '<h2 id="{{ section.anchor }}">{{ section.heading }}</h2>\n{{ section.body }}\n{% endfor %}\n'
    '{% for note in notes %}<p id="{{ note.anchor }}">{{ note.body }}</p>{% endfor %}\n'
)
TITLE = "".join(
    f"{{{{ title.{name} }}}}\n" for name in ("subtitle", "author", "affiliation", "coproducers", "series")
)
FOOT = "</main>\n</body>\n</html>\n"
FIRST_LINE = 10
"""The line of `sound` on which `inner` stands."""


def sound(inner: str = "") -> str:
    """Return a sound page with `inner` below its title."""
    return f"{HEAD}{inner}\n{TITLE}{LOOP}{FOOT}"


def shell(folder: Path, source: str | bytes, others: Mapping[str, str] | None = None) -> ReportTemplate:
    """Return a template whose page is `source`, beside other files."""
    for name, text in {"report.html.j2": source, **(others or {})}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return ReportTemplate(folder.name, folder, "Mine")


def looked_through(template: ReportTemplate, reports: Mapping[str, Report]) -> dict[str, Any]:
    """Return what the worker process would reply to a trial, without starting it."""
    try:
        task, _ = page_task(reports, template, trial=True)
    except HtmlTemplateError as problem:
        return {"mistakes": list(map(astuple, problem.mistakes))}
    return make_pages(json.loads(json.dumps(task)))


def vast_png(side: int = 40_000) -> bytes:
    """Return a small PNG that says it has `side` dots on each side."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    dots = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + dots + chunk(b"IEND", b"")
