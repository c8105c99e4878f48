"""Cut the power at any moment: what was called saved is there, and every draft opens.

A disk may drop, reorder and tear whatever was not yet synced, and forget names that were given
or taken away since their folder was last synced. This is harsher than most disks are.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from carreport.draft.revisions.change import CREATED, DRAFT_ID, FORM, SUMMARY, ChangeSet
from carreport.draft.revisions.revision import Revision, bare_revision, canonical_text, make_revision
from carreport.draft.storage.backups import back_up
from carreport.draft.storage.database import DraftDatabase
from carreport.errors import CarreportError
from tests.torture.recording import Act, recording
from tests.torture.scene import AUTHOR, Figures, chance_of, inquiry, journals_in, picture, words, workplace

SECTOR = 512
NAME = "inquiry.carreport"


@dataclass(slots=True)
class Cuts(Figures):
    """What came of it."""

    WRONG = (
        "saved_words_lost", "drafts_that_do_not_open", "damaged_drafts", "backups_that_are_not_whole",
        "own_journals_set_aside",
    )  # fmt: skip

    cuts: int = 0
    cuts_while_saving: int = 0
    journals_found: int = 0
    backups_looked_at: int = 0
    saved_words_lost: int = 0
    drafts_that_do_not_open: int = 0
    damaged_drafts: int = 0
    backups_that_are_not_whole: int = 0
    own_journals_set_aside: int = 0

    @property
    def is_enough(self) -> bool:
        return self.cuts > 0


@dataclass(slots=True)
class File:
    """A file on the disk: what is safe in it, and what was done to it since."""

    safe: bytearray = field(default_factory=bytearray)
    waiting: list[Act] = field(default_factory=list)

    def settle(self) -> None:
        for act in self.waiting:
            _do(self.safe, act)
        self.waiting.clear()

    def after_cut(self, chance: random.Random) -> bytes:
        """Return what a disk may hold when the power comes back."""
        found = bytearray(self.safe)
        waiting = list(self.waiting)
        mood = chance.random()
        if mood < 0.25:
            return bytes(found)
        if mood < 0.5:
            chance.shuffle(waiting)
        share = chance.choice((0.1, 0.5, 0.9, 1.0))
        for act in waiting:
            if chance.random() < share:
                _do(found, act, chance if mood > 0.4 else None)
        return bytes(found)


def _do(raw: bytearray, act: Act, tearing: random.Random | None = None) -> None:
    if act.kind == "cut":
        if len(raw) > act.place:
            del raw[act.place :]
        else:
            raw.extend(bytes(act.place - len(raw)))
        return
    ends = act.place + len(act.rest)
    if len(raw) < ends:
        raw.extend(bytes(ends - len(raw)))
    if tearing is None or tearing.random() < 0.5:
        raw[act.place : ends] = act.rest
        return
    for start in range(0, len(act.rest), SECTOR):
        if tearing.random() < 0.5:
            piece = act.rest[start : start + SECTOR]
            raw[act.place + start : act.place + start + len(piece)] = piece


class Disk:
    """All files and names, those that are safe and those that are not yet."""

    def __init__(self) -> None:
        self.files: dict[int, File] = {}
        self.names: dict[str, int] = {}
        self.waiting: list[Act] = []

    def take(self, act: Act, *, honest: bool = True) -> None:
        """Do one thing; a disk that is not `honest` says that it has synced and does nothing."""
        if act.kind in ("write", "cut"):
            self.files.setdefault(act.what, File()).waiting.append(act)
        elif act.kind == "sync":
            if honest:
                self.files.setdefault(act.what, File()).settle()
        elif act.kind == "sync folder":
            settled = [each for each in self.waiting if _folder(each) == act.what]
            self.waiting = [each for each in self.waiting if _folder(each) != act.what]
            for each in settled:
                _name(self.names, each)
        elif act.kind in ("make", "link", "remove", "rename"):
            if act.kind == "make":
                self.files[act.what] = File()
            self.waiting.append(act)

    def after_cut(self, chance: random.Random) -> Iterator[tuple[str, bytes]]:
        """Yield the names and files that may be there when the power comes back."""
        names = dict(self.names)
        share = chance.choice((0.0, 0.5, 0.5, 1.0))
        for act in self.waiting:
            if chance.random() < share:
                _name(names, act)
        for name, number in names.items():
            yield name, self.files[number].after_cut(chance)


def _folder(act: Act) -> str:
    return str(Path(act.what if act.kind in ("remove", "rename") else act.place).parent)


def _name(names: dict[str, int], act: Act) -> None:
    if act.kind in ("make", "link"):
        names[act.place] = act.what
    elif act.kind == "remove":
        names.pop(act.what, None)
    elif act.what in names:
        names[act.place] = names.pop(act.what)


class Story:
    """What a writer does, and what the draft held after each save that was called one."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.path = folder / NAME
        self.held: list[frozenset[tuple[str, bool]]] = []
        self._chance = chance_of(seed)
        self._rows: dict[str, Revision] = {}
        with recording(folder.parent) as self._recorder:
            self._live()
        self.acts = self._recorder.acts

    def _live(self) -> None:
        form = inquiry()
        meta = {DRAFT_ID: "0" * 32, CREATED: "2026-03-02T14:03:10+00:00", FORM: form.source, SUMMARY: "{}"}
        self._step(lambda change: DraftDatabase.create(self.path, change), ChangeSet(meta=meta))
        file = DraftDatabase.open(self.path)
        typed: Revision | None = None
        for number in range(24):
            size = self._chance.choice((3, 3, 20, 400, 2500))
            text = canonical_text([{"type": "paragraph", "spans": [{"text": words(self._chance, size)}]}])
            types_on = typed is not None and number % 3 > 0
            path = f"context.{self._chance.choice(('issue', 'affected', 'setting'))}"
            path = typed.path if typed and types_on else path
            row = make_revision(path, (), text, author=AUTHOR, device="0" * 8, written_at=f"{number}")
            change = ChangeSet(
                {row.id: row}, {typed.id} if typed and types_on else set(), {}, {SUMMARY: text}
            )
            if number % 8 == 5:
                taken = picture(self._chance, 9000)
                change.pictures[taken.sha256] = taken.picture
            typed = row
            if number % 7 == 6:
                self._step(lambda change: file.rewrite(change, list(self._rows.values())), change)
            else:
                self._step(file.save, change)
            if number % 9 == 4:
                back_up(self.path)
        if typed is not None:
            gone = bare_revision(typed.id, typed.path)
            self._step(lambda _: file.erase([gone.id]), ChangeSet({gone.id: gone}))
        file.close()

    def _step(self, work: Callable[[ChangeSet], object], change: ChangeSet) -> None:
        self._recorder.begin(len(self.held))
        self._rows.update(change.revisions)
        for each in change.dropped:
            self._rows.pop(each, None)
        work(change)
        self.held.append(frozenset((value.id, value.is_bare) for value in self._rows.values()))
        self._recorder.kept(len(self.held) - 1)


def cut(story: Story, cuts: int, seed: int, scratch: Path, *, honest: bool = True) -> Cuts:
    """Cut the power `cuts` times, spread over everything that was done to the disk."""
    chance = chance_of(seed)
    figures = Cuts()
    disk = Disk()
    kept = begun = -1
    for number, act in enumerate(story.acts):
        if act.kind == "kept":
            kept = act.what
        elif act.kind == "begin":
            begun = act.what
        else:
            disk.take(act, honest=honest)
        here = cuts * (number + 1) // len(story.acts) - cuts * number // len(story.acts)
        for _ in range(here):
            shutil.rmtree(scratch, ignore_errors=True)
            for name, raw in disk.after_cut(chance):
                path = scratch / Path(name).relative_to(story.folder.parent)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(raw)
            figures.journals_found += journals_in(scratch)
            _wake(story, range(kept, begun + 1), scratch, figures)
    return figures


def _wake(story: Story, states: range, scratch: Path, figures: Cuts) -> None:
    """Let the power come back once, and look at the draft and its backups."""
    figures.cuts += 1
    figures.cuts_while_saving += len(states) > 1
    _check_backups(scratch, figures)
    path = scratch / story.folder.name / NAME
    if not path.exists():
        figures.saved_words_lost += states.start >= 0
        return
    try:
        file = DraftDatabase.open(path)
    except CarreportError:
        figures.drafts_that_do_not_open += 1
        return
    try:
        found = file.read()
        is_damaged = bool(found.damaged) or not file.integrity_ok(thorough=True)
    except CarreportError:
        figures.damaged_drafts += 1
        return
    finally:
        file.close()
    figures.damaged_drafts += is_damaged
    figures.own_journals_set_aside += len(list(scratch.rglob("*.set-aside*")))
    held = frozenset((revision.id, revision.is_bare) for revision in found.revisions)
    allowed = [story.held[state] for state in states if 0 <= state < len(story.held)]
    figures.saved_words_lost += held not in allowed


def _check_backups(scratch: Path, figures: Cuts) -> None:
    for path in scratch.glob("home/data/backups/*/[0-9]*.carreport"):
        figures.backups_looked_at += 1
        try:
            file = DraftDatabase.open(path)
        except CarreportError:
            figures.backups_that_are_not_whole += 1
            continue
        try:
            figures.backups_that_are_not_whole += bool(file.read().damaged)
        except CarreportError:
            figures.backups_that_are_not_whole += 1
        finally:
            file.close()


def run(cuts: int, seed: int, *, honest: bool = True) -> Cuts:
    """Do one share of the torture, in a folder of its own."""
    with workplace() as folder:
        (folder / "desk").mkdir()
        story = Story(folder / "desk", seed)
        return cut(story, cuts, seed, folder / "scratch", honest=honest)
