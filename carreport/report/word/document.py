"""Assemble a rendered shell and the report sections into one Word file."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from markupsafe import Markup

from carreport.report.model import (
    Chart,
    Figure,
    Heading,
    ListBlock,
    Report,
    ReportSection,
    Table,
    numbered_label,
)
from carreport.report.templates.shell_context import shell_context
from carreport.report.word.contents import fill_contents
from carreport.report.word.footnotes import Footnotes, footnotes_xml
from carreport.report.word.list_numbering import ListNumbering
from carreport.report.word.opc_package import XML_DECLARATION, PackagePart, Relationship, pack_parts
from carreport.report.word.pictures import EMU_PER_TWENTIETH, PictureParts
from carreport.report.word.run_languages import mark_languages
from carreport.report.word.shell.docx_template import RenderedShell, clean_settings
from carreport.report.word.shell.tidy_template import SLOT, body_slots, text_area_of, tidy_template
from carreport.report.word.styles import StyleSheet, styles_xml
from carreport.report.word.word_blocks import Bookmarks, WordBlockEmitter
from carreport.report.word.word_inline import Hyperlinks, WordInlineEmitter, xml_text
from carreport.report.word.xml_names import (
    CORE,
    CORE_RELATIONSHIP,
    CORE_TYPE,
    DC,
    DCTERMS,
    NS,
    TYPES,
    WP,
    XSI,
    R,
    W,
    bookmark_name,
    escape,
    relationship_type,
    w,
)

_SLOT = re.compile(rf"<\?{SLOT} (\d+)\?>")
_HEADING = re.compile(r"heading \d\Z")
_HAS_TEXT = re.compile(r"word/(?:document|footnotes|header|footer)\d*\.xml\Z")
_EMPTY_NUMBERING = f'<w:numbering xmlns:w="{W}"/>'


def document_context(report: Report) -> dict[str, Any]:
    """Return the values for a shell; in place of each section body is a slot with the section's index."""
    places = {id(section): number for number, section in enumerate(report.sections)}

    def place(section: ReportSection) -> Markup:
        return Markup(f"<?{SLOT} {places[id(section)]}?>")  # noqa: S704 (a number)

    return shell_context(report, place)


def assemble_document(report: Report, shell: RenderedShell) -> bytes:
    """Return the finished Word file: `report` placed in its rendered shell."""
    tidy_template(shell.tree)
    return _DocumentBuilder(report, shell).build()


class _DocumentBuilder:
    """Builds one document from a rendered shell and the report sections."""

    def __init__(self, report: Report, shell: RenderedShell) -> None:
        self.report = report
        self.shell = shell
        self.styles = StyleSheet(self._tree("styles", styles_xml()))
        self.styles.set_language(report.language)
        self.numbering_root = self._tree("numbering", _EMPTY_NUMBERING)
        notes = self._part("footnotes", footnotes_xml())
        self.notes_part = notes
        self.footnotes = Footnotes.from_template(report.footnotes, notes.content)
        self.bookmarks = Bookmarks(1 + len(shell.tree.findall(".//w:bookmarkStart", NS)))
        self.bookmarks.names.update(mark.get(w("name"), "") for mark in shell.tree.iter(w("bookmarkStart")))
        self.labels: dict[str, tuple[str, str]] = {}

    def build(self) -> bytes:
        """Return the finished file."""
        self._mark_headings()
        self._collect_labels()
        emitter = self._emitter()
        text = self._document(emitter)
        self._finish_notes()
        self._store("styles", self.styles.root)
        self._store("numbering", self.numbering_root)
        self.shell.document.content = text.encode()
        self._mark_languages()
        self._finish_settings()
        core = PackagePart("docProps/core.xml", CORE_TYPE, core_properties_xml(self.report).encode())
        self.shell.parts[core.name] = core
        ids = {relationship.id for relationship in self.shell.relationships}
        free = next(f"rId{n}" for n in range(1, len(ids) + 2) if f"rId{n}" not in ids)
        relationships = [*self.shell.relationships, Relationship(free, CORE_RELATIONSHIP, core.name)]
        return pack_parts(self.shell.parts.values(), relationships)

    def _emitter(self) -> WordBlockEmitter:
        room = text_area_of(self.shell.tree)
        ids = [int(drawing.get("id", "0")) for drawing in self.shell.tree.iter(f"{{{WP}}}docPr")]
        pictures = PictureParts(
            self.shell.document,
            self.shell.parts,
            self.report.pictures,
            room.width * EMU_PER_TWENTIETH,
            1 + max(ids, default=0),
        )
        numbering = ListNumbering(self.numbering_root, self.styles.root)
        return WordBlockEmitter(
            self._writer(self.shell.document), self.styles, numbering, pictures, self.bookmarks, room
        )

    def _writer(self, part: PackagePart) -> WordInlineEmitter:
        links = Hyperlinks(
            lambda target: part.add_relationship(relationship_type("hyperlink"), target, external=True)
        )
        return WordInlineEmitter(
            links,
            self.styles.style_id("Hyperlink"),
            self.styles.style_id("footnote reference"),
            self.labels,
            self.footnotes.reference_id,
        )

    def _mark_headings(self) -> None:
        """Put a bookmark on the heading above each section body."""
        heading: etree._Element | None = None
        marks = {mark: number for number, mark in body_slots(self.shell.tree)}
        for element in self.shell.tree.iter():
            if element in marks:
                if heading is not None:
                    self._mark_heading(heading, self.report.sections[marks[element]].anchor)
                heading = None
            elif element.tag == w("p") and self._is_heading(element):
                heading = element

    def _mark_heading(self, heading: etree._Element, anchor: str) -> None:
        name = bookmark_name("_Toc", anchor)
        if name in self.bookmarks.names:
            return
        self.labels[anchor] = (name, "")
        bookmark = self.bookmarks.wrap(name, "")
        start, end = etree.fromstring(f'<x xmlns:w="{W}">{bookmark}</x>')
        heading.insert(1 if heading.find("w:pPr", NS) is not None else 0, start)
        heading.append(end)

    def _is_heading(self, paragraph: etree._Element) -> bool:
        style = paragraph.find("w:pPr/w:pStyle", NS)
        return style is not None and bool(_HEADING.match(self.styles.style_name(style.get(w("val"), ""))))

    def _collect_labels(self) -> None:
        """Record the bookmark and label of each cross-reference target, before any text is emitted."""
        for number in {number for number, _ in body_slots(self.shell.tree)}:
            for block in self.report.sections[number].body:
                if isinstance(block, Heading):
                    self.labels[block.anchor] = (bookmark_name("_Toc", block.anchor), "")
                elif isinstance(block, ListBlock):
                    anchors = [entry.anchor for entry in block.items if entry.anchor]
                    self.labels.update({anchor: (bookmark_name("_Ref", anchor), "") for anchor in anchors})
                elif isinstance(block, Table | Figure | Chart) and block.number:
                    name = bookmark_name("_Ref", block.anchor)
                    self.labels[block.anchor] = (name, numbered_label(block))

    def _document(self, emitter: WordBlockEmitter) -> str:
        """Return the whole document as XML, with bodies inserted as text for their slots."""
        bodies = [emitter.section(self.report.sections[number]) for number, _ in body_slots(self.shell.tree)]
        fill_contents(self.shell.tree, self.report, self.styles, self.bookmarks.names)
        root = self.shell.tree
        prefixes = [prefix for prefix in root.nsmap if prefix]
        etree.cleanup_namespaces(
            root, top_nsmap={"w": W, "r": R, "wp": WP}, keep_ns_prefixes=[*prefixes, "w", "r", "wp"]
        )
        pieces = _SLOT.split(etree.tostring(root, encoding="unicode"))
        text = [pieces[0]]
        for body, rest in zip(bodies, pieces[2::2], strict=True):
            text += [body, _closing_paragraph(body, rest), rest]
        return XML_DECLARATION + "".join(text)

    def _finish_notes(self) -> None:
        if self.footnotes.referenced:
            writer = self._writer(self.notes_part)
            self.notes_part.content = self.footnotes.xml(writer, self.styles.style_id("footnote text"))

    def _mark_languages(self) -> None:
        for part in self.shell.parts.values():
            if _HAS_TEXT.match(part.name):
                part.content = mark_languages(part.content, self.report.text_languages)

    def _finish_settings(self) -> None:
        settings = self.shell.related_part("settings")
        if settings is not None:
            settings.content = clean_settings(settings.content)

    def _part(self, kind: str, content: str) -> PackagePart:
        """Return the part of this kind, adding one with `content` if the shell has none."""
        part = self.shell.related_part(kind)
        if part is None:
            part = PackagePart(f"word/{kind}.xml", TYPES[kind], (XML_DECLARATION + content).encode())
            self.shell.parts[part.name] = part
            self.shell.document.add_relationship(relationship_type(kind), part.name)
        return part

    def _tree(self, kind: str, content: str) -> etree._Element:
        return etree.fromstring(self._part(kind, content).content)

    def _store(self, kind: str, root: etree._Element) -> None:
        part = self._part(kind, "")
        part.content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _closing_paragraph(body: str, rest: str) -> str:
    """Return the paragraph that Word requires after a table at the end of the document, or nothing."""
    ends_text = rest.startswith(("<w:sectPr", "</w:body>"))
    return "<w:p/>" if ends_text and body.endswith("</w:tbl>") else ""


def core_properties_xml(report: Report) -> str:
    """Return the core properties: title, language and date, but no author."""
    day = f"{report.made_on.isoformat()}T00:00:00Z" if report.made_on else ""
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day}</dcterms:{name}>'
        for name in (("created", "modified") if day else ())
    )
    return (
        f'{XML_DECLARATION}<cp:coreProperties xmlns:cp="{CORE}" xmlns:dc="{DC}" xmlns:dcterms="{DCTERMS}" '
        f'xmlns:xsi="{XSI}"><dc:title>{escape(xml_text(report.title.title or report.title.kind))}</dc:title>'
        f"<dc:language>{escape(report.language)}</dc:language>{dates}</cp:coreProperties>"
    )
