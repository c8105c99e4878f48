"""An inquiry whose every text is in Greek letters, so that each Latin word in a report is the program's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from carreport.form.answers import Item
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Section
from tests.report.fixtures import Case

_GREEK = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "αβψδεφγηιξκλμνοπθρστυζωχυζΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠΘΡΣΤΥΖΩΧΥΖ",
)
_KEPT = ("sha256", "type", "source", "link", "as", "to", "marks", "given", "counts", "key")
"""The parts of an answer that are not text."""


def in_greek(text: str) -> str:
    """Return a text in Greek letters; an address stays as it is."""
    return text if "://" in text or "@example" in text else text.translate(_GREEK)


def foreign_case(case: Case, language: str) -> Case:
    """Return an inquiry with every text of its form and its answers in Greek letters."""
    form = case.form
    sections = tuple(map(_section, form.sections))
    greek = replace(
        form, sections=sections, title=in_greek(form.title), purpose=in_greek(form.purpose), language=language
    )
    values = {
        path: _answer(question, case.answers.values[path])
        for path, question in form.all_fields()
        if path in case.answers.values
    }
    return Case(greek, replace(case.answers, values=values), case.pictures)


def _section(section: Section) -> Section:
    fields = tuple(map(_field, section.fields))
    return replace(section, title=in_greek(section.title), intro=in_greek(section.intro), fields=fields)


def _field(question: Field) -> Field:
    """Return a question in Greek letters; those that its kind puts into every list stay in English."""
    built_in = {inner.id for inner in kind_of(question).built_in_fields(replace(question, settings={}))}
    settings = dict(question.settings)
    if "unit" in settings:
        settings["unit"] = in_greek(settings["unit"])
    return replace(
        question,
        label=in_greek(question.label),
        why=in_greek(question.why),
        example=in_greek(question.example),
        pitfalls=in_greek(question.pitfalls),
        item_noun=in_greek(question.item_noun),
        choices=tuple(replace(choice, label=in_greek(choice.label)) for choice in question.choices),
        fields=tuple(inner if inner.id in built_in else _field(inner) for inner in question.fields),
        settings=settings,
    )


def _answer(question: Field, value: Any) -> Any:
    if question.is_group:
        return tuple(_item(question, item) for item in value)
    is_kept = question.choices or kind_of(question).is_evidence or kind_of(question).is_picture
    return value if is_kept else _text(value)


def _item(group: Field, item: Item) -> Item:
    fields = {inner.id: inner for inner in group.fields}
    return Item(
        item.id, {name: _answer(fields[name], value) for name, value in item.values.items() if name in fields}
    )


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return in_greek(value)
    if isinstance(value, list):
        return [_text(part) for part in value]
    if isinstance(value, dict):
        return {name: part if name in _KEPT else _text(part) for name, part in value.items()}
    return value
