"""Show how the work went: the cycles, the meetings, and how the group found things out."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.form.answers import Item
from carreport.form.kinds.simple import number_in
from carreport.form.schema import Field, Value
from carreport.form.wording import counted
from carreport.report.build_context import Composition
from carreport.report.model import Block, Paragraph, Table, Words, plain, words
from carreport.report.sections.generic_group import rest_of, small_heading, texts_of
from carreport.report.sections.survey_table import share_words
from carreport.report.sections.table_cells import cell, facts_line, table_of
from carreport.report.templates.template import Part


def show_cycles(composition: Composition, part: Part) -> list[Block]:
    """Return the cycles by number, each with its dates, what it was about and what came of it."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    number, period = part.role("number"), part.role("period")
    entries = sorted(composition.entries(path), key=lambda each: number_in(each[1].get(number)) or 0)
    blocks: list[Block] = []
    for where, item in entries:
        titles = {name: _said(composition, where, group, item, name) for name in (number, period)}
        heading = f"Cycle {titles[number]}".strip() + (f", {titles[period]}" if titles[period] else "")
        blocks.append(small_heading(heading))
        about = group.inner(part.role("about"))
        if about and item.get(about.id):
            blocks += composition.prose(f"{where}/{about.id}", about, item.get(about.id))
        outcome = group.inner(part.role("outcome"))
        if outcome:
            blocks += texts_of(composition, where, [outcome], item, {outcome.id: "What came of it."})
        known = {part.role(name) for name in ("number", "period", "about", "outcome")}
        blocks += rest_of(composition, where, group, item, known)
    return blocks


def show_meetings(composition: Composition, part: Part) -> list[Block]:
    """Return how often the group met, and a table of the meetings."""
    (path,) = part.answers
    blocks: list[Block] = []
    listed = len(composition.answers.items(path))
    count = str(part.settings.get("count", ""))
    number = composition.answers.get(count) if count else None
    if number:
        more = (number_in(number) or 0) > listed > 0
        fewer = f"; {listed} of the meetings are listed here" if more else ""
        blocks.append(Paragraph(words(f"The group met {_times(number)}{fewer}.")))
    elif listed:
        blocks.append(Paragraph(words(f"This is what came of {counted(listed, 'meeting')}.")))
    group = composition.question(path)
    if group:
        headers = {
            part.role("date"): "Date",
            part.role("purpose"): "Purpose",
            part.role("outcome"): "What came of it",
            part.role("came"): "Who came",
        }
        blocks += table_of(
            composition, path, group, group.fields, caption="Meetings of the group", headers=headers
        )
    return blocks


def show_methods(composition: Composition, part: Part) -> list[Block]:
    """Return each method, with a table of who was asked and how many answered."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    leads = part.settings.get("leads", {})
    blocks: list[Block] = []
    for where, item in composition.entries(path):
        name = group.inner(part.role("name"))
        title = plain(cell(composition, where, name, item)) if name else ""
        if title:
            blocks.append(small_heading(title))
        short = [each for each in map(group.inner, (part.role("kind"), part.role("when"))) if each]
        facts = facts_line(composition, where, short, item, {})
        if facts:
            blocks.append(Paragraph(facts, style="small"))
        replies = group.inner(part.role("replies"))
        known = {part.role(each) for each in ("name", "kind", "when", "replies")}
        others = [each for each in group.fields if each.id not in known]
        blocks += _short_rest(composition, where, others, item)
        blocks += texts_of(composition, where, others, item, leads)
        if replies and item.items(replies.id):
            blocks += _rounds(composition, f"{where}/{replies.id}", replies, part, title)
    return blocks


def _short_rest(composition: Composition, where: str, fields: Sequence[Field], item: Item) -> list[Block]:
    facts = facts_line(composition, where, fields, item, {each.id: each.label for each in fields})
    return [Paragraph(facts, style="small")] if facts else []


def _rounds(composition: Composition, path: str, group: Field, part: Part, title: str) -> list[Block]:
    """Return the table of who was asked and who answered, with the share for each kind of people."""
    headers = {
        part.role("who"): "Who",
        part.role("when"): "When",
        part.role("asked"): "Asked",
        part.role("answered"): "Answered",
        part.role("note"): "Note",
    }
    caption = f"Who was asked and who answered{f': {title}' if title else ''}"
    tables = table_of(composition, path, group, group.fields, caption=caption, headers=headers)
    note = " ".join(_totals(composition, path, part))
    return [
        Table(
            anchor=table.anchor,
            number=0,
            caption=table.caption,
            header=table.header,
            rows=table.rows,
            numeric=table.numeric,
            note=note,
        )
        for table in tables
    ]


def _totals(composition: Composition, path: str, part: Part) -> list[str]:
    """Return for each kind of people how many of those asked answered; nobody is counted twice."""
    asked: dict[str, list[int]] = {}
    answered: dict[str, int] = {}
    for _, item in composition.entries(path):
        who = str(item.get(part.role("who")) or "All together")
        answered[who] = answered.get(who, 0) + _count(item, part.role("answered"))
        asked.setdefault(who, [])
        if number_in(item.get(part.role("asked"))) is not None:
            asked[who].append(_count(item, part.role("asked")))
    return [
        f"{who}: {share_words(count, sum(asked[who]))} answered."
        if asked[who]
        else f"{who}: {count:,} answered; how many were asked is not recorded."
        for who, count in answered.items()
    ]


def _count(item: Item, name: str) -> int:
    return int(number_in(item.get(name)) or 0)


def _times(number: Value) -> str:
    if number == 1:
        return "once"
    return f"{number} times" if isinstance(number, str) else f"{number:,} times"


def _said(composition: Composition, where: str, group: Field, item: Item, name: str) -> str:
    question = group.inner(name)
    running: Words = cell(composition, where, question, item) if question else ()
    return plain(running)
