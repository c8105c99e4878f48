"""Find the texts in a report that are in another language than its words.

There are two cases: a form in a language without a catalogue, so that its questions and answers are in
that language and everything else is in English; and a template without translations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from carreport.form.answers import Answers, Item
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Form
from carreport.form.wording import sentence_case
from carreport.language.language_tags import is_language_tag, is_same_language
from carreport.report.templates.template import ReportTemplate
from carreport.report.templates.template_language import template_texts, translations_for

_ENDINGS = ("", ":", ": ", " ", ".")
"""What a report may print directly after a label or an answer, in the same piece of text."""


def text_languages(form: Form, answers: Answers, template: ReportTemplate, language: str) -> dict[str, str]:
    """Return the language of each text that is not in `language`, the one of the report's words."""
    languages: dict[str, str] = {}
    if not is_same_language(template.language, language):
        translated = translations_for(template, language)
        texts = (text for text in template_texts(template) if text not in translated)
        languages |= dict.fromkeys(texts, template.language)
    if not is_same_language(form.language, language) and is_language_tag(form.language):
        texts = (
            piece
            for text in (*_form_texts(form), *_texts_in(answers.values), *_people(form, answers))
            for piece in _pieces(text)
        )
        languages |= dict.fromkeys(texts, form.language)
    return languages


def _form_texts(form: Form) -> Iterator[str]:
    yield from (form.title, form.purpose)
    for section in form.sections:
        yield from (section.title, section.intro)
        for question in section.fields:
            yield from _field_texts(question)


def _field_texts(question: Field) -> Iterator[str]:
    yield from (question.label, question.why, question.example, question.pitfalls, question.item_noun)
    yield from (choice.label for choice in question.choices)
    for inner in question.fields:
        yield from _field_texts(inner)


def _texts_in(value: Any) -> Iterator[str]:  # noqa: ANN401 - any answer
    """Yield every text in an answer, whatever its kind."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Item):
        yield from _texts_in(value.values)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts_in(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts_in(part)


def _people(form: Form, answers: Answers) -> Iterator[str]:
    """Yield each person as a report prints them: name, role and organisation in one text."""
    for answer in answers.answered_fields(form):
        if kind_of(answer.field).is_person:
            yield kind_of(answer.field).format_value(answer.field, answer.value)


def _pieces(text: str) -> Iterator[str]:
    """Yield a text and its lines, as they may be printed; nothing for an address or a number."""
    if "://" in text or not any(letter.isalpha() for letter in text):
        return
    for line in dict.fromkeys((text, sentence_case(text), *text.split("\n"))):
        yield from (line + ending for ending in _ENDINGS if line.strip())
