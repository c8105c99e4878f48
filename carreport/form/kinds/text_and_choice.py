"""Answers that people write or choose: a text, one of some choices, several of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import ClassVar

from carreport.form.kinds.base import InvalidValue, Kind
from carreport.form.problems import Problem
from carreport.form.richtext import RichText
from carreport.form.schema import Field, Value


class TextKind(Kind):
    """Paragraphs with emphasis, lists, quotations and links."""

    name = "text"
    summary = "Paragraphs, with bold, italic, lists, quotations and links."
    json_example = '"A paragraph.\\n\\n- a bullet\\n- another"'
    settings: ClassVar[Mapping[str, str]] = {"size": 'how tall the box starts: "short", "medium" or "long"'}

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Read a text from a plain string or from blocks."""
        try:
            return RichText.from_json(given).to_json()
        except ValueError as problem:
            return InvalidValue(str(problem))

    def format_value(self, field: Field, value: Value) -> str:
        """Return the words alone."""
        return RichText.from_json(value).plain_text


class SingleChoiceKind(Kind):
    """One of the choices that the form gives."""

    name = "choice"
    summary = "One of the choices that the form gives."
    json_example = '"agreed" (the key of the choice, or its label)'
    takes_choices = True

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Read a choice from its key or its label."""
        if given in (None, ""):
            return ""
        return match_choice(field, given)

    def format_value(self, field: Field, value: Value) -> str:
        """Return the label of the choice."""
        return field.label_of(value) if value else ""

    def problems(self, field: Field, value: Value, path: str) -> Iterator[Problem]:
        """Yield whether the form no longer gives this choice."""
        yield from _missing_choice_problems(field, [value], path)


class MultipleChoiceKind(Kind):
    """Any number of the choices that the form gives."""

    name = "choices"
    summary = "Any number of the choices that the form gives."
    json_example = '["plan", "statistics"]'
    takes_choices = True
    settings: ClassVar[Mapping[str, str]] = {"most": "how many may be chosen"}

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Read the choices; they are kept in the order of the form."""
        if given in (None, ""):
            return []
        if not isinstance(given, (list, tuple)):
            given = [given]
        keys: list[str] = []
        for each in given:
            key = match_choice(field, each)
            if isinstance(key, InvalidValue):
                return key
            keys.append(key)
        order = [choice.key for choice in field.choices]
        return sorted(set(keys), key=order.index)

    def format_value(self, field: Field, value: Value) -> str:
        """Return the labels with commas between."""
        return ", ".join(field.label_of(key) for key in value or ())

    def problems(self, field: Field, value: Value, path: str) -> Iterator[Problem]:
        """Yield choices that have gone, and too many of them."""
        yield from _missing_choice_problems(field, value, path)
        most = field.settings.get("most")
        if most is not None and len(value) > most:
            yield Problem(path, "too-many-choices", f"Choose {most} at the most; {len(value)} are.")

    def blank(self, field: Field) -> Value:
        """Return no choices."""
        return []


def match_choice(field: Field, given: object) -> str | InvalidValue:
    """Return the key of the choice that `given` names by its key or its label.

    True and false are “yes” and “no”: what was asked as a yes or no once keeps its old answers.
    """
    if isinstance(given, bool):
        given = "yes" if given else "no"
    for choice in field.choices:
        if given in (choice.key, choice.label):
            return choice.key
    known = [choice.key for choice in field.choices]
    close = get_close_matches(str(given), [*known, *(choice.label for choice in field.choices)], n=1)
    hint = f"; did you mean “{close[0]}”?" if close else f"; the choices are {', '.join(known)}"
    return InvalidValue(f"“{str(given)[:40]}” is not one of the choices{hint}")


def _missing_choice_problems(field: Field, keys: list[str], path: str) -> Iterator[Problem]:
    known = {choice.key for choice in field.choices}
    for key in keys:
        if key not in known:
            yield Problem(path, "choice-gone", f"“{key}” is no longer one of the choices.")
