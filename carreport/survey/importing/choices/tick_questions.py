"""Recognise “tick all that apply” questions, and say who counts as having answered them.

The options are in columns of their own, ticked or blank, or together in one cell. A blank box means “not
ticked” only for people who answered the question; for the others it is no answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from carreport.survey.importing.choices.joined_options import JoinedCells, split_by_options, split_cells
from carreport.survey.importing.reply_table import ImportProblem, SourceColumn
from carreport.survey.response_words import scale_in_common
from carreport.survey.scales import TICK_SCALE, normalise_answer, parse_number

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
_STEM = re.compile(
    r"(?P<stem>.*\S)\s*\[(?P<part>[^\[\]]+)\]\Z|(?P<code>\w+?)___(?P<option>\w+)\Z"
    r"|(?P<group>[^/\s]+)/(?P<name>[^/\s]+)\Z",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class TickQuestion:
    """A “tick all that apply” question: the columns in the file, and one column of boxes for each option.

    `answered` people count as having answered it. Of these, `blank` ticked nothing; `skipped` others
    ticked nothing either and do not count. `reason` says why.
    """

    stem: str
    sources: tuple[int, ...]
    boxes: tuple[SourceColumn, ...]
    answered: int
    blank: int
    skipped: int
    reason: str

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


def tick_readings(columns: Sequence[SourceColumn], choices: TickChoices) -> TickReadings:
    """Return the “tick all that apply” questions in these columns."""
    free = [column for column in columns if column.number not in choices.others and column.heading]
    finder = _Finder(choices, _submitted_rows(columns), _has_yes_and_no(free))
    for stem, group in _groups(free).items():
        finder.read_group(stem, group)
    stems = {question.stem for question in finder.questions}
    used = {number for question in finder.questions for number in question.sources}
    repeated = {column.number for column in free if column.heading in stems and column.number not in used}
    for column in free:
        if column.number not in used | repeated:
            finder.read_column(column)
    return TickReadings(tuple(finder.questions), frozenset(repeated), tuple(finder.problems))


class _Finder:
    """Collects the questions and problems in a file, one group or column at a time."""

    def __init__(self, choices: TickChoices, submitted: Sequence[bool], has_noes: bool) -> None:  # noqa: FBT001 - not a setting
        self.questions: list[TickQuestion] = []
        self.problems: list[ImportProblem] = []
        self._choices, self._submitted, self._has_noes = choices, submitted, has_noes

    def read_group(self, stem: str, group: Sequence[SourceColumn]) -> None:
        """Read columns that share a question, if they are its options."""
        boxes = [column for column in group if _has_boxes(column)]
        written = [column for column in group if column not in boxes]
        if _are_options(boxes, written):
            texts = [_option_wording(stem, column) for column in boxes]
            ticks = [[_is_ticked(cell) for cell in column.cells] for column in boxes]
            self._add(stem, [*zip(boxes, texts, ticks, strict=True)], written)

    def read_column(self, column: SourceColumn) -> None:
        """Read a column that has boxes of its own, or several options in one cell."""
        if column.number in self._choices.options:
            options = [option.strip() for option in re.split(r"[;|]", self._choices.options[column.number])]
            self._read_joined(
                column, split_by_options(column.cells, [option for option in options if option])
            )
        elif _is_lone_box(column) or (column.number in self._choices.ticked and _has_boxes(column)):
            ticks = [_is_ticked(cell) for cell in column.cells]
            self._add(column.question, [(column, column.question, ticks)], ())
        elif _says_only_yes(column) and not self._has_noes:
            self.problems.append(_only_yes(column))
        elif column.number not in self._choices.whole and not scale_in_common(column.answer_counts):
            joined = split_cells(column.cells, has_plain_name=" " not in column.heading)
            if joined is not None:
                self._read_joined(column, joined)
            elif column.number in self._choices.ticked:
                self.problems.append(_unclear_options(column, JoinedCells((), ())))

    def _read_joined(self, column: SourceColumn, joined: JoinedCells) -> None:
        if joined.unclear or joined.unknown is not None:
            self.problems.append(_unclear_options(column, joined))
            return
        rows = [
            (
                replace(column, heading=f"{column.heading}: {option}"),
                f"{column.question} – {option}",
                [None if not chosen else option in chosen for chosen in joined.chosen],
            )
            for option in joined.options
        ]
        self._add(column.question, rows, ())

    def _add(
        self,
        stem: str,
        options: Sequence[tuple[SourceColumn, str, Sequence[bool | None]]],
        written: Sequence[SourceColumn],
    ) -> None:
        """Add a question; `options` has the column, the wording and the ticks of each, None for a blank."""
        count = len(self._submitted)
        answered = [
            any(ticks[row] is not None for _, _, ticks in options) or any(col.cells[row] for col in written)
            for row in range(count)
        ]
        nothing = self._choices.nothing
        counts = {ANSWERED: [True] * count, SKIPPED: [False] * count}.get(nothing, self._submitted)
        base = [known or counted for known, counted in zip(answered, counts, strict=True)]
        boxes = tuple(_box(column, text, ticks, base) for column, text, ticks in options)
        blank, skipped = sum(base) - sum(answered), count - sum(base)
        reason = "" if nothing or not (blank or skipped) else _REASONS[blank > 0]
        sources = tuple(dict.fromkeys(column.number for column, _, _ in options))
        self.questions.append(TickQuestion(stem, sources, boxes, sum(base), blank, skipped, reason))


_REASONS = {
    True: "they sent in the whole questionnaire",
    False: "the file does not say whether they reached this question",
}


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
        stem, _ = _stem_and_part(column)
        if stem:
            groups.setdefault(stem, []).append(column)
    return {stem: group for stem, group in groups.items() if len(group) > 1}


def _stem_and_part(column: SourceColumn) -> tuple[str, str]:
    if column.stem:
        return column.stem, column.part
    found = _STEM.match(column.heading)
    if not found:
        return "", ""
    return next(
        (found[stem], found[part])
        for stem, part in (("stem", "part"), ("code", "option"), ("group", "name"))
        if found[stem]
    )


def _has_boxes(column: SourceColumn) -> bool:
    """Say whether all cells of a column are blank, or ticks and crosses of one kind."""
    _, part = _stem_and_part(column)
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
    return all(_OTHER.search(_stem_and_part(column)[1].casefold()) for column in others)


def _is_ticked(cell: str) -> bool | None:
    """Return whether a box is ticked, or nothing if the cell is blank."""
    if not cell:
        return None
    return _token(cell) not in _OFF


def _token(cell: str) -> str:
    """Return a cell without case, and a number as a whole one: “1.0” is “1”."""
    number = parse_number(cell)
    return cell.strip().casefold() if number is None else str(number)


def _option_wording(stem: str, column: SourceColumn) -> str:
    """Return the wording of an option with its question; a code such as Q2[SQ001] stays whole."""
    _, part = _stem_and_part(column)
    return column.heading if " " not in column.heading.strip() else f"{stem} – {part}"


# Single columns


def _is_lone_box(column: SourceColumn) -> bool:
    words = {_token(cell) for cell in column.answer_counts}
    ticks = {word for word in words if word in _ON_MARKS or word in _ON - _YES - {"1", "true", "t"}}
    return len(ticks) == 1 and words <= ticks | {"unchecked", "not selected", "not ticked", "unticked", "off"}


def _says_only_yes(column: SourceColumn) -> bool:
    words = {_token(cell) for cell in column.answer_counts}
    return len(words) == 1 and words <= _YES and column.answered_count < len(column.cells)


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


def _unclear_options(column: SourceColumn, joined: JoinedCells) -> ImportProblem:
    if joined.unknown is not None:
        message = f"“{column.cells[joined.unknown][:80]}” has something that is none of the options."
    elif not joined.unclear:
        message = "The options cannot be told apart for certain. List the options of this question."
    else:
        message = f"“{joined.unclear[0][:120]}” may be one option or two. List the options of this question."
    return ImportProblem("options-unclear", message, column=column.name)


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
