"""The start page: the inquiries on this computer."""

from __future__ import annotations
