"""Recognise “tick all that apply” questions, and say who counts as having answered them.

The options are in columns of their own, ticked or blank, or together in one cell. A blank box means “not
ticked” only for people who answered the question; for the others it is not an answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from carreport.form.wording import format_count, verb_for
from carreport.survey.importing.choices.boxes import (
    NO,
    OFF,
    ON,
    OTHER,
    YES,
    cell_token,
    has_boxes,
    is_lone_box,
    is_ticked,
    repeats_heading,
    says_only_yes,
    with_marks_only,
    with_shared_questions,
)
from carreport.survey.importing.choices.joined_options import (
    FEWEST_ANSWERS,
    JoinedCells,
    split_by_options,
    split_cells,
)
from carreport.survey.importing.reply_table import ImportProblem, SourceColumn
from carreport.survey.importing.row_kinds import submitted_rows
from carreport.survey.response_words import OFF_MARKS, ON_MARKS, normalise_answer, scale_in_common
from carreport.survey.scales import TICK_SCALE, parse_number

ANSWERED, SKIPPED = "answered", "skipped"
"""What people who ticked nothing are assumed to have done: `Corrections.ticked_nothing`."""
TICKED_CELL, NOT_TICKED_CELL = (step.label for step in TICK_SCALE.steps)
_FORM_COLUMNS = {"_uuid", "_id", "_index", "_submission_time", "__version__", "KEY", "meta-instanceID"}


@dataclass(frozen=True, slots=True)
class TickQuestion:
    """A “tick all that apply” question: the columns in the file, and one column of boxes for each option.

    `answered` people count as having answered it. Of these, `blank` ticked nothing; `skipped` others
    ticked nothing either and do not count. `reason` says why. The people in `own_rows`, which are numbers of
    replies from 0, wrote something of their own, or chose what nobody else chose; it is not imported.
    """

    stem: str
    sources: tuple[int, ...]
    boxes: tuple[SourceColumn, ...]
    answered: int
    blank: int
    skipped: int
    reason: str
    own_rows: tuple[int, ...] = ()

    @property
    def own_words(self) -> int:
        """The number of people who wrote something of their own."""
        return len(self.own_rows)

    @property
    def base_note(self) -> str:
        """Say who counts as having answered, as a sentence."""
        sentences = [f"“{self.stem}” counts as answered by {format_count(self.answered, 'person')}."]
        because = f", because {self.reason}" if self.reason else ""
        if self.blank:
            verb = verb_for(self.blank, "counts", "count")
            sentences.append(f"{self.blank:,} of them ticked nothing and {verb}{because}.")
        if self.skipped:
            verb, other = verb_for(self.skipped, "does", "do"), verb_for(self.skipped, "other", "others")
            sentences.append(f"{self.skipped:,} {other} ticked nothing and {verb} not count{because}.")
        if self.own_words:
            sentences.append(
                f"{format_count(self.own_words, 'person')} gave another answer, which is not imported."
            )
        return " ".join(sentences)


@dataclass(frozen=True, slots=True)
class TickReadings:
    """The “tick all that apply” questions in a file, columns that repeat them, and what is not certain."""

    questions: tuple[TickQuestion, ...] = ()
    repeated: frozenset[int] = frozenset()
    problems: tuple[ImportProblem, ...] = ()

    def boxes_of(self, number: int) -> tuple[SourceColumn, ...]:
        """Return the columns of boxes that one column of the file gives; none if it has no boxes."""
        return tuple(box for question in self.questions for box in question.boxes if box.number == number)


@dataclass(frozen=True, slots=True)
class TickChoices:
    """What the user chose: columns that have boxes or have none, the options in a column, and the base.

    The cells of `whole` columns are never split into options.
    """

    ticked: frozenset[int] = frozenset()
    others: frozenset[int] = frozenset()
    options: Mapping[int, str] = field(default_factory=dict)
    nothing: str = ""
    whole: frozenset[int] = frozenset()


def is_option_box(column: SourceColumn) -> bool:
    """Say whether a column is a box of a question that several columns share, such as “Telephone”."""
    marks = with_marks_only(column)
    is_box = has_boxes(marks) if column.stem or marks is not column else repeats_heading(column)
    return bool(column.answer_counts) and is_box


def tick_readings(columns: Sequence[SourceColumn], choices: TickChoices) -> TickReadings:
    """Return the “tick all that apply” questions in these columns."""
    free = [
        with_marks_only(column)
        for column in columns
        if column.number not in choices.others and column.heading and not column.steps
    ]
    free = with_shared_questions(free, choices.ticked)
    finder = _Finder(choices, columns, free)
    for stem, group in _groups(free).items():
        finder.read_group(stem, group)
    stems = {question.stem for question in finder.questions}
    repeated = {column.number for column in free if column.heading in stems} - finder.used
    for column in free:
        if column.number not in finder.used | repeated:
            finder.read_column(column)
    return TickReadings(tuple(finder.questions), frozenset(repeated), tuple(finder.problems))


_Options = Sequence[tuple[SourceColumn, str, Sequence[bool | None]]]
"""The column, the wording and the ticks of each option; None for a blank cell."""


class _Finder:
    """Collects the questions and problems in a file, one group or column at a time."""

    def __init__(
        self, choices: TickChoices, columns: Sequence[SourceColumn], free: Sequence[SourceColumn]
    ) -> None:
        self.questions: list[TickQuestion] = []
        self.problems: list[ImportProblem] = []
        self.used: set[int] = set()
        self._choices, self._submitted = choices, submitted_rows(columns)
        self._has_noes, self._has_names = _has_yes_and_no(free), _has_form_names(columns)
        self._beside = _beside_each_other(free)

    def read_group(self, stem: str, group: Sequence[SourceColumn]) -> None:
        """Read columns that share a question, if they are its options."""
        numbered = _numbered_options(group)
        boxes = [column for column in group if self._has_boxes(column) or column in numbered]
        others = [column for column in group if column not in boxes]
        if not _are_options(boxes, others):
            return
        is_said = not self._choices.ticked.isdisjoint(box.number for box in boxes)
        if not is_said and _has_one_each(boxes):
            self.used.update(column.number for column in boxes)
            self.problems.append(ImportProblem("one-or-many", ONE_OR_MANY, column=boxes[0].name))
            return
        if not is_said and _may_be_yes_or_no(stem, boxes):
            blank = next((box for box in boxes if 0 < box.answered_count < len(box.cells)), None)
            if blank is None:
                return
            self.used.update(column.number for column in boxes)
            self.problems.append(_only_yes(blank))
            return
        options = [
            (column, _option_wording(stem, column), [is_ticked(cell) for cell in column.cells])
            for column in boxes
        ]
        self._add(stem, options, [any(cells) for cells in zip(*(col.cells for col in others), strict=True)])

    def read_column(self, column: SourceColumn) -> None:
        """Read a column that has boxes of its own, or several options in one cell."""
        is_chosen = column.number in self._choices.ticked
        if column.number in self._choices.options and column.answer_counts:
            options = map(str.strip, re.split(r"[;|]", self._choices.options[column.number]))
            self._read_joined(column, split_by_options(column.cells, list(filter(None, options))))
        elif is_lone_box(column) or (is_chosen and column.answer_counts and self._has_boxes(column)):
            ticks = [is_ticked(cell) for cell in column.cells]
            self._add(column.question, [(column, column.question, ticks)], ())
        elif says_only_yes(column) and not (
            self._has_noes and _is_mostly_answered(column) and column.number not in self._beside
        ):
            self.problems.append(_only_yes(column))
        elif column.number not in self._choices.whole and not scale_in_common(column.answer_counts):
            has_name = " " not in column.heading and (self._has_names or is_chosen)
            joined = split_cells(column.cells, has_plain_name=has_name)
            if joined is not None and self._has_names and any(" " in option for option in joined.options):
                joined = replace(joined, unclear=joined.unclear or joined.options)  # spaces join the labels
            if joined is not None and (is_chosen or not scale_in_common(joined.options)):
                self._read_joined(column, joined)
        if is_chosen and column.answer_counts and column.number not in self.used:
            self.problems.append(ImportProblem("options-unclear", NO_OPTIONS, column=column.name))

    def _has_boxes(self, column: SourceColumn) -> bool:
        """Say whether a column has boxes; the user may choose this for yes and no, or for a single text."""
        words = {cell_token(cell) for cell in column.answer_counts}
        is_possible = len(words) < 2 or words <= ON | OFF | YES | NO
        return has_boxes(column) or (column.number in self._choices.ticked and is_possible)

    def _read_joined(self, column: SourceColumn, joined: JoinedCells) -> None:
        self.used.add(column.number)
        if joined.unclear or not any(joined.chosen):
            message = (
                f"“{joined.unclear[0][:120]}” may be one option or two. List the options of this question."
                if joined.unclear
                else NO_OPTIONS
            )
            self.problems.append(ImportProblem("options-unclear", message, column=column.name))
            return
        rows = [
            (
                replace(column, heading=f"{column.heading}: {option}"),
                f"{column.question} – {option}",
                [option in chosen or (False if chosen else None) for chosen in joined.chosen],
            )
            for option in joined.options
        ]
        self._add(column.question, rows, joined.own_words)

    def _add(self, stem: str, options: _Options, own_words: Sequence[bool]) -> None:
        """Add a question; `own_words` says who wrote something in their own words."""
        count, nothing = len(self._submitted), self._choices.nothing
        wrote = own_words or [False] * count
        answered = [
            wrote[row] or any(ticks[row] is not None for _, _, ticks in options) for row in range(count)
        ]
        counts = {ANSWERED: [True] * count, SKIPPED: [False] * count}.get(nothing, self._submitted)
        base = [known or counted for known, counted in zip(answered, counts, strict=True)]
        self.used.update(column.number for column, _, _ in options)
        blank, skipped = sum(base) - sum(answered), count - sum(base)
        if (
            skipped
            and not nothing
            and len(options) == 1
            and all(options[0][2][row] for row in range(count) if base[row])
        ):
            self.problems.append(_unknown_base(options[0][0], skipped))
            return
        boxes = tuple(_box(column, text, ticks, base) for column, text, ticks in options)
        reason = "" if nothing or not (blank or skipped) else _REASONS[blank > 0]
        sources = tuple(dict.fromkeys(column.number for column, _, _ in options))
        own_rows = tuple(row for row, has_words in enumerate(wrote) if has_words)
        question = TickQuestion(stem, sources, boxes, sum(base), blank, skipped, reason, own_rows)
        self.questions.append(question)


_REASONS = {
    True: "they sent in the whole questionnaire",
    False: "the file does not say whether they reached this question",
}
NO_OPTIONS = "The options cannot be told apart for certain. List the options of this question."
ONE_OR_MANY = (
    "Everyone has exactly one of these answers, so these columns may belong to one question with one answer. "
    "Download the replies with one column for each question, or say that people could tick several."
)


def _unknown_base(column: SourceColumn, skipped: int) -> ImportProblem:
    message = (
        f"{format_count(skipped, 'person')} left this box empty, and the file does not say whether they "
        "reached the question. Choose whether they count."
    )
    return ImportProblem("box-base", message, column=column.name)


def _box(column: SourceColumn, text: str, ticks: Sequence[bool | None], base: Sequence[bool]) -> SourceColumn:
    """Return a column that says for each person if they ticked an option; empty if they did not answer."""
    cells = tuple(
        TICKED_CELL if tick else NOT_TICKED_CELL if is_counted else ""
        for tick, is_counted in zip(ticks, base, strict=True)
    )
    counts = Counter(cells)
    counts.pop("", None)
    return replace(column, question=text, cells=cells, answer_counts=counts)


# Columns of options


def _groups(columns: Sequence[SourceColumn]) -> dict[str, list[SourceColumn]]:
    """Return the columns that share a question, by that question."""
    groups: dict[str, list[SourceColumn]] = {}
    for column in columns:
        if column.stem:
            groups.setdefault(column.stem, []).append(column)
    return {stem: group for stem, group in groups.items() if len(group) > 1}


def _numbered_options(group: Sequence[SourceColumn]) -> list[SourceColumn]:
    """Return columns that hold the number of their option or nothing, as SurveyMonkey writes codes."""
    numbers = {column.number: [*column.answer_counts] for column in group if column.answer_counts}
    codes = [words[0] for words in numbers.values() if len(words) == 1 and parse_number(words[0]) is not None]
    has_blanks = any(column.answered_count < len(column.cells) for column in group)
    if len(codes) < 2 or len(set(codes)) < len(codes) or not has_blanks:
        return []
    if any(
        len(words) > 1 and all(parse_number(word) is not None for word in words) for words in numbers.values()
    ):
        return []
    return [column for column in group if numbers.get(column.number, [""])[0] in codes]


def _has_one_each(boxes: Sequence[SourceColumn]) -> bool:
    """Say whether boxes hold their own text, and everyone has exactly one of them."""
    filled = [sum(map(bool, cells)) for cells in zip(*(column.cells for column in boxes), strict=True)]
    answered = [count for count in filled if count]
    has_texts = all(
        cell_token(cell) not in ON | ON_MARKS | OFF_MARKS for col in boxes for cell in col.answer_counts
    )
    return has_texts and len(answered) >= FEWEST_ANSWERS and set(answered) == {1}


def _are_options(boxes: Sequence[SourceColumn], others: Sequence[SourceColumn]) -> bool:
    """Say whether columns that share a question are its options; others may only be for own words."""
    if len(boxes) < 2 or not any(column.answered_count for column in boxes):
        return False
    return all(OTHER.search(column.part.casefold()) for column in others)


def _option_wording(stem: str, column: SourceColumn) -> str:
    """Return the wording of an option with its question; a code such as Q2[SQ001] stays whole."""
    if " " not in column.heading.strip():
        return column.heading
    return column.part if column.part == column.heading else f"{stem} – {column.part}"


_ASKS_FOR_OPTIONS = re.compile(
    r"\A(?:what|where|which|who|when|why)\b|\ball that apply\b"
    r"|\b(?:tick|select|check|choose|mark) (?:all|any)\b"
)
"""A question that nobody answers with yes or no."""


def _may_be_yes_or_no(stem: str, boxes: Sequence[SourceColumn]) -> bool:
    """Say whether boxes with “yes” or a number may be questions to which everyone gave the same answer."""
    is_code = all(re.fullmatch(r"\w+\[\w+\]", column.heading) for column in boxes)
    words = {cell_token(cell) for column in boxes for cell in column.answer_counts}
    are_numbers = not words & OFF and all(parse_number(word) is not None for word in words)
    is_possible = words <= YES | {"1"} or are_numbers
    if is_code or not is_possible or _ASKS_FOR_OPTIONS.search(normalise_answer(stem)):
        return False
    ticked = [sum(map(bool, cells)) for cells in zip(*(column.cells for column in boxes), strict=True)]
    answered = [count for count in ticked if count]
    is_mostly_blank = 2 * sum(answered) <= len(boxes) * len(answered) and len(answered) >= FEWEST_ANSWERS
    return not is_mostly_blank


def _beside_each_other(columns: Sequence[SourceColumn]) -> frozenset[int]:
    """Return the columns in which nobody says no, beside one that other people left blank."""
    found: set[int] = set()
    yes = {column.number: column for column in columns if not column.stem and says_only_yes(column)}
    for number, column in yes.items():
        after = yes.get(number + 1)
        if after and [not cell for cell in column.cells] != [not cell for cell in after.cells]:
            found |= {number, number + 1}
    return frozenset(found)


# Single columns


def _has_form_names(columns: Iterable[SourceColumn]) -> bool:
    """Say whether KoBo or ODK wrote the file: ticked options are names there, with a space between them."""
    return any(column.heading.strip() in _FORM_COLUMNS for column in columns)


def _is_mostly_answered(column: SourceColumn) -> bool:
    return 2 * column.answered_count > len(column.cells)


def _has_yes_and_no(columns: Iterable[SourceColumn]) -> bool:
    """Say whether people can say no to a yes-or-no question of this file, so that a blank is not a no."""
    for column in columns:
        words = {cell_token(cell) for cell in column.answer_counts}
        if words & YES and words & NO:
            return True
    return False


def _only_yes(column: SourceColumn) -> ImportProblem:
    (word,) = column.answer_counts if len(column.answer_counts) == 1 else ("Yes",)
    blank = len(column.cells) - column.answered_count
    message = (
        f"Everyone who answered says “{word}”, and {format_count(blank, 'person')} left it empty. "
        "Choose whether it is a box to tick, which everyone saw, or a yes-or-no question that some did "
        "not answer."
    )
    return ImportProblem("only-yes", message, column=column.name)
