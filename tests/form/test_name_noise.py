"""Ordinary words are not taken for people; people are not missed, however they are written."""

from __future__ import annotations

import unicodedata

import pytest

from carreport.form.name_search import NameHit, lower_case_words, search_for
from carreport.form.names import Certainty, name_key
from tests.form.practitioner_texts import ORDINARY, WORD_LIKE, texts

WORDS_ON_A_PAGE = 400


def hits(names: tuple[str, ...], paragraphs: list[str]) -> list[NameHit]:
    people = [(name_key(name), (name,), False) for name in names]
    search = search_for(people, ("Ailsa Lamont",), lower_case_words(paragraphs))
    return [hit for text in paragraphs for line in text.split("\n") for hit in search.search(line)]


@pytest.mark.parametrize("group", WORD_LIKE, ids=lambda group: group[0])
def test_no_ordinary_word_must_be_fixed_in_a_group_with_such_names(group: tuple[str, ...]) -> None:
    paragraphs = texts(200)
    found = hits(group, paragraphs)
    assert {hit.sentence for hit in found if hit.certainty is Certainty.CERTAIN} == set()
    assert [hit.words for hit in found if hit.words.islower()] == []
    pages = sum(len(text.split()) for text in paragraphs) / WORDS_ON_A_PAGE
    assert len(found) / pages / len(group) < 2  # in texts made of little else than such words


def test_a_group_with_other_names_has_no_findings() -> None:
    assert hits(ORDINARY, texts(200)) == []


SHAPES = {
    "title": "We met Ms {surname} there.", "title with a stop": "Then Mrs. {surname}, the clerk, left.",
    "initial": "As {initial}. {surname} put it.", "initial without a space": "As {initial}.{surname} put it.",
    "inverted": "Present: {surname}, {given}; others.", "inverted initial": "Present: {surname}, {initial}.",
    "possessive": "This was {given} {surname}’s idea.", "of a plural": "This was {given} {surname}' idea.",
    "lower case": "we thank {lower} for it.", "line break": "We thank {given}\n{surname} for it.",
    "thin space": "We thank {given}\u2009{surname} for it.", "no space": "{given}{surname} came.",
    "soft hyphen": "We thank {given} {half}\u00ad{rest} for it.",
    "mail": "Write to {mail}@council.example now.",
    "hidden mail": "Write to {mail} (at) council.example now.",
    "typed twice": "{given} {surname} {given} {surname}",
    "file name": "See {mail}-2.pdf there.",
    "file name with spaces": "See photo of {given} {surname}.jpg there.",
    "link": "https://x.example/staff/{mail}", "profile": "https://x.example/@{joined}",
    "handle": "Thanks @{joined}.",
    "middle name": "We thank {given} Ann {surname} for it.",
    "nickname": "We thank {given} (Mo) {surname} for it.",
    "note": "{given} {surname}² came.", "initials in a note": "{initial}. {surname}¹ came.",
    "dot": "{given}.{surname} came.", "underline": "{given}_{surname} came.",
    "tab": "{given}\t{surname} came.",
    "surname": "We asked {surname} about it.", "domain": "Write to hello@{joined}.example now.",
    "escaped link": "https://x.example/?name={given}%20{surname}",
}  # fmt: skip
NAMES = (("Isla", "Reid"), ("Zoë", "Müller"), ("Éilis", "Kerr"), ("Łukasz", "Żółć"), ("Ewan", "McDonald"),
         ("Tam", "O’Neil"), ("Fiona", "Griffiths"), ("Priya", "Nair"), ("Jean-Luc", "Picard"))  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_a_full_name_or_a_surname_must_be_fixed_in_each_way_of_writing_it(shape: str) -> None:
    missed = [
        name
        for given, surname in NAMES
        if not is_certain(name := f"{given} {surname}", written(shape, given, surname))
    ]
    assert missed == []


def is_certain(name: str, text: str) -> bool:
    return any(hit.certainty is Certainty.CERTAIN for hit in hits((name,), [text]))


def written(shape: str, given: str, surname: str) -> str:
    plain = unicodedata.normalize(
        "NFKD", f"{given}.{surname}".replace("’", "").replace("Ł", "L").replace("ł", "l")
    )
    mail = "".join(
        letter for letter in plain if letter.isascii() and (letter.isalpha() or letter == ".")
    ).lower()
    return SHAPES[shape].format(
        given=given, surname=surname, initial=given[0], half=surname[:2], rest=surname[2:],
        mail=mail, joined=mail.replace(".", ""), lower=f"{given} {surname}".lower(),
    )  # fmt: skip


OTHER_SPELLINGS = {
    "Ewan McDonald": "Ewan MacDonald", "Kirsty MacLeod": "Kirsty McLeod", "Mary-Anne Orr": "MaryAnne Orr",
    "Kim Smith-Jones": "Kim Jones", "Fiona Griffiths": "Fiona Gri\ufb03ths",
    "Zoe O’Hara": "Zoe O`Hara", "Jane Muller": "Jane Mu\u0308ller", "Ann Kerr": "Kerr-notes.docx",
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER_SPELLINGS)
def test_another_spelling_of_a_full_name_must_be_fixed(name: str) -> None:
    assert is_certain(name, f"We thank {OTHER_SPELLINGS[name]} for it.")


def test_another_spelling_of_a_surname_alone_is_worth_a_look() -> None:
    (hit,) = hits(("Ewan McDonald",), ["We thank Ms MacDonald for it."])
    assert hit.certainty is Certainty.POSSIBLE


def test_a_surname_typed_without_its_capital_does_not_become_an_ordinary_word() -> None:
    assert is_certain("Ann Kerr", "kerr was late, and asked kerr why. Kerr was at home.")


NO_NAMES = {
    "Sue Hall": "see we-shall-see.pdf", "Pat Rice": "see price-list.xlsx",
    "May Rose": "see may-rose-petals.pdf",
    "Will Ing": "We are willing.", "May Be": "Maybe so.", "Ada Brown": "see a-brown-bag.pdf",
    "Guy Major": "Major works closed the lane.", "Sonny Page": "Page 4 says so.",
    "Nan Church": "The Church said no.",
}  # fmt: skip


@pytest.mark.parametrize("name", NO_NAMES)
def test_words_that_happen_to_contain_a_name_need_not_be_fixed(name: str) -> None:
    assert not is_certain(name, NO_NAMES[name])
