"""Find active content in an untrusted Word file: macros, embedded objects and links to other files.

Fields, relationships and links are refused unless a list here allows them.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import urlsplit

from lxml import etree
from PIL import Image

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
_REMEDY = "Click in it and press Ctrl+Shift+F9 to turn it into ordinary text."


@dataclass(slots=True)
class _OpenField:
    """A field that has not ended yet: its field code so far, and whether its result has begun."""

    code: list[str] = field(default_factory=list)
    has_result: bool = False


def field_mistakes(places: LocationFinder, name: str, tree: etree._Element) -> Iterator[Mistake]:
    """Yield a mistake for each field in a part that is not allowed or has no end."""
    fields: list[_OpenField] = []
    for element in tree.iter(w("fldChar"), w("instrText"), w("fldSimple")):
        if element.tag == w("fldSimple"):
            yield from _field_mistakes(places, name, element, element.get(w("instr"), ""))
        elif element.tag == w("instrText"):
            if fields and not fields[-1].has_result:
                fields[-1].code.append(element.text or "")
            else:
                yield from _field_mistakes(places, name, element, element.text or "")
        elif element.get(w("fldCharType")) == "begin":
            if fields and not fields[-1].has_result:
                message = "A field has another field inside its field code."
                yield Mistake(places.location_of(name, element), "field-nested", message, _REMEDY)
            fields.append(_OpenField())
        elif fields and not fields[-1].has_result:
            yield from _field_mistakes(places, name, element, "".join(fields[-1].code))
            _read_field_element(fields, element)
        elif fields:
            _read_field_element(fields, element)
    if fields:
        yield Mistake(
            places.part_label(name), "field-open", "A field has no end.", "Delete it and insert it again."
        )


def _read_field_element(fields: list[_OpenField], element: etree._Element) -> None:
    if element.get(w("fldCharType")) == "end":
        fields.pop()
    else:
        fields[-1].has_result = True


def _field_mistakes(
    places: LocationFinder, name: str, element: etree._Element, code: str
) -> Iterator[Mistake]:
    match = _NAME.match(code)
    kind = match[1].upper() if match else ""
    if "{{" in code or "{%" in code or "{#" in code:
        message = "A tag is inside a field, where text could become a command."
        yield Mistake(
            places.location_of(name, element), "field-tag", message, "Put the tag outside the field."
        )
    elif kind not in ALLOWED_FIELDS:
        message = f"The field {kind[:20] or '='} is not allowed, because it can do more than show text."
        yield Mistake(places.location_of(name, element), "field-kind", message, _REMEDY)
    elif kind == "HYPERLINK" and not (_WEB.match(code) or _INSIDE.match(code)):
        message = "A link opens a file or a program."
        yield Mistake(places.location_of(name, element), "outside-link", message, _REMEDY)


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
_PICTURE_REMEDY = "Replace it with a PNG picture."
_SMALLER_REMEDY = "In Word, choose Picture format, then Compress pictures."
MOST_PIXELS = 50_000_000
_TRACK_REMEDY = "In Word, choose Review, then Accept all changes and stop tracking."
_ACTIVE_REMEDY = "Remove this content, and save the file as a Word document (.docx)."


def declared_entities(members: Mapping[str, bytes]) -> Iterator[Mistake]:
    """Yield a mistake for each part that declares XML entities, which Word files never need."""
    for name, content in members.items():
        if _DOCTYPE.search(content) and name.endswith((".xml", ".rels")):
            message = "It declares XML entities, which Word never does."
            yield Mistake(display_name(name), "part-entities", message, SAVE_AGAIN_REMEDY)


def unsafe_drawings(members: Mapping[str, bytes]) -> Iterator[Mistake]:
    """Yield a mistake for each SVG drawing that is unreadable, runs code or loads something."""
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
                "The drawing runs code or loads another file.",
                _PICTURE_REMEDY,
            )


def vast_pictures(members: Mapping[str, bytes]) -> Iterator[Mistake]:
    """Yield a mistake for each picture with more pixels than any screen or printer needs."""
    for name, content in members.items():
        if not name.lower().endswith((".png", ".jpg", ".jpeg", ".gif")):
            continue
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # our limit is lower than Pillow's
                with Image.open(BytesIO(content), formats=("PNG", "JPEG", "GIF")) as image:
                    pixels = image.width * image.height
        except Image.DecompressionBombError:
            pixels = MOST_PIXELS + 1
        except (OSError, ValueError, SyntaxError):
            continue
        if pixels > MOST_PIXELS:
            message = f"The picture has more than {MOST_PIXELS // 1_000_000} million pixels."
            yield Mistake(display_name(name), "picture-vast", message, _SMALLER_REMEDY)


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


def active_contents(word_file: WordFile) -> Iterator[Mistake]:
    """Yield a mistake for everything in the file that is not allowed, apart from tags and drawings."""
    yield from _package_mistakes(word_file)
    yield from _types(word_file)
    for source, relationships in word_file.relationships.items():
        for kind, target, outside in relationships.values():
            yield from _relationship_mistakes(source, kind, target, outside=outside)
    yield from _names(word_file)
    places = LocationFinder(word_file)
    for name, tree in word_file.trees.items():
        if name.startswith("word/") and not name.endswith(".rels"):
            yield from _elements(places, name, tree)
            yield from field_mistakes(places, name, tree)


def _package_mistakes(word_file: WordFile) -> Iterator[Mistake]:
    for fault in word_file.faults:
        yield Mistake(
            display_name(fault.part) if fault.part else WHOLE_FILE,
            fault.code,
            fault.sentence,
            SAVE_AGAIN_REMEDY,
        )
    for name, tree in word_file.trees.items():
        if tree.getroottree().docinfo.internalDTD is not None:
            message = "It declares XML entities, which Word never does."
            yield Mistake(display_name(name), "part-entities", message, SAVE_AGAIN_REMEDY)


def _types(word_file: WordFile) -> Iterator[Mistake]:
    types = word_file.trees.get("[Content_Types].xml")
    for entry in types.iter(etree.Element) if types is not None else ():
        kind = entry.get("ContentType", "").lower()
        name = entry.get("PartName", "").lstrip("/")
        if "macroenabled" in kind or "vba" in kind or "activex" in kind:
            yield Mistake(WHOLE_FILE, "active-macros", "The file type allows macros.", SAVE_AGAIN_REMEDY)
        elif kind.endswith("template.main+xml"):
            yield Mistake(
                WHOLE_FILE, "package-dotx", "The file is a Word template (.dotx).", SAVE_AGAIN_REMEDY
            )
        elif "oleobject" in kind:
            yield Mistake(
                WHOLE_FILE, "active-object", "The file contains an embedded object.", _ACTIVE_REMEDY
            )
        elif _hides(name, kind):
            message = "Its name does not match its content type."
            yield Mistake(display_name(name), "part-name", message, SAVE_AGAIN_REMEDY)


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
        yield Mistake(place, "active-macros", "The file contains macros or commands.", _ACTIVE_REMEDY)
    elif last in _OBJECTS:
        yield Mistake(place, "active-object", f"The file contains another file ({last}).", _ACTIVE_REMEDY)
    elif last == "attachedTemplate":
        message = f"The file is attached to another template, {display_name(target)}."
        remedy = "In Word, choose Developer, then Document template, and enter Normal."
        yield Mistake(place, "outside-template", message, remedy)
    elif outside and (last != "hyperlink" or not is_web_link(target)):
        message = f"The file refers to something outside it ({last}): {display_name(target)}."
        yield Mistake(place, "outside-link", message, "Insert the picture or the text in the file itself.")
    elif last not in _KEPT_RELATIONSHIPS | _DROPPED_RELATIONSHIPS:
        message = f"The file contains something of type “{last[:40]}”, which a report cannot contain."
        yield Mistake(place, "part-unknown", message, "Replace it with a picture.")


def is_web_link(target: str) -> bool:
    """Return whether a link leads to a web page or an email address, not to a file or a program."""
    try:
        parts = urlsplit(target.strip())
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and bool(parts.netloc or parts.scheme == "mailto")


def _names(word_file: WordFile) -> Iterator[Mistake]:
    for name in word_file.names:
        if _MACRO_NAME.search(name):
            yield Mistake(
                display_name(name), "active-macros", "The file contains macros or controls.", _ACTIVE_REMEDY
            )
        elif _OBJECT_NAME.search(name):
            yield Mistake(
                display_name(name), "active-object", "The file contains another file.", _ACTIVE_REMEDY
            )


def _elements(places: LocationFinder, name: str, tree: etree._Element) -> Iterator[Mistake]:
    if next(tree.iter(etree.ProcessingInstruction), None) is not None:
        yield Mistake(
            display_name(name),
            "part-instruction",
            "It contains an instruction for a program.",
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
                words = " ".join("".join(element.itertext(w("t"), w("delText"))).split())[:60]
                named = f" (“{words}”)" if words else ""
                message = f"There is a tracked change here{named}, and deleted text may contain tags."
                yield Mistake(place, "tracked", message, _TRACK_REMEDY)
        elif tag in _OBJECT_TAGS or _OLE_TAG.match(tag):
            message = "There is an object from another program here."
            yield Mistake(
                places.location_of(name, element), "active-object", message, "Replace it with a picture."
            )
        elif tag == w("mailMerge"):
            message = "The file is set up for a mail merge."
            yield Mistake(
                WHOLE_FILE,
                "outside-merge",
                message,
                "In Word, choose Mailings, then Start mail merge, then Normal Word document.",
            )
        else:
            yield from _attributes(places, name, element)


def _attributes(places: LocationFinder, name: str, element: etree._Element) -> Iterator[Mistake]:
    """Yield a mistake for each drawing with an action, and each picture loaded from elsewhere."""
    for key, value in element.attrib.items():
        plain = str(key).rpartition("}")[2]
        if plain == "action" and str(value):
            yield Mistake(
                places.location_of(name, element),
                "active-action",
                "A drawing does something when it is clicked. Templates may not contain this.",
                "In Word, remove the link from the drawing.",
            )
        elif plain in ("src", "href") and str(value) and not is_web_link(str(value)):
            message = f"A drawing loads its picture from elsewhere: {display_name(str(value))}."
            yield Mistake(
                places.location_of(name, element),
                "outside-link",
                message,
                "Insert the picture in the file itself.",
            )


def stories(word_file: WordFile) -> list[str]:
    """Return the parts that may contain tags: the document, then headers, footers and footnotes."""
    main = word_file.main_part
    parts = [main] if main in word_file.trees else []
    for kind in ("header", "footer", "footnotes"):
        for relationship_type, target, outside in word_file.relationships.get(main, {}).values():
            if (
                relationship_type.endswith(f"/{kind}")
                and not outside
                and target in word_file.trees
                and target not in parts
            ):
                parts.append(target)
    return parts
