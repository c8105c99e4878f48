"""Entries as lines of text, as table rows or as lines of short answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carreport.form import paths
from carreport.form.answers import Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.form.wording import is_quantity, plural, sentence_case, singular
from carreport.language.language_tags import is_english
from carreport.language.messages import gettext, language_of_words
from carreport.report.build_context import BuildContext
from carreport.report.model import InlineText, Table, filled_in, inline_text, plain_text


def cell_text(context: BuildContext, where: str, question: Field, item: Item) -> InlineText:
    """Return one answer in an entry as inline text; a nested list takes a line for each entry."""
    value = item.get(question.id)
    if is_empty(question, value):
        return ()
    path = f"{where}/{question.id}"
    if not question.is_group:
        return context.inline(path, question, value)
    running: InlineText = ()
    for inner_path, inner in context.entries(path):
        running += inline_text("\n" if running else "") + entry_line(context, inner_path, question, inner)
    return running


def people_answered(people: InlineText, *, is_start: bool = True) -> InlineText:
    """Return “19 people answered”; at the start of a sentence, “Answered by about 20 people”."""
    words = plain_text(people)
    if not is_quantity(words):
        return filled_in(gettext("Number of people who answered: {people}"), people=people)
    if words[:1].islower() and is_start:
        return filled_in(gettext("Answered by {people}"), people=people)
    return filled_in(gettext("{people} answered"), people=people)


def entry_line(
    context: BuildContext, where: str, group: Field, item: Item, fields: Sequence[Field] | None = None
) -> InlineText:
    """Return the answers in one entry, joined by dashes, as inline text."""
    running: InlineText = ()
    for question in group.fields if fields is None else fields:
        text = cell_text(context, where, question, item)
        if text:
            running += inline_text(" – " if running else "") + text
    return running


def facts_line(
    context: BuildContext, where: str, fields: Sequence[Field], item: Item, leads: Mapping[str, str]
) -> InlineText:
    """Return the short answers in an entry on one line, with lead-ins or labels where needed."""
    running: InlineText = ()
    for question in fields:
        kind = kind_of(question)
        if not kind.is_inline:
            continue
        text = cell_text(context, where, question, item)
        if text:
            lead = leads.get(question.id, question.label if kind.needs_label else "")
            unit = question.settings.get("unit", "")
            lead = "" if unit and plain_text(text).endswith((unit, singular(unit))) else lead
            running += inline_text(" · " if running else "") + inline_text(_opening(lead)) + text
    return running


def entries_table(
    context: BuildContext,
    path: str,
    group: Field,
    columns: Sequence[Field],
    *,
    caption: str = "",
    headers: Mapping[str, str] | None = None,
    items: Sequence[Item] | None = None,
) -> list[Table]:
    """Return a table of the entries in the group at `path`, without empty columns; none if all are empty."""
    rows_of = context.answers.items(path) if items is None else items
    filled = [
        column for column in columns if any(not is_empty(column, item.get(column.id)) for item in rows_of)
    ]
    rows = [
        tuple(cell_text(context, paths.item_path(path, item.id), column, item) for column in filled)
        for item in rows_of
    ]
    if not filled:
        return []
    titles = headers or {}
    return [
        Table(
            anchor=f"table:{path}:{caption}",
            number=0,
            caption=caption or _usual_caption(group),
            header=tuple(titles.get(column.id, column.label) for column in filled),
            rows=tuple(row for row in rows if any(row)),
            numeric_columns=tuple(kind_of(column).is_number for column in filled),
        )
    ]


def _usual_caption(group: Field) -> str:
    """Return what the entries are; only in English is the plural of the noun in the form known."""
    is_known = is_english(language_of_words())
    return sentence_case(plural(group.item_noun)) if is_known else group.label


def inner_fields(group: Field, ids: Sequence[str]) -> list[Field]:
    """Return the questions in `group` with these ids, in this order, skipping unknown ids."""
    return [inner for inner in map(group.inner_field, ids) if inner is not None]


def _opening(lead: str) -> str:
    if not lead:
        return ""
    return f"{lead} " if lead.endswith(("?", ":")) else f"{lead}: "
