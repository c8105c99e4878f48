"""Read the parts of a Word file, and find faults in the package."""

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
    """One fault in a Word file: a stable code, the part and a message."""

    code: str
    part: str
    message: str

    @property
    def sentence(self) -> str:
        """The message as a sentence."""
        return f"{self.message[:1].upper()}{self.message[1:]}."

    def __str__(self) -> str:
        """Return the fault on one line."""
        return f"{self.part}: {self.message} ({self.code})"


@dataclass(slots=True)
class WordFile:
    """The parts of a Word file as XML trees, with their relationships and any faults."""

    names: list[str] = field(default_factory=list)
    trees: dict[str, etree._Element] = field(default_factory=dict)
    relationships: dict[str, dict[str, tuple[str, str, bool]]] = field(default_factory=dict)
    """For each part, its relationships by id: type, target, and whether the target is external."""
    faults: list[WordFault] = field(default_factory=list)

    def add_fault(self, code: str, part: str, message: str) -> None:
        """Add a fault."""
        self.faults.append(WordFault(code, part, message))

    def related_part(self, kind: str, source: str) -> str:
        """Return the name of the part to which `source` has a relationship of this type, or nothing."""
        for relationship_type, target, outside in self.relationships.get(source, {}).values():
            if relationship_type.endswith(f"/{kind}") and not outside:
                return target
        return ""

    def related_tree(self, kind: str, source: str = "word/document.xml") -> etree._Element | None:
        """Return the tree of the part to which `source` has a relationship of this type, or None."""
        return self.trees.get(self.related_part(kind, source))

    @property
    def main_part(self) -> str:
        """The name of the main document, or an empty string."""
        return self.related_part("officeDocument", "")

    @property
    def document(self) -> etree._Element | None:
        """The tree of the main document, or None."""
        return self.trees.get(self.main_part)


def read_word_file(content: bytes) -> WordFile:
    """Return the parts of a Word file, with any faults found in the package."""
    word_file = WordFile()
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        word_file.add_fault("not-a-package", "", "the file is not a ZIP package")
        return word_file
    with archive:
        names = archive.namelist()
        members = {name: archive.read(name) for name in sorted(set(names))}
    for name in members:
        if names.count(name) > 1:
            word_file.add_fault("name-twice", name, "the name is used more than once")
    return read_word_members(members, word_file, huge=True)


def read_word_members(
    members: Mapping[str, bytes], word_file: WordFile | None = None, *, huge: bool
) -> WordFile:
    """Return the parts among `members`; `huge` allows very large ones, so use it only for our own files."""
    word_file = word_file or WordFile()
    word_file.names = list(members)
    for name, content in members.items():
        if name.endswith(_XML_ENDINGS):
            _parse(word_file, name, content, huge=huge)
    _check_types(word_file)
    _read_relationships(word_file)
    if word_file.document is None:
        word_file.add_fault("no-document", "", "the main document is missing")
    return word_file


def _parse(word_file: WordFile, name: str, content: bytes, *, huge: bool) -> None:
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=huge)
        word_file.trees[name] = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        word_file.add_fault("not-xml", name, f"the part is not well-formed XML: {error.msg}")


def _check_types(word_file: WordFile) -> None:
    types = word_file.trees.get("[Content_Types].xml")
    if types is None:
        word_file.add_fault("no-types", "[Content_Types].xml", "the list of content types is missing")
        return
    endings = {entry.get("Extension", "").lower() for entry in types.iter(f"{{{CONTENT_TYPES}}}Default")}
    overrides = [
        entry.get("PartName", "").lstrip("/") for entry in types.iter(f"{{{CONTENT_TYPES}}}Override")
    ]
    for name in word_file.names:
        if name != "[Content_Types].xml" and name not in overrides and _ending(name) not in endings:
            word_file.add_fault("no-type", name, "the part has no content type")
    for name in sorted(set(overrides) - set(word_file.names)):
        word_file.add_fault("type-of-nothing", name, "the content type belongs to a part that does not exist")
    for name in sorted({name for name in overrides if overrides.count(name) > 1}):
        word_file.add_fault("type-twice", name, "the part has more than one content type")


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _read_relationships(word_file: WordFile) -> None:
    for name, tree in list(word_file.trees.items()):
        if not name.endswith(".rels"):
            continue
        source = re.sub(r"_rels/([^/]*)\.rels\Z", r"\1", name)
        relationships = word_file.relationships.setdefault(source, {})
        if source and source not in word_file.names:
            word_file.add_fault(
                "ties-of-nothing", name, "the relationships belong to a part that does not exist"
            )
        for relationship in tree.iter(f"{{{RELATIONSHIPS}}}Relationship"):
            relationship_id, target = relationship.get("Id", ""), relationship.get("Target", "")
            outside = relationship.get("TargetMode") == "External"
            if not outside:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip(
                    "/"
                )
                if target not in word_file.names:
                    word_file.add_fault(
                        "tie-to-nothing", name, f"{relationship_id} points to {target}, which does not exist"
                    )
            if relationship_id in relationships:
                word_file.add_fault("tie-twice", name, f"the id {relationship_id} is used more than once")
            relationships[relationship_id] = (relationship.get("Type", ""), target, outside)
