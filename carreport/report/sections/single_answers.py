"""Single answers, as prose, as a callout or as facts."""

from __future__ import annotations

from carreport.report.build_context import BuildContext
from carreport.report.model import Block, Callout, FactList, InlineText
from carreport.report.sections.table_cells import entry_line
from carreport.report.templates.template import TemplatePart


def show_prose(composition: BuildContext, part: TemplatePart) -> list[Block]:
    """Return one answer as prose."""
    (path,) = part.answers
    question = composition.question(path)
    return composition.prose(path, question, composition.answers.get(path)) if question else []


def show_callout(composition: BuildContext, part: TemplatePart) -> list[Block]:
    """Return a callout with a paragraph for each answer and for each entry of a list."""
    paragraphs: list[InlineText] = []
    for path in part.answers:
        question = composition.question(path)
        if question is None:
            continue
        if question.is_group:
            entries = composition.entries(path)
            paragraphs += [entry_line(composition, where, question, item) for where, item in entries]
        else:
            paragraphs.append(composition.inline(path, question, composition.answers.get(path)))
    label = str(part.settings.get("label", ""))
    return [Callout(tuple(paragraphs), label)] if paragraphs else []


def show_facts(composition: BuildContext, part: TemplatePart) -> list[Block]:
    """Return short answers, each with its label."""
    labels = part.settings.get("labels", {})
    rows = [
        (labels.get(path, question.label), composition.inline(path, question, composition.answers.get(path)))
        for path in part.answers
        if (question := composition.question(path))
    ]
    return [FactList(tuple(rows))] if rows else []
