"""Read the words around a word in a paragraph, which show whether it is a name.

“Brown said” and “thanks to Brown” name somebody; “Brown Street”, “in May” and a heading in capitals may not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from carreport.form.name_words import (
    BEFORE_MONTH,
    BEFORE_PERSON,
    ENGLISH,
    FAMILY,
    FUNCTION_WORDS,
    MADE_BY,
    MINOR_WORDS,
    MONTHS,
    NOUN_LIKE_VERBS,
    NUMBERS,
    OTHER_VERBS,
    PERSON_VERBS,
    PLACES,
    ROLES,
    TITLES,
)
from carreport.form.names import APOSTROPHES, INVISIBLE, WORD, Certainty, PersonName, word_key, word_keys

ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+%-])[\w.+%-]++(?:@|\s?[\[({]\s?at\s?[\])}]\s?)[\w.-]+|@[\w.-]+"
    r"|(?<![\w./~%+-])[\w./~%+-]+\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|txt|csv|jpe?g|png|gif|heic"
    r"|html?|carreport)\b",
    re.IGNORECASE,
)
"""An address or a file name; it starts where a run of letters starts, so a long word costs little time."""
JOINED = re.compile(rf"[\s{INVISIBLE}]*[-‐‑–{APOSTROPHES}][\s{INVISIBLE}]*\Z|[{INVISIBLE}]*\Z")
SPACE = re.compile(rf"[\s{INVISIBLE}]+\Z")
_SENTENCE_END = re.compile(r"[.!?…][\"”’)\]]*[\s]")
_LONGEST_SENTENCE = 1_000
_CITED = re.compile(
    rf"[{APOSTROPHES}s]*,?\s*\(?(?:1[6-9]|20)\d\d[a-z]?\b|\s+et\s+al\b|,\s*(?:[A-Z]\.\s*)+\(?\d{{4}}"
)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)(?: of)?\Z")
_OTHER_MONTH = re.compile(r"\s*(?:[–-]|to|and|or|until)\s*(\w+)")
_LIST_GAP = re.compile(
    r"\s*(?:[,;/&+•·\n]|\band\b|\bwith\b|–|—|\|)\s*(?:and\s+|&\s+|with\s+)?\Z", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class TextWord:
    """One word of a paragraph, with its position and its keys."""

    text: str
    start: int
    end: int
    key: str
    keys: frozenset[str]

    @property
    def is_capital(self) -> bool:
        """Whether it starts with a capital, or is in a script without them."""
        return not self.text[:1].islower()

    @property
    def is_initial(self) -> bool:
        """Whether it is a single capital letter."""
        return len(self.text) == 1 and self.text.isupper()


class TextWords:
    """The words of one paragraph; `known` are the names of everybody in the inquiry.

    `names_people` says that the paragraph answers a question about who.
    """

    def __init__(self, text: str, known: frozenset[str], *, names_people: bool = False) -> None:
        self.text, self.known, self.names_people = text, known, names_people
        self.owned: frozenset[int] = frozenset()
        """The words that belong to the full names of people who may be named."""
        self.addresses = [match.span() for match in ADDRESS.finditer(text)]
        self.words = [
            TextWord(match.group(), *match.span(), word_key(match.group()), word_keys(match.group()))
            for match in WORD.finditer(text)
            if not any(start <= match.start() < end for start, end in self.addresses)
        ]

    def gap(self, at: int) -> str:
        """Return the text between a word and the next."""
        if at + 1 >= len(self.words):
            return self.text[self.words[at].end :]
        return self.text[self.words[at].end : self.words[at + 1].start]

    def word_after(self, last: int) -> str:
        """Return the next word in lower case, or nothing if anything but a space comes before it."""
        if last < len(self.words) and SPACE.match(self.gap(last - 1)):
            return self.words[last].text.lower()
        return ""

    def is_adjacent(self, at: int) -> bool:
        """Say whether only a space, or the full stop of an initial, is between a word and the next."""
        if at + 1 >= len(self.words) or at < 0:
            return False
        gap = self.gap(at)
        if SPACE.match(gap) or JOINED.match(gap) or re.fullmatch(r"\s*[\"”“’‘()\[\]]\s*|[._]", gap):
            return True
        return self.words[at].is_initial and re.fullmatch(r"\.\s*[\"”“’‘()\[\]]?\s*", gap) is not None

    def title_before(self, first: int) -> bool:
        """Say whether a title or a role comes before a name: “Ms Brown”, “colleague Brown”."""
        if first == 0:
            return False
        word, gap = self.words[first - 1], self.gap(first - 1)
        key = word_key(word.text)
        if not re.fullmatch(r"\.?\s+", gap):
            return False
        return (key in TITLES and word.is_capital) or (key in ROLES and not gap.startswith("."))

    def article_before(self, first: int) -> bool:
        """Say whether “the” or a similar word comes before."""
        if first == 0 or not SPACE.match(self.gap(first - 1)):
            return False
        return self.words[first - 1].key in {"the", "a", "an", "this", "our", "my", "your", "their"}

    def is_object_of_verb(self, first: int) -> bool:
        """Say whether the words before are about a person: “asked Brown”, “led by Brown”."""
        if first == 0 or not SPACE.match(self.gap(first - 1)):
            return False
        before = word_key(self.words[first - 1].text)
        earlier = word_key(self.words[first - 2].text) if first > 1 else ""
        if before == "by":
            return earlier in MADE_BY
        return before in BEFORE_PERSON or (
            before == "to" and earlier in ("thanks", "grateful", "thank", "spoke")
        )

    def is_somebody_else(self, name: PersonName, first: int, last: int) -> bool:
        """Say whether another given name or initial makes this somebody else: “Gordon Brown”, “Brown, J.”."""
        if first and self.is_adjacent(first - 1) and first - 1 not in self.owned:
            word = self.words[first - 1]
            key = word_key(word.text)
            if word.is_initial and word.text not in ("I", "A"):
                return True
            is_name = word.is_capital and len(word.text) > 1 and key not in FUNCTION_WORDS | TITLES | ROLES
            if is_name and key in BEFORE_PERSON | PERSON_VERBS:
                is_name = False
            if is_name and self.starts_sentence(first - 1) and key.endswith(("ing", "ly", "ed")):
                is_name = False
            if is_name and not self.is_in_capitals(first, last):
                return True
        if last < len(self.words) and re.fullmatch(r",?\s+", self.gap(last - 1)):
            word = self.words[last]
            is_dotted = self.text[word.end : word.end + 1] == "."
            if word.is_initial and is_dotted and word.text.casefold() not in name.initials:
                return True
        return name.is_single and self.is_other_surname(last)

    def is_other_surname(self, at: int) -> bool:
        """Say whether the word at `at` follows a first name as its surname would."""
        if at >= len(self.words) or at == 0 or not SPACE.match(self.gap(at - 1)):
            return False
        word = self.words[at]
        return word.is_capital and len(word.text) > 1 and word_key(word.text) not in FUNCTION_WORDS

    def is_place(self, last: int) -> bool:
        """Say whether a name continues as that of a place or a firm: “Brown Street”, “Marks & Spencer”."""
        if last >= len(self.words):
            return False
        word, gap = self.words[last], self.gap(last - 1)
        if word.is_capital and SPACE.match(gap) and word_key(word.text) in PLACES:
            return True
        is_firm = bool(re.fullmatch(r"\s*&\s*", gap)) or (gap.strip() == "" and word_key(word.text) == "and")
        if not is_firm:
            return False
        other = word if "&" in gap else (self.words[last + 1] if last + 1 < len(self.words) else None)
        if other is None:
            return False
        key = word_key(other.text)
        return key in {"sons", "co", "daughters"} or (
            "&" in gap and other.is_capital and not other.keys & self.known
        )

    def is_cited(self, last: int) -> bool:
        """Say whether a name is that of an author who is cited: “Brown (2014)”."""
        return _CITED.match(self.text[self.words[last - 1].end :]) is not None

    def is_among_people(self, first: int, last: int) -> bool:
        """Say whether the next word in a list is the name of somebody in the inquiry."""
        for at in self.list_sides(first, last):
            if 0 <= at < len(self.words) and self.words[at].is_capital and self.words[at].keys & self.known:
                is_month = at not in self.owned and self.words[at].keys & MONTHS and self.is_month(at)
                if not is_month and not self.is_in_title_case(first, last):
                    return True
        return False

    def list_sides(self, first: int, last: int) -> list[int]:
        """Return the words next to a name in a list, skipping commas and “and”."""
        sides = []
        if first and _LIST_GAP.match(self.gap_over_and(first - 1, back=True)):
            sides.append(self.over_and(first - 1, back=True))
        if last < len(self.words) and _LIST_GAP.match(self.gap_over_and(last - 1, back=False)):
            sides.append(self.over_and(last, back=False))
        return sides

    def over_and(self, at: int, *, back: bool) -> int:
        """Return `at`, or the word beyond it if it is “and” or “with”."""
        if 0 <= at < len(self.words) and self.words[at].text.lower() in ("and", "with"):
            return at - 1 if back else at + 1
        return at

    def gap_over_and(self, at: int, *, back: bool) -> str:
        """Return the text between a word and its neighbour in a list, with an “and” between them."""
        if back:
            start = self.over_and(at, back=True)
            return self.text[self.words[start].end if start >= 0 else 0 : self.words[at + 1].start]
        end = self.over_and(at + 1, back=False)
        return self.text[self.words[at].end : self.words[end].start if end < len(self.words) else None]

    def is_dated(self, first: int) -> bool:
        """Say whether a word is the month of a date: “3 May”, “May 2016”, “May to June”."""
        word = self.words[first]
        if not word.keys & MONTHS:
            return False
        before, after = self.text[: word.start].rstrip(), self.text[word.end :].lstrip(" ,")
        beside = _OTHER_MONTH.match(after)
        return (
            before[-1:].isdigit()
            or after[:1].isdigit()
            or _ORDINAL.search(before) is not None
            or (beside is not None and beside.group(1).casefold() in MONTHS - word.keys)
        )

    def is_month(self, first: int) -> bool:
        """Say whether a word is where the name of a month would be: “in May”, “3 May”, “May 2016”."""
        if self.is_dated(first):
            return True
        if first == 0 or not SPACE.match(self.gap(first - 1)):
            return False
        previous = word_key(self.words[first - 1].text)
        if previous == "by" and self.is_object_of_verb(first):
            return False
        if previous in ("and", "or", "to"):
            return first > 1 and bool(self.words[first - 2].keys & MONTHS)
        return previous in BEFORE_MONTH or previous in MONTHS

    def certainty_of_word(self, first: int, last: int) -> Certainty:  # noqa: PLR0911 - one for each rule
        """Return how certain it is that an ordinary word with a capital is a name."""
        is_month, following = bool(self.words[first].keys & MONTHS), self.word_after(last)
        has_article = self.article_before(first)
        if self.names_people and (self.is_element(first, last) or following in ("to", "from", "for", "as")):
            return Certainty.CERTAIN
        is_count = self.words[first].key in NUMBERS and self.starts_sentence(first)
        if is_count or (is_month and self.is_month(first)):
            return Certainty.NONE
        if self.is_among_people(first, last):
            return Certainty.CERTAIN
        if self.is_numbered(last) or (has_article and self._is_subject(last) and following not in FAMILY):
            return Certainty.NONE
        if has_article or self.is_other_surname(last):
            return Certainty.POSSIBLE
        is_owner = self.is_possessive(first) and not is_month
        is_object = self.is_object_of_verb(first) and not self.is_among_words(first, last)
        if is_object or is_owner:
            return Certainty.CERTAIN
        if self.is_heading_word(first, last) or re.match(
            r"[-‐‑][a-z]", self.text[self.words[last - 1].end :]
        ):
            return Certainty.POSSIBLE
        if following in PERSON_VERBS or (
            following in NOUN_LIKE_VERBS and self.word_after(last + 1) in FUNCTION_WORDS
        ):
            return Certainty.CERTAIN
        if self.starts_sentence(first):
            is_noise = is_month or word_key(self.words[first].text) in FUNCTION_WORDS
            may_be_name = self._is_subject(last) or following.endswith("s")
            return Certainty.NONE if is_noise or not may_be_name else Certainty.POSSIBLE
        is_name = self._is_subject(last) and not is_month and not self.is_among_words(first, last)
        return Certainty.CERTAIN if is_name else Certainty.POSSIBLE

    def _is_subject(self, last: int) -> bool:
        """Say whether a name may end here: a verb or a small word follows, or nothing, but not a noun."""
        following = self.word_after(last)
        return (
            not following
            or following in FUNCTION_WORDS | PERSON_VERBS | OTHER_VERBS
            or following.endswith("ed")
        )

    def is_numbered(self, last: int) -> bool:
        """Say whether a number follows: “Page 4”, “Group 2”."""
        return re.match(r"\s\d", self.text[self.words[last - 1].end :]) is not None

    def is_among_words(self, first: int, last: int) -> bool:
        """Say whether the next word in a list is an ordinary word with a capital: “Spring, Summer”."""
        return any(
            0 <= at < len(self.words) and self.words[at].is_capital and self.words[at].key in ENGLISH
            for at in self.list_sides(first, last)
        )

    def next_is_apostrophe(self, at: int) -> bool:
        """Say whether an apostrophe follows a word directly: “the Browns’ house”."""
        return self.text[self.words[at].end : self.words[at].end + 1] in tuple(APOSTROPHES)

    def is_possessive(self, at: int) -> bool:
        """Say whether a word ends in ’s."""
        return (
            len(self.words[at].keys) > 1
            and "s" in self.words[at].text[-1:]
            and bool(re.search(rf"[{APOSTROPHES}]s\Z", self.words[at].text))
        )

    def starts_sentence(self, first: int) -> bool:
        """Say whether a word is the first of its sentence, so that its capital says nothing."""
        before = self.text[: self.words[first].start].rstrip(f" \t“‘”’\"'()[]*–—-•\u00a0{INVISIBLE}")
        opening = self.text[: self.words[first].start].rstrip()[-1:]
        if not before or opening in ("“", "‘"):
            return True
        if before[-1] not in ".!?…\n":
            return False
        previous = self.words[first - 1] if first else None
        is_abbreviated = (
            previous is not None
            and before[-1] == "."
            and (previous.is_initial or word_key(previous.text) in TITLES)
        )
        return not is_abbreviated

    def line_words(self, first: int, last: int) -> list[TextWord]:
        """Return the other words in the line of a name, without single letters."""
        start, end = self.words[first].start, self.words[last - 1].end
        from_, to = self.text.rfind("\n", 0, start) + 1, self.text.find("\n", end)
        to = len(self.text) if to < 0 else to
        return [
            word
            for at, word in enumerate(self.words)
            if from_ <= word.start and word.end <= to and not first <= at < last and len(word.text) > 1
        ]

    def is_in_capitals(self, first: int, last: int) -> bool:
        """Say whether the whole line is in capitals."""
        others = self.line_words(first, last)
        return (
            bool(others) and all(word.text.isupper() for word in others) and self.words[first].text.isupper()
        )

    def is_heading_word(self, first: int, last: int) -> bool:
        """Say whether every word around it has a capital: in a heading, or in the title of a work."""
        if self.is_in_capitals(first, last) or self.is_in_title_case(first, last):
            return True
        sides = [at for at in (first - 1, last) if 0 <= at < len(self.words)]
        return any(
            self.words[at].is_capital
            and word_key(self.words[at].text) in FUNCTION_WORDS - {"i"}
            and not self.starts_sentence(at)
            and SPACE.match(self.gap(min(at, last - 1) if at >= last else at))
            for at in sides
        )

    def is_in_title_case(self, first: int, last: int) -> bool:
        """Say whether a line has a capital for every word, as some headings do; a list of names does not."""
        others = [
            word
            for word in self.line_words(first, last)
            if not word.keys & (self.known | MINOR_WORDS) and not self.starts_sentence(self.words.index(word))
        ]
        if len(others) < 2 or not all(word.is_capital for word in others):
            return False
        before, after = (
            self.text[: self.words[first].start].rstrip(),
            self.text[self.words[last - 1].end :].lstrip(),
        )
        return not (before.endswith((",", " and", "&")) or after.startswith((",", "and ", "&")))

    def is_alone(self, first: int, last: int) -> bool:
        """Say whether there is nothing else in the line, or in the element of a list."""
        return not self.line_words(first, last) or (self.names_people and self.is_element(first, last))

    def is_element(self, first: int, last: int) -> bool:
        """Say whether words are one whole element of a list: between commas, or “and”."""
        before = self.text[: self.words[first].start].rstrip()
        after = self.text[self.words[last - 1].end :].lstrip()
        is_start = not before or before[-1] in ",;/&(\n" or before.endswith(" and")
        return is_start and (not after or after[0] in ",;/&).\n" or after.startswith("and "))


def sentence_at(text: str, start: int, end: int) -> str:
    """Return the sentence around a passage, with single spaces; of a very long one, the part around it."""
    first, last = max(0, start - _LONGEST_SENTENCE), min(len(text), end + _LONGEST_SENTENCE)
    begins = [match.end() for match in _SENTENCE_END.finditer(text, first, start) if _ends(text, match)]
    stops = (match.start() + 1 for match in _SENTENCE_END.finditer(text, end, last) if _ends(text, match))
    begin = max([first, text.rfind("\n", first, start) + 1, *begins[-1:]])
    line_end = text.find("\n", end, last)
    stop = min(next(stops, last), last if line_end < 0 else line_end)
    return " ".join(text[begin:stop].split())


def _ends(text: str, match: re.Match[str]) -> bool:
    """Say whether a full stop ends a sentence."""
    return not _is_initial(text, match.start())


def _is_initial(text: str, stop: int) -> bool:
    """Say whether the full stop at `stop` belongs to an initial or a title."""
    before = re.search(r"(\w+)\Z", text[max(0, stop - 12) : stop])
    return before is not None and (len(before.group(1)) == 1 or before.group(1).casefold() in TITLES)
