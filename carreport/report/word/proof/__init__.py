"""Check the validity and accessibility of a finished Word file."""

from __future__ import annotations
