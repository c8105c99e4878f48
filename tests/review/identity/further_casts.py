"""Two further invented groups, about which no prose is written: a nursery and cold homes."""

from __future__ import annotations

from collections.abc import Mapping

from tests.review.identity.casts import Cast, CastMember

NURSERY = Cast(
    title="Two tongues",
    place="Invercorran, Garve",
    lead="Ailsa MacPhail",
    members=(
        CastMember("Ailsa MacPhail", "Headteacher", "Invercorran Primary School", "f", "2022-08"),
        CastMember(
            "Katarzyna Lewandowska",
            "Early years practitioner",
            "Corran Nursery",
            "f",
            "2022-08",
            shown="role",
        ),
        CastMember(
            "Catriona Beaton", "Gaelic development officer", "Garve Council", "f", "2022-08", shown="role"
        ),
        CastMember("Marek Zielinski", "Interpreter", "Garve Council", "m", "2022-08"),
        CastMember("Tahira Mahmood", "English language teacher", "Garve Council", "f", "2023-01"),
        CastMember("Flora Nicolson", "Speech and language therapist", "NHS Garve", "f", "2022-08"),
        CastMember(
            "Margaret Sneddon",
            "Nursery nurse",
            "Corran Nursery",
            "f",
            "2022-08",
            "2023-03",
            "left_out",
        ),
        CastMember(
            "Jaswinder Kaur",
            "Parent council chair",
            "Invercorran Parent Council",
            "f",
            "2022-08",
            shown="role",
        ),
    ),
    meetings=(
        ("2022-09-20", "All who were members then"),
        ("2022-11-15", "Everyone except Marek Zielinski"),
        ("2023-02-14", "Everyone except Marek Zielinski and Jaswinder Kaur"),
        ("2023-05-16", "Everyone"),
    ),
    methods=(
        ("Songs that are sung at home", "Flora Nicolson collected them."),
        ("Talks at the gate", "Marek Zielinski led them."),
    ),
    themed_by="Tahira Mahmood",
    workshop=("Story morning", "Ailsa MacPhail facilitated it."),
    actions=(("Put up signs in three languages", "Flora Nicolson"),),
    quoted="“A child who is silent is not empty,” said Flora Nicolson.",
    thanks="We thank Ailsa MacPhail for her piano, Marek Zielinski for his jokes, Flora Nicolson for her "
    "cards and Tahira Mahmood for her cakes.",
)

WARMTH = Cast(
    title="Warm enough",
    place="Strathbeg",
    lead="Gordon Tulloch",
    members=(
        CastMember("Gordon Tulloch", "Community planning manager", "Strathbeg Council", "m", "2022-03"),
        CastMember(
            "Elspeth Rankine",
            "General practitioner",
            "Strathbeg Health Centre",
            "f",
            "2022-03",
            shown="role",
        ),
        CastMember("Nasreen Akhtar", "Energy adviser", "Snug Homes Strathbeg", "f", "2022-03"),
        CastMember("Kevin Mutch", "Firefighter", "Strathbeg Fire Service", "m", "2022-03", shown="role"),
        CastMember("Donald Mathieson", "Home care organiser", "Strathbeg Council", "m", "2022-03"),
        CastMember("Lorraine Petrie", "Community nurse", "NHS Strathbeg", "f", "2022-03"),
        CastMember("Sheila Cruden", "Community nurse", "NHS Strathbeg", "f", "2022-03"),
        CastMember("Zbigniew Kowal", "Handyperson", "Mend and Repair", "m", "2022-11", shown="role"),
        CastMember(
            "Colette Duthie",
            "Community learning and development officer",
            "Strathbeg Council",
            "f",
            "2022-03",
        ),
        CastMember(
            "Patricia Imlach",
            "Carers support worker",
            "Strathbeg Carers",
            "f",
            "2022-03",
            "2022-12",
            "left_out",
        ),
    ),
    meetings=(
        ("2022-04-05", "All nine"),
        ("2022-06-14", "All but Kevin Mutch"),
        ("2022-09-13", "All but Kevin Mutch"),
        ("2022-11-22", "All but Donald Mathieson"),
    ),
    methods=(
        ("Readings in living rooms", "Nasreen Akhtar took them."),
        ("Talks by the fire", "Lorraine Petrie and Sheila Cruden led them."),
    ),
    themed_by="Colette Duthie",
    workshop=("Blanket night", "Gordon Tulloch facilitated it."),
    actions=(("Lend out a thermal camera", "Nasreen Akhtar"),),
    quoted="“You cannot eat a radiator,” said Nasreen Akhtar.",
    thanks="We thank Gordon Tulloch for his maps, Nasreen Akhtar for her thermometers, Lorraine Petrie and "
    "Sheila Cruden for their scones, Donald Mathieson for his rota, and Colette Duthie for her tea.",
)

FURTHER_CASTS: Mapping[str, Cast] = {"nursery": NURSERY, "warmth": WARMTH}
