"""Read a Word report back: which texts are in it, and under which headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from docx import Document
from docx.table import Table


def missing_in_word(report: Path, wanted: Sequence[tuple[str, str | None]]) -> Iterator[str]:
    """Yield what is wrong with these texts and the headings around them.

    A text with the heading "" belongs on the title page; one with None is for the group only.
    """
    found = list(_texts(report))
    for words, heading in wanted:
        places = [around for text, around in found if words in text]
        if heading is None:
            if places:
                yield f"“{words}” is for the group only, and in {report.name}"
        elif not places:
            yield f"“{words}” is not in {report.name}"
        elif not any(_is_under(heading, around) for around in places):
            yield f"“{words}” is not under “{heading}” but under {places}"


def _is_under(heading: str, around: Sequence[str]) -> bool:
    return any(title.endswith(heading) for title in around) if heading else not around


def _texts(report: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each heading, paragraph and cell with the headings around it; the contents are left out."""
    around: dict[int, str] = {}
    for part in Document(str(report)).iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                for cell in row.cells:
                    yield cell.text, tuple(around.values())
        elif part.style is not None:
            name = str(part.style.name)
            if name.startswith("Heading "):
                level = int(name.removeprefix("Heading "))
                around = {at: text for at, text in around.items() if at < level}
                yield part.text, tuple(around.values())
                around[level] = part.text
            elif not name.lower().startswith("toc"):
                yield part.text, tuple(around.values())
