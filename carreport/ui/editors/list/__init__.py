"""The editor of a list of entries."""

from __future__ import annotations
