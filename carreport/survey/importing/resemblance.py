"""The questions to ask, and the notes to show, about wordings and replies that resemble existing ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from carreport.form.kinds.replies import GROUP, OPEN, STATEMENT, WAVE
from carreport.form.richtext import clean_line
from carreport.form.wording import format_count, format_list, verb_for
from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import TARGETED_TYPES, ColumnMapping, Corrections, match_wave
from carreport.survey.importing.duplicates import DuplicateCheck
from carreport.survey.importing.reply_table import ImportProblem, ReplyTable
from carreport.survey.replies.deduplicate import QuestionKey
from carreport.survey.replies.revised_replies import RevisedAnswer
from carreport.survey.target import SurveyTarget

MOST_LISTED = 8
LONGEST_SHOWN = 200
_TAKES = "Do you want to take the new answers, or keep the earlier ones?"


# Wordings


def wording_notes(
    target: SurveyTarget, mappings: Sequence[ColumnMapping], corrections: Corrections
) -> Iterator[str]:
    """Yield notes on wordings that look alike but are not the same, and on words that are merged."""
    if target.alike is not None and not target.alike.is_asked:
        yield f"“{target.name}” is a new survey. It is not the same as “{target.alike.text}”."
    for mapping in mappings:
        column = mapping.column
        if mapping.alike is not None and not mapping.alike.is_asked:
            yield (
                f"Column {column.name} is a new {_kind(mapping)}: “{column.question[:LONGEST_SHOWN]}”. "
                f"It is not the same as “{mapping.alike.text[:LONGEST_SHOWN]}”."
            )
        for word, name in mapping.names.items():
            if word != name:
                yield f"Column {column.name}: “{word}” is counted as “{name}”."
    wave, _ = match_wave(target, corrections)
    if wave != clean_line(corrections.wave):
        yield f"The survey round “{corrections.wave}” is counted as “{wave}”."


def wording_problems(
    target: SurveyTarget, mappings: Sequence[ColumnMapping], corrections: Corrections
) -> Iterator[ImportProblem]:
    """Yield wordings that may be a misspelt version of an existing one."""
    if target.alike is not None and target.alike.is_asked and not corrections.is_new_survey:
        message = (
            f"“{target.name}” is almost the name of an existing survey, “{target.alike.text}”. "
            "Choose that survey, or say that this is a new one."
        )
        yield ImportProblem("alike-survey", message)
    for mapping in mappings:
        yield from _column_problems(mapping, corrections)
    near = match_wave(target, corrections)[1]
    if near is not None:
        yield _alike_name("survey round", corrections.wave, near.text)


def _column_problems(mapping: ColumnMapping, corrections: Corrections) -> Iterator[ImportProblem]:
    name, is_chosen_new = mapping.column.name, corrections.target_ids.get(mapping.column.number) == ""
    if is_chosen_new and not mapping.is_new and mapping.column_type in TARGETED_TYPES:
        message = (
            f"“{mapping.target_text[:LONGEST_SHOWN]}” already exists with the same wording, so the column "
            "cannot be new. Change the heading in the file if it is a different question."
        )
        yield ImportProblem("same-wording", message, column=name)
    if mapping.alike is not None and mapping.alike.is_asked:
        message = (
            f"Is this the same {_kind(mapping)}? In the file: “{mapping.column.question[:LONGEST_SHOWN]}”. "
            f"In the survey: “{mapping.alike.text[:LONGEST_SHOWN]}”."
        )
        yield ImportProblem("alike", message, column=name)
    kind = "survey round" if mapping.column_type is ColumnType.WAVE else "group"
    for word, near in mapping.alike_names.items():
        yield _alike_name(kind, word, near.text, name)


def _alike_name(kind: str, word: str, existing: str, column: str = "") -> ImportProblem:
    message = f"Is this the same {kind}? In the file: “{word}”. In the survey: “{existing}”."
    return ImportProblem("alike-group", message, column=column)


def _kind(mapping: ColumnMapping) -> str:
    return "question" if mapping.column_type is ColumnType.OPEN else "statement"


# Replies


def revision_problems(
    table: ReplyTable,
    target: SurveyTarget,
    mappings: Sequence[ColumnMapping],
    check: DuplicateCheck,
    labels: Mapping[str, str],
) -> Iterator[ImportProblem]:
    """Yield the question about replies whose answers have changed, then each of these answers.

    `labels` has the label of each point on the scale.
    """
    steps = {key: label for batch in target.batches for key, label in batch["steps"]} | dict(labels)
    columns = {_question_key(mapping): mapping for mapping in mappings}
    yield ImportProblem("replies-corrected", f"{_who_says_something_else(table, check)} {_TAKES}")
    for answer in check.revised[:MOST_LISTED]:
        mapping = columns.get(answer.question)
        question = "Survey round" if mapping is None else mapping.target_text or mapping.column.question
        was, now = (_said(answer, said, steps) for said in (answer.earlier, answer.now))
        message = f"{question[:LONGEST_SHOWN]}: it was {was} and is now {now}."
        column = "" if mapping is None else mapping.column.name
        yield ImportProblem("reply-corrected", message, table.rows[answer.reply], column)
    left = len(check.revised) - MOST_LISTED
    if left > 0:
        yield ImportProblem("reply-corrected", f"{format_count(left, 'more answer')} of this kind.")


def _who_says_something_else(table: ReplyTable, check: DuplicateCheck) -> str:
    certain = check.revised_count - len(check.pairs)
    sentences: list[str] = []
    if certain:
        verb = verb_for(certain, "has", "have")
        sentences.append(f"{format_count(certain, 'reply')} {verb} answers that differ from the survey’s.")
    if len(check.pairs) == 1:
        sentences.append(
            f"Row {table.rows[next(iter(check.pairs))]} is new, and a similar reply in the survey is not "
            "in this file. It may be a corrected version of that reply."
        )
    elif check.pairs:
        rows = format_list([str(table.rows[number]) for number in sorted(check.pairs)[:MOST_LISTED]])
        more = " and more" if len(check.pairs) > MOST_LISTED else ""
        sentences.append(
            f"Rows {rows}{more} are new, and similar replies in the survey are no longer in the file. "
            "They may be corrected versions of those replies."
        )
    return " ".join(sentences)


def _question_key(mapping: ColumnMapping) -> QuestionKey:
    kinds = {ColumnType.OPEN: OPEN, ColumnType.GROUP: GROUP, ColumnType.WAVE: WAVE}
    return kinds.get(mapping.column_type, STATEMENT), mapping.target_id


def _said(answer: RevisedAnswer, said: str | None, steps: Mapping[str, str]) -> str:
    if said is None:
        return "not answered"
    return f"“{(steps.get(said, said) if answer.question[0] == STATEMENT else said)[:LONGEST_SHOWN]}”"
