"""The list of answers that can be quoted, each with the beginning of its text."""

from __future__ import annotations

from collections.abc import Sequence

from carreport.ui.quotations.quotable_answers import QuotableAnswer
from carreport.ui.widgets.row_list import ENTER_KEYS, Row, RowDelegate, RowListView

_MAX_SPOKEN = 160


class QuotableAnswerList(RowListView):
    """The answers; the page shows the selected one next to the list."""

    enter_keys = ENTER_KEYS

    def __init__(self) -> None:
        super().__init__(RowDelegate())
        self.setAccessibleName("Answers that can be quoted")
        self.setMinimumWidth(220)

    def set_answers(self, answers: Sequence[QuotableAnswer]) -> None:
        """List these answers."""
        self.set_rows([_make_row(answer) for answer in answers])


def _make_row(answer: QuotableAnswer) -> Row:
    return Row(
        answer.path,
        answer.place,
        _second_line(answer),
        answer,
        accessible_text(answer),
        f"{answer.place} {answer.speaker} {answer.text.plain_text}",
        needs_attention=bool(_problem_text(answer)),
    )


def accessible_text(answer: QuotableAnswer) -> str:
    """Return what a screen reader says for an answer in the list."""
    problem = _problem_text(answer)
    beginning = " ".join(answer.text.plain_text.split())[:_MAX_SPOKEN]
    return ". ".join(part for part in (answer.place, problem, beginning) if part)


def _second_line(answer: QuotableAnswer) -> str:
    return _problem_text(answer) or " ".join(answer.text.plain_text[: 2 * _MAX_SPOKEN].split())


def _problem_text(answer: QuotableAnswer) -> str:
    if answer.not_quotable_reason:
        return "Only you can see this"
    return f"Not printed: {answer.not_printed_reason}" if answer.not_printed_reason else ""
