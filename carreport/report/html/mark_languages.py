"""Mark the language of texts in a web page that are in another one than the page."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

_APART = re.compile(
    r"(<style\b.*?</style>|<script\b.*?</script>|<svg\b.*?</svg>|<title\b.*?</title>|<!--.*?-->|<[^>]*>)",
    re.DOTALL,
)
"""What is not text: elements in which no text can be marked, comments and tags."""
_ALT = re.compile(r'\salt="([^"]*)"')


def mark_languages(page: str, languages: Mapping[str, str]) -> str:
    """Return a page in which the texts in `languages` have their language."""
    if not languages:
        return page
    pieces = _APART.split(page)
    return "".join(
        _marked_tag(piece, languages) if place % 2 else _marked_text(piece, languages)
        for place, piece in enumerate(pieces)
    )


def _marked_text(text: str, languages: Mapping[str, str]) -> str:
    language = languages.get(html.unescape(text)) if text.strip() else None
    return f'<span lang="{html.escape(language)}">{text}</span>' if language else text


def _marked_tag(tag: str, languages: Mapping[str, str]) -> str:
    alt = _ALT.search(tag) if tag.startswith("<img") else None
    language = languages.get(html.unescape(alt[1])) if alt else None
    return f'{tag[:4]} lang="{html.escape(language)}"{tag[4:]}' if language else tag
