"""An edit as steps for LibreOffice, with the findings that a reader must return for it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tests.review.edits.copies import Printed, ReviewCopy
from tests.review.edits.expected import Expected, Outcome, Tolerated

Step = dict[str, Any]
UNTRACKED = frozenset({"untracked"})
CONTENT_FORMATS = frozenset({"bold", "italic", "link", "unlink", "bullets"})
MOVED = frozenset({"move", "untracked", "question-changed"})


@dataclass(frozen=True, slots=True)
class _Typed:
    """Characters `start` to `end` of a printed paragraph became `text`."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Script:
    """Records what a reviewer does in LibreOffice, step by step, and what it must come back as.

    Offsets count the characters of a paragraph as it was sent, so edits of one paragraph go from its
    end to its start.
    """

    copy: ReviewCopy
    chance: random.Random
    author: str = "Morven Sinclair"
    is_tracking: bool = False
    steps: list[Step] = field(default_factory=list)
    _typed: dict[tuple[Printed, str], list[_Typed]] = field(default_factory=dict)
    _expected: list[Expected] = field(default_factory=list)
    _tolerated: list[Tolerated] = field(default_factory=list)
    _minute: int = 0
    _known: tuple[int, int] | None = None

    def become(self, author: str) -> None:
        """Go on as another reviewer."""
        self.author = author

    def track(self, *, on: bool = True) -> None:
        """Turn the tracking of changes on or off."""
        self.is_tracking = on

    # Words

    def replace(self, at: Printed, start: int, end: int, text: str) -> None:
        """Replace some characters of a paragraph; with nothing in between, type in new ones."""
        typed = self._typed.setdefault((at, self._by), [])
        earlier = [
            old.start for (place, _), all_typed in self._typed.items() if place == at for old in all_typed
        ]
        assert not earlier or min(earlier) >= end, "edits of a paragraph go from its end to its start"
        typed.append(_Typed(start, end, text))
        self._do("replace", at, start=start, end=end, text=text)

    def replace_words(self, at: Printed, old: str, new: str) -> None:
        """Replace the first occurrence of some words in a paragraph."""
        start = at.text.index(old)
        self.replace(at, start, start + len(old), new)

    def retype(self, at: Printed, text: str) -> None:
        """Replace all words of a paragraph."""
        self.replace(at, 0, len(at.text), text)

    def find_and_replace(self, old: str, new: str) -> None:
        """Replace a word everywhere, as one command does."""
        for at in self.copy.printed:
            start = len(at.text)
            while (start := at.text.rfind(old, 0, start)) >= 0:
                self._typed.setdefault((at, self._by), []).append(_Typed(start, start + len(old), new))
        self._do("find-and-replace", None, old=old, new=new)

    # Paragraphs

    def delete_paragraphs(self, places: Sequence[Printed]) -> None:
        """Delete whole paragraphs that follow each other."""
        for at in places:
            kinds = {"deletion"} if self.is_tracking else {"untracked"}
            if not self.is_tracking and places[0].is_heading:  # its answer goes with the question
                kinds = {"question-gone"} if at.is_heading else {"untracked", "question-gone"}
            if self.is_tracking and at.is_heading:
                kinds |= {"question-gone"}
            is_gone = "question-gone" in kinds
            self._expect(kinds, [at], old=None if is_gone else at.text, new=None if is_gone else "")
        self.tolerate({"mark", "question-gone", "move"} if self.is_tracking else set(), places)
        self._do("delete-paragraphs", places[0], last=places[-1].mark)

    def new_paragraph(self, at: Printed, text: str, *, before: bool = False, anywhere: bool = False) -> None:
        """Write a new paragraph after or before another one; it belongs to the same answer."""
        paths = {at.path, ""} if anywhere else {at.path}
        self._expect({"insertion"} if self.is_tracking else UNTRACKED, [at], paths=paths, says=text)
        self.tolerate({"mark"} if self.is_tracking else set(), [at])
        self._do("new-paragraph", at, text=text, before=before)

    def split(self, at: Printed, start: int) -> None:
        """Press Enter within a paragraph."""
        self._expect({"mark"} if self.is_tracking else UNTRACKED | {"mark"}, [at])
        self.tolerate({"mark", "untracked"} if not self.is_tracking else {"mark"}, [at])
        self._do("split", at, start=start)

    def join(self, at: Printed, after: Printed) -> None:
        """Delete the end of a paragraph, so that the next one becomes a part of it."""
        self._expect({"mark"} if self.is_tracking else UNTRACKED | {"mark"}, [at, after])
        self.tolerate({"mark", "untracked"} if not self.is_tracking else {"mark"}, [at, after])
        self._do("join", at)

    def move(self, places: Sequence[Printed], to: Printed, *, before: bool = False) -> None:
        """Cut paragraphs that follow each other, and paste them somewhere else."""
        around = {at.path for at in places} | {to.path}
        whole_questions = any(at.is_heading for at in places)
        if self.is_tracking:
            for at in places:
                self._expect({"move", "deletion"}, [at], paths=around)
                self._expect({"move", "insertion"}, [at], paths=around)
            self.tolerate({"mark", "question-gone", "question-changed"}, [*places, to])
        elif whole_questions:
            self._expect(MOVED - UNTRACKED, places[:1], paths=around)
            self.tolerate(MOVED - UNTRACKED, [*places, to])
        else:
            for at in places:
                self._expect(MOVED, [at], paths=around)
            self.tolerate(MOVED, [*places, to])
        self._do("move", places[0], last=places[-1].mark, to=to.mark, before=before)

    def swap(self, one: Sequence[Printed], other: Sequence[Printed]) -> None:
        """Let the paragraphs of two places change places."""
        self.move(one, other[-1])
        self.move(other, self.copy.before(one[0]))

    # Formatting, tables, notes

    def format(self, at: Printed, start: int, end: int, how: str, value: str = "") -> None:
        """Format characters; only bold, italic, links and lists are content."""
        if how in CONTENT_FORMATS:
            self._expect({"format"}, [at], by_anyone=how in ("bullets", "link"))  # which it does not track
        elif self.is_tracking:
            self.tolerate({"format"}, [at])
        self._do("format", at, start=start, end=end, how=how, value=value)

    def insert_table(self, after: Printed, cells: Sequence[str]) -> None:
        """Insert a table of one row after a paragraph."""
        for cell in cells:
            kinds = {"insertion", "untracked"}
            self._expect(kinds, [after], paths={after.path, self.copy.after(after).path, ""}, says=cell)
        self.tolerate({"insertion", "untracked", "mark"}, [after, self.copy.after(after)])
        self._do("table", after, cells=list(cells))

    def insert_contents(self) -> None:
        """Insert a table of contents before everything."""
        self._tolerated.append(Tolerated(frozenset({"untracked", "insertion", "mark"}), frozenset()))
        self._do("contents", self.copy.printed[0])

    def footnote(self, at: Printed, start: int, text: str) -> None:
        """Add a footnote; its words must not be lost."""
        self._expect({"insertion", "untracked", "comment"}, [at], says=text, by_anyone=True)
        self._do("footnote", at, start=start, text=text)

    # Comments

    def comment(
        self,
        at: Printed,
        start: int,
        end: int,
        text: str,
        *,
        until: Printed | None = None,
        settled: bool = False,
    ) -> None:
        """Comment on words, which may reach into a later paragraph."""
        on = at.text[start:end] if until is None else None
        places = [at] if until is None else [at, until]
        self._say({"comment"}, places, on, text, is_settled=settled)
        last = "" if until is None else until.mark
        self._do(
            "comment", at, start=start, end=end, last=last, text=text, settled=settled, minute=self._minute
        )

    def reply(self, at: Printed, start: int, end: int, text: str) -> None:
        """Answer a comment on the same words; LibreOffice 7.4 keeps no more of a reply than its place."""
        self._say({"comment", "reply"}, [at], at.text[start:end], text)
        self._do("comment", at, start=start, end=end, last="", text=text, settled=False, minute=self._minute)

    def settle(self, text: str) -> None:
        """Settle a comment that was sent."""
        self._do("settle", None, text=text)

    def expect_sent(self, *, settled: int, back: int) -> None:
        """Say how many of the comments that were sent are settled now, and how many must come back."""
        self._known = (settled, back)

    # The file as a whole

    def accept(self, at: Printed) -> None:
        """Accept the tracked edits of a paragraph: from then on nobody knows who made them."""
        for (place, author), typed in list(self._typed.items()):
            if place == at and author:
                del self._typed[place, author]
                self._typed.setdefault((place, ""), []).extend(typed)
        self._do("accept", at)

    def reject(self, at: Printed) -> None:
        """Reject the tracked edits of a paragraph."""
        for place, author in list(self._typed):
            if place == at and author:
                del self._typed[place, author]
        self._do("reject", at)

    def accept_all(self) -> None:
        """Accept every tracked edit."""
        for at in {place for place, author in self._typed if author}:
            self.accept(at)
            self.steps.pop()
        self._do("accept-all", None)

    def copy_into_new_document(self, *, by_clipboard: bool) -> None:
        """Copy everything into a new document."""
        self._do("copy-clipboard" if by_clipboard else "copy-insert", None)

    def save_as(self, suffix: str) -> None:
        """Save in another format, and open that.

        In 7.4, .rtf loses what comments say and says of the paragraph before a tracked one that it was
        inserted; .doc adds comments. Both lose what is settled.
        """
        if suffix in ("rtf", "doc"):
            self._expected = [replace(one, is_settled=None) for one in self._expected]
        if suffix == "rtf":
            tracked = [one for one in self._expected if one.kinds == {"insertion"}]
            self._tolerated += [Tolerated(frozenset({"insertion", "mark"}), one.paths) for one in tracked]
            self._expected = [one if one.said is None else replace(one, said="") for one in self._expected]
        if suffix == "doc":
            self.tolerate({"comment"}, self.copy.printed)
        self._do("via", None, suffix=suffix)

    def tolerate(self, kinds: Iterable[str], places: Iterable[Printed]) -> None:
        """Allow findings that follow from this edit as well."""
        if kinds := frozenset(kinds):
            self._tolerated.append(Tolerated(kinds, frozenset(at.path for at in places)))

    def outcome(self) -> Outcome:
        """Return what the reader must make of the file."""
        expected = [*self._expected, *self._expected_of_words()]
        return Outcome(tuple(expected), tuple(self._tolerated), known=self._known)

    def _expected_of_words(self) -> Iterable[Expected]:
        for (at, author), typed in self._typed.items():
            new = at.text
            for one in sorted(typed, key=lambda one: -one.start):
                new = new[: one.start] + one.text + new[one.end :]
            both_ways = (at, "") in self._typed and len([1 for place, _ in self._typed if place == at]) > 1
            shown = (None, None) if both_ways else (at.text, new)
            place = frozenset({at.path}), (at.number if at.number or at.is_heading else None)
            if not author:
                kinds = frozenset({"question-changed", "untracked"} if at.is_heading else UNTRACKED)
                yield Expected(kinds, *place, author, *shown)
                continue
            for kind, happened in (
                ("insertion", any(one.text for one in typed)),
                ("deletion", any(one.end > one.start for one in typed)),
            ):
                if happened:
                    yield Expected(frozenset({kind}), *place, author, *shown)

    def tolerate_heading_edits(self) -> None:
        """Allow `question-changed` beside the tracked edits of a heading."""
        headings = [at for at, author in self._typed if author and at.is_heading]
        self.tolerate({"question-changed"}, headings)

    @property
    def _by(self) -> str:
        return self.author if self.is_tracking else ""

    def _expect(
        self,
        kinds: Iterable[str],
        places: Sequence[Printed],
        *,
        paths: Iterable[str] = (),
        old: str | None = None,
        new: str | None = None,
        says: str = "",
        by_anyone: bool = False,
    ) -> None:
        where = frozenset(paths) or frozenset(at.path for at in places)
        author = "" if by_anyone else self._by
        self._expected.append(Expected(frozenset(kinds), where, None, author, old, new, says=says))

    def _say(
        self,
        kinds: Iterable[str],
        places: Sequence[Printed],
        on: str | None,
        text: str,
        *,
        is_settled: bool = False,
    ) -> None:
        self._minute += 1
        paths = frozenset(at.path for at in places)
        number = places[0].number if len(places) == 1 else None
        self._expected.append(
            Expected(frozenset(kinds), paths, number, self.author, on=on, said=text, is_settled=is_settled)
        )

    def _do(self, what: str, at: Printed | None, **more: object) -> None:
        mark = {} if at is None else {"mark": at.mark}
        self.steps.append({"do": what, "author": self.author, "tracking": self.is_tracking, **mark, **more})
