"""Answers that are a date (a day, a month or a year) or a period between two dates."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date

from carreport.form.kinds.base import AnswerSpace, InvalidValue, Kind, ProvablePart
from carreport.form.problems import Problem, quote_start
from carreport.form.richtext import clean_line
from carreport.form.schema import Field, Value
from carreport.language.messages import format_day, gettext

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z")
_SPOKEN = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{4})\Z")
_BRITISH = re.compile(r"(?:(\d{1,2})[/.])?(\d{1,2})[/.](\d{4})\Z")
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_SHORT = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}


def parse_date(text: str) -> str | None:
    """Return `text` as YYYY, YYYY-MM or YYYY-MM-DD; None if it is not a date.

    It accepts “March 2015”, “3 March 2015”, “03/03/2015” (day first) and “2015”.
    """
    text = text.strip()
    day: str | None
    if match := _ISO.match(text):
        year, month, day = match.groups()
    elif match := _SPOKEN.match(text):
        day, word, year = match.groups()
        number = _MONTHS.get(word.lower()) or _SHORT.get(word.lower()[:3])
        if number is None:
            return None
        month = str(number)
    elif match := _BRITISH.match(text):
        day, month, year = match.groups()
    else:
        return None
    return _valid_date(int(year), int(month or 0), int(day or 0))


def _unparsed_date_problems(value: str, path: str) -> Iterator[Problem]:
    if value and not _iso_parts(value):
        kept = quote_start(value)
        message = f"Enter a date such as 14 March 2016, March 2016 or 2016. “{kept}” is kept as typed."
        yield Problem(path, "date-not-read", message)


def _valid_date(year: int, month: int, day: int) -> str | None:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    parts = [f"{year:04}", f"{month:02}" if month else "", f"{day:02}" if day else ""]
    return "-".join(part for part in parts if part)


def _iso_parts(value: str) -> tuple[str, str, str] | None:
    """Return the year, month and day of a stored date; nothing for text kept as typed, such as 2016-13."""
    match = _ISO.match(value)
    if match is None or _valid_date(*(int(part or 0) for part in match.groups())) is None:
        return None
    year, month, day = match.groups()
    return year, month or "", day or ""


def format_date(value: str) -> str:
    """Return a date in words: “3 March 2015”, “March 2015” or “2015”."""
    parts = _iso_parts(value or "")
    if parts is None:
        return value or ""
    year, month, day = parts
    return format_day(int(year), int(month or 0), int(day or 0))


def is_earlier(value: str, other: str) -> bool:
    """Say whether one stored date is certainly before another; 2016 is not before March 2016."""
    if not (_iso_parts(value) and _iso_parts(other)):
        return False
    shorter = min(len(value), len(other))
    return value[:shorter] < other[:shorter]


class DateKind(Kind):
    """A day, a month or a year."""

    name = "date"
    summary = "A day, a month or a year. Text such as “spring 2016” is kept as typed."
    json_example = '"2016-05", "2016-05-23" or "2016"'
    fits_narrow_column = True

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Return the date in ISO format; text that is not a date is kept as typed."""
        if isinstance(given, int) and not isinstance(given, bool):
            given = str(given)
        if not isinstance(given, str):
            return InvalidValue("expected a date such as “2016-05” or “23 May 2016”")
        text = clean_line(given)
        return parse_date(text) or text

    def fits(self, field: Field, value: Value) -> bool:
        """Say whether it is text."""
        return value is None or isinstance(value, str)

    def format_value(self, field: Field, value: Value) -> str:
        """Return the date in words."""
        return format_date(value or "")

    def problems(self, field: Field, value: Value, path: str) -> Iterator[Problem]:
        """Yield a problem if the answer is not a date."""
        yield from _unparsed_date_problems(value, path)

    def answer_space(self, field: Field) -> AnswerSpace:
        """Return a line, with what may be written on it."""
        return AnswerSpace(gettext("You can give a day, a month or a year."))


class PeriodKind(Kind):
    """A period from one date to another."""

    name = "period"
    summary = "A start date and an end date; either may be left empty."
    json_example = '{"start": "2015-03", "end": "2016-12"}'
    is_period = True
    needs_label = False

    def parse(self, field: Field, given: object) -> Value | InvalidValue:
        """Read an object with start and end."""
        if given is None:
            return {}
        if not isinstance(given, Mapping) or any(part not in ("start", "end") for part in given):
            return InvalidValue("expected an object with start and end")
        ends: dict[str, str] = {}
        for part in ("start", "end"):
            end = DateKind().parse(field, given.get(part) or "")
            if isinstance(end, InvalidValue):
                return end
            if end:
                ends[part] = end
        return ends

    def format_value(self, field: Field, value: Value) -> str:
        """Return “March 2015 to December 2016”, “from March 2015” or “until December 2016”."""
        start, end = ((value or {}).get(part, "") for part in ("start", "end"))
        if start == end:
            return format_date(start)
        if start and end:
            return gettext("{start} to {end}", start=format_date(start), end=format_date(end))
        if start:
            return gettext("from {start}", start=format_date(start))
        return gettext("until {end}", end=format_date(end)) if end else ""

    def problems(self, field: Field, value: Value, path: str) -> Iterator[Problem]:
        """Yield a problem if an end is not a date, or the period ends before it starts."""
        start, end = value.get("start", ""), value.get("end", "")
        yield from _unparsed_date_problems(start, path)
        yield from _unparsed_date_problems(end, path)
        if is_earlier(end, start):
            yield Problem(
                path,
                "period-ends-first",
                f"It ends ({format_date(end)}) before it starts ({format_date(start)}). Check both dates.",
            )

    def blank(self, field: Field) -> Value:
        """Return a period with both dates empty."""
        return {"start": "", "end": ""}

    def provable_parts(self, field: Field, value: Value) -> Iterator[ProvablePart]:
        """Yield both dates; a template may join them in its own words."""
        yield from (ProvablePart(format_date(value[end])) for end in ("start", "end") if value.get(end))

    def answer_space(self, field: Field) -> AnswerSpace:
        """Return a line, with what may be written on it."""
        return AnswerSpace(gettext("From … to …. You can give months instead of days."))
