"""Take a Word file apart, noting what is wrong with the package itself."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from carreport.report.word.xml_names import CONTENT_TYPES, RELATIONSHIPS

_XML_ENDINGS = (".xml", ".rels")


@dataclass(frozen=True, slots=True)
class WordFault:
    """One thing that is wrong with a file: a stable code, the part, and what it is."""

    code: str
    part: str
    message: str

    def __str__(self) -> str:
        """Return the fault as one line."""
        return f"{self.part}: {self.message} ({self.code})"


@dataclass(slots=True)
class WordFile:
    """A Word file taken apart: every part as a tree, and the ties of each part."""

    names: list[str] = field(default_factory=list)
    trees: dict[str, etree._Element] = field(default_factory=dict)
    relationships: dict[str, dict[str, tuple[str, str, bool]]] = field(default_factory=dict)
    """For each part the id of a tie: its kind, its target, and whether that is outside."""
    faults: list[WordFault] = field(default_factory=list)

    def add_fault(self, code: str, part: str, message: str) -> None:
        """Note a fault."""
        self.faults.append(WordFault(code, part, message))

    def related_tree(self, kind: str, source: str = "word/document.xml") -> etree._Element | None:
        """Return the tree of the part to which `source` has a tie of this kind."""
        for found, target, outside in self.relationships.get(source, {}).values():
            if found.endswith(f"/{kind}") and not outside:
                return self.trees.get(target)
        return None

    @property
    def document(self) -> etree._Element | None:
        """The tree of the document itself."""
        return self.related_tree("officeDocument", "")


def read_word_file(content: bytes) -> WordFile:
    """Take a Word file apart, noting what is wrong with the package itself."""
    opened = WordFile()
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        opened.add_fault("not-a-package", "", "the file is no zip package")
        return opened
    with archive:
        names = archive.namelist()
        members = {name: archive.read(name) for name in sorted(set(names))}
    for name in members:
        if names.count(name) > 1:
            opened.add_fault("name-twice", name, "the name is used more than once")
    return read_word_members(members, opened, huge=True)


def read_word_members(
    members: Mapping[str, bytes], opened: WordFile | None = None, *, huge: bool
) -> WordFile:
    """Take the members of a Word file apart; `huge` allows for parts as only we make them."""
    opened = opened or WordFile()
    opened.names = list(members)
    for name, content in members.items():
        if name.endswith(_XML_ENDINGS):
            _parse(opened, name, content, huge=huge)
    _check_types(opened)
    _read_relationships(opened)
    if opened.document is None:
        opened.add_fault("no-document", "", "there is no main document")
    return opened


def _parse(opened: WordFile, name: str, content: bytes, *, huge: bool) -> None:
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=huge)
        opened.trees[name] = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        opened.add_fault("not-xml", name, f"the part is not well-formed: {error.msg}")


def _check_types(opened: WordFile) -> None:
    types = opened.trees.get("[Content_Types].xml")
    if types is None:
        opened.add_fault("no-types", "[Content_Types].xml", "there is no list of content types")
        return
    endings = {each.get("Extension", "").lower() for each in types.iter(f"{{{CONTENT_TYPES}}}Default")}
    named = [each.get("PartName", "").lstrip("/") for each in types.iter(f"{{{CONTENT_TYPES}}}Override")]
    for name in opened.names:
        if name != "[Content_Types].xml" and name not in named and _ending(name) not in endings:
            opened.add_fault("no-type", name, "the part has no content type")
    for name in sorted(set(named) - set(opened.names)):
        opened.add_fault("type-of-nothing", name, "a content type is given for a part that is not there")
    for name in sorted({name for name in named if named.count(name) > 1}):
        opened.add_fault("type-twice", name, "the part has more than one content type")


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _read_relationships(opened: WordFile) -> None:
    for name, tree in list(opened.trees.items()):
        if not name.endswith(".rels"):
            continue
        source = re.sub(r"_rels/([^/]*)\.rels\Z", r"\1", name)
        ties = opened.relationships.setdefault(source, {})
        if source and source not in opened.names:
            opened.add_fault("ties-of-nothing", name, "ties are given for a part that is not there")
        for tie in tree.iter(f"{{{RELATIONSHIPS}}}Relationship"):
            tie_id, target = tie.get("Id", ""), tie.get("Target", "")
            outside = tie.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip(
                    "/"
                )
                if target not in opened.names:
                    opened.add_fault(
                        "tie-to-nothing", name, f"{tie_id} leads to {target}, which is not there"
                    )
            if tie_id in ties:
                opened.add_fault("tie-twice", name, f"the id {tie_id} is used more than once")
            ties[tie_id] = (tie.get("Type", ""), target, outside)
