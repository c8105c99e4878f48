"""Draw review copies that were edited, mangled and stripped at random, and count what is placed wrongly.

`python -m tests.review.word_back.drawn_copies --runs 500` takes the example; a few small ones are in the
suite. The truth is known, because every paragraph is carried through the edits with the number that it had.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random

from carreport.assets import form_files, resource_path
from carreport.form.answers import answers_from_json
from carreport.form.loader import load_form
from carreport.review.word_back.anchors import match_units
from carreport.review.word_back.sent_text import PrintedText, SentCopy
from carreport.review.word_back.versions import units_of
from carreport.review.word_out import sent_paragraphs
from carreport.review.word_walk.document import ParagraphLook, WordDocument, WordParagraph, WordRun

MOST_EDITS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of an edited copy; `origin` is the printed paragraph that it was, or -1 for a new one."""

    text: str
    bookmark: str
    origin: int
    is_heading: bool


Lines = list[Line]
Edit = Callable[[Lines, Random], Lines]


def mangled(text: str, draw: Random, share: float) -> str:
    """Return a text with others in place of some of its words."""
    letters = "abcdefghijklmnop"
    words = text.split()
    return " ".join(
        "".join(draw.sample(letters, draw.randint(3, 8))) if draw.random() < share else word for word in words
    )


def strip_bookmarks(lines: Lines, _draw: Random) -> Lines:
    return [replace(line, bookmark="") for line in lines]


def strip_some_bookmarks(lines: Lines, draw: Random) -> Lines:
    return [replace(line, bookmark="") if draw.random() < 0.5 else line for line in lines]


def rewrite_some(lines: Lines, draw: Random) -> Lines:
    return [
        replace(line, text=mangled(line.text, draw, draw.choice((0.3, 0.5, 0.7, 1))))
        if draw.random() < 0.1
        else line
        for line in lines
    ]


def delete_some(lines: Lines, draw: Random) -> Lines:
    return [line for line in lines if draw.random() > 0.05]


def delete_questions(lines: Lines, draw: Random) -> Lines:
    return [line for line in lines if not (line.is_heading and draw.random() < 0.1)]


def rewrite_questions(lines: Lines, draw: Random) -> Lines:
    return [
        replace(line, text=mangled(line.text, draw, 0.8)) if line.is_heading and draw.random() < 0.1 else line
        for line in lines
    ]


def move_some(lines: Lines, draw: Random) -> Lines:
    start = draw.randrange(len(lines))
    end = start + draw.randint(1, 12)
    rest = lines[:start] + lines[end:]
    place = draw.randrange(len(rest) + 1)
    return rest[:place] + lines[start:end] + rest[place:]


def insert_some(lines: Lines, draw: Random) -> Lines:
    new = "one two three four five six seven eight nine ten"
    written = []
    for line in lines:
        written.append(line)
        if draw.random() < 0.03:
            written.append(Line(mangled(new, draw, 0.9), "", -1, is_heading=False))
    return written


def translate_all(lines: Lines, _draw: Random) -> Lines:
    return [
        replace(
            line,
            text=" ".join(word if word[:1].isdigit() else f"{word[::-1]}o" for word in line.text.split()),
        )
        for line in lines
    ]


def swap_bookmarks(lines: Lines, draw: Random) -> Lines:
    swapped = list(lines)
    for _ in range(5):
        one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
        mark = swapped[one].bookmark
        swapped[one] = replace(swapped[one], bookmark=swapped[other].bookmark)
        swapped[other] = replace(swapped[other], bookmark=mark)
    return swapped


def shift_bookmarks(lines: Lines, draw: Random) -> Lines:
    """Let some bookmarks slip to the next paragraph."""
    shifted = list(lines)
    for _ in range(5):
        place = draw.randrange(len(lines) - 1)
        shifted[place + 1] = replace(shifted[place + 1], bookmark=shifted[place].bookmark)
        shifted[place] = replace(shifted[place], bookmark="")
    return shifted


def copy_some(lines: Lines, draw: Random) -> Lines:
    copied = list(lines)
    for _ in range(4):
        line = replace(draw.choice(copied), origin=-1)
        kept = line if draw.random() < 0.5 else replace(line, bookmark="")
        copied.insert(draw.randrange(len(copied)), kept)
    return copied


EDITS: tuple[Edit, ...] = (
    strip_bookmarks, strip_some_bookmarks, rewrite_some, delete_some, delete_questions, rewrite_questions,
    move_some, insert_some, translate_all, swap_bookmarks, shift_bookmarks, copy_some,
)  # fmt: skip


def example_copy(most: int) -> Sequence[PrintedText]:
    """Return what a review copy of the example has, up to so many paragraphs."""
    form = load_form(next(path for path in form_files() if path.stem == "car-inquiry"))
    given = resource_path("examples", "schools-partnership.json").read_text(encoding="utf-8")
    answers, _ = answers_from_json(form, json.loads(given))
    return sent_paragraphs(form, answers, {}, "0123456789abcdef")[:most]


def count_places(copy: SentCopy, seed: int) -> tuple[Counter[str], list[str]]:
    """Return how many paragraphs of one drawn file are placed how, and what is surely wrong."""
    draw = Random(seed)  # noqa: S311 - nothing secret
    lines = [
        Line(entry.text or "", entry.bookmark, number, entry.number == 0)
        for number, entry in enumerate(copy.printed)
    ]
    edits = draw.sample(EDITS, draw.randint(1, MOST_EDITS))
    for edit in edits:
        lines = edit(lines, draw)
    matching = match_units(copy, units_of(WordDocument(paragraphs=tuple(map(_paragraph, lines)))))
    counts: Counter[str] = Counter()
    wrong = []
    for number, line in enumerate(lines):
        if line.origin < 0 or not line.text:
            continue
        match = matching.found.get(number)
        if match is None:
            counts["not found"] += 1
            continue
        is_right = copy.printed[match.sent[0]].path == copy.printed[line.origin].path
        counts[f"{'right' if is_right else 'wrong'}, {'sure' if match.is_sure else 'guess'}"] += 1
        if match.is_sure and not is_right:
            names = ", ".join(getattr(edit, "__name__", "") for edit in edits)
            wrong.append(f"seed {seed} ({names}): {line.text[:60]} at {copy.printed[match.sent[0]].path}")
    return counts, wrong


def _paragraph(line: Line) -> WordParagraph:
    return WordParagraph(
        "body",
        1,
        look=ParagraphLook("heading 2" if line.is_heading else ""),
        runs=(WordRun(line.text),) if line.text else (),
        bookmarks=(line.bookmark,) if line.bookmark else (),
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=200)
    options.add_argument("--first", type=int, default=0, help="the first seed")
    options.add_argument("--paragraphs", type=int, default=500)
    given = options.parse_args()
    copy = SentCopy(example_copy(given.paragraphs))
    total: Counter[str] = Counter()
    for seed in range(given.first, given.first + given.runs):
        counts, wrong = count_places(copy, seed)
        total += counts
        for line in wrong:
            print(line)  # noqa: T201 - a program of the command line
    print(", ".join(f"{what}: {number:,}" for what, number in sorted(total.items())))  # noqa: T201 - likewise


if __name__ == "__main__":
    main()
