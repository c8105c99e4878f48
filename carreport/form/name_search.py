"""Find the names of people in a text: “Isla Brown”, “Ms Brown”, “Brown’s”, “isla.brown@…”.

A hit is certain or possible. A first name is never certain. Neither is a surname that is an ordinary word
too, unless its capital, its place in the sentence and its neighbours say that it is a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from carreport.form.name_context import ADDRESS, JOINED, SPACE, TextWord, TextWords, sentence_at
from carreport.form.name_words import DETERMINERS, ENGLISH, FUNCTION_WORDS, MONTHS, PARTICLES
from carreport.form.names import (
    AT,
    LINK,
    SPELT_OUT,
    WORD,
    Certainty,
    PersonName,
    address_certainty,
    parse_name,
    pieces_of,
    word_key,
)

_OTHER = re.compile(r"[\W\d_]+")
_INITIALS = re.compile(r"[^\W\d_]\.\s?[^\W\d_]\.|\b[^\W\d_]{2}\b")
_LONGEST_WINDOW = 3


@dataclass(frozen=True, slots=True)
class NameHit:
    """Where a text names somebody: their key, the words with their position, and the sentence around them."""

    person: str
    words: str
    start: int
    end: int
    certainty: Certainty
    sentence: str


@dataclass(frozen=True, slots=True)
class SoughtPerson:
    """Somebody to look for: a key, and each name entered for them.

    `is_shared_surname` says that somebody who may be named has the same surname, so it alone is not certain.
    """

    key: str
    names: tuple[PersonName, ...]
    forms: frozenset[str]
    """What a text must contain to name them."""
    is_shared_name: bool = False
    is_shared_surname: bool = False

    def may_be_in(self, letters: str) -> bool:
        """Say whether a text with these letters can name them; most cannot, and need no closer look."""
        return any(form in letters for form in self.forms)


@dataclass(slots=True)
class NameSearch:
    """Looks for people in texts; the names of `others`, who may be named, are known and skipped."""

    people: tuple[SoughtPerson, ...]
    others: tuple[PersonName, ...] = ()
    ordinary: frozenset[str] = frozenset()
    """Words that these texts also use in lower case."""
    _known: frozenset[str] = field(default=frozenset(), init=False)

    def __post_init__(self) -> None:
        """Collect the words of all names, which are neighbours in a list of people."""
        names = [*(name for person in self.people for name in person.names), *self.others]
        self._known = frozenset(
            word for name in names for word in (*name.given[:1], *name.joined_surnames, *name.nicknames)
        )

    def search(self, text: str, *, names_people: bool = False) -> list[NameHit]:
        """Return the hits in one paragraph; `names_people` says that it answers a question about who."""
        letters = _letters_of(text)
        people = [person for person in self.people if person.may_be_in(letters)]
        if not people or not text.strip():
            return []
        reading = _NameReader(text, self, names_people=names_people)
        hits = [hit for person in people for hit in reading.hits_of(person)]
        return sorted(hits, key=lambda hit: (hit.start, -hit.end))

    @property
    def known(self) -> frozenset[str]:
        """The given names and surnames of everybody."""
        return self._known

    def is_ordinary(self, key: str) -> bool:
        """Say whether a name is an ordinary word too."""
        return key in ENGLISH or key in self.ordinary


def search_for(
    people: Iterable[tuple[str, tuple[str, ...], bool]], others: Iterable[str], ordinary: frozenset[str]
) -> NameSearch:
    """Return the search for people: for each a key, the names entered, and whether the name is shared."""
    parsed_others = tuple(parse_name(name) for name in others)
    shared = frozenset(
        surname for name in parsed_others for surname in name.joined_surnames if not name.is_single
    )
    sought = []
    for key, names, is_shared in people:
        parsed = tuple(parse_name(name) for name in names)
        surnames = {surname for name in parsed for surname in name.joined_surnames}
        forms = frozenset(form for name in parsed for form in name.forms)
        sought.append(SoughtPerson(key, parsed, forms, is_shared, bool(surnames & shared)))
    return NameSearch(tuple(sought), parsed_others, ordinary)


def _letters_of(text: str) -> str:
    """Return a text as letters only, again with ö written as oe, and its initials."""
    text = unquote(text) if "%" in text else text
    spelt_out = text.casefold().translate(SPELT_OUT)
    both = text if spelt_out == text.casefold() else f"{text} {spelt_out}"
    return _OTHER.sub("", word_key(both)) + "|" + "|".join(map(word_key, _INITIALS.findall(text))) + "|"


def lower_case_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the keys of the words that texts use in lower case, and not as a name typed without a capital.

    A name has no “the”, “our” or “three” before it.
    """
    words: set[str] = set()
    for text in texts:
        before = ""
        for word in WORD.findall(ADDRESS.sub(" ", text)):
            if word[:1].islower() and len(word) > 1 and before in DETERMINERS:
                words.add(word_key(word))
            before = word.lower()
    return frozenset(words)


class _NameReader:
    """Finds the names of people in one paragraph."""

    def __init__(self, text: str, search: NameSearch, *, names_people: bool) -> None:
        self.search = search
        self.around = TextWords(text, search.known, names_people=names_people)
        self.around.owned = self._words_of_others()

    def hits_of(self, person: SoughtPerson) -> Iterator[NameHit]:
        """Yield where the text names a person; of overlapping hits, the most certain."""
        found: dict[int, tuple[int, int, Certainty]] = {}
        for name in person.names:
            for start, end, certainty in (*self._in_words(person, name), *self._in_addresses(name)):
                before = found.get(end)
                if before is None or (certainty, end - start) > (before[2], before[1] - before[0]):
                    found[end] = (start, end, certainty)
        spans = sorted(found.values(), key=lambda span: (-span[2], span[0] - span[1]))
        kept: list[tuple[int, int, Certainty]] = []
        for start, end, certainty in spans:
            if certainty and not any(start < other[1] and other[0] < end for other in kept):
                kept.append((start, end, certainty))
        for start, end, certainty in kept:
            yield NameHit(
                person.key,
                self.around.text[start:end],
                start,
                end,
                certainty,
                sentence_at(self.around.text, start, end),
            )

    def _in_words(self, person: SoughtPerson, name: PersonName) -> Iterator[tuple[int, int, Certainty]]:
        covered: set[int] = set()
        for word in self.around.words:
            if _has_inner_capital(word.text) and word.keys & name.written_as_one:
                yield word.start, word.end, Certainty.CERTAIN
        for first, last, is_whole in self._surnames(name):
            if self.around.owned & set(range(first, last)):
                continue
            start, end, certainty, used = self._judge_surname(person, name, first, last, is_whole=is_whole)
            covered |= used
            yield start, end, certainty
        if not name.is_single:
            yield from self._given_names(name, covered)
        for form in name.unspaced:
            at = self.around.text.find(form)
            while at >= 0:
                yield at, at + len(form), Certainty.CERTAIN
                at = self.around.text.find(form, at + 1)

    def _surnames(self, name: PersonName) -> Iterator[tuple[int, int, bool]]:
        """Yield the words that make up the surname, and whether they are all of it."""
        wanted, taken = name.sought_surnames, set[int]()
        breaks = {len("".join(form[:n])) for form in name.surnames for n in range(1, len(form))}
        for first, word in enumerate(self.around.words):
            if not any(surname.startswith(word.key) for surname in wanted) and not word.keys & wanted:
                continue
            for last in range(min(len(self.around.words), first + _LONGEST_WINDOW + 1), first, -1):
                if first not in taken and self._is_window(first, last, wanted, breaks):
                    taken |= set(range(first, last))
                    yield first, last, True
        for at, word in enumerate(self.around.words):
            if at not in taken and word.keys & name.halves:
                yield at, at + 1, False
            elif at not in taken and any(f"{key}s" in word.keys for key in wanted if len(key) > 2):
                yield at, at + 1, word.text.endswith("s") and self.around.next_is_apostrophe(at)

    def _is_window(self, first: int, last: int, wanted: frozenset[str], breaks: set[int]) -> bool:
        """Say whether these words together are one of the `wanted` surnames."""
        if last - first == 1:
            return bool(self.around.words[first].keys & wanted)
        length = 0
        for at in range(first, last - 1):
            length += len(word_key(self.around.words[at].text))
            gap = self.around.gap(at)
            may_be_apart = length in breaks or word_key(self.around.words[at].text) in PARTICLES
            if not (JOINED.match(gap) or (may_be_apart and SPACE.match(gap))):
                return False
        start = "".join(word_key(word.text) for word in self.around.words[first : last - 1])
        return any(start + key in wanted for key in self.around.words[last - 1].keys)

    def _judge_surname(
        self, person: SoughtPerson, name: PersonName, first: int, last: int, *, is_whole: bool
    ) -> tuple[int, int, Certainty, set[int]]:
        """Return the span of a name, how certain it is, and which words it used."""
        begin, left = self._given_before(name, first)
        finish = last
        if left is None and not name.is_single:
            finish = self._given_after(name, first, last)
        span = self.around.words[begin].start, self.around.words[finish - 1].end
        used = set(range(begin, finish))
        if begin < first or finish > last:
            certainty = self._certainty_of_full_name(begin, finish)
            return (*span, Certainty.POSSIBLE if person.is_shared_name else certainty, used)
        certainty = self._certainty_of_surname(name, first, last)
        if self._is_respelt(name, first, last):
            certainty = min(certainty, Certainty.POSSIBLE)
        if not is_whole or person.is_shared_surname or person.is_shared_name:
            certainty = min(certainty, Certainty.POSSIBLE)
            is_titled = not is_whole and self.around.title_before(first)
            if is_titled and not person.is_shared_surname and not person.is_shared_name:
                certainty = Certainty.CERTAIN
        return (*span, certainty, used)

    def _is_respelt(self, name: PersonName, first: int, last: int) -> bool:
        """Say whether a surname is “MacDonald” where “McDonald” was entered."""
        start = "".join(word.key for word in self.around.words[first : last - 1])
        wholes = {start + key for key in self.around.words[last - 1].keys}
        return bool(wholes & set(map("".join, name.respelt)))

    def _given_before(self, name: PersonName, first: int) -> tuple[int, str | None]:
        """Return where the given names before a surname begin, and the first of them."""
        for begin in range(first - 1, max(-1, first - 4), -1):
            if not self.around.is_adjacent(begin) or begin in self.around.owned:
                break
            word = self.around.words[begin]
            if self._is_given(name, word):
                return self._first_given(name, begin), word.text
            if not word.is_capital or (begin < first - 1 and word.keys & FUNCTION_WORDS):
                break
        return first, None

    def _first_given(self, name: PersonName, begin: int) -> int:
        """Return where the given names begin whose last is the word at `begin`."""
        while (
            begin
            and self.around.is_adjacent(begin - 1)
            and self._is_given(name, self.around.words[begin - 1])
        ):
            begin -= 1
        return begin

    def _given_after(self, name: PersonName, first: int, last: int) -> int:
        """Return the end of a name written as “Brown, Isla” or “Brown I.”."""
        if last >= len(self.around.words) or last in self.around.owned:
            return last
        word, gap = self.around.words[last], self.around.gap(last - 1)
        is_comma = bool(re.fullmatch(r"\s*,\s*", gap))
        if not (is_comma or SPACE.match(gap)) or not self.around.words[first].is_capital:
            return last
        after = self.around.text[word.end : word.end + 1]
        if word.keys & name.first_names and len(word.text) > 1:
            return last + 1 if word.is_capital else last
        if word.is_initial and word.key in name.initials and (after == "." or not after):
            return last + 1
        return last

    def _is_given(self, name: PersonName, word: TextWord) -> bool:
        if word.keys & name.first_names:
            return True
        if word.is_initial and word.key in name.initials:
            return True
        entered_initials = {given for given in name.given[:1] if len(given) == 1}
        return (
            word.is_capital
            and len(word.text) > 1
            and any(key[:1] in entered_initials for key in word.keys)
            and not word.keys & FUNCTION_WORDS
        )

    def _certainty_of_full_name(self, begin: int, finish: int) -> Certainty:
        """Return how certain a given name with a surname is; “will brown” and “A brown” are not."""
        around, used = self.around, self.around.words[begin:finish]
        is_lower = not any(word.is_capital for word in used)
        if is_lower and not all(word.keys & ENGLISH for word in used):
            return Certainty.CERTAIN
        is_ordinary = all(
            len(word.text) == 1 or any(map(self.search.is_ordinary, word.keys)) for word in used
        )
        if not is_ordinary or around.is_alone(begin, finish):
            return Certainty.CERTAIN
        if not all(word.is_capital for word in used):
            return Certainty.POSSIBLE if any(word.is_capital for word in used[1:]) else Certainty.NONE
        is_article = used[0].text in ("A", "I") and around.text[used[0].end : used[0].end + 1] != "."
        in_capitals = around.is_in_capitals(begin, finish) or around.is_in_title_case(begin, finish)
        is_month = around.is_month(begin) and bool(used[0].keys & MONTHS)
        return Certainty.POSSIBLE if is_article or in_capitals or is_month else Certainty.CERTAIN

    def _certainty_of_surname(self, name: PersonName, first: int, last: int) -> Certainty:
        """Return how certain a surname alone is, or a name of one word."""
        around, words = self.around, self.around.words[first:last]
        is_ordinary = len(words) == 1 and any(map(self.search.is_ordinary, words[0].keys))
        is_plural = len(words) == 1 and not words[0].keys & name.joined_surnames
        if not any(word.is_capital for word in words):
            singular = words[0].key.removesuffix("s") if is_plural else words[0].key
            is_word = is_ordinary or (len(words) == 1 and self.search.is_ordinary(singular))
            return Certainty.NONE if is_word else Certainty.POSSIBLE
        if around.title_before(first):
            return Certainty.CERTAIN
        if is_ordinary and around.is_dated(first):
            return Certainty.NONE
        is_other = around.is_somebody_else(name, first, last) or around.is_place(last)
        if is_other or around.is_cited(last) or (is_plural and not around.next_is_apostrophe(first)):
            return Certainty.POSSIBLE
        return around.certainty_of_word(first, last) if is_ordinary else Certainty.CERTAIN

    def _given_names(self, name: PersonName, covered: set[int]) -> Iterator[tuple[int, int, Certainty]]:
        """Yield first names and nicknames by themselves, and initials."""
        endings = {surname[:1] for surname in name.joined_surnames}
        for at, word in enumerate(self.around.words):
            if at in covered or at in self.around.owned or not word.is_capital:
                continue
            if self._are_initials(name, at, endings):
                last = at + (1 if word.is_initial else 0)
                yield word.start, self.around.words[last].end, Certainty.POSSIBLE
            elif len(word.text) > 1 and word.keys & {*name.given[1:]} and self.around.title_before(at):
                yield word.start, word.end, Certainty.CERTAIN
            elif len(word.text) > 1 and word.keys & (name.first_names - {*name.given[1:]}):
                yield from self._first_name(at, word, endings)

    def _first_name(self, at: int, word: TextWord, endings: set[str]) -> Iterator[tuple[int, int, Certainty]]:
        """Yield a first name, which is only possible, or “Isla B.”."""
        around = self.around
        is_ordinary = any(map(self.search.is_ordinary, word.keys))
        if is_ordinary and around.is_dated(at):
            return
        if self._has_initial_after(at, endings):
            is_month = around.is_month(at) and bool(word.keys & MONTHS)
            certainty = Certainty.POSSIBLE if is_month else Certainty.CERTAIN
            yield word.start, around.words[at + 1].end, certainty
        elif is_ordinary:
            yield word.start, word.end, min(around.certainty_of_word(at, at + 1), Certainty.POSSIBLE)
        elif not around.is_other_surname(at + 1) or around.names_people:
            yield word.start, word.end, Certainty.POSSIBLE

    def _are_initials(self, name: PersonName, at: int, endings: set[str]) -> bool:
        """Say whether “I.B.” starts here, or “IB” is one of the people in an answer about who."""
        word = self.around.words[at]
        if self.around.names_people and word.text.isupper() and self.around.is_element(at, at + 1):
            return word.key in {given + end for given in name.initials for end in endings}
        if not word.is_initial:
            return False
        if at + 1 >= len(self.around.words) or not self.around.words[at + 1].is_initial:
            return False
        is_dotted = (
            self.around.gap(at).strip() == "."
            and self.around.text[self.around.words[at + 1].end :][:1] == "."
        )
        both = self.around.words[at].key, self.around.words[at + 1].key
        return is_dotted and both[0] in name.initials and both[1] in endings

    def _has_initial_after(self, at: int, endings: set[str]) -> bool:
        """Say whether “Isla B.” starts here."""
        if at + 1 >= len(self.around.words) or not self.around.is_adjacent(at):
            return False
        initial = self.around.words[at + 1]
        return initial.is_initial and initial.key in endings and initial.text not in ("I", "A")

    def _in_addresses(self, name: PersonName) -> Iterator[tuple[int, int, Certainty]]:
        """Yield the mail addresses, links and file names that are made of a name."""
        for start, end in self.around.addresses:
            address = self.around.text[start:end]
            found = address_certainty(name, address)
            if found:
                yield start, end, found
            elif not LINK.match(address) and not AT.search(address):
                yield from self._file_name_with_spaces(name, start, end)

    def _file_name_with_spaces(
        self, name: PersonName, start: int, end: int
    ) -> Iterator[tuple[int, int, Certainty]]:
        """Yield the end of “Interview with Isla Brown.pdf”."""
        before = [word for word in self.around.words if word.end < start][-1:]
        pieces = pieces_of(self.around.text[start:end])
        for word in before:
            is_beside = SPACE.match(self.around.text[word.end : start])
            if is_beside and self._is_given(name, word) and {*pieces[:1]} & name.joined_surnames:
                yield word.start, end, Certainty.CERTAIN

    def _words_of_others(self) -> frozenset[int]:
        """Return the words of full names of people who may be named."""
        owned: set[int] = set()
        for name in self.search.others:
            if name.is_single:
                continue
            for first, last, is_whole in self._surnames(name):
                begin, given = self._given_before(name, first) if is_whole else (first, None)
                if given is not None and all(word.is_capital for word in self.around.words[begin:last]):
                    owned |= set(range(begin, last))
        return frozenset(owned)


def _has_inner_capital(text: str) -> bool:
    return not text.isupper() and any(letter.isupper() for letter in text[1:])
