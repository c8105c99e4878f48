"""Editors: one for each kind of answer."""

from __future__ import annotations
