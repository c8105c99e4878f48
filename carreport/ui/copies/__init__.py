"""Pages that export a copy and import one."""

from __future__ import annotations
