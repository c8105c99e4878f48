"""Judge the fields of somebody else's Word file: page numbers and references, and nothing that fetches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from carreport.errors import Mistake
from carreport.report.word.names import w
from carreport.report.word.where import Places

ALLOWED = frozenset(("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "TOC", "REF", "PAGEREF", "NOTEREF", "SEQ",
    "STYLEREF", "HYPERLINK", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "TITLE", "SUBJECT",
    "SYMBOL"))  # fmt: skip
_NAME = re.compile(r"\s*([^\s\\\"]*)")
_WEB = re.compile(
    r'\s*HYPERLINK\s+("?)(https?://|mailto:)[^\\"\s]+\1(\s+\\[a-z]\s*("[^"\\]*")?)*\s*\Z', re.IGNORECASE
)
_INSIDE = re.compile(r'\s*HYPERLINK\s+\\l\s+"?[\w.-]+"?(\s+\\[a-z]\s*("[^"\\]*")?)*\s*\Z', re.IGNORECASE)
_REMEDY = "Click on it, press Ctrl+Shift+F9 and it becomes ordinary words."


@dataclass(slots=True)
class _Field:
    """A field that has begun: its code so far, and whether its result has begun too."""

    code: list[str] = field(default_factory=list)
    shows: bool = False


def field_mistakes(places: Places, name: str, tree: etree._Element) -> Iterator[Mistake]:
    """Yield every field of a part that is not on the short list."""
    waiting: list[_Field] = []
    for element in tree.iter(w("fldChar"), w("instrText"), w("fldSimple")):
        if element.tag == w("fldSimple"):
            yield from _judged(places, name, element, element.get(w("instr"), ""))
        elif element.tag == w("instrText"):
            if waiting and not waiting[-1].shows:
                waiting[-1].code.append(element.text or "")
            else:
                yield from _judged(places, name, element, element.text or "")
        elif element.get(w("fldCharType")) == "begin":
            if waiting and not waiting[-1].shows:
                said = "A field is put together by another field."
                yield Mistake(places.of(name, element), "field-nested", said, _REMEDY)
            waiting.append(_Field())
        elif waiting and not waiting[-1].shows:
            yield from _judged(places, name, element, "".join(waiting[-1].code))
            _step(waiting, element)
        elif waiting:
            _step(waiting, element)
    if waiting:
        yield Mistake(
            places.part(name), "field-open", "A field is not closed.", "Delete it and put it in again."
        )


def _step(waiting: list[_Field], element: etree._Element) -> None:
    if element.get(w("fldCharType")) == "end":
        waiting.pop()
    else:
        waiting[-1].shows = True


def _judged(places: Places, name: str, element: etree._Element, code: str) -> Iterator[Mistake]:
    found = _NAME.match(code)
    kind = found[1].upper() if found else ""
    if "{{" in code or "{%" in code or "{#" in code:
        said = "A tag stands inside a field, where words could become commands."
        yield Mistake(places.of(name, element), "field-tag", said, "Put the tag outside the field.")
    elif kind not in ALLOWED:
        said = f"The field {kind[:20] or '='} fetches, asks or reckons something; a report only shows words."
        yield Mistake(places.of(name, element), "field-kind", said, _REMEDY)
    elif kind == "HYPERLINK" and not (_WEB.match(code) or _INSIDE.match(code)):
        said = "A link leads to a file or a program."
        yield Mistake(places.of(name, element), "outside-link", said, _REMEDY)
