"""Validate revisions from an untrusted file: the size and shape of each answer.

This runs in the reader process, so that malformed values never reach the window.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from carreport.draft.revisions.fractional_index import is_order_key
from carreport.draft.revisions.revision import Revision, canonical_text
from carreport.draft.revisions.tree import ORDER_KEY, REMOVED_KEY
from carreport.form import paths
from carreport.form.kinds import KINDS, InvalidValue, kind_of
from carreport.form.richtext import clean, clean_line
from carreport.form.schema import Field, Form, Share, Value

MAX_ANSWER = max(kind.longest for kind in KINDS.values())
MAX_NAME = 200
MAX_PARENTS = 500
MAX_SEEN = 100_000
MAX_DEPTH = 8

NOT_ASKED = "The form does not have this question."
PRIVATE = "It is private to the person who wrote it."
WRONG_SHAPE = "It does not fit the question."
TOO_LONG = "It is too long for an answer."
NO_AUTHOR_OR_TIME = "Its author or time cannot be read."

_ID = re.compile(r"[0-9a-f]{40}\Z")
_DEVICE = re.compile(r"[0-9a-f]{0,64}\Z")
_MOMENT = re.compile(r"(?:19|20|21)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?\+00:00\Z")


def rejection_reason(form: Form, revision: Revision) -> str:
    """Return why a revision from an untrusted file cannot be imported, or an empty string if it can."""
    if revision.text is None:
        return ""
    if not _is_signed(revision):
        return NO_AUTHOR_OR_TIME
    if len(revision.text) > MAX_ANSWER:
        return TOO_LONG
    read = _parse_canonical(revision.text)
    return (
        WRONG_SHAPE
        if isinstance(read, InvalidValue)
        else _answer_rejection(form, revision.path, read, revision.text)
    )


def _answer_rejection(form: Form, path: str, value: Value, text: str) -> str:
    where = paths.split_path(path)
    question = _question_at(form, path)
    if where.field == paths.READY and form.section(where.section) is not None and not where.steps:
        return "" if isinstance(value, bool) or value is None else WRONG_SHAPE
    if question is None or question.is_group is not paths.is_item_path(path):
        return NOT_ASKED
    if _is_private(form, path):
        return PRIVATE
    if not question.is_group and len(text) > kind_of(question).longest:
        return TOO_LONG
    is_fine = _is_entry_state(value) if question.is_group else has_valid_shape(question, value)
    return "" if is_fine else WRONG_SHAPE


def has_valid_shape(question: Field, value: Value) -> bool:
    """Say whether a value has the shape of an answer to this question."""
    kind = kind_of(question)
    if kind.is_empty(value):
        return True
    read = kind.parse(question, value)
    if isinstance(read, InvalidValue) or _shape(read) != _shape(value):
        return False
    return kind.is_canonical(value)


def _is_signed(revision: Revision) -> bool:
    if not _MOMENT.match(revision.written_at) or len(revision.parents) > MAX_PARENTS:
        return False
    try:
        datetime.fromisoformat(revision.written_at)
    except ValueError:
        return False
    named = len(revision.author) <= MAX_NAME and clean_line(revision.author) == revision.author
    return named and bool(_DEVICE.match(revision.device))


def _parse_canonical(text: str) -> Value | InvalidValue:
    """Parse canonical JSON; return an `InvalidValue` if it is anything else, or no output can carry it."""
    try:
        read = json.loads(text, parse_constant=_reject_constant)
        if canonical_text(read) != text:
            return InvalidValue("not canonical JSON")
    except (ValueError, RecursionError):
        return InvalidValue("not JSON")
    return (
        read if _is_clean(read, MAX_DEPTH) else InvalidValue("with control characters, or nested too deeply")
    )


def _reject_constant(constant: str) -> Value:
    raise ValueError(constant)


def _is_clean(value: Value, depth: int) -> bool:
    if isinstance(value, str):
        return clean(value) == value
    if not isinstance(value, (dict, list)):
        return True
    inner = [*value, *value.values()] if isinstance(value, dict) else value
    return depth > 0 and all(_is_clean(part, depth - 1) for part in inner)


def _question_at(form: Form, path: str) -> Field | None:
    """Return the question at `path` if the form has it, and every group around it is a list."""
    where = paths.split_path(path)
    section = form.section(where.section)
    question = section.field(where.field) if section else None
    for _, name in where.steps:
        if question is None or not question.is_group:
            return None
        question = question.inner_field(name) if name else question
    return question


def _is_private(form: Form, path: str) -> bool:
    around = path
    while around:
        question = _question_at(form, around)
        if question is not None and question.share is Share.PRIVATE:
            return True
        around = paths.parent_item_path(around)
    return False


def _is_entry_state(value: Value) -> bool:
    if not isinstance(value, Mapping) or not value.keys() <= {ORDER_KEY, REMOVED_KEY}:
        return False
    seen = value.get(REMOVED_KEY, [])
    named = isinstance(seen, list) and len(seen) <= MAX_SEEN
    return (
        (is_order_key(value.get(ORDER_KEY)) or value.get(ORDER_KEY) == "")
        and named
        and all(isinstance(revision_id, str) and bool(_ID.match(revision_id)) for revision_id in seen)
    )


def _shape(value: Value) -> Any:  # noqa: ANN401 - a kind of JSON
    """Return the JSON type of a value, and of each member of an object."""
    if isinstance(value, dict):
        return {key: _shape(part) for key, part in value.items()}
    return float if type(value) is int else type(value)
