"""The file on disk: tables, lock, autosave, backups, and recovery of damaged files."""

from __future__ import annotations
