"""Report templates: found, read and described."""

from __future__ import annotations
