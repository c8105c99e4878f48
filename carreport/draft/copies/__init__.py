"""Copies that go out and come in, and how they are merged."""

from __future__ import annotations
