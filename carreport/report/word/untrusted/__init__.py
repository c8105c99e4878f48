"""Word templates that somebody else made: inspected, linted, and rendered in a process of their own."""

from __future__ import annotations
