"""Take an answer apart into passages in which words can be found, and put it together with other words.

A passage is one run of text, such as a paragraph, a cell of a table or a note. Its spans are joined, so
words are found across the border of two spans. It is identified by its place in the JSON of the answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.kinds.replies import OPEN
from carreport.form.kinds.simple import PERSON_PARTS
from carreport.form.schema import Field, Value

Place = tuple[str | int, ...]
"""The keys that lead to a passage in the JSON of an answer."""
Cut = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """One run of text in an answer; `is_lifted` if it was quoted from another answer."""

    at: Place
    text: str
    is_lifted: bool = False


def passages_in(field: Field, value: Value) -> Iterator[Passage]:
    """Yield the passages of an answer in reading order; pictures and references to evidence have none."""
    kind = kind_of(field)
    if kind.is_empty(value) or kind.is_picture or kind.is_evidence:
        return
    if kind.is_rich_text:
        yield from _rich_passages(value, (), is_lifted=False)
    elif kind.is_person:
        yield from (Passage((part,), value[part]) for part in PERSON_PARTS if value.get(part))
    elif kind.holds_replies:
        yield from _replies(value)
    else:
        yield Passage((), kind.format_value(field, value))


def with_words(
    field: Field, value: Value, cuts: Mapping[Place, Sequence[Cut]], words: str
) -> Value | InvalidValue:
    """Return an answer with other words in these places, or why that cannot be an answer.

    The new words have the format of the first letter that they replace.
    """
    kind = kind_of(field)
    if not (kind.is_rich_text or kind.is_person):
        text = kind.format_value(field, value)
        return kind.parse(field, _replaced(text, cuts[()], words))
    changed = json.loads(json.dumps(value))
    for at, places in cuts.items():
        *way, last = at
        holder = changed
        for key in way:
            holder = holder[key]
        if kind.is_person:
            holder[last] = _replaced(holder[last], places, words)
        else:
            _replace_in_spans(holder[last], places, words)
    return kind.parse(field, changed)


def _rich_passages(value: Any, at: Place, *, is_lifted: bool) -> Iterator[Passage]:  # noqa: ANN401 - any JSON
    """Yield each list of spans in the JSON of a text, however deep it is, and then the notes in it."""
    if isinstance(value, dict):
        is_lifted = is_lifted or bool(value.get("source"))
        for key, inner in value.items():
            if isinstance(inner, list):
                yield from _rich_passages(inner, (*at, key), is_lifted=is_lifted)
    elif isinstance(value, list):
        if value and all(isinstance(span, dict) and isinstance(span.get("text"), str) for span in value):
            yield Passage(at, "".join(span["text"] for span in value), is_lifted)
        for number, inner in enumerate(value):
            if isinstance(inner, (dict, list)):
                yield from _rich_passages(inner, (*at, number), is_lifted=is_lifted)


def _replies(value: Value) -> Iterator[Passage]:
    for number, column in enumerate(value.get("columns", ())):
        if column.get("as") == OPEN:
            for row, text in enumerate(column.get("texts", ())):
                if text:
                    yield Passage(("columns", number, "texts", row), text)


def _replaced(text: str, places: Sequence[Cut], words: str) -> str:
    for start, end in sorted(places, reverse=True):
        text = text[:start] + words + text[end:]
    return text


def _replace_in_spans(spans: list[dict[str, Any]], places: Sequence[Cut], words: str) -> None:
    """Put the words into the span of the first letter of each place; what was there is taken out."""
    for start, end in sorted(places, reverse=True):
        offset, put = 0, words
        for span in spans:
            text = span["text"]
            first, last = max(start - offset, 0), min(end - offset, len(text))
            offset += len(text)
            if first < last:
                span["text"] = text[:first] + put + text[last:]
                put = ""
