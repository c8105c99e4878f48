"""Single answers, as prose, as a callout or as facts."""

from __future__ import annotations

from carreport.report.build_context import BuildContext
from carreport.report.model import Block, Callout, FactList, InlineText
from carreport.report.sections.table_cells import entry_line
from carreport.report.templates.template import TemplatePart


def show_prose(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return one answer as prose."""
    (path,) = part.answers
    question = context.question(path)
    return context.prose(path, question, context.answers.get(path)) if question else []


def show_callout(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return a callout with a paragraph for each answer; a list gives a paragraph for each entry."""
    paragraphs: list[InlineText] = []
    for path in part.answers:
        question = context.question(path)
        if question is None:
            continue
        if question.is_group:
            entries = context.entries(path)
            paragraphs += [entry_line(context, where, question, item) for where, item in entries]
        else:
            paragraphs.append(context.inline(path, question, context.answers.get(path)))
    label = str(part.settings.get("label", ""))
    return [Callout(tuple(paragraphs), label)] if paragraphs else []


def show_facts(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return short answers, each with its label."""
    labels = part.settings.get("labels", {})
    rows = [
        (labels.get(path, question.label), context.inline(path, question, context.answers.get(path)))
        for path in part.answers
        if (question := context.question(path))
    ]
    return [FactList(tuple(rows))] if rows else []
