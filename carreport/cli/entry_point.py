"""Run one command, and turn errors into messages and exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from carreport.atomic_write import replace_private_file
from carreport.cli import console
from carreport.cli.hints import message_with_hints
from carreport.cli.parser import make_parser
from carreport.errors import CarreportError, UsageError, did_you_mean, is_closed_pipe, system_reason
from carreport.settings import problem_file

DEBUG_VARIABLE = "CARREPORT_DEBUG"
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in `arguments` and return its exit code: 0 to 3, or 130 if interrupted."""
    console.use_utf8()
    try:
        code = run(list(sys.argv[1:] if arguments is None else arguments))
        console.flush_results()
    except CarreportError as problem:
        console.print_remark(str(problem))
        return problem.exit_code
    except KeyboardInterrupt:
        console.print_remark("Stopped. Unfinished work was not saved.")
        return INTERRUPTED
    except OSError as problem:
        if is_closed_pipe(problem):
            console.discard_output()
            return 0
        place = problem.filename or "The system reports"
        console.print_remark(f"{place}: {system_reason(problem)}. No file was left half-written.")
        return 3
    except Exception:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        console.print_remark(_crash_message(traceback.format_exc()))
        return 1
    return code


def run(arguments: list[str]) -> int:
    """Run the command in `arguments` and return its exit code; raise unexpected errors."""
    parser, commands = make_parser()
    first = next(iter(arguments), "")
    if first and not first.startswith("-") and first not in commands:
        if Path(first).exists():
            raise UsageError(
                "file-not-command",
                f"“{first}” is a file or folder, not a command.",
                why="The window opens inquiries, whose names end in .carreport.",
                remedy="A command is followed by its file, as in `carreport show FILE`. "
                "`carreport --help` lists the commands.",
            )
        raise UsageError(
            "unknown-command",
            f"There is no command called “{first}”.",
            why=did_you_mean(first, commands),
            remedy="`carreport --help` lists the commands.",
        )
    try:
        options = parser.parse_args(arguments)
    except SystemExit as ended:  # --help and --version have already printed their text
        return int(ended.code or 0)
    try:
        code: int = options.run(options)
    except CarreportError as problem:
        console.print_remark(message_with_hints(problem, options))
        return problem.exit_code
    return code


def _crash_message(details: str) -> str:
    """Save the details of an unexpected error in a file, and return a message about it."""
    details_file = problem_file()
    try:
        replace_private_file(details_file, details.encode(errors="replace"))
    except OSError:
        return f"Something went wrong in carreport. Your files have not been changed.\n{details}"
    return (
        "Something went wrong in carreport, and this command did not finish. "
        f"The details are in {details_file}. Please pass them on to the person who looks "
        "after carreport."
    )
