"""Surveys, each with its response rate, notes, charts and tables."""

from __future__ import annotations

from carreport.form.answers import Item
from carreport.form.kinds import kind_of
from carreport.form.schema import Field
from carreport.form.wording import is_quantity
from carreport.language.messages import format_number, gettext, gettext_noop, ngettext
from carreport.report.build_context import BuildContext
from carreport.report.model import Block, InlineText, Paragraph, filled_in, inline_text, plain_text
from carreport.report.sections.generic_group import remaining_blocks, small_heading
from carreport.report.sections.survey_table import survey_blocks
from carreport.report.sections.table_cells import cell_text, people_answered
from carreport.report.templates.template import TemplatePart
from carreport.survey.locate import location_of_statements
from carreport.survey.results.response import responses_by_group, round_answers
from carreport.survey.results.result import FigureSource, SurveyResult, survey_result

READ_WITH = "It sets the scale for the replies."
NO_NUMBERS = gettext_noop("no numbers recorded")


def show_agreement(context: BuildContext, part: TemplatePart) -> list[Block]:
    """Return each survey; the answer is one survey, or a list with a survey in each entry."""
    (path,) = part.answers
    group = context.question(path)
    if group is None:
        return []
    if kind_of(group).holds_statements:
        return survey_blocks(context, path, group)
    blocks: list[Block] = []
    for where, item in context.entries(path):
        blocks += _survey(context, where, group, item, part)
    return blocks


def _survey(context: BuildContext, where: str, group: Field, item: Item, part: TemplatePart) -> list[Block]:
    role = part.role
    name = group.inner_field(role("name"))
    title = plain_text(cell_text(context, where, name, item)) if name else ""
    blocks: list[Block] = [small_heading(title)] if title else []
    statements, waves = group.inner_field(role("statements")), group.inner_field("waves")
    path = f"{where}/{role('statements')}"
    result = survey_result(context.form, context.all_answers, path) if statements else None
    running = _answered(context, where, group.inner_field(role("n")), item, result)
    rounds = _waves(context, f"{where}/waves", waves, result) if waves else ()
    running += (*inline_text(" " if running and rounds else ""), *rounds)
    if running:
        blocks.append(Paragraph(running))
    note = group.inner_field(role("note"))
    if note and item.get(note.id):
        blocks += context.prose(f"{where}/{note.id}", note, item.get(note.id))
    if statements and item.items(statements.id):
        blocks += survey_blocks(context, path, statements, title)
    known = {role(name) for name in ("name", "n", "note", "statements")}
    return blocks + remaining_blocks(context, where, group, item, known | _beside(context, where, path))


def _beside(context: BuildContext, where: str, path: str) -> set[str]:
    """Return the ids of questions about how replies are read; withhold their answers or mark them as used."""
    place = location_of_statements(context.form, path)
    if place is None:
        return set()
    for name in ("scale", "steps"):
        context.mark_used(f"{where}/{name}", READ_WITH)
    context.mark_used(f"{where}/by_group", "It decides whether groups are shown side by side.")
    for entry, _ in context.entries(f"{where}/{place.batches}"):
        context.withhold(entry, "It belongs to a file of replies, which are counted.")
    return {"waves", "scale", "steps", "by_group", place.batches}


def _answered(
    context: BuildContext, where: str, people: Field | None, item: Item, result: SurveyResult | None
) -> InlineText:
    """Return a sentence on how many people answered, as typed or as counted from the replies."""
    replies = result.n if result and result.statements_from(FigureSource.REPLIES) else 0
    typed = cell_text(context, where, people, item) if people else ()
    if typed and people and replies and item.get(people.id) != replies:
        sentence = ngettext(
            "{answered}; {count} reply is counted here.",
            "{answered}; {count} replies are counted here.",
            replies,
            answered="{answered}",
        )
        return filled_in(sentence, answered=people_answered(typed))
    if typed:
        return (*people_answered(typed), *inline_text("."))
    answered = ngettext("{count} person answered.", "{count} people answered.", replies)
    return inline_text(answered) if replies else ()


def _waves(context: BuildContext, path: str, waves: Field, result: SurveyResult | None) -> InlineText:
    """Return one sentence about every wave of the survey, group by group."""
    by_who: dict[str, list[tuple[str, Item]]] = {}
    for where, item in context.entries(path):
        by_who.setdefault(str(item.get("who") or ""), []).append((where, item))
    running: InlineText = ()
    for entries in by_who.values():
        sentence = _group_waves(context, waves, entries, result)
        running += (*inline_text("; " if running else ""), *sentence) if sentence else ()
    return (*running, *inline_text(".")) if running else ()


def _group_waves(
    context: BuildContext, waves: Field, entries: list[tuple[str, Item]], result: SurveyResult | None
) -> InlineText:
    """Return the waves for one group: “Partners: 37 asked, 5 answered (June), then 5 answered (July)”."""
    running: InlineText = ()
    counted = result if waves.inner_field("answered") else None
    answered = round_answers([item for _, item in entries], counted)
    for number, (where, item) in enumerate(entries):
        texts = {inner.id: cell_text(context, where, inner, item) for inner in waves.fields}
        if not texts.get("answered") and answered[number]:
            texts["answered"] = inline_text(format_number(int(str(answered[number]))))
        if not any(texts.values()):
            continue
        lead = (*texts["who"], *inline_text(": ")) if texts.get("who") else ()
        running += inline_text(gettext(", then ")) if running else lead
        parts = [_asked_or_answered(texts[key], key) for key in ("asked", "answered") if texts.get(key)]
        for place, part in enumerate(parts or [inline_text(gettext(NO_NUMBERS))]):
            running += (*inline_text(", " if place else ""), *part)
        if texts.get("when"):
            running += (*inline_text(" ("), *texts["when"], *inline_text(")"))
    (response,) = responses_by_group([item for _, item in entries], counted)
    is_total = response.asked.total and response.answered.total and response.rate
    total = gettext("{rate} in total", rate=response.rate) if len(entries) > 1 else response.rate
    return running + (inline_text(f", {total}") if is_total else ())


def _asked_or_answered(count: InlineText, key: str) -> InlineText:
    """Return “40 asked”, or “asked: unknown” if the answer is not a number of any kind."""
    if is_quantity(plain_text(count)):
        text = gettext("{number} asked") if key == "asked" else gettext("{number} answered")
    else:
        text = gettext("asked: {number}") if key == "asked" else gettext("answered: {number}")
    return filled_in(text, number=count)
