"""Count the comments and tracked changes in the XML of a Word file.

This is for the first line of what is shown about a file, so it shares no code with the list itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from carreport.review.word_walk.document import ElementCounts

_CHANGES = (
    "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange",
    "tblPrExChange", "trPrChange", "tcPrChange", "tblGridChange", "numberingChange", "cellIns", "cellDel",
    "cellMerge",
)  # fmt: skip
_IS_CHANGE = " or ".join(f"local-name()='{name}'" for name in _CHANGES)
_WORD = "contains(namespace-uri(), 'wordprocessingml')"
_IS_ANOTHER_FORM = "self::*[local-name()='Fallback' or local-name()='Choice']"
_REPEATED = f"ancestor::*[{_IS_ANOTHER_FORM}][preceding-sibling::*[{_IS_ANOTHER_FORM}]]"
"""Text boxes are written twice, once for old programs."""
_COUNT_CHANGES = etree.XPath(f"count(//*[{_WORD}][{_IS_CHANGE}][not({_REPEATED})])")
_COUNT_COMMENTS = etree.XPath(f"count(//*[{_WORD}][local-name()='comment'])")


def count_elements(stories: Iterable[etree._Element], comments: Iterable[etree._Element]) -> ElementCounts:
    """Return how many tracked changes the parts with text have, and how many comments the others have."""
    return ElementCounts(
        comments=sum(int(_COUNT_COMMENTS(part)) for part in comments),
        changes=sum(int(_COUNT_CHANGES(part)) for part in stories),
    )
