"""Pages for earlier versions, changes by others, conflicts, releasing, restoring and the timeline."""

from __future__ import annotations
