"""Draw a survey from a seed: what was asked, what each person said, and the counts that follow.

The truth comes first; a layout turns it into a file. Nothing here knows how files are read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.survey.layouts import wordings as w

NOT_KNOWN = -1  # the person ticked “Don’t know”
Said = int | None  # the step from the agreeing end, NOT_KNOWN, or None for a blank


@dataclass(frozen=True)
class AnswerScale:
    """The steps of a question, from the agreeing end (or the one that the form puts first)."""

    kind: str  # agreement, yes_no, own or number
    steps: tuple[str, ...]
    dont_know: str = ""

    @property
    def codes(self) -> list[str]:
        """The numbers of the steps from 1, as they are in a file with codes for answers."""
        return [str(n) for n in range(1, len(self.steps) + 1)]


@dataclass(frozen=True)
class AskedStatement:
    wording: str
    stem: str  # the question above its grid; empty if it is a question by itself
    scale: AnswerScale
    said: tuple[Said, ...]

    def tally(self, counted: Sequence[int]) -> tuple[tuple[int, ...], int]:
        """Return how many of these people chose each step, and how many did not know."""
        chosen = Counter(self.said[person] for person in counted)
        return tuple(chosen[step] for step in range(len(self.scale.steps))), chosen[NOT_KNOWN]


@dataclass(frozen=True)
class TickQuestion:
    wording: str
    options: tuple[str, ...]
    has_other: bool
    ticked: tuple[frozenset[int], ...]
    other: tuple[str, ...]

    def tally(self, counted: Sequence[int]) -> tuple[tuple[int, ...], int]:
        """Return how many ticked each option, and how many answered the question at all."""
        answered = sum(bool(self.ticked[person] or self.other[person]) for person in counted)
        ticks = Counter(option for person in counted for option in self.ticked[person])
        return tuple(ticks[option] for option in range(len(self.options))), answered


@dataclass(frozen=True)
class OpenQuestion:
    wording: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class GroupQuestion:
    wording: str
    said: tuple[str, ...]
    is_wave: bool = False


@dataclass(frozen=True)
class WhoColumn:
    """Something that identifies a person. It must not be imported unless somebody asks for it."""

    heading: str
    said: tuple[str, ...]


Item = AskedStatement | TickQuestion | OpenQuestion | GroupQuestion | WhoColumn


@dataclass(frozen=True)
class DrawnSurvey:
    items: tuple[Item, ...]
    states: tuple[str, ...]  # of each reply: complete, preview or unfinished

    @property
    def people(self) -> range:
        return range(len(self.states))

    @property
    def statements(self) -> list[AskedStatement]:
        return [item for item in self.items if isinstance(item, AskedStatement)]

    @property
    def has_doubt(self) -> bool:
        """Whether a careful person would have to be asked: it cannot be known which end a scale begins at."""
        return any(statement.scale.kind in ("own", "number") for statement in self.statements)


@dataclass(frozen=True)
class Wanted:
    """What to draw. A layout says what its tool can store."""

    ticks: bool = True
    opens: bool = True
    groups: bool = True
    who: bool = True
    grids: bool = True
    states: tuple[str, ...] = ()  # which other states the file tells: preview, unfinished
    line_breaks: bool = True
    numbers: bool = True
    doubtful: float = 0.4  # the share of surveys with a scale whose end has to be asked
    fewest: int = 1  # people


def draw_survey(random: Random, wanted: Wanted = Wanted()) -> DrawnSurvey:
    states = draw_states(random, wanted)
    people = len(states)
    items: list[Item] = []
    used: set[str] = set()
    for _ in range(random.randint(1, 3)):
        items += draw_block(random, people, used, wanted)
    if wanted.ticks and random.random() < 0.45:
        items.insert(random.randint(0, len(items)), draw_ticks(random, people))
    if wanted.groups and random.random() < 0.5:
        items.insert(0, draw_group(random, people))
    if wanted.groups and random.random() < 0.15:
        said = tuple(random.choice(w.WAVES) for _ in range(people))
        items.insert(0, GroupQuestion("Survey round", said, is_wave=True))
    if wanted.opens:
        for wording in random.sample(w.OPEN_QUESTIONS, random.randint(0, 2)):
            items.append(draw_open(random, wording, people))
    if wanted.who:
        for column in random.sample(who_columns(random, people), random.randint(0, 3)):
            items.insert(random.choice([0, len(items)]), column)
    return DrawnSurvey(tuple(items), states)


def draw_states(random: Random, wanted: Wanted) -> tuple[str, ...]:
    sizes = (1, 2, 3, 5, 8, 10, 12, 14, 19, 23, 30, 45, 60)
    states = ["complete"] * random.choice([size for size in sizes if size >= wanted.fewest])
    if wanted.states and random.random() < 0.4:
        for _ in range(random.randint(1, 3)):
            states.insert(random.randint(0, len(states)), random.choice(wanted.states))
    return tuple(states)


def draw_scale(random: Random, wanted: Wanted) -> AnswerScale:
    unknown = random.choice(w.DONT_KNOW) if random.random() < 0.4 else ""
    if random.random() < wanted.doubtful / 2:
        if wanted.numbers and random.random() < 0.5:
            top = random.choice([3, 4, 5, 5, 5, 7, 10])
            steps = [str(step) for step in range(1, top + 1)]
            return AnswerScale("number", tuple(steps if random.random() < 0.5 else reversed(steps)))
        return AnswerScale("own", random.choice(w.OWN_SCALES), unknown)
    if random.random() < 0.2:
        return AnswerScale("yes_no", w.YES_NO, unknown)
    return AnswerScale("agreement", random.choice([w.AGREE_5, w.AGREE_5, w.AGREE_4, w.AGREE_3]), unknown)


def draw_wordings(random: Random, used: set[str], wanted: Wanted) -> list[str]:
    wordings: list[str] = []
    if random.random() < 0.3:
        wordings += random.choice(w.NEARLY_THE_SAME)
    for _ in range(random.randint(1, 4)):
        wordings.append(random.choice(w.ODD if random.random() < 0.35 else w.PLAIN))
    if not wanted.line_breaks:
        wordings = [wording.replace("\n", " ") for wording in wordings]
    new = [wording for wording in dict.fromkeys(wordings) if wording not in used]
    used.update(new)
    return new


def draw_block(random: Random, people: int, used: set[str], wanted: Wanted) -> list[Item]:
    """Draw questions of one scale: a grid, a grid asked twice, or questions by themselves."""
    scale = draw_scale(random, wanted)
    wordings = draw_wordings(random, used, wanted)
    stems: tuple[str, ...] = ("",)
    if wanted.grids and random.random() < 0.15:
        stems = random.choice(w.BEFORE_AND_AFTER)
    elif wanted.grids and random.random() < 0.4:
        stems = (random.choice(w.STEMS),)
    if used & {f"{stem}\n" for stem in stems}:  # no stem twice: the two grids of the form would look the same
        stems = ("",)
    used.update(f"{stem}\n" for stem in stems if stem)
    return [
        AskedStatement(wording, stem, scale, draw_said(random, people, scale))
        for stem in stems
        for wording in wordings
    ]


def draw_said(random: Random, people: int, scale: AnswerScale) -> tuple[Said, ...]:
    weights = [random.choice([0, 1, 1, 2, 5]) for _ in scale.steps]
    if not any(weights):
        weights[0] = 1
    blank, unknown = random.choice([0.0, 0.0, 0.05, 0.3]), 0.1 if scale.dont_know else 0.0

    def one() -> Said:
        chance = random.random()
        if chance < blank:
            return None
        if chance < blank + unknown:
            return NOT_KNOWN
        return random.choices(range(len(weights)), weights)[0]

    said = [one() for _ in range(people)]
    if all(step is None for step in said):
        said[0] = next(step for step, weight in enumerate(weights) if weight)
    return tuple(said)


def draw_ticks(random: Random, people: int) -> TickQuestion:
    wording, options = random.choice(w.TICK_QUESTIONS)
    if random.random() < 0.1:
        options = (*options, random.choice(w.OPTIONS_WITH_COMMAS))
    share, has_other = random.choice([0.2, 0.5, 0.8]), random.random() < 0.4
    ticked, other = [], []
    for _ in range(people):
        answered = random.random() > 0.15
        ticked.append(frozenset(n for n in range(len(options)) if answered and random.random() < share))
        other.append(random.choice(w.OTHER_WORDS) if has_other and answered and random.random() < 0.2 else "")
    if not any(ticked):
        ticked[0] = frozenset({0})
    return TickQuestion(wording, options, has_other, tuple(ticked), tuple(other))


def draw_group(random: Random, people: int) -> GroupQuestion:
    wording, values = random.choice(w.GROUP_QUESTIONS)
    return GroupQuestion(wording, tuple(random.choice(values) for _ in range(people)))


def draw_open(random: Random, wording: str, people: int) -> OpenQuestion:
    share = random.choice([0.3, 0.8])
    said = [draw_reply(random, person) if random.random() < share else "" for person in range(people)]
    if not any(len(words) > 10 for words in said):  # else it could as well be a question with yes and no
        said[0] = w.OPEN_REPLIES[0]
    return OpenQuestion(wording, tuple(said))


def draw_reply(random: Random, person: int) -> str:
    """Return what somebody wrote, which is hardly ever what somebody else wrote."""
    if random.random() < 0.1:
        return random.choice(w.SHORT_REPLIES)
    return f"{random.choice(w.OPEN_REPLIES)} {random.choice(w.OPEN_ENDS).format(person + 2)}".strip()


def draw_name(random: Random, person: int) -> str:
    return f"{random.choice(w.FIRST_NAMES)} {w.SURNAMES[person % len(w.SURNAMES)]}{'abcdefgh'[person // 8]}"


def who_columns(random: Random, people: int) -> list[WhoColumn]:
    names = [draw_name(random, person) for person in range(people)]
    mails = [f"{name.split()[1].lower()}.{person}@example.org" for person, name in enumerate(names)]
    phones = [f"07700 9{person:05}" for person in range(people)]
    columns = {
        "Name (optional)": names,
        "What is your name?": names,
        "Your manager’s name": names,
        "Email address": mails,
        "How can we reach you?": mails,
        "Contact number": phones,
        "Phone number (if you would like a call)": phones,
        "Home postcode": [f"EH{person % 17 + 1} {person % 9}ZZ" for person in range(people)],
        "Date of birth (dd/mm/yyyy)": [
            f"{person % 28 + 1:02}/03/19{40 + person % 60}" for person in range(people)
        ],
        "Twitter / X handle": [f"@{name.split()[1].lower()}{person}" for person, name in enumerate(names)],
    }
    return [
        WhoColumn(heading, tuple(word if random.random() < 0.9 else "" for word in said))
        for heading, said in columns.items()
    ]
