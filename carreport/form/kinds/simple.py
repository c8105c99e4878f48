"""Short answers: a line, a number, yes or no, a link, a person."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar
from urllib.parse import urlsplit

from carreport.form.kinds.base import AnswerSpace, InvalidValue, Kind, ProvablePart
from carreport.form.problems import Problem, quote_start
from carreport.form.richtext import Span, clean_line, is_safe_link
from carreport.form.schema import Field, Value
from carreport.form.wording import format_quantity, is_quantity
from carreport.language.messages import format_number, gettext

_MAIL_SCHEME = "mailto:"
_NUMBER = re.compile(r"[-+−]?(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+)(?:\.\d+)?")
"""A number; commas and spaces only between thousands, so that “5 6” and “1,5” are not read as 56 and 15."""
_PER_CENT = ("%", "per cent", "percent")
_DIGITS_ONLY = re.compile(r"[\d.,\s]+(?:e\d+)?", re.IGNORECASE)
"""A mistyped number, such as “20,” or “1.5” where a whole number is expected."""
APPROXIMATE = "number-approximate"


class LineKind(Kind):
    """A short text on one line."""

    name = "line"
    summary = "A short text on one line, such as a title or a place."
    json_example = '"Working together"'
    is_quotable = True
    needs_label = False
    fits_narrow_column = True

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Return the line; a number is converted to text."""
        if isinstance(given, (int, float)) and not isinstance(given, bool):
            given = str(given)
        return clean_line(given) if isinstance(given, str) else InvalidValue("expected a line of text")

    def fits(self, field: Field, value: Value) -> bool:
        """Say whether it is text."""
        return value is None or isinstance(value, str)

    def format_value(self, field: Field, value: Value) -> str:
        """Return the line."""
        return str(value or "")

    def combine(self, field: Field, versions: Sequence[tuple[str, Value]]) -> Value:
        """Return all versions on one line, each with its author."""
        return "; ".join(f"{value} ({author})" for author, value in versions)


class NumberKind(Kind):
    """A count or a measurement."""

    name = "number"
    summary = "A count or a measurement. Text such as “about 20” is kept as typed, but not used in totals."
    json_example = "19"
    is_number = True
    fits_narrow_column = True
    settings: ClassVar[Mapping[str, str]] = {
        "least": "the smallest number expected",
        "most": "the largest number expected; 100 if the unit is %",
        "decimals": "true if decimals are allowed",
        "unit": "the unit shown after the number, such as people",
    }

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Return the number, parsing text such as “1,234”; other text is kept as typed."""
        if isinstance(given, str):
            words = clean_line(given)
            given = _parse_number(words)
            if given is None or (given != int(given) and not field.settings.get("decimals")):
                return words or None
        if given is None:
            return None
        if isinstance(given, bool) or not isinstance(given, (int, float)):
            return InvalidValue("expected a number")
        if abs(given) > 10**15 or not math.isfinite(given):
            return InvalidValue("expected a number of at most 15 digits")
        if given == int(given):
            return int(given)
        return given if field.settings.get("decimals") else InvalidValue(f"{given} is not a whole number")

    def format_value(self, field: Field, value: Value) -> str:
        """Return the number with its unit and with commas between thousands."""
        return "" if value is None else format_quantity(value, field.settings.get("unit", ""))

    def problems(self, field: Field, value: Value, path: str) -> Iterator[Problem]:
        """Yield a problem if the answer is not a number, or outside the range that the form expects."""
        number = "number such as 2.5" if field.settings.get("decimals") else "whole number such as 12"
        if isinstance(value, str) and _is_approximate(field, value):
            message = f"“{quote_start(value)}” is printed as typed. Totals and percentages need a {number}."
            yield Problem(path, APPROXIMATE, message)
            return
        if isinstance(value, str):
            message = f"Enter a {number}. “{quote_start(value)}” is kept as typed, but not used in totals."
            yield Problem(path, "number-not-read", message)
            return
        least, most = field.settings.get("least"), field.settings.get("most")
        if most is None and _is_share(field):
            most = 100
        if least is not None and value < least:
            yield Problem(path, "number-too-small", f"The number should be {least} or more. It is {value}.")
        if most is not None and value > most:
            yield Problem(path, "number-too-large", f"The number should be {most} or less. It is {value}.")

    def provable_parts(self, field: Field, value: Value) -> Iterator[ProvablePart]:
        """Yield the number without its unit, or the text kept in its place."""
        is_number = not isinstance(value, str)
        yield ProvablePart(format_number(value) if is_number else value, is_number=is_number)


def _is_approximate(field: Field, words: str) -> bool:
    """Say whether text is an honest approximate number, such as “about 20”, and not a mistake."""
    is_other_unit = "%" in words and not _is_share(field)
    return is_quantity(words) and not (is_other_unit or _DIGITS_ONLY.fullmatch(words))


def _is_share(field: Field) -> bool:
    return str(field.settings.get("unit", "")).strip().lower() in _PER_CENT


def stored_number(value: Value) -> int | float | None:
    """Return a stored number; None for text such as “about 20”."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _parse_number(words: str) -> float | None:
    """Return the number in text such as “1,234”, “1 234” or “-3.5”; nothing if it can mean anything else."""
    if not _NUMBER.fullmatch(words):
        return None
    number = float(re.sub(r"[,\s]", "", words).replace("−", "-"))
    return number if math.isfinite(number) and abs(number) <= 10**15 else None


class YesNoKind(Kind):
    """Yes or no, or no answer yet."""

    name = "yes_no"
    summary = "Yes or no; neither is selected at first."
    json_example = "true"
    fits_narrow_column = True

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Return true or false; the words yes and no are accepted too."""
        if isinstance(given, bool) or given is None:
            return given
        word = str(given).strip().lower()
        if word in ("yes", "true", "no", "false"):
            return word in ("yes", "true")
        return None if word == "" else InvalidValue("expected true or false")

    def format_value(self, field: Field, value: Value) -> str:
        """Return Yes or No."""
        return "" if value is None else gettext("Yes") if value else gettext("No")

    def answer_space(self, field: Field) -> AnswerSpace:
        """Return two boxes to tick."""
        return AnswerSpace(boxes=(gettext("Yes"), gettext("No")))


class LinkKind(Kind):
    """A web or email address."""

    name = "link"
    summary = "A web address (https://…) or an email address (mailto:…)."
    json_example = '"https://example.org/plan"'
    needs_label = False

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Return the address on one line, otherwise unchanged."""
        if not isinstance(given, str):
            return InvalidValue("expected a web or email address")
        return clean_line(given)

    def fits(self, field: Field, value: Value) -> bool:
        """Say whether it is text."""
        return value is None or isinstance(value, str)

    def format_value(self, field: Field, value: Value) -> str:
        """Return the address."""
        return str(value or "")

    def problems(self, field: Field, value: Value, path: str) -> Iterator[Problem]:
        """Yield a problem if the address cannot be a link."""
        if not is_safe_link(value):
            yield Problem(
                path,
                "link-unusable",
                "Start the address with https:// or mailto:, as in https://example.org. "
                "Otherwise it is printed as plain text.",
            )

    def printed(self, field: Field, value: Value) -> tuple[Span, ...]:
        """Return words that lead to the page, and its address for paper; an email address as it is.

        Screen readers list links by their words, and spell an address out.
        """
        if not is_safe_link(value):
            return (Span(value),)
        site = _site(value)
        if not site:
            return (Span(_without_scheme(value), link=value),)
        return (Span(gettext("Page on {site}", site=site), link=value), Span(f" ({value})"))

    def provable_parts(self, field: Field, value: Value) -> Iterator[ProvablePart]:
        """Yield the address as it is printed."""
        yield ProvablePart(_without_scheme(value))

    def answer_space(self, field: Field) -> AnswerSpace:
        """Return a line, with what to write on it."""
        return AnswerSpace(gettext("A web address or an email address."))


def _site(link: str) -> str:
    """Return the name of the site that a web address leads to; empty for an email address."""
    try:
        return (urlsplit(link).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _without_scheme(link: str) -> str:
    """Return a link as it is printed: an email address without “mailto:”."""
    return link[len(_MAIL_SCHEME) :] if link.lower().startswith(_MAIL_SCHEME) else link


PERSON_PARTS = ("name", "role", "organisation")


class PersonKind(Kind):
    """A person with a name, a role and an organisation."""

    name = "person"
    summary = "A person: name, role and organisation, all optional."
    json_example = '{"name": "Ailsa Kerr", "role": "Policy officer", "organisation": "A council"}'
    is_person = True
    needs_label = False

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Return a person from an object, or from a name."""
        if isinstance(given, str):
            given = {"name": given}
        if given is None:
            return {}
        if not isinstance(given, Mapping):
            return InvalidValue("expected a person: an object with name, role and organisation")
        unknown = [str(part) for part in given if part not in PERSON_PARTS]
        if unknown:
            return InvalidValue(f"a person has no “{unknown[0]}”; it has {', '.join(PERSON_PARTS)}")
        if not all(isinstance(part, str) for part in given.values() if part is not None):
            return InvalidValue("name, role and organisation must be text")
        lines = {part: clean_line(given.get(part) or "") for part in PERSON_PARTS}
        return {part: line for part, line in lines.items() if line}

    def format_value(self, field: Field, value: Value) -> str:
        """Return name, role and organisation, separated by commas."""
        return ", ".join((value or {}).get(part, "") for part in PERSON_PARTS if (value or {}).get(part))

    def blank(self, field: Field) -> Value:
        """Return a person with every part empty."""
        return dict.fromkeys(PERSON_PARTS, "")

    def provable_parts(self, field: Field, value: Value) -> Iterator[ProvablePart]:
        """Yield each part; a report may print them in different places."""
        yield from (ProvablePart(value[part], part) for part in PERSON_PARTS if value.get(part))

    def answer_space(self, field: Field) -> AnswerSpace:
        """Return three lines, with what to write on them."""
        return AnswerSpace(gettext("Name, role, organisation."), lines=3)

    def named_person(self, value: Value) -> str:
        """Return the name."""
        return str(value.get("name") or "")


def surname_sort_key(person: Value) -> tuple[str, str]:
    """Return the sort key of a person: the last word of the name, then the whole name."""
    name = str((person or {}).get("name", "")).casefold()
    return (name.split()[-1] if name.split() else "", name)
