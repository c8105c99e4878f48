"""Find what Word reports as “unreadable content”, including faults that the Open XML SDK misses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from lxml import etree

from carreport.report.word.proof.docx_parts import WordFile
from carreport.report.word.xml_names import NS, PARAGRAPH_ORDER, RUN_ORDER, WP, R, W, w

_MAIN = "word/document.xml"
_REFERENCE = re.compile(r"\s*(REF|PAGEREF|NOTEREF)\s+(\S+)")
_STYLE_MARKS = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}


def check_validity(word_file: WordFile) -> None:
    """Add the faults that make Word repair or refuse the file to `word_file`."""
    for name, tree in word_file.trees.items():
        if not name.startswith("word/") or name.endswith(".rels"):
            continue
        _check_relationships(word_file, name, tree)
        _check_unique_ids(
            word_file, name, [element.get("id", "") for element in tree.iter(f"{{{WP}}}docPr")], "picture id"
        )
        controls = [element.get(w("val"), "") for element in tree.iterfind(".//w:sdtPr/w:id", NS)]
        _check_unique_ids(word_file, name, controls, "content control id")
        _check_bookmarks(word_file, name, tree)
        _check_fields(word_file, name, tree)
        _check_tables(word_file, name, tree)
        _check_order(word_file, name, tree)
    _check_body(word_file)
    _check_references(word_file)
    _check_notes(word_file)
    _check_styles(word_file)
    _check_lists(word_file)


def _check_relationships(word_file: WordFile, name: str, tree: etree._Element) -> None:
    ids = word_file.relationships.get(name, {})
    for element in tree.iter(etree.Element):
        for attribute, value in element.attrib.items():
            if str(attribute).startswith(f"{{{R}}}") and str(value) and str(value) not in ids:
                word_file.add_fault(
                    "no-such-tie",
                    name,
                    f"{_local(element)} uses the relationship {value}, which does not exist",
                )


def _check_unique_ids(word_file: WordFile, name: str, ids: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for item_id in ids:
        if item_id in seen:
            word_file.add_fault("id-twice", name, f"{what} {item_id} is used more than once")
        seen.add(item_id)


def _check_bookmarks(word_file: WordFile, name: str, tree: etree._Element) -> None:
    for start, end, what in (
        ("bookmarkStart", "bookmarkEnd", "bookmark"),
        ("commentRangeStart", "commentRangeEnd", "comment range"),
    ):
        starts = [mark.get(w("id"), "") for mark in tree.iter(w(start))]
        ends = [mark.get(w("id"), "") for mark in tree.iter(w(end))]
        _check_unique_ids(word_file, name, starts, f"{what} id")
        _check_unique_ids(word_file, name, ends, f"{what} end id")
        for range_id in sorted(set(starts) ^ set(ends)):
            word_file.add_fault("half-open", name, f"{what} {range_id} has no start or no end")
    names = [mark.get(w("name"), "") for mark in tree.iter(w("bookmarkStart"))]
    _check_unique_ids(word_file, name, names, "bookmark name")
    for bookmark in names:
        if not re.fullmatch(r"[^\W\d]\w{0,39}", bookmark):
            word_file.add_fault("bookmark-name", name, f"the bookmark name “{bookmark}” is not valid")


def _check_fields(word_file: WordFile, name: str, tree: etree._Element) -> None:
    depth = 0
    for mark in tree.iter(w("fldChar")):
        depth += {"begin": 1, "end": -1}.get(mark.get(w("fldCharType"), ""), 0)
        if depth < 0:
            break
    if depth:
        word_file.add_fault("field-open", name, "a field has no end, or more than one")


def _check_tables(word_file: WordFile, name: str, tree: etree._Element) -> None:
    for cell in tree.iter(w("tc")):
        if not len(cell) or cell[-1].tag not in (w("p"), w("sdt")):
            word_file.add_fault("cell-end", name, "a table cell does not end with a paragraph")
    for table in tree.iter(w("tbl")):
        if table.find("w:tblGrid", NS) is None:
            word_file.add_fault("no-grid", name, "a table has no column widths")
        if table.find(".//w:tr", NS) is None:
            word_file.add_fault("no-rows", name, "a table has no rows")


def _check_order(word_file: WordFile, name: str, tree: etree._Element) -> None:
    for container, order in (("rPr", RUN_ORDER), ("pPr", PARAGRAPH_ORDER)):
        places = {w(tag): place for place, tag in enumerate(order)}
        for properties in tree.iter(w(container)):
            positions = [places[element.tag] for element in properties if element.tag in places]
            if any(first >= second for first, second in pairwise(positions)):
                word_file.add_fault("order", name, f"the properties in {container} are in the wrong order")
    for paragraph in tree.iter(w("p")):
        around = next(paragraph.iterancestors(w("p"), w("txbxContent")), None)
        if around is not None and around.tag == w("p"):
            word_file.add_fault("nested", name, "a paragraph contains another paragraph")


def _check_body(word_file: WordFile) -> None:
    body = word_file.trees[_MAIN].find("w:body", NS) if _MAIN in word_file.trees else None
    if body is None:
        word_file.add_fault("no-body", _MAIN, "the document has no body")
        return
    pages = body.findall("w:sectPr", NS)
    if len(pages) > 1 or (pages and body[-1] is not pages[0]):
        word_file.add_fault(
            "page-set-up", _MAIN, "the page setup is not a single element at the end of the body"
        )
    for child in body:
        if child.tag in (w("r"), w("t"), w("hyperlink")):
            word_file.add_fault("loose-text", _MAIN, "there is text outside a paragraph")


def _check_references(word_file: WordFile) -> None:
    """Check that each cross-reference and internal link points to an existing bookmark."""
    document = word_file.trees.get(_MAIN)
    if document is None:
        return
    names = {bookmark.get(w("name"), "") for bookmark in document.iter(w("bookmarkStart"))} | {"_top"}
    for name, tree in word_file.trees.items():
        targets = [str(link.get(w("anchor"))) for link in tree.iter(w("hyperlink")) if link.get(w("anchor"))]
        for instruction in tree.iter(w("instrText")):
            reference = _REFERENCE.match(instruction.text or "")
            targets += [reference[2]] if reference else []
        for target in sorted(set(targets) - names):
            word_file.add_fault(
                "no-bookmark", name, f"a cross-reference points to {target}, which does not exist"
            )


def _check_notes(word_file: WordFile) -> None:
    for kind, mark in (("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment")):
        tree = word_file.related_tree(kind)
        ids = [note.get(w("id"), "") for note in tree.iter(w(mark))] if tree is not None else []
        _check_unique_ids(word_file, f"word/{kind}.xml", ids, f"{mark} id")
        for reference in word_file.trees[_MAIN].iter(w(f"{mark}Reference")):
            if reference.get(w("id")) not in ids:
                word_file.add_fault("no-note", _MAIN, f"a reference points to a {mark} that does not exist")


def _check_styles(word_file: WordFile) -> None:
    sheet = word_file.related_tree("styles")
    defined = [
        (style.get(w("type"), ""), style.get(w("styleId"), ""))
        for style in (sheet.iterfind("w:style", NS) if sheet is not None else ())
    ]
    _check_unique_ids(word_file, "word/styles.xml", [style for _, style in defined], "style id")
    for name, tree in word_file.trees.items():
        for mark, kind in _STYLE_MARKS.items():
            used = {element.get(w("val"), "") for element in tree.iter(w(mark))}
            for style_id in sorted(used - {style for style_type, style in defined if style_type == kind}):
                word_file.add_fault("no-style", name, f"the {kind} style {style_id} is used but not defined")
    for mark in ("basedOn", "next", "link"):
        for reference in sheet.iter(w(mark)) if sheet is not None else ():
            if reference.get(w("val"), "") not in {style for _, style in defined}:
                word_file.add_fault(
                    "no-style",
                    "word/styles.xml",
                    f"a style refers to the style {reference.get(w('val'))}, which is not defined",
                )


def _check_lists(word_file: WordFile) -> None:
    numbering = word_file.related_tree("numbering")
    defined = (
        {instance.get(f"{{{W}}}numId", "") for instance in numbering.iter(w("num"))}
        if numbering is not None
        else set()
    )
    for name, tree in word_file.trees.items():
        used = {element.get(w("val"), "") for element in tree.iterfind(".//w:numPr/w:numId", NS)}
        for list_id in sorted(used - defined - {"0"}):
            word_file.add_fault("no-list", name, f"list {list_id} is used but not defined")
    if numbering is None:
        return
    kinds = {definition.get(w("abstractNumId"), "") for definition in numbering.iter(w("abstractNum"))}
    for reference in numbering.iterfind("w:num/w:abstractNumId", NS):
        if reference.get(w("val"), "") not in kinds:
            word_file.add_fault(
                "no-list",
                "word/numbering.xml",
                f"a list refers to the definition {reference.get(w('val'))}, which does not exist",
            )


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
