"""One open draft: its shared file, its private file, and the operations on them."""

from __future__ import annotations
