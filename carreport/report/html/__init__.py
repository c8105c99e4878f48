"""Render a report as HTML."""

from __future__ import annotations
