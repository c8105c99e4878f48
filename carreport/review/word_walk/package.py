"""Open a Word file from anybody: its parts as XML, within limits and without entities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from carreport.errors import CarreportError, UnreadableInputError
from carreport.report.word.proof.docx_parts import WordFile, read_word_members
from carreport.report.word.untrusted.inspect_package import PackageError, read_members
from carreport.review.word_walk.file_kinds import UNCHANGED, refusal

WORD_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""The namespace of Word, and the one in files saved as Strict Open XML."""
EXPORT_PROPERTY = "carreport-review"
DAMAGED, LEFT_OUT = "damaged-xml", "foreign-part"
_CODES = {"package-locked": "review-encrypted", "package-old": "review-doc"}


@dataclass(slots=True)
class WordPackage:
    """The parts of a Word file, and codes of what is unusual about them."""

    file: WordFile
    notes: list[str] = field(default_factory=list)

    @property
    def main(self) -> etree._Element:
        """The main document; `open_package` has checked that there is one."""
        return self.file.trees[self.file.main_part]

    def parts(self, kind: str) -> Iterator[tuple[str, etree._Element]]:
        """Yield the name and the tree of every part of a kind, such as `header`, in a fixed order."""
        relationships = self.file.relationships.get(self.file.main_part, {})
        names = [
            target
            for type_, target, outside in relationships.values()
            if type_.endswith(f"/{kind}") and not outside
        ]
        for name in dict.fromkeys(names):
            if name in self.file.trees:
                yield name, self.file.trees[name]

    def links(self, part: str) -> Mapping[str, str]:
        """Return the addresses of the links in a part by the ids of their relationships."""
        relationships = self.file.relationships.get(part, {})
        return {
            key: target for key, (type_, target, _) in relationships.items() if type_.endswith("/hyperlink")
        }

    @property
    def export_id(self) -> str:
        """The id of the review copy that this file was made from, or an empty string."""
        properties = self.file.trees.get(self.file.related_part("custom-properties", ""))
        if properties is None:
            return ""
        values = [
            entry.xpath("string()")
            for entry in properties.iter("{*}property")
            if entry.get("name") == EXPORT_PROPERTY
        ]
        return str(values[0]).strip()[:64] if values else ""


def open_package(name: str, content: bytes) -> WordPackage:
    """Return the parts of the file called `name`; raise an error that says what to do if that fails."""
    try:
        members = read_members(content)
    except PackageError as problem:
        raise _package_error(name, problem) from None
    package = _parsed(members)
    if any(tree.getroottree().docinfo.doctype for tree in package.file.trees.values()):
        what = f"“{name}” contains a document type declaration, which no word processor writes."
        raise UnreadableInputError(
            "review-doctype", what, why=UNCHANGED, remedy="Open it in Word and save it again."
        )
    if package.file.document is None or etree.QName(package.main).namespace not in WORD_SPACES:
        is_open_document = members.get("mimetype", b"").startswith(b"application/vnd.oasis.opendocument")
        raise refusal("review-odt" if is_open_document else "review-not-word", name)
    return package


def _package_error(name: str, problem: PackageError) -> CarreportError:
    mistake = problem.mistakes[0]
    if mistake.code in _CODES:
        return refusal(_CODES[mistake.code], name)
    code = mistake.code.replace("package", "review")
    remedy = "Open it in Word, choose Save as, and save it under another name. Then choose that file."
    return UnreadableInputError(
        code, f"“{name}” cannot be read. {mistake.message}", why=UNCHANGED, remedy=remedy
    )


def _parsed(members: dict[str, bytes]) -> WordPackage:
    """Return the parts; of those that are not well-formed, what can be read, with a note."""
    file = read_word_members(members, huge=False)
    damaged = [fault.part for fault in file.faults if fault.code == "not-xml"]
    members |= {part: _recovered(members[part]) for part in damaged}
    package = WordPackage(read_word_members(members, huge=False) if damaged else file)
    package.notes += [DAMAGED] * bool(damaged)
    everything = (kind for ties in package.file.relationships.values() for kind, _, _ in ties.values())
    package.notes += [LEFT_OUT] * any(kind.endswith("/aFChunk") for kind in everything)
    return package


def _recovered(content: bytes) -> bytes:
    """Return what can be read of XML that is not well-formed, as XML that is."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        return etree.tostring(etree.fromstring(content, parser))
    except (etree.XMLSyntaxError, TypeError):  # without any element, there is no tree to write
        return b"<lost/>"
