from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from carreport.ui.history.versions_page import distinguishing_text, opening_text
from carreport.ui.relative_time import author_and_time, parse_time, relative_time

NOW = datetime(2026, 11, 21, 14, 30).astimezone()


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW - timedelta(minutes=28), "today 14:02"),
        (NOW - timedelta(days=1), "yesterday 14:30"),
        (datetime(2026, 11, 3, 9, 0).astimezone(), "3 November"),
        (datetime(2025, 10, 2, 9, 0).astimezone(), "2 October 2025"),
    ],
)
def test_the_nearer_a_moment_the_finer_its_words(moment: datetime, words: str) -> None:
    assert relative_time(moment, NOW) == words


def test_the_person_at_the_keyboard_is_you() -> None:
    assert author_and_time("Ailsa Kerr", NOW, "Ailsa Kerr", NOW) == "You, today 14:30"
    assert author_and_time("Iain Moffat", NOW, "Ailsa Kerr", NOW) == "Iain Moffat, today 14:30"


def test_a_moment_without_a_zone_is_universal_time() -> None:
    assert parse_time("2026-11-21T14:30:00") == datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
    assert parse_time("2026-11-21T14:30:00Z") == datetime(2026, 11, 21, 14, 30, tzinfo=UTC)


def test_versions_that_begin_alike_are_told_by_what_is_different() -> None:
    before = "How can schools and their partners work better together for young people who need more support?"
    assert distinguishing_text(f"{before} And what stands in the way?", before) == (
        "…people who need more support? And what stands in the way?"
    )
    assert distinguishing_text(before, "Something else") == opening_text(before)
    assert distinguishing_text("Short.", "Shorter.") == "Short."
