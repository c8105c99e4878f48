"""Learning points, each with its evidence."""

from __future__ import annotations

from carreport.form.answers import Item
from carreport.form.kinds import kind_of
from carreport.form.schema import Field, Voice
from carreport.language.messages import gettext, gettext_noop
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, BlockQuote, InlineText, Paragraph, inline_text, plain_text
from carreport.report.printable import NOT_RELEASED
from carreport.report.prose import text_to_paragraphs
from carreport.report.sections.generic_group import long_answer_blocks, remaining_blocks, small_heading
from carreport.report.sections.table_cells import cell_text
from carreport.report.templates.template import TemplatePart
from carreport.survey.evidence import EvidenceText, EvidenceType, resolve_evidence

EVIDENCE_FIELD = "evidence"
WHOSE = {
    EvidenceType.REPLY: gettext_noop("Someone who answered a survey"),
    EvidenceType.NOTE: gettext_noop("A note from a workshop"),
}
UNSPOKEN = ("record", "figure")
"""Sources that are not people; text from them is printed as prose, not as a quotation."""


def show_learning_points(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return each learning point: its label, its statement, its evidence and what it means."""
    (path,) = part.answers
    group = context.question(path)
    if group is None:
        return []
    blocks: list[Block] = []
    for where, item in context.entries(path):
        blocks += _point(context, where, group, item, part)
    return blocks


def _point(context: BuildContext, where: str, group: Field, item: Item, part: TemplatePart) -> list[Block]:
    label, statement = group.inner_field(part.role("label")), group.inner_field(part.role("statement"))
    title = plain_text(cell_text(context, where, label, item)) if label else ""
    blocks: list[Block] = [small_heading(title)] if title else []
    if statement and (text := cell_text(context, where, statement, item)):
        blocks.append(Paragraph(text, style="lead"))
    evidence = group.inner_field(part.role("shown"))
    if evidence:
        path = f"{where}/{evidence.id}"
        for inner_path, inner in context.entries(path):
            blocks += _evidence(context, inner_path, evidence, inner, part)
    meaning = group.inner_field(part.role("so"))
    if meaning:
        blocks += long_answer_blocks(
            context, where, [meaning], item, {meaning.id: gettext("What it means here.")}
        )
    known = {part.role(name) for name in ("label", "statement", "shown", "so")}
    return blocks + remaining_blocks(context, where, group, item, known)


def _evidence(context: BuildContext, where: str, group: Field, item: Item, part: TemplatePart) -> list[Block]:
    words, voice = group.inner_field(part.role("words")), group.inner_field(part.role("voice"))
    source = group.inner_field(part.role("source"))
    whose = [cell_text(context, where, question, item) for question in (voice, source) if question]
    speaker = ", ".join(filter(None, map(plain_text, whose)))
    blocks = _evidence_blocks(context, where, group, item)
    if words is None or not item.get(words.id):
        blocks += [Paragraph(inline_text(speaker), style="small")] if speaker else []
    elif context.versions(f"{where}/{words.id}", words):
        blocks += context.prose(f"{where}/{words.id}", words, item.get(words.id))
        blocks += [Paragraph(inline_text(speaker), style="small")] if speaker else []
    elif voice and item.get(voice.id) in UNSPOKEN:
        blocks += context.prose(f"{where}/{words.id}", words, item.get(words.id))
        blocks.append(Paragraph(inline_text(speaker), style="small"))
    else:
        blocks.append(BlockQuote(_quoted_paragraphs(context, where, words, item), speaker, voice=words.voice))
    known = {EVIDENCE_FIELD, *(part.role(name) for name in ("words", "voice", "source"))}
    return blocks + remaining_blocks(context, where, group, item, known)


def _evidence_blocks(context: BuildContext, where: str, group: Field, item: Item) -> list[Block]:
    """Return the current text of the evidence chosen from the inquiry, if it may be printed."""
    place = item.get(EVIDENCE_FIELD)
    if not place or group.inner_field(EVIDENCE_FIELD) is None:
        return []
    evidence = resolve_evidence(context.form, context.all_answers, str(place))
    reason = _unreleased_reason(context, str(place)) or evidence.problem
    reason = reason or _withhold_reason(context, str(place), evidence)
    if reason:
        context.withhold(f"{where}/{EVIDENCE_FIELD}", reason)
        return []
    context.mark_used(f"{where}/{EVIDENCE_FIELD}", "It refers to evidence that is printed.")
    running = tuple(inline_text(line) for line in evidence.paragraphs)
    if evidence.type in (EvidenceType.FIGURE, EvidenceType.SOURCE):
        paragraphs = [Paragraph(line) for line in running]
        return [*paragraphs, Paragraph(inline_text(evidence.source), style="small")]
    voice = Voice.RESPONDENT if evidence.type is EvidenceType.REPLY else Voice.GROUP
    whose = gettext(WHOSE[evidence.type])
    speaker = f"{whose}, {evidence.source}" if evidence.source else whose
    return [BlockQuote(running, speaker, voice=voice)]


def _unreleased_reason(context: BuildContext, place: str) -> str:
    """Return why evidence from an entry that its writer keeps private is left out, or an empty string."""
    return next(
        (
            why
            for path, why in context.withheld.items()
            if path.startswith(f"{place}/") and why == NOT_RELEASED
        ),
        "",
    )


def _withhold_reason(context: BuildContext, place: str, evidence: EvidenceText) -> str:
    """Return why the evidence may not be printed here, or an empty string."""
    if evidence.type is EvidenceType.FIGURE:
        return ""
    path = place.partition("#")[0]
    if context.all_answers.get(path) is not None and context.answers.get(path) is None:
        return "The evidence it refers to is not printed in this report."
    return ""


def _quoted_paragraphs(context: BuildContext, where: str, words: Field, item: Item) -> tuple[InlineText, ...]:
    if kind_of(words).is_rich_text:
        return text_to_paragraphs(item.rich_text(words.id))
    return (cell_text(context, where, words, item),)
