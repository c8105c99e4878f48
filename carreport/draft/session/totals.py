"""Count the contents of an inquiry: questions answered, entries and pictures."""

from __future__ import annotations

from dataclasses import dataclass

from carreport.form import paths
from carreport.form.answers import Answers, is_empty
from carreport.form.schema import Form
from carreport.form.wording import format_count_or_no


@dataclass(frozen=True, slots=True)
class Totals:
    """The number of questions answered, of entries in lists, and of pictures."""

    questions: int
    entries: int
    pictures: int = 0

    @property
    def text(self) -> str:
        """The text shown on screens: “41 questions answered, 23 entries, 6 pictures”."""
        asked = f"{format_count_or_no(self.questions, 'question')} answered"
        entries = format_count_or_no(self.entries, "entry")
        return f"{asked}, {entries}, {format_count_or_no(self.pictures, 'picture')}"


def count_totals(form: Form, answers: Answers, pictures: int = 0) -> Totals:
    """Return the totals; a list counts as one question, however many are asked in its entries."""
    questions = entries = 0
    for path, value in answers.values.items():
        question = form.field(path)
        if question is None or paths.is_mark(path) or is_empty(question, value):
            continue
        questions += 1
        if question.is_group:
            entries += sum(not is_empty(question, (item,)) for item in value)
    return Totals(questions, entries, pictures)
