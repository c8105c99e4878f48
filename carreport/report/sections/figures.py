"""Pictures as figures, each with a caption, credit and alt text."""

from __future__ import annotations

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.language.messages import gettext, gettext_noop
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, Figure, Paragraph, inline_text, plain_text
from carreport.report.sections.table_cells import cell_text, facts_line
from carreport.report.templates.template import TemplatePart

KNOWN = ("picture", "caption", "alt", "decorative", "credit", "consent")
NO_CAPTION = gettext_noop("A picture from the inquiry")
NO_ALT = gettext_noop("This picture has no description yet.")
NO_FILE = "The file for this picture is missing from the inquiry."
NO_PICTURE = "No picture has been added here."


def figure_blocks(context: BuildContext, path: str, group: Field, alt: str = "") -> list[Block]:
    """Return the pictures in the group at `path`, each with any other answers about it.

    `alt` is the alt text for pictures without a description of their own.
    """
    blocks: list[Block] = []
    others = [inner for inner in group.fields if inner.id not in KNOWN]
    for where, item in context.entries(path):
        blocks += _figure(context, where, group, item, alt)
        facts = facts_line(context, where, others, item, {inner.id: inner.label for inner in others})
        if facts:
            blocks.append(Paragraph(facts, style="small"))
    return blocks


def _figure(context: BuildContext, where: str, group: Field, item: Item, usual: str) -> list[Block]:
    texts = {
        inner.id: plain_text(cell_text(context, where, inner, item))
        for inner in group.fields
        if inner.id in KNOWN and not kind_of(inner).is_picture
    }
    _mark_settings_used(context, where)
    picture = item.get("picture") or {}
    sha256 = str(picture.get("sha256", ""))
    if sha256 not in context.pictures:
        return _withhold_without_picture(context, where, texts, has_picture=bool(sha256))
    decorative = item.get("decorative") is True
    if decorative:
        context.withhold(f"{where}/alt", "The picture is marked as decorative.")
    alt = "" if decorative else texts.get("alt") or usual or texts.get("caption") or gettext(NO_ALT)
    caption, credit = texts.get("caption") or gettext(NO_CAPTION), texts.get("credit", "")
    return [Figure(f"figure:{where}", 0, caption, sha256, alt, decorative, credit)]


def _withhold_without_picture(
    context: BuildContext, where: str, texts: dict[str, str], *, has_picture: bool
) -> list[Block]:
    context.withhold(paths.field_path(*_parts(where), "picture"), NO_FILE)
    context.withhold(f"{where}/credit", NO_PICTURE)
    context.withhold(f"{where}/alt", NO_PICTURE)
    caption = texts.get("caption", "")
    if has_picture:
        notice = gettext("A picture is missing here: {caption}", caption=caption)
        notice = notice if caption else gettext("A picture is missing here.")
        return [Paragraph(inline_text(notice), style="small")]
    return [Paragraph(inline_text(caption), style="small")] if caption else []


def _mark_settings_used(context: BuildContext, where: str) -> None:
    context.mark_used(f"{where}/decorative", "It decides whether the picture needs a description.")
    context.mark_used(f"{where}/consent", "It decides whether the picture may be printed.")


def _parts(where: str) -> tuple[str, str]:
    return paths.group_path(where), paths.item_id(where)


def show_photos(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return each picture with its caption, credit and alt text."""
    (path,) = part.answers
    group = context.question(path)
    return figure_blocks(context, path, group) if group else []
