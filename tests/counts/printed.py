"""Find the numbers in what people see, and pair each with the figure of the oracle that it should be.

A number is known by the sentence or the table that it is in. Numbers that no sentence explains are listed
apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from tests.counts.oracle import PUBLIC, TEAM, TICKS, Figures, Key, Survey, text_of
from tests.counts.pages import Piece

N = r"\d+(?:,\d{3})*"
OF = rf"{N} of {N}(?:(?:, | and ){N} of {N})*"
SHARE = r"(?P<share>(?:more than |less than |> ?|< ?)?\d+) ?(?:%|per cent)"
NAMES = rf"(?P<names>(?:“[^”]+”(?:, | and )?)+|(?:all )?{N} (?:statements|options))"
NEITHER = "neither agreed nor disagreed with|did not know what to say to"
STATES = {
    "done": "done", "under way": "under_way", "agreed": "agreed", "hoped for": "hoped",
    "dropped": "dropped",
}  # fmt: skip
LABELS = {
    "How many people sent it back?": ("typed n", "survey"),
    "How many people took part?": ("people", "workshop"),
    "How many tables were there?": ("tables", "workshop"),
    "How many replies did you receive?": ("received", "question"),
    "How many times did you meet?": ("met", ""),
}
"""The questions of the form whose answer is a number: the figure, and what it is about."""
ASKED = {
    "How many were asked for the first time?": "asked",
    "How many answered in this round?": "answered",
    "How many answered?": "answered",
}
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
OF_THE_PAGE = (
    re.compile(r"\b(?:Table|Figure)s? \d+(?:(?:, | and )\d+)*\b"),
    re.compile(rf"\b(?:\d{{1,2}} )?{MONTH} \d{{4}}"),
    re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b"),
    re.compile(r"(?<=figures about fewer than )5(?= people)"),
    re.compile(r"\(version \d+\)"),
    re.compile(r"\bRow \d+(?=, )"),
    re.compile(r"\breplies-\d-[ab]\.csv"),
    re.compile(r"\b(?:Survey|Open question|Workshop|Method|Learning point|Action|Member|Meeting) \d+"),
)  # fmt: skip
"""Numbers that count nothing: of tables, figures, days, files and pages."""


@dataclass(slots=True)
class Verdict:
    """The result for one output, or for many: the numbers by verdict."""

    agree: int = 0
    of_the_page: int = 0
    differ: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unexplained: Counter[str] = field(default_factory=Counter)

    def add(self, other: Verdict) -> None:
        self.agree += other.agree
        self.of_the_page += other.of_the_page
        self.differ += other.differ
        self.missing += other.missing
        self.unexplained.update(other.unexplained)


def share_text(found: str) -> str:
    """Return a share in the short form: `>99`, `<1`, or the number."""
    short = found.replace("more than ", ">").replace("less than ", "<").replace(" ", "")
    return short.removesuffix("%") or "–"


def _short(found: str) -> str:
    """Return a count with its share in the short form: `3 of 4 75`."""
    return re.sub(r" \(" + SHARE + r"\)\Z", lambda match: f" {share_text(match['share'])}", found)


def _wording(cell: str) -> str:
    """Return a statement without its letter."""
    return re.sub(r"\A[a-z]{1,2}\) ", "", cell)


class Reader:
    """Reads one output from the beginning to the end, and remembers what it is about."""

    def __init__(self, figures: Figures, place: str, *, audience: str = PUBLIC) -> None:
        self.figures, self.place, self.audience = figures, place, audience
        self.verdict = Verdict()
        self.seen: set[Key] = set()
        self.survey: Survey | None = None
        self.question = self.method = self.workshop = ""
        self._heading = ""
        self._bullets = 0
        self.statement = self.note = self._asked = ""
        self._round, self._who = -1, ""
        self._label = ""
        """The line before, which may be the label of this one."""
        data = figures.answers.get("data", {})
        self._methods = [method["name"] for method in data.get("methods", ())]
        self._workshops = [workshop["name"] for workshop in data.get("workshops", ())]

    # Judging

    def judge(self, key: Key, found: str, *, because: str = "") -> None:
        """Compare one printed figure with the right one."""
        right = self.figures.right.get(key)
        self.seen.add(key)
        shown = " ".join(found.split())
        if right is None:
            self.verdict.differ.append(
                f"{self.place}: {' / '.join(key)}: printed {shown}, and there is no such figure{because}"
            )
        elif shown.casefold() in {text.casefold() for text in right}:
            self.verdict.agree += 1
        else:
            wanted = " or ".join(sorted(right)) or "nothing"
            self.verdict.differ.append(
                f"{self.place}: {' / '.join(key)}: printed {shown}, right is {wanted}{because}"
            )

    def read(self, pieces: Iterable[Piece]) -> Verdict:
        """Read an output; return the verdict on each of its numbers."""
        for piece in pieces:
            if piece.sort == "contents":
                continue
            self._move(piece)
            if piece.sort == "table":
                self._table(piece)
            elif piece.sort == "chart":
                self._chart(piece)
            elif piece.sort == "described":
                self._line(self._described(piece.text))
            elif piece.sort == "answer":
                self._answer(piece)
            elif piece.sort == "typed":
                self._typed(piece)
            elif self._label in LABELS and piece.sort == "line":
                self._answer(Piece(piece.text, "answer", header=(self._label,)))
            else:
                self._line(piece.text, is_heading=piece.sort == "heading")
            self._label = piece.text
        self._end_bullets()
        for key in sorted(self.figures.needed.get(self.place, set()) - self.seen):
            right = " or ".join(sorted(self.figures.right.get(key, ())))
            self.verdict.missing.append(f"{self.place}: {' / '.join(key)}: {right} is printed nowhere")
        return self.verdict

    def _move(self, piece: Piece) -> None:
        """Note what the next pieces are about: the name of a survey, a question, a method or a workshop."""
        if piece.sort == "bullet":
            self._bullets += 1
        elif piece.sort in ("heading", "table"):
            self._end_bullets()
        if piece.sort == "heading":
            self._heading = piece.text
        text = piece.text
        if text in ("Whom did you ask, and how many answered?", "Whom did you ask, and when?"):
            self._asked, self._round = text, -1
        self._move_to_survey(piece)
        for opened in self.figures.opens:
            if opened.question in text:
                self.question = opened.question
        self.method = next((name for name in self._methods if name in text), self.method)
        self.workshop = next((name for name in self._workshops if name in text), self.workshop)

    def _move_to_survey(self, piece: Piece) -> None:
        """Note the survey that a piece names, by its name, its number, or a statement."""
        text = piece.text
        numbered = re.fullmatch(r"Survey (\d+)", text)
        if numbered and int(numbered[1]) <= len(self.figures.surveys):
            self.survey = self.figures.surveys[int(numbered[1]) - 1]
        if piece.sort in ("heading", "answer", "line", "caption", "table") and "Asked in: " not in text:
            for survey in self.figures.surveys:
                if survey.name in text:
                    self.survey = survey
        if piece.sort == "finding":
            (place,) = piece.header
            self.survey = next(
                (one for one in self.figures.surveys if f"/{one.id}/" in f"{place}/"), self.survey
            )
        if piece.sort == "table":
            named = {one.wording: survey for survey in self.figures.surveys for one in survey.statements}
            self.survey = next(
                (named[words] for row in piece.rows if (words := _wording(row[0])) in named), self.survey
            )

    def _end_bullets(self) -> None:
        """Judge how many bullets there were under a heading over a list."""
        lists: dict[str, Key] = {
            "The group": ("members", PUBLIC), "Who is in the group?": ("members", TEAM),
            "What will you do?": ("actions",), "When did you meet, and what came of it?": ("meetings",),
        }  # fmt: skip
        if self._bullets and self._heading in lists:
            self.judge(lists[self._heading], str(self._bullets))
        self._bullets = 0

    # Lines

    def _line(self, text: str, *, is_heading: bool = False) -> None:
        left = text
        for pattern, act in LINES:
            if pattern.pattern.startswith(r"\ACycle") and not is_heading:
                continue
            for match in list(pattern.finditer(left)):
                if act(self, match):
                    left = left.replace(match[0], "¤", 1)
        self._left_over(left)

    def _left_over(self, text: str) -> None:
        text, count = _without_page(text)
        self.verdict.of_the_page += count
        if re.search(r"\d", text):
            self.verdict.unexplained[f"{self.place}: {re.sub(N, '#', text)[:90]}"] += len(re.findall(N, text))

    def _answer(self, piece: Piece) -> None:
        (label,) = piece.header
        survey = self.survey
        value = re.sub(r"(?: of)? (?:people|person|tables?|meetings?|repl(?:y|ies)|votes?)\Z", "", piece.text)
        about = {"survey": survey.id if survey else "", "workshop": self.workshop, "question": self.question}
        name, of = LABELS.get(label, ("", ""))
        key = (name, about[of]) if of else (name,)
        if label == "Who was asked?":
            self._round += 1
            self._who = value
        elif label == "Statement":
            self.statement = value
        elif label == "Note":
            self.note = value
        if label in ASKED and self._asked.endswith("and when?") and survey is not None:
            self.judge((f"wave {ASKED[label]}", survey.id, self._who), value)
        elif label in ASKED:
            self.judge(("round", self.method, str(self._round), ASKED[label]), value)
        elif ("typed", self.statement, label.lower()) in self.figures.right:
            self.judge(("typed", self.statement, label.lower()), value)
        elif label == "Votes":
            self.judge(("votes", self.note), value)
        elif key in self.figures.right:
            self.judge(key, value)
        elif label.startswith("Which cycle") and ("cycle", value) in self.figures.right:
            self.judge(("cycle", value), value)
        else:
            self._line(piece.text)

    def _typed(self, piece: Piece) -> None:
        """Judge a table in which counts are typed: what is in each cell, and how many people that is."""
        for row in piece.rows:
            for label, cell in zip(piece.header[1:], row[1:], strict=False):
                if label == "n":
                    if cell:
                        self.judge(("st", row[0], "n"), cell)
                elif ("typed", row[0], label.lower()) in self.figures.right:
                    self.judge(("typed", row[0], label.lower()), cell or "–")
                elif cell:
                    self.judge(("st", row[0], f"step {label.lower()}"), cell)

    # Charts

    def _described(self, text: str) -> str:
        """Judge what the description of a chart says; return what is left of it."""
        survey = self.survey
        if survey is None:
            return text
        for name in ("highest", "lowest"):
            match = re.search(rf"{name} for ([a-z]+(?:(?:, | and )[a-z]+)*) \(({OF}), " + SHARE, text)
            if match:
                self.judge((name, survey.id), f"{match[1]}: {match[2]}: {share_text(match['share'])}")
                text = text.replace(match[0], "¤", 1)
        same = re.search(r" is " + SHARE + rf"(?: for each of them)? \(({OF})\)", text)
        if same:
            self.judge(("same", survey.id), f"{same[2]}: {share_text(same['share'])}")
            text = text.replace(same[0], "¤", 1)
        bars = re.match(rf"Bar chart of ({N}) (?:statement|option)s?", text)
        if bars:
            self.judge(("bars", survey.id), bars[1])
            text = text.replace(bars[0], "¤", 1)
        return text

    def _chart(self, piece: Piece) -> None:
        """Judge the shares in a chart: those of each statement are among its right ones."""
        self._line(piece.text)
        words: list[str] = []
        shares: list[str] = []
        for text in [*piece.rows[0], "z) "]:
            if re.match(r"[a-z]{1,2}\) ", text):
                self._bars(" ".join(words), shares)
                words, shares = [text], []
            elif re.fullmatch(SHARE, text):
                shares.append(share_text(re.fullmatch(SHARE, text)["share"]))  # type: ignore[index]
            elif words:
                words.append(text)
            else:
                self._line(text)

    def _bars(self, words: str, shares: Sequence[str]) -> None:
        if not words:
            return
        wording = _wording(words)
        size = re.search(rf" \(n = ({N})\)\Z", wording)
        wording = re.sub(r" \(n = [^)]*\)\Z", "", wording).rstrip("…").strip()
        found = next((one for name, one in self.figures.statements.items() if name.startswith(wording)), None)
        if found is None:
            self.verdict.differ.append(
                f"{self.place}: a chart has bars for “{wording}”, which is no statement"
            )
            return
        if size:
            self.judge(("st", found.wording, "n"), size[1])
        right = Counter(
            next(iter(self.figures.right[("st", found.wording, f"% {side}")]))
            for side, number in found.together().items()
            if number or found.steps == TICKS
        )
        self.verdict.agree += sum((Counter(shares) & right).values())
        for wrong in (Counter(shares) - right).elements():
            wanted = ", ".join(right.elements()) or "no bar"
            self.verdict.differ.append(
                f"{self.place}: chart / {found.wording}: printed {wrong}%, right are {wanted}"
            )

    # Tables

    def _table(self, piece: Piece) -> None:
        self._line(piece.text)
        header = [" ".join(cell.split()).lower() for cell in piece.header]
        for act in (self._statements, self._groups, self._rounds, self._notes, self._entries, self._labelled):
            if act(piece, header):
                return
        for row in piece.rows:
            self._line(" ".join(row))

    def _statements(self, piece: Piece, header: Sequence[str]) -> bool:
        names = self.figures.statements
        rows = [(names.get(_wording(row[0])), row) for row in piece.rows]
        if not rows or any(found is None for found, _ in rows) or "(n = " in " ".join(header):
            return False
        if not {"n"} & set(header) and not any(label.lower() in header for label in rows[0][0].steps):  # type: ignore[union-attr]
            return False
        for found, row in rows:
            if found is None:
                continue
            are_steps = all(step.lower() in header for step in found.steps)
            for name, cell in zip(header[1:], row[1:], strict=False):
                if name == "n" or name.startswith("%"):
                    key = ("st", found.wording, name)
                else:
                    key = ("st", found.wording, f"{'step' if are_steps else 'side'} {name}")
                    other = ("st", found.wording, f"side {name}")
                    if are_steps and other in self.figures.right and not found.has_sides:
                        self.seen.add(other)
                    if are_steps and len(found.together()) == len(found.steps):
                        self.seen.add(other)
                self.judge(key, share_text(cell) if name.startswith("%") else cell)
        return True

    def _groups(self, piece: Piece, header: Sequence[str]) -> bool:
        heads = [re.fullmatch(rf"(.+) \(n = ({N})\)", " ".join(cell.split())) for cell in piece.header[1:]]
        if not heads or not all(heads) or self.survey is None:
            return False
        for head in heads:
            self.judge(("group n", self.survey.id, head[1]), head[2])  # type: ignore[index]
        for row in piece.rows:
            wording = _wording(row[0])
            for head, cell in zip(heads, row[1:], strict=True):
                self.judge(("group", self.audience, wording, head[1]), _short(cell))  # type: ignore[index]
        return bool(header)

    def _rounds(self, piece: Piece, header: Sequence[str]) -> bool:
        names = {"asked": "asked", "answered": "answered"}
        names |= {label.lower(): part for label, part in ASKED.items()}
        if not set(header) & set(names) or not piece.rows:
            return False
        if self.survey is not None and piece.text.startswith("Whom did you ask, and when?"):
            for row in piece.rows:
                for name, cell in zip(header, row, strict=True):
                    if name in names:
                        self.judge((f"wave {names[name]}", self.survey.id, row[0]), cell)
            return True
        for number, row in enumerate(piece.rows):
            for name, cell in zip(header, row, strict=True):
                if name in names:
                    self.judge(("round", self.method, str(number), names[name]), cell)
        return True

    def _notes(self, piece: Piece, header: Sequence[str]) -> bool:
        if "note" not in header or (
            "stage" not in header and "theme" not in header and "votes" not in header
        ):
            return "note" in header and self._note_rows(piece, header)
        return self._note_rows(piece, header)

    def _note_rows(self, piece: Piece, header: Sequence[str]) -> bool:
        self.judge(("notes", self.workshop), str(len(piece.rows)))
        for row in piece.rows:
            if "votes" in header:
                self.judge(("votes", row[header.index("note")]), row[header.index("votes")])
        return True

    def _entries(self, piece: Piece, header: Sequence[str]) -> bool:
        """Judge how many meetings, members or actions a table lists."""
        caption, rows = piece.text.lower(), str(len(piece.rows))
        state = re.fullmatch(r"(?:actions: )?(done|under way|agreed|hoped for|dropped)", caption)
        sheet = "sheet" if self.place == "action-plan" else "actions"
        if state:
            self.judge((sheet, STATES[state[1]]), rows)
        elif caption == "actions with no progress given":
            self.judge((sheet, ""), rows)
        elif caption.startswith("what will you do?"):
            self.judge(("actions",), rows)
        elif caption.startswith("who is in the group?"):
            self.judge(("members", TEAM), rows)
        elif caption == "group meetings" or caption.startswith("when did you meet"):
            self.judge(("meetings",), rows)
        else:
            return False
        for row in piece.rows:
            self._left_over(" ".join(row))
        return bool(header)

    def _labelled(self, piece: Piece, header: Sequence[str]) -> bool:
        """Judge a table that has questions of the form as its headings."""
        if not set(piece.header) & set(LABELS):
            return False
        for row in piece.rows:
            self._move(Piece(" ".join(row)))
            for label, cell in zip(piece.header, row, strict=True):
                if cell != "–":
                    self._answer(Piece(cell, "answer", header=(label,)))
        return bool(header)


# What the sentences say

Act = Callable[[Reader, "re.Match[str]"], bool]
"""Judges what a sentence says; returns whether it was about something that has a figure."""


def _figure(*key: str, value: str = "{1}") -> Act:
    """Return what judges one figure; its key and value name groups of the sentence and what it is about."""

    def act(reader: Reader, match: re.Match[str]) -> bool:
        if reader.survey is None and "{survey}" in key:
            return False
        about = {
            "survey": reader.survey.id if reader.survey else "", "question": reader.question,
            "method": reader.method, "workshop": reader.workshop, "audience": reader.audience,
        }  # fmt: skip
        name, *parts, found = (part.format(match[0], *match.groups(), **about) for part in (*key, value))
        reader.judge((name, *parts), found)
        return True

    return act


def _evidence(reader: Reader, match: re.Match[str]) -> bool:
    part, n, phrase, label, wording, percent = match.groups()
    sides = {"agreed with": "side agree", "disagreed with": "side disagree",
             "neither agreed nor disagreed with": "side neither",
             "did not know what to say to": "side don’t know"}  # fmt: skip
    which = sides.get(phrase) or f"step {label.lower()}"
    reader.judge(("evidence", wording, which), f"{part} of {n} {share_text(percent)}")
    return True


def _as_typed_evidence(reader: Reader, match: re.Match[str]) -> bool:
    sides = {
        "agreed with": "agree",
        "disagreed with": "disagree",
        "did not know what to say to": "don’t know",
    }
    reader.judge(("typed", match[3], sides[match[2]]), match[1])
    return True


def _most(reader: Reader, match: re.Match[str]) -> bool:
    """Judge a statement that is named as the one most people agreed with, or fewest; or all of a tie."""
    return _headline(reader, match, "least" if match[1] in ("lowest", "least", "fewest") else "most")


def _equal(reader: Reader, match: re.Match[str]) -> bool:
    return _headline(reader, match, "equal")


def _headline(reader: Reader, match: re.Match[str], name: str) -> bool:
    if reader.survey is None:
        return False
    reader.seen.add(("headline", reader.survey.id))
    value = f"{match['names']}: {match['counts']}: {share_text(match['share'])}"
    reader.judge((name, reader.survey.id), value)
    return True


def _every_answer(reader: Reader, match: re.Match[str]) -> bool:
    wording = match[1]
    if wording not in reader.figures.statements or reader.survey is None:
        return False
    reader.seen.add(("headline", reader.survey.id))
    for label, counts, percent in re.findall(
        rf"“([^”]+)” ({N} of {N}) \(" + SHARE.replace("?P<share>", ""), match[2]
    ):
        reader.judge(("evidence", wording, f"step {label.lower()}"), f"{counts} {share_text(percent)}")
    return True


def _not_shown(reader: Reader, match: re.Match[str]) -> bool:
    for theme, shown in re.findall(rf"(Time|Money|Trust|Space|no theme) \(({N} repl(?:y|ies))\)", match[0]):
        key = ("theme", reader.question, "No theme" if theme == "no theme" else theme)
        reader.judge(key, f"{shown}, 0 shown")
    return True


def _none_shown(reader: Reader, match: re.Match[str]) -> bool:
    reader.judge(("shown", reader.question), f"0 of {match[1] or '1'}")
    return True


def _typed_evidence(reader: Reader, match: re.Match[str]) -> bool:
    """Judge a count beside one that is not exact: it has no total, and is the one that was typed."""
    label = "disagree" if match[2].startswith("dis") else "agree"
    reader.judge(("typed", match[3], label), match[1])
    return True


def _people_or_tables(reader: Reader, match: re.Match[str]) -> bool:
    reader.judge((match[1].lower(), reader.workshop), match[2])
    return True


def _range(reader: Reader, match: re.Match[str]) -> bool:
    if reader.survey is None:
        return False
    reader.judge(("range", reader.survey.id), match[1] + (f" to {match[2]}" if match[2] else ""))
    return True


def _caution(reader: Reader, match: re.Match[str]) -> bool:
    if reader.survey is None:
        return False
    least, most, points = match.groups()
    reader.judge(("caution", reader.survey.id), f"{least}{f' to {most}' if most else ''}: {points}")
    return True


def _rate(reader: Reader, match: re.Match[str]) -> bool:
    key = ("rate", reader.method, match[1])
    if key not in reader.figures.right:
        return False
    reader.judge(key, _short(match[2]))
    return True


def _example_of_a_number(reader: Reader, match: re.Match[str]) -> bool:
    """A number that only shows how one is typed says nothing about the inquiry."""
    del reader
    return bool(match)


def _rounds_left_out(reader: Reader, match: re.Match[str]) -> bool:
    """A number of rounds without a count is judged with the rate that it belongs to."""
    del reader
    return bool(match)


def _people(reader: Reader, match: re.Match[str]) -> bool:
    survey = reader.survey
    if survey is None:
        return False
    reader.judge(("typed n" if survey.typed_n is not None else "answered", survey.id), match[1])
    return True


def _wave(reader: Reader, match: re.Match[str]) -> bool:
    survey = reader.survey
    if survey is None or ("wave asked", survey.id, match["who"]) not in reader.figures.right:
        return False
    for part in ("asked", "answered"):
        if match[part]:
            reader.judge((f"wave {part}", survey.id, match["who"]), match[part])
    if match["rate"]:
        reader.judge(("wave rate", survey.id, match["who"]), _short(match["rate"]))
    return True


def _workshop_fact(reader: Reader, match: re.Match[str]) -> bool:
    key = ("people" if match[2] in ("people", "person") else "tables", reader.workshop)
    if key not in reader.figures.right:
        return False
    reader.judge(key, match[1])
    return True


def _met(reader: Reader, match: re.Match[str]) -> bool:
    words = {"once": "1", "twice": "2"}
    reader.judge(("met",), words.get(match[1], re.sub(r"(?: of)? times?\Z", "", match[1])))
    if match[2]:
        reader.judge(("meetings",), match[2])
    return True


def _times(reader: Reader, match: re.Match[str]) -> bool:
    if reader.place != "populated-template":
        return False
    reader.judge(("met",), match[1])
    return True


def _points(reader: Reader, match: re.Match[str]) -> bool:
    points = len(reader.figures.answers.get("data", {}).get("learning_points", ()))
    reader.figures.right[("points",)] = {text_of(points)}
    reader.judge(("points",), match[2])
    return True


def _progress(reader: Reader, match: re.Match[str]) -> bool:
    reader.judge(("progress", match[1]), match[2])
    return True


def _left_out(reader: Reader, match: re.Match[str]) -> bool:
    reasons = {"want to be mentioned": "not mentioned", "agreed to be named": "not named",
               "for your group only": "for the group", "agreed to be quoted": "not quoted",
               "has been removed from": "gone"}  # fmt: skip
    for words, reason in reasons.items():
        if words in match[2]:
            reader.judge(("left out", reason), match[1])
            return True
    return False


def _people_differ(reader: Reader, match: re.Match[str]) -> bool:
    """The window names the survey in another line, so one with these two numbers is looked for."""
    pairs = {(text_of(survey.typed_n), text_of(survey.replies)): survey for survey in reader.figures.surveys}
    survey = pairs.get((match[1], match[2]), reader.survey)
    if survey is None:
        return False
    reader.judge(("typed n", survey.id), match[1])
    reader.judge(("replies", survey.id), match[2])
    return True


def _unused(reader: Reader, match: re.Match[str]) -> bool:
    first = re.search("“([^”]+)”", match.string)
    for survey in reader.figures.surveys:
        if first and any(one.wording == first[1] for one in survey.statements):
            reader.judge(("unused", survey.id), match[1])
            return True
    return False


def _impossible(reader: Reader, match: re.Match[str]) -> bool:
    """Judge a finding that two numbers cannot both be right."""
    parts = [part for part in match.groups() if part]
    reader.judge(("impossible", ", ".join(parts)), "yes")
    return True


def _as_typed(reader: Reader, match: re.Match[str]) -> bool:
    """A finding repeats what was typed in place of a number."""
    typed = {
        value.casefold()
        for key, values in reader.figures.right.items()
        if key[0]
        in ("typed", "typed n", "met", "people", "tables", "votes", "round", "received", "wave asked")
        for value in values
    }
    return match[1].casefold() in typed


def _board(reader: Reader, match: re.Match[str]) -> bool:
    for theme, shown in re.findall(rf"(Time|Trust|No theme yet) ({N}(?: \({N} votes?\))?)", match[0]):
        reader.judge(("board", reader.workshop, theme), shown)
    return True


def _stage(reader: Reader, match: re.Match[str]) -> bool:
    names = {"Working well": "working", "Not working well": "not_working", "Opportunity": "opportunity",
             "Priority": "priority"}  # fmt: skip
    key = ("stage", reader.workshop, names.get(match[1], ""))
    if match[2] != "0" or key in reader.figures.right:
        reader.judge(key, match[2])
    return True


def _sums(reader: Reader, match: re.Match[str]) -> bool:
    """Judge what a remark says about the sums of rows: “row 2 to 19”, or more than replied."""
    survey = reader.survey
    if survey is None:
        return False
    for rows, n in re.findall(
        rf"rows? ({N}(?:(?:, | and ){N})*) (?:adds? up )?to ({N})", match[0], re.IGNORECASE
    ):
        for row in re.findall(N, rows):
            reader.judge(("st", survey.statements[int(row) - 1].wording, "n"), n)
    if most := re.search(rf"Most rows add up to ({N})", match[0]):
        reader.judge(("sums", survey.id), most[1])
    if over := re.search(rf"rows? ([^.]*?) adds? up to more than the ({N}) people", match[0], re.IGNORECASE):
        reader.judge(("typed n", survey.id), over[2])
        reader.judge(("over", survey.id), ", ".join(re.findall(N, over[1])))
    return True


def _sorted_into(reader: Reader, match: re.Match[str]) -> bool:
    for name, number in zip(("sorted", "excerpts", "themes", "may"), match.groups(), strict=True):
        if number:
            reader.judge((name, reader.question), number)
    return True


SENTENCES: tuple[tuple[str, Act], ...] = (
    (
        (
            rf"({N}) of ({N}) ((?:dis)?agreed with|{NEITHER}|chose “([^”]+)” for) “([^”]+)” \("
            + SHARE.replace("?P<share>", "")
            + r"\)"
        ),
        _evidence,
    ),
    (r"\A(.+?) ((?:dis)?agreed with|did not know what to say to) “([^”]+)”\Z", _as_typed_evidence),
    (
        (
            r"\b(highest|most|lowest|least|fewest)(?: for| often:)? "
            + NAMES
            + rf" \((?P<counts>{OF})(?: each)?, "
            + SHARE
            + r"\)"
        ),
        _most,
    ),
    (
        (
            "(?:agreement with|agreement was the same for|was chosen equally often for) "
            + NAMES
            + rf": (?P<counts>{OF}) \("
            + SHARE
            + r"\)"
        ),
        _equal,
    ),
    (NAMES + rf" (?:was|were each) ticked by (?P<counts>{OF}) \(" + SHARE + r"\)", _equal),
    (r"“([^”]+)”: ((?:“[^”]+” [^“]+)+)", _every_answer),
    (r"Percentages are rounded, so they may not add up to (100)", _figure("rounding", "{survey}")),
    (
        (
            rf"With ({N})(?: to ({N}))? people answering, "
            rf"one person is (?:about|up to) ({N}) percentage points?"
        ),
        _caution,
    ),
    (rf"n = ({N})(?: to ({N}))?", _range),
    (r"(Staff|Families|Partners|Neighbours|Overall): ([^.;]*\d[^.;]*?) answered", _rate),
    (
        r"(Staff|Families|Partners|Neighbours|Overall): asked: ([^.;]+); answered: ([^.;]+)(?=\.)",
        _figure("rate", "{method}", "{1}", value="{3} of {2}"),
    ),
    (r"\A(0) replies received", _figure("shown", "{question}", value="{1} of {1}")),
    (rf"\A({N}) ((?:dis)?agreed with) “([^”]+)”\Z", _typed_evidence),
    (
        (
            r"(?P<who>Spring|Autumn): (?:(?P<asked>(?:\d,\d|[^,;])+?) asked)?"
            r"(?:(?:, |(?<=: ))(?P<answered>(?:\d,\d|[^,;])+?) answered)?"
            rf"(?:, (?P<rate>{N} of {N}(?: \([^)]*\))?)(?: in total)?)?(?=[;.])"
        ),
        _wave,
    ),
    (rf"({N}) rounds? without a number (?:is|are) not included", _rounds_left_out),
    (
        r"(Staff|Families|Partners|Neighbours|Overall): ([^.]+?) asked; the number",
        _figure("asked", "{method}", "{1}", value="{2}"),
    ),
    (rf"({N}) repl(?:y|ies) (?:is|are) counted here", _figure("replies", "{survey}")),
    (rf"Counted from ({N}) repl(?:y|ies)", _figure("replies", "{survey}")),
    (r"(?:(?<=: )|\A)((?:[^\s:]+ ){0,6}?[^\s:]+?)(?: of)? (?:people|person) answered(?=[.;])", _people),
    (r"\AAnswered by (.+?)(?: of)?(?: people)?(?=[.;])", _people),
    (rf"({N}) of (.+?) repl(?:y|ies) shown", _figure("shown", "{question}", value="{1} of {2}")),
    (r"None of (?:the )?(.+?) replies is shown|The only reply is not shown", _none_shown),
    (
        rf"({N}) repl(?:y|ies) shown, word for word; ({N}) received",
        _figure("shown", "{question}", value="{1} of {2}"),
    ),
    (r"No other reply is shown from: .*", _not_shown),
    (
        rf"\A(Time|Money|Trust|Space|No theme) \(({N} repl(?:y|ies)(?:, {N} shown)?)\)",
        _figure("theme", "{question}", "{1}", value="{2}"),
    ),
    (r"(?:(?<=· )|\A)(People|Tables): ([^·]+?)(?= ·|\Z)", _people_or_tables),
    (r"(?:(?<=· )|\A)([^·]*?\S)(?: of)? (people|person|tables?)(?= ·|\Z)", _workshop_fact),
    (
        (
            r"(?:The group met|How often the group met:) (.+?)"
            rf"(?:; ({N})(?: of these)? meetings? (?:is|are) listed here)?\."
        ),
        _met,
    ),
    (rf"The table lists ({N}) meetings?", _figure("meetings")),
    (r"\A(\S+(?: \S+)?) meetings?\Z", _times),
    (rf"\ACycle ({N})", _figure("cycle", "{1}")),
    (rf"({N}) of ({N}) learning points", _points),
    (rf"\A(\w+)\W+({N} of {N}|All {N}) main questions", _progress),
    (rf"\A({N}) answers? (?:is|are) left out (.*)", _left_out),
    (
        rf"You entered ({N}) as the number of people who replied, but there (?:is|are) ({N}) repl",
        _people_differ,
    ),
    (
        (
            rf"(?:This note has|You entered) ({N} (?:vote|table))s?(?:,| for) (?:but )?"
            rf"({N}) (?:people|person)"
        ),
        _impossible,
    ),
    (rf"(\w+): ({N}) (?:people|person) answered, but ({N}) (?:was|were) asked", _impossible),
    (rf"The counts for “([^”]+)” add up to ({N}), but you entered ({N}) as", _impossible),
    (
        (
            rf"You entered ({N}) (meeting|repl)(?:s|y|ies)?, but "
            rf"({N}) (?:meetings?|repl(?:y|ies)) (?:is|are) listed"
        ),
        _impossible,
    ),
    (rf"\A({N}) statements? (?:is|are) not used by any learning point", _unused),
    (r"“([^”]*\d[^”]*)” is (?:kept|printed) as typed", _as_typed),
    (r"\ANotes by theme: .*", _board),
    (rf"\A(Working well|Not working well|Opportunity|Priority|Not sorted yet), ({N}) notes?\Z", _stage),
    (r"(?:Most rows|The rows|Rows?) [^.]*adds? up to .*", _sums),
    (rf"\A({N}) repl(?:y|ies) to sort", _figure("excerpts", "{question}")),
    (
        rf"\A({N}) of ({N}) repl(?:y|ies) sorted into ({N}) themes?[^.]*\.(?: ({N}) may be quoted)?",
        _sorted_into,
    ),
    (rf"whether ({N}) repl(?:y|ies) to “([^”]+)” may be quoted", _figure("unasked", "{2}")),
    (r"number such as (?:12|2\.5)", _example_of_a_number),
    (rf"\A({N}) (?:to fix|things? (?:is|are) needed)", _figure("to fix")),
    (rf"({N}) things? (?:is|are) worth a thought", _figure("good to know")),
    (
        rf"\A\w: (Time|Money|Trust|Space), ((?:{N}|no) repl(?:y|ies))",
        _figure("sorted", "{question}", "{1}", value="{2}"),
    ),
    (rf"({N}) repl(?:y|ies) from (\S+\.csv)", _figure("file", "{2}")),
    (rf"({N}) repl(?:y|ies) withdrawn", _figure("withdrawn", "{survey}")),
)
"""The sentences that have a figure, and what each says."""
LINES = tuple((re.compile(pattern), act) for pattern, act in SENTENCES)


def read_again(pieces: Sequence[Piece], text: str, place: str) -> Verdict:
    """Find every number of a report that was read in another form, word by word; keep what is left over."""
    verdict, left = Verdict(), " ".join(text.split())
    for piece in pieces:
        if piece.sort in ("contents", "heading"):
            pattern = _spaced(piece.numbered or piece.text) + (
                r"\s+\d+(?=\s+[\dA-Z]|\Z)" if piece.sort == "contents" else r"(?![.,])"
            )  # a heading such as “Time (1 reply)” may stand inside a sentence before it
            left, count = re.subn(pattern, lambda match: re.sub(r"\d", "", match[0]), left, count=1)
            verdict.of_the_page += count
    lines = [
        line
        for piece in sorted(pieces, key=lambda piece: piece.sort == "chart")
        for line in piece.lines()
        if re.search(r"\d", _without_page(line)[0]) and piece.sort not in ("contents", "heading")
    ]
    for line in lines:
        left, count = re.subn(_spaced(line), lambda match: re.sub(r"\d", "", match[0]), left, count=1)
        if count:
            verdict.agree += len(re.findall(N, line))
        else:
            verdict.missing.append(f"{place}: “{line[:150]}” is in the web page, and not here")
    left, count = _without_page(left)
    verdict.of_the_page += count
    for match in re.finditer(N, left):
        verdict.unexplained[
            f"{place}: {re.sub(N, '#', left[max(0, match.start() - 25) : match.end() + 10])}"
        ] += 1
    return verdict


def _without_page(text: str) -> tuple[str, int]:
    """Return a text without the numbers that count nothing, and how many there were."""
    total = 0
    for pattern in OF_THE_PAGE:
        text, count = pattern.subn("¤", text)
        total += count
    return text, total


def _spaced(line: str) -> str:
    """Return a pattern for a line that may be broken anywhere."""
    return r"\s*".join(map(re.escape, re.sub(r"\s", "", line)))
