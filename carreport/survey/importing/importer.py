"""Import a file of replies into a draft, all of it or none, and undo the import."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any, Protocol

from carreport.errors import UsageError
from carreport.form import paths
from carreport.form.answers import Answers, Item, canonical_json
from carreport.form.kinds.replies import DIGITS, GROUP, NO_ANSWER, OPEN, STATEMENT, WAVE
from carreport.form.richtext import clean, clean_line
from carreport.form.schema import Value
from carreport.survey.agreement import ScaleStep
from carreport.survey.importing.column_types import STATEMENT_TYPES, ColumnType
from carreport.survey.importing.columns import ColumnMapping, match_wave
from carreport.survey.importing.plan import ImportPlan
from carreport.survey.importing.reply_table import ImportProblem
from carreport.survey.replies.deduplicate import answers_by_question
from carreport.survey.replies.revised_replies import with_earlier_answers
from carreport.survey.replies.withdraw_reply import holds_reply, withdrawn_keys, without_replies
from carreport.survey.scales import OWN, Scale
from carreport.survey.target import derived_id

LONGEST = 32_000_000
"""The most characters in the replies of one file; a copy with more could not be imported."""
_KINDS = {
    ColumnType.STATEMENT: STATEMENT,
    ColumnType.TICKS: STATEMENT,
    ColumnType.OPEN: OPEN,
    ColumnType.GROUP: GROUP,
    ColumnType.WAVE: WAVE,
}


class ReplyStore(Protocol):
    """An object that stores answers and can remove entries: a draft."""

    def fill(self, answers: Answers) -> int:
        """Write all of `answers` or none; return how many answers changed."""

    def remove_item(self, item_path: str) -> None:
        """Remove an entry from its list."""

    def answers(self) -> Answers:
        """Return the answers now."""

    def write(self, path: str, value: Value) -> None:
        """Write one answer."""


@dataclass(frozen=True, slots=True)
class ReplacedReplies:
    """An entry of replies, at `path`, before and after replies that were corrected are taken out of it."""

    path: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The result of an import: the entries of the replies, and the entries created or changed for it.

    `batch` is the entry with the main scale; `other_batches` are those with the other scales of the file.
    """

    survey: str
    batch: str
    created: tuple[str, ...]
    reply_count: int
    new_count: int
    other_batches: tuple[str, ...] = ()
    replaced: tuple[ReplacedReplies, ...] = ()

    @property
    def batches(self) -> tuple[str, ...]:
        """All entries of replies, one for each scale."""
        return (self.batch, *self.other_batches) if self.batch else ()


@dataclass(frozen=True, slots=True)
class PreparedImport:
    """The answers that an import adds to a draft; only writing is left."""

    answers: Answers
    result: ImportResult


def run_import(draft: ReplyStore, plan: ImportPlan) -> ImportResult:
    """Import the replies in a plan; raise `UsageError` if something is not certain.

    If all of them are already in the draft, nothing is changed.
    """
    return apply_import(draft, prepare_import(plan))


def prepare_import(plan: ImportPlan) -> PreparedImport:
    """Work out the answers that a plan adds; slow for many replies, but needs no draft."""
    if not plan.is_ready:
        raise UsageError("plan-not-ready", "The file was not imported.", why=_problem_lines(plan.problems))
    place, survey = plan.target.place, paths.item_path(plan.target.place.group, plan.target.survey)
    if plan.has_nothing_new:
        return PreparedImport(Answers(), ImportResult(survey, "", (), plan.reply_count, 0))
    values = batch_values(plan)
    if any(len(canonical_json(value)) > LONGEST for value in values):
        raise UsageError(
            "replies-too-many-words",
            f"{plan.table.file} has more text than one survey can hold.",
            remedy="Leave out columns with long texts, or import the file in parts.",
        )
    group = place.batches_path(plan.target.survey)
    names = [_batch_id(plan, value) for value in values]
    added = [paths.item_path(group, name) for name in names if name not in plan.target.batch_ids]
    result = ImportResult(
        survey,
        next(iter(added), ""),
        tuple(_created_paths(plan)),
        plan.reply_count,
        plan.new_count,
        tuple(added[1:]),
        tuple(_replaced_replies(plan, names)),
    )
    return PreparedImport(planned_answers(plan, values), result)


def apply_import(draft: ReplyStore, ready: PreparedImport) -> ImportResult:
    """Write a prepared import, all of it or none."""
    if ready.answers.values:
        draft.fill(ready.answers)
    return ready.result


def undo_import(draft: ReplyStore, result: ImportResult) -> None:
    """Undo `run_import`: remove the replies and the entries created for them, restore corrected replies."""
    for path in (*result.batches, *reversed(result.created)):
        draft.remove_item(path)
    for entry in result.replaced:
        draft.write(entry.path, without_replies(entry.before, _withdrawn_now(draft, entry.path)))


def redo_replacements(draft: ReplyStore, result: ImportResult) -> None:
    """Take the corrected replies out of earlier entries again, after `undo_import`."""
    for entry in result.replaced:
        draft.write(entry.path, without_replies(entry.after, _withdrawn_now(draft, entry.path)))


def _withdrawn_now(draft: ReplyStore, path: str) -> frozenset[str]:
    """Return the keys of the replies that have been withdrawn from the survey with the entry at `path`."""
    entry, _, replies = path.rpartition("/")
    entries = paths.group_path(entry)
    values = (entry.get(replies) for entry in draft.answers().items(entries))
    return withdrawn_keys(value for value in values if value)


def batch_values(plan: ImportPlan) -> tuple[dict[str, Any], ...]:
    """Return the values that store the replies in a plan, one for each scale; see `form.kinds.replies`.

    All have the same fingerprints. Open questions, groups and survey rounds are in the first.
    """
    withdrawn, kept = withdrawn_keys(plan.target.batches), plan.duplicate_check.kept
    earlier = answers_by_question(plan.target.batches) if kept else {}
    values = (
        {
            "file": clean_line(Path(plan.table.file).name),
            "steps": [[step.key, step.label] for step in steps],
            "columns": [_column(mapping) for mapping in mappings],
            "marks": "".join(plan.duplicate_check.fingerprints),
        }
        for steps, mappings in _mappings_by_scale(plan).items()
    )
    return tuple(without_replies(with_earlier_answers(value, earlier, kept), withdrawn) for value in values)


def _mappings_by_scale(plan: ImportPlan) -> dict[tuple[ScaleStep, ...], list[ColumnMapping]]:
    """Return the columns to store by the scale they are stored with, the main one first if it is used."""
    mappings = plan.mappings_of(*_KINDS)
    used = dict.fromkeys(mapping.scale.steps for mapping in mappings if mapping.scale)
    order = sorted(used, key=lambda steps: steps != plan.scale.steps) or [plan.scale.steps]
    groups: dict[tuple[ScaleStep, ...], list[ColumnMapping]] = {steps: [] for steps in order}
    for mapping in mappings:
        groups[mapping.scale.steps if mapping.scale else order[0]].append(mapping)
    return groups


def _replaced_replies(plan: ImportPlan, written: Collection[str]) -> Iterator[ReplacedReplies]:
    """Yield the earlier entries with replies that this import replaces; `written` are its own entries."""
    target, keys = plan.target, plan.duplicate_check.replaced
    for entry, batch in zip(target.batch_ids, target.batches, strict=True):
        if entry not in written and holds_reply(batch, keys):
            value = {part: content for part, content in batch.items() if part != "wave"}
            path = paths.field_path(target.place.batches_path(target.survey), entry, target.place.replies)
            yield ReplacedReplies(path, value, without_replies(value, keys))


def counts_value(scale: Scale, counts: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """Return the value that stores counts entered by hand, by statement id and point key."""
    columns = [
        {"as": STATEMENT, "to": to, "heading": "", "counts": [own.get(key, 0) for key in scale.keys]}
        for to, own in counts.items()
    ]
    steps = [[step.key, step.label] for step in scale.steps]
    return {"file": "", "steps": steps, "columns": columns, "marks": ""}


def entered_batch_value(
    scale: Scale, statements: Sequence[str], replies: Sequence[Mapping[str, str]], marks: Sequence[str]
) -> dict[str, Any]:
    """Return the value that stores replies entered by hand: a point on the scale for each statement.

    `statements` are the ids of the statements; `marks` has one fingerprint for each reply, from
    `random_fingerprints`.
    """
    places = dict(zip(scale.keys, DIGITS, strict=False))
    columns = [
        {
            "as": STATEMENT,
            "to": to,
            "heading": "",
            "given": "".join(places.get(reply.get(to, ""), NO_ANSWER) for reply in replies),
        }
        for to in statements
    ]
    steps = [[step.key, step.label] for step in scale.steps]
    return {"file": "", "steps": steps, "columns": columns, "marks": "".join(marks)}


def planned_answers(plan: ImportPlan, values: Sequence[Mapping[str, Any]]) -> Answers:
    """Return the answers that a plan adds; `values` are those of its entries of replies."""
    target, place = plan.target, plan.target.place
    wave = match_wave(target, plan.corrections)[0]
    has_waves = bool(plan.mappings_of(ColumnType.WAVE))
    names = [_batch_id(plan, value) for value in values]
    batches = [
        Item(name, {place.replies: value} | ({"wave": wave} if wave and not (number and has_waves) else {}))
        for number, (name, value) in enumerate(zip(names, values, strict=True))
    ]
    batches += [
        Item(paths.item_id(paths.group_path(entry.path)), {place.replies: entry.after})
        for entry in _replaced_replies(plan, names)
    ]
    survey: dict[str, Any] = {place.batches: tuple(batches)}
    statements = [
        Item(mapping.target_id, {"statement": clean_line(mapping.target_text)})
        for mapping in plan.mappings_of(*STATEMENT_TYPES)
        if mapping.is_new
    ]
    if statements:
        survey[place.statements] = tuple(statements)
    if target.is_new:
        survey["name"] = target.name
    survey |= _scale_values(plan)
    group: dict[str, Any] = {place.group: (Item(target.survey, survey),)}
    opens = tuple(
        _open_question_item(mapping, target.name)
        for mapping in plan.mappings_of(ColumnType.OPEN)
        if mapping.is_new
    )
    return Answers(group | ({place.opens: opens} if opens else {}))


def _open_question_item(mapping: ColumnMapping, survey: str) -> Item:
    return Item(
        mapping.target_id,
        {"question": clean_line(mapping.target_text)} | ({"survey": survey} if survey else {}),
    )


def _scale_values(plan: ImportPlan) -> dict[str, str]:
    """Return the scale as an answer in the survey, if the form asks for it and it has no answer yet."""
    field = plan.target.place.field.inner_field("scale")
    keys = [choice.key for choice in field.choices] if field else []
    if plan.target.scale or plan.scale.name not in keys or not plan.mappings_of(ColumnType.STATEMENT):
        return {}
    own = {"steps": "; ".join(step.label for step in plan.scale.steps)} if plan.scale.name == OWN else {}
    return {"scale": plan.scale.name, **own}


def _column(mapping: ColumnMapping) -> dict[str, Any]:
    """Return a column as it is stored: as short as possible, because there may be many replies."""
    column: dict[str, Any] = {
        "as": _KINDS[mapping.column_type],
        "heading": clean_line(mapping.column.heading),
    }
    cells = mapping.column.cells
    if mapping.scale is not None:
        places = dict(zip(mapping.scale.keys, DIGITS, strict=False))
        meaning = {"": NO_ANSWER} | {
            match.answer: places.get(match.step or "", NO_ANSWER) for match in mapping.step_matches
        }
        return {**column, "to": mapping.target_id, "given": "".join(map(meaning.__getitem__, cells))}
    if mapping.column_type is ColumnType.OPEN:
        return {**column, "to": mapping.target_id, "texts": [clean(cell).strip() or None for cell in cells]}
    words = list(dict.fromkeys(mapping.names.values()))
    pointers = dict(zip(words, DIGITS, strict=False))
    digits = "".join(pointers.get(mapping.names.get(clean_line(cell), ""), NO_ANSWER) for cell in cells)
    return {**column, "words": words, "given": digits}


def _batch_id(plan: ImportPlan, value: Mapping[str, Any]) -> str:
    """Return the id of an entry of replies: equal replies have the same id on every computer."""
    digest = blake2b(canonical_json(value).encode(), digest_size=16).hexdigest()
    return derived_id(plan.target.place.batches_path(plan.target.survey), digest)


def _created_paths(plan: ImportPlan) -> list[str]:
    """Return the paths of the entries that a plan creates, besides that of the replies."""
    target, place = plan.target, plan.target.place
    if target.is_new:
        created = [paths.item_path(place.group, target.survey)]
    else:
        group = place.statements_path(target.survey)
        created = [
            paths.item_path(group, mapping.target_id)
            for mapping in plan.mappings_of(*STATEMENT_TYPES)
            if mapping.is_new
        ]
    return created + [
        paths.item_path(place.opens, mapping.target_id)
        for mapping in plan.mappings_of(ColumnType.OPEN)
        if mapping.is_new
    ]


def _problem_lines(refused: Sequence[ImportProblem]) -> str:
    return "\n" + "\n".join(f"  {problem}" for problem in refused)
