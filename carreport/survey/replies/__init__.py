"""Replies of different files as those of one person each: recognised, merged, withdrawn."""

from __future__ import annotations
