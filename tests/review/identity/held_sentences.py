"""Forty more sentences, kept from the author of the rules: twenty give somebody away, twenty do not."""

from __future__ import annotations

from tests.review.identity.sentences import Sentence

HELD_RECOGNISABLE = (
    Sentence(
        "organisation",
        "school",
        "came",
        "Our school is judged by one number, and I have had to defend that number every August.",
        ("Mhairi Lockhart",),
    ),
    Sentence(
        "role",
        "school",
        "hard",
        "My whole job is attendance, so I was the one who had to hear what my letters feel like.",
        ("Jean Tosh",),
    ),
    Sentence(
        "one of two",
        "school",
        "participant",
        "The two who ran the breakfast workshop asked us nothing at all for the first quarter of an hour.",
        (
            "Mhairi Lockhart",
            "Shabana Iqbal",
        ),
    ),
    Sentence(
        "nickname",
        "school",
        "reply",
        "Big Del chapped our door with a bacon roll, and that was that.",
        ("Derek Pirie",),
    ),
    Sentence(
        "did",
        "school",
        "changed",
        "When I was leading the talks with the pupils I learned to leave the silence alone.",
        ("Callum Ogilvie",),
    ),
    Sentence(
        "job word",
        "health",
        "came",
        "I dispense the prescription and that used to be the end of it for me.",
        ("Tom Wardlaw",),
    ),
    Sentence(
        "quoted",
        "health",
        "next",
        "I will keep repeating it until somebody listens: nobody reads a leaflet at three in the morning.",
        ("Kirsteen Blair",),
    ),
    Sentence(
        "gender and role",
        "health",
        "learned",
        "Our only GP told us what she would want to find in a referral, in three lines.",
        ("Dr Priya Raman",),
    ),
    Sentence(
        "nickname",
        "health",
        "reply",
        "Hania phoned me on the Sunday. I do not think that she was even working.",
        ("Hanna Nowak",),
    ),
    Sentence(
        "organisation",
        "health",
        "hard",
        "Everyone else there had an NHS badge on. I am from a mums’ charity with one phone.",
        ("Hanna Nowak",),
    ),
    Sentence(
        "missed",
        "advice",
        "came",
        "I had to send apologies twice, in June and again in November, so I read the notes like a detective.",
        ("Peter Nairn",),
    ),
    Sentence(
        "joined or left",
        "advice",
        "next",
        "I had to step down after half a year, and I would have liked to see the second winter.",
        ("Colin Strachan",),
    ),
    Sentence(
        "did",
        "advice",
        "changed",
        "I kept the count at the door on the back of a tea box, and it is the best evidence we have.",
        ("Liam Docherty",),
    ),
    Sentence(
        "joined or left",
        "advice",
        "came",
        "I arrived eight months in, from the other side of the counter as most people see it.",
        ("Bridget Farrell",),
    ),
    Sentence(
        "one of two",
        "advice",
        "participant",
        "Either of the two from Seagate Housing would have opened the door for me.",
        (
            "Catherine Wylie",
            "Olu Bankole",
        ),
    ),
    Sentence(
        "job word",
        "advice",
        "hard",
        "With tenants of my own in arrears I could not be neutral about it.",
        (
            "Catherine Wylie",
            "Olu Bankole",
        ),
    ),
    Sentence(
        "gender and role",
        "island",
        "reply",
        "The OT was here twice in the winter. She drew the travel on the back of an envelope.",
        ("Kate Flett",),
    ),
    Sentence(
        "nickname",
        "island",
        "learned",
        "Rab knows every gate on the west side, so we asked him first.",
        ("Robert Leask",),
    ),
    Sentence(
        "missed",
        "island",
        "hard",
        "I was not there in December or in March, and I felt it when I came back in June.",
        ("Bill Garrioch",),
    ),
    Sentence(
        "role",
        "island",
        "came",
        "I am a librarian. People tell me what they want to read and then they tell me the rest.",
        ("Yvonne Harcus",),
    ),
)

HELD_HARMLESS = (
    Sentence(
        "public figure",
        "school",
        "learned",
        "The Children’s Commissioner had asked for the same thing in a speech in Stirling.",
        (),
    ),
    Sentence(
        "outsider",
        "school",
        "reply",
        "Our educational psychologist in Dundee saw him once, four years ago.",
        (),
    ),
    Sentence(
        "place",
        "school",
        "setting",
        "The police station in Kilmarnie closed in 2014 and is now a bakery.",
        (),
    ),
    Sentence(
        "near one of two",
        "school",
        "participant",
        "One of the two buses is always late, and it is always the same one.",
        (),
    ),
    Sentence(
        "near quoted",
        "school",
        "changed",
        "A letter can be warm or cold, and I had only ever read mine for mistakes.",
        (),
    ),
    Sentence(
        "shared role",
        "health",
        "hard",
        "Health visitors like me count visits because visits can be counted.",
        (),
    ),
    Sentence(
        "outsider",
        "health",
        "reply",
        "My sister is a pharmacist in Leeds, and she told me to ask for the cream.",
        (),
    ),
    Sentence(
        "service",
        "health",
        "setting",
        "NHS Lennan covers three islands and a strip of coast, with one maternity unit.",
        (),
    ),
    Sentence("near joined", "health", "participant", "We moved here in January and did not know a soul.", ()),
    Sentence(
        "near did", "health", "learned", "The calls to the mothers took longer than we had planned for.", ()
    ),
    Sentence(
        "shared role",
        "advice",
        "changed",
        "I am an adviser, and advising turned out to be the smaller part of it.",
        (),
    ),
    Sentence(
        "public figure",
        "advice",
        "setting",
        "The Secretary of State has twice put off the date of the change.",
        (),
    ),
    Sentence(
        "near role", "advice", "reply", "The housing list has not moved since my daughter was born.", ()
    ),
    Sentence("near missed", "advice", "hard", "Nobody missed the old way of meeting, least of all me.", ()),
    Sentence(
        "gender alone",
        "advice",
        "participant",
        "He had a bag of letters, all unopened, and he was ashamed of every one.",
        (),
    ),
    Sentence(
        "place",
        "advice",
        "setting",
        "St Fillan’s Church has stood at the harbour since 1790, and its hall leaks.",
        (),
    ),
    Sentence(
        "shared role",
        "island",
        "next",
        "Those of us who drive as volunteers want a card that says who to ring.",
        (),
    ),
    Sentence(
        "outsider", "island", "reply", "The librarian in my old town used to keep the papers back for me.", ()
    ),
    Sentence(
        "service",
        "island",
        "setting",
        "The Carers Centre runs a bus on Tuesdays, and Age Well runs one on Fridays.",
        (),
    ),
    Sentence("nothing", "island", "hard", "Winter was the hard part, as it is for everything here.", ()),
)
