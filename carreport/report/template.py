"""Find the report templates that ship with the program, or one in a folder of your own.

A template is a folder that a programme can own: `template.toml`, `report.html.j2` and
`report.docx`.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from carreport.assets import template_folders
from carreport.errors import TemplateError
from carreport.form.schema import Form
from carreport.report.outline import ReportTemplate
from carreport.report.template_file import TEMPLATE_FILE, load_template

__all__ = ["ReportTemplate", "available_templates", "find_template"]


def find_template(name: str) -> ReportTemplate:
    """Return the shipped template called `name`, or the one in the folder that `name` leads to.

    Raise `TemplateError` when there is none, or with every mistake in its file.
    """
    shipped = {folder.name: folder for folder in template_folders()}
    if name in shipped:
        return load_template(shipped[name])
    folder = Path(name)
    if (folder / TEMPLATE_FILE).is_file():
        return load_template(folder)
    raise _no_such_template(name, shipped)


def available_templates(form: Form) -> list[ReportTemplate]:
    """Return the shipped templates that are made for `form`, in the order of their names."""
    every = [find_template(folder.name) for folder in template_folders()]
    return [template for template in every if template.suits(form)]


def _no_such_template(name: str, known: Iterable[str]) -> TemplateError:
    names = sorted(known)
    close = get_close_matches(name, names, n=1)
    hint = f"Did you mean “{close[0]}”? " if close else ""
    return TemplateError(
        "template-unknown",
        f"There is no report template “{name}”.",
        why=f"{hint}The templates are {', '.join(names)}.",
        remedy="Name one of these, or a folder with a template.toml in it.",
    )
