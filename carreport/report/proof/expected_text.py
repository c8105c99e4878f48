"""Know which words a report owes to answers that only point to them, so that the proof looks for those too.

A learning point that picks its evidence keeps a place and no words, and the replies of a file lie together
in one answer. What they say now is worked out from the answers, not from what was printed.
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
    """Words that a report prints: the path of what points to them, its question, and each paragraph."""

    path: str
    label: str
    lines: tuple[str, ...]


def expected_texts(report: Report, form: Form, answers: Answers) -> Iterator[ExpectedText]:
    """Yield the words of picked evidence and of replies of files, as far as this report prints them."""
    for answer in answers.answered_fields(form):
        if kind_of(answer.field).is_evidence and answer.path in report.used_answers:
            shown = resolve_evidence(form, answers, str(answer.value))
            if shown.paragraphs:
                yield ExpectedText(answer.path, answer.field.label, shown.paragraphs)
    for path, names in report.quoted_replies.items():
        yield from _replies(form, answers, path, names)


def _replies(form: Form, answers: Answers, path: str, names: ReplyFieldIds) -> Iterator[ExpectedText]:
    question = open_question(form, answers, path, names)
    asked = str(question.item.get("question") or "An open question") if question else ""
    for reply in question.replies if question else ():
        if reply.is_from_file and reply.consent.allows_quoting:
            lines = tuple(line for line in reply.text.plain_text.split("\n") if line.strip())
            yield ExpectedText(paths.field_path(path, names.replies, reply.id), asked, lines)
