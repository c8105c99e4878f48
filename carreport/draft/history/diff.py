"""Compare two versions of an answer word by word, for the window and the terminal.

`diff_answer` compares answers, `diff_rich_text` and `diff_text` texts; `fold_unchanged` shortens what they
return for a list. Kept and removed spans together are always the old text, kept and added spans the new one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from carreport.draft.history.word_alignment import (
    align_words,
    count_words,
    is_word,
    rising_pairs,
    split_words,
    without_spaces,
)
from carreport.form.kinds import kind_of
from carreport.form.richtext import Block, RichText, Span
from carreport.form.schema import Field, Value
from carreport.form.wording import format_count

MOVED_AWAY, MOVED_HERE = "moved from here", "moved here"
FEWEST_MOVED = 3
"""The fewest words of a paragraph that is said to have moved."""
FOLD_CONTEXT = 8
"""The number of unchanged words shown on each side of a change in a list."""

_PARAGRAPHS = re.compile(r"[^\n]+|\n+")
_BLOCK_NOTES = {
    "paragraph": "now an ordinary paragraph",
    "bullet": "now a bullet point",
    "number": "now a numbered point",
    "quote": "now a quotation",
    "subheading": "now a subheading",
}


class DiffOp(StrEnum):
    """Whether words were kept, added or removed; of folded words only the number is shown."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class DiffSpan:
    """A run of words with the same operation.

    `note` says what else happened to them: “now bold”, “moved here”. `is_whole` marks an answer that is not
    a text, which is shown as old → new.
    """

    op: DiffOp
    text: str
    note: str = ""
    is_whole: bool = False


def diff_text(one: str, other: str) -> tuple[DiffSpan, ...]:
    """Return the difference between two plain texts as spans, in reading order."""
    return tuple(_joined(_diff_paragraphs(_PARAGRAPHS.findall(one), _PARAGRAPHS.findall(other))))


def diff_rich_text(one: RichText, other: RichText) -> tuple[DiffSpan, ...]:
    """Return the difference between two texts, with a note on words whose formatting changed."""
    spans = diff_text(one.plain_text, other.plain_text)
    formats, other_formats = _formats(one), _formats(other)
    return tuple(_joined(_note_formats(spans, formats, other_formats)))


def diff_answer(field: Field, before: Value, after: Value) -> tuple[DiffSpan, ...]:
    """Return the difference between two answers: by words for texts, otherwise the old and the new answer."""
    kind = kind_of(field)
    if kind.is_rich_text:
        return diff_rich_text(RichText.from_json(before), RichText.from_json(after))
    texts = ["" if value is None else kind.format_value(field, value) for value in (before, after)]
    return diff_text(*texts) if kind.is_quotable else diff_value(*texts)


def diff_value(one: str, other: str) -> tuple[DiffSpan, ...]:
    """Return the difference between two answers that are not texts: the whole old and the whole new one."""
    if one == other:
        return (DiffSpan(DiffOp.KEPT, one),) if one else ()
    whole = DiffSpan(DiffOp.REMOVED, one, is_whole=True), DiffSpan(DiffOp.ADDED, other, is_whole=True)
    return tuple(span for span in whole if span.text)


def has_changes(spans: Iterable[DiffSpan]) -> bool:
    """Say whether anything differs, in the words or in their formatting."""
    return any(span.note or span.op in (DiffOp.ADDED, DiffOp.REMOVED) for span in spans)


def visible_text(text: str) -> str:
    """Return a text, or in place of mere spaces and line breaks something that can be seen."""
    return text if text.strip() else "¶" if "\n" in text else "␣" if text else ""


def spoken_text(text: str) -> str:
    """Return a text on one line, or in place of mere spaces and line breaks their name."""
    return " ".join(text.split()) or ("paragraph break" if "\n" in text else "space" if text else "")


def fold_unchanged(spans: Sequence[DiffSpan], context: int = FOLD_CONTEXT) -> tuple[DiffSpan, ...]:
    """Return the spans with long stretches of unchanged words, and moved paragraphs, cut to their ends.

    “… 240 words unchanged …” stands for the rest.
    """
    folded: list[DiffSpan] = []
    for number, span in enumerate(spans):
        is_moved = span.note in (MOVED_AWAY, MOVED_HERE)
        if span.op is DiffOp.KEPT or is_moved:
            head = context if number or span.note else 0
            tail = context if number + 1 < len(spans) and not is_moved else 0
            folded.extend(_folded(span, head, tail))
        else:
            folded.append(span)
    return tuple(folded)


def _folded(span: DiffSpan, head: int, tail: int) -> Iterator[DiffSpan]:
    words = split_words(span.text)
    places = [place for place, word in enumerate(words) if is_word(word)]
    count = len(places) - head - tail
    if count < FOLD_CONTEXT:
        yield span
        return
    start, end = places[head] if head else 0, places[-tail] if tail else len(words)
    gap = "\n" if any("\n" in word for word in words[start:end]) else " "
    if start:
        yield replace(span, text="".join(words[:start]).rstrip())
    what = "unchanged" if span.op is DiffOp.KEPT and not span.note else "more"
    folded = f"… {format_count(count, 'word')} {what} …"
    yield DiffSpan(DiffOp.FOLDED, f"{gap if start else ''}{folded}{gap if tail else ''}")
    if tail:
        yield replace(span, text="".join(words[end:]))


def _diff_paragraphs(one: Sequence[str], other: Sequence[str]) -> Iterator[DiffSpan]:
    """Yield the differences between two lists of paragraphs, which may have moved."""
    aligned = [pair for pair in rising_pairs(one, other) if one[pair[0]].strip()]
    moved = _moved_paragraphs(one, other, aligned)
    start = first = 0
    for place, other_place in (*aligned, (len(one), len(other))):
        yield from _diff_words(
            [token for text in one[start:place] for token in _tokens(text, moved)],
            [token for text in other[first:other_place] for token in _tokens(text, moved)],
            moved,
        )
        if place < len(one):
            yield DiffSpan(DiffOp.KEPT, one[place])
        start, first = place + 1, other_place + 1


def _moved_paragraphs(
    one: Sequence[str], other: Sequence[str], aligned: Sequence[tuple[int, int]]
) -> frozenset[str]:
    """Return the paragraphs that occur once in both texts, but in another order."""
    counts, other_counts = Counter(one), Counter(other)
    kept = {one[place] for place, _ in aligned}
    unique = (text for text in counts if counts[text] == other_counts[text] == 1 and text not in kept)
    return frozenset(text for text in unique if count_words(text) >= FEWEST_MOVED)


def _tokens(paragraph: str, moved: frozenset[str]) -> list[str]:
    return [paragraph] if paragraph in moved else split_words(paragraph)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The tokens `start` to `end` of one text, and `first` to `last` of the other."""

    start: int
    end: int
    first: int
    last: int
    is_kept: bool
    words: int
    """The number of words, on the side that has more."""


def _diff_words(one: Sequence[str], other: Sequence[str], moved: frozenset[str]) -> Iterator[DiffSpan]:
    for stretch in _readable(_stretches(one, other, moved), one):
        removed, added = one[stretch.start : stretch.end], other[stretch.first : stretch.last]
        if not stretch.is_kept:
            yield from _unmatched(DiffOp.REMOVED, removed, moved, MOVED_AWAY)
            yield from _unmatched(DiffOp.ADDED, added, moved, MOVED_HERE)
            continue
        for is_same, run in groupby(zip(removed, added, strict=True), key=lambda pair: pair[0] == pair[1]):
            if is_same:
                yield DiffSpan(DiffOp.KEPT, "".join(token for token, _ in run))
            else:
                yield from (span for token, other_token in run for span in _diff_spaces(token, other_token))


def _unmatched(op: DiffOp, tokens: Sequence[str], moved: frozenset[str], note: str) -> Iterator[DiffSpan]:
    for is_moved, run in groupby(tokens, key=moved.__contains__):
        yield DiffSpan(op, "".join(run), note if is_moved else "")


def _diff_spaces(token: str, other: str) -> Iterator[DiffSpan]:
    """Yield a word that both texts have, and the spaces after it, which may differ."""
    shorter, longer = sorted((token, other), key=len)
    shared = shorter if longer.startswith(shorter) else without_spaces(token)
    yield DiffSpan(DiffOp.KEPT, shared)
    yield DiffSpan(DiffOp.REMOVED, token[len(shared) :])
    yield DiffSpan(DiffOp.ADDED, other[len(shared) :])


def _stretches(one: Sequence[str], other: Sequence[str], moved: frozenset[str]) -> Iterator[_Stretch]:
    """Yield what both have and what only one has, in turn; a moved paragraph is never in both."""
    keys = [f"\0{token}" if token in moved else without_spaces(token) for token in one]
    other_keys = [without_spaces(token) for token in other]
    start = first = 0
    for place, other_place, length in (*align_words(keys, other_keys), (len(one), len(other), 0)):
        if place > start or other_place > first:
            words = max(sum(map(is_word, one[start:place])), sum(map(is_word, other[first:other_place])))
            yield _Stretch(start, place, first, other_place, is_kept=False, words=words)
        start, first = place + length, other_place + length
        words = sum(map(is_word, one[place:start]))
        yield _Stretch(place, start, other_place, first, is_kept=True, words=words)


def _readable(stretches: Iterable[_Stretch], one: Sequence[str]) -> list[_Stretch]:
    """Return the stretches without those that are kept by chance between two longer changes."""
    merged: list[_Stretch] = []
    for stretch in stretches:
        last = stretch
        if stretch.is_kept and merged and merged[-1].is_kept:
            last = _merge(merged.pop(), stretch)
        while not last.is_kept and len(merged) > 1 and _is_by_chance(merged[-2], merged[-1], last, one):
            kept, before = merged.pop(), merged.pop()
            last = _merge(_merge(before, kept), last)
        merged.append(last)
    return merged


def _is_by_chance(before: _Stretch, kept: _Stretch, after: _Stretch, one: Sequence[str]) -> bool:
    if kept.words and kept.words >= min(before.words, after.words):
        return False
    return not any("\n" in token for token in one[kept.start : kept.end])


def _merge(before: _Stretch, after: _Stretch) -> _Stretch:
    is_kept = before.is_kept and after.is_kept
    return _Stretch(before.start, after.end, before.first, after.last, is_kept, before.words + after.words)


def _joined(spans: Iterable[DiffSpan]) -> Iterator[DiffSpan]:
    """Yield the spans with what was removed before what was added, and with equal neighbours joined."""
    kept, removed, added = _Run(), _Run(), _Run()
    for span in spans:
        if span.op is DiffOp.KEPT and span.text and (removed.spans or added.spans):
            yield from kept.spans
            ending = _shared_ending(removed, added)
            yield from (*removed.spans, *added.spans)
            kept, removed, added = _Run(), _Run(), _Run()
            kept.add(DiffSpan(DiffOp.KEPT, ending))
        {DiffOp.KEPT: kept, DiffOp.REMOVED: removed}.get(span.op, added).add(span)
    yield from kept.spans
    ending = _shared_ending(removed, added)
    yield from (*removed.spans, *added.spans)
    if ending:
        yield DiffSpan(DiffOp.KEPT, ending)


class _Run:
    """Spans with the same operation, joined where their notes are the same."""

    def __init__(self) -> None:
        self.spans: list[DiffSpan] = []

    def add(self, span: DiffSpan) -> None:
        """Add a span, unless it is empty."""
        last = self.spans[-1] if self.spans else None
        if last is not None and span.text and (last.note, last.is_whole) == (span.note, span.is_whole):
            self.spans[-1] = replace(last, text=last.text + span.text)
        elif span.text:
            self.spans.append(span)


def _shared_ending(removed: _Run, added: _Run) -> str:
    """Take the spaces that both texts end with from them, and return them."""
    if not removed.spans or not added.spans:
        return ""
    last, other = removed.spans[-1], added.spans[-1]
    size = 0
    while size < min(len(last.text), len(other.text)) and last.text[-size - 1].isspace():
        if last.text[-size - 1] != other.text[-size - 1]:
            break
        size += 1
    if not size or last.note or other.note or size in (len(last.text), len(other.text)):
        return ""
    removed.spans[-1] = replace(last, text=last.text[:-size])
    added.spans[-1] = replace(other, text=other.text[:-size])
    return last.text[-size:]


@dataclass(frozen=True, slots=True)
class _FormatRun:
    """Text up to `end` with the same formatting, in the block with this number; none between blocks."""

    end: int
    span: Span
    block: Block
    number: int
    is_note: bool = False


_BETWEEN = Block("paragraph", ())


def _formats(text: RichText) -> list[_FormatRun]:
    """Return the formatting of the plain text of `text`, in which notes are at the end."""
    runs: list[_FormatRun] = []
    end = 0
    for number, block in enumerate((*text.blocks, *text.notes)):
        if number:
            end += len("\n\n")
            runs.append(_FormatRun(end, Span(""), _BETWEEN, -1))
        is_note = number >= len(text.blocks)
        for span in block.spans:
            if span.note and " " in span.text:
                before = end + span.text.rindex(" ") + 1
                runs.append(_FormatRun(before, replace(span, note=()), block, number))
            end += len(span.text)
            runs.append(_FormatRun(end, span, block, number, is_note))
    return runs


def _note_formats(
    spans: Iterable[DiffSpan], formats: Sequence[_FormatRun], other_formats: Sequence[_FormatRun]
) -> Iterator[DiffSpan]:
    """Yield the spans, with those kept divided where their formatting changed in a different way."""
    place = other_place = 0
    run, other_run = iter(formats), iter(other_formats)
    was, now = next(run, None), next(other_run, None)
    noted: set[int] = set()
    for span in spans:
        done = 0
        while done < len(span.text):
            while was is not None and was.end <= place:
                was = next(run, None)
            while now is not None and now.end <= other_place:
                now = next(other_run, None)
            if span.op is not DiffOp.KEPT or was is None or now is None:
                size, note = len(span.text), span.note
            else:
                size = min(len(span.text) - done, was.end - place, now.end - other_place)
                note = _format_note(was, now, noted) if span.text[done : done + size].strip() else ""
            yield replace(span, text=span.text[done : done + size], note=note)
            done += size
            place += size if span.op is not DiffOp.ADDED else 0
            other_place += size if span.op is not DiffOp.REMOVED else 0


def _format_note(was: _FormatRun, now: _FormatRun, noted: set[int]) -> str:
    """Return what changed in the formatting; what changed in a whole block is said once for each block."""
    notes = []
    if now.number not in noted:
        notes = list(_block_notes(was.block, now.block))
        if was.is_note != now.is_note:
            notes.append("now a note" if now.is_note else "no longer a note")
        noted.add(now.number)
    for mark, before, after in (
        ("bold", was.span.strong, now.span.strong),
        ("italic", was.span.emphasis, now.span.emphasis),
        ("a link", bool(was.span.link), bool(now.span.link)),
        ("with a note", bool(was.span.note), bool(now.span.note)),
    ):
        if before != after:
            notes.append(f"now {mark}" if after else f"no longer {mark}")
    if was.span.link and now.span.link and was.span.link != now.span.link:
        notes.append("now a link to another address")
    return ", ".join(notes)


def _block_notes(was: Block, now: Block) -> Iterator[str]:
    if was.type != now.type:
        yield _BLOCK_NOTES[now.type]
    elif was.level != now.level:
        yield "now indented more" if now.level > was.level else "now indented less"
    if was.source != now.source and now.type == was.type:
        yield "now quoted from another answer" if now.source else "no longer linked to its source"
