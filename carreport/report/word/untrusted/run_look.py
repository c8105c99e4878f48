"""Find out how a run of text looks in Word: hidden, how large, and in which colour on which ground."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from carreport.report.design import contrast_ratio
from carreport.report.word.xml_names import NS, w

SMALLEST = 4
"""Text of at most this size cannot be read: 2 points, in half points."""
_NARROWEST = 5
_THINNEST_LINE = 40
_LEAST_CONTRAST = 1.2
_WHITE = "FFFFFF"
_PALE_THEME = frozenset(("background1", "light1", "bg1", "lt1", "background2", "light2"))
_HEX = re.compile(r"[0-9A-Fa-f]{6}\Z")
_OFF = ("0", "false", "off", "none")
_BY_CHARACTER, _BY_PARAGRAPH, _BY_TABLE = "w:rPr/w:rStyle", "w:pPr/w:pStyle", "w:tblPr/w:tblStyle"


@dataclass(slots=True)
class RunLook:
    """Reads the properties of runs in one Word file, with those that they inherit from styles."""

    styles: dict[str, etree._Element]
    defaults: list[etree._Element]
    usual: dict[str, str]
    """The style of a paragraph or table that names none, by the path of the name."""
    page_colour: str = _WHITE

    @classmethod
    def of(cls, sheet: etree._Element | None, document: etree._Element | None) -> RunLook:
        """Return a reader for a document and its styles."""
        styles = sheet.findall("w:style", NS) if sheet is not None else []
        known = {style.get(w("styleId"), ""): style for style in styles}
        defaults = sheet.findall("w:docDefaults/w:rPrDefault/w:rPr", NS) if sheet is not None else []
        ground = document.find("w:background", NS) if document is not None else None
        colour = ground.get(w("color"), "") if ground is not None else ""
        usual = {
            path: style_id
            for path, kind in ((_BY_PARAGRAPH, "paragraph"), (_BY_TABLE, "table"))
            for style_id, style in known.items()
            if style.get(w("type")) == kind and _is_on_value(style.get(w("default"), "0"))
        }
        return cls(known, defaults, usual, colour if _HEX.match(colour) else _WHITE)

    def hidden_reason(self, run: etree._Element) -> str:
        """Return why nobody can see a run for certain, or an empty string."""
        if is_on(self._property(run, "vanish")):
            return "is formatted as hidden"
        size = self._number(run, "sz")
        if size is not None and size <= SMALLEST:
            return f"is in letters of {size / 2:g} pt"
        width = self._number(run, "w")
        if width is not None and width <= _NARROWEST:
            return f"is only {width} % wide"
        return _hiding_place(run)

    def is_pale(self, run: etree._Element) -> bool:
        """Return whether a run has almost the colour of its ground, such as white on white."""
        colour = self._property(run, "color")
        if colour is None or next(run.iterancestors(w("txbxContent")), None) is not None:
            return False
        ink = _WHITE if colour.get(w("themeColor"), "") in _PALE_THEME else colour.get(w("val"), "")
        ground = self._ground(run)
        return bool(_HEX.match(ink) and _HEX.match(ground)) and contrast_ratio(ink, ground) < _LEAST_CONTRAST

    def style_name(self, paragraph: etree._Element) -> str:
        """Return the name of a paragraph's style, as Word shows it."""
        name = next((style.find("w:name", NS) for style in self._chain(paragraph, _BY_PARAGRAPH)), None)
        return name.get(w("val"), "") if name is not None else "Normal"

    def _ground(self, run: etree._Element) -> str:
        mark = self._property(run, "highlight")
        if mark is not None and mark.get(w("val"), "") not in _OFF:
            return mark.get(w("val"), "")
        shades = [self._property(run, "shd")]
        paragraph = next(run.iterancestors(w("p")), None)
        if paragraph is not None:
            shades.append(paragraph.find("w:pPr/w:shd", NS))
            shades += [style.find("w:pPr/w:shd", NS) for style in self._chain(paragraph, _BY_PARAGRAPH)]
        shades += [cell.find("w:tcPr/w:shd", NS) for cell in run.iterancestors(w("tc"))]
        for table in run.iterancestors(w("tbl")):
            if any(style.find(".//w:shd", NS) is not None for style in self._chain(table, _BY_TABLE)):
                return ""
        fills = (shade.get(w("fill"), "") for shade in shades if shade is not None)
        return next((fill for fill in fills if _HEX.match(fill)), self.page_colour)

    def _number(self, run: etree._Element, name: str) -> int | None:
        found = self._property(run, name)
        value = found.get(w("val"), "") if found is not None else ""
        return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else None

    def _property(self, run: etree._Element, name: str) -> etree._Element | None:
        """Return a property of a run: its own, or from its character, paragraph or table style."""
        paragraph = next(run.iterancestors(w("p")), None)
        groups = [run.find("w:rPr", NS), *_properties(self._chain(run, _BY_CHARACTER))]
        if paragraph is not None:
            groups += _properties(self._chain(paragraph, _BY_PARAGRAPH))
        for table in run.iterancestors(w("tbl")):
            groups += _properties(self._chain(table, _BY_TABLE))
        for group in (*groups, *self.defaults):
            found = group.find(f"w:{name}", NS) if group is not None else None
            if found is not None:
                return found
        return None

    def _chain(self, element: etree._Element, path: str) -> Iterator[etree._Element]:
        """Yield the style of an element and each style it is based on, stopping if they form a cycle."""
        named = element.find(path, NS)
        style_id = named.get(w("val"), "") if named is not None else self.usual.get(path, "")
        passed: set[str] = set()
        while style_id in self.styles and style_id not in passed:
            passed.add(style_id)
            style = self.styles[style_id]
            yield style
            base = style.find("w:basedOn", NS)
            style_id = base.get(w("val"), "") if base is not None else ""


def _properties(styles: Iterator[etree._Element]) -> list[etree._Element | None]:
    return [style.find("w:rPr", NS) for style in styles]


def _hiding_place(run: etree._Element) -> str:
    """Return why nobody can see where a run is: its line or row has no height, or its row is hidden."""
    for row in run.iterancestors(w("tr")):
        height = row.find("w:trPr/w:trHeight", NS)
        if row.find("w:trPr/w:hidden", NS) is not None:
            return "is in a hidden row"
        if (
            height is not None
            and height.get(w("hRule")) == "exact"
            and _twips(height, "val") <= _THINNEST_LINE
        ):
            return "is in a row without height"
    paragraph = next(run.iterancestors(w("p")), None)
    line = paragraph.find("w:pPr/w:spacing", NS) if paragraph is not None else None
    if line is not None and line.get(w("lineRule")) == "exact" and _twips(line, "line") <= _THINNEST_LINE:
        return "is in a line without height"
    return ""


def _twips(element: etree._Element, name: str) -> int:
    match = re.match(r"-?\d{1,8}", element.get(w(name), ""), re.ASCII)
    return int(match[0]) if match else _THINNEST_LINE + 1


def is_on(found: etree._Element | None) -> bool:
    """Return whether a property that can be on or off is present and on."""
    return found is not None and _is_on_value(found.get(w("val"), "1"))


def _is_on_value(value: str) -> bool:
    return value.lower() not in _OFF
