"""How reviewers comment on a review copy in LibreOffice: each as a script with its findings."""

from __future__ import annotations

from tests.review.edits.catalogue import OTHER, REMARKS, pairs_of, pick, words_of
from tests.review.edits.copies import EMPTY
from tests.review.edits.script import Script


def comments(script: Script) -> None:
    """Comment on words of six answers."""
    for at, text in zip(pick(script, 6), REMARKS, strict=False):
        script.comment(at, *words_of(at, 2, 3), text)


def comment_on_word(script: Script) -> None:
    """Comment on the first word, on the last, and on a whole paragraph."""
    first, last, whole = pick(script, 3)
    script.comment(first, *words_of(first, 0, 1), REMARKS[0])
    script.comment(last, *words_of(last, len(last.text.split(" ")) - 1, 1), REMARKS[1])
    script.comment(whole, 0, len(whole.text), REMARKS[2])


def overlapping_comments(script: Script) -> None:
    """Two people comment on words that overlap."""
    for at in pick(script, 3):
        script.become("Morven Sinclair")
        script.comment(at, *words_of(at, 4, 4), "Is that so?")
        script.become(OTHER)
        script.comment(at, *words_of(at, 2, 4), "I do not see that.")


def comment_over_two(script: Script) -> None:
    """Comment on words from one paragraph into the next, and from one answer into another."""
    one, two = pairs_of(script, 1)[0]
    script.comment(one, *words_of(one, 2, 1), REMARKS[3], until=two)
    at = next(at for at in pick(script, 6) if script.copy.after(at).is_heading and at.path != one.path)
    script.comment(at, *words_of(at, 1, 1), REMARKS[4], until=script.copy.after(at))


def comment_on_headings(script: Script) -> None:
    """Comment on three questions and on a section."""
    for at, text in zip(script.chance.sample(script.copy.questions, 3), REMARKS, strict=False):
        script.comment(at, *words_of(at, 1, 2), text)
    section = script.copy.sections[1][0]
    script.comment(section, 0, len(section.text), "The whole part is too long.")


def comment_on_empty(script: Script) -> None:
    """Comment on a question that nobody has answered."""
    empty = next((at for at in script.copy.printed if at.text == EMPTY), script.copy.printed[5])
    script.comment(empty, *words_of(empty, 0, 1), "This one matters most to readers.")


def replies(script: Script) -> None:
    """Comment on three answers; somebody else answers each."""
    for at, text in zip(pick(script, 3), REMARKS, strict=False):
        script.become("Morven Sinclair")
        script.comment(at, *words_of(at, 2, 3), text)
        script.become(OTHER)
        script.reply(at, *words_of(at, 2, 3), f"{text} I think so too.")


def settled(script: Script) -> None:
    """Comment on four answers; two of the comments are settled."""
    for place, at in enumerate(pick(script, 4)):
        script.comment(at, *words_of(at, 2, 3), REMARKS[place], settled=place % 2 == 0)


def comment_and_type(script: Script) -> None:
    """Type at the end of an answer, comment on words in it, and type before them."""
    for at in pick(script, 3):
        script.replace(at, len(at.text), len(at.text), " And so on.")
        script.comment(at, *words_of(at, 4, 2), script.chance.choice(REMARKS))
        script.replace(at, 0, 0, "Then ")


def comment_on_what_is_cut(script: Script) -> None:
    """Comment on the end of an answer, and strike its first half."""
    for at in pick(script, 3):
        count = len(at.text.split(" "))
        script.comment(at, *words_of(at, count - 2, 2), script.chance.choice(REMARKS))
        script.replace(at, 0, words_of(at, count // 2, 1)[0], "")
