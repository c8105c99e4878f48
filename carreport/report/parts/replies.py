"""Show open questions with the replies that may be quoted, by theme, “n of m shown”."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.form.answers import Item
from carreport.form.schema import Field
from carreport.form.wording import counted
from carreport.report.composition import Composition
from carreport.report.model import Block, Heading, Paragraph, Quotation, plain, words
from carreport.report.outline import Part
from carreport.report.parts.cells import cell
from carreport.report.parts.groups import rest_of, small_heading
from carreport.report.prose import paragraphs_of

Reply = tuple[str, Item]
NOT_AGREED = "The person has not agreed to be quoted."


def show_replies(composition: Composition, part: Part) -> list[Block]:
    """Return each open question: how many replied, and the replies that may be quoted."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    blocks: list[Block] = []
    for where, item in composition.entries(path):
        blocks += _question(composition, where, group, item, part)
    return blocks


def _question(composition: Composition, where: str, group: Field, item: Item, part: Part) -> list[Block]:
    role = part.role
    asked = group.inner(role("question"))
    title = plain(cell(composition, where, asked, item)) if asked else ""
    blocks: list[Block] = [Heading(3, "", title, "")] if title else []
    replies = group.inner(role("replies"))
    path = f"{where}/{role('replies')}"
    every = list(composition.entries(path)) if replies else []
    shown = [each for each in every if _may_quote(each[1], replies, part)] if replies else []
    blocks += _opening(composition, where, group, item, part, shown=len(shown), rows=len(every))
    note = group.inner(role("note"))
    if note and item.get(note.id):
        blocks += composition.prose(f"{where}/{note.id}", note, item.get(note.id))
    if replies:
        _keep_back_unquotable(composition, every, shown, part)
        blocks += _by_theme(composition, replies, every, shown, part)
    known = {role(name) for name in ("question", "survey", "received", "themed_by", "note", "replies")}
    return blocks + rest_of(composition, where, group, item, known)


def _opening(
    composition: Composition, where: str, group: Field, item: Item, part: Part, *, shown: int, rows: int
) -> list[Block]:
    """Return the line that says how many replied, how many are shown, and who sorted them."""
    received = item.get(part.role("received")) or rows
    many = received if isinstance(received, str) else f"{received:,}"
    running = words(f"{shown:,} of {many} replies shown, word for word.") if received else ()
    survey, sorter = group.inner(part.role("survey")), group.inner(part.role("themed_by"))
    if survey and (said := cell(composition, where, survey, item)):
        running += words(" Asked in: " if running else "Asked in: ") + said + words(".")
    if sorter and (said := cell(composition, where, sorter, item)):
        running += (
            words(" Sorted into themes by: " if running else "Sorted into themes by: ") + said + words(".")
        )
    return [Paragraph(running, style="small")] if running else []


def _by_theme(
    composition: Composition, group: Field, every: Sequence[Reply], shown: Sequence[Reply], part: Part
) -> list[Block]:
    theme = part.role("theme")
    names = list(dict.fromkeys(str(item.get(theme) or "") for _, item in every))
    if names == [""]:
        return [block for reply in shown for block in _reply(composition, group, reply, part)]
    blocks: list[Block] = []
    for name in names:
        all_of_it = [item for _, item in every if (item.get(theme) or "") == name]
        quoted = [reply for reply in shown if (reply[1].get(theme) or "") == name]
        count = counted(len(all_of_it), "reply")
        fewer = f", {len(quoted)} shown" if len(quoted) < len(all_of_it) else ""
        blocks.append(small_heading(f"{name or 'Without a theme'} ({count}{fewer})"))
        for reply in quoted:
            blocks += _reply(composition, group, reply, part)
    return blocks


def _reply(composition: Composition, group: Field, reply: Reply, part: Part) -> list[Block]:
    where, item = reply
    blocks: list[Block] = []
    said = group.inner(part.role("words"))
    if said and item.get(said.id):
        path = f"{where}/{said.id}"
        if composition.versions(path, said):
            blocks += composition.prose(path, said, item.get(said.id))
        elif said.kind == "text":
            blocks.append(Quotation(paragraphs_of(item.text(said.id)), voice=said.voice))
        else:
            blocks.append(Quotation((cell(composition, where, said, item),), voice=said.voice))
    known = {part.role(name) for name in ("words", "theme", "may_quote")}
    return blocks + rest_of(composition, where, group, item, known)


def _may_quote(item: Item, group: Field, part: Part) -> bool:
    """Say whether a reply may be quoted; a form that does not ask quotes all of them."""
    asks = group.inner(part.role("may_quote")) is not None
    return not asks or item.get(part.role("may_quote")) is True


def _keep_back_unquotable(
    composition: Composition, every: Sequence[Reply], shown: Sequence[Reply], part: Part
) -> None:
    quotable = {where for where, _ in shown}
    for where, item in every:
        composition.let_decide(f"{where}/{part.role('may_quote')}", "It decides whether the reply is quoted.")
        if where in quotable:
            continue
        for name in item.values:
            if name != part.role("theme"):
                composition.keep_back(f"{where}/{name}", NOT_AGREED)
