"""The questions that some kinds have inside them, such as “Theme” of a note, in the words of a report."""

from __future__ import annotations

from dataclasses import replace

from carreport.form.kinds import kind_of
from carreport.form.schema import Choice, Field, Form, Section
from carreport.language.language_tags import is_english
from carreport.language.messages import gettext, language_of_words


def in_report_words(form: Form) -> Form:
    """Return the form with the labels that are not its own in the language of the report."""
    if is_english(language_of_words()):
        return form
    return replace(form, sections=tuple(map(_section, form.sections)))


def _section(section: Section) -> Section:
    return replace(section, fields=tuple(map(_field, section.fields)))


def _field(question: Field) -> Field:
    if not question.is_group:
        return question
    given = {inner.id: inner for inner in kind_of(question).built_in_fields(question)}
    fields = (
        _built_in(inner, given[inner.id]) if inner.id in given else _field(inner) for inner in question.fields
    )
    return replace(question, fields=tuple(fields))


def _built_in(inner: Field, given: Field) -> Field:
    """Return a question that a kind has inside it, with translated labels unless the form has its own."""
    label = gettext(inner.label) if inner.label == given.label else inner.label
    labels = {choice.key: choice.label for choice in given.choices}
    choices = (
        Choice(choice.key, gettext(choice.label)) if labels.get(choice.key) == choice.label else choice
        for choice in inner.choices
    )
    return replace(inner, label=label, choices=tuple(choices))
