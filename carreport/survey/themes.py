"""Sort replies to open questions into themes, and record which may be quoted.

A reply typed in by hand is an entry. The text of an imported reply stays in its batch: an entry is
created only when somebody gives the reply a theme or chooses whether it may be quoted.
A reply may have several themes. The history and `themed_by` record who sorted it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.richtext import RichText, clean_line
from carreport.form.schema import Form, Value
from carreport.survey.locate import survey_locations
from carreport.survey.replies.deduplicate import deduplicate
from carreport.survey.replies.withdraw_reply import withdrawn_keys
from carreport.survey.target import reply_batches

THEMES, QUOTE_ALL, THEMED_BY = "themes", "quoting", "themed_by"
_BREAK = re.compile(r"\s*;\s*")


class Consent(StrEnum):
    """Whether a reply may be quoted; the values are the keys of the form’s choices."""

    NOT_ASKED = "not_asked"
    YES = "yes"
    UNNAMED = "unnamed"
    NO = "no"
    WITHDRAWN = "withdrawn"

    @property
    def allows_quoting(self) -> bool:
        """Say whether the text may be printed."""
        return self in (Consent.YES, Consent.UNNAMED)


@dataclass(frozen=True, slots=True)
class ReplyFieldIds:
    """The ids of the list of replies in a form, and of the questions inside it."""

    replies: str = "replies"
    words: str = "words"
    theme: str = "theme"
    may_quote: str = "may_quote"


@dataclass(frozen=True, slots=True)
class OpenReply:
    """One reply: the id of its entry, its text, its themes, and whether it may be quoted.

    `is_entry` says that there is an entry for it; `is_from_file` that its text is in an imported
    batch.
    """

    id: str
    text: RichText
    themes: tuple[str, ...]
    consent: Consent
    is_entry: bool
    is_from_file: bool


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One open question with all its replies, those entered by hand first."""

    path: str
    item: Item
    replies: tuple[OpenReply, ...]
    field_ids: ReplyFieldIds

    @property
    def themes(self) -> tuple[str, ...]:
        """The themes in the order chosen by the user, then any others as they first occur."""
        names = (
            *parse_themes(self.item.get(THEMES)),
            *(theme for one in self.replies for theme in one.themes),
        )
        return _unique_names(names)

    def theme_counts(self) -> dict[str, int]:
        """Return the number of replies with each theme; a reply with two themes counts for both."""
        return count_themes(self.themes, (one.themes for one in self.replies))

    def replies_in_theme(self, theme: str) -> tuple[OpenReply, ...]:
        """Return the replies with a theme, or those without any if the name is empty."""
        wanted = theme.casefold()
        return tuple(
            reply
            for reply in self.replies
            if wanted in [name.casefold() for name in reply.themes] or not (wanted or reply.themes)
        )

    def reply(self, reply_id: str) -> OpenReply | None:
        """Return the reply with this id."""
        return next((reply for reply in self.replies if reply.id == reply_id), None)


class ThemeStore(Protocol):
    """An object that stores answers: a draft."""

    def fill(self, answers: Answers) -> int:
        """Write all of `answers` or none."""

    def write(self, path: str, value: Value) -> None:
        """Write an answer."""


def count_themes(themes: Iterable[str], sorted_into: Iterable[Sequence[str]]) -> dict[str, int]:
    """Return how many texts are in each theme, from the themes of each text; case makes no difference."""
    counts = Counter(theme.casefold() for names in sorted_into for theme in names)
    return {theme: counts[theme.casefold()] for theme in themes}


def parse_themes(value: Value) -> tuple[str, ...]:
    """Return the themes in an answer such as “Time; People”, each once."""
    return _unique_names(clean_line(theme) for theme in _BREAK.split(str(value or "")))


def format_themes(themes: Iterable[str]) -> str:
    """Return themes as an answer; a semicolon in a name becomes a comma."""
    return "; ".join(parse_themes("; ".join(theme.replace(";", ",") for theme in themes)))


def open_question(
    form: Form, answers: Answers, path: str, names: ReplyFieldIds | None = None
) -> OpenQuestion | None:
    """Return the open question whose entry is at `path`, or nothing."""
    item = answers.get(path)
    if not isinstance(item, Item):
        return None
    called = names or ReplyFieldIds()
    usual = _parse_consent(item.get(QUOTE_ALL), Consent.NOT_ASKED)
    entries = {reply.id: reply for reply in item.items(called.replies)}
    came = dict(_imported_texts(form, answers, paths.item_id(path)))
    asks = form.field(f"{path}/{called.replies}")
    if asks is not None and asks.inner_field(called.may_quote) is None and item.get(QUOTE_ALL) is None:
        usual = Consent.YES  # a form without this question leaves it to the person who enters the replies
    if not answers.is_certain(f"{path}/{QUOTE_ALL}"):
        usual = Consent.NOT_ASKED
    consents = {
        name: _parse_consent(entry.get(called.may_quote), usual)
        if answers.is_certain(f"{path}/{called.replies}/{name}/{called.may_quote}")
        else Consent.NOT_ASKED
        for name, entry in entries.items()
    }
    withdrawn = withdrawn_reply_ids(form, answers) if entries else frozenset()
    typed = [reply for reply in entries.values() if reply.id not in came and reply.id not in withdrawn]
    replies = [
        OpenReply(
            reply.id,
            reply.rich_text(called.words),
            parse_themes(reply.get(called.theme)),
            consents[reply.id],
            is_entry=True,
            is_from_file=False,
        )
        for reply in typed
    ]
    for name, words in came.items():
        entry = entries.get(name, Item(name, {}))
        text = RichText.from_json([{"type": "paragraph", "spans": [{"text": words}]}])
        themes, consent = parse_themes(entry.get(called.theme)), consents.get(name, usual)
        replies.append(OpenReply(name, text, themes, consent, is_entry=name in entries, is_from_file=True))
    return OpenQuestion(path, item, tuple(replies), called)


def open_questions(form: Form, answers: Answers) -> Iterator[OpenQuestion]:
    """Yield every open question that belongs to a survey."""
    for opens in {place.opens for place in survey_locations(form) if place.opens}:
        for item in answers.items(opens):
            question = open_question(form, answers, paths.item_path(opens, item.id))
            if question:
                yield question


def set_themes(
    draft: ThemeStore, question: OpenQuestion, reply_id: str, themes: Sequence[str], author: str = ""
) -> None:
    """Set exactly these themes for a reply; `author` is added to `themed_by`."""
    _write_reply_field(draft, question, reply_id, question.field_ids.theme, format_themes(themes))
    sorters = str(question.item.get(THEMED_BY) or "")
    if themes and author and author.casefold() not in sorters.casefold():
        draft.write(f"{question.path}/{THEMED_BY}", f"{sorters}, {author}" if sorters else author)


def set_consent(draft: ThemeStore, question: OpenQuestion, reply_id: str, consent: Consent) -> None:
    """Set whether a reply may be quoted."""
    _write_reply_field(draft, question, reply_id, question.field_ids.may_quote, consent.value)


def rename_theme(draft: ThemeStore, question: OpenQuestion, old: str, new: str) -> int:
    """Rename a theme, or merge it into another; return how many replies were in it."""
    renamed = [new if theme.casefold() == old.casefold() else theme for theme in question.themes]
    if question.item.get(THEMES):
        draft.write(f"{question.path}/{THEMES}", format_themes(renamed))
    replies = question.replies_in_theme(old)
    for reply in replies:
        themes = [new if name.casefold() == old.casefold() else name for name in reply.themes]
        _write_reply_field(draft, question, reply.id, question.field_ids.theme, format_themes(themes))
    return len(replies)


def reply_item_id(key: str) -> str:
    """Return the id of the entry of an imported reply, from its fingerprint."""
    return "r" + key.replace("#", "n")


def withdrawn_reply_ids(form: Form, answers: Answers) -> frozenset[str]:
    """Return the ids of the withdrawn replies, which may still have entries or be quoted."""
    surveys = ((place, survey) for place in survey_locations(form) for survey in answers.items(place.group))
    return frozenset(
        reply_item_id(key)
        for place, survey in surveys
        for key in withdrawn_keys(reply_batches(place, survey))
    )


def _unique_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return unique names in order; names that differ only in case are the same."""
    first: dict[str, str] = {}
    for name in names:
        if name:
            first.setdefault(name.casefold(), name)
    return tuple(first.values())


def _write_reply_field(draft: ThemeStore, question: OpenQuestion, wanted: str, name: str, value: str) -> None:
    reply = question.reply(wanted)
    if reply is None:
        message = f"{question.path} has no reply {wanted}."
        raise ValueError(message)
    if reply.is_entry:
        draft.write(paths.field_path(f"{question.path}/{question.field_ids.replies}", wanted, name), value)
    elif value:
        entry: dict[str, Any] = {question.field_ids.replies: (Item(wanted, {name: value}),)}
        draft.fill(Answers({paths.group_path(question.path): (Item(question.item.id, entry),)}))


def _parse_consent(value: Value, usual: Consent) -> Consent:
    """Return a consent from its stored value; the yes or no of an older form is accepted."""
    if isinstance(value, bool):
        return Consent.YES if value else Consent.NO
    return Consent(value) if value in set(Consent) else usual


def _imported_texts(form: Form, answers: Answers, question: str) -> Iterator[tuple[str, str]]:
    """Yield the id and text of each imported reply to an open question."""
    for place in survey_locations(form):
        for survey in answers.items(place.group):
            joined = deduplicate(reply_batches(place, survey))
            for key, words in zip(joined.keys, joined.opens.get(question, ()), strict=False):
                if words:
                    yield reply_item_id(key), words
