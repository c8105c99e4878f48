"""The commands `survey import` and `survey table`: from a file of replies to an honest table."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from carreport.cli.console import columns, indented, remark, result
from carreport.cli.fill import open_to_write
from carreport.cli.show import open_to_read
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.wording import counted
from carreport.survey.importing.column_types import Use
from carreport.survey.importing.columns import Corrections, Taken
from carreport.survey.importing.headings import table_in
from carreport.survey.importing.importer import bring_replies
from carreport.survey.importing.plan import Plan, plan_import
from carreport.survey.importing.spreadsheet import open_sheet
from carreport.survey.locate import survey_place
from carreport.survey.results.export_table import as_csv, header_of, notes_of, row_of, tables_of, told
from carreport.survey.results.result import SurveyResult, survey_result
from carreport.survey.scales import TITLES
from carreport.survey.target import target_at

SHOWN = 60
_USES = {use.value.replace(" question", "").replace(" ", "-"): use for use in Use}


def import_replies(given: Namespace) -> int:
    """Bring a file of replies into a survey, or only say how it would be."""
    table = table_in(open_sheet(Path(given.file), given.sheet or ""), given.headings or 0)
    opened = open_to_read(given.draft) if given.dry_run else open_to_write(given)
    with closing(opened) as session:
        name = given.name or ("" if _has_surveys(session, given.path) else Path(given.file).stem)
        target = target_at(session.form, session.answers(), given.path, name)
        plan = plan_import(table, target, _corrections(given))
        _show(plan)
        if not plan.is_ready:
            _show_refused(plan)
            return 1
        if given.dry_run:
            remark("Nothing was changed: this was only a look.")
            return 0
        brought = bring_replies(session, plan)
        session.flush()
    result(_done(plan))
    if brought.batch:
        result(f"They stand at {brought.batch}; take that entry out, and they are out.")
    return 0


def show_table(given: Namespace) -> int:
    """Print what a survey says, as a table, as JSON or as CSV."""
    with closing(open_to_read(given.draft)) as session:
        results = _results(session, given.path)
    if given.json:
        result(json.dumps([told(each) for each in results], indent=2, ensure_ascii=False))
        return 0
    for each in results:
        for tallies in tables_of(each):
            rows = [header_of(tallies), *map(row_of, tallies)]
            if given.csv:
                result(as_csv(rows).rstrip("\r\n"))
                continue
            result(columns(tuple(cell[:SHOWN] for cell in row) for row in rows))
            for note in notes_of(each, tallies):
                remark(note)
    return 0


def _results(session: DraftSession, path: str) -> list[SurveyResult]:
    form, answers = session.form, session.answers()
    field = form.field(path)
    if field is not None and field.kind == "survey":
        return [survey_result(form, answers, path)]
    place = survey_place(form, path)
    wanted = paths.split(path).steps
    surveys = [each for each in answers.items(place.group) if not wanted or each.id == wanted[0][0]]
    if not surveys:
        raise UsageError("no-survey", f"There is no survey at {path}.", remedy="`carreport show` lists them.")
    return [survey_result(form, answers, place.statements_of(each.id)) for each in surveys]


def _has_surveys(session: DraftSession, path: str) -> bool:
    place = survey_place(session.form, path)
    return bool(paths.split(path).steps) or len(session.answers().items(place.group)) > 0


def _corrections(given: Namespace) -> Corrections:
    """Return what the command says over what would be found."""
    return Corrections(
        uses=dict(map(_use, given.take or ())),
        words=dict(map(_word, given.word or ())),
        scale=given.scale or "",
        own=given.steps or "",
        one_is=given.one_is or "",
        wave=given.wave or "",
        already="same" if given.same else "others" if given.others else "",
    )


def _use(said: str) -> tuple[int, Use]:
    column, _, use = said.partition("=")
    if not column.isascii() or not column.isalpha() or use not in _USES:
        raise UsageError(
            "take",
            f"“{said}” says nothing about a column.",
            remedy=f"Write F=USE; USE is {', '.join(_USES)}.",
        )
    number = 0
    for letter in column.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1, _USES[use]


def _word(said: str) -> tuple[str, str]:
    word, equals, step = said.rpartition("=")
    if not equals or not word:
        raise UsageError(
            "word",
            f"“{said}” does not say what a word means.",
            remedy="Write WORD=STEP, or WORD= for no answer.",
        )
    return word, step


def _show(plan: Plan) -> None:
    """Print what was taken as what, and what was left out."""
    replies = counted(plan.replies, "reply")
    into = f"a new survey “{plan.target.name}”" if plan.target.is_new else f"“{plan.target.name}”"
    result(f"{plan.table.file}: {replies}, into {into}. Scale: {TITLES[plan.scale.name].lower()}.")
    for note in plan.notes:
        result(indented(note))
    for title, uses in (
        ("Statements", (Use.STATEMENT,)),
        ("Open questions", (Use.OPEN,)),
        ("Groups and waves", (Use.GROUP, Use.WAVE)),
        ("Left out, because it says who replied or when", (Use.PERSONAL,)),
        ("Left out", (Use.LEFT_OUT,)),
    ):
        taken = [each for each in plan.of(*uses) if each.column.heading or each.answered]
        if taken:
            result(f"\n{title}")
            result(indented(columns(map(_row, taken))))
    meanings = list(_meanings(plan))
    if meanings:
        result("\nWords read as steps")
        result(indented("\n".join(meanings)))
    result()


def _row(taken: Taken) -> tuple[str, ...]:
    words = taken.words or taken.column.heading or "(no heading)"
    fate = taken.why if not taken.to else "new" if taken.is_new else "is there already"
    return taken.column.name, words[:SHOWN], counted(taken.answered, "answer"), fate


def _meanings(plan: Plan) -> Iterator[str]:
    labels = {step.key: step.label for step in plan.scale.steps} | {"": "no answer"}
    read: dict[str, str] = {}
    for taken in plan.taken:
        for reading in taken.readings:
            if reading.step is not None and reading.word != labels[reading.step]:
                read.setdefault(reading.word, labels[reading.step])
    for word, label in read.items():
        yield f"“{word[:SHOWN]}” → {label}"


def _show_refused(plan: Plan) -> None:
    for each in plan.refused:
        remark(str(each))
    if not plan.replies:
        remark(
            "Nothing was changed. Choose a file with a row of headings and a row for each reply below it; "
            "--headings N says in which row the headings stand."
        )
        return
    remark(
        "Nothing was changed. Say what is meant with --word, --take, --scale, --steps, --one-is, --headings, "
        "--same or --others; `carreport survey import --help` explains them."
    )


def _done(plan: Plan) -> str:
    if plan.brings_nothing:
        return f"All {plan.replies:,} replies are in already; nothing was changed."
    again = plan.replies - plan.new
    said = f", {again:,} of them were in already" if again else ""
    return f"{counted(plan.replies, 'reply')} brought in{said}."
