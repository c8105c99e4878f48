"""The questions to answer before an import, one at a time, each with the buttons that answer it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import ColumnMapping, Corrections
from carreport.survey.importing.duplicates import KEEP_OLD, OTHER_PEOPLE, TAKE_NEW
from carreport.survey.importing.headings import ImportProblem
from carreport.survey.importing.plan import ImportPlan
from carreport.ui.survey.import_replies.import_wording import place_text

MAX_LISTED = 8


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """An answer to a question: its button, and the corrections or the survey that it stands for."""

    label: str
    corrections: Corrections
    survey: str = ""


@dataclass(frozen=True, slots=True)
class ImportQuestion:
    """A question about a file, with two wordings to compare if there are any, and the answers to it."""

    text: str
    answers: tuple[ImportAnswer, ...]
    wordings: tuple[tuple[str, str], ...] = ()
    details: tuple[str, ...] = ()


def next_question(plan: ImportPlan) -> ImportQuestion | None:
    """Return the question to answer first; nothing if none of the problems is settled by a button."""
    return next(_questions(plan), None)


def _questions(plan: ImportPlan) -> Iterator[ImportQuestion]:
    """Yield the questions in the order in which they matter: an earlier answer may settle later ones."""
    makers: Mapping[str, Callable[[ImportPlan, ImportProblem], ImportQuestion | None]] = {
        "alike-survey": _survey_question,
        "rows-hidden": partial(_rows_question, is_hidden=True),
        "rows-uncertain": partial(_rows_question, is_hidden=False),
        "row-too-long": _long_row_question,
        "column-hidden": _hidden_column_question,
        "alike": _wording_question,
        "alike-group": _name_question,
        "replies-alike": _people_question,
        "replies-corrected": _correction_question,
    }
    for code, make in makers.items():
        for problem in plan.problems:
            question = make(plan, problem) if problem.code == code else None
            if question is not None:
                yield question


def _survey_question(plan: ImportPlan, _problem: ImportProblem) -> ImportQuestion | None:
    alike = plan.target.alike
    if alike is None:
        return None
    corrections = replace(plan.corrections, is_new_survey=True)
    return ImportQuestion(
        f"Are these replies for the survey “{alike.text}”, which this inquiry already has?",
        (
            ImportAnswer(f"Add to “{_shortened(alike.text)}”", plan.corrections, alike.key),
            ImportAnswer("A new survey", corrections),
        ),
    )


def _rows_question(plan: ImportPlan, problem: ImportProblem, *, is_hidden: bool) -> ImportQuestion:
    rows = frozenset(
        row.number
        for row in plan.table.all_rows
        if row.is_asked and (row.kind.value == "hidden") == is_hidden
    )
    now = plan.corrections
    them = "it" if len(rows) == 1 else "them"
    return ImportQuestion(
        problem.message,
        (
            ImportAnswer(f"Leave {them} out", replace(now, left_out_rows=now.left_out_rows | rows)),
            ImportAnswer(
                f"Count {them} as replies" if len(rows) > 1 else "Count it as a reply",
                replace(now, counted_rows=now.counted_rows | rows),
            ),
        ),
    )


def _long_row_question(plan: ImportPlan, problem: ImportProblem) -> ImportQuestion:
    out = plan.corrections.left_out_rows | {problem.row}
    answer = ImportAnswer(f"Leave out row {problem.row}", replace(plan.corrections, left_out_rows=out))
    return ImportQuestion(place_text(problem), (answer,))


def _hidden_column_question(plan: ImportPlan, problem: ImportProblem) -> ImportQuestion | None:
    mapping = _mapping_of(plan, problem)
    if mapping is None:
        return None
    types = plan.corrections.column_types

    def use(column_type: ColumnType) -> Corrections:
        return replace(plan.corrections, column_types={**types, mapping.column.number: column_type})

    return ImportQuestion(
        place_text(problem),
        (
            ImportAnswer("Leave it out", use(ColumnType.LEFT_OUT)),
            ImportAnswer("Import it", use(mapping.column_type)),
        ),
    )


def _wording_question(plan: ImportPlan, problem: ImportProblem) -> ImportQuestion | None:
    mapping = _mapping_of(plan, problem)
    if mapping is None or mapping.alike is None:
        return None
    kind = "question" if mapping.column_type is ColumnType.OPEN else "statement"
    now, number = plan.corrections, mapping.column.number
    same, new = ({**now.target_ids, number: target} for target in (mapping.alike.key, ""))
    return ImportQuestion(
        f"Is column {mapping.column.name} the same {kind} as the one in the survey?",
        (
            ImportAnswer(f"The same {kind}", replace(now, target_ids=same)),
            ImportAnswer(f"A different {kind}", replace(now, target_ids=new)),
        ),
        (("In the file", mapping.column.question), ("In the survey", mapping.alike.text)),
    )


def _name_question(plan: ImportPlan, problem: ImportProblem) -> ImportQuestion | None:
    mapping = _mapping_of(plan, problem)
    word, near = next(iter(mapping.alike_names.items()), ("", None)) if mapping else ("", None)
    if mapping is None or near is None:
        return None
    kind = "survey round" if mapping.column_type is ColumnType.WAVE else "group"
    now = plan.corrections
    same, new = ({**now.group_names, word: name} for name in (near.text, word))
    return ImportQuestion(
        f"Is this the same {kind}?",
        (
            ImportAnswer(f"The same {kind}", replace(now, group_names=same)),
            ImportAnswer(f"A different {kind}", replace(now, group_names=new)),
        ),
        ((f"In the file, column {mapping.column.name}", word), ("In the survey", near.text)),
    )


def _people_question(plan: ImportPlan, _problem: ImportProblem) -> ImportQuestion:
    text = plan.duplicate_check.question.replace(" (same)", "").replace(" (others)", "")
    return ImportQuestion(
        text,
        (
            ImportAnswer("The same people", replace(plan.corrections, already="same")),
            ImportAnswer("Other people", replace(plan.corrections, already="others")),
        ),
    )


def _correction_question(plan: ImportPlan, problem: ImportProblem) -> ImportQuestion:
    labels = {TAKE_NEW: "Take the new answers", KEEP_OLD: "Keep the earlier answers"}
    if plan.duplicate_check.pairs:
        labels[OTHER_PEOPLE] = "They are other people"
    answers = tuple(
        ImportAnswer(label, replace(plan.corrections, revised=choice)) for choice, label in labels.items()
    )
    details = tuple(place_text(other) for other in plan.problems if other.code == "reply-corrected")
    return ImportQuestion(problem.message, answers, details=details)


def _mapping_of(plan: ImportPlan, problem: ImportProblem) -> ColumnMapping | None:
    return next((mapping for mapping in plan.mappings if mapping.column.name == problem.column), None)


def _shortened(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29].rstrip()}…"
