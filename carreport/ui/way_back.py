"""Say on the page on which one goes back what would be different; the way itself is `draft.way_back`.

All of it runs beside the window, on a snapshot of the inquiry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from carreport.draft.session import DraftSession
from carreport.draft.snapshot import Snapshot, make_safe
from carreport.draft.undoing import Rewriting
from carreport.draft.way_back import Held, changes_on_the_way, held_now, plan_going_back
from carreport.ui.tasks import Ticket

BECOMES = {"added": "comes back", "removed": "goes", "changed": "changes back"}


@dataclass(frozen=True, slots=True)
class Way:
    """What is to be written to go back, and what is held before that, for the way back from there."""

    planned: Rewriting
    before: Held


def differences(_ticket: Ticket | None, before: Snapshot, held: Callable[[], Held]) -> list[str]:
    """Return in words what would be different if the inquiry said again what it `held`."""
    found = changes_on_the_way(before.form, before.tree(), held())
    return [f"{each.place} · {BECOMES[each.what]}" for each in found]


def plan(ticket: Ticket, session: DraftSession, before: Snapshot, held: Callable[[], Held]) -> Way:
    """Plan how to go back, and make a backup; nothing is different yet."""
    ticket.report(0.1, "Comparing…")
    planned = plan_going_back(before, held())
    ticket.report(0.5, "Making a backup first…")
    make_safe(session)
    ticket.report(0.9, "Going back…")
    return Way(planned, held_now(before.tree()))
