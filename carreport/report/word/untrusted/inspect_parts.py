"""Find what somebody else's Word file would do besides showing words: code, links to other files, traces.

Every list here says what is allowed; whatever stands on none of them is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from lxml import etree

from carreport.errors import Mistake
from carreport.report.word.proof.docx_parts import WordFile
from carreport.report.word.untrusted.inspect_package import SAVE_AGAIN_REMEDY, WHOLE_FILE, display_name
from carreport.report.word.untrusted.location import LocationFinder
from carreport.report.word.xml_names import w

ALLOWED_FIELDS = frozenset((
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "TOC", "REF", "PAGEREF", "NOTEREF", "SEQ",
    "STYLEREF", "HYPERLINK", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "TITLE", "SUBJECT",
    "SYMBOL"))  # fmt: skip
_NAME = re.compile(r"\s*([^\s\\\"]*)")
_WEB = re.compile(
    r'\s*HYPERLINK\s+("?)(https?://|mailto:)[^\\"\s]+\1(\s+\\[a-z]\s*("[^"\\]*")?)*\s*\Z', re.IGNORECASE
)
_INSIDE = re.compile(r'\s*HYPERLINK\s+\\l\s+"?[\w.-]+"?(\s+\\[a-z]\s*("[^"\\]*")?)*\s*\Z', re.IGNORECASE)
_REMEDY = "Click on it, press Ctrl+Shift+F9 and it becomes ordinary words."


@dataclass(slots=True)
class _OpenField:
    """A field that has begun: its code so far, and whether its result has begun too."""

    code: list[str] = field(default_factory=list)
    has_result: bool = False


def field_mistakes(places: LocationFinder, name: str, tree: etree._Element) -> Iterator[Mistake]:
    """Yield every field of a part that is not on the short list."""
    waiting: list[_OpenField] = []
    for element in tree.iter(w("fldChar"), w("instrText"), w("fldSimple")):
        if element.tag == w("fldSimple"):
            yield from _field_mistakes(places, name, element, element.get(w("instr"), ""))
        elif element.tag == w("instrText"):
            if waiting and not waiting[-1].has_result:
                waiting[-1].code.append(element.text or "")
            else:
                yield from _field_mistakes(places, name, element, element.text or "")
        elif element.get(w("fldCharType")) == "begin":
            if waiting and not waiting[-1].has_result:
                said = "A field is put together by another field."
                yield Mistake(places.location_of(name, element), "field-nested", said, _REMEDY)
            waiting.append(_OpenField())
        elif waiting and not waiting[-1].has_result:
            yield from _field_mistakes(places, name, element, "".join(waiting[-1].code))
            _read_field_element(waiting, element)
        elif waiting:
            _read_field_element(waiting, element)
    if waiting:
        yield Mistake(
            places.part_label(name), "field-open", "A field is not closed.", "Delete it and put it in again."
        )


def _read_field_element(waiting: list[_OpenField], element: etree._Element) -> None:
    if element.get(w("fldCharType")) == "end":
        waiting.pop()
    else:
        waiting[-1].has_result = True


def _field_mistakes(
    places: LocationFinder, name: str, element: etree._Element, code: str
) -> Iterator[Mistake]:
    found = _NAME.match(code)
    kind = found[1].upper() if found else ""
    if "{{" in code or "{%" in code or "{#" in code:
        said = "A tag stands inside a field, where words could become commands."
        yield Mistake(places.location_of(name, element), "field-tag", said, "Put the tag outside the field.")
    elif kind not in ALLOWED_FIELDS:
        said = f"The field {kind[:20] or '='} fetches, asks or reckons something; a report only shows words."
        yield Mistake(places.location_of(name, element), "field-kind", said, _REMEDY)
    elif kind == "HYPERLINK" and not (_WEB.match(code) or _INSIDE.match(code)):
        said = "A link leads to a file or a program."
        yield Mistake(places.location_of(name, element), "outside-link", said, _REMEDY)


_KEPT_RELATIONSHIPS = frozenset((
    "officeDocument", "styles", "settings", "webSettings", "numbering", "fontTable", "font",
    "footnotes", "endnotes", "header", "footer", "theme", "image", "hyperlink"))  # fmt: skip
_DROPPED_RELATIONSHIPS = frozenset((
    "core-properties", "extended-properties", "custom-properties", "thumbnail",
    "stylesWithEffects", "printerSettings", "comments", "commentsExtended", "commentsIds",
    "commentsExtensible", "people", "customXml", "customXmlProps", "glossaryDocument", "documenttasks",
    "classificationlabels"))  # fmt: skip
_MACROS = frozenset(("vbaProject", "wordVbaData", "attachedToolbars", "keyMapCustomizations", "extensibility",
    "customUI", "webextension", "webextensiontaskpanes"))  # fmt: skip
_OBJECTS = frozenset(("oleObject", "package", "control", "activeXControlBinary", "aFChunk", "subDocument"))
_MACRO_NAME = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml)\Z|^(word/)?(activeX|customUI)/", re.IGNORECASE)
_OBJECT_NAME = re.compile(r"(^|/)(embeddings|afchunks?)/|oleObject\d*\.bin\Z", re.IGNORECASE)
_OBJECT_TAGS = frozenset(map(w, ("object", "control", "altChunk", "subDoc", "movie")))
_TRACKED = frozenset(map(w, ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange",
    "trPrChange", "tcPrChange", "sectPrChange", "tblGridChange", "numberingChange", "cellIns", "cellDel",
    "cellMerge", "delText", "delInstrText")))  # fmt: skip
_PICTURES = frozenset(("image/png", "image/jpeg", "image/gif", "image/svg+xml", "image/x-emf", "image/x-wmf"))
_XML_NAMES = (".xml", ".rels")
_SCHEMES = frozenset(("http", "https", "mailto"))
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)|<\0!\0[DE]\0|\0<\0!\0[DE]", re.IGNORECASE)
_OLE_TAG = re.compile(r"\{[^}]*\}OLEObject\Z")
_STRICT = "http://purl.oclc.org/ooxml/"
_PICTURE_REMEDY = "Put it in as PNG."
_TRACK_REMEDY = "In Word, choose Review, Accept all changes and stop tracking."
_ACTIVE_REMEDY = "Save it as a Word document (.docx) without them."


def declared_entities(members: Mapping[str, bytes]) -> Iterator[Mistake]:
    """Yield the parts that declare entities of their own; no Word file needs any."""
    for name, content in members.items():
        if _DOCTYPE.search(content) and name.endswith((".xml", ".rels")):
            said = "The part declares entities, which Word never does."
            yield Mistake(display_name(name), "part-entities", said, SAVE_AGAIN_REMEDY)


def unsafe_drawings(members: Mapping[str, bytes]) -> Iterator[Mistake]:
    """Yield the SVG drawings that run something, or that fetch something."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for name, content in members.items():
        if not name.lower().endswith(".svg"):
            continue
        try:
            tree = etree.fromstring(content, parser)
        except etree.XMLSyntaxError:
            yield Mistake(
                display_name(name), "drawing-broken", "The drawing cannot be read.", _PICTURE_REMEDY
            )
            continue
        if _DOCTYPE.search(content) or any(map(_is_unsafe_element, tree.iter())):
            yield Mistake(
                display_name(name),
                "drawing-active",
                "The drawing runs or fetches something.",
                _PICTURE_REMEDY,
            )


def _is_unsafe_element(element: etree._Element) -> bool:
    if not isinstance(element.tag, str):
        return False
    if etree.QName(element).localname.lower() in ("script", "foreignobject", "set", "animate", "handler"):
        return True
    for key, value in element.attrib.items():
        plain, words = str(key).rpartition("}")[2].lower(), str(value).strip().lower()
        if plain.startswith("on") or (plain == "href" and not words.startswith(("#", "data:image/"))):
            return True
        if "url(" in words.replace("url(#", ""):
            return True
    return False


def active_contents(opened: WordFile) -> Iterator[Mistake]:
    """Yield everything in the file that is more than words, tables and pictures."""
    yield from _package_mistakes(opened)
    yield from _types(opened)
    for source, ties in opened.relationships.items():
        for kind, target, outside in ties.values():
            yield from _relationship_mistakes(source, kind, target, outside=outside)
    yield from _names(opened)
    places = LocationFinder(opened)
    for name, tree in opened.trees.items():
        if name.startswith("word/") and not name.endswith(".rels"):
            yield from _elements(places, name, tree)
            yield from field_mistakes(places, name, tree)


def _package_mistakes(opened: WordFile) -> Iterator[Mistake]:
    for fault in opened.faults:
        yield Mistake(
            display_name(fault.part) if fault.part else WHOLE_FILE,
            fault.code,
            f"{fault.message}.",
            SAVE_AGAIN_REMEDY,
        )
    for name, tree in opened.trees.items():
        if tree.getroottree().docinfo.internalDTD is not None:
            said = "The part declares entities, which Word never does."
            yield Mistake(display_name(name), "part-entities", said, SAVE_AGAIN_REMEDY)


def _types(opened: WordFile) -> Iterator[Mistake]:
    types = opened.trees.get("[Content_Types].xml")
    for each in types.iter(etree.Element) if types is not None else ():
        kind = each.get("ContentType", "").lower()
        name = each.get("PartName", "").lstrip("/")
        if "macroenabled" in kind or "vba" in kind or "activex" in kind:
            yield Mistake(WHOLE_FILE, "active-macros", "The file can hold macros.", _ACTIVE_REMEDY)
        elif kind.endswith("template.main+xml"):
            yield Mistake(
                WHOLE_FILE, "package-dotx", "The file is a Word template (.dotx).", SAVE_AGAIN_REMEDY
            )
        elif "oleobject" in kind:
            yield Mistake(WHOLE_FILE, "active-object", "The file holds an embedded object.", _ACTIVE_REMEDY)
        elif _hides(name, kind):
            said = "The part has a name that hides what it is."
            yield Mistake(display_name(name), "part-name", said, SAVE_AGAIN_REMEDY)


def _hides(name: str, kind: str) -> bool:
    return bool(name) and kind.endswith("xml") and kind not in _PICTURES and not name.endswith(_XML_NAMES)


def _relationship_mistakes(source: str, kind: str, target: str, *, outside: bool) -> Iterator[Mistake]:
    place = display_name(source) if source else WHOLE_FILE
    last = kind.rpartition("/")[2]
    if kind.startswith(_STRICT):
        yield Mistake(
            WHOLE_FILE, "package-strict", "The file is saved as Strict Open XML.", SAVE_AGAIN_REMEDY
        )
    elif last in _MACROS:
        yield Mistake(place, "active-macros", "The file holds macros or commands.", _ACTIVE_REMEDY)
    elif last in _OBJECTS:
        yield Mistake(place, "active-object", f"Another file is embedded ({last}).", _ACTIVE_REMEDY)
    elif last == "attachedTemplate":
        said = f"The file is tied to another template, {display_name(target)}."
        remedy = "In Word, choose Developer, Document template and enter Normal."
        yield Mistake(place, "outside-template", said, remedy)
    elif outside and (last != "hyperlink" or not is_web_link(target)):
        said = f"The file leads to something outside it ({last}): {display_name(target)}."
        yield Mistake(place, "outside-link", said, "Put the picture or the words into the file itself.")
    elif last not in _KEPT_RELATIONSHIPS | _DROPPED_RELATIONSHIPS:
        said = f"The file has a part of the kind “{last[:40]}”, which a report cannot carry."
        yield Mistake(place, "part-unknown", said, "Put a picture of it in its place.")


def is_web_link(target: str) -> bool:
    """Say whether a link leads to a page or a mail address, and not to a file or a program."""
    try:
        parts = urlsplit(target.strip())
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and bool(parts.netloc or parts.scheme == "mailto")


def _names(opened: WordFile) -> Iterator[Mistake]:
    for name in opened.names:
        if _MACRO_NAME.search(name):
            yield Mistake(
                display_name(name), "active-macros", "The file holds macros or controls.", _ACTIVE_REMEDY
            )
        elif _OBJECT_NAME.search(name):
            yield Mistake(display_name(name), "active-object", "Another file is embedded.", _ACTIVE_REMEDY)


def _elements(places: LocationFinder, name: str, tree: etree._Element) -> Iterator[Mistake]:
    if next(tree.iter(etree.ProcessingInstruction), None) is not None:
        yield Mistake(
            display_name(name),
            "part-instruction",
            "The part holds an instruction to a program.",
            SAVE_AGAIN_REMEDY,
        )
    tracked: set[str] = set()
    for element in tree.iter():
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if tag in _TRACKED:
            place = places.location_of(name, element)
            if place not in tracked:
                tracked.add(place)
                said = "A change is tracked here; deleted words would count as well."
                yield Mistake(place, "tracked", said, _TRACK_REMEDY)
        elif tag in _OBJECT_TAGS or _OLE_TAG.match(tag):
            said = "An object of another program stands here."
            yield Mistake(
                places.location_of(name, element), "active-object", said, "Put a picture of it in its place."
            )
        elif tag == w("mailMerge"):
            said = "The file is set up for a mail merge."
            yield Mistake(
                WHOLE_FILE, "outside-merge", said, "In Word, choose Mailings and make it a normal document."
            )
        else:
            yield from _attributes(places, name, element)


def _attributes(places: LocationFinder, name: str, element: etree._Element) -> Iterator[Mistake]:
    """Yield addresses that do not go through the list of ties, and actions of drawings."""
    for key, value in element.attrib.items():
        plain = str(key).rpartition("}")[2]
        if plain == "action" and str(value):
            yield Mistake(
                places.location_of(name, element),
                "active-action",
                "A drawing starts something.",
                "Remove its action.",
            )
        elif plain in ("src", "href") and str(value) and not is_web_link(str(value)):
            said = f"A drawing takes its picture from elsewhere: {display_name(str(value))}."
            yield Mistake(
                places.location_of(name, element),
                "outside-link",
                said,
                "Put the picture into the file itself.",
            )


def stories(opened: WordFile) -> list[str]:
    """Return the parts in which a template may have tags, in reading order: the document first."""
    main = next((target for kind, target, _ in opened.relationships.get("", {}).values()
                 if kind.endswith("/officeDocument")), "")  # fmt: skip
    found = [main] if main in opened.trees else []
    for kind in ("header", "footer", "footnotes"):
        for tie, target, outside in opened.relationships.get(main, {}).values():
            if tie.endswith(f"/{kind}") and not outside and target in opened.trees and target not in found:
                found.append(target)
    return found
