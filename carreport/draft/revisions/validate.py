"""Say which revisions in a file cannot be answers, so that they are set aside.

What can be typed or pasted fits; nothing else does. The same rules hold for a draft that is opened
and for a copy that is imported, so that a malformed value never reaches an editor, a list or a report.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from carreport.draft.revisions.fractional_index import is_order_key
from carreport.draft.revisions.revision import Revision, canonical_text
from carreport.draft.revisions.tree import ORDER_KEY, REMOVED_KEY
from carreport.form import paths
from carreport.form.kinds import KINDS, kind_of
from carreport.form.richtext import clean_name, is_clean
from carreport.form.schema import Field, Form, Value

MAX_ANSWER = max(kind.longest for kind in KINDS.values())
MAX_SEEN = 100_000
MAX_DEPTH = 8

WRONG_SHAPE = "It does not fit the question."
WRONG_PLACE = "The form has no list of entries there."
TOO_LONG = "It is too long for an answer."
NO_AUTHOR_OR_TIME = "Its author or time cannot be read."

_ID = re.compile(r"[0-9a-f]{40}\Z")
_DEVICE = re.compile(r"[0-9a-f]{0,64}\Z")
_MOMENT = re.compile(r"(?:19|20|21)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?\+00:00\Z")
_POSITION = re.compile(r'\{"order":"[0-9a-z]{0,400}[1-9a-z]"\}\Z')
"""The canonical JSON of the position of an entry."""


class AnswerRules:
    """The rules for the answers to one form; without a form, only those for any answer."""

    def __init__(self, form: Form | None) -> None:
        self._form = form
        self._questions: dict[str, tuple[Field | None, bool]] = {}
        self._authors: dict[tuple[str, str], bool] = {}

    def unfit_reason(self, revision: Revision) -> str:
        """Return why a revision cannot be an answer, or an empty string if it can.

        An answer to a question that the form does not have may be from an earlier or later form.
        """
        question, is_possible = self._question_at(revision.path)
        if not is_possible:
            return WRONG_PLACE
        if revision.text is None:
            return ""
        if not self._is_signed(revision):
            return NO_AUTHOR_OR_TIME
        if len(revision.text) > MAX_ANSWER:
            return TOO_LONG
        return self._value_reason(revision.path, question, revision.text)

    def set_aside_unfit(self, revisions: Iterable[Revision]) -> list[Revision]:
        """Return the revisions, those that cannot be answers marked as unfit."""
        return [
            replace(revision, unfit=why) if (why := self.unfit_reason(revision)) else revision
            for revision in revisions
        ]

    def _value_reason(self, path: str, question: Field | None, text: str) -> str:
        if question is not None and question.is_group and _POSITION.match(text):
            return ""
        if question is not None and not question.is_group and len(text) > kind_of(question).longest:
            return TOO_LONG
        value = text[1:-1] if _is_plain_string(text) else _parse(text)
        if value is _UNREADABLE:
            return WRONG_SHAPE
        if question is None:
            is_mark = paths.is_mark(path)
            return WRONG_SHAPE if is_mark and not (value is None or isinstance(value, bool)) else ""
        is_fine = _is_entry_state(value) if question.is_group else kind_of(question).fits(question, value)
        return "" if is_fine else WRONG_SHAPE

    def _question_at(self, path: str) -> tuple[Field | None, bool]:
        """Return the question at `path`, if there is one, and whether an answer can be there."""
        steps = path.split("/")
        asked = "/".join(steps[::2]) + ("/" if len(steps) % 2 == 0 else "")
        found = self._questions.get(asked)
        if found is None:
            found = self._questions[asked] = self._find_question(path)
        return found

    def _find_question(self, path: str) -> tuple[Field | None, bool]:
        where = paths.split_path(path)
        if paths.is_mark(path):
            return None, not where.steps
        section = self._form.section(where.section) if self._form else None
        question = section.field(where.field) if section else None
        for _, name in where.steps:
            if question is None:
                return None, True
            if not question.is_group:
                return None, False
            question = question.inner_field(name) if name else question
        return question, question is None or question.is_group is paths.is_item_path(path)

    def _is_signed(self, revision: Revision) -> bool:
        if not _MOMENT.match(revision.written_at):
            return False
        try:
            datetime.fromisoformat(revision.written_at)
        except ValueError:
            return False
        signature = revision.author, revision.device
        if signature not in self._authors:
            is_named = clean_name(revision.author) == revision.author
            self._authors[signature] = is_named and bool(_DEVICE.match(revision.device))
        return self._authors[signature]


def _is_plain_string(text: str) -> bool:
    """Say whether `text` is the canonical JSON of a string that needs neither escapes nor cleaning."""
    is_quoted = text[:1] == text[-1:] == '"' and text.count('"') == 2
    return is_quoted and "\\" not in text and text.isprintable()


def _parse(text: str) -> Any:  # noqa: ANN401 - any JSON
    """Parse canonical JSON; return `_UNREADABLE` if it is anything else, or no output can carry it."""
    try:
        value = _decode(text)
        is_sound = canonical_text(value) == text and _is_clean(value, MAX_DEPTH)
    except (ValueError, RecursionError):
        return _UNREADABLE
    return value if is_sound else _UNREADABLE


def _reject_constant(constant: str) -> Value:
    raise ValueError(constant)


_decode = json.JSONDecoder(parse_constant=_reject_constant).decode
_UNREADABLE = object()


def _is_clean(value: Value, depth: int) -> bool:
    if isinstance(value, str):
        return is_clean(value)
    if not isinstance(value, (dict, list)):
        return True
    inner = [*value, *value.values()] if isinstance(value, dict) else value
    return depth > 0 and all(_is_clean(part, depth - 1) for part in inner)


def _is_entry_state(value: Value) -> bool:
    if not isinstance(value, Mapping) or not value.keys() <= {ORDER_KEY, REMOVED_KEY}:
        return False
    seen: Any = value.get(REMOVED_KEY, [])
    named = isinstance(seen, list) and len(seen) <= MAX_SEEN
    return (
        (is_order_key(value.get(ORDER_KEY)) or value.get(ORDER_KEY) == "")
        and named
        and all(isinstance(revision_id, str) and bool(_ID.match(revision_id)) for revision_id in seen)
    )
