"""Pages that check, preview, print and make the report."""

from __future__ import annotations
