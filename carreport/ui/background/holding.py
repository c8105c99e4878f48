"""Know which answers work beside the window has changed while it had the inquiry to itself."""

from __future__ import annotations

from carreport.draft.session.draft_session import DraftSession


class Holding:
    """What stood when the work began, or was last shown, to be compared with what stands now."""

    def __init__(self, session: DraftSession) -> None:
        self._session = session
        self._stood = _standing(session)

    def changed(self) -> frozenset[str]:
        """Return the paths at which something else stands by now than when this was last asked."""
        before, now = self._stood, _standing(self._session)
        self._stood = now
        return frozenset(each for each in before | now if before.get(each) != now.get(each))


def _standing(session: DraftSession) -> dict[str, frozenset[str]]:
    """Return which versions stand at each place, in the inquiry and in its writer's own file."""
    found = session.tree.head_ids_by_path()
    own = session.private_file.tree.head_ids_by_path() if session.private_file is not None else {}
    return found | {path: found.get(path, frozenset()) | stands for path, stands in own.items()}
