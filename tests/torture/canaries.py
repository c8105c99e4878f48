"""Torture the privacy of copies: words that must stay here are looked for in the bytes of many copies."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.erasure import ErasureRequest, erase
from carreport.draft.pictures.prepare import PreparedPicture
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.release import release_entry
from carreport.form.loader import parse_form
from carreport.form.richtext import RichText
from carreport.review.thread_rows import message_values, thread_values
from carreport.review.threads import THREADS, Anchor, NewMessage, NewThread, begin_thread
from tests.rich_text import text
from tests.torture.scene import Figures, picture, workplace

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
[[section.field.field]]
id = "inner"
kind = "list"
label = "Inner"
[[section.field.field.field]]
id = "words"
kind = "line"
label = "Words"
[[section.field]]
id = "photos"
kind = "photos"
label = "Photos"
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
            ("private", "earlier", "removed", "erased", "unreleased", "released", "aside", "inside", "cut",
             "chosen", "picture", "receipt", "comment")
        )  # fmt: skip
        getattr(self, f"_{what}")()
        self.session.seal()

    def _private(self) -> None:
        self.session.write("s.diary", text(self.word("private")))

    def _earlier(self) -> None:
        self.session.write("s.open", text(self.word("earlier"), "kept"))
        self.session.seal()
        self.session.write("s.open", text(f"as it stands {self.count}"))

    def _removed(self) -> None:
        item = self.session.add_item("s.list", values={"words": self.word("removed")})
        self.session.remove_item(f"s.list/{item}")

    def _erased(self) -> None:
        self.session.write("s.other", self.word("erased"))
        self.session.seal()
        erase(self.session, ErasureRequest("s.other"))

    def _unreleased(self) -> None:
        release = self.chance.choice(("no", "yes"))
        self.session.add_item("s.each", values={"words": text(self.word("unreleased")), "release": release})

    def _released(self) -> None:
        item = self.session.add_item("s.each", values={"words": text(self.word("early")), "release": "yes"})
        self.session.seal()
        self.session.write(f"s.each/{item}/words", text(f"for all {self.count}"))
        release_entry(self.session, f"s.each/{item}")

    def _inside(self) -> None:
        """An entry in an entry goes with it."""
        outer = self.session.add_item("s.list", values={"words": f"outer {self.count}"})
        self.session.add_item(f"s.list/{outer}/inner", values={"words": self.word("inside")})
        self.session.remove_item(f"s.list/{outer}")

    def _cut(self) -> None:
        """A paragraph is taken out of a text that stays."""
        self.session.write("s.open", text("before", self.word("cut"), "behind"))
        self.session.seal()
        self.session.write("s.open", text("before", "behind"))

    def _chosen(self) -> None:
        """Somebody else has written over the same word, and their version is kept."""
        self.session.write("s.other", f"ours {self.count}")
        copy = self.session.path.with_name(f"round-{self.count}.carreport")
        export_copy(self.session, copy)
        with DraftSession.open(copy, "Morag Reid") as other:
            other.write("s.other", f"theirs {self.count}")
        self.session.write("s.other", self.word("chosen"))
        merge_and_save(self.session, preview_merge(self.session, copy))
        self.session.record({"s.other": f"decided {self.count}"})

    def _picture(self) -> None:
        """A picture goes with the entry that showed it."""
        shown = picture(self.chance, 500)
        data = shown.picture.data + self.word("picture").encode()
        hidden = PreparedPicture(sha256(data).hexdigest(), replace(shown.picture, data=data))
        item = self.session.add_item("s.photos", values={"picture": self.session.attach(hidden)})
        self.session.remove_item(f"s.photos/{item}")

    def _receipt(self) -> None:
        """What an earlier copy was called is the sender's own business."""
        export_copy(self.session, self.session.path.with_name(f"{self.word('receipt')}carreport"))

    def _comment(self) -> None:
        """Comments for oneself, on what is private, and with words of what is gone."""
        item = self.session.add_item("s.list", values={"words": f"open {self.count}"})
        own = self.session.add_item("s.each", values={"words": text(f"mine {self.count}")})
        places = ("s.open", "s.diary", f"s.each/{own}", f"s.list/{item}/aside")
        for place in places:
            anchor = Anchor(self.word("comment"), self.word("comment"))
            said = RichText.from_plain(self.word("comment"))
            begin_thread(self.session, NewThread(place, said, anchor=anchor, is_private=place == "s.open"))
        quoted = Anchor(self.word("comment"), self.word("comment"), self.word("comment"))
        begin_thread(self.session, NewThread(f"s.list/{item}", RichText.from_plain("for all"), anchor=quoted))
        self.session.remove_item(f"s.list/{item}")
        forged = f"{THREADS}/forged{self.count}"
        said = RichText.from_plain(self.word("comment"))
        self.session.record(
            thread_values(forged, NewThread("s.diary", RichText()))
            | message_values(forged, NewMessage(said, message_id="m"))
        )

    def _aside(self) -> None:
        item = self.session.add_item("s.list", values={"words": f"open {self.count}"})
        self.session.write(f"s.list/{item}/aside", self.word("aside"))


def leaked(folder: Path, seed: int) -> tuple[Counter[str], list[str]]:
    """Return why the canaries of one history had to stay, and those found in its copy or a copy of that."""
    chance = random.Random(seed)  # noqa: S311 - a history that can be told again
    with DraftSession.create(folder / f"{seed}.carreport", ASKED, "Ailsa Kerr") as session:
        writer = Writer(session, chance)
        for _ in range(chance.randint(2, 12)):
            writer.act()
        export_copy(session, folder / f"{seed}-copy.carreport")
    with DraftSession.create(folder / f"{seed}-other.carreport", ASKED, "Morag Reid") as other:
        merge_and_save(other, preview_merge(other, folder / f"{seed}-copy.carreport"), separate=True)
        export_copy(other, folder / f"{seed}-again.carreport")
    sent = [(folder / f"{seed}-{name}.carreport").read_bytes() for name in ("copy", "again")]
    found = [
        word for word in writer.canaries if any(word.encode(code) in each for code in CODES for each in sent)
    ]
    return Counter(word.split("-")[1] for word in writer.canaries), found


@dataclass(slots=True)
class Leaks(Figures):
    """What came of it."""

    WRONG = ("found_in_a_copy", "found_in_an_output", "missing", "lists_not_released")

    copies: int = 0
    outputs: int = 0
    words_that_must_stay: int = 0
    present: int = 0
    found_in_a_copy: int = 0
    found_in_an_output: int = 0
    missing: int = 0
    lists_not_released: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def is_enough(self) -> bool:
        return self.words_that_must_stay > 0


def run(copies: int, first: int) -> Leaks:
    """Do one share of the torture: two copies of each history, with the numbers from `first`."""
    figures = Leaks()
    for seed in range(first, first + copies, 2):
        with workplace() as folder:
            canaries, found = leaked(folder, seed)
        figures.copies += 2
        figures.words_that_must_stay += canaries.total()
        figures.reasons += canaries
        figures.found_in_a_copy += len(found)
        if found:
            print(f"history {seed}: {', '.join(found)}")  # noqa: T201
    return figures
