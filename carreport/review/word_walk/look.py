"""Read the kind of a paragraph, and whether a run is bold or italic, also from the styles of a Word file."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from carreport.form.richtext import clean_line
from carreport.review.word_walk.document import ParagraphLook
from carreport.review.word_walk.package import WORD_SPACES, WordPackage

_OFF = ("0", "false", "off")
_BULLET = "bullet"
_LEVELS = 8
_STYLE_DEPTH = 12


def local_name(tag: object) -> str:
    """Return the name of an element of Word, `other:name` for other elements, and nothing for comments."""
    return _split_name(tag) if isinstance(tag, str) else ""


@functools.lru_cache(maxsize=4096)
def _split_name(tag: str) -> str:
    space, _, name = tag[1:].rpartition("}")
    return name if space in WORD_SPACES else f"other:{name}"


def attribute(element: etree._Element | None, name: str) -> str:
    """Return an attribute of an element of Word, or an empty string."""
    if element is None:
        return ""
    found = next(
        (value for space in WORD_SPACES if (value := element.get(f"{{{space}}}{name}")) is not None), ""
    )
    return str(found)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first element that the names of Word in `path` lead to, or None."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if local_name(inner.tag) == name), None)
    return element


def is_on(properties: etree._Element | None, name: str) -> bool | None:
    """Say whether a property such as bold is on or off, or None if it is not set."""
    toggle = child(properties, name)
    return None if toggle is None else attribute(toggle, "val") not in _OFF


@dataclass(frozen=True, slots=True)
class StyleEntry:
    """What a style says itself, and the style that it is based on."""

    name: str
    based_on: str
    is_bold: bool | None
    is_italic: bool | None
    list_id: str
    level: int


@dataclass(slots=True)
class Looks:
    """The styles and lists of a Word file."""

    styles: dict[str, StyleEntry] = field(default_factory=dict)
    lists: dict[str, dict[int, str]] = field(default_factory=dict)
    """The format of each level, such as `bullet` or `decimal`, by the id of the list."""

    def run(self, properties: etree._Element | None) -> tuple[bool, bool]:
        """Return whether a run is bold and italic by itself or by its character style."""
        style = list(self._line(attribute(child(properties, "rStyle"), "val")))
        bold, italic = is_on(properties, "b"), is_on(properties, "i")
        if bold is None:
            bold = next((entry.is_bold for entry in style if entry.is_bold is not None), False)
        if italic is None:
            italic = next((entry.is_italic for entry in style if entry.is_italic is not None), False)
        return bold, italic

    def paragraph(self, properties: etree._Element | None) -> ParagraphLook:
        """Return the kind of a paragraph."""
        style = list(self._line(attribute(child(properties, "pStyle"), "val")))
        list_id = attribute(child(properties, "numPr", "numId"), "val")
        level = attribute(child(properties, "numPr", "ilvl"), "val")
        if not list_id:
            numbered = next((entry for entry in style if entry.list_id), None)
            list_id, level = (numbered.list_id, level or str(numbered.level)) if numbered else ("", level)
        depth = min(_whole(level), _LEVELS)
        name = style[0].name if style else ""
        return ParagraphLook(name, self._list_kind(list_id, depth, name), depth)

    def _list_kind(self, list_id: str, level: int, style: str) -> str:
        if list_id and list_id != "0" and list_id in self.lists:
            form = self.lists[list_id].get(level) or self.lists[list_id].get(0, "none")
            is_heading = style.startswith("heading")
            return "" if form == "none" or is_heading else _BULLET if form == _BULLET else "number"
        return ""

    def _line(self, style: str) -> Iterator[StyleEntry]:
        """Yield a style and those that it is based on."""
        for _ in range(_STYLE_DEPTH):
            if style not in self.styles:
                return
            yield self.styles[style]
            style = self.styles[style].based_on


def read_looks(package: WordPackage) -> Looks:
    """Return the styles and lists of a file."""
    looks = Looks()
    for _, tree in package.parts("styles"):
        for style in tree:
            if local_name(style.tag) == "style":
                looks.styles[attribute(style, "styleId")] = _style_entry(style)
    for _, tree in package.parts("numbering"):
        looks.lists.update(_lists(tree))
    return looks


def _style_entry(style: etree._Element) -> StyleEntry:
    level = attribute(child(style, "pPr", "numPr", "ilvl"), "val")
    is_character = attribute(style, "type") == "character"
    return StyleEntry(
        name=clean_line(attribute(child(style, "name"), "val")).casefold()[:80],
        based_on=attribute(child(style, "basedOn"), "val"),
        is_bold=is_on(child(style, "rPr"), "b") if is_character else None,
        is_italic=is_on(child(style, "rPr"), "i") if is_character else None,
        list_id=attribute(child(style, "pPr", "numPr", "numId"), "val"),
        level=_whole(level),
    )


def _lists(tree: etree._Element) -> Iterator[tuple[str, dict[int, str]]]:
    forms: dict[str, dict[int, str]] = {}
    for entry in tree:
        if local_name(entry.tag) == "abstractNum":
            forms[attribute(entry, "abstractNumId")] = dict(_levels(entry))
    for entry in tree:
        if local_name(entry.tag) == "num":
            yield attribute(entry, "numId"), forms.get(attribute(child(entry, "abstractNumId"), "val"), {})


def _levels(entry: etree._Element) -> Iterator[tuple[int, str]]:
    for level in entry:
        if local_name(level.tag) == "lvl":
            yield _whole(attribute(level, "ilvl")), attribute(child(level, "numFmt"), "val")


def _whole(number: str) -> int:
    return int(number) if len(number) < 4 and number.isdecimal() else 0
