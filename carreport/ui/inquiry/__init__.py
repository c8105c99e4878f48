"""The open inquiry: its steps, its questions, and the pages of work that it leads to."""

from __future__ import annotations
