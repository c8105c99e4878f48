"""Pages of earlier versions, changes by others, conflicts, and the ways back."""

from __future__ import annotations
