"""Torture the privacy of copies: words that must stay here are looked for in the bytes of many copies.

`python -m tests.torture.canaries --copies 1000` runs the long form and prints its figures.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

from carreport.draft.bringing import bring_in, look_at_copy
from carreport.draft.copies import build_copy
from carreport.draft.erasure import Wanted, erase
from carreport.draft.session import DraftSession
from carreport.form.loader import parse_form

ASKED = parse_form("""
[form]
id = "canaries"
title = "A form with canaries"
[[section]]
id = "s"
title = "S"
[[section.field]]
id = "open"
kind = "text"
label = "Open"
[[section.field]]
id = "other"
kind = "line"
label = "Other"
[[section.field]]
id = "diary"
kind = "text"
label = "Diary"
share = "private"
[[section.field]]
id = "list"
kind = "list"
label = "List"
[[section.field.field]]
id = "words"
kind = "line"
label = "Words"
[[section.field.field]]
id = "aside"
kind = "line"
label = "Said aside"
share = "private"
[[section.field]]
id = "each"
kind = "list"
label = "Each of you"
private_until = { release = ["yes"] }
[[section.field.field]]
id = "words"
kind = "text"
label = "Words"
[[section.field.field]]
id = "release"
kind = "choice"
label = "Release"
choices = { no = "No", yes = "Yes" }
""")
CODES = ("utf-8", "utf-16-le", "utf-16-be")


class Writer:
    """Somebody who writes, removes, erases and releases, and knows which words may leave."""

    def __init__(self, session: DraftSession, chance: random.Random) -> None:
        self.session = session
        self.chance = chance
        self.canaries: Counter[str] = Counter()
        self.count = 0

    def word(self, why: str) -> str:
        """Return a new canary that must not leave for this reason."""
        self.count += 1
        self.canaries[fresh := f"canary-{why}-{self.count:04}."] += 1
        return fresh

    def act(self) -> None:
        """Do one thing after which a word must stay here."""
        what = self.chance.choice(
            ("private", "earlier", "removed", "erased", "unreleased", "released", "aside")
        )
        getattr(self, f"_{what}")()
        self.session.seal()

    def _private(self) -> None:
        self.session.write("s.diary", _text(self.word("private")))

    def _earlier(self) -> None:
        self.session.write("s.open", _text(self.word("earlier"), "kept"))
        self.session.seal()
        self.session.write("s.open", _text(f"as it stands {self.count}"))

    def _removed(self) -> None:
        item = self.session.add_item("s.list", values={"words": self.word("removed")})
        self.session.remove_item(f"s.list/{item}")

    def _erased(self) -> None:
        self.session.write("s.other", self.word("erased"))
        self.session.seal()
        erase(self.session, Wanted("s.other"))

    def _unreleased(self) -> None:
        release = self.chance.choice(("no", "yes"))
        self.session.add_item("s.each", values={"words": _text(self.word("unreleased")), "release": release})

    def _released(self) -> None:
        item = self.session.add_item("s.each", values={"words": _text(self.word("early")), "release": "yes"})
        self.session.seal()
        self.session.write(f"s.each/{item}/words", _text(f"for all {self.count}"))
        self.session.release(f"s.each/{item}")

    def _aside(self) -> None:
        item = self.session.add_item("s.list", values={"words": f"open {self.count}"})
        self.session.write(f"s.list/{item}/aside", self.word("aside"))


def _text(*words: str) -> list[dict[str, object]]:
    return [{"type": "paragraph", "spans": [{"text": word}]} for word in words]


def leaked(folder: Path, seed: int) -> tuple[int, list[str]]:
    """Return how many canaries one random history had, and those found in its copy or a copy of that."""
    chance = random.Random(seed)  # noqa: S311 - a history that can be told again
    with DraftSession.create(folder / f"{seed}.carreport", ASKED, "Ailsa Kerr") as session:
        writer = Writer(session, chance)
        for _ in range(chance.randint(2, 12)):
            writer.act()
        build_copy(session, folder / f"{seed}-copy.carreport")
    with DraftSession.create(folder / f"{seed}-other.carreport", ASKED, "Morag Reid") as other:
        bring_in(other, look_at_copy(other, folder / f"{seed}-copy.carreport"), separate=True)
        build_copy(other, folder / f"{seed}-again.carreport")
    sent = [(folder / f"{seed}-{name}.carreport").read_bytes() for name in ("copy", "again")]
    found = [
        word for word in writer.canaries if any(word.encode(code) in each for code in CODES for each in sent)
    ]
    return len(writer.canaries), found


def main(arguments: list[str] | None = None) -> int:
    """Look through many copies, print the figures and return 1 if a word got out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=100)
    given = parser.parse_args(arguments)
    start, canaries, found = perf_counter(), 0, 0
    for seed in range(given.copies // 2):
        with tempfile.TemporaryDirectory() as folder:
            count, out = leaked(Path(folder), seed)
        canaries += count
        found += len(out)
        if out:
            sys.stdout.write(f"seed {seed}: {', '.join(out)}\n")
    copies = given.copies // 2 * 2
    told = f"{copies:,} copies in {perf_counter() - start:.0f} s: {canaries:,} canaries, {found} found"
    sys.stdout.write(told + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
