"""The Word template of a report: rendered in a sandbox, then tidied."""

from __future__ import annotations
