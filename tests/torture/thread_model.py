"""What people have said in comments, as sets of facts that are only ever joined: an oracle for `threads`.

It knows nothing of the program. A fact is a tuple; a person knows a set of them, and a copy is such a set.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Fact = tuple[Any, ...]
Facts = frozenset[Fact]
Mark = tuple[str, frozenset[str]]
"""A message and the words that it had for somebody."""
ThreadView = tuple[frozenset[tuple[str, str, frozenset[str]]], bool]
"""The messages that are shown, each with what it does and its words; and whether all is settled."""
SETTLING = frozenset(("done", "taken", "left", "not_needed"))


def began(thread: str) -> Fact:
    """Somebody began a thread."""
    return ("entry", thread, f"{thread}+", False, frozenset(), frozenset())


def said(thread: str, message: str, act: str = "said", seen: Iterable[Mark] = ()) -> Fact:
    """Somebody added a message; one that settles has seen these."""
    return ("message", thread, message, act, frozenset(seen))


def worded(thread: str, message: str, version: str, text: str | None, instead: Iterable[str] = ()) -> Fact:
    """A message got words, or none, in place of these versions."""
    return ("words", thread, message, version, text, frozenset(instead))


def moved(facts: Facts, thread: str, change: str, *, is_removed: bool) -> Fact:
    """Somebody who knows these facts removed or restored a thread."""
    seen = frozenset(_tokens(facts, thread)) if is_removed else frozenset()
    return ("entry", thread, change, is_removed, seen, frozenset(fact[2] for fact in _entries(facts, thread)))


def versions(facts: Facts, message: str) -> dict[str, str | None]:
    """Return the words of a message that nobody has replaced, by version."""
    known = [fact for fact in facts if fact[0] == "words" and fact[2] == message]
    replaced = {version for fact in known for version in fact[5]}
    return {fact[3]: fact[4] for fact in known if fact[3] not in replaced}


def mark(facts: Facts, message: str) -> Mark:
    """Return what somebody who settles a thread has seen of a message."""
    return message, frozenset(text or "" for text in versions(facts, message).values())


def marks(facts: Facts, thread: str) -> set[Mark]:
    """Return what somebody who knows these facts has before them in a thread."""
    return {mark(facts, fact[2]) for fact in _messages(facts, thread)}


def is_shown(facts: Facts, thread: str) -> bool:
    """Say whether a thread is there: not removed, or with something that whoever removed it had not seen."""
    states = list(_entries(facts, thread))
    removals = [fact for fact in states if fact[3]]
    seen = frozenset[str]().union(*(fact[4] for fact in removals))
    return bool(states) and (not removals or not _tokens(facts, thread) <= seen)


def copied(facts: Facts) -> Facts:
    """Return the facts that a copy has: of a thread that is removed, only that it is."""
    hidden = {fact[1] for fact in facts if fact[0] == "entry" and not is_shown(facts, fact[1])}
    return frozenset(fact for fact in facts if fact[0] == "entry" or fact[1] not in hidden)


def views(facts: Facts) -> dict[str, ThreadView]:
    """Return every thread that is shown, with its messages, and whether it is settled."""
    found: dict[str, ThreadView] = {}
    for thread in {fact[1] for fact in facts if fact[0] == "entry"}:
        all_messages = list(_messages(facts, thread))
        shown = [fact for fact in all_messages if fact[3] != "said" or _words(facts, fact[2])]
        if not shown or not is_shown(facts, thread):
            continue
        settlements = [fact for fact in shown if fact[3] in SETTLING]
        seen = frozenset[Mark]().union(*(fact[4] for fact in settlements))
        waiting = {mark(facts, fact[2]) for fact in shown if fact[3] not in SETTLING} - seen
        lines = frozenset((fact[2], fact[3], _words(facts, fact[2])) for fact in shown)
        found[thread] = lines, bool(settlements) and not waiting
    return found


def _words(facts: Facts, message: str) -> frozenset[str]:
    return frozenset(filter(None, versions(facts, message).values()))


def _messages(facts: Facts, thread: str) -> Iterator[Fact]:
    return (fact for fact in facts if fact[0] == "message" and fact[1] == thread)


def _entries(facts: Facts, thread: str) -> Iterator[Fact]:
    known = [fact for fact in facts if fact[0] == "entry" and fact[1] == thread]
    replaced = {change for fact in known for change in fact[5]}
    return (fact for fact in known if fact[2] not in replaced)


def _tokens(facts: Facts, thread: str) -> set[str]:
    """Return names of all that is written in a thread now."""
    tokens = set[str]()
    for fact in _messages(facts, thread):
        tokens |= {fact[2], *versions(facts, fact[2])}
    return tokens
