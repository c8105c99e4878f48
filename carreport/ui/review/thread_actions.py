"""What the window does with comments: each is one change, which undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from carreport.draft.history.diff import DiffSpan, diff_rich_text, fold_unchanged
from carreport.draft.revisions.labels import path_label
from carreport.draft.session.draft_session import DraftSession
from carreport.draft.session.file_session import DraftFile
from carreport.errors import CarreportError, UsageError
from carreport.form import paths
from carreport.form.kinds import InvalidValue, kind_of
from carreport.form.people import people_in
from carreport.form.richtext import RichText
from carreport.form.wording import sentence_case
from carreport.review.quotes import is_quote_there, text_at
from carreport.review.suggestions import TakenSuggestion, take, undo_take
from carreport.review.threads import (
    Act,
    NewMessage,
    NewThread,
    Thread,
    add_message,
    begin_thread,
    give_to_group,
    is_private_place,
    threads_of,
)
from carreport.ui.undo_stack import UndoCommand, UndoStack
from carreport.ui.widgets.notice_bar import Notice, ShowNotice, notice_of

WHOLE_QUESTION = "The whole question"
IN_CONFLICT = "The answer was changed in the same place. It now has two versions: choose between them."


@dataclass(frozen=True, slots=True)
class ThreadDetails:
    """What a thread does not say itself.

    `place_title` is where it is, if that should be shown. `has_answer_changed` says that the answer is no
    longer the one that a suggestion was made from, and `can_give` that its writer may give it to the group.
    """

    place_title: str = ""
    is_quote_found: bool = True
    has_answer_changed: bool = False
    can_write: bool = True
    can_give: bool = False


class AddComment(UndoCommand):
    """Add a comment or a reply, or settle or reopen a thread; `path` is the answer that it is about.

    `write` returns the path of the entry that it has added, which undo removes and redo restores.
    """

    def __init__(self, text: str, path: str, session: DraftSession, write: Callable[[], str]) -> None:
        super().__init__(text, path)
        self._session, self._write = session, write
        self.added = ""
        self._known: Mapping[str, frozenset[str]] = {}

    def apply(self) -> None:
        """Write it, or restore it."""
        if self.added:
            self._session.restore_item(self.added)
        else:
            self.added = self._write()
            self._known = messages_by_thread(self._session, (self.added,))

    def revert(self) -> None:
        """Remove it; raise `UsageError` if somebody has answered the comment since."""
        require_unanswered(self._session, self._known)
        self._session.remove_item(self.added)


class TakeSuggestion(UndoCommand):
    """Take a suggestion into its answer; `taken` is what that wrote."""

    def __init__(self, session: DraftSession, thread: Thread) -> None:
        super().__init__("taking a suggestion", thread.place)
        self._session, self._thread = session, thread
        self.taken: TakenSuggestion | None = None

    def apply(self) -> None:
        """Take it."""
        self.taken = take(self._session, self._thread)

    def revert(self) -> None:
        """Write the answer from before, and open the thread again."""
        if self.taken is not None:
            undo_take(self._session, self.taken)


def messages_by_thread(session: DraftSession, paths_added: Collection[str]) -> Mapping[str, frozenset[str]]:
    """Return the ids of the messages in those of these entries that are threads."""
    added = (thread for thread in threads_of(session) if thread.path in paths_added)
    return {thread.path: frozenset(message.id for message in thread.messages) for thread in added}


def require_unanswered(session: DraftSession, known: Mapping[str, frozenset[str]]) -> None:
    """Raise `UsageError` if one of these threads has a message besides those that are known."""
    now = messages_by_thread(session, known)
    if any(not now[path] <= known[path] for path in now):
        raise UsageError(
            "comment-answered",
            "A comment has been answered since, so nothing was removed.",
            why="The answer would have been removed with it.",
            remedy="Settle the comment instead.",
        )


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

    def give(self, thread: Thread) -> bool:
        """Let everyone in the group read a comment that only you can read; it cannot be undone."""
        try:
            give_to_group(self._session, thread)
        except CarreportError as problem:
            self._show_notice(notice_of(problem))
            return False
        return True

    def take(self, thread: Thread) -> bool:
        """Take a suggestion into the answer; a notice says if the answer now has two versions."""
        command = TakeSuggestion(self._session, thread)
        is_written = self._do_command(command)
        if is_written and command.taken is not None and command.taken.is_conflict:
            self._show_notice(Notice(IN_CONFLICT, is_problem=False))
        return is_written

    def details(
        self, thread: Thread, *, shows_place: bool, within: str = "", is_quote_found: bool | None = None
    ) -> ThreadDetails:
        """Return what a view of this thread shows besides its messages, at the question `within` or anywhere.

        Without `is_quote_found`, the words that the thread is about are looked for in the answer.
        """
        place, suggestion, title = thread.place, thread.suggestion, ""
        if place and shows_place:
            title = self.title_within(place, within) if within else self.place_title(place)
        if is_quote_found is None:
            is_quote_found = is_quote_there(self._session, thread)
        return ThreadDetails(
            place_title=title if self.has_place(place) or not title else f"Removed: {title}",
            is_quote_found=is_quote_found,
            has_answer_changed=suggestion is not None and self._has_changed(place, suggestion.base),
            can_write=self.can_write,
            can_give=self.can_write and thread.is_private and not self._is_private_place(place),
        )

    def _is_private_place(self, place: str) -> bool:
        return bool(place) and is_private_place(self._session, place)

    def suggested_changes(self, thread: Thread) -> Sequence[DiffSpan]:
        """Return what a suggestion changes in the version that it was made from, by words."""
        if thread.suggestion is None:
            return ()
        before = self._made_from(thread)
        if before is None:
            before = self.answer_words(thread.place)
        return fold_unchanged(diff_rich_text(before, thread.suggestion.becomes))

    def has_place(self, place: str) -> bool:
        """Say whether the inquiry has this answer or entry: the form asks it, and its entry is there."""
        entry = place if paths.is_item_path(place) else paths.parent_item_path(place)
        answers, form = self._session.answers(), self._session.form
        return form.field(place) is not None and (not entry or answers.get(entry) is not None)

    def place_title(self, place: str) -> str:
        """Return the title of an answer or entry: its question, its entry and the question inside that."""
        return path_label(self._session.form, self._file(place).tree, place)

    def title_within(self, place: str, question: str) -> str:
        """Return the title of a place inside the question at the path `question`, without that question."""
        whole, around = self.place_title(place), self.place_title(question)
        return sentence_case(whole.removeprefix(around).lstrip(" ,")) or around

    def short_title(self, place: str) -> str:
        """Return what a comment at `place` is about, to choose from: the answer, its entry or all of it."""
        field = self._session.form.field(place)
        if field is None or "/" not in place:
            return WHOLE_QUESTION
        return f"This {field.item_noun}" if paths.is_item_path(place) else field.label

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

    def answer_words(self, place: str) -> RichText:
        """Return the answer at `place` as a text, with which a suggestion begins."""
        return text_at(self._session, place)

    def current_versions(self, place: str) -> tuple[str, ...]:
        """Return the ids of the versions of the answer as it is now; what is typed next is a new version."""
        if not self.can_write:
            return ()
        self._session.seal(place)
        return tuple(self._versions(place))

    def _versions(self, place: str) -> list[str]:
        return [head.id for head in self._file(place).tree.heads(place)]

    def _has_changed(self, place: str, base: str) -> bool:
        return self._versions(place) != ([base] if base else [])

    def _file(self, place: str) -> DraftFile:
        """Return the file with the answer at `place`, without creating a private one."""
        own = self._session.private_file
        return own if own is not None and self._session.is_private(place) else self._session.shared_file

    def _made_from(self, thread: Thread) -> RichText | None:
        """Return the version of the answer that a suggestion was made from, if it is known here."""
        field, suggestion = self._session.form.field(thread.place), thread.suggestion
        if field is None or suggestion is None:
            return None
        base = self._file(thread.place).tree.revisions_of(thread.place).get(suggestion.base)
        if base is None or base.is_bare or base.value is None:
            return None
        kind = kind_of(field)
        if kind.is_rich_text:
            return RichText.from_json(base.value)
        return RichText.from_plain(kind.format_value(field, base.value))

    def _add(self, what: str, thread: Thread, new: NewMessage) -> bool:
        def write() -> str:
            message = add_message(self._session, thread, new)
            return paths.item_path(f"{thread.path}/messages", message)

        return self._do(what, thread.place, write)

    def _do(self, what: str, place: str, write: Callable[[], str]) -> bool:
        return self._do_command(AddComment(what, place, self._session, write))

    def _do_command(self, command: UndoCommand) -> bool:
        try:
            self._undo_stack.do(command)
        except CarreportError as problem:
            self._show_notice(notice_of(problem))
            return False
        return True
