"""The page for typing in replies from paper."""

from __future__ import annotations
