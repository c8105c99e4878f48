"""The page on which paper replies are typed in."""

from __future__ import annotations
