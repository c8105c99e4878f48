"""Print the shell that a fellow styles in Word, and say in plain words what is wrong with it."""

from __future__ import annotations

import re
import traceback
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate  # type: ignore[import-untyped]  # it ships no types
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.exceptions import TemplateError as JinjaError
from lxml import etree

from carreport.errors import TemplateError
from carreport.report.word.names import CORE_RELATION, NS, relation
from carreport.report.word.package import Part, Relation
from carreport.report.word.sandbox import TemplateSandbox

_LEFT_BEHIND = (
    CORE_RELATION,
    relation("extended-properties"),
    relation("custom-properties"),
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    relation("attachedTemplate"),
    relation("printerSettings"),
)
"""What a template says about itself and its author, which no report repeats."""


class OpcPart(Protocol):
    """What we read of a part of python-docx."""

    partname: str
    content_type: str
    blob: bytes
    rels: Mapping[str, Any]


@dataclass(slots=True)
class Shell:
    """A printed shell: its parts by name, and the tree of the document itself."""

    parts: dict[str, Part]
    ties: list[Relation]
    document: Part
    tree: etree._Element

    def part(self, kind: str) -> Part | None:
        """Return the part of the document that has this relationship, such as styles."""
        for each in self.document.relations:
            if each.kind == relation(kind):
                return self.parts[each.target]
        return None


def print_shell(path: Path, context: dict[str, Any]) -> Shell:
    """Return the Word template at `path` with its tags filled in from `context`."""
    try:
        template = DocxTemplate(path)
        template.render(context, TemplateSandbox(), autoescape=True)
    except JinjaError as error:
        raise _mistake(path, error) from error
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise TemplateError(
            "template-unreadable",
            f"The Word template {path.name} cannot be read.",
            remedy="Open it in Word and save it again as a Word document (.docx).",
        ) from error
    return _taken_over(template)


def _taken_over(template: DocxTemplate) -> Shell:
    """Return the parts that python-docx holds as our own, without what describes the template."""
    package = template.docx.part.package
    main = str(template.docx.part.partname).lstrip("/")
    parts: dict[str, Part] = {}
    _gather(package.rels, parts)
    return Shell(parts, _relations(package.rels), parts[main], template.docx.part.element)


def _gather(relations: Mapping[str, Any], parts: dict[str, Part]) -> None:
    for each in relations.values():
        if each.is_external or each.reltype in _LEFT_BEHIND:
            continue
        source = cast("OpcPart", each.target_part)
        name = str(source.partname).lstrip("/")
        if name in parts:
            continue
        content = b"" if each.reltype == relation("officeDocument") else source.blob
        parts[name] = Part(name, source.content_type, content, _relations(source.rels))
        _gather(source.rels, parts)


def _relations(relations: Mapping[str, Any]) -> list[Relation]:
    return [
        Relation(
            each.rId,
            each.reltype,
            each.target_ref if each.is_external else str(each.target_part.partname).lstrip("/"),
            each.is_external,
        )
        for each in relations.values()
        if each.reltype not in _LEFT_BEHIND
    ]


def _mistake(path: Path, error: JinjaError) -> TemplateError:
    """Return what is wrong with the template: the tag, the words around it, what to do."""
    where = _nearby(path, error)
    found = f" near “{where}”" if where else ""
    if isinstance(error, UndefinedError):
        why, remedy = f"It asks for something that a report has not: {error.message}.", "Check its spelling"
    elif isinstance(error, SecurityError):
        why, remedy = f"It does more than print words: {error.message}.", "Remove that tag"
    else:
        why, remedy = f"A tag cannot be read: {error.message}.", "Delete the tag and type it again"
    what = f"The Word template {path.name} has a mistake{found}."
    return TemplateError(
        "template-tag", what, why=why, remedy=f"{remedy}; docs/templates.md lists every tag."
    )


def _nearby(path: Path, error: JinjaError) -> str:
    """Return the words of the paragraph where the template failed.

    docxtpl starts a line before every paragraph, so the line of the failure is the paragraph.
    """
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == "<template>"]
    line = getattr(error, "lineno", None) or (frames[-1].lineno if frames else None)
    if line is None:
        return ""
    template = DocxTemplate(path)
    template.init_docx()
    source = re.sub(r"<w:p([ >])", r"\n<w:p\1", template.patch_xml(template.get_xml()))
    lines = source.splitlines()
    paragraph = lines[line - 1].partition("</w:p>")[0] if line <= len(lines) else ""
    words = re.sub(r"<[^>]+>", "", paragraph)
    return words.strip()[:120]


def settings_without_traces(content: bytes) -> bytes:
    """Return the settings without revision marks and the path of somebody's own template."""
    root = etree.fromstring(content)
    for name in ("rsids", "attachedTemplate", "updateFields", "proofState", "documentProtection"):
        for element in root.iterfind(f"w:{name}", NS):
            root.remove(element)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
