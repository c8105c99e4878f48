"""Check a user's own template, list all its mistakes, and install or remove it."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from carreport.assets import form_files, template_folders
from carreport.atomic_write import rename_path, replace_file
from carreport.errors import Mistake, MistakesError, TemplateError, system_reason
from carreport.form.loader import load_form
from carreport.report.design import design_for
from carreport.report.html.shell_files import read_shell_files
from carreport.report.templates.loader import (
    LARGEST_TEMPLATE_FILE,
    SHELLS,
    TEMPLATE_FILE,
    TemplateFileError,
    load_template,
    missing_shells,
    template_form_mistakes,
)
from carreport.report.templates.template import HTML_SHELL, WORD_SHELL, ReportTemplate
from carreport.report.templates.template_files import (
    LARGEST_PICTURE_FILE,
    TemplatePartError,
    decode_part,
    read_given,
    read_part,
)
from carreport.settings import templates_folder

DEFAULT_TEMPLATE = "inquiry-report"
"""The supplied template whose outline and web page go with a Word file, unless another is chosen."""
LONGEST_NAME = 60
_TITLE_LINE = re.compile(r"(?m)^title = .*$")
_PURPOSE_LINE = re.compile(r"(?m)^purpose = .*$")


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """The result of checking a template: any `mistakes` prevent its use; `warnings` do not."""

    mistakes: tuple[Mistake, ...]
    warnings: tuple[Mistake, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether the template has no mistakes."""
        return not self.mistakes


class TemplateNotAdded(MistakesError, TemplateError):
    """A template was not added because it has mistakes; the error lists all of them."""

    def __init__(self, name: str, mistakes: Iterable[Mistake]) -> None:
        remedy = "Fix the template and add it again. docs/templates.md lists all tags."
        super().__init__("template-not-added", f"{name} was not added because it has", mistakes, remedy)


def check_template(path: Path) -> TemplateCheck:
    """Return all mistakes and warnings for a Word template or a template folder.

    Other processes inspect both shells and make trial reports with them. This takes about a second,
    and 40 seconds at most. It may run in any thread. Raise `TemplateError` if the file
    cannot be read or the trial had to be stopped.
    """
    if path.is_dir():
        return _check_folder(path)
    if path.suffix.lower() != ".docx":
        raise TemplateError(
            "template-kind",
            f"{path.name} is neither a Word document nor a template folder.",
            remedy="In Word, save it as a Word document (.docx).",
        )
    return _check_word_file(
        path.name, partial(read_given, path, LARGEST_PICTURE_FILE), load_template(_shipped(DEFAULT_TEMPLATE))
    )


def add_template(
    path: Path,
    name: str,
    *,
    like: str = DEFAULT_TEMPLATE,
    replace: bool = False,
    checked: TemplateCheck | None = None,
) -> ReportTemplate:
    """Add a copy of a Word file or a template folder to the user's own templates.

    `name` is the title shown in the list of templates. A Word file gets the outline and the web page
    of the supplied template `like`. Raise `TemplateNotAdded` if there are any mistakes. If `checked`,
    the result of an earlier check, is given, the template is not checked again.
    """
    title = " ".join(name.split())
    folder_name = _folder_name(title)
    folder = templates_folder() / folder_name
    _check_name(title, folder_name, is_taken=folder.exists() and not replace)
    checked = checked or check_template(path)
    if checked.mistakes:
        raise TemplateNotAdded(path.name, checked.mistakes)
    folder.parent.mkdir(parents=True, exist_ok=True)
    new_folder = folder.with_name(f".adding-{secrets.token_hex(6)}")
    try:
        new_folder.mkdir()
        _write_template_files(new_folder, path, title, like)
        load_template(new_folder)
        _replace_folder(new_folder, folder)
    finally:
        shutil.rmtree(new_folder, ignore_errors=True)
    return load_template(folder)


def remove_template(name: str) -> None:
    """Delete one of the user's own templates; reports already made with it are unaffected."""
    folder = templates_folder() / name
    if folder.parent != templates_folder() or not (folder / TEMPLATE_FILE).is_file():
        raise TemplateError(
            "template-unknown",
            f"You have not added a template called “{name}”.",
            remedy="`carreport templates` lists your templates.",
        )
    doomed = folder.with_name(f".old-{secrets.token_hex(6)}")
    rename_path(
        folder, doomed, pauses=()
    )  # so that a file which is open elsewhere leaves no half of a template
    _delete_tree(doomed)


def write_starter_document(target: Path, like: str = DEFAULT_TEMPLATE, *, replace: bool = False) -> None:
    """Save a copy of a supplied Word template as `target`, with comments that explain its tags."""
    from carreport.report.word.starter_template import starter_document  # noqa: PLC0415 - docx starts slowly

    if target.suffix.lower() != ".docx":
        raise TemplateError(
            "template-kind",
            f"{target.name} cannot be a Word template.",
            remedy="Choose a name that ends in .docx.",
        )
    if target.exists() and not replace:
        raise TemplateError(
            "template-there",
            f"{target.name} already exists.",
            remedy="Choose another name, or delete the file.",
        )
    replace_file(target, starter_document((_shipped(like) / WORD_SHELL).read_bytes()))


def _shipped(name: str) -> Path:
    folders = {folder.name: folder for folder in template_folders()}
    if name not in folders:
        raise TemplateError(
            "template-unknown",
            f"carreport has no supplied template called “{name}”.",
            remedy=f"The supplied templates are {', '.join(folders)}.",
        )
    return folders[name]


def _check_folder(folder: Path) -> TemplateCheck:
    try:
        template = load_template(folder)
    except TemplateFileError as problem:
        return TemplateCheck(problem.mistakes)
    mistakes: list[Mistake] = []
    for form in map(load_form, form_files()):
        if form.id in template.forms:
            mistakes += template_form_mistakes(template, form)
    missing = tuple(missing_shells(template))
    if len(missing) == len(SHELLS):
        return TemplateCheck((*mistakes, *missing))
    checks = [TemplateCheck(tuple(mistakes), missing)]
    if os.path.lexists(template.word_shell):
        read_shell = partial(read_part, folder, WORD_SHELL, LARGEST_PICTURE_FILE)
        checks.append(_check_word_file(WORD_SHELL, read_shell, template))
    if os.path.lexists(template.html_shell):
        checks.append(_check_page(template))
    return TemplateCheck(
        tuple(mistake for check in checks for mistake in check.mistakes),
        tuple(warning for check in checks for warning in check.warnings),
    )


def _check_page(template: ReportTemplate) -> TemplateCheck:
    from carreport.report.html.try_page import try_page  # noqa: PLC0415 - lxml starts slowly

    mistakes, warnings = try_page(template)
    return TemplateCheck(mistakes, tuple(_about_printed_fields(warnings, template)))


def _check_word_file(name: str, read: Callable[[], bytes], template: ReportTemplate) -> TemplateCheck:
    from carreport.report.word.untrusted.print_untrusted import try_untrusted_template  # noqa: PLC0415 - docx starts slowly

    try:
        content = read()
    except TemplatePartError as refused:
        return TemplateCheck((Mistake(name, refused.code, refused.message, refused.suggestion),))
    except OSError as problem:
        raise TemplateError(
            "template-unreadable",
            f"{name} cannot be read.",
            why=f"The system reports: {system_reason(problem)}.",
            remedy="Check the file name. If the file is open in Word, close it.",
        ) from None
    check = try_untrusted_template(content, name)
    return TemplateCheck(check.mistakes, tuple(_about_printed_fields(check.warnings, template)))


def _about_printed_fields(warnings: Iterable[Mistake], template: ReportTemplate) -> Iterator[Mistake]:
    """Yield the warnings, without those about title fields that reports with this template never have."""
    printed_fields = set() if template.follows_form else {"title", *_named_in(template)}
    for warning in warnings:
        if warning.code != "never-printed" or _field_of(warning) in printed_fields:
            yield warning


def _named_in(template: ReportTemplate) -> Iterator[str]:
    page = template.title_page
    names = {"author": page.authors, "affiliation": page.authors, "coproducers": page.coproducers}
    names |= {"subtitle": page.subtitle, "series": page.series}
    return (name for name, path in names.items() if path)


def _field_of(warning: Mistake) -> str:
    match = re.search(r"title\.(\w+)", warning.message)
    return match[1] if match else ""


def _check_name(title: str, folder_name: str, *, is_taken: bool) -> None:
    ships = folder_name in {shipped.name for shipped in template_folders()}
    if not folder_name or ships or len(title) > LONGEST_NAME:
        raise TemplateError(
            "template-name",
            f"A template cannot be called “{title[:80]}”.",
            why="This is the name of a supplied template." if ships else "",
            remedy="Choose another name. It needs at least one letter or digit,"
            f" and can have up to {LONGEST_NAME} characters.",
        )
    if is_taken:
        raise TemplateError(
            "template-there",
            f"You already have a template called “{title}”.",
            remedy="Choose another name, or replace the template you have.",
        )


def _folder_name(title: str) -> str:
    """Return `title` as a folder name that works on every operating system; empty if nothing is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_NAME].strip("-")


def _write_template_files(folder: Path, path: Path, title: str, like: str) -> None:
    """Write the files of the new template to `folder`: only those that reports are made of."""
    source = path if path.is_dir() else _shipped(like)
    names = [HTML_SHELL]
    if path.is_dir():
        names = [WORD_SHELL, *read_shell_files(path, design_for(load_template(path))).own]
    for name in names:
        with suppress(FileNotFoundError):
            content = read_part(source, name, LARGEST_PICTURE_FILE)
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    if not path.is_dir():
        (folder / WORD_SHELL).write_bytes(read_given(path, LARGEST_PICTURE_FILE))
    text = decode_part(read_part(source, TEMPLATE_FILE, LARGEST_TEMPLATE_FILE))
    text = _TITLE_LINE.sub(lambda _: f"title = {_quoted(title)}", text, count=1)
    if not path.is_dir():
        purpose = f"{load_template(source).title} in the style of {path.name}."
        text = _PURPOSE_LINE.sub(lambda _: f"purpose = {_quoted(purpose)}", text, count=1)
    (folder / TEMPLATE_FILE).write_text(text, encoding="utf-8", newline="\n")


def _quoted(words: str) -> str:
    """Return `words` as a quoted TOML string."""
    safe = "".join(letter for letter in words if letter.isprintable())
    return '"' + safe.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _replace_folder(new_folder: Path, folder: Path) -> None:
    """Move the new folder into place of the old one; put the old one back if that fails."""
    old_folder = folder.with_name(f".old-{secrets.token_hex(6)}")
    if folder.exists():
        rename_path(folder, old_folder)
    try:
        rename_path(new_folder, folder)
    except OSError:
        if old_folder.exists():
            _put_back(old_folder, folder)
        raise
    _delete_tree(old_folder)


def _delete_tree(path: Path) -> None:
    """Delete a folder with all that is in it, or whatever else has its name; opening a pipe would wait."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _put_back(old_folder: Path, folder: Path) -> None:
    try:
        rename_path(old_folder, folder)
    except OSError:
        raise TemplateError(
            "template-not-replaced",
            f"The new template could not be added, and the old one is now in the folder {old_folder}.",
            why="Another program has the folder of your templates open.",
            remedy=f"Close that program and rename the folder to {folder.name}. Then add the template again.",
        ) from None
