"""The questions to answer before an import, one at a time, each with the buttons that answer it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as field_of
from functools import partial

from carreport.form.wording import format_list
from carreport.survey.importing.choices.column_scales import UNKNOWN_NUMBERS, is_numeric
from carreport.survey.importing.choices.tick_questions import ANSWERED, SKIPPED
from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import ColumnMapping, Corrections
from carreport.survey.importing.duplicates import KEEP_OLD, OTHER_PEOPLE, TAKE_NEW
from carreport.survey.importing.file_formats.text_encoding import NAMES
from carreport.survey.importing.plan import ImportPlan
from carreport.survey.importing.reply_table import ImportProblem, RowKind
from carreport.survey.scales import parse_number
from carreport.ui.survey.import_replies.import_wording import place_text

MAX_LISTED = 8
NUMBER_SCALES = (
    ("5 answers, 1 is strongly disagree", "agree5", "strongly_disagree", 5),
    ("5 answers, 1 is strongly agree", "agree5", "strongly_agree", 5),
    ("4 answers, 1 is strongly disagree", "agree4", "strongly_disagree", 4),
    ("4 answers, 1 is strongly agree", "agree4", "strongly_agree", 4),
)
"""The usual scales for numbers: the button, the scale, the end that 1 means, and the number of points."""


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """An answer to a question: its button, and the corrections, survey or encoding that it stands for."""

    label: str
    corrections: Corrections
    survey: str = ""
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class ImportQuestion:
    """A question about a file, with two wordings to compare if there are any, and the answers to it.

    With a `field`, which is its label, the user may also type an answer; `typed` returns what it means.
    """

    text: str
    answers: tuple[ImportAnswer, ...]
    wordings: tuple[tuple[str, str], ...] = ()
    details: tuple[str, ...] = ()
    field: str = ""
    typed: Callable[[str], Corrections] | None = field_of(default=None, compare=False)


def next_question(plan: ImportPlan) -> ImportQuestion | None:
    """Return the question to answer first; nothing if none of the problems is settled by a button."""
    return next(_questions(plan), None)


def encoding_question(text: str, readings: Mapping[str, str]) -> ImportQuestion:
    """Return the question which encoding a file is in; `readings` has a word for each encoding."""
    answers = (
        ImportAnswer(f"“{_shortened(word)}” ({NAMES[encoding]})", Corrections(), encoding=encoding)
        for encoding, word in readings.items()
    )
    return ImportQuestion(text, tuple(answers))


def _questions(plan: ImportPlan) -> Iterator[ImportQuestion]:
    """Yield the questions in the order in which they matter: an earlier answer may settle later ones."""
    makers: Mapping[str, Callable[[ImportPlan, ImportProblem], ImportQuestion | None]] = {
        "alike-survey": _survey_question,
        "rows-hidden": partial(_rows_question, is_hidden=True),
        "rows-uncertain": partial(_rows_question, is_hidden=False),
        "row-too-long": _long_row_question,
        "column-hidden": _hidden_column_question,
        "nothing-taken": _numbers_question,
        "number-scale": _numbers_question,
        "only-yes": _box_question,
        "one-or-many": _several_question,
        "box-base": _base_question,
        "options-unclear": _options_question,
        "same-twice": _repeated_question,
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
        if row.is_asked and (row.row_kind is RowKind.HIDDEN) == is_hidden
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
    use = mapping.column_type if mapping else ColumnType.LEFT_OUT
    return _column_question(plan, problem, {"Leave it out": ColumnType.LEFT_OUT, "Import it": use})


def _numbers_question(plan: ImportPlan, problem: ImportProblem) -> ImportQuestion | None:
    """Ask how many points there are, and which end 1 is; the answers in the file never decide it."""
    columns = [
        mapping.column
        for mapping in plan.mappings
        if is_numeric(mapping.column)
        and (mapping.problem or mapping.reason == UNKNOWN_NUMBERS)
        and problem.column in ("", mapping.column.name)
    ]
    if not columns:
        return None
    numbers = [parse_number(word) or 0 for column in columns for word in column.answer_counts]
    names = format_list([column.name for column in columns[:MAX_LISTED]])
    holds = "Columns {} hold numbers" if len(columns) > 1 else "Column {} holds numbers"
    now = plan.corrections

    def own(points: str) -> Corrections:
        first = re.split(r"[;,|]", points)[0].strip()
        if problem.column:
            number = columns[0].number
            scales = {**now.column_scales, number: points}
            firsts = {**now.column_first_steps, number: first}
            return replace(now, column_scales=scales, column_first_steps=firsts)
        return replace(now, scale="", own_steps=points, first_step=first)

    return ImportQuestion(
        f"{holds.format(names)}. How many answers could people choose from, and what did 1 mean?",
        tuple(
            ImportAnswer(label, _with_numbers(now, columns[0].number if problem.column else None, name, key))
            for label, name, key, count in NUMBER_SCALES
            if max(numbers) <= count
        ),
        field="Or list the answers in order, the one for 1 first, separated by semicolons",
        typed=own,
    )


def _with_numbers(now: Corrections, column: int | None, scale: str, first_step: str) -> Corrections:
    """Return the corrections with a scale for the numbers of one column, or of the whole file."""
    if column is None:
        return replace(now, scale=scale, own_steps="", first_step=first_step)
    scales = {**now.column_scales, column: scale}
    firsts = {**now.column_first_steps, column: first_step}
    return replace(now, column_scales=scales, column_first_steps=firsts)


def _box_question(plan: ImportPlan, problem: ImportProblem) -> ImportQuestion | None:
    return _column_question(
        plan,
        problem,
        {"A box to tick": ColumnType.TICKS, "A yes-or-no question": ColumnType.STATEMENT},
    )


def _several_question(plan: ImportPlan, problem: ImportProblem) -> ImportQuestion | None:
    return _column_question(
        plan, problem, {"People could tick several": ColumnType.TICKS, "Leave it out": ColumnType.LEFT_OUT}
    )


def _base_question(plan: ImportPlan, problem: ImportProblem) -> ImportQuestion:
    labels = {"They answered the question": ANSWERED, "They skipped the question": SKIPPED}
    answers = (
        ImportAnswer(label, replace(plan.corrections, ticked_nothing=choice))
        for label, choice in labels.items()
    )
    return ImportQuestion(place_text(problem), tuple(answers))


def _options_question(plan: ImportPlan, problem: ImportProblem) -> ImportQuestion | None:
    question = _column_question(
        plan, problem, {"Import it as an open question": ColumnType.OPEN, "Leave it out": ColumnType.LEFT_OUT}
    )
    mapping, now = _mapping_of(plan, problem), plan.corrections
    if question is None or mapping is None:
        return None
    number = mapping.column.number
    return replace(
        question,
        field="Options that people could tick, separated by semicolons",
        typed=lambda text: replace(now, tick_options={**now.tick_options, number: text}),
    )


def _repeated_question(plan: ImportPlan, problem: ImportProblem) -> ImportQuestion | None:
    """Ask about a column that has the heading of an earlier one, or about all such columns at once."""
    repeated = _repeated_columns(plan)
    if len(repeated) > 1:
        return _repeated_group_question(plan.corrections, repeated)
    question = _column_question(plan, problem, {"Leave it out": ColumnType.LEFT_OUT})
    mapping, now = _mapping_of(plan, problem), plan.corrections
    if question is None or mapping is None or not mapping.is_new or mapping.column.number in now.target_ids:
        return question
    corrections = replace(now, target_ids={**now.target_ids, mapping.column.number: ""})
    return replace(question, answers=(*question.answers, ImportAnswer("A separate question", corrections)))


def _repeated_columns(plan: ImportPlan) -> list[ColumnMapping]:
    """Return the columns with the heading of an earlier one that can be separate questions."""
    names = {problem.column for problem in plan.problems if problem.code == "same-twice"}
    return [
        mapping
        for mapping in plan.mappings
        if mapping.column.name in names
        and mapping.is_new
        and mapping.column_type is not ColumnType.TICKS
        and mapping.column.number not in plan.corrections.target_ids
    ]


def _repeated_group_question(now: Corrections, repeated: Sequence[ColumnMapping]) -> ImportQuestion:
    numbers = [mapping.column.number for mapping in repeated]
    separate = replace(now, target_ids={**now.target_ids, **dict.fromkeys(numbers, "")})
    left_out = {**now.column_types, **dict.fromkeys(numbers, ColumnType.LEFT_OUT)}
    listed = [f"Column {mapping.column.name}: “{mapping.column.heading}”" for mapping in repeated]
    more = [f"and {len(listed) - MAX_LISTED:,} more columns"] if len(listed) > MAX_LISTED else []
    return ImportQuestion(
        f"{len(repeated):,} columns have the same headings as other columns. They may be the same statements "
        "asked a second time. Choose whether they are separate questions, or leave them out.",
        (
            ImportAnswer("Leave them out", replace(now, column_types=left_out)),
            ImportAnswer("Separate questions", separate),
        ),
        details=(*listed[:MAX_LISTED], *more),
    )


def _column_question(
    plan: ImportPlan, problem: ImportProblem, uses: Mapping[str, ColumnType]
) -> ImportQuestion | None:
    """Return a question about how to import one column."""
    mapping = _mapping_of(plan, problem)
    if mapping is None:
        return None
    types, number = plan.corrections.column_types, mapping.column.number
    answers = (
        ImportAnswer(label, replace(plan.corrections, column_types={**types, number: use}))
        for label, use in uses.items()
    )
    return ImportQuestion(place_text(problem), tuple(answers))


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
    return ImportQuestion(
        plan.duplicate_check.question,
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
