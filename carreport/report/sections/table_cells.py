"""One entry as a line of text, as table cells or as a line of facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carreport.form import paths
from carreport.form.answers import Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.form.wording import plural, sentence_case
from carreport.report.build_context import BuildContext
from carreport.report.model import InlineText, Table, inline_text


def cell_text(context: BuildContext, where: str, question: Field, item: Item) -> InlineText:
    """Return the answer of an entry to one question as inline text; an inner list becomes lines."""
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


def entry_line(
    context: BuildContext, where: str, group: Field, item: Item, fields: Sequence[Field] | None = None
) -> InlineText:
    """Return the answers of one entry as one line of inline text."""
    running: InlineText = ()
    for question in group.fields if fields is None else fields:
        text = cell_text(context, where, question, item)
        if text:
            running += inline_text(" – " if running else "") + text
    return running


def facts_line(
    context: BuildContext, where: str, fields: Sequence[Field], item: Item, leads: Mapping[str, str]
) -> InlineText:
    """Return the short answers of an entry on one line, each with its lead-in or label."""
    running: InlineText = ()
    for question in fields:
        kind = kind_of(question)
        if not kind.is_inline:
            continue
        text = cell_text(context, where, question, item)
        if text:
            lead = leads.get(question.id, question.label if kind.needs_label else "")
            lead = "" if question.settings.get("unit") else lead
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
    """Return a table of the entries of the group at `path`, without empty columns."""
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
            caption=caption or sentence_case(plural(group.item_noun)),
            header=tuple(titles.get(column.id, column.label) for column in filled),
            rows=tuple(row for row in rows if any(row)),
            numeric_columns=tuple(kind_of(column).is_number for column in filled),
        )
    ]


def inner_fields(group: Field, ids: Sequence[str]) -> list[Field]:
    """Return the inner questions with these ids, in this order; unknown ids are skipped."""
    return [inner for inner in map(group.inner_field, ids) if inner is not None]


def _opening(lead: str) -> str:
    if not lead:
        return ""
    return f"{lead} " if lead.endswith(("?", ":")) else f"{lead}: "
