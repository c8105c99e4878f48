"""Measure opening a draft of 500 entries and 60 long answers, against reading the same bytes.

Each round opens the draft and takes its answers, reads the draft's rows with Python's own
sqlite3, and reads its bytes and parses the same answers from JSON. The medians of the rounds
make the ratios.
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
    print(f"open it and take its answers: {ours * 1000:.1f} ms (median of {rounds})")
    print(f"against reading its rows with sqlite3 ({plain * 1000:.1f} ms): {ours / plain:.1f}x")
    print(
        f"against reading its bytes and the same answers as JSON ({bare * 1000:.1f} ms): {ours / bare:.1f}x"
    )


def opened(draft: Path) -> float:
    """Return the seconds to open the draft and take its answers."""
    begun = perf_counter()
    with closing(DraftSession.open(draft, "Isla Reid")) as session:
        session.answers()
        return perf_counter() - begun


def rows(draft: Path) -> float:
    """Return the seconds to read every row of the draft."""
    begun = perf_counter()
    with closing(sqlite3.connect(draft)) as connection:
        tables = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
        for (table,) in tables:
            connection.execute(f'select * from "{table}"').fetchall()  # noqa: S608 - the draft's own tables
    return perf_counter() - begun


def read(draft: Path, answers: Path) -> float:
    """Return the seconds to read the same bytes and to parse the same answers."""
    begun = perf_counter()
    draft.read_bytes()
    json.loads(answers.read_bytes())
    return perf_counter() - begun


def make_draft(draft: Path, answers: Path) -> None:
    """Write the draft, and its answers as JSON beside it."""
    form = large_form()
    given = {f"s{n}": {f"t{m}": "\n\n".join([PARAGRAPH] * 3) for m in range(10)} for n in range(SECTIONS)}
    entries = [
        {"name": f"Source {n}", "year": str(1990 + n % 30), "shows": PARAGRAPH[:300]} for n in range(ITEMS)
    ]
    told, problems = answers_from_json(form, {**given, "s0": {**given["s0"], "entries": entries}})
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    with closing(DraftSession.create(draft, form, "Isla Reid")) as session:
        session.fill(told)
    answers.write_text(json.dumps(told.to_json(form), ensure_ascii=False), encoding="utf-8")


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
