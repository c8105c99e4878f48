"""Work out the progress of an inquiry: from its answers to its main questions, and in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from carreport.form.answers import AnsweredField, Answers, is_asked, is_empty, siblings_of
from carreport.form.kinds import kind_of
from carreport.form.schema import Form, Section, Value

WORDS_PER_PAGE = 220
"""The words on a page of a report, with its headings, tables and pictures; a rough figure."""
_WORD = re.compile(r"\w\S*")


class SectionState(StrEnum):
    """The state of a section, as shown on screens."""

    NOTHING = "Nothing yet"
    STARTED = "Started"
    READY = "Ready for review"


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """The progress of a section: how many of its main questions that are asked have an answer.

    `noun` is what is counted, “main question”, or “question” in a form that does not mark its main ones.
    """

    section: str
    answered: int
    asked: int
    state: SectionState
    noun: str = "question"

    @property
    def label(self) -> str:
        """The text on screens: “Nothing yet”, “4 of 6 main questions” or “Ready for review”."""
        return self.count_text if self.state is SectionState.STARTED and self.asked else self.state.value

    @property
    def count_text(self) -> str:
        """How many are answered: “4 of 6 main questions” or “All 6 main questions”."""
        return answered_text(self.answered, self.asked, self.noun)

    @property
    def fraction(self) -> float:
        """The fraction of questions answered, from 0 to 1; always 1 for a section marked as ready."""
        if self.state is SectionState.READY:
            return 1.0
        return self.answered / self.asked if self.asked else 0.0


def section_progress(form: Form, section: Section, answers: Answers) -> SectionProgress:
    """Return the progress of one section of a form."""
    siblings = siblings_of(answers, f"{section.id}.")
    is_started = any(not is_empty(field, siblings.get(field.id)) for field in section.fields)
    asked = [field for field in form.main_questions(section) if is_asked(field, siblings)]
    answered = sum(not is_empty(field, siblings.get(field.id)) for field in asked)
    state = SectionState.STARTED if is_started else SectionState.NOTHING
    if answers.is_ready(section.id):
        state = SectionState.READY
    noun = "main question" if form.marks_main_questions else "question"
    return SectionProgress(section.id, answered, len(asked), state, noun)


def form_progress(form: Form, answers: Answers) -> tuple[SectionProgress, ...]:
    """Return the progress of every section, in the order of the form."""
    return tuple(section_progress(form, section, answers) for section in form.sections)


def total_text(progress: Sequence[SectionProgress]) -> str:
    """Return how far a whole form is: “5 of 9 main questions”."""
    answered, asked = sum(part.answered for part in progress), sum(part.asked for part in progress)
    return answered_text(answered, asked, progress[0].noun if progress else "question")


def answered_text(answered: int, asked: int, noun: str) -> str:
    """Return how many questions are answered: “3 of 5 main questions”, “All 5 main questions”."""
    if asked == 1:
        return f"{noun.capitalize()} {'answered' if answered else 'not answered'}"
    if answered == asked:
        return f"All {asked} {noun}s"
    return f"{answered} of {asked} {noun}s"


def count_words(text: str) -> int:
    """Return the number of words; a dash by itself is none."""
    return len(_WORD.findall(text))


def words_in(answers: Answers, form: Form, *, section: str = "", path: str = "") -> int:
    """Return the words in all answers, or only in those of a section, or at a path and inside it.

    Only texts and lines count: no choices, numbers or dates, and nothing from survey replies.
    """
    return sum(
        sum(count_words(text) for text in _texts_of(answer.value))
        for answer in answers.answered_fields(form)
        if _is_wanted(answer, section, path) and kind_of(answer.field).is_quotable
    )


def estimate_pages(words: int) -> int:
    """Return about how many pages of a report these words take, at least one."""
    return max(1, round(words / WORDS_PER_PAGE))


def _texts_of(value: Value) -> Iterator[str]:
    """Yield the paragraphs of a stored text, or a line; what is stored is clean, so it is not read again."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            if not isinstance(part, str):
                yield from _texts_of(part)
    elif isinstance(value, Sequence):
        yield "".join(str(span.get("text", "")) for span in value if isinstance(span, Mapping))
        for part in value:
            if not isinstance(part, str):
                yield from _texts_of(part)


def _is_wanted(answer: AnsweredField, section: str, path: str) -> bool:
    if path:
        return answer.path == path or answer.path.startswith(f"{path}/")
    return not section or answer.path.startswith(f"{section}.")
