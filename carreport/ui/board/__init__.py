"""The workshop board: its editor, and the page that shows all of it."""

from __future__ import annotations
