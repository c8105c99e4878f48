"""Recognise “tick all that apply” questions, and say who counts as having answered them.

The options are in columns of their own, ticked or blank, or together in one cell. A blank box means “not
ticked” only for people who answered the question; for the others it is no answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from carreport.survey.importing.choices.joined_options import (
    FEWEST_ANSWERS,
    JoinedCells,
    split_by_options,
    split_cells,
)
from carreport.survey.importing.reply_table import ImportProblem, SourceColumn
from carreport.survey.response_words import normalise_answer, scale_in_common
from carreport.survey.scales import TICK_SCALE, parse_number

ANSWERED, SKIPPED = "answered", "skipped"
"""What people are taken to have done who ticked nothing: `Corrections.ticked_nothing`."""
TICKED_CELL, NOT_TICKED_CELL = (step.label for step in TICK_SCALE.steps)
_ON = frozenset({"y", "yes", "x", "1", "true", "checked", "selected", "ticked", "on", "t"})
_ON_MARKS = frozenset("✓✔☑☒✗✘×●■")
_OFF = frozenset({"0", "false", "unchecked", "not selected", "not ticked", "unticked", "off", "f"})
_YES, _NO = frozenset({"y", "yes"}), frozenset({"n", "no"})
_OTHER = re.compile(r"\bother\b|\belse\b|\bplease (specify|say|state|describe)\b|text\Z")
_SUBMITTED = frozenset(
    {
        "submitdate", "submit date", "date submitted", "submitted", "submitted date", "submission date",
        "submission time", "completion time", "completion date", "completed", "timestamp", "finished", "end",
        "complete", "submit date utc", "submitted at", "completed at", "response type", "time submitted",
    }
)  # fmt: skip
_UNFINISHED = frozenset({"false", "0", "no", "partial", "incomplete", "started", "in progress"})
_CODE = re.compile(r"(?P<stem>.*\w)[_.](?P<part>[a-z]?\d+)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TickQuestion:
    """A “tick all that apply” question: the columns in the file, and one column of boxes for each option.

    `answered` people count as having answered it. Of these, `blank` ticked nothing; `skipped` others
    ticked nothing either and do not count. `reason` says why. `own_words` wrote something of their own,
    which is not imported.
    """

    stem: str
    sources: tuple[int, ...]
    boxes: tuple[SourceColumn, ...]
    answered: int
    blank: int
    skipped: int
    reason: str
    own_words: int = 0

    @property
    def base_note(self) -> str:
        """Say who counts as having answered, as a sentence."""
        sentences = [f"“{self.stem}” counts as answered by {_people(self.answered)}."]
        because = f", because {self.reason}" if self.reason else ""
        if self.blank:
            verb = "counts" if self.blank == 1 else "count"
            sentences.append(f"{self.blank:,} of them ticked nothing and {verb}{because}.")
        if self.skipped:
            verb = "does" if self.skipped == 1 else "do"
            other = "other" if self.skipped == 1 else "others"
            sentences.append(f"{self.skipped:,} {other} ticked nothing and {verb} not count{because}.")
        if self.own_words:
            sentences.append(f"{_people(self.own_words)} wrote something else, which is not imported.")
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
    """What the user said: columns that have boxes or have none, the options in a column, and the base.

    The cells of `whole` columns are never split into options.
    """

    ticked: frozenset[int] = frozenset()
    others: frozenset[int] = frozenset()
    options: Mapping[int, str] = field(default_factory=dict)
    nothing: str = ""
    whole: frozenset[int] = frozenset()


def is_option_box(column: SourceColumn) -> bool:
    """Say whether a column is a box of a question that several columns share, such as “Telephone”."""
    return bool(column.stem) and bool(column.answer_counts) and _has_boxes(column)


def tick_readings(columns: Sequence[SourceColumn], choices: TickChoices) -> TickReadings:
    """Return the “tick all that apply” questions in these columns."""
    free = [column for column in columns if column.number not in choices.others and column.heading]
    free = _with_stems(free, choices.ticked)
    finder = _Finder(choices, _submitted_rows(columns), _has_yes_and_no(free))
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

    def __init__(self, choices: TickChoices, submitted: Sequence[bool], has_noes: bool) -> None:  # noqa: FBT001 - not a setting
        self.questions: list[TickQuestion] = []
        self.problems: list[ImportProblem] = []
        self.used: set[int] = set()
        self._choices, self._submitted, self._has_noes = choices, submitted, has_noes

    def read_group(self, stem: str, group: Sequence[SourceColumn]) -> None:
        """Read columns that share a question, if they are its options."""
        numbered = _numbered_options(group)
        boxes = [column for column in group if self._has_boxes(column) or column in numbered]
        others = [column for column in group if column not in boxes]
        if not _are_options(boxes, others):
            return
        if _has_one_each(boxes) and not {column.number for column in boxes} <= self._choices.ticked:
            self.used.update(column.number for column in boxes)
            self.problems.append(ImportProblem("one-or-many", ONE_OR_MANY, column=boxes[0].name))
            return
        options = [
            (column, _option_wording(stem, column), [_is_ticked(cell) for cell in column.cells])
            for column in boxes
        ]
        self._add(stem, options, [any(cells) for cells in zip(*(col.cells for col in others), strict=True)])

    def read_column(self, column: SourceColumn) -> None:
        """Read a column that has boxes of its own, or several options in one cell."""
        is_chosen = column.number in self._choices.ticked
        if column.number in self._choices.options:
            options = map(str.strip, re.split(r"[;|]", self._choices.options[column.number]))
            self._read_joined(column, split_by_options(column.cells, list(filter(None, options))))
        elif _is_lone_box(column) or (is_chosen and column.answer_counts and self._has_boxes(column)):
            ticks = [_is_ticked(cell) for cell in column.cells]
            self._add(column.question, [(column, column.question, ticks)], ())
        elif _says_only_yes(column) and not (self._has_noes and _is_mostly_answered(column)):
            self.problems.append(_only_yes(column))
        elif column.number not in self._choices.whole and not scale_in_common(column.answer_counts):
            joined = split_cells(column.cells, has_plain_name=" " not in column.heading)
            if joined is not None:
                self._read_joined(column, joined)
        if is_chosen and column.number not in self.used:
            self.problems.append(ImportProblem("options-unclear", NO_OPTIONS, column=column.name))

    def _has_boxes(self, column: SourceColumn) -> bool:
        """Say whether a column has boxes; the user may have said so of a yes and a no, or of any one text."""
        words = {_token(cell) for cell in column.answer_counts}
        is_possible = len(words) < 2 or words <= _ON | _OFF | _YES | _NO
        return _has_boxes(column) or (column.number in self._choices.ticked and is_possible)

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
        question = TickQuestion(stem, sources, boxes, sum(base), blank, skipped, reason, sum(wrote))
        self.questions.append(question)


_REASONS = {
    True: "they sent in the whole questionnaire",
    False: "the file does not say whether they reached this question",
}
NO_OPTIONS = "The options cannot be told apart for certain. List the options of this question."
ONE_OR_MANY = (
    "Everyone has exactly one of these answers, so this may be one question whose answers are in columns of "
    "their own. Download the replies with one column for each question, or choose that these are boxes."
)


def _unknown_base(column: SourceColumn, skipped: int) -> ImportProblem:
    message = (
        f"{_people(skipped)} left this box empty, and the file does not say whether they reached the "
        "question. Choose whether people who ticked nothing have answered it."
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


def _with_stems(columns: Sequence[SourceColumn], chosen: Collection[int]) -> list[SourceColumn]:
    """Return columns in which boxes beside each other share the words that their headings begin with."""
    runs: list[list[SourceColumn]] = []
    for column in columns:
        last = runs[-1][-1] if runs else None
        are_boxes = all(
            one is not None and (_is_free_box(one) or (one.number in chosen and not one.stem))
            for one in (last, column)
        )
        if last and last.number == column.number - 1 and are_boxes:
            runs[-1].append(column)
        else:
            runs.append([column])
    return [column for run in runs for column in (_share_stem(run, chosen) if len(run) > 1 else run)]


def _is_free_box(column: SourceColumn) -> bool:
    """Say whether a column may have boxes, although its heading does not say of which question."""
    return not column.stem and bool(column.answer_counts) and _has_boxes(column)


_ENDS = ("?", ":", "–", "-", ".", "…", ">", "|", "/")
"""A question that several headings share ends with one of these."""


def _share_stem(run: Sequence[SourceColumn], chosen: Collection[int]) -> list[SourceColumn]:
    """Return boxes beside each other with the start that their headings share as their question."""
    codes = [_CODE.match(column.heading) for column in run]
    if all(codes) and len({code["stem"] for code in codes if code}) == 1:
        return [
            replace(column, stem=code["stem"], part=code["part"])
            for column, code in zip(run, codes, strict=True)
            if code
        ]
    words = [column.heading.split() for column in run]
    shared = next(
        (number for number, some in enumerate(zip(*words, strict=False)) if len(set(some)) > 1),
        min(map(len, words)),
    )
    has_end = shared > 0 and words[0][shared - 1].endswith(_ENDS)
    if not has_end or any(len(heading) == shared for heading in words):
        are_boxes = all(_is_lone_box(column) or column.number in chosen for column in run)
        stem = f"{run[0].heading} … {run[-1].heading}" if are_boxes else ""
        return [replace(column, stem=stem, part=column.heading if stem else "") for column in run]
    return [
        replace(
            column,
            stem=" ".join(heading[:shared]).rstrip(" :–-"),
            part=" ".join(heading[shared:]).lstrip(" :–-"),
        )
        for column, heading in zip(run, words, strict=True)
    ]


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
        _token(cell) not in _ON and cell not in _ON_MARKS for col in boxes for cell in col.answer_counts
    )
    return has_texts and len(answered) >= FEWEST_ANSWERS and set(answered) == {1}


def _has_boxes(column: SourceColumn) -> bool:
    """Say whether all cells of a column are blank, or ticks and crosses of one kind."""
    part = column.part
    words = {_token(cell) for cell in column.answer_counts}
    if not words:
        return not _OTHER.search(part.casefold())
    ticks, blanks = {word for word in words if word in _ON or word in _ON_MARKS}, words & _OFF
    if words == ticks | blanks:
        return len(ticks) < 2 and len(blanks) < 2
    return (
        len(words) == 1 and bool(part) and normalise_answer(*column.answer_counts) == normalise_answer(part)
    )


def _are_options(boxes: Sequence[SourceColumn], others: Sequence[SourceColumn]) -> bool:
    """Say whether columns that share a question are its options; others may only be for own words."""
    if len(boxes) < 2 or not any(column.answered_count for column in boxes):
        return False
    return all(_OTHER.search(column.part.casefold()) for column in others)


def _is_ticked(cell: str) -> bool | None:
    """Return whether a box is ticked, or nothing if the cell is blank."""
    if not cell:
        return None
    return _token(cell) not in _OFF | _NO


def _token(cell: str) -> str:
    """Return a cell without case, and a number as a whole one: “1.0” is “1”."""
    number = parse_number(cell)
    return cell.strip().casefold() if number is None else str(number)


def _option_wording(stem: str, column: SourceColumn) -> str:
    """Return the wording of an option with its question; a code such as Q2[SQ001] stays whole."""
    if " " not in column.heading.strip():
        return column.heading
    return column.part if column.part == column.heading else f"{stem} – {column.part}"


# Single columns


def _is_lone_box(column: SourceColumn) -> bool:
    words = {_token(cell) for cell in column.answer_counts}
    ticks = {word for word in words if word in _ON_MARKS or word in _ON - _YES - {"1", "true", "t"}}
    return len(ticks) == 1 and words <= ticks | {"unchecked", "not selected", "not ticked", "unticked", "off"}


def _says_only_yes(column: SourceColumn) -> bool:
    words = {_token(cell) for cell in column.answer_counts}
    return len(words) == 1 and words <= _YES and column.answered_count < len(column.cells)


def _is_mostly_answered(column: SourceColumn) -> bool:
    return 2 * column.answered_count > len(column.cells)


def _has_yes_and_no(columns: Iterable[SourceColumn]) -> bool:
    """Say whether people can say no to a yes-or-no question of this file, so that a blank is not a no."""
    for column in columns:
        words = {_token(cell) for cell in column.answer_counts}
        if words & _YES and words & _NO:
            return True
    return False


def _only_yes(column: SourceColumn) -> ImportProblem:
    (word,) = column.answer_counts if len(column.answer_counts) == 1 else ("Yes",)
    blank = len(column.cells) - column.answered_count
    message = (
        f"Everyone who answered says “{word}”, and {_people(blank)} left it empty. Choose whether it is a "
        "box to tick, which everyone saw, or a yes-or-no question that some did not answer."
    )
    return ImportProblem("only-yes", message, column=column.name)


def _submitted_rows(columns: Iterable[SourceColumn]) -> tuple[bool, ...]:
    """Say for each reply whether the file shows that the whole questionnaire was sent in."""
    rows: list[bool] = []
    for column in columns:
        rows = rows or [False] * len(column.cells)
        if normalise_answer(column.heading.replace("_", " ")) in _SUBMITTED:
            for row, cell in enumerate(column.cells):
                rows[row] |= bool(cell) and cell.casefold() not in _UNFINISHED
    return tuple(rows)


def _people(count: int) -> str:
    return f"{count:,} {'person' if count == 1 else 'people'}"
