"""Colours, type sizes and the style that draws the controls."""

from __future__ import annotations
