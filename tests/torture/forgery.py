"""Make drafts that are damaged or forged, each with what a command must say of it."""

from __future__ import annotations

import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import apsw

from carreport.draft.revisions.change import CREATED, DRAFT_ID, FORM, SUMMARY, ChangeSet
from carreport.draft.revisions.revision import Revision, bare_revision, make_revision
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.storage.database import DraftDatabase
from carreport.form.schema import Form
from tests.draft.foreign_writes import write_rows
from tests.rich_text import text
from tests.torture import hostile
from tests.torture.commands import run_here, usual_files
from tests.torture.damage import rows_of
from tests.torture.scene import AUTHOR, fill, inquiry

TITLE = "Sharing what we know together"
OTHER_TITLE = "The journal of somebody else"
LINE, STORY, LIST = "about.title", "context.issue", "context.evidence"
NO_LINE = ("[1]", '{"a":1}', "true", '{"order":"a"}', "[" * 60_000 + "]" * 60_000, '"\\ud800"', "1e999")
NO_STORY = (
    "5", '"words"', '[{"type":"script","spans":[{"text":"x"}]}]',
    '[{"type":"paragraph","spans":[{"text":5}]}]',
    "[" * 60_000 + "]" * 60_000, '[{"type":"paragraph","spans":[{"text":"a","link":"javascript:x"}]}]',
    '[{"type":"paragraph"}]', "NaN", "9" * 5000,
)  # fmt: skip
NO_TIMES = (
    "now",
    "",
    "2026-13-45T99:99:99+00:00",
    "9" * 400,
    "2026-03-02",
    "\x00",
    "NaN",
    "2026-03-02T14:03:10",
)
NO_NAMES = (
    "", " ", "M" * 100_000, "Mo\x00rag", "Mo\u202erag", "Mo\nrag\r", "\x1b[2JMorag", "<b>Morag</b>", "\u200b",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ForgedDraft:
    """A forged file: which kind it is, and what every command that is given it must say.

    `journal` lies beside it; `keeps` are the bytes that must stay in the file unless they are erased.
    `named` are answers of which every command must say that they are damaged, `said` other words.
    """

    kind: str
    data: bytes
    named: tuple[str, ...] = ()
    said: str = ""
    journal: bytes = b""
    keeps: bytes = b""

    def put(self, path: Path) -> Path:
        """Write the file, and what lies beside it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.data)
        if self.journal:
            path.with_name(f"{path.name}-journal").write_bytes(self.journal)
        return path


@dataclass
class Forger:
    """Forges drafts after one sound inquiry, which has survey results, pictures and a history."""

    folder: Path
    form: Form = field(default_factory=inquiry)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self.path = self.folder / "sound.carreport"
        chance = random.Random(1)  # noqa: S311 - always the same draft
        with DraftSession.create(self.path, self.form, AUTHOR) as session:
            fill(session, chance, 20)
            session.add_item("reflections.individual", values={"came": text("I came because I was sent.")})
        files = usual_files(self.folder / "files", self.path)
        replies = next(path for takes, path in files.items() if takes.name == "REPLIES")
        run_here(["survey", "import", str(self.path), "data.surveys", str(replies), "--author", AUTHOR])
        self.sound = self.path.read_bytes()
        file = DraftDatabase.open(self.path)
        contents = file.read()
        file.close()
        self.meta = dict(contents.meta)
        self.rows = {row.id: row for row in contents.revisions}
        self._journal = self._foreign_journal()

    @property
    def kinds(self) -> list[str]:
        """The kinds of forged drafts."""
        return list(self._ways())

    def forge(self, number: int) -> ForgedDraft:
        """Return the forged draft with this number; its kind goes round."""
        chance = random.Random(number)  # noqa: S311 - a file that can be made again
        ways = self._ways()
        kind = list(ways)[number % len(ways)]
        return ways[kind](kind, chance)

    def _ways(self) -> dict[str, Callable[[str, random.Random], ForgedDraft]]:
        return {
            "one bit": self._one_bit, "impossible value": self._impossible, "bad time": self._bad_time,
            "foreign journal": self._with_foreign_journal, "newer format": self._newer,
            "any rows": self._any_rows,
            "bad name": self._bad_name, "many versions": self._many, "many bits": self._many_bits,
            "truncated": self._truncated, "circle": self._circle, "deep summary": self._summary,
            "two ids": self._duplicates, "no draft": self._no_draft, "forged author": self._forged_author,
            "several bits": self._several_bits, "lost page": self._lost_page, "long chain": self._chain,
            "bad entry": self._bad_entry, "any notes": self._any_notes,
        }  # fmt: skip

    # Damage in the bytes.

    def _one_bit(self, kind: str, chance: random.Random) -> ForgedDraft:
        return self._flipped(kind, chance, 1)

    def _several_bits(self, kind: str, chance: random.Random) -> ForgedDraft:
        return self._flipped(kind, chance, 3)

    def _flipped(self, kind: str, chance: random.Random, count: int) -> ForgedDraft:
        """Flip a bit within the text of some answers as they are now."""
        raw = bytearray(self.sound)
        seen = {parent for row in self.rows.values() for parent in row.parents}
        heads = {row.id: row for row in self.rows.values() if row.id not in seen and "/" not in row.path}
        places = {row.name: row for row in rows_of(self.sound) if row.name in heads}
        asked = [name for name in sorted(places) if self.form.field(heads[name].path) and heads[name].text]
        chosen = chance.sample(asked, min(count, len(asked)))
        for name in chosen:
            start, piece = places[name].pieces[0]
            told = (heads[name].text or "").encode()
            at = piece.find(told[:20])
            middle = start + at + chance.randrange(4, min(len(told), len(piece) - at) - 2)
            raw[middle] ^= 1 << chance.randrange(5)
        return ForgedDraft(kind, bytes(raw), tuple(sorted({heads[name].path for name in chosen})))

    def _many_bits(self, kind: str, chance: random.Random) -> ForgedDraft:
        raw = bytearray(self.sound)
        for _ in range(chance.choice((8, 64, 500))):
            raw[chance.randrange(100, len(raw))] ^= 1 << chance.randrange(8)
        return ForgedDraft(kind, bytes(raw))

    def _lost_page(self, kind: str, chance: random.Random) -> ForgedDraft:
        raw, page = bytearray(self.sound), 4096 * chance.randrange(1, len(self.sound) // 4096)
        raw[page : page + 4096] = chance.choice((bytes(4096), chance.randbytes(4096)))
        return ForgedDraft(kind, bytes(raw))

    def _truncated(self, kind: str, chance: random.Random) -> ForgedDraft:
        return ForgedDraft(
            kind, self.sound[: chance.choice((50, 99, 100, 4096, chance.randrange(len(self.sound))))]
        )

    def _newer(self, kind: str, chance: random.Random) -> ForgedDraft:
        raw = bytearray(self.sound)
        raw[60:64] = struct.pack(">I", chance.choice((300, 301, 999, 2_000_000_000)))
        return ForgedDraft(kind, bytes(raw), said="newer version")

    def _no_draft(self, kind: str, chance: random.Random) -> ForgedDraft:
        packed = self.folder / "packed.zip"
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("inquiry.carreport", self.sound)
        other = self.folder / "other.sqlite"
        other.unlink(missing_ok=True)
        with apsw.Connection(str(other)) as connection:
            connection.execute("CREATE TABLE x (y)")
        datas = (b"", bytes(4096), b"only text\n", packed.read_bytes(), other.read_bytes(), b'{"$form": "x"}',
                 b"SQLite format 3\0", chance.randbytes(5000), "words".encode("utf-16"))  # fmt: skip
        return ForgedDraft(kind, chance.choice(datas))

    # Journals.

    def _foreign_journal(self) -> bytes:
        """Return the journal of another draft, as a program that ended in a transaction leaves it."""
        path = self.folder / "other.carreport"
        with DraftSession.create(path, self.form, "Morag Reid") as session:
            session.write("about.title", OTHER_TITLE)
            fill(session, random.Random(2), 20)  # noqa: S311 - always the same draft
            session.write("about.title", OTHER_TITLE)
        journal = path.with_name(f"{path.name}-journal")
        connection = apsw.Connection(str(path))
        connection.execute("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE")
        connection.execute("UPDATE revision SET author = author || 'x'; UPDATE meta SET value = value || ' '")
        left = journal.read_bytes()
        connection.execute("ROLLBACK")
        connection.close()
        return left

    def _with_foreign_journal(self, kind: str, _chance: random.Random) -> ForgedDraft:
        return ForgedDraft(kind, self.sound, journal=self._journal, keeps=TITLE.encode())

    # Rows with sound hashes.

    def _impossible(self, kind: str, chance: random.Random) -> ForgedDraft:
        path, values = chance.choice(((LINE, NO_LINE), (STORY, NO_STORY), ("context.affected", NO_STORY)))
        return self._written(kind, [self._over(path, chance.choice(values))], named=(path,))

    def _bad_time(self, kind: str, chance: random.Random) -> ForgedDraft:
        return self._written(kind, [self._over(LINE, '"At some time"', when=chance.choice(NO_TIMES))])

    def _bad_name(self, kind: str, chance: random.Random) -> ForgedDraft:
        return self._written(kind, [self._over(LINE, '"By somebody"', who=chance.choice(NO_NAMES))])

    def _forged_author(self, kind: str, chance: random.Random) -> ForgedDraft:
        """Return rows that say they are the writer's own: private ones, released ones, removed ones."""
        item = "reflections.individual/forged"
        rows = [
            self._over(item, '{"order":"i"}', who=AUTHOR),
            self._over(f"{item}/came", '[{"type":"paragraph","spans":[{"text":"forged"}]}]', who=AUTHOR),
            self._over(f"{item}/release", '"named"', who=chance.choice((AUTHOR, "Morag Reid"))),
            self._over(LINE, "null", who=AUTHOR),
        ]
        return self._written(kind, rows)

    def _bad_entry(self, kind: str, chance: random.Random) -> ForgedDraft:
        bad = (
            '{"order":5}',
            '{"order":""}',
            "[]",
            '"x"',
            '{"removed":1}',
            '{"order":"i","removed":["x"]}',
            "null",
        )
        where = chance.choice(
            (f"{LIST}/forged", f"{LIST}/forged/name/deeper/x", "data.surveys/a/statements/b")
        )
        inside = (self._over(f"{LIST}/forged/name", '"Inside"'), self._over(f"{LIST}/forged/years/x", "5"))
        return self._written(kind, [self._over(where, chance.choice(bad)), *inside])

    def _any_rows(self, kind: str, chance: random.Random) -> ForgedDraft:
        rows = [
            self._over(
                chance.choice(
                    (*hostile.PATHS, LINE, STORY, LIST, "data.surveys", "data.photos", "@", "", "a/b/c/d")
                ),
                chance.choice(hostile.VALUES),
                when=chance.choice((*hostile.MOMENTS, *NO_TIMES)),
                who=chance.choice((*hostile.NAMES, AUTHOR)),
            )
            for _ in range(chance.randint(1, 15))
        ]
        return self._written(kind, rows)

    def _circle(self, kind: str, chance: random.Random) -> ForgedDraft:
        path = chance.choice((LINE, STORY))
        known = next(row for row in self.rows.values() if row.path == path)
        one, other = "1" * 40, "2" * 40
        bare = [bare_revision(one, path, [other, known.id]), bare_revision(other, path, [one, other])]
        return self._written(
            kind, [*bare, self._over(path, '"top"' if path == LINE else "[]", beside=(one,))]
        )

    def _many(self, kind: str, chance: random.Random) -> ForgedDraft:
        """Return thousands of versions of one answer that know nothing of each other."""
        count, path = chance.choice((200, 1000, 4000)), chance.choice((LINE, STORY))
        told = (
            '"version {}"' if path == LINE else '[{{"type":"paragraph","spans":[{{"text":"version {}"}}]}}]'
        )
        first = next(row for row in self.rows.values() if row.path == path and not row.parents)
        return self._written(
            kind, [self._over(path, told.format(n), beside=(first.id,)) for n in range(count)]
        )

    def _chain(self, kind: str, chance: random.Random) -> ForgedDraft:
        rows: list[Revision] = []
        for number in range(chance.choice((2000, 8000))):
            rows.append(self._over(LINE, f'"version {number}"', beside=(rows[-1].id,) if rows else ()))
        return self._written(kind, rows)

    def _over(
        self, path: str, value: str, *, when: str = "2026-03-02T14:03:10.250+00:00", who: str = "Morag Reid",
        beside: tuple[str, ...] = (),
    ) -> Revision:  # fmt: skip
        """Return a row over what the answer is now (or over `beside`), with a sound hash."""
        seen = {parent for row in self.rows.values() for parent in row.parents}
        heads = [row.id for row in self.rows.values() if row.path == path and row.id not in seen]
        return make_revision(path, beside or heads, value, author=who, device="0", written_at=when)

    def _written(self, kind: str, rows: list[Revision], named: tuple[str, ...] = ()) -> ForgedDraft:
        path = self.folder / "forged.carreport"
        path.unlink(missing_ok=True)
        path.write_bytes(self.sound)
        fresh = [row for row in {row.id: row for row in rows}.values() if row.id not in self.rows]
        write_rows(path, *fresh)
        return ForgedDraft(kind, path.read_bytes(), named)

    # Notes.

    def _summary(self, kind: str, chance: random.Random) -> ForgedDraft:
        deep = "[" * 100_000 + "]" * 100_000
        told = chance.choice((
            deep, "{}", "null", "9" * 5000, '{"title":' + deep + "}", "not json", '{"title":5,"sections":5}',
            '{"title":"T","form_title":"F","changed_at":"now","sections":[["a","b","c"]]}', '"\\ud800"',
            '{"title":"' + "T" * 3_000_000 + '"}',
        ))  # fmt: skip
        return self._noted(kind, {SUMMARY: told})

    def _any_notes(self, kind: str, chance: random.Random) -> ForgedDraft:
        deep = "[" * 100_000 + "]" * 100_000
        key = chance.choice((FORM, DRAFT_ID, CREATED, "receipts", "heads", "checkpoints", "last_visited"))
        bad = (
            "",
            "x" * 100_000,
            deep,
            "../../outside",
            "a = " + "[" * 20_000,
            "null",
            '[{"kind":5}]',
            "{}",
            "now",
        )
        return self._noted(kind, {key: chance.choice(bad)})

    def _noted(self, kind: str, notes: dict[str, str]) -> ForgedDraft:
        path = self.folder / "forged.carreport"
        path.unlink(missing_ok=True)
        DraftDatabase.create(path, ChangeSet(self.rows, set(), {}, self.meta | notes))
        return ForgedDraft(kind, path.read_bytes())

    def _duplicates(self, kind: str, chance: random.Random) -> ForgedDraft:
        """Return entries with one id in two lists, an entry inside itself, and a row under two paths."""
        item = next(
            row.path
            for row in self.rows.values()
            if row.path.startswith(f"{LIST}/") and row.path.count("/") == 1
        )
        ident = item.partition("/")[2]
        rows = [
            self._over(f"context.plans/{ident}", '{"order":"i"}'),
            self._over(f"{item}/{ident}", '{"order":"i"}'),
            self._over(f"data.surveys/{ident}/statements/{ident}", '{"order":"i"}'),
            self._over(f"{LIST}/{chance.choice(('A', '..', '0' * 400, ident.upper()))}", '{"order":"i"}'),
        ]
        return self._written(kind, rows)
