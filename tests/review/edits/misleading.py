"""Word files that mislead the reader: copied bookmarks, broken threads, changes beside the text."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lxml import etree

from tests.review.edits.catalogue import words_of
from tests.review.edits.copies import ReviewCopy, W, mark_of
from tests.review.edits.expected import Expected, Outcome, Tolerated
from tests.review.edits.hostile import ONE, begin_threads, root_of, some
from tests.review.edits.inquiries import sentences
from tests.review.edits.markup import DATE, NAMESPACES, OFFICE, WORD_TYPE, WordFile, element, run_of


def copied_paragraphs(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Two answers stand there twice with their bookmarks, the second time under another question, changed."""
    file, expected = WordFile(copy.docx), []
    places = some(copy, "copied", 4)
    for at, other in zip(places[:2], places[2:], strict=True):
        original = file.paragraph(at)
        double = etree.fromstring(etree.tostring(original))
        file.paragraph(other).addnext(double)
        double.append(run_of(" This stands here too."))
        kinds = frozenset({"untracked", "move", "insertion"})
        expected.append(Expected(kinds, frozenset({at.path, other.path}), says="This stands here too."))
    paths = frozenset(at.path for at in places)
    return file.to_bytes(), Outcome(tuple(expected), (Tolerated(frozenset({"untracked", "move"}), paths),))


def foreign_marks(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Three paragraphs of another inquiry were pasted in, with their bookmarks."""
    file, expected = WordFile(copy.docx), []
    chance = random.Random(copy.name)  # noqa: S311 - nothing secret
    for number, at in enumerate(some(copy, "pasted", 3)):
        text = f"From elsewhere: {sentences(chance, 1)}"
        paragraph = element("p")
        name = mark_of("fedcba9876543210", at.path, number + 1)
        paragraph.append(element("bookmarkStart", id=str(9000 + number), name=name))
        paragraph.append(run_of(text))
        paragraph.append(element("bookmarkEnd", id=str(9000 + number)))
        file.paragraph(at).addnext(paragraph)
        paths = frozenset({at.path, copy.after(at).path, ""})
        expected.append(Expected(frozenset({"untracked"}), paths, says=text))
    return file.to_bytes(), Outcome(tuple(expected))


def strange_names(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Names with controls, text that turns its direction, and very long ones; dates that no calendar has."""
    file, expected = WordFile(copy.docx), []
    names = ("Eve\u202egnp.exe", "A" * 5000, "\u200b\u200bMorven", "Тест 测试 اختبار", "=1+1")
    dates = ("9999-12-31T23:59:59Z", "0000-00-00T00:00:00Z", "yesterday", "2026-11-30T09:00:00+14:00", "-1")
    for at, name, date in zip(some(copy, "names", 5), names, dates, strict=True):
        file.comment(at, *words_of(at, 1, 2), f"Said by {len(name)} letters", name, date=date)
        expected.append(
            Expected(
                frozenset({"comment"}), frozenset({at.path}), at.number, said=f"Said by {len(name)} letters"
            )
        )
    return file.to_bytes(), Outcome(tuple(expected))


def beside_the_text(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Comments and changes in a footnote, a header and a text box: none may be lost."""
    file = WordFile(copy.docx)
    (at,) = some(copy, "beside", 1)
    by = f'w:author="{ONE}" w:date="{DATE}"'
    inserted = f'<w:p><w:ins w:id="9901" {by}><w:r><w:t>{{}}</w:t></w:r></w:ins></w:p>'
    note = f'<w:footnote w:id="2">{inserted.format("Words in a footnote")}</w:footnote>'
    head = inserted.format("Words in a header")
    file.add_part(
        "word/footnotes.xml", root_of("footnotes", note), f"{WORD_TYPE}.footnotes+xml", f"{OFFICE}/footnotes"
    )
    relation = file.add_part(
        "word/header1.xml", root_of("hdr", head), f"{WORD_TYPE}.header+xml", f"{OFFICE}/header"
    )
    reference = element("r")
    reference.append(element("footnoteReference", id="2"))
    file.paragraph(at).append(reference)
    header = element("headerReference", type="default")
    header.set(f"{{{OFFICE}}}id", relation)
    next(file.document.iter(f"{W}sectPr")).insert(0, header)
    words = f"<w:txbxContent>{inserted.format('Words in a box')}</w:txbxContent>"
    shape = f'<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>{words}</v:textbox></v:shape>'
    box = root_of("r", f"<w:pict>{shape}</w:pict>")
    file.paragraph(at).append(etree.fromstring(box))
    expected = [
        Expected(frozenset({"insertion"}), frozenset({at.path, ""}), None, ONE, says=f"Words in a {where}")
        for where in ("footnote", "header", "box")
    ]
    return file.to_bytes(), Outcome(
        tuple(expected),
        (Tolerated(frozenset({"untracked", "insertion"}), frozenset({at.path})),),
        min_right=0.6,
    )


def tracked_rows(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """A table with an inserted row and a deleted cell after an answer."""
    file = WordFile(copy.docx)
    (at,) = some(copy, "rows", 1)
    by = f'w:author="{ONE}" w:date="{DATE}"'
    end = f'<w:pPr><w:rPr><w:ins w:id="9912" {by}/></w:rPr></w:pPr>'
    added = f'<w:p>{end}<w:ins w:id="9913" {by}><w:r><w:t>A row that was added</w:t></w:r></w:ins></w:p>'
    went = f'<w:del w:id="9915" {by}><w:r><w:delText>A cell that went</w:delText></w:r></w:del>'
    rows = (
        f'<w:tr><w:trPr><w:ins w:id="9911" {by}/></w:trPr><w:tc><w:tcPr/>{added}</w:tc></w:tr>'
        f'<w:tr><w:tc><w:tcPr><w:cellDel w:id="9914" {by}/></w:tcPr><w:p>{went}</w:p></w:tc></w:tr>'
    )
    file.paragraph(at).addnext(
        etree.fromstring(root_of("tbl", f"<w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{rows}"))
    )
    paths = frozenset({at.path, copy.after(at).path, ""})
    expected = (
        Expected(frozenset({"insertion", "untracked"}), paths, None, ONE, says="A row that was added"),
        Expected(frozenset({"deletion", "untracked"}), paths, None, ONE, says="A cell that went"),
    )
    return file.to_bytes(), Outcome(
        expected, (Tolerated(frozenset({"insertion", "deletion", "mark", "format", "untracked"}), paths),)
    )


def broken_threads(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Ids that stand there twice, ranges that never end, replies to themselves and in circles."""
    file = WordFile(copy.docx)
    expected = begin_threads(file, some(copy, "broken", 3))
    data = WordFile(file.to_bytes())
    extended: Any = etree.fromstring(data.parts["word/commentsExtended.xml"])
    w15 = f"{{{NAMESPACES['w15']}}}"
    ids = [entry.get(f"{w15}paraId") for entry in extended]
    extended[1].set(f"{w15}paraIdParent", ids[1])
    extended[4].set(f"{w15}paraIdParent", ids[5])
    extended[5].set(f"{w15}paraIdParent", ids[4])
    extended[8].set(f"{w15}paraId", ids[7])
    data.parts["word/commentsExtended.xml"] = etree.tostring(extended)
    for end in list(data.document.iter(f"{W}commentRangeEnd"))[:2]:
        end.getparent().remove(end)
    loose = tuple(
        replace(one, kinds=frozenset({"comment", "reply"}), on=None, is_settled=None) for one in expected
    )
    return data.to_bytes(), Outcome(loose)


def twice_the_same_id(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Two comments with the same id: neither may be lost."""
    file = WordFile(copy.docx)
    one, two = some(copy, "ids", 2)
    expected = []
    for at, text in ((one, "The first of two"), (two, "The second of two")):
        file.comment(at, *words_of(at, 1, 2), text, ONE)
        paths = frozenset({one.path, two.path, ""})
        expected.append(Expected(frozenset({"comment"}), paths, None, ONE, said=text))
    data = WordFile(file.to_bytes())
    data.parts["word/comments.xml"] = data.parts["word/comments.xml"].replace(b'w:id="1"', b'w:id="0"')
    for tag in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        for found in data.document.iter(f"{W}{tag}"):
            found.set(f"{W}id", "0")
    return data.to_bytes(), Outcome(tuple(expected))


MISLEADING: tuple[Callable[[ReviewCopy], tuple[bytes, Outcome]], ...] = (
    copied_paragraphs, foreign_marks, strange_names, beside_the_text, tracked_rows, broken_threads,
    twice_the_same_id,
)  # fmt: skip
