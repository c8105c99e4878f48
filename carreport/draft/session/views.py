"""Work out what an open inquiry shows its author, and what of it the whole group may read.

An entry in the author's private file is private until they give it: then a receipt in the draft says
so. Whatever else the draft says about such an entry was written by somebody else, or by a program
that ended while it was giving the entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from carreport.draft.revisions.labels import comment_place
from carreport.draft.session.file_session import DraftFile
from carreport.draft.session.last_seen import CLAIMS_NOTE, claimed_author, is_seen
from carreport.draft.session.private_file import PrivateFile, combine_answers
from carreport.draft.session.receipts import RECEIPTS_NOTE, receipts_of
from carreport.draft.session.release_decision import Decision, decision_on, entry_writers
from carreport.draft.session.sharing import comments_on_private_places, is_private_path
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.release_choice import is_release_choice, may_print_entry
from carreport.form.schema import Field, Form
from carreport.form.wording import format_list

PRIVATE_ENTRY, FORGED_ENTRY = "private-entry", "private-entry-claimed"
UNGIVEN_ENTRY = "private-entry-not-given"
CHOICE_BY_OTHER, CHOICE_CLAIMED = "choice-by-other", "choice-claimed"
COMMENT_ON_PRIVATE = "comment-on-private"


@dataclass(frozen=True, slots=True)
class ReleaseNote:
    """What readers of a report should know about one entry: `code` says what, and `author` who did it."""

    code: str
    path: str
    author: str = ""


class SessionViews:
    """The answers of an inquiry as its author sees them, and as everyone in the group may."""

    def __init__(self, shared_file: DraftFile, private_file: PrivateFile | None) -> None:
        self._shared_file = shared_file
        self._private_file = private_file
        self._joined: tuple[object, Answers] | None = None
        self._shared: tuple[object, Answers, tuple[ReleaseNote, ...]] | None = None
        self._decided: dict[str, tuple[object, Decision]] = {}
        self._given: tuple[str, Mapping[str, str]] = ("", {})

    @property
    def given_entries(self) -> Mapping[str, str]:
        """The paths of the entries that were given to the group in this file, each with who gave it."""
        note = self._shared_file.note(RECEIPTS_NOTE)
        if self._given[0] != note:
            receipts = receipts_of(self._shared_file)
            self._given = (note, {done.name: done.author for done in receipts if done.event == "release"})
        return self._given[1]

    def is_private(self, path: str) -> bool:
        """Say whether `path` belongs in the private file: a private answer, or an entry not yet given.

        Where an entry is stored decides, not what the draft says about it. The form does not decide
        either: a newer one may have other lists.
        """
        if is_private_path(self._form, path):
            return True
        entry, own = paths.outermost_entry(path), self._private_file
        if not entry or own is None or not own.tree.revisions_of(entry):
            return False
        state = own.tree.entry_state(entry)
        is_live = state is not None and not state.is_removed and entry not in self.given_entries
        return is_live or self._shared_file.tree.entry_state(entry) is None

    def decided_by(self, entry: str) -> str:
        """Return who decides whether reports print a shared entry, or "" if the author here does."""
        file, group = self._shared_file, self._form.field(entry)
        if group is None or group.private_until is None or self.given_entries.get(entry) == file.author:
            return ""
        writers = entry_writers(file.tree, entry, f"{entry}/{group.private_until.field}")
        return "" if file.author_and_device[0] in writers or not writers else format_list(sorted(writers))

    def file_with_removed(self, path: str) -> DraftFile:
        """Return the file from which the entry at `path` was removed."""
        own = self._private_file
        state = own.tree.entry_state(path) if own is not None and own.tree.revisions_of(path) else None
        is_own = state is not None and state.is_removed and path not in self.given_entries
        return own if own is not None and (is_own or self.is_private(path)) else self._shared_file

    def joined(self) -> Answers:
        """Return the answers that the author sees: what the group may read, and their private answers.

        Versions that only say they are by this author are shown so.
        """
        shared, own, claims = self.shared(), self._private_file, self._shared_file.note(CLAIMS_NOTE)
        if own is None and not (claims and shared.versions):
            return shared
        mark = (shared, own.answers() if own is not None else None, self.given_entries, claims)
        if self._joined is None or not _is_same(self._joined[0], mark):
            seen = _with_claimed_authors(shared, self._shared_file.claims)
            mine = _without(own.answers(), self.unfinished_releases()) if own is not None else Answers()
            self._joined = (mark, combine_answers(seen, mine, own.tree) if own is not None else seen)
        return self._joined[1]

    def settles_choice(self, path: str) -> bool:
        """Say whether the draft has a choice at `path` that does not count, which a new one must replace."""
        shared, stored = self.shared(), self._shared_file.answers()
        if shared is stored or not is_release_choice(self._form, path) or self.is_private(path):
            return False
        return bool(shared.get(path) != stored.get(path))

    def shared(self) -> Answers:
        """Return the answers that everyone in the group may read: what reports are made from.

        A choice about an entry counts only if its writer made it.
        """
        return self._shared_view()[0]

    def notes(self) -> tuple[ReleaseNote, ...]:
        """Return what a report made from the shared answers leaves out, or does not follow."""
        private = (self._private_note(path) for path in sorted(self.private_entries()))
        return (*private, *self._shared_view()[1], *self._comments_that_stay())

    def _private_note(self, entry: str) -> ReleaseNote:
        """Return a note for a private entry; if its writer chose to give it, that is still to be done."""
        group, own = self._form.field(entry), self._private_file
        items = own.answers().items(paths.group_path(entry)) if own is not None else ()
        item = next((item for item in items if item.id == paths.item_id(entry)), None)
        if group is None or group.private_until is None or item is None:
            return ReleaseNote(PRIVATE_ENTRY, entry)
        if not may_print_entry(group, item.values):
            return ReleaseNote(PRIVATE_ENTRY, entry)
        return ReleaseNote(UNGIVEN_ENTRY, f"{entry}/{group.private_until.field}")

    def _comments_that_stay(self) -> Iterator[ReleaseNote]:
        """Yield the comments for everyone that are about something that not everyone can read."""
        tree = self._shared_file.tree
        for thread in comments_on_private_places(self._form, tree, self.private_entries()):
            place = comment_place(self._form, tree, thread)
            yield ReleaseNote(COMMENT_ON_PRIVATE, place, self._author_of(thread))

    def private_entries(self) -> frozenset[str]:
        """Return the entries of lists that only the author can see."""
        given, present = self.given_entries, self._shared_file.tree.entry_state
        return frozenset(path for path in self._own_entries() if path not in given or present(path) is None)

    def claimed_entries(self) -> frozenset[str]:
        """Return the private entries of which the draft has one with the same id, which nobody gave."""
        present = self._shared_file.tree.entry_state
        return frozenset(path for path in self.private_entries() if present(path) is not None)

    def unfinished_releases(self) -> frozenset[str]:
        """Return the entries that are in the draft, but not yet removed from the private file."""
        present, given = self._shared_file.tree.entry_state, self.given_entries
        return frozenset(path for path in self._own_entries() if path in given and present(path) is not None)

    def finish_releases(self) -> None:
        """Remove from the private file what a program that ended too early had already given."""
        own = self._private_file
        if own is not None and not own.read_only:
            for entry in self.unfinished_releases():
                own.remove_given(entry)

    @property
    def _form(self) -> Form:
        return self._shared_file.form

    def _own_entries(self) -> Iterator[str]:
        """Yield the entries in the private file that are not removed."""
        own = self._private_file
        for group, items in own.answers().values.items() if own is not None else ():
            for item in items if isinstance(items, tuple) else ():
                path = paths.item_path(group, item.id)
                state = own.tree.entry_state(path) if own is not None else None
                if state is not None and state.order_key and not is_private_path(self._form, path):
                    yield path

    def _shared_view(self) -> tuple[Answers, tuple[ReleaseNote, ...]]:
        shared, own = self._shared_file.answers(), self._private_file
        mark = (shared, own.answers() if own is not None else None, self.given_entries)
        if self._shared is None or not _is_same(self._shared[0], mark):
            self._shared = (mark, *self._decide(shared))
        return self._shared[1:]

    def _decide(self, shared: Answers) -> tuple[Answers, tuple[ReleaseNote, ...]]:
        """Return the shared answers with the choices that count, and what was left out or not followed."""
        claimed = self.claimed_entries()
        notes = [ReleaseNote(FORGED_ENTRY, path, self._author_of(path)) for path in sorted(claimed)]
        answers = _without(shared, claimed)
        for path, question in self._form.questions():
            if question.private_until is None or not answers.items(path):
                continue
            decisions = self._decisions(path, question, shared.items(path))
            name = question.private_until.field
            answers = _with_choices(answers, path, name, decisions)
            notes += [
                ReleaseNote(CHOICE_BY_OTHER, f"{path}/{item_id}/{name}", decision.not_followed)
                for item_id, decision in decisions.items()
                if decision.not_followed and f"{path}/{item_id}" not in claimed
            ]
            notes += [
                ReleaseNote(CHOICE_CLAIMED, f"{path}/{item_id}/{name}", self._shared_file.author)
                for item_id, decision in decisions.items()
                if decision.is_claimed and not decision.not_followed and f"{path}/{item_id}" not in claimed
            ]
        return answers, tuple(notes)

    def _decisions(self, path: str, group: Field, items: tuple[Item, ...]) -> Mapping[str, Decision]:
        """Return what counts about each entry of a list, by its id; it is kept until the entry changes."""
        given, claims = self.given_entries, self._shared_file.note(CLAIMS_NOTE)
        decided: dict[str, tuple[object, Decision]] = {}
        for item in items:
            entry, mark = paths.item_path(path, item.id), (item, given, claims)
            known = self._decided.get(entry)
            is_known = known is not None and _is_same(known[0], mark)
            decided[entry] = known if known and is_known else (mark, self._decision(group, entry))
        self._decided |= decided
        return {paths.item_id(entry): decision for entry, (_, decision) in decided.items()}

    def _decision(self, group: Field, entry: str) -> Decision:
        """Return what counts about one entry; who gave it here wrote it, whatever a copy says."""
        file = self._shared_file
        if group.private_until and f"{entry}/{group.private_until.field}" in file.answers().unreadable:
            return Decision(None)  # the newest answer may have been to keep it out
        is_own = self.given_entries.get(entry) == file.author
        writer = file.author_and_device[0] if is_own else ""
        return decision_on(file.tree, group, entry, writer, file.claims)

    def _author_of(self, path: str) -> str:
        change = self._shared_file.last_change(path)
        return change.author if change is not None else ""


def _is_same(mark: object, now: tuple[object, ...]) -> bool:
    """Say whether two marks hold the same objects; answers are not compared."""
    return isinstance(mark, tuple) and all(one is other for one, other in zip(mark, now, strict=True))


def _with_claimed_authors(answers: Answers, claims: frozenset[str]) -> Answers:
    """Return answers whose versions from a copy that only says they are from the author say so."""
    if not claims or not answers.versions:
        return answers
    versions = {
        path: tuple(
            replace(version, author=claimed_author(version.author))
            if is_seen(version.revision, claims)
            else version
            for version in kept
        )
        for path, kept in answers.versions.items()
    }
    return replace(answers, versions=versions)


def _without(answers: Answers, entries: frozenset[str]) -> Answers:
    """Return answers without these entries of lists."""
    if not entries:
        return answers
    values = dict(answers.values)
    for group in {paths.group_path(path) for path in entries}:
        items = answers.items(group)
        values[group] = tuple(item for item in items if paths.item_path(group, item.id) not in entries)
    outside = {
        path: versions
        for path, versions in answers.versions.items()
        if not any(path.startswith(f"{entry}/") for entry in entries)
    }
    return replace(answers, values=values, versions=outside)


def _with_choices(answers: Answers, group: str, name: str, decisions: Mapping[str, Decision]) -> Answers:
    """Return answers with the choices that count, in the question `name` of each entry."""
    items = answers.items(group)
    if all(not decisions[item.id].differs_from(item.get(name)) for item in items):
        return answers
    changed = tuple(
        Item(item.id, {**item.values, name: decisions[item.id].value})
        if decisions[item.id].differs_from(item.get(name))
        else item
        for item in items
    )
    settled = {paths.field_path(group, item.id, name) for item in items}
    versions = {path: kept for path, kept in answers.versions.items() if path not in settled}
    return replace(answers, values={**answers.values, group: changed}, versions=versions)
