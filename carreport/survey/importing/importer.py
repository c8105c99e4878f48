"""Bring a file of replies into a draft, all of it or nothing, and take it out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.answers import Answers, Item, canonical
from carreport.form.kinds.replies import DIGITS, GROUP, NONE, OPEN, STATEMENT, WAVE
from carreport.form.richtext import clean, clean_line
from carreport.survey.importing.column_types import Use
from carreport.survey.importing.columns import Taken
from carreport.survey.importing.headings import Refused
from carreport.survey.importing.plan import Plan
from carreport.survey.replies.withdraw_reply import withdrawn_in, without_replies
from carreport.survey.scales import OWN, Scale
from carreport.survey.target import made_id

LONGEST = 32_000_000
"""How many characters the replies of one file may take; a copy with more would not come back in."""
_KINDS = {Use.STATEMENT: STATEMENT, Use.OPEN: OPEN, Use.GROUP: GROUP, Use.WAVE: WAVE}


class TakesReplies(Protocol):
    """Whatever keeps answers and can take some out again: a draft."""

    def fill(self, given: Answers) -> int:
        """Say what `given` says, all of it or nothing; return how many answers became different."""

    def remove_item(self, item_path: str) -> None:
        """Take an entry out of its list."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file brought: where its replies lie, and the entries that were made for it."""

    survey: str
    batch: str
    made: tuple[str, ...]
    replies: int
    new: int


@dataclass(frozen=True, slots=True)
class Ready:
    """What a plan adds to a draft, worked out to the end: only writing is left."""

    answers: Answers
    brought: Brought


def bring_replies(draft: TakesReplies, plan: Plan) -> Brought:
    """Bring the replies of a plan in; raise `UsageError` if something in it is not certain.

    If all are in already, nothing is changed.
    """
    return bring_ready(draft, made_ready(plan))


def made_ready(plan: Plan) -> Ready:
    """Work out what a plan adds, which takes long for many replies and touches no draft."""
    if not plan.is_ready:
        raise UsageError("plan-not-ready", "The file was not brought in.", why=_listed(plan.refused))
    place, survey = plan.target.place, paths.of_item(plan.target.place.group, plan.target.survey)
    if plan.brings_nothing:
        return Ready(Answers(), Brought(survey, "", (), plan.replies, 0))
    value = value_of(plan)
    written = canonical(value)
    if len(written) > LONGEST:
        raise UsageError(
            "replies-too-many-words",
            f"{plan.table.file} holds more words than one survey can keep.",
            remedy="Leave out columns with long texts, or bring the file in by parts.",
        )
    name = _batch_id(plan, written)
    batch = paths.of_item(place.batches_of(plan.target.survey), name)
    brought = Brought(survey, batch, tuple(_made(plan)), plan.replies, plan.new)
    return Ready(answers_of(plan, value, name), brought)


def bring_ready(draft: TakesReplies, ready: Ready) -> Brought:
    """Write what was worked out, all of it or nothing."""
    if ready.answers.values:
        draft.fill(ready.answers)
    return ready.brought


def take_out(draft: TakesReplies, brought: Brought) -> None:
    """Undo what `bring_replies` did: the replies, and the entries that were made for them."""
    for path in (brought.batch, *reversed(brought.made)):
        if path:
            draft.remove_item(path)


def value_of(plan: Plan) -> dict[str, Any]:
    """Return what the draft keeps of the replies of a plan; see `form.kinds.replies`."""
    value = {
        "file": clean_line(Path(plan.table.file).name),
        "steps": [[step.key, step.label] for step in plan.scale.steps],
        "columns": [_column(each, plan.scale) for each in plan.of(*_KINDS)],
        "marks": "".join(plan.known_replies.marks),
    }
    return without_replies(value, withdrawn_in(plan.target.batches))


def counts_value(scale: Scale, counts: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """Return what the draft keeps of counts that were typed in, by the id of the statement and the step."""
    columns = [
        {"as": STATEMENT, "to": to, "heading": "", "counts": [own.get(key, 0) for key in scale.keys]}
        for to, own in counts.items()
    ]
    steps = [[step.key, step.label] for step in scale.steps]
    return {"file": "", "steps": steps, "columns": columns, "marks": ""}


def typed_value(
    scale: Scale, statements: Sequence[str], replies: Sequence[Mapping[str, str]], marks: Sequence[str]
) -> dict[str, Any]:
    """Return what the draft keeps of replies that were typed in one by one: a step for each statement.

    `statements` are the ids of the statements; `marks` come from `marks.fresh_marks`, one a reply.
    """
    places = dict(zip(scale.keys, DIGITS, strict=False))
    columns = [
        {
            "as": STATEMENT,
            "to": to,
            "heading": "",
            "given": "".join(places.get(each.get(to, ""), NONE) for each in replies),
        }
        for to in statements
    ]
    steps = [[step.key, step.label] for step in scale.steps]
    return {"file": "", "steps": steps, "columns": columns, "marks": "".join(marks)}


def answers_of(plan: Plan, value: Mapping[str, Any], name: str = "") -> Answers:
    """Return what a plan adds to a draft, as answers; `name` is the id of the entry of the replies."""
    target, place = plan.target, plan.target.place
    batch: dict[str, Any] = {place.replies: value}
    if plan.corrections.wave:
        batch["wave"] = clean_line(plan.corrections.wave)
    survey: dict[str, Any] = {place.batches: (Item(name or _batch_id(plan, canonical(value)), batch),)}
    statements = [
        Item(each.to, {"statement": clean_line(each.words)}) for each in plan.of(Use.STATEMENT) if each.is_new
    ]
    if statements:
        survey[place.statements] = tuple(statements)
    if target.is_new:
        survey["name"] = target.name
    survey |= _scale_to_keep(plan)
    values: dict[str, Any] = {place.group: (Item(target.survey, survey),)}
    opens = tuple(_open(each, target.name) for each in plan.of(Use.OPEN) if each.is_new)
    return Answers(values | ({place.opens: opens} if opens else {}))


def _open(taken: Taken, survey: str) -> Item:
    return Item(taken.to, {"question": clean_line(taken.words)} | ({"survey": survey} if survey else {}))


def _scale_to_keep(plan: Plan) -> dict[str, str]:
    """Return the scale as the survey keeps it, if the form asks for it and nobody has said."""
    field = plan.target.place.field.inner("scale")
    keys = [choice.key for choice in field.choices] if field else []
    if plan.target.scale or plan.scale.name not in keys or not plan.of(Use.STATEMENT):
        return {}
    own = {"steps": "; ".join(step.label for step in plan.scale.steps)} if plan.scale.name == OWN else {}
    return {"scale": plan.scale.name, **own}


def _column(taken: Taken, scale: Scale) -> dict[str, Any]:
    """Return a column as the draft keeps it: as short as can be, for there may be many replies."""
    kept: dict[str, Any] = {"as": _KINDS[taken.use], "heading": clean_line(taken.column.heading)}
    cells = taken.column.cells
    if taken.use is Use.STATEMENT:
        places = dict(zip(scale.keys, DIGITS, strict=False))
        meaning = {"": NONE} | {each.word: places.get(each.step or "", NONE) for each in taken.readings}
        return {**kept, "to": taken.to, "given": "".join(map(meaning.__getitem__, cells))}
    if taken.use is Use.OPEN:
        return {**kept, "to": taken.to, "texts": [clean(cell).strip() or None for cell in cells]}
    words = list(dict.fromkeys(clean_line(cell) for cell in cells if clean_line(cell)))
    pointers = dict(zip(words, DIGITS, strict=False))
    given = "".join(pointers.get(clean_line(cell), NONE) for cell in cells)
    return {**kept, "words": words, "given": given}


def _batch_id(plan: Plan, written: str) -> str:
    """Return the id of the entry of the replies: the same replies get the same on every computer."""
    digest = blake2b(written.encode(), digest_size=16).hexdigest()
    return made_id(plan.target.place.batches_of(plan.target.survey), digest)


def _made(plan: Plan) -> list[str]:
    """Return the paths of the entries that a plan makes, beside the replies themselves."""
    target, place = plan.target, plan.target.place
    if target.is_new:
        made = [paths.of_item(place.group, target.survey)]
    else:
        group = place.statements_of(target.survey)
        made = [paths.of_item(group, each.to) for each in plan.of(Use.STATEMENT) if each.is_new]
    return made + [paths.of_item(place.opens, each.to) for each in plan.of(Use.OPEN) if each.is_new]


def _listed(refused: Sequence[Refused]) -> str:
    return "\n" + "\n".join(f"  {each}" for each in refused)
