"""Word files in the manner of other programs, and files that are made to mislead the reader."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from tests.review.edits.catalogue import words_of
from tests.review.edits.copies import Printed, ReviewCopy, W, visible_text
from tests.review.edits.expected import LISTED, REFUSED, Expected, Outcome, Tolerated
from tests.review.edits.markup import (
    DATE,
    MAIN,
    OFFICE,
    WordFile,
    element,
    pack,
    set_words,
)

ONE, TWO, THREE = "Morven Sinclair", "Ruaridh Forbes", "Sìne NicAoidh"
HEADINGS = frozenset({"question-gone", "question-changed", "move"})
ANYTHING = frozenset({"question-gone", "question-changed", "move", "untracked", "mark", "format"})
FOREIGN = "Dè bu chòir do neach nach robh ann a thuigsinn mu dheidhinn seo?"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def some(copy: ReviewCopy, seed: str, count: int) -> list[Printed]:
    """Choose long paragraphs of different answers, the same ones for the same seed."""
    chance = random.Random(f"{copy.name} {seed}")  # noqa: S311 - nothing secret
    by_path = {at.path: at for at in copy.long_answers}
    return sorted(chance.sample(list(by_path.values()), count), key=lambda at: at.place)


def begin_threads(
    file: WordFile, places: Sequence[Printed], *, date: str = DATE, authors: bool = True
) -> list[Expected]:
    """Comment on each of these paragraphs; two others answer, and all threads but the last are settled."""
    expected = []
    by = (ONE, TWO, THREE) if authors else ("", "", "")
    for place, at in enumerate(places):
        start, end = words_of(at, 2, 3)
        done = place < len(places) - 1
        said = [
            f"Remark {place + 1}: who says so?\nI ask because nobody could tell me.",
            f"Answer to {place + 1}.",
            f"Last word on {place + 1}.",
        ]
        root = file.comment(at, start, end, said[0], by[0], date=date, done=done)
        for who, text in zip(by[1:], said[1:], strict=True):
            file.reply(root, text, who, date=date, done=done)
        for who, text, kind in zip(by, said, ("comment", "reply", "reply"), strict=True):
            expected.append(
                Expected(
                    frozenset({kind}), frozenset({at.path}), at.number, who, on=at.text[start:end], said=text,
                    is_settled=done,
                )
            )  # fmt: skip
    return expected


def loosely(expected: Iterable[Expected]) -> tuple[Expected, ...]:
    """Return expectations for a file that keeps neither threads nor what is settled."""
    return tuple(
        replace(one, kinds=one.kinds | {"comment"}, is_settled=None, number=None) for one in expected
    )


def anywhere(kinds: frozenset[str]) -> tuple[Tolerated, ...]:
    """Tolerate findings of these kinds wherever they are."""
    return (Tolerated(kinds, frozenset()),)


def word_threads(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Threads of three people as Word writes them, most of them settled."""
    file = WordFile(copy.docx)
    expected = begin_threads(file, some(copy, "threads", 6))
    return file.to_bytes(), Outcome(tuple(expected))


def like_google(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """No bookmarks or styles of ours, and threads only by equal ranges."""
    file = WordFile(copy.docx)
    expected = begin_threads(file, some(copy, "google", 6))
    return as_google_docs(file), Outcome(loosely(expected))


def as_google_docs(file: WordFile) -> bytes:
    """Rewrite a file in the manner of Google Docs: other names of bookmarks and styles, no threads."""
    file.remove_properties()
    written = WordFile(file.to_bytes())
    for number, start in enumerate(written.document.iter(f"{W}bookmarkStart")):
        start.set(f"{W}name", f"id.z{number:05x}")
    for style in list(written.document.iter(f"{W}pStyle")):
        style.set(f"{W}val", "Normal")
    for name in ("commentsExtended", "people"):
        _drop_part(written, f"word/{name}.xml")
    return written.to_bytes()


def no_questions(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Only the answers, shuffled, without bookmarks."""
    file = WordFile(copy.docx)
    expected = begin_threads(file, some(copy, "shuffled", 6))
    headings = [file.paragraph(at) for at in copy.printed if at.is_heading or not at.path]
    answers = [file.paragraph(at) for at in copy.printed if not at.is_heading and at.path]
    for paragraph in (*headings, *answers):
        paragraph.getparent().remove(paragraph)
    random.Random(copy.name).shuffle(answers)  # noqa: S311 - nothing secret
    for place, paragraph in enumerate(answers):
        file.body.insert(place, paragraph)
    file.remove_bookmarks()
    return file.to_bytes(), Outcome(tuple(expected), anywhere(HEADINGS | {"untracked"}), min_right=0.9)


def foreign_questions(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """All headings in another language and without numbers, no bookmarks."""
    file = WordFile(copy.docx)
    expected = begin_threads(file, some(copy, "foreign", 6))
    for at in copy.printed:
        if at.is_heading:
            set_words(file.paragraph(at), FOREIGN)
    file.remove_bookmarks()
    return file.to_bytes(), Outcome(tuple(expected), anywhere(HEADINGS), min_right=0.9)


def all_translated(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Everything in another language, only the numbers left: nothing may be called sure."""
    file = WordFile(copy.docx)
    expected = begin_threads(file, some(copy, "translated", 6))
    chance = random.Random(copy.name)  # noqa: S311 - nothing secret
    for at in copy.printed:
        number = f"{at.text.partition(' ')[0]} " if at.is_heading else ""
        for words in file.paragraph(at).iter(f"{W}t"):
            size = max(1, len((words.text or "").split()))
            translated = (chance.choice(("facal", "seo", "ùr", "taigh", "muir")) for _ in range(size))
            words.text = f"{number}{' '.join(translated)}"
            number = ""
    file.remove_bookmarks()
    file.remove_properties()
    outcome = Outcome(
        tuple(replace(one, on=None) for one in expected), anywhere(ANYTHING),
        outcomes=frozenset({LISTED, REFUSED}), min_right=0.0,
    )  # fmt: skip
    return file.to_bytes(), outcome


def strike_in_insertion(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """One person inserts words, another strikes some of them out, and both insert beside each other."""
    file, expected = WordFile(copy.docx), []
    for at in some(copy, "strike", 4):
        typed = " with one long addition by the first"
        file.insert(at, len(at.text), typed, ONE)
        whole = len(at.text) + len(typed)
        file.strike(at, whole - 13, whole, TWO)
        start, end = words_of(at, 2, 2)
        file.strike(at, start, end, TWO)
        file.insert(at, 0, "Second says: ", TWO)
        path = frozenset({at.path})
        expected += [
            Expected(frozenset({"insertion"}), path, at.number, ONE, says=typed),
            Expected(frozenset({"deletion"}), path, at.number, TWO),
            Expected(frozenset({"insertion"}), path, at.number, TWO, says="Second says:"),
        ]
    return file.to_bytes(), Outcome(tuple(expected))


def all_marks(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Every sort of tracked change that Word has, by two people."""
    file, expected = WordFile(copy.docx), []
    places = some(copy, "marks", 8)
    for at in places[:2]:
        file.insert(at, 0, "Now: ", ONE)
        expected.append(_change("insertion", at, ONE))
    for at in places[2:4]:
        start, end = words_of(at, 3, 2)
        file.strike(at, start, end, TWO)
        expected.append(_change("deletion", at, TWO, new=at.text[:start] + at.text[end:]))
    for at in places[4:6]:
        file.make_bold(at, *words_of(at, 2, 2), ONE)
        expected.append(_change("format", at, ONE, old=None))
    file.mark_end(places[6], "ins", TWO)
    expected.append(_change("mark", places[6], TWO, old=None))
    moved = places[7]
    words = moved.text[: words_of(moved, 3, 1)[0]]
    file.strike(moved, 0, len(words), ONE)
    file.insert(places[0], len("Now: ") + len(places[0].text), words, ONE)
    _as_move(file, moved, places[0])
    paths = frozenset({moved.path, places[0].path})
    expected += [replace(_change("move", at, ONE, old=None), paths=paths) for at in (moved, places[0])]
    return file.to_bytes(), Outcome(tuple(expected), anywhere(frozenset({"mark", "untracked"})))


def strict(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Threads and changes in a Strict Open XML document."""
    file = WordFile(copy.docx)
    places = some(copy, "strict", 6)
    expected = begin_threads(file, places[:3])
    for at in places[3:]:
        file.insert(at, len(at.text), " And more.", ONE)
        expected.append(_change("insertion", at, ONE, new=f"{at.text} And more."))
    parts = WordFile(file.to_bytes()).parts
    for name, content in parts.items():
        for usual, other in STRICT.items():
            content = content.replace(usual.encode(), other.encode())  # noqa: PLW2901 - one after the other
        parts[name] = content
    return pack(parts), Outcome(tuple(expected))


def no_ranges(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Comments without author or date; some lost their range, some their reference, some both."""
    file, expected = WordFile(copy.docx), []
    for place, at in enumerate(some(copy, "ranges", 6)):
        number = file.comment(at, *words_of(at, 2, 3), f"Loose remark {place + 1}", "", date="")
        where = frozenset({at.path} if place < 4 else {""})
        expected.append(Expected(frozenset({"comment"}), where, said=f"Loose remark {place + 1}"))
        for tag, gone in (
            ("commentRangeStart", place > 1),
            ("commentRangeEnd", place > 1),
            ("commentReference", place in (0, 1, 4, 5)),
        ):
            for found in list(file.document.iter(f"{W}{tag}")):
                if gone and found.get(f"{W}id") == str(number):
                    found.getparent().remove(found)
    return file.to_bytes(), Outcome(tuple(expected), min_right=0.6)


def in_table(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Everything in one table of two columns: questions left, answers right; bookmarks kept."""
    file = WordFile(copy.docx)
    expected = begin_threads(file, some(copy, "table", 6))
    _into_table(file, copy)
    return file.to_bytes(), Outcome(tuple(expected))


def in_table_bare(copy: ReviewCopy) -> tuple[bytes, Outcome]:
    """Everything in one table of two columns, without bookmarks."""
    file = WordFile(copy.docx)
    expected = begin_threads(file, some(copy, "bare", 6))
    _into_table(file, copy)
    file.remove_bookmarks()
    return file.to_bytes(), Outcome(tuple(expected), min_right=0.9)


HOSTILE: tuple[Callable[[ReviewCopy], tuple[bytes, Outcome]], ...] = (
    word_threads, like_google, no_questions, foreign_questions, all_translated, strike_in_insertion,
    all_marks, strict, no_ranges, in_table, in_table_bare,
)  # fmt: skip


def other_inquiry(other: ReviewCopy, *, bare: bool) -> tuple[bytes, Outcome]:
    """The review copy of another inquiry, with or without bookmarks and properties, must be refused."""
    file = WordFile(other.docx)
    begin_threads(file, some(other, "foreign", 1))
    if bare:
        file.remove_bookmarks()
        file.remove_properties()
    return file.to_bytes(), Outcome(outcomes=frozenset({REFUSED}))


def _change(kind: str, at: Printed, author: str, *, old: str | None = "", new: str | None = None) -> Expected:
    before = at.text if old == "" else old
    return Expected(frozenset({kind}), frozenset({at.path}), at.number, author, before, new)


def _as_move(file: WordFile, source: Printed, target: Printed) -> None:
    """Turn the last deletion and insertion of these paragraphs into a move."""
    struck = file.paragraph(source).find(f"{W}del")
    typed = list(file.paragraph(target).iter(f"{W}ins"))[-1]
    by = {"author": ONE, "date": DATE}
    for tag, change in (("moveFrom", struck), ("moveTo", typed)):
        change.tag = f"{W}{tag}"
        change.addprevious(element(f"{tag}RangeStart", id=f"99{len(tag)}", name="move9", **by))
        change.addnext(element(f"{tag}RangeEnd", id=f"99{len(tag)}"))
        for words in change.iter(f"{W}delText"):
            words.tag = f"{W}t"


def _into_table(file: WordFile, copy: ReviewCopy) -> None:
    table = etree.fromstring(root_of("tbl", "<w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"))
    section = file.body.find(f"{W}sectPr")
    right: Any = None
    for at in copy.printed:
        paragraph = file.paragraph(at)
        if right is None or at.is_heading:
            row = etree.SubElement(table, f"{W}tr")
            left, right = (etree.SubElement(row, f"{W}tc") for _ in range(2))
            left.append(paragraph)
        else:
            right.append(paragraph)
    for cell in table.iter(f"{W}tc"):
        if cell.find(f"{W}p") is None:
            etree.SubElement(cell, f"{W}p")
    file.body.insert(0, table)
    table.addnext(element("p"))
    assert section is not None
    assert visible_text(table)


def _drop_part(file: WordFile, name: str) -> None:
    file.parts.pop(name, None)
    for listing in ("[Content_Types].xml", "word/_rels/document.xml.rels"):
        root: Any = etree.fromstring(file.parts[listing])
        for entry in list(root):
            if name.endswith((entry.get("PartName") or entry.get("Target") or "?").removeprefix("/")):
                root.remove(entry)
        file.parts[listing] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def root_of(name: str, inside: str) -> bytes:
    """Return the XML of one element with what is in it."""
    return f'<w:{name} xmlns:w="{MAIN}">{inside}</w:{name}>'.encode()
