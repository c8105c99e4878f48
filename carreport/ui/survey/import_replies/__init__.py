"""The page that imports a file of replies."""

from __future__ import annotations
