"""The page on which replies are sorted into themes."""

from __future__ import annotations
