"""Define the usual scales of surveys, and match answers to their steps.

“Strongly Agree”, “agree strongly” and “4 - Strongly agree” are the same step. An answer that cannot
be matched reliably is never guessed: the user says what it means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from carreport.survey.agreement import ScaleStep, Side, scale_steps

DONT_KNOW = "dont_know"
LONGEST_STEP = 60
"""Longer texts are not steps of the usual scales, and are skipped quickly."""
OWN = "own"
NO_ANSWER = ""
"""The step for an answer that is no answer, such as “skipped”."""

_AGREE = {"strongly_agree": "Strongly agree", "agree": "Agree"}
_DISAGREE = {"disagree": "Disagree", "strongly_disagree": "Strongly disagree"}
_OFF_SCALE = {DONT_KNOW: "Don’t know"}
LABELS: Mapping[str, Mapping[str, str]] = {
    "agree4": {**_AGREE, **_DISAGREE, **_OFF_SCALE},
    "agree5": {**_AGREE, "neither": "Neither agree nor disagree", **_DISAGREE, **_OFF_SCALE},
    "three": {"agree": "Agree", "disagree": "Disagree", **_OFF_SCALE},
    "yes_no": {"yes": "Yes", "no": "No", **_OFF_SCALE},
}
TITLES = {
    "agree4": "Strongly agree to strongly disagree, four points",
    "agree5": "Strongly agree to strongly disagree, five points",
    "three": "Agree or disagree",
    "yes_no": "Yes or no",
    OWN: "A scale of our own",
}
DEFAULT_SCALE_NAME = "agree4"

_STEPS: Mapping[str, tuple[str, ...]] = {
    "strongly_agree": (
        "agree strongly", "agree completely", "agree totally", "agree fully", "agree definitely",
    ),
    "agree": ("agree", "agree slightly", "agree tend to", "agree somewhat", "agree mostly", "agree partly"),
    "neither": ("agree disagree neither nor", "neither", "neutral", "agree disagree neither or"),
    "disagree": (
        "disagree", "disagree slightly", "disagree tend to", "disagree somewhat", "disagree mostly",
        "disagree partly",
    ),
    "strongly_disagree": (
        "disagree strongly", "completely disagree", "disagree totally", "disagree fully",
        "definitely disagree",
    ),
    DONT_KNOW: (
        "dont know", "do know not", "dont i know", "do i know not", "dk", "not sure", "not sure im", "unsure",
        "dont know not sure", "dont know unsure", "cant say",
    ),
    "yes": ("yes", "y"),
    "no": ("no", "n"),
}  # fmt: skip
_STEP_BY_WORDING = {
    " ".join(sorted(words.split())): key for key, all_of in _STEPS.items() for words in all_of
}
_NUMBERED = re.compile(r"\(?\d{1,2}\)?\s*[-–—.:)=]\s*(?=\D)|\s*[(\[]\d{1,2}[)\]]\Z|\A[(\[]\d{1,2}[)\]]\s*")
_NUMBER = re.compile(r"\d{1,2}\Z")


@dataclass(frozen=True, slots=True)
class Scale:
    """The steps that people could choose; `name` is a key of `TITLES`."""

    name: str
    steps: tuple[ScaleStep, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the steps, from one end to the other."""
        return tuple(step.key for step in self.steps)

    @property
    def ordered_keys(self) -> tuple[str, ...]:
        """The keys of the steps without those off the scale, such as “don’t know”."""
        return tuple(step.key for step in self.steps if step.side is not Side.OFF_SCALE)


def scale_by_name(name: str, own: str = "") -> Scale | None:
    """Return a scale by its name; `own` has the labels of an own scale, separated by commas or semicolons."""
    if name in LABELS:
        return Scale(name, scale_steps(LABELS[name]))
    return parse_own_scale(own) if name == OWN else None


def parse_own_scale(written: str) -> Scale | None:
    """Return the scale with the labels in one line, or nothing if there are fewer than two."""
    labels = [label.strip() for label in re.split(r"[;|]" if re.search(r"[;|]", written) else ",", written)]
    keys: dict[str, str] = {}
    for label in filter(None, labels):
        key = DONT_KNOW if _STEP_BY_WORDING.get(_sorted(label)) == DONT_KNOW else _key(label)
        keys.setdefault(key if key not in keys else f"{key}_{len(keys) + 1}", label)
    return Scale(OWN, scale_steps(keys)) if len(keys) > 1 else None


def scale_from_steps(pairs: Iterable[Sequence[str]]) -> Scale:
    """Return the scale stored with replies, from its keys and labels."""
    labels = {pair[0]: pair[1] for pair in pairs}
    name = next((name for name, scale_labels in LABELS.items() if list(scale_labels) == list(labels)), OWN)
    return Scale(name, scale_steps(labels))


def normalise_answer(word: str) -> str:
    """Return an answer in normalised form: lower case, without a number at its ends or punctuation."""
    text = unicodedata.normalize("NFKC", word).replace("’", "'").strip()
    text = _NUMBERED.sub("", text).strip() or text
    return re.sub(r"[^\w]+", " ", text.replace("'", "")).casefold().strip()


def match_step(word: str, scale: Scale) -> str | None:
    """Return the key of the step in `scale` that an answer means, or nothing if that is not certain."""
    own = _own_words(scale)
    if len(word) > LONGEST_STEP and max(map(len, own)) < LONGEST_STEP:
        return None
    text = normalise_answer(word)
    if text in own:
        return own[text]
    key = _STEP_BY_WORDING.get(" ".join(sorted(text.split())))
    return key if key in scale.keys else None


def standard_step(word: str) -> str | None:
    """Return the key of the step of a usual scale that an answer means, if any."""
    return _STEP_BY_WORDING.get(_sorted(word)) if len(word) <= LONGEST_STEP else None


@lru_cache(maxsize=16)
def _own_words(scale: Scale) -> Mapping[str, str]:
    return {normalise_answer(step.label): step.key for step in reversed(scale.steps)}


def parse_number(word: str) -> int | None:
    """Return the number in an answer, such as 4, or nothing if it is text."""
    text = word.strip()
    return int(text) if _NUMBER.match(text) else None


def numbered_steps(scale: Scale, one_is: str) -> dict[int, str]:
    """Return the step of each number, if 1 is the step at the end with the key `one_is`."""
    ranked = scale.ordered_keys if one_is == scale.ordered_keys[0] else scale.ordered_keys[::-1]
    return dict(enumerate(ranked, 1))


def guess_scale(columns: Iterable[Iterable[str]]) -> str | None:
    """Return the name of the scale that fits these columns of answers, or an empty string.

    Most columns decide: one yes-or-no question does not make a yes-or-no survey.
    """
    families: dict[bool, list[set[str]]] = {True: [], False: []}
    for words in columns:
        keys = {key for word in words if (key := standard_step(word))}
        if keys - {DONT_KNOW}:
            families[bool(keys & {"yes", "no"})].append(keys)
    if len(families[True]) > len(families[False]):
        return "yes_no"
    keys = set().union(*families[False])
    if not keys:
        return None
    if "neither" in keys:
        return "agree5"
    return "agree4" if keys & {"strongly_agree", "strongly_disagree"} else "three"


def merged_wordings(words: Iterable[str]) -> dict[str, list[str]]:
    """Return the different wordings of each step that are separate steps in other scales.

    If a file has both “Agree” and “Slightly agree”, counting them as one step would be wrong.
    """
    wordings_by_step: dict[str, dict[str, str]] = {}
    for word in words:
        if key := standard_step(word):
            wordings_by_step.setdefault(key, {}).setdefault(_sorted(word), word)
    close = {DONT_KNOW, "neither", "yes", "no"}
    return {
        key: list(wordings.values())
        for key, wordings in wordings_by_step.items()
        if len(wordings) > 1 and key not in close
    }


def _sorted(word: str) -> str:
    return " ".join(sorted(normalise_answer(word).split()))


def _key(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:30].strip("_")
    return key if re.match(r"[a-z]", key) else f"step_{key}" if key else "step"
