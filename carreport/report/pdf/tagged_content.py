"""Read a finished PDF as a screen reader does: by its structure tree, without headers and footers.

PDFium returns a separate tree for each page. An element that spans pages has the same index among
its siblings in every tree, so its pieces can be merged.
"""

from __future__ import annotations

import ctypes
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from carreport.report.model import PictureFile
from carreport.report.pdf.pdf_inline import has_right_to_left
from carreport.report.pdf.rasterise import open_pdf

Handle = Any
"""PDFium or one of its objects; the bindings have no type hints."""
NOTE_TAGS = frozenset(("Note", "FENote"))
HEADINGS = frozenset(f"H{level}" for level in range(1, 7))
_TEXT_TAGS = frozenset(("P", "Title", "LBody", "TD", "TH", "Caption", "BlockQuote", *NOTE_TAGS, *HEADINGS))
_DEEPEST = 5
"""How deeply nested form objects are searched for text."""
_LINE_END_HYPHEN = "\x02"
"""PDFium's character for a hyphen at the end of a line; our PDFs are not hyphenated, so it was typed."""


@dataclass(slots=True)
class StructureElement:
    """An element in the structure tree; `size` counts its children, some of which are text."""

    type: str = ""
    alt: str = ""
    text_by_index: dict[int, str] = field(default_factory=dict)
    children: dict[int, StructureElement] = field(default_factory=dict)
    size: int = 0

    @property
    def cells(self) -> list[str]:
        """The text of each cell in a row; a cell that is on no page is empty."""
        return [self.children[at].text() if at in self.children else "" for at in range(self.size)]

    @property
    def is_paragraph(self) -> bool:
        """Whether a screen reader reads the element as a separate paragraph."""
        return bool(self.text_by_index) or self.type in _TEXT_TAGS

    def walk(self) -> Iterator[StructureElement]:
        """Yield the element and its descendants in reading order."""
        yield self
        for _, child in sorted(self.children.items()):
            yield from child.walk()

    def text(self) -> str:
        """Return the text of the element, without footnotes and footnote marks."""
        pieces = {
            at: child.text() for at, child in self.children.items() if not _is_footnote_part(self, child)
        }
        return "".join(words for _, words in sorted({**self.text_by_index, **pieces}.items()))


@dataclass(slots=True)
class PdfContent:
    """The metadata and structure tree of a PDF, and how often each picture checksum occurs in it."""

    root: StructureElement
    pictures: Counter[str]
    pages: int
    is_tagged: bool
    language: str
    title: str
    bookmarks: tuple[str, ...]

    def faults(self) -> Iterator[str]:
        """Yield the accessibility faults in the file, as sentences."""
        if not self.is_tagged or not self.root.children:
            yield "It has no tags, so a screen reader cannot recognise headings, lists and tables."
        if not self.language:
            yield "Its language is not set."
        if not self.title:
            yield "It has no title."
        headings = any(tag.type in HEADINGS for tag in self.root.walk())
        if headings and not self.bookmarks:
            yield "It has headings but no bookmarks."


def picture_key(picture: PictureFile) -> str:
    """Return the checksum a picture has in a PDF: of the file for a JPEG, otherwise of its pixels."""
    if picture.type == "image/jpeg":
        return sha256(picture.data).hexdigest()
    from io import BytesIO  # noqa: PLC0415 - rare

    from PIL import Image  # noqa: PLC0415 - likewise

    with Image.open(BytesIO(picture.data)) as image:
        dots = image if image.mode == "L" else image.convert("RGB")
        return pixels_key(*dots.size, dots.tobytes())


def pixels_key(width: int, height: int, dots: bytes) -> str:
    """Return the checksum of a picture's size and pixels."""
    return sha256(f"{width}x{height}:".encode() + dots).hexdigest()


def read_pdf(pdf: bytes) -> PdfContent:
    """Return the metadata, structure and pictures of a PDF."""
    from pypdfium2 import raw  # type: ignore[import-untyped]  # noqa: PLC0415 - only PDF needs it

    root = StructureElement("Root")
    pictures: Counter[str] = Counter()
    with open_pdf(pdf) as document:
        reader = _PdfReader(raw)
        for number in range(len(document)):
            page = document[number]
            reader.read_page(page, root)
            pictures.update(reader.pictures_on(page))
            page.close()
        return PdfContent(
            root,
            pictures,
            len(document),
            bool(raw.FPDFCatalog_IsTagged(document)),
            reader.language(document),
            str(document.get_metadata_value("Title")),
            tuple(entry.get_title() for entry in document.get_toc()),
        )


def _is_footnote_part(outer: StructureElement, inner: StructureElement) -> bool:
    """Return whether `inner` is a footnote or a footnote mark."""
    return inner.type in NOTE_TAGS or (inner.type == "Lbl" and outer.type not in ("LI", "TOCI"))


class _PdfReader:
    """Reads a document with `raw`, the PDFium functions."""

    def __init__(self, raw: Handle) -> None:
        self.raw = raw

    def read_page(self, page: Handle, root: StructureElement) -> None:
        """Add the elements of a page to the tree."""
        words = self._words_by_mark(page)
        tree = self.raw.FPDF_StructTree_GetForPage(page)
        if not tree:
            return
        for at in range(self.raw.FPDF_StructTree_CountChildren(tree)):
            element = self.raw.FPDF_StructTree_GetChildAtIndex(tree, at)
            if element:
                self._read_element(element, root.children.setdefault(at, StructureElement()), words)
        self.raw.FPDF_StructTree_Close(tree)

    def _read_element(self, element: Handle, tag: StructureElement, words: Mapping[int, str]) -> None:
        tag.type = tag.type or self._string(self.raw.FPDF_StructElement_GetType, element)
        tag.alt = tag.alt or self._string(self.raw.FPDF_StructElement_GetAltText, element)
        tag.size = self.raw.FPDF_StructElement_CountChildren(element)
        for at in range(tag.size):
            mark = self.raw.FPDF_StructElement_GetChildMarkedContentID(element, at)
            if mark >= 0:
                tag.text_by_index[at] = tag.text_by_index.get(at, "") + words.get(mark, "")
                continue
            child = self.raw.FPDF_StructElement_GetChildAtIndex(element, at)
            if child:
                self._read_element(child, tag.children.setdefault(at, StructureElement()), words)

    def _words_by_mark(self, page: Handle) -> dict[int, str]:
        """Return the text on a page by marked-content ID, which headers and footers do not have."""
        size = page.get_size()
        text = page.get_textpage()
        words: defaultdict[int, str] = defaultdict(str)
        for holder in page.get_objects(filter=[self.raw.FPDF_PAGEOBJ_TEXT], max_depth=_DEEPEST):
            mark = self.raw.FPDFPageObj_GetMarkedContentID(holder)
            if mark >= 0 and self._is_on_page(holder, size):
                words[mark] += self._words_of(holder, text) + "\n"
        if any(map(has_right_to_left, words.values())):
            words.update(
                self._words_from_left(text, {mark for mark in words if not has_right_to_left(words[mark])})
            )
        text.close()
        return words

    def _words_of(self, holder: Handle, text: Handle) -> str:
        """Return the text of a text object."""
        length = self.raw.FPDFTextObj_GetText(holder, text, None, 0)
        room = ctypes.create_string_buffer(length)
        kind = ctypes.POINTER(self.raw.FPDF_WCHAR)
        self.raw.FPDFTextObj_GetText(holder, text, ctypes.cast(room, kind), length)
        return room.raw.decode("utf-16-le", "replace").rstrip("\0").replace(_LINE_END_HYPHEN, "-")

    def _words_from_left(self, text: Handle, marks: set[int]) -> dict[int, str]:
        """Return left-to-right text by position, since PDFium reverses it next to right-to-left text."""
        x, y = ctypes.c_double(), ctypes.c_double()
        letters: defaultdict[int, list[tuple[float, int, str]]] = defaultdict(list)
        for at in range(text.count_chars()):
            holder = self.raw.FPDFText_GetTextObject(text, at)
            mark = self.raw.FPDFPageObj_GetMarkedContentID(holder) if holder else -1
            if mark in marks and not self.raw.FPDFText_IsGenerated(text, at):
                self.raw.FPDFText_GetCharOrigin(text, at, ctypes.byref(x), ctypes.byref(y))
                letter = chr(self.raw.FPDFText_GetUnicode(text, at)).replace(_LINE_END_HYPHEN, "-")
                letters[mark].append((x.value, at, letter))
        return {
            mark: "".join(letter for *_, letter in sorted(letters_at)) + " "
            for mark, letters_at in letters.items()
        }

    def _is_on_page(self, holder: Handle, size: tuple[float, float]) -> bool:
        """Return whether a text object is within the page."""
        sides = [ctypes.c_float() for _ in range(4)]
        if not self.raw.FPDFPageObj_GetBounds(holder, *map(ctypes.byref, sides)):
            return False
        left, bottom, right, top = (side.value for side in sides)
        return left >= -1 and bottom >= -1 and right <= size[0] + 1 and top <= size[1] + 1

    def pictures_on(self, page: Handle) -> Iterator[str]:
        """Yield the checksum of each picture on a page, comparable with `picture_key`."""
        for holder in page.get_objects(filter=[self.raw.FPDF_PAGEOBJ_IMAGE], max_depth=1):
            if holder.get_filters() == ["DCTDecode"]:
                yield sha256(bytes(holder.get_data(decode_simple=False))).hexdigest()
            else:
                width, height = holder.get_px_size()
                yield pixels_key(width, height, bytes(holder.get_data(decode_simple=True)))

    def language(self, document: Handle) -> str:
        """Return the document language, or an empty string if none is set."""
        length = self.raw.FPDFCatalog_GetLanguage(document, None, 0)
        room = ctypes.create_string_buffer(length * 2)
        kind = ctypes.POINTER(self.raw.FPDF_WCHAR)
        self.raw.FPDFCatalog_GetLanguage(document, ctypes.cast(room, kind), length)
        return room.raw.decode("utf-16-le").partition("\0")[0]

    def _string(self, ask: Handle, element: Handle) -> str:
        length = ask(element, None, 0)
        if not length:
            return ""
        room = ctypes.create_string_buffer(length)
        ask(element, room, length)
        return room.raw.decode("utf-16-le").partition("\0")[0]
