"""Find what Word's own accessibility checker would find, in its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from carreport.report.word.proof.docx_parts import WordFile
from carreport.report.word.styles import StyleSheet
from carreport.report.word.xml_names import CORE_RELATIONSHIP, DC, DECORATIVE, NS, WP, w

_MAIN = "word/document.xml"
_PRINTED = ("word/document", "word/header", "word/footer", "word/footnotes")
_LONGEST_ALT = 400
_FILE_NAME = re.compile(r"\S+\.(jpe?g|png|gif|svg|heic|webp|bmp|tiff?)\Z", re.IGNORECASE)
_VAGUE = {"here", "click here", "link", "more", "read more", "this", "this link", "this page", "website"}
_TYPED_BULLET = re.compile(r"[•◦▪‣·*–-]\s")
_ENOUGH_CONTRAST = 4.5
_SHOWN = {w("br"): "\n", w("tab"): "\t"}
_LEVEL = re.compile(r"heading (\d)\Z")


def check_accessibility(opened: WordFile) -> None:
    """Note everything that keeps somebody from reading the document."""
    document = opened.document
    if document is None:
        return
    sheet = opened.related_tree("styles")
    styles = StyleSheet(sheet if sheet is not None else etree.Element(w("styles")))
    _check_properties(opened)
    _check_language(opened, styles)
    _check_headings(opened, document, styles)
    _check_fake_structure(opened, document)
    _check_pictures(opened, document)
    _check_tables(opened, document)
    _check_links(opened, document)
    _check_colours(opened)


def _check_properties(opened: WordFile) -> None:
    core = next(
        (tie[1] for tie in opened.relationships.get("", {}).values() if tie[0] == CORE_RELATIONSHIP), ""
    )
    tree = opened.trees.get(core)
    title = tree.findtext(f"{{{DC}}}title", "") if tree is not None else ""
    if not title.strip():
        opened.add_fault("title-missing", core or "docProps/core.xml", "the document has no title")
    if re.search(r"&(amp|lt|gt|quot|#\d+);", title):
        opened.add_fault("title-escaped", core, "the title shows escaped characters")
    if tree is None or not tree.findtext(f"{{{DC}}}language", ""):
        opened.add_fault("language-missing", core or "docProps/core.xml", "the document has no language")


def _check_language(opened: WordFile, styles: StyleSheet) -> None:
    language = styles.root.find("w:docDefaults/w:rPrDefault/w:rPr/w:lang", NS)
    if language is None or not language.get(w("val")):
        opened.add_fault("language-missing", "word/styles.xml", "the text has no language")


def _check_headings(opened: WordFile, document: etree._Element, styles: StyleSheet) -> None:
    before, found = 0, False
    for paragraph in document.iter(w("p")):
        style = paragraph.find("w:pPr/w:pStyle", NS)
        level = _LEVEL.match(styles.style_name(style.get(w("val"), ""))) if style is not None else None
        if level is None:
            continue
        found = True
        text = text_of(paragraph)
        if not text.strip():
            opened.add_fault("heading-empty", _MAIN, "a heading has no words")
        if int(level[1]) > before + 1:
            opened.add_fault("heading-jump", _MAIN, f"“{text[:60]}” is a level too deep")
        before = int(level[1])
    if not found:
        opened.add_fault("heading-none", _MAIN, "there is no heading")


def _check_fake_structure(opened: WordFile, document: etree._Element) -> None:
    for paragraph in document.iter(w("p")):
        text = text_of(paragraph).strip()
        style = paragraph.find("w:pPr/w:pStyle", NS)
        if not text:
            continue
        inside = next(paragraph.iterancestors(w("tbl")), None) is not None
        if style is None and not inside and len(text) < 80 and _all_bold(paragraph):
            opened.add_fault("heading-typed", _MAIN, f"“{text[:60]}” is bold text posing as a heading")
        if style is None and _TYPED_BULLET.match(text):
            opened.add_fault("list-typed", _MAIN, f"“{text[:60]}” is a list with typed marks")
        if len(paragraph.findall(".//w:tab", NS)) - len(paragraph.findall(".//w:tabs/w:tab", NS)) >= 3:
            opened.add_fault("layout-tabs", _MAIN, f"“{text[:60]}” is set out with tabs")


def _all_bold(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iter(w("r")) if "".join(run.itertext(w("t"))).strip()]
    return bool(runs) and all(_is_on(run.find("w:rPr/w:b", NS)) for run in runs)


def _is_on(mark: etree._Element | None) -> bool:
    return mark is not None and mark.get(w("val"), "1") not in ("0", "false")


def _check_pictures(opened: WordFile, document: etree._Element) -> None:
    for anchor in document.iter(f"{{{WP}}}anchor"):
        opened.add_fault(
            "picture-floats", _MAIN, f"a picture is not in line with the text ({anchor.get('name', '')})"
        )
    for drawing in document.iter(f"{{{WP}}}docPr"):
        alt = drawing.get("descr", "").strip()
        if next(drawing.iter(f"{{{DECORATIVE}}}decorative"), None) is not None:
            continue
        if not alt:
            opened.add_fault("alt-missing", _MAIN, f"{drawing.get('name')} has no description")
        elif _FILE_NAME.match(alt):
            opened.add_fault("alt-file-name", _MAIN, f"the description “{alt}” is the name of a file")
        elif len(alt) > _LONGEST_ALT:
            opened.add_fault("alt-long", _MAIN, f"the description “{alt[:40]}…” is longer than 400 letters")


def _check_tables(opened: WordFile, document: etree._Element) -> None:
    for table in document.iter(w("tbl")):
        first = table.find("w:tr", NS)
        if first is None or not _is_on(first.find("w:trPr/w:tblHeader", NS)):
            opened.add_fault("header-row", _MAIN, f"the table “{_start(table)}” has no header row")
        elif any(not text_of(cell).strip() for cell in first.iterfind("w:tc", NS)):
            opened.add_fault("header-empty", _MAIN, f"the table “{_start(table)}” has an empty header cell")
        if table.find(".//w:gridSpan", NS) is not None or table.find(".//w:vMerge", NS) is not None:
            opened.add_fault("cells-merged", _MAIN, f"the table “{_start(table)}” has merged cells")
        if table.find(".//w:tbl", NS) is not None:
            opened.add_fault("table-nested", _MAIN, f"the table “{_start(table)}” holds another table")


def _start(table: etree._Element) -> str:
    return text_of(table)[:60]


def _check_links(opened: WordFile, document: etree._Element) -> None:
    for link in document.iter(w("hyperlink")):
        text = text_of(link).strip()
        if not text:
            opened.add_fault("link-empty", _MAIN, "a link has no words")
        elif text.lower().rstrip(".") in _VAGUE:
            opened.add_fault("link-vague", _MAIN, f"the link “{text}” does not say where it leads")


def _check_colours(opened: WordFile) -> None:
    """Look at what is printed: the document and the styles that it uses."""
    printed = [(name, tree) for name, tree in opened.trees.items() if name.startswith(_PRINTED)]
    sheet = opened.related_tree("styles")
    if sheet is not None:
        used = _styles_in_use([tree for _, tree in printed], sheet)
        styles = sheet.iterfind("w:style", NS)
        printed += [("word/styles.xml", style) for style in styles if style.get(w("styleId")) in used]
    for name, tree in printed:
        for marks in tree.iter(w("rPr")):
            colour = marks.find("w:color", NS)
            shown = colour.get(w("val"), "auto") if colour is not None else "auto"
            ground = next(_background_colours(marks), "FFFFFF")
            if shown != "auto" and contrast_ratio(shown, ground) < _ENOUGH_CONTRAST:
                opened.add_fault("contrast", name, f"{shown} on {ground} is hard to read")


def _styles_in_use(trees: list[etree._Element], sheet: etree._Element) -> set[str]:
    """Return the ids of the styles that are named, and of those they build on."""
    bases = {
        style.get(w("styleId"), ""): style.find("w:basedOn", NS) for style in sheet.iterfind("w:style", NS)
    }
    marks = (w("pStyle"), w("rStyle"), w("tblStyle"))
    waiting = {mark.get(w("val"), "") for tree in trees for mark in tree.iter(*marks)}
    waiting |= {style.get(w("styleId"), "") for style in sheet.iterfind("w:style[@w:default='1']", NS)}
    used: set[str] = set()
    while waiting:
        style = waiting.pop()
        used.add(style)
        base = bases.get(style)
        if base is not None and base.get(w("val"), "") not in used:
            waiting.add(base.get(w("val"), ""))
    return used


def _background_colours(marks: etree._Element) -> Iterator[str]:
    """Yield the colour behind the text that `marks` describe, the nearest first."""
    parent = marks.getparent()
    around = [parent.find(f"w:{each}/w:shd", NS) for each in ("pPr", "tcPr")] if parent is not None else []
    for shade in (marks.find("w:shd", NS), *around):
        if shade is not None and shade.get(w("fill"), "auto") != "auto":
            yield shade.get(w("fill"), "FFFFFF")


def contrast_ratio(first: str, second: str) -> float:
    """Return how well one colour can be told from the other, from 1 to 21 (WCAG)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def text_of(element: etree._Element) -> str:
    """Return the words in `element` as a reader sees them; a line break is a newline."""
    shown = (each for run in element.iter(w("r")) for each in run)
    return "".join(_SHOWN.get(str(each.tag), "") or _words_in(each) for each in shown)


def _words_in(element: etree._Element) -> str:
    return (element.text or "") if element.tag == w("t") else ""
