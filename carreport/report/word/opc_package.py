"""Pack the parts of a Word file so that the same report always gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field

from carreport.report.word.xml_names import CONTENT_TYPES, RELATIONS, RELATIONS_TYPE, quoteattr

XML_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
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
class Relation:
    """A tie from one part to another, or to an address outside the file."""

    id: str
    kind: str
    target: str
    external: bool = False


@dataclass(slots=True)
class Part:
    """One member of the file: its name without a leading slash, its type, its bytes and its ties."""

    name: str
    type: str
    content: bytes
    relations: list[Relation] = field(default_factory=list)

    def relate(self, kind: str, target: str, *, external: bool = False) -> str:
        """Tie the part to another part by its name, or to an address outside; return the id."""
        known = {relation.id for relation in self.relations} if len(self.relations) < 50 else set()
        number = len(self.relations) + 1
        while f"rId{number}" in known:
            number += 1
        self.relations.append(Relation(f"rId{number}", kind, target, external))
        return f"rId{number}"


def relations_xml(relations: Iterable[Relation], source: str) -> str:
    """Return the relationships part of the part called `source` ("" for the package)."""
    lines = "".join(_relation_xml(each, source) for each in relations)
    return f'{XML_HEAD}<Relationships xmlns="{RELATIONS}">{lines}</Relationships>'


def _relation_xml(tie: Relation, source: str) -> str:
    target = tie.target if tie.external else _seen_from(source, tie.target)
    mode = ' TargetMode="External"' if tie.external else ""
    ends = f"Id={quoteattr(tie.id)} Type={quoteattr(tie.kind)} Target={quoteattr(target)}"
    return f"<Relationship {ends}{mode}/>"


def packed(parts: Iterable[Part], ties: Iterable[Relation], *, compress: bool = True) -> bytes:
    """Return the file that holds `parts`; `ties` lead from the package to its main parts.

    Dates, order and attributes are fixed. Photos are stored as they are, since they cannot
    become smaller.
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

        put("[Content_Types].xml", _types_xml(ordered).encode())
        put("_rels/.rels", relations_xml(ties, "").encode())
        for part in ordered:
            put(part.name, part.content)
            if part.relations:
                put(_relations_name(part.name), relations_xml(part.relations, part.name).encode())
    return packet.getvalue()


def _relations_name(name: str) -> str:
    folder, _, last = name.rpartition("/")
    return f"{folder}/_rels/{last}.rels" if folder else f"_rels/{last}.rels"


def _seen_from(source: str, target: str) -> str:
    folder = source.rpartition("/")[0]
    return target[len(folder) + 1 :] if folder and target.startswith(f"{folder}/") else f"/{target}"


def _types_xml(parts: list[Part]) -> str:
    endings = sorted({part.name.rpartition(".")[2] for part in parts} & _BY_ENDING.keys())
    defaults = "".join(
        f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for ending, kind in [
            *((ending, _BY_ENDING[ending]) for ending in endings),
            ("rels", RELATIONS_TYPE),
            ("xml", "application/xml"),
        ]
    )
    overrides = "".join(
        f"<Override PartName={quoteattr('/' + part.name)} ContentType={quoteattr(part.type)}/>"
        for part in parts
        if _BY_ENDING.get(part.name.rpartition(".")[2]) != part.type
    )
    return f'{XML_HEAD}<Types xmlns="{CONTENT_TYPES}">{defaults}{overrides}</Types>'
