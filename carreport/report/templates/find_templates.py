"""Find report templates: the supplied ones, the user's own, and any folder given by path.

A template is a folder with `template.toml`, `report.html.j2` and `report.docx`. To add one to the
user's own templates, use `report.install_template`.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from carreport.assets import template_folders
from carreport.errors import TemplateError, did_you_mean
from carreport.form.schema import Form
from carreport.report.templates.loader import TEMPLATE_FILE, TemplateFileError, load_template
from carreport.report.templates.template import ANY_FORM, ReportTemplate
from carreport.settings import templates_folder

__all__ = ["ReportTemplate", "available_templates", "find_template", "own_template_folders"]


def find_template(name: str) -> ReportTemplate:
    """Return the template called `name`: a supplied one, one of the user's own, or a folder at that path.

    Raise `TemplateError` if there is no such template or it has mistakes.
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
    """Return the templates for `form`: supplied ones, then the user's own.

    The user's templates that have mistakes are left out; `report.install_template.check_template`
    lists the mistakes.
    """
    shipped = sorted(map(load_template, template_folders()), key=_sort_key)
    own: list[ReportTemplate] = []
    for folder in own_template_folders():
        with suppress(TemplateFileError):
            own.append(load_template(folder))
    return [template for template in (*shipped, *own) if template.suits(form)]


def _sort_key(template: ReportTemplate) -> tuple[bool, bool, bool, str]:
    """Return a sort key: full reports, then sheets, then the blank form; general templates come later."""
    return template.is_blank, template.is_sheet, ANY_FORM in template.forms, template.name


def _no_such_template(name: str, available: Iterable[str]) -> TemplateError:
    names = sorted(available)
    return TemplateError(
        "template-unknown",
        f"There is no report template “{name}”.",
        why=f"{did_you_mean(name, names)} The templates are {', '.join(names)}.".lstrip(),
        remedy="Use one of these names, or the path to a folder that contains template.toml.",
    )
