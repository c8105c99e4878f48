"""Build the starter document for a user's own Word template, with comments that explain the tags."""

from __future__ import annotations

from lxml import etree

from carreport.report.word.opc_package import XML_DECLARATION, PackagePart, pack_parts
from carreport.report.word.shell.docx_template import load_shell
from carreport.report.word.starter_notes import NOTES
from carreport.report.word.untrusted.location import paragraph_text
from carreport.report.word.xml_names import NS, TYPES, W, escape, relationship_type, w

_WRITER = "carreport"


def starter_document(supplied: bytes) -> bytes:
    """Return a supplied Word template with the comments in `NOTES` added."""
    shell = load_shell(supplied)
    notes = dict(NOTES)
    comments: list[str] = []
    for paragraph in shell.tree.iter(w("p")):
        note = notes.pop(paragraph_text(paragraph).strip(), None)
        if note is not None:
            _attach_comment(paragraph, len(comments))
            comments.append(_comment(len(comments), note))
    part = PackagePart(
        "word/comments.xml",
        TYPES["comments"],
        f'{XML_DECLARATION}<w:comments xmlns:w="{W}">{"".join(comments)}</w:comments>'.encode(),
    )
    shell.parts[part.name] = part
    shell.document.add_relationship(relationship_type("comments"), part.name)
    shell.document.content = etree.tostring(
        shell.tree, xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return pack_parts(shell.parts.values(), shell.relationships)


def _attach_comment(paragraph: etree._Element, number: int) -> None:
    """Attach the comment `number` to a paragraph."""
    first = 1 if paragraph.find("w:pPr", NS) is not None else 0
    paragraph.insert(first, etree.Element(w("commentRangeStart"), {w("id"): str(number)}))
    paragraph.append(etree.Element(w("commentRangeEnd"), {w("id"): str(number)}))
    run = etree.SubElement(paragraph, w("r"))
    etree.SubElement(run, w("commentReference"), {w("id"): str(number)})


def _comment(number: int, texts: tuple[str, ...]) -> str:
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in texts)
    return f'<w:comment w:id="{number}" w:author="{_WRITER}" w:initials="c">{paragraphs}</w:comment>'
