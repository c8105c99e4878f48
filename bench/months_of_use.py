"""Use one draft for months, and measure the effect.

    python -m bench.months_of_use [--sessions 500] [--edits 400] [--merges 50] [--photos 40] [--keep FILE]
    python -m bench.months_of_use --short

Each session opens the draft, writes ten answers with many saves, sometimes adds, moves or removes an entry,
and closes. Sometimes a copy is sent to somebody else, who edits it, and is imported again. The output is the
time to open the draft compared with the same answers written once (alternating, from the file cache, medians
of many), the size of both files, the longest call on the writing thread, and the time of the first key and
the first history of an answer after opening. `bench.window_waits --draft FILE` measures the window with the
draft saved by `--keep`.
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
    """A person who edits a draft; each call is timed."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.waits: list[float] = []
        self.longest_cpu = 0.0

    def timed(self, work: Callable[[], T]) -> T:
        start, cpu_start = time.perf_counter(), time.thread_time()
        result = work()
        self.waits.append(time.perf_counter() - start)
        self.longest_cpu = max(self.longest_cpu, time.thread_time() - cpu_start)
        return result

    def work(self, session: DraftSession, edits: int) -> None:
        """Edit some answers, each saved many times while it grows."""
        for _ in range(ANSWERS_A_SESSION):
            path = self.chance.choice(TEXTS)
            words = session.answers().rich_text(path).plain_text.split()[-150:]
            for _ in range(edits // ANSWERS_A_SESSION):
                words.append(self.chance.choice(WORDS))
                value = RichText.from_plain(" ".join(words)).to_json()
                self.timed(lambda value=value, path=path: session.write(path, value))  # type: ignore[misc]  # bound as defaults
                self.timed(session.answers)
                session.flush()
            self.timed(lambda path=path: session.seal(path))  # type: ignore[misc]  # bound as defaults
        self.edit_entries(session)

    def edit_entries(self, session: DraftSession) -> None:
        """Add an entry, and move or remove one if there are several."""
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
        parser.add_argument(f"--{name}", type=int, default=usual, help=f"default {usual}")
    parser.add_argument("--keep", type=Path, help="save the draft here")
    parser.add_argument("--short", action="store_true", help="a small part, in two minutes")
    options = parser.parse_args()
    if options.short:
        vars(options).update(SHORT)
    with tempfile.TemporaryDirectory() as home:
        os.environ["CARREPORT_HOME"] = home
        measure(Path(home), options)
    return 0


def measure(home: Path, options: argparse.Namespace) -> None:
    chance = random.Random(7)  # noqa: S311 - the same edits in every run
    form = load_form(next(path for path in form_files() if path.stem == "car-inquiry"))
    draft = home / "months.carreport"
    writer = Writer(chance)
    DraftSession.create(draft, form, "Ailsa Kerr").close()
    for number in range(options.sessions):
        with DraftSession.open(draft, "Ailsa Kerr") as session:
            writer.work(session, options.edits)
            if (
                number * options.photos // options.sessions
                != (number + 1) * options.photos // options.sessions
            ):
                add_photo(session, number)
            if (
                number * options.merges // options.sessions
                != (number + 1) * options.merges // options.sessions
            ):
                import_edited_copy(session, home, writer, number)
    if options.keep is not None:
        shutil.copy(draft, options.keep)
    once = write_once(draft, home / "once.carreport")
    used, fresh = opening_times(draft, once)
    with DraftSession.open(draft, "Ailsa Kerr", read_only=True) as session:
        rows = len(session.tree)
    print(
        f"{options.sessions} sessions, {options.sessions * options.edits:,} saved edits, "
        f"{options.merges} merges, {options.photos} photos: {rows:,} revisions"
    )
    ratio = f"{used / fresh:.1f} ×"
    print(f"opening: {used * 1000:.0f} ms, the same answers written once {fresh * 1000:.0f} ms: {ratio}")
    print(f"file: {draft.stat().st_size / 1e6:.1f} MB, written once {once.stat().st_size / 1e6:.1f} MB")
    key, history = after_opening(draft)
    print(f"after opening: the first key {key * 1000:.1f} ms, the first history {history * 1000:.0f} ms")
    waits = sorted(writer.waits)
    rare = waits[-1 - len(waits) // 10_000]
    print(
        f"the writing thread, {len(waits):,} calls: median {statistics.median(waits) * 1000:.2f} ms, "
        f"1 in 10,000 over {rare * 1000:.1f} ms, longest {waits[-1] * 1000:.1f} ms; "
        f"longest processor time {writer.longest_cpu * 1000:.1f} ms"
    )


def add_photo(session: DraftSession, number: int) -> None:
    image = io.BytesIO()
    Image.effect_noise((1200, 900), 40 + number % 40).convert("RGB").save(image, "JPEG", quality=80)
    picture = session.attach(prepare_picture(image.getvalue()))
    session.add_item("data.photos", None, {"picture": picture, "alt": f"Photo {number}"})
    session.flush()


def import_edited_copy(session: DraftSession, home: Path, writer: Writer, number: int) -> None:
    """Let somebody else edit a copy, edit the draft meanwhile, and import the copy."""
    copy = home / f"copy-{number}.carreport"
    export_copy(session, copy)
    with DraftSession.open(copy, "Morag Weir") as other:
        Writer(writer.chance).work(other, ANSWERS_A_SESSION)
    writer.work(session, ANSWERS_A_SESSION)
    merge_and_save(session, preview_merge(session, copy))
    copy.unlink()


def write_once(draft: Path, target: Path) -> Path:
    """Make a draft with the same answers and no history."""
    with DraftSession.open(draft, "Ailsa Kerr", read_only=True) as used:
        answers, pictures, form = used.answers(), used.pictures(), used.form
    with DraftSession.create(target, form, "Ailsa Kerr") as fresh:
        for name, picture in pictures.items():
            fresh.attach(PreparedPicture(name, picture))
        fresh.fill(answers)
    return target


def opening_times(used: Path, once: Path) -> tuple[float, float]:
    """Return the median times of opening both, alternating, when both are in the file cache."""
    pairs = [(opened(used), opened(once)) for _ in range(WARM + PAIRS)][WARM:]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def opened(path: Path) -> float:
    start = time.perf_counter()
    with DraftSession.open(path, "Ailsa Kerr", read_only=True) as session:
        session.answers()
        return time.perf_counter() - start


def after_opening(path: Path) -> tuple[float, float]:
    """Return the median times of the first key and the first history after opening."""
    firsts: list[list[float]] = []
    for number in range(9):
        times = []
        with DraftSession.open(path, "Ailsa Kerr") as session:
            value = RichText.from_plain(f"First {number}").to_json()
            times.append(seconds_of(lambda session=session, value=value: session.write(TEXTS[0], value)))  # type: ignore[misc]  # bound as defaults
            times.append(seconds_of(lambda session=session: session.history(TEXTS[1])))  # type: ignore[misc]  # bound as defaults
        firsts.append(times)
    key, history = (statistics.median(column) for column in zip(*firsts, strict=True))
    return key, history


def seconds_of(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
