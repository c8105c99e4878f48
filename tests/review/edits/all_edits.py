"""All edits of a review copy: those of the catalogue, with and without tracking, and drawn ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import partial

from tests.review.edits.as_word_does import AS_WORD_DOES
from tests.review.edits.bad_inputs import NO, READABLE, REFUSABLE
from tests.review.edits.catalogue import (
    OTHER,
    REMARKS,
    Edit,
    all_accepted,
    answer_what_was_not,
    bold,
    bullets,
    change_words,
    chapter_at_end,
    contents,
    cut_first_half,
    cut_second_half,
    delete_answer_with_question,
    delete_heading,
    delete_paragraph,
    find_and_replace,
    footnote,
    improve_heading,
    in_new_document,
    inserted_in_new_document,
    join,
    link_added,
    move_paragraph,
    move_question,
    move_section,
    noise,
    nothing,
    paragraph_after,
    paragraph_before,
    paragraph_between,
    partly_accepted,
    pick,
    punctuation,
    rewrite,
    rewrite_heading,
    rewrite_short,
    some_of_all,
    split,
    swap_answers,
    table,
    through,
    tracked_and_not,
    translate,
    two_authors,
    type_at_end,
    type_at_start,
    type_in_cells,
    type_in_middle,
    words_of,
)
from tests.review.edits.commenting import (
    comment_and_type,
    comment_on_empty,
    comment_on_headings,
    comment_on_what_is_cut,
    comment_on_word,
    comment_over_two,
    comments,
    overlapping_comments,
    replies,
    settled,
)
from tests.review.edits.copies import Printed, ReviewCopy
from tests.review.edits.expected import Outcome
from tests.review.edits.hostile import HOSTILE, other_inquiry
from tests.review.edits.inquiries import sentences
from tests.review.edits.misleading import MISLEADING
from tests.review.edits.producers import Make, by_others
from tests.review.edits.script import Script


def drawn(script: Script) -> None:
    """Draw three to six edits, each in an answer of its own."""
    places = pick(script, 12)
    actions: Sequence[Callable[[Printed], None]] = (
        lambda at: script.replace(at, 0, 0, "As we said, "),
        lambda at: script.replace(at, *words_of(at, 3, 4), sentences(script.chance, 1)),
        lambda at: script.retype(at, sentences(script.chance, 2)),
        lambda at: script.delete_paragraphs([at]),
        lambda at: script.new_paragraph(at, sentences(script.chance, 1)),
        lambda at: script.new_paragraph(at, sentences(script.chance, 1), before=True),
        lambda at: script.split(at, words_of(at, 4, 1)[0]),
        lambda at: script.comment(at, *words_of(at, 2, 4), script.chance.choice(REMARKS)),
        lambda at: script.comment(at, 0, len(at.text), script.chance.choice(REMARKS), settled=True),
        lambda at: script.replace(at, words_of(at, 6, 1)[0], len(at.text), ""),
    )
    for at in places[: script.chance.randint(3, 6)]:
        script.become(script.chance.choice(("Morven Sinclair", OTHER)))
        script.track(on=script.chance.random() < 0.5)
        script.chance.choice(actions)(at)
    if script.chance.random() < 0.3:
        script.save_as(script.chance.choice(("odt", "rtf", "doc")))


BOTH_WAYS: tuple[Edit, ...] = (
    type_at_start, type_in_middle, type_at_end, cut_first_half, cut_second_half, change_words, punctuation,
    type_in_cells, rewrite, rewrite_short, translate, find_and_replace, delete_paragraph,
    delete_answer_with_question, delete_heading, rewrite_heading, improve_heading, paragraph_after,
    paragraph_before, paragraph_between, answer_what_was_not, split, join, swap_answers, move_paragraph,
    move_question, bold, bullets, link_added, noise, table, footnote, two_authors, comment_and_type,
    comment_on_what_is_cut, some_of_all,
)  # fmt: skip
"""Edits that are made once with tracking and once without."""
ONCE: tuple[Edit, ...] = (
    nothing, move_section, comments, comment_on_word, comment_over_two, comment_on_headings,
    comment_on_empty, replies, settled, contents, chapter_at_end, overlapping_comments, tracked_and_not,
    partly_accepted, all_accepted, in_new_document, inserted_in_new_document,
)  # fmt: skip
WAYS = ("odt", "doc", "rtf")


def scripts(copy: ReviewCopy, seed: int) -> list[tuple[str, Script]]:
    """Return every edit of one review copy, with a name."""
    edits: list[tuple[str, Edit, bool]] = [(edit.__name__, edit, False) for edit in (*BOTH_WAYS, *ONCE)]
    edits += [(f"{edit.__name__}+tracked", edit, True) for edit in BOTH_WAYS]
    edits += [(f"via_{way}", through(way, edits=False), False) for way in WAYS]
    edits += [(f"via_{way}_edited", through(way, edits=True), False) for way in WAYS]
    edits += [(f"via_{way}_edited+tracked", through(way, edits=True), True) for way in WAYS]
    return [(name, _made(copy, name, edit, seed, tracked=tracked)) for name, edit, tracked in edits]


def held(copy: ReviewCopy, seeds: range) -> list[tuple[str, Script]]:
    """Return edits that are drawn."""
    return [(f"held_{seed}", _made(copy, f"held_{seed}", drawn, seed, tracked=False)) for seed in seeds]


def _made(copy: ReviewCopy, name: str, edit: Edit, seed: int, *, tracked: bool) -> Script:
    chance = random.Random(f"{seed} {copy.name} {name}")  # noqa: S311 - nothing secret
    script = Script(copy, chance)
    script.track(on=tracked)
    edit(script)
    return script


def answered(script: Script) -> None:
    """Answer a comment that was sent, settle another, and begin one of our own."""
    script.expect_sent(settled=5, back=8)
    script.settle("number 4")
    commented = [at for at in script.copy.answers if at.has_comment]
    script.reply(commented[-1], *words_of(commented[-1], 2, 3), "We shall look into it.")
    (at,) = pick(script, 1)
    script.comment(at, *words_of(at, 1, 2), REMARKS[0])


def sent_back(script: Script) -> None:
    """Open and save a copy with comments, or change some answers in it."""
    script.expect_sent(settled=4, back=8)


def with_threads(copy: ReviewCopy, seed: int) -> list[tuple[str, Script]]:
    """Return edits of a review copy that was sent with comments."""
    edits: tuple[Edit, ...] = (answered, sent_back, change_words, in_new_document, comments)
    return [
        (f"sent_{edit.__name__}", _made(copy, edit.__name__, edit, seed, tracked=False)) for edit in edits
    ]


def made_files(copy: ReviewCopy, other: ReviewCopy) -> list[tuple[str, str, Make]]:
    """Return the files that need no LibreOffice: what sort it is, its name, and how to make it."""
    hostile: list[tuple[str, Make]] = [
        (make.__name__, partial(make, copy)) for make in (*HOSTILE, *MISLEADING, *READABLE)
    ]
    hostile += [
        (f"other_inquiry{'_bare' * bare}", partial(other_inquiry, other, bare=bare)) for bare in (False, True)
    ]
    hostile += [(make.__name__, partial(_refusable, make, copy)) for make in REFUSABLE]
    word: list[tuple[str, Make]] = [(make.__name__, partial(make, copy)) for make in AS_WORD_DOES]
    sorts = {"hostile": hostile, "other programs": [*by_others(copy), *word]}
    return [(sort, name, make) for sort, files in sorts.items() for name, make in files]


def _refusable(make: Callable[[ReviewCopy], bytes], copy: ReviewCopy) -> tuple[bytes, Outcome]:
    return make(copy), NO
