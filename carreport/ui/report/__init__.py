"""Pages that check, preview, print and make the report, and add templates."""

from __future__ import annotations
