"""A school inquiry in which two of four unnamed reflections, and one reply, give somebody away.

It has eleven people: eight members, two more to ask, and one more author. `seed_group` returns their answers,
and `EXPECTED` says who can be recognised in which of them. With `told`, the group has noted who wrote which
reflection; that is never printed, so it changes nothing.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from carreport.form.answers import Answers
from tests.review.identity.casts import CastMember, read

COUNCIL, SCHOOL, HALL = "Strathorrin Council", "Whinhill High School", "Whinhill Youth Hall"
DEPUTE, EDUCATION = "Elaine Garvie", ("Donna Sharkey", "Iona Begg")

MEMBERS = (
    CastMember(DEPUTE, "Depute rector", SCHOOL, "f", "2016-02"),
    CastMember("Moyra Kinnear", "General secretary", HALL, "f", "2015-03"),
    CastMember("Niall Purves", "Programme manager", HALL, "m", "2015-03"),
    CastMember("Sheila Drummond", "Integration manager", COUNCIL, "f", "2016-02"),
    CastMember("Katrine Lorimer", "Partnership analyst", COUNCIL, "f", "2015-03"),
    CastMember("Donna Sharkey", "Community education worker", COUNCIL, "f", "2015-03"),
    CastMember("Iona Begg", "Community education worker", COUNCIL, "f", "2015-03"),
    CastMember("Farah Aziz", "Policy officer", COUNCIL, "f", "2015-03"),
)
OTHERS = (
    CastMember("Sheena Calder", "Policy coordinator", COUNCIL, "f", ""),
    CastMember("Dr Helen Ballantyne", "Research fellow", "University of Strathorrin", "f", ""),
    CastMember("Tessa Molloy", "Doctoral researcher", "University of Strathorrin", "f", ""),
)

REFLECTIONS: tuple[tuple[int, str, dict[str, str]], ...] = (
    (
        1,
        DEPUTE,
        {
            "came": "I used to refer pupils to community learning projects, was thankful that they were "
            "there, and thought privately that few of them would last. I had been in guidance for "
            "fifteen years before my present post, and as a guidance teacher I saw a good number "
            "open with a launch and shut without a word. Some seemed to be made for those who paid "
            "for them.",
            "hard": "It was not comfortable to find out how much I did not know about what others are up "
            "against.",
            "changed": "I do things in another way now, and better. An hour to talk with people who want "
            "the same for a young person is worth a great deal. I used to hold back when I was "
            "asked to put the most fragile of them forward for something new. Now I ask who runs "
            "it.",
        },
    ),
    (
        2,
        "Katrine Lorimer",
        {
            "changed": "There are people I can ring now whom I did not know at all, in corners where I knew "
            "nobody. In our own office, too, I do more together with the others than I did. One "
            "picks up what others are busy with and uses it later, often for something that has "
            "nothing to do with this.",
            "hard": "I had not seen how much effort it takes to run a thing from day to day. What is one "
            "line in a plan can be a week of somebody’s work.",
        },
    ),
    (
        3,
        "Donna Sharkey",
        {
            "came": "I’m a community education worker, so partnership with public bodies and charities is "
            "the job.",
            "hard": "We had to go round and ask people to come, and then ask them to fill in the survey as "
            "well.",
            "changed": "Colleagues in education see now how we are funded and how long things take us. When "
            "a programme has to stop they know why, and that makes the work between us easier.",
            "next": "How do we get this past the few who sat at the table?",
        },
    ),
    (
        5,
        "Niall Purves",
        {
            "came": "In the first cycle I could not see what my part was. I thought too much about the "
            "programme for schools that we had begun with.",
            "changed": "Bit by bit I understood how partners work and what ties their hands. I also saw "
            "that we have good links with staff in schools, and that we should say so. In the "
            "second cycle, when it was about partnership, I found my feet.",
            "hard": "It got easier when it was settled who belonged to the group.",
        },
    ),
)

REPLIES = (
    ("depute", "It is not easy for the Depute to find an hour, with all that is on her remit already."),
    ("time", "Schools have very little time, and on the day something always happens that eats it up."),
    ("turnover", "Staff move on so often that we start again each August. An open day would help."),
)


class Expected(NamedTuple):
    """Who can be recognised in an answer: `first` is the likeliest; nobody else may be found if `only`."""

    first: tuple[str, ...]
    only: bool


def _reflection(number: int) -> tuple[str, ...]:
    return tuple(f"reflections.individual/r{number}/{name}" for name in ("came", "hard", "changed", "next"))


def _reply(name: str) -> tuple[str, ...]:
    return (f"data.open_questions/asked/replies/{name}/words",)


EXPECTED: tuple[tuple[str, tuple[str, ...], Expected], ...] = (
    ("respondent 1", _reflection(1), Expected((DEPUTE,), only=False)),
    ("respondent 2", _reflection(2), Expected((), only=True)),
    ("respondent 3", _reflection(3), Expected(EDUCATION, only=True)),
    ("respondent 5", _reflection(5), Expected((), only=True)),
    ("reply about the depute", _reply("depute"), Expected((DEPUTE,), only=True)),
    ("reply about time", _reply("time"), Expected((), only=True)),
    ("reply about staff", _reply("turnover"), Expected((), only=True)),
)


def seed_group(*, told: bool) -> Answers:
    """Return the answers of the group; with `told`, they say who wrote which reflection."""
    return read(seed_json(told=told))


def seed_json(*, told: bool) -> dict[str, Any]:
    """Return the same as an answers file."""
    members = [{"person": member.person, "joined": member.joined, "shown": "named"} for member in MEMBERS]
    coordinator, fellow, student = (other.person for other in OTHERS)
    reflections = [
        {"$id": f"r{number}", "respondent": number, "release": "respondent", **words}
        | ({"member": name} if told else {})
        for number, name, words in REFLECTIONS
    ]
    replies = [{"$id": name, "words": words, "may_quote": "unnamed"} for name, words in REPLIES]
    return {
        "about": {
            "title": "Better together round the school",
            "place": "Whinhill",
            "lead": MEMBERS[3].person,
            "members": members,
            "contacts": [{"person": coordinator}, {"person": fellow}],
            "cycles": [
                {"number": 1, "about": "A programme for pupils who had lost touch with school."},
                {"number": 2, "about": "How schools and services can work in partnership."},
            ],
        },
        "data": {
            "methods": [
                {
                    "name": "Survey of partners",
                    "why": "We kept to one school because its depute rector was in the group.",
                    "designed": "Two members wrote the questions.",
                }
            ],
            "open_questions": [
                {
                    "$id": "asked",
                    "question": "What gets in the way?",
                    "themed_by": "Katrine Lorimer",
                    "quoting": "unnamed",
                    "replies": replies,
                }
            ],
        },
        "reflections": {"individual": reflections},
        "finish": {
            "authors": [{"person": fellow}, {"person": student}],
            "acknowledgements": f"We thank {DEPUTE} and her colleagues at the school.",
        },
    }
