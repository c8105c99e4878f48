"""What the window offers if an inquiry is damaged, read-only or cannot be opened."""

from __future__ import annotations
