"""Check that a finished web page is self-contained and accessible.

`html_faults(data)` lists anything that a browser would load or run, and any accessibility faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import html

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_ACTIVE = (
    "//script | //iframe | //object | //embed | //form | //link | //base | //@*[starts-with(name(), 'on')]"
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
VAGUE = frozenset(
    ("here", "click here", "link", "more", "read more", "this", "this link", "this page", "website")
)
"""Link texts that do not say where the link leads."""


@dataclass(frozen=True, slots=True)
class HtmlFault:
    """One fault in a page: a stable code and a sentence."""

    code: str
    message: str


def html_faults(data: bytes) -> list[HtmlFault]:
    """Return all faults in a web page, given as UTF-8."""
    root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    return [
        *_active_content_faults(root),
        *_language_and_title_faults(root),
        *_headings(root),
        *_pictures_and_tables(root),
        *_links(root),
    ]


def _active_content_faults(root: html.HtmlElement) -> Iterator[HtmlFault]:
    if root.xpath(_ACTIVE):
        yield HtmlFault("page-active", "The page contains an element that runs code or loads another file.")
    if any(not str(source).startswith("data:") for source in root.xpath("//@src | //@srcset | //@poster")):
        yield HtmlFault("page-fetches", "The page loads a picture from elsewhere.")
    styles = " ".join(style.text or "" for style in root.iter("style")) + " ".join(root.xpath("//@style"))
    if "url(" in styles or "@import" in styles:
        yield HtmlFault("page-fetches", "A style on the page loads something from elsewhere.")
    if root.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)") != _POLICY:
        yield HtmlFault("page-policy", "The page has no Content-Security-Policy to stop it loading anything.")


def _language_and_title_faults(root: html.HtmlElement) -> Iterator[HtmlFault]:
    if not root.get("lang"):
        yield HtmlFault("page-language", "The language of the page is not set.")
    if not root.xpath("string(//title)").strip():
        yield HtmlFault("page-title", "The page has no title.")
    if not root.xpath("//main"):
        yield HtmlFault("page-main", "The page has no main element.")


def _headings(root: html.HtmlElement) -> Iterator[HtmlFault]:
    headings = list(root.iter(*_HEADINGS))
    levels = [int(str(heading.tag)[1]) for heading in headings]
    if levels.count(1) != 1:
        yield HtmlFault("headings", f"The page has {levels.count(1)} level 1 headings instead of one.")
    for (before, after), heading in zip(pairwise(levels), headings[1:], strict=True):
        if after > before + 1:
            yield HtmlFault("headings", f"The heading “{heading.text_content().strip()[:60]}” skips a level.")
    for heading in headings:
        if not heading.text_content().strip():
            yield HtmlFault("headings", "A heading is empty.")


def _pictures_and_tables(root: html.HtmlElement) -> Iterator[HtmlFault]:
    if any(image.get("alt") is None for image in root.iter("img")):
        yield HtmlFault("alt-missing", "A picture has no description.")
    for table in root.iter("table"):
        caption = table.find("caption")
        name = (table.get("aria-label", "") if caption is None else caption.text_content()).strip()[:60]
        if not name:
            yield HtmlFault("table-caption", "A table has no caption.")
        heads = table.xpath(".//th")
        if not heads or any(cell.get("scope") not in ("col", "row") for cell in heads):
            yield HtmlFault("table-header", f"The header cells in the table “{name}” have no scope.")
        if any(not cell.text_content().strip() for cell in heads):
            yield HtmlFault("table-header", f"The table “{name}” has an empty header cell.")


def _links(root: html.HtmlElement) -> Iterator[HtmlFault]:
    ids = root.xpath("//@id")
    if len(set(ids)) != len(ids):
        yield HtmlFault("ids", "Two elements on the page have the same id.")
    targets = [str(href)[1:] for href in root.xpath("//a/@href") if str(href).startswith("#")]
    targets += " ".join(root.xpath("//@aria-labelledby | //@aria-describedby")).split()
    for target in sorted(set(targets) - set(ids)):
        yield HtmlFault("link-nowhere", f"A link leads to “{target}”, which is not on the page.")
    for link in root.iter("a"):
        label = (link.text_content().strip() or link.get("aria-label", "")).strip()
        if not label:
            yield HtmlFault("link-empty", "A link has no text.")
        elif label.casefold().rstrip(".") in VAGUE:
            yield HtmlFault("link-vague", f"The link text “{label}” does not say where the link leads.")
