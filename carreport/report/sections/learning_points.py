"""Show learning points, each with the words and figures that it rests on."""

from __future__ import annotations

from carreport.form.answers import Item
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Voice
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, BlockQuote, InlineText, Paragraph, inline_text, plain_text
from carreport.report.prose import text_to_paragraphs
from carreport.report.sections.generic_group import long_answer_blocks, remaining_blocks, small_heading
from carreport.report.sections.table_cells import cell_text
from carreport.report.templates.template import TemplatePart
from carreport.survey.evidence import EvidenceText, EvidenceType, resolve_evidence

EVIDENCE_FIELD = "evidence"
WHOSE = {EvidenceType.REPLY: "Somebody who answered a survey", EvidenceType.NOTE: "A note from a workshop"}
UNSPOKEN = ("record", "figure")
"""What shows a point without anybody having said it: it is told, not quoted."""


def show_learning_points(composition: BuildContext, part: TemplatePart) -> list[Block]:
    """Return each learning point: its label, its sentence, what shows it, what it means."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    blocks: list[Block] = []
    for where, item in composition.entries(path):
        blocks += _point(composition, where, group, item, part)
    return blocks


def _point(
    composition: BuildContext, where: str, group: Field, item: Item, part: TemplatePart
) -> list[Block]:
    label, statement = group.inner_field(part.role("label")), group.inner_field(part.role("statement"))
    title = plain_text(cell_text(composition, where, label, item)) if label else ""
    blocks: list[Block] = [small_heading(title)] if title else []
    if statement and (said := cell_text(composition, where, statement, item)):
        blocks.append(Paragraph(said, style="lead"))
    shown = group.inner_field(part.role("shown"))
    if shown:
        path = f"{where}/{shown.id}"
        for inner_path, inner in composition.entries(path):
            blocks += _evidence(composition, inner_path, shown, inner, part)
    meaning = group.inner_field(part.role("so"))
    if meaning:
        blocks += long_answer_blocks(composition, where, [meaning], item, {meaning.id: "What it means here."})
    known = {part.role(name) for name in ("label", "statement", "shown", "so")}
    return blocks + remaining_blocks(composition, where, group, item, known)


def _evidence(
    composition: BuildContext, where: str, group: Field, item: Item, part: TemplatePart
) -> list[Block]:
    said, voice = group.inner_field(part.role("words")), group.inner_field(part.role("voice"))
    source = group.inner_field(part.role("source"))
    whose = [cell_text(composition, where, each, item) for each in (voice, source) if each]
    speaker = ", ".join(filter(None, map(plain_text, whose)))
    blocks = _evidence_blocks(composition, where, group, item)
    if said is None or not item.get(said.id):
        blocks += [Paragraph(inline_text(speaker), style="small")] if speaker else []
    elif composition.versions(f"{where}/{said.id}", said):
        blocks += composition.prose(f"{where}/{said.id}", said, item.get(said.id))
        blocks += [Paragraph(inline_text(speaker), style="small")] if speaker else []
    elif voice and item.get(voice.id) in UNSPOKEN:
        blocks += composition.prose(f"{where}/{said.id}", said, item.get(said.id))
        blocks.append(Paragraph(inline_text(speaker), style="small"))
    else:
        blocks.append(
            BlockQuote(_quoted_paragraphs(composition, where, said, item), speaker, voice=said.voice)
        )
    known = {EVIDENCE_FIELD, *(part.role(name) for name in ("words", "voice", "source"))}
    return blocks + remaining_blocks(composition, where, group, item, known)


def _evidence_blocks(composition: BuildContext, where: str, group: Field, item: Item) -> list[Block]:
    """Return what picked evidence says now; of what may not be printed, nothing."""
    place = item.get(EVIDENCE_FIELD)
    if not place or group.inner_field(EVIDENCE_FIELD) is None:
        return []
    shown = resolve_evidence(composition.form, composition.all_answers, str(place))
    trouble = shown.problem or _withhold_reason(composition, str(place), shown)
    if trouble:
        composition.withhold(f"{where}/{EVIDENCE_FIELD}", trouble)
        return []
    composition.mark_used(f"{where}/{EVIDENCE_FIELD}", "It names what is printed.")
    running = tuple(inline_text(line) for line in shown.paragraphs)
    if shown.type in (EvidenceType.FIGURE, EvidenceType.SOURCE):
        told = [Paragraph(each) for each in running]
        return [*told, Paragraph(inline_text(shown.source), style="small")]
    voice = Voice.RESPONDENT if shown.type is EvidenceType.REPLY else Voice.GROUP
    speaker = WHOSE[shown.type] if not shown.source else f"{WHOSE[shown.type]}, {shown.source}"
    return [BlockQuote(running, speaker, voice=voice)]


def _withhold_reason(composition: BuildContext, place: str, shown: EvidenceText) -> str:
    """Return why the entry that is pointed to may not be printed here, or nothing."""
    if shown.type is EvidenceType.FIGURE:
        return ""
    path = place.partition("#")[0]
    if composition.all_answers.get(path) is not None and composition.answers.get(path) is None:
        return "What it points to is not printed in this report."
    return ""


def _quoted_paragraphs(
    composition: BuildContext, where: str, said: Field, item: Item
) -> tuple[InlineText, ...]:
    if kind_of(said).is_rich_text:
        return text_to_paragraphs(item.rich_text(said.id))
    return (cell_text(composition, where, said, item),)
