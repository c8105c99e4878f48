"""Start carreport: the window, or the command that was asked for."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> int:
    """Open the window, or run a command, and return the exit code."""
    arguments = sys.argv[1:]
    if not arguments or (len(arguments) == 1 and arguments[0].endswith(".carreport")):
        from carreport.ui.app import run  # noqa: PLC0415 - a command never loads the window

        return run(Path(arguments[0]) if arguments else None)
    if arguments == ["--read-a-copy"]:  # a frozen program starts itself to read a stranger's file
        from carreport.draft.reader import main as read_copy  # noqa: PLC0415 - likewise

        read_copy()
        return 0
    if arguments == ["--read-a-workbook"]:
        from carreport.survey.workbook import main as read_workbook  # noqa: PLC0415 - likewise

        read_workbook()
        return 0
    if arguments == ["--decode-a-photo"]:
        from carreport.draft.pictures_heic import main as decode_photo  # noqa: PLC0415 - likewise

        decode_photo()
        return 0
    if arguments == ["--print-a-template"]:
        from carreport.report.word.printer import main as print_template  # noqa: PLC0415 - likewise

        print_template()
        return 0
    if arguments == ["--set-a-report"]:
        from carreport.report.pdf.worker import main as set_reports  # noqa: PLC0415 - likewise

        set_reports()
        return 0
    if arguments[0] == "screenshots":
        from carreport.ui.screenshots import main as take_screenshots  # noqa: PLC0415 - likewise

        return take_screenshots(arguments[1:])
    from carreport.cli import main as run_command  # noqa: PLC0415 - nor the window the commands

    return run_command(arguments)


if __name__ == "__main__":
    sys.exit(main())
