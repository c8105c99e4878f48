"""Four invented groups, and a way to put one sentence into what a group wrote.

`CASTS` has the groups by name. `said` returns the answers to the form of an inquiry with a sentence at one
of the `PLACES`, and the path of the answer that has it. The form never asks for a gender: a reader learns it
from the name and from the thanks. A place in `PRINTED` is part of a report; the others stay in the group.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from carreport.assets import form_files
from carreport.form.answers import Answers, answers_from_json
from carreport.form.loader import load_form
from carreport.form.schema import Form


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody in a group."""

    name: str
    role: str
    organisation: str
    gender: str
    joined: str
    left: str = ""
    shown: str = "named"

    @property
    def person(self) -> dict[str, str]:
        """The value of a question for a person."""
        return {"name": self.name, "role": self.role, "organisation": self.organisation}


@dataclass(frozen=True, slots=True)
class Cast:
    """A group, and what its report says about who did what.

    `meetings` are pairs of a date and who came, `methods` of a name and who designed it, `workshop` is a name
    and how it went, `actions` are pairs of what and who.
    """

    title: str
    place: str
    lead: str
    members: tuple[CastMember, ...]
    meetings: tuple[tuple[str, str], ...]
    methods: tuple[tuple[str, str], ...]
    themed_by: str
    workshop: tuple[str, str]
    actions: tuple[tuple[str, str], ...]
    quoted: str
    thanks: str

    def member(self, name: str) -> CastMember:
        """Return the member with this name."""
        return next(member for member in self.members if member.name == name)

    def to_json(self) -> dict[str, Any]:
        """Return the group and its work as an answers file."""
        kept = (("joined", "joined"), ("left", "left"), ("shown", "shown"))
        members = [
            {
                "person": member.person,
                **{key: value for key, name in kept if (value := getattr(member, name))},
            }
            for member in self.members
        ]
        name, how = self.workshop
        return {
            "about": {
                "title": self.title,
                "place": self.place,
                "lead": self.member(self.lead).person,
                "members": members,
                "meetings": [{"date": date, "came": came} for date, came in self.meetings],
            },
            "data": {
                "methods": [{"name": name, "designed": who} for name, who in self.methods],
                "open_questions": [
                    {
                        "$id": "asked",
                        "question": "What would you change?",
                        "themed_by": self.themed_by,
                        "quoting": "unnamed",
                    }
                ],
                "workshops": [{"name": name, "how": how}],
                "surprised": self.quoted,
            },
            "actions": {
                "actions": [{"what": what, "who": who, "state": "agreed"} for what, who in self.actions]
            },
            "finish": {"acknowledgements": self.thanks},
        }


@cache
def inquiry_form() -> Form:
    """Return the shipped form of an inquiry."""
    return load_form(next(path for path in form_files() if path.stem == "car-inquiry"))


def read(answers_json: Mapping[str, Any]) -> Answers:
    """Return an answers file as answers; it must fit the form."""
    answers, problems = answers_from_json(inquiry_form(), answers_json)
    assert problems == []
    return answers


_REFLECTION = {"$id": "said", "respondent": 9, "release": "respondent"}
PRINTED = {
    **{name: f"reflections.individual/said/{name}" for name in ("came", "hard", "changed", "next")},
    "reply": "data.open_questions/asked/replies/said/words",
    "participant": "data.learning_points/point/shown/said/words",
    "setting": "context.setting",
    "learned": "reflections.learned",
}
UNPRINTED = {
    "unreleased": "reflections.individual/said/came",
    "unquotable": "data.open_questions/asked/replies/said/words",
    "inside": "finish.stay_out",
}
PLACES = {**PRINTED, **UNPRINTED}


def said(cast: Cast, place: str, words: str | list[Any]) -> tuple[Answers, str]:
    """Return what a group wrote, with a sentence at a place, and the path of the answer that has it."""
    answers_json = deepcopy(cast.to_json())
    path = PLACES[place]
    section, _, question = path.partition("/")[0].partition(".")
    answers = answers_json.setdefault(section, {})
    if question == "individual":
        release = {"release": "not_yet"} if place == "unreleased" else {}
        answers[question] = [{**_REFLECTION, path.rpartition("/")[2]: words, **release}]
    elif question == "open_questions":
        may_quote = "no" if place == "unquotable" else "unnamed"
        answers[question][0]["replies"] = [{"$id": "said", "words": words, "may_quote": may_quote}]
    elif question == "learning_points":
        quote = {"$id": "said", "words": words, "voice": "participant", "source": "Workshop"}
        answers[question] = [{"$id": "point", "statement": "People know one another.", "shown": [quote]}]
    else:
        answers[question] = words
    return read(answers_json), path


SCHOOL = Cast(
    title="Late mornings",
    place="Kilmarnie, Lennan",
    lead="Ross Abercrombie",
    members=(
        CastMember("Mhairi Lockhart", "Depute head teacher", "Kilmarnie High School", "f", "2021-08"),
        CastMember("Ross Abercrombie", "Educational psychologist", "Lennan Council", "m", "2021-08"),
        CastMember("Shabana Iqbal", "Home-school link worker", "Lennan Council", "f", "2021-08"),
        CastMember("Derek Pirie", "Home-school link worker", "Lennan Council", "m", "2021-08", shown="role"),
        CastMember("Jean Tosh", "Attendance officer", "Lennan Council", "f", "2022-03"),
        CastMember("Callum Ogilvie", "Youth worker", "Kilmarnie Youth Club", "m", "2021-08"),
        CastMember("Nadia Haddow", "Youth worker", "Kilmarnie Youth Club", "f", "2021-08"),
        CastMember(
            "Fergus Boyle", "Campus police officer", "Police Scotland", "m", "2021-08", "2022-02", "role"
        ),
    ),
    meetings=(
        ("2021-09-14", "All seven who were members then"),
        ("2021-11-09", "Everyone except Derek Pirie"),
        ("2022-02-08", "Everyone except Derek Pirie"),
        ("2022-05-10", "All seven"),
    ),
    methods=(
        ("Survey of parents", "Jean Tosh drafted the questions and Nadia Haddow tried them out."),
        ("Talks with pupils", "Callum Ogilvie led them, one evening a week."),
    ),
    themed_by="Ross Abercrombie",
    workshop=("Breakfast workshop", "Mhairi Lockhart and Shabana Iqbal facilitated it before the bell."),
    actions=(
        ("Rewrite the letter that goes home", "Jean Tosh"),
        ("Try a later start on Wednesdays", "Mhairi Lockhart"),
    ),
    quoted="“A cold letter makes a cold house,” said Shabana Iqbal at the workshop.",
    thanks="We thank Mhairi Lockhart for her kitchen, Ross Abercrombie for his patience, Jean Tosh for her "
    "lists, Shabana Iqbal and Nadia Haddow for their Saturdays, and Callum Ogilvie for his minibus.",
)

HEALTH = Cast(
    title="First visits",
    place="Portlennan",
    lead="Agnes Farquhar",
    members=(
        CastMember("Agnes Farquhar", "Health visiting team leader", "NHS Lennan", "f", "2021-09"),
        CastMember("Kirsteen Blair", "Health visitor", "NHS Lennan", "f", "2021-09"),
        CastMember("Morven Gilchrist", "Health visitor", "NHS Lennan", "f", "2021-09"),
        CastMember("Paul Cassidy", "Health visitor", "NHS Lennan", "m", "2021-09"),
        CastMember("Ruth Adeyemi", "Health visitor", "NHS Lennan", "f", "2022-01", shown="role"),
        CastMember("Isobel Strang", "Health visitor", "NHS Lennan", "f", "2021-09"),
        CastMember("Tom Wardlaw", "Community pharmacist", "Wardlaw Pharmacy", "m", "2021-09"),
        CastMember("Hanna Nowak", "Peer supporter", "Lennan Mums Together", "f", "2021-09", shown="role"),
        CastMember("Dr Priya Raman", "General practitioner", "Portlennan Medical Practice", "f", "2021-09"),
        CastMember("Gillian Mair", "Midwife", "NHS Lennan", "f", "2021-09", "2022-06", "left_out"),
    ),
    meetings=(
        ("2021-10-05", "Everyone except Dr Priya Raman"),
        ("2021-12-07", "Everyone except Dr Priya Raman"),
        ("2022-03-01", "All ten"),
        ("2022-09-06", "All but Isobel Strang"),
    ),
    methods=(
        ("Calls to new mothers", "Hanna Nowak made all of them."),
        ("Count of visits", "Isobel Strang counted them for six weeks."),
    ),
    themed_by="Morven Gilchrist and Ruth Adeyemi",
    workshop=("Tea and talk", "Tom Wardlaw led it in the room above his shop."),
    actions=(
        ("Put a card into every baby box", "Tom Wardlaw"),
        ("Shadow the evening clinic", "Kirsteen Blair"),
    ),
    quoted="“Nobody reads a leaflet at three in the morning,” as Kirsteen Blair put it.",
    thanks="We thank Agnes Farquhar for her calm, Paul Cassidy for his biscuits, Kirsteen Blair, Morven "
    "Gilchrist and Isobel Strang for their evenings, and Dr Priya Raman for her plain answers.",
)

ADVICE = Cast(
    title="One door",
    place="Dunmarra",
    lead="Moira Tennant",
    members=(
        CastMember(
            "Alasdair Kincaid", "Welfare rights officer", "Dunmarra Council", "m", "2022-02", shown="role"
        ),
        CastMember("Moira Tennant", "Welfare rights officer", "Dunmarra Council", "f", "2022-02"),
        CastMember("Liam Docherty", "Foodbank coordinator", "Dunmarra Foodbank", "m", "2022-02"),
        CastMember("Catherine Wylie", "Housing officer", "Seagate Housing Association", "f", "2022-02"),
        CastMember("Olu Bankole", "Housing officer", "Seagate Housing Association", "m", "2022-02"),
        CastMember("Janet Yuill", "Adviser", "Dunmarra Citizens Advice", "f", "2022-02"),
        CastMember("Peter Nairn", "Adviser", "Dunmarra Citizens Advice", "m", "2022-02"),
        CastMember("Seonaid Baird", "Adviser", "Dunmarra Citizens Advice", "f", "2022-02"),
        CastMember("Ahmed Siddiq", "Adviser", "Dunmarra Citizens Advice", "m", "2022-02"),
        CastMember("Wilma Gow", "Adviser", "Dunmarra Citizens Advice", "f", "2022-02"),
        CastMember("Bridget Farrell", "Work coach", "Jobcentre Plus", "f", "2022-10", shown="role"),
        CastMember(
            "Colin Strachan", "Parish minister", "St Fillan’s Church", "m", "2022-02", "2022-08", "left_out"
        ),
    ),
    meetings=(
        ("2022-03-10", "All eleven"),
        ("2022-06-09", "All but Peter Nairn"),
        ("2022-11-10", "All but Peter Nairn"),
        ("2023-02-09", "All eleven"),
    ),
    methods=(
        ("Count at the door", "Liam Docherty kept the tally."),
        ("Talks in the queue", "Olu Bankole led them and Janet Yuill took notes."),
    ),
    themed_by="Wilma Gow",
    workshop=("Kitchen table", "Moira Tennant facilitated it."),
    actions=(
        ("Make one form for three services", "Catherine Wylie"),
        ("Move the advice desk on Thursdays", "Liam Docherty"),
    ),
    quoted="“Folk come for the beans and stay for the form,” Liam Docherty told the committee.",
    thanks="We thank Catherine Wylie for her drafts, Olu Bankole and Ahmed Siddiq for their stories, Moira "
    "Tennant for her kitchen table, Liam Docherty for his van and Janet Yuill for her shorthand.",
)

ISLAND = Cast(
    title="Somebody to call by",
    place="Skerra",
    lead="Rona Isbister",
    members=(
        CastMember(
            "Effie Gunn", "Community learning and development worker", "Skerra Council", "f", "2022-09"
        ),
        CastMember(
            "Murdo Laing", "Community learning and development worker", "Skerra Council", "m", "2022-09"
        ),
        CastMember("Kate Flett", "Occupational therapist", "NHS Skerra", "f", "2022-09"),
        CastMember("Angus Heddle", "Transport planner", "Skerra Council", "m", "2022-09", shown="role"),
        CastMember("Rona Isbister", "Day centre manager", "Age Well Skerra", "f", "2022-09"),
        CastMember("Bill Garrioch", "Volunteer driver", "Age Well Skerra", "m", "2022-09"),
        CastMember("Netta Corrigall", "Volunteer driver", "Age Well Skerra", "f", "2022-09"),
        CastMember("Stuart Linklater", "Volunteer driver", "Age Well Skerra", "m", "2022-09"),
        CastMember("Joan Rendall", "Volunteer driver", "Age Well Skerra", "f", "2022-09"),
        CastMember("Robert Leask", "Volunteer driver", "Age Well Skerra", "m", "2022-09", shown="left_out"),
        CastMember("Yvonne Harcus", "Librarian", "Skerra Library Service", "f", "2023-01"),
        CastMember(
            "Fiona Sclater", "Project worker", "Skerra Carers Centre", "f", "2022-09", "2023-05", "role"
        ),
    ),
    meetings=(
        ("2022-10-03", "All eleven who were members then"),
        ("2022-12-05", "All but Bill Garrioch"),
        ("2023-03-06", "All but Bill Garrioch"),
        ("2023-06-05", "All eleven"),
    ),
    methods=(
        ("Travel diaries", "Angus Heddle designed the diary."),
        ("Talks on the doorstep", "Kate Flett led them."),
    ),
    themed_by="Yvonne Harcus",
    workshop=("Soup and a blether", "Effie Gunn and Murdo Laing facilitated all three."),
    actions=(
        ("Ask for a later ferry on Fridays", "Angus Heddle"),
        ("Set up a phone tree for the north end", "Netta Corrigall"),
    ),
    quoted="“A lift is never only a lift,” says Netta Corrigall.",
    thanks="We thank Rona Isbister for her soup, Kate Flett for her wheels, Bill Garrioch and Stuart "
    "Linklater for their cars, Yvonne Harcus for her tables, and Effie Gunn for her songs.",
)

CASTS: Mapping[str, Cast] = {"school": SCHOOL, "health": HEALTH, "advice": ADVICE, "island": ISLAND}
