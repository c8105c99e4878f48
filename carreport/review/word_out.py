"""Write a review copy: an inquiry as a Word document, question by question, to be commented on.

Each printed paragraph has one bookmark, made from the id of the export and the path of its answer. The
id is a custom property of the document. Nothing else is in the file that is not printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from lxml import etree

from carreport.form import paths
from carreport.form.answers import Answers, Item
from carreport.form.kinds import kind_of
from carreport.form.richtext import Span, tidy_spans
from carreport.form.schema import Form, Share
from carreport.report.build import PictureLike
from carreport.report.model import (
    Block,
    Paragraph,
    PictureFile,
    Report,
    TitleBlock,
    inline_text,
)
from carreport.report.numbering import number_notes
from carreport.report.word.document import core_properties_xml
from carreport.report.word.footnotes import Footnotes, footnotes_xml
from carreport.report.word.list_numbering import ListNumbering, numbering_xml
from carreport.report.word.opc_package import XML_DECLARATION, PackagePart, Relationship, pack_parts
from carreport.report.word.pictures import EMU_PER_TWENTIETH, PictureParts
from carreport.report.word.proof.accessibility import text_of
from carreport.report.word.shell.tidy_template import TextArea
from carreport.report.word.styles import StyleSheet, styles_xml
from carreport.report.word.word_blocks import Bookmarks, WordBlockEmitter
from carreport.report.word.word_inline import Hyperlinks, WordInlineEmitter
from carreport.report.word.xml_names import (
    CORE_RELATIONSHIP,
    CORE_TYPE,
    NS,
    TYPES,
    WP,
    A,
    R,
    W,
    escape,
    relationship_type,
    w,
)
from carreport.review.threads import Thread
from carreport.review.word_out_comments import (
    COMMENT_PARTS,
    NativeComments,
    native_comments,
    quoted_range,
    whole_paragraph,
    xml_bytes,
)
from carreport.review.word_out_content import FOR_READERS, ReviewBlock, inquiry_title, review_blocks
from carreport.review.word_out_look import list_of, spans_of

PROPERTY = "carreport-review"
"""The custom property of a review copy that holds the id of its export."""
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_VARIANT = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_TEXT_WIDTH = 8390
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1361" w:bottom="1361" w:right="1758" '
    'w:header="737" w:footer="737" w:gutter="0" w:left="1758"/></w:sectPr>'
)
_SETTINGS = (
    f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:trackRevisions/><w:defaultTabStop w:val="567"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting '
    'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    "</w:settings>"
)
_SPACES_AROUND = {
    "Title": (0, 280),
    "Normal": (0, 120),
    "heading 2": (320, 80),
    "heading 3": (240, 40),
    "heading 4": (120, 0),
}
"""The space before and after some paragraphs, in twips."""
_MAIN, _NOTES = "word/document.xml", "word/footnotes.xml"
_SPACES = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:a="{A}"'
_EMPTY = f"<w:document {_SPACES}><w:body/></w:document>"


@dataclass(frozen=True, slots=True)
class SentParagraph:
    """One paragraph of a review copy: its bookmark, the path it belongs to, and its text.

    `number` is 0 for the heading of a question, an entry or a section, and counts the paragraphs of the
    answer from 1. Line breaks in the text are newlines. The text is None if nobody can say any more what
    it was, because the answer has been erased since. `spans` are the text with its bold, italic and links,
    and `list` is bullet or number if it is an item of a list. The notes of an answer are counted after its
    paragraphs; they come after all other paragraphs of the copy.
    """

    bookmark: str
    path: str
    number: int
    text: str | None
    spans: tuple[Span, ...] = ()
    list: str = ""
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class ReviewCopy:
    """A finished review copy: the id of its export, its bytes and its paragraphs.

    `comments` is the number of comments and replies, and `threads` the number of threads that they form.
    """

    export: str
    content: bytes
    paragraphs: tuple[SentParagraph, ...]
    comments: int
    threads: int


def anchor_name(export: str, path: str, number: int) -> str:
    """Return the bookmark of a paragraph in the export with this id."""
    mark = blake2b(f"{export}\n{path}".encode(), digest_size=6).hexdigest()
    return f"_car_{mark}_{number}"


def sent_paragraphs(
    form: Form, answers: Answers, pictures: Mapping[str, PictureLike], export: str
) -> tuple[SentParagraph, ...]:
    """Return the paragraphs that a review copy of these answers has, in order."""
    document = ReviewDocument(form, answers, pictures, export)
    return (*document.sent, *document.sent_notes)


def write_review_copy(
    form: Form,
    answers: Answers,
    pictures: Mapping[str, PictureLike],
    threads: Iterable[Thread],
    export: str,
) -> bytes:
    """Return a review copy as a Word document, with the threads as comments.

    `answers` are what everyone in the group may read; `export` is the id of this export, 16 hexadecimal
    digits. A thread that only its writer can read, or about something that is not printed, is left out.
    The same arguments give the same bytes.
    """
    return make_review_copy(form, answers, pictures, threads, export).content


def make_review_copy(
    form: Form,
    answers: Answers,
    pictures: Mapping[str, PictureLike],
    threads: Iterable[Thread],
    export: str,
) -> ReviewCopy:
    """Return a review copy as `write_review_copy` does, with what it has in it."""
    document = ReviewDocument(form, answers, pictures, export)
    count = sum(document.add_thread(thread) for thread in threads)
    content = document.pack()
    sent = (*document.sent, *document.sent_notes)
    return ReviewCopy(export, content, sent, document.comments.count, count)


@dataclass(slots=True)
class ReviewDocument:
    """One review copy: its paragraphs (also by path and number), and the parts that they need."""

    form: Form
    answers: Answers
    pictures: Mapping[str, PictureLike]
    export: str
    sent: list[SentParagraph] = field(default_factory=list)
    sent_notes: list[SentParagraph] = field(default_factory=list)
    _notes_part: PackagePart = field(
        default_factory=lambda: PackagePart(_NOTES, TYPES["footnotes"], footnotes_xml().encode())
    )
    _main: PackagePart = field(default_factory=lambda: PackagePart(_MAIN, TYPES["document"], b""))
    _parts: dict[str, PackagePart] = field(default_factory=dict)
    _root: etree._Element = field(default_factory=lambda: etree.fromstring(_EMPTY))
    _styles: StyleSheet = field(default_factory=lambda: StyleSheet(_close_styles()))
    _numbering: etree._Element = field(default_factory=lambda: etree.fromstring(numbering_xml()))
    _bullets: int = 0
    _links: Mapping[str, str] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)
    paragraphs: dict[str, dict[int, etree._Element]] = field(default_factory=dict)
    comments: NativeComments = field(default_factory=NativeComments)

    def __post_init__(self) -> None:
        """Print the title, the lines for the reader, and every question."""
        self._styles.set_language(self.form.language)
        files = {
            name: PictureFile(file.data, file.type, file.width, file.height)
            for name, file in self.pictures.items()
        }
        title = ReviewBlock("", Paragraph(inline_text(self.title)))
        lines = [ReviewBlock("", Paragraph(inline_text(line))) for line in FOR_READERS]
        blocks = [*lines, *review_blocks(self.form, self.answers, files)]
        numbered = list(number_notes(printed.block for printed in blocks))
        blocks = [replace(printed, block=block) for printed, (block, _) in zip(blocks, numbered, strict=True)]
        notes = [note for _, found in numbered for note in found]
        footnotes = Footnotes.from_template(tuple(notes), self._notes_part.content)
        emitter = self._emitter(files, footnotes)
        self._bullets = emitter.numbering.bullets
        pieces = [emitter.paragraph("Title", inline_text(self.title))]
        before: Block | None = None
        for printed, after in zip(blocks, [*(later.block for later in blocks[1:]), None], strict=True):
            pieces.append(emitter.placed_block(printed.block, before, after))
            before = printed.block
        self._links = {tie.id: tie.target for tie in self._main.relationships if tie.is_external}
        body = "".join(f"<x>{xml}</x>" for xml in pieces)
        for printed, piece in zip(
            [title, *blocks], etree.fromstring(f"<x {_SPACES}>{body}</x>"), strict=True
        ):
            self._add(printed, piece)
        self._add_notes(
            footnotes,
            [printed.path for printed, (_, found) in zip(blocks, numbered, strict=True) for _ in found],
        )

    @property
    def title(self) -> str:
        """The title of the document."""
        return f"Review copy: {inquiry_title(self.form, self.answers)}"

    def add_thread(self, thread: Thread) -> bool:
        """Add a thread as a comment with replies: on the words that it quotes, or on the question.

        Return whether there was anything to add, and its place is printed.
        """
        place = self.printed_place(thread)
        if not place:
            return False
        answer = self.answer_at(place)
        comments = native_comments(thread, [text_of(paragraph) for paragraph in answer])
        if comments:
            first = next(iter(self.paragraphs[place].values()))
            where = quoted_range(answer, thread.anchor) or whole_paragraph(first)
            self.comments.add(comments, where, is_settled=thread.is_settled)
        return bool(comments)

    def answer_at(self, path: str) -> list[etree._Element]:
        """Return the paragraphs of the answer at `path`, without its heading."""
        return [paragraph for number, paragraph in self.paragraphs[path].items() if number]

    def printed_place(self, thread: Thread) -> str:
        """Return the path that a thread is about, or the entry or table around it that is printed.

        Return "" if the thread may not be sent: if only its writer can read it, or what it is about is
        not printed. An answer inside an entry is sent only if the entry is, whatever is around the entry.
        """
        place = "" if thread.is_private else thread.place
        if place in self.paragraphs or not place:
            return place
        entry = place if paths.is_item_path(place) else paths.parent_item_path(place)
        question, group = self.form.field(place), self.form.field(paths.group_path(entry)) if entry else None
        if question is None or group is None or question.share is Share.PRIVATE:
            return ""
        if kind_of(group).holds_statements and isinstance(self.answers.get(entry), Item):
            entry = paths.group_path(entry)  # its statements are the rows of one table
        return entry if entry in self.paragraphs else ""

    def pack(self) -> bytes:
        """Return the whole file."""
        body = self._root[0]
        for number, (paragraph, sent) in enumerate(zip(body.iter(w("p")), self.sent, strict=True), 1):
            _wrap_in_bookmark(paragraph, sent.bookmark, number)
        if body[-1].tag == w("tbl"):
            etree.SubElement(body, w("p"))  # Word requires a paragraph after a table at the end
        body.append(etree.fromstring(f'<x xmlns:w="{W}">{_PAGE}</x>')[0])
        self._main.content = xml_bytes(self._root)
        for kind, content in (
            ("styles", xml_bytes(self._styles.root)),
            ("numbering", xml_bytes(self._numbering)),
            ("settings", (XML_DECLARATION + _SETTINGS).encode()),
        ):
            self._parts[kind] = PackagePart(f"word/{kind}.xml", TYPES[kind], content)
            self._main.add_relationship(relationship_type(kind), f"word/{kind}.xml")
        if self.sent_notes:
            self._parts["footnotes"] = self._notes_part
            self._main.add_relationship(relationship_type("footnotes"), self._notes_part.name)
        for kind, part in self.comments.parts().items():
            self._parts[kind] = part
            self._main.add_relationship(COMMENT_PARTS[kind][1], part.name)
        report = Report(TitleBlock(title=self.title), (), language=self.form.language)
        core = PackagePart("docProps/core.xml", CORE_TYPE, core_properties_xml(report).encode())
        custom = PackagePart("docProps/custom.xml", _CUSTOM_TYPE, _custom_properties(self.export))
        relationships = [
            Relationship("rId1", relationship_type("officeDocument"), _MAIN),
            Relationship("rId2", CORE_RELATIONSHIP, core.name),
            Relationship("rId3", relationship_type("custom-properties"), custom.name),
        ]
        return pack_parts([self._main, *self._parts.values(), core, custom], relationships)

    def _emitter(self, files: Mapping[str, PictureFile], footnotes: Footnotes) -> WordBlockEmitter:
        pictures = PictureParts(self._main, self._parts, files, _TEXT_WIDTH * EMU_PER_TWENTIETH, 1)
        inline = self._inline(self._main, footnotes)
        numbering = ListNumbering(self._numbering, self._styles.root)
        area = TextArea(_TEXT_WIDTH)
        return WordBlockEmitter(inline, self._styles, numbering, pictures, Bookmarks(1), area)

    def _inline(self, part: PackagePart, footnotes: Footnotes) -> WordInlineEmitter:
        links = Hyperlinks(
            lambda target: part.add_relationship(relationship_type("hyperlink"), target, external=True)
        )
        link, mark = (self._styles.style_id(name) for name in ("Hyperlink", "footnote reference"))
        return WordInlineEmitter(links, link, mark, {}, footnotes.reference_id)

    def _add_notes(self, footnotes: Footnotes, note_paths: Iterable[str]) -> None:
        """Write the footnotes, and count them after the paragraphs of their answers."""
        footnotes.xml(self._inline(self._notes_part, footnotes), self._styles.style_id("footnote text"))
        links = {tie.id: tie.target for tie in self._notes_part.relationships}
        for path, paragraph in zip(note_paths, footnotes.paragraphs, strict=True):
            self._counts[path] += 1
            number = self._counts[path]
            name = anchor_name(self.export, path, number)
            spans = tidy_spans(spans_of(paragraph, links))
            text = text_of(paragraph).strip()
            self.sent_notes.append(SentParagraph(name, path, number, text, spans, is_note=True))
            _wrap_in_bookmark(paragraph, name, len(self.sent) + len(self.sent_notes))
        self._notes_part.content = xml_bytes(footnotes.root)

    def _add(self, printed: ReviewBlock, piece: etree._Element) -> None:
        """Add the paragraphs of a block to the body."""
        path = printed.path
        for paragraph in piece.iter(w("p")):
            self._counts[path] += 0 if printed.is_question else 1
            number = 0 if printed.is_question else self._counts[path]
            name = anchor_name(self.export, path, number)
            self.paragraphs.setdefault(path, {})[number] = paragraph
            spans, kind = tuple(spans_of(paragraph, self._links)), list_of(paragraph, self._bullets)
            self.sent.append(SentParagraph(name, path, number, text_of(paragraph), spans, kind))
        self._root[0].extend(list(piece))


def _close_styles() -> etree._Element:
    """Return the styles of reports with less space around headings, because there are so many."""
    root = etree.fromstring(styles_xml())
    for style in root.iterfind("w:style", NS):
        name = style.find("w:name", NS)
        spacing = style.find("w:pPr/w:spacing", NS)
        space = _SPACES_AROUND.get(name.get(w("val"), "") if name is not None else "")
        if space is not None and spacing is not None:
            spacing.set(w("before"), str(space[0]))
            spacing.set(w("after"), str(space[1]))
    return root


def _wrap_in_bookmark(paragraph: etree._Element, name: str, number: int) -> None:
    start = etree.Element(w("bookmarkStart"), {w("id"): str(number), w("name"): name})
    paragraph.insert(1 if paragraph.find("w:pPr", NS) is not None else 0, start)
    etree.SubElement(paragraph, w("bookmarkEnd"), {w("id"): str(number)})


def _custom_properties(export: str) -> bytes:
    name = f'fmtid="{_FORMAT_ID}" pid="2" name="{PROPERTY}"'
    return (
        f'{XML_DECLARATION}<Properties xmlns="{_CUSTOM}" xmlns:vt="{_VARIANT}"><property {name}>'
        f"<vt:lpwstr>{escape(export)}</vt:lpwstr></property></Properties>"
    ).encode()
