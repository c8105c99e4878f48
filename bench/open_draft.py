"""Measure opening a draft of 500 entries and 60 long answers, compared with reading the same bytes.

Each round opens the draft and gets its answers, reads its rows with Python's sqlite3, and reads its bytes and
parses the same answers from JSON. The ratios are those of the medians of all rounds.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

from carreport.draft.session.draft_session import DraftSession
from carreport.form.answers import answers_from_json
from carreport.form.loader import parse_form
from carreport.form.schema import Form

ITEMS = 500
LONG_ANSWERS = 60
SECTIONS = 6
PARAGRAPH = (
    "We asked the same question again in spring, and the answers had moved further than we thought. " * 8
)


def main() -> None:
    """Print the ratios."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=30)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        draft, answers = Path(folder, "large.carreport"), Path(folder, "large.json")
        make_draft(draft, answers)
        timed = [(opened(draft), rows(draft), read(draft, answers)) for _ in range(rounds + 1)][1:]
        size = draft.stat().st_size
    ours, plain, bare = (median(times) for times in zip(*timed, strict=True))
    print(f"draft: {ITEMS} entries, {LONG_ANSWERS} answers of 400 words, {size / 1e6:.1f} MB")
    print(f"open it and get its answers: {ours * 1000:.1f} ms (median of {rounds})")
    print(f"compared with reading its rows with sqlite3 ({plain * 1000:.1f} ms): {ours / plain:.1f}x")
    print(
        f"compared with reading its bytes and the same answers as JSON ({bare * 1000:.1f} ms): "
        f"{ours / bare:.1f}x"
    )


def opened(draft: Path) -> float:
    """Return the seconds to open the draft and get its answers."""
    start = perf_counter()
    with closing(DraftSession.open(draft, "Isla Reid")) as session:
        session.answers()
        return perf_counter() - start


def rows(draft: Path) -> float:
    """Return the seconds to read every row of the draft."""
    start = perf_counter()
    with closing(sqlite3.connect(draft)) as connection:
        tables = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
        for (table,) in tables:
            connection.execute(f'select * from "{table}"').fetchall()  # noqa: S608 - the draft's own tables
    return perf_counter() - start


def read(draft: Path, answers: Path) -> float:
    """Return the seconds to read the same bytes and parse the same answers."""
    start = perf_counter()
    draft.read_bytes()
    json.loads(answers.read_bytes())
    return perf_counter() - start


def make_draft(draft: Path, answers: Path) -> None:
    """Write the draft, and a file with its answers as JSON."""
    form = large_form()
    texts = {f"s{n}": {f"t{m}": "\n\n".join([PARAGRAPH] * 3) for m in range(10)} for n in range(SECTIONS)}
    entries = [
        {"name": f"Source {n}", "year": str(1990 + n % 30), "shows": PARAGRAPH[:300]} for n in range(ITEMS)
    ]
    values, problems = answers_from_json(form, {**texts, "s0": {**texts["s0"], "entries": entries}})
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    with closing(DraftSession.create(draft, form, "Isla Reid")) as session:
        session.fill(values)
    answers.write_text(json.dumps(values.to_json(form), ensure_ascii=False), encoding="utf-8")


def large_form() -> Form:
    """Return a form of sixty long questions and one list."""
    lines = ['[form]\nid = "large"\ntitle = "A large form"\nversion = 1']
    for n in range(SECTIONS):
        lines.append(f'[[section]]\nid = "s{n}"\ntitle = "Section {n}"')
        lines += [f'[[section.field]]\nid = "t{m}"\nkind = "text"\nlabel = "Question {m}"' for m in range(10)]
        if n == 0:
            lines.append('[[section.field]]\nid = "entries"\nkind = "list"\nlabel = "Sources"')
            for name in ("name", "year", "shows"):
                lines.append(f'[[section.field.field]]\nid = "{name}"\nkind = "line"\nlabel = "{name}"')
    return parse_form("\n".join(lines))


if __name__ == "__main__":
    main()
