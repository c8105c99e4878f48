"""Take a programme's own template in: check it, say every mistake at once, and put it beside the others."""

from __future__ import annotations

import re
import secrets
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from carreport.assets import form_files, template_folders
from carreport.errors import Mistake, TemplateError
from carreport.form.loader import load_form
from carreport.report.templates.loader import (
    TEMPLATE_FILE,
    TemplateFileError,
    load_template,
    missing_shells,
    template_form_mistakes,
)
from carreport.report.templates.template import HTML_SHELL, WORD_SHELL, ReportTemplate
from carreport.settings import templates_folder

DEFAULT_TEMPLATE = "inquiry-report"
"""The template that gives a Word file its outline and its web page."""
LONGEST_NAME = 60
LARGEST_FILE = 50 << 20
_TITLE_LINE = re.compile(r"(?m)^title = .*$")
_PURPOSE_LINE = re.compile(r"(?m)^purpose = .*$")


@dataclass(frozen=True, slots=True)
class TemplateCheck:
    """What is wrong with a template: `mistakes` keep it from being used, `remarks` are good to know."""

    mistakes: tuple[Mistake, ...]
    warnings: tuple[Mistake, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether reports can be made with it."""
        return not self.mistakes


class TemplateNotAdded(TemplateError):
    """A template has mistakes and was not added; it holds all of them."""

    exit_code = 3

    def __init__(self, name: str, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        count = f"{len(self.mistakes)} mistakes" if len(self.mistakes) > 1 else "a mistake"
        super().__init__(
            "template-not-added",
            f"{name} was not added, because it has {count}.",
            why="\n" + "\n".join(f"  {mistake}" for mistake in self.mistakes) + "\n",
            remedy="Mend it and add it again; docs/templates.md lists every tag.",
        )


def check_template(path: Path) -> TemplateCheck:
    """Return everything that is wrong with a Word file, or with a folder that is a template.

    The Word file is judged and tried in another process. It may run in any thread; it takes
    half a second, and ten at most. Raise `TemplateError` when there is nothing to check, or
    when the trial had to be stopped.
    """
    if path.is_dir():
        return _check_folder(path)
    if path.suffix.lower() != ".docx":
        raise TemplateError(
            "template-kind",
            f"{path.name} is neither a Word document nor the folder of a template.",
            remedy="Save it in Word as a Word document (.docx).",
        )
    return _check_word_file(path, load_template(_shipped(DEFAULT_TEMPLATE)))


def add_template(
    path: Path,
    name: str,
    *,
    like: str = DEFAULT_TEMPLATE,
    replace: bool = False,
    checked: TemplateCheck | None = None,
) -> ReportTemplate:
    """Put a copy of a Word file, or of a folder that is a template, among this person's own templates.

    `name` is what people choose it by. A Word file gets its outline and its web page from the
    shipped template `like`. Raise `TemplateNotAdded` with every mistake in it; what was `checked`
    a moment ago is not checked again.
    """
    title = " ".join(name.split())
    called = _folder_name(title)
    folder = templates_folder() / called
    _check_name(title, called, taken=folder.exists() and not replace)
    checked = checked or check_template(path)
    if checked.mistakes:
        raise TemplateNotAdded(path.name, checked.mistakes)
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = folder.with_name(f".adding-{secrets.token_hex(6)}")
    try:
        fresh.mkdir()
        _write_template_files(fresh, path, title, like)
        load_template(fresh)
        _replace_folder(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return load_template(folder)


def remove_template(name: str) -> None:
    """Remove one of this person's own templates; the reports made with it stay as they are."""
    folder = templates_folder() / name
    if folder.parent != templates_folder() or not (folder / TEMPLATE_FILE).is_file():
        raise TemplateError(
            "template-unknown",
            f"You have no template of your own called “{name}”.",
            remedy="`carreport templates` lists them.",
        )
    shutil.rmtree(folder)


def write_starter_document(target: Path, like: str = DEFAULT_TEMPLATE, *, replace: bool = False) -> None:
    """Write the Word document of a shipped template to `target`, with notes beside its tags."""
    from carreport.atomic_write import replace_file  # noqa: PLC0415 - only this needs it
    from carreport.report.word.starter_template import starter_document  # noqa: PLC0415 - docx starts slowly

    if target.suffix.lower() != ".docx":
        raise TemplateError(
            "template-kind", f"{target.name} cannot be a Word template.", remedy="End its name in .docx."
        )
    if target.exists() and not replace:
        raise TemplateError(
            "template-there", f"{target.name} is there already.", remedy="Choose another name, or remove it."
        )
    replace_file(target, starter_document((_shipped(like) / WORD_SHELL).read_bytes()))


def _shipped(name: str) -> Path:
    known = {folder.name: folder for folder in template_folders()}
    if name not in known:
        raise TemplateError(
            "template-unknown",
            f"No template called “{name}” ships with carreport.",
            remedy=f"They are {', '.join(known)}.",
        )
    return known[name]


def _check_folder(folder: Path) -> TemplateCheck:
    try:
        template = load_template(folder)
    except TemplateFileError as found:
        return TemplateCheck(found.mistakes)
    mistakes = [*missing_shells(template)] if not template.word_shell.is_file() else []
    for form in map(load_form, form_files()):
        if form.id in template.forms:
            mistakes += template_form_mistakes(template, form)
    if not template.word_shell.is_file():
        return TemplateCheck(tuple(mistakes))
    word = _check_word_file(template.word_shell, template)
    return TemplateCheck((*mistakes, *word.mistakes), word.warnings)


def _check_word_file(path: Path, template: ReportTemplate) -> TemplateCheck:
    from carreport.report.word.untrusted.print_untrusted import try_untrusted_template  # noqa: PLC0415 - docx starts slowly

    try:
        if path.stat().st_size > LARGEST_FILE:
            said = f"The file is larger than {LARGEST_FILE >> 20} MB."
            mistake = Mistake(path.name, "package-large", said, "Make the pictures in it smaller.")
            return TemplateCheck((mistake,))
        content = path.read_bytes()
    except OSError as problem:
        raise TemplateError(
            "template-unreadable",
            f"{path.name} cannot be read.",
            why=f"The system says: {problem.strerror or problem}.",
            remedy="Check the name, and close it in Word.",
        ) from None
    tried = try_untrusted_template(content, path.name)
    needed = set() if template.follows_form else {"title", *_named_in(template)}
    remarks = (each for each in tried.warnings if each.code != "never-printed" or _field_of(each) in needed)
    return TemplateCheck(tried.mistakes, tuple(remarks))


def _named_in(template: ReportTemplate) -> Iterator[str]:
    page = template.title_page
    names = {"author": page.authors, "affiliation": page.authors, "coproducers": page.coproducers}
    names |= {"subtitle": page.subtitle, "series": page.series}
    return (name for name, path in names.items() if path)


def _field_of(remark: Mistake) -> str:
    found = re.search(r"title\.(\w+)", remark.message)
    return found[1] if found else ""


def _check_name(title: str, called: str, *, taken: bool) -> None:
    ships = called in {each.name for each in template_folders()}
    if not called or ships or len(title) > LONGEST_NAME:
        raise TemplateError(
            "template-name",
            f"A template cannot be called “{title[:80]}”.",
            why="A template that ships has that name." if ships else "",
            remedy=f"Give it a name of its own, with letters in it, of {LONGEST_NAME} at most.",
        )
    if taken:
        raise TemplateError(
            "template-there",
            f"You have a template “{title}” already.",
            remedy="Choose another name, or say that it is to be replaced.",
        )


def _folder_name(title: str) -> str:
    """Return a name for the folder that every system takes."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_NAME].strip("-")


def _write_template_files(folder: Path, path: Path, title: str, like: str) -> None:
    """Put the files of the new template into `folder`; nothing else of a given folder is taken along."""
    if path.is_dir():
        for each in sorted(path.iterdir()):
            if each.is_file() and not each.name.startswith((".", "~$")):
                shutil.copyfile(each, folder / each.name)
        source = path
    else:
        source = _shipped(like)
        shutil.copyfile(source / HTML_SHELL, folder / HTML_SHELL)
        shutil.copyfile(path, folder / WORD_SHELL)
    text = (source / TEMPLATE_FILE).read_text(encoding="utf-8")
    text = _TITLE_LINE.sub(lambda _: f"title = {_quoted(title)}", text, count=1)
    if not path.is_dir():
        said = f"{load_template(source).title}, in the dress of {path.name}."
        text = _PURPOSE_LINE.sub(lambda _: f"purpose = {_quoted(said)}", text, count=1)
    (folder / TEMPLATE_FILE).write_text(text, encoding="utf-8", newline="\n")


def _quoted(words: str) -> str:
    """Return words as TOML writes them."""
    safe = "".join(letter for letter in words if letter.isprintable())
    return '"' + safe.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _replace_folder(fresh: Path, folder: Path) -> None:
    """Let the new folder take the place of an old one, which goes only when the new one stands."""
    old = folder.with_name(f".old-{secrets.token_hex(6)}")
    if folder.exists():
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
