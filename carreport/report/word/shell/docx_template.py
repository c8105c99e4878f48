"""Render a Word template with docxtpl, and explain any mistake in it."""

from __future__ import annotations

import io
import re
import traceback
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # it ships no types
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.exceptions import TemplateError as JinjaError
from lxml import etree

from carreport.errors import TemplateError
from carreport.report.word.opc_package import PackagePart, Relationship
from carreport.report.word.shell.strip_metadata import strip_metadata
from carreport.report.word.shell.tidy_template import remove_edit_marks
from carreport.report.word.shell.word_sandbox import WordSandbox
from carreport.report.word.xml_names import relationship_type

_KEPT_RELATIONSHIPS = frozenset(
    relationship_type(kind)
    for kind in ("officeDocument", "styles", "settings", "webSettings", "numbering", "fontTable", "font",
                 "footnotes", "endnotes", "header", "footer", "theme", "image", "hyperlink")
)  # fmt: skip
"""The types of relationship that a report keeps from its template; metadata is not among them."""
MAIN = "word/document.xml"


class OpcPart(Protocol):
    """The attributes of a python-docx part that this module uses."""

    partname: str
    content_type: str
    blob: bytes
    rels: Mapping[str, Any]


@dataclass(slots=True)
class RenderedShell:
    """A rendered shell: its parts by name, and the tree of the main document."""

    parts: dict[str, PackagePart]
    relationships: list[Relationship]
    document: PackagePart
    tree: etree._Element

    def related_part(self, kind: str) -> PackagePart | None:
        """Return the part to which the document has a relationship of this type, such as styles, or None."""
        for relationship in self.document.relationships:
            if relationship.type == relationship_type(kind):
                return self.parts[relationship.target]
        return None


def render_shell(content: bytes, name: str, context: Mapping[str, Any]) -> RenderedShell:
    """Return the Word template `content` with its tags filled in; `name` is its file name."""
    try:
        template = DocxTemplate(io.BytesIO(content))
        template.render(context, WordSandbox(), autoescape=True)
    except JinjaError as error:
        raise _template_error(content, name, error) from error
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise TemplateError(
            "template-unreadable",
            f"The Word template {name} cannot be read.",
            remedy="Open it in Word and save it again as a Word document (.docx).",
        ) from error
    return _shell_from_docx(template)


def load_shell(content: bytes) -> RenderedShell:
    """Return a Word template with its tags unchanged."""
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    return _shell_from_docx(template)


def _shell_from_docx(template: DocxTemplate) -> RenderedShell:
    """Return a python-docx document as a `RenderedShell`, without metadata."""
    package = template.docx.part.package
    main_name = str(template.docx.part.partname).lstrip("/")
    parts: dict[str, PackagePart] = {}
    _collect_parts(package.rels, parts)
    main = parts.pop(main_name)
    main.name = MAIN
    parts[MAIN] = main
    relationships = _relationships(package.rels)
    for relationship in relationships:
        relationship.target = MAIN if relationship.target == main_name else relationship.target
    return RenderedShell(parts, relationships, main, template.docx.part.element)


def _collect_parts(relations: Mapping[str, Any], parts: dict[str, PackagePart]) -> None:
    for relation in relations.values():
        if relation.is_external or relation.reltype not in _KEPT_RELATIONSHIPS:
            continue
        source = cast("OpcPart", relation.target_part)
        name = str(source.partname).lstrip("/")
        if name in parts:
            continue
        content = b"" if relation.reltype == relationship_type("officeDocument") else source.blob
        if relation.reltype == relationship_type("image"):
            content = strip_metadata(content)
        elif source.content_type.endswith("+xml"):
            content = remove_edit_marks(content)
        parts[name] = PackagePart(name, source.content_type, content, _relationships(source.rels))
        _collect_parts(source.rels, parts)


def _relationships(relations: Mapping[str, Any]) -> list[Relationship]:
    return [
        Relationship(
            relation.rId,
            relation.reltype,
            relation.target_ref if relation.is_external else str(relation.target_part.partname).lstrip("/"),
            relation.is_external,
        )
        for relation in relations.values()
        if relation.reltype in _KEPT_RELATIONSHIPS
    ]


def _template_error(content: bytes, name: str, error: JinjaError) -> TemplateError:
    """Return an error that quotes the text around the tag, with the reason and what to do."""
    text = _nearby_text(content, error)
    place = f" near “{text}”" if text else ""
    if isinstance(error, UndefinedError):
        why, remedy = f"A report does not have this value: {error.message}.", "Check its spelling"
    elif isinstance(error, SecurityError):
        why, remedy = f"A template can only print: {error.message}.", "Remove the tag"
    else:
        why, remedy = f"A tag is not valid: {error.message}.", "Delete the tag and type it again"
    message = f"The Word template {name} has a mistake{place}."
    return TemplateError(
        "template-tag", message, why=why, remedy=f"{remedy}. docs/templates.md lists all tags."
    )


def _nearby_text(content: bytes, error: JinjaError) -> str:
    """Return the text of the paragraph where the template failed.

    docxtpl starts a new line before every paragraph, so the error's line number leads to the paragraph.
    """
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == "<template>"]
    line = getattr(error, "lineno", None) or (frames[-1].lineno if frames else None)
    if line is None:
        return ""
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    source = re.sub(r"<w:p([ >])", r"\n<w:p\1", template.patch_xml(template.get_xml()))
    lines = source.splitlines()
    paragraph = lines[line - 1].partition("</w:p>")[0] if line <= len(lines) else ""
    words = re.sub(r"<[^>]+>", "", paragraph)
    return words.strip()[:120]


_TRACES = (
    "rsids", "attachedTemplate", "updateFields", "proofState", "documentProtection", "writeProtection",
    "docVars", "docId", "mailMerge", "saveThroughXslt", "trackRevisions",
)  # fmt: skip


def clean_settings(content: bytes) -> bytes:
    """Return the settings part without revision ids, the attached template and similar traces."""
    root = etree.fromstring(content)
    for name in _TRACES:
        for element in root.iterfind(f"{{*}}{name}"):
            root.remove(element)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
