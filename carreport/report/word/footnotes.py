"""Write footnotes to the footnotes part, after those in the template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from carreport.report.model import Footnote
from carreport.report.word.word_inline import WordInlineEmitter, run_xml
from carreport.report.word.xml_names import NS, WP, A, R, W, w

_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:before="0" w:after="0" '
    f'w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:{mark}/></w:r></w:p></w:footnote>'
    for kind, number, mark in (
        ("separator", -1, "separator"),
        ("continuationSeparator", 0, "continuationSeparator"),
    )
)


def footnotes_xml() -> str:
    """Return a footnotes part that contains only the separators, which Word requires."""
    return (
        f'<w:footnotes xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:a="{A}">{_SEPARATORS}</w:footnotes>'
    )


@dataclass(slots=True)
class Footnotes:
    """The footnotes in one report; each is written once, for its first reference."""

    notes: dict[int, Footnote]
    root: etree._Element
    next_id: int
    referenced: list[tuple[int, Footnote]] = field(default_factory=list)

    @classmethod
    def from_template(cls, notes: tuple[Footnote, ...], content: bytes) -> Footnotes:
        """Return the footnotes in `notes`, to be added to the template's footnotes part `content`."""
        root = etree.fromstring(content)
        ids = [int(footnote.get(w("id"), "0")) for footnote in root.iterfind("w:footnote", NS)]
        return cls({note.number: note for note in notes}, root, 1 + max([0, *ids]))

    def reference_id(self, number: int) -> str | None:
        """Return an id for note `number`, or None if it has already been referenced or does not exist."""
        note = self.notes.pop(number, None)
        if note is None:
            return None
        note_id = self.next_id
        self.next_id += 1
        self.referenced.append((note_id, note))
        return str(note_id)

    @property
    def paragraphs(self) -> Iterator[etree._Element]:
        """The first paragraph of each footnote in the finished part, in the order of their marks."""
        for note_id, _ in self.referenced:
            yield from self.root.iterfind(f"w:footnote[@w:id='{note_id}']/w:p", NS)

    def xml(self, writer: WordInlineEmitter, paragraph: str) -> bytes:
        """Return the finished part; `paragraph` is the id of the paragraph style for footnotes."""
        mark = f'<w:r><w:rPr><w:rStyle w:val="{writer.note_reference}"/></w:rPr><w:footnoteRef/></w:r>'
        footnotes = "".join(
            f'<w:footnote w:id="{note_id}"><w:p><w:pPr><w:pStyle w:val="{paragraph}"/></w:pPr>'
            f"{mark}{run_xml(' ')}{writer.runs(note.text)}</w:p></w:footnote>"
            for note_id, note in self.referenced
        )
        fragment = etree.fromstring(f'<x xmlns:w="{W}" xmlns:r="{R}">{footnotes}</x>')
        self.root.extend(list(fragment))
        return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
