"""Check a finished web page: does it stand alone, and can everybody read it?

`html_faults(data)` looks at what a browser would fetch or run, and at what keeps somebody who
does not see the page from following it. An empty list is the aim.
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
"""Words of a link that do not say where it leads."""


@dataclass(frozen=True, slots=True)
class HtmlFault:
    """One thing that is wrong with a page: a stable code, and a sentence."""

    code: str
    message: str


def html_faults(data: bytes) -> list[HtmlFault]:
    """Return everything that is wrong with a web page."""
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
        yield HtmlFault("page-active", "The page holds something that runs or fetches.")
    if any(not str(source).startswith("data:") for source in root.xpath("//@src | //@srcset | //@poster")):
        yield HtmlFault("page-fetches", "The page fetches a picture from somewhere else.")
    styles = " ".join(each.text or "" for each in root.iter("style")) + " ".join(root.xpath("//@style"))
    if "url(" in styles or "@import" in styles:
        yield HtmlFault("page-fetches", "A style of the page fetches something from somewhere else.")
    if root.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)") != _POLICY:
        yield HtmlFault("page-policy", "The page does not say that it fetches and runs nothing.")


def _language_and_title_faults(root: html.HtmlElement) -> Iterator[HtmlFault]:
    if not root.get("lang"):
        yield HtmlFault("page-language", "The page does not say in which language it is.")
    if not root.xpath("string(//title)").strip():
        yield HtmlFault("page-title", "The page has no title.")
    if not root.xpath("//main"):
        yield HtmlFault("page-main", "The page does not say where its main part begins.")


def _headings(root: html.HtmlElement) -> Iterator[HtmlFault]:
    found = list(root.iter(*_HEADINGS))
    levels = [int(str(each.tag)[1]) for each in found]
    if levels.count(1) != 1:
        yield HtmlFault("headings", f"The page has {levels.count(1)} titles; it should have one.")
    for (before, after), heading in zip(pairwise(levels), found[1:], strict=True):
        if after > before + 1:
            yield HtmlFault("headings", f"“{heading.text_content().strip()[:60]}” is a level too deep.")
    for heading in found:
        if not heading.text_content().strip():
            yield HtmlFault("headings", "A heading has no words.")


def _pictures_and_tables(root: html.HtmlElement) -> Iterator[HtmlFault]:
    if any(image.get("alt") is None for image in root.iter("img")):
        yield HtmlFault("alt-missing", "A picture has no words for those who do not see it.")
    for table in root.iter("table"):
        caption = table.find("caption")
        name = caption.text_content().strip()[:60] if caption is not None else ""
        if not name:
            yield HtmlFault("table-caption", "A table has no caption.")
        heads = table.xpath(".//th")
        if not heads or any(each.get("scope") not in ("col", "row") for each in heads):
            yield HtmlFault("table-header", f"The table “{name}” does not say what its headers head.")
        if any(not each.text_content().strip() for each in heads):
            yield HtmlFault("table-header", f"The table “{name}” has an empty header.")


def _links(root: html.HtmlElement) -> Iterator[HtmlFault]:
    ids = root.xpath("//@id")
    if len(set(ids)) != len(ids):
        yield HtmlFault("ids", "A place on the page has a name that another one has.")
    targets = [str(each)[1:] for each in root.xpath("//a/@href") if str(each).startswith("#")]
    targets += " ".join(root.xpath("//@aria-labelledby | //@aria-describedby")).split()
    for target in sorted(set(targets) - set(ids)):
        yield HtmlFault("link-nowhere", f"A link leads to “{target}”, which is not on the page.")
    for link in root.iter("a"):
        said = (link.text_content().strip() or link.get("aria-label", "")).strip()
        if not said:
            yield HtmlFault("link-empty", "A link has no words.")
        elif said.casefold().rstrip(".") in VAGUE:
            yield HtmlFault("link-vague", f"The link “{said}” does not say where it leads.")
