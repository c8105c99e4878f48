"""Report templates: finding, reading and describing them."""

from __future__ import annotations
