"""The numbering part: list definitions, and for each numbered list an instance that starts at 1."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from carreport.report import design
from carreport.report.word.styles import colour_value
from carreport.report.word.xml_names import NS, W, w

_BULLETS = ("•", "–", "•")
_NUMBERS = (("decimal", "%1."), ("lowerLetter", "%2)"), ("lowerRoman", "%3."))
_STEP = 425


def _level(index: int, kind: str, text: str, colour: str = "") -> str:
    left = _STEP * (index + 1)
    run = f'<w:rPr><w:color w:val="{colour}"/></w:rPr>' if colour else ""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{_STEP}"/></w:pPr>{run}</w:lvl>'
    )


def bullet_list_xml(number: int) -> str:
    """Return the abstract definition for bulleted lists, with three levels."""
    accent = colour_value(design.DESIGN.light.accent)
    levels = "".join(_level(index, "bullet", mark, accent) for index, mark in enumerate(_BULLETS))
    return _definition(number, levels)


def number_list_xml(number: int) -> str:
    """Return the abstract definition for numbered lists, with three levels."""
    levels = "".join(_level(index, kind, text) for index, (kind, text) in enumerate(_NUMBERS))
    return _definition(number, levels)


def _definition(number: int, levels: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>"
    )


def numbering_xml() -> str:
    """Return the numbering part for a supplied template."""
    return (
        f'<w:numbering xmlns:w="{W}">{bullet_list_xml(0)}{number_list_xml(1)}'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )


class ListNumbering:
    """The lists in one document, based on the template's own list definitions where it has them."""

    def __init__(self, root: etree._Element, styles: etree._Element) -> None:
        self.root = root
        self._next = 1 + max((int(n.get(w("numId"), "0")) for n in root.iterfind("w:num", NS)), default=0)
        self._numbers = self._definition_of("List Number", styles) or self._define(number_list_xml)
        self.bullets = self._instance(
            self._definition_of("List Bullet", styles) or self._define(bullet_list_xml)
        )

    def new_list(self) -> int:
        """Return the id of a new list that starts at 1 on every level."""
        return self._instance(self._numbers, restart=True)

    def _instance(self, definition: str, *, restart: bool = False) -> int:
        number = self._next
        self._next += 1
        element = etree.SubElement(self.root, w("num"), {w("numId"): str(number)})
        etree.SubElement(element, w("abstractNumId"), {w("val"): definition})
        for level in range(3 if restart else 0):
            override = etree.SubElement(element, w("lvlOverride"), {w("ilvl"): str(level)})
            etree.SubElement(override, w("startOverride"), {w("val"): "1"})
        tail = self.root.find("w:numIdMacAtCleanup", NS)
        if tail is not None:
            self.root.append(tail)
        return number

    def _definition_of(self, name: str, styles: etree._Element) -> str | None:
        """Return the definition id of the template's list style `name`, if it has at least three levels."""
        for style in styles.iterfind("w:style", NS):
            style_name = style.find("w:name", NS)
            num_id = style.find("w:pPr/w:numPr/w:numId", NS)
            if style_name is None or num_id is None or style_name.get(w("val"), "").lower() != name.lower():
                continue
            abstract_id = self.root.find(f"w:num[@w:numId='{num_id.get(w('val'))}']/w:abstractNumId", NS)
            definition = abstract_id.get(w("val")) if abstract_id is not None else None
            levels = self.root.findall(f"w:abstractNum[@w:abstractNumId='{definition}']/w:lvl", NS)
            return definition if len(levels) >= 3 else None
        return None

    def _define(self, xml_of: Callable[[int], str]) -> str:
        ids = [int(a.get(w("abstractNumId"), "0")) for a in self.root.iterfind("w:abstractNum", NS)]
        number = 1 + max(ids, default=-1)
        element = etree.fromstring(f'<x xmlns:w="{W}">{xml_of(number)}</x>')[0]
        self.root.insert(len(self.root.findall("w:numPicBullet", NS)) + len(ids), element)
        return str(number)
