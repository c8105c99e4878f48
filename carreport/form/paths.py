"""Identify an answer by its path: `section.field`, or `section.field/<item>/<field>` in a repeating group.

A path that ends with an item (`section.field/<item>`) names the item itself. Groups can be nested,
as in `data.surveys/k3/statements/p9/agree`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

READY = "@ready"
"""The id of the field that says whether a section is ready for review."""


FELLOW = "@fellow"
"""The id of the field with the research fellow's text about a section."""


MEANS_OTHER = "@means_other_"
"""The start of the id of a mark: the name in one wording of an answer in the section means somebody else."""

REVIEW = "review__"
"""The id of the built-in section with comments on the answers and what was told about the inquiry."""

_IN_REVIEW = f"{REVIEW}."
_ANSWER = re.compile(r"[a-z][a-z0-9_]*\.(@fellow|[a-z][a-z0-9_]*)(/[a-z0-9_]{1,64}/[a-z0-9_]{1,64}){0,6}\Z")


class PathParts(NamedTuple):
    """The parts of a path."""

    section: str
    field: str
    steps: tuple[tuple[str, str], ...]
    """Pairs of item id and inner field; the last field is empty for the path of an item."""


def split_path(path: str) -> PathParts:
    """Split `path` into its section, its field, and its items with their fields."""
    head, *rest = path.split("/")
    section, _, field = head.partition(".")
    if len(rest) % 2:
        rest.append("")
    return PathParts(section, field, tuple(zip(rest[::2], rest[1::2], strict=True)))


def item_path(group: str, item: str) -> str:
    """Return the path of one item in the repeating group at `group`."""
    return f"{group}/{item}"


def field_path(group: str, item: str, field: str) -> str:
    """Return the path of one field in one item of the repeating group at `group`."""
    return f"{group}/{item}/{field}"


def is_answer_path(path: str) -> bool:
    """Say whether `path` is a valid path, even if the form has no such question."""
    return bool(_ANSWER.match(path))


def is_mark(path: str) -> bool:
    """Say whether `path` is a mark on a section, which is set or not, rather than an answer to a question."""
    if "@" not in path:
        return False
    field = split_path(path).field
    return field == READY or field.startswith(MEANS_OTHER)


def is_review(path: str) -> bool:
    """Say whether `path` is in the built-in section, and so no answer to a question."""
    return path.startswith(_IN_REVIEW)


def outermost_entry(path: str) -> str:
    """Return the entry of a list in a section that `path` is or is inside, or an empty string."""
    return "/".join(path.split("/", 2)[:2]) if "/" in path else ""


def is_item_path(path: str) -> bool:
    """Say whether `path` names an item of a group rather than an answer."""
    return path.count("/") % 2 == 1


def group_path(path: str) -> str:
    """Return the path of the group with the item at `path`."""
    return path.rpartition("/")[0]


def item_id(path: str) -> str:
    """Return the id of the item at `path`."""
    return path.rpartition("/")[2]


def parent_item_path(path: str) -> str:
    """Return the path of the item around the answer at `path`, or an empty string."""
    return path.rpartition("/")[0] if "/" in path else ""
