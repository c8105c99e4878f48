"""Find style rules that hide text: a mistake if they hide the answers in a report, otherwise a remark."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lxml import html

from carreport.errors import Mistake
from carreport.report.html.html_sandbox import file_of
from carreport.report.html.page_contents import HIDING_STYLE, NOT_SHOWN, PageInspector, plain_style

_CERTAIN = re.compile(NOT_SHOWN + r"|font-size\s*:\s*0(?![.\d])", re.IGNORECASE)
_BODY_TAGS = frozenset((
    "p", "ul", "ol", "li", "blockquote", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th",
    "td", "figure", "figcaption", "img", "svg", "h3", "h4", "h5", "h6", "a", "span", "em", "strong", "*",
))  # fmt: skip
_BODY_CLASSES = frozenset((
    "lead", "small", "label", "callout", "callout-label", "table", "wide", "scroll", "figures", "short",
    "chart", "credit", "number",
))  # fmt: skip
"""The elements and classes that `html_blocks` uses for the answers."""
_COMPOUND = re.compile(r"(\*|[a-zA-Z][\w-]*)?((?:[.#][\w-]+)*)\Z")


def hiding_rules(inspector: PageInspector, own: Collection[str]) -> tuple[list[Mistake], list[Mistake]]:
    """Return a mistake for each of the template's own rules that hides answers, and remarks about others."""
    mistakes: list[Mistake] = []
    remarks: list[Mistake] = []
    around = list(_around_bodies(inspector))
    for style in inspector.elements("style"):
        for offset, selectors, declarations in _rules(plain_style(style.text or "")):
            hiding = HIDING_STYLE.search(declarations)
            if hiding is None:
                continue
            line = (style.sourceline or 1) + offset + declarations.count("\n", 0, hiding.start())
            place = inspector.source.place_of(line, hiding[0])
            if file_of(place) not in own:
                continue
            quoted, what = " ".join(selectors.split())[-60:], hiding[0].strip(" ;}")
            if _CERTAIN.search(declarations) and any(
                _hides_answers(one, around) for one in selectors.split(",")
            ):
                message = f"The style of “{quoted}” hides answers from readers: “{what}”."
                mistakes.append(Mistake(place, "hidden-answer", message, "Remove it."))
            else:
                message = f"The style of “{quoted}” can hide text from readers: “{what}”."
                remarks.append(
                    Mistake(place, "hidden-style", message, "Check that nothing in a report is lost by it.")
                )
    return mistakes, remarks


def _rules(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the selectors and the declarations of each rule in a style."""
    line = 0
    for rule in text.split("}"):
        before, _, declarations = rule.rpartition("{")
        yield line + before.count("\n"), before.rpartition("{")[2], declarations
        line += rule.count("\n")


def _around_bodies(inspector: PageInspector) -> Iterator[html.HtmlElement]:
    """Yield each element that has the body of a section or note inside it."""
    for element in inspector.elements():
        if isinstance(element.tag, str) and inspector.body_mark in element.text_content():
            yield element


def _hides_answers(selector: str, around: Collection[html.HtmlElement]) -> bool:
    """Return whether a selector applies to answers, going by its last part alone."""
    last = re.split(r"[\s>+~]+", selector.strip())[-1]
    match = _COMPOUND.match(last)
    if match is None or not last:
        return False
    tag = (match[1] or "").lower()
    classes, ids = re.findall(r"\.([\w-]+)", match[2]), re.findall(r"#([\w-]+)", match[2])
    if not ids and (set(classes) <= _BODY_CLASSES if classes else tag in _BODY_TAGS):
        return True
    return any(
        tag in ("", "*", element.tag)
        and set(classes) <= set(element.get("class", "").split())
        and all(name == element.get("id") for name in ids)
        for element in around
    )
