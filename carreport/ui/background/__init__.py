"""Work in the background, and how its results reach the window."""

from __future__ import annotations
