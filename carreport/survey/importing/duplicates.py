"""Say which replies of a file are in the draft already, and ask where that is not certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from carreport.form.wording import counted
from carreport.survey.importing.column_types import Use, identifies
from carreport.survey.importing.columns import Taken
from carreport.survey.importing.headings import Table
from carreport.survey.replies.deduplicate import Joined, join
from carreport.survey.replies.fingerprints import Cells, marks_for, with_places
from carreport.survey.target import Target

MOSTLY = 0.8

Said = tuple[tuple[str, str], ...]
"""What one reply says: what was asked, and the answer."""


@dataclass(frozen=True, slots=True)
class Known:
    """The marks that the replies of a file get, how many are new, and what has to be asked first."""

    marks: tuple[str, ...]
    new: int
    notes: tuple[str, ...] = ()
    asks: str = ""


def known_in(table: Table, target: Target, taken: Sequence[Taken], already: str) -> Known:
    """Return the marks of the replies of a file, so that those of the same people are the same."""
    told = told_apart_by(table)
    marks = marks_for([column.cells for column in table.columns], told, others=already == "others")
    before = join(target.batches)
    keys = with_places(marks)
    if not (before.n or before.withdrawn) or not keys:
        return Known(marks, len(keys))
    out = _told_withdrawn(keys, before)
    had = {*before.keys, *before.withdrawn}
    fresh = [number for number, key in enumerate(keys) if key not in had]
    rest = sorted({*before.keys} - set(keys))
    matched = _alike(taken, before, fresh, rest)
    if already == "same":
        marks = tuple(matched.get(number, mark).partition("#")[0] for number, mark in enumerate(marks))
        new = len(set(with_places(marks)) - had)
        return Known(marks, new, (*_told(marks, new, before), *out))
    new = len(fresh)
    notes = (*_told(marks, new, before), *out)
    is_sure = bool(told)
    if already == "others" or not (matched or (new < len(keys) and not is_sure)):
        return Known(marks, new, notes)
    return _judged(Known(marks, new, notes), len(matched), len(rest), is_sure=is_sure)


def told_apart_by(table: Table) -> tuple[Cells, ...]:
    """Return the columns that tell the replies of a file apart for certain, or none."""
    kinds = [(identifies(column), column.cells) for column in table.columns]
    ids = [(cells,) for kind, cells in kinds if kind == "id"]
    times = tuple(cells for kind, cells in kinds if kind == "time")
    for chosen in (*ids, times):
        is_filled = bool(chosen) and all(map(any, zip(*chosen, strict=True)))
        if is_filled and len(set(zip(*chosen, strict=True))) == len(table.rows):
            return chosen
    return ()


def _judged(known: Known, alike: int, rest: int, *, is_sure: bool) -> Known:
    """Return what to make of replies that say the same as others that are in."""
    n, new = len(known.marks), known.new
    is_contained = not is_sure and not alike and (not rest or not new)
    if is_contained:
        return known
    doubtful = alike + (0 if is_sure else n - new)
    if is_sure and alike < max(3, MOSTLY * min(new, rest)):
        note = f"{counted(alike, 'reply')} of other people say the same as replies that are in already."
        return replace(known, notes=(*known.notes, note))
    asks = (
        f"{doubtful:,} of {counted(n, 'reply')} say exactly what replies say that are in already. Are they "
        "from the same people, so that each counts once (same), or from others (others)?"
    )
    return replace(known, asks=asks)


def _told(marks: Sequence[str], new: int, before: Joined) -> tuple[str, ...]:
    n, again = len(marks), len(marks) - new - len(before.withdrawn.intersection(with_places(marks)))
    return (f"{again:,} of {counted(n, 'reply')} are in already and are counted once.",) if again else ()


def _told_withdrawn(keys: Sequence[str], before: Joined) -> tuple[str, ...]:
    """Return what there is to say about replies that were withdrawn, known in this file or not."""
    known = len(before.withdrawn.intersection(keys))
    if known:
        return (
            f"{counted(known, 'reply')} of the file {'was' if known == 1 else 'were'} withdrawn: kept out.",
        )
    if not before.withdrawn or not before.n or not {*before.keys}.isdisjoint(keys):
        return ()
    gone = f"{counted(len(before.withdrawn), 'reply')} {'was' if len(before.withdrawn) == 1 else 'were'}"
    note = (
        f"{gone} withdrawn from this survey. In this file, which is another one, they are not known again: "
        "if they are in it, take their rows out of the file first."
    )
    return (note,)


def _alike(
    taken: Sequence[Taken], before: Joined, fresh: Sequence[int], rest: Sequence[str]
) -> dict[int, str]:
    """Return for replies that seem new the key of one that is in and says exactly the same."""
    asked = {each.to: each for each in taken if each.use in (Use.STATEMENT, Use.OPEN)}
    shared = [to for to in asked if to in before.statements or to in before.opens]
    if not shared or not fresh or not rest:
        return {}
    place = {key: number for number, key in enumerate(before.keys)}
    waiting: dict[Said, list[str]] = {}
    for key in rest:
        said = tuple(
            (to, str((before.statements.get(to) or before.opens.get(to) or [])[place[key]] or ""))
            for to in shared
        )
        waiting.setdefault(said, []).append(key)
    meaning = {to: {each.word: each.step or "" for each in asked[to].readings} for to in shared}
    found: dict[int, str] = {}
    for number in fresh:
        said = tuple(
            (to, meaning[to].get(cell, "") if asked[to].use is Use.STATEMENT else cell)
            for to in shared
            for cell in (asked[to].column.cells[number],)
        )
        if any(answer for _, answer in said) and waiting.get(said):
            found[number] = waiting[said].pop()
    return found
