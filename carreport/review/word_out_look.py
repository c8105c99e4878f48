"""Read back the bold, italic, links and lists of a paragraph that was printed for a review copy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from carreport.form.richtext import Span
from carreport.report.word.proof.accessibility import text_of
from carreport.report.word.xml_names import NS, R, w

_OFF = ("0", "false")


def spans_of(paragraph: etree._Element, links: Mapping[str, str]) -> Iterator[Span]:
    """Yield the text of a paragraph with its formatting; `links` are the addresses by their ids."""
    for run in paragraph.iter(w("r")):
        around = run.getparent()
        link = "" if around is None else links.get(around.get(f"{{{R}}}id", ""), "")
        text = text_of(run)
        if text:
            yield Span(text, _is_on(run, "b"), _is_on(run, "i"), link)


def list_of(paragraph: etree._Element, bullets: int) -> str:
    """Return bullet or number for an item of a list, given the id of the list with bullets."""
    number = paragraph.find("w:pPr/w:numPr/w:numId", NS)
    if number is None:
        return ""
    return "bullet" if number.get(w("val")) == str(bullets) else "number"


def _is_on(run: etree._Element, name: str) -> bool:
    mark = run.find(f"w:rPr/w:{name}", NS)
    return mark is not None and mark.get(w("val"), "1") not in _OFF
