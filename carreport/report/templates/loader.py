"""Read a report template from its folder, and list all the mistakes in it at once.

For the format of `template.toml`, see docs/templates.md.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from carreport.errors import Mistake, MistakesError, TemplateError, did_you_mean, system_reason
from carreport.form.kinds import KINDS, kind_of
from carreport.form.richtext import clean_line
from carreport.form.schema import Field, Form, Share
from carreport.language.language_tags import ENGLISH, is_language_tag
from carreport.report.templates.presentations import PRESENTATIONS, Presentation
from carreport.report.templates.template import (
    ANY_FORM,
    HTML_SHELL,
    WORD_SHELL,
    ReportTemplate,
    TemplatePart,
    TemplateSection,
    TitlePaths,
    WithholdRule,
)
from carreport.report.templates.template_files import TemplatePartError, decode_part, read_part
from carreport.report.templates.template_language import template_texts

TEMPLATE_FILE = "template.toml"
LARGEST_TEMPLATE_FILE = 64 << 10
MOST_DOTS = 100
MOST_MISTAKES = 200
LONGEST_QUOTE = 60
SHELLS = ((HTML_SHELL, "HTML"), (WORD_SHELL, "Word"))
TEMPLATE_KEYS = (
    "title", "purpose", "kind", "language", "for",
    "forms", "outline", "unanswered", "layout", "page", "needs",
)  # fmt: skip
SECTION_KEYS = ("heading", "numbered", "part")
PART_KEYS = ("show", "answer", "answers", "heading", "lead", "roles")
WITHHOLD_KEYS = ("entries", "fields", "unless", "because")


class TemplateFileError(MistakesError, TemplateError):
    """A template file has mistakes; the error lists all of them."""

    def __init__(self, name: str, mistakes: Iterable[Mistake]) -> None:
        remedy = "Fix the file and try again. docs/templates.md explains every setting."
        super().__init__("template-file", f"The report template {name} has", mistakes, remedy)


def load_template(folder: Path) -> ReportTemplate:
    """Read the template in `folder`; raise `TemplateFileError` if it has mistakes."""
    try:
        source = decode_part(read_part(folder, TEMPLATE_FILE, LARGEST_TEMPLATE_FILE))
    except TemplatePartError as refused:
        mistake = Mistake(TEMPLATE_FILE, refused.code, refused.message, refused.suggestion)
        raise TemplateFileError(folder.name, [mistake]) from None
    except OSError as problem:
        reason = system_reason(problem)
        mistake = Mistake(TEMPLATE_FILE, "template-unreadable", f"The file cannot be read: {reason}.")
        raise TemplateFileError(folder.name, [mistake]) from None
    return parse_template(source, folder)


@lru_cache(maxsize=32)
def parse_template(source: str, folder: Path) -> ReportTemplate:
    """Parse `source`, the text of a template file; raise `TemplateFileError` if it has mistakes."""
    tables = _tables(source, folder)
    reader = _TemplateReader()
    try:
        template = reader.template(tables, folder)
    except TemplateTooWrong:
        raise TemplateFileError(folder.name, reader.mistakes) from None
    if reader.mistakes:
        raise TemplateFileError(folder.name, reader.mistakes)
    return template


def _tables(source: str, folder: Path) -> dict[str, Any]:
    """Return the tables in a template file; raise `TemplateFileError` if it is not TOML."""
    hint = "Look for a missing quotation mark or bracket."
    try:
        # The parser takes quadratic time for a name of thousands of parts.
        for number, line in enumerate(source.splitlines(), 1):
            if line.count(".") > MOST_DOTS:
                message = f"Line {number} has more than {MOST_DOTS} dots."
                break
        else:
            return tomllib.loads(source)
    except RecursionError:
        message = "There are too many brackets inside one another."
    except ValueError as problem:
        message = f"{str(problem)[:200]}."
    raise TemplateFileError(folder.name, [Mistake(TEMPLATE_FILE, "template-toml", message, hint)]) from None


def _no_language(language: str) -> str:
    return f"“{language[:LONGEST_QUOTE]}” is not the tag of a language."


_LANGUAGE_HINT = "Write a tag such as cy or en-GB."


class TemplateTooWrong(Exception):
    """A template file has too many mistakes to check the rest of it."""


def missing_shells(template: ReportTemplate) -> Iterator[Mistake]:
    """Yield a mistake for each shell (HTML or Word) that is missing from the template's folder."""
    for name, output in SHELLS:
        if not os.path.lexists(template.folder / name):
            message = f"{name} is missing, so {output} reports cannot be made."
            yield Mistake(template.name, "no-shell", message, "Copy it from a supplied template.")


def template_form_mistakes(template: ReportTemplate, form: Form) -> Iterator[Mistake]:
    """Yield a mistake for each path in `template` that `form` lacks or that cannot be presented as asked."""
    questions = dict(form.all_fields())
    paths = [("[title]", path) for path in template.title_page.paths]
    paths += [("[template] needs", path) for path in template.needs]
    yield from (_unknown_path(place, path, questions) for place, path in paths if path not in questions)
    for number, section in enumerate(template.sections, 1):
        for order, part in enumerate(section.parts, 1):
            yield from _part_form_mistakes(_part_place(number, section.heading, order), part, questions)
    for rule in template.withhold_rules:
        group = form.field(rule.entries)
        place = f"[[withhold]] “{rule.entries}”"
        if group is None or not group.is_group:
            yield _unknown_path(place, rule.entries, questions)
            continue
        for name in (rule.unless[0], *rule.fields):
            if group.inner_field(name) is None:
                yield _unknown_inner(place, name, group)


def _part_form_mistakes(place: str, part: TemplatePart, questions: Mapping[str, Field]) -> Iterator[Mistake]:
    presentation = PRESENTATIONS[part.presentation]
    for path in part.paths:
        question = questions.get(path)
        if question is None:
            yield _unknown_path(place, path, questions)
        elif path in part.answers and not presentation.shows(kind_of(question)):
            message = (
                f"“{part.presentation}” cannot show “{path}”, because the question’s kind is {question.kind}."
            )
            kinds = sorted(name for name, kind in KINDS.items() if presentation.shows(kind))
            yield Mistake(
                place, "wrong-kind", message, f"It can show these kinds of question: {', '.join(kinds)}."
            )
        elif path in part.answers and question.is_group:
            for name in _named_inner_fields(part):
                if not _has_inner(question, name):
                    yield _unknown_inner(place, name, question)


def _named_inner_fields(part: TemplatePart) -> Iterator[str]:
    yield from part.roles.values()
    for key in ("fields", "columns", "title", "notes", "by"):
        setting = part.settings.get(key, ())
        yield from (setting,) if isinstance(setting, str) else setting
    if part.presentation != "grouped":
        yield from part.settings.get("leads", {})
    yield from part.settings.get("headers", {})


def _has_inner(question: Field, name: str) -> bool:
    return any(inner.id == name or _has_inner(inner, name) for inner in question.fields)


def _unknown_path(place: str, path: str, questions: Iterable[str]) -> Mistake:
    return Mistake(
        place, "unknown-answer", f"The form has no question “{path}”.", did_you_mean(path, questions)
    )


def _unknown_inner(place: str, name: str, group: Field) -> Mistake:
    ids = [inner.id for inner in group.fields]
    return Mistake(place, "unknown-inner", f"The entries have no question “{name}”.", did_you_mean(name, ids))


def _part_place(number: int, heading: str, order: int) -> str:
    return f"section {number} “{heading[:LONGEST_QUOTE]}”, part {order}"


class _TemplateReader:
    """Reads the TOML tables in one file, and collects the mistakes in them."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def template(self, tables: Mapping[str, Any], folder: Path) -> ReportTemplate:
        self.check_keys("the file", tables, ("template", "title", "section", "withhold", "language"))
        head = self.table("the file", tables, "template")
        if not head:
            self.add_mistake(
                "the file", "no-template-table", "[template] is missing.", "Start the file with [template]."
            )
        self.check_keys("[template]", head, TEMPLATE_KEYS)
        audience = self.one_of("[template]", head, "for", (Share.PUBLIC.value, Share.TEAM.value))
        outline = self.one_of("[template]", head, "outline", ("written", "form", "blank"))
        numbered = enumerate(self.tables("the file", tables, "section"), 1)
        sections = tuple(self.section(number, table) for number, table in numbered)
        if not sections and outline == "written" and head:
            hint = 'Add a [[section]], or write outline = "form" to follow the form.'
            self.add_mistake("the file", "no-section", "There are no sections.", hint)
        template = ReportTemplate(
            name=folder.name,
            folder=folder,
            title=self.text("[template]", head, "title", needed=True),
            purpose=self.text("[template]", head, "purpose"),
            kind=self.text("[template]", head, "kind"),
            audience=Share(audience),
            forms=self.names("[template]", head, "forms") or (ANY_FORM,),
            follows_form=outline != "written",
            names_unanswered=self.one_of("[template]", head, "unanswered", ("left out", "named")) == "named",
            is_blank=outline == "blank",
            is_sheet=self.one_of("[template]", head, "layout", ("report", "sheet")) == "sheet",
            is_landscape=self.one_of("[template]", head, "page", ("portrait", "landscape")) == "landscape",
            needs=self.names("[template]", head, "needs"),
            title_page=self.title_page(self.table("the file", tables, "title")),
            sections=sections,
            withhold_rules=tuple(self.withheld(rule) for rule in self.tables("the file", tables, "withhold")),
            language=self.language(head),
        )
        return replace(template, translations=self.translations(template, tables))

    def language(self, head: Mapping[str, Any]) -> str:
        language = self.text("[template]", head, "language") or ENGLISH
        if not is_language_tag(language):
            self.add_mistake("[template]", "no-language", _no_language(language), _LANGUAGE_HINT)
        return language

    def translations(self, template: ReportTemplate, tables: Mapping[str, Any]) -> dict[str, dict[str, str]]:
        """Return the translations of the template's own texts, by language."""
        texts = dict.fromkeys(template_texts(template))
        translations: dict[str, dict[str, str]] = {}
        for language in self.table("the file", tables, "language"):
            place = f"[language.{language[:LONGEST_QUOTE]}]"
            if not is_language_tag(language):
                self.add_mistake(place, "no-language", _no_language(language), _LANGUAGE_HINT)
            given = self.table(place, tables["language"], language)
            translations[language] = {text: self.text(place, given, text) for text in given}
            for text in given:
                if text not in texts:
                    message = f"The template has no heading or label “{text[:LONGEST_QUOTE]}”."
                    self.add_mistake(place, "unknown-words", message, did_you_mean(text, texts))
        return translations

    def title_page(self, table: Mapping[str, Any]) -> TitlePaths:
        keys = TitlePaths.__slots__
        self.check_keys("[title]", table, keys)
        return TitlePaths(**{key: self.text("[title]", table, key) for key in keys})

    def section(self, number: int, table: Mapping[str, Any]) -> TemplateSection:
        heading = str(table.get("heading", ""))[:LONGEST_QUOTE]
        place = f"section {number} “{heading}”"
        self.check_keys(place, table, SECTION_KEYS)
        parts = [
            self.part(_part_place(number, heading, order), part)
            for order, part in enumerate(self.tables(place, table, "part"), 1)
        ]
        if not parts:
            self.add_mistake(place, "no-part", "The section has no parts.", "Add [[section.part]] under it.")
        return TemplateSection(
            heading=self.text(place, table, "heading", needed=True),
            parts=tuple(part for part in parts if part is not None),
            is_numbered=self.flag(place, table, "numbered", default=True),
        )

    def part(self, place: str, table: Mapping[str, Any]) -> TemplatePart | None:
        show = table.get("show")
        presentation = PRESENTATIONS.get(str(show))
        if presentation is None:
            shown = str(show)[:LONGEST_QUOTE]
            message = "“show” is missing." if show is None else f"There is no presentation “{shown}”."
            hint = did_you_mean(str(show), PRESENTATIONS) or f"Choose from {', '.join(PRESENTATIONS)}."
            self.add_mistake(place, "unknown-show", message, hint)
            return None
        self.check_keys(place, table, (*PART_KEYS, *presentation.settings))
        roles = self.table(place, table, "roles")
        self.check_keys(f"{place}, roles", roles, presentation.roles)
        return TemplatePart(
            presentation=presentation.name,
            answers=self.answers(place, table, presentation),
            heading=self.text(place, table, "heading"),
            lead=self.text(place, table, "lead"),
            roles={name: str(field) for name, field in roles.items()},
            settings=self.settings(place, table, presentation),
        )

    def answers(self, place: str, table: Mapping[str, Any], how: Presentation) -> tuple[str, ...]:
        several = self.names(place, table, "answers")
        single = self.text(place, table, "answer")
        paths = (single,) if single else several
        if single and several:
            self.add_mistake(place, "two-answers", "Use either “answer” or “answers”, not both.")
        if not paths and not how.takes_none:
            self.add_mistake(
                place, "no-answer", "The answer to show is missing.", 'Write answer = "section.field".'
            )
        if len(paths) > 1 and not how.takes_several:
            message = f"“{how.name}” can show only one answer, but {len(paths)} are given."
            self.add_mistake(place, "too-many-answers", message)
        return paths

    def settings(self, place: str, table: Mapping[str, Any], how: Presentation) -> dict[str, Any]:
        lists, tables = ("fields", "columns", "title", "notes", "states"), ("labels", "leads", "headers")
        settings: dict[str, Any] = {}
        for key in how.settings:
            if key not in table:
                continue
            if key in lists:
                settings[key] = self.names(place, table, key)
            elif key in tables:
                settings[key] = {name: str(words) for name, words in self.table(place, table, key).items()}
            elif key in ("cite", "together"):
                settings[key] = self.flag(place, table, key, default=False)
            elif key == "most":
                settings[key] = self.integer(place, table, key)
            else:
                settings[key] = self.text(place, table, key)
        return settings

    def withheld(self, table: Mapping[str, Any]) -> WithholdRule:
        place = f"[[withhold]] “{str(table.get('entries', ''))[:LONGEST_QUOTE]}”"
        self.check_keys(place, table, WITHHOLD_KEYS)
        unless = self.table(place, table, "unless")
        if len(unless) != 1:
            hint = 'Write unless = { consent = ["yes"] }.'
            self.add_mistake(
                place, "unless-shape", "“unless” must contain one question from inside the list.", hint
            )
        field, values = next(iter(unless.items()), ("", ()))
        return WithholdRule(
            entries=self.text(place, table, "entries", needed=True),
            unless=(field, tuple(values) if isinstance(values, list) else (values,)),
            reason=self.text(place, table, "because", needed=True),
            fields=self.names(place, table, "fields"),
        )

    # Each method below reads a value of one type.

    def table(self, place: str, table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = table.get(key, {})
        if isinstance(value, Mapping):
            return value
        self.add_mistake(place, "not-a-table", f"“{key}” must be a table of names and values.")
        return {}

    def tables(self, place: str, table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        value = table.get(key, [])
        if isinstance(value, list) and all(isinstance(entry, Mapping) for entry in value):
            return value
        self.add_mistake(
            place,
            "not-tables",
            f"“{key}” must be a list of tables.",
            f"Write [[{key}]], with double brackets.",
        )
        return []

    def check_keys(self, place: str, table: Mapping[str, Any], allowed: Iterable[str]) -> None:
        allowed = list(allowed)
        for key in table:
            if key not in allowed:
                self.add_mistake(
                    place,
                    "unknown-key",
                    f"“{key[:LONGEST_QUOTE]}” is not a setting here.",
                    did_you_mean(key, allowed),
                )

    def text(self, place: str, table: Mapping[str, Any], key: str, *, needed: bool = False) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            self.add_mistake(place, "not-text", f"“{key}” must be text in quotation marks.")
            return ""
        if needed and not value.strip():
            self.add_mistake(place, "missing-words", f"“{key}” is missing.", f'Write {key} = "…".')
        return clean_line(value)

    def names(self, place: str, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if isinstance(value, list) and all(isinstance(name, str) for name in value):
            return tuple(value)
        self.add_mistake(
            place, "not-names", f"“{key}” must be a list of names.", f'Write {key} = ["…", "…"].'
        )
        return ()

    def flag(self, place: str, table: Mapping[str, Any], key: str, *, default: bool) -> bool:
        value = table.get(key, default)
        if isinstance(value, bool):
            return value
        self.add_mistake(place, "not-a-flag", f"“{key}” must be true or false.")
        return default

    def integer(self, place: str, table: Mapping[str, Any], key: str) -> int:
        value = table.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self.add_mistake(place, "not-whole", f"“{key}” must be a whole number above 0.")
        return 0

    def one_of(self, place: str, table: Mapping[str, Any], key: str, choices: tuple[str, ...]) -> str:
        value = table.get(key, choices[0])
        if value in choices:
            return str(value)
        hint = did_you_mean(str(value), choices) or f"Choose from {', '.join(choices)}."
        self.add_mistake(place, f"unknown-{key}", f"“{key}” cannot be “{str(value)[:LONGEST_QUOTE]}”.", hint)
        return choices[0]

    def add_mistake(self, place: str, code: str, message: str, suggestion: str = "") -> None:
        self.mistakes.append(Mistake(place, code, message, suggestion))
        if len(self.mistakes) >= MOST_MISTAKES:
            raise TemplateTooWrong
