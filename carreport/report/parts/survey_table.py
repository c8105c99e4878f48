"""Show one survey: its chart, and its table with n, counts and percentages."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.form.answers import Item, is_empty
from carreport.form.kinds import kind_of
from carreport.form.kinds.groups import scale_of
from carreport.form.kinds.plain import number_in
from carreport.form.schema import Field
from carreport.report.chart import draw_agreement
from carreport.report.composition import Composition
from carreport.report.model import Block, Chart, CrossReference, Paragraph, Table, Words, words
from carreport.report.parts.cells import cell
from carreport.survey.agreement import (
    Side,
    Step,
    Tally,
    caution,
    collapsed_words,
    n_words,
    percent,
    sides_of,
    steps_of,
    tally,
)

NO_FIGURE = "–"


def survey_blocks(composition: Composition, path: str, field: Field, name: str = "") -> list[Block]:
    """Return the chart and the table of the survey at `path`."""
    items = composition.answers.items(path)
    steps = steps_of(scale_of(field))
    tallies = [_tally(item, steps) for item in items]
    if not any(each.n for each in tallies) and not any(_unread(item, steps) for item in items):
        return _statements_alone(composition, path, field, items)
    letters = [letter(number) for number in range(len(tallies))]
    table = _table(composition, path, field, name=name, tallies=tallies)
    if not any(each.percent(Side.AGREE) is not None for each in tallies):
        return [table]
    chart = _chart(composition, path, name, tallies, letters)
    leading = (
        CrossReference(chart.anchor, ""),
        *words(" draws the replies, and "),
        CrossReference(table.anchor, ""),
        *words(" has every figure."),
    )
    return [Paragraph(leading), chart, table]


def letter(number: int) -> str:
    """Return a, b, c and so on for 0, 1, 2 and so on; aa follows z."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("a") + rest) + name
    return name


def _tally(item: Item, steps: Sequence[Step]) -> Tally:
    """Return the counts of one statement; none of them if one is words that cannot be counted."""
    given = {step.key: item.get(step.key) for step in steps}
    unread = _unread(item, steps)
    counts = {key: 0 if unread else int(number_in(value) or 0) for key, value in given.items()}
    return tally(str(item.get("statement") or "No statement given"), counts, steps)


def _unread(item: Item, steps: Sequence[Step]) -> bool:
    return any(isinstance(item.get(step.key), str) for step in steps)


def _statements_alone(
    composition: Composition, path: str, field: Field, items: Sequence[Item]
) -> list[Block]:
    """Return the statements of a survey that nobody has counted yet."""
    statement = field.inner("statement")
    rows = [
        (cell(composition, f"{path}/{item.id}", statement, item),)
        for item in items
        if statement and not is_empty(statement, item.get("statement"))
    ]
    if not rows:
        return []
    caption = "Statements of the survey, not counted yet"
    return [Table(f"table:{path}", 0, caption, ("Statement",), tuple(rows), (False,))]


def _chart(
    composition: Composition, path: str, name: str, tallies: Sequence[Tally], letters: Sequence[str]
) -> Chart:
    composition.charts += 1
    drawn = draw_agreement(tallies, letters, f"chart-{composition.charts}")
    of = f" in “{name}”" if name else ""
    return Chart(
        anchor=f"figure:{path}",
        number=0,
        caption=f"How far people agreed{of} ({n_words(tallies)})",
        svg=drawn.svg,
        png=drawn.png,
        alt=drawn.alt,
        width=drawn.width,
        height=drawn.height,
    )


def _table(
    composition: Composition,
    path: str,
    field: Field,
    *,
    name: str,
    tallies: Sequence[Tally],
) -> Table:
    steps = tallies[0].steps
    sides = sides_of(steps)
    header = ("Statement", "n", *(step.label for step in steps), *(f"% {side.value}" for side in sides))
    items = composition.answers.items(path)
    rows: list[tuple[Words, ...]] = []
    for number, (item, each) in enumerate(zip(items, tallies, strict=True)):
        figures = _as_typed(item, steps, sides) if _unread(item, steps) else _figures(each, sides)
        named = _statement(composition, f"{path}/{item.id}", field, item, each)
        rows.append((words(f"{letter(number)}) ") + named, *map(words, figures)))
    notes = [caution(tallies), collapsed_words(steps), *_doubts(composition, path, field)]
    whose = f"“{name}”" if name else "the survey"
    return Table(
        anchor=f"table:{path}",
        number=0,
        caption=f"Replies to {whose}: counts and percentages ({n_words(tallies)})",
        header=header,
        rows=tuple(rows),
        numeric=(False, *(True for _ in header[1:])),
        note=" ".join(filter(None, notes)),
    )


def _figures(made: Tally, sides: Sequence[Side]) -> list[str]:
    shares = (made.percent(side) for side in sides)
    counts = [f"{made.n:,}", *(f"{count:,}" for count in made.counts)]
    return counts + [NO_FIGURE if share is None else str(share) for share in shares]


def _as_typed(item: Item, steps: Sequence[Step], sides: Sequence[Side]) -> list[str]:
    """Return the row of a statement with a count that cannot be read: the words, and no shares."""
    given = [item.get(step.key) for step in steps]
    typed = [NO_FIGURE if each is None else str(each) for each in given]
    return [NO_FIGURE, *typed, *(NO_FIGURE for _ in sides)]


def _statement(composition: Composition, where: str, field: Field, item: Item, made: Tally) -> Words:
    question = field.inner("statement")
    said = cell(composition, where, question, item) if question else ()
    return said or words(made.statement)


def _doubts(composition: Composition, path: str, field: Field) -> list[str]:
    """Return a sentence for each count of which there are two versions; the table has the first."""
    doubts: list[str] = []
    for where, item in composition.entries(path):
        for question in field.fields:
            found = composition.versions(f"{where}/{question.id}", question)
            if not found or question.kind != "number":
                continue
            shown = [(kind_of(question).show(question, each.value), each) for each in found]
            said = " or ".join(f"{count} ({composition.writer(each, path)})" for count, each in shown)
            statement = item.get("statement") or "a statement"
            doubts.append(f"For “{statement}”, {question.label} is {said}; the table uses the first.")
    return doubts


def share_words(answered: int, asked: int) -> str:
    """Return “10 of 37 (27%)”."""
    share = percent(answered, asked)
    return f"{answered:,} of {asked:,}" + (f" ({share}%)" if share is not None else "")
