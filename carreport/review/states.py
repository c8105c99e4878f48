"""Tell where an inquiry is, and who has it: “sent for review, Morag Reid has it”."""

from __future__ import annotations

import secrets

from carreport.draft.revisions.review_state import (
    STATES,
    ReviewStage,
    ReviewState,
    current_states,
    told_states,
)
from carreport.draft.revisions.tree import ORDER_KEY
from carreport.draft.session.draft_session import DraftSession
from carreport.form import paths
from carreport.form.richtext import clean_line

__all__ = ["ReviewStage", "ReviewState", "all_states", "is_told", "states_now", "tell_state"]


def states_now(session: DraftSession) -> tuple[ReviewState, ...]:
    """Return where the inquiry is: none if nobody told it, and several if people disagree."""
    return current_states(session.tree)


def all_states(session: DraftSession) -> tuple[ReviewState, ...]:
    """Return every state that was told, the oldest first."""
    return told_states(session.tree)


def is_told(session: DraftSession, stage: ReviewStage, holder: str = "") -> bool:
    """Say whether this is where the inquiry is, as everybody told it."""
    now = states_now(session)
    return len(now) == 1 and (now[0].stage, now[0].holder) == (stage, clean_line(holder))


def tell_state(session: DraftSession, stage: ReviewStage, holder: str = "") -> str:
    """Tell everyone in the group where the inquiry is; return the path of the state.

    It replaces all states that are known here. Telling the same again changes nothing.
    """
    if is_told(session, stage, holder):
        return paths.item_path(STATES, states_now(session)[0].id)
    path = paths.item_path(STATES, secrets.token_hex(6))
    written = {
        "state": str(stage),
        "holder": clean_line(holder),
        "after": " ".join(sorted(state.id for state in all_states(session))),
    }
    inner = {f"{path}/{name}": value for name, value in written.items() if value}
    session.shared_file.record({path: {ORDER_KEY: "i"}, **inner}, also_changed=[STATES])
    return path
