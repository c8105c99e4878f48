"""The page that erases text permanently."""

from __future__ import annotations
