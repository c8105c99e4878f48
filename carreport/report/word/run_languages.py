"""Mark the language of texts in a Word file that are in another one than the file."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from carreport.report.word.xml_names import NS, w


def mark_languages(content: bytes, languages: Mapping[str, str]) -> bytes:
    """Return a part of a Word file in which the runs with texts in `languages` have their language."""
    if not languages:
        return content
    root = etree.fromstring(content)
    for run in root.iter(w("r")):
        language = languages.get(_text_of(run))
        if language is not None:
            _set_language(run, language)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _text_of(run: etree._Element) -> str:
    pieces = (element for element in run if element.tag in (w("t"), w("br")))
    return "".join("\n" if element.tag == w("br") else element.text or "" for element in pieces)


def _set_language(run: etree._Element, language: str) -> None:
    """Set the language of a run; of its properties, only a few of East Asian text may come after it."""
    properties = run.find("w:rPr", NS)
    if properties is None:
        properties = etree.Element(w("rPr"))
        run.insert(0, properties)
    if properties.find("w:lang", NS) is None:
        etree.SubElement(properties, w("lang")).set(w("val"), language)
