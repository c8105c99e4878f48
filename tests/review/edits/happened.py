"""Check by the XML of an edited file that the edit has happened, so that no expectation is about nothing."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from tests.review.edits.copies import W, visible_text
from tests.review.edits.expected import Expected, same_looks


def not_happened(docx: bytes, expected: tuple[Expected, ...]) -> Iterator[str]:
    """Yield what is expected although the file does not have it."""
    with zipfile.ZipFile(BytesIO(docx)) as package:
        names = [name for name in package.namelist() if name.startswith("word/") and name.endswith(".xml")]
        parts: dict[str, Any] = {name: etree.fromstring(package.read(name)) for name in names}
    document = parts["word/document.xml"]
    shown = {same_looks(visible_text(paragraph)) for paragraph in document.iter(f"{W}p")}
    everything = same_looks(" ".join("".join(part.itertext()) for part in parts.values()))
    authors = {found.get(f"{W}author") for part in parts.values() for found in part.iter()}
    comments = parts.get("word/comments.xml")
    said = [] if comments is None else [same_looks("".join(one.itertext())) for one in comments]
    wanted = [same_looks(one.said) for one in expected if one.said is not None]
    if missing := Counter(wanted) - Counter(said):
        yield f"comments {sorted(missing)} not there"
    alone = {
        path for one in expected for path in one.paths if sum(path in other.paths for other in expected) == 1
    }
    for one in expected:
        if one.author and one.author not in authors:
            yield f"nothing by {one.author} ({', '.join(sorted(one.kinds))})"
        if one.says and same_looks(one.says) not in everything:
            yield f"not there: {one.says}"
        if one.new and one.paths <= alone and same_looks(one.new) not in shown:
            yield f"no paragraph says: {one.new}"
        if one.old and one.new == "" and not one.author and same_looks(one.old) in shown:
            yield f"still there: {one.old}"
