"""Write the parts of a Word file to a ZIP package; the same parts always give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field

from carreport.report.word.xml_names import CONTENT_TYPES, RELATIONSHIPS, RELATIONSHIPS_TYPE, quoteattr

XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PACKED_ALREADY = (".jpg", ".jpeg", ".png", ".gif")
_BY_ENDING = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "svg": "image/svg+xml",
}


@dataclass(slots=True)
class Relationship:
    """A relationship from a part to another part, or to an external target."""

    id: str
    type: str
    target: str
    is_external: bool = False


@dataclass(slots=True)
class PackagePart:
    """One part in the package: name (without a leading slash), content type, bytes and relationships."""

    name: str
    type: str
    content: bytes
    relationships: list[Relationship] = field(default_factory=list)

    def add_relationship(self, kind: str, target: str, *, external: bool = False) -> str:
        """Add a relationship to another part, given by name, or to an external target; return its id."""
        ids = {relation.id for relation in self.relationships} if len(self.relationships) < 50 else set()
        number = len(self.relationships) + 1
        while f"rId{number}" in ids:
            number += 1
        self.relationships.append(Relationship(f"rId{number}", kind, target, external))
        return f"rId{number}"


def relationships_xml(relations: Iterable[Relationship], source: str) -> str:
    """Return the relationships part for the part called `source` (empty for the package itself)."""
    lines = "".join(_relationship_xml(relation, source) for relation in relations)
    return f'{XML_DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">{lines}</Relationships>'


def _relationship_xml(relationship: Relationship, source: str) -> str:
    target = (
        relationship.target if relationship.is_external else _relative_target(source, relationship.target)
    )
    mode = ' TargetMode="External"' if relationship.is_external else ""
    ends = f"Id={quoteattr(relationship.id)} Type={quoteattr(relationship.type)} Target={quoteattr(target)}"
    return f"<Relationship {ends}{mode}/>"


def pack_parts(
    parts: Iterable[PackagePart], relationships: Iterable[Relationship], *, compress: bool = True
) -> bytes:
    """Return a package with `parts`; `relationships` are those of the package itself.

    Dates, order and attributes are fixed. Pictures that are already compressed are stored as they are.
    """
    ordered = sorted(parts, key=lambda part: (part.name != "word/document.xml", part.name))
    packet = io.BytesIO()
    with zipfile.ZipFile(packet, "w") as archive:

        def put(name: str, content: bytes) -> None:
            member = zipfile.ZipInfo(name, _EPOCH)
            member.create_system = 0
            member.external_attr = 0o600 << 16
            small = compress and not name.endswith(_PACKED_ALREADY)
            member.compress_type = zipfile.ZIP_DEFLATED if small else zipfile.ZIP_STORED
            archive.writestr(member, content)

        put("[Content_Types].xml", _content_types_xml(ordered).encode())
        put("_rels/.rels", relationships_xml(relationships, "").encode())
        for part in ordered:
            put(part.name, part.content)
            if part.relationships:
                put(
                    _relationships_part_name(part.name),
                    relationships_xml(part.relationships, part.name).encode(),
                )
    return packet.getvalue()


def _relationships_part_name(name: str) -> str:
    folder, _, last = name.rpartition("/")
    return f"{folder}/_rels/{last}.rels" if folder else f"_rels/{last}.rels"


def _relative_target(source: str, target: str) -> str:
    folder = source.rpartition("/")[0]
    return target[len(folder) + 1 :] if folder and target.startswith(f"{folder}/") else f"/{target}"


def _content_types_xml(parts: list[PackagePart]) -> str:
    endings = sorted({part.name.rpartition(".")[2] for part in parts} & _BY_ENDING.keys())
    defaults = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for ending, kind in [
            *((ending, _BY_ENDING[ending]) for ending in endings),
            ("rels", RELATIONSHIPS_TYPE),
            ("xml", "application/xml"),
        ]
    )
    overrides = "".join(
        f"<Override PartName={quoteattr('/' + part.name)} ContentType={quoteattr(part.type)}/>"
        for part in parts
        if _BY_ENDING.get(part.name.rpartition(".")[2]) != part.type
    )
    return f'{XML_DECLARATION}<Types xmlns="{CONTENT_TYPES}">{defaults}{overrides}</Types>'
