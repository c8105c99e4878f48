"""Which words are marked as misspelt: not names, abbreviations and terms, and what is around a word."""

from __future__ import annotations

import sys

import pytest
from hunspell import Hunspell  # type: ignore[import-untyped]  # it has no types

from carreport.assets import resource_path
from carreport.ui.spelling.word_places import misspelt_words
from tests.ui.spelling.written_words import correct_sentences, misspelt_sentences


@pytest.fixture(scope="module")
def dictionary() -> Hunspell:
    folder = resource_path("dictionaries")
    words = Hunspell("en_GB", hunspell_data_dir=str(folder), system_encoding=sys.getfilesystemencoding())
    for word in (folder / "public-services.txt").read_text(encoding="utf-8").split():
        words.add(word)
    return words


def marked(dictionary: Hunspell, text: str, names: frozenset[str] = frozenset()) -> list[str]:
    return [
        found.word
        for found in misspelt_words(text, lambda word: not dictionary.spell(word), names.__contains__)
    ]


def test_fifty_misspelt_words_are_marked_and_nothing_beside_them(dictionary: Hunspell) -> None:
    sentences = misspelt_sentences()
    assert len(sentences) == 50
    assert {word: marked(dictionary, sentence) for word, sentence in sentences} == {
        word: [word] for word, _ in sentences
    }


def test_no_place_name_member_or_public_service_word_is_marked(dictionary: Hunspell) -> None:
    sentences = correct_sentences()
    assert len({word for word, _ in sentences}) >= 200
    assert {word: found for word, text in sentences if (found := marked(dictionary, text))} == {}


@pytest.mark.parametrize(
    "text",
    [
        "Look at https://exampel.org/teh-page or write to teh.wrld@exampel.scot.",
        "Room B12x and the 3rdd of May are in C:\\teh\\folderr.",
        "It cost 4pmm, and #tehtag was used.",
        "The co-ordinator’s long-standing, well-liked helper came.",
        "It didn’t, they’d, the children’s, the groups’ and o’clock.",
        "A na\u00efve caf\u00e9, also as nai\u0308ve cafe\u0301.",
    ],
)
def test_addresses_numbers_and_what_is_joined_are_not_marked(dictionary: Hunspell, text: str) -> None:
    assert marked(dictionary, text) == []


def test_a_name_at_the_start_of_a_sentence_is_known_from_within_another(dictionary: Hunspell) -> None:
    assert marked(dictionary, "Then Quibberwick left. Quibberwick came back.") == []
    assert marked(dictionary, "Quibberwick came.", frozenset(("Quibberwick",))) == []
    assert marked(dictionary, "Quibberwick came.") == ["Quibberwick"]


def test_places_count_as_qt_counts() -> None:
    (found,) = misspelt_words("🌊🌊 is teh sea", lambda word: word == "teh", lambda _: False)
    assert (found.start, found.length) == (8, 3)
