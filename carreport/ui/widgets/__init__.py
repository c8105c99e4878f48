"""Widgets that are used on many pages."""

from __future__ import annotations
