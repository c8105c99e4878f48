"""Search a finished report for words that must not be in it, in every form in which it could hold them."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pikepdf

from tests.counts.pages import text_of_pdf

COMMENT_MARKS = (
    "_car_",
    "carreport-review",
    "review__",
    "<w:ins ",
    "<w:del ",
    "w:commentReference",
    "w:comment ",
)
"""What only a review copy or a file with comments contains: our bookmarks and property, tracked changes."""
_TAG = re.compile(r"<[^>]*>")


def traces(report: Path, words: Iterable[str]) -> Iterator[str]:
    """Yield which of these words a Word file, web page or PDF contains, and parts of it with comments."""
    content = report.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(content)):
        parts = dict(_parts_of_word(content))
        yield from (name for name in parts if "comment" in name.lower() or "people" in name.lower())
    elif content.startswith(b"%PDF"):
        parts = {"text": text_of_pdf(content), **dict(_parts_of_pdf(content))}
    else:
        parts = {"page": content.decode()}
    texts = [text for part in parts.values() for text in (part, html.unescape(_TAG.sub("", part)))]
    texts += [" ".join(text.split()) for text in texts]
    for word in words:
        if any(word.lower() in text.lower() for text in texts):
            yield word


def _parts_of_word(content: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            yield name, package.read(name).decode("utf-8", "replace")


def _parts_of_pdf(content: bytes) -> Iterator[tuple[str, str]]:
    with pikepdf.open(io.BytesIO(content)) as opened:
        for number, entry in enumerate(opened.objects):
            raw = entry.read_bytes() if isinstance(entry, pikepdf.Stream) and _is_readable(entry) else b""
            yield f"object {number}", f"{raw.decode('latin-1')} {_shown(entry)}"


def _is_readable(entry: pikepdf.Stream) -> bool:
    return "/Subtype" not in entry or str(entry["/Subtype"]) == "/XML"


def _shown(entry: pikepdf.Object) -> str:
    return entry.unparse(resolved=True).decode("latin-1") if not isinstance(entry, pikepdf.Stream) else ""
