"""Find accessibility faults, including those that Word's Accessibility Checker reports."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from carreport.report.design import contrast_ratio
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


def check_accessibility(word_file: WordFile) -> None:
    """Add the accessibility faults in the document to `word_file`."""
    document = word_file.document
    if document is None:
        return
    sheet = word_file.related_tree("styles")
    styles = StyleSheet(sheet if sheet is not None else etree.Element(w("styles")))
    _check_properties(word_file)
    _check_language(word_file, styles)
    _check_headings(word_file, document, styles)
    _check_fake_structure(word_file, document)
    _check_pictures(word_file, document)
    _check_tables(word_file, document)
    _check_links(word_file, document)
    _check_colours(word_file)


def _check_properties(word_file: WordFile) -> None:
    core = next(
        (
            relationship[1]
            for relationship in word_file.relationships.get("", {}).values()
            if relationship[0] == CORE_RELATIONSHIP
        ),
        "",
    )
    tree = word_file.trees.get(core)
    title = tree.findtext(f"{{{DC}}}title", "") if tree is not None else ""
    if not title.strip():
        word_file.add_fault("title-missing", core or "docProps/core.xml", "the document has no title")
    if re.search(r"&(amp|lt|gt|quot|#\d+);", title):
        word_file.add_fault("title-escaped", core, "the title contains escaped characters, such as &amp;")
    if tree is None or not tree.findtext(f"{{{DC}}}language", ""):
        word_file.add_fault(
            "language-missing", core or "docProps/core.xml", "the language of the document is not set"
        )


def _check_language(word_file: WordFile, styles: StyleSheet) -> None:
    language = styles.root.find("w:docDefaults/w:rPrDefault/w:rPr/w:lang", NS)
    if language is None or not language.get(w("val")):
        word_file.add_fault("language-missing", "word/styles.xml", "the language of the text is not set")


def _check_headings(word_file: WordFile, document: etree._Element, styles: StyleSheet) -> None:
    before, has_heading = 0, False
    for paragraph in document.iter(w("p")):
        style = paragraph.find("w:pPr/w:pStyle", NS)
        level = _LEVEL.match(styles.style_name(style.get(w("val"), ""))) if style is not None else None
        if level is None:
            continue
        has_heading = True
        text = text_of(paragraph)
        if not text.strip():
            word_file.add_fault("heading-empty", _MAIN, "a heading is empty")
        if int(level[1]) > before + 1:
            word_file.add_fault("heading-jump", _MAIN, f"the heading “{text[:60]}” skips a level")
        before = int(level[1])
    if not has_heading:
        word_file.add_fault("heading-none", _MAIN, "the document has no headings")


def _check_fake_structure(word_file: WordFile, document: etree._Element) -> None:
    for paragraph in document.iter(w("p")):
        text = text_of(paragraph).strip()
        style = paragraph.find("w:pPr/w:pStyle", NS)
        if not text:
            continue
        inside = next(paragraph.iterancestors(w("tbl")), None) is not None
        if style is None and not inside and len(text) < 80 and _all_bold(paragraph):
            word_file.add_fault(
                "heading-typed", _MAIN, f"“{text[:60]}” is bold text that looks like a heading"
            )
        if style is None and _TYPED_BULLET.match(text):
            word_file.add_fault("list-typed", _MAIN, f"“{text[:60]}” is a list item with a typed bullet")
        if len(paragraph.findall(".//w:tab", NS)) - len(paragraph.findall(".//w:tabs/w:tab", NS)) >= 3:
            word_file.add_fault("layout-tabs", _MAIN, f"“{text[:60]}” is laid out with tabs")


def _all_bold(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iter(w("r")) if "".join(run.itertext(w("t"))).strip()]
    return bool(runs) and all(_is_on(run.find("w:rPr/w:b", NS)) for run in runs)


def _is_on(mark: etree._Element | None) -> bool:
    return mark is not None and mark.get(w("val"), "1") not in ("0", "false")


def _check_pictures(word_file: WordFile, document: etree._Element) -> None:
    for anchor in document.iter(f"{{{WP}}}anchor"):
        word_file.add_fault(
            "picture-floats", _MAIN, f"a picture is not in line with the text ({anchor.get('name', '')})"
        )
    for drawing in document.iter(f"{{{WP}}}docPr"):
        alt = drawing.get("descr", "").strip()
        if next(drawing.iter(f"{{{DECORATIVE}}}decorative"), None) is not None:
            continue
        if not alt:
            word_file.add_fault("alt-missing", _MAIN, f"{drawing.get('name')} has no description")
        elif _FILE_NAME.match(alt):
            word_file.add_fault("alt-file-name", _MAIN, f"the description “{alt}” is a file name")
        elif len(alt) > _LONGEST_ALT:
            word_file.add_fault(
                "alt-long", _MAIN, f"the description “{alt[:40]}…” is longer than {_LONGEST_ALT} characters"
            )


def _check_tables(word_file: WordFile, document: etree._Element) -> None:
    for table in document.iter(w("tbl")):
        first = table.find("w:tr", NS)
        if first is None or not _is_on(first.find("w:trPr/w:tblHeader", NS)):
            word_file.add_fault("header-row", _MAIN, f"the table “{_start(table)}” has no header row")
        elif any(not text_of(cell).strip() for cell in first.iterfind("w:tc", NS)):
            word_file.add_fault(
                "header-empty", _MAIN, f"the table “{_start(table)}” has an empty header cell"
            )
        if table.find(".//w:gridSpan", NS) is not None or table.find(".//w:vMerge", NS) is not None:
            word_file.add_fault("cells-merged", _MAIN, f"the table “{_start(table)}” has merged cells")
        if table.find(".//w:tbl", NS) is not None:
            word_file.add_fault("table-nested", _MAIN, f"the table “{_start(table)}” contains another table")


def _start(table: etree._Element) -> str:
    return " ".join(map(text_of, table.iter(w("tc"))))[:60]


def _check_links(word_file: WordFile, document: etree._Element) -> None:
    for link in document.iter(w("hyperlink")):
        text = text_of(link).strip()
        if not text:
            word_file.add_fault("link-empty", _MAIN, "a link has no text")
        elif text.lower().rstrip(".") in _VAGUE:
            word_file.add_fault(
                "link-vague", _MAIN, f"the link text “{text}” does not say where the link leads"
            )


def _check_colours(word_file: WordFile) -> None:
    """Check the contrast of text colours in the document, and in the styles it uses."""
    sources = [(name, tree) for name, tree in word_file.trees.items() if name.startswith(_PRINTED)]
    sheet = word_file.related_tree("styles")
    if sheet is not None:
        used = _styles_in_use([tree for _, tree in sources], sheet)
        styles = sheet.iterfind("w:style", NS)
        sources += [("word/styles.xml", style) for style in styles if style.get(w("styleId")) in used]
    for name, tree in sources:
        for properties in tree.iter(w("rPr")):
            colour = properties.find("w:color", NS)
            text_colour = colour.get(w("val"), "auto") if colour is not None else "auto"
            background = next(_background_colours(properties), "FFFFFF")
            if text_colour != "auto" and contrast_ratio(text_colour, background) < _ENOUGH_CONTRAST:
                word_file.add_fault(
                    "contrast", name, f"text in colour {text_colour} on {background} has too little contrast"
                )


def _styles_in_use(trees: list[etree._Element], sheet: etree._Element) -> set[str]:
    """Return the ids of the default styles and those in use, and of every style these are based on."""
    bases = {
        style.get(w("styleId"), ""): style.find("w:basedOn", NS) for style in sheet.iterfind("w:style", NS)
    }
    marks = (w("pStyle"), w("rStyle"), w("tblStyle"))
    queue = {mark.get(w("val"), "") for tree in trees for mark in tree.iter(*marks)}
    queue |= {style.get(w("styleId"), "") for style in sheet.iterfind("w:style[@w:default='1']", NS)}
    used: set[str] = set()
    while queue:
        style = queue.pop()
        used.add(style)
        base = bases.get(style)
        if base is not None and base.get(w("val"), "") not in used:
            queue.add(base.get(w("val"), ""))
    return used


def _background_colours(properties: etree._Element) -> Iterator[str]:
    """Yield the background colours that apply to run properties, innermost first."""
    parent = properties.getparent()
    around = [parent.find(f"w:{name}/w:shd", NS) for name in ("pPr", "tcPr")] if parent is not None else []
    for shade in (properties.find("w:shd", NS), *around):
        if shade is not None and shade.get(w("fill"), "auto") != "auto":
            yield shade.get(w("fill"), "FFFFFF")


def text_of(element: etree._Element) -> str:
    """Return the visible text in `element`, with line breaks as newlines and tabs as tab characters."""
    parts = (part for run in element.iter(w("r")) for part in run)
    return "".join(_SHOWN.get(str(part.tag), "") or _words_in(part) for part in parts)


def _words_in(element: etree._Element) -> str:
    return (element.text or "") if element.tag == w("t") else ""
