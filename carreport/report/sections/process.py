"""How the inquiry was done: its cycles, meetings and methods."""

from __future__ import annotations

import re
from collections.abc import Sequence

from carreport.form.answers import Item, is_filled
from carreport.form.kinds.simple import stored_number
from carreport.form.schema import Field, Value
from carreport.form.wording import format_quantity, is_countable
from carreport.language.language_tags import is_english
from carreport.language.messages import gettext, language_of_words, ngettext
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, InlineText, Paragraph, Table, inline_text, plain_text
from carreport.report.sections.generic_group import long_answer_blocks, remaining_blocks, small_heading
from carreport.report.sections.table_cells import cell_text, entries_table, facts_line
from carreport.report.templates.template import TemplatePart
from carreport.survey.results.response import responses_by_group

_HOW_OFTEN = re.compile(r"ly\b|\b(?:every|each|once|twice|times|a (?:week|month|term|year))\b", re.IGNORECASE)
"""Text that says how often, such as “weekly” or “once a month”."""


def show_cycles(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return the cycles in order of number, each with its period, subject and outcome."""
    (path,) = part.answers
    group = context.question(path)
    if group is None:
        return []
    number, period = part.role("number"), part.role("period")
    blocks: list[Block] = []
    for where, item in sorted(context.entries(path), key=lambda entry: _cycle_order(entry[1].get(number))):
        titles = {name: _said(context, where, group, item, name) for name in (number, period)}
        name = gettext("Cycle {number}", number=titles[number])
        name = name if titles[number] else gettext("A cycle without a number")
        heading = f"{name}, {titles[period]}" if titles[period] else name
        blocks.append(small_heading(heading))
        about = group.inner_field(part.role("about"))
        if about and item.get(about.id):
            blocks += context.prose(f"{where}/{about.id}", about, item.get(about.id))
        outcome = group.inner_field(part.role("outcome"))
        if outcome:
            blocks += long_answer_blocks(
                context, where, [outcome], item, {outcome.id: gettext("What came of it.")}
            )
        known = {part.role(name) for name in ("number", "period", "about", "outcome")}
        blocks += remaining_blocks(context, where, group, item, known)
    return blocks


def _cycle_order(number: Value) -> tuple[int, float]:
    """Return the sort key of a cycle: by number, then those numbered in words, then those without one."""
    known = stored_number(number)
    return (0, known) if known is not None else (1 if number else 2, 0)


def show_meetings(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return a sentence on how often the group met, and a table of meetings."""
    (path,) = part.answers
    blocks: list[Block] = []
    group = context.question(path)
    row_count = sum(is_filled(group, item) for item in context.answers.items(path)) if group else 0
    count = str(part.settings.get("count", ""))
    number = context.answers.get(count) if count else None
    if number not in (None, ""):
        listed = _listed_meetings(stored_number(number), row_count)
        met = gettext("{met}; {listed}.", met=_met(number), listed=listed) if listed else f"{_met(number)}."
        blocks.append(Paragraph(inline_text(met)))
    elif row_count:
        blocks.append(Paragraph(inline_text(_table_lists(row_count))))
    if group:
        headers = {
            part.role("date"): gettext("Date"),
            part.role("purpose"): gettext("Purpose"),
            part.role("outcome"): gettext("What came of it"),
            part.role("came"): gettext("Who came"),
        }
        caption = gettext("Group meetings")
        blocks += entries_table(context, path, group, group.fields, caption=caption, headers=headers)
    return blocks


def show_methods(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return each method, with a table of who was asked and how many answered."""
    (path,) = part.answers
    group = context.question(path)
    if group is None:
        return []
    leads = part.settings.get("leads", {})
    blocks: list[Block] = []
    for where, item in context.entries(path):
        name = group.inner_field(part.role("name"))
        title = plain_text(cell_text(context, where, name, item)) if name else ""
        if title:
            blocks.append(small_heading(title))
        short = [inner for inner in map(group.inner_field, (part.role("kind"), part.role("when"))) if inner]
        facts = facts_line(context, where, short, item, {})
        if facts:
            blocks.append(Paragraph(facts, style="small"))
        replies = group.inner_field(part.role("replies"))
        known = {part.role(name) for name in ("name", "kind", "when", "replies")}
        others = [inner for inner in group.fields if inner.id not in known]
        blocks += _remaining_facts(context, where, others, item)
        blocks += long_answer_blocks(context, where, others, item, leads)
        if replies and item.items(replies.id):
            blocks += _response_table(context, f"{where}/{replies.id}", replies, part, title)
    return blocks


def _remaining_facts(context: BuildContext, where: str, fields: Sequence[Field], item: Item) -> list[Block]:
    facts = facts_line(context, where, fields, item, {inner.id: inner.label for inner in fields})
    return [Paragraph(facts, style="small")] if facts else []


def _response_table(
    context: BuildContext, path: str, group: Field, part: TemplatePart, title: str
) -> list[Block]:
    """Return a table of who was asked and who answered, with a note of each group's response rate."""
    headers = {
        part.role("who"): gettext("Who"),
        part.role("when"): gettext("When"),
        part.role("asked"): gettext("Asked"),
        part.role("answered"): gettext("Answered"),
        part.role("note"): gettext("Note"),
    }
    caption = gettext("Who was asked and who answered")
    caption = gettext("Who was asked and who answered: {method}", method=title) if title else caption
    tables = entries_table(context, path, group, group.fields, caption=caption, headers=headers)
    note = " ".join(_response_totals(context, path, part))
    return [
        Table(
            anchor=table.anchor,
            number=0,
            caption=table.caption,
            header=table.header,
            rows=table.rows,
            numeric_columns=table.numeric_columns,
            note=note,
        )
        for table in tables
    ]


def _response_totals(context: BuildContext, path: str, part: TemplatePart) -> list[str]:
    """Return a sentence with the response rate for each group of people, totalled over its rows."""
    responses = responses_by_group(
        [item for _, item in context.entries(path)],
        who=part.role("who"),
        asked=part.role("asked"),
        answered=part.role("answered"),
    )
    return [response.sentence for response in responses if response.sentence]


def _listed_meetings(count: float | None, listed: int) -> str:
    """Say how many meetings are listed, if that is not the number of meetings."""
    if not listed or listed == count:
        return ""
    is_part = count is not None and count > listed
    if is_part:
        return ngettext(
            "{count} of these meetings is listed here", "{count} of these meetings are listed here", listed
        )
    return ngettext("{count} meeting is listed here", "{count} meetings are listed here", listed)


def _table_lists(count: int) -> str:
    return ngettext("The table lists {count} meeting.", "The table lists {count} meetings.", count)


def _met(number: Value) -> str:
    """Return “The group met about 20 times”, or the answer after a label if it is not how often."""
    if number == 1:
        return gettext("The group met once")
    if isinstance(number, str) and not (is_countable(number) or _HOW_OFTEN.search(number)):
        return gettext("How often the group met: {number}", number=number)
    if isinstance(number, str):
        times = format_quantity(number, "times") if is_english(language_of_words()) else number
        return gettext("The group met {times}", times=times)
    return ngettext("The group met {count} time", "The group met {count} times", number or 0)


def _said(context: BuildContext, where: str, group: Field, item: Item, name: str) -> str:
    question = group.inner_field(name)
    running: InlineText = cell_text(context, where, question, item) if question else ()
    return plain_text(running)
