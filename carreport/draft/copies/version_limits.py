"""Refuse a copy with more versions of an answer than people can have written.

Months of work leave a few thousand versions of all answers together, and a few heads of one. A file
with thousands of heads of one answer was made to slow down everyone who imports it.
"""

from __future__ import annotations

from collections.abc import Mapping

from carreport.draft.revisions.head_merge import merge_steps
from carreport.draft.revisions.labels import path_label
from carreport.draft.revisions.merge3 import MAX_STEPS
from carreport.draft.revisions.revision import Revision, heads
from carreport.draft.revisions.tree import RevisionTree
from carreport.errors import DraftFileError
from carreport.form.schema import Form

MAX_REVISIONS = 200_000
"""The most revisions in a copy."""
MAX_REVISIONS_OF_ANSWER = 20_000
MAX_HEADS = 500
"""The most versions of one answer that were written without knowing of each other."""
MAX_PARENTS = 500
"""The most versions of one answer that another version replaces."""
MAX_STEPS_OF_COPY = 5 * MAX_STEPS
"""The most work for merging the versions in a copy with each other."""


def check_number_of_revisions(name: str, number: int) -> None:
    """Raise `DraftFileError` if the file `name` has more revisions than an inquiry can have."""
    if number > MAX_REVISIONS:
        raise _refusal(name, f"has {number:,} saved versions of answers. The limit is {MAX_REVISIONS:,}.")


def check_number_of_versions(name: str, label: str, number: int) -> None:
    """Raise `DraftFileError` if the file `name` has too many revisions of the answer with this label."""
    if number > MAX_REVISIONS_OF_ANSWER:
        limit = f"The limit is {MAX_REVISIONS_OF_ANSWER:,}."
        raise _refusal(name, f"has {number:,} saved versions of {_quote(label)}. {limit}")


def check_answer(name: str, label: str, revisions: Mapping[str, Revision]) -> None:
    """Raise `DraftFileError` if an answer has too many revisions, heads or parents after importing `name`."""
    check_number_of_versions(name, label, len(revisions))
    label = _quote(label)
    number = len(heads(revisions.values()))
    if number > MAX_HEADS:
        raise _refusal(name, f"has {number:,} conflicting versions of {label}. The limit is {MAX_HEADS:,}.")
    number = max((len(revision.parents) for revision in revisions.values()), default=0)
    if number > MAX_PARENTS:
        what = f"has a version of {label} that follows {number:,} others at once."
        raise _refusal(name, f"{what} The limit is {MAX_PARENTS:,}.")


def check_copy(name: str, form: Form, tree: RevisionTree) -> None:
    """Raise `DraftFileError` if a copy with these revisions would slow down an inquiry."""
    steps = 0
    for path in tree.paths():
        revisions = tree.revisions_of(path)
        check_answer(name, path_label(form, tree, path), revisions)
        if len(tree.head_ids(path)) > 1:
            steps += merge_steps(revisions)
        if steps > MAX_STEPS_OF_COPY:
            raise _refusal(name, "has more conflicting versions of long texts than carreport can compare.")


def _quote(label: str) -> str:
    return f"“{label.strip('“”')}”"


def _refusal(name: str, what: str) -> DraftFileError:
    return DraftFileError(
        "copy-too-many-versions",
        f"{name} {what}",
        why="Months of work do not come near this. Nothing was imported.",
        remedy="Ask the sender for another copy.",
    )
