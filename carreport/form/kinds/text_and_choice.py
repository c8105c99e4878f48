"""Answers that are rich text, one choice or several choices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, ClassVar

from carreport.form import paths
from carreport.form.kinds.base import AnswerSpace, InvalidValue, Kind, ProvablePart
from carreport.form.problems import Problem
from carreport.form.richtext import (
    BLOCK_TYPES,
    DEEPEST_LEVEL,
    MOST_COLUMNS,
    MOST_ROWS,
    RichText,
    is_safe_link,
)
from carreport.form.schema import Field, Value
from carreport.language.messages import gettext

_KEY = re.compile(r"[A-Za-z0-9_-]{1,100}\Z")
_LINES = {"short": 4, "medium": 7, "long": 11}


class TextKind(Kind):
    """Paragraphs with emphasis, lists, quotations and links."""

    name = "text"
    summary = "Paragraphs, with bold, italic, lists, quotations and links."
    json_example = '"A paragraph.\\n\\n- a bullet\\n- another"'
    settings: ClassVar[Mapping[str, str]] = {
        "size": 'the initial height of the text box: "short", "medium" or "long"'
    }
    is_rich_text = True
    is_quotable = True
    is_inline = False
    longest = 2_000_000

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Return rich text from a plain string or from blocks."""
        try:
            return RichText.from_json(given).to_json()
        except ValueError as problem:
            return InvalidValue(str(problem))

    def format_value(self, field: Field, value: Value) -> str:
        """Return the text without formatting."""
        return RichText.from_json(value).plain_text

    def fits(self, field: Field, value: Value) -> bool:
        """Say whether every block is valid and has no other keys."""
        return value is None or (isinstance(value, list) and all(map(_is_block, value)))

    def printed(self, field: Field, value: Value) -> RichText:
        """Return the text with its emphasis, lists, quotations and links."""
        return RichText.from_json(value)

    def provable_parts(self, field: Field, value: Value) -> Iterator[ProvablePart]:
        """Yield each paragraph, each cell of a table, and each note."""
        text = RichText.from_json(value)
        for block in (*text.blocks, *text.notes):
            for run in block.runs:
                words = "".join(span.text for span in run)
                yield ProvablePart(words, words, is_paragraph=True)

    def combine(self, field: Field, versions: Sequence[tuple[str, Value]]) -> Value:
        """Return all versions, one after the other, each below the name of its author."""
        blocks: list[dict[str, Any]] = []
        for author, value in versions:
            name = {"text": f"{author}:", "emphasis": True}
            blocks += [{"type": "paragraph", "spans": [name]}, *(value or [])]
        return blocks

    def answer_space(self, field: Field) -> AnswerSpace:
        """Return the number of lines for the `size` of the question."""
        return AnswerSpace(lines=_LINES.get(str(field.settings.get("size")), _LINES["medium"]))


class SingleChoiceKind(Kind):
    """One of the choices in the form."""

    name = "choice"
    summary = "One of the choices in the form."
    json_example = '"agreed" (the key of the choice, or its label)'
    takes_choices = True
    needs_label = False
    fits_narrow_column = True

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Return the key of the choice with this key or label."""
        if given in (None, ""):
            return ""
        return match_choice(field, given)

    def fits(self, field: Field, value: Value) -> bool:
        """Say whether it is a key; the choice may be in an earlier or later form."""
        return value is None or value == "" or _may_be_choice(field, value)

    def format_value(self, field: Field, value: Value) -> str:
        """Return the label of the choice."""
        return field.label_of(value) if value else ""

    def problems(self, field: Field, value: Value, path: str) -> Iterator[Problem]:
        """Yield a problem if the choice is no longer in the form."""
        yield from _missing_choice_problems(field, [value], path)

    def answer_space(self, field: Field) -> AnswerSpace:
        """Return a box to tick for each choice."""
        return AnswerSpace(gettext("Tick one."), tuple(choice.label for choice in field.choices))


class MultipleChoiceKind(Kind):
    """Any number of the choices in the form."""

    name = "choices"
    summary = "Any number of the choices in the form."
    json_example = '["plan", "statistics"]'
    takes_choices = True
    needs_label = False
    settings: ClassVar[Mapping[str, str]] = {"most": "the largest number of choices allowed"}

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Return the keys of the choices, in the order of the form."""
        if given in (None, ""):
            return []
        if not isinstance(given, (list, tuple)):
            given = [given]
        keys: list[str] = []
        for choice in given:
            key = match_choice(field, choice)
            if isinstance(key, InvalidValue):
                return key
            keys.append(key)
        order = [choice.key for choice in field.choices]
        return sorted(set(keys), key=order.index)

    def fits(self, field: Field, value: Value) -> bool:
        """Say whether it is a list of different keys; the choices may be in an earlier or later form."""
        if value is None:
            return True
        is_list = isinstance(value, list) and all(_may_be_choice(field, key) for key in value)
        return is_list and len(set(value)) == len(value)

    def format_value(self, field: Field, value: Value) -> str:
        """Return the labels, separated by commas."""
        return ", ".join(field.label_of(key) for key in value or ())

    def problems(self, field: Field, value: Value, path: str) -> Iterator[Problem]:
        """Yield a problem for each choice no longer in the form, and one if there are too many."""
        yield from _missing_choice_problems(field, value, path)
        most = field.settings.get("most")
        if most is not None and len(value) > most:
            yield Problem(path, "too-many-choices", f"Choose {most} at most. You have chosen {len(value)}.")

    def blank(self, field: Field) -> Value:
        """Return no choices."""
        return []

    def provable_parts(self, field: Field, value: Value) -> Iterator[ProvablePart]:
        """Yield the label of each choice."""
        yield from (ProvablePart(field.label_of(key)) for key in value)

    def combine(self, field: Field, versions: Sequence[tuple[str, Value]]) -> Value:
        """Return the choices in all versions, in form order, then those no longer in the form."""
        chosen = dict.fromkeys(key for _, value in versions for key in value or ())
        in_form = [choice.key for choice in field.choices]
        return [*(key for key in in_form if key in chosen), *(key for key in chosen if key not in in_form)]

    def answer_space(self, field: Field) -> AnswerSpace:
        """Return a box to tick for each choice."""
        return AnswerSpace(gettext("Tick all that apply."), tuple(choice.label for choice in field.choices))


def match_choice(field: Field, given: object) -> str | InvalidValue:
    """Return the key of the choice with `given` as its key or its label.

    True and false match “yes” and “no”, so that a question can change from yes or no to choices.
    """
    if isinstance(given, bool):
        given = "yes" if given else "no"
    for choice in field.choices:
        if given in (choice.key, choice.label):
            return choice.key
    keys = [choice.key for choice in field.choices]
    close = get_close_matches(str(given)[:100], [*keys, *(choice.label for choice in field.choices)], n=1)
    hint = f"; did you mean “{close[0]}”?" if close else f"; the choices are {', '.join(keys)}"
    return InvalidValue(f"“{str(given)[:40]}” is not one of the choices{hint}")


def _missing_choice_problems(field: Field, keys: list[str], path: str) -> Iterator[Problem]:
    in_form = {choice.key for choice in field.choices}
    for key in keys:
        if key not in in_form:
            yield Problem(path, "choice-gone", f"“{key}” is no longer one of the choices. Choose another.")


def _may_be_choice(field: Field, value: Value) -> bool:
    return isinstance(value, str) and (
        bool(_KEY.match(value)) or value in {choice.key for choice in field.choices}
    )


def _is_block(block: Value) -> bool:
    if isinstance(block, dict) and block.get("type") == "table":
        return _is_table(block)
    has_block_keys = isinstance(block, dict) and block.keys() <= {"type", "level", "source", "spans"}
    return (
        has_block_keys
        and block.get("type") in BLOCK_TYPES
        and _is_level(block)
        and (block.get("source", "") == "" or _is_source(block))
        and isinstance(block.get("spans"), list)
        and all(map(_is_span, block["spans"]))
        and any(span["text"].strip() for span in block["spans"])
    )


def _is_table(block: Mapping[str, Value]) -> bool:
    rows = block.get("rows")
    return (
        block.keys() <= {"type", "rows", "header"}
        and block.get("header") is True
        and isinstance(rows, list)
        and 0 < len(rows) <= MOST_ROWS
        and all(isinstance(row, list) and len(row) == len(rows[0]) <= MOST_COLUMNS for row in rows)
        and all(isinstance(cell, list) and all(map(_is_span, cell)) for row in rows for cell in row)
        and any(span["text"].strip() for row in rows for cell in row for span in cell)
    )


def _is_level(block: Mapping[str, Value]) -> bool:
    level = block.get("level", 0)
    deepest = DEEPEST_LEVEL if block["type"] in ("bullet", "number") else 0
    return type(level) is int and 0 <= level <= deepest


def _is_source(block: Mapping[str, Value]) -> bool:
    source = block["source"]
    return block["type"] == "quote" and isinstance(source, str) and paths.is_answer_path(source)


def _is_span(span: Value) -> bool:
    has_span_keys = isinstance(span, dict) and span.keys() <= {"text", "strong", "emphasis", "link", "note"}
    return (
        has_span_keys
        and isinstance(span.get("text"), str)
        and ("note" not in span or _is_note(span["note"]))
        and all(isinstance(span.get(mark, False), bool) for mark in ("strong", "emphasis"))
        and (span.get("link", "") == "" or _is_link(span["link"]))
    )


def _is_note(note: Value) -> bool:
    return (
        isinstance(note, list)
        and all(_is_span(span) and "note" not in span for span in note)
        and any(span["text"].strip() for span in note)
    )


def _is_link(link: Value) -> bool:
    return isinstance(link, str) and is_safe_link(link)
