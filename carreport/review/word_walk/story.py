"""Walk through the text of a Word file: paragraphs, changes, bookmarks, and the places of comments."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from lxml import etree

from carreport.form.richtext import clean, clean_name, is_safe_link
from carreport.review.word_walk.document import (
    OBJECT,
    ChangeKind,
    ParagraphLook,
    Position,
    WordChange,
    WordParagraph,
    WordRun,
)
from carreport.review.word_walk.look import Looks, attribute, child, is_on, local_name

HIDDEN = "hidden-text"
_MOST_YEARS = range(1990, 2101)
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?")
_AROUND = {
    "ins": ChangeKind.INSERTION, "del": ChangeKind.DELETION,
    "moveFrom": ChangeKind.MOVE_FROM, "moveTo": ChangeKind.MOVE_TO,
}  # fmt: skip
_IN_ROW = {
    "ins": ChangeKind.ROW_INSERTION, "del": ChangeKind.ROW_DELETION,
    "cellIns": ChangeKind.ROW_INSERTION, "cellDel": ChangeKind.ROW_DELETION,
}  # fmt: skip
_FORMATTING = (
    "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange",
    "tblGridChange", "numberingChange", "cellMerge",
)  # fmt: skip
_CHARACTERS = {
    "tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad",
    "drawing": OBJECT, "pict": OBJECT, "object": OBJECT,
}  # fmt: skip
_SKIPPED = frozenset(
    ("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblGrid", "tblPrEx", "sdtPr", "sdtEndPr", "smartTagPr",
     "customXmlPr", "instrText", "delInstrText", "sectPr")
)  # fmt: skip
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_LINK_FIELD = re.compile(r'\s*HYPERLINK\s+(?:\\\w\s+)*"([^"]+)"', re.IGNORECASE)


@dataclass(slots=True)
class CommentPlace:
    """Where the text of one comment begins and ends, and where its mark is; `count` counts its beginnings."""

    start: Position | None = None
    end: Position | None = None
    reference: Position | None = None
    count: int = 0


@dataclass(slots=True)
class OpenParagraph:
    """A paragraph while it is being read."""

    place: str
    container: int
    host: int
    look: ParagraphLook
    old_look: ParagraphLook
    runs: list[WordRun] = field(default_factory=list)
    mark_changes: list[int] = field(default_factory=list)
    own_changes: list[int] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)
    empty_bookmarks: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, run: WordRun) -> None:
        """Add text, to the run before it if both are alike."""
        self.length += len(run.text)
        last = self.runs[-1] if self.runs else None
        if last and replace(last, text=run.text) == run:
            self.runs[-1] = replace(last, text=last.text + run.text)
        elif run.text:
            self.runs.append(run)

    def closed(self) -> WordParagraph:
        """Return the paragraph as a value."""
        return WordParagraph(
            place=self.place,
            container=self.container,
            host=self.host,
            look=self.look,
            old_look=self.old_look,
            runs=tuple(self.runs),
            mark_changes=tuple(self.mark_changes),
            own_changes=tuple(self.own_changes),
            bookmarks=tuple(self.bookmarks),
            empty_bookmarks=tuple(self.empty_bookmarks),
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """What applies at one place of the XML: the paragraph (-1 outside), the changes and link around it."""

    place: str
    container: int
    host: int = -1
    paragraph: int = -1
    changes: tuple[int, ...] = ()
    link: str = ""
    run: WordRun | None = None


@dataclass(slots=True)
class StoryWalk:
    """Reads one part after the other; what it has found is in its lists."""

    looks: Looks
    paragraphs: list[OpenParagraph] = field(default_factory=list)
    changes: list[WordChange] = field(default_factory=list)
    comment_places: dict[str, CommentPlace] = field(default_factory=lambda: defaultdict(CommentPlace))
    note_hosts: dict[tuple[str, str], int] = field(default_factory=dict)
    """The paragraph with the reference, by the kind and the id of a footnote or endnote."""
    notes: list[str] = field(default_factory=list)
    _containers: int = 0
    _links: Mapping[str, str] = field(default_factory=dict)
    _fields: list[list[str]] = field(default_factory=list)
    _bookmarks: dict[str, tuple[str, Position]] = field(default_factory=dict)
    _moves: dict[str, str] = field(default_factory=dict)
    _numbers: dict[etree._Element, int] = field(default_factory=dict)

    def read(self, root: etree._Element, place: str, links: Mapping[str, str], host: int = -1) -> None:
        """Read a part, or one note in a part."""
        self._links = links
        self._fields, self._bookmarks, self._moves = [], {}, {}
        first = len(self.paragraphs)
        self._children(root, Spot(place, self._new_container(), host))
        for name, start in self._bookmarks.values():
            self._add_bookmark(name, start, start)
        self._add_other_changes(root, first)

    def _new_container(self) -> int:
        self._containers += 1
        return self._containers

    def _position(self, spot: Spot) -> Position:
        if spot.paragraph < 0:
            return len(self.paragraphs), 0
        return spot.paragraph, self.paragraphs[spot.paragraph].length

    # Elements

    def _children(self, element: etree._Element, spot: Spot) -> None:
        for inner in element:
            name = local_name(inner.tag)
            if name and name not in _SKIPPED:
                self._element(inner, name, spot)

    def _element(self, element: etree._Element, name: str, spot: Spot) -> None:
        if name == "p":
            self._paragraph(element, spot)
        elif name == "r":
            self._run(element, spot)
        elif name in ("t", "delText", "other:t") or name in _CHARACTERS or name == "sym":
            self._text(element, name, spot)
        elif name in _AROUND:
            self._children(element, replace(spot, changes=(*spot.changes, self._around(element, name, spot))))
        elif name in ("tr", "tc", "txbxContent"):
            self._nested(element, name, spot)
        elif name in ("hyperlink", "fldSimple"):
            self._children(element, replace(spot, link=self._address(element) or spot.link))
        elif name == "other:AlternateContent":
            self._alternatives(element, spot)
        else:
            self._mark(element, name, spot)
            self._children(element, spot)

    def _mark(self, element: etree._Element, name: str, spot: Spot) -> None:
        """Note a place: of a bookmark, a comment, a note, a field or a move."""
        key = attribute(element, "id")
        if name.startswith("comment"):
            self._comment_mark(name, key, self._position(spot))
        elif name == "bookmarkStart":
            self._bookmarks[key] = (attribute(element, "name")[:80], self._position(spot))
        elif name == "bookmarkEnd" and key in self._bookmarks:
            self._add_bookmark(*self._bookmarks.pop(key), self._position(spot))
        elif name in ("moveFromRangeStart", "moveToRangeStart"):
            self._moves[name[:6] + key] = attribute(element, "name")[:80]
        elif name in ("moveFromRangeEnd", "moveToRangeEnd"):
            self._moves.pop(name[:6] + key, None)
        elif name in _NOTES:
            self.note_hosts.setdefault((_NOTES[name], key), spot.paragraph)
        elif name == "fldChar":
            self._field_mark(element)

    def _comment_mark(self, name: str, key: str, position: Position) -> None:
        place = self.comment_places[key]
        if name == "commentRangeStart":
            place.count += 1
            place.start = place.start or position
        elif name == "commentRangeEnd":
            place.end = place.end or position
        elif name == "commentReference":
            place.reference = place.reference or position

    def _field_mark(self, element: etree._Element) -> None:
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append([""])
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _alternatives(self, element: etree._Element, spot: Spot) -> None:
        """Read one of several forms of the same contents: the first, which newer programs show."""
        forms = [form for form in element if local_name(form.tag) in ("other:Choice", "other:Fallback")]
        if forms:
            self._children(forms[0], spot)

    def _nested(self, element: etree._Element, name: str, spot: Spot) -> None:
        properties = child(element, f"{name}Pr")
        numbers = [
            self._register(inner, _IN_ROW[local_name(inner.tag)], len(self.paragraphs))
            for inner in (properties if properties is not None else ())
            if local_name(inner.tag) in _IN_ROW
        ]
        inside = replace(spot, changes=(*spot.changes, *numbers))
        first = len(self.paragraphs)
        if name == "tc":
            inside = replace(inside, place="cell" if spot.place == "body" else spot.place, paragraph=-1)
        elif name == "txbxContent":
            inside = Spot("text box", 0, spot.paragraph, changes=spot.changes)
        if name != "tr":
            inside = replace(inside, container=self._new_container(), run=None)
        self._children(element, inside)
        for paragraph in self.paragraphs[first : first + 1]:
            paragraph.own_changes += numbers

    # Paragraphs and text

    def _paragraph(self, element: etree._Element, spot: Spot) -> None:
        properties = child(element, "pPr")
        old = child(properties, "pPrChange", "pPr")
        look = self.looks.paragraph(properties)
        old_look = look if child(properties, "pPrChange") is None else self.looks.paragraph(old)
        number = len(self.paragraphs)
        paragraph = OpenParagraph(spot.place, spot.container, spot.host, look, old_look)
        self.paragraphs.append(paragraph)
        changed = child(properties, "pPrChange")
        if changed is not None:
            is_content = _kind_of(look) != _kind_of(old_look)
            paragraph.own_changes.append(
                self._register(changed, ChangeKind.FORMAT, number, is_content=is_content)
            )
        mark = child(properties, "rPr")
        for inner in mark if mark is not None else ():
            name = local_name(inner.tag)
            if name in _AROUND:
                paragraph.mark_changes.append(self._around(inner, name, replace(spot, paragraph=number)))
        self._children(element, replace(spot, paragraph=number, run=None))
        paragraph.mark_changes += [number for number in spot.changes if number not in paragraph.mark_changes]

    def _run(self, element: etree._Element, spot: Spot) -> None:
        properties = child(element, "rPr")
        bold, italic = self.looks.run(properties)
        run = WordRun("", bold, italic, self._link(spot), spot.changes, bold, italic)
        changed = child(properties, "rPrChange")
        if changed is not None:
            old = self.looks.run(child(changed, "rPr"))
            number = self._register(
                changed, ChangeKind.FORMAT, spot.paragraph, is_content=old != (bold, italic)
            )
            run = replace(run, changes=(*spot.changes, number), was_bold=old[0], was_italic=old[1])
        if is_on(properties, "vanish") and HIDDEN not in self.notes:
            self.notes.append(HIDDEN)
        for inner in element:
            if local_name(inner.tag) == "instrText" and self._fields:
                self._fields[-1][0] += inner.text or ""
        self._children(element, replace(spot, run=run))

    def _text(self, element: etree._Element, name: str, spot: Spot) -> None:
        text = _CHARACTERS.get(name, element.text or "")
        if name == "sym":
            code = attribute(element, "char")
            text = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else ""
        if name in ("br", "cr") and attribute(element, "type") in ("page", "column"):
            text = " "
        if spot.paragraph >= 0:
            run = spot.run or WordRun("", link=self._link(spot), changes=spot.changes)
            shown = text if text == OBJECT else clean(text)
            self.paragraphs[spot.paragraph].add(replace(run, text=shown, changes=run.changes or spot.changes))
        self._children(element, spot)

    def _link(self, spot: Spot) -> str:
        if spot.link:
            return spot.link
        found = (match.group(1) for code in reversed(self._fields) if (match := _LINK_FIELD.match(code[0])))
        address = next(found, "")
        return address if is_safe_link(address) else ""

    def _address(self, element: etree._Element) -> str:
        keys = [value for key, value in element.attrib.items() if str(key).endswith("}id")]
        in_field = _LINK_FIELD.match(attribute(element, "instr"))
        address = self._links.get(str(keys[0]), "") if keys else in_field.group(1) if in_field else ""
        return address if is_safe_link(address) else ""

    def _add_bookmark(self, name: str, start: Position, end: Position) -> None:
        """Note a bookmark in each paragraph of which it contains text, or else in the one where it is."""
        reached = range(start[0], min(end[0] + 1, len(self.paragraphs)))
        covered = [
            number
            for number in reached
            if (start[1] if number == start[0] else 0)
            < (end[1] if number == end[0] else self.paragraphs[number].length)
        ]
        for number in covered[:1000]:
            self.paragraphs[number].bookmarks.append(name)
        if not covered and self.paragraphs:
            self.paragraphs[min(start[0], len(self.paragraphs) - 1)].empty_bookmarks.append(name)

    # Changes

    def _around(self, element: etree._Element, name: str, spot: Spot) -> int:
        move = next((moved for key, moved in reversed(self._moves.items()) if key.startswith(name[:6])), "")
        return self._register(
            element, _AROUND[name], spot.paragraph, move=move if name.startswith("move") else ""
        )

    def _register(
        self,
        element: etree._Element,
        kind: ChangeKind,
        paragraph: int,
        *,
        move: str = "",
        is_content: bool = True,
        text: str = "",
    ) -> int:
        author, when = clean_name(attribute(element, "author")), plausible_time(attribute(element, "date"))
        self._numbers[element] = len(self.changes)
        self.changes.append(WordChange(kind, author, when, move, is_content, paragraph, text))
        return self._numbers[element]

    def _add_other_changes(self, root: etree._Element, first: int) -> None:
        """Add the changes that are around no text, so that none is left out."""
        number = first - 1
        for element, name in _shown(root):
            number += name == "p"
            if element in self._numbers:
                continue
            paragraph = min(max(number, first), len(self.paragraphs) - 1)
            if name in _FORMATTING:
                self._register(element, ChangeKind.FORMAT, paragraph, is_content=False)
            elif name in _AROUND or name in _IN_ROW:
                texts = (
                    inner.text or "" for inner in element.iter() if local_name(inner.tag) in ("t", "delText")
                )
                kind = _AROUND.get(name) or _IN_ROW[name]
                self._register(element, kind, paragraph, text=clean("".join(texts)))


def _shown(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the elements inside `root`, without second forms of the same contents."""
    waiting = list(reversed(root))
    while waiting:
        element = waiting.pop()
        name = local_name(element.tag)
        if name:
            yield element, name
        inner = list(element)
        if name == "other:AlternateContent":
            inner = [form for form in inner if local_name(form.tag) in ("other:Choice", "other:Fallback")][:1]
        waiting += reversed(inner)


def plausible_time(text: str) -> str:
    """Return a time in the file without its zone, which programs do not agree on, or an empty string."""
    found = _TIME.match(text)
    if not found:
        return ""
    try:
        moment = datetime.fromisoformat(found.group())
    except ValueError:
        return ""
    return moment.isoformat() if moment.year in _MOST_YEARS else ""


def _kind_of(look: ParagraphLook) -> tuple[str, str, int]:
    """Return what of a paragraph's kind is content: heading, quotation or usual text, and its list."""
    is_special = look.style.startswith("heading") or "quot" in look.style
    return (look.style if is_special else "", look.list, look.level if look.list else 0)
