"""Widgets shared by many pages."""

from __future__ import annotations
