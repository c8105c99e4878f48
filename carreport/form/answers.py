"""Hold what was answered as one unchanging snapshot, and read and write it as JSON.

The draft makes it, the form judges it, the report prints it. The JSON is described in
docs/file-format.md: sections, their fields, their values; a repeating group is a list of
objects, each with its `$id`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from hashlib import blake2b
from typing import Any

from carreport.form import paths
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.problems import Problem
from carreport.form.richtext import RichText
from carreport.form.schema import Field, Form, Value

ITEM_ID = "$id"
READY = "$ready"
FELLOW = "$fellow"
FORM = "$form"
_ID_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")

ImportPicture = Callable[[str], "Value | InvalidValue"]
"""Bring in the picture file that an answers file names; return what the draft keeps of it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a repeating group: its id and its answers; inner groups are tuples of items."""

    id: str
    values: Mapping[str, Any]

    def get(self, field_id: str) -> Any:  # noqa: ANN401 - a value is any JSON
        """Return the answer to one inner question, or nothing."""
        return self.values.get(field_id)

    def items(self, field_id: str) -> tuple[Item, ...]:
        """Return the entries of an inner group."""
        found = self.values.get(field_id)
        return found if isinstance(found, tuple) else ()

    def rich_text(self, field_id: str) -> RichText:
        """Return the answer to one inner question as a text."""
        return RichText.from_json(self.values.get(field_id))


@dataclass(frozen=True, slots=True)
class Version:
    """One of several answers that people gave to the same question without knowing of each other."""

    value: Value
    author: str
    written_at: str
    revision: str


@dataclass(frozen=True, slots=True)
class AnsweredField:
    """One answer that is not empty, with the question it answers."""

    path: str
    field: Field
    value: Value

    @property
    def plain_text(self) -> str:
        """The answer as plain text."""
        return kind_of(self.field).format_value(self.field, self.value)


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered, at one moment.

    `values` holds, for each path `section.field`, the JSON of the answer, or a tuple of
    items for a repeating group. Nobody changes it. `versions` holds, for the few paths that
    have more than one answer, all of them; `values` then has the first.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, tuple[Version, ...]] = field(default_factory=dict)

    def get(self, path: str) -> Any:  # noqa: ANN401 - a value is any JSON
        """Return the answer at `path` (also inside items), or nothing."""
        where = paths.split_path(path)
        found = self.values.get(f"{where.section}.{where.field}")
        for item_id, inner in where.steps:
            item = next((each for each in found or () if each.id == item_id), None)
            if item is None:
                return None
            found = item.values.get(inner) if inner else item
        return found

    def changed_paths(self, before: Answers) -> frozenset[str]:
        """Return the paths `section.field` at which `before` has another answer, or other versions of it."""
        values = _differing_keys(self.values, before.values)
        versions = _differing_keys(self.versions, before.versions)
        return frozenset(values | {path.partition("/")[0] for path in versions})

    def items(self, path: str) -> tuple[Item, ...]:
        """Return the entries of the repeating group at `path`."""
        found = self.get(path)
        return found if isinstance(found, tuple) else ()

    def rich_text(self, path: str) -> RichText:
        """Return the answer at `path` as a text."""
        return RichText.from_json(self.get(path))

    def is_ready(self, section: str) -> bool:
        """Say whether the writers call this section ready for review."""
        return self.values.get(f"{section}.{paths.READY}") is True

    def answered_fields(self, form: Form) -> Iterator[AnsweredField]:
        """Yield every answer of `form` that is not empty, in asking order, also inside items.

        The research fellow's text about a section comes before the answers in it.
        """
        for path, question in form.all_fields():
            yield from _answered_fields(path, question, self.values.get(path))

    def groups(self, form: Form) -> Iterator[tuple[str, Field]]:
        """Yield every repeating group of `form`, in asking order; one inside items once for each item."""
        for path, question in form.questions():
            if question.is_group:
                yield path, question
            for inner in question.fields:
                if inner.is_group:
                    for item in self.items(path):
                        yield paths.field_path(path, item.id, inner.id), inner

    def to_json(self, form: Form) -> dict[str, Any]:
        """Return the JSON of everything answered, in asking order."""
        told: dict[str, Any] = {FORM: form.id}
        for section in form.sections:
            fields = {
                each.id: _to_json(each, self.values[path])
                for each in section.fields
                if not is_empty(each, self.values.get(path := f"{section.id}.{each.id}"))
            }
            narrative = self.values.get(f"{section.id}.{paths.FELLOW}")
            if not is_empty(section.fellow_field, narrative):
                fields[FELLOW] = narrative
            if self.is_ready(section.id):
                fields[READY] = True
            if fields:
                told[section.id] = fields
        return told


def _differing_keys(now: Mapping[str, object], before: Mapping[str, object]) -> set[str]:
    """Return the keys of different values; most values are the very same, and need no comparison."""
    pairs = ((key, now.get(key), before.get(key)) for key in now.keys() | before.keys())
    return {key for key, value, old in pairs if value is not old and value != old}


def is_empty(question: Field, value: Any) -> bool:  # noqa: ANN401 - a value is any JSON
    """Say whether nothing was answered; a group without a single inner answer is empty."""
    if not question.is_group:
        return kind_of(question).is_empty(value)
    return all(
        is_empty(inner, item.values.get(inner.id)) for item in value or () for inner in question.fields
    )


def is_asked(question: Field, siblings: Mapping[str, Any]) -> bool:
    """Say whether a question is asked, given the answers beside it (by field id)."""
    condition = question.show_if
    if condition is None:
        return True
    value = siblings.get(condition.field)
    return any(each in condition.values for each in (value if isinstance(value, list) else [value]))


def siblings_of(answers: Answers, path: str) -> dict[str, Any]:
    """Return the answers beside the one at `path`, by field id."""
    owner = paths.parent_item_path(path)
    if owner:
        item = answers.get(owner)
        return dict(item.values) if isinstance(item, Item) else {}
    section = paths.split_path(path).section + "."
    return {key.removeprefix(section): v for key, v in answers.values.items() if key.startswith(section)}


def canonical_json(value: Value) -> str:
    """Return the one way to write `value` as JSON, so that equal values are equal texts."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def answer_problems(form: Form, answers: Answers) -> Iterator[Problem]:
    """Yield what a person may want to mend, in asking order."""
    for path, question in form.all_fields():
        yield from _value_problems(path, question, answers.values.get(path))


def blank_answers(form: Form) -> dict[str, Any]:
    """Return an empty answers file for `form`: every question, one empty entry in each list."""
    return {
        FORM: form.id,
        **{section.id: {each.id: _blank_value(each) for each in section.fields} for section in form.sections},
    }


def answers_from_json(
    form: Form, given: object, bring_picture: ImportPicture | None = None
) -> tuple[Answers, list[Problem]]:
    """Read the JSON of an answers file; return what it says and everything that does not fit.

    What is empty in the file is left out: filling in a file never clears an answer.
    """
    reader = _AnswersReader(form, bring_picture)
    return reader.read(given), reader.problems


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
    """Return an answer as JSON; entries of a list without a single answer are left out."""
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


def _is_item_id(given: object) -> bool:
    return isinstance(given, str) and 0 < len(given) <= 32 and _ID_CHARACTERS.issuperset(given)


class _AnswersReader:
    """Reads one answers file and remembers what did not fit."""

    def __init__(self, form: Form, bring_picture: ImportPicture | None) -> None:
        self.form = form
        self.bring_picture = bring_picture
        self.problems: list[Problem] = []

    def read(self, given: object) -> Answers:
        if not isinstance(given, Mapping):
            self._add_problem("", "answers-shape", "The file must hold an object: sections and fields.")
            return Answers()
        named = given.get(FORM, self.form.id)
        if named != self.form.id:
            message = f"These answers are for the form “{named}”, not “{self.form.id}”."
            self._add_problem(FORM, "other-form", message)
        values: dict[str, Any] = {}
        for key, fields in given.items():
            if key != FORM:
                self._read_section(str(key), fields, values)
        return Answers(values)

    def _read_section(self, section_id: str, fields: object, values: dict[str, Any]) -> None:
        section = self.form.section(section_id)
        if section is None:
            known = [each.id for each in self.form.sections]
            self._add_problem(
                section_id, "unknown-section", f"The form has no section “{section_id}”.", known
            )
            return
        if not isinstance(fields, Mapping):
            self._add_problem(section_id, "answers-shape", "A section must be an object: fields and values.")
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
                known = [each.id for each in section.fields]
                message = f"The section “{section_id}” has no field “{key}”."
                self._add_problem(path, "unknown-field", message, known)
                continue
            read = self._read_value(path, question, value)
            if not is_empty(question, read):
                values[path] = read

    def _read_value(self, path: str, question: Field, given: object) -> Any:  # noqa: ANN401
        if question.is_group:
            return self._read_items(path, question, given)
        if kind_of(question).is_picture and isinstance(given, Mapping) and "file" in given:
            given = self.bring_picture(str(given["file"])) if self.bring_picture else given
        kind = kind_of(question)
        read = (
            given
            if isinstance(given, InvalidValue)
            else None
            if given is None
            else kind.parse(question, given)
        )
        if isinstance(read, InvalidValue):
            self._add_problem(path, "not-understood", f"{question.label}: {read.message}.")
            return None
        return read

    def _read_items(self, path: str, question: Field, given: object) -> tuple[Item, ...]:
        if given is None:
            return ()
        if isinstance(given, (str, Mapping)) or not isinstance(given, Sequence):
            self._add_problem(path, "not-understood", f"{question.label}: expected a list of objects.")
            return ()
        items: list[Item] = []
        taken: set[str] = set()
        for number, each in enumerate(given, 1):
            if not isinstance(each, Mapping):
                self._add_problem(f"{path}[{number}]", "not-understood", "Expected an object with fields.")
                continue
            item = self._read_item(path, number, question, each, taken)
            if item.values:
                items.append(item)
        return tuple(items)

    def _read_item(
        self, path: str, number: int, question: Field, given: Mapping[str, object], taken: set[str]
    ) -> Item:
        values: dict[str, Any] = {}
        for key, value in given.items():
            if key == ITEM_ID:
                continue
            inner = question.inner_field(key)
            where = f"{path}[{number}].{key}"
            if inner is None:
                known = [each.id for each in question.fields]
                self._add_problem(where, "unknown-field", f"An entry here has no field “{key}”.", known)
                continue
            read = self._read_value(where, inner, value)
            if not is_empty(inner, read):
                values[key] = read
        return Item(
            self._item_id(path, number, given.get(ITEM_ID), _answers_to_json(question, values), taken), values
        )

    def _item_id(
        self, path: str, number: int, given: object, words: Mapping[str, Any], taken: set[str]
    ) -> str:
        if given is not None:
            if _is_item_id(given) and given not in taken:
                taken.add(str(given))
                return str(given)
            self._add_problem(
                f"{path}[{number}].{ITEM_ID}",
                "item-id",
                "An id is up to 32 small letters and digits, and no two entries share one.",
            )
        content = canonical_json(words)
        copies = 0
        while (made := blake2b(f"{path}\n{copies}\n{content}".encode(), digest_size=6).hexdigest()) in taken:
            copies += 1
        taken.add(made)
        return made

    def _add_problem(self, path: str, code: str, message: str, known: Sequence[str] = ()) -> None:
        last = path.rpartition(".")[2]
        close = get_close_matches(last, known, n=1)
        hint = f" Did you mean “{close[0]}”?" if close else ""
        self.problems.append(Problem(path, code, message + hint))
