"""Count the comments and changes of a Word file straight from its XML, without any code of carreport.

    python -m tests.review.edits.count_word_marks FILE …

This is the other count for the first line of what comes back ("The file has 12 comments and 8 changes").
A reply is a comment. A change is one element that says that something was inserted, deleted, moved or
formatted, in the text, a table, a text box, a note, a header or a footer. It does not matter whether
anything is in the element, and where a program has cut one change into several, each is counted.
"""

from __future__ import annotations

import posixpath
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{_USUAL.decode()}}}"
CHANGES = frozenset(
    f"{W}{name}"
    for name in (
        "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange",
        "tblGridChange", "trPrChange", "tcPrChange", "tblPrExChange", "numberingChange", "cellIns", "cellDel",
        "cellMerge",
    )
)  # fmt: skip
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARTS = ("document", "footnotes", "endnotes", "header", "footer")


@dataclass(slots=True)
class Marks:
    """The figures of one file."""

    comments: int = 0
    changes: Counter[str] = field(default_factory=Counter)

    @property
    def all_changes(self) -> int:
        """How many changes there are of all kinds."""
        return sum(self.changes.values())


def count_marks(path: Path) -> Marks:
    """Count the comments and changes of a Word file."""
    marks = Marks()
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            base = posixpath.basename(name)
            if not name.startswith("word/") or posixpath.dirname(name) != "word" or not base.endswith(".xml"):
                continue
            if base == "comments.xml":
                marks.comments += sum(1 for _ in _read(package, name).iter(f"{W}comment"))
            elif base.startswith(_PARTS):
                found = (one.tag for one in _once(_read(package, name)) if one.tag in CHANGES)
                marks.changes.update(tag.removeprefix(W) for tag in found)
    return marks


def _once(inside: ET.Element) -> Iterator[ET.Element]:
    """Yield all elements, except those that are written a second time for old programs."""
    for found in inside:
        if found.tag != FALLBACK:
            yield found
            yield from _once(found)


def _read(package: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(package.read(name).replace(_STRICT, _USUAL))  # noqa: S314 - files that we made


if __name__ == "__main__":
    for given in sys.argv[1:]:
        counted = count_marks(Path(given))
        changes = ", ".join(f"{number} {kind}" for kind, number in sorted(counted.changes.items()) if number)
        print(f"{given}: {counted.comments} comments, {counted.all_changes} changes ({changes})")  # noqa: T201
