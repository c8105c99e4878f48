"""What the window does with comments: each is one change, which undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from carreport.draft.history.diff import DiffSpan, diff_text
from carreport.draft.revisions.labels import path_label
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError
from carreport.form import paths
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.people import people_in
from carreport.form.richtext import RichText
from carreport.form.schema import Value
from carreport.review.threads import (
    Act,
    Anchor,
    NewMessage,
    NewThread,
    Thread,
    add_message,
    begin_thread,
    is_private_place,
    threads_of,
)
from carreport.ui.undo_stack import UndoCommand, UndoStack
from carreport.ui.widgets.notice_bar import ShowNotice, notice_of


@dataclass(frozen=True, slots=True)
class ThreadDetails:
    """What a thread does not say itself.

    `place_title` is where it is, if that should be shown. `changes` are those of a suggestion, and
    `has_answer_changed` says that the answer is no longer the one that it was made from.
    """

    place_title: str = ""
    is_quote_found: bool = True
    changes: tuple[DiffSpan, ...] = ()
    has_answer_changed: bool = False
    can_write: bool = True


class AddComment(UndoCommand):
    """Add a comment or a reply, or settle or reopen a thread; `path` is the answer that it is about.

    `write` returns the path of the entry that it has added, which undo removes and redo restores.
    """

    def __init__(self, text: str, path: str, session: DraftSession, write: Callable[[], str]) -> None:
        super().__init__(text, path)
        self._session, self._write = session, write
        self.added = ""

    def apply(self) -> None:
        """Write it, or restore it."""
        if self.added:
            self._session.restore_item(self.added)
        else:
            self.added = self._write()

    def revert(self) -> None:
        """Remove it."""
        self._session.remove_item(self.added)


class ThreadActions:
    """Reads the comments on an open inquiry, and writes to them through its undo stack.

    Whatever writes returns whether it did; if it did not, a notice says why.
    """

    def __init__(self, session: DraftSession, undo_stack: UndoStack, show_notice: ShowNotice) -> None:
        self._session = session
        self._undo_stack = undo_stack
        self._show_notice = show_notice

    @property
    def can_write(self) -> bool:
        """Whether the inquiry can be changed."""
        return not self._session.read_only

    @property
    def author(self) -> str:
        """Who is writing."""
        return self._session.author

    def threads(self) -> tuple[Thread, ...]:
        """Return all comments that the author can read, the oldest first."""
        return threads_of(self._session)

    def begin(self, new: NewThread) -> bool:
        """Add a comment."""
        return self._do("comment", new.place, lambda: begin_thread(self._session, new))

    def reply(self, thread: Thread, words: RichText) -> bool:
        """Add a reply."""
        return self._add("reply", thread, NewMessage(words))

    def settle(self, thread: Thread, act: Act, words: RichText) -> bool:
        """Settle a thread for all messages that it has now."""
        return self._add("settling", thread, NewMessage(words, act))

    def reopen(self, thread: Thread) -> bool:
        """Open a settled thread again."""
        return self._add("opening again", thread, NewMessage(RichText(), Act.REOPENED))

    def leave(self, thread: Thread, words: RichText) -> bool:
        """Leave out a suggestion, for this reason."""
        return self._add("leaving out", thread, NewMessage(words, Act.LEFT))

    def take(self, thread: Thread) -> bool:
        """Take a suggestion into the answer."""
        raise NotImplementedError(thread.path)

    def details(self, thread: Thread, *, shows_place: bool) -> ThreadDetails:
        """Return what a view of this thread shows besides its messages."""
        place, anchor = thread.place, thread.anchor
        title = self.place_title(place) if place and shows_place else ""
        base, now = self._base_text(thread), self.answer_text(place)
        changes: Sequence[DiffSpan] = ()
        if thread.suggestion is not None:
            changes = diff_text(now if base is None else base, thread.suggestion.becomes.plain_text)
        return ThreadDetails(
            place_title=title if self.has_place(place) or not title else f"Removed: {title}",
            is_quote_found=not anchor.quote or self.find_words(place, anchor) is not None,
            changes=tuple(changes),
            has_answer_changed=base is not None and base != now,
            can_write=self.can_write,
        )

    def has_place(self, place: str) -> bool:
        """Say whether the inquiry has this answer or entry: the form asks it, and its entry is there."""
        entry = place if paths.is_item_path(place) else paths.parent_item_path(place)
        answers, form = self._session.answers(), self._session.form
        return form.field(place) is not None and (not entry or answers.get(entry) is not None)

    def place_title(self, place: str) -> str:
        """Return the title of an answer or entry: its question, its entry and the question inside that."""
        file = self._session.file_for(place) if self.can_write else self._session.shared_file
        return path_label(self._session.form, file.tree, place)

    def find_words(self, place: str, anchor: Anchor) -> tuple[int, int, int] | None:
        """Return the block of the answer with the words of a comment, and their first and last letter."""
        text = self.answer_words(place)
        for number, block in enumerate(text.blocks):
            at = block.plain_text.find(anchor.quote)
            if at >= 0:
                return number, at, at + len(anchor.quote)
        return None

    def is_private_place(self, place: str) -> bool:
        """Say whether only the author can read the answer at `place`, and so any comment on it."""
        return bool(place) and is_private_place(self._session, place)

    def people(self) -> tuple[str, ...]:
        """Return the people whom a comment can be for: those in the answers, and those who wrote."""
        session = self._session
        named = [entry.name for entry in people_in(session.form, session.answers())]
        wrote = sorted({revision.author for revision in session.tree if revision.author})
        return tuple(name for name in dict.fromkeys((*named, *wrote)) if name and name != session.author)

    def can_suggest(self, place: str) -> bool:
        """Say whether the answer at `place` is one that people type, and is not in conflict."""
        field = self._session.form.field(place)
        if field is None or field.is_group or place in self._session.answers().versions:
            return False
        kind = kind_of(field)
        if kind.is_rich_text:
            return True
        value, typed = self._session.answers().get(place), self.answer_words(place).plain_text
        read = kind.parse(field, typed or "1")
        return not isinstance(read, InvalidValue) and (not typed or bool(read == value))

    def answer_text(self, place: str) -> str:
        """Return the answer at `place` as plain text."""
        return self._as_text(place, self._session.answers().get(place)).plain_text

    def answer_words(self, place: str) -> RichText:
        """Return the answer at `place` as a text, with which a suggestion begins."""
        return self._as_text(place, self._session.answers().get(place))

    def current_versions(self, place: str) -> tuple[str, ...]:
        """Return the ids of the versions of the answer as it is now; what is typed next is a new version."""
        if not self.can_write:
            return ()
        self._session.seal(place)
        return tuple(head.id for head in self._session.file_for(place).tree.heads(place))

    def _base_text(self, thread: Thread) -> str | None:
        suggestion = thread.suggestion
        if suggestion is None or not suggestion.base:
            return None
        session = self._session
        known = [session.tree] if session.private_file is None else [session.tree, session.private_file.tree]
        made_of = next((tree.get(suggestion.base) for tree in known if suggestion.base in tree), None)
        return None if made_of is None else self._as_text(thread.place, made_of.value).plain_text

    def _as_text(self, place: str, value: Value) -> RichText:
        field = self._session.form.field(place)
        if field is None or field.is_group or value is None:
            return RichText()
        kind = kind_of(field)
        if kind.is_rich_text:
            return RichText.from_json(value)
        return RichText.from_plain(kind.format_value(field, value))

    def _add(self, what: str, thread: Thread, new: NewMessage) -> bool:
        def write() -> str:
            message = add_message(self._session, thread, new)
            return paths.item_path(f"{thread.path}/messages", message)

        return self._do(what, thread.place, write)

    def _do(self, what: str, place: str, write: Callable[[], str]) -> bool:
        try:
            self._undo_stack.do(AddComment(what, place, self._session, write))
        except CarreportError as problem:
            self._show_notice(notice_of(problem))
            return False
        return True
