"""Find text in a page that readers do not see: comments, hidden elements, attributes, invisible characters.

Only text from the template's own files is reported; the supplied files hide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from lxml import html

from carreport.errors import Mistake
from carreport.report.html.html_sandbox import file_of
from carreport.report.html.page_contents import PageInspector, first_line, is_hidden

_QUOTE = 80
_IN_REPORTS = "It is in every web page made with this template."
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\U000e0000-\U000e007f]")
_TEXT_ATTRIBUTES = ("title", "aria-label", "alt", "aria-description", "content")
_ORDINARY_METAS = frozenset(("viewport", "referrer", "color-scheme", "theme-color"))


def hidden_letters(texts: Mapping[str, str], own: Collection[str]) -> Iterator[Mistake]:
    """Yield a remark for each line of the template's own files with invisible characters."""
    for name in own:
        for number, line in enumerate(texts[name].split("\n"), 1):
            found = dict.fromkeys(f"U+{ord(letter):04X}" for letter in _INVISIBLE.findall(line[:1000]))
            if found:
                message = f"“{line.strip()[:_QUOTE]}” contains invisible characters ({', '.join(found)})."
                yield Mistake(f"{name}, line {number}", "hidden-letters", message, _IN_REPORTS)


def hidden_text(inspector: PageInspector, own: Collection[str]) -> Iterator[Mistake]:
    """Yield a remark for each hidden text, with its place and its words."""
    for element in inspector.elements():
        for code, words, message in _hidden_in(element):
            quoted = " ".join(words.replace(inspector.body_mark, "…").split())[:_QUOTE]
            near = quoted.split(" ")[0] if code == "hidden-comment" else ""
            place = inspector.source.place_of(first_line(element), near)
            if quoted and file_of(place) in own:
                yield Mistake(place, code, message.replace("{}", quoted, 1), _IN_REPORTS)


def _hidden_in(element: html.HtmlElement) -> Iterator[tuple[str, str, str]]:
    """Yield a code, the words, and a sentence with a gap for them, for each hidden text of one element."""
    if isinstance(element, html.HtmlComment):
        yield "hidden-comment", element.text or "", "A comment says “{}”, which readers do not see."
        return
    if not isinstance(element.tag, str):
        return
    if is_hidden(element):
        words = element.text_content() or f"<{element.tag}>"
        yield "hidden-element", words, "A hidden element says “{}”, which readers do not see."
    for name, value in element.attrib.items():
        plain = str(name)
        is_meta = element.tag == "meta" and plain == "content"
        if is_meta and (element.get("http-equiv") or element.get("name", "").lower() in _ORDINARY_METAS):
            continue
        if plain in _TEXT_ATTRIBUTES or plain.startswith("data-"):
            what = f"The attribute “{plain[:20]}” of <{element.tag}> says"
            yield "hidden-attribute", str(value), f"{what} “{{}}”, which is not on the page."
