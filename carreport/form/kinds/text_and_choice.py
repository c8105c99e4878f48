"""Answers that people write or choose: a text, one of some choices, several of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, ClassVar

from carreport.form import paths
from carreport.form.kinds.base import AnswerSpace, InvalidValue, Kind, ProvablePart
from carreport.form.problems import Problem
from carreport.form.richtext import BLOCK_TYPES, RichText
from carreport.form.schema import Field, Value

_LINES = {"short": 4, "medium": 7, "long": 11}


class TextKind(Kind):
    """Paragraphs with emphasis, lists, quotations and links."""

    name = "text"
    summary = "Paragraphs, with bold, italic, lists, quotations and links."
    json_example = '"A paragraph.\\n\\n- a bullet\\n- another"'
    settings: ClassVar[Mapping[str, str]] = {"size": 'how tall the box starts: "short", "medium" or "long"'}
    is_rich_text = True
    is_quotable = True
    is_inline = False
    longest = 2_000_000

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Read a text from a plain string or from blocks."""
        try:
            return RichText.from_json(given).to_json()
        except ValueError as problem:
            return InvalidValue(str(problem))

    def format_value(self, field: Field, value: Value) -> str:
        """Return the words alone."""
        return RichText.from_json(value).plain_text

    def is_canonical(self, value: Value) -> bool:
        """Say whether each block has the keys of a block and no others."""
        return all(map(_is_block, value))

    def printed(self, field: Field, value: Value) -> RichText:
        """Return the text with its emphasis, lists, quotations and links."""
        return RichText.from_json(value)

    def provable_parts(self, field: Field, value: Value) -> Iterator[ProvablePart]:
        """Yield each paragraph."""
        for block in RichText.from_json(value).blocks:
            yield ProvablePart(block.plain_text, block.plain_text, is_paragraph=True)

    def combine(self, field: Field, versions: Sequence[tuple[str, Value]]) -> Value:
        """Return the texts one after the other, each below the name of its author."""
        blocks: list[dict[str, Any]] = []
        for author, value in versions:
            name = {"text": f"{author}:", "emphasis": True}
            blocks += [{"type": "paragraph", "spans": [name]}, *(value or [])]
        return blocks

    def answer_space(self, field: Field) -> AnswerSpace:
        """Return as many lines as the size of the text asks for."""
        return AnswerSpace(lines=_LINES.get(str(field.settings.get("size")), _LINES["medium"]))


class SingleChoiceKind(Kind):
    """One of the choices that the form gives."""

    name = "choice"
    summary = "One of the choices that the form gives."
    json_example = '"agreed" (the key of the choice, or its label)'
    takes_choices = True
    needs_label = False
    fits_narrow_column = True

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

    def answer_space(self, field: Field) -> AnswerSpace:
        """Return a box for each choice."""
        return AnswerSpace("Tick one.", tuple(choice.label for choice in field.choices))


class MultipleChoiceKind(Kind):
    """Any number of the choices that the form gives."""

    name = "choices"
    summary = "Any number of the choices that the form gives."
    json_example = '["plan", "statistics"]'
    takes_choices = True
    needs_label = False
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

    def provable_parts(self, field: Field, value: Value) -> Iterator[ProvablePart]:
        """Yield the label of each choice."""
        yield from (ProvablePart(field.label_of(key)) for key in value)

    def combine(self, field: Field, versions: Sequence[tuple[str, Value]]) -> Value:
        """Return every choice of every version in the order of the form, then those that have gone."""
        chosen = dict.fromkeys(key for _, value in versions for key in value or ())
        known = [choice.key for choice in field.choices]
        return [*(key for key in known if key in chosen), *(key for key in chosen if key not in known)]

    def answer_space(self, field: Field) -> AnswerSpace:
        """Return a box for each choice."""
        return AnswerSpace("Tick as many as fit.", tuple(choice.label for choice in field.choices))


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


def _is_block(block: Value) -> bool:
    known = isinstance(block, dict) and block.keys() <= {"type", "level", "source", "spans"}
    return (
        known
        and block.get("type") in BLOCK_TYPES
        and type(block.get("level", 0)) is int
        and (block.get("source", "") == "" or _is_source(block))
        and isinstance(block.get("spans"), list)
        and all(map(_is_span, block["spans"]))
    )


def _is_source(block: Mapping[str, Value]) -> bool:
    source = block["source"]
    return block["type"] == "quote" and isinstance(source, str) and paths.is_answer_path(source)


def _is_span(span: Value) -> bool:
    return (
        isinstance(span, dict)
        and isinstance(span.get("text"), str)
        and span.keys() <= {"text", "strong", "emphasis", "link"}
        and all(isinstance(span.get(mark, False), bool) for mark in ("strong", "emphasis"))
        and isinstance(span.get("link", ""), str)
    )
