"""What Word writes in ways of its own: moved paragraphs, tracked lists, fields, boxes, translated styles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lxml import etree

from tests.review.edits.copies import ReviewCopy, W
from tests.review.edits.expected import Expected, Outcome, Tolerated
from tests.review.edits.hostile import ONE, TWO, root_of, some
from tests.review.edits.markup import (
    DATE,
    OFFICE,
    RELATIONS,
    WordFile,
    element,
    paragraph_properties,
)

BY = f'w:author="{ONE}" w:date="{DATE}"'
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_SHAPES = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


def moved_paragraphs(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """A whole paragraph was moved to another answer with tracking; its bookmark went along."""
    file, expected = WordFile(copy.docx), []
    one, two, other, third = some(copy, "moved", 4)
    for number, (source, target) in enumerate(((one, third), (two, other))):
        paragraph = file.paragraph(source)
        moved: Any = etree.fromstring(etree.tostring(paragraph))
        for mark in [found for found in paragraph.iter() if "bookmark" in str(found.tag)]:
            mark.getparent().remove(mark)
        for kind, place in (("moveFrom", paragraph), ("moveTo", moved)):
            _wrap_runs(place, kind, 9700 + number * 10)
            ends = {"id": str(9750 + number * 10 + len(kind))}
            by = {"author": TWO, "date": DATE}
            place.insert(1, element(f"{kind}RangeStart", name=f"move{number}", **ends, **by))
            place.append(element(f"{kind}RangeEnd", **ends))
        file.paragraph(target).addnext(moved)
        paths = frozenset({source.path, target.path})
        expected.append(Expected(frozenset({"move"}), paths, None, TWO))
    tolerated = Tolerated(frozenset({"move", "mark"}), frozenset(at.path for at in (one, two, other, third)))
    return file.to_bytes(), Outcome(tuple(expected), (tolerated,))


def tracked_lists(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Paragraphs became bullets with tracking; of another only the spacing changed."""
    file, expected = WordFile(copy.docx), []
    numbering = next(file.document.iter(f"{W}numId")).get(f"{W}val")
    plain = [at for at in some(copy, "lists", 8) if "List" not in at.style and not at.style][:4]
    for at in plain[:-1]:
        properties = paragraph_properties(file.paragraph(at))
        before = etree.fromstring(etree.tostring(properties))
        properties.insert(0, element("pStyle", val="ListBullet"))
        list_properties = element("numPr")
        list_properties.append(element("ilvl", val="0"))
        list_properties.append(element("numId", val=numbering))
        properties.insert(1, list_properties)
        change = element("pPrChange", id="9801", author=ONE, date=DATE)
        change.append(before)
        properties.append(change)
        expected.append(Expected(frozenset({"format"}), frozenset({at.path}), at.number, ONE))
    spaced = paragraph_properties(file.paragraph(plain[-1]))
    change = element("pPrChange", id="9802", author=ONE, date=DATE)
    change.append(etree.fromstring(etree.tostring(spaced)))
    spaced.append(element("spacing", before="480"))
    spaced.append(change)
    return file.to_bytes(), Outcome(tuple(expected))


def box_in_both_ways(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """A text box, as Word writes it: once for new programs and once more for old ones."""
    file = WordFile(copy.docx)
    (at,) = some(copy, "both ways", 1)
    typed = f'<w:ins w:id="9901" {BY}><w:r><w:t>Words in a box</w:t></w:r></w:ins>'
    content = f"<w:txbxContent><w:p>{typed}</w:p></w:txbxContent>"
    choice = (
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp xmlns:wps="{_SHAPES}"><wps:txbx>{content}'
        "</wps:txbx></wps:wsp></w:drawing></mc:Choice>"
    )
    old = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{content}</v:textbox></v:shape>'
    fallback = f"<mc:Fallback><w:pict>{old}</w:pict></mc:Fallback>"
    both = f'<mc:AlternateContent xmlns:mc="{_COMPATIBILITY}">{choice}{fallback}</mc:AlternateContent>'
    file.paragraph(at).append(etree.fromstring(root_of("r", both)))
    expected = Expected(frozenset({"insertion"}), frozenset({at.path}), None, ONE, says="Words in a box")
    return file.to_bytes(), Outcome((expected,))


def links_as_fields(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Every link has become a field, as it does when Word pastes or repairs one: nothing has changed."""
    file = WordFile(copy.docx)
    relations: Any = etree.fromstring(file.parts["word/_rels/document.xml.rels"])
    targets = {one.get("Id"): one.get("Target") for one in relations.iter(f"{RELATIONS}Relationship")}
    for link in list(file.document.iter(f"{W}hyperlink")):
        address = targets[link.get(f"{{{OFFICE}}}id")]
        for kind in ("begin", "", "separate"):
            run = element("r")
            instruction = element("instrText")
            instruction.text = f' HYPERLINK "{address}" '
            run.append(element("fldChar", fldCharType=kind) if kind else instruction)
            link.addprevious(run)
        end = element("r")
        end.append(element("fldChar", fldCharType="end"))
        link.addnext(end)
        for run in reversed(list(link)):
            link.addnext(run)
        link.getparent().remove(link)
    return file.to_bytes(), Outcome()


def translated_styles(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Another language's Word has renamed the ids of the styles: nothing has changed."""
    file = WordFile(copy.docx)
    styles: Any = etree.fromstring(file.parts["word/styles.xml"])
    names: dict[str, str] = {}
    for number, style in enumerate(styles.iter(f"{W}style")):
        old = style.get(f"{W}styleId")
        names[old] = f"berschrift{number}"
        style.set(f"{W}styleId", names[old])
    for root in (styles, file.document):
        for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"):
            for found in root.iter(f"{W}{tag}"):
                found.set(f"{W}val", names.get(found.get(f"{W}val"), found.get(f"{W}val")))
    file.parts["word/styles.xml"] = etree.tostring(styles)
    return file.to_bytes(), Outcome()


def _wrap_runs(paragraph: Any, kind: str, number: int) -> None:
    for place, run in enumerate(list(paragraph.iter(f"{W}r"))):
        change = element(kind, id=str(number + place), author=TWO, date=DATE)
        run.addprevious(change)
        change.append(run)
    properties = paragraph_properties(paragraph)
    own = properties.find(f"{W}rPr")
    if own is None:
        own = etree.SubElement(properties, f"{W}rPr")
    own.insert(0, element(kind, id=str(number + 9), author=TWO, date=DATE))


AS_WORD_DOES: tuple[Callable[[ReviewCopy], tuple[bytes, Outcome]], ...] = (
    moved_paragraphs, tracked_lists, box_in_both_ways, links_as_fields, translated_styles,
)  # fmt: skip
