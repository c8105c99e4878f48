"""Look at every template's page of every fixture with axe-core: `python -m tests.report.axe [MODULES]`.

It needs Chromium, Node and npm; without them it says so and leaves with 0. MODULES is a folder
with axe-core and puppeteer-core; without it they are fetched with npm into a temporary one.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from carreport.assets import template_folders
from carreport.report.build import build
from carreport.report.html.render import render_html
from carreport.report.templates.loader import load_template
from tests.report.fixtures import CASES

NARROW = 320
SCRIPT = Path(__file__).with_name("axe.js")
NEEDED = ("axe-core@4", "puppeteer-core@24")


def pages(folder: Path) -> list[Path]:
    """Write every page into `folder` and return their paths."""
    made: list[Path] = []
    for template in map(load_template, template_folders()):
        for name, case in CASES.items():
            report = build(*case(), template, date(2026, 11, 21))
            target = folder / f"{template.name}-{name}.html"
            target.write_text(render_html(report, template), encoding="utf-8")
            made.append(target)
    return made


def looked_at(modules: Path, chromium: str, paths: list[Path]) -> list[dict[str, Any]]:
    """Return what axe-core and the browser found on each page."""
    command = ["node", str(SCRIPT), str(modules), chromium, *map(str, paths)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=1800)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def main() -> int:
    """Print what was found and return 1 if anything was."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None or shutil.which("node") is None or shutil.which("npm") is None:
        sys.stdout.write("Chromium, Node or npm is not here, so nothing was looked at.\n")
        return 0
    with TemporaryDirectory() as folder:
        modules = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder, "modules")
        if len(sys.argv) == 1:
            install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(modules)]
            subprocess.run([*install, *NEEDED], check=True, timeout=600)
        found = looked_at(modules, chromium, pages(Path(folder)))
    return told(found)


def told(found: list[dict[str, Any]]) -> int:
    """Print the result and return how the command ends."""
    wrong = 0
    for each in found:
        trouble = [*each["violations"], *(f"asks for {url}" for url in each["requests"])]
        trouble += [f"{each['width']} px wide on a screen of {NARROW}"] if each["width"] > NARROW else []
        wrong += len(trouble)
        for line in trouble:
            sys.stdout.write(f"{Path(each['path']).stem}: {line}\n")
    passes = sum(each["passes"] for each in found)
    sys.stdout.write(f"{len(found)} pages, {passes} rules passed, {wrong} findings.\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
