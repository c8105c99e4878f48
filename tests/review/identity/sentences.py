"""Sixty sentences as practitioners write them: thirty give somebody away, thirty do not.

They were written before the rules. Most of the harmless ones have a word that the others have too.
"""

from __future__ import annotations

from typing import NamedTuple


class Sentence(NamedTuple):
    """A sentence: its kind, the group in `CASTS`, the place in `PLACES`, and who it gives away."""

    kind: str
    cast: str
    place: str
    words: str
    people: tuple[str, ...] = ()


RECOGNISABLE = (
    Sentence(
        "job word",
        "school",
        "came",
        "As a former guidance teacher I had only ever seen the absence, never the reason for it.",
        ("Mhairi Lockhart",),
    ),
    Sentence(
        "did",
        "school",
        "hard",
        "When I coded the comments I wanted to put everything under worry, because that is what my "
        "training makes me see.",
        ("Ross Abercrombie",),
    ),
    Sentence(
        "gender and role",
        "school",
        "participant",
        "The policeman did his best, but when he was moved to another beat nobody took his place.",
        ("Fergus Boyle",),
    ),
    Sentence(
        "joined or left",
        "school",
        "changed",
        "I only joined in the spring, when the real arguments were over, and drafting the survey "
        "was my way in.",
        ("Jean Tosh",),
    ),
    Sentence(
        "missed",
        "school",
        "hard",
        "I missed two meetings that winter and came back to find that the question had changed.",
        ("Derek Pirie",),
    ),
    Sentence(
        "role",
        "school",
        "came",
        "We home-school link workers are the ones who stand on the doorstep at ten to nine.",
        (
            "Shabana Iqbal",
            "Derek Pirie",
        ),
    ),
    Sentence(
        "one of two",
        "school",
        "participant",
        "It was one of the two from the youth club who got the boys talking.",
        (
            "Callum Ogilvie",
            "Nadia Haddow",
        ),
    ),
    Sentence(
        "quoted",
        "school",
        "changed",
        "I still say that a cold letter makes a cold house, and I have not sent one since.",
        ("Shabana Iqbal",),
    ),
    Sentence(
        "gender and role",
        "health",
        "came",
        "As the only male health visitor in the town, I was asked about that before I was asked "
        "about babies.",
        ("Paul Cassidy",),
    ),
    Sentence(
        "job word",
        "health",
        "participant",
        "Ask the man at the chemist’s counter: he has seen more tired mothers than the rest of us together.",
        ("Tom Wardlaw",),
    ),
    Sentence(
        "did",
        "health",
        "changed",
        "I phoned all of the mothers myself, and by the tenth call I had stopped reading from the sheet.",
        ("Hanna Nowak",),
    ),
    Sentence(
        "missed",
        "health",
        "hard",
        "With a surgery to run I could not get to the first two meetings, and I felt like a guest "
        "at the third.",
        ("Dr Priya Raman",),
    ),
    Sentence(
        "joined or left",
        "health",
        "came",
        "I came in the January, straight from a ward, and the others had known one another for years.",
        ("Ruth Adeyemi",),
    ),
    Sentence(
        "joined or left",
        "health",
        "next",
        "I left for another board that summer, so I never saw the cards in the boxes.",
        ("Gillian Mair",),
    ),
    Sentence(
        "role",
        "health",
        "hard",
        "As team leader I made a point of speaking last, because they all report to me.",
        ("Agnes Farquhar",),
    ),
    Sentence(
        "one of two",
        "health",
        "participant",
        "One of the two who sorted the comments told us that she had cried over them.",
        (
            "Morven Gilchrist",
            "Ruth Adeyemi",
        ),
    ),
    Sentence(
        "job word",
        "advice",
        "came",
        "In my congregation people bring you the trouble long before they bring you the bill.",
        ("Colin Strachan",),
    ),
    Sentence(
        "organisation",
        "advice",
        "changed",
        "Our foodbank used to hand out a list of numbers. Now I walk across the road with them.",
        ("Liam Docherty",),
    ),
    Sentence(
        "nickname",
        "advice",
        "reply",
        "Ally from the council sorted my form and never once looked at the clock.",
        ("Alasdair Kincaid",),
    ),
    Sentence(
        "one of two",
        "advice",
        "hard",
        "The two of us in welfare rights were asked for the same figures three times over.",
        (
            "Alasdair Kincaid",
            "Moira Tennant",
        ),
    ),
    Sentence(
        "organisation",
        "advice",
        "came",
        "Being from the Jobcentre, I was the one nobody sat beside for the first month.",
        ("Bridget Farrell",),
    ),
    Sentence(
        "gender and role",
        "advice",
        "participant",
        "She is the housing officer who turned three forms into one.",
        ("Catherine Wylie",),
    ),
    Sentence(
        "did",
        "advice",
        "hard",
        "Sorting all of the replies into themes took me four evenings, and I would do it again.",
        ("Wilma Gow",),
    ),
    Sentence(
        "nickname",
        "advice",
        "learned",
        "If it comes to a tribunal, AK is the one we ring first.",
        ("Alasdair Kincaid",),
    ),
    Sentence(
        "role",
        "island",
        "came",
        "I manage the day centre, so I thought I knew who was lonely. I only knew who came.",
        ("Rona Isbister",),
    ),
    Sentence(
        "job word",
        "island",
        "changed",
        "When I go in to measure for a grab rail I now ask who else has called by that week.",
        ("Kate Flett",),
    ),
    Sentence(
        "joined or left",
        "island",
        "hard",
        "I was the last to join, in the new year, when the diaries were already out.",
        ("Yvonne Harcus",),
    ),
    Sentence(
        "quoted",
        "island",
        "changed",
        "As I tell anybody who will listen, a lift is never only a lift.",
        ("Netta Corrigall",),
    ),
    Sentence(
        "did",
        "island",
        "came",
        "Doing the soup days together made the two of us braver than any course had.",
        (
            "Effie Gunn",
            "Murdo Laing",
        ),
    ),
    Sentence(
        "gender and role",
        "island",
        "participant",
        "The transport planner brought his maps and then, for once, he listened.",
        ("Angus Heddle",),
    ),
)

HARMLESS = (
    Sentence(
        "plural role",
        "school",
        "reply",
        "Teachers told me that the first ten minutes decide the whole day.",
        (),
    ),
    Sentence(
        "outsider",
        "school",
        "reply",
        "My son’s class teacher rings me herself and does not leave it to a letter.",
        (),
    ),
    Sentence(
        "public figure",
        "school",
        "learned",
        "The First Minister spoke about attendance in the week that our survey closed.",
        (),
    ),
    Sentence(
        "place",
        "school",
        "setting",
        "Kilmarnie High School has 640 pupils, one entrance and a bus stop with no shelter.",
        (),
    ),
    Sentence(
        "service",
        "school",
        "setting",
        "Police Scotland publishes figures for the area each spring, and we used them.",
        (),
    ),
    Sentence(
        "near missed",
        "school",
        "hard",
        "Meetings on a Friday afternoon suited none of us, and the question had to wait.",
        (),
    ),
    Sentence(
        "nothing",
        "school",
        "changed",
        "I had never thought about breakfast before, and now I think about little else.",
        (),
    ),
    Sentence(
        "plural role",
        "school",
        "learned",
        "Youth workers in other towns told the same story in almost the same words.",
        (),
    ),
    Sentence(
        "shared role",
        "health",
        "came",
        "As a health visitor I am always a guest in somebody else’s living room.",
        (),
    ),
    Sentence(
        "outsider",
        "health",
        "reply",
        "A midwife on the television said that it gets easier after six weeks, and it did.",
        (),
    ),
    Sentence(
        "outsider",
        "health",
        "reply",
        "My own doctor in Manchester never asked me how the feeding was going.",
        (),
    ),
    Sentence("service", "health", "setting", "The pharmacy is open until six and closed on Sundays.", ()),
    Sentence(
        "near missed",
        "health",
        "learned",
        "Every one of us missed a meeting at some time, and the notes kept us together.",
        (),
    ),
    Sentence(
        "near joined",
        "health",
        "learned",
        "Somebody new always asks what the rest of a group has stopped asking.",
        (),
    ),
    Sentence(
        "near did",
        "health",
        "changed",
        "I have phoned more in this year than I ever did, and I write less.",
        (),
    ),
    Sentence(
        "shared role",
        "advice",
        "hard",
        "As an adviser I hear the same three questions before lunch every day.",
        (),
    ),
    Sentence(
        "public figure",
        "advice",
        "learned",
        "The Chancellor announced another change on the very day of our workshop.",
        (),
    ),
    Sentence(
        "service",
        "advice",
        "setting",
        "The foodbank moved from Seagate to the old bank building in 2019.",
        (),
    ),
    Sentence(
        "outsider",
        "advice",
        "reply",
        "I was sent to the Jobcentre, then to the council, and then back again.",
        (),
    ),
    Sentence(
        "near one of two", "advice", "reply", "Two people at the counter told me two different things.", ()
    ),
    Sentence(
        "place", "advice", "setting", "Church halls are the only warm rooms in the town on a Sunday.", ()
    ),
    Sentence(
        "gender alone",
        "advice",
        "participant",
        "She said that her daughter had filled in the form for her on a phone.",
        (),
    ),
    Sentence(
        "nothing",
        "advice",
        "changed",
        "I ask one question now and then I wait, which is harder than it sounds.",
        (),
    ),
    Sentence(
        "shared role",
        "island",
        "came",
        "As a volunteer driver you learn whose door sticks and whose dog bites.",
        (),
    ),
    Sentence(
        "plural role",
        "island",
        "setting",
        "Librarians all over the north lend more jigsaws than novels in the winter.",
        (),
    ),
    Sentence(
        "outsider",
        "island",
        "reply",
        "My occupational therapist in Aberdeen sent a frame that did not fit through the door.",
        (),
    ),
    Sentence(
        "public figure",
        "island",
        "learned",
        "The Transport Minister visited in June and left on the same boat.",
        (),
    ),
    Sentence(
        "gender alone",
        "island",
        "participant",
        "He took the early bus and she took the late one, and neither met a soul.",
        (),
    ),
    Sentence(
        "near joined",
        "island",
        "learned",
        "By the new year the diaries were out, and by the spring most had come back.",
        (),
    ),
    Sentence(
        "near did", "island", "hard", "The talks on the doorstep were slow to begin and hard to end.", ()
    ),
)
