"""Add up how many people were asked and how many answered; approximate numbers are never added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from carreport.form.answers import Item
from carreport.form.kinds.simple import stored_number
from carreport.form.schema import Value
from carreport.form.wording import is_countable, is_quantity
from carreport.language.messages import format_number, gettext, gettext_noop, ngettext
from carreport.survey.agreement import count_and_share
from carreport.survey.results.result import SurveyResult

APPROXIMATE = gettext_noop("some of the numbers are approximate, so they are not added up")


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """The numbers entered for several rounds: exact ones, and text such as “about 20”."""

    numbers: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def total(self) -> int | None:
        """The sum, or nothing if a number is approximate or none was entered."""
        return sum(self.numbers) if self.numbers and not self.texts else None

    @property
    def text(self) -> str:
        """The sum, or the one approximate number as it was typed; otherwise empty."""
        if self.total is not None:
            return format_number(self.total)
        return self.texts[0] if len(self.texts) == 1 and not self.numbers else ""

    @property
    def is_entered(self) -> bool:
        """Whether anything was entered."""
        return bool(self.numbers or self.texts)


@dataclass(frozen=True, slots=True)
class GroupResponse:
    """How many people of one group were asked and answered; `unrecorded` rounds have no number."""

    who: str
    asked: PeopleCount
    answered: PeopleCount
    unrecorded: int = 0

    @property
    def rate(self) -> str:
        """“10 of 37 (27%)”, “about 20 of about 40”, or empty if it is not known."""
        if self.unrecorded:
            return ""  # the people asked in those rounds are not among those who answered
        if self.asked.total is not None and self.answered.total is not None:
            return count_and_share(self.answered.total, self.asked.total)
        if not (self.answered.text and self.asked.text):
            return ""
        return gettext("{part} of {whole}", part=self.answered.text, whole=self.asked.text)

    @property
    def sentence(self) -> str:
        """“Partners: 10 of 37 (27%) answered.”; empty if nothing was entered."""
        if not (self.asked.is_entered or self.answered.is_entered):
            return ""
        return f"{self.who}: {self._outcome()}."

    def _outcome(self) -> str:
        if not self.answered.is_entered:
            text = self.asked.text
            asked = gettext("{number} asked", number=text)
            asked = asked if is_quantity(text) else gettext("asked: {number}", number=text)
            asked = asked if text else gettext(APPROXIMATE)
            return gettext("{asked}; the number who answered was not recorded", asked=asked)
        if not self.answered.text or (self.asked.is_entered and not self.asked.text):
            return gettext(APPROXIMATE)
        fits = is_countable if self.asked.text else is_quantity
        if not all(fits(count.text) for count in (self.asked, self.answered) if count.text):
            answered = gettext("answered: {number}", number=self.answered.text)
            asked = gettext("asked: {number}", number=self.asked.text)
            return f"{asked}; {answered}" if self.asked.text else answered
        if self.unrecorded:
            return ngettext(
                "{answered} answered; {count} round without a number is not included",
                "{answered} answered; {count} rounds without a number are not included",
                self.unrecorded,
                answered=self.answered.text,
            )
        if self.rate:
            return gettext("{number} answered", number=self.rate)
        return gettext("{number} answered; the number asked was not recorded", number=self.answered.text)


def people_count(values: Iterable[Value]) -> PeopleCount:
    """Return the numbers and the approximate ones among these answers."""
    entered = [value for value in values if value not in (None, "")]
    numbers = tuple(int(number) for value in entered if (number := stored_number(value)) is not None)
    return PeopleCount(numbers, tuple(str(value) for value in entered if stored_number(value) is None))


def responses_by_group(
    rounds: Sequence[Item],
    result: SurveyResult | None = None,
    *,
    who: str = "who",
    asked: str = "asked",
    answered: str = "answered",
) -> list[GroupResponse]:
    """Return the response of each group of people, in the order in which the groups first occur.

    A round of a survey without a number takes it from its replies, if it is the only round of its group:
    of several rounds, it is not known which one a reply came in.
    """
    by_who: dict[str, list[Item]] = {}
    for item in rounds:
        by_who.setdefault(str(item.get(who) or ""), []).append(item)
    responses: list[GroupResponse] = []
    for name, items in by_who.items():
        counts = round_answers(items, result, answered)
        is_open = (item.get(asked) not in (None, "") for item in items)
        unrecorded = sum(count in (None, "") for count, has in zip(counts, is_open, strict=True) if has)
        asked_count = people_count(item.get(asked) for item in items)
        responses.append(
            GroupResponse(name or gettext("Overall"), asked_count, people_count(counts), unrecorded)
        )
    return responses


def round_answers(
    rounds: Sequence[Item], result: SurveyResult | None = None, answered: str = "answered"
) -> list[Value]:
    """Return how many answered in each round of one group: as entered, or else counted from the replies."""
    typed = [item.get(answered) for item in rounds]
    who = rounds[0].get("who") if len(rounds) == 1 else None
    if result is None or not who or typed[0] not in (None, ""):
        return typed
    return [sum(name == who for name in result.replies.waves) or None]
