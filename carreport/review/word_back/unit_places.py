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

    def __post_init__(self) -> None:
        """Place the units in reading order, as notes belong to paragraphs before them."""
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
        before, _ = self.matching.beside(number)
        return self._of_match(before) if before else AnswerPlace(why=_NO_QUESTION)

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
        before, after = self.matching.beside(number)
        if before is None:
            return AnswerPlace(why=_NO_QUESTION)
        place = self._of_match(before)
        printed = self.matching.copy.printed
        last = before.sent[-1]
        is_same = after is not None and printed[after.sent[0]].path == place.path
        is_last = last + 1 == (after.sent[0] if after else len(printed))
        ends_sure = before.is_sure and (after is None or after.is_sure)
        is_sure = ends_sure and (is_same or is_last) and not self._follows_heading(number)
        if is_sure:
            return AnswerPlace(place.path, printed[last].number, Placing.SURE)
        return AnswerPlace(place.path, printed[last].number, Placing.GUESS, place.why or _ADDED)

    def _follows_heading(self, number: int) -> bool:
        """Say whether this is a heading that was not sent, or text below one."""
        units = self.matching.units
        while number >= 0 and number not in self.matching.found:
            if units[number].is_heading and units[number].place in FLOW:
                return True
            number -= 1
        return False
