"""Make answers of rich text, as a draft stores them."""

from __future__ import annotations

from typing import Any


def text(*paragraphs: str) -> list[dict[str, Any]]:
    """Return a text of plain paragraphs."""
    return [{"type": "paragraph", "spans": [{"text": paragraph}]} for paragraph in paragraphs]
