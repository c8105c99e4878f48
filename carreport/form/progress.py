"""Work out the progress of an inquiry from its answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from carreport.form.answers import Answers, is_asked, is_empty, siblings_of
from carreport.form.schema import Form, Section


class SectionState(StrEnum):
    """The state of a section, as shown on screens."""

    NOTHING = "Nothing yet"
    STARTED = "Started"
    READY = "Ready for review"


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """The progress of a section: how many of the questions asked are answered."""

    section: str
    answered: int
    asked: int
    state: SectionState

    @property
    def label(self) -> str:
        """The text on screens: “Nothing yet”, “4 of 6 answered” or “Ready for review”."""
        if self.state is SectionState.STARTED:
            return f"{self.answered} of {self.asked} answered"
        return self.state.value

    @property
    def fraction(self) -> float:
        """The fraction of questions answered, from 0 to 1; always 1 for a section marked as ready."""
        if self.state is SectionState.READY:
            return 1.0
        return self.answered / self.asked if self.asked else 0.0


def section_progress(section: Section, answers: Answers) -> SectionProgress:
    """Return the progress of one section."""
    siblings = siblings_of(answers, f"{section.id}.")
    asked = [field for field in section.fields if is_asked(field, siblings)]
    answered = sum(not is_empty(field, siblings.get(field.id)) for field in asked)
    state = SectionState.STARTED if answered else SectionState.NOTHING
    if answers.is_ready(section.id):
        state = SectionState.READY
    return SectionProgress(section.id, answered, len(asked), state)


def form_progress(form: Form, answers: Answers) -> tuple[SectionProgress, ...]:
    """Return the progress of every section, in the order of the form."""
    return tuple(section_progress(section, answers) for section in form.sections)
