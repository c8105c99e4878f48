"""Spoil drafts at random: every changed row must be noticed, every other one brought out again."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, process_time

from carreport.draft.revisions.change import DraftContents, revision_to_row
from carreport.draft.revisions.revision import Revision
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.open_draft import OPENED_FOR_READING
from carreport.draft.storage import sqlite_pages
from carreport.draft.storage.database import DraftDatabase
from carreport.draft.storage.salvage import inspect_damage, salvage, scan_damaged_file
from carreport.errors import CarreportError, DraftFileError
from tests.torture.scene import AUTHOR, Figures, chance_of, fill, inquiry, workplace

PAGE = sqlite_pages.DEFAULT_PAGE_SIZE
SLOW = 2.0
"""Seconds that opening, looking at or salvaging a damaged draft may take."""


@dataclass(slots=True)
class Damaged(Figures):
    """What came of it; of what the damage had not touched, at least 95 % must be recovered."""

    WRONG = (
        "changed_and_not_noticed", "altered_and_believed", "crashes", "slower_than_2_s",
        "salvages_that_lost_more",
    )  # fmt: skip

    files: int = 0
    rows_untouched: int = 0
    rows_recovered: int = 0
    rows_changed: int = 0
    changed_and_not_noticed: int = 0
    altered_and_believed: int = 0
    crashes: int = 0
    slower_than_2_s: int = 0
    longest_seconds: float = 0.0
    salvages: int = 0
    salvages_that_lost_more: int = 0

    @property
    def is_enough(self) -> bool:
        return self.files > 0 and self.share >= 0.95

    @property
    def share(self) -> float:
        """How much of what the damage had not touched was recovered."""
        return self.rows_recovered / max(1, self.rows_untouched)


Spoiling = Callable[[bytearray, random.Random], None]


def flip_bits(raw: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 1, 1, 2, 8))):
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)


def overwrite_bytes(raw: bytearray, chance: random.Random) -> None:
    length = chance.choice((1, 2, 16, 100, 512))
    start = chance.randrange(len(raw) - length)
    raw[start : start + length] = chance.randbytes(length)


def zero_sector(raw: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(raw) // 512) * 512
    raw[start : start + 512] = bytes(512)


def lose_page(raw: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(raw) // PAGE) * PAGE
    raw[start : start + PAGE] = chance.choice((bytes(PAGE), chance.randbytes(PAGE)))


def misplace_page(raw: bytearray, chance: random.Random) -> None:
    to, source = (chance.randrange(len(raw) // PAGE) * PAGE for _ in range(2))
    raw[to : to + PAGE] = raw[source : source + PAGE]


def drop_page(raw: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(raw) // PAGE) * PAGE
    del raw[start : start + PAGE]


def truncate(raw: bytearray, chance: random.Random) -> None:
    del raw[chance.randrange(200, len(raw)) :]


SPOILINGS: tuple[Spoiling, ...] = (
    flip_bits, flip_bits, overwrite_bytes, zero_sector, lose_page, misplace_page, drop_page, truncate,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sound file, and its bytes as they stand there, page by page."""

    name: str
    pieces: tuple[tuple[int, bytes], ...]

    def is_in(self, raw: bytes) -> bool:
        """Say whether the row is in a damaged file just as it was, if perhaps a few pages earlier."""
        for shift in (0, PAGE):
            if all(raw[max(0, start - shift) :].startswith(piece) for start, piece in self.pieces):
                return True
        return False


class Sample:
    """One sound draft, and all that is known of it."""

    def __init__(self, folder: Path, seed: int, entries: int) -> None:
        self.path = folder / "sound.carreport"
        self.form = folder / "form.toml"
        asked = inquiry()
        self.form.write_text(asked.source, encoding="utf-8")
        with DraftSession.create(self.path, asked, AUTHOR) as session:
            fill(session, chance_of(seed), entries)
        self.raw = self.path.read_bytes()
        file = DraftDatabase.open(self.path)
        contents: DraftContents = file.read()
        file.close()
        self.revisions = {revision.id: revision for revision in contents.revisions}
        self.pictures = set(scan_damaged_file(self.path).pictures)
        self.rows = [each for each in rows_of(self.raw) if each.name in self.revisions]
        if len(self.rows) != len(self.revisions):
            raise ValueError("The rows of the sample were not found in its bytes.")


def rows_of(raw: bytes) -> list[Row]:
    """Return where the bytes of each row with a name of its own stand, by SQLite's own description."""
    found = []
    for start in range(0, len(raw), PAGE):
        page = raw[start : start + PAGE]
        header = 100 if start == 0 else 0
        if page[header] != 0x0D:
            continue
        (count,) = struct.unpack(">H", page[header + 3 : header + 5])
        for (cell,) in struct.iter_unpack(">H", page[header + 8 : header + 8 + 2 * count]):
            length, place = sqlite_pages._varint(page, cell)  # noqa: SLF001 - the same description
            _, place = sqlite_pages._varint(page, place)  # noqa: SLF001
            found.append(_row(raw, start, place, length))
    return found


def _row(raw: bytes, page: int, place: int, length: int) -> Row:
    here = sqlite_pages._local_payload_length(length, PAGE)  # noqa: SLF001
    pieces = [(page + place, raw[page + place : page + place + here])]
    rest, link = length - here, page + place + here
    while rest > 0:
        pieces.append((link, raw[link : link + 4]))
        (number,) = struct.unpack(">I", raw[link : link + 4])
        link = (number - 1) * PAGE
        pieces.append((link + 4, raw[link + 4 : link + 4 + min(rest, PAGE - 4)]))
        rest -= PAGE - 4
    ends = raw[page + place]
    return Row(raw[page + place + ends : page + place + ends + 40].decode("latin-1"), tuple(pieces))


def torture(sample: Sample, runs: int, seed: int, folder: Path) -> Damaged:
    """Spoil the sample `runs` times and look at what the program makes of it."""
    chance = chance_of(seed)
    figures = Damaged()
    spoilt = folder / "spoilt.carreport"
    for run in range(runs):
        raw = bytearray(sample.raw)
        chance.choice(SPOILINGS)(raw, chance)
        if bytes(raw) == sample.raw:
            continue
        spoilt.write_bytes(raw)
        before, busy = monotonic(), process_time()
        try:
            _look(sample, spoilt, bytes(raw), figures)
            if run % 25 == 0:
                _salvage(sample, spoilt, figures)
        except Exception as problem:  # noqa: BLE001 - this is what is counted
            figures.crashes += 1
            print(f"seed {seed}, run {run}: {problem!r}")  # noqa: T201
        taken = max(process_time() - busy, (monotonic() - before) / 10)  # however busy the computer is
        figures.longest_seconds = max(figures.longest_seconds, taken)
        figures.slower_than_2_s += taken > SLOW
        figures.files += 1
    return figures


def _look(sample: Sample, spoilt: Path, raw: bytes, figures: Damaged) -> None:
    intact = {row.name for row in sample.rows if row.is_in(raw)}
    changed = len(sample.rows) - len(intact)
    told, believed = _opened(spoilt)
    told_by_verify = True
    with suppress(DraftFileError):
        told_by_verify = not inspect_damage(spoilt).is_sound
    found = scan_damaged_file(spoilt)
    believed += found.revisions.values()
    figures.rows_untouched += len(intact)
    figures.rows_recovered += len(intact & found.revisions.keys())
    figures.rows_changed += changed
    figures.changed_and_not_noticed += bool(changed and not (told and told_by_verify))
    figures.altered_and_believed += sum(
        revision_to_row(sample.revisions.get(each.id, each)) != revision_to_row(each)
        or each.id not in sample.revisions
        for each in believed
    )


def _opened(spoilt: Path) -> tuple[bool, list[Revision]]:
    """Return whether whoever opens the draft is told of the damage, and what they are shown as sound."""
    try:
        with DraftSession.open(spoilt, AUTHOR, read_only=True) as session:
            session.answers()
            session.pictures()
            shown = [head for path in session.tree.paths() for head in session.tree.heads(path)]
            told = session.read_only_reason != OPENED_FOR_READING
            return told, shown + [each for path in session.tree.paths() for each in session.history(path)]
    except DraftFileError:
        return True, []


def _salvage(sample: Sample, spoilt: Path, figures: Damaged) -> None:
    """Really make a fresh draft, and see that it holds what could be read."""
    good = spoilt.with_name("good.carreport")
    good.unlink(missing_ok=True)
    expected = scan_damaged_file(spoilt).revisions.keys()
    try:
        salvage(spoilt, good, sample.form)
    except CarreportError as problem:
        figures.salvages_that_lost_more += bool(expected) or problem.code != "draft-nothing-left"
        return
    with DraftSession.open(good, AUTHOR) as session:
        kept = {each.id for each in session.tree if not each.is_bare}
        figures.salvages_that_lost_more += session.read_only or not expected <= kept
    figures.salvages += 1


def run(runs: int, seed: int) -> Damaged:
    """Do one share of the torture, in a folder of its own."""
    with workplace() as folder:
        return torture(Sample(folder, seed, 60), runs, seed, folder)
