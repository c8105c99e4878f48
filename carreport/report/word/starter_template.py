"""Make the document from which somebody starts a Word template of their own, with notes beside the tags."""

from __future__ import annotations

from lxml import etree

from carreport.report.word.opc_package import XML_DECLARATION, PackagePart, pack_parts
from carreport.report.word.shell.docx_template import load_shell
from carreport.report.word.untrusted.location import paragraph_text
from carreport.report.word.xml_names import NS, TYPES, W, escape, relationship_type, w

_WRITER = "carreport"
NOTES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "{%p if title.kind %}",
        (
            (
                "How to restyle this document: change fonts, colours, margins, the header and the footer "
                "as in any Word document, put your logo in, and write words of your own round the tags. "
                "What stands in double brackets is filled in with each report. Leave the words between "
                "the brackets as they are."
            ),
            "These comments stay in the template. No report has them.",
            (
                "A tag with %p stands alone in its paragraph, and that paragraph vanishes. What stands "
                "between if and endif is printed only if there is something to print."
            ),
        ),
    ),
    (
        "{{ title.title }}",
        (
            (
                "Here stands the title of the inquiry. The style of this paragraph is Title: change the "
                "style (Home, Styles, Modify), and every report follows."
            ),
        ),
    ),
    (
        "Contents",
        (
            (
                "The list below is filled in with each report, with links. Its lines have the styles TOC "
                "1 and TOC 2. Page numbers appear in the finished report after Ctrl+A and F9."
            ),
        ),
    ),
    (
        "{%p for section in sections %}",
        ("From here to endfor everything is repeated for each section of the report.",),
    ),
    (
        "{{p section.body }}",
        (
            (
                "Here stands everything that a section holds. It uses the styles of this document: "
                "Heading 2 to 4, Normal, Lead, Label, Small, List Bullet, List Number, Quote, Quote "
                "Speaker, Callout, Callout Label, Fact, Caption, Figure Caption, Figure Credit, Picture, "
                "Table Text, Table Figures, Table Heading, Table Note and the table style Report Table. "
                "Change them, not the paragraphs of a report."
            ),
        ),
    ),
    (
        "{%p endfor %}",
        (
            (
                "When you are done, save the file as a Word document (.docx) and check it: every mistake "
                "is told with its place. Then add it to your templates."
            ),
        ),
    ),
)
"""For each tag to be explained, the paragraphs of the comment beside it."""


def starter_document(shipped: bytes) -> bytes:
    """Return the shipped Word template `shipped` with a comment beside each kind of tag."""
    shell = load_shell(shipped)
    notes = dict(NOTES)
    written: list[str] = []
    for paragraph in shell.tree.iter(w("p")):
        told = notes.pop(paragraph_text(paragraph).strip(), None)
        if told is not None:
            _attach_comment(paragraph, len(written))
            written.append(_comment(len(written), told))
    part = PackagePart(
        "word/comments.xml",
        TYPES["comments"],
        f'{XML_DECLARATION}<w:comments xmlns:w="{W}">{"".join(written)}</w:comments>'.encode(),
    )
    shell.parts[part.name] = part
    shell.document.add_relationship(relationship_type("comments"), part.name)
    shell.document.content = etree.tostring(
        shell.tree, xml_declaration=True, encoding="UTF-8", standalone=True
    )
    return pack_parts(shell.parts.values(), shell.relationships)


def _attach_comment(paragraph: etree._Element, number: int) -> None:
    """Tie the whole of a paragraph to the comment `number`."""
    first = 1 if paragraph.find("w:pPr", NS) is not None else 0
    paragraph.insert(first, etree.Element(w("commentRangeStart"), {w("id"): str(number)}))
    paragraph.append(etree.Element(w("commentRangeEnd"), {w("id"): str(number)}))
    run = etree.SubElement(paragraph, w("r"))
    etree.SubElement(run, w("commentReference"), {w("id"): str(number)})


def _comment(number: int, told: tuple[str, ...]) -> str:
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(each)}</w:t></w:r></w:p>" for each in told)
    return f'<w:comment w:id="{number}" w:author="{_WRITER}" w:initials="c">{paragraphs}</w:comment>'
