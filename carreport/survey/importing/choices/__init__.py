"""What people could choose in each column of a file: the points of a scale, or boxes to tick."""

from __future__ import annotations
