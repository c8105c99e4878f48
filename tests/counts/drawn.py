"""Draw inquiries: plain answers, the files of replies with them, and what is withdrawn.

No drawn word has a digit, so every digit in an output is a figure, a date or a number of the page.
"""

from __future__ import annotations

import csv
import io
import random
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
SCALES: dict[str, tuple[str, ...]] = {
    "agree4": ("Strongly agree", "Agree", "Disagree", "Strongly disagree", "Don’t know"),
    "agree5": (
        "Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree",
        "Don’t know",
    ),
    "three": ("Agree", "Disagree", "Don’t know"),
    "yes_no": ("Yes", "No", "Don’t know"),
    "often": ("Often", "Sometimes", "Never"),
    "turned": ("Strongly disagree", "Disagree", "Agree", "Strongly agree"),
    "useful": ("Very useful", "Useful", "Of little use", "Of no use"),
}  # fmt: skip
"""The answers on each scale, from one end to the other."""
KEYS = {
    "Strongly agree": "strongly_agree", "Agree": "agree", "Neither agree nor disagree": "neither",
    "Disagree": "disagree", "Strongly disagree": "strongly_disagree", "Don’t know": "dont_know",
}  # fmt: skip
USUAL = ("agree4", "agree5", "three", "yes_no")
SIZES = (1, 1, 2, 3, 4, 5, 6, 7, 8, 12, 19, 33, 49, 50, 51, 75, 120, 200, 200)
APPROXIMATE = ("about twenty and a few", "dozens", "most of them", "about 20", "200+", "20-30", "5 or 6")
IMPOSSIBLE = ("more answered than asked", "more replies than people", "fewer met than listed", "")
TOPICS = (
    "the door", "the queue", "the form", "a name to ring", "the map", "opening hours", "the bus",
    "a quiet room", "plain letters", "the first call", "the wait", "the desk", "child care", "the garden",
    "the heating", "evening visits", "a warm meal", "the second visit", "the parking", "shared notes",
)  # fmt: skip
DOINGS = ("helps", "matters to us", "works well", "should stay", "was clear", "came too late", "is known")
FIRST = ("Ailsa", "Morag", "Iain", "Catriona", "Euan", "Fiona", "Hamish", "Isla", "Kirsty", "Lewis")
LAST = ("Abernethy", "Balfour", "Cairnduff", "Drummie", "Elphin", "Farquharson", "Galbraith", "Heriot")
WHERE = ("at home", "at work", "on the way")
TEAMS = ("Housing", "Schools", "Health", "Youth work")
LONG = 40
"""The most replies with a text of their own; more would only make long reports."""


@dataclass(slots=True)
class ReplyFile:
    """One file of replies, and how it is imported."""

    name: str
    text: str
    survey: str
    options: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Inquiry:
    """A drawn inquiry: answers, then files in this order, then the texts of the withdrawn replies."""

    seed: int
    answers: Json
    files: list[ReplyFile]
    withdrawn: list[str]


class _Words:
    """Hands out wordings, each once."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._used: set[str] = set()

    def sentence(self, opening: str = "") -> str:
        while True:
            topic, other = self._chance.sample(TOPICS, 2)
            said = f"{opening}{topic} {self._chance.choice(DOINGS)} more than {other}"
            if said not in self._used:
                self._used.add(said)
                return said[:1].upper() + said[1:]

    def name(self) -> str:
        while True:
            name = f"{self._chance.choice(FIRST)} {self._chance.choice(LAST)}"
            if name not in self._used:
                self._used.add(name)
                return name


def draw(seed: int) -> Inquiry:
    """Return the inquiry with this number, always the same."""
    return _Drawing(seed).inquiry()


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of a drawn file are, after the number of each reply."""

    has_groups: bool
    scales: list[str]
    ticks: int
    has_text: bool

    def ways(self) -> list[str]:
        """Return the options that say how each column is read."""
        first = 2 if self.has_groups else 1
        letters = [chr(65 + first + at) for at in range(len(self.scales) + self.ticks + 1)]
        said = ["--take", "B=group"] if self.has_groups else []
        main = self.scales[0]
        said += ["--scale", main] if main in USUAL else ["--steps", "; ".join(SCALES[main])]
        for letter, scale in zip(letters, self.scales, strict=False):
            if scale != main:
                steps = f"{letter}={'; '.join(SCALES[scale])}"
                said += ["--scale-of", f"{letter}={scale}"] if scale in USUAL else ["--steps-of", steps]
            said += ["--take", f"{letter}=statement"] if scale == "yes_no" else []
        for letter in letters[len(self.scales) : len(self.scales) + self.ticks]:
            said += ["--take", f"{letter}=ticks"]
        return [*said, *(["--take", f"{letters[-1]}=open"] if self.has_text else [])]


class _Drawing:
    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - the same number draws the same inquiry
        self.words = _Words(self.chance)
        self.seed = seed
        self.files: list[ReplyFile] = []
        self.withdrawn: list[str] = []
        self.figures: list[str] = []
        """The ids of evidence for the counts in a survey."""
        self.open_questions: list[Json] = []

    def inquiry(self) -> Inquiry:
        surveys = [self._survey(number) for number in range(self.chance.choice((0, 1, 1, 2, 2, 3)))]
        opens = [self._open(number) for number in range(self.chance.randint(0, 2))] + self.open_questions
        data: Json = {
            "methods": [self._method() for _ in range(self.chance.randint(0, 3))],
            "surveys": surveys,
            "open_questions": opens,
            "workshops": [self._workshop(number) for number in range(self.chance.randint(0, 2))],
            "learning_points": [self._point() for _ in range(self.chance.randint(0, 4))],
        }
        answers: Json = {
            "$form": "car-inquiry",
            "about": self._about(),
            "question": {"main": f"{self.words.sentence()}?"},
            "data": {name: entries for name, entries in data.items() if entries},
            "actions": _filled({"actions": [self._action() for _ in range(self.chance.randint(0, 5))]}),
        }
        return Inquiry(self.seed, answers, self.files, self.withdrawn)

    # Small things

    def _maybe(self, value: object, share: float = 0.5) -> Any:
        return value if self.chance.random() < share else None

    def _count(self, most: int = 40) -> int | str | None:
        """Draw a count as people type it: mostly a number, sometimes nothing, zero, one, or text."""
        lot = self.chance.random()
        if lot < 0.12:
            return self.chance.choice(APPROXIMATE)
        if lot < 0.2:
            return None
        if lot < 0.35:
            return self.chance.choice((0, 1, 1))
        return self.chance.choice((self.chance.randint(0, most), self.chance.randint(900, 1900)))

    # About

    def _about(self) -> Json:
        meetings = [
            {"date": f"2016-{self.chance.randint(1, 12):02}", "purpose": self.words.sentence("To see how ")}
            for _ in range(self.chance.randint(0, 4))
        ]
        count: object = self.chance.choice((None, self._count(12), len(meetings), len(meetings) + 2, 1))
        numbers = self.chance.sample((1, 2, 3, 4, None), self.chance.randint(0, 3))
        about: Json = {
            "title": self.words.sentence(),
            "place": "Invercairn",
            "members": [self._member() for _ in range(self.chance.randint(0, 6))],
            "meetings": meetings,
            "meeting_count": count,
            "cycles": [_filled({"number": number, "about": self.words.sentence()}) for number in numbers],
        }
        return {name: value for name, value in about.items() if value not in (None, [])}

    def _member(self) -> Json:
        person = {"name": self.words.name(), "role": self._maybe("Officer") or "", "organisation": ""}
        shown = self.chance.choice(("named", "named", "role", "left_out", None))
        return _filled({"person": person, "shown": shown})

    # Data

    def _method(self) -> Json:
        whose = self.chance.sample(("Staff", "Families", "Partners", "Neighbours"), self.chance.randint(1, 3))
        rounds = []
        for who in self.chance.choices(whose, k=self.chance.randint(0, 4)):
            asked = self._count()
            answered = self._count()
            if isinstance(asked, int) and isinstance(answered, int) and self.chance.random() < 0.8:
                answered = min(asked, answered)
            rounds.append(_filled({"who": who, "asked": asked, "answered": answered}))
        return _filled({"name": self.words.sentence("Calls on how "), "replies": rounds})

    def _survey(self, number: int) -> Json:
        name = self.words.sentence("What people say on how ")
        kind = self.chance.choice(("typed", "typed", "counted", "imported", "imported", "imported"))
        wordings = [self.words.sentence() for _ in range(self.chance.randint(1, 5))]
        survey: Json = {"$id": f"survey{number}", "name": name}
        if kind == "typed":
            return survey | self._typed(survey["$id"], wordings)
        if kind == "counted":
            return survey | self._counted(survey["$id"], wordings)
        return survey | self._imported(number, name, wordings)

    def _typed(self, survey: str, wordings: list[str]) -> Json:
        n = self.chance.choice(SIZES)
        statements: list[Json] = []
        for number, wording in enumerate(wordings):
            counts = self._counts_of(n, 3)
            shown: list[object] = [*counts]
            if self.chance.random() < 0.15:
                shown[self.chance.randrange(3)] = self.chance.choice((None, *APPROXIMATE))
            agree, disagree, dont_know = shown
            statements.append(
                _filled(
                    {
                        "$id": f"st{number}",
                        "statement": wording,
                        "agree": agree,
                        "disagree": disagree,
                        "dont_know": dont_know,
                    }
                )
            )
        self.figures += [
            f"data.surveys/{survey}/statements/st{number}#{part}"
            for number in range(len(wordings))
            for part in ("agree", "disagree")
        ]
        typed = self.chance.choice((n, n, None, "about 40", max(0, n - 2), 1))
        return _filled({"n": typed, "statements": statements})

    def _counts_of(self, n: int, steps: int) -> list[int]:
        """Divide `n` people: by chance, all in one place, all but one, or half and half."""
        way = self.chance.choice(("chance", "chance", "one", "but one", "tie"))
        counts = [0] * steps
        if way == "chance":
            for _ in range(self.chance.choice((n, n, max(1, n - 1)))):
                counts[self.chance.randrange(steps)] += 1
        elif way == "tie":
            counts[0], counts[1] = n // 2, n - n // 2
        else:
            counts[0] = n
        if way == "but one" and n > 1:
            counts[0], counts[1] = n - 1, 1
        return counts if self.chance.random() < 0.7 or way == "chance" else counts[::-1]

    def _counted(self, survey: str, wordings: list[str]) -> Json:
        """Draw counts that were typed on another scale than that of the form; stored as replies."""
        labels = SCALES[self.chance.choice(("agree4", "agree5", "yes_no"))]
        n = self.chance.choice(SIZES)
        steps = [[KEYS.get(label, label.lower()), label] for label in labels]
        columns = [
            {
                "as": "statement", "to": f"st{number}", "heading": "",
                "counts": self._counts_of(n, len(labels)),
            }
            for number in range(len(wordings))
        ]  # fmt: skip
        self.figures += [
            f"data.surveys/{survey}/statements/st{number}#step_{key}"
            for number in range(len(wordings))
            for key, _ in steps
        ]
        counts = {"file": "", "steps": steps, "columns": columns, "marks": ""}
        statements = [{"$id": f"st{number}", "statement": words} for number, words in enumerate(wordings)]
        return {"statements": statements, "replies": [{"$id": "counts", "replies": counts}]}

    def _imported(self, number: int, name: str, wordings: list[str]) -> Json:
        """Draw files of replies: one, a later one with the earlier replies in it, or one of other people."""
        n = self.chance.choice(SIZES)
        has_groups, has_texts = self.chance.random() < 0.5, n <= LONG and self.chance.random() < 0.5
        asked = f"{self.words.sentence('What do you say about how ')}?" if has_texts else ""
        main = self.chance.choice(tuple(SCALES))
        others = [self.chance.choice(tuple(SCALES)) for _ in wordings]
        is_mixed = self.chance.random() < 0.25
        scales = [main, *(others[1:] if is_mixed else [main] * (len(wordings) - 1))]
        ticks = self.chance.sample(TOPICS, self.chance.randint(2, 3)) if self.chance.random() < 0.25 else []
        columns = [*wordings, *(f"What helped {WHERE[number]}? [{topic.capitalize()}]" for topic in ticks)]
        self.columns = _Columns(has_groups, scales, len(ticks), bool(asked))
        header = ["Response ID", *(["Team"] if has_groups else []), *columns, *([asked] if asked else [])]
        rows = [self._reply(at) for at in range(n)]
        ways = [
            *self.columns.ways(),
            *(["--ticked-nothing", self.chance.choice(("answered", "skipped"))] if ticks else []),
        ]
        kind = self.chance.choice(("one", "one", "later", "others"))
        waves = self._maybe([_filled({"who": "Spring", "asked": self._count(200)}), {"who": "Autumn"}], 0.3)
        first = rows[: max(1, n // 2)] if kind == "later" else rows
        self._file(
            f"replies-{number}-a.csv", header, first, name, [*ways, *(["--wave", "Spring"] if waves else [])]
        )
        if kind == "later":
            self._file(f"replies-{number}-b.csv", header, rows, name, ways)
        if kind == "others":
            more = [self._reply(5000 + at) for at in range(self.chance.choice(SIZES[:12]))]
            wave = ["--wave", "Autumn"] if waves else []
            self._file(f"replies-{number}-b.csv", header, more, name, [*ways, "--others", *wave])
        if asked:
            quoting = self.chance.choice(("yes", "unnamed", "no", "not_asked", None))
            texts = [row[-1] for row in rows if row[-1]]
            self.withdrawn += self.chance.sample(texts, min(len(texts), 2)) if self._maybe(True, 0.3) else []  # noqa: FBT003
            opened = {"$id": f"asked{number}", "question": asked, "survey": name, "quoting": quoting}
            self.open_questions.append(_filled(opened))
        typed = self.chance.choice((None, None, n, n + 3, 1))
        by_group = self.chance.choice((None, "no", "large", "all")) if has_groups else None
        return _filled({"n": typed, "waves": waves, "by_group": by_group})

    def _reply(self, at: int) -> list[str]:
        columns = self.columns
        row = [str(1000 + at)]
        if columns.has_groups:
            row.append(self.chance.choices(TEAMS[:3], (9, 4, 2))[0])
        for place, scale in enumerate(columns.scales):
            labels = SCALES[scale]
            leaning = 1 if self.chance.random() < 0.6 else len(labels)
            chosen = labels[self.chance.randrange(leaning)] if at % 97 or place else labels[1]
            row.append("" if self.chance.random() < 0.05 and at and place else chosen)
        row += [self.chance.choice(("x", "", "")) if at else "x" for _ in range(columns.ticks)]
        if columns.has_text:
            row.append(self.words.sentence() if self.chance.random() < 0.6 else "")
        return row

    def _file(
        self, name: str, header: list[str], rows: list[list[str]], survey: str, ways: list[str]
    ) -> None:
        written = io.StringIO()
        csv.writer(written).writerows([header, *rows])
        self.files.append(ReplyFile(name, written.getvalue(), survey, ways))

    def _open(self, number: int) -> Json:
        themes = self.chance.sample(("Time", "Money", "Trust", "Space"), self.chance.randint(0, 3))
        replies = []
        for at in range(self.chance.randint(0, 7)):
            chosen = self.chance.sample(themes, self.chance.randint(0, min(2, len(themes))))
            consent = self.chance.choice((None, None, None, "yes", "no", "unnamed", "withdrawn"))
            reply = {
                "$id": f"re{at}", "words": self.words.sentence(), "theme": "; ".join(chosen),
                "may_quote": consent,
            }  # fmt: skip
            replies.append(_filled(reply))
        received = self.chance.choice((None, len(replies), len(replies) + 5, "about 30", 1))
        opened: Json = {
            "$id": f"open{number}",
            "question": f"{self.words.sentence('Why is it that ')}?",
            "received": received,
            "themes": "; ".join(themes),
            "quoting": self.chance.choice(("yes", "yes", "unnamed", "no", "not_asked", None)),
            "replies": replies,
        }
        return _filled(opened)

    def _workshop(self, number: int) -> Json:
        stages = ("working", "not_working", "opportunity", "priority", None)
        themes = ("Time", "Trust", None)
        notes = [
            _filled(
                {
                    "note": self.words.sentence(),
                    "stage": self.chance.choice(stages),
                    "theme": self.chance.choice(themes),
                    "votes": self.chance.choice((None, None, 0, 1, 2, 12, "about 5")),
                }
            )
            for _ in range(self.chance.randint(0, 6))
        ]
        workshop = {
            "$id": f"shop{number}",
            "name": self.words.sentence("A morning on how "),
            "people": self._count(),
            "tables": self.chance.choice((None, 1, 4, "5 or 6")),
            "notes": notes,
        }
        return _filled(workshop)

    def _point(self) -> Json:
        places = self.chance.sample(self.figures, min(len(self.figures), self.chance.randint(0, 2)))
        return {
            "label": self.chance.choice(TOPICS),
            "statement": self.words.sentence(),
            "shown": [{"evidence": place} for place in places],
        }

    def _action(self) -> Json:
        state = self.chance.choice(("hoped", "agreed", "under_way", "done", "dropped", None))
        return _filled({"what": self.words.sentence("See to it that "), "state": state})


def _filled(entry: Json) -> Json:
    """Return an entry without the answers that nobody gave."""
    return {name: value for name, value in entry.items() if value not in (None, "", [])}
