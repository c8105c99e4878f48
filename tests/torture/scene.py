"""What all of the torture stands on: a form, a draft with something in it, and figures to report."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

from carreport.assets import form_files
from carreport.draft.pictures.prepare import PreparedPicture, StoredPicture
from carreport.draft.session.draft_session import DraftSession
from carreport.form.loader import load_form
from carreport.form.schema import Form
from carreport.settings import HOME_VARIABLE
from tests.rich_text import text

AUTHOR = "Ailsa Kerr"
WORDS = [
    "kirk",
    "loch",
    "burn",
    "glen",
    "strath",
    "ben",
    "firth",
    "brae",
    "machair",
    "skerry",
    "naïve",
    "“quoted”",
]


def chance_of(seed: int) -> random.Random:
    """Return chance that falls the same for the same number."""
    return random.Random(seed)  # noqa: S311 - nothing secret


def inquiry() -> Form:
    """Return the shipped form of an inquiry."""
    return load_form(next(path for path in form_files() if path.stem == "car-inquiry"))


def words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(count))


def picture(chance: random.Random, size: int) -> PreparedPicture:
    data = chance.randbytes(size)
    return PreparedPicture(sha256(data).hexdigest(), StoredPicture(data, "image/png", 30, 40))


def fill(session: DraftSession, chance: random.Random, entries: int) -> None:
    """Put something of every shape in: short, long, corrected, in lists, removed, pictures."""
    session.write("about.title", "Sharing what we know")
    session.seal()
    session.write("about.title", "Sharing what we know together")
    session.write("context.issue", text(words(chance, 1500)))
    session.write("context.affected", text(words(chance, 200)))
    for number in range(entries):
        item = session.add_item("context.evidence", values={"name": f"Source {number} {words(chance, 6)}"})
        if number % 5 == 0:
            session.write(f"context.evidence/{item}/shows", text(words(chance, 60)))
        if number % 9 == 0:
            session.remove_item(f"context.evidence/{item}")
    for size in (900, 30_000):
        session.add_item("data.photos", values={"picture": session.attach(picture(chance, size))})
    session.flush()


@contextmanager
def workplace() -> Iterator[Path]:
    """Lend a folder of one's own, in memory where there is such, with the person's files in it too."""
    memory = Path("/dev/shm")  # noqa: S108 - Linux's disk in memory
    before = os.environ.get(HOME_VARIABLE)
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        os.environ[HOME_VARIABLE] = str(Path(name) / "home")
        try:
            yield Path(name)
        finally:
            os.environ.pop(HOME_VARIABLE)
            if before is not None:
                os.environ[HOME_VARIABLE] = before


def journals_in(folder: Path) -> int:
    """Return how many drafts below a folder have a journal with something in it."""
    return sum(path.stat().st_size > 0 for path in folder.rglob("*-journal") if path.is_file())


@dataclass(slots=True)
class Figures:
    """Counts of one torture; those that are named in `WRONG` must be 0."""

    WRONG: ClassVar[tuple[str, ...]]

    @property
    def is_right(self) -> bool:
        """Say whether all is as it was promised."""
        return self.is_enough and not any(getattr(self, name) for name in self.WRONG)

    @property
    def is_enough(self) -> bool:
        """Say whether so much was done that the figures mean anything."""
        raise NotImplementedError

    def add(self, other: Figures) -> None:
        """Take in the counts of another share of the same torture."""
        for field in fields(self):
            mine, theirs = getattr(self, field.name), getattr(other, field.name)
            setattr(
                self, field.name, max(mine, theirs) if field.name.startswith("longest") else mine + theirs
            )

    @property
    def done(self) -> str:
        """What was done, as one line of words."""
        return ", ".join(self._told(field.name) for field in fields(self) if field.name not in self.WRONG)

    @property
    def wrong(self) -> str:
        """What must be 0, as one line of words."""
        return ", ".join(self._told(name) for name in self.WRONG)

    def _told(self, name: str) -> str:
        value, words = getattr(self, name), name.replace("_", " ")
        if isinstance(value, dict):
            return f"{words}: {', '.join(f'{n:,} {each}' for each, n in sorted(value.items()))}"
        return f"{words} {value:,.2f}" if isinstance(value, float) else f"{value:,} {words}"
