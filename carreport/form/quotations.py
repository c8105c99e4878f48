"""Trace quotations to the answers they came from, and report differences.

A quotation may leave words out (“…” or “[…]”), and its quotation marks and spaces may differ from
those of its source. Any other difference is a problem, shown with both texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from carreport.form.answers import Answers, is_empty
from carreport.form.kinds import kind_of
from carreport.form.problems import Problem
from carreport.form.richtext import RichText
from carreport.form.schema import Form, Value

LONGEST_LINE = 160
_OMISSION = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.")
_MARKS = str.maketrans({**dict.fromkeys('“”„‟«»″"‘’‚‛′', "'"), "\u00ad": None})


@dataclass(frozen=True, slots=True)
class SourcedQuotation:
    """A quotation with a source: the answer it is in, its text, and the answer it came from."""

    path: str
    text: str
    source: str


def sourced_quotations(form: Form, answers: Answers) -> Iterator[SourcedQuotation]:
    """Yield every quotation with a source, in the order of the form, in each version of an answer."""
    for answer in answers.answered_fields(form):
        if not kind_of(answer.field).is_rich_text:
            continue
        versions = [version.value for version in answers.versions.get(answer.path, ())] or [answer.value]
        for value in versions:
            yield from sourced_quotations_in(answer.path, value)


def sourced_quotations_in(path: str, value: Value) -> Iterator[SourcedQuotation]:
    """Yield the quotations with a source in one text; adjacent blocks from one source are one quotation."""
    last: SourcedQuotation | None = None
    for block in RichText.from_json(value).blocks:
        if last and last.source == block.source:
            last = SourcedQuotation(path, f"{last.text}\n\n{block.plain_text}", last.source)
            continue
        if last:
            yield last
        last = SourcedQuotation(path, block.plain_text, block.source) if block.source else None
    if last:
        yield last


def source_texts(form: Form, answers: Answers, path: str) -> tuple[str, ...]:
    """Return the text of each version of the answer at `path`; none if it is empty."""
    question = form.field(path)
    if question is None or question.is_group or is_empty(question, answers.get(path)):
        return ()
    versions = [version.value for version in answers.versions.get(path, ())] or [answers.get(path)]
    return tuple(kind_of(question).format_value(question, value) for value in versions)


def is_verbatim(words: str, source: str) -> bool:
    """Say whether `source` contains the words of a quotation, in order and as whole words.

    Its paragraphs may be in another order.
    """
    paragraphs = [paragraph for paragraph in words.split("\n\n") if paragraph.strip()]
    return _is_verbatim_run(words, source) or (
        len(paragraphs) > 1 and all(_is_verbatim_run(paragraph, source) for paragraph in paragraphs)
    )


def _is_verbatim_run(words: str, source: str) -> bool:
    pieces = [piece for piece in map(_normalised, _OMISSION.split(_without_outer_marks(words))) if piece]
    within = _normalised(source)
    at = 0
    for piece in pieces:
        match = _whole_word_pattern(piece).search(within, at)
        if match is None:
            return False
        at = match.end()
    return bool(pieces)


def _whole_word_pattern(piece: str) -> re.Pattern[str]:
    """Return a pattern that matches a passage as whole words."""
    before = r"(?<!\w)" if re.match(r"\w", piece) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", piece) else ""
    return re.compile(before + re.escape(piece) + after)


def quotation_problems(
    form: Form, answers: Answers, texts_of: Callable[[str], Sequence[str]] | None = None
) -> Iterator[Problem]:
    """Yield each quotation that no longer matches its source, or whose source is gone.

    `texts_of` returns the texts at a path, if quotations may come from more than `answers`.
    """
    for quotation in sourced_quotations(form, answers):
        texts = texts_of(quotation.source) if texts_of else source_texts(form, answers, quotation.source)
        quoted = truncate(quotation.text)
        question = form.field(quotation.source)
        if question is None:
            message = f"It quotes “{quoted}” from a question that is no longer asked ({quotation.source})."
            yield Problem(quotation.path, "quotation-source-gone", message)
        elif not texts:
            message = f"It quotes “{quoted}” from the answer to “{question.label}”, which has been removed."
            yield Problem(quotation.path, "quotation-source-gone", message)
        elif not any(is_verbatim(quotation.text, text) for text in texts):
            now = truncate(_nearest_paragraph(quotation.text, texts[0]))
            message = f"It quotes “{quoted}”, but the answer to “{question.label}” now says “{now}”."
            yield Problem(quotation.path, "quotation-drifted", message)


def truncate(text: str, longest: int = LONGEST_LINE) -> str:
    """Return `text` on one line, shortened for a list."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def _normalised(text: str) -> str:
    """Return `text` with uniform quotation marks and spaces, and no spaces at its ends."""
    return " ".join(text.translate(_MARKS).split())


def _without_outer_marks(words: str) -> str:
    """Return a quotation without quotation marks around the whole of it."""
    line = words.strip()
    return line[1:-1] if len(line) > 1 and line[0] in "“‘\"'" and line[-1] in "”’\"'" else line


def _nearest_paragraph(words: str, text: str) -> str:
    """Return the paragraph of `text` that shares the most words with a quotation."""
    wanted = set(_normalised(words).casefold().split())
    chunks = [chunk for chunk in text.split("\n") if chunk.strip()]
    return max(
        chunks, key=lambda chunk: len(wanted & set(_normalised(chunk).casefold().split())), default=text
    )


_SENTENCE = re.compile(r"[^\n]+?(?:[.!?…]+[\"”’')\]]*(?=\s)|(?=\n)|\Z)")
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")
_LONGER = 3
"""Passages with more than this many times the words of the quotation are not considered."""


def nearest_passage(words: str, texts: Sequence[str]) -> str:
    """Return the consecutive sentences in one of `texts` that share the most words with a quotation.

    Return nothing if no text shares a word with it.
    """
    wanted = Counter(_words(words))
    candidates = [(share, passage) for text in texts for share, passage in _best_in(wanted, text)]
    return max(candidates, key=lambda candidate: candidate[0], default=(0.0, ""))[1]


def _best_in(wanted: Counter[str], text: str) -> list[tuple[float, str]]:
    places = [match.span() for match in _SENTENCE.finditer(text) if match.group().strip()]
    sentences = [Counter(_words(text[start:end])) for start, end in places]
    most = max(_LONGER * wanted.total(), 1)
    best: tuple[float, int, int] | None = None
    for first in range(len(places)):
        so_far: Counter[str] = Counter()
        for last in range(first, len(places)):
            so_far += sentences[last]
            if last > first and so_far.total() > most:
                break
            share = _share(wanted, so_far)
            if share > (best[0] if best else 0.0):
                best = (share, first, last)
    if best is None:
        return []
    share, first, last = best
    return [(share, text[places[first][0] : places[last][1]].strip())]


def _share(one: Counter[str], other: Counter[str]) -> float:
    """Return the similarity of two runs of words; 1 if they are equal."""
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 0.0


def _words(text: str) -> list[str]:
    return [match.group().casefold() for match in _WORD.finditer(text)]
