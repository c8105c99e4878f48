"""Say which answer each paragraph of a reviewed file belongs to, also those that were not sent."""

from __future__ import annotations

from dataclasses import dataclass, field

from carreport.review.word_back.findings import AnswerPlace, Placing
from carreport.review.word_back.matching import FLOW, Matching, UnitMatch

_WHY = {
    "bookmark": "The bookmark and the words of this paragraph point to different answers.",
    "words": "The paragraph was found by its words alone.",
    "order": "The paragraph was found by its place between two others.",
    "number": "Only the printed number of the question is the same.",
}
_ADDED = "It is new text, and what is above it may have been moved."
_NO_QUESTION = "It is not below any question that was sent."


@dataclass(slots=True)
class UnitPlaces:
    """The place of each unit and of each paragraph of a file."""

    matching: Matching
    by_paragraph: dict[int, AnswerPlace] = field(default_factory=dict)
    by_unit: dict[int, AnswerPlace] = field(default_factory=dict)
    unit_of: dict[int, int] = field(default_factory=dict)
    """The unit of each paragraph of the file."""
    _before: dict[int, UnitMatch] = field(default_factory=dict)
    _after: dict[int, UnitMatch] = field(default_factory=dict)
    _below_new_heading: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Place the units in reading order, as notes belong to paragraphs before them."""
        self._look_around()
        units = self.matching.units
        for number, unit in enumerate(units):
            for paragraph in unit.numbers:
                self.unit_of[paragraph] = number
        for number in range(len(units)):
            self._place(number)

    def of_paragraph(self, paragraph: int) -> AnswerPlace:
        """Return the place of a paragraph of the file."""
        return self.by_paragraph.get(paragraph, AnswerPlace(why=_NO_QUESTION))

    def after_the_one_before(self, number: int) -> AnswerPlace:
        """Return the place of text that was added directly before a unit, so after the one before it."""
        before = self._before.get(number)
        return self._of_match(before) if before else AnswerPlace(why=_NO_QUESTION)

    def _look_around(self) -> None:
        """Note the matches before and after each unit, and which are below a heading that was not sent."""
        found, units, texts = self.matching.found, self.matching.units, self.matching.plain
        flow = [number for number, unit in enumerate(units) if unit.place in FLOW]
        before: UnitMatch | None = None
        is_below = False
        for number in flow:
            match = found.get(number)
            if before:
                self._before[number] = before
            is_new_heading = units[number].is_heading and texts[number] != ""
            is_below = match is None and (is_below or is_new_heading)
            if is_below:
                self._below_new_heading.add(number)
            before = match or before
        after: UnitMatch | None = None
        for number in reversed(flow):
            if after:
                self._after[number] = after
            after = found.get(number) or after

    def _place(self, number: int) -> None:
        unit = self.matching.units[number]
        match = self.matching.found.get(number)
        if match:
            place = self._of_match(match)
        elif unit.place in FLOW:
            place = self._of_added(number)
        else:
            place = self.of_paragraph(unit.paragraphs[0].host)
        self.by_unit[number] = place
        for paragraph in unit.numbers:
            self.by_paragraph[paragraph] = place

    def _of_match(self, match: UnitMatch) -> AnswerPlace:
        printed = self.matching.copy.printed[match.sent[0]]
        if match.is_sure:
            return AnswerPlace(printed.path, printed.number, Placing.SURE)
        return AnswerPlace(printed.path, printed.number, Placing.GUESS, _WHY[match.how])

    def _of_added(self, number: int) -> AnswerPlace:
        """Return the place of text that was not sent: the answer that is both before and after it."""
        before, after = self._before.get(number), self._after.get(number)
        if before is None:
            return AnswerPlace(why=_NO_QUESTION)
        place = self._of_match(before)
        printed = self.matching.copy.printed
        last = before.sent[-1]
        is_same = after is not None and printed[after.sent[0]].path == place.path
        is_last = last + 1 == (after.sent[0] if after else len(printed))
        ends_sure = before.is_sure and (after is None or after.is_sure)
        is_sure = ends_sure and (is_same or is_last) and number not in self._below_new_heading
        if is_sure:
            return AnswerPlace(place.path, printed[last].number, Placing.SURE)
        return AnswerPlace(place.path, printed[last].number, Placing.GUESS, place.why or _ADDED)
