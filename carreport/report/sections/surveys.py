"""Show surveys: who was asked and answered, how the scale was counted, the chart and the table."""

from __future__ import annotations

from carreport.form.answers import Item, is_empty
from carreport.form.kinds.simple import number_in
from carreport.form.schema import Field
from carreport.form.wording import counted
from carreport.report.build_context import Composition
from carreport.report.model import Block, Paragraph, Words, plain, words
from carreport.report.sections.generic_group import rest_of, small_heading
from carreport.report.sections.survey_table import share_words, survey_blocks
from carreport.report.sections.table_cells import cell
from carreport.report.templates.template import Part
from carreport.survey.locate import place_of_statements
from carreport.survey.results.result import Source, SurveyResult, survey_result

READ_WITH = "It says with which scale the replies are read."


def show_agreement(composition: Composition, part: Part) -> list[Block]:
    """Return each survey; the question may be a survey itself, or a list with a survey in each entry."""
    (path,) = part.answers
    group = composition.question(path)
    if group is None:
        return []
    if group.kind == "survey":
        return survey_blocks(composition, path, group)
    blocks: list[Block] = []
    for where, item in composition.entries(path):
        blocks += _survey(composition, where, group, item, part)
    return blocks


def _survey(composition: Composition, where: str, group: Field, item: Item, part: Part) -> list[Block]:
    role = part.role
    name = group.inner(role("name"))
    title = plain(cell(composition, where, name, item)) if name else ""
    blocks: list[Block] = [small_heading(title)] if title else []
    statements, waves = group.inner(role("statements")), group.inner("waves")
    path = f"{where}/{role('statements')}"
    result = survey_result(composition.form, composition.given, path) if statements else None
    running = _answered(composition, where, group.inner(role("n")), item, result)
    running += _waves(composition, f"{where}/waves", waves, result) if waves else ()
    if running:
        blocks.append(Paragraph(running))
    note = group.inner(role("note"))
    if note and item.get(note.id):
        blocks += composition.prose(f"{where}/{note.id}", note, item.get(note.id))
    if statements and item.items(statements.id):
        blocks += survey_blocks(composition, path, statements, title)
    known = {role(each) for each in ("name", "n", "note", "statements")}
    return blocks + rest_of(composition, where, group, item, known | _beside(composition, where, path))


def _beside(composition: Composition, where: str, path: str) -> set[str]:
    """Return the inner questions that a survey with replies has beside its statements."""
    place = place_of_statements(composition.form, path)
    if place is None:
        return set()
    for name in ("scale", "steps"):
        composition.let_decide(f"{where}/{name}", READ_WITH)
    composition.let_decide(f"{where}/by_group", "It decides whether groups are shown side by side.")
    for entry, _ in composition.entries(f"{where}/{place.batches}"):
        composition.keep_back(entry, "It goes with a file of replies, which are counted.")
    return {"waves", "scale", "steps", "by_group", place.batches}


def _answered(
    composition: Composition, where: str, people: Field | None, item: Item, result: SurveyResult | None
) -> Words:
    """Say how many people answered: as the replies say, or as somebody typed it."""
    replies = result.n if result and result.of(Source.REPLIES) else 0
    typed = cell(composition, where, people, item) if people else ()
    if replies and number_in(item.get(people.id if people else "")) not in (None, replies):
        here = counted(replies, "reply") + (" is" if replies == 1 else " are")
        return (*typed, *words(f" answered; {here} counted here."))
    if typed:
        return (*typed, *words(" answered."))
    people_words = "1 person" if replies == 1 else f"{replies:,} people"
    return words(f"{people_words} answered.") if replies else ()


def _waves(composition: Composition, path: str, waves: Field, result: SurveyResult | None) -> Words:
    """Return who was asked and answered, wave by wave, as one sentence."""
    by_who: dict[str, list[tuple[str, Item]]] = {}
    for where, item in composition.entries(path):
        by_who.setdefault(str(item.get("who") or ""), []).append((where, item))
    running: Words = ()
    for entries in by_who.values():
        said = _of_one(composition, waves, entries, result)
        running += (words("; ") if running else words(" ")) + said if said else ()
    return (*running, *words(".")) if running else ()


def _of_one(
    composition: Composition, waves: Field, entries: list[tuple[str, Item]], result: SurveyResult | None
) -> Words:
    """Return the waves of one group: “Partners: 37 asked, 5 answered (June), then 5 answered (July)”."""
    running: Words = ()
    asked = answered = 0
    for number, (where, item) in enumerate(entries):
        said = {each.id: cell(composition, where, each, item) for each in waves.fields}
        came = number_in(item.get("answered"))
        if came is None and is_empty_answer(waves, item) and result:
            came = sum(name == item.get("who") for name in result.joined.waves) or None
            said["answered"] = words(f"{came:,}") if came else ()
        asked += int(number_in(item.get("asked")) or 0)
        answered += int(came or 0)
        lead = (*said.get("who", ()), *words(": ")) if not number and said.get("who") else ()
        running += lead if not number else words(", then ")
        parts = [(*said[key], *words(f" {key}")) for key in ("asked", "answered") if said.get(key)]
        for place, each in enumerate(parts):
            running += (*words(", " if place else ""), *each)
        if said.get("when"):
            running += (*words(" ("), *said["when"], *words(")"))
    total = asked and answered and f", {share_words(answered, asked)} in all"
    return running + (words(total) if total else ())


def is_empty_answer(waves: Field, item: Item) -> bool:
    """Say whether nobody typed in how many answered."""
    question = waves.inner("answered")
    return question is not None and is_empty(question, item.get("answered"))
