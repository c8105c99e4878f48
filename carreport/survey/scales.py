"""Define the usual survey scales, and match answers to their points.

“Strongly Agree”, “agree strongly” and “4 - Strongly agree” are the same point. An answer that cannot
be matched reliably is never guessed: the user chooses what it means.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from carreport.language.language_tags import is_english
from carreport.language.messages import gettext, gettext_noop, language_of_words
from carreport.survey.agreement import NOT_TICKED, TICKED, ScaleStep, Side, scale_steps
from carreport.survey.response_words import (
    LONGEST_STEP,
    OFF_SCALE_WORDS,
    in_scale_order,
    is_off_scale,
    is_unticked,
    normalise_answer,
    places_of,
    scale_in_common,
    sorted_words,
)

DONT_KNOW = "dont_know"
OWN = "own"
NO_ANSWER = ""
"""What a word that stands for no answer, such as “skipped”, is matched to."""

_AGREE = {"strongly_agree": gettext_noop("Strongly agree"), "agree": gettext_noop("Agree")}
_DISAGREE = {"disagree": gettext_noop("Disagree"), "strongly_disagree": gettext_noop("Strongly disagree")}
_OFF_SCALE = {DONT_KNOW: gettext_noop("Don’t know")}
LABELS: Mapping[str, Mapping[str, str]] = {
    "agree4": {**_AGREE, **_DISAGREE, **_OFF_SCALE},
    "agree5": {**_AGREE, "neither": gettext_noop("Neither agree nor disagree"), **_DISAGREE, **_OFF_SCALE},
    "three": {"agree": gettext_noop("Agree"), "disagree": gettext_noop("Disagree"), **_OFF_SCALE},
    "yes_no": {"yes": gettext_noop("Yes"), "no": gettext_noop("No"), **_OFF_SCALE},
}
_USUAL_STEPS = frozenset(
    (
        *(pair for labels in LABELS.values() for pair in labels.items()),
        (TICKED, "Ticked"),
        (NOT_TICKED, "Not ticked"),
    )
)
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
    DONT_KNOW: tuple(OFF_SCALE_WORDS),
    "yes": ("yes", "y"),
    "no": ("no", "n"),
}  # fmt: skip
_STEP_BY_WORDING = {
    " ".join(sorted(words.split())): key for key, all_of in _STEPS.items() for words in all_of
}
_NUMBER = re.compile(r"[+\-−]?\d+(?:[.,]\d+)?\Z")
_LEADING_NUMBER = re.compile(r"\(?([+\-−]?\d{1,3})\)?\s*[-–—.:)=]\s*(?=[^\W\d])")
_RANGE = re.compile(r"(-?\d{1,2})\s*(?:to|–|-|\.\.|…)\s*(-?\d{1,2})\Z")
MOST_STEPS = 36
"""The most points on a scale that can be stored with replies."""
_TRAILING_NUMBER = re.compile(r"\D[(\[](\d{1,3})[)\]]\Z")


@dataclass(frozen=True, slots=True)
class Scale:
    """The points that people could choose; `name` is a key of `TITLES`."""

    name: str
    steps: tuple[ScaleStep, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the points, from one end to the other."""
        return tuple(step.key for step in self.steps)

    @property
    def ordered_keys(self) -> tuple[str, ...]:
        """The keys of the points, without those off the scale, such as “don’t know”."""
        return tuple(step.key for step in self.steps if step.side is not Side.OFF_SCALE)


TICK_SCALE = Scale(
    "ticks", scale_steps({TICKED: gettext_noop("Ticked"), NOT_TICKED: gettext_noop("Not ticked")})
)
"""The scale of a box in a “tick all that apply” question."""


def scale_by_name(name: str, own: str = "") -> Scale | None:
    """Return a scale by name; `own` has the labels for `OWN`, separated by commas or semicolons."""
    if name in LABELS:
        return Scale(name, scale_steps(LABELS[name]))
    return parse_own_scale(own) if name == OWN else None


def parse_own_scale(written: str) -> Scale | None:
    """Return the scale with the labels in one line, or nothing if there are fewer than two, or too many.

    “0 to 10” is a scale of eleven numbers. Points are sorted if their words have an order.
    """
    labels = [label.strip() for label in re.split(r"[;|]" if re.search(r"[;|]", written) else ",", written)]
    numbers = _RANGE.match(written.strip())
    if numbers and 0 < abs(int(numbers[2]) - int(numbers[1])) < MOST_STEPS:
        step = 1 if int(numbers[1]) < int(numbers[2]) else -1
        labels = [str(number) for number in range(int(numbers[1]), int(numbers[2]) + step, step)]
    return _own_scale(_ordered(list(dict.fromkeys(filter(None, labels)))))


def scale_of_words(answers: Iterable[str]) -> Scale | None:
    """Return the scale made of the different answers in a file, if they all belong to one usual scale."""
    wordings: dict[str, Counter[str]] = {}
    for answer in answers:
        key = DONT_KNOW if is_off_scale(answer) else sorted_words(answer)
        wordings.setdefault(key, Counter())[answer] += 1
    labels = [_without_underscores(max(sorted(words), key=words.__getitem__)) for words in wordings.values()]
    name = scale_in_common(labels)
    return _own_scale(in_scale_order(labels, name)) if name else None


def _without_underscores(label: str) -> str:
    """Return a name such as `very_useful`, as KoBo writes it, as words."""
    if "_" not in label or " " in label:
        return label
    return _OFF_SCALE[DONT_KNOW] if is_off_scale(label) else label.replace("_", " ").capitalize()


def _own_scale(labels: Sequence[str]) -> Scale | None:
    keys: dict[str, str] = {}
    for label in labels:
        key = DONT_KNOW if is_off_scale(label) else _key(label)
        number = len(keys) + 1
        while key in keys:
            key, number = f"{key.removesuffix(f'_{number - 1}')}_{number}", number + 1
        keys[key] = label
    return Scale(OWN, scale_steps(keys)) if 1 < len(keys) <= MOST_STEPS else None


def _ordered(labels: Sequence[str]) -> Sequence[str]:
    """Return labels in the order of their scale, unless they already run from one end to the other."""
    name = scale_in_common(labels)
    places = [places_of(label)[name] for label in labels if not is_off_scale(label)] if name else []
    if not name or places in (sorted(places), sorted(places, reverse=True)):
        return labels
    return in_scale_order(labels, name)


def scale_from_steps(pairs: Iterable[Sequence[str]]) -> Scale:
    """Return the scale stored with replies, from its keys and labels."""
    labels = {pair[0]: pair[1] for pair in pairs}
    if list(labels) == list(TICK_SCALE.keys):
        return Scale(TICK_SCALE.name, translated_steps(TICK_SCALE.steps))
    name = next((name for name, scale_labels in LABELS.items() if list(scale_labels) == list(labels)), OWN)
    return Scale(name, translated_steps(scale_steps(labels)))


def translated_steps(steps: tuple[ScaleStep, ...]) -> tuple[ScaleStep, ...]:
    """Return steps with the labels of the usual scales in the language of the report."""
    if is_english(language_of_words()):
        return steps
    return tuple(
        replace(step, label=gettext(step.label)) if (step.key, step.label) in _USUAL_STEPS else step
        for step in steps
    )


def merged_scale(scales: Iterable[Mapping[str, str]]) -> Scale:
    """Return one scale with the points of several: the longest first, further points where they belong."""
    labels: dict[str, str] = {}
    for scale in sorted(scales, key=lambda steps: -len(steps)):
        added = {key: label for key, label in scale.items() if key not in labels}
        order = _ordered([*labels.values(), *added.values()]) if labels and added else ()
        labels |= added
        if order:
            labels = dict(sorted(labels.items(), key=lambda pair: order.index(pair[1])))
    return scale_from_steps(labels.items())


def match_step(word: str, scale: Scale) -> str | None:
    """Return the key of the point in `scale` that an answer means, or nothing if that is not certain.

    The exact text decides, so that “+2” and “-2” stay apart; a cleaned form only if no two points share it.
    """
    labels = _labels(scale)
    if len(word) > max(LONGEST_STEP, labels.longest):
        return None
    for index, form in ((labels.exact, word.strip()), (labels.plain, _plain(word))):
        if form in index:
            return index[form]
    if is_unticked(word):
        return None
    number = leading_number(word)
    if number is not None and labels.numbers:
        key = labels.numbers.get(number)
        text = normalise_answer(word)
        has_other_words = not is_number(word) and labels.cleaned.get(text, key) != key
        return None if has_other_words else key
    text = normalise_answer(word)
    if text in labels.cleaned:
        return labels.cleaned[text]
    key = _STEP_BY_WORDING.get(sorted_words(word)) if len(word) <= LONGEST_STEP else None
    return key if key in scale.keys else None


def standard_step(word: str) -> str | None:
    """Return the key of the point on a usual scale that an answer means, if any."""
    return _STEP_BY_WORDING.get(sorted_words(word)) if len(word) <= LONGEST_STEP else None


@dataclass(frozen=True, slots=True)
class _Labels:
    """The labels of a scale, each in several forms; a form that two points share means None."""

    exact: Mapping[str, str]
    plain: Mapping[str, str | None]
    cleaned: Mapping[str, str | None]
    numbers: Mapping[Decimal, str]
    longest: int


@lru_cache(maxsize=64)
def _labels(scale: Scale) -> _Labels:
    pairs = [(step.label.strip(), step.key) for step in scale.steps]
    numbers = [
        (number, step.key) for step in scale.steps if (number := leading_number(step.label)) is not None
    ]
    has_numbers = len({number for number, _ in numbers}) == len(numbers) >= len(scale.ordered_keys)
    return _Labels(
        dict(reversed(pairs)),
        _unshared((_plain(label), key) for label, key in pairs),
        _unshared((normalise_answer(label), key) for label, key in pairs),
        dict(numbers) if has_numbers else {},
        max(len(label) for label, _ in pairs) if pairs else 0,
    )


def _unshared(pairs: Iterable[tuple[str, str]]) -> dict[str, str | None]:
    index: dict[str, str | None] = {}
    for form, key in pairs:
        if form:
            index[form] = None if index.get(form, key) != key else key
    return index


def _plain(word: str) -> str:
    """Return a text without differences in case, spaces, full-width letters and variants of emoji."""
    text = unicodedata.normalize("NFKC", word.replace("\ufe0f", "")).replace("’", "'").replace("−", "-")
    return " ".join(text.casefold().replace("_", " ").split())


def is_number(word: str) -> bool:
    """Say whether an answer is a number and nothing else, such as 4, 4.0, 4,5 or −2."""
    return bool(_NUMBER.match(word.strip()))


def parse_number(word: str) -> int | None:
    """Return the whole number in an answer, such as 4 for “4” and “4.0”, or nothing if it is text."""
    number = _decimal(word) if is_number(word) else None
    return int(number) if number is not None and number == number.to_integral_value() else None


def _decimal(word: str) -> Decimal:
    return Decimal(word.strip().replace("−", "-").replace(",", "."))


def leading_number(word: str) -> Decimal | None:
    """Return the number that an answer is, begins with, or has in brackets at its end: “4 – Agree”."""
    if is_number(word):
        return _decimal(word)
    found = _LEADING_NUMBER.match(word.strip()) or _TRAILING_NUMBER.search(word.strip())
    return _decimal(found[1]) if found else None


def numbered_steps(scale: Scale, one_is: str) -> dict[int, str]:
    """Return the point for each number, where 1 is the end of the scale with the key `one_is`."""
    ranked = scale.ordered_keys
    if one_is not in (ranked[0], ranked[-1]):
        return {}
    return dict(enumerate(ranked if one_is == ranked[0] else ranked[::-1], 1))


def guess_scale(columns: Iterable[Iterable[str]]) -> str | None:
    """Return the name of the scale that fits these columns of answers, or nothing.

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
    """Return, by point, different wordings that are separate points on other scales.

    If a file has both “Agree” and “Slightly agree”, counting them as one point would be wrong.
    """
    wordings_by_step: dict[str, dict[str, str]] = {}
    for word in words:
        if key := standard_step(word):
            wordings_by_step.setdefault(key, {}).setdefault(sorted_words(word), word)
    close = {DONT_KNOW, "neither", "yes", "no"}
    return {
        key: list(wordings.values())
        for key, wordings in wordings_by_step.items()
        if len(wordings) > 1 and key not in close
    }


def _key(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:30].strip("_")
    return key if re.match(r"[a-z]", key) else f"step_{key}" if key else "step"
