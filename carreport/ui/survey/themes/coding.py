"""Hold what is sorted into themes, replies or notes of a board, and write down how it was sorted.

A pile is read once; what is sorted is noted in it at once, so that a key press never waits for all of it.
"""

from __future__ import annotations

from collections import Counter
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
    format_themes,
    open_questions,
    parse_themes,
    rename_theme,
    set_consent,
    set_themes,
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One thing that is sorted: its words, its themes, and whether it may be quoted, where that is asked."""

    id: str
    text: str
    themes: tuple[str, ...]
    consent: Consent | None = None


class CodingSet(Protocol):
    """What is sorted; `path` is where it stands in the inquiry."""

    path: str
    title: str
    noun: str
    can_erase: bool
    excerpts: list[Excerpt]

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes in their order."""

    @property
    def sorted_by(self) -> str:
        """Who sorted."""

    def set_themes(self, place: int, themes: Sequence[str]) -> None:
        """Let the leaf at this place have exactly these themes."""

    def set_consent(self, place: int, consent: Consent) -> None:
        """Say whether the leaf at this place may be quoted."""

    def path_of(self, place: int) -> str:
        """Return where in the inquiry the leaf at this place stands."""

    def set_theme_order(self, themes: Sequence[str]) -> None:
        """Have these themes, in this order, also those that nothing is in."""

    def rename_theme(self, old: str, new: str) -> None:
        """Give a theme another name."""


def find_coding_sets(form: Form, answers: Answers, session: DraftSession, author: str) -> Iterator[CodingSet]:
    """Yield everything in an inquiry that can be sorted: open questions with replies, boards with notes."""
    for found in open_questions(form, answers):
        if found.replies:
            yield ReplyCodingSet(session, found, author)
    yield from _board_coding_sets(form, answers, session)


def count_by_theme(pile: CodingSet) -> dict[str, int]:
    """Return how many each theme has; what is in two counts in both."""
    found = Counter(each.casefold() for leaf in pile.excerpts for each in leaf.themes)
    return {theme: found[theme.casefold()] for theme in pile.themes}


class ReplyCodingSet:
    """The replies to one open question; a reply may have several themes."""

    can_erase = True
    noun = "reply"

    def __init__(self, session: DraftSession, question: OpenQuestion, author: str) -> None:
        self._session, self._question, self._author = session, question, author
        self.path = question.path
        self.title = str(question.item.get("question") or "Open question without words")
        asks = session.form.field(f"{question.path}/{question.field_ids.replies}")
        self._has_consent = asks is not None and asks.inner_field(question.field_ids.may_quote) is not None
        self.excerpts = [
            Excerpt(
                each.id,
                each.text.plain_text.strip(),
                each.themes,
                each.consent if self._has_consent else None,
            )
            for each in question.replies
        ]

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes in their order."""
        return self._question.themes

    @property
    def sorted_by(self) -> str:
        """Who sorted."""
        return str(self._question.item.get(THEMED_BY) or "")

    def set_themes(self, place: int, themes: Sequence[str]) -> None:
        """Let the reply at this place have exactly these themes."""
        leaf = self.excerpts[place]
        set_themes(self._session, self._question, leaf.id, themes, self._author)
        kept = parse_themes(format_themes(themes))
        self.excerpts[place] = replace(leaf, themes=kept)
        self._update_reply(place, themes=kept, is_entry=True)
        self._update_item(THEMED_BY, self._read(THEMED_BY))

    def set_consent(self, place: int, consent: Consent) -> None:
        """Say whether the reply at this place may be quoted."""
        leaf = self.excerpts[place]
        set_consent(self._session, self._question, leaf.id, consent)
        self.excerpts[place] = replace(leaf, consent=consent)
        self._update_reply(place, consent=consent, is_entry=True)

    def path_of(self, place: int) -> str:
        """Return where the reply at this place stands; it may have no entry of its own yet."""
        return paths.field_path(self.path, self._question.field_ids.replies, self.excerpts[place].id)

    def set_theme_order(self, themes: Sequence[str]) -> None:
        """Have these themes, in this order, also those that nothing is in."""
        line = format_themes(themes)
        self._session.write(f"{self.path}/{THEMES}", line)
        self._update_item(THEMES, line)

    def rename_theme(self, old: str, new: str) -> None:
        """Give a theme another name."""
        rename_theme(self._session, self._question, old, new)
        for place, leaf in enumerate(self.excerpts):
            named = (new if each.casefold() == old.casefold() else each for each in leaf.themes)
            kept = parse_themes(format_themes(named))
            if kept != leaf.themes:
                self.excerpts[place] = replace(leaf, themes=kept)
                self._update_reply(place, themes=kept)
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
    """The notes of one board; a note stands under one theme."""

    can_erase = False
    noun = "note"
    sorted_by = ""

    def __init__(self, session: DraftSession, path: str, title: str, notes: Sequence[Item]) -> None:
        self._session, self.path, self.title = session, path, title
        self._empty: tuple[str, ...] = ()
        self.excerpts = [
            Excerpt(
                each.id, str(each.get("note") or ""), (str(each.get("theme")),) if each.get("theme") else ()
            )
            for each in notes
        ]

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes: those that were added here, then as they first occur."""
        said = (*self._empty, *(each for leaf in self.excerpts for each in leaf.themes))
        first: dict[str, str] = {}
        for each in said:
            first.setdefault(each.casefold(), each)
        return tuple(first.values())

    def set_themes(self, place: int, themes: Sequence[str]) -> None:
        """Put the note at this place under one theme, or under none."""
        kept = tuple(themes)[-1:]
        leaf = self.excerpts[place]
        self._session.write(f"{paths.item_path(self.path, leaf.id)}/theme", kept[0] if kept else "")
        self.excerpts[place] = replace(leaf, themes=kept)

    def set_consent(self, place: int, consent: Consent) -> None:
        """Notes of a board are not asked about."""

    def path_of(self, place: int) -> str:
        """Return where the note at this place stands."""
        return paths.item_path(self.path, self.excerpts[place].id)

    def set_theme_order(self, themes: Sequence[str]) -> None:
        """Have these themes as long as the page is open; a board keeps no theme without a note."""
        self._empty = tuple(themes)

    def rename_theme(self, old: str, new: str) -> None:
        """Give a theme another name."""
        self._empty = tuple(new if each.casefold() == old.casefold() else each for each in self._empty)
        for place, leaf in enumerate(self.excerpts):
            if [each.casefold() for each in leaf.themes] == [old.casefold()]:
                self.set_themes(place, (new,))


def _board_coding_sets(form: Form, answers: Answers, session: DraftSession) -> Iterator[CodingSet]:
    for path, group in answers.groups(form):
        if not kind_of(group).holds_notes or not answers.items(path):
            continue
        label, owner = group.label, paths.parent_item_path(path)
        if owner and (around := form.field(owner)):
            item = answers.get(owner)
            label = f"Notes of “{item.get('name') or sentence_case(around.item_noun)}”"
        yield NoteCodingSet(session, path, label, answers.items(path))
