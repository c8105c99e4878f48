"""Check a finished page for anything that a template may not contain: code, links, hidden sections.

Only what a list here allows may be in a page; everything else is refused, with its place in the shell.
Bodies of sections and notes are not in the page yet: a mark shows where each one goes.
"""

from __future__ import annotations

import re
import warnings
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree, html

from carreport.errors import Mistake
from carreport.report.html.html_sandbox import SourceMap

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
DEEPEST_ELEMENT = 100
MOST_MISTAKES = 100
MOST_PIXELS = 50_000_000
_QUOTE = 60
_MARK_DIGITS = 2
_DRAWING = frozenset((
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
    "desc", "defs", "symbol", "use", "lineargradient", "radialgradient", "stop", "clippath", "mask",
    "pattern", "marker",
))  # fmt: skip
_ELEMENTS = _DRAWING | frozenset((
    "html", "head", "meta", "title", "style", "body", "header", "footer", "main", "nav", "section",
    "article", "aside", "address", "hgroup", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "br",
    "wbr", "pre", "blockquote", "ol", "ul", "li", "dl", "dt", "dd", "figure", "figcaption", "img", "a",
    "span", "em", "strong", "b", "i", "u", "s", "small", "sub", "sup", "mark", "abbr", "cite", "q", "code",
    "kbd", "samp", "var", "dfn", "time", "data", "bdi", "bdo", "ins", "del", "ruby", "rt", "rp", "table",
    "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td", "details", "summary",
))  # fmt: skip
_ATTRIBUTES = frozenset((
    "id", "class", "lang", "dir", "title", "role", "style", "tabindex", "hidden", "translate", "alt",
    "width", "height", "name", "content", "charset", "http-equiv", "media", "type", "start", "reversed",
    "value", "scope", "colspan", "rowspan", "headers", "span", "abbr", "open", "datetime", "rel", "target",
    "xml:lang", "cellpadding", "cellspacing", "border", "align", "valign", "xmlns", "version", "viewbox",
    "preserveaspectratio", "d", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry",
    "fx", "fy", "points", "transform", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width",
    "stroke-opacity", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-dashoffset",
    "stroke-miterlimit", "opacity", "color", "offset", "stop-color", "stop-opacity", "gradientunits",
    "gradienttransform", "spreadmethod", "patternunits", "patterntransform", "clippathunits", "clip-path",
    "clip-rule", "mask", "maskunits", "marker-start", "marker-mid", "marker-end", "markerwidth",
    "markerheight", "markerunits", "refx", "refy", "orient", "font-family", "font-size", "font-weight",
    "font-style", "text-anchor", "dominant-baseline", "letter-spacing", "rotate", "textlength",
    "lengthadjust", "display", "visibility", "focusable", "vector-effect", "shape-rendering",
))  # fmt: skip
_FAMILY = re.compile(r"(aria|data)-[a-z0-9-]+\Z")
_METAS = frozenset(
    ("viewport", "referrer", "description", "author", "color-scheme", "theme-color", "generator")
)
_LINK = re.compile(r"(https?://|mailto:|tel:|#)\S*\Z", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,([A-Za-z0-9+/=\s]+)\Z")
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)", re.DOTALL)
_CSS_COMMENT = re.compile(r"/\*.*?(\*/|\Z)", re.DOTALL)
_FETCHES = re.compile(
    r"@import|@charset|@namespace|\b(url|src|image|image-set|element|cross-fade)\s*\(|expression\s*\("
    r"|-moz-binding|behavior\s*:|javascript:",
    re.IGNORECASE,
)
NOT_SHOWN = r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|(?<![\w-])opacity\s*:\s*0?\.?0+(?![.\d])"
HIDING_STYLE = re.compile(
    NOT_SHOWN + r"|font-size\s*:\s*(0|0?\.\d+|1(\.\d+)?)(px|pt|em|rem|%)?\s*(;|\}|\Z|!)"
    r"|(?<![\w-])color\s*:\s*(transparent|white|#f{3}(f{3})?(?![0-9a-f])|rgba?\D{1,3}255\D+255\D+255)"
    r"|(?<![\w-])(left|top|right|bottom|margin(-left|-top)?|text-indent)\s*:\s*-\d{3,}|clip-path\s*:"
    r"|(?<![\w-])(width|height|max-height|max-width)\s*:\s*[01](px|pt)?\s*(;|\}|\Z|!)",
    re.IGNORECASE,
)
"""Declarations that hide text: not shown, transparent, too small to read, or outside the page."""
_DECLARED = re.compile(r"<[!?](?!--|doctype html>)[^>]{0,40}", re.IGNORECASE)
_REMEDY_CODE = "Remove it. A page contains only text, styles and pictures, and runs and loads nothing."
_REMEDY_PICTURE = "Put the picture itself in the page, as data:image/png;base64,…"


@dataclass(slots=True)
class PageInspector:
    """Inspects one page; `body_mark` is at the start of each mark for a body."""

    source: SourceMap
    body_mark: str
    mistakes: list[Mistake] = field(default_factory=list)
    tag_faults: list[tuple[int, str]] = field(default_factory=list)
    root: html.HtmlElement | None = None

    def inspect(self) -> None:
        """Parse the page and list what it may not contain."""
        for match in _DECLARED.finditer(self.source.page):
            line = self.source.page.count("\n", 0, match.start()) + 1
            self.add(line, "page-markup", f"“{match[0][:_QUOTE]}” is not HTML.", "Remove it.", match[0][:20])
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
        try:
            self.root = html.document_fromstring(self.source.page.encode(), parser=parser)
        except etree.ParserError:
            self.mistakes.append(Mistake("report.html.j2", "page-empty", "The page would be empty."))
            return
        for problem in parser.error_log:
            if "misplaced" in problem.message:
                self.add(
                    problem.line, "page-markup", "An html, head or body tag is out of place.", "Remove it."
                )
            elif "nd tag" in problem.message or "ending tag" in problem.message:
                self.tag_faults.append((problem.line, problem.message[:100]))
        self._check_elements(self.root)

    def elements(self, *tags: str) -> Iterator[html.HtmlElement]:
        """Return the elements of the page with these tags; without tags, all of them, and comments."""
        return self.root.iter(*tags) if self.root is not None else iter(())

    def _check_elements(self, root: html.HtmlElement) -> None:
        for element, depth in _with_depth(root):
            if depth > DEEPEST_ELEMENT:
                message = f"Elements are nested more than {DEEPEST_ELEMENT} deep."
                self.add(element.sourceline or 1, "page-deep", message, "Make it simpler.")
                return
            self._check_bodies(element)
            if isinstance(element.tag, str):
                self._check_element(element)
            if len(self.mistakes) >= MOST_MISTAKES:
                return

    def _check_bodies(self, element: html.HtmlElement) -> None:
        """Check that each body in or just after an element is where readers see it."""
        around = element.getparent()
        for text, parent in ((element.text, element), (element.tail, around)):
            if parent is None or not text or self.body_mark not in text:
                continue
            hiding = next((up for up in (parent, *parent.iterancestors()) if _hides(up)), None)
            if hiding is not None:
                where = "in a comment" if isinstance(hiding, html.HtmlComment) else f"in <{hiding.tag!s}>"
                self._add_misplaced(text, where)

    def _check_element(self, element: html.HtmlElement) -> None:
        name, line = str(element.tag), element.sourceline or 1
        if name not in _ELEMENTS:
            message = f"The element <{name[:20]}> is not allowed in a template."
            self.add(line, "page-active", message, _REMEDY_CODE, f"<{name}")
        if name in ("style", "title"):
            self._check_raw_text(element, name)
        if name == "meta":
            self._check_meta(element)
        for attribute, value in element.attrib.items():
            self._check_attribute(element, str(attribute).lower(), str(value))

    def _check_raw_text(self, element: html.HtmlElement, name: str) -> None:
        line, text = element.sourceline or 1, element.text or ""
        if next(element.iterancestors("svg"), None) is not None:
            message = f"<{name}> is not allowed inside a drawing."
            self.add(line, "page-active", message, "Use aria-label to describe the drawing.", f"<{name}")
        if name == "style":
            self._check_style(line, text)

    def _check_style(self, line: int, text: str, quoted: str = "") -> None:
        if "<" in text:
            at = line + text[: text.index("<")].count("\n")
            self.add(at, "page-active", "A style contains markup.", "Remove the “<”.", "<")
        for plain in (text, _unescaped(text), plain_style(text)):
            match = _FETCHES.search(plain)
            if match is not None:
                at = line + plain[: match.start()].count("\n")
                message = f"A style loads something from elsewhere: “{match[0]}”."
                self.add(
                    at, "page-fetches", message, "Remove it; a page cannot load anything.", quoted or match[0]
                )
                return

    def _check_meta(self, element: html.HtmlElement) -> None:
        line = element.sourceline or 1
        kind, name = element.get("http-equiv", "").lower(), element.get("name", "").lower()
        if kind == "content-security-policy":
            if element.get("content") != POLICY:
                message = "The Content-Security-Policy is not the one that pages need."
                self.add(line, "page-policy", message, f'Write content="{POLICY}".', "http-equiv")
        elif kind and not (kind == "content-type" and "charset=utf-8" in element.get("content", "").lower()):
            message = f'<meta http-equiv="{kind[:20]}"> is not allowed.'
            self.add(line, "page-active", message, _REMEDY_CODE, "http-equiv")
        elif element.get("charset", "utf-8").strip().lower() not in ("utf-8", "utf8"):
            self.add(line, "page-active", "The page is not in UTF-8.", 'Write charset="utf-8".', "charset")
        elif name and name not in _METAS:
            message = f'<meta name="{name[:20]}"> is not allowed.'
            self.add(line, "page-active", message, "Remove it.", "<meta")

    def _check_attribute(self, element: html.HtmlElement, name: str, value: str) -> None:
        line, tag = element.sourceline or 1, str(element.tag)
        if self.body_mark in value:
            self._add_misplaced(value, f"in the attribute “{name[:20]}”")
        if name == "href" or name.endswith(("}href", ":href")):
            self._check_link(line, tag, value)
        elif name == "src" and tag == "img":
            self._check_picture(line, value)
        elif name not in _ATTRIBUTES and not _FAMILY.match(name):
            message = f"The attribute “{name[:20]}” is not allowed on <{tag[:20]}>."
            self.add(line, "page-active", message, _REMEDY_CODE, name)
        elif "url(" in _unescaped(value).lower().replace("url(#", "") or name == "style":
            self._check_style(line, value, name)

    def _check_link(self, line: int, tag: str, value: str) -> None:
        inside = tag in _DRAWING
        if tag != "a" and not (inside and value.startswith("#")):
            message = f"<{tag[:20]}> loads “{value[:_QUOTE]}”."
            self.add(line, "page-fetches", message, _REMEDY_CODE, "href")
        elif not inside and not _LINK.match(value):
            message = (
                f"A link leads to “{value[:_QUOTE]}”, which is neither a web page nor a place in the report."
            )
            self.add(
                line, "page-link", message, "Links begin with https://, http://, mailto:, tel: or #.", "href"
            )

    def _check_picture(self, line: int, value: str) -> None:
        match = _PICTURE.match(value)
        if match is None:
            message = f"A picture is loaded from elsewhere: “{value[:_QUOTE]}”."
            self.add(line, "page-fetches", message, _REMEDY_PICTURE, "<img")
            return
        reason = _picture_fault(match[1], match[2])
        if reason:
            self.add(line, "page-picture", reason, "Insert the picture again.", "<img")

    def _add_misplaced(self, text: str, where: str) -> None:
        body = text[text.index(self.body_mark) :][: len(self.body_mark) + _MARK_DIGITS]
        line = self.source.page.count("\n", 0, max(self.source.page.find(body), 0)) + 1
        message = f"The body of a section or note is printed {where}, where nobody can read it."
        self.add(line, "body-misplaced", message, "Print it between two elements, like other text.")

    def add(self, line: int, code: str, message: str, suggestion: str = "", words: str = "") -> None:
        """Add a mistake in a line of the page; `words` are near it."""
        place = self.source.place_of(line, words) or "report.html.j2"
        self.mistakes.append(Mistake(place, code, message, suggestion))


def first_line(element: html.HtmlElement) -> int:
    """Return the line on which an element or comment begins; libxml2 gives the last line of a comment."""
    line = element.sourceline or 1
    return line - (element.text or "").count("\n") if isinstance(element, html.HtmlComment) else line


def is_hidden(element: html.HtmlElement) -> bool:
    """Return whether an element is hidden by its own attributes."""
    return element.get("hidden") is not None or HIDING_STYLE.search(element.get("style", "")) is not None


def _hides(element: html.HtmlElement) -> bool:
    """Return whether text in an element cannot be read on the page."""
    if (
        not isinstance(element.tag, str)
        or element.tag in _DRAWING
        or element.tag in ("style", "title", "head")
    ):
        return True
    return is_hidden(element)


def _with_depth(root: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, int]]:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "end":
            depth -= 1
            continue
        yield element, depth
        depth += event == "start"


def _picture_fault(kind: str, encoded: str) -> str:
    """Return what is wrong with the bytes of a picture, or an empty string; drawings are not decoded."""
    from PIL import Image  # noqa: PLC0415 - only for pages with pictures

    damaged = f"A picture is damaged, or is not of the type {kind}."
    try:
        data = b64decode(encoded)
        if kind == "svg+xml":
            return "" if b"<svg" in data else damaged
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # our limit is lower than Pillow's
            with Image.open(BytesIO(data), formats=[kind.upper()]) as image:
                size = image.width * image.height
                if size > MOST_PIXELS:
                    return f"A picture has more than {MOST_PIXELS // 1_000_000} million pixels."
                image.load()
    except (Base64Error, OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError):
        return damaged
    return ""


def plain_style(css: str) -> str:
    """Return a style without escapes and comments; its lines stay where they are."""
    return _CSS_COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), _unescaped(css))


def _unescaped(css: str) -> str:
    """Return a style with its escapes as the letters that they stand for."""

    def letter(match: re.Match[str]) -> str:
        number = int(match[1], 16) if match[1] else 0
        return match[2] or (chr(number) if 0 < number < 0x110000 else "\ufffd")

    return _CSS_ESCAPE.sub(letter, css)
