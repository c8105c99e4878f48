"""Measure what spelling adds to a key press, in an inquiry with 60 answers of 2,000 words.

    python -m bench.spelling [-n KEYS] [--repeat 3]

A sentence with a mistake is typed again and again, as `bench.key_press` presses keys, at the end of an answer
that has a mistake in each paragraph of 96 words, with spelling and without it in turn. *CPU* is the processor
time of the window's thread. The aim is a difference of at most 1 ms at the 99th percentile.
"""

from __future__ import annotations

import argparse
import statistics
import sys

from bench.key_press import BEGIN, PATH, Keys, answer_of, type_into
from bench.window import fresh_home, open_window, settle
from carreport.draft.session.draft_session import DraftSession
from carreport.form.kinds import kind_of

SENTENCE = "The group met in the library and received twelve letters from families. "
PARAGRAPH = SENTENCE * 7 + SENTENCE.replace("received", "recieved")
TYPED = "They asked whether the letter had come and what it menat to them, and wrote down the answers. "
PARAGRAPHS, ANSWERS = 21, 60


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("-n", type=int, default=200, help="number of keys (200)")
    parser.add_argument("--repeat", type=int, default=3, help="number of runs (3)")
    options = parser.parse_args()
    times: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
    with fresh_home(), open_window() as window:
        box = answer_of(window, write_answers)
        settle(BEGIN + 5)
        for _ in range(options.repeat):
            for wanted, pressed in times.items():
                window.preferences.set_spelling(wanted=wanted)
                settle(1)
                pressed.extend(type_into(box, options.n, TYPED))
                box.append("")  # a paragraph does not grow from run to run
    keys = {wanted: Keys.of(pressed) for wanted, pressed in times.items()}
    for wanted, run in keys.items():
        name = "with" if wanted else "without"
        print(f"{name:8} median {run.median:5.1f} ms   p99 {run.p99:5.1f} ms   CPU p99 {run.cpu:5.1f} ms")
    cpu = {wanted: statistics.median(work for _, work in pressed) for wanted, pressed in times.items()}
    median, p99 = cpu[True] - cpu[False], keys[True].cpu - keys[False].cpu
    print(f"with less without: CPU median {median:.2f} ms, p99 {p99:.2f} ms")
    return 0


def write_answers(session: DraftSession) -> None:
    """Write the long answers, in the questions for texts and then in entries of a list."""
    blocks = [{"type": "paragraph", "spans": [{"text": PARAGRAPH.strip()}]} for _ in range(PARAGRAPHS)]
    texts = [
        f"{section.id}.{field.id}"
        for section in session.form.sections
        for field in section.fields
        if not field.is_group and kind_of(field).is_rich_text
    ]
    for path in dict.fromkeys((PATH, *texts)):
        session.write(path, blocks)
    group, inner = next(
        (f"{section.id}.{field.id}", question.id)
        for section in session.form.sections
        for field in section.fields
        if field.is_group
        for question in field.fields
        if kind_of(question).is_rich_text
    )
    for _ in range(ANSWERS - len(texts)):
        session.add_item(group, values={inner: blocks})


if __name__ == "__main__":
    sys.exit(main())
