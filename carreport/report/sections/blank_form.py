"""The blank form: every question with its guidance and space for a handwritten answer."""

from __future__ import annotations

from carreport.form.kinds import kind_of
from carreport.form.richtext import Span
from carreport.form.schema import Field, Section
from carreport.form.wording import entry_noun, format_list, sentence_case
from carreport.language.messages import gettext, ngettext, quoted
from carreport.report.model import (
    BOX,
    Block,
    Heading,
    InlineText,
    Paragraph,
    Table,
    TickBoxes,
    WritingLines,
    inline_text,
)

ROWS = 6
_WIDEST, _FEW = 6, 4


def blank_section_blocks(section: Section) -> list[Block]:
    """Return one section of the form, to be filled in by hand."""
    about = (
        ngettext("About {count} minute.", "About {count} minutes.", section.minutes)
        if section.minutes
        else ""
    )
    intro = " ".join(filter(None, (section.intro, about)))
    blocks: list[Block] = [Paragraph(inline_text(intro), style="lead")] if intro else []
    for question in section.fields:
        blocks += [
            Heading(2, "", question.label, ""),
            *_guidance(section, question),
            *_answer_blocks(question),
        ]
    return blocks


def _guidance(section: Section, question: Field) -> list[Block]:
    """Return why the question is asked, its pitfalls and an example."""
    why = " ".join(filter(None, (_condition(section, question), question.why, question.pitfalls)))
    blocks: list[Block] = [Paragraph(inline_text(why))] if why else []
    if question.example:
        blocks.append(
            Paragraph((Span(gettext("For example: "), strong=True), Span(question.example)), style="small")
        )
    return blocks


def _condition(section: Section, question: Field) -> str:
    """Return the condition for answering a question as a sentence, or an empty string."""
    condition = question.show_if
    question_asked = section.field(condition.field) if condition else None
    if condition is None or question_asked is None:
        return ""
    labels = format_list([quoted(question_asked.label_of(str(value))) for value in condition.values], "or")
    return gettext(
        "Answer this only if you answered {answers} to “{question}”.",
        answers=labels,
        question=question_asked.label,
    )


def _answer_blocks(question: Field) -> list[Block]:
    """Return boxes to tick or lines to write on, as the kind of question needs."""
    if question.is_group:
        return _entries(question)
    space = kind_of(question).answer_space(question)
    if space.boxes:
        return [TickBoxes(space.boxes, question.label, space.hint)]
    hint: list[Block] = [Paragraph(inline_text(space.hint), style="small")] if space.hint else []
    return [*hint, WritingLines(space.lines, question.label)]


def _entries(group: Field) -> list[Block]:
    """Return space for the entries in a list: one table for all, or a table each if they are large."""
    if len(group.fields) <= _WIDEST and all(kind_of(inner).fits_narrow_column for inner in group.fields):
        return [_grid(group)]
    entries = 2 if len(group.fields) <= _FEW else 1
    return [_form(group, number, last=number == entries) for number in range(1, entries + 1)]


def _grid(group: Field) -> Table:
    """Return an empty table with a row for each entry, and a note below it that lists the choices."""
    choices = [
        f"{inner.label} {', '.join(choice.label for choice in inner.choices)}."
        for inner in group.fields
        if inner.choices
    ]
    return Table(
        anchor="",
        number=0,
        caption=gettext("{entry}: one per row", entry=sentence_case(entry_noun(group.item_noun))),
        header=tuple(inner.label for inner in group.fields),
        rows=tuple(tuple(() for _ in group.fields) for _ in range(ROWS)),
        numeric_columns=tuple(False for _ in group.fields),
        has_row_headers=False,
        note=" ".join(choices),
        is_blank_form=True,
    )


def _form(group: Field, number: int, *, last: bool) -> Table:
    """Return a table for one entry, with a row for each question in it."""
    rows = tuple((inline_text(inner.label), _answer(inner)) for inner in group.fields)
    return Table(
        anchor="",
        number=0,
        caption=f"{sentence_case(entry_noun(group.item_noun))} {number}",
        header=(gettext("Question"), gettext("Your answer")),
        rows=rows,
        numeric_columns=(False, False),
        note=gettext("Copy this page if you need more.") if last else "",
        is_blank_form=True,
    )


def _answer(question: Field) -> InlineText:
    """Return the content of an answer cell: boxes to tick, or empty lines to write on."""
    if question.is_group:
        labels = "; ".join(inner.label.rstrip("?") for inner in question.fields)
        each = gettext(
            "For each {entry}: {questions}", entry=entry_noun(question.item_noun), questions=labels
        )
        return inline_text(f"{each}\n\n\n\n")
    kind = kind_of(question)
    boxes = "\n".join(f"{BOX} {label}" for label in kind.answer_space(question).boxes)
    return inline_text(boxes or ("\n\n\n" if kind.is_rich_text else ""))
