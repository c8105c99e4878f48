"""Work beside the window, and how its news reach the window."""

from __future__ import annotations
