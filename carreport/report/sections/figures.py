"""Show pictures as figures, each with its caption, its credit and the words for it."""

from __future__ import annotations

from carreport.form import paths
from carreport.form.answers import Item
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, Figure, Paragraph, inline_text, plain_text
from carreport.report.sections.table_cells import cell_text, facts_line
from carreport.report.templates.template import TemplatePart

KNOWN = ("picture", "caption", "alt", "decorative", "credit", "consent")
NO_CAPTION = "A picture from the inquiry"
NO_ALT = "Nobody has described this picture yet."


def figure_blocks(composition: BuildContext, path: str, group: Field, alt: str = "") -> list[Block]:
    """Return the pictures of the group at `path`, with what else is said about each.

    `alt` stands in for a picture that nobody has described.
    """
    blocks: list[Block] = []
    others = [each for each in group.fields if each.id not in KNOWN]
    for where, item in composition.entries(path):
        blocks += _figure(composition, where, group, item, alt)
        said = facts_line(composition, where, others, item, {each.id: each.label for each in others})
        if said:
            blocks.append(Paragraph(said, style="small"))
    return blocks


def _figure(composition: BuildContext, where: str, group: Field, item: Item, usual: str) -> list[Block]:
    named = {
        each.id: plain_text(cell_text(composition, where, each, item))
        for each in group.fields
        if each.id in KNOWN and not kind_of(each).is_picture
    }
    _mark_settings_used(composition, where)
    kept = item.get("picture") or {}
    sha256 = str(kept.get("sha256", ""))
    if sha256 not in composition.pictures:
        return _withhold_without_picture(composition, where, named, has_picture=bool(sha256))
    decorative = item.get("decorative") is True
    if decorative:
        composition.withhold(f"{where}/alt", "The picture is marked as decoration.")
    alt = "" if decorative else named.get("alt") or usual or named.get("caption") or NO_ALT
    caption, credit = named.get("caption") or NO_CAPTION, named.get("credit", "")
    return [Figure(f"figure:{where}", 0, caption, sha256, alt, decorative, credit)]


def _withhold_without_picture(
    composition: BuildContext, where: str, named: dict[str, str], *, has_picture: bool
) -> list[Block]:
    composition.withhold(paths.field_path(*_parts(where), "picture"), "Its file is not in the inquiry.")
    composition.withhold(f"{where}/credit", "There is no picture to go with it.")
    composition.withhold(f"{where}/alt", "There is no picture to go with it.")
    caption = named.get("caption", "")
    if has_picture:
        said = f"A picture is missing here: {caption}" if caption else "A picture is missing here."
        return [Paragraph(inline_text(said), style="small")]
    return [Paragraph(inline_text(caption), style="small")] if caption else []


def _mark_settings_used(composition: BuildContext, where: str) -> None:
    composition.mark_used(f"{where}/decorative", "It decides whether the picture needs words.")
    composition.mark_used(f"{where}/consent", "It decides whether the picture may be printed.")


def _parts(where: str) -> tuple[str, str]:
    return paths.group_path(where), paths.item_id(where)


def show_photos(composition: BuildContext, part: TemplatePart) -> list[Block]:
    """Return each picture with its caption, credit and text alternative."""
    (path,) = part.answers
    group = composition.question(path)
    return figure_blocks(composition, path, group) if group else []
