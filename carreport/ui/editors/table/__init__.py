"""Editor for a table of entries."""

from __future__ import annotations
