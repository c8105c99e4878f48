"""Torture comments: people who begin, answer, settle, suggest, remove and erase in copies of one inquiry."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from carreport.draft.copies.export_copy import shareable_revisions
from carreport.draft.revisions.recorder import RevisionWriter
from carreport.draft.revisions.revision import Revision
from carreport.draft.revisions.tree import RevisionTree
from carreport.draft.session.sharing import share_filter
from carreport.form.answers import canonical_json
from carreport.form.richtext import RichText
from carreport.review.suggestions import merge_suggestion
from carreport.review.thread_rows import (
    THREADS,
    Act,
    Anchor,
    CommentType,
    NewMessage,
    NewThread,
    Suggestion,
    Thread,
    message_values,
    thread_values,
    threads_in,
    with_seen,
)
from tests.rich_text import text
from tests.torture import thread_model as model
from tests.torture.merge import DIARY, FORM, LIST, STORY, bring, take_in
from tests.torture.scene import Figures

ROUNDS = 2
"""How often all copies go to one person and back before all must say the same."""
ACTS = (
    "begin", "begin", "reply", "reply", "reply", "settle", "settle", "reopen", "suggest", "take", "leave",
    "change", "take_back", "put_back", "erase", "write", "remove", "restore", "forge", "send", "send", "send",
    "late",
)  # fmt: skip
Copy = tuple[tuple[Revision, ...], model.Facts]


@dataclass(slots=True)
class Commenter:
    """Somebody with a draft, what they know by the oracle, and copies that arrived and were not opened."""

    book: RevisionWriter
    facts: model.Facts = frozenset()
    post: list[Copy] = field(default_factory=list)
    sent: tuple[object, tuple[Revision, ...]] = (None, ())
    """What they sent last, and of which state of their draft."""


class Discussion:
    """People who comment in copies of one draft, and send each other copies of it."""

    def __init__(self, people: int, chance: random.Random) -> None:
        self.chance = chance
        self.count = self.settled_unseen = self.lost = 0
        self.secrets: set[str] = set()
        self.leaked: list[str] = []
        start = RevisionWriter(RevisionTree(), "P0", device="0")
        start.record({STORY: text("a", "b", "c")})
        start.add_item(LIST, None, {"name": "w0"})
        first = tuple(shareable_revisions(FORM, start.tree).values())
        trees = [start.tree, *(RevisionTree(first) for _ in range(people - 1))]
        self.people = [
            Commenter(RevisionWriter(tree, f"P{n}", device=str(n))) for n, tree in enumerate(trees)
        ]

    def act(self) -> None:
        """Let one person do one thing."""
        getattr(self, f"_{self.chance.choice(ACTS)}")(self.chance.choice(self.people))

    def exchange(self) -> None:
        """Let everybody's copy come to one person and back, until all have had the chance to agree."""
        for person in self.people:
            for copy in person.post:
                self._open(person, copy)
            person.post.clear()
        middle = self.people[0]
        for _ in range(ROUNDS):
            for person in self.people[1:]:
                self._open(middle, self._copy(person))
            copy = self._copy(middle)
            for person in self.people[1:]:
                self._open(person, copy)

    def trouble(self) -> str:
        """Return what is wrong after an exchange, or nothing."""
        everything = frozenset[model.Fact]().union(*(person.facts for person in self.people))
        expected = model.views(everything)
        for number, person in enumerate(self.people):
            shown = views(person.book.tree)
            if shown != expected:
                differ = {
                    name: (shown.get(name), expected.get(name))
                    for name in shown.keys() | expected.keys()
                    if shown.get(name) != expected.get(name)
                }
                return f"P{number} shows, and should show: {differ}"
        stories = {said_in_story(person.book.tree) for person in self.people}
        if len(stories) > 1:
            return f"the answers differ: {stories}"
        return f"these left: {self.leaked}" if self.leaked else ""

    def _copy(self, sender: Commenter) -> Copy:
        may_share = share_filter(FORM, sender.book.tree)
        sender.book.record_auto_merges(may_share)
        state = sender.book.tree.state_token
        if sender.sent[0] is state:
            return sender.sent[1], model.copied(sender.facts)
        rows = tuple(shareable_revisions(FORM, sender.book.tree).values())
        sender.sent = state, rows
        removed = sender.book.tree.removed_items(LIST)
        kept = self.secrets | {f"quoted-{item.id}" for item in removed}
        self.leaked += [word for row in rows for word in kept if row.text and word in row.text]
        return rows, model.copied(sender.facts)

    def _open(self, reader: Commenter, copy: Copy) -> None:
        opened = bring if self.chance.random() < 0.02 else take_in
        opened(reader.book, copy[0])
        reader.facts |= copy[1]

    def _word(self) -> str:
        self.count += 1
        return f"w{self.count}"

    def _threads(self, person: Commenter, wanted: Callable[[Thread], bool] = bool) -> list[Thread]:
        found = (thread for thread in threads_in(person.book.tree, THREADS) if thread.place != DIARY)
        return sorted(filter(wanted, found), key=lambda thread: thread.id)

    def _any(self, person: Commenter, wanted: Callable[[Thread], bool] = bool) -> Thread | None:
        found = self._threads(person, wanted)
        return self.chance.choice(found) if found else None

    def _say(
        self, person: Commenter, thread: Thread, act: Act = Act.SAID, word: str = "", **also: object
    ) -> None:
        name = self._word()
        new = with_seen(thread, NewMessage(RichText.from_plain(word), act, message_id=name))
        seen = model.marks(person.facts, thread.id) if act.settles else ()
        person.book.record(message_values(thread.path, new) | also)
        person.facts |= {model.said(thread.id, name, str(act), seen)}
        if word:
            person.facts |= {model.worded(thread.id, name, f"{name}.1", word)}

    def _begin(self, person: Commenter, place: str = "", suggestion: Suggestion | None = None) -> None:
        items = person.book.tree.items(LIST)
        entry = f"{LIST}/{self.chance.choice(items).id}" if items and self.chance.random() < 0.5 else ""
        place, name, said = place or entry or STORY, self._word(), self._word()
        path, kind = f"{THREADS}/{name}", CommentType.SUGGESTION if suggestion else CommentType.MUST
        anchor = Anchor(f"quoted-{entry.rpartition('/')[2]}" if place == entry else "b")
        new = NewThread(place, RichText(), kind, anchor=anchor, suggestion=suggestion)
        first = NewMessage(RichText.from_plain(said), message_id=said)
        person.book.record(thread_values(path, new) | message_values(path, first))
        if place != DIARY:
            facts = {model.began(name), model.said(name, said), model.worded(name, said, f"{said}.1", said)}
            person.facts |= facts
        else:
            self.secrets.add(f'"{said}"')

    def _forge(self, person: Commenter) -> None:
        """Comment in the draft on a private answer, as only another program would."""
        self._begin(person, DIARY)

    def _suggest(self, person: Commenter) -> None:
        heads = person.book.tree.heads(STORY)
        if len(heads) == 1:
            blocks = [*heads[0].value]
            place = self.chance.randrange(len(blocks) + 1)
            becomes = [*blocks[:place], *text(self._word()), *blocks[place + self.chance.randrange(2) :]]
            self._begin(person, STORY, Suggestion(RichText.from_json(becomes), heads[0].id))

    def _reply(self, person: Commenter) -> None:
        if thread := self._any(person):
            self._say(person, thread, word=self._word())

    def _settle(self, person: Commenter) -> None:
        if thread := self._any(person):
            act = self.chance.choice((Act.DONE, Act.NOT_NEEDED))
            self._say(person, thread, act, self.chance.choice(("", self._word())))

    def _reopen(self, person: Commenter) -> None:
        if thread := self._any(person, lambda thread: thread.is_settled):
            self._say(person, thread, Act.REOPENED)

    def _leave(self, person: Commenter) -> None:
        if thread := self._any(person, lambda thread: thread.suggestion is not None):
            self._say(person, thread, Act.LEFT, self._word())

    def _take(self, person: Commenter) -> None:
        """Take a suggestion into the story, if the version that it was made from is known."""
        thread, tree = self._any(person, lambda thread: thread.suggestion is not None), person.book.tree
        base = tree.get(thread.suggestion.base) if thread and thread.suggestion else None
        if thread is None or thread.suggestion is None or base is None or base.is_bare:
            return
        value = thread.suggestion.becomes.to_json()
        merged = merge_suggestion(tree, STORY, base, value)
        if merged is None:
            person.book.supersede(STORY, value, [base.id])
            self._say(person, thread, Act.TAKEN)
        else:
            self._say(person, thread, Act.TAKEN, **{STORY: merged[0]})

    def _change(self, person: Commenter) -> None:
        """Change words of one's own."""
        own = [
            (thread, message)
            for thread in self._threads(person)
            for message in thread.messages
            if message.author == person.book.author and not message.words.is_empty
        ]
        if own:
            thread, message = self.chance.choice(own)
            self._replace_words(person, thread, message.id, self._word())

    def _replace_words(self, person: Commenter, thread: Thread, message: str, word: str | None) -> None:
        where, before = f"{thread.path}/messages/{message}/words", model.versions(person.facts, message)
        person.book.record({where: RichText.from_plain(word).to_json() if word else None})
        person.facts |= {model.worded(thread.id, message, self._word(), word, before)}

    def _erase(self, person: Commenter) -> None:
        """Erase the words of a message here; the copies of others learn that there is nothing now."""
        thread = self._any(person)
        said = [message for message in thread.messages if not message.words.is_empty] if thread else []
        if thread and said:
            message, tree = self.chance.choice(said), person.book.tree
            where = f"{thread.path}/messages/{message.id}/words"
            ids = [row.id for row in tree.revisions_of(where).values() if not row.is_bare]
            self._replace_words(person, thread, message.id, None)
            for name in ids:
                tree.erase(name)

    def _take_back(self, person: Commenter) -> None:
        """Remove a thread that one began, as undoing does."""
        thread = self._any(person, lambda thread: thread.began.author == person.book.author)
        state = person.book.tree.entry_state(thread.path) if thread else None
        if thread and state and not state.is_removed:
            person.book.remove_item(thread.path)
            person.facts |= {model.moved(person.facts, thread.id, self._word(), is_removed=True)}

    def _put_back(self, person: Commenter) -> None:
        removed = person.book.tree.removed_items(THREADS)
        if removed:
            name = self.chance.choice(removed).id
            person.book.restore_item(f"{THREADS}/{name}")
            person.facts |= {model.moved(person.facts, name, self._word(), is_removed=False)}

    def _write(self, person: Commenter) -> None:
        story = list(person.book.tree.answers().get(STORY) or [])
        place = self.chance.randrange(len(story) + 1)
        told = [*story[:place], *text(self._word()), *story[place + self.chance.randrange(2) :]]
        person.book.record({STORY: told})

    def _remove(self, person: Commenter) -> None:
        """Remove an entry under the comments on it."""
        if items := person.book.tree.items(LIST):
            person.book.remove_item(f"{LIST}/{self.chance.choice(items).id}")

    def _restore(self, person: Commenter) -> None:
        if removed := person.book.tree.removed_items(LIST):
            person.book.restore_item(f"{LIST}/{self.chance.choice(removed).id}")

    def _other(self, person: Commenter) -> Commenter:
        return self.chance.choice([other for other in self.people if other is not person])

    def _send(self, person: Commenter) -> None:
        self._open(self._other(person), self._copy(person))

    def _late(self, person: Commenter) -> None:
        """Send a copy that is opened much later, or first open one that came long ago, twice."""
        if person.post and self.chance.random() < 0.5:
            copy = person.post.pop()
            self._open(person, copy)
            self._open(person, copy)
        else:
            self._other(person).post.append(self._copy(person))


def views(tree: RevisionTree) -> dict[str, model.ThreadView]:
    """Return the threads that a draft shows, as the oracle says them."""
    found: dict[str, model.ThreadView] = {}
    for thread in threads_in(tree, THREADS):
        lines = frozenset(
            (message.id, str(message.act), frozenset(block.plain_text for block in message.words.blocks))
            for message in thread.messages
            if message.act is not Act.SAID or not message.words.is_empty
        )
        if lines and thread.place != DIARY:
            found[thread.id] = lines, thread.is_settled
    return found


def said_in_story(tree: RevisionTree) -> str:
    """Return every version of the story."""
    return "\n".join(sorted(canonical_json(version.value) for version in tree.versions(STORY)))


def discussion(seed: int, longest: int = 30) -> Discussion:
    """Return people after one random history of up to so many acts, exchanged."""
    chance = random.Random(seed)  # noqa: S311 - a history that can be told again
    told = Discussion(chance.choice((3, 3, 3, 3, 3, 4, 5, 8)), chance)
    for _ in range(min(longest, chance.choice((4, 6, 8, 10, 16, 30)))):
        told.act()
    told.exchange()
    return told


@dataclass(slots=True)
class Discussed(Figures):
    """What came of it."""

    WRONG = ("differing_lost_or_settled_unseen",)

    interleavings: int = 0
    people: int = 0
    messages_and_words: int = 0
    threads: int = 0
    settled_at_the_end: int = 0
    differing_lost_or_settled_unseen: int = 0

    @property
    def is_enough(self) -> bool:
        return self.interleavings > 0 and self.threads > 0


def run(count: int, first: int) -> Discussed:
    """Do one share of the torture: the interleavings with the numbers from `first`."""
    figures = Discussed()
    for seed in range(first, first + count):
        told = discussion(seed)
        trouble = told.trouble()
        shown = views(told.people[0].book.tree)
        figures.interleavings += 1
        figures.people += len(told.people)
        figures.messages_and_words += told.count
        figures.threads += len(shown)
        figures.settled_at_the_end += sum(is_settled for _, is_settled in shown.values())
        if trouble:
            figures.differing_lost_or_settled_unseen += 1
            print(f"interleaving {seed}: {trouble}")  # noqa: T201
    return figures
