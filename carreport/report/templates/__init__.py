"""Find, read and describe report templates."""

from __future__ import annotations
