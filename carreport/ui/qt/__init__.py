"""What Qt and Python need from every window: guarded overrides, garbage collection, the crash log."""

from __future__ import annotations
