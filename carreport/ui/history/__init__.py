"""Pages for earlier versions, conflicts, changes by others, giving entries, restoring and the timeline."""

from __future__ import annotations
