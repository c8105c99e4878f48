"""Backups are automatic, verified, and deleted when superfluous; they never replace the draft."""

from __future__ import annotations

import shutil
import threading
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carreport.draft.pictures.prepare import PreparedPicture, StoredPicture
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.open_draft import OPENED_FOR_READING
from carreport.draft.storage import backups
from carreport.draft.storage.backups import (
    BackupThread,
    back_up,
    backups_folder,
    backups_of,
    backups_to_delete,
    erase_from_backups,
    restore_beside,
)
from carreport.errors import DraftSaveError
from carreport.form.schema import Form

FIRST = datetime(2000, 1, 1, tzinfo=UTC)
moments = st.lists(
    st.integers(0, 45 * 365 * 24).map(
        lambda hours: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    ),
    max_size=200,
)
days = st.dates(date(2000, 1, 1), date(2045, 1, 1))


def written(session: DraftSession, title: str) -> None:
    session.write("about.title", title)
    session.seal()
    session.flush()


def test_a_backup_opens_and_says_what_the_draft_said(session: DraftSession, path: Path) -> None:
    written(session, "Sharing what we know")
    made = back_up(path)
    assert made is not None
    assert backups_of(session.draft_id) == (made,)
    with DraftSession.open(made.path, "", read_only=True) as opened:
        assert opened.answers().get("about.title") == "Sharing what we know"
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]


def test_nothing_new_makes_no_backup(session: DraftSession, path: Path) -> None:
    assert back_up(path) is None
    written(session, "one")
    assert back_up(path) is not None
    session.remember_last_visited("about.title")
    session.flush()
    assert back_up(path) is None


def test_two_backups_of_one_second_have_two_names(session: DraftSession, path: Path) -> None:
    for title in ("one", "two", "three"):
        written(session, title)
        back_up(path)
    assert len({backup.path for backup in backups_of(session.draft_id)}) == 3


def test_an_opened_draft_is_backed_up_by_itself(path: Path, form: Form) -> None:
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        written(session, "yesterday's words")
    with DraftSession.open(path, "Ailsa Kerr") as again:
        draft_id = again.draft_id
    assert len(backups_of(draft_id)) == 1


def test_a_draft_that_is_only_read_is_not_backed_up(path: Path, form: Form) -> None:
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        written(session, "words")
    with DraftSession.open(path, "Ailsa Kerr", read_only=True) as again:
        assert backups_of(again.draft_id) == ()


def test_a_new_day_brings_a_new_backup(
    session: DraftSession, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = threading.Semaphore(0)
    today = [date(2026, 3, 2)]

    def tell() -> date:
        looked.release()
        return today[0]

    monkeypatch.setattr(backups, "CHECK_INTERVAL", 0.01)
    monkeypatch.setattr(backups, "_today", tell)
    written(session, "one")
    watch = BackupThread(path, lambda _: None)
    for _ in range(5):
        assert looked.acquire(timeout=10)
    (first,) = backups_of(session.draft_id)
    written(session, "two")
    today[0] = date(2026, 3, 3)
    while looked.acquire(blocking=False):
        pass
    for _ in range(5):
        assert looked.acquire(timeout=10)
    watch.stop()
    newest, *_ = backups_of(session.draft_id)  # the first one may have been deleted: both were made today
    assert newest.path != first.path
    with DraftSession.open(newest.path, "Ailsa Kerr", read_only=True) as again:
        assert again.answers().get("about.title") == "two"


def test_a_backup_that_fails_is_told_and_the_older_ones_stay(session: DraftSession, path: Path) -> None:
    written(session, "one")
    kept = back_up(path)
    assert kept is not None
    folder = backups_folder(session.draft_id)
    aside = folder.with_name("aside")
    folder.rename(aside)
    folder.write_text("a file where the folder should be")
    with pytest.raises(DraftSaveError) as told:
        back_up(path)
    assert told.value.code == "backup-failed"
    assert path.name in str(told.value)
    assert (aside / kept.path.name).exists()


def test_a_failed_backup_reaches_whoever_has_the_draft_open(path: Path, form: Form) -> None:
    with DraftSession.create(path, form, "Ailsa Kerr") as session:
        written(session, "one")
        backups_folder(session.draft_id).parent.mkdir(parents=True)
        backups_folder(session.draft_id).write_text("a file where the folder should be")
    heard: list[DraftSaveError] = []
    watch = BackupThread(path, heard.append)
    watch.stop()
    assert [problem.code for problem in heard] == ["backup-failed"]
    assert watch.problem is heard[0]
    with DraftSession.open(path, "Ailsa Kerr") as again:
        again.write("about.place", "Skye")
    assert again.backup_problem is not None
    assert again.backup_problem.code == "backup-failed"


def test_a_damaged_draft_makes_no_backup(session: DraftSession, path: Path) -> None:
    written(session, "The title of the draft")
    session.close()
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b'"The title of the draft"', b'"The title of the craft"'))
    with pytest.raises(DraftSaveError) as caught:
        back_up(path)
    assert caught.value.code == "backup-failed"
    assert backups_of(session.draft_id) == ()


def test_what_is_restored_comes_beside_the_present(session: DraftSession, path: Path) -> None:
    written(session, "earlier")
    made = back_up(path)
    assert made is not None
    written(session, "now")
    first, second = restore_beside(made, path), restore_beside(made, path)
    assert first != second
    assert {first.parent, second.parent} == {path.parent}
    with DraftSession.open(first, "Ailsa Kerr") as brought:
        assert (brought.answers().get("about.title"), brought.draft_id) == ("earlier", session.draft_id)
    assert session.answers().get("about.title") == "now"


def test_pictures_are_backed_up_and_checked(session: DraftSession, path: Path) -> None:
    data = b"not really a picture" * 2000
    value = session.attach(PreparedPicture(sha256(data).hexdigest(), StoredPicture(data, "image/png", 3, 4)))
    item = session.add_item("data.wall")
    session.write(f"data.wall/{item}/picture", value)
    session.flush()
    made = back_up(path)
    assert made is not None
    with DraftSession.open(made.path, "", read_only=True) as opened:
        assert [picture.data for picture in opened.pictures().values()] == [data]


def test_erased_words_are_gone_from_every_backup_as_bytes(session: DraftSession, path: Path) -> None:
    for title in ("kept words", "SECRETWORDS of somebody", "SECRETWORDS of somebody, and more"):
        session.write("about.story", [{"type": "paragraph", "spans": [{"text": title}]}])
        if title == "kept words":
            session.seal()
        session.flush()
        back_up(path)
    erased = session.history("about.story")[0]
    assert erased.value[0]["spans"][0]["text"].endswith("and more")
    assert len(backups_of(session.draft_id)) == 3
    assert erase_from_backups(session.draft_id, [erased.id], [erased]) == ()
    for backup in backups_of(session.draft_id):
        assert b"SECRETWORDS" not in backup.path.read_bytes()
        with DraftSession.open(backup.path, "", read_only=True) as opened:
            assert opened.read_only_reason == OPENED_FOR_READING
            assert b"kept words" in backup.path.read_bytes()


def test_a_backup_that_erasing_cannot_reach_is_named(session: DraftSession, path: Path) -> None:
    written(session, "words")
    made = back_up(path)
    assert made is not None
    made.path.write_bytes(made.path.read_bytes()[:5000])
    assert erase_from_backups(session.draft_id, ["0" * 40]) == (made.path,)


def test_older_backups_are_thinned_when_a_new_one_is_made(session: DraftSession, path: Path) -> None:
    written(session, "one")
    made = back_up(path)
    assert made is not None
    for day in ("2020-03-01", "2020-03-31"):
        for name in ("T09-00-00Z", "T10-00-00Z", "T10-00-00Z-2"):
            shutil.copy(made.path, made.path.with_name(f"{day}{name}.carreport"))
    for number in range(40):  # enough days that those of 2020 are old
        moment = datetime(2021, 1, 1, 12, tzinfo=UTC) + timedelta(days=number)
        shutil.copy(made.path, made.path.with_name(f"{moment:%Y-%m-%dT%H-%M-%S}Z.carreport"))
    written(session, "two")
    back_up(path)
    left = [backup.path.name[:20] for backup in backups_of(session.draft_id) if backup.made_at.year == 2020]
    assert left == ["2020-03-31T10-00-00Z", "2020-03-31T10-00-00Z"]


def test_other_files_in_the_folder_are_no_backups(session: DraftSession, path: Path) -> None:
    folder = backups_folder(session.draft_id)
    folder.mkdir(parents=True)
    for name in (
        "notes.txt",
        "2026-13-45T99-00-00Z.carreport",
        ".2026-01-01T00-00-00Z.carreport.aabbccdd.tmp",
    ):
        shutil.copy(path, folder / name)
    assert backups_of(session.draft_id) == ()


def test_a_name_from_outside_leads_into_no_other_folder() -> None:
    assert backups_folder("../../etc").parent == backups_folder("0" * 32).parent


@given(moments, days)
def test_the_newest_backup_and_all_of_today_are_always_kept(made: list[datetime], today: date) -> None:
    gone = backups_to_delete(made, today)
    assert gone <= set(made)
    assert not made or max(made) not in gone
    assert not {moment for moment in gone if moment.date() == today}


@given(moments, days)
def test_every_month_and_each_of_the_last_thirty_days_keeps_one(made: list[datetime], today: date) -> None:
    kept = set(made) - backups_to_delete(made, today)
    assert {(moment.year, moment.month) for moment in kept} == {
        (moment.year, moment.month) for moment in made
    }
    recent = {moment.date() for moment in made if today - timedelta(30) <= moment.date() <= today}
    assert recent <= {moment.date() for moment in kept}


@given(moments, days)
def test_thinning_twice_takes_nothing_more(made: list[datetime], today: date) -> None:
    kept = set(made) - backups_to_delete(made, today)
    assert backups_to_delete(kept, today) == set()


@given(moments, days, days)
def test_a_clock_that_jumps_takes_no_day_that_was_among_the_last_thirty(
    made: list[datetime], today: date, wrong: date
) -> None:
    days_with_any = sorted({moment.date() for moment in made if moment.date() <= today}, reverse=True)
    later = {moment.date() for moment in made if moment.date() > today}
    safe = set(days_with_any[: max(0, 30 - len(later))])
    assert safe <= {moment.date() for moment in set(made) - backups_to_delete(made, wrong)}


def test_a_year_of_writing_leaves_a_readable_number() -> None:
    start = datetime(2026, 1, 1, 9, tzinfo=UTC)
    made: set[datetime] = set()
    for day in range(365):
        for hour in range(4):
            made.add(start + timedelta(days=day, hours=hour))
            made -= backups_to_delete(made, (start + timedelta(days=day)).date())
    assert 40 <= len(made) <= 50
