"""Forty further sentences about two further groups: twenty give somebody away, twenty do not.

They were written before the rules were made more general, in words that the first sixty do not have.
"""

from __future__ import annotations

from tests.review.identity.sentences import Sentence

FURTHER_RECOGNISABLE = (
    Sentence(
        "gender and role",
        "warmth",
        "participant",
        "The lady doctor asked my mother to keep her coat on indoors, and that told her everything.",
        ("Elspeth Rankine",),
    ),
    Sentence(
        "gender and role",
        "nursery",
        "came",
        "As a man in a nursery I was given the heavy chairs to carry and nobody else’s coat to hang up.",
        ("Marek Zielinski",),
    ),
    Sentence(
        "gender and role",
        "nursery",
        "participant",
        "The head had her coat on when she heard about the letter, and she took it off again.",
        ("Ailsa MacPhail",),
    ),
    Sentence(
        "gender and role",
        "warmth",
        "participant",
        "He is a firefighter and he took his boots off at the door, which my granny still talks about.",
        ("Kevin Mutch",),
    ),
    Sentence(
        "missed",
        "nursery",
        "hard",
        "I could not come to the second and third workshops, as the court had need of me both times.",
        ("Marek Zielinski",),
    ),
    Sentence(
        "missed",
        "warmth",
        "hard",
        "Apart from the one in November that I missed, I think I spoke every time and at length.",
        ("Donald Mathieson",),
    ),
    Sentence(
        "missed",
        "nursery",
        "hard",
        "I was laid up when the group met in February, and my chair was given to a box of leaflets.",
        ("Marek Zielinski", "Jaswinder Kaur"),
    ),
    Sentence(
        "missed",
        "warmth",
        "changed",
        "I sat out two of the four discussions because my shifts fell on them.",
        ("Kevin Mutch",),
    ),
    Sentence(
        "nickname",
        "nursery",
        "reply",
        "Kasia spoke Polish to my wee girl on the very first morning.",
        ("Katarzyna Lewandowska",),
    ),
    Sentence(
        "nickname",
        "warmth",
        "reply",
        "It was Zbyszek who hung the door again so that it shut, and would not take a biscuit.",
        ("Zbigniew Kowal",),
    ),
    Sentence(
        "nickname",
        "nursery",
        "learned",
        "The rule became that if in doubt about a letter home we ask J.K. before we post it.",
        ("Jaswinder Kaur",),
    ),
    Sentence(
        "nickname",
        "nursery",
        "reply",
        "I only came in because Jas told me which day the other mothers would be there.",
        ("Jaswinder Kaur",),
    ),
    Sentence(
        "nickname",
        "nursery",
        "participant",
        "Our C. has it on a postcard above her desk: say it twice, once in each tongue.",
        ("Catriona Beaton",),
    ),
    Sentence(
        "joined or left",
        "warmth",
        "came",
        "I have not been in this since the beginning: the leaves were down before anybody asked me.",
        ("Zbigniew Kowal",),
    ),
    Sentence(
        "joined or left",
        "warmth",
        "participant",
        "Before she left us she wrote the birthday of every carer on the kitchen wall.",
        ("Patricia Imlach",),
    ),
    Sentence(
        "joined or left",
        "nursery",
        "next",
        "I took a job on the mainland in March, and the last story morning went ahead without me.",
        ("Margaret Sneddon",),
    ),
    Sentence(
        "joined or left",
        "nursery",
        "came",
        "I have been part of this only since the winter, and I am still learning who takes sugar.",
        ("Tahira Mahmood",),
    ),
    Sentence(
        "role",
        "warmth",
        "came",
        "As head of community planning I can move a meeting but not a boiler.",
        ("Gordon Tulloch",),
    ),
    Sentence(
        "role",
        "nursery",
        "came",
        "I have been a primary head for eleven years and had never once sat down at snack time.",
        ("Ailsa MacPhail",),
    ),
    Sentence(
        "role",
        "warmth",
        "hard",
        "CLD is where I come from, so I start with a pot of tea and not with a form.",
        ("Colette Duthie",),
    ),
)

FURTHER_HARMLESS = tuple(
    Sentence(kind, cast, place, words)
    for kind, cast, place, words in (
        ("plural role", "warmth", "reply", "Nurses were kind to us, but they came at different hours."),
        ("outsider", "warmth", "reply", "Our own doctor speaks slowly, and for me that is half of the cure."),
        (
            "outsider",
            "warmth",
            "reply",
            "My daughter is a nurse in Leeds and she says it is no different there.",
        ),
        ("place", "warmth", "setting", "There is one health centre, there are two schools and no bank."),
        (
            "near missed",
            "warmth",
            "hard",
            "None of us could come to the first meeting of the new year, so there were four and not five.",
        ),
        (
            "near missed",
            "nursery",
            "hard",
            "I missed the bus twice and wrote most of this at the shelter.",
        ),
        (
            "near missed",
            "nursery",
            "reply",
            "I could not come to the second parents’ evening because I was at work.",
        ),
        ("near joined", "nursery", "changed", "I joined in with the singing, badly, and nobody minded."),
        (
            "near left",
            "warmth",
            "changed",
            "When everybody else had gone home I sat for a while in the dark.",
        ),
        (
            "near left",
            "nursery",
            "learned",
            "Those who left the village as children still count in the tongue they first had.",
        ),
        ("pronoun", "warmth", "reply", "She said that the cold was in her bones and not in the room."),
        ("gender", "nursery", "reply", "My husband was the only man at the toddler group for a year."),
        ("role word", "warmth", "learned", "A head for figures is of less use here than a warm kettle."),
        ("initials", "nursery", "setting", "We met at 7 p.m., i.e. after the bairns were in their beds."),
        ("initials", "warmth", "setting", "Most of the houses have an E.P.C. band of E or below."),
        (
            "short form",
            "nursery",
            "reply",
            "Cat hair gets into everything at that age, and so does jam.",
        ),
        ("near missed", "warmth", "changed", "I was off my food that week and blamed the weather."),
        (
            "near joined",
            "nursery",
            "learned",
            "Each autumn it has to begin again, with new families and other songs.",
        ),
        (
            "role word",
            "nursery",
            "learned",
            "You cannot lead a song and keep a list at the same time.",
        ),
        (
            "near left",
            "warmth",
            "reply",
            "Before she left for the hospital my mother turned the heating off.",
        ),
    )
)
