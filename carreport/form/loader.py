"""Read a form from its TOML file, and list every mistake in it.

docs/forms.md explains the file. Each kind of answer checks its own settings, so a new kind needs no
change here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from carreport.errors import FormFileError, Mistake, did_you_mean, system_reason
from carreport.form.kinds import KINDS, InvalidValue, Kind, kind_of
from carreport.form.richtext import clean
from carreport.form.schema import Choice, Condition, Field, Form, Section, Share, Value, Voice
from carreport.regular_files import decode_text, read_given_file

FORM_KEYS = ("id", "title", "version", "purpose", "language", "title_path", "subtitle_path")
SECTION_KEYS = ("id", "title", "intro", "minutes", "field")
FIELD_KEYS = (
    "id", "kind", "label", "why", "example", "pitfalls", "voice", "share", "show_if",
    "choices", "field", "item", "summary", "private_until", "essential",
)  # fmt: skip
DEEPEST_GROUP = 3
MAX_BYTES = 256 << 10
"""The longest form file; the longest that comes with carreport has 45 kB."""
MAX_KEY_PARTS = 20
MAX_MISTAKES = 200
MAX_QUOTE = 300
WRITE_CHOICES = 'Write choices = { key = "Label" }.'
_ID = re.compile(r"[a-z][a-z0-9_]*\Z")
BUILT_IN = "__"
"""The end of the ids of built-in sections."""
_FORM_ID = re.compile(r"[a-z][a-z0-9-]*\Z")


def load_form(path: Path) -> Form:
    """Read the form in the file at `path`; raise `FormFileError` with its mistakes."""
    try:
        contents = read_given_file(path, MAX_BYTES)
        if len(contents) > MAX_BYTES:
            raise _too_long(path.name)
        source = decode_text(contents)
    except OSError as problem:
        mistake = Mistake(str(path), "form-unreadable", f"The file cannot be read: {system_reason(problem)}.")
        raise FormFileError(path.name, [mistake]) from None
    except UnicodeDecodeError:
        mistake = Mistake(str(path), "form-unreadable", "The file is not UTF-8 text.")
        raise FormFileError(path.name, [mistake]) from None
    return parse_form(source, path.name)


def parse_form(source: str, name: str = "the form") -> Form:
    """Read a form from the text of its file; raise `FormFileError` with its mistakes."""
    tables = _parse_tables(source, name)
    reader = _FormReader()
    try:
        form = reader.form(tables, source)
    except _TooManyMistakesError:
        raise FormFileError(name, reader.mistakes) from None
    if reader.mistakes:
        raise FormFileError(name, reader.mistakes)
    return form


def _parse_tables(source: str, name: str) -> dict[str, Any]:
    """Parse the text of a form file, if it is one that the parser can read in reasonable time."""
    hint = "Look for a missing closing quotation mark or bracket."
    if len(source) > MAX_BYTES:
        raise _too_long(name)
    try:
        for number, line in enumerate(source.splitlines(), 1):
            if _has_long_key(line):
                message = f"Line {number} has a name with more than {MAX_KEY_PARTS} parts."
                raise FormFileError(name, [Mistake(name, "form-toml", message, "Use short names.")])
        return tomllib.loads(source)
    except RecursionError:
        raise FormFileError(
            name, [Mistake(name, "form-toml", "Its brackets are nested too deeply.", hint)]
        ) from None
    except ValueError as problem:
        raise FormFileError(
            name, [Mistake(name, "form-toml", f"{str(problem)[:MAX_QUOTE]}.", hint)]
        ) from None


def _too_long(name: str) -> FormFileError:
    message = f"It is longer than {MAX_BYTES >> 10} kB, the limit for a form."
    return FormFileError(name, [Mistake(name, "form-too-long", message, "Use fewer or shorter questions.")])


def _has_long_key(line: str) -> bool:
    """Say whether a line has a dotted name with many parts, which take the TOML parser quadratic time."""
    if line.count(".") <= MAX_KEY_PARTS:
        return False
    length = 0
    for part in map(str.strip, line.split(".")):
        length = length + 1 if part and " " not in part else 0
        if length > MAX_KEY_PARTS:
            return True
    return False


class _TooManyMistakesError(Exception):
    """A form has so many mistakes that it helps nobody to read on."""


@dataclass(frozen=True, slots=True)
class InheritedSettings:
    """The settings that a question takes from the list around it, unless it sets its own."""

    voice: Voice = Voice.GROUP
    share: Share = Share.PUBLIC
    depth: int = 1


class _FormReader:
    """Reads the tables of one file and collects its mistakes."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def form(self, tables: Mapping[str, Any], source: str) -> Form:
        self.check_keys("the file", tables, ("form", "section"))
        head = self.table("[form]", tables.get("form"))
        self.check_keys("[form]", head, FORM_KEYS)
        sections = [
            self.section(number, table)
            for number, table in enumerate(self.tables("the file", tables, "section"), 1)
        ]
        if not sections:
            self.add_mistake("the file", "no-section", "There is no section.", "Add [[section]] with an id.")
        self.check_unique_ids("the file", "section", [section.id for section in sections])
        form = Form(
            id=self.identifier("[form]", head, _FORM_ID),
            title=self.text("[form]", head, "title", needed=True),
            version=self.integer("[form]", head, "version", 1),
            sections=tuple(sections),
            purpose=self.text("[form]", head, "purpose"),
            language=self.text("[form]", head, "language") or "en-GB",
            title_path=self.text("[form]", head, "title_path"),
            subtitle_path=self.text("[form]", head, "subtitle_path"),
            source=source,
        )
        self.check_named_paths(form)
        return form

    def section(self, number: int, table: Mapping[str, Any]) -> Section:
        place = f"section “{table.get('id', number)}”"
        self.check_keys(place, table, SECTION_KEYS)
        fields = self.fields(place, table, InheritedSettings())
        if not fields:
            self.add_mistake(
                place, "no-field", "The section has no questions.", "Add [[section.field]] under it."
            )
        name = self.identifier(place, table, _ID)
        if name.endswith(BUILT_IN):
            self.add_mistake(
                place,
                "bad-id",
                f"“{name}” cannot be the id of a section: ids that end in {BUILT_IN} are carreport’s own.",
                "Choose another id.",
            )
        return Section(
            id=name,
            title=self.text(place, table, "title", needed=True),
            intro=self.text(place, table, "intro"),
            minutes=self.integer(place, table, "minutes", 0),
            fields=fields,
        )

    def fields(self, place: str, table: Mapping[str, Any], above: InheritedSettings) -> tuple[Field, ...]:
        fields = [
            self.field(f"{place}, field “{field_table.get('id', number)}”", field_table, above)
            for number, field_table in enumerate(self.tables(place, table, "field"), 1)
        ]
        self.check_unique_ids(place, "field", [field.id for field in fields])
        self.check_conditions(place, fields)
        return tuple(fields)

    def field(self, place: str, table: Mapping[str, Any], above: InheritedSettings) -> Field:
        kind = self.kind(place, table)
        allowed = (*FIELD_KEYS, *(kind.settings if kind else ()))
        self.check_keys(place, table, allowed)
        voice = Voice(self.one_of(place, table, "voice", list(Voice), above.voice))
        share = Share(self.one_of(place, table, "share", list(Share), above.share))
        inner = self.fields(place, table, InheritedSettings(voice, share, above.depth + 1))
        field = Field(
            id=self.identifier(place, table, _ID),
            kind=kind.name if kind else "line",
            label=self.text(place, table, "label", needed=True),
            why=self.text(place, table, "why"),
            example=self.text(place, table, "example"),
            pitfalls=self.text(place, table, "pitfalls"),
            voice=voice,
            share=share,
            show_if=self.condition(place, table, "show_if"),
            choices=self.choices(place, table),
            fields=inner,
            item_noun=self.text(place, table, "item") or "entry",
            private_until=self.condition(place, table, "private_until"),
            is_essential=self.flag(place, table, "essential"),
            settings={key: table[key] for key in (kind.settings if kind else ()) if key in table},
        )
        if kind is None:
            return field
        self.check_kind(place, kind, field, above.depth)
        self.check_private_until(place, field, above.depth)
        return self.complete_group(place, table, kind, _with_keys(field))

    def complete_group(self, place: str, table: Mapping[str, Any], kind: Kind, field: Field) -> Field:
        """Add the built-in columns and the summary to a group; both depend on the rest of the field."""
        complaints = list(kind.check_field(field))
        for message in complaints:
            self.add_mistake(place, "field-setting", f"{message[:1].upper()}{message[1:]}.")
        columns = () if complaints else kind.built_in_fields(field)
        columns = tuple(replace(column, voice=field.voice, share=field.share) for column in columns)
        fields = (*columns, *field.fields)
        ids = [field.id for field in fields]
        summary = self.names(place, table, "summary")
        for name in summary:
            if name not in ids:
                message = f"The summary names “{name}”, which is not a field in this list."
                self.add_mistake(place, "summary-field", message, did_you_mean(name, ids))
        return replace(field, fields=fields, summary=tuple(summary) or tuple(ids[:1]))

    def check_kind(self, place: str, kind: Kind, field: Field, depth: int) -> None:
        """Check that a question has what its kind needs, and nothing that it cannot use."""
        if kind.takes_choices and not field.choices:
            self.add_mistake(
                place, "no-choices", f"A question of kind {kind.name} needs choices.", WRITE_CHOICES
            )
        if field.choices and not kind.takes_choices:
            self.add_mistake(place, "idle-choices", f"A question of kind {kind.name} cannot have choices.")
        if kind.takes_fields and not field.fields:
            hint = "Add [[section.field.field]] under it."
            self.add_mistake(place, "no-inner-field", "A list needs fields inside it.", hint)
        if field.fields and not kind.takes_fields:
            message = f"A question of kind {kind.name} cannot have fields inside it."
            self.add_mistake(place, "idle-inner-field", message)
        if depth > DEEPEST_GROUP:
            self.add_mistake(place, "too-deep", f"Lists can be nested up to {DEEPEST_GROUP} deep.")

    def kind(self, place: str, table: Mapping[str, Any]) -> Kind | None:
        name = table.get("kind")
        if name in KINDS:
            return KINDS[str(name)]
        message = "The kind is missing." if name is None else f"There is no kind “{name}”."
        hint = did_you_mean(str(name), KINDS) or f"Use one of these kinds: {', '.join(KINDS)}."
        self.add_mistake(place, "unknown-kind", message, hint)
        return None

    def choices(self, place: str, table: Mapping[str, Any]) -> tuple[Choice, ...]:
        table_value = table.get("choices", {})
        if not isinstance(table_value, Mapping) or not all(
            isinstance(label, str) for label in table_value.values()
        ):
            self.add_mistake(place, "choices-shape", "The choices must be keys with labels.", WRITE_CHOICES)
            return ()
        return tuple(Choice(key, clean(label)) for key, label in table_value.items())

    def condition(self, place: str, table: Mapping[str, Any], key: str) -> Condition | None:
        condition = table.get(key)
        if condition is None:
            return None
        if not isinstance(condition, Mapping) or len(condition) != 1:
            hint = f"Write {key} = {{ field = answer }}."
            self.add_mistake(place, f"{_code(key)}-shape", f"{key} must name one field and its answer.", hint)
            return None
        ((field, wanted),) = condition.items()
        return Condition(field, tuple(wanted) if isinstance(wanted, list) else (wanted,))

    def check_conditions(self, place: str, fields: list[Field]) -> None:
        """Check that each condition names an earlier question and one of its possible answers."""
        for number, field in enumerate(fields):
            if field.show_if is None:
                continue
            where = f"{place}, field “{field.id}”"
            earlier = {field.id: field for field in fields[:number]}
            asked = earlier.get(field.show_if.field)
            if asked is None:
                message = f"show_if names “{field.show_if.field}”, which is not a field before this one."
                self.add_mistake(where, "show-if-field", message, did_you_mean(field.show_if.field, earlier))
                continue
            self.check_condition_values(where, "show_if", field.show_if, asked)

    def check_condition_values(self, place: str, key: str, condition: Condition, asked: Field) -> None:
        for value in condition.values:
            read = kind_of(asked).parse(asked, value)
            if isinstance(read, InvalidValue):
                self.add_mistake(place, f"{_code(key)}-value", f"{key}: {read.message}.")

    def check_private_until(self, place: str, field: Field, depth: int) -> None:
        """Check that `private_until` is set on a list in a section, and names a question inside that list."""
        condition = field.private_until
        if condition is None:
            return
        if not kind_of(field).takes_fields or depth > 1:
            message = "Only a list directly in a section can have private_until."
            self.add_mistake(place, "private-until-place", message)
            return
        asked = field.inner_field(condition.field)
        if asked is None:
            ids = [inner.id for inner in field.fields]
            message = f"private_until names “{condition.field}”, which is not an inner field."
            self.add_mistake(place, "private-until-field", message, did_you_mean(condition.field, ids))
        else:
            self.check_condition_values(place, "private_until", condition, asked)

    def check_named_paths(self, form: Form) -> None:
        for key in ("title_path", "subtitle_path"):
            path = getattr(form, key)
            question_paths = [question for question, _ in form.questions()]
            if path and path not in question_paths:
                message = f"{key} names “{path}”, which is not a question."
                self.add_mistake("[form]", "unknown-path", message, did_you_mean(path, question_paths))

    # Read the values of the tables, one key at a time.

    def table(self, place: str, value: object) -> Mapping[str, Any]:
        if isinstance(value, Mapping):
            return value
        self.add_mistake("the file", "no-form-table", f"{place} is missing.", "Start the file with [form].")
        return {}

    def tables(self, place: str, table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        tables = table.get(key, [])
        if isinstance(tables, list) and all(isinstance(entry, Mapping) for entry in tables):
            return tables
        message = f"“{key}” must be in double brackets."
        self.add_mistake(place, "not-tables", message, f"Write [[{key}]].")
        return []

    def check_keys(self, place: str, table: Mapping[str, Any], allowed: Iterable[str]) -> None:
        allowed = list(allowed)
        for key in table:
            if key not in allowed:
                self.add_mistake(
                    place, "unknown-key", f"“{key}” cannot be used here.", did_you_mean(key, allowed)
                )

    def identifier(self, place: str, table: Mapping[str, Any], shape: re.Pattern[str]) -> str:
        name = table.get("id")
        if isinstance(name, str) and shape.match(name):
            return name
        message = "The id is missing." if name is None else f"“{name}” cannot be an id."
        self.add_mistake(
            place,
            "bad-id",
            message,
            "Start with a letter, then use lower-case letters, digits and _ (for a form: -).",
        )
        return str(name)

    def check_unique_ids(self, place: str, what: str, ids: list[str]) -> None:
        for name in sorted({name for name in ids if ids.count(name) > 1}):
            message = f"Two {what}s have the id “{name}”."
            self.add_mistake(place, "same-id", message, "Give one of them a different id.")

    def text(self, place: str, table: Mapping[str, Any], key: str, *, needed: bool = False) -> str:
        value = table.get(key, "")
        if not isinstance(value, str):
            self.add_mistake(place, "not-text", f"“{key}” must be text in quotation marks.")
            return ""
        if needed and not value.strip():
            self.add_mistake(place, "missing-words", f"The {key} is missing.", f'Write {key} = "…".')
        return clean(value).strip()

    def integer(self, place: str, table: Mapping[str, Any], key: str, default: int) -> int:
        value = table.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self.add_mistake(place, "not-whole", f"“{key}” must be a whole number.")
        return default

    def flag(self, place: str, table: Mapping[str, Any], key: str) -> bool:
        value = table.get(key, False)
        if isinstance(value, bool):
            return value
        self.add_mistake(place, "not-a-flag", f"“{key}” must be true or false.")
        return False

    def names(self, place: str, table: Mapping[str, Any], key: str) -> list[str]:
        names = table.get(key, [])
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            return names
        self.add_mistake(
            place, "not-names", f"“{key}” must be a list of field ids.", f'Write {key} = ["id"].'
        )
        return []

    def one_of(
        self, place: str, table: Mapping[str, Any], key: str, allowed: Sequence[str], usual: str
    ) -> str:
        value = table.get(key, usual)
        if value in allowed:
            return str(value)
        hint = did_you_mean(str(value), allowed) or f"It can be {', '.join(allowed)}."
        self.add_mistake(place, f"unknown-{key}", f"{key} cannot be “{value}”.", hint)
        return usual

    def add_mistake(self, place: str, code: str, message: str, suggestion: str = "") -> None:
        self.mistakes.append(Mistake(place, code, message, suggestion))
        if len(self.mistakes) == MAX_MISTAKES:
            raise _TooManyMistakesError


def _with_keys(group: Field) -> Field:
    """Return a list whose `private_until` has its answers as a draft stores them, even if given as labels."""
    condition = group.private_until
    asked = group.inner_field(condition.field) if condition is not None else None
    if condition is None or asked is None:
        return group
    keys: list[Value] = []
    for value in condition.values:
        read = kind_of(asked).parse(asked, value)
        keys += read if isinstance(read, list) else [value if isinstance(read, InvalidValue) else read]
    return replace(group, private_until=replace(condition, values=tuple(keys)))


def _code(key: str) -> str:
    return key.replace("_", "-")
