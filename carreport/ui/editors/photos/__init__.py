"""Editors of pictures and photos."""

from __future__ import annotations
