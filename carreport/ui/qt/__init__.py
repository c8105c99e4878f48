"""Support for Qt: guarded overrides, tab order, drag and drop, garbage collection and the crash log."""

from __future__ import annotations
