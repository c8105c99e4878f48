"""Find the answer scale of each statement, from the scales that its replies were given on.

A survey may ask “How far do you agree?” and “How often?”. A file of it is stored as one entry of replies
for each scale, so an entry has one scale, and a statement has those of the entries that it is in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from carreport.form.kinds.replies import DIGITS, STATEMENT
from carreport.survey.agreement import is_tick_scale
from carreport.survey.scales import Scale, merged_scale, scale_from_steps

Steps = Mapping[str, str]
"""The labels of the points on a scale, by key, in order."""


@dataclass(frozen=True, slots=True)
class ReplyScales:
    """The scale that most statements of a survey are on, and the scale of each statement."""

    main: Scale
    by_statement: Mapping[str, Scale] = field(default_factory=dict)


def reply_scales(batches: Sequence[Mapping[str, Any]]) -> ReplyScales:
    """Return the scales of these batches.

    Replies entered by hand are stored with the points of every scale in the survey. They add to the
    scale of a statement only the points that were chosen.
    """
    given = [batch for batch in batches if batch["steps"] and not is_entered_by_hand(batch)]
    typed = [batch for batch in batches if batch["steps"] and is_entered_by_hand(batch)]
    main = _main_scale(given or typed)
    by_statement: dict[str, list[Steps]] = {}
    for batch in given:
        for to in statement_columns(batch):
            by_statement.setdefault(to, []).append(dict(batch["steps"]))
    for batch in typed:
        for to, column in statement_columns(batch).items():
            known = by_statement.setdefault(to, [_labels(main)])
            known.append(chosen_steps(batch, column))
    return ReplyScales(main, {to: merged_scale(steps) for to, steps in by_statement.items()})


def has_different_scales(batches: Iterable[Mapping[str, Any]]) -> bool:
    """Say whether the replies to any statement were given on different scales."""
    given: dict[str, list[set[str]]] = {}
    typed: dict[str, list[tuple[set[str], set[str]]]] = {}
    for batch in batches:
        keys = {*scale_from_steps(batch["steps"]).ordered_keys}
        for to, column in statement_columns(batch).items():
            if is_entered_by_hand(batch):
                typed.setdefault(to, []).append((keys & {*chosen_steps(batch, column)}, keys))
            else:
                given.setdefault(to, []).append(keys)
    for to in {*given, *typed}:
        scales = given.get(to, [])
        by_hand = [chosen if scales else keys for chosen, keys in typed.get(to, [])]
        widest = max((*scales, *by_hand), key=len)
        if any(keys != widest for keys in scales) or any(not keys <= widest for keys in by_hand):
            return True
    return False


def is_entered_by_hand(batch: Mapping[str, Any]) -> bool:
    """Say whether a batch is of replies entered by hand, one by one."""
    return bool(batch["marks"]) and not batch["file"]


def statement_columns(batch: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the columns of a batch that answer statements, by the id of the statement."""
    return {str(column["to"]): column for column in batch["columns"] if column["as"] == STATEMENT}


def chosen_steps(batch: Mapping[str, Any], column: Mapping[str, Any]) -> Steps:
    """Return the points that anybody chose in a column."""
    chosen = set(column.get("given", ""))
    return {
        key: label for digit, (key, label) in zip(DIGITS, batch["steps"], strict=False) if digit in chosen
    }


def _labels(scale: Scale) -> Steps:
    return {step.key: step.label for step in scale.steps}


def _main_scale(batches: Sequence[Mapping[str, Any]]) -> Scale:
    """Return the scale that most statements are on; scales that share points are combined."""
    groups: list[tuple[set[str], list[Steps], set[str]]] = []
    for batch in sorted(batches, key=lambda batch: -len(batch["steps"])):
        scale = scale_from_steps(batch["steps"])
        if is_tick_scale(scale.steps):
            continue
        keys, statements = {*scale.ordered_keys}, {*statement_columns(batch)}
        group = next((group for group in groups if group[0] & keys), None)
        if group is None:
            groups.append((keys, [_labels(scale)], statements))
        else:
            group[0].update(keys)
            group[1].append(_labels(scale))
            group[2].update(statements)
    if not groups:
        return scale_from_steps(())
    return merged_scale(max(groups, key=lambda group: len(group[2]))[1])
