"""All backups of today are kept: on the disk, whatever the time zone, and by the rule."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage import backups
from carreport.draft.storage.backups import Backup, back_up, backups_of, backups_to_delete

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def written(session: DraftSession, title: str) -> Backup:
    session.write("about.title", title)
    session.seal()
    session.flush()
    made = back_up(session.path)
    assert made is not None
    return made


def renamed(backup: Backup, moment: datetime) -> Path:
    """Give a backup the name of one that was made at another time."""
    name = f"{moment.astimezone(UTC):%Y-%m-%dT%H-%M-%S}Z.carreport"
    return backup.path.rename(backup.path.with_name(name))


@pytest.fixture
def scotland(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "BST-1")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_the_backups_of_today_stay_when_another_is_made(session: DraftSession) -> None:
    noon = datetime.now().astimezone().replace(hour=12)
    made = [renamed(written(session, f"words {hour}"), noon - timedelta(hours=hour)) for hour in (0, 1, 5)]
    newest = written(session, "and more")
    assert {backup.path for backup in backups_of(session.draft_id)} == {*made, newest.path}


def test_of_backups_of_one_second_the_one_made_last_is_the_newest(session: DraftSession) -> None:
    noon = datetime.now().astimezone().replace(hour=12, microsecond=0)
    first = renamed(written(session, "first"), noon)
    second = written(session, "second").path.rename(first.with_name(f"{first.stem}-2.carreport"))
    third = written(session, "third").path.rename(first.with_name(f"{first.stem}-10.carreport"))
    found = [(backup.number, backup.path) for backup in backups_of(session.draft_id)]
    assert found == [(10, third), (2, second), (1, first)]


def test_only_the_last_of_an_earlier_day_stays(session: DraftSession) -> None:
    noon = datetime.now().astimezone().replace(hour=12)
    days = [noon - timedelta(days=days, hours=hours) for days in (1, 2) for hours in (0, 1)]
    last, _, last_before, _ = [renamed(written(session, f"words {day}"), day) for day in days]
    newest = written(session, "and more")
    kept = {backup.path for backup in backups_of(session.draft_id)}
    assert {last, last_before, newest.path} <= kept
    assert len(kept) <= 4  # the last of a month may be one of them


@pytest.mark.usefixtures("scotland")
@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has one time zone for all programs")
def test_today_is_the_day_of_whoever_writes_and_not_of_greenwich(
    session: DraftSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_today", lambda: DAY)
    after_midnight = datetime(2026, 3, 1, 23, 10, tzinfo=UTC)  # 00:10 on 2 March in British Summer Time
    made = [renamed(written(session, f"{part}"), after_midnight + timedelta(minutes=part)) for part in (0, 5)]
    written(session, "and more")
    assert {*made} <= {backup.path for backup in backups_of(session.draft_id)}


@given(st.lists(st.integers(-26 * 60, 26 * 60), max_size=40))
def test_no_backup_of_today_is_superfluous(minutes: list[int]) -> None:
    made = [NOON + timedelta(minutes=offset) for offset in minutes]
    gone = backups_to_delete(made, DAY)
    assert [moment for moment in gone if moment.date() == DAY] == []
    kept = [moment.date() for moment in set(made) - gone if moment.date() != DAY]
    assert len(kept) == len(set(kept))


def test_a_day_keeps_its_last_backup_and_no_other_once_it_is_over() -> None:
    hours = [NOON + timedelta(hours=hour) for hour in range(5)]
    assert backups_to_delete(hours, DAY) == set()
    assert backups_to_delete(hours, DAY + timedelta(days=1)) == set(hours[:-1])
