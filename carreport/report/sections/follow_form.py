"""A report in the order of the form: every section with its questions and answers."""

from __future__ import annotations

from carreport.form.answers import is_asked, is_empty, siblings_of
from carreport.form.paths import FELLOW
from carreport.form.schema import Field, Section, Share, Voice
from carreport.language.messages import gettext
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, Heading, Paragraph, inline_text
from carreport.report.prose import with_speaker
from carreport.report.sections.generic_group import group_blocks


def section_blocks(context: BuildContext, section: Section) -> list[Block]:
    """Return the answered questions in one section of the form, each with its answer below it."""
    blocks = answer_blocks(context, f"{section.id}.{FELLOW}")
    for question in section.fields:
        path = f"{section.id}.{question.id}"
        answer = answer_blocks(context, path)
        if answer:
            blocks += [Heading(2, "", question.label, ""), *answer]
    unanswered = _unanswered(context, section) if context.template.names_unanswered else ""
    if unanswered:
        blocks.append(Paragraph(inline_text(unanswered), style="small"))
    return blocks


def answer_blocks(context: BuildContext, path: str) -> list[Block]:
    """Return the answer at `path` in the default presentation, naming the speaker if not the group."""
    question = context.question(path)
    if question is None:
        return []
    if question.is_group:
        blocks = group_blocks(context, path, question)
    else:
        blocks = context.prose(path, question, context.answers.get(path))
    return blocks if question.voice is Voice.GROUP else with_speaker(question.voice, blocks)


def _unanswered(context: BuildContext, section: Section) -> str:
    """Return a line that lists the unanswered questions in a section, or an empty string."""
    siblings = siblings_of(context.all_answers, f"{section.id}.")
    labels = [
        question.label
        for question in section.fields
        if _is_printable(context, question)
        and is_asked(question, siblings)
        and is_empty(question, context.all_answers.get(f"{section.id}.{question.id}"))
    ]
    questions = " ".join(_with_full_stop(label) for label in labels)
    return gettext("Not answered yet: {questions}", questions=questions) if labels else ""


def _is_printable(context: BuildContext, question: Field) -> bool:
    if question.share is Share.PRIVATE:
        return False
    return question.share is Share.PUBLIC or context.template.audience is Share.TEAM


def _with_full_stop(label: str) -> str:
    return label if label.endswith(("?", ".", "!")) else f"{label}."
