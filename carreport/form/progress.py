"""Say how far an inquiry has come, in numbers that nobody has to set by hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from carreport.form.answers import Answers, is_asked, is_empty, siblings_of
from carreport.form.schema import Form, Section


class SectionState(StrEnum):
    """How a section stands, in the words that screens use."""

    NOTHING = "Nothing yet"
    STARTED = "Started"
    READY = "Ready for review"


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """How a section stands: how many of the questions it asks have an answer."""

    section: str
    answered: int
    asked: int
    state: SectionState

    @property
    def label(self) -> str:
        """What a screen says: “Nothing yet”, “4 of 6 answered” or “Ready for review”."""
        if self.state is SectionState.STARTED:
            return f"{self.answered} of {self.asked} answered"
        return self.state.value

    @property
    def fraction(self) -> float:
        """How much is answered, from 0 to 1; a section that is ready is whole."""
        if self.state is SectionState.READY:
            return 1.0
        return self.answered / self.asked if self.asked else 0.0


def section_progress(section: Section, answers: Answers) -> SectionProgress:
    """Return how one section stands."""
    siblings = siblings_of(answers, f"{section.id}.")
    asked = [field for field in section.fields if is_asked(field, siblings)]
    answered = sum(not is_empty(field, siblings.get(field.id)) for field in asked)
    state = SectionState.STARTED if answered else SectionState.NOTHING
    if answers.is_ready(section.id):
        state = SectionState.READY
    return SectionProgress(section.id, answered, len(asked), state)


def form_progress(form: Form, answers: Answers) -> tuple[SectionProgress, ...]:
    """Return how every section stands, in the order of the form."""
    return tuple(section_progress(section, answers) for section in form.sections)
