"""The file on disk: its tables, its lock, saving, backups, and what is read from a damaged one."""

from __future__ import annotations
