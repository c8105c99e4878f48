"""Find the statement or open question that a column belongs to, and names that mean the same group.

Only the same wording is the same question. A wording that is almost the same is shown beside the
existing one, and the user decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from carreport.survey.same_wording import (
    AlikeWording,
    Likeness,
    compare_wordings,
    find_alike,
    numbered_key,
    wording_key,
)
from carreport.survey.target import SurveyTarget, wording_id

Wordings = Sequence[tuple[str, str]]
"""Existing statements or questions: pairs of id and text."""


@dataclass(frozen=True, slots=True)
class QuestionMatch:
    """The question that a column belongs to; `alike` is an existing one that may be the same."""

    target_id: str
    text: str
    is_new: bool
    alike: AlikeWording | None = None


def match_question(
    asked: str,
    existing: Wordings,
    *,
    group: str,
    remembered: str = "",
    others: Collection[str] = (),
    chosen: str | None = None,
    used: Mapping[str, str] | None = None,
) -> QuestionMatch:
    """Return the question of a column, whose wording is `asked`, in the list `group`.

    `remembered` is the question that a column of this heading was imported into before. `others` are
    the wordings of the other columns, whose questions it cannot be. `chosen` is the user's choice: the
    id of a question, or "" for a new one. `used` has the wording of the column for each question of
    an earlier column, by id.
    """
    texts, used = dict(existing), used or {}
    free = [
        (key, text)
        for key, text in existing
        if text == asked or (text not in others and not _is_of_another(used.get(key), asked, chosen))
    ]
    same = _same_question(asked, free, remembered)
    if chosen or len(same) == 1:
        wanted = chosen or same[0]
        return QuestionMatch(wanted, texts.get(wanted, ""), is_new=False)
    new = _new_question(asked, group, [key for key, _ in existing], used, is_chosen=chosen == "")
    if same and chosen is None:
        return _with_alike(new, AlikeWording(same[0], texts[same[0]], is_asked=True))
    if chosen is not None:
        return new
    if remembered in texts and not _is_of_another(used.get(remembered), asked, chosen):
        likeness = compare_wordings(asked, texts[remembered])
        if likeness is not Likeness.DIFFERENT:
            return QuestionMatch(remembered, texts[remembered], is_new=False)
        return _with_alike(new, AlikeWording(remembered, texts[remembered], is_asked=True))
    taken = {wording_key(other) for other in others}
    free = [(key, text) for key, text in existing if wording_key(text) not in taken]
    return _with_alike(new, find_alike(asked, free))


def remembered_questions(target: SurveyTarget, kind: str) -> dict[str, str]:
    """Return the questions that columns of one type were imported into, by their heading and its key.

    A key that two questions have is left out.
    """
    by_key: dict[str, set[str]] = {}
    by_heading: dict[str, str] = {}
    for column in (column for batch in target.batches for column in batch["columns"]):
        if column["as"] == kind and column["heading"]:
            by_heading[column["heading"]] = column["to"]
            by_key.setdefault(wording_key(column["heading"]), set()).add(column["to"])
    return {**by_heading, **{key: next(iter(ids)) for key, ids in by_key.items() if len(ids) == 1}}


def match_names(
    words: Iterable[str], existing: Iterable[str], chosen: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, AlikeWording]]:
    """Return the name for each word for a group or survey round, and the names it may mean instead.

    Words that are the same count as the one that exists, or else as the first.
    """
    known = {wording_key(name): name for name in reversed(list(existing))}
    had = list(known.values())
    names: dict[str, str] = {}
    alike: dict[str, AlikeWording] = {}
    for word in words:
        if word in chosen:
            names[word] = chosen[word]
            continue
        is_new = wording_key(word) not in known
        names[word] = known.setdefault(wording_key(word), word)
        near = find_alike(word, [(name, name) for name in had]) if is_new else None
        if near is not None and near.is_asked:
            alike[word] = near
    return names, alike


def _is_of_another(wording: str | None, asked: str, chosen: str | None) -> bool:
    """Say whether a question belongs to another column, with this wording, so it cannot be this one’s too."""
    return wording is not None and (chosen == "" or numbered_key(wording) != numbered_key(asked))


def _new_question(
    asked: str, group: str, existing: Collection[str], used: Mapping[str, str], *, is_chosen: bool
) -> QuestionMatch:
    """Return a new question; if the user chose that it is new, it differs from those of other columns.

    A number at the start distinguishes two columns of one file, as in a grid that is asked twice.
    """
    others = [key for key, wording in used.items() if numbered_key(wording) != numbered_key(asked)]
    target_id, text, number = wording_id(group, asked, [*existing, *others]), asked, 2
    while target_id in others or target_id in existing:
        target_id = wording_id(group, f"{asked} ({number})", [*existing, *others])
        number += 1
    number = 2
    while is_chosen and target_id in used:
        text = f"{asked} ({number})"
        target_id = wording_id(group, text, [*existing, *used])
        number += 1
    return QuestionMatch(target_id, asked if asked not in used.values() else text, is_new=True)


def _same_question(asked: str, existing: Wordings, remembered: str) -> list[str]:
    """Return the existing questions with the same wording: one letter for letter, or as before, or all."""
    same = {key: text for key, text in existing if wording_key(text) == wording_key(asked)}
    exact = next((key for key, text in same.items() if text == asked), "")
    chosen = exact or (remembered if remembered in same else "")
    return [chosen] if chosen else list(same)


def _with_alike(match: QuestionMatch, alike: AlikeWording | None) -> QuestionMatch:
    return QuestionMatch(match.target_id, match.text, match.is_new, alike)
