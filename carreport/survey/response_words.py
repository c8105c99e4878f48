"""List the words of the usual answer scales: which scale a word can belong to, and its place on it.

“Tend to agree” is on the agreeing side whatever the order of the answers, and “Very satisfied” is
never agreement. A word that is not listed belongs to no scale, so that the user is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

AGREEMENT, YES_NO = "agree", "yes or no"
LONGEST_STEP = 60
"""Longer texts are not points on the usual scales, and are skipped quickly."""
EMPTY_BOXES = frozenset("☐□◻▢⬜")
ON_MARKS = frozenset((*"✓✔☑✅🗹☒✗✘×●■", "[x]"))
OFF_MARKS = EMPTY_BOXES | {"[ ]", "[]"}
MIDDLE = 20
"""The place of “neither …”; smaller places are nearer to “strongly agree”, “very good” or “always”."""
_NUMBERED = re.compile(
    r"\A\(?[+\-−]?\d{1,2}\)?\s*[-–—.:)=]\s*(?=[^\W\d])|\s*[(\[]\d{1,2}[)\]]\Z|\A[(\[]\d{1,2}[)\]]\s*"
)


def _listed(rows: Mapping[int, str]) -> dict[str, int]:
    return {
        " ".join(sorted(text.split())): place for place, texts in rows.items() for text in texts.split(", ")
    }


OFF_SCALE_WORDS = frozenset(
    _listed(
        {
            0: "dont know, do know not, dont i know, do i know not, dk, not sure, not sure im, unsure, "
            "dont know not sure, dont know unsure, cant say"
        }
    )
)
_NO_ANSWERS = _listed(
    {
        0: "na, n a, not applicable, does not apply, doesnt apply, not relevant, prefer not to say, "
        "no answer, not answered, no response, blank, skipped, missing, nil, null"
    }
)
_STRENGTHS = _listed(
    {
        0: "strongly, completely, totally, fully, entirely, definitely, extremely, absolutely, much, "
        "a lot, considerably, significantly, a great deal, far",
        3: "very, highly, really",
        5: "",
        7: "mostly, generally, largely, quite, fairly, pretty, moderately, reasonably, mainly",
        9: "tend, somewhat, rather",
        11: "slightly, little, a little, bit, a bit, partly, partially",
    }
)
_REFUSALS = _listed(
    {
        28: "not so, not very, not that, not particularly, not really",
        35: "not, dont",
        40: "not at all, dont at all",
    }
)
_POLES: Mapping[str, tuple[str, ...]] = {
    "agree": ("disagree",),
    "satisfied": ("dissatisfied", "unsatisfied"),
    "likely": ("unlikely",),
    "easy": ("difficult", "hard"),
    "good": ("poor", "bad"),
    "happy": ("unhappy",),
    "helpful": ("unhelpful",),
    "useful": ("useless",),
    "important": ("unimportant",),
    "confident": ("unconfident",),
    "comfortable": ("uncomfortable",),
    "safe": ("unsafe",),
    "positive": ("negative",),
    "clear": ("unclear",),
    "effective": ("ineffective",),
    "relevant": ("irrelevant",),
    "interested": ("uninterested",),
    "interesting": ("uninteresting", "boring"),
    "better": ("worse",),
    "improved": ("worsened",),
    "increased": ("decreased",),
    "more": ("less",),
    "well": ("badly", "poorly"),
    "supported": ("unsupported",),
    "appropriate": ("inappropriate",),
    "familiar": ("unfamiliar",),
    "willing": ("unwilling",),
    "valuable": ("worthless",),
    "true": ("untrue", "false"),
    "high": ("low",),
    "strong": ("weak",),
}
_POLE_OF = {word: (good, word in bad) for good, bad in _POLES.items() for word in (good, *bad)}
_FILLERS = frozenset({"i", "am", "im", "to", "do", "it", "was", "is", "me", "of", "with"})
_NEUTRAL = frozenset(_listed({0: "neither, neutral, neither nor, neither or"}))
_SAME = "the same, same, about the same, no change, unchanged, stayed the same"
_LISTS: Mapping[str, Mapping[str, int]] = {
    YES_NO: _listed(
        {
            0: "yes definitely, definitely yes",
            2: "yes, y",
            4: "probably, yes probably, yes mostly",
            6: "yes to some extent, yes somewhat, to some extent, partly, in part, yes partly, somewhat, "
            "a little, yes a little, sometimes, yes sometimes",
            MIDDLE: "maybe, perhaps, possibly, mixed",
            30: "not really, no not really, probably not, not yet",
            36: "no, n",
            40: "no not at all, definitely not, no definitely not, not at all",
        }
    ),
    "good": _listed(
        {
            0: "excellent, outstanding, exceptional",
            MIDDLE: "fair, average, ok, okay, acceptable, satisfactory, adequate, so so, neutral",
            40: "terrible, awful",
        }
    ),
    "better": _listed({MIDDLE: f"{_SAME}, no different"}),
    "improved": _listed({MIDDLE: _SAME}),
    "increased": _listed({MIDDLE: _SAME}),
    "more": _listed({MIDDLE: _SAME}),
    "high": _listed({MIDDLE: "medium, moderate, average, neutral"}),
    "frequency": _listed(
        {
            0: "always, all the time, all of the time, every time",
            2: "almost always, nearly always",
            4: "usually, most of the time, mostly, very often, very frequently, most days",
            6: "often, frequently, regularly, a lot of the time",
            10: "about half the time, half the time",
            12: "sometimes, some of the time, quite often",
            14: "occasionally, now and then, from time to time",
            28: "rarely, seldom, infrequently, not often, not very often, a little of the time",
            34: "hardly ever, almost never, very rarely",
            40: "never, none of the time, not at all",
        }
    ),
    "regularity": _listed(
        {
            0: "several times a day, more than once a day",
            2: "daily, every day, once a day",
            4: "several times a week, a few times a week, more than once a week, most days",
            6: "weekly, every week, once a week, about once a week",
            8: "fortnightly, every two weeks, once a fortnight, several times a month, a few times a month",
            10: "monthly, every month, once a month, about once a month",
            12: "quarterly, several times a year, a few times a year, every few months",
            14: "yearly, annually, once a year, every year",
            28: "less often, rarely",
            40: "never",
        }
    ),
    "extent": _listed(
        {
            0: "completely, fully, totally, entirely, extremely, to a very great extent, "
            "to a very large extent",
            2: "a great deal, very much, very, a lot, to a great extent, to a large extent, very well",
            4: "mostly, largely, mainly, quite a lot, quite a bit, considerably, quite",
            8: "moderately, somewhat, to some extent, partly, partially, in part, a moderate amount, "
            "to a moderate extent, some",
            14: "a little, slightly, a bit, to a small extent, to a limited extent, a little bit, "
            "only a little",
            30: "hardly, barely, not much, not very much, not really, very little, hardly at all",
            40: "not at all, none, none at all, nothing at all, not",
        }
    ),
}


def normalise_answer(word: str) -> str:
    """Return an answer in normalised form: lower case, without a number at its ends or punctuation."""
    text = unicodedata.normalize("NFKC", word).replace("’", "'").strip()
    text = _NUMBERED.sub("", text).strip() or text
    return re.sub(r"[^\w]+", " ", text.replace("'", "")).casefold().strip()


def is_unticked(word: str) -> bool:
    """Say whether a text begins with an empty box, as in “☐ Agree”: nobody chose it."""
    return word.lstrip()[:1] in EMPTY_BOXES


def sorted_words(word: str) -> str:
    """Return the words of an answer in alphabetical order, so that “agree strongly” is “strongly agree”.

    In the names that KoBo and ODK write, `_` is a space or an apostrophe: “don_t_know”. “☐ Agree” is not
    “agree”, because the box is empty.
    """
    if is_unticked(word):
        return f"not {word.strip().casefold()}".replace(" ", "_")
    text = normalise_answer(word).replace("_", " ").replace("don t ", "dont ").replace("can t ", "cant ")
    return " ".join(sorted(text.split()))


def is_off_scale(word: str) -> bool:
    """Say whether an answer means “don’t know”."""
    return len(word) <= LONGEST_STEP and sorted_words(word) in OFF_SCALE_WORDS


def may_be_no_answer(word: str) -> bool:
    """Say whether a text such as “N/A” or “-” may mean “no answer”; the user is asked what it means."""
    return len(word) <= LONGEST_STEP and (sorted_words(word) in _NO_ANSWERS or not re.search(r"\w", word))


@lru_cache(maxsize=4_000)
def places_of(word: str) -> Mapping[str, int]:
    """Return the place of an answer on each usual scale that it can belong to: small for “agree”."""
    if len(word) > LONGEST_STEP:
        return {}
    words = sorted_words(word)
    places = {name: listed[words] for name, listed in _LISTS.items() if words in listed}
    if words in _NEUTRAL:
        return dict.fromkeys(_POLES, MIDDLE) | places
    return _pole_place(words.split()) | places


def agreement_place(word: str) -> int | None:
    """Return the place of an answer on a scale of agreement, or nothing if it is not on one."""
    return places_of(word).get("agree")


def _pole_place(words: Sequence[str]) -> dict[str, int]:
    """Return the place of words such as “very satisfied” or “neither easy nor difficult”."""
    poles = [_POLE_OF[word] for word in words if word in _POLE_OF]
    names = {name for name, _ in poles}
    rest = " ".join(sorted(word for word in words if word not in _POLE_OF and word not in _FILLERS))
    if len(names) != 1:
        return {}
    (name,) = names
    if len(poles) == 2 and {is_bad for _, is_bad in poles} == {True, False}:
        return {name: MIDDLE} if rest in ("neither nor", "neither or") else {}
    is_bad = poles[0][1]
    if len(poles) != 1 or (rest not in _STRENGTHS and (is_bad or rest not in _REFUSALS)):
        return {}
    if rest in _REFUSALS:
        return {name: _REFUSALS[rest]}
    return {name: 2 * MIDDLE - _STRENGTHS[rest] if is_bad else _STRENGTHS[rest]}


def scale_in_common(words: Iterable[str]) -> str:
    """Return the name of the scale that all these answers belong to, or an empty string.

    “Don’t know” fits every scale. Two answers that mean the same place in different words, such as
    “often” and “frequently”, are still two answers.
    """
    shared: set[str] | None = None
    for word in words:
        if not is_off_scale(word):
            shared = {*places_of(word)} if shared is None else shared & {*places_of(word)}
            if not shared:
                return ""
    order = (*_POLES, *_LISTS)
    return min(shared, key=order.index) if shared else ""


def in_scale_order(words: Iterable[str], name: str) -> list[str]:
    """Return answers in the order of the scale `name`, with “don’t know” last."""
    return sorted(words, key=lambda word: (is_off_scale(word), places_of(word).get(name, 0), word))
