"""The text that a report must contain for chosen evidence and for replies from files.

A learning point stores only the path of its evidence, and all replies from a file form one answer.
Their current text is taken from the answers, not from the report.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from carreport.form import paths
from carreport.form.answers import Answers
from carreport.form.kinds import kind_of
from carreport.form.schema import Form
from carreport.report.model import Report
from carreport.survey.evidence import resolve_evidence
from carreport.survey.themes import ReplyFieldIds, open_question


@dataclass(frozen=True, slots=True)
class ExpectedText:
    """Text that a report must contain: the path of the answer, a label and the paragraphs."""

    path: str
    label: str
    lines: tuple[str, ...]


def expected_texts(report: Report, form: Form, answers: Answers) -> Iterator[ExpectedText]:
    """Yield the text of the evidence and of the replies from files that this report prints."""
    for answer in answers.answered_fields(form):
        if kind_of(answer.field).is_evidence and answer.path in report.used_answers:
            evidence = resolve_evidence(form, answers, str(answer.value))
            if evidence.paragraphs:
                yield ExpectedText(answer.path, answer.field.label, evidence.paragraphs)
    for path, names in report.quoted_replies.items():
        yield from _replies(form, answers, path, names)


def _replies(form: Form, answers: Answers, path: str, names: ReplyFieldIds) -> Iterator[ExpectedText]:
    question = open_question(form, answers, path, names)
    label = str(question.item.get("question") or "An open question") if question else ""
    for reply in question.replies if question else ():
        if reply.is_from_file and reply.consent.allows_quoting:
            lines = tuple(line for line in reply.text.plain_text.split("\n") if line.strip())
            yield ExpectedText(paths.field_path(path, names.replies, reply.id), label, lines)
