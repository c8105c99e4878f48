"""Count the comments and changes of a Word file straight from its XML, without any code of carreport.

    python -m tests.review.edits.count_word_marks FILE …

This is the other count for the first line of what comes back ("The file has 12 comments and 8 changes").
A reply is a comment. A change is what Word shows as one: characters side by side in one paragraph that
the same person inserted, deleted, moved here, moved away or formatted, however many runs they were cut
into; an inserted or deleted end of a paragraph; an inserted, deleted or merged cell or row of a table.
Characters that one person inserted and another one deleted are two changes. What stands in text boxes,
notes, headers and footers counts as well. Two changes of the same person that only differ in time are
one; so are changes of formatting side by side.
"""

from __future__ import annotations

import posixpath
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{_USUAL.decode()}}}"
OF_TEXT = {f"{W}ins": "insertion", f"{W}del": "deletion", f"{W}moveTo": "move", f"{W}moveFrom": "move away"}
OF_FORMAT = frozenset(
    f"{W}{name}"
    for name in (
        "rPrChange",
        "pPrChange",
        "sectPrChange",
        "tblPrChange",
        "trPrChange",
        "tcPrChange",
        "numberingChange",
    )
)
OF_CELLS = frozenset(f"{W}{name}" for name in ("cellIns", "cellDel", "cellMerge"))
_WORDS = frozenset(f"{W}{name}" for name in ("t", "delText"))
_SIGHTS = frozenset(
    f"{W}{name}" for name in ("tab", "br", "drawing", "pict", "object", "noBreakHyphen", "sym")
)
_PARTS = ("document", "footnotes", "endnotes", "header", "footer")


@dataclass(slots=True)
class Marks:
    """The figures of one file."""

    comments: int = 0
    changes: Counter[str] = field(default_factory=Counter)
    characters: Counter[str] = field(default_factory=Counter)

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
                _count_part(_read(package, name), marks)
    return marks


def _read(package: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(package.read(name).replace(_STRICT, _USUAL))  # noqa: S314 - files that we made


def _count_part(root: ET.Element, marks: Marks) -> None:
    for paragraph in root.iter(f"{W}p"):
        _count_paragraph(paragraph, marks)
    for row in root.iter(f"{W}trPr"):
        marks.changes.update("row" for found in row if found.tag in OF_TEXT)
    for found in root.iter():
        marks.changes["cell"] += found.tag in OF_CELLS
        marks.changes["format"] += found.tag in OF_FORMAT - {f"{W}rPrChange", f"{W}pPrChange"}


def _count_paragraph(paragraph: ET.Element, marks: Marks) -> None:
    before: frozenset[tuple[str, str]] = frozenset()
    for run, around in _runs(paragraph, ()):
        size = sum(len(found.text or "") for found in run if found.tag in _WORDS)
        if not size and not any(found.tag in _SIGHTS for found in run):
            continue
        here = frozenset(around) | frozenset(_formatted(run.find(f"{W}rPr")))
        for kind, _ in here:
            marks.characters[kind] += size
        marks.changes.update(kind for kind, _ in here - before)
        before = here
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        return
    marks.changes["format"] += properties.find(f"{W}pPrChange") is not None
    own = properties.find(f"{W}rPr")
    for found in () if own is None else own:
        marks.changes["paragraph mark"] += found.tag in OF_TEXT


def _runs(
    inside: ET.Element, around: tuple[tuple[str, str], ...]
) -> Iterator[tuple[ET.Element, tuple[tuple[str, str], ...]]]:
    """Yield the runs of a paragraph with the changes around them; a text box has paragraphs of its own."""
    for found in inside:
        if found.tag == f"{W}r":
            yield found, around
        elif found.tag in OF_TEXT:
            yield from _runs(found, (*around, (OF_TEXT[found.tag], found.get(f"{W}author", ""))))
        elif found.tag not in (f"{W}p", f"{W}pPr"):
            yield from _runs(found, around)


def _formatted(properties: ET.Element | None) -> Iterable[tuple[str, str]]:
    change = None if properties is None else properties.find(f"{W}rPrChange")
    return () if change is None else (("format", change.get(f"{W}author", "")),)


if __name__ == "__main__":
    for given in sys.argv[1:]:
        counted = count_marks(Path(given))
        changes = ", ".join(f"{number} {kind}" for kind, number in sorted(counted.changes.items()) if number)
        print(f"{given}: {counted.comments} comments, {counted.all_changes} changes ({changes})")  # noqa: T201
