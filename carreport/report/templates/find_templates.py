"""Find report templates: the supplied ones, the user's own, and any folder given by path.

A template is a folder with `template.toml`, `report.html.j2` and `report.docx`.
`report.install_template` adds one to the user's own.
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
    """Return the template called `name`, supplied or the user's own, or the one in the folder `name`.

    Raise `TemplateError` if there is none, or if its file has mistakes.
    """
    folders = {folder.name: folder for folder in (*own_template_folders(), *template_folders())}
    if name in folders:
        return load_template(folders[name])
    folder = Path(name)
    if (folder / TEMPLATE_FILE).is_file():
        return load_template(folder)
    raise _no_such_template(name, folders)


def own_template_folders() -> list[Path]:
    """Return the folders of the user's own templates, sorted by name."""
    return sorted(path.parent for path in templates_folder().glob(f"[!.]*/{TEMPLATE_FILE}"))


def available_templates(form: Form) -> list[ReportTemplate]:
    """Return the templates for `form`: the supplied ones, the default first, then the user's own.

    An own template with mistakes is left out; `report.install_template.check_template` lists them.
    """
    shipped = sorted(map(load_template, template_folders()), key=_sort_key)
    own: list[ReportTemplate] = []
    for folder in own_template_folders():
        with suppress(TemplateFileError):
            own.append(load_template(folder))
    return [template for template in (*shipped, *own) if template.suits(form)]


def _sort_key(template: ReportTemplate) -> tuple[bool, bool, bool, str]:
    """Sort full reports before single pages and the empty form, and templates for one form first."""
    return template.is_blank, template.is_sheet, ANY_FORM in template.forms, template.name


def _shipped_rank(folder: Path) -> tuple[int, str]:
    """Return the position of a supplied template in a list: the most often used first."""
    is_supplied = folder.name in _SHIPPED_ORDER
    return (_SHIPPED_ORDER.index(folder.name) if is_supplied else len(_SHIPPED_ORDER), folder.name)


def _no_such_template(name: str, available: Iterable[str]) -> TemplateError:
    names = sorted(available)
    close = get_close_matches(name, names, n=1)
    hint = f"Did you mean “{close[0]}”? " if close else ""
    return TemplateError(
        "template-unknown",
        f"There is no report template “{name}”.",
        why=f"{hint}The templates are {', '.join(names)}.",
        remedy="Use one of these names, or the path of a folder that contains template.toml.",
    )
