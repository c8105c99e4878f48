"""Write up a collaborative action research inquiry, from first notes to a finished report."""

from __future__ import annotations

__version__ = "0.1.0"
