"""Show open questions with the replies that may be quoted, by theme, “n of m shown”."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.form.answers import Item
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Voice
from carreport.form.wording import format_count
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, BlockQuote, Heading, Paragraph, inline_text, plain_text
from carreport.report.prose import text_to_paragraphs
from carreport.report.sections.generic_group import remaining_blocks, small_heading
from carreport.report.sections.table_cells import cell_text
from carreport.report.templates.template import TemplatePart
from carreport.survey.themes import (
    QUOTE_ALL,
    THEMES,
    OpenQuestion,
    OpenReply,
    ReplyFieldIds,
    open_question,
    parse_themes,
)

NOT_AGREED = "The person has not agreed to be quoted."
DECIDES = "It decides whether the reply is quoted."
SEVERAL = "Some replies belong to several themes; each is shown once."


def show_replies(composition: BuildContext, part: TemplatePart) -> list[Block]:
    """Return each open question: how many replied, and the replies that may be quoted."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    blocks: list[Block] = []
    for where, item in composition.entries(path):
        blocks += _question(composition, where, group, item, part)
    return blocks


def _question(
    composition: BuildContext, where: str, group: Field, item: Item, part: TemplatePart
) -> list[Block]:
    role = part.role
    asked = group.inner_field(role("question"))
    title = plain_text(cell_text(composition, where, asked, item)) if asked else ""
    blocks: list[Block] = [Heading(3, "", title, "")] if title else []
    replies = group.inner_field(role("replies"))
    found = open_question(composition.form, composition.answers, where, _names(part)) if replies else None
    shown = [each for each in found.replies if each.consent.allows_quoting] if found else []
    blocks += _counts_paragraph(composition, where, group, item, part, shown=len(shown), found=found)
    note = group.inner_field(role("note"))
    if note and item.get(note.id):
        blocks += composition.prose(f"{where}/{note.id}", note, item.get(note.id))
    if replies and found:
        composition.quoted_replies[where] = found.field_ids
        _account_for(composition, f"{where}/{replies.id}", found)
        blocks += _by_theme(composition, f"{where}/{replies.id}", replies, found)
    composition.mark_used(f"{where}/{QUOTE_ALL}", DECIDES)
    composition.mark_used(f"{where}/{THEMES}", "The themes are the headings.")
    known = {role(name) for name in ("question", "survey", "received", "themed_by", "note", "replies")}
    return blocks + remaining_blocks(composition, where, group, item, known | {QUOTE_ALL, THEMES})


def _counts_paragraph(
    composition: BuildContext,
    where: str,
    group: Field,
    item: Item,
    part: TemplatePart,
    *,
    shown: int,
    found: OpenQuestion | None,
) -> list[Block]:
    """Return the line that says how many replied, how many are shown, and who sorted them."""
    received = item.get(part.role("received")) or (len(found.replies) if found else 0)
    many = received if isinstance(received, str) else f"{received:,}"
    running = inline_text(f"{shown:,} of {many} replies shown, word for word.") if received else ()
    survey, sorter = group.inner_field(part.role("survey")), group.inner_field(part.role("themed_by"))
    if survey and (said := cell_text(composition, where, survey, item)):
        running += inline_text(" Asked in: " if running else "Asked in: ") + said + inline_text(".")
    if sorter and (said := cell_text(composition, where, sorter, item)):
        running += (
            inline_text(" Sorted into themes by: " if running else "Sorted into themes by: ")
            + said
            + inline_text(".")
        )
    if found and any(len(each.themes) > 1 for each in found.replies):
        running += inline_text(f" {SEVERAL}")
    return [Paragraph(running, style="small")] if running else []


def _by_theme(composition: BuildContext, path: str, group: Field, found: OpenQuestion) -> list[Block]:
    """Return the replies under their themes; one that has several stands under the first that has room."""
    if not any(each.themes for each in found.replies):
        return [
            block
            for each in found.replies
            for block in _reply(composition, path, group, each, found.field_ids)
        ]
    blocks: list[Block] = []
    done: set[str] = set()
    for name in (*found.themes, ""):
        all_of_it = found.replies_in_theme(name)
        quoted = [each for each in all_of_it if each.consent.allows_quoting and each.id not in done]
        done |= {each.id for each in quoted}
        if not all_of_it and not (name and any(found.theme_counts().values())):
            continue
        blocks += _theme(composition, path, group, name, quoted, names=found.field_ids, count=len(all_of_it))
    return blocks


def _theme(
    composition: BuildContext,
    path: str,
    group: Field,
    name: str,
    quoted: Sequence[OpenReply],
    *,
    names: ReplyFieldIds,
    count: int,
) -> list[Block]:
    fewer = f", {len(quoted)} shown" if len(quoted) < count else ""
    said = f"{name or 'Without a theme'} ({format_count(count, 'reply')}{fewer})"
    if not quoted:
        return [Paragraph(inline_text(said), style="label")]
    return [
        small_heading(said),
        *(block for each in quoted for block in _reply(composition, path, group, each, names)),
    ]


def _reply(
    composition: BuildContext, path: str, group: Field, reply: OpenReply, names: ReplyFieldIds
) -> list[Block]:
    """Return one reply, if it may be quoted, with what else is said about it."""
    if not reply.consent.allows_quoting:
        return []
    where = f"{path}/{reply.id}"
    said = group.inner_field(names.words)
    blocks: list[Block] = []
    if reply.is_from_file:
        lines = tuple(inline_text(line) for line in reply.text.plain_text.split("\n") if line.strip())
        blocks.append(BlockQuote(lines, voice=said.voice if said else Voice.RESPONDENT))
    entry = composition.answers.get(where)
    if not isinstance(entry, Item):
        return blocks
    if said and entry.get(said.id) and not reply.is_from_file:
        blocks += _typed(composition, f"{where}/{said.id}", said, entry)
    return blocks + remaining_blocks(
        composition, where, group, entry, {names.words, names.theme, names.may_quote}
    )


def _typed(composition: BuildContext, path: str, said: Field, entry: Item) -> list[Block]:
    if composition.versions(path, said):
        return composition.prose(path, said, entry.get(said.id))
    if kind_of(said).is_rich_text:
        return [BlockQuote(text_to_paragraphs(entry.rich_text(said.id)), voice=said.voice)]
    owner = path.rpartition("/")[0]
    return [BlockQuote((cell_text(composition, owner, said, entry),), voice=said.voice)]


def _account_for(composition: BuildContext, path: str, found: OpenQuestion) -> None:
    """Say of each entry what is decided by it, and of one that may not be quoted why it is not printed."""
    for reply in found.replies:
        entry = composition.answers.get(f"{path}/{reply.id}")
        if not isinstance(entry, Item):
            continue
        composition.mark_used(f"{path}/{reply.id}/{found.field_ids.may_quote}", DECIDES)
        if len(parse_themes(entry.get(found.field_ids.theme))) > 1:
            composition.mark_used(
                f"{path}/{reply.id}/{found.field_ids.theme}", "The themes are the headings."
            )
        for name in entry.values if not reply.consent.allows_quoting else ():
            if name != found.field_ids.theme:
                composition.withhold(f"{path}/{reply.id}/{name}", NOT_AGREED)


def _names(part: TemplatePart) -> ReplyFieldIds:
    return ReplyFieldIds(*(part.role(name) for name in ("replies", "words", "theme", "may_quote")))
