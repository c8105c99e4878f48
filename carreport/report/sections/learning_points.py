"""Show learning points, each with the words and figures that it rests on."""

from __future__ import annotations

from carreport.form.answers import Item
from carreport.form.schema import Field, Voice
from carreport.report.build_context import Composition
from carreport.report.model import Block, Paragraph, Quotation, Words, plain, words
from carreport.report.prose import paragraphs_of
from carreport.report.sections.generic_group import rest_of, small_heading, texts_of
from carreport.report.sections.table_cells import cell
from carreport.report.templates.template import Part
from carreport.survey.evidence import Shown, Sort, show_evidence

PICKED = "evidence"
WHOSE = {Sort.REPLY: "Somebody who answered a survey", Sort.NOTE: "A note from a workshop"}
UNSPOKEN = ("record", "figure")
"""What shows a point without anybody having said it: it is told, not quoted."""


def show_learning_points(composition: Composition, part: Part) -> list[Block]:
    """Return each learning point: its label, its sentence, what shows it, what it means."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    blocks: list[Block] = []
    for where, item in composition.entries(path):
        blocks += _point(composition, where, group, item, part)
    return blocks


def _point(composition: Composition, where: str, group: Field, item: Item, part: Part) -> list[Block]:
    label, statement = group.inner(part.role("label")), group.inner(part.role("statement"))
    title = plain(cell(composition, where, label, item)) if label else ""
    blocks: list[Block] = [small_heading(title)] if title else []
    if statement and (said := cell(composition, where, statement, item)):
        blocks.append(Paragraph(said, style="lead"))
    shown = group.inner(part.role("shown"))
    if shown:
        path = f"{where}/{shown.id}"
        for inner_path, inner in composition.entries(path):
            blocks += _evidence(composition, inner_path, shown, inner, part)
    meaning = group.inner(part.role("so"))
    if meaning:
        blocks += texts_of(composition, where, [meaning], item, {meaning.id: "What it means here."})
    known = {part.role(name) for name in ("label", "statement", "shown", "so")}
    return blocks + rest_of(composition, where, group, item, known)


def _evidence(composition: Composition, where: str, group: Field, item: Item, part: Part) -> list[Block]:
    said, voice = group.inner(part.role("words")), group.inner(part.role("voice"))
    source = group.inner(part.role("source"))
    whose = [cell(composition, where, each, item) for each in (voice, source) if each]
    speaker = ", ".join(filter(None, map(plain, whose)))
    blocks = _picked(composition, where, group, item)
    if said is None or not item.get(said.id):
        blocks += [Paragraph(words(speaker), style="small")] if speaker else []
    elif composition.versions(f"{where}/{said.id}", said):
        blocks += composition.prose(f"{where}/{said.id}", said, item.get(said.id))
        blocks += [Paragraph(words(speaker), style="small")] if speaker else []
    elif voice and item.get(voice.id) in UNSPOKEN:
        blocks += composition.prose(f"{where}/{said.id}", said, item.get(said.id))
        blocks.append(Paragraph(words(speaker), style="small"))
    else:
        blocks.append(Quotation(_quoted(composition, where, said, item), speaker, voice=said.voice))
    known = {PICKED, *(part.role(name) for name in ("words", "voice", "source"))}
    return blocks + rest_of(composition, where, group, item, known)


def _picked(composition: Composition, where: str, group: Field, item: Item) -> list[Block]:
    """Return what picked evidence says now; of what may not be printed, nothing."""
    place = item.get(PICKED)
    if not place or group.inner(PICKED) is None:
        return []
    shown = show_evidence(composition.form, composition.given, str(place))
    trouble = shown.trouble or _why_not(composition, str(place), shown)
    if trouble:
        composition.keep_back(f"{where}/{PICKED}", trouble)
        return []
    composition.let_decide(f"{where}/{PICKED}", "It names what is printed.")
    running = tuple(words(line) for line in shown.words)
    if shown.sort in (Sort.FIGURE, Sort.SOURCE):
        told = [Paragraph(each) for each in running]
        return [*told, Paragraph(words(shown.source), style="small")]
    voice = Voice.RESPONDENT if shown.sort is Sort.REPLY else Voice.GROUP
    speaker = WHOSE[shown.sort] if not shown.source else f"{WHOSE[shown.sort]}, {shown.source}"
    return [Quotation(running, speaker, voice=voice)]


def _why_not(composition: Composition, place: str, shown: Shown) -> str:
    """Return why the entry that is pointed to may not be printed here, or nothing."""
    if shown.sort is Sort.FIGURE:
        return ""
    path = place.partition("#")[0]
    if composition.given.get(path) is not None and composition.answers.get(path) is None:
        return "What it points to is not printed in this report."
    return ""


def _quoted(composition: Composition, where: str, said: Field, item: Item) -> tuple[Words, ...]:
    if said.kind == "text":
        return paragraphs_of(item.text(said.id))
    return (cell(composition, where, said, item),)
