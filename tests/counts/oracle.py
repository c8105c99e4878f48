"""Count a drawn inquiry from its plain answers and files alone; this shares no code with carreport.

A figure is known by a key of words: what it counts, of what. Its value is the set of texts that are right,
nearly always one. `–` is no figure.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

Key = tuple[str, ...]
NONE = "–"
PUBLIC, TEAM = "public", "team"
SIDES = {
    "strongly agree": "agree", "agree": "agree", "neither agree nor disagree": "neither",
    "disagree": "disagree", "strongly disagree": "disagree", "don’t know": "don’t know",
}  # fmt: skip
SIDE_ORDER = ("agree", "neither", "disagree", "don’t know")
SCALES = {
    "agree4": "Strongly agree; Agree; Disagree; Strongly disagree; Don’t know",
    "agree5": "Strongly agree; Agree; Neither agree nor disagree; Disagree; Strongly disagree; Don’t know",
    "three": "Agree; Disagree; Don’t know",
    "yes_no": "Yes; No; Don’t know",
}
TICKS = ("Ticked", "Not ticked")
SMALL, FIVE = 50, 5


class File(Protocol):
    """A file of replies: its text, the name of its survey, and the options of its import."""

    name: str
    text: str
    survey: str
    options: list[str]


@dataclass(slots=True)
class Counted:
    """One statement: how many chose each answer, or nothing if a count is not a number."""

    wording: str
    counts: dict[str, int]
    is_known: bool = True
    is_blank: bool = False
    typed: dict[str, str] = field(default_factory=dict)
    groups: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def n(self) -> int:
        return sum(self.counts.values())

    @property
    def steps(self) -> tuple[str, ...]:
        return tuple(self.counts)

    @property
    def has_sides(self) -> bool:
        return has_sides(self.counts)

    def together(self) -> dict[str, int]:
        """Return the counts that have a share: by side if people agree or disagree, else by answer."""
        if self.steps == TICKS:
            return {"ticked": self.counts["Ticked"]}
        return by_side(self.counts)


def has_sides(labels: Iterable[str]) -> bool:
    """Say whether people agree or disagree on a scale."""
    return any(SIDES.get(label.lower()) in ("agree", "disagree") for label in labels)


def by_side(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counts of each side, or of each answer on a scale without sides."""
    if not has_sides(counts):
        return {label.lower(): count for label, count in counts.items()}
    sides: Counter[str] = Counter()
    for label, count in counts.items():
        sides[SIDES.get(label.lower(), label)] += count
    return {side: sides[side] for side in SIDE_ORDER if side in sides}


def share(part: int, whole: int) -> str:
    """Return a share as it may be printed: whole, halves up; 0 and 100 only if nobody or everybody."""
    if not whole:
        return NONE
    exact = Fraction(100 * part, whole)
    if 0 < exact < 1:
        return "<1"
    if 99 < exact < 100:
        return ">99"
    return str((200 * part + whole) // (2 * whole))


def text_of(count: object) -> str:
    """Return a count as it is printed: with commas, or as it was typed."""
    return f"{count:,}" if isinstance(count, int) else str(count)


@dataclass(slots=True)
class Survey:
    """One survey, with its statements and the replies that were counted."""

    name: str
    id: str
    statements: list[Counted]
    typed_n: object = None
    is_typed: bool = False
    """Whether the counts are in the columns of the form."""
    replies: int = 0
    files: dict[str, int] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)
    """How many replies in each of the files are withdrawn."""
    groups: dict[str, int] = field(default_factory=dict)
    by_group: str = ""
    waves: list[Mapping[str, Any]] = field(default_factory=list)
    wave_sizes: Counter[str] = field(default_factory=Counter)

    def tables(self) -> list[list[Counted]]:
        """Return the statements by scale."""
        tables: dict[tuple[str, ...], list[Counted]] = {}
        for statement in self.statements:
            tables.setdefault(statement.steps, []).append(statement)
        return list(tables.values())

    @property
    def has_figures(self) -> bool:
        return any(statement.n or not statement.is_known for statement in self.statements)


@dataclass(slots=True)
class OpenQuestion:
    """One open question: its replies with their themes, and which may be printed."""

    question: str
    received: object
    replies: list[tuple[str, tuple[str, ...], bool]]
    themes: tuple[str, ...]
    unasked: int = 0
    """How many replies nobody has said anything about quoting of."""
    typed: int = 0
    """How many of the replies were typed; they come first."""

    @property
    def shown(self) -> int:
        return sum(may for _, _, may in self.replies)


@dataclass(slots=True)
class Figures:
    """All figures of an inquiry."""

    surveys: list[Survey]
    opens: list[OpenQuestion]
    answers: Mapping[str, Any]
    right: dict[Key, set[str]] = field(default_factory=dict)
    needed: dict[str, set[Key]] = field(default_factory=dict)
    """The figures that an output must print, by the sort of output."""
    evidence_without_figure: int = 0

    def put(self, key: Key, *values: object, needed: Iterable[str] = ()) -> None:
        self.right[key] = {text_of(value) for value in values}
        for place in needed:
            self.needed.setdefault(place, set()).add(key)

    @property
    def statements(self) -> dict[str, Counted]:
        return {one.wording: one for survey in self.surveys for one in survey.statements}


FULL = ("inquiry-report", "populated-template")
TABLES = ("table", "table json", "table csv")
TYPED = (*FULL, "show")
EVERYWHERE = (*FULL, *TABLES, "window")


def count(
    answers: Mapping[str, Any], files: Sequence[File], withdrawn: Sequence[str], form: Mapping[str, Any]
) -> Figures:
    """Return every figure of an inquiry that an output may print; `form` is the form as it is written."""
    surveys_in = {entry["name"]: entry for entry in answers.get("data", {}).get("surveys", ())}
    surveys = [
        _imported(entry, [file for file in files if file.survey == name], set(withdrawn))
        if any(file.survey == name for file in files)
        else _typed(entry)
        for name, entry in surveys_in.items()
    ]
    opens = [
        _opened(entry, files, set(withdrawn)) for entry in answers.get("data", {}).get("open_questions", ())
    ]
    figures = Figures(surveys, opens, answers)
    for survey in surveys:
        _survey_figures(figures, survey)
    for opened in opens:
        _open_figures(figures, opened)
    _about_figures(figures)
    _data_figures(figures)
    _evidence_figures(figures)
    _answer_figures(figures, files)
    _progress_figures(figures, form)
    _left_out_figures(figures)
    for words in _impossible(figures):
        figures.put(("impossible", words), "yes", needed=["check"])
    return figures


# Surveys


def _typed(entry: Mapping[str, Any]) -> Survey:
    """Return a survey whose counts were typed, in the columns of the form or on another scale beside them."""
    beside = next((one["replies"] for one in entry.get("replies", ())), None)
    statements: list[Counted] = []
    for row in entry.get("statements", ()):
        if beside is not None:
            labels = [label for _, label in beside["steps"]]
            counts = next(column["counts"] for column in beside["columns"] if column["to"] == row["$id"])
            statements.append(Counted(row["statement"], dict(zip(labels, counts, strict=True))))
            continue
        named = {
            "Agree": row.get("agree"),
            "Disagree": row.get("disagree"),
            "Don’t know": row.get("dont_know"),
        }
        is_known = not any(isinstance(value, str) for value in named.values())
        whole = {label: value if isinstance(value, int) and is_known else 0 for label, value in named.items()}
        typed = {label: NONE if value is None else text_of(value) for label, value in named.items()}
        is_blank = all(value is None for value in named.values())
        statements.append(Counted(row["statement"], whole, is_known, is_blank, typed))
    return Survey(entry["name"], entry["$id"], statements, typed_n=entry.get("n"), is_typed=beside is None)


def _rows(file: File) -> tuple[list[str], list[list[str]]]:
    header, *rows = csv.reader(io.StringIO(file.text))
    return header, rows


def _option(file: File, name: str) -> list[str]:
    return [value for at, value in enumerate(file.options[1:]) if file.options[at] == name]


def _places(file: File, header: Sequence[str]) -> tuple[int | None, int | None, list[int]]:
    """Return the columns of the group, the open question and the statements."""
    uses = [one.split("=") for one in _option(file, "--take")]
    taken = {use: ord(letter) - 65 for letter, use in uses}
    group, opened = taken.get("group"), taken.get("open")
    return group, opened, [at for at in range(1, len(header)) if at not in (group, opened)]


def _labels(file: File, column: int) -> tuple[str, ...]:
    """Return the answers on the scale of a column: its own, or that of the file, or two for a box to tick."""
    letter = chr(65 + column)
    if f"{letter}=ticks" in _option(file, "--take"):
        return TICKS
    own = [one.partition("=")[2] for one in _option(file, "--steps-of") if one.startswith(f"{letter}=")]
    named = [one.partition("=")[2] for one in _option(file, "--scale-of") if one.startswith(f"{letter}=")]
    steps = own or [SCALES[name] for name in named] or _option(file, "--steps")
    return tuple((steps or [SCALES[name] for name in _option(file, "--scale")])[0].split("; "))


@dataclass(frozen=True, slots=True)
class _Person:
    """One reply: the answer in each column by its heading, the group and the survey round."""

    given: Mapping[str, str]
    team: str
    wave: str


def _imported(entry: Mapping[str, Any], files: Sequence[File], withdrawn: set[str]) -> Survey:
    """Return a survey counted from its files: each person once, and nobody who withdrew."""
    people: dict[str, _Person] = {}
    sizes: dict[str, int] = {}
    gone: set[int] = set()
    for file in files:
        header, rows = _rows(file)
        group, opened, _ = _places(file, header)
        wave = (_option(file, "--wave") or [""])[0]
        kept = [row for row in rows if opened is None or row[opened] not in withdrawn]
        sizes[file.name] = len(kept)
        gone.add(len(rows) - len(kept))
        for row in kept:  # a later download has the earlier people too
            earlier = people[row[0]].wave if row[0] in people else ""
            given = dict(zip(header, row, strict=True))
            people[row[0]] = _Person(given, row[group] if group else "", earlier or wave)
    header, _ = _rows(files[0])
    asked = _places(files[0], header)[2]
    headings = {header[at]: _labels(files[0], at) for at in asked}
    boxes = [heading for heading, labels in headings.items() if labels == TICKS]
    is_counted = "answered" in _option(files[0], "--ticked-nothing")
    statements = [
        _counted(heading, labels, list(people.values()), () if is_counted else boxes)
        for heading, labels in headings.items()
    ]
    teams = Counter(person.team for person in people.values() if person.team)
    waves = Counter(person.wave for person in people.values() if person.wave)
    return Survey(
        entry["name"],
        entry["$id"],
        statements,
        typed_n=entry.get("n"),
        replies=len(people),
        files=sizes,
        withdrawn=gone,
        groups=dict(teams),
        by_group=str(entry.get("by_group") or ""),
        waves=list(entry.get("waves", ())),
        wave_sizes=waves,
    )


def _counted(
    heading: str, labels: tuple[str, ...], people: Sequence[_Person], boxes: Sequence[str]
) -> Counted:
    """Count one column; of boxes to tick, only those count who ticked one of `boxes`, if there are any."""
    counts = dict.fromkeys(labels, 0)
    groups: dict[str, dict[str, int]] = {}
    for person in people:
        answer = person.given[heading]
        if labels == TICKS:
            is_in = not boxes or any(person.given[box] for box in boxes)
            answer = TICKS[not answer] if is_in else ""
        if answer:
            counts[answer] += 1
            if person.team:
                groups.setdefault(person.team, dict.fromkeys(labels, 0))[answer] += 1
    wording = re.sub(r" \[(.*)\]\Z", r" – \1", heading) if labels == TICKS else heading
    return Counted(wording, counts, groups=groups)


def _survey_figures(figures: Figures, survey: Survey) -> None:
    for statement in survey.statements:
        _statement_figures(figures, survey, statement)
        for label, typed in statement.typed.items():
            places = () if typed == NONE else ("show", "window")
            figures.put(("typed", statement.wording, label.lower()), typed, needed=places)
    _size_figures(figures, survey)
    _sum_figures(figures, survey)
    if survey.replies:
        figures.put(("replies", survey.id), survey.replies)
    if survey.files:
        figures.put(
            ("withdrawn", survey.id), *range(1, max(survey.withdrawn) + 1)
        )  # each by itself, or together
        for name, size in survey.files.items():
            figures.put(("file", name), size)
    if survey.typed_n is not None:
        figures.put(("typed n", survey.id), survey.typed_n, needed=TYPED)
    elif survey.replies:
        figures.put(("answered", survey.id), survey.replies, needed=["inquiry-report"])
    _wave_figures(figures, survey)


def _size_figures(figures: Figures, survey: Survey) -> None:
    """Put how many people answered, from fewest to most, and the caution about small numbers."""
    ranges: set[str] = set()
    cautions: set[str] = set()
    for table in survey.tables():
        sizes = [one.n for one in table if one.is_known and not one.is_blank]
        if sizes:
            ranges.add(_range(min(sizes), max(sizes)))
        if sizes and any(one.is_blank for one in table):
            ranges.add(_range(0, max(sizes)))  # a statement without counts may count as nobody or as unknown
        positive = [size for size in sizes if size]
        if positive and min(positive) < SMALL and max(positive) > 1:
            points = (200 + min(positive)) // (2 * min(positive))
            cautions.add(f"{_range(min(positive), max(positive))}: {points}")
    tables = survey.tables()
    bars = {len(table) for table in tables} | {sum(one.n > 0 for one in table) for table in tables}
    figures.put(("bars", survey.id), *bars)
    _highlight_figures(figures, survey)
    figures.right[("range", survey.id)] = ranges
    figures.right[("caution", survey.id)] = cautions
    if survey.has_figures and cautions:
        for place in (*FULL, "table", "window"):
            figures.needed.setdefault(place, set()).add(("caution", survey.id))


def _sum_figures(figures: Figures, survey: Survey) -> None:
    """Put what a remark beside the table says about rows that add up to other numbers."""
    sums = [one.n for one in survey.statements if one.n]
    usual = max(sums, key=lambda n: (sums.count(n), n), default=0)
    figures.put(("sums", survey.id), usual)
    if isinstance(survey.typed_n, int):
        over = [str(at) for at, one in enumerate(survey.statements, 1) if one.n > survey.typed_n]
        figures.put(("over", survey.id), ", ".join(over))


def _highlight_figures(figures: Figures, survey: Survey) -> None:
    """Put which statements got the most and the least agreement (or first answer) on each scale."""
    letters = dict(zip((one.wording for one in survey.statements), "abcdefghij", strict=False))
    right: dict[str, set[str]] = {}
    is_rounded = False
    for table in survey.tables():
        counted = [one for one in table if one.n]
        shares = [[share(part, one.n) for part in one.together().values()] for one in counted]
        is_rounded |= table[0].steps != TICKS and any(
            not all(map(str.isdecimal, row)) or sum(map(int, row)) != 100 for row in shares
        )
        parts = {one.wording: (_main_count(one), one.n) for one in counted}
        exact = {wording: Fraction(*pair) for wording, pair in parts.items()}
        for sort, names, wanted in (("most", "highest", max), ("least", "lowest", min)):
            tied = [wording for wording, value in exact.items() if value == wanted(exact.values())]
            if not tied:
                continue
            pairs = [parts[wording] for wording in tied]
            if len(set(pairs)) == 1 or len(pairs) > 6:
                pairs = sorted(set(pairs))
            counts = _list([f"{part:,} of {n:,}" for part, n in pairs])
            figure = f"{counts}: {share(*pairs[0])}"
            right.setdefault(names, set()).add(f"{_list([letters[one] for one in tied])}: {figure}")
            if len(tied) > 3:
                noun = "options" if table[0].steps == TICKS else "statements"
                named = f"{'all ' if len(tied) == len(counted) else ''}{len(tied)} {noun}"
            else:
                named = _list([f"“{wording}”" for wording in tied])
            right.setdefault(sort, set()).add(f"{named}: {figure}")
            if len(tied) == len(counted):
                right.setdefault("same", set()).add(figure)
                right.setdefault("equal", set()).add(f"{named}: {figure}")
    for sort, values in right.items():
        figures.right[(sort, survey.id)] = values
    if right:
        figures.put(("headline", survey.id), "a sentence", needed=["summary"])
        for place in (*FULL, "window"):
            figures.needed.setdefault(place, set()).add(("bars", survey.id))
    figures.right[("rounding", survey.id)] = {"100"} if is_rounded else set()


def _main_count(statement: Counted) -> int:
    """Return how many agreed, or chose the first answer of a scale without sides."""
    return statement.together()["agree"] if statement.has_sides else next(iter(statement.counts.values()))


def _list(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _range(least: int, most: int) -> str:
    return f"{most:,}" if least == most else f"{least:,} to {most:,}"


def _statement_figures(figures: Figures, survey: Survey, statement: Counted) -> None:
    words, places = statement.wording, EVERYWHERE if survey.has_figures else ()
    blank = [0, NONE] if statement.is_blank else None
    if not statement.is_known:
        figures.put(("st", words, "n"), NONE, needed=[place for place in places if place != "window"])
        for label in statement.steps:
            key = label.lower()
            for sort in ("step", "side"):
                figures.put(("st", words, f"{sort} {key}"), statement.typed[label])
            figures.put(("st", words, f"% {key}"), NONE)
        return
    figures.put(("st", words, "n"), *(blank or [statement.n]), needed=places)
    for label, number in statement.counts.items():
        figures.put(
            ("st", words, f"step {label.lower()}"), *(blank or [number]), needed=TABLES if places else ()
        )
    for side, number in statement.together().items():
        figures.put(
            ("st", words, f"side {side}"), *(blank or [number]),
            needed=(*FULL, "window") if places else (),
        )  # fmt: skip
        figures.put(("st", words, f"% {side}"), share(number, statement.n), needed=places)
    _group_figures(figures, survey, statement)


def _group_figures(figures: Figures, survey: Survey, statement: Counted) -> None:
    """Put what each group said, and what of it a public report hides."""
    if len(survey.groups) < 2 or not statement.has_sides:
        return
    agreed = {name: by_side(statement.groups.get(name, {})).get("agree", 0) for name in survey.groups}
    sizes = {name: sum(statement.groups.get(name, {}).values()) for name in survey.groups}
    large = {
        name
        for name in survey.groups
        if sizes[name] >= FIVE and not 0 < agreed[name] < FIVE and not 0 < sizes[name] - agreed[name] < FIVE
    }
    hidden = [name for name in survey.groups if name not in large]
    if len(hidden) == 1 and large:
        order = sorted(survey.groups, key=lambda name: (-survey.groups[name], name))
        large.discard(min((name for name in order if name in large), key=lambda name: sizes[name]))
    for name in survey.groups:
        whole = NONE
        if sizes[name]:
            whole = f"{agreed[name]:,} of {sizes[name]:,} {share(agreed[name], sizes[name])}"
        public = whole if survey.by_group == "all" or name in large else NONE
        figures.put(("group n", survey.id, name), survey.groups[name])
        figures.put(("group", TEAM, statement.wording, name), whole)
        figures.put(("group", PUBLIC, statement.wording, name), public)


def _wave_figures(figures: Figures, survey: Survey) -> None:
    asked_of: dict[str, list[object]] = {}
    for wave in survey.waves:
        who = str(wave.get("who", ""))
        answered = wave.get("answered") or survey.wave_sizes.get(who) or None
        figures.put(("wave asked", survey.id, who), wave.get("asked", NONE))
        figures.put(("wave answered", survey.id, who), NONE if answered is None else answered)
        asked_of[who] = [wave.get("asked"), answered]
        asked = wave.get("asked")
        if isinstance(asked, int) and isinstance(answered, int) and asked and answered:
            figures.put(("wave rate", survey.id, who), _rate_text(answered, asked))


# Open questions


def _opened(entry: Mapping[str, Any], files: Sequence[File], withdrawn: set[str]) -> OpenQuestion:
    """Return an open question with the replies that were typed and those that came in files."""
    usual = entry.get("quoting")
    replies = [
        (
            reply["words"],
            tuple(filter(None, reply.get("theme", "").split("; "))),
            (reply.get("may_quote") or usual) in ("yes", "unnamed"),
        )
        for reply in entry.get("replies", ())
    ]
    people: dict[tuple[str, str], str] = {}
    for file in files:
        header, rows = _rows(file)
        _, opened, _ = _places(file, header)
        if opened is None or header[opened] != entry["question"]:
            continue
        for row in rows:
            if row[opened] and row[opened] not in withdrawn:
                people[(file.survey, row[0])] = row[opened]
    replies += [(words, (), usual in ("yes", "unnamed")) for words in people.values()]
    themes = dict.fromkeys(filter(None, entry.get("themes", "").split("; ")))
    wishes = [reply.get("may_quote") or usual for reply in entry.get("replies", ())] + [usual] * len(people)
    unasked = sum(wish in (None, "not_asked") for wish in wishes)
    typed = len(entry.get("replies", ()))
    return OpenQuestion(entry["question"], entry.get("received"), replies, tuple(themes), unasked, typed)


def _open_figures(figures: Figures, opened: OpenQuestion) -> None:
    received = opened.received if opened.received is not None else len(opened.replies)
    if received or opened.received == 0:
        value = f"{opened.shown:,} of {text_of(received)}"
        figures.put(("shown", opened.question), value, needed=["inquiry-report"])
    if opened.received is not None:
        figures.put(("received", opened.question), opened.received, needed=["populated-template", "show"])
    figures.put(("excerpts", opened.question), len(opened.replies))
    figures.put(("sorted", opened.question), sum(bool(themes) for _, themes, _ in opened.replies))
    figures.put(("themes", opened.question), len(opened.themes))
    figures.put(("may", opened.question), opened.shown)
    figures.put(("unasked", opened.question), opened.unasked)
    for theme in opened.themes:
        number = sum(theme in themes for _, themes, _ in opened.replies)
        noun = "reply" if number == 1 else "replies"
        figures.put(
            ("sorted", opened.question, theme), f"{number or 'no'} {noun}",
            needed=["window"] if opened.replies else (),
        )  # fmt: skip
    if not any(themes for _, themes, _ in opened.replies):
        return
    printed: set[str] = set()
    for theme in (*opened.themes, ""):
        inside = [reply for reply in opened.replies if theme in reply[1] or not (theme or reply[1])]
        quoted = [words for words, _, may in inside if may and words not in printed]
        printed.update(quoted)
        if inside:
            shown = f", {len(quoted)} shown" if len(quoted) < len(inside) else ""
            noun = "reply" if len(inside) == 1 else "replies"
            figures.put(
                ("theme", opened.question, theme or "No theme"), f"{len(inside)} {noun}{shown}",
                needed=["inquiry-report"],
            )  # fmt: skip


# About, methods, workshops, actions


def _about_figures(figures: Figures) -> None:
    about = figures.answers.get("about", {})
    listed, met = len(about.get("meetings", ())), about.get("meeting_count")
    if met is not None:
        figures.put(("met",), met, needed=TYPED if met else ["populated-template", "show"])
    figures.put(("meetings",), listed, needed=FULL if listed else ())
    members = about.get("members", ())
    wish = Counter(member.get("shown") or "role" for member in members)
    shown = len(members) - wish["left_out"]  # nobody who wants to be left out is in any report
    figures.put(("members", PUBLIC), shown, needed=["inquiry-report"] if shown else ())
    figures.put(("members", TEAM), shown, needed=["populated-template"] if shown else ())
    numbers = [cycle.get("number") for cycle in about.get("cycles", ())]
    for number in filter(None, numbers):
        figures.put(("cycle", text_of(number)), number, needed=TYPED)
    actions = Counter(
        action.get("state") or "" for action in figures.answers.get("actions", {}).get("actions", ())
    )
    for state, number in actions.items():
        figures.put(("actions", state), number, needed=["inquiry-report"])
    for state in ("under_way", "agreed", "hoped", "done", ""):
        if actions[state]:
            figures.put(("sheet", state), actions[state], needed=["action-plan"])
    figures.put(("actions",), sum(actions.values()), needed=["populated-template"] if actions else ())


def _data_figures(figures: Figures) -> None:
    for method in figures.answers.get("data", {}).get("methods", ()):
        _method_figures(figures, method)
    for workshop in figures.answers.get("data", {}).get("workshops", ()):
        name = workshop["name"]
        for part in ("people", "tables"):
            if workshop.get(part) is not None:
                figures.put((part, name), workshop[part], needed=TYPED)
        _board_figures(figures, workshop)
        notes = workshop.get("notes", ())
        has_table = any(note.keys() - {"note", "$id"} for note in notes)  # notes of one answer are a list
        figures.put(("notes", name), len(notes), needed=FULL if has_table else ())
        for note in notes:
            figures.put(
                ("votes", note["note"]), note.get("votes", NONE),
                needed=TYPED if note.get("votes") is not None else (),
            )  # fmt: skip


def _board_figures(figures: Figures, workshop: Mapping[str, Any]) -> None:
    """Put how many notes each theme and each stage of a board has, with the votes of the theme."""
    notes, name = workshop.get("notes", ()), workshop["name"]
    for stage, number in Counter(note.get("stage", "") for note in notes).items():
        figures.put(("stage", name, stage), number)
    themes = Counter(note.get("theme", "") for note in notes)
    for theme, number in themes.items():
        votes = [note["votes"] for note in notes if note.get("theme", "") == theme and note.get("votes")]
        shown = str(number)
        if votes and theme and not any(isinstance(vote, str) for vote in votes):
            shown += f" ({sum(votes):,} {'vote' if sum(votes) == 1 else 'votes'})"
        figures.put(
            ("board", name, theme or "No theme yet"), shown, needed=["window"] if any(themes) else ()
        )  # fmt: skip


def _method_figures(figures: Figures, method: Mapping[str, Any]) -> None:
    rounds = method.get("replies", ())
    totals: dict[str, list[Mapping[str, Any]]] = {}
    for number, row in enumerate(rounds):
        totals.setdefault(row.get("who", "Overall"), []).append(row)
        for part in ("asked", "answered"):
            needed = TYPED if row.get(part) is not None else ()
            figures.put(("round", method["name"], str(number), part), row.get(part, NONE), needed=needed)
    for who, rows in totals.items():
        _rate_figures(figures, method["name"], who, rows)


def _rate_figures(figures: Figures, method: str, who: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put how many of one group answered, over all its rounds; words are never added up."""
    asked = [row["asked"] for row in rows if row.get("asked") is not None]
    answered = [row["answered"] for row in rows if row.get("answered") is not None]
    key = ("rate", method, who)
    figures.right[key] = set()
    if asked and not answered and (len(asked) == 1 or not any(isinstance(value, str) for value in asked)):
        figures.put(("asked", method, who), asked[0] if len(asked) == 1 else sum(asked))
    if any(isinstance(value, str) for value in (*asked, *answered)):
        totals = [_total(answered), *([_total(asked)] if asked else [])]
        figures.right[key] = {" of ".join(totals)} if all(totals) else set()
        if any(row.get("answered") is None for row in rows):
            figures.right[key].add(totals[0])  # a round that has no number of answers is no part of a share
        return
    if not answered:
        return
    if not asked:
        figures.put(key, sum(answered), needed=["inquiry-report"])
        return
    # a round that was asked and has no number of answers is no part of a share
    counted = [row.get("asked") or 0 for row in rows if row.get("answered") is not None]
    is_whole = all(row.get("answered") is not None for row in rows if row.get("asked"))
    figures.right[key] = {_rate_text(sum(answered), sum(counted))}
    if not is_whole:
        figures.right[key] |= {f"{sum(answered):,} of {sum(asked):,}", f"{sum(answered):,}"}
    figures.needed.setdefault("inquiry-report", set()).add(key)


def _total(values: Sequence[object]) -> str:
    """Return a sum, or the only number as it was typed; nothing if words would have to be added."""
    if len(values) == 1:
        return text_of(values[0])
    numbers = [value for value in values if isinstance(value, int)]
    return f"{sum(numbers):,}" if numbers and len(numbers) == len(values) else ""


def _rate_text(part: int, whole: int) -> str:
    rate = share(part, whole) if part <= whole else NONE
    return f"{part:,} of {whole:,}" + ("" if rate == NONE else f" {rate}")


def _evidence_figures(figures: Figures) -> None:
    """Put what the learning points show: a figure follows its table."""
    by_place = {
        f"data.surveys/{survey.id}/statements/st{number}": statement
        for survey in figures.surveys
        for number, statement in enumerate(survey.statements)
    }
    for statement in figures.statements.values():
        if statement.is_known and statement.n:
            for label, number in statement.counts.items():
                value = f"{number:,} of {statement.n:,} {share(number, statement.n)}"
                figures.put(("evidence", statement.wording, f"step {label.lower()}"), value)
            for side, number in statement.together().items():
                value = f"{number:,} of {statement.n:,} {share(number, statement.n)}"
                figures.put(("evidence", statement.wording, f"side {side}"), value)
    keys = {"dont_know": "don’t know", "neither": "neither agree nor disagree"}
    for point in figures.answers.get("data", {}).get("learning_points", ()):
        for shown in point["shown"]:
            place, part = shown["evidence"].split("#")
            found = by_place.get(place)
            name = part.removeprefix("step_")
            step = keys.get(name, name.replace("_", " "))
            key = ("evidence", found.wording if found else "", f"{'step' if name != part else 'side'} {step}")
            if key not in figures.right and found is not None and not found.is_known:
                key = ("typed", found.wording, step.removeprefix("side "))  # it is printed as it was typed
            if figures.right.get(key, {NONE}) != {NONE}:
                figures.needed.setdefault("inquiry-report", set()).add(key)
            else:
                figures.evidence_without_figure += 1


def _answer_figures(figures: Figures, files: Sequence[File]) -> None:
    """Put how many answers a report is made from: every question in every entry that has one."""
    total = sum(_answered(section) for name, section in figures.answers.items() if name != "$form")
    members = figures.answers.get("about", {}).get("members", ())
    hidden = sum("shown" in member for member in members)
    unseen = sum(member.get("shown") == "left_out" for member in members)
    without_role = sum(
        member.get("shown") == "role" and not member["person"]["role"] for member in members
    )  # nothing of them can be printed
    total += sum(
        max(survey.withdrawn, default=0) for survey in figures.surveys
    )  # a mark for each keeps it out
    known: dict[str, set[str]] = {}
    for file in files:
        header, rows = _rows(file)
        asked = _places(file, header)[2]
        people = {row[0] for row in rows}
        if people <= known.get(file.survey, set()):
            continue  # nobody new: the file is not kept
        if file.survey not in known:
            total += len(asked) + (2 if _option(file, "--steps") else 1)
        known.setdefault(file.survey, set()).update(people)
        # the replies on each scale are an answer, if somebody answered on it
        kept = len({_labels(file, at) for at in asked if any(row[at].strip() for row in rows)})
        total += kept + (kept if _option(file, "--wave") else 0)
    figures.put(("answers", TEAM), total)
    figures.put(
        ("answers", PUBLIC),
        *(total - hidden - left for left in (0, unseen, without_role, unseen + without_role)),
    )


def _answered(entry: object) -> int:
    """Return how many answers there are in a part of an answers file."""
    if isinstance(entry, list):
        return sum(map(_answered, entry))
    if not isinstance(entry, Mapping):
        return 1
    if ("name" in entry and set(entry) <= {"name", "role", "organisation"}) or "marks" in entry:
        return 1
    return sum(_answered(value) for name, value in entry.items() if not name.startswith("$"))


def _progress_figures(figures: Figures, form: Mapping[str, Any]) -> None:
    """Put how many main questions of each step have an answer; a step with one has no number."""
    for section in form["section"]:
        answers = figures.answers.get(section["id"], {})
        main = [field for field in section["field"] if field.get("essential")] or section["field"][:1]
        asked = [
            field["id"]
            for field in main
            if all(answers.get(name) in values for name, values in field.get("show_if", {}).items())
        ]
        if len(asked) < 2:
            continue
        answered = sum(name in answers for name in asked)
        text = f"All {answered}" if answered == len(asked) else f"{answered} of {len(asked)}"
        is_started = any(field["id"] in answers for field in section["field"])
        needed = ["check", "show", "window"] if is_started else ["check"]
        figures.put(("progress", section["title"]), text, needed=needed)


def _left_out_figures(figures: Figures) -> None:
    """Put how many answers a public report leaves out for each reason, and what learning points leave out."""
    members = figures.answers.get("about", {}).get("members", ())
    wish = Counter(member.get("shown", "") for member in members)
    figures.put(("left out", "not mentioned"), wish["left_out"])
    figures.put(("left out", "not named"), wish["role"] + wish[""])
    figures.put(("left out", "for the group"), sum("shown" in member for member in members))
    hidden = sum(not may for opened in figures.opens for _, _, may in opened.replies[: opened.typed])
    figures.put(("left out", "not quoted"), hidden)
    figures.put(("left out", "gone"), figures.evidence_without_figure)
    shown = [
        place["evidence"].partition("#")[0]
        for point in figures.answers.get("data", {}).get("learning_points", ())
        for place in point["shown"]
    ]
    for survey in figures.surveys:
        places = [f"data.surveys/{survey.id}/statements/st{at}" for at, _ in enumerate(survey.statements)]
        figures.put(("unused", survey.id), sum(place not in shown for place in places))


def _impossible(figures: Figures) -> Iterator[str]:
    """Yield the pairs of numbers that cannot both be right, which the check has to name."""
    about, data = figures.answers.get("about", {}), figures.answers.get("data", {})
    listed, met = len(about.get("meetings", ())), about.get("meeting_count")
    if isinstance(met, int) and met < listed:
        yield f"{met:,}, meeting, {listed:,}"
    for opened in figures.opens:
        if isinstance(opened.received, int) and opened.received < len(opened.replies):
            yield f"{opened.received:,}, repl, {len(opened.replies):,}"
    for workshop in data.get("workshops", ()):
        yield from _too_many_in_workshop(workshop)
    for survey in figures.surveys:
        for statement in survey.statements if isinstance(survey.typed_n, int) and not survey.files else ():
            if statement.n > survey.typed_n:  # type: ignore[operator]  # it is a number
                yield f"{statement.wording}, {statement.n:,}, {survey.typed_n:,}"
    for method in data.get("methods", ()):
        yield from _more_answered_than_asked(method.get("replies", ()))


def _too_many_in_workshop(workshop: Mapping[str, Any]) -> Iterator[str]:
    people, tables = workshop.get("people"), workshop.get("tables")
    if not isinstance(people, int):
        return
    if isinstance(tables, int) and tables > people:
        yield f"{tables:,} table, {people:,}"
    for note in workshop.get("notes", ()):
        if isinstance(note.get("votes"), int) and note["votes"] > people:
            yield f"{note['votes']:,} vote, {people:,}"


def _more_answered_than_asked(rounds: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rounds:
        groups.setdefault(row.get("who", "Overall"), []).append(row)
    for who, rows in groups.items():
        asked = [row["asked"] for row in rows if row.get("asked") is not None]
        answered = sum(row["answered"] for row in rows if isinstance(row.get("answered"), int))
        if asked and not any(isinstance(value, str) for value in asked) and answered > sum(asked):
            yield f"{who}, {answered:,}, {sum(asked):,}"
