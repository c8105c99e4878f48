"""Find the forms, templates and resources that ship with the program.

They are at the top of a checkout, inside `carreport/shipped` in a wheel, and beside the program in
a frozen build. No other module knows this.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def shipped_folder() -> Path:
    """Return the folder that holds `forms`, `templates` and `resources`."""
    package = Path(__file__).resolve().parent
    bundle = getattr(sys, "_MEIPASS", None)  # a frozen build has its own files, whatever lies beside it
    for folder in (Path(bundle),) if bundle else (package / "shipped", package.parent):
        if (folder / "forms").is_dir() and (folder / "templates").is_dir():
            return folder
    message = f"The forms and templates are missing beside {package}. Reinstall carreport."
    raise FileNotFoundError(message)


def form_files() -> list[Path]:
    """Return the shipped form files, sorted by name."""
    return sorted((shipped_folder() / "forms").glob("*.toml"))


def template_folders() -> list[Path]:
    """Return the folders of the shipped report templates, sorted by name."""
    return sorted(path.parent for path in (shipped_folder() / "templates").glob("*/template.toml"))


def shared_templates() -> Path:
    """Return the folder with the page and styles that the templates share."""
    return shipped_folder() / "templates" / "shared"


def resource_path(*parts: str) -> Path:
    """Return the path of a shipped resource, such as `resource_path("icons", "bold.svg")`."""
    return shipped_folder().joinpath("resources", *parts)
