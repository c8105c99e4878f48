"""The editor of a table in which one types."""

from __future__ import annotations
