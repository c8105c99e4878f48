"""Change Word files as other programs write them, by their XML: comments, changes, bookmarks, parts."""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from tests.review.edits.copies import Printed, W

MAIN = W.strip("{}")
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
NAMESPACES = {"w": MAIN, "w14": W14, "w15": W15}
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DATE = "2026-11-30T09:00:00Z"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_COMMENT_PARTS = {
    "comments": (f"{WORD_TYPE}.comments+xml", f"{OFFICE}/comments"),
    "commentsExtended": (
        f"{WORD_TYPE}.commentsExtended+xml",
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
    ),
    "people": (f"{WORD_TYPE}.people+xml", "http://schemas.microsoft.com/office/2011/relationships/people"),
}


def element(name: str, /, **attributes: str) -> Any:
    """Return an element of WordprocessingML with these attributes."""
    made = etree.Element(f"{W}{name}", nsmap=NAMESPACES)
    for attribute, value in attributes.items():
        made.set(f"{W}{attribute.rstrip('_')}", value)
    return made


def run_of(text: str, *, deleted: bool = False) -> Any:
    """Return a run with these words."""
    run = element("r")
    words = etree.SubElement(run, f"{W}delText" if deleted else f"{W}t")
    words.text = text
    words.set(SPACE, "preserve")
    return run


@dataclass(slots=True)
class _Said:
    number: int
    author: str
    date: str
    text: str
    parent: int | None
    done: bool


class WordFile:
    """The parts of a Word file, with its document open to changes."""

    def __init__(self, docx: bytes) -> None:
        with zipfile.ZipFile(BytesIO(docx)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.document: Any = etree.fromstring(self.parts["word/document.xml"])
        self.body: Any = self.document.find(f"{W}body")
        self._said: list[_Said] = []
        self._change = 9000
        self._by_mark: dict[str, Any] = {}

    def to_bytes(self) -> bytes:
        """Return the file."""
        if self._said:
            self._write_comments()
        self.parts["word/document.xml"] = _xml(self.document)
        return pack(self.parts)

    # Places

    def paragraph(self, at: Printed) -> Any:
        """Return the paragraph that was printed there, by its bookmark."""
        if not self._by_mark:
            for paragraph in self.paragraphs():
                marks = (start.get(f"{W}name") for start in paragraph.iter(f"{W}bookmarkStart"))
                self._by_mark.update(dict.fromkeys(marks, paragraph))
        return self._by_mark[at.mark]

    def paragraphs(self) -> list[Any]:
        """Return all paragraphs of the body."""
        return list(self.document.iter(f"{W}p"))

    def runs(self, paragraph: Any, start: int, end: int) -> list[Any]:
        """Return the runs with just these characters; runs that reach further are cut in two."""
        for cut in (start, end):
            self._cut(paragraph, cut)
        place, inside = 0, []
        for run in list(paragraph.iter(f"{W}r")):
            size = len(_text(run))
            if size and start <= place and place + size <= end:
                inside.append(run)
            place += size
        return inside

    def _cut(self, paragraph: Any, at: int) -> None:
        place = 0
        for run in list(paragraph.iter(f"{W}r")):
            text = _text(run)
            if place < at < place + len(text):
                rest = copy.deepcopy(run)
                _set_text(run, text[: at - place])
                _set_text(rest, text[at - place :])
                run.addnext(rest)
                return
            place += len(text)

    # Changes

    def insert(self, at: Printed, start: int, text: str, author: str, date: str = DATE) -> Any:
        """Type words that are tracked."""
        change = self._changed("ins", author, date)
        change.append(run_of(text))
        before = self.runs(self.paragraph(at), 0, start)
        if before:
            self._outermost(before[-1]).addnext(change)
        else:
            self.paragraph(at).find(f"{W}bookmarkStart").addnext(change)
        return change

    def strike(self, at: Printed, start: int, end: int, author: str, date: str = DATE) -> None:
        """Strike words out; within somebody's insertion, the deletion stands inside it."""
        for run in self.runs(self.paragraph(at), start, end):
            change = self._changed("del", author, date)
            run.addprevious(change)
            change.append(run)
            for words in run.iter(f"{W}t"):
                words.tag = f"{W}delText"

    def make_bold(self, at: Printed, start: int, end: int, author: str, date: str = DATE) -> None:
        """Make words bold, tracked."""
        for run in self.runs(self.paragraph(at), start, end):
            properties = run.find(f"{W}rPr")
            if properties is None:
                properties = element("rPr")
                run.insert(0, properties)
            change = self._changed("rPrChange", author, date)
            change.append(copy.deepcopy(properties))
            properties.insert(0, element("b"))
            properties.append(change)

    def mark_end(self, at: Printed, kind: str, author: str, date: str = DATE) -> None:
        """Say that the end of a paragraph was inserted or deleted."""
        properties = paragraph_properties(self.paragraph(at))
        own = properties.find(f"{W}rPr")
        if own is None:
            own = etree.SubElement(properties, f"{W}rPr")
        own.insert(0, self._changed(kind, author, date))

    def _changed(self, kind: str, author: str, date: str) -> Any:
        self._change += 1
        given = {"author": author, **({"date": date} if date else {})}
        return element(kind, id=str(self._change), **given)

    def _outermost(self, run: Any) -> Any:
        found = run
        while found.getparent().tag != f"{W}p":
            found = found.getparent()
        return found

    # Comments

    def comment(
        self,
        at: Printed,
        start: int,
        end: int,
        text: str,
        author: str,
        *,
        date: str = DATE,
        done: bool = False,
    ) -> int:
        """Comment on words; return the number of the comment."""
        number = self._say(text, author, date, None, done=done)
        inside = self.runs(self.paragraph(at), start, end)
        self._outermost(inside[0]).addprevious(element("commentRangeStart", id=str(number)))
        self._end_range(self._outermost(inside[-1]), number)
        return number

    def reply(self, parent: int, text: str, author: str, *, date: str = DATE, done: bool = False) -> int:
        """Answer a comment, on the same words."""
        number = self._say(text, author, date, parent, done=done)
        for start in self.document.iter(f"{W}commentRangeStart"):
            if start.get(f"{W}id") == str(parent):
                start.addnext(element("commentRangeStart", id=str(number)))
        for reference in list(self.document.iter(f"{W}commentReference")):
            if reference.get(f"{W}id") == str(parent):
                self._end_range(reference.getparent(), number)
        return number

    def _end_range(self, after: Any, number: int) -> None:
        reference = element("r")
        reference.append(element("commentReference", id=str(number)))
        after.addnext(reference)
        after.addnext(element("commentRangeEnd", id=str(number)))

    def _say(self, text: str, author: str, date: str, parent: int | None, *, done: bool) -> int:
        number = len(self._said)
        self._said.append(_Said(number, author, date, text, parent, done))
        return number

    def _write_comments(self) -> None:
        comments = etree.Element(f"{W}comments", nsmap=NAMESPACES)
        extended = etree.Element(f"{{{W15}}}commentsEx", nsmap=NAMESPACES)
        people = etree.Element(f"{{{W15}}}people", nsmap=NAMESPACES)
        for said in self._said:
            comments.append(_comment_of(said))
            entry = etree.SubElement(extended, f"{{{W15}}}commentEx")
            entry.set(f"{{{W15}}}paraId", _para_id(said.number))
            if said.parent is not None:
                entry.set(f"{{{W15}}}paraIdParent", _para_id(said.parent))
            entry.set(f"{{{W15}}}done", "01"[said.done])
        for author in sorted({said.author for said in self._said}):
            etree.SubElement(people, f"{{{W15}}}person").set(f"{{{W15}}}author", author)
        for name, root in (("comments", comments), ("commentsExtended", extended), ("people", people)):
            self.add_part(f"word/{name}.xml", _xml(root), *_COMMENT_PARTS[name])

    # Parts

    def add_part(self, name: str, content: bytes, content_type: str, relation: str) -> str:
        """Add a part that the document refers to; return the id of the relation."""
        self.parts[name] = content
        types: Any = etree.fromstring(self.parts["[Content_Types].xml"])
        if all(entry.get("PartName") != f"/{name}" for entry in types):
            etree.SubElement(types, f"{TYPES}Override", PartName=f"/{name}", ContentType=content_type)
        self.parts["[Content_Types].xml"] = _xml(types)
        relations: Any = etree.fromstring(self.parts["word/_rels/document.xml.rels"])
        number = f"rIdx{len(relations)}"
        target = name.removeprefix("word/")
        etree.SubElement(relations, f"{RELATIONS}Relationship", Id=number, Type=relation, Target=target)
        self.parts["word/_rels/document.xml.rels"] = _xml(relations)
        return number

    def remove_bookmarks(self) -> None:
        """Remove all bookmarks."""
        for tag in ("bookmarkStart", "bookmarkEnd"):
            for found in list(self.document.iter(f"{W}{tag}")):
                found.getparent().remove(found)

    def remove_properties(self) -> None:
        """Remove the custom properties, as programs do that do not know them."""
        self.parts.pop("docProps/custom.xml", None)
        for name in ("[Content_Types].xml", "_rels/.rels"):
            root: Any = etree.fromstring(self.parts[name])
            for entry in list(root):
                if "custom" in (entry.get("PartName") or entry.get("Target") or ""):
                    root.remove(entry)
            self.parts[name] = _xml(root)


def set_words(paragraph: Any, text: str) -> None:
    """Let a paragraph say something else, as one run."""
    runs = list(paragraph.iter(f"{W}r"))
    for run in runs[1:]:
        run.getparent().remove(run)
    _set_text(runs[0], text)


def paragraph_properties(paragraph: Any) -> Any:
    """Return the properties of a paragraph, made if it has none."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = element("pPr")
        paragraph.insert(0, properties)
    return properties


def pack(parts: dict[str, bytes]) -> bytes:
    """Return a package of these parts."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return packed.getvalue()


def words_in(paragraph: Any) -> Iterator[Any]:
    """Yield the elements with the words of a paragraph."""
    yield from paragraph.iter(f"{W}t")


def _comment_of(said: _Said) -> Any:
    given = {"author": said.author, **({"date": said.date} if said.date else {})}
    comment = element("comment", id=str(said.number), **given)
    paragraph = comment
    for line in said.text.split("\n"):
        paragraph = etree.SubElement(comment, f"{W}p")
        paragraph.append(run_of(line))
    paragraph.set(f"{{{W14}}}paraId", _para_id(said.number))  # threads name the last paragraph
    return comment


def _para_id(number: int) -> str:
    return f"{0x10000000 + number:08X}"


def _text(run: Any) -> str:
    return "".join(found.text or "" for found in run if found.tag in (f"{W}t", f"{W}delText"))


def _set_text(run: Any, text: str) -> None:
    words = [found for found in run if found.tag in (f"{W}t", f"{W}delText")]
    for extra in words[1:]:
        run.remove(extra)
    words[0].text = text
    words[0].set(SPACE, "preserve")


def _xml(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
