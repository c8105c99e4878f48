"""What makes reports is loaded before one is asked for, and not before."""

from __future__ import annotations

import subprocess
import sys

LOADED = "import sys; print(*sorted({'docx', 'jinja2', 'lxml'} & set(sys.modules)))"


def loaded_by(command: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{command}; {LOADED}"], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_the_window_starts_without_what_makes_reports() -> None:
    assert loaded_by("import carreport.ui.app, carreport.report.loading") == []


def test_loading_ahead_leaves_nothing_to_load_when_a_report_is_made() -> None:
    assert loaded_by(
        "from carreport.report.loading import import_report_modules; import_report_modules()"
    ) == [
        "docx",
        "jinja2",
        "lxml",
    ]
