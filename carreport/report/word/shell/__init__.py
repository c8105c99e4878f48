"""Render the Word template of a report in a sandbox, and tidy the result."""

from __future__ import annotations
