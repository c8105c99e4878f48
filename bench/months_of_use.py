"""Use one draft for months, then see what that costs.

    python -m bench.months_of_use [--sessions 500] [--edits 400] [--merges 50] [--photos 40] [--keep FILE]
    python -m bench.months_of_use --short

Each session opens the draft, writes in about ten answers with many saves, now and then adds, moves or
removes an entry, and closes. Now and then a copy goes to somebody else, who writes in it, and comes
back. Printed at the end: opening the draft against opening the same answers written once (in turn, from
the system's memory, the medians of many), how large both files are, the longest time that any call kept
the writer's thread waiting, and how long the first key and the first history of an answer take after
opening. `bench.window_waits --draft FILE` says how the window feels with the draft that was kept.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PIL import Image

from carreport.assets import form_files
from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.pictures.prepare import PreparedPicture, prepare_picture
from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import load_form
from carreport.form.richtext import RichText

T = TypeVar("T")
TEXTS = ("context.issue", "context.affected", "question.agreed", "data.surprised", "actions.changed")
WORDS = ("council", "school", "asks", "what", "helps", "people", "who", "wait", "for", "an", "answer")
ANSWERS_A_SESSION = 10
SHORT = {"sessions": 25, "edits": 200, "merges": 3, "photos": 2}
WARM, PAIRS = 3, 25


class Writer:
    """One person at work on one file, with a watch on how long each call takes."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.waits: list[float] = []
        self.worked = 0.0

    def timed(self, work: Callable[[], T]) -> T:
        begun, at_work = time.perf_counter(), time.thread_time()
        done = work()
        self.waits.append(time.perf_counter() - begun)
        self.worked = max(self.worked, time.thread_time() - at_work)
        return done

    def work(self, session: DraftSession, edits: int) -> None:
        """Write in some answers, each saved again and again while it grows."""
        for _ in range(ANSWERS_A_SESSION):
            path = self.chance.choice(TEXTS)
            words = session.answers().rich_text(path).plain_text.split()[-150:]
            for _ in range(edits // ANSWERS_A_SESSION):
                words.append(self.chance.choice(WORDS))
                value = RichText.from_plain(" ".join(words)).to_json()
                self.timed(lambda value=value, path=path: session.write(path, value))  # type: ignore[misc]  # bound now
                self.timed(session.answers)
                session.flush()
            self.timed(lambda path=path: session.seal(path))  # type: ignore[misc]  # bound now
        self.tend_entries(session)

    def tend_entries(self, session: DraftSession) -> None:
        """Add an entry, and now and then move or remove one."""
        group = "context.evidence"
        self.timed(lambda: session.add_item(group, None, {"name": " ".join(self.chance.sample(WORDS, 4))}))
        items = session.answers().items(group)
        if len(items) > 12:
            self.timed(lambda: session.remove_item(f"{group}/{self.chance.choice(items).id}"))
        elif len(items) > 2:
            self.timed(lambda: session.move_item(f"{group}/{items[-1].id}", None))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    for name, usual in (("sessions", 500), ("edits", 400), ("merges", 50), ("photos", 40)):
        parser.add_argument(f"--{name}", type=int, default=usual, help=f"{usual} unless told otherwise")
    parser.add_argument("--keep", type=Path, help="where the draft is to be kept")
    parser.add_argument("--short", action="store_true", help="a small part of it, in two minutes")
    given = parser.parse_args()
    if given.short:
        vars(given).update(SHORT)
    with tempfile.TemporaryDirectory() as home:
        os.environ["CARREPORT_HOME"] = home
        measure(Path(home), given)
    return 0


def measure(home: Path, given: argparse.Namespace) -> None:
    chance = random.Random(7)  # noqa: S311 - a story that can be told again
    form = load_form(next(each for each in form_files() if each.stem == "car-inquiry"))
    draft = home / "months.carreport"
    writer = Writer(chance)
    DraftSession.create(draft, form, "Ailsa Kerr").close()
    for number in range(given.sessions):
        with DraftSession.open(draft, "Ailsa Kerr") as session:
            writer.work(session, given.edits)
            if number * given.photos // given.sessions != (number + 1) * given.photos // given.sessions:
                add_photo(session, number)
            if number * given.merges // given.sessions != (number + 1) * given.merges // given.sessions:
                meet(session, home, writer, number)
    if given.keep is not None:
        shutil.copy(draft, given.keep)
    once = write_once(draft, home / "once.carreport")
    used, fresh = paired(draft, once)
    with DraftSession.open(draft, "Ailsa Kerr", read_only=True) as session:
        rows = len(session.tree)
    print(
        f"{given.sessions} sessions, {given.sessions * given.edits:,} saved edits, {given.merges} merges, "
        f"{given.photos} photos: {rows:,} revisions"
    )
    ratio = f"{used / fresh:.1f} ×"
    print(f"open: {used * 1000:.0f} ms, the same answers written once {fresh * 1000:.0f} ms: {ratio}")
    print(f"file: {draft.stat().st_size / 1e6:.1f} MB, written once {once.stat().st_size / 1e6:.1f} MB")
    key, history = after_opening(draft)
    print(f"after opening: the first key {key * 1000:.1f} ms, the first history {history * 1000:.0f} ms")
    waits = sorted(writer.waits)
    rare = waits[-1 - len(waits) // 10_000]
    print(
        f"the writer's thread, {len(waits):,} calls: median {statistics.median(waits) * 1000:.2f} ms, "
        f"1 in 10,000 over {rare * 1000:.1f} ms, longest {waits[-1] * 1000:.1f} ms; "
        f"at work for {writer.worked * 1000:.1f} ms at the longest"
    )


def add_photo(session: DraftSession, number: int) -> None:
    drawn = io.BytesIO()
    Image.effect_noise((1200, 900), 40 + number % 40).convert("RGB").save(drawn, "JPEG", quality=80)
    picture = session.attach(prepare_picture(drawn.getvalue()))
    session.add_item("data.photos", None, {"picture": picture, "alt": f"Photo {number}"})
    session.flush()


def meet(session: DraftSession, home: Path, writer: Writer, number: int) -> None:
    """Let somebody else write in a copy, write on meanwhile, and bring the copy in."""
    copy = home / f"copy-{number}.carreport"
    export_copy(session, copy)
    with DraftSession.open(copy, "Morag Weir") as other:
        Writer(writer.chance).work(other, ANSWERS_A_SESSION)
    writer.work(session, ANSWERS_A_SESSION)
    merge_and_save(session, preview_merge(session, copy))
    copy.unlink()


def write_once(draft: Path, target: Path) -> Path:
    """Make a draft that says the same and has no history."""
    with DraftSession.open(draft, "Ailsa Kerr", read_only=True) as used:
        answers, pictures, form = used.answers(), used.pictures(), used.form
    with DraftSession.create(target, form, "Ailsa Kerr") as fresh:
        for name, picture in pictures.items():
            fresh.attach(PreparedPicture(name, picture))
        fresh.fill(answers)
    return target


def paired(used: Path, once: Path) -> tuple[float, float]:
    """Return the median times of opening both, taken in turn, when the system has read both before."""
    pairs = [(opened(used), opened(once)) for _ in range(WARM + PAIRS)][WARM:]
    return statistics.median(each[0] for each in pairs), statistics.median(each[1] for each in pairs)


def opened(path: Path) -> float:
    begun = time.perf_counter()
    with DraftSession.open(path, "Ailsa Kerr", read_only=True) as session:
        session.answers()
        return time.perf_counter() - begun


def after_opening(path: Path) -> tuple[float, float]:
    """Return the median times of what comes first; each after an opening of its own."""
    firsts: list[list[float]] = []
    for number in range(9):
        times = []
        with DraftSession.open(path, "Ailsa Kerr") as session:
            value = RichText.from_plain(f"First {number}").to_json()
            times.append(lasting(lambda session=session, value=value: session.write(TEXTS[0], value)))  # type: ignore[misc]  # bound now
            times.append(lasting(lambda session=session: session.history(TEXTS[1])))  # type: ignore[misc]  # bound now
        firsts.append(times)
    key, history = (statistics.median(each) for each in zip(*firsts, strict=True))
    return key, history


def lasting(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
