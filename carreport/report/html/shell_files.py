"""Find the files that the shell of a web page is made of: its own, and those that carreport supplies."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from carreport.assets import shared_templates
from carreport.errors import system_reason
from carreport.report.design import Design
from carreport.report.html.design_css import DESIGN_CSS, design_css
from carreport.report.templates.template import HTML_SHELL
from carreport.report.templates.template_files import TemplatePartError, decode_part, read_part

LARGEST_FILE = 1 << 20
MOST_BYTES = 2 << 20
MOST_FILES = 40
_NAMES = re.compile(r"""\{%[-+]?\s*(?:include|extends)\s*(["'])([^"'\r\n]{1,300})\1""")


@dataclass(frozen=True, slots=True)
class ShellFiles:
    """The texts of a shell and the files that it names; `own` are those in the template's folder.

    `refused` has the code, message and suggestion for each file that was found but cannot be used.
    """

    texts: Mapping[str, str]
    own: frozenset[str]
    refused: Mapping[str, tuple[str, str, str]]


def read_shell_files(folder: Path, look: Design) -> ShellFiles:
    """Return the shell in `folder` and every file that it can include.

    Names are found as plain text, without parsing the tags. The worker process parses them; if a tag
    includes a file that was not found here, that is a mistake.
    """
    texts: dict[str, str] = {}
    own: set[str] = set()
    refused: dict[str, tuple[str, str, str]] = {}
    waiting, seen = [HTML_SHELL], {HTML_SHELL}
    for name in waiting:
        try:
            _check_amount(texts.values(), "")
            text = _read_text(folder, name, look, own)
            _check_amount(texts.values(), text)
        except FileNotFoundError:
            continue
        except OSError as problem:
            reason = f"The file cannot be read: {system_reason(problem)}."
            refused[name] = ("template-unreadable", reason, "Check who may read it.")
        except TemplatePartError as problem:
            refused[name] = (problem.code, problem.message, problem.suggestion)
        else:
            texts[name] = text
            found = {match[2]: None for match in _NAMES.finditer(text) if match[2] not in seen}
            waiting += found
            seen |= found.keys()
    return ShellFiles(texts, frozenset(own & texts.keys()), refused)


def _check_amount(texts: Collection[str], more: str) -> None:
    if len(texts) >= MOST_FILES or sum(map(len, texts)) + len(more) > MOST_BYTES:
        message = f"The page is made of more than {MOST_FILES} files or {MOST_BYTES >> 20} MB."
        raise TemplatePartError("parts-many", message, remedy="Use fewer files, and smaller pictures.")


def _read_text(folder: Path, name: str, look: Design, own: set[str]) -> str:
    try:
        text = decode_part(read_part(folder, name, LARGEST_FILE))
    except FileNotFoundError:
        if name == DESIGN_CSS:
            return design_css(look)
        return decode_part(read_part(shared_templates(), name, LARGEST_FILE))
    own.add(name)
    return text
