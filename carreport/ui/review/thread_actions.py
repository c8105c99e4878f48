"""What the window does with comments: each is one change, which undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from carreport.draft.history.diff import DiffSpan, diff_text
from carreport.draft.revisions.labels import path_label
from carreport.draft.session.draft_session import DraftSession
from carreport.errors import CarreportError
from carreport.form import paths
from carreport.form.kinds import kind_of
from carreport.form.richtext import RichText
from carreport.form.schema import Value
from carreport.review.threads import (
    Act,
    NewMessage,
    NewThread,
    Thread,
    add_message,
    begin_thread,
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
        session, place = self._session, thread.place
        title = path_label(session.form, session.tree, place) if place and shows_place else ""
        is_gone = paths.is_item_path(place) and session.answers().get(place) is None
        base, now = self._base_text(thread), self.answer_text(place)
        changes: Sequence[DiffSpan] = ()
        if thread.suggestion is not None:
            changes = diff_text(now if base is None else base, thread.suggestion.becomes.plain_text)
        return ThreadDetails(
            place_title=f"Removed: {title}" if is_gone and title else title,
            is_quote_found=True,
            changes=tuple(changes),
            has_answer_changed=base is not None and base != now,
            can_write=self.can_write,
        )

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
