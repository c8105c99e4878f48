"""Editor for a list of entries."""

from __future__ import annotations
