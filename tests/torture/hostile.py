"""Torture the reading of strangers' files: nothing in one may crash us, hang us or harm a draft."""

from __future__ import annotations

import os
import random
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

import apsw

from carreport.draft.copies.export_copy import export_copy
from carreport.draft.copies.merge_copy import merge_and_save, preview_merge
from carreport.draft.pictures.prepare import StoredPicture
from carreport.draft.revisions.change import CREATED, DRAFT_ID, FORM, ChangeSet
from carreport.draft.revisions.revision import Revision, bare_revision, make_revision
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.database import DraftDatabase
from carreport.errors import DraftFileError
from carreport.form.progress import form_progress
from tests.rich_text import text
from tests.torture.merge import DIARY, LIST, STORY, TITLE
from tests.torture.merge import FORM as ASKED
from tests.torture.scene import Figures, workplace

SLOW = 2.0
"""Seconds of a processor after which reading one file counts as a hang."""
PATHS = (
    TITLE, STORY, DIARY, LIST, f"{LIST}/a", f"{LIST}/a/name", f"{LIST}/a/notes", f"{LIST}/a/years/b/year",
    "about.@ready", "about.nothing", "nowhere.at_all", f"{LIST}/a/name/b/c", f"{TITLE}/x/y",
)  # fmt: skip
VALUES = (
    "null", "true", "0", "-1e308", "1e400", "NaN", "Infinity", '""', '"words"', "[]", "{}", "[[[[1]]]]",
    "[" * 50_000 + "]" * 50_000, "[" * 9 + "]" * 9, '{"order":"i"}', '{"order":"i","removed":["x"]}',
    '{"order":5}', "true", '{"order":"' + "z" * 5000 + '"}', '{"a":1,"a":2}',
    '"\\u0000"', '"\\ud800"', '"\x07\u202e"',
    "9" * 5000, '"' + "a" * 3_000_000 + '"', '[{"type":"paragraph","spans":[{"text":5}]}]', "not json",
    '[{"type":"paragraph","spans":[{"text":"fine"}]}]', '[{"type":"script","spans":[]}]',
    '[{"spans":{"text":1}}]',
    '[{"type":"paragraph","spans":[{"link":"javascript:x","text":"a"}]}]', '{"sha256":"' + "0" * 64 + '"}',
)  # fmt: skip
MOMENTS = (
    "2026-03-02T14:03:10.250+00:00",
    "0001-01-01T00:00:00+00:00",
    "9999-12-31T23:59:59+00:00",
    "",
    "now",
)
NAMES = ("Morag Reid", "", "M" * 100_000, "<b>Morag</b>", "Mo\x00rag", "Mo\u202erag")
SCHEMES = (
    "CREATE VIEW v AS SELECT * FROM revision",
    "CREATE TRIGGER t AFTER INSERT ON revision BEGIN DELETE FROM meta; END",
    "CREATE VIRTUAL TABLE f USING fts5(words)",
    "CREATE INDEX i ON revision (abs(path))",
    "CREATE TABLE more (x)",
)


class Quarry:
    """One sound copy, and drafts that strangers' files are held against."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ours = DraftSession.create(folder / "ours.carreport", ASKED, "Ailsa Kerr")
        self.ours.write(TITLE, "ours")
        self.ours.write(STORY, text("one", "two"))
        self.ours.add_item(LIST, values={"name": "A plan"})
        export_copy(self.ours, folder / "sound.carreport")
        self.sound = (folder / "sound.carreport").read_bytes()
        self.meta = {DRAFT_ID: self.ours.draft_id, CREATED: self.ours.created, FORM: ASKED.source}

    def file(self, seed: int) -> Path:
        """Return a hostile file."""
        chance = random.Random(seed)  # noqa: S311 - a file that can be made again
        path = self.folder / f"hostile-{seed}.carreport"
        ways: tuple[Callable[[random.Random, Path], None], ...] = (
            self._flip, self._cut, self._rows, self._rows, self._rows, self._scheme, self._meta,
        )  # fmt: skip
        ways[seed % len(ways)](chance, path)
        return path

    def _flip(self, chance: random.Random, path: Path) -> None:
        changed = bytearray(self.sound)
        for _ in range(chance.choice((1, 1, 4, 64))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        path.write_bytes(changed)

    def _cut(self, chance: random.Random, path: Path) -> None:
        page = 4096 * chance.randrange(len(self.sound) // 4096)
        kept = self.sound[: chance.randrange(len(self.sound))]
        path.write_bytes(chance.choice((kept, self.sound[:page] + bytes(4096) + self.sound[page + 4096 :])))

    def _rows(self, chance: random.Random, path: Path) -> None:
        known = [*self.ours.tree]
        rows = [self._row(chance, known) for _ in range(chance.randint(1, 12))]
        rows += _circle(chance.choice(PATHS), chance.choice(known)) if chance.random() < 0.3 else []
        picture = StoredPicture(chance.randbytes(50), chance.choice(("image/png", "text/html")), 5, -5)
        DraftDatabase.create(
            path, ChangeSet({row.id: row for row in rows}, set(), {"0" * 64: picture}, self.meta)
        )

    def _row(self, chance: random.Random, known: list[Revision]) -> Revision:
        """Return a row with a sound name that says anything at all."""
        parents = [each.id for each in chance.sample(known, chance.randint(0, 2))]
        value, when, who = chance.choice(VALUES), chance.choice(MOMENTS), chance.choice(NAMES)
        made = make_revision(chance.choice(PATHS), parents, value, author=who, device="0", written_at=when)
        known.append(made)
        return chance.choice(
            (made, made, made, replace(made, text="[1]"), bare_revision(made.id, made.path, parents))
        )

    def _scheme(self, chance: random.Random, path: Path) -> None:
        path.write_bytes(self.sound)
        with apsw.Connection(str(path)) as connection:
            if chance.random() < 0.5:
                connection.execute(chance.choice(SCHEMES))
            else:
                connection.execute("PRAGMA writable_schema = ON")
                words = chance.choice(("CREATE TABLE revision (id, path)", "nonsense", ""))
                connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'revision'", (words,))

    def _meta(self, chance: random.Random, path: Path) -> None:
        source = chance.choice(("", "nonsense", "[form]\nid='x'", "a = " + "[" * 20_000, ASKED.source))
        identity = chance.choice(("", "x" * 100_000, self.ours.draft_id))
        DraftDatabase.create(path, ChangeSet(meta=self.meta | {FORM: source, DRAFT_ID: identity}))

    def hold(self, path: Path) -> str:
        """Bring a file in as a window would, and return how that went."""
        try:
            joining = preview_merge(self.ours, path)
            merge_and_save(self.ours, joining, separate=True)
        except DraftFileError as problem:
            return problem.code
        answers = self.ours.answers()
        list(answers.answered_fields(ASKED))
        form_progress(ASKED, answers)
        _ = [each.plain_text for each in answers.answered_fields(ASKED)]
        return "brought in"

    def timed(self, path: Path) -> tuple[str, float]:
        """Bring a file in, and return how that went and how many seconds of a processor it took.

        These are what the file costs however busy the computer is; a tenth of the clock's counts at least.
        """
        start, before = perf_counter(), sum(os.times()[:4])
        outcome = self.hold(path)
        return outcome, max(sum(os.times()[:4]) - before, (perf_counter() - start) / 10)

    def harm(self) -> int:
        """Close our draft, open it again, and return how much of what we wrote is not there as it was."""
        own = {each.id: each for each in self.ours.tree if each.author == "Ailsa Kerr"}
        self.ours.close()
        with DraftSession.open(self.ours.path, "Ailsa Kerr") as again:
            return again.read_only + sum(again.tree.get(key) != each for key, each in own.items())


def _circle(path: str, known: Revision) -> list[Revision]:
    """Return bare rows that name each other as parents, below a row that is sound."""
    one, other = "1" * 40, "2" * 40
    top = make_revision(path, [one], '"top"', author="Morag Reid", device="0", written_at=MOMENTS[0])
    return [top, bare_revision(one, path, [other, known.id]), bare_revision(other, path, [one, other])]


@dataclass(slots=True)
class Strangers(Figures):
    """What came of it."""

    WRONG = ("crashes", "slower_than_2_s", "own_words_harmed")

    files: int = 0
    crashes: int = 0
    slower_than_2_s: int = 0
    own_words_harmed: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def is_enough(self) -> bool:
        return self.files > 0 and len(self.outcomes) > 1


def run(files: int, first: int) -> Strangers:
    """Do one share of the torture: the files with the numbers from `first`, held against one draft."""
    figures = Strangers()
    with workplace() as folder:
        quarry = Quarry(folder)
        for seed in range(first, first + files):
            path = quarry.file(seed)
            try:
                outcome, seconds = quarry.timed(path)
                figures.outcomes[outcome] += 1
                figures.slower_than_2_s += seconds > SLOW
            except Exception:  # noqa: BLE001 - this is what is counted
                figures.crashes += 1
                print(f"file {seed}: {traceback.format_exc()}")  # noqa: T201
            figures.files += 1
            path.unlink()
        figures.own_words_harmed += quarry.harm()
    return figures
