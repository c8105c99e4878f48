"""Start carreport: open the window, or run the command given."""

from __future__ import annotations

import sys
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

from carreport.file_names import is_draft_name

WORKER_FLAGS = (
    "--read-a-copy",
    "--read-a-workbook",
    "--decode-a-photo",
    "--scan-a-draft",
    "--print-a-template",
    "--make-a-page",
    "--set-a-report",
    "--read-a-review",
    "--check-spelling",
)
"""The arguments with which a frozen program starts itself as one of its limited worker processes."""
SHOWS_ERRORS = sys.platform == "win32"
"""Whether a command without standard error shows an error in a window; elsewhere, a script closed it."""


def main() -> int:
    """Open the window, or run a command, and return the exit code."""
    arguments = sys.argv[1:]
    if all(map(is_draft_name, arguments)):
        from carreport.ui.app import run  # noqa: PLC0415 - a command never loads the window

        return run(list(map(Path, arguments)))
    if len(arguments) == 1 and arguments[0] in WORKER_FLAGS:
        _run_worker(arguments[0])
        return 0
    from carreport.cli import main as run_command  # noqa: PLC0415 - the window never loads the commands

    if sys.stderr is not None:
        return run_command(arguments)
    with redirect_stderr(StringIO()) as remarks:
        code = run_command(arguments)
    if code and SHOWS_ERRORS:
        from carreport.ui.app import show_message  # noqa: PLC0415 - likewise

        show_message(remarks.getvalue().strip())
    return code


def _run_worker(flag: str) -> None:
    """Run the worker process that a flag names; only a frozen program starts them this way."""
    if flag == "--read-a-copy":
        from carreport.draft.copies.reader_process import main as work  # noqa: PLC0415 - each worker loads only its own module
    elif flag == "--read-a-workbook":
        from carreport.survey.importing.workbook import main as work  # noqa: PLC0415 - likewise
    elif flag == "--decode-a-photo":
        from carreport.draft.pictures.decoder_process import main as work  # noqa: PLC0415 - likewise
    elif flag == "--scan-a-draft":
        from carreport.draft.storage.scan_process import main as work  # noqa: PLC0415 - likewise
    elif flag == "--print-a-template":
        from carreport.report.word.untrusted.printer_process import main as work  # noqa: PLC0415 - likewise
    elif flag == "--make-a-page":
        from carreport.report.html.page_process import main as work  # noqa: PLC0415 - likewise
    elif flag == "--read-a-review":
        from carreport.review.word_walk.walk_process import main as work  # noqa: PLC0415 - likewise
    elif flag == "--check-spelling":
        from carreport.ui.spelling.spelling_process import main as work  # noqa: PLC0415 - likewise
    else:
        from carreport.report.pdf.typst_process import main as work  # noqa: PLC0415 - likewise
    work()


if __name__ == "__main__":
    sys.exit(main())
