"""Describe an entry of a group in one line, for its row in a list."""

from __future__ import annotations

from carreport.form.answers import Item, is_asked, is_empty
from carreport.form.kinds import kind_of
from carreport.form.release_choice import release_question
from carreport.form.schema import Field
from carreport.form.wording import sentence_case


def entry_summary(field: Field, item: Item) -> tuple[str, str]:
    """Return the title of an entry and the rest of its summary, without the choice of who can read it."""
    ids = field.summary or tuple(inner.id for inner in field.fields[:3])
    choice = release_question(field)
    inner_fields = (inner for inner in map(field.inner_field, ids) if inner is not choice)
    asked = [inner for inner in inner_fields if inner and is_asked(inner, item.values)]
    answered = [inner for inner in asked if not is_empty(inner, item.get(inner.id))]
    if not answered:
        filled = any(not is_empty(inner, item.get(inner.id)) for inner in field.fields)
        return f"{sentence_case(field.item_noun)} without a title" if filled else f"New {field.item_noun}", ""
    is_number = kind_of(answered[0]).is_number
    first = _field_text(answered[0], item)
    title = f"{sentence_case(field.item_noun)} {first}" if is_number else first
    return title, " · ".join(_detail_text(inner, item) for inner in answered[1:])


def _field_text(inner: Field, item: Item) -> str:
    return " ".join(kind_of(inner).format_value(inner, item.get(inner.id)).split())


def _detail_text(inner: Field, item: Item) -> str:
    """Return an answer; a number without a unit says nothing without its question."""
    text = _field_text(inner, item)
    is_bare = kind_of(inner).is_number and not inner.settings.get("unit")
    return f"{inner.label} {text}" if is_bare else text
