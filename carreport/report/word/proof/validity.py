"""Find what Word calls “unreadable content”, also where the official validator is silent."""

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


def check_validity(opened: WordFile) -> None:
    """Note every fault for which Word would repair or refuse the file."""
    for name, tree in opened.trees.items():
        if not name.startswith("word/") or name.endswith(".rels"):
            continue
        _check_relationships(opened, name, tree)
        _check_unique_ids(
            opened, name, [each.get("id", "") for each in tree.iter(f"{{{WP}}}docPr")], "picture"
        )
        controls = [each.get(w("val"), "") for each in tree.iterfind(".//w:sdtPr/w:id", NS)]
        _check_unique_ids(opened, name, controls, "content control")
        _check_bookmarks(opened, name, tree)
        _check_fields(opened, name, tree)
        _check_tables(opened, name, tree)
        _check_order(opened, name, tree)
    _check_body(opened)
    _check_references(opened)
    _check_notes(opened)
    _check_styles(opened)
    _check_lists(opened)


def _check_relationships(opened: WordFile, name: str, tree: etree._Element) -> None:
    known = opened.relationships.get(name, {})
    for element in tree.iter(etree.Element):
        for attribute, value in element.attrib.items():
            if str(attribute).startswith(f"{{{R}}}") and str(value) and str(value) not in known:
                opened.add_fault("no-such-tie", name, f"{_local(element)} uses {value}, which leads nowhere")


def _check_unique_ids(opened: WordFile, name: str, ids: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            opened.add_fault("id-twice", name, f"two of kind {what} have the id {each}")
        seen.add(each)


def _check_bookmarks(opened: WordFile, name: str, tree: etree._Element) -> None:
    for start, end, what in (
        ("bookmarkStart", "bookmarkEnd", "bookmark"),
        ("commentRangeStart", "commentRangeEnd", "comment range"),
    ):
        starts = [each.get(w("id"), "") for each in tree.iter(w(start))]
        ends = [each.get(w("id"), "") for each in tree.iter(w(end))]
        _check_unique_ids(opened, name, starts, what)
        _check_unique_ids(opened, name, ends, f"end of {what}")
        for each in sorted(set(starts) ^ set(ends)):
            opened.add_fault("half-open", name, f"the {what} {each} has no beginning or no end")
    names = [each.get(w("name"), "") for each in tree.iter(w("bookmarkStart"))]
    _check_unique_ids(opened, name, names, "bookmark name")
    for each in names:
        if not re.fullmatch(r"[^\W\d]\w{0,39}", each):
            opened.add_fault("bookmark-name", name, f"Word does not accept the bookmark name {each}")


def _check_fields(opened: WordFile, name: str, tree: etree._Element) -> None:
    depth = 0
    for mark in tree.iter(w("fldChar")):
        depth += {"begin": 1, "end": -1}.get(mark.get(w("fldCharType"), ""), 0)
        if depth < 0:
            break
    if depth:
        opened.add_fault("field-open", name, "a field is not closed, or closed twice")


def _check_tables(opened: WordFile, name: str, tree: etree._Element) -> None:
    for cell in tree.iter(w("tc")):
        if not len(cell) or cell[-1].tag not in (w("p"), w("sdt")):
            opened.add_fault("cell-end", name, "a table cell does not end with a paragraph")
    for table in tree.iter(w("tbl")):
        if table.find("w:tblGrid", NS) is None:
            opened.add_fault("no-grid", name, "a table does not say how wide its columns are")
        if table.find(".//w:tr", NS) is None:
            opened.add_fault("no-rows", name, "a table has no rows")


def _check_order(opened: WordFile, name: str, tree: etree._Element) -> None:
    for container, order in (("rPr", RUN_ORDER), ("pPr", PARAGRAPH_ORDER)):
        places = {w(each): place for place, each in enumerate(order)}
        for properties in tree.iter(w(container)):
            found = [places[each.tag] for each in properties if each.tag in places]
            if any(first >= second for first, second in pairwise(found)):
                opened.add_fault("order", name, f"the properties in {container} are out of order")
    for paragraph in tree.iter(w("p")):
        around = next(paragraph.iterancestors(w("p"), w("txbxContent")), None)
        if around is not None and around.tag == w("p"):
            opened.add_fault("nested", name, "a paragraph stands inside a paragraph")


def _check_body(opened: WordFile) -> None:
    body = opened.trees[_MAIN].find("w:body", NS) if _MAIN in opened.trees else None
    if body is None:
        opened.add_fault("no-body", _MAIN, "the document has no body")
        return
    pages = body.findall("w:sectPr", NS)
    if len(pages) > 1 or (pages and body[-1] is not pages[0]):
        opened.add_fault("page-set-up", _MAIN, "the page set-up does not stand once, at the end")
    for child in body:
        if child.tag in (w("r"), w("t"), w("hyperlink")):
            opened.add_fault("loose-text", _MAIN, "text stands outside of any paragraph")


def _check_references(opened: WordFile) -> None:
    """Every cross-reference and internal link needs a bookmark in the document."""
    document = opened.trees.get(_MAIN)
    if document is None:
        return
    names = {each.get(w("name"), "") for each in document.iter(w("bookmarkStart"))} | {"_top"}
    for name, tree in opened.trees.items():
        wanted = [str(each.get(w("anchor"))) for each in tree.iter(w("hyperlink")) if each.get(w("anchor"))]
        for instruction in tree.iter(w("instrText")):
            found = _REFERENCE.match(instruction.text or "")
            wanted += [found[2]] if found else []
        for each in sorted(set(wanted) - names):
            opened.add_fault("no-bookmark", name, f"a cross-reference leads to {each}, which is not there")


def _check_notes(opened: WordFile) -> None:
    for kind, mark in (("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment")):
        tree = opened.related_tree(kind)
        known = [each.get(w("id"), "") for each in tree.iter(w(mark))] if tree is not None else []
        _check_unique_ids(opened, f"word/{kind}.xml", known, mark)
        for reference in opened.trees[_MAIN].iter(w(f"{mark}Reference")):
            if reference.get(w("id")) not in known:
                opened.add_fault("no-note", _MAIN, f"a mark leads to a {mark} that is not there")


def _check_styles(opened: WordFile) -> None:
    sheet = opened.related_tree("styles")
    defined = [
        (each.get(w("type"), ""), each.get(w("styleId"), ""))
        for each in (sheet.iterfind("w:style", NS) if sheet is not None else ())
    ]
    _check_unique_ids(opened, "word/styles.xml", [style for _, style in defined], "style")
    for name, tree in opened.trees.items():
        for mark, kind in _STYLE_MARKS.items():
            used = {each.get(w("val"), "") for each in tree.iter(w(mark))}
            for each in sorted(used - {style for known, style in defined if known == kind}):
                opened.add_fault("no-style", name, f"the {kind} style {each} is used and not defined")
    for mark in ("basedOn", "next", "link"):
        for tie in sheet.iter(w(mark)) if sheet is not None else ():
            if tie.get(w("val"), "") not in {style for _, style in defined}:
                opened.add_fault("no-style", "word/styles.xml", f"a style builds on {tie.get(w('val'))}")


def _check_lists(opened: WordFile) -> None:
    numbering = opened.related_tree("numbering")
    defined = (
        {each.get(f"{{{W}}}numId", "") for each in numbering.iter(w("num"))}
        if numbering is not None
        else set()
    )
    for name, tree in opened.trees.items():
        used = {each.get(w("val"), "") for each in tree.iterfind(".//w:numPr/w:numId", NS)}
        for each in sorted(used - defined - {"0"}):
            opened.add_fault("no-list", name, f"the list {each} is used and not defined")
    if numbering is None:
        return
    kinds = {each.get(w("abstractNumId"), "") for each in numbering.iter(w("abstractNum"))}
    for tie in numbering.iterfind("w:num/w:abstractNumId", NS):
        if tie.get(w("val"), "") not in kinds:
            opened.add_fault(
                "no-list", "word/numbering.xml", f"a list follows the definition {tie.get(w('val'))}"
            )


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
