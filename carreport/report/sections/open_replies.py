"""Show open questions with the replies that may be quoted, by theme, “n of m shown”."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.form.answers import Item
from carreport.form.schema import Field, Voice
from carreport.form.wording import counted
from carreport.report.build_context import Composition
from carreport.report.model import Block, Heading, Paragraph, Quotation, plain, words
from carreport.report.prose import paragraphs_of
from carreport.report.sections.generic_group import rest_of, small_heading
from carreport.report.sections.table_cells import cell
from carreport.report.templates.template import Part
from carreport.survey.themes import QUOTE_ALL, THEMES, Names, OpenQuestion, Reply, open_question, themes_in

NOT_AGREED = "The person has not agreed to be quoted."
DECIDES = "It decides whether the reply is quoted."
SEVERAL = "Some replies belong to several themes; each is shown once."


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
    found = open_question(composition.form, composition.answers, where, _names(part)) if replies else None
    shown = [each for each in found.replies if each.consent.allows] if found else []
    blocks += _opening(composition, where, group, item, part, shown=len(shown), found=found)
    note = group.inner(role("note"))
    if note and item.get(note.id):
        blocks += composition.prose(f"{where}/{note.id}", note, item.get(note.id))
    if replies and found:
        composition.quoted_replies[where] = found.names
        _account_for(composition, f"{where}/{replies.id}", found)
        blocks += _by_theme(composition, f"{where}/{replies.id}", replies, found)
    composition.let_decide(f"{where}/{QUOTE_ALL}", DECIDES)
    composition.let_decide(f"{where}/{THEMES}", "The themes are the headings.")
    known = {role(name) for name in ("question", "survey", "received", "themed_by", "note", "replies")}
    return blocks + rest_of(composition, where, group, item, known | {QUOTE_ALL, THEMES})


def _opening(
    composition: Composition,
    where: str,
    group: Field,
    item: Item,
    part: Part,
    *,
    shown: int,
    found: OpenQuestion | None,
) -> list[Block]:
    """Return the line that says how many replied, how many are shown, and who sorted them."""
    received = item.get(part.role("received")) or (len(found.replies) if found else 0)
    many = received if isinstance(received, str) else f"{received:,}"
    running = words(f"{shown:,} of {many} replies shown, word for word.") if received else ()
    survey, sorter = group.inner(part.role("survey")), group.inner(part.role("themed_by"))
    if survey and (said := cell(composition, where, survey, item)):
        running += words(" Asked in: " if running else "Asked in: ") + said + words(".")
    if sorter and (said := cell(composition, where, sorter, item)):
        running += (
            words(" Sorted into themes by: " if running else "Sorted into themes by: ") + said + words(".")
        )
    if found and any(len(each.themes) > 1 for each in found.replies):
        running += words(f" {SEVERAL}")
    return [Paragraph(running, style="small")] if running else []


def _by_theme(composition: Composition, path: str, group: Field, found: OpenQuestion) -> list[Block]:
    """Return the replies under their themes; one that has several stands under the first that has room."""
    if not any(each.themes for each in found.replies):
        return [
            block for each in found.replies for block in _reply(composition, path, group, each, found.names)
        ]
    blocks: list[Block] = []
    done: set[str] = set()
    for name in (*found.themes, ""):
        all_of_it = found.in_theme(name)
        quoted = [each for each in all_of_it if each.consent.allows and each.id not in done]
        done |= {each.id for each in quoted}
        if not all_of_it and not (name and any(found.counts().values())):
            continue
        blocks += _theme(composition, path, group, name, quoted, names=found.names, count=len(all_of_it))
    return blocks


def _theme(
    composition: Composition,
    path: str,
    group: Field,
    name: str,
    quoted: Sequence[Reply],
    *,
    names: Names,
    count: int,
) -> list[Block]:
    fewer = f", {len(quoted)} shown" if len(quoted) < count else ""
    said = f"{name or 'Without a theme'} ({counted(count, 'reply')}{fewer})"
    if not quoted:
        return [Paragraph(words(said), style="label")]
    return [
        small_heading(said),
        *(block for each in quoted for block in _reply(composition, path, group, each, names)),
    ]


def _reply(composition: Composition, path: str, group: Field, reply: Reply, names: Names) -> list[Block]:
    """Return one reply, if it may be quoted, with what else is said about it."""
    if not reply.consent.allows:
        return []
    where = f"{path}/{reply.id}"
    said = group.inner(names.words)
    blocks: list[Block] = []
    if reply.from_file:
        lines = tuple(words(line) for line in reply.text.plain.split("\n") if line.strip())
        blocks.append(Quotation(lines, voice=said.voice if said else Voice.RESPONDENT))
    entry = composition.answers.get(where)
    if not isinstance(entry, Item):
        return blocks
    if said and entry.get(said.id) and not reply.from_file:
        blocks += _typed(composition, f"{where}/{said.id}", said, entry)
    return blocks + rest_of(composition, where, group, entry, {names.words, names.theme, names.may_quote})


def _typed(composition: Composition, path: str, said: Field, entry: Item) -> list[Block]:
    if composition.versions(path, said):
        return composition.prose(path, said, entry.get(said.id))
    if said.kind == "text":
        return [Quotation(paragraphs_of(entry.text(said.id)), voice=said.voice)]
    owner = path.rpartition("/")[0]
    return [Quotation((cell(composition, owner, said, entry),), voice=said.voice)]


def _account_for(composition: Composition, path: str, found: OpenQuestion) -> None:
    """Say of each entry what is decided by it, and of one that may not be quoted why it is not printed."""
    for reply in found.replies:
        entry = composition.answers.get(f"{path}/{reply.id}")
        if not isinstance(entry, Item):
            continue
        composition.let_decide(f"{path}/{reply.id}/{found.names.may_quote}", DECIDES)
        if len(themes_in(entry.get(found.names.theme))) > 1:
            composition.let_decide(f"{path}/{reply.id}/{found.names.theme}", "The themes are the headings.")
        for name in entry.values if not reply.consent.allows else ():
            if name != found.names.theme:
                composition.keep_back(f"{path}/{reply.id}/{name}", NOT_AGREED)


def _names(part: Part) -> Names:
    return Names(*(part.role(name) for name in ("replies", "words", "theme", "may_quote")))
