"""Send a copy, bring one in and go back in a draft with a long history: what holds the writer up.

    python -m bench.share_and_merge [--revisions 8000] [--photos 40] [--times 7]

A draft with that many revisions and photos is made; a copy goes out, somebody writes in it and it comes back.
Then each doing is taken apart: what must happen on the writer's thread, and what runs beside it. Printed for
each is the median of both over several times, the longest on the writer's thread, and its share of the whole.
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
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PIL import Image

from carreport.assets import form_files
from carreport.draft.copies.export_copy import plan_copy, write_copy
from carreport.draft.copies.merge_copy import (
    apply_merge,
    apply_merge_undo,
    heads_of_last_merge,
    plan_merge_into_snapshot,
)
from carreport.draft.copies.read_copy import read_copy
from carreport.draft.history.checkpoints import add_checkpoint
from carreport.draft.history.restore import (
    InquiryState,
    apply_restore,
    plan_head_restore,
    plan_restore,
    state_of,
)
from carreport.draft.pictures.prepare import prepare_picture
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.receipts import add_receipt
from carreport.draft.session.snapshot import save_and_back_up, take_snapshot
from carreport.form.loader import load_form
from carreport.form.richtext import RichText

T = TypeVar("T")
TEXTS = ("context.issue", "context.affected", "question.agreed", "data.surprised", "actions.changed")
LISTS = (("context.evidence", "name"), ("actions.actions", "what"), ("data.learning_points", "statement"))
WORDS = ("council", "school", "asks", "what", "helps", "people", "who", "wait", "for", "an", "answer")
ENTRIES = 240
A_TIME = 50
"""How many answers are written between two saves while the draft is made."""


class Watch:
    """How long each doing kept the writer's thread, and how long it took beside it."""

    def __init__(self) -> None:
        self.here: dict[str, list[float]] = defaultdict(list)
        self.beside: dict[str, list[float]] = defaultdict(list)

    def timed(self, doing: str, parts: dict[str, list[float]], work: Callable[[], T]) -> T:
        begun = time.perf_counter()
        done = work()
        parts[doing].append((time.perf_counter() - begun) * 1000)
        return done

    def on_thread(self, doing: str, work: Callable[[], T]) -> T:
        return self.timed(doing, self.here, work)

    def off_thread(self, doing: str, work: Callable[[], T]) -> T:
        return self.timed(doing, self.beside, work)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    for name, usual in (("revisions", 8000), ("photos", 40), ("times", 7)):
        parser.add_argument(f"--{name}", type=int, default=usual, help=f"{usual} unless told otherwise")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["CARREPORT_HOME"] = home
        measure(Path(home), given)
    return 0


def measure(home: Path, given: argparse.Namespace) -> None:
    chance = random.Random(7)  # noqa: S311 - a story that can be told again
    draft, sent, early = home / "long.carreport", home / "sent.carreport", home / "early.carreport"
    half_way = make_draft(draft, early, given.revisions, given.photos, chance)
    watches = Watch()
    with DraftSession.open(draft, "Ailsa Kerr", read_only=True) as session:
        size = f"{len(session.tree):,} revisions, {len(session.pictures())} photos"
    for number in range(given.times):
        tried = home / f"try-{number}.carreport"
        shutil.copyfile(draft, tried)
        with DraftSession.open(tried, "Ailsa Kerr") as session:
            session.flush()
            send(session, sent, watches)
            shutil.copyfile(early, home / "early-too.carreport")
            with DraftSession.open(home / "early-too.carreport", "Morag Weir") as other:
                take_in(other, sent, watches, "bring a copy in of which all is new")
            answer(sent, chance)
            bring(session, sent, watches)
            back(session, half_way, watches)
        sent.unlink()
        tried.unlink()
    print(f"{size}, {draft.stat().st_size / 1e6:.1f} MB, {given.times} times")
    for doing, here in watches.here.items():
        tell(doing, here, watches.beside[doing], given.times)


def tell(doing: str, here: list[float], beside: list[float], times: int) -> None:
    steps, long = len(here) // times, len(beside) // times
    held = [sum(here[n * steps : (n + 1) * steps]) for n in range(times)]
    went = [sum(beside[n * long : (n + 1) * long]) for n in range(times)]
    middle, other = statistics.median(held), statistics.median(went)
    print(
        f"{doing}: on the writer's thread {middle:.1f} ms in {steps} steps (longest {max(here):.1f} ms), "
        f"beside it {other:.0f} ms; {middle / (middle + other):.1%} of the whole"
    )


def send(session: DraftSession, target: Path, watches: Watch) -> None:
    order = watches.on_thread("send a copy", lambda: plan_copy(session, target))
    watches.off_thread("send a copy", session.flush)
    receipt = watches.off_thread("send a copy", lambda: write_copy(order))
    watches.on_thread("send a copy", lambda: add_receipt(session, receipt))


def take_in(session: DraftSession, copy: Path, watches: Watch, doing: str) -> None:
    before = watches.on_thread(doing, lambda: take_snapshot(session))
    watches.off_thread(doing, session.flush)
    brought = watches.off_thread(doing, lambda: read_copy(copy, before.form))
    joining = watches.off_thread(doing, lambda: plan_merge_into_snapshot(before, brought))
    watches.off_thread(doing, lambda: save_and_back_up(session))
    watches.on_thread(doing, lambda: apply_merge(session, joining))
    watches.off_thread(doing, session.flush)


def bring(session: DraftSession, copy: Path, watches: Watch) -> None:
    take_in(session, copy, watches, "bring a copy in")
    doing = "take it out again"
    before = watches.on_thread(doing, lambda: take_snapshot(session))
    heads = watches.on_thread(doing, lambda: heads_of_last_merge(session))
    planned = watches.off_thread(doing, lambda: plan_head_restore(before, heads))
    watches.off_thread(doing, lambda: save_and_back_up(session))
    watches.on_thread(doing, lambda: apply_merge_undo(session, planned))
    watches.off_thread(doing, session.flush)


def back(session: DraftSession, held: InquiryState, watches: Watch) -> None:
    doing = "go back"
    before = watches.on_thread(doing, lambda: take_snapshot(session))
    planned = watches.off_thread(doing, lambda: plan_restore(before, held))
    watches.off_thread(doing, lambda: save_and_back_up(session))
    watches.on_thread(doing, lambda: apply_restore(session, planned))
    watches.off_thread(doing, session.flush)


def make_draft(draft: Path, early: Path, revisions: int, photos: int, chance: random.Random) -> InquiryState:
    """Make a draft with a long history; return what it held half-way. At `early` it is as it began."""
    form = load_form(next(each for each in form_files() if each.stem == "car-inquiry"))
    DraftSession.create(draft, form, "Ailsa Kerr").close()
    shutil.copyfile(draft, early)
    with DraftSession.open(draft, "Ailsa Kerr") as session:
        places = [*TEXTS]
        for number in range(ENTRIES):
            group, name = LISTS[number % len(LISTS)]
            places.append(f"{group}/{session.add_item(group)}/{name}")
        for number in range(photos):
            add_photo(session, number)
        half_way = state_of(session.tree)
        while len(session.tree) < revisions:
            write_some(session, places, chance)
            if len(session.tree) < revisions // 2:
                half_way = state_of(session.tree)
                add_checkpoint(session)
    return half_way


def write_some(session: DraftSession, places: list[str], chance: random.Random) -> None:
    for path in chance.sample(places, A_TIME):
        words = " ".join(chance.choice(WORDS) for _ in range(chance.randint(8, 60)))
        question = session.form.field(path)
        rich = question is not None and question.kind == "text"
        session.write(path, RichText.from_plain(words).to_json() if rich else words[:80])
    session.seal()
    session.flush()


def add_photo(session: DraftSession, number: int) -> None:
    drawn = io.BytesIO()
    Image.effect_noise((1200, 900), 40 + number % 40).convert("RGB").save(drawn, "JPEG", quality=80)
    picture = session.attach(prepare_picture(drawn.getvalue()))
    session.add_item("data.photos", None, {"picture": picture, "alt": f"Photo {number}"})
    session.flush()


def answer(copy: Path, chance: random.Random) -> None:
    """Let somebody else write in the copy: many entries, and a photo."""
    with DraftSession.open(copy, "Morag Weir") as session:
        places = [*TEXTS]
        for group, name in LISTS:
            places += [f"{group}/{item.id}/{name}" for item in session.answers().items(group)]
        write_some(session, places, chance)
        add_photo(session, 99)


if __name__ == "__main__":
    sys.exit(main())
