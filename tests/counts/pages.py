"""Read what an output prints, piece by piece: sentences, tables, charts and descriptions of charts."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import lxml.etree
import lxml.html
import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # it has no types

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBERED = re.compile(r"\A(?:\d+(?:\.\d+)*|(?:Table|Figure) \d+\.?)\s+(?=\S)")
"""The number of a heading, a table or a figure, which the page gives itself."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of an output: a line of text, or a table, or the words in a chart."""

    text: str
    sort: str = "line"
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbered: str = ""
    """A heading with its number, as the page has it."""

    def lines(self) -> Iterator[str]:
        """Yield the texts that another form of the same report prints without a break."""
        if self.sort == "chart":
            yield from (self.text, *self.rows[0])
            return
        yield self.text
        yield " ".join(self.header)
        yield from (" ".join(row) for row in self.rows)


def clean(text: str | None) -> str:
    """Return a text on one line, with ordinary spaces, and without hyphens that are only shown at a break."""
    return " ".join((text or "").replace("\xa0", " ").replace("\u202f", " ").replace("\xad", "").split())


def numberless(text: str) -> str:
    """Return a heading or a caption without the number that the page gives it."""
    return NUMBERED.sub("", text)


# The web page


def pieces_of_page(page: bytes) -> list[Piece]:
    """Return the pieces of a web page."""
    root = lxml.html.fromstring(page.decode("utf-8"))
    body = root.find("body")
    return list(_of_element(body if body is not None else root))


def _of_element(parent: Any) -> Iterator[Piece]:
    for element in parent:
        if not isinstance(element.tag, str) or element.tag in ("style", "script"):
            continue
        if element.tag == "nav":
            yield from (Piece(clean(entry.text_content()), "contents") for entry in element.iter("li"))
            continue
        if element.tag == "table":
            yield _table(element)
        elif element.tag == "svg":
            described = element.findtext(".//{*}desc") or element.findtext("desc")
            yield Piece(clean(described), "described")
            texts = tuple(clean(text.text_content()) for text in element.iter("text"))
            yield Piece(texts[0] if texts else "", "chart", rows=(texts[1:],))
        elif element.tag == "dl":
            pairs = [clean(part.text_content()) for part in element.iter("dt", "dd")]
            for label, value in zip(pairs[::2], pairs[1::2], strict=True):
                yield Piece(value, "answer", header=(label,))
        elif element.tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "figcaption", "blockquote"):
            sort = {"li": "bullet", "figcaption": "caption"}.get(element.tag, "line")
            sort = "heading" if element.tag[0] == "h" else sort
            words = clean(element.text_content())
            is_numbered = sort in ("heading", "caption")
            yield Piece(numberless(words) if is_numbered else words, sort, numbered=words)
        elif element.tag == "img":
            yield Piece(clean(element.get("alt")), "described")
        else:
            yield from _of_element(element)


def _table(element: Any) -> Piece:
    rows = [tuple(clean(cell.text_content()) for cell in row) for row in element.iter("tr")]
    caption = numberless(clean(element.findtext("caption") or ""))
    if (found := element.find("caption")) is not None:
        caption = numberless(clean(found.text_content()))
    return Piece(caption, "table", rows[0] if rows else (), tuple(rows[1:]))


# Word


def pieces_of_word(package: bytes) -> list[Piece]:
    """Return the pieces of a Word document; a caption is a line of its own before its table."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        body = lxml.etree.fromstring(archive.read("word/document.xml"))[0]
    pieces: list[Piece] = []
    for block in body:
        if block.tag == f"{WORD}tbl":
            rows = [tuple(_words(cell) for cell in row.iter(f"{WORD}tc")) for row in block.iter(f"{WORD}tr")]
            caption = pieces.pop().text if pieces and pieces[-1].sort == "caption" else ""
            pieces.append(Piece(caption, "table", rows[0], tuple(rows[1:])))
            continue
        alts = [part.get("descr") for part in block.iter() if str(part.tag).endswith("}docPr")]
        pieces += [Piece(clean(alt), "described") for alt in alts if alt]
        if words := _words(block):
            style = next((mark.get(f"{WORD}val") or "" for mark in block.iter(f"{WORD}pStyle")), "")
            pieces.append(_of_paragraph(words, _sort_of_style(style)))
    return pieces


def _of_paragraph(words: str, sort: str) -> Piece:
    if sort == "fact" and "?" in words:
        label, _, value = words.partition("?")
        return Piece(clean(value), "answer", header=(f"{label}?",))
    return Piece(numberless(words) if sort in ("heading", "caption") else words, sort)


def _words(block: Any) -> str:
    """Return the text of a block; a break or a tab is a space."""
    parts = {f"{WORD}t": None, f"{WORD}tab": " ", f"{WORD}br": " "}
    paragraphs = [block] if block.tag == f"{WORD}p" else block.iter(f"{WORD}p")
    return clean(
        " ".join(
            "".join(parts[part.tag] or part.text or "" for part in paragraph.iter() if part.tag in parts)
            for paragraph in paragraphs
        )
    )


def _sort_of_style(style: str) -> str:
    sorts = {"Toc": "contents", "TOC": "contents", "List": "bullet", "Heading": "heading", "Fact": "fact"}
    if style in ("Caption", "FigureCaption"):
        return "caption"
    return next((sort for start, sort in sorts.items() if style.startswith(start)), "line")


# PDF


def text_of_pdf(document: bytes) -> str:
    """Return the text of a PDF, with the descriptions of its charts after it."""
    pdf = pypdfium2.PdfDocument(document)
    try:
        pages = [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()
    described: list[str] = []
    with pikepdf.open(io.BytesIO(document)) as opened:
        described += [
            str(entry["/Alt"])
            for entry in opened.objects
            if isinstance(entry, pikepdf.Dictionary) and "/Alt" in entry
        ]
    foot = re.compile(r"[^\n]*Page \d+ of \d+\s*\Z")
    return "\n".join([*(foot.sub("", page.replace("\r", "")) for page in pages), *described]).replace(
        "\xad", ""
    )


# The command line


def pieces_of_table(printed: str, shape: str) -> list[Piece]:
    """Return the tables that `survey table` prints, as text, JSON or CSV."""
    if shape == "table json":
        return [piece for survey in json.loads(printed) for piece in _of_json(survey)]
    if shape == "table csv":
        rows = [tuple(row) for row in csv.reader(io.StringIO(printed)) if row]
    else:
        rows = [tuple(re.split(r" {2,}", line.strip())) for line in printed.splitlines() if line.strip()]
    return list(_tables_in(rows))


def _tables_in(rows: Sequence[tuple[str, ...]]) -> Iterator[Piece]:
    starts = [at for at, row in enumerate(rows) if row[0] in ("Statement", "Option")]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        yield Piece("", "table", rows[start], tuple(row for row in rows[start + 1 : end] if len(row) > 1))
        yield from (Piece(row[0]) for row in rows[start + 1 : end] if len(row) == 1)


def _of_json(survey: Any) -> Iterator[Piece]:
    for table in survey["tables"]:
        labels = table["steps"]
        names = list(table["statements"][0]["percent"])
        header = ("Statement", "n", *labels.values(), *(f"% {name}" for name in names))
        rows = tuple(
            (
                row["statement"],
                _json_text(row["n"]),
                *(_json_text(row["counts"][key]) for key in labels),
                *(_json_text(row["percent"][name]) for name in names),
            )
            for row in table["statements"]
        )
        yield Piece(str(table["n"]), "table", header, rows)
        yield from (Piece(note) for note in table["notes"])


def _json_text(value: object) -> str:
    return "–" if value is None else f"{value:,}" if isinstance(value, int) else str(value)


def pieces_of_show(printed: str) -> list[Piece]:
    """Return what `show` prints: each answer with its label."""
    pieces: list[Piece] = []
    for line in printed.splitlines():
        words = line.strip()
        while words and (listed := re.match(r"(.*\? )?\d+\. (?=\S)", words)):
            if listed[1]:
                pieces.append(Piece(listed[1].strip()))
            words = words[listed.end() :]
        label, _, value = words.partition("? ") if "? " in words else words.partition(": ")
        if value:
            pieces.append(Piece(value, "answer", header=(label + "?" if "? " in words else label,)))
        elif words:
            pieces.append(Piece(words))
    return pieces


def pieces_of_check(printed: str) -> list[Piece]:
    """Return what `check` prints; a finding comes with the place below it."""
    lines = printed.splitlines()
    pieces: list[Piece] = []
    for at, line in enumerate(lines):
        place = re.match(r"\s+([a-z_]+\.[a-z_@]+\S*)(?: \(.*\))?\Z", line)
        if place and at and pieces:
            pieces[-1] = Piece(pieces[-1].text, "finding", header=(place[1],))
        elif line.strip():
            pieces.append(Piece(clean(line)))
    return pieces
