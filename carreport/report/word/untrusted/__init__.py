"""Inspect and lint Word templates from other people, and render them in a separate process."""

from __future__ import annotations
