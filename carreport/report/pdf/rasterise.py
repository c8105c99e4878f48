"""Render the pages of a finished PDF as images, for the screen and the printer.

PDFium is not thread-safe, so it is called only inside `open_pdf`, which holds `PDFIUM_LOCK`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]  # it comes without types

PDFIUM_LOCK = threading.RLock()


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page image: rows of pixels, four bytes each (blue, green, red and one unused)."""

    pixels: bytes
    width: int
    height: int

    def to_png(self) -> bytes:
        """Return the image as a PNG file."""
        from io import BytesIO  # noqa: PLC0415 - the window does not need it

        from PIL import Image  # noqa: PLC0415 - likewise

        stream = BytesIO()
        size = (self.width, self.height)
        Image.frombytes("RGB", size, self.pixels, "raw", "BGRX").save(stream, "PNG", compress_level=1)
        return stream.getvalue()


@dataclass(frozen=True, slots=True)
class PdfBookmark:
    """A bookmark in a PDF outline: its text, level (1 for a section) and page (counting from 0)."""

    text: str
    level: int
    page: int


@contextmanager
def open_pdf(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF and hold the lock meanwhile; do not use the document or its pages afterwards."""
    import pypdfium2  # noqa: PLC0415 - only PDF needs it

    with PDFIUM_LOCK:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Return the width and height of each page, in points."""
    with open_pdf(pdf) as document:
        return tuple(document.get_page_size(number) for number in range(len(document)))


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    with open_pdf(pdf) as document:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(text.get_text_range())
            text.close()
            page.close()
        return texts


def pdf_bookmarks(pdf: bytes) -> tuple[PdfBookmark, ...]:
    """Return the bookmarks of a PDF in reading order."""
    with open_pdf(pdf) as document:
        bookmarks = []
        for entry in document.get_toc():
            place = entry.get_dest()
            page = place.get_index() if place else None
            bookmarks.append(PdfBookmark(entry.get_title(), entry.level + 1, page or 0))
        return tuple(bookmarks)


def render_page(pdf: bytes, number: int, scale: float) -> PageImage:
    """Render page `number` (counting from 0); at `scale` 1, a point on the page is one pixel."""
    with open_pdf(pdf) as document:
        page = document[number]
        bitmap = page.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        rows = bytes(bitmap.buffer)
        bitmap.close()
        page.close()
    if stride != width * 4:
        rows = b"".join(rows[row * stride : row * stride + width * 4] for row in range(height))
    return PageImage(rows, width, height)
