"""Put the open threads on a finished Word report, as native comments.

A comment is put on the words that it quotes, on the paragraph that prints the answer, or on the heading of
the question. Comments on answers that the report does not print are listed in one comment on the title.
Nothing else in the report is changed.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from carreport.draft.revisions.tree_index import enclosing_paths
from carreport.errors import UnreadableInputError
from carreport.form.answers import Answers
from carreport.form.schema import Form, Share
from carreport.report.word.proof.accessibility import text_of
from carreport.report.word.proof.docx_parts import WordFile, read_word_members
from carreport.report.word.styles import StyleSheet
from carreport.report.word.untrusted.inspect_package import PackageError, read_members
from carreport.report.word.xml_names import CONTENT_TYPES, NS, RELATIONSHIPS, w
from carreport.review.threads import Thread
from carreport.review.word_out import ReviewDocument
from carreport.review.word_out_comments import (
    COMMENT_PARTS,
    ROOTS,
    CommentRange,
    NativeComment,
    NativeComments,
    native_comments,
    quoted_range,
    whole_paragraph,
    xml_bytes,
)

NOT_FOUND = "These comments are about questions and answers that were not found in this report:"
_WRITER = "carreport"
_FEWEST_WORDS = 5
"""An answer with fewer words is found only if one whole paragraph of the report is the same."""
_NUMBER = re.compile(r"[\d.]+\s+")
_HEADING = re.compile(r"heading \d\Z")
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every member of the package, so that the same report gives the same bytes."""


@dataclass(frozen=True, slots=True)
class ReportWithComments:
    """A report with comments: its bytes, and how many threads are on it, and how many comments in all."""

    content: bytes
    threads: int
    comments: int


def comment_on_report(
    content: bytes, form: Form, answers: Answers, threads: Iterable[Thread], name: str = "The report"
) -> ReportWithComments:
    """Return a Word report with the open threads on it; `answers` are what everyone in the group may read.

    Raise `UnreadableInputError` if it is not a Word document.
    """
    try:
        members = read_members(content)
    except PackageError as problem:
        raise unreadable_report(name, problem.mistakes[0].message) from None
    word_file = read_word_members(members, huge=False)
    document = word_file.document
    is_broken = any(fault.code in ("not-xml", "no-types") for fault in word_file.faults)
    if document is None or is_broken or document.find(".//w:p", NS) is None:
        raise unreadable_report(name, "The file is damaged or is not a Word document.")
    report = _Report(word_file, ReviewDocument(form, answers, {}, ""))
    added = report.add_threads([thread for thread in threads if not thread.is_settled])
    return ReportWithComments(report.pack(members), added, report.comments.count)


@dataclass(slots=True)
class _Report:
    """A Word report, and the answers that it may print."""

    word_file: WordFile
    review: ReviewDocument
    comments: NativeComments = field(init=False)
    _paragraphs: list[etree._Element] = field(init=False)
    _texts: list[str] = field(init=False)
    _styles: dict[etree._Element, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the paragraphs, and the comments that the report has already."""
        roots = {kind: self.word_file.related_tree(kind, self._main) for kind in ROOTS}
        self.comments = NativeComments(
            {kind: etree.fromstring(ROOTS[kind]) if root is None else root for kind, root in roots.items()}
        )
        document = self.word_file.trees[self._main]
        self._paragraphs = list(document.iter(w("p")))
        self._texts = [_one_line(text_of(paragraph)) for paragraph in self._paragraphs]
        sheet = self.word_file.related_tree("styles", self._main)
        styles = StyleSheet(sheet if sheet is not None else etree.Element(w("styles")))
        for paragraph in self._paragraphs:
            style = paragraph.find("w:pPr/w:pStyle", NS)
            self._styles[paragraph] = styles.style_name(style.get(w("val"), "")) if style is not None else ""

    @property
    def _main(self) -> str:
        return self.word_file.main_part

    def add_threads(self, threads: Sequence[Thread]) -> int:
        """Add these threads; return how many are in the report, including those listed at its title."""
        added, listed = 0, list[str]()
        for thread in threads:
            place = self.review.printed_place(thread)
            texts = [text_of(paragraph) for paragraph in self.review.answer_at(place)] if place else []
            comments = native_comments(thread, texts)
            where = self._where(place, texts, thread) if place else None
            if where is not None and comments:
                self.comments.add(comments, where, is_settled=False)
            elif place and comments and not self._is_for_team(place):
                listed += _listed(self._labels(place)[0], comments)
            else:
                continue
            added += 1
        if listed:
            comment = NativeComment("title", _WRITER, "", (NOT_FOUND, *listed))
            self.comments.add([comment], whole_paragraph(self._title()), is_settled=False)
        return added

    def _where(self, place: str, texts: Sequence[str], thread: Thread) -> CommentRange | None:
        """Return where the report prints what a thread is about, or nothing."""
        printing = self._printing(texts)
        quoted = quoted_range(printing, thread.anchor)
        if quoted or printing:
            return quoted or whole_paragraph(printing[0])
        headings = {
            _NUMBER.sub("", text, count=1): paragraph
            for paragraph, text in reversed([*zip(self._paragraphs, self._texts, strict=True)])
            if _HEADING.match(self._styles[paragraph])
        }
        inner = self._printing(self._texts_inside(place))
        found = [headings[label] for label in self._labels(place)[:1] if label in headings]
        found += [*inner, *(headings[label] for label in self._labels(place)[1:] if label in headings)]
        return whole_paragraph(found[0]) if found else None

    def _texts_inside(self, place: str) -> list[str]:
        """Return the paragraphs of the answers inside a list or an entry."""
        inside = [path for path in self.review.paragraphs if path.startswith(f"{place}/")]
        return [text_of(paragraph) for path in inside for paragraph in self.review.answer_at(path)]

    def _printing(self, texts: Iterable[str]) -> list[etree._Element]:
        """Return the paragraphs that print these paragraphs of an answer.

        A report may also quote the answer elsewhere, so those that are together are taken.
        """
        lines = list(filter(None, map(_one_line, texts)))
        candidates = list(filter(None, map(self._places_of, lines)))
        starts = {place for places in candidates for place in places}
        if not starts:
            return []

        def together(start: int) -> tuple[int, bool, int]:
            near = range(start, start + 2 * len(lines))
            count = sum(any(place in near for place in places) for places in candidates)
            return count, self._styles[self._paragraphs[start]] != "quote", -start

        best = max(starts, key=together)
        near = range(best, best + 2 * len(lines))
        found = {next((place for place in places if place in near), places[0]) for places in candidates}
        return [self._paragraphs[number] for number in sorted(found)]

    def _places_of(self, line: str) -> list[int]:
        """Return the numbers of the paragraphs that print this line; none if a short one is ambiguous."""
        is_long = len(line.split()) >= _FEWEST_WORDS
        places = [
            number
            for number, printed in enumerate(self._texts)
            if printed == line or (is_long and line in printed)
        ]
        return places if is_long or len(places) == 1 else []

    def _labels(self, place: str) -> list[str]:
        """Return the labels of the question at `place` and of those around it, innermost first."""
        headings = (text_of(self.review.paragraphs[path][0]) for path in enclosing_paths(place))
        return [_one_line(_NUMBER.sub("", heading, count=1)) for heading in headings]

    def _is_for_team(self, place: str) -> bool:
        """Say whether a question around `place` is for the group only, so that a report may leave it out."""
        questions = (self.review.form.field(path) for path in enclosing_paths(place))
        return any(question is None or question.share is not Share.PUBLIC for question in questions)

    def _title(self) -> etree._Element:
        titles = [paragraph for paragraph in self._paragraphs if self._styles[paragraph] == "title"]
        filled = [part for part, text in zip(self._paragraphs, self._texts, strict=True) if text]
        return [*titles, *filled, *self._paragraphs][0]

    def pack(self, members: Mapping[str, bytes]) -> bytes:
        """Return the report with its comments; all other parts are as they were, byte for byte."""
        if not self.comments.count:
            return _packed(members)
        parts = {
            kind: self.word_file.related_part(kind, self._main) or f"word/{part.name.rpartition('/')[2]}"
            for kind, part in self.comments.parts().items()
        }
        changed = {parts[kind]: part.content for kind, part in self.comments.parts().items()}
        changed[self._main] = xml_bytes(self.word_file.trees[self._main])
        folder, _, last = self._main.rpartition("/")
        relationships = f"{folder}/_rels/{last}.rels".lstrip("/")
        changed[relationships] = self._relationships(relationships, parts)
        changed["[Content_Types].xml"] = self._content_types(parts)
        return _packed({**members, **changed})

    def _relationships(self, name: str, parts: Mapping[str, str]) -> bytes:
        """Return the relationships of the document, with those to the parts that it did not have."""
        root = self.word_file.trees.get(name)
        root = etree.Element(f"{{{RELATIONSHIPS}}}Relationships") if root is None else root
        ids = {relationship.get("Id") for relationship in root}
        free = (f"rId{number}" for number in count(1) if f"rId{number}" not in ids)
        for kind, part in parts.items():
            if not self.word_file.related_part(kind, self._main):
                values = {"Id": next(free), "Type": COMMENT_PARTS[kind][1], "Target": f"/{part}"}
                etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", values)
        return xml_bytes(root)

    def _content_types(self, parts: Mapping[str, str]) -> bytes:
        root = self.word_file.trees["[Content_Types].xml"]
        known = {entry.get("PartName") for entry in root}
        for kind, part in parts.items():
            if f"/{part}" not in known:
                values = {"PartName": f"/{part}", "ContentType": COMMENT_PARTS[kind][0]}
                etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override", values)
        return xml_bytes(root)


def _listed(label: str, comments: Iterable[NativeComment]) -> list[str]:
    """Return a line for each comment: the question, who said it, and what."""
    return [f"{label} – {comment.author}: {_one_line(' '.join(comment.paragraphs))}" for comment in comments]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _packed(members: Mapping[str, bytes]) -> bytes:
    packet = io.BytesIO()
    with zipfile.ZipFile(packet, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return packet.getvalue()


def unreadable_report(name: str, why: str) -> UnreadableInputError:
    """Return the error about a report that cannot be read."""
    return UnreadableInputError(
        "report-unreadable",
        f"{name} cannot be read.",
        why=why,
        remedy="Choose a report that was saved as a Word document (.docx).",
    )
