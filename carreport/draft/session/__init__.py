"""One open draft: its shared file, its private file, and what a window or a command may do with them."""

from __future__ import annotations
