"""Find the printed paragraph that each paragraph of a reviewed file was: by bookmark, words and place.

A bookmark is checked against the words, and the words against the question above. Where they disagree,
or only one of them is left and it is weak, the place is a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from carreport.review.similarity import (
    FEW_WORDS,
    LEAST_AHEAD,
    LEAST_LIKENESS,
    NearestText,
    SimilarTexts,
    likeness,
    words_in,
)
from carreport.review.word_back.matching import Matching, UnitMatch
from carreport.review.word_back.sent_text import SentCopy, heading_words, printed_number
from carreport.review.word_back.versions import SentUnit, folded

_MOST_PIECES = 3
"""How many paragraphs before and after one may be parts of what was one paragraph."""
_CERTAIN_LIKENESS = 0.7
"""A text as like as this is taken for surely the same even if nothing else says so."""


def match_units(copy: SentCopy, units: Sequence[SentUnit]) -> Matching:
    """Return which printed paragraph each unit was, as far as it can be found."""
    matching = Matching(copy, units)
    _read_bookmarks(matching)
    _by_bookmark_and_words(matching)
    for _ in range(2):  # a bookmark is void if its paragraph has been found elsewhere
        _by_equal_words_in_order(matching)
        _drop_void_bookmarks(matching)
    _by_equal_words(matching)
    _by_bookmark(matching)
    _by_like_words(matching)
    _by_number(matching)
    _between_neighbours(matching)
    _by_weak_bookmark(matching)
    _join_split(matching)
    _split_joined(matching)
    return matching


# By bookmark


def _read_bookmarks(matching: Matching) -> None:
    holders: dict[int, list[int]] = defaultdict(list)
    for number, unit in enumerate(matching.units):
        for index in _bookmarked(matching.copy, unit):
            holders[index].append(number)
    for index, numbers in holders.items():
        for number in _best_run(matching, index, numbers):
            matching.claims.setdefault(number, []).append(index)


def _bookmarked(copy: SentCopy, unit: SentUnit) -> list[int]:
    names = [name for paragraph in unit.paragraphs for name in paragraph.bookmarks]
    if not names:
        names = [name for paragraph in unit.paragraphs for name in paragraph.empty_bookmarks]
    return list(dict.fromkeys(copy.by_bookmark[name] for name in names if name in copy.by_bookmark))


def _best_run(matching: Matching, index: int, numbers: Sequence[int]) -> list[int]:
    """Return the units of one bookmark: neighbours, if it was split; of several places the most alike."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    if len(runs) == 1:
        return runs[0]
    words = words_in(matching.copy.plain[index])
    texts = (words_in(" ".join(matching.plain[number] for number in run)) for run in runs)
    alike = [likeness(words, text) for text in texts]
    return runs[alike.index(max(alike))]


def _by_bookmark_and_words(matching: Matching) -> None:
    """Match units whose bookmark and words agree, also if a paragraph was split or some were joined."""
    runs: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for number, indexes in matching.claims.items():
        runs[tuple(sorted(indexes))].append(number)
    for printed_ones, numbers in runs.items():
        indexes = list(printed_ones)
        printed = folded("".join(matching.copy.plain[index] for index in indexes))
        if printed and printed == folded("".join(matching.plain[number] for number in sorted(numbers))):
            for number in numbers:
                matching.add(number, indexes, "bookmark", is_sure=True)


def _drop_void_bookmarks(matching: Matching) -> None:
    for number, indexes in matching.claims.items():
        if number not in matching.found:
            matching.claims[number] = [index for index in indexes if index not in matching.taken]


def _by_bookmark(matching: Matching) -> None:
    """Match units whose text has changed by their bookmarks, if their words or neighbours agree."""
    similar = SimilarTexts.of(enumerate(matching.copy.plain))
    for number, indexes in sorted(matching.claims.items()):
        if number in matching.found or not indexes:
            continue
        copy, text = matching.copy, matching.plain[number]
        index = indexes[0]
        if not text and any(copy.plain[other] for other in indexes):
            matching.weak[number] = index
            continue
        own = likeness(heading_words(" ".join(copy.plain[other] for other in indexes)), heading_words(text))
        is_long = len(words_in(text)) >= FEW_WORDS
        is_near = matching.fits(number, index)
        nearest = similar.nearest(text) if is_long and not is_near else None
        is_doubtful = nearest is not None and _is_doubtful(matching, nearest, own, index)
        if is_doubtful or (own < LEAST_LIKENESS and not _has_number_of(matching, number, index)):
            matching.weak[number] = index
            continue
        matching.add(number, indexes, "bookmark", is_sure=is_near or (is_long and own >= LEAST_LIKENESS))


def _is_doubtful(matching: Matching, nearest: NearestText, own: float, index: int) -> bool:
    """Say whether a text is so like another answer that its own bookmark is doubtful."""
    printed = matching.copy.printed
    is_other = printed[nearest.number].path != printed[index].path
    return is_other and nearest.share >= LEAST_LIKENESS and nearest.share - own >= LEAST_AHEAD


# By words


def _by_equal_words_in_order(matching: Matching) -> None:
    """Match equal texts that are in the same order on both sides."""
    flow = matching.flow
    ours = [index for index, text in enumerate(matching.copy.plain) if text]
    there = [_token(matching, number) for number in flow]
    here = [f"\0{index}" if index in matching.taken else matching.copy.plain[index] for index in ours]
    blocks = SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks()
    for block in blocks:
        for step in range(block.size):
            number, index = flow[block.b + step], ours[block.a + step]
            if number not in matching.found and _is_rightly_equal(matching, number, index):
                is_decided = _is_decided(matching, index) or matching.fits(number, index)
                matching.add(number, (index,), "words", is_sure=is_decided or block.size > 1)
                _count_words(matching, index)


def _is_decided(matching: Matching, index: int) -> bool:
    """Say whether a text alone shows where it belongs: a long one, or a heading with its number."""
    text = matching.copy.plain[index]
    is_numbered = matching.copy.is_heading(index) and printed_number(text) != ""
    return is_numbered or len(words_in(text)) >= FEW_WORDS


def _is_rightly_equal(matching: Matching, number: int, index: int) -> bool:
    """Say whether a unit is a printed paragraph with the same text, although its bookmark is another's."""
    claims = matching.claims.get(number)
    if not claims or index in claims or _is_decided(matching, index):
        return True
    return not matching.fits(number, claims[0])


def _token(matching: Matching, number: int) -> str:
    match = matching.found.get(number)
    return f"\0{match.sent[0]}" if match else matching.plain[number]


def _count_words(matching: Matching, index: int) -> None:
    if not matching.copy.is_heading(index):
        matching.word_count += len(words_in(matching.copy.plain[index]))


def _by_equal_words(matching: Matching) -> None:
    """Match equal texts that are somewhere else, if each is there only once."""
    here, there = defaultdict(list), defaultdict(list)
    for index in matching.open_sent():
        here[matching.copy.plain[index]].append(index)
    for number in matching.open_units():
        there[matching.plain[number]].append(number)
    for text, numbers in there.items():
        if len(numbers) == 1 and len(here[text]) == 1:
            number, index = numbers[0], here[text][0]
            if _is_rightly_equal(matching, number, index):
                is_sure = _is_decided(matching, index) or matching.fits(number, index)
                matching.add(number, (index,), "words", is_sure=is_sure)
                _count_words(matching, index)


def _by_like_words(matching: Matching) -> None:
    """Match texts of which some words were changed."""
    open_sent = matching.open_sent()
    similar = SimilarTexts.of((index, matching.copy.plain[index]) for index in open_sent)
    wanted: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for number in matching.open_units():
        if number in matching.weak or len(words_in(matching.plain[number])) < FEW_WORDS:
            continue
        nearest = similar.nearest(matching.plain[number])
        if nearest and nearest.is_clear and _has_number_of(matching, number, nearest.number):
            wanted[nearest.number].append((nearest.share, number))
    for index, offers in wanted.items():
        share, number = max(offers)
        context = _is_near(matching, number, index)
        matching.add(number, (index,), "words", is_sure=context or share >= _CERTAIN_LIKENESS)
        _count_words(matching, index)


def _has_number_of(matching: Matching, number: int, index: int) -> bool:
    """Say whether a heading has the number that was printed; any other text has none."""
    here = printed_number(matching.plain[number])
    is_known = here in matching.copy.by_number
    return matching.copy.by_number.get(here) == index if is_known else True


def _is_near(matching: Matching, number: int, index: int) -> bool:
    """Say whether a neighbour of a unit is of the same answer as a printed paragraph."""
    path = matching.copy.printed[index].path
    return any(
        match.is_sure and matching.copy.printed[match.sent[0]].path == path
        for match in matching.beside(number)
        if match
    )


# By number and place


def _by_number(matching: Matching) -> None:
    """Match headings by their printed numbers alone; that is a guess, and never an entry of a list."""
    for number in matching.open_units():
        printed = printed_number(matching.plain[number])
        index = matching.copy.by_number.get(printed, -1)
        if index < 0 or index in matching.taken or printed.count(".") > 1:
            continue
        first, last = _bounds(matching, *matching.beside(number))
        is_between = first < index < last
        alike = likeness(heading_words(matching.plain[number]), heading_words(matching.copy.plain[index]))
        matching.add(number, (index,), "number", is_sure=is_between and alike >= LEAST_LIKENESS)


def _between_neighbours(matching: Matching) -> None:
    """Match what is left between two matched paragraphs with what was printed between them."""
    for numbers, before, after in list(_gaps(matching)):
        first, last = _bounds(matching, before, after)
        missing = [index for index in matching.open_sent() if first < index < last]
        unknown = [index for index in matching.unknown_sent() if first < index < last]
        if not missing and not unknown:
            continue
        ends = [match for match in (before, after) if match]
        is_framed = bool(ends) and all(match.is_sure for match in ends)
        paths = {matching.copy.printed[index].path for index in (*missing, *unknown)}
        for number, index in _pairs(matching, numbers, missing, unknown):
            if index in missing and not _may_be(matching, number, index):
                continue
            is_sure = is_framed and len(paths) == 1 and number not in matching.weak
            matching.add(number, (index,), "order", is_sure=is_sure)


def _may_be(matching: Matching, number: int, index: int) -> bool:
    """Say whether a unit can be a printed paragraph: headings are headings, with their own numbers."""
    is_heading = matching.copy.is_heading(index)
    return (matching.units[number].is_heading or not is_heading) and _has_number_of(matching, number, index)


def _pairs(
    matching: Matching, numbers: Sequence[int], missing: Sequence[int], unknown: Sequence[int]
) -> list[tuple[int, int]]:
    """Pair the paragraphs in a gap with those that were printed there, of which some texts are unknown."""
    printed = sorted((*missing, *unknown))
    if len(printed) == len(numbers):
        return list(zip(numbers, printed, strict=True))
    pairs = _best_pairs(matching, numbers, missing)
    paired = {number for number, _ in pairs}
    left = [number for number in numbers if number not in paired]
    if unknown:
        pairs += [(number, unknown[min(place, len(unknown) - 1)]) for place, number in enumerate(left)]
    return pairs


def _gaps(matching: Matching) -> Iterator[tuple[list[int], UnitMatch | None, UnitMatch | None]]:
    """Yield runs of units without a match, with the matches before and after."""
    run: list[int] = []
    before: UnitMatch | None = None
    for number in [*matching.flow, -1]:
        match = matching.found.get(number)
        if number >= 0 and match is None:
            run.append(number)
            continue
        if run:
            yield run, before, match
        run, before = [], match


def _bounds(matching: Matching, before: UnitMatch | None, after: UnitMatch | None) -> tuple[int, int]:
    """Return the numbers of the printed paragraphs before and after a gap."""
    return before.sent[-1] if before else -1, after.sent[0] if after else len(matching.copy.printed)


def _best_pairs(matching: Matching, numbers: Sequence[int], missing: Sequence[int]) -> list[tuple[int, int]]:
    """Pair units and printed paragraphs that share words, the most alike first."""
    shares = sorted(
        (
            (
                likeness(words_in(matching.plain[number]), words_in(matching.copy.plain[index])),
                -number,
                -index,
            )
            for number in numbers[:40]
            for index in missing[:40]
        ),
        reverse=True,
    )
    pairs: list[tuple[int, int]] = []
    for share, minus_number, minus_index in shares:
        number, index = -minus_number, -minus_index
        is_free = all(number != one and index != other for one, other in pairs)
        if share >= LEAST_LIKENESS / 2 and is_free:
            pairs.append((number, index))
    return pairs


def _by_weak_bookmark(matching: Matching) -> None:
    """Use what bookmarks say of text that was inserted or is like another answer, if nothing else does."""
    for number, index in matching.weak.items():
        if number not in matching.found and index not in matching.taken:
            matching.add(number, (index,), "bookmark", is_sure=not matching.plain[number])


# Splits and joins


def _join_split(matching: Matching) -> None:
    """Add neighbours without a match to a unit if together they are what was printed: it was split."""
    places = {number: place for place, number in enumerate(matching.flow)}
    for number, match in list(matching.found.items()):
        if number not in places or len(match.sent) != 1:
            continue
        wanted = folded(matching.copy.plain[match.sent[0]])
        if folded(matching.plain[number]) == wanted:
            continue
        for run in _runs_around(matching, places[number]):
            if folded("".join(matching.plain[near] for near in run)) == wanted:
                for near in run:
                    matching.add(near, match.sent, match.how, is_sure=match.is_sure)
                break


def _runs_around(matching: Matching, place: int) -> Iterator[list[int]]:
    """Yield runs of neighbours in the text that have no match, with the one at `place` among them."""
    own = matching.flow[place]
    first, last = place, place
    while place - first < _MOST_PIECES and first > 0 and matching.flow[first - 1] not in matching.found:
        first -= 1
    beyond = len(matching.flow) - 1
    while last - place < _MOST_PIECES and last < beyond and matching.flow[last + 1] not in matching.found:
        last += 1
    for start in range(first, place + 1):
        for end in range(place, last + 1):
            run = matching.flow[start : end + 1]
            if run != [own]:
                yield run


def _split_joined(matching: Matching) -> None:
    """Add printed paragraphs that are not found to a neighbour that has their text: they were joined."""
    missing = set(matching.open_sent())
    for number, match in list(matching.found.items()):
        text = folded(matching.plain[number])
        for sent in ((match.sent[0] - 1, *match.sent), (*match.sent, match.sent[-1] + 1)):
            others = set(sent) - set(match.sent)
            if others <= missing and folded("".join(matching.copy.plain[index] for index in sent)) == text:
                matching.add(number, sent, match.how, is_sure=match.is_sure)
                missing -= others
                break
