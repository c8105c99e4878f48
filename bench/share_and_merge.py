"""Export a copy, import one and restore a draft with a long history; measure what delays the writer.

    python -m bench.share_and_merge [--revisions 8000] [--photos 40] [--times 7]

The program makes a draft with this number of revisions and photos, exports a copy, edits it and imports it.
Each action is split into the part on the writing thread and the part in the background. The output for each
is the median of both, the longest step on the writing thread, and its share of the whole.
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
"""The number of answers written between saves while the draft is made."""


class Watch:
    """The times of each action on the writing thread, and in the background."""

    def __init__(self) -> None:
        self.foreground: dict[str, list[float]] = defaultdict(list)
        self.background: dict[str, list[float]] = defaultdict(list)

    def timed(self, action: str, parts: dict[str, list[float]], work: Callable[[], T]) -> T:
        start = time.perf_counter()
        result = work()
        parts[action].append((time.perf_counter() - start) * 1000)
        return result

    def on_thread(self, action: str, work: Callable[[], T]) -> T:
        return self.timed(action, self.foreground, work)

    def off_thread(self, action: str, work: Callable[[], T]) -> T:
        return self.timed(action, self.background, work)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    for name, usual in (("revisions", 8000), ("photos", 40), ("times", 7)):
        parser.add_argument(f"--{name}", type=int, default=usual, help=f"default {usual}")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["CARREPORT_HOME"] = home
        measure(Path(home), options)
    return 0


def measure(home: Path, options: argparse.Namespace) -> None:
    chance = random.Random(7)  # noqa: S311 - the same edits in every run
    draft, sent, early = home / "long.carreport", home / "sent.carreport", home / "early.carreport"
    half_way = make_draft(draft, early, options.revisions, options.photos, chance)
    watches = Watch()
    with DraftSession.open(draft, "Ailsa Kerr", read_only=True) as session:
        size = f"{len(session.tree):,} revisions, {len(session.pictures())} photos"
    for number in range(options.times):
        trial = home / f"try-{number}.carreport"
        shutil.copyfile(draft, trial)
        with DraftSession.open(trial, "Ailsa Kerr") as session:
            session.flush()
            send(session, sent, watches)
            shutil.copyfile(early, home / "early-too.carreport")
            with DraftSession.open(home / "early-too.carreport", "Morag Weir") as other:
                import_copy(other, sent, watches, "import a copy that is all new")
            edit_copy(sent, chance)
            import_and_undo(session, sent, watches)
            restore(session, half_way, watches)
        sent.unlink()
        trial.unlink()
    print(f"{size}, {draft.stat().st_size / 1e6:.1f} MB, {options.times} times")
    for action, foreground in watches.foreground.items():
        print_times(action, foreground, watches.background[action], options.times)


def print_times(action: str, foreground: list[float], background: list[float], times: int) -> None:
    steps, other_steps = len(foreground) // times, len(background) // times
    blocked = statistics.median(sum(foreground[n * steps : (n + 1) * steps]) for n in range(times))
    other = statistics.median(sum(background[n * other_steps : (n + 1) * other_steps]) for n in range(times))
    print(
        f"{action}: {blocked:.1f} ms on the writing thread in {steps} steps "
        f"(longest {max(foreground):.1f} ms), "
        f"{other:.0f} ms in the background; {blocked / (blocked + other):.1%} of the whole"
    )


def send(session: DraftSession, target: Path, watches: Watch) -> None:
    plan = watches.on_thread("export a copy", lambda: plan_copy(session, target))
    watches.off_thread("export a copy", session.flush)
    receipt = watches.off_thread("export a copy", lambda: write_copy(plan))
    watches.on_thread("export a copy", lambda: add_receipt(session, receipt))


def import_copy(session: DraftSession, copy: Path, watches: Watch, action: str) -> None:
    before = watches.on_thread(action, lambda: take_snapshot(session))
    watches.off_thread(action, session.flush)
    incoming = watches.off_thread(action, lambda: read_copy(copy, before.form))
    plan = watches.off_thread(action, lambda: plan_merge_into_snapshot(before, incoming))
    watches.off_thread(action, lambda: save_and_back_up(session))
    watches.on_thread(action, lambda: apply_merge(session, plan))
    watches.off_thread(action, session.flush)


def import_and_undo(session: DraftSession, copy: Path, watches: Watch) -> None:
    import_copy(session, copy, watches, "import a copy")
    action = "undo the import"
    before = watches.on_thread(action, lambda: take_snapshot(session))
    heads = watches.on_thread(action, lambda: heads_of_last_merge(session))
    plan = watches.off_thread(action, lambda: plan_head_restore(before, heads))
    watches.off_thread(action, lambda: save_and_back_up(session))
    watches.on_thread(action, lambda: apply_merge_undo(session, plan))
    watches.off_thread(action, session.flush)


def restore(session: DraftSession, held: InquiryState, watches: Watch) -> None:
    action = "restore"
    before = watches.on_thread(action, lambda: take_snapshot(session))
    plan = watches.off_thread(action, lambda: plan_restore(before, held))
    watches.off_thread(action, lambda: save_and_back_up(session))
    watches.on_thread(action, lambda: apply_restore(session, plan))
    watches.off_thread(action, session.flush)


def make_draft(draft: Path, early: Path, revisions: int, photos: int, chance: random.Random) -> InquiryState:
    """Make a draft with a long history; return its state half-way. `early` gets a copy of the empty draft."""
    form = load_form(next(path for path in form_files() if path.stem == "car-inquiry"))
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
            write_answers(session, places, chance)
            if len(session.tree) < revisions // 2:
                half_way = state_of(session.tree)
                add_checkpoint(session)
    return half_way


def write_answers(session: DraftSession, places: list[str], chance: random.Random) -> None:
    for path in chance.sample(places, A_TIME):
        text = " ".join(chance.choice(WORDS) for _ in range(chance.randint(8, 60)))
        question = session.form.field(path)
        rich = question is not None and question.kind == "text"
        session.write(path, RichText.from_plain(text).to_json() if rich else text[:80])
    session.seal()
    session.flush()


def add_photo(session: DraftSession, number: int) -> None:
    image = io.BytesIO()
    Image.effect_noise((1200, 900), 40 + number % 40).convert("RGB").save(image, "JPEG", quality=80)
    picture = session.attach(prepare_picture(image.getvalue()))
    session.add_item("data.photos", None, {"picture": picture, "alt": f"Photo {number}"})
    session.flush()


def edit_copy(copy: Path, chance: random.Random) -> None:
    """Edit many entries in the copy as somebody else, and add a photo."""
    with DraftSession.open(copy, "Morag Weir") as session:
        places = [*TEXTS]
        for group, name in LISTS:
            places += [f"{group}/{item.id}/{name}" for item in session.answers().items(group)]
        write_answers(session, places, chance)
        add_photo(session, 99)


if __name__ == "__main__":
    sys.exit(main())
