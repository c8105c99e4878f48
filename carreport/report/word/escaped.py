"""Write words so that XML reads them as words.

The library's own functions for this bring half of its network code along, which takes longer to
load than a report takes to print.
"""

from __future__ import annotations

_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)


def escape(text: str) -> str:
    """Return `text` as it stands between two tags."""
    return text.translate(_TEXT) if "&" in text or "<" in text or ">" in text else text


def quoteattr(text: str) -> str:
    """Return `text` as the value of an attribute, with its quotation marks."""
    return f'"{text.translate(_ATTRIBUTE)}"'
