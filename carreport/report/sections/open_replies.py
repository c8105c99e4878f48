"""Open questions, with how many replies are shown and those that may be quoted, by theme."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.form.answers import Item
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Value, Voice
from carreport.form.wording import format_quantity, is_countable
from carreport.language.language_tags import is_english
from carreport.language.messages import format_number, gettext, gettext_noop, language_of_words, ngettext
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, BlockQuote, Heading, Paragraph, filled_in, inline_text, plain_text
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
NO_OTHER = gettext_noop("No other reply is shown from: {themes}.")
SEVERAL = gettext_noop("Some replies have several themes; each reply is shown once.")


def show_replies(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return each open question with its number of replies and the replies that may be quoted."""
    (path,) = part.answers
    group = context.question(path)
    if group is None:
        return []
    questions = [_question(context, where, group, item, part) for where, item in context.entries(path)]
    ordered = sorted(questions, key=lambda blocks: bool(blocks) and isinstance(blocks[0], Heading))
    return [block for blocks in ordered for block in blocks]  # those without a heading belong to none


def _question(context: BuildContext, where: str, group: Field, item: Item, part: TemplatePart) -> list[Block]:
    role = part.role
    prompt = group.inner_field(role("question"))
    title = plain_text(cell_text(context, where, prompt, item)) if prompt else ""
    blocks: list[Block] = []
    replies = group.inner_field(role("replies"))
    open_replies = open_question(context.form, context.answers, where, _names(part)) if replies else None
    shown = [reply for reply in open_replies.replies if reply.consent.allows_quoting] if open_replies else []
    blocks += _counts_paragraph(context, where, group, item, part, shown=len(shown), found=open_replies)
    note = group.inner_field(role("note"))
    if note and item.get(note.id):
        blocks += context.prose(f"{where}/{note.id}", note, item.get(note.id))
    if replies and open_replies:
        context.quoted_replies[where] = open_replies.field_ids
        _account_for(context, f"{where}/{replies.id}", open_replies)
        blocks += _by_theme(context, f"{where}/{replies.id}", replies, open_replies)
    context.mark_used(f"{where}/{QUOTE_ALL}", DECIDES)
    context.mark_used(f"{where}/{THEMES}", "The themes are used as headings.")
    known = {role(name) for name in ("question", "survey", "received", "themed_by", "note", "replies")}
    blocks += remaining_blocks(context, where, group, item, known | {QUOTE_ALL, THEMES})
    return [*_heading(title, blocks), *blocks]


def _heading(title: str, blocks: Sequence[Block]) -> list[Block]:
    """Return the question as a heading, or as a line if only a note on its replies follows."""
    if not title:
        return []
    is_note = all(isinstance(block, Paragraph) and block.style == "small" for block in blocks)
    if not blocks:
        return [Paragraph(inline_text(title))]
    return [Paragraph(inline_text(title), style="label")] if is_note else [Heading(3, "", title, "")]


def replies_shown_text(received: Value, shown: int, found: OpenQuestion | None) -> str:
    """Return how many of the replies are shown: of those received, as typed, or else of those listed."""
    listed = len(found.replies) if found else 0
    count = listed if received in (None, "") else received
    if not (count or listed):
        return "" if received in (None, "") else gettext("0 replies received.")
    if isinstance(count, str):
        return _shown_of_approximate(count, shown)
    if not shown and count > 0:
        return ngettext("The only reply is not shown.", "None of the {count} replies is shown.", count)
    received_text = format_number(count)
    if not shown:
        return gettext("No reply is shown; {received} received.", received=received_text)
    if shown > count:
        return ngettext(
            "{count} reply shown, word for word; {received} received.",
            "{count} replies shown, word for word; {received} received.",
            shown,
            received=received_text,
        )
    return ngettext(
        "{shown} of {count} reply shown, word for word.",
        "{shown} of {count} replies shown, word for word.",
        count,
        shown=format_number(shown),
    )


def _shown_of_approximate(received: str, shown: int) -> str:
    """Return “1 of about 20 replies shown, word for word.”; text such as “unknown” is given after it."""
    if is_countable(received):
        replies = format_quantity(received, "replies") if is_english(language_of_words()) else received
        if not shown:
            return gettext("None of {replies} is shown.", replies=replies)
        return gettext(
            "{shown} of {replies} shown, word for word.", shown=format_number(shown), replies=replies
        )
    if not shown:
        return gettext("No reply is shown; number received: {received}.", received=received)
    return ngettext(
        "{count} reply shown, word for word; number received: {received}.",
        "{count} replies shown, word for word; number received: {received}.",
        shown,
        received=received,
    )


def _counts_paragraph(
    context: BuildContext,
    where: str,
    group: Field,
    item: Item,
    part: TemplatePart,
    *,
    shown: int,
    found: OpenQuestion | None,
) -> list[Block]:
    """Return a line on how many replies are shown, which survey asked, and who sorted the replies."""
    running = inline_text(replies_shown_text(item.get(part.role("received")), shown, found))
    survey, sorter = group.inner_field(part.role("survey")), group.inner_field(part.role("themed_by"))
    if survey and (text := cell_text(context, where, survey, item)):
        asked = gettext("Asked in: {survey}.")
        running += filled_in(f" {asked}" if running else asked, survey=text)
    if sorter and (text := cell_text(context, where, sorter, item)):
        sorted_by = gettext("Sorted into themes by: {sorter}.")
        running += filled_in(f" {sorted_by}" if running else sorted_by, sorter=text)
    if found and any(len(reply.themes) > 1 for reply in found.replies):
        running += inline_text(f" {gettext(SEVERAL)}")
    return [Paragraph(running, style="small")] if running else []


def _by_theme(context: BuildContext, path: str, group: Field, found: OpenQuestion) -> list[Block]:
    """Return the replies by theme; a reply with several themes is printed under the first."""
    if not any(reply.themes for reply in found.replies):
        return [
            block for reply in found.replies for block in _reply(context, path, group, reply, found.field_ids)
        ]
    blocks: list[Block] = []
    quoted_ids: set[str] = set()
    not_shown: list[str] = []
    for name in (*found.themes, ""):
        in_theme = found.replies_in_theme(name)
        quotable = [
            reply for reply in in_theme if reply.consent.allows_quoting and reply.id not in quoted_ids
        ]
        quoted_ids |= {reply.id for reply in quotable}
        if quotable:
            blocks += _theme(context, path, group, name, quotable, names=found.field_ids, count=len(in_theme))
        elif in_theme:
            theme = name or gettext("no theme")
            count = len(in_theme)
            not_shown.append(
                ngettext("{theme} ({count} reply)", "{theme} ({count} replies)", count, theme=theme)
            )
    if not_shown:
        blocks.append(Paragraph(inline_text(gettext(NO_OTHER, themes=", ".join(not_shown))), style="small"))
    return blocks


def _theme(
    context: BuildContext,
    path: str,
    group: Field,
    name: str,
    quoted: Sequence[OpenReply],
    *,
    names: ReplyFieldIds,
    count: int,
) -> list[Block]:
    heading = _theme_heading(name or gettext("No theme"), len(quoted), count)
    return [
        small_heading(heading),
        *(block for reply in quoted for block in _reply(context, path, group, reply, names)),
    ]


def _theme_heading(theme: str, shown: int, count: int) -> str:
    """Return “Time (12 replies, 5 shown)”, or “Time (12 replies)” if all are shown."""
    if shown >= count:
        return ngettext("{theme} ({count} reply)", "{theme} ({count} replies)", count, theme=theme)
    return ngettext(
        "{theme} ({count} reply, {shown} shown)",
        "{theme} ({count} replies, {shown} shown)",
        count,
        theme=theme,
        shown=str(shown),
    )


def _reply(
    context: BuildContext, path: str, group: Field, reply: OpenReply, names: ReplyFieldIds
) -> list[Block]:
    """Return one reply with the other answers about it, or nothing if it may not be quoted."""
    if not reply.consent.allows_quoting:
        return []
    where = f"{path}/{reply.id}"
    words = group.inner_field(names.words)
    blocks: list[Block] = []
    if reply.is_from_file:
        lines = tuple(inline_text(line) for line in reply.text.plain_text.split("\n") if line.strip())
        blocks.append(BlockQuote(lines, voice=words.voice if words else Voice.RESPONDENT))
    entry = context.answers.get(where)
    if not isinstance(entry, Item):
        return blocks
    if words and entry.get(words.id) and not reply.is_from_file:
        blocks += _typed(context, f"{where}/{words.id}", words, entry)
    return blocks + remaining_blocks(
        context, where, group, entry, {names.words, names.theme, names.may_quote}
    )


def _typed(context: BuildContext, path: str, words: Field, entry: Item) -> list[Block]:
    if context.versions(path, words):
        return context.prose(path, words, entry.get(words.id))
    if kind_of(words).is_rich_text:
        return [BlockQuote(text_to_paragraphs(entry.rich_text(words.id)), voice=words.voice)]
    owner = path.rpartition("/")[0]
    return [BlockQuote((cell_text(context, owner, words, entry),), voice=words.voice)]


def _account_for(context: BuildContext, path: str, found: OpenQuestion) -> None:
    """Mark the answers that decide how replies are printed; withhold replies that may not be quoted."""
    for reply in found.replies:
        entry = context.answers.get(f"{path}/{reply.id}")
        if not isinstance(entry, Item):
            continue
        context.mark_used(f"{path}/{reply.id}/{found.field_ids.may_quote}", DECIDES)
        if len(parse_themes(entry.get(found.field_ids.theme))) > 1:
            context.mark_used(
                f"{path}/{reply.id}/{found.field_ids.theme}", "The themes are used as headings."
            )
        for name in entry.values if not reply.consent.allows_quoting else ():
            if name != found.field_ids.theme:
                context.withhold(f"{path}/{reply.id}/{name}", NOT_AGREED)


def _names(part: TemplatePart) -> ReplyFieldIds:
    return ReplyFieldIds(*(part.role(name) for name in ("replies", "words", "theme", "may_quote")))
