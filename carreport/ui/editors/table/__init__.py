"""The editor of a table of entries."""

from __future__ import annotations
