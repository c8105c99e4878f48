"""Choose the scale of each column: the corrected one, that of its statement, or one that fits its answers.

A scale is found from words only. Numbers are points on a scale only if the user chose a scale and
which end 1 is, or if the points themselves are numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from carreport.survey.importing.reply_table import SourceColumn
from carreport.survey.response_words import (
    AGREEMENT,
    is_off_scale,
    may_be_no_answer,
    normalise_answer,
    places_of,
    scale_in_common,
)
from carreport.survey.scales import (
    DEFAULT_SCALE_NAME,
    OWN,
    Scale,
    guess_scale,
    is_number,
    leading_number,
    match_step,
    merged_wordings,
    numbered_steps,
    parse_number,
    parse_own_scale,
    scale_by_name,
    scale_of_words,
    standard_step,
)

MOST_WORDS = 300
"""A column with more different answers than this is not on a scale."""
KNOWN_SHARE, MOST_UNKNOWN, LONGEST_UNKNOWN = 2 / 3, 3, 40
"""The least share of answers on a scale, the most others, and the greatest length of those."""
_COUNTS = re.compile(
    r"\A(?:how many|how long(?! lasting| term)|how old|how much time|number of|no of|years|months|weeks|"
    r"hours|minutes|days|rank|ranking|order)\b|\bhow many\b|\b(?:rank|put) .*\bin order\b"
)
"""A column with such a heading has amounts or ranks."""
MOST_POINTS = 10
"""Larger numbers, such as ages, are not points on a scale."""


@dataclass(frozen=True, slots=True)
class ScaleChoices:
    """What the user chose about scales: for the whole file, and by the number of a column.

    A scale of a column is the name of a usual one, or its points in order. `one_is` is the point that
    the number 1 means. `survey` and `survey_steps` are the scale that the survey already has.
    `statements` are the columns that the user chose to import as statements.
    """

    scale: str = ""
    own_steps: str = ""
    one_is: str = ""
    survey: str = ""
    survey_steps: str = ""
    by_column: Mapping[int, str] = field(default_factory=dict)
    one_is_by_column: Mapping[int, str] = field(default_factory=dict)
    statements: frozenset[int] = frozenset()

    @property
    def given(self) -> Scale | None:
        """The scale that the user chose for the file, or for the survey before."""
        own = self.own_steps or self.survey_steps
        for name in (self.scale, OWN if self.own_steps else "", self.survey):
            scale = scale_by_name(name, own) if name else None
            if scale:
                return scale
        return None

    def given_for(self, number: int) -> Scale | None:
        """Return the scale that the user chose for one column."""
        written = self.by_column.get(number, "")
        return scale_by_name(written) or (parse_own_scale(written) if written else None)


def main_scale(columns: Iterable[SourceColumn], choices: ScaleChoices) -> Scale:
    """Return the scale of the file: the chosen one, one that fits most columns, or the default."""
    if choices.given is not None:
        return choices.given
    answers = [words for words in map(_words_on_scale, columns) if words]
    usual = scale_by_name(guess_scale(answers) or DEFAULT_SCALE_NAME)
    assert usual is not None  # noqa: S101 - both are usual scales
    words = [word for column in answers for word in column]
    agreeing = [word for word in words if scale_in_common([word]) == AGREEMENT]
    if usual.name != "yes_no" and merged_wordings(agreeing):
        return scale_of_words([*agreeing, *filter(is_off_scale, words)]) or usual
    return usual


def _words_on_scale(column: SourceColumn) -> Sequence[str]:
    """Return the different answers of a column, if at least half of its replies are points on some scale."""
    if len(column.answer_counts) > MOST_WORDS:
        return []
    step_count = sum(count for word, count in column.answer_counts.items() if standard_step(word))
    is_on_scale = step_count * 2 >= column.answered_count or has_only_steps(column, standard_step)
    return column.known_answers if step_count and is_on_scale else []


def has_only_steps(column: SourceColumn, match: Callable[[str], object]) -> bool:
    """Say whether a column has several points, and otherwise only texts that may mean “no answer”."""
    words = [word for word in column.answer_counts if not (is_off_scale(word) or may_be_no_answer(word))]
    return 1 < len(words) <= MOST_WORDS and all(map(match, words))


def column_scales(
    columns: Sequence[SourceColumn], main: Scale, choices: ScaleChoices, earlier: Mapping[int, Scale]
) -> dict[int, Scale]:
    """Return the scale of each column; `earlier` has that of replies to its statement that exist already."""
    scales: dict[int, Scale] = {}
    by_words: dict[str, list[SourceColumn]] = {}
    for column in columns:
        number = column.number
        scale = choices.given_for(number) or _that_fits(column, (earlier.get(number), main))
        name = "" if scale else _name_from_words(column, earlier.get(number))
        if name:
            by_words.setdefault(name, []).append(column)
        scales[number] = scale or earlier.get(number, main)
    stems = Counter(column.stem for column in columns if column.stem and _name_of_one_word(column))
    for column in columns:
        name = _name_of_one_word(column)
        is_alike = name in by_words and 2 * column.answered_count >= len(column.cells)
        is_asked_alike = is_alike or stems[column.stem] > 1
        if name and scales[column.number] is main and (column.number in choices.statements or is_asked_alike):
            by_words.setdefault(name, []).append(column)
    for group in by_words.values():
        scales |= _pooled(group, earlier)
    return scales


def _that_fits(column: SourceColumn, scales: Iterable[Scale | None]) -> Scale | None:
    """Return the first scale that all answers of a column are on, and not only “don’t know”."""
    words = [word for word in column.known_answers if not is_off_scale(word)]
    if not words or len(words) > MOST_WORDS:
        return None
    fits = (scale for scale in scales if scale and _fits(column, words, scale))
    return next(fits, None)


def _fits(column: SourceColumn, words: Iterable[str], scale: Scale) -> bool:
    def match(word: str) -> bool:
        return match_step(word, scale) is not None

    return all(map(match, words)) or has_only_steps(column, match)


def _name_from_words(column: SourceColumn, earlier: Scale | None) -> str:
    """Return the name of the usual scale that the answers of a column are on, if they are at least two.

    A few short answers may be on no scale; the user is asked about them.
    """
    words = [word for word in column.known_answers if not is_off_scale(word)]
    known = [word for word in words if places_of(word)]
    unknown = [word for word in words if word not in known]
    is_few = len(known) < (2 if earlier is None else 1)
    if len(words) > MOST_WORDS or is_few or not column.answered_count:
        return ""
    if has_only_steps(column, places_of):
        unknown = []
    share = sum(column.answer_counts.get(word, 0) for word in known) / column.answered_count
    if unknown and (
        share < KNOWN_SHARE or len(unknown) > MOST_UNKNOWN or max(map(len, unknown)) > LONGEST_UNKNOWN
    ):
        return ""
    return scale_in_common([*known, *_labels(earlier)]) or scale_in_common(known)


def _name_of_one_word(column: SourceColumn) -> str:
    """Return the name of the usual scale that all answers of a column are on, if they are all the same."""
    words = [word for word in column.answer_counts if not is_off_scale(word)]
    return scale_in_common(words) if len(words) == 1 else ""


def _labels(scale: Scale | None) -> list[str]:
    return [step.label for step in scale.steps] if scale else []


def _pooled(group: Sequence[SourceColumn], earlier: Mapping[int, Scale]) -> dict[int, Scale]:
    """Return one scale for columns whose answers belong to the same one, such as how often."""
    words = [
        word for column in group for word in column.known_answers if places_of(word) or is_off_scale(word)
    ]
    had = [label for column in group for label in _labels(earlier.get(column.number))]
    usual = scale_by_name(guess_scale([words]) or "")
    is_usual = usual is not None and all(match_step(word, usual) for word in words)
    chosen = usual if is_usual and not had and not merged_wordings(words) else scale_of_words([*had, *words])
    chosen = chosen or scale_of_words(words)
    return {column.number: chosen for column in group if chosen is not None}


# Numbers


@dataclass(frozen=True, slots=True)
class NumberReading:
    """How a column of numbers is read: as points on its scale, or why not."""

    is_statement: bool
    reason: str
    problem: str = ""


def _asks_for_a_number(column: SourceColumn, choices: ScaleChoices) -> bool:
    """Say whether a column is about how many of something, unless the user chose how to read it."""
    is_chosen = choices.given_for(column.number) is not None or column.number in choices.statements
    return not is_chosen and bool(_COUNTS.search(normalise_answer(column.question)))


def is_numeric(column: SourceColumn) -> bool:
    """Say whether a column has numbers; “don’t know” and a few other texts may be among them."""
    words = [word for word in column.answer_counts if not is_off_scale(word)]
    others = [word for word in words if not is_number(word)]
    if not others or len(others) == len(words):
        return bool(words) and not others
    share = 1 - sum(column.answer_counts[word] for word in others) / column.answered_count
    return share >= KNOWN_SHARE and len(others) <= MOST_UNKNOWN and max(map(len, others)) <= LONGEST_UNKNOWN


def read_numbers(column: SourceColumn, scale: Scale, choices: ScaleChoices) -> NumberReading:
    """Say how a column of numbers is read; the number of points is never taken from the answers."""
    if _asks_for_a_number(column, choices):
        return NumberReading(is_statement=False, reason="it asks for a number, not for a point on a scale")
    return _read_points(column, scale, choices)


def _read_points(column: SourceColumn, scale: Scale, choices: ScaleChoices) -> NumberReading:
    words = [word for word in column.answer_counts if is_number(word)]
    on_scale = sum(bool(match_step(word, scale)) for word in words)
    if on_scale:
        return NumberReading(is_statement=True, reason="its numbers are the points of the scale")
    one_is = one_means(column.number, scale, choices)
    if not one_is:
        wanted = choices.one_is_by_column.get(column.number, choices.one_is)
        if wanted and _are_ratings(words):
            return NumberReading(is_statement=True, reason=MAY_BE_POINTS, problem=_not_an_end(wanted, scale))
        return NumberReading(is_statement=False, reason=UNKNOWN_NUMBERS)
    if not _are_ratings(words):
        return NumberReading(is_statement=False, reason="its numbers are too large for points on a scale")
    if choices.given is None and choices.given_for(column.number) is None:
        return NumberReading(is_statement=True, reason=MAY_BE_POINTS, problem=_how_many_points(words))
    return NumberReading(is_statement=True, reason="its numbers are points on the scale")


MAY_BE_POINTS = "its numbers may be points on a scale"
UNKNOWN_NUMBERS = (
    "it holds numbers, and the file does not say how many points their scale has or which end 1 is"
)


def one_means(number: int, scale: Scale, choices: ScaleChoices) -> str:
    """Return the key of the end of a scale that the number 1 means in a column, if the user chose it."""
    wanted = choices.one_is_by_column.get(number, choices.one_is)
    key = wanted if wanted in scale.keys else match_step(wanted, scale) or "" if wanted else ""
    return key if numbered_steps(scale, key) else ""


def _are_ratings(words: Iterable[str]) -> bool:
    numbers = [parse_number(word) for word in words]
    return all(number is None or 0 <= number <= MOST_POINTS for number in numbers)


def _how_many_points(words: Iterable[str]) -> str:
    numbers = sorted(float(word.replace(",", ".").replace("−", "-")) for word in words)
    return (
        f"The answers are numbers from {numbers[0]:g} to {numbers[-1]:g}. The file does not say how many "
        "points the scale has. Choose the scale of this column."
    )


def _not_an_end(wanted: str, scale: Scale) -> str:
    ends = " or ".join(f"“{step.label}”" for step in scale.steps if step.key in _ends(scale))
    return f"The number 1 means one end of the scale: {ends}. “{wanted}” is neither."


def _ends(scale: Scale) -> tuple[str, ...]:
    return (scale.ordered_keys[0], scale.ordered_keys[-1]) if scale.ordered_keys else ()


def conflicting_numbers(answers: Iterable[tuple[str, str | None]]) -> list[tuple[str, str]]:
    """Return pairs of answers that are read as one point, although their own numbers differ.

    `answers` are pairs of an answer and its point, such as “2 – Low” and “4 – Low”.
    """
    first: dict[str, str] = {}
    pairs: list[tuple[str, str]] = []
    for word, step in answers:
        number = leading_number(word)
        if not step or number is None:
            continue
        other = first.setdefault(step, word)
        if leading_number(other) != number:
            pairs.append((other, word))
    return pairs
