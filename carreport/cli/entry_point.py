"""Run one command and turn what goes wrong into words and an exit code; nobody sees a traceback."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

from carreport.cli import console
from carreport.cli.hints import message_with_hints
from carreport.cli.parser import make_parser
from carreport.errors import CarreportError, UsageError
from carreport.form.loader import did_you_mean
from carreport.settings import problem_file

DEBUG_VARIABLE = "CARREPORT_DEBUG"
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that `arguments` name and return the exit code: 0, 1, 2 or 3."""
    console.use_utf8()
    try:
        code = run(list(sys.argv[1:] if arguments is None else arguments))
        sys.stdout.flush()
    except CarreportError as problem:
        console.print_remark(str(problem))
        return problem.exit_code
    except BrokenPipeError:
        console.discard_output()
        return 0
    except KeyboardInterrupt:
        console.print_remark("Stopped. What was not finished was left as it was.")
        return INTERRUPTED
    except OSError as problem:
        place = f"{problem.filename}: " if problem.filename else ""
        console.print_remark(f"{place}{problem.strerror or problem}. Nothing was left half-written.")
        return 3
    except Exception:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        console.print_remark(_crash_message(traceback.format_exc()))
        return 1
    return code


def run(arguments: list[str]) -> int:
    """Run the command that `arguments` name and return the exit code; what is unforeseen is raised."""
    parser, commands = make_parser()
    first = next(iter(arguments), "")
    if first and not first.startswith("-") and first not in commands:
        raise UsageError(
            "unknown-command",
            f"There is no command “{first}”.",
            why=did_you_mean(first, commands),
            remedy="`carreport --help` lists the commands.",
        )
    try:
        options = parser.parse_args(arguments)
    except SystemExit as ended:  # --help and --version have printed what they had to say
        return int(ended.code or 0)
    try:
        code: int = options.run(options)
    except CarreportError as problem:
        console.print_remark(message_with_hints(problem, options))
        return problem.exit_code
    return code


def _crash_message(details: str) -> str:
    """Keep the details of something unforeseen in a file, and say so calmly."""
    details_file = problem_file()
    try:
        details_file.parent.mkdir(parents=True, exist_ok=True)
        details_file.write_text(details, encoding="utf-8")
    except OSError:
        return f"Something unforeseen happened; your files were left as they were.\n{details}"
    return (
        "Something unforeseen happened, and this command could not be finished. "
        f"The details are in {details_file}; whoever looks after carreport can use them."
    )
