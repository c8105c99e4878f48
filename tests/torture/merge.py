"""Torture the merging of copies: many people, many copies, in every order, and no word lost."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from carreport.draft.copies.export_copy import shareable_revisions
from carreport.draft.copies.incoming import IncomingCopy, new_revisions
from carreport.draft.copies.merge_plan import plan_merge
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.sharing import share_filter
from carreport.form.answers import Item, canonical_json
from carreport.form.loader import parse_form
from tests.rich_text import text
from tests.torture.scene import Figures

FORM = parse_form("""
[form]
id = "torture"
title = "A form to be tortured"
[[section]]
id = "about"
title = "About"
[[section.field]]
id = "title"
kind = "line"
label = "Title"
[[section.field]]
id = "story"
kind = "text"
label = "Story"
[[section.field]]
id = "diary"
kind = "text"
label = "Diary"
share = "private"
[[section]]
id = "lists"
title = "Lists"
[[section.field]]
id = "sources"
kind = "list"
label = "Sources"
[[section.field.field]]
id = "name"
kind = "line"
label = "Name"
[[section.field.field]]
id = "notes"
kind = "text"
label = "Notes"
[[section.field.field]]
id = "years"
kind = "list"
label = "Years"
[[section.field.field.field]]
id = "year"
kind = "line"
label = "Year"
""")
STORY, TITLE, DIARY, LIST = "about.story", "about.title", "about.diary", "lists.sources"
ROUNDS = 3
"""How often everybody sends everybody a copy before all must say the same."""
ACTS = (
    "write", "write", "write", "title", "diary", "add", "edit", "edit", "notes", "inner", "remove",
    "move", "restore", "old", "settle", "ready", "send", "send", "send", "part", "late", "chain",
)  # fmt: skip


def words_in(value: Any) -> Iterator[str]:
    """Yield every text in a value."""
    if isinstance(value, Item):
        yield from words_in(value.values)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (word for each in value.values() for word in words_in(each))
    elif isinstance(value, (list, tuple)):
        yield from (word for each in value for word in words_in(each))


@dataclass(slots=True)
class Person:
    """Somebody with a draft, copies that arrived and were not opened yet, and what they typed."""

    book: RevisionWriter
    post: list[tuple[Revision, ...]] = field(default_factory=list)
    typed: set[str] = field(default_factory=set)


class World:
    """People who write in copies of one draft, and send each other copies of it."""

    def __init__(self, people: int) -> None:
        start = RevisionWriter(RevisionTree(), "P0", device="0")
        start.record({STORY: text("a", "b", "c"), TITLE: "t"})
        start.add_item(LIST, None, {"name": "w0", "notes": text("d", "e")})
        first = shareable_revisions(FORM, start.tree)
        trees = [RevisionTree(start.tree), *(RevisionTree(first.values()) for _ in range(people - 1))]
        self.people = [Person(RevisionWriter(tree, f"P{n}", device=str(n))) for n, tree in enumerate(trees)]
        self.count = 0

    def word(self, who: Person) -> str:
        """Return a word that nobody has typed before."""
        self.count += 1
        who.typed.add(fresh := f"w{self.count}")
        return fresh

    def type(self, who: Person, path: str, value: Any) -> None:
        """Type; what one types and takes back in one go was never written."""
        before = Counter(
            word for each in who.book.tree.revisions_of(path).values() for word in words_in(each.value)
        )
        who.book.write(path, value)
        after = {word for each in who.book.tree.revisions_of(path).values() for word in words_in(each.value)}
        who.typed -= set(before) - after

    def act(self, who: int, what: str, where: int) -> None:
        """Let one person do one thing."""
        person = self.people[who % len(self.people)]
        getattr(self, f"_{what}")(person, where)
        if where % 3:
            person.book.seal()

    def exchange(self) -> None:
        """Let everybody send everybody a copy, and open it, until all have had the chance to agree."""
        for person in self.people:
            for rows in person.post:
                bring(person.book, rows)
            person.post.clear()
        for _ in range(ROUNDS):
            for sender in self.people:
                rows = self._copy(sender)
                for reader in self.people:
                    if reader is not sender:
                        take_in(reader.book, rows)

    def trouble(self) -> str:
        """Return what is wrong after an exchange, or nothing."""
        said = [content(person.book.tree) for person in self.people]
        for number, other in enumerate(said):
            if other != said[0]:
                return f"P0 and P{number} differ:\n{said[0]}\n{other}"
        for number, person in enumerate(self.people):
            lost = person.typed - findable(person.book.tree)
            if lost:
                return f"P{number} lost {sorted(lost)}"
        return self._heads_lost() or self._diary_leaked()

    def _heads_lost(self) -> str:
        """Say which words that nobody wrote over are not before everybody's eyes."""
        for number, person in enumerate(self.people):
            seen = visible(person.book.tree)
            whole = RevisionTree(each for other in self.people for each in other.book.tree)
            for path in whole.paths():
                if path == DIARY or whole.enclosing_removed_entry(path):
                    continue
                for head in whole.heads(path):
                    unseen = set(words_in(head.value)) - seen
                    if unseen and path.rpartition("/")[2] in ("name", "notes", "year", TITLE, STORY):
                        return f"P{number} does not see {sorted(unseen)} of {path}"
        return ""

    def _diary_leaked(self) -> str:
        for number, person in enumerate(self.people):
            if any(
                row.text and row.author != person.book.author
                for row in person.book.tree.revisions_of(DIARY).values()
            ):
                return f"P{number} has somebody else’s diary"
        return ""

    def _copy(self, sender: Person, part: int = 0) -> tuple[Revision, ...]:
        sender.book.seal()
        sender.book.record_auto_merges(share_filter(FORM, sender.book.tree))
        chance = random.Random(part)  # noqa: S311 - a choice that can be made again
        rows = shareable_revisions(
            FORM, sender.book.tree, (lambda _: chance.random() < 0.6) if part else None
        )
        sent = list(rows.values())
        chance.shuffle(sent)
        return tuple(sent)

    def _other(self, person: Person, where: int) -> Person:
        others = [each for each in self.people if each is not person]
        return others[where % len(others)]

    def _send(self, person: Person, where: int) -> None:
        bring(self._other(person, where).book, self._copy(person))

    def _part(self, person: Person, where: int) -> None:
        bring(self._other(person, where).book, self._copy(person, where + 1))

    def _late(self, person: Person, where: int) -> None:
        """Send a copy that is opened much later, or first open one that came long ago, twice."""
        if where % 2 or not person.post:
            self._other(person, where).post.append(self._copy(person))
        else:
            rows = person.post.pop(where % len(person.post))
            bring(person.book, rows)
            bring(person.book, rows)

    def _chain(self, person: Person, where: int) -> None:
        """Send a copy of a copy of a copy, which nobody in between writes in."""
        rows = self._copy(person)
        for _ in range(2):
            between = RevisionWriter(RevisionTree(rows), "between", device="b")
            rows = tuple(shareable_revisions(FORM, between.tree).values())
        bring(self._other(person, where).book, rows)

    def _write(self, person: Person, where: int) -> None:
        story = [block["spans"][0]["text"] for block in person.book.tree.answers().get(STORY) or []]
        place = where % (len(story) + 1)
        told = [*story[:place], self.word(person), *story[place + where % 2 :]]
        self.type(person, STORY, text(*told))

    def _title(self, person: Person, where: int) -> None:
        self.type(person, TITLE, "" if where == 7 else self.word(person))

    def _diary(self, person: Person, _: int) -> None:
        self.type(person, DIARY, text(self.word(person)))

    def _add(self, person: Person, where: int) -> None:
        items = person.book.tree.answers().items(LIST)
        after = items[where % len(items)].id if items and where % 2 else None
        person.book.add_item(LIST, after, {"name": self.word(person)})

    def _item(self, person: Person, where: int) -> str:
        items = person.book.tree.answers().items(LIST)
        return f"{LIST}/{items[where % len(items)].id}" if items else ""

    def _edit(self, person: Person, where: int) -> None:
        if item := self._item(person, where):
            self.type(person, f"{item}/name", self.word(person))

    def _notes(self, person: Person, where: int) -> None:
        if item := self._item(person, where):
            notes = person.book.tree.answers().get(f"{item}/notes") or []
            said = [block["spans"][0]["text"] for block in notes]
            place = where % (len(said) + 1)
            self.type(person, f"{item}/notes", text(*said[:place], self.word(person), *said[place + 1 :]))

    def _inner(self, person: Person, where: int) -> None:
        item = self._item(person, where)
        if not item:
            return
        years = person.book.tree.answers().items(f"{item}/years")
        if years and where % 2:
            person.book.remove_item(f"{item}/years/{years[0].id}")
        else:
            person.book.add_item(f"{item}/years", None, {"year": self.word(person)})

    def _remove(self, person: Person, where: int) -> None:
        if item := self._item(person, where):
            person.book.remove_item(item)

    def _move(self, person: Person, where: int) -> None:
        if item := self._item(person, where):
            person.book.move_item(item, None)

    def _restore(self, person: Person, where: int) -> None:
        removed = person.book.tree.removed_items(LIST)
        if removed:
            person.book.restore_item(f"{LIST}/{removed[where % len(removed)].id}")

    def _old(self, person: Person, where: int) -> None:
        """Bring an earlier version of an answer back."""
        known = [value for value in person.book.tree.revisions_of(STORY).values() if not value.is_bare]
        known.sort(key=lambda each: each.id)
        person.book.record({STORY: known[where % len(known)].value})

    def _settle(self, person: Person, where: int) -> None:
        """Choose one of two versions."""
        doubtful = sorted(person.book.tree.answers().versions.items())
        if doubtful:
            path, found = doubtful[where % len(doubtful)]
            person.book.record({path: found[where % len(found)].value})

    def _ready(self, person: Person, where: int) -> None:
        person.book.record({"about.@ready": bool(where % 2)})


def bring(book: RevisionWriter, rows: tuple[Revision, ...]) -> None:
    """Bring a copy in, as accepting it does."""
    joining = plan_merge(FORM, book.tree, "d", IncomingCopy("copy", "d", rows))
    for row in joining.revisions.values():
        book.tree.add(row)


def take_in(book: RevisionWriter, rows: tuple[Revision, ...]) -> None:
    """Bring a copy in without the summary that a person would see before: it takes half of the time."""
    for row in new_revisions(book.tree, rows).values():
        book.tree.add(row)


def content(tree: RevisionTree) -> str:
    """Return what a draft says, private things apart: the answers and every version in dispute."""
    answers = tree.answers()
    values = {path: plain(value) for path, value in answers.values.items() if path != DIARY}
    versions = {
        path: sorted(canonical_json(v.value) for v in found) for path, found in answers.versions.items()
    }
    return json.dumps([values, versions], sort_keys=True, ensure_ascii=False)


def plain(value: Any) -> Any:
    """Return a value with its items as lists."""
    if isinstance(value, tuple):
        return [[item.id, {name: plain(each) for name, each in item.values.items()}] for item in value]
    return value


def visible(tree: RevisionTree) -> set[str]:
    """Return the words in the content and in second versions."""
    answers = tree.answers()
    found = set(words_in(dict(answers.values)))
    return found | {
        word
        for versions in answers.versions.values()
        for version in versions
        for word in words_in(version.value)
    }


def findable(tree: RevisionTree) -> set[str]:
    """Return the words in the content, in second versions, set aside, or in the history."""
    found = visible(tree) | {word for edit in tree.unseen_edits() for word in words_in(edit.revision.value)}
    return found | {
        word
        for path in tree.paths()
        for value in tree.revisions_of(path).values()
        for word in words_in(value.value)
    }


def interleaving(seed: int) -> World:
    """Return a world after one random history, exchanged."""
    chance = random.Random(seed)  # noqa: S311 - a history that can be told again
    world = World(chance.randint(3, 8))
    for _ in range(chance.randint(5, 60)):
        world.act(chance.randrange(8), chance.choice(ACTS), chance.randrange(10))
    world.exchange()
    return world


@dataclass(slots=True)
class Merged(Figures):
    """What came of it."""

    WRONG = ("differing_or_lost",)

    interleavings: int = 0
    people: int = 0
    words_typed: int = 0
    answers_in_dispute_at_the_end: int = 0
    set_aside: int = 0
    differing_or_lost: int = 0

    @property
    def is_enough(self) -> bool:
        return self.interleavings > 0 and self.words_typed > 0


def run(count: int, first: int) -> Merged:
    """Do one share of the torture: the interleavings with the numbers from `first`."""
    return tortured(map(interleaving, range(first, first + count)), first)


def tortured(worlds: Iterable[World], first: int) -> Merged:
    """Count what came of some histories, which have numbers from `first`."""
    figures = Merged()
    for seed, world in enumerate(worlds, first):
        trouble = world.trouble()
        figures.interleavings += 1
        figures.people += len(world.people)
        figures.words_typed += world.count
        figures.answers_in_dispute_at_the_end += len(world.people[0].book.tree.answers().versions)
        figures.set_aside += sum(len(person.book.tree.unseen_edits()) for person in world.people)
        if trouble:
            figures.differing_or_lost += 1
            print(f"interleaving {seed}: {trouble}")  # noqa: T201
    return figures
