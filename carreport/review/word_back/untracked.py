"""Find what was changed without tracking: edits, splits and joins, moves, and questions that are gone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from carreport.review.word_back.findings import AnswerPlace, FindingKind, Placing
from carreport.review.word_back.formatting import reformatted_words
from carreport.review.word_back.matching import Matching
from carreport.review.word_back.unit_places import UnitPlaces
from carreport.review.word_back.versions import (
    SentUnit,
    everything,
    folded,
    nothing,
    plain,
    shown_blocks,
    shown_text,
)
from carreport.review.word_walk.document import ADDS, ChangeKind, WordDocument


@dataclass(frozen=True, slots=True)
class UntrackedPiece:
    """One difference that no tracked change explains. `units` are those that have the text now."""

    type: FindingKind
    place: AnswerPlace
    old: str = ""
    new: str = ""
    units: tuple[int, ...] = ()
    covers: int = 1
    words: str = ""
    author: str = ""
    when: str = ""


@dataclass(slots=True)
class UntrackedEdits:
    """The differences between what was sent and a file without its tracked changes."""

    matching: Matching
    places: UnitPlaces
    document: WordDocument

    def pieces(self) -> Iterator[UntrackedPiece]:
        """Yield the differences in reading order, then what is missing."""
        for units in self._groups():
            yield from self._compared(units)
        yield from self._missing()

    def _groups(self) -> Iterator[list[int]]:
        """Yield units that belong to the same printed paragraph together, all others alone."""
        group: list[int] = []
        for number in range(len(self.matching.units)):
            match = self.matching.found.get(number)
            last = self.matching.found.get(group[-1]) if group else None
            if group and (match is None or last is None or not set(match.sent) & set(last.sent)):
                yield group
                group = []
            group.append(number)
        if group:
            yield group

    def _compared(self, units: Sequence[int]) -> Iterator[UntrackedPiece]:
        matches = [match for number in units if (match := self.matching.found.get(number))]
        now = "\n".join(self.matching.units[number].original.strip() for number in units)
        if not matches:
            yield from self._added(units[0], now)
            return
        sent = sorted({index for match in matches for index in match.sent})
        texts = [self.matching.copy.printed[index].text for index in sent]
        known = [text for text in texts if text is not None]
        before = "\n".join(known)
        if len(known) < len(texts):
            return
        place = self.places.by_unit[units[0]]
        if (len(units) > 1 or len(sent) > 1) and folded(now) == folded(before):
            yield UntrackedPiece(FindingKind.MARK, place, before, now, tuple(units), len(sent))
        elif plain(now) != plain(before) and not self._is_marked_wrongly(units, before):
            is_question = place.number == 0 and len(sent) == 1 and len(units) == 1
            kind = FindingKind.QUESTION_CHANGED if is_question else FindingKind.UNTRACKED
            yield UntrackedPiece(kind, place, before, now, tuple(units), len(sent))
        if len(units) == len(sent) == 1 and place.number and place.path:
            yield from self._reformatted(units[0], sent[0], place)

    def _is_marked_wrongly(self, units: Sequence[int], before: str) -> bool:
        """Say whether a program has marked text as new that was sent, so that nothing else has changed."""
        lines = (shown_text(self.document, self.matching.units[number], everything) for number in units)
        return plain(before) in {plain(line) for text in lines for line in text.split("\n")}

    def _reformatted(self, number: int, index: int, place: AnswerPlace) -> Iterator[UntrackedPiece]:
        """Yield what became bold, italic, a link or a list, or is none any more."""
        unit = self.matching.units[number]
        printed = self.matching.copy.printed[index]
        now = shown_blocks(self.document, unit, nothing)
        words = reformatted_words(printed, now, has_own_list=not self._is_joined(number))
        if words:
            text = printed.text or ""
            author, when = self._link_author(unit)
            yield UntrackedPiece(
                FindingKind.FORMAT,
                place,
                text,
                unit.original,
                (number,),
                words=words,
                author=author,
                when=when,
            )

    def _is_joined(self, number: int) -> bool:
        """Say whether the mark before a unit was deleted, so that it may look like what is before it."""
        paragraphs = self.document.paragraphs
        first = self.matching.units[number].numbers[0]
        earlier = (paragraphs[place] for place in range(first - 1, -1, -1))
        before = next((part for part in earlier if part.container == paragraphs[first].container), None)
        marks = before.mark_changes if before else ()
        return any(self.document.changes[mark].type not in ADDS for mark in marks)

    def _link_author(self, unit: SentUnit) -> tuple[str, str]:
        """Return who changed how links look, and when: a link itself is never tracked."""
        runs = (run for paragraph in unit.paragraphs for run in paragraph.runs if run.link)
        changes = [self.document.changes[index] for run in runs for index in run.changes]
        formats = [change for change in changes if change.type is ChangeKind.FORMAT]
        authors = {change.author for change in formats}
        return (formats[0].author, formats[0].when) if len(authors) == 1 else ("", "")

    def _added(self, number: int, now: str) -> Iterator[UntrackedPiece]:
        unit = self.matching.units[number]
        is_page_number = unit.place in ("header", "footer") and not any(map(str.isalpha, plain(now)))
        is_struck = not shown_text(self.document, unit, everything)
        is_nothing = is_page_number or is_struck or self._is_repeated_caption(number)
        if plain(now) and not is_nothing:
            yield UntrackedPiece(FindingKind.UNTRACKED, self.places.by_unit[number], "", now, (number,))

    def _is_repeated_caption(self, number: int) -> bool:
        """Say whether a program has written the caption of a table a second time."""
        text, units = self.matching.plain[number], self.matching.units
        path = self.places.by_unit[number].path
        printed = zip(self.matching.copy.printed, self.matching.copy.plain, strict=True)
        is_caption = any(
            "caption" in units[near].paragraphs[0].look.style and self.matching.plain[near] == text
            for near in (number, number + 1)
            if near < len(units)
        )
        return is_caption and any(known.endswith(text) for entry, known in printed if entry.path == path)

    # What is missing

    def _missing(self) -> Iterator[UntrackedPiece]:
        missing = self.matching.open_sent()
        gone = self._gone_paths(missing)
        reported: set[str] = set()
        for index in missing:
            entry = self.matching.copy.printed[index]
            place = AnswerPlace(entry.path, entry.number, Placing.SURE)
            around = next(
                (path for path in gone if entry.path == path or entry.path.startswith(f"{path}/")), None
            )
            if around is not None and entry.path:
                if around not in reported:
                    reported.add(around)
                    whole = AnswerPlace(around, 0, Placing.SURE)
                    yield UntrackedPiece(FindingKind.QUESTION_GONE, whole, self._printed_at(around))
            elif entry.number == 0 and entry.path:
                yield UntrackedPiece(FindingKind.QUESTION_GONE, place, entry.text or "")
            else:
                yield UntrackedPiece(FindingKind.UNTRACKED, place, entry.text or "")

    def _gone_paths(self, missing: Iterable[int]) -> list[str]:
        """Return the paths of which nothing is left, without those inside others."""
        printed = self.matching.copy.printed
        lost = set(missing)
        kept = {
            printed[index].path
            for index, text in enumerate(self.matching.copy.plain)
            if text and index not in lost
        }
        paths = sorted(
            path
            for path in {printed[index].path for index in lost} - kept
            if not any(other.startswith(f"{path}/") for other in kept)
        )
        return [path for path in paths if not any(path.startswith(f"{other}/") for other in paths)]

    def _printed_at(self, path: str) -> str:
        entries = self.matching.copy.printed
        inside = (entry for entry in entries if entry.path == path or entry.path.startswith(f"{path}/"))
        return "\n".join(entry.text for entry in inside if entry.text)

    def moved(self) -> list[UntrackedPiece]:
        """Return the paragraphs that are in another order than they were sent, in blocks."""
        order = [
            (self.matching.found[number].sent[0], number)
            for number in self.matching.flow
            if number in self.matching.found and self.matching.found[number].is_sure
        ]
        steady = set(_longest_rise([index for index, _ in order]))
        pieces: list[UntrackedPiece] = []
        last = -2
        for index, number in order:
            if index in steady:
                last = -2
                continue
            if index != last + 1:
                text = self.matching.copy.printed[index].text or ""
                pieces.append(
                    UntrackedPiece(FindingKind.MOVE, self.places.by_unit[number], text, text, (number,))
                )
            last = index
        return pieces


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """Return the longest rising sequence in a list of numbers."""
    ends: list[int] = []
    ends_at: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(ends_at[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        ends_at[length : length + 1] = [place]
    rise: list[int] = []
    place = ends_at[-1] if ends_at else -1
    while place >= 0:
        rise.append(numbers[place])
        place = before[place]
    return rise[::-1]
