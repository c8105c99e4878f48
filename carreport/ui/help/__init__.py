"""Help beside the page: the user guide, the keys, and what this program is."""

from __future__ import annotations
