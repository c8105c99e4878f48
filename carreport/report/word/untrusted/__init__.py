"""Word templates from other people: inspected, linted, and rendered in a separate process."""

from __future__ import annotations
