"""Replies from different files: deduplicated, merged and withdrawn."""

from __future__ import annotations
