"""Import one drawn file with the real functions, and compare the result with the truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from carreport.errors import CarreportError
from carreport.form.answers import Answers
from carreport.survey.agreement import Side, Tally
from carreport.survey.importing.column_types import ColumnType
from carreport.survey.importing.columns import ColumnMapping, Corrections
from carreport.survey.importing.headings import read_reply_table
from carreport.survey.importing.importer import prepare_import
from carreport.survey.importing.plan import ImportPlan, plan_import
from carreport.survey.importing.spreadsheet import read_worksheet
from carreport.survey.results.result import SurveyResult, survey_result
from carreport.survey.target import find_target
from tests.survey.files import FORM
from tests.survey.layouts.columns import Column, Written
from tests.survey.layouts.corrections import corrections_for
from tests.survey.layouts.kobo import xml_name
from tests.survey.layouts.truth import AskedStatement, DrawnSurvey, OpenQuestion, TickQuestion

PLAIN = str.maketrans("’“”–", '\'""-')
EXACT, ASKED, NEEDLESS = "exact", "asked", "needless"  # needless: asked although nothing was in doubt
REFUSED, UNREAD, WRONG = "refused", "unread", "WRONG"

TYPES = {
    "statement": ColumnType.STATEMENT,
    "step": ColumnType.STATEMENT,
    "long": ColumnType.STATEMENT,
    "open": ColumnType.OPEN,
}


@dataclass(frozen=True)
class Verdict:
    kind: str
    why: str = ""


@dataclass(frozen=True)
class Findings:
    """What is wrong, and what is merely missing although the survey asked it."""

    wrong: tuple[str, ...]
    missing: tuple[str, ...]


def judge_file(folder: Path, survey: DrawnSurvey, written: Written) -> Verdict:
    """Import the file as it is, or, where that is not enough, as a person who knows the form would."""
    path = folder / written.name
    path.write_bytes(written.content)
    first = import_file(path, survey, written, Corrections(), sheet="", heading_row=0)
    if first.kind in (EXACT, WRONG):
        return first
    if not written.columns:
        return first
    answered = corrections_for(survey, written)
    again = import_file(path, survey, written, answered, sheet=written.sheet, heading_row=written.heading_row)
    return (
        Verdict(ASKED if has_doubt(survey, written) else NEEDLESS, first.why)
        if again.kind == EXACT
        else Verdict(again.kind, f"{first.why} → {again.why}")
    )


def has_doubt(survey: DrawnSurvey, written: Written) -> bool:
    """Say whether a careful person would have to ask which end a scale begins at, what a code means, …"""
    coded = any(
        column.meaning.role == "statement" and column.meaning.raw_steps != item.scale.steps
        for column in written.columns
        if isinstance(item := survey.items[column.meaning.item], AskedStatement)
    )
    joined = {column.meaning.separator for column in written.columns if column.meaning.role == "ticks"}
    return survey.has_doubt or coded or bool(joined & {" ", ",", ", "}) or bool(written.doubts)


def import_file(
    path: Path,
    survey: DrawnSurvey,
    written: Written,
    corrections: Corrections,
    *,
    sheet: str,
    heading_row: int,
) -> Verdict:
    try:
        table = read_reply_table(read_worksheet(path, sheet), heading_row)
        plan = plan_import(table, find_target(FORM, Answers(), "s.surveys", "Poll"), corrections)
        if not plan.is_ready:
            return Verdict(
                REFUSED, "; ".join(f"{problem.code}: {problem}" for problem in plan.problems)[:400]
            )
        answers = prepare_import(plan).answers
    except CarreportError as problem:
        return Verdict(REFUSED, f"{problem.code}: {problem}"[:400])
    (entry,) = answers.items("s.surveys")
    result = survey_result(FORM, answers, f"s.surveys/{entry.id}/statements")
    findings = compare(survey, written, plan, result, answers)
    if findings.wrong:
        return Verdict(WRONG, "; ".join(findings.wrong)[:600])
    return Verdict(UNREAD, "; ".join(findings.missing)[:400]) if findings.missing else Verdict(EXACT)


def compare(
    survey: DrawnSurvey, written: Written, plan: ImportPlan, result: SurveyResult, answers: Answers
) -> Findings:
    tallies = {figure.item.id: figure.tally for figure in result.statements}
    wrong, missing = [], []
    people = len(replied(written))
    is_long = any(column.meaning.role == "long" for column in written.columns)
    if result.n not in (0, people, len(written.counted) * is_long):
        wrong.append(f"{result.n} replies instead of {people}")
    targets: Counter[str] = Counter()
    for column, mapping in paired(survey, written, plan):
        role, name = column.meaning.role, f"“{column.headings[-1][:30]}”"
        kind = mapping.column_type if mapping else None
        if kind is ColumnType.STATEMENT and TYPES.get(role) is not kind and role != "tick":
            wrong.append(f"{name} ({role}) is counted as a statement")
        elif role == "statement" and mapping is not None and kind is ColumnType.TICKS:
            missing.append(f"{name} is read as a box")
            wrong += box_faults(survey, written, column, tallies[mapping.target_id])
        elif role in TYPES and kind is not TYPES[role]:
            reason = mapping.reason if mapping else "no column"
            missing += [f"{role} {name} is {kind}: {reason}"] * is_answered(survey, written, column)
        elif mapping is not None:
            targets[mapping.target_id] += role in TYPES
            wrong += column_faults(survey, written, column, mapping, result)
    wrong += [f"{count} questions are counted as one" for count in targets.values() if count > 1]
    wrong += tick_faults(survey, written, plan, tallies, missing)
    wrong += private_words(written, answers)
    return Findings(tuple(wrong), tuple(missing))


def box_faults(survey: DrawnSurvey, written: Written, column: Column, tally: Tally) -> Iterator[str]:
    """Compare a yes-or-no question that was read as a box: nobody was told, so its counts must be right."""
    item = survey.items[column.meaning.item]
    assert isinstance(item, AskedStatement)
    counts, unknown = item.tally(written.counted)
    if ticked_of(tally) != (counts[0], sum(counts) + unknown):
        yield f"“{item.wording[:30]}”: a box with {ticked_of(tally)} instead of {counts} + {unknown}"


def column_faults(
    survey: DrawnSurvey, written: Written, column: Column, mapping: ColumnMapping, result: SurveyResult
) -> Iterator[str]:
    """Compare the answers in one column with what people said."""
    if column.meaning.role == "open":
        item = survey.items[column.meaning.item]
        assert isinstance(item, OpenQuestion)
        yield from open_faults(item, written, result.replies.opens.get(mapping.target_id, []))
    elif column.meaning.role in TYPES:
        tally = next(figure.tally for figure in result.statements if figure.item.id == mapping.target_id)
        yield from statement_faults(survey, written, column, mapping.target_text, tally)
    elif mapping.column_type is ColumnType.GROUP:
        yield from group_faults(column, written, result.replies.groups)
    elif mapping.column_type is ColumnType.WAVE:
        yield from group_faults(column, written, result.replies.waves)


def is_answered(survey: DrawnSurvey, written: Written, column: Column) -> bool:
    """Say whether anybody who counts has answered a question."""
    item = survey.items[column.meaning.item]
    if isinstance(item, AskedStatement):
        return any(item.said[person] is not None for person in written.counted)
    return any(column.cells[person] for person in written.counted)


def replied(written: Written) -> list[int]:
    """Return the people whose row in the file has anything in it."""
    return [person for person in written.counted if any(column.cells[person] for column in written.columns)]


def paired(
    survey: DrawnSurvey, written: Written, plan: ImportPlan
) -> Iterator[tuple[Column, ColumnMapping | None]]:
    """Yield each question with what was made of its column, or of its columns or rows."""
    mapped = {mapping.column.number: mapping for mapping in plan.mappings}
    seen: set[int] = set()
    for number, column in enumerate(written.columns):
        if column.meaning.role == "long":
            item = survey.items[column.meaning.item]
            assert isinstance(item, AskedStatement)
            wording = squeezed(f"{item.stem} {item.wording}")
            found = (mapping for mapping in plan.mappings if squeezed(mapping.column.heading) == wording)
            yield column, next(found, None)
        elif column.meaning.role != "step":
            yield column, mapped.get(number)
        elif column.meaning.item not in seen:
            seen.add(column.meaning.item)
            yield column, mapped.get(number)


def statement_faults(
    survey: DrawnSurvey, written: Written, column: Column, text: str, tally: Tally
) -> Iterator[str]:
    item = survey.items[column.meaning.item]
    assert isinstance(item, AskedStatement)
    counts, unknown = item.tally(written.counted)
    got = {
        step.label: count
        for step, count in zip(tally.steps, tally.counts, strict=True)
        if count and not is_off_scale(step.key)
    }
    got_unknown = sum(
        count for step, count in zip(tally.steps, tally.counts, strict=True) if is_off_scale(step.key)
    )
    in_words = named(item.scale.steps, counts)
    as_written = named(column.meaning.raw_steps or item.scale.steps, counts)
    if unknown and column.meaning.raw_unknown in got:  # “don’t know” has a number among the others
        got_unknown = got.pop(column.meaning.raw_unknown)
    if plain(got) not in (plain(in_words), plain(as_written)) or got_unknown != unknown:
        yield f"“{text[:40]}”: {got} + {got_unknown} instead of {in_words} + {unknown}"
    elif item.scale.kind == "agreement" and any(step.side is Side.AGREE for step in tally.steps):
        half = len(counts) // 2
        if tally.count(Side.AGREE) != sum(counts[:half]) or tally.count(Side.DISAGREE) != sum(counts[-half:]):
            yield f"“{text[:40]}”: the sides are turned round"
    heading = squeezed(" ".join(column.headings))
    if (
        column.meaning.role == "statement"
        and squeezed(item.wording) in heading
        and squeezed(item.wording) not in squeezed(text)
    ):
        yield f"the wording “{item.wording[:40]}” has become “{text[:40]}”"


def named(steps: tuple[str, ...], counts: tuple[int, ...]) -> dict[str, int]:
    return {step: count for step, count in zip(steps, counts, strict=True) if count}


def plain(counts: Mapping[str, int]) -> dict[str, int]:
    return {squeezed(step).removesuffix(".0"): count for step, count in counts.items()}


def is_off_scale(key: str) -> bool:
    return key in ("dont_know", "not_sure", "unsure")


def squeezed(text: str) -> str:
    """Return a text as readers compare it: without differences of space, quotation marks and dashes."""
    return " ".join(text.translate(PLAIN).casefold().split())


def open_faults(item: OpenQuestion, written: Written, got: list[str | None]) -> Iterator[str]:
    wanted = Counter(squeezed(item.said[person]) for person in written.counted if item.said[person])
    have = Counter(squeezed(text) for text in got if text)
    if wanted != have:
        yield f"open replies differ: {list((wanted - have) + (have - wanted))[:3]}"


def group_faults(column: Column, written: Written, got: list[str | None]) -> Iterator[str]:
    wanted = Counter(squeezed(column.cells[person]) for person in written.counted if column.cells[person])
    have = Counter(squeezed(name) for name in got if name)
    if wanted != have or column.meaning.role not in ("group", "wave"):
        name = f"“{column.headings[-1][:30]}” ({column.meaning.role})"
        yield f"groups of {name}: {dict(have)} instead of {dict(wanted)}"


def tick_faults(
    survey: DrawnSurvey, written: Written, plan: ImportPlan, tallies: Mapping[str, Tally], missing: list[str]
) -> Iterator[str]:
    """Compare each option: how many ticked it, of those who answered or of all who replied."""
    for number, item in enumerate(survey.items):
        columns = {
            place: column
            for place, column in enumerate(written.columns)
            if column.meaning.item == number and column.meaning.role in ("tick", "ticks")
        }
        if not isinstance(item, TickQuestion) or not columns:
            continue
        found = [
            (option_of(item, columns[mapping.column.number], mapping), ticked_of(tallies[mapping.target_id]))
            for mapping in plan.mappings
            if mapping.column.number in columns and mapping.target_id in tallies
        ]
        counts, base = item.tally(written.counted)
        if not found and any(counts):
            missing.append(f"ticks of “{item.wording[:30]}” are not read")
        for option, count in enumerate(counts if found else ()):
            got = [pair for place, pair in found if place == option]
            if len(got) > 1:
                yield f"“{item.options[option]}” is counted {len(got)} times"
            elif not got and count == 1 and "ticks" in {column.meaning.role for column in columns.values()}:
                missing.append(f"“{item.options[option]}” was ticked once: it may be somebody’s own words")
            elif not got and count:
                yield f"“{item.options[option]}” is not counted, instead of {count} of {base}"
            elif got and (got[0][0] != count or got[0][1] not in (base, len(replied(written)))):
                yield f"“{item.options[option]}”: {got[0][0]} of {got[0][1]} instead of {count} of {base}"


def option_of(item: TickQuestion, column: Column, mapping: ColumnMapping) -> int:
    """Return the number of the option that this is about; -1 if it is another one, such as “Other”."""
    if column.meaning.role == "tick":
        return column.meaning.option
    text = squeezed(mapping.target_text)
    ends = [place for place, words in enumerate(item.options) if text.endswith(squeezed(words))]
    names = [place for place, words in enumerate(item.options) if xml_name(text).endswith(xml_name(words))]
    return max(ends or names, key=lambda place: len(item.options[place]), default=-1)


def ticked_of(tally: Tally) -> tuple[int, int]:
    """Return how many ticked a box, or said yes, and of how many."""
    counts = {step.key: count for step, count in zip(tally.steps, tally.counts, strict=True)}
    return sum(counts.get(key, 0) for key in ("ticked", "yes", "true")), tally.n


def private_words(written: Written, answers: Answers) -> Iterator[str]:
    """Name the words from columns that identify people, if they are in what would be stored."""
    stored = str(answers.values)
    for column in written.columns:
        if column.meaning.role == "who":
            found = [cell for cell in set(column.cells) if len(cell) > 5 and cell in stored]
            if found:
                yield f"“{column.headings[-1][:30]}” is in the draft: {found[0]}"
