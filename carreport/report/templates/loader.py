"""Read a report template from its folder; list every mistake in it at once.

docs/templates.md teaches how to write `template.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from carreport.errors import Mistake, TemplateError
from carreport.form.kinds import KINDS, kind_of
from carreport.form.richtext import clean_line
from carreport.form.schema import Field, Form, Share
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

TEMPLATE_FILE = "template.toml"
TEMPLATE_KEYS = ("title", "purpose", "kind", "for", "forms", "outline", "unanswered", "layout", "page",
                 "needs")  # fmt: skip
SECTION_KEYS = ("heading", "numbered", "part")
PART_KEYS = ("show", "answer", "answers", "heading", "lead", "roles")
WITHHOLD_KEYS = ("entries", "fields", "unless", "because")


class TemplateFileError(TemplateError):
    """A template has mistakes; it lists every one of them."""

    exit_code = 3

    def __init__(self, name: str, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        count = f"{len(self.mistakes)} mistakes" if len(self.mistakes) > 1 else "a mistake"
        super().__init__(
            "template-file",
            f"The report template {name} has {count}.",
            why="\n" + "\n".join(f"  {mistake}" for mistake in self.mistakes) + "\n",
            remedy="Mend the file and try again; docs/templates.md shows how each part is written.",
        )


def load_template(folder: Path) -> ReportTemplate:
    """Read the template in `folder`; raise `TemplateFileError` with all its mistakes."""
    path = folder / TEMPLATE_FILE
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not text in UTF-8"
        mistake = Mistake(TEMPLATE_FILE, "template-unreadable", f"The file cannot be read: {reason}.")
        raise TemplateFileError(folder.name, [mistake]) from None
    return parse_template(source, folder)


@lru_cache(maxsize=32)
def parse_template(source: str, folder: Path) -> ReportTemplate:
    """Read a template from the text of its file; raise `TemplateFileError` with all its mistakes."""
    try:
        tables = tomllib.loads(source)
    except tomllib.TOMLDecodeError as problem:
        hint = "Look for a quotation mark or a bracket that is not closed."
        mistake = Mistake(TEMPLATE_FILE, "template-toml", f"{problem}.", hint)
        raise TemplateFileError(folder.name, [mistake]) from None
    reader = _TemplateReader()
    template = reader.template(tables, folder)
    if reader.mistakes:
        raise TemplateFileError(folder.name, reader.mistakes)
    return template


def missing_shells(template: ReportTemplate) -> Iterator[Mistake]:
    """Yield which of its two shells the folder of `template` does not hold."""
    for name, output in ((HTML_SHELL, "HTML"), (WORD_SHELL, "Word")):
        if not (template.folder / name).is_file():
            said = f"There is no {name}, so no {output} report can be made."
            yield Mistake(template.name, "no-shell", said, "Copy it from a template that ships.")


def template_form_mistakes(template: ReportTemplate, form: Form) -> Iterator[Mistake]:
    """Yield everything that `template` names and `form` does not ask, or that cannot be shown so."""
    known = dict(form.all_fields())
    named = [("[title]", path) for path in template.title_page.paths]
    named += [("[template] needs", path) for path in template.needs]
    yield from (_unknown_path(place, path, known) for place, path in named if path not in known)
    for number, section in enumerate(template.sections, 1):
        for order, part in enumerate(section.parts, 1):
            yield from _part_form_mistakes(_part_place(number, section.heading, order), part, known)
    for each in template.withhold_rules:
        group = form.field(each.entries)
        place = f"[[withhold]] “{each.entries}”"
        if group is None or not group.is_group:
            yield _unknown_path(place, each.entries, known)
            continue
        for name in (each.unless[0], *each.fields):
            if group.inner_field(name) is None:
                yield _unknown_inner(place, name, group)


def _part_form_mistakes(place: str, part: TemplatePart, known: Mapping[str, Field]) -> Iterator[Mistake]:
    presentation = PRESENTATIONS[part.presentation]
    for path in part.paths:
        question = known.get(path)
        if question is None:
            yield _unknown_path(place, path, known)
        elif path in part.answers and not presentation.shows(kind_of(question)):
            said = f"“{part.presentation}” cannot show “{path}”, which is of kind {question.kind}."
            shown = sorted(name for name, kind in KINDS.items() if presentation.shows(kind))
            yield Mistake(place, "wrong-kind", said, f"It shows {', '.join(shown)}.")
        elif path in part.answers and question.is_group:
            for name in _named_inner_fields(part):
                if not _has_inner(question, name):
                    yield _unknown_inner(place, name, question)


def _named_inner_fields(part: TemplatePart) -> Iterator[str]:
    yield from part.roles.values()
    for key in ("fields", "columns", "title", "notes", "by"):
        given = part.settings.get(key, ())
        yield from (given,) if isinstance(given, str) else given
    if part.presentation != "grouped":
        yield from part.settings.get("leads", {})
    yield from part.settings.get("headers", {})


def _has_inner(question: Field, name: str) -> bool:
    return any(inner.id == name or _has_inner(inner, name) for inner in question.fields)


def _unknown_path(place: str, path: str, known: Iterable[str]) -> Mistake:
    return Mistake(place, "unknown-answer", f"The form has no question “{path}”.", did_you_mean(path, known))


def _unknown_inner(place: str, name: str, group: Field) -> Mistake:
    ids = [inner.id for inner in group.fields]
    return Mistake(place, "unknown-inner", f"An entry has no question “{name}”.", did_you_mean(name, ids))


def _part_place(number: int, heading: str, order: int) -> str:
    return f"section {number} “{heading}”, part {order}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return “Did you mean …?” for the known word nearest to `word`, or nothing."""
    close = get_close_matches(word, list(known), n=1)
    return f"Did you mean “{close[0]}”?" if close else ""


class _TemplateReader:
    """Reads the tables of one file and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def template(self, tables: Mapping[str, Any], folder: Path) -> ReportTemplate:
        self.check_keys("the file", tables, ("template", "title", "section", "withhold"))
        head = self.table("the file", tables, "template")
        if not head:
            self.add_mistake(
                "the file", "no-template-table", "[template] is missing.", "Start with [template]."
            )
        self.check_keys("[template]", head, TEMPLATE_KEYS)
        audience = self.one_of("[template]", head, "for", (Share.PUBLIC.value, Share.TEAM.value))
        outline = self.one_of("[template]", head, "outline", ("written", "form", "blank"))
        numbered = enumerate(self.tables("the file", tables, "section"), 1)
        sections = tuple(self.section(number, table) for number, table in numbered)
        if not sections and outline == "written" and head:
            hint = 'Add [[section]], or write outline = "form" to follow the form.'
            self.add_mistake("the file", "no-section", "There is no section.", hint)
        return ReportTemplate(
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
            withhold_rules=tuple(self.withheld(each) for each in self.tables("the file", tables, "withhold")),
        )

    def title_page(self, table: Mapping[str, Any]) -> TitlePaths:
        keys = TitlePaths.__slots__
        self.check_keys("[title]", table, keys)
        return TitlePaths(**{key: self.text("[title]", table, key) for key in keys})

    def section(self, number: int, table: Mapping[str, Any]) -> TemplateSection:
        heading = str(table.get("heading", ""))
        place = f"section {number} “{heading}”"
        self.check_keys(place, table, SECTION_KEYS)
        parts = [
            self.part(_part_place(number, heading, order), each)
            for order, each in enumerate(self.tables(place, table, "part"), 1)
        ]
        if not parts:
            self.add_mistake(place, "no-part", "The section shows nothing.", "Add [[section.part]] under it.")
        return TemplateSection(
            heading=self.text(place, table, "heading", needed=True),
            parts=tuple(part for part in parts if part is not None),
            is_numbered=self.flag(place, table, "numbered", default=True),
        )

    def part(self, place: str, table: Mapping[str, Any]) -> TemplatePart | None:
        show = table.get("show")
        presentation = PRESENTATIONS.get(str(show))
        if presentation is None:
            said = "There is no show." if show is None else f"There is no presentation “{show}”."
            hint = did_you_mean(str(show), PRESENTATIONS) or f"They are {', '.join(PRESENTATIONS)}."
            self.add_mistake(place, "unknown-show", said, hint)
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
            self.add_mistake(place, "two-answers", "“answer” and “answers” cannot both be given.")
        if not paths and not how.takes_none:
            self.add_mistake(
                place, "no-answer", "It does not say what to show.", 'Write answer = "section.field".'
            )
        if len(paths) > 1 and not how.takes_several:
            said = f"“{how.name}” shows one answer, and {len(paths)} are named."
            self.add_mistake(place, "too-many-answers", said)
        return paths

    def settings(self, place: str, table: Mapping[str, Any], how: Presentation) -> dict[str, Any]:
        lists, tables = ("fields", "columns", "title", "notes", "states"), ("labels", "leads", "headers")
        given: dict[str, Any] = {}
        for key in how.settings:
            if key not in table:
                continue
            if key in lists:
                given[key] = self.names(place, table, key)
            elif key in tables:
                given[key] = {name: str(words) for name, words in self.table(place, table, key).items()}
            elif key in ("cite", "together"):
                given[key] = self.flag(place, table, key, default=False)
            elif key == "most":
                given[key] = self.integer(place, table, key)
            else:
                given[key] = self.text(place, table, key)
        return given

    def withheld(self, table: Mapping[str, Any]) -> WithholdRule:
        place = f"[[withhold]] “{table.get('entries', '')}”"
        self.check_keys(place, table, WITHHOLD_KEYS)
        unless = self.table(place, table, "unless")
        if len(unless) != 1:
            hint = 'Write unless = { consent = ["yes"] }.'
            self.add_mistake(place, "unless-shape", "“unless” must name one inner question.", hint)
        field, wanted = next(iter(unless.items()), ("", ()))
        return WithholdRule(
            entries=self.text(place, table, "entries", needed=True),
            unless=(field, tuple(wanted) if isinstance(wanted, list) else (wanted,)),
            reason=self.text(place, table, "because", needed=True),
            fields=self.names(place, table, "fields"),
        )

    # What the tables hold, read one key at a time.

    def table(self, place: str, table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        given = table.get(key, {})
        if isinstance(given, Mapping):
            return given
        self.add_mistake(place, "not-a-table", f"“{key}” must hold names with values.")
        return {}

    def tables(self, place: str, table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        given = table.get(key, [])
        if isinstance(given, list) and all(isinstance(each, Mapping) for each in given):
            return given
        self.add_mistake(
            place, "not-tables", f"“{key}” must be written with double brackets.", f"Write [[{key}]]."
        )
        return []

    def check_keys(self, place: str, table: Mapping[str, Any], known: Iterable[str]) -> None:
        known = list(known)
        for key in table:
            if key not in known:
                self.add_mistake(
                    place, "unknown-key", f"“{key}” means nothing here.", did_you_mean(key, known)
                )

    def text(self, place: str, table: Mapping[str, Any], key: str, *, needed: bool = False) -> str:
        given = table.get(key, "")
        if not isinstance(given, str):
            self.add_mistake(place, "not-text", f"“{key}” must be text in quotation marks.")
            return ""
        if needed and not given.strip():
            self.add_mistake(place, "missing-words", f"There is no {key}.", f'Write {key} = "…".')
        return clean_line(given)

    def names(self, place: str, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        given = table.get(key, [])
        if isinstance(given, list) and all(isinstance(each, str) for each in given):
            return tuple(given)
        self.add_mistake(place, "not-names", f"“{key}” must be a list.", f'Write {key} = ["…", "…"].')
        return ()

    def flag(self, place: str, table: Mapping[str, Any], key: str, *, default: bool) -> bool:
        given = table.get(key, default)
        if isinstance(given, bool):
            return given
        self.add_mistake(place, "not-a-flag", f"“{key}” must be true or false.")
        return default

    def integer(self, place: str, table: Mapping[str, Any], key: str) -> int:
        given = table.get(key)
        if isinstance(given, int) and not isinstance(given, bool) and given > 0:
            return given
        self.add_mistake(place, "not-whole", f"“{key}” must be a whole number above 0.")
        return 0

    def one_of(self, place: str, table: Mapping[str, Any], key: str, known: tuple[str, ...]) -> str:
        given = table.get(key, known[0])
        if given in known:
            return str(given)
        hint = did_you_mean(str(given), known) or f"It can be {', '.join(known)}."
        self.add_mistake(place, f"unknown-{key}", f"{key} cannot be “{given}”.", hint)
        return known[0]

    def add_mistake(self, place: str, code: str, message: str, suggestion: str = "") -> None:
        self.mistakes.append(Mistake(place, code, message, suggestion))
