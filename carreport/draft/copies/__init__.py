"""Copies that are exported and imported, and how they are merged."""

from __future__ import annotations
