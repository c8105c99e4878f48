"""Hold answers as one immutable snapshot, and read and write it as JSON.

The draft produces the snapshot, the form validates it and reports print it. docs/file-format.md
describes the JSON: sections, their fields and values; a repeating group is a list of objects, each with its
`$id`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from carreport.errors import did_you_mean
from carreport.form import paths
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.problems import Problem
from carreport.form.richtext import RichText
from carreport.form.schema import Condition, Field, Form, Value

ITEM_ID = "$id"
READY = "$ready"
FELLOW = "$fellow"
FORM = "$form"
DAMAGED = "damaged"
SET_ASIDE = "set aside"
_ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")

ImportPicture = Callable[[str], "Value | InvalidValue"]
"""Import the picture file named in an answers file; return the value of the answer."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a repeating group: its id and its answers; inner groups are tuples of items."""

    id: str
    values: Mapping[str, Any]

    def get(self, field_id: str) -> Any:  # noqa: ANN401 - a value is any JSON
        """Return the answer to one question in this entry, or nothing."""
        return self.values.get(field_id)

    def items(self, field_id: str) -> tuple[Item, ...]:
        """Return the entries of a group inside this entry."""
        entries = self.values.get(field_id)
        return entries if isinstance(entries, tuple) else ()

    def rich_text(self, field_id: str) -> RichText:
        """Return the answer to one question in this entry as rich text."""
        return RichText.from_json(self.values.get(field_id))


@dataclass(frozen=True, slots=True)
class Version:
    """One of several conflicting answers to the same question."""

    value: Value
    author: str
    written_at: str
    revision: str


@dataclass(frozen=True, slots=True)
class AnsweredField:
    """One answer that is not empty, with its question."""

    path: str
    field: Field
    value: Value

    @property
    def plain_text(self) -> str:
        """The answer as plain text."""
        return kind_of(self.field).format_value(self.field, self.value)


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers at one point in time.

    `values` maps each path `section.field` to the JSON of its answer, or to a tuple of items for a
    repeating group. It is never changed. `versions` maps each path in conflict to all its answers,
    the first of which is also in `values`. `unreadable` has the path of each answer that is in the
    draft but cannot be shown, with `DAMAGED` or `SET_ASIDE`; an unknown path is empty.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Any:  # noqa: ANN401 - a value is any JSON
        """Return the answer at `path`, which may be inside an item, or nothing."""
        where = paths.split_path(path)
        value = self.values.get(f"{where.section}.{where.field}")
        for item_id, inner in where.steps:
            item = next((item for item in value or () if item.id == item_id), None)
            if item is None:
                return None
            value = item.values.get(inner) if inner else item
        return value

    def is_certain(self, path: str) -> bool:
        """Say whether the latest answer at `path` can be read, and no other version conflicts with it."""
        return path not in self.unreadable and path not in self.versions

    def versions_in(self, path: str) -> dict[str, tuple[Version, ...]]:
        """Return the conflicts in the answer `section.field`, by the path of the answer in conflict."""
        return {at: found for at, found in self.versions.items() if at.partition("/")[0] == path}

    def changed_paths(self, before: Answers) -> frozenset[str]:
        """Return the paths `section.field` whose answer, or versions of it, differ from `before`."""
        values = _differing_keys(self.values, before.values)
        versions = _differing_keys(self.versions, before.versions)
        return frozenset(values | {path.partition("/")[0] for path in versions})

    def items(self, path: str) -> tuple[Item, ...]:
        """Return the entries of the repeating group at `path`."""
        entries = self.get(path)
        return entries if isinstance(entries, tuple) else ()

    def rich_text(self, path: str) -> RichText:
        """Return the answer at `path` as rich text."""
        return RichText.from_json(self.get(path))

    def is_ready(self, section: str) -> bool:
        """Say whether this section is marked as ready for review."""
        return self.values.get(f"{section}.{paths.READY}") is True

    def answered_fields(self, form: Form) -> Iterator[AnsweredField]:
        """Yield every non-empty answer to `form`, in form order, including those inside items.

        The research fellow's text about a section comes before the answers in it.
        """
        for path, question in form.all_fields():
            yield from _answered_fields(path, question, self.values.get(path))

    def groups(self, form: Form) -> Iterator[tuple[str, Field]]:
        """Yield every repeating group in `form`, in form order; a group inside items once per item."""
        for path, question in form.questions():
            if question.is_group:
                yield path, question
            for inner in question.fields:
                if inner.is_group:
                    for item in self.items(path):
                        yield paths.field_path(path, item.id, inner.id), inner

    def to_json(self, form: Form) -> dict[str, Any]:
        """Return all answers as JSON, in form order."""
        answers_json: dict[str, Any] = {FORM: form.id}
        for section in form.sections:
            fields = {
                field.id: _to_json(field, self.values[path])
                for field in section.fields
                if not is_empty(field, self.values.get(path := f"{section.id}.{field.id}"))
            }
            narrative = self.values.get(f"{section.id}.{paths.FELLOW}")
            if not is_empty(section.fellow_field, narrative):
                fields[FELLOW] = narrative
            if self.is_ready(section.id):
                fields[READY] = True
            if fields:
                answers_json[section.id] = fields
        return answers_json


def _differing_keys(now: Mapping[str, object], before: Mapping[str, object]) -> set[str]:
    """Return the keys whose values differ; most values are the same object and are not compared."""
    pairs = ((key, now.get(key), before.get(key)) for key in now.keys() | before.keys())
    return {key for key, value, old in pairs if value is not old and value != old}


def is_empty(question: Field, value: Any) -> bool:  # noqa: ANN401 - a value is any JSON
    """Say whether an answer is empty; a group is, if nothing inside it is answered."""
    if not question.is_group:
        return kind_of(question).is_empty(value)
    return all(
        is_empty(inner, item.values.get(inner.id)) for item in value or () for inner in question.fields
    )


def is_filled(group: Field, item: Item) -> bool:
    """Say whether an entry of a list has an answer."""
    return not is_empty(group, (item,))


def is_asked(question: Field, siblings: Mapping[str, Any]) -> bool:
    """Say whether a question is asked, given the answers to the questions beside it, by field id."""
    return question.show_if is None or is_met(question.show_if, siblings)


def is_met(condition: Condition, siblings: Mapping[str, Any]) -> bool:
    """Say whether a question beside has one of the answers that a condition names.

    Of a question with several answers, one of them is enough. An empty text stands for no answer yet.
    """
    value = siblings.get(condition.field)
    given = [choice for choice in (value if isinstance(value, list) else [value]) if choice not in (None, "")]
    return any(choice in condition.values for choice in given or [""])


def siblings_of(answers: Answers, path: str) -> dict[str, Any]:
    """Return the answers beside the one at `path`, by field id."""
    owner = paths.parent_item_path(path)
    if owner:
        item = answers.get(owner)
        return dict(item.values) if isinstance(item, Item) else {}
    section = paths.split_path(path).section + "."
    return {key.removeprefix(section): v for key, v in answers.values.items() if key.startswith(section)}


def canonical_json(value: Value) -> str:
    """Return the canonical JSON of `value`, so that equal values give equal text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def answer_problems(form: Form, answers: Answers) -> Iterator[Problem]:
    """Yield the problems with all answers, in form order."""
    for path, question in form.all_fields():
        yield from _value_problems(path, question, answers.values.get(path))


def blank_answers(form: Form) -> dict[str, Any]:
    """Return an empty answers file for `form`: every question, and one empty entry in each list."""
    return {
        FORM: form.id,
        **{
            section.id: {field.id: _blank_value(field) for field in section.fields}
            for section in form.sections
        },
    }


def answers_from_json(
    form: Form, answers_json: object, bring_picture: ImportPicture | None = None
) -> tuple[Answers, list[Problem]]:
    """Read the JSON of an answers file; return the answers and everything that does not fit.

    Empty answers are left out, because filling in a draft from a file never clears an answer.
    """
    reader = _AnswersReader(form, bring_picture)
    return reader.read(answers_json), reader.problems


def _answered_fields(path: str, question: Field, value: Any) -> Iterator[AnsweredField]:  # noqa: ANN401
    if not question.is_group:
        if not kind_of(question).is_empty(value):
            yield AnsweredField(path, question, value)
        return
    for item in value or ():
        for inner in question.fields:
            where = paths.field_path(path, item.id, inner.id)
            yield from _answered_fields(where, inner, item.values.get(inner.id))


def _value_problems(path: str, question: Field, value: Any) -> Iterator[Problem]:  # noqa: ANN401
    kind = kind_of(question)
    if not question.is_group:
        yield from () if kind.is_empty(value) else kind.problems(question, value, path)
        return
    for item in value or ():
        where = paths.item_path(path, item.id)
        yield from kind.entry_problems(item.values, where)
        for inner in question.fields:
            yield from _value_problems(
                paths.field_path(path, item.id, inner.id), inner, item.values.get(inner.id)
            )


def _to_json(question: Field, value: Any) -> Any:  # noqa: ANN401 - a value is any JSON
    """Return an answer as JSON, without entries that have no answer."""
    if not question.is_group:
        return value
    return [
        {ITEM_ID: item.id, **answered}
        for item in value
        if (answered := _answers_to_json(question, item.values))
    ]


def _answers_to_json(question: Field, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        inner.id: _to_json(inner, values[inner.id])
        for inner in question.fields
        if not is_empty(inner, values.get(inner.id))
    }


def _blank_value(question: Field) -> Value:
    if question.is_group:
        return [{inner.id: _blank_value(inner) for inner in question.fields}]
    return kind_of(question).blank(question)


def _is_item_id(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 32 and _ID_CHARACTERS.issuperset(value)


class _AnswersReader:
    """Reads one answers file and collects its problems."""

    def __init__(self, form: Form, bring_picture: ImportPicture | None) -> None:
        self.form = form
        self.bring_picture = bring_picture
        self.problems: list[Problem] = []

    def read(self, answers_json: object) -> Answers:
        if not isinstance(answers_json, Mapping):
            self._add_problem("", "answers-shape", "The file must be a JSON object with sections and fields.")
            return Answers()
        named = answers_json.get(FORM, self.form.id)
        if named != self.form.id:
            message = f"These answers are for the form “{named}”, not “{self.form.id}”."
            self._add_problem(FORM, "other-form", message)
        values: dict[str, Any] = {}
        for key, fields in answers_json.items():
            if key != FORM:
                self._read_section(str(key), fields, values)
        return Answers(values)

    def _read_section(self, section_id: str, fields: object, values: dict[str, Any]) -> None:
        section = next((section for section in self.form.sections if section.id == section_id), None)
        if section is None:
            names = [section.id for section in self.form.sections]
            self._add_problem(
                section_id, "unknown-section", f"The form has no section “{section_id}”.", names
            )
            return
        if not isinstance(fields, Mapping):
            self._add_problem(
                section_id, "answers-shape", "A section must be an object with fields and values."
            )
            return
        for key, value in fields.items():
            if key == READY:
                if value is True:
                    values[f"{section_id}.{paths.READY}"] = True
                continue
            name = paths.FELLOW if key == FELLOW else key
            path = f"{section_id}.{name}"
            question = section.field(name) if key != paths.FELLOW else None
            if question is None:
                names = [field.id for field in section.fields]
                message = f"The section “{section_id}” has no field “{key}”."
                self._add_problem(path, "unknown-field", message, names)
                continue
            read = self._read_value(path, question, value)
            if not is_empty(question, read):
                values[path] = read

    def _read_value(self, path: str, question: Field, value: object) -> Any:  # noqa: ANN401
        if question.is_group:
            return self._read_items(path, question, value)
        if kind_of(question).is_picture and isinstance(value, Mapping) and "file" in value:
            value = self.bring_picture(str(value["file"])) if self.bring_picture else value
        kind = kind_of(question)
        read = (
            value
            if isinstance(value, InvalidValue)
            else None
            if value is None
            else kind.parse(question, value)
        )
        if isinstance(read, InvalidValue):
            self._add_problem(path, "not-understood", f"{question.label}: {read.message}.")
            return None
        if kind.is_too_long(read):
            self._add_problem(path, "too-long", f"{question.label}: the answer is too long.")
            return None
        return read

    def _read_items(self, path: str, question: Field, entries: object) -> tuple[Item, ...]:
        if entries is None:
            return ()
        if isinstance(entries, (str, Mapping)) or not isinstance(entries, Sequence):
            self._add_problem(path, "not-understood", f"{question.label}: a list of objects is required.")
            return ()
        items: list[Item] = []
        ids: set[str] = set()
        for number, entry in enumerate(entries, 1):
            if not isinstance(entry, Mapping):
                self._add_problem(f"{path}[{number}]", "not-understood", "An object with fields is required.")
                continue
            item = self._read_item(path, number, question, entry, ids)
            if item.values:
                items.append(item)
        return tuple(items)

    def _read_item(
        self, path: str, number: int, question: Field, entry: Mapping[str, object], ids: set[str]
    ) -> Item:
        values: dict[str, Any] = {}
        for key, value in entry.items():
            if key == ITEM_ID:
                continue
            inner = question.inner_field(key)
            where = f"{path}[{number}].{key}"
            if inner is None:
                names = [field.id for field in question.fields]
                self._add_problem(where, "unknown-field", f"These entries have no field “{key}”.", names)
                continue
            read = self._read_value(where, inner, value)
            if not is_empty(inner, read):
                values[key] = read
        return Item(
            self._item_id(path, number, entry.get(ITEM_ID), _answers_to_json(question, values), ids), values
        )

    def _item_id(
        self, path: str, number: int, item_id: object, words: Mapping[str, Any], ids: set[str]
    ) -> str:
        if item_id is not None:
            if _is_item_id(item_id) and item_id not in ids:
                ids.add(str(item_id))
                return str(item_id)
            self._add_problem(
                f"{path}[{number}].{ITEM_ID}",
                "item-id",
                "An id may have up to 32 lower-case letters and digits, "
                "and no two entries may have the same one.",
            )
        content = canonical_json(words)
        copies = 0
        while (derived := blake2b(f"{path}\n{copies}\n{content}".encode(), digest_size=6).hexdigest()) in ids:
            copies += 1
        ids.add(derived)
        return derived

    def _add_problem(self, path: str, code: str, message: str, names: Sequence[str] = ()) -> None:
        last = path.rpartition(".")[2]
        hint = did_you_mean(last, names)
        self.problems.append(Problem(path, code, f"{message} {hint}".rstrip()))
