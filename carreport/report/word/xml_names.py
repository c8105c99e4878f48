"""Namespaces, content types, property order, bookmark names and escaping for WordprocessingML."""

from __future__ import annotations

import hashlib
import re

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
NS = {"w": W, "r": R, "wp": WP, "a": A, "pic": PIC, "asvg": ASVG, "adec": DECORATIVE}

_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
TYPES = {
    "document": f"{_WORD_TYPE}document.main+xml",
    "styles": f"{_WORD_TYPE}styles+xml",
    "settings": f"{_WORD_TYPE}settings+xml",
    "numbering": f"{_WORD_TYPE}numbering+xml",
    "fontTable": f"{_WORD_TYPE}fontTable+xml",
    "footnotes": f"{_WORD_TYPE}footnotes+xml",
    "header": f"{_WORD_TYPE}header+xml",
    "footer": f"{_WORD_TYPE}footer+xml",
    "comments": f"{_WORD_TYPE}comments+xml",
}
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
CORE_RELATIONSHIP = f"{RELATIONSHIPS}/metadata/core-properties"

RUN_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline",
    "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color",
    "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd",
    "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath",
)  # fmt: skip
"""The order of run properties that the schema requires."""
PARAGRAPH_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd",
    "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr",
    "sectPr", "pPrChange",
)  # fmt: skip
"""The order of paragraph properties that the schema requires."""


def w(name: str) -> str:
    """Return the qualified name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


def relationship_type(name: str) -> str:
    """Return the URI of a relationship type, such as `image`."""
    return f"{R}/{name}"


def bookmark_name(prefix: str, anchor: str) -> str:
    """Return a valid bookmark name: letters, digits and underscores, with at most 40 characters.

    If the anchor has to be changed for this, a hash is added, so that bookmark names stay unique.
    """
    plain = re.sub(r"[^A-Za-z0-9_]", "_", anchor)
    if plain == anchor and len(prefix + plain) <= 40:
        return prefix + plain
    mark = hashlib.blake2b(anchor.encode(), digest_size=5).hexdigest()
    return f"{prefix}{plain[: 39 - len(prefix) - len(mark)]}_{mark}"


# `xml.sax.saxutils` imports networking modules, which take longer to load than rendering a report does.


_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)


def escape(text: str) -> str:
    """Return `text` escaped for element content."""
    return text.translate(_TEXT) if "&" in text or "<" in text or ">" in text else text


def quoteattr(text: str) -> str:
    """Return `text` as an attribute value, including the quotation marks."""
    return f'"{text.translate(_ATTRIBUTE)}"'
