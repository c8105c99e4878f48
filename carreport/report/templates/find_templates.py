"""Find the report templates: those that ship with the program, your own, and any folder you name.

A template is a folder that a programme can own: `template.toml`, `report.html.j2` and
`report.docx`. `report.install_template` adds one to your own.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

from carreport.assets import template_folders
from carreport.errors import TemplateError
from carreport.form.schema import Form
from carreport.report.templates.loader import TEMPLATE_FILE, TemplateFileError, load_template
from carreport.report.templates.template import ANY_FORM, ReportTemplate
from carreport.settings import templates_folder

__all__ = ["ReportTemplate", "available_templates", "find_template", "own_template_folders"]


_SHIPPED_ORDER = ("inquiry-report", "populated-template", "summary", "action-plan", "blank")


def find_template(name: str) -> ReportTemplate:
    """Return the template called `name`, shipped or your own, or the one in the folder it leads to.

    Raise `TemplateError` when there is none, or with every mistake in its file.
    """
    known = {folder.name: folder for folder in (*own_template_folders(), *template_folders())}
    if name in known:
        return load_template(known[name])
    folder = Path(name)
    if (folder / TEMPLATE_FILE).is_file():
        return load_template(folder)
    raise _no_such_template(name, known)


def own_template_folders() -> list[Path]:
    """Return the folders of this person's own templates, in the order of their names."""
    return sorted(path.parent for path in templates_folder().glob(f"[!.]*/{TEMPLATE_FILE}"))


def available_templates(form: Form) -> list[ReportTemplate]:
    """Return the templates that are made for `form`: those that ship, the usual one first, then your own.

    One of your own that has mistakes is left out; `report.install_template.check_template` tells them.
    """
    shipped = sorted(map(load_template, template_folders()), key=_sort_key)
    own: list[ReportTemplate] = []
    for folder in own_template_folders():
        with suppress(TemplateFileError):
            own.append(load_template(folder))
    return [template for template in (*shipped, *own) if template.suits(form)]


def _sort_key(template: ReportTemplate) -> tuple[bool, bool, bool, str]:
    """Sort whole reports before single pages and the empty form, and those made for one form first."""
    return template.is_blank, template.is_sheet, ANY_FORM in template.forms, template.name


def _shipped_rank(folder: Path) -> tuple[int, str]:
    """Return where a template that ships stands in a list: by how often it is wanted."""
    known = folder.name in _SHIPPED_ORDER
    return (_SHIPPED_ORDER.index(folder.name) if known else len(_SHIPPED_ORDER), folder.name)


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
