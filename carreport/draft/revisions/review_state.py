"""Read where an inquiry is: being written, with a reviewer, ready, or published.

People tell each other; nothing is enforced. A state names the states that it replaces. If two people
each told a state without knowing of the other, both are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from carreport.draft.revisions.tree import RevisionTree
from carreport.form import paths
from carreport.form.answers import Item

STATES = f"{paths.REVIEW}.states"


class ReviewStage(StrEnum):
    """How far an inquiry is."""

    BEING_WRITTEN = "being_written"
    SENT_FOR_REVIEW = "sent_for_review"
    BACK_FROM_REVIEW = "back_from_review"
    BEING_REVISED = "being_revised"
    READY_TO_PUBLISH = "ready_to_publish"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        """The stage in words, such as “Sent for review”."""
        return self.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class ReviewState:
    """A state that somebody told: `author` told it at `when` (UTC, ISO 8601); `holder` has the inquiry.

    `replaces` are the ids of the states before it.
    """

    id: str
    stage: ReviewStage
    holder: str
    author: str
    when: str
    replaces: frozenset[str]

    @property
    def text(self) -> str:
        """The state in words: “Sent for review (Morag Reid has it)”."""
        return f"{self.stage.label} ({self.holder} has it)" if self.holder else self.stage.label


def told_states(tree: RevisionTree) -> tuple[ReviewState, ...]:
    """Return every state that was told, the oldest first."""
    states = (_state(tree, item) for item in tree.items(STATES))
    told = [state for state in states if state is not None]
    return tuple(sorted(told, key=lambda state: (state.when, len(state.replaces), state.id)))


def current_states(tree: RevisionTree) -> tuple[ReviewState, ...]:
    """Return the states that no other replaces: none if nobody told one, and several if people disagree."""
    told = told_states(tree)
    replaced = frozenset[str]().union(*(state.replaces for state in told))
    standing = tuple(state for state in told if state.id not in replaced)
    return standing or told[-1:]


def _state(tree: RevisionTree, item: Item) -> ReviewState | None:
    values = {name: value for name, value in item.values.items() if isinstance(value, str)}
    heads = tree.heads(paths.item_path(STATES, item.id))
    if values.get("state") not in [*ReviewStage] or not heads:
        return None
    first = min(heads, key=lambda head: (head.written_at, head.id))
    replaces = frozenset(values.get("after", "").split()) - {item.id}
    return ReviewState(
        item.id,
        ReviewStage(values["state"]),
        values.get("holder", ""),
        first.author,
        first.written_at,
        replaces,
    )
