"""The worker process that inspects the shell of a web page and fills it in.

It is started by `carreport.report.html.render`. It reads JSON from standard input (the files of the shell,
and plain values) and replies with JSON: the pages, or the mistakes. Bodies of sections and notes are not
given to it: it prints a mark for each one.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Mapping
from typing import Any

from jinja2.exceptions import TemplateError as JinjaError
from jinja2.exceptions import TemplateSyntaxError
from markupsafe import Markup

from carreport.errors import Mistake
from carreport.report.html.hidden_in_page import hidden_letters, hidden_text
from carreport.report.html.hiding_styles import hiding_rules
from carreport.report.html.html_sandbox import HtmlSandbox, SourceMap
from carreport.report.html.lint_shell import ShellLinter
from carreport.report.html.page_contents import PageInspector
from carreport.report.html.page_trial import trial_mistakes, trial_warnings, unprinted_fields
from carreport.report.templates.template_worker import mistakes_to_json
from carreport.subprocess_worker import limit_this_process

MEMORY = 512 << 20
SECONDS = 20
LARGEST_FILE = 1 << 20
MOST_LETTERS = 8 << 20
"""The longest page, without the bodies of its sections."""
_FAILURES = (JinjaError, RecursionError, SyntaxError, TypeError, ValueError, ArithmeticError, LookupError)


def main() -> None:
    """Read the request from standard input and write the reply to standard output."""
    limit_this_process(memory=MEMORY, seconds=SECONDS, largest_file=LARGEST_FILE)
    reply = make_pages(json.loads(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(json.dumps(reply).encode() + b"\n")


def make_pages(task: Mapping[str, Any]) -> dict[str, Any]:
    """Return the pages for all contexts in `task`, by label, or the mistakes; in a trial, also remarks."""
    sandbox = HtmlSandbox(task["files"], task["mark"])
    linter = ShellLinter(task["files"], task["refused"], sandbox)
    linter.check(task["shell"])
    if linter.mistakes:
        return {"mistakes": mistakes_to_json(linter.mistakes)}
    pages: dict[str, str] = {}
    mistakes: list[Mistake] = []
    remarks = [*linter.remarks, *unprinted_fields(linter.used_fields)]
    remarks += hidden_letters(task["files"], task["own"])
    for label, context in task["contexts"].items():
        try:
            inspector = _filled_in(sandbox, task, context)
        except PageTooLong as problem:
            return {"mistakes": mistakes_to_json([problem.mistake])}
        except _FAILURES as problem:
            return {"mistakes": mistakes_to_json([_failure(problem, task)])}
        pages[label] = inspector.source.page
        mistakes += inspector.mistakes
        if task["trial"]:
            mistakes += trial_mistakes(inspector, label, context)
            remarks += trial_warnings(inspector)
            hidden_answers, hiding = hiding_rules(inspector, frozenset(task["own"]))
            mistakes += hidden_answers
            known = {(remark.place, remark.code) for remark in remarks}
            hidden = hidden_text(inspector, frozenset(task["own"]))
            remarks += [remark for remark in (*hidden, *hiding) if (remark.place, remark.code) not in known]
    if mistakes:
        return {"mistakes": mistakes_to_json(mistakes)}
    return {"pages": pages, "remarks": mistakes_to_json(remarks) if task["trial"] else []}


class PageTooLong(Exception):
    """A page is longer than any real report."""

    def __init__(self, shell: str) -> None:
        super().__init__(shell)
        message = f"The page has more than {MOST_LETTERS >> 20} million characters, without its sections."
        self.mistake = Mistake(shell, "page-large", message, "Use fewer loops inside one another.")


def _filled_in(sandbox: HtmlSandbox, task: Mapping[str, Any], context: Mapping[str, Any]) -> PageInspector:
    """Return the inspected page for one context."""
    bodies = {
        name: [{**entry, "body": Markup(entry["body"])} for entry in context[name]]  # noqa: S704 - a mark
        for name in ("sections", "notes")
    }
    pieces: list[str] = []
    letters = 0
    for piece in sandbox.get_template(task["shell"]).generate({**context, **bodies}):
        letters += len(piece)
        if letters > MOST_LETTERS:
            raise PageTooLong(task["shell"])
        pieces.append(piece)
    source = SourceMap.of("".join(pieces), task["mark"], list(task["files"]))
    inspector = PageInspector(source, task["body_mark"])
    inspector.inspect()
    return inspector


def _failure(problem: Exception, task: Mapping[str, Any]) -> Mistake:
    """Return what went wrong while a shell was filled in, with its file and line."""
    frames = [
        frame for frame in traceback.extract_tb(problem.__traceback__) if frame.filename in task["files"]
    ]
    place = f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else str(task["shell"])
    if isinstance(problem, TemplateSyntaxError):
        place = f"{problem.name or task['shell']}, line {problem.lineno}"
    message = str(getattr(problem, "message", None) or problem).rstrip(".")[:200]
    return Mistake(place, "tag-failed", f"This tag cannot be filled in: {message}.", "Make it simpler.")


if __name__ == "__main__":
    main()
