"""Coding sets: survey replies or workshop notes that are sorted into themes.

A coding set is read once and updated in memory, so that a key press never waits for a full read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from carreport.draft.session.draft_session import DraftSession
from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.kinds import kind_of
from carreport.form.schema import Form, Value
from carreport.form.wording import sentence_case
from carreport.survey.themes import (
    THEMED_BY,
    THEMES,
    Consent,
    OpenQuestion,
    count_themes,
    format_themes,
    open_questions,
    parse_themes,
    rename_theme,
    set_consent,
    set_themes,
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A reply or note: its text, its themes, and its consent to be quoted (None if not asked)."""

    id: str
    text: str
    themes: tuple[str, ...]
    consent: Consent | None = None


class CodingSet(Protocol):
    """A set of excerpts to sort; `path` is that of its question or board."""

    path: str
    title: str
    noun: str
    can_erase: bool
    excerpts: list[Excerpt]

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes, in order."""

    @property
    def sorted_by(self) -> str:
        """The name of the person who sorted the excerpts, or an empty string."""

    def set_themes(self, place: int, themes: Sequence[str]) -> None:
        """Set the themes of the excerpt at this index."""

    def set_consent(self, place: int, consent: Consent) -> None:
        """Set whether the excerpt at this index may be quoted."""

    def path_of(self, place: int) -> str:
        """Return the path of the excerpt at this index."""

    def set_theme_order(self, themes: Sequence[str]) -> None:
        """Set the themes and their order, including empty ones."""

    def rename_theme(self, old: str, new: str) -> None:
        """Rename a theme."""


def find_coding_sets(form: Form, answers: Answers, session: DraftSession, author: str) -> Iterator[CodingSet]:
    """Yield the coding sets of an inquiry: open questions with replies, and boards with notes."""
    for question in open_questions(form, answers):
        if question.replies:
            yield ReplyCodingSet(session, question, author)
    yield from _board_coding_sets(form, answers, session)


def count_by_theme(coding_set: CodingSet) -> dict[str, int]:
    """Return the number of excerpts in each theme; an excerpt in two themes counts in both."""
    return count_themes(coding_set.themes, (excerpt.themes for excerpt in coding_set.excerpts))


class ReplyCodingSet:
    """The replies to one open question; a reply may have several themes."""

    can_erase = True
    noun = "reply"

    def __init__(self, session: DraftSession, question: OpenQuestion, author: str) -> None:
        self._session, self._question, self._author = session, question, author
        self.path = question.path
        self.title = str(question.item.get("question") or "Open question without text")
        asks = session.form.field(f"{question.path}/{question.field_ids.replies}")
        self._has_consent = asks is not None and asks.inner_field(question.field_ids.may_quote) is not None
        self.excerpts = [
            Excerpt(
                reply.id,
                reply.text.plain_text.strip(),
                reply.themes,
                reply.consent if self._has_consent else None,
            )
            for reply in question.replies
        ]

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes, in order."""
        return self._question.themes

    @property
    def sorted_by(self) -> str:
        """The name of the person who sorted the excerpts, or an empty string."""
        return str(self._question.item.get(THEMED_BY) or "")

    def set_themes(self, place: int, themes: Sequence[str]) -> None:
        """Set the themes of the reply at this index."""
        excerpt = self.excerpts[place]
        set_themes(self._session, self._question, excerpt.id, themes, self._author)
        reply_themes = parse_themes(format_themes(themes))
        self.excerpts[place] = replace(excerpt, themes=reply_themes)
        self._update_reply(place, themes=reply_themes, is_entry=True)
        self._update_item(THEMED_BY, self._read(THEMED_BY))

    def set_consent(self, place: int, consent: Consent) -> None:
        """Set whether the reply at this index may be quoted."""
        excerpt = self.excerpts[place]
        set_consent(self._session, self._question, excerpt.id, consent)
        self.excerpts[place] = replace(excerpt, consent=consent)
        self._update_reply(place, consent=consent, is_entry=True)

    def path_of(self, place: int) -> str:
        """Return the path of the reply at this index; the reply may not have an entry of its own yet."""
        return paths.field_path(self.path, self._question.field_ids.replies, self.excerpts[place].id)

    def set_theme_order(self, themes: Sequence[str]) -> None:
        """Set the themes and their order, including empty ones."""
        line = format_themes(themes)
        self._session.write(f"{self.path}/{THEMES}", line)
        self._update_item(THEMES, line)

    def rename_theme(self, old: str, new: str) -> None:
        """Rename a theme."""
        rename_theme(self._session, self._question, old, new)
        for place, excerpt in enumerate(self.excerpts):
            named = (new if theme.casefold() == old.casefold() else theme for theme in excerpt.themes)
            reply_themes = parse_themes(format_themes(named))
            if reply_themes != excerpt.themes:
                self.excerpts[place] = replace(excerpt, themes=reply_themes)
                self._update_reply(place, themes=reply_themes)
        self._update_item(THEMES, self._read(THEMES))

    def _read(self, name: str) -> Value:
        return self._session.answers().get(f"{self.path}/{name}")

    def _update_item(self, name: str, value: Value) -> None:
        item = self._question.item
        fresh = Item(item.id, {**item.values, name: value})
        self._question = replace(self._question, item=fresh)

    def _update_reply(self, place: int, **changes: object) -> None:
        replies = list(self._question.replies)
        replies[place] = replace(replies[place], **changes)  # type: ignore[arg-type]  # the fields of Reply
        self._question = replace(self._question, replies=tuple(replies))


class NoteCodingSet:
    """The notes of one board; a note has at most one theme."""

    can_erase = False
    noun = "note"
    sorted_by = ""

    def __init__(self, session: DraftSession, path: str, title: str, notes: Sequence[Item]) -> None:
        self._session, self.path, self.title = session, path, title
        self._empty: tuple[str, ...] = ()
        self.excerpts = [
            Excerpt(
                note.id, str(note.get("note") or ""), (str(note.get("theme")),) if note.get("theme") else ()
            )
            for note in notes
        ]

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes: empty ones added here, then the others in order of first use."""
        all_themes = (*self._empty, *(theme for excerpt in self.excerpts for theme in excerpt.themes))
        first: dict[str, str] = {}
        for theme in all_themes:
            first.setdefault(theme.casefold(), theme)
        return tuple(first.values())

    def set_themes(self, place: int, themes: Sequence[str]) -> None:
        """Set the theme of the note at this index, or none."""
        last = tuple(themes)[-1:]
        excerpt = self.excerpts[place]
        self._session.write(f"{paths.item_path(self.path, excerpt.id)}/theme", last[0] if last else "")
        self.excerpts[place] = replace(excerpt, themes=last)

    def set_consent(self, place: int, consent: Consent) -> None:
        """Do nothing: notes have no consent."""

    def path_of(self, place: int) -> str:
        """Return the path of the note at this index."""
        return paths.item_path(self.path, self.excerpts[place].id)

    def set_theme_order(self, themes: Sequence[str]) -> None:
        """Set the themes while the page is open; a board does not store empty themes."""
        self._empty = tuple(themes)

    def rename_theme(self, old: str, new: str) -> None:
        """Rename a theme."""
        self._empty = tuple(new if theme.casefold() == old.casefold() else theme for theme in self._empty)
        for place, excerpt in enumerate(self.excerpts):
            if [theme.casefold() for theme in excerpt.themes] == [old.casefold()]:
                self.set_themes(place, (new,))


def _board_coding_sets(form: Form, answers: Answers, session: DraftSession) -> Iterator[CodingSet]:
    for path, group in answers.groups(form):
        if not kind_of(group).holds_notes or not answers.items(path):
            continue
        label, owner = group.label, paths.parent_item_path(path)
        if owner and (around := form.field(owner)):
            item = answers.get(owner)
            label = f"Notes from “{item.get('name') or sentence_case(around.item_noun)}”"
        yield NoteCodingSet(session, path, label, answers.items(path))
