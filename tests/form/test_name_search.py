"""A name is found in every form; an ordinary word is not taken for one."""

from __future__ import annotations

import pytest

from carreport.form.name_search import lower_case_words, search_for
from carreport.form.names import Certainty, name_key

GROUP = ("Will", "May", "Mark", "Rose", "Brown")
FULL_NAMES = ("Will Brown", "May Rose", "Mark May", "Rose Will", "Isla Brown")


def found(text: str, *names: str, others: tuple[str, ...] = (), who: bool = False) -> list[tuple[str, bool]]:
    """Return the words that were found in a text, and whether it is certain that they are the name."""
    search = search_for(
        [(name_key(name), (name,), False) for name in names], others, lower_case_words([text])
    )
    hits = search.search(text, names_people=who)
    return [(hit.words, hit.certainty is Certainty.CERTAIN) for hit in hits]


def certain(text: str, *names: str, others: tuple[str, ...] = (), who: bool = False) -> list[str]:
    return [words for words, is_certain in found(text, *names, others=others, who=who) if is_certain]


FORMS = {
    "Isla Brown": "Isla Brown", "isla brown": "isla brown", "ISLA BROWN": "ISLA BROWN",
    "I. Brown": "I. Brown",
    "Ms Brown led it": "Brown", "Mr. Brown’s class": "Brown’s", "Brown, Isla": "Brown, Isla",
    "Brown I.": "Brown I", "Isla B. said": "Isla B", "Isla\nBrown": "Isla\nBrown", "Isla-Brown": "Isla-Brown",
    "Is\u00adla Bro\u00adwn": "Is\u00adla Bro\u00adwn", "Isla Jean Brown": "Isla Jean Brown",
    "Isla J. Brown": "Isla J. Brown", "write to isla.brown@council.example": "isla.brown@council.example",
    "see https://x.example/isla-brown": "https://x.example/isla-brown", "in isla_brown.pdf": "isla_brown.pdf",
    "ibrown@council.example": "ibrown@council.example", "Brown Isla": "Brown Isla",
    "the Browns’ house": "Browns",
    "Brown’s idea": "Brown’s", "thanks to Brown": "Brown", "We asked Brown": "Brown",
    "Brown said so": "Brown",
    "by colleague Brown": "Brown", "led by Brown": "Brown", "@islabrown": "@islabrown",
}  # fmt: skip


@pytest.mark.parametrize("text", FORMS)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert certain(text, "Isla Brown") == [FORMS[text]]


OTHER_NAMES = {
    "Zoë Müller": ("Zoe Muller", "Zoe Mueller", "ZOË MÜLLER", "Frau Müller", "Mueller’s"),
    "Tam O’Neil": ("O'Neil", "ONeil", "O’Neil’s", "O Neil"),
    "Ada van der Berg": ("van der Berg", "Van Der Berg", "Ms Berg", "A. van der Berg", "VanderBerg"),
    "Ana de Souza": ("de Souza", "Souza", "De Souza"),
    "Ewan McDonald": ("McDonald", "Mc Donald", "E. McDonald"),
    "Kim Smith-Jones": ("Smith-Jones", "Smith Jones", "Kim Smith", "Ms Jones"),
    "William Weir": ("Bill Weir", "Will Weir", "Weir", "WEIR"),
    "Dr Morag Reid, PhD": ("Morag Reid", "Reid", "Dr Reid"),
    "Reid, Morag": ("Morag Reid", "Reid’s"),
    "Margaret “Peggy” Orr": ("Peggy Orr", "Ms Orr"),
    "王 伟": ("感谢王伟老师",),
    "Ива́н Петров": ("Иван Петров", "Петров"),
}


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_accents_particles_and_double_names_are_found(name: str) -> None:
    missed = [text for text in OTHER_NAMES[name] if not certain(text, name)]
    assert missed == []


ORDINARY = (
    "We will meet in May.", "Will you come?", "Mark the date.", "Numbers rose. Rose petals fell.",
    "Brown bread was served.", "In May we met; will it mark a change?", "May we ask?",
    "We met on 3 May 2016.", "Rose Hall and Brown Street", "Marks & Spencer gave the food.",
    "WE WILL MARK IT IN MAY", "May was cold.", "What We Will Do in May", "From March to May",
    "By May, numbers rose.", "The May meeting", "Will it last?", "A brown paper bag",
    "the mark rose to 50 per cent", "Brown (2014) says so", "Brown, J. (2012) Reading well",
    "as Brown et al. found", "Gordon Brown was there", "The Rose garden", "Brown Primary School",
    "May to June", "How Brown Bread Is Baked", "The teacher will mark it", "the onions will brown",
    "THE ONIONS WILL BROWN", "They rose in May and June.", "Will be agreed in May", "a rose and a mark",
    "www.rose.example/will",
)  # fmt: skip


@pytest.mark.parametrize("text", ORDINARY)
@pytest.mark.parametrize("group", [GROUP, FULL_NAMES])
def test_ordinary_words_are_never_certain_in_a_group_with_such_names(
    text: str, group: tuple[str, ...]
) -> None:
    assert certain(text, *group) == []
    assert certain(text, *group, who=True) == []


PEOPLE_MEANT = (
    ("Thanks to Brown and May.", ["Brown", "May"]),
    ("Will, May, Mark, Rose and Brown came.", ["Will", "May", "Mark", "Rose", "Brown"]),
    ("Miss May said that Mark led it.", ["May", "Mark"]),
)


@pytest.mark.parametrize(("text", "names"), PEOPLE_MEANT)
def test_the_people_of_that_group_are_found_where_they_are_meant(text: str, names: list[str]) -> None:
    assert certain(text, *GROUP) == names


def test_in_an_answer_about_who_a_name_alone_is_certain() -> None:
    assert certain("May", "May", who=True) == ["May"]
    assert certain("Brown to lead", "Brown", who=True) == ["Brown"]
    assert found("IB, TR", "Isla Brown", who=True) == [("IB", False)]


def test_a_first_name_is_only_possible() -> None:
    assert found("Isla said so, and Peggy too.", "Isla Brown", "Margaret Orr") == [
        ("Isla", False),
        ("Peggy", False),
    ]


def test_a_surname_that_somebody_else_may_be_named_with_is_only_possible() -> None:
    assert found("Ms Weir spoke; Jo Weir left.", "Ann Weir", others=("Jo Weir",)) == [("Weir", False)]
    assert certain("Ann Weir and A. Weir", "Ann Weir", others=("Jo Weir",)) == ["Ann Weir", "A. Weir"]
