"""Pictures of every page, for the user guide and for those who design the window."""

from __future__ import annotations
