"""The page for sorting replies into themes."""

from __future__ import annotations
