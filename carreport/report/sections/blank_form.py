"""Print the empty form: every question with its guidance, and room to write by hand."""

from __future__ import annotations

from carreport.form.kinds import kind_of
from carreport.form.richtext import Span
from carreport.form.schema import Field, Section
from carreport.form.wording import format_count, sentence_case
from carreport.report.model import Block, Heading, InlineText, Paragraph, Table, WritingLines, inline_text

BOX = "\u2610"
ROWS = 6
_WIDEST, _FEW = 6, 4


def blank_section_blocks(section: Section) -> list[Block]:
    """Return one section of the form, to be filled in by hand."""
    about = f"About {format_count(section.minutes, 'minute')}." if section.minutes else ""
    said = " ".join(filter(None, (section.intro, about)))
    blocks: list[Block] = [Paragraph(inline_text(said), style="lead")] if said else []
    for question in section.fields:
        blocks += [
            Heading(2, "", question.label, ""),
            *_guidance(section, question),
            *_answer_blocks(question),
        ]
    return blocks


def _guidance(section: Section, question: Field) -> list[Block]:
    """Return why it is asked, what to take care of, and one good answer."""
    why = " ".join(filter(None, (_condition(section, question), question.why, question.pitfalls)))
    told: list[Block] = [Paragraph(inline_text(why))] if why else []
    if question.example:
        told.append(Paragraph((Span("For example: ", strong=True), Span(question.example)), style="small"))
    return told


def _condition(section: Section, question: Field) -> str:
    """Return when a question is asked at all."""
    condition = question.show_if
    asked = section.field(condition.field) if condition else None
    if condition is None or asked is None:
        return ""
    wanted = " or ".join(f"“{asked.label_of(str(value))}”" for value in condition.values)
    return f"Only if you answered “{asked.label}” with {wanted}."


def _answer_blocks(question: Field) -> list[Block]:
    """Return the room for an answer, as its kind needs it."""
    if question.is_group:
        return _entries(question)
    space = kind_of(question).answer_space(question)
    if space.boxes:
        boxes = "\u2003".join(f"{BOX}\u00a0{label}" for label in space.boxes)
        return [Paragraph(inline_text("\n".join(filter(None, (space.hint, boxes)))))]
    hint: list[Block] = [Paragraph(inline_text(space.hint), style="small")] if space.hint else []
    return [*hint, WritingLines(space.lines)]


def _entries(group: Field) -> list[Block]:
    """Return room for the entries of a list: one table for all, or one for each where much is asked."""
    if len(group.fields) <= _WIDEST and all(kind_of(inner).fits_narrow_column for inner in group.fields):
        return [_grid(group)]
    entries = 2 if len(group.fields) <= _FEW else 1
    return [_form(group, number, last=number == entries) for number in range(1, entries + 1)]


def _grid(group: Field) -> Table:
    """Return a table with a row for each entry; what may be chosen stands below it."""
    told = [
        f"{each.label} {', '.join(choice.label for choice in each.choices)}."
        for each in group.fields
        if each.choices
    ]
    return Table(
        anchor="",
        number=0,
        caption=f"{sentence_case(group.item_noun)}: one in each row",
        header=tuple(each.label for each in group.fields),
        rows=tuple(tuple(() for _ in group.fields) for _ in range(ROWS)),
        numeric_columns=tuple(False for _ in group.fields),
        has_row_headers=False,
        note=" ".join(told),
        is_blank_form=True,
    )


def _form(group: Field, number: int, *, last: bool) -> Table:
    """Return a table for one entry, with a row for each thing that is asked about it."""
    rows = tuple((inline_text(each.label), _answer(each)) for each in group.fields)
    return Table(
        anchor="",
        number=0,
        caption=f"{sentence_case(group.item_noun)} {number}",
        header=("What is asked", "Your answer"),
        rows=rows,
        numeric_columns=(False, False),
        note="Copy this page for more." if last else "",
        is_blank_form=True,
    )


def _answer(question: Field) -> InlineText:
    """Return what stands in the cell for an answer: boxes to tick, or empty lines."""
    if question.is_group:
        asked = "; ".join(each.label.rstrip("?") for each in question.fields)
        return inline_text(f"For each {question.item_noun}: {asked}\n\n\n\n")
    kind = kind_of(question)
    boxes = "\n".join(f"{BOX} {label}" for label in kind.answer_space(question).boxes)
    return inline_text(boxes or ("\n\n\n" if kind.is_rich_text else ""))
