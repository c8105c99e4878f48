"""The workshop board: its editor, and the page that shows it whole."""

from __future__ import annotations
