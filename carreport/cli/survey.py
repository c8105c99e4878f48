"""The commands `survey import` and `survey table`: import replies, and print the agreement table."""

from __future__ import annotations

import json
import re
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from carreport.cli.console import align_columns, indent_lines, print_remark, print_result
from carreport.cli.open_draft import open_to_read, open_to_write
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.kinds import kind_of
from carreport.form.wording import format_count, format_list
from carreport.survey.agreement import TICKED
from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import ColumnMapping, Corrections
from carreport.survey.importing.headings import read_reply_table
from carreport.survey.importing.importer import run_import
from carreport.survey.importing.plan import ImportPlan, plan_import
from carreport.survey.importing.row_kinds import parse_rows
from carreport.survey.importing.spreadsheet import column_number, read_worksheet
from carreport.survey.locate import survey_location
from carreport.survey.results.agreement_table import statements_by_scale
from carreport.survey.results.export_table import result_to_json, table_notes, table_rows, to_csv
from carreport.survey.results.result import SurveyResult, survey_result
from carreport.survey.scales import OWN, TITLES, Scale
from carreport.survey.target import find_target

SHOWN = 60
_USES = {use.value.replace(" question", "").replace(" ", "-"): use for use in ColumnType}


def import_replies(options: Namespace) -> int:
    """Import a file of replies into a survey, or only show how it would be read."""
    sheet = read_worksheet(Path(options.file), options.sheet or "", options.encoding or "")
    table = read_reply_table(sheet, options.headings or 0)
    opened = closing(open_to_read(options.draft)) if options.dry_run else open_to_write(options)
    with opened as session:
        name = options.name or ("" if _has_surveys(session, options.path) else Path(options.file).stem)
        target = find_target(session.form, session.answers(), options.path, name)
        plan = plan_import(table, target, _corrections(options))
        _print_plan(plan)
        if not plan.is_ready:
            _print_problems(plan)
            return 1
        if options.dry_run:
            print_remark("This was a preview. Nothing was changed.")
            return 0
        result = run_import(session, plan)
        session.flush()
    print_result(_done(plan))
    for entry in result.replaced:
        path = paths.group_path(entry.path)
        print_result(
            f"Corrected replies were taken out of {path}. To undo this, restore its earlier version."
        )
    if result.batches:
        those = "that entry" if len(result.batches) == 1 else "those entries"
        print_result(f"The replies are at {format_list(result.batches)}. To undo the import, remove {those}.")
    return 0


def show_table(options: Namespace) -> int:
    """Print the results of a survey, as a table, as JSON or as CSV."""
    with closing(open_to_read(options.draft)) as session:
        results = _results(session, options.path)
    if options.json:
        print_result(json.dumps([result_to_json(result) for result in results], indent=2, ensure_ascii=False))
        return 0
    for result in results:
        for statements in statements_by_scale(result.statements):
            rows = table_rows(statements)
            if options.csv:
                print_result(to_csv(rows).rstrip("\r\n"))
                continue
            print_result(align_columns(tuple(cell[:SHOWN] for cell in row) for row in rows))
            for note in table_notes(result, statements):
                print_remark(note)
    return 0


def _results(session: DraftSession, path: str) -> list[SurveyResult]:
    form, answers = session.form, session.answers()
    field = form.field(path)
    if field is not None and kind_of(field).holds_statements:
        return [survey_result(form, answers, path)]
    place = survey_location(form, path)
    wanted = paths.split_path(path).steps
    surveys = [survey for survey in answers.items(place.group) if not wanted or survey.id == wanted[0][0]]
    if not surveys:
        raise UsageError(
            "no-survey", f"There is no survey at {path}.", remedy="`carreport show` lists the surveys."
        )
    return [survey_result(form, answers, place.statements_path(survey.id)) for survey in surveys]


def _has_surveys(session: DraftSession, path: str) -> bool:
    place = survey_location(session.form, path)
    return bool(paths.split_path(path).steps) or len(session.answers().items(place.group)) > 0


def _corrections(options: Namespace) -> Corrections:
    """Return the corrections given on the command line."""
    return Corrections(
        column_types=dict(map(_use, options.take or ())),
        step_by_answer=dict(map(_word, options.word or ())),
        column_answers=_column_words(options.word_of or ()),
        scale=options.scale or "",
        own_steps=options.steps or "",
        first_step=_for_all(options.one_is),
        column_first_steps=_by_column(options.one_is),
        column_scales=_by_column(options.scale_of, options.steps_of, must=True),
        tick_options=_by_column(options.options_of, must=True),
        ticked_nothing=options.ticked_nothing or "",
        wave=options.wave or "",
        already="same" if options.same else "others" if options.others else "",
        target_ids=dict(map(_same_as, options.same_as or ()))
        | dict.fromkeys(map(_new, options.new or ()), ""),
        group_names=dict(map(_group, options.group or ())),
        is_new_survey=options.new_survey,
        revised=options.corrected or "",
        left_out_rows=_row_numbers(options.leave_out_rows),
        counted_rows=_row_numbers(options.count_rows),
    )


_COLUMN = re.compile(r"(?P<column>[A-Za-z]{1,3})=(?P<value>.+)", re.DOTALL)


def _by_column(*given: Sequence[str] | None, must: bool = False) -> dict[int, str]:
    """Return values written as F=VALUE by the number of the column; with `must`, all are so written."""
    values: dict[int, str] = {}
    for text in (text for texts in given for text in texts or ()):
        found = _COLUMN.fullmatch(text)
        number = column_number(found["column"]) if found else None
        if found and number is not None:
            values[number] = found["value"].strip()
        elif must:
            raise UsageError(
                "by-column",
                f"“{text}” does not say which column it is for.",
                remedy="Write F=…, where F is the letter of the column.",
            )
    return values


def _for_all(texts: Sequence[str] | None) -> str:
    """Return the last value that is not written as F=VALUE."""
    return next((text for text in reversed(texts or ()) if not _COLUMN.fullmatch(text)), "")


def _same_as(text: str) -> tuple[int, str]:
    column, _, target_id = text.partition("=")
    number = column_number(column)
    if number is None or not target_id:
        raise UsageError(
            "same-as",
            f"“{text}” does not say which statement or question a column belongs to.",
            remedy="Write F=ID, with the id that the preview shows.",
        )
    return number, target_id


def _new(text: str) -> int:
    number = column_number(text)
    if number is None:
        raise UsageError("new", f"“{text}” is not a column.", remedy="Write its letter, such as F.")
    return number


def _group(text: str) -> tuple[str, str]:
    word, equals, name = text.partition("=")
    if not equals or not word:
        raise UsageError(
            "group",
            f"“{text}” does not say which group or survey round a word means.",
            remedy="Write WORD=NAME.",
        )
    return word, name or word


def _use(text: str) -> tuple[int, ColumnType]:
    column, _, use = text.partition("=")
    number = column_number(column)
    if number is None or use not in _USES:
        raise UsageError(
            "take",
            f"“{text}” does not say how to read a column.",
            remedy=f"Write F=USE, where USE is {', '.join(_USES)}.",
        )
    return number, _USES[use]


def _row_numbers(text: str | None) -> frozenset[int]:
    """Return the row numbers in a text such as “12,14-16”."""
    numbers = parse_rows(text or "")
    if numbers is None:
        raise UsageError(
            "rows", f"“{text}” is not a list of rows.", remedy="Write row numbers as in 12,14-16."
        )
    return numbers


def _column_words(texts: Sequence[str]) -> dict[int, dict[str, str]]:
    """Return the points that answers mean in one column, written as F:WORD=STEP."""
    words: dict[int, dict[str, str]] = {}
    for text in texts:
        column, colon, rest = text.partition(":")
        number = column_number(column)
        if not colon or number is None:
            raise UsageError(
                "word-of", f"“{text}” does not say which column it is for.", remedy="Write F:WORD=STEP."
            )
        word, step = _word(rest)
        words.setdefault(number, {})[word] = step
    return words


def _word(text: str) -> tuple[str, str]:
    word, equals, step = text.rpartition("=")
    if not equals or not word:
        raise UsageError(
            "word",
            f"“{text}” does not say which point on the scale an answer means.",
            remedy="Write WORD=STEP, or WORD= for no answer.",
        )
    return word, step


def _print_plan(plan: ImportPlan) -> None:
    """Print how each column is read, and what is left out."""
    replies = format_count(plan.reply_count, "reply")
    into = f"a new survey “{plan.target.name}”" if plan.target.is_new else f"“{plan.target.name}”"
    scale = f" Scale: {_scale_name(plan.scale)}." if plan.mappings_of(ColumnType.STATEMENT) else ""
    print_result(f"{plan.table.file}: {replies}, into {into}.{scale}")
    for note in plan.notes:
        print_result(indent_lines(note))
    for title, uses in (
        ("Statements", (ColumnType.STATEMENT,)),
        ("Tick all that apply", (ColumnType.TICKS,)),
        ("Open questions", (ColumnType.OPEN,)),
        ("Groups and survey rounds", (ColumnType.GROUP, ColumnType.WAVE)),
        ("Left out because they identify people or times", (ColumnType.PERSONAL,)),
        ("Left out", (ColumnType.LEFT_OUT,)),
    ):
        columns = [
            column for column in plan.mappings_of(*uses) if column.column.heading or column.answered_count
        ]
        if columns:
            print_result(f"\n{title}")
            print_result(indent_lines(align_columns(map(_row, columns))))
    for title, lines in _step_match_tables(plan):
        print_result(f"\n{title}")
        print_result(indent_lines(align_columns(lines)))
    print_result()


def _scale_name(scale: Scale) -> str:
    """Return the name of a usual scale, or the points of another one."""
    if scale.name != OWN:
        return TITLES[scale.name].lower()
    return "; ".join(step.label for step in scale.steps)


def _row(column: ColumnMapping) -> tuple[str, ...]:
    words = column.target_text or column.column.heading or "(no heading)"
    fate = column.reason if not column.target_id else "new" if column.is_new else "existing"
    if column.column_type is ColumnType.TICKS:
        ticked = sum(match.count for match in column.step_matches if match.step == TICKED)
        return column.column.name, words[:SHOWN], f"ticked by {ticked:,} of {column.answered_count:,}", fate
    return column.column.name, words[:SHOWN], format_count(column.answered_count, "answer"), fate


def _step_match_tables(plan: ImportPlan) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Yield, for each scale, its name with its columns, and what each answer counts as and how often."""
    by_scale: dict[Scale, list[ColumnMapping]] = {}
    for mapping in plan.mappings_of(ColumnType.STATEMENT):
        if mapping.scale is not None and not mapping.problem:
            by_scale.setdefault(mapping.scale, []).append(mapping)
    for scale, mappings in by_scale.items():
        labels = {step.key: step.label for step in scale.steps} | {"": "no answer"}
        counts: Counter[tuple[str, str]] = Counter()
        for mapping in mappings:
            for match in mapping.step_matches:
                if match.step is not None:
                    counts[match.answer, match.step] += match.count
        order = [*scale.keys, ""]
        lines: list[tuple[str, ...]] = [
            (f"“{answer[:SHOWN]}”", f"→ {labels[step]}", f"{count:,} ×")
            for (answer, step), count in sorted(counts.items(), key=lambda pair: order.index(pair[0][1]))
        ]
        names = format_list([mapping.column.name for mapping in mappings])
        if lines:
            yield f"Answers in {names}, on the scale: {_scale_name(scale)}", lines


def _print_problems(plan: ImportPlan) -> None:
    for problem in plan.problems:
        print_remark(str(problem))
    for line in _ways_to_answer(plan):
        print_remark(line)
    if not plan.reply_count and not plan.table.other_rows:
        print_remark(
            "Nothing was changed. Choose a file with a row of headings and, below it, one row for each "
            "reply. Use --headings N to say which row has the headings."
        )
        return
    print_remark(
        "Nothing was changed. Make corrections with --word, --take, --scale, --steps, --scale-of, "
        "--steps-of, --one-is, --options-of, --ticked-nothing, --headings, --leave-out-rows, --count-rows, "
        "--same or --others. `carreport survey import --help` explains them."
    )


def _ways_to_answer(plan: ImportPlan) -> Iterator[str]:
    """Yield the options that answer the questions about wordings and replies."""
    alike = plan.target.alike
    if alike is not None and alike.is_asked and not plan.corrections.is_new_survey:
        yield f'Use --name "{alike.text}" for that survey, or --new-survey for a new one.'
    for mapping in plan.mappings:
        name = mapping.column.name
        if mapping.alike is not None and mapping.alike.is_asked:
            same = f"--same-as {name}={mapping.alike.key}"
            yield f"{name}: use {same} if it is the same, or --new {name} if not."
        for word, near in mapping.alike_names.items():
            yield f'{name}: use --group "{word}={near.text}" if it is the same, or --group "{word}=" if not.'
    if plan.duplicate_check.question:
        yield "Use --same if they are from the same people, or --others if they are not."
    if plan.duplicate_check.is_revision_asked:
        others = ", or --corrected others if they are from other people" if plan.duplicate_check.pairs else ""
        yield f"Use --corrected new for the new answers, or --corrected keep for the earlier ones{others}."


def _done(plan: ImportPlan) -> str:
    if plan.has_nothing_new:
        replies = "The reply is" if plan.reply_count == 1 else f"All {plan.reply_count:,} replies are"
        return f"{replies} already in the survey. Nothing was changed."
    again = plan.reply_count - plan.new_count
    already = f", {again:,} of them already in the survey" if again else ""
    return f"{format_count(plan.reply_count, 'reply')} imported{already}."
