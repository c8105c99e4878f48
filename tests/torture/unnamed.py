"""Plant the names of people who do not want to be named in every answer, and look for them in every report.

Each person is planted in one text, in one of the ways in which names are written. The check must list
each name that a report prints. Planted in a list of people, a name may not be printed at all.
Other people have names that are ordinary words: the check may not say that these words must be fixed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from carreport.form.answers import Answers, answers_from_json
from carreport.form.loader import parse_form
from carreport.form.schema import Field, Form, Section
from carreport.report.export import export_report
from carreport.report.model import PictureFile
from carreport.report.proof.finding import FindingGroup
from carreport.report.proof.readiness import readiness
from carreport.report.templates.find_templates import available_templates
from tests.report.fixtures import Filler, picture
from tests.torture.inflate import words_in
from tests.torture.outputs import add_own_templates
from tests.torture.planting import canary, generated_form
from tests.torture.scene import Figures, chance_of, inquiry, workplace

TODAY = date(2026, 11, 30)
FORMATS = (".html", ".docx", ".pdf")
ORDINARY = ("Will", "May", "Mark", "Rose", "Brown", "Will May", "Mark Rose", "May Brown")
SENTENCES = (
    "We will meet in May.", "Will it mark a change?", "Numbers rose. Rose petals fell.",
    "Brown bread, as ever.",
    "May we ask?", "Mark the date: 3 May 2016.", "WHAT WE WILL DO IN MAY.", "What We Will Do in May.",
    "We walked from Rose Hall to Brown Street.", "Marks & Spencer gave the food.", "By May, they will rose.",
    "Brown (2014) says so.", "The May meeting will mark it.",
)  # fmt: skip
SHAPES = (
    "{given} {surname}", "Ms {surname}", "{initial}. {surname}", "{surname}, {given}", "{surname}’s idea",
    "{given} Jean {surname}", "{upper}", "thanks to {surname}", "{given}\u00a0{surname}", "write to {mail}",
    "see {file}", "{surname} said so",
)  # fmt: skip
PEOPLE_SECTION = """
[form]
id = "people"
title = "People"
[[section]]
id = "who"
title = "Who"
[[section.field]]
id = "people"
kind = "list"
label = "People"
[[section.field.field]]
id = "person"
kind = "person"
label = "Who is it?"
[[section.field.field]]
id = "shown"
kind = "choice"
label = "How should the report show them?"
share = "team"
choices = { named = "By name", role = "By role only", left_out = "Not at all" }
"""


@dataclass(slots=True)
class Unnamed(Figures):
    """What came of it."""

    WRONG = ("names_without_a_line", "names_in_lists", "false_alarms")

    outputs: int = 0
    names_planted: int = 0
    names_printed_with_a_line: int = 0
    names_without_a_line: int = 0
    names_in_lists: int = 0
    false_alarms: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether anybody was planted."""
        return self.names_planted > 0


@dataclass
class NamePlanter:
    """Plants one person after another, and knows who is where."""

    chance: random.Random
    in_lists: bool
    people: list[dict[str, str]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    """The given name and surname by the surname in lower case, for people in texts."""

    def person(self) -> tuple[str, str]:
        """Return the names of a new person, whose surname is a canary."""
        surname = canary(self.chance).capitalize()
        given = self.chance.choice(("Isla", "Zoë", "Tam", "Ewan", "Morag", "Anne-Marie"))
        self.people.append({"name": f"{given} {surname}"})
        return given, surname

    def words(self, question: Field) -> str:
        """Return an answer: a sentence, and in a text a name."""
        sentence = self.chance.choice(SENTENCES)
        if self.in_lists:
            return sentence
        given, surname = self.person()
        self.texts[surname.lower()] = f"{given} {surname}"
        shape = self.chance.choice(SHAPES).format(
            given=given, surname=surname, initial=given[0], upper=f"{given} {surname}".upper(),
            mail=f"{given[0].lower()}.{surname.lower()}@council.example",
            file=f"{given}-{surname}.pdf".lower(),
        )  # fmt: skip
        return f"{sentence} And {shape}." if question.kind == "text" else shape

    def fill(self, question: Field, filler: Filler) -> Any:
        """Return an answer to a question; a person has a name of their own."""
        if question.kind != "person":
            return filler.answer(question)
        if not self.in_lists:
            return {"role": "Officer"}
        given, surname = self.person()
        return {
            "name": self.chance.choice((f"{given} {surname}", f"Dr {given}  {surname}")),
            "role": "Officer",
        }


class PeopleFiller(Filler):
    """Fills a form; people come from the planter, and reflections are released under a number."""

    def __init__(self, planter: NamePlanter) -> None:
        super().__init__(planter.words, picture()[0], 1)
        self.planter = planter

    def answer(self, question: Field) -> Any:
        """Return an answer; every choice is one under which the answer is printed, if there is one."""
        if question.kind == "person":
            return self.planter.fill(question, self)
        keys = [choice.key for choice in question.choices]
        for key in ("respondent", "yes", "nobody", "agreed"):
            if key in keys:
                return key if question.kind == "choice" else [key]
        return super().answer(question)


def planted(form: Form, chance: random.Random, *, in_lists: bool) -> tuple[Answers, NamePlanter]:
    """Return answers to every question of a form, and who was planted in them."""
    planter = NamePlanter(chance, in_lists)
    given: Mapping[str, Any] = PeopleFiller(planter).form(form)
    path = "about.members" if form.section("about") and form.field("about.members") else "who.people"
    wishes = [{"person": {**person, "role": "Officer"}, "shown": chance.choice(("role", "left_out"))}
              for person in planter.people]  # fmt: skip
    wishes += [{"person": {"name": name}, "shown": "left_out"} for name in ORDINARY]
    wishes.append({"person": {"name": "Ailsa Kerr", "role": "Lead"}, "shown": "named"})
    section, name = path.split(".")
    answers, problems = answers_from_json(form, {**given, section: {**given[section], name: wishes}})
    if [problem for problem in problems if problem.code != "not-understood"]:
        raise AssertionError(problems)
    return answers, planter


def with_people(form: Form) -> Form:
    """Return a made form with a list of people who are asked how they want to appear."""
    section: Section = parse_form(PEOPLE_SECTION).sections[0]
    return replace(form, sections=(section, *form.sections))


def form_of(number: int) -> Form:
    """Return the form of an inquiry, or a made one."""
    if number % 3 == 2:
        return with_people(generated_form(number, is_small=True))
    return inquiry()


def torture(
    number: int, figures: Unnamed, formats: tuple[str, ...] = FORMATS, *, most_templates: int = 99
) -> None:
    """Make every report of one inquiry, and judge it."""
    chance, form = chance_of(number), form_of(number)
    in_lists = number % 2 == 1
    answers, planter = planted(form, chance, in_lists=in_lists)
    _, pictures = picture()
    figures.names_planted += len(planter.people)
    with workplace() as folder:
        add_own_templates(form)
        for template in available_templates(form)[:most_templates]:
            lines = () if template.is_blank else readiness(form, answers, pictures, template, TODAY)
            must = [line for line in lines if line.group is FindingGroup.NAMES and line.is_required]
            figures.false_alarms += sum(_is_ordinary(line.sentence) for line in must)
            told = {word for line in must for word in words_in(line.sentence.lower().encode())}
            for suffix in formats:
                for word in sorted(_made(form, answers, pictures, template.name, folder / f"r{suffix}")):
                    _judge(figures, planter, word, told, f"{number}, {template.name}{suffix}")
                figures.outputs += 1


def _judge(figures: Unnamed, planter: NamePlanter, word: str, told: set[str], output: str) -> None:
    if word not in planter.texts:
        figures.names_in_lists += 1
        print(f"{output}: a name in a list")  # noqa: T201
    elif word in told:
        figures.names_printed_with_a_line += 1
    else:
        figures.names_without_a_line += 1
        print(f"{output}: {planter.texts[word]}")  # noqa: T201


def _made(
    form: Form, answers: Answers, pictures: Mapping[str, PictureFile], template: str, target: Path
) -> Iterator[str]:
    export_report(form, answers, pictures, template, target, TODAY)
    yield from words_in(target.read_bytes())


def _is_ordinary(sentence: str) -> bool:
    """Say whether a finding is about one of the people whose names are ordinary words.

    An entry may be signed with a drawn sentence, which is then a name that somebody does not want to see.
    """
    is_signature = sentence.startswith(tuple(SENTENCES))
    return not is_signature and any(sentence.startswith(f"{name} ") for name in ORDINARY)


def run(inquiries: int, first: int) -> Unnamed:
    """Do one share of the torture: the reports of the inquiries with the numbers from `first`."""
    figures = Unnamed()
    for number in range(first, first + inquiries):
        torture(number, figures)
    return figures
