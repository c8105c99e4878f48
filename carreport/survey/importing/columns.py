"""Take each column of a file as something: a statement, an open question, a group, or nothing of use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from carreport.survey.importing.column_types import MOST_WORDS, Guess, Use, guess, identifies
from carreport.survey.importing.headings import Column, Table
from carreport.survey.scales import (
    NO_ANSWER,
    OWN,
    USUAL,
    Scale,
    guess_scale,
    known_step,
    number_of,
    numbered_steps,
    plain_word,
    scale_named,
    step_for,
)
from carreport.survey.target import Target, made_id

NEARLY = 0.9
COUNTED = (Use.STATEMENT, Use.OPEN)


@dataclass(frozen=True, slots=True)
class Corrections:
    """What a person says about a file, over what was found; each may be left out.

    `uses`, `to` (the id of the statement or open question that is meant) go by the number of the column,
    from 0. `words` says for a word of the file which step it is, "" for no answer. `one_is` is the key
    of the step that the number 1 stands for. `already` is "same" or "others": whether replies that say
    the same as ones that are in come from the same people.
    """

    uses: Mapping[int, Use] = field(default_factory=dict)
    to: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    scale: str = ""
    own: str = ""
    one_is: str = ""
    wave: str = ""
    already: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A word of a column and the step it is read as: "" for no answer, nothing if it is not known."""

    word: str
    step: str | None
    count: int
    row: int


@dataclass(frozen=True, slots=True)
class Taken:
    """One column, as what it is taken, and why; for statements and open questions, which one."""

    column: Column
    use: Use
    why: str
    to: str = ""
    words: str = ""
    is_new: bool = False
    readings: tuple[Reading, ...] = ()

    @property
    def answered(self) -> int:
        """How many replies say something in this column."""
        return self.column.answered


# The scale


def scale_for(table: Table, target: Target, said: Corrections) -> Scale:
    """Return the scale: as it is said, as the survey has it, as the words suggest, or the usual one."""
    own = said.own or target.own
    for name in (said.scale, OWN if said.own else "", target.scale):
        found = scale_named(name, own) if name else None
        if found:
            return found
    columns = [_few_words(column) for column in table.columns if not identifies(column)]
    usual = scale_named(guess_scale(columns) or USUAL)
    if usual is None:
        raise KeyError(USUAL)
    return usual


def _few_words(column: Column) -> Sequence[str]:
    """Return the different words of a column, if at least half of its answers are steps of some scale."""
    if len(column.words) > MOST_WORDS:
        return []
    known = sum(count for word, count in column.words.items() if known_step(word))
    return list(column.words) if known and known * 2 >= column.answered else []


def _step(word: str, scale: Scale, said: Corrections) -> str | None:
    if word in said.words:
        step = said.words[word]
        return step if step in (*scale.keys, NO_ANSWER) else None
    number = number_of(word)
    if number is not None and said.one_is in scale.keys:
        return numbered_steps(scale, said.one_is).get(number)
    return step_for(word, scale)


# The columns


def take_columns(table: Table, target: Target, scale: Scale, said: Corrections) -> tuple[Taken, ...]:
    """Return as what each column is taken: as it is said, else as it looks."""
    given = {plain_word(word): step for word, step in said.words.items()}
    told: list[Taken] = []
    for column in table.columns:
        if column.number in said.uses:
            found = Guess(said.uses[column.number], "it was said so")
        else:
            found = guess(column, scale, counts_numbers=said.one_is in scale.keys)
            if found.use is not Use.STATEMENT and given and _are_said(column, given):
                found = Guess(Use.STATEMENT, "its words were said to be steps of the scale")
        told.append(_aimed(column, found, target, scale, said))
    return _one_group(told)


def _are_said(column: Column, given: Mapping[str, str]) -> bool:
    said = sum(count for word, count in column.words.items() if given.get(plain_word(word)))
    return bool(said) and said * 2 >= column.answered


def _aimed(column: Column, found: Guess, target: Target, scale: Scale, said: Corrections) -> Taken:
    """Return a column with the statement or the open question that it belongs to."""
    if found.use not in COUNTED:
        return Taken(column, found.use, found.why)
    is_statement = found.use is Use.STATEMENT
    known = target.statements if is_statement else target.opens
    group = (
        target.place.statements_of(target.survey) if is_statement else f"{target.place.opens}/{target.name}"
    )
    readings = _readings(column, scale, said) if is_statement else ()
    if not is_statement and not target.place.opens:
        return Taken(column, Use.LEFT_OUT, "the form has no place for open questions")
    wanted = said.to.get(column.number) or _nearest(column.asked, known)
    if wanted:
        words = dict(known).get(wanted, "")
        return Taken(column, found.use, found.why, wanted, words, is_new=False, readings=readings)
    made = made_id(group, column.asked)
    return Taken(column, found.use, found.why, made, column.asked, is_new=True, readings=readings)


def _nearest(asked: str, known: Sequence[tuple[str, str]]) -> str:
    """Return the id of what was asked in the same or nearly the same words."""
    said = plain_word(asked)
    for each, words in known:
        if plain_word(words) == said:
            return each
    ratios = [
        (SequenceMatcher(None, said, plain_word(words)).ratio(), each) for each, words in known if words
    ]
    best = max(ratios, default=(0.0, ""))
    return best[1] if best[0] >= NEARLY else ""


def _readings(column: Column, scale: Scale, said: Corrections) -> tuple[Reading, ...]:
    """Return how each word of a column is read, the most frequent first."""
    first: dict[str, int] = {}
    for row, cell in enumerate(column.cells):
        first.setdefault(cell, row)
    words = sorted(column.words, key=lambda word: (-column.words[word], first[word]))
    return tuple(Reading(word, _step(word, scale, said), column.words[word], first[word]) for word in words)


def _one_group(taken: list[Taken]) -> tuple[Taken, ...]:
    """Keep one column that tells groups apart and one that names waves; more would say who is who."""
    seen: set[Use] = set()
    kept: list[Taken] = []
    for each in taken:
        if each.use in (Use.GROUP, Use.WAVE):
            if each.use in seen:
                kept.append(
                    Taken(each.column, Use.LEFT_OUT, f"another column is taken as the {each.use.value}")
                )
                continue
            seen.add(each.use)
        kept.append(each)
    return tuple(kept)
