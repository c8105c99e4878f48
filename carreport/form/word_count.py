"""Count the words that people have written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from carreport.form.answers import AnsweredField, Answers
from carreport.form.kinds import kind_of
from carreport.form.schema import Form, Value

WORDS_PER_PAGE = 220
"""The words on a page of a report, with its headings, tables and pictures; a rough figure."""
_WORD = re.compile(r"\w\S*")


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
