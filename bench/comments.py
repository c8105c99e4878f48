"""Measure what 1,000 comments cost: reading them all, and a key press in a draft that has them.

    python -m bench.comments [--comments 1000] [-n KEYS] [--repeat 3]

All comments are read as a page with all of them does: at once after opening (*first*), and after one more has
been written (*again*). Then keys are pressed in an answer of 2,000 words, in a draft with and in one without
comments in turn, as `bench.key_press` does it. Times are of the processor of the window's thread, in ms.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import thread_time

from bench.key_press import BEGIN, PATH, Keys, answer_of, type_into
from bench.window import WRITER, fresh_home, open_window, settle
from carreport.draft.session.draft_session import DraftSession
from carreport.form.richtext import RichText
from carreport.review.thread_rows import message_values, thread_values
from carreport.review.threads import THREADS, Anchor, NewMessage, NewThread, add_message, threads_of
from carreport.ui.library import local_drafts

REPLIES = 2


def main() -> int:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--comments", type=int, default=1000, help="number of comments (1000)")
    parser.add_argument("-n", type=int, default=200, help="number of keys (200)")
    parser.add_argument("--repeat", type=int, default=3, help="number of runs (3)")
    options = parser.parse_args()
    for name, times in reading_times(options.comments, options.repeat).items():
        print(f"read {options.comments} comments, {name:6} {statistics.median(times):6.1f} ms")
    medians: dict[str, list[Keys]] = {"without": [], "with": []}
    for _ in range(options.repeat):
        for name, keys in medians.items():
            count = options.comments if name == "with" else 0
            with fresh_home(), open_window() as window:
                box = answer_of(window, partial(write_comments, count=count))
                settle(BEGIN)
                keys.append(Keys.of(type_into(box, options.n)))
    for name, keys in medians.items():
        cpu = statistics.median(run.cpu for run in keys)
        median = statistics.median(run.median for run in keys)
        print(f"a key {name:7} comments: median {median:5.1f} ms, 99th percentile {cpu:5.1f} ms CPU")
    return 0


def reading_times(count: int, repeat: int) -> dict[str, list[float]]:
    """Return the times of reading all comments."""
    form = next(form for form in local_drafts.load_shipped_forms() if form.id == "car-inquiry")
    times: dict[str, list[float]] = {"first": [], "again": []}
    for _ in range(repeat):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "comments.carreport")
            with DraftSession.create(path, form, WRITER) as session:
                write_comments(session, count)
            with DraftSession.open(path, WRITER) as session:
                times["first"].append(timed(partial(threads_of, session)))
                add_message(session, threads_of(session)[0], NewMessage(RichText.from_plain("One more.")))
                times["again"].append(timed(partial(threads_of, session)))
    return times


def timed(work: Callable[[], object]) -> float:
    """Return how much of the processor some work takes, in ms."""
    start = thread_time()
    work()
    return (thread_time() - start) * 1000


def write_comments(session: DraftSession, count: int) -> None:
    """Write so many comments on one answer, each with two answers."""
    for number in range(count):
        path = f"{THREADS}/c{number}"
        new = NewThread(
            PATH, RichText(), anchor=Anchor(f"word{number % 97}", "some words before", "and after")
        )
        written = thread_values(path, new)
        for reply in range(1 + REPLIES):
            words = RichText.from_plain(f"What I want to say about this, {number}, {reply}.")
            written |= message_values(path, NewMessage(words, message_id=f"m{reply}"))
        session.shared_file.record(written)


if __name__ == "__main__":
    sys.exit(main())
