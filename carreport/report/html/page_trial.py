"""Check the pages that a new template makes from trial reports: what is lost, missing or not HTML."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from markupsafe import escape

from carreport.errors import Mistake
from carreport.report.html.page_contents import POLICY, PageInspector
from carreport.report.templates.placeholders import TITLE_ANSWERS

_LONG_ENOUGH = 12
_SHELL = "report.html.j2"
_REMEDY_SECTION = "Print {{ section.body }} in a loop over sections, without a condition."
_REMEDY_NOTES = 'Print each note: <li id="{{ note.anchor }}">{{ note.body }}</li>.'


def trial_mistakes(inspector: PageInspector, label: str, context: Mapping[str, Any]) -> Iterator[Mistake]:
    """Yield a mistake for each section or note that the page lacks, and for a missing policy or title."""
    page = inspector.source.page
    place = f"{_SHELL}, {label}"
    lost = [section["heading"] for section in context["sections"] if section["body"] not in page]
    if lost and len(lost) == len(context["sections"]):
        yield Mistake(_SHELL, "no-sections", "No tag prints the sections.", _REMEDY_SECTION)
    elif lost:
        message = f"The text of the section “{lost[0][:60]}” is missing."
        yield Mistake(place, "section-lost", message, _REMEDY_SECTION)
    if any(note["body"] not in page for note in context["notes"]):
        yield Mistake(place, "notes-lost", "Footnotes are missing.", _REMEDY_NOTES)
    if inspector.root is None:
        return
    head = next(inspector.root.iter("head"), None)
    top = inspector.source.place_of(head.sourceline or 1, "<head") if head is not None else ""
    if not inspector.root.xpath("//head/meta[@http-equiv='Content-Security-Policy']"):
        message = "The page has no Content-Security-Policy to stop it loading anything."
        remedy = f'Write <meta http-equiv="Content-Security-Policy" content="{POLICY}"> first in <head>.'
        yield Mistake(top or _SHELL, "page-policy", message, remedy)
    if not inspector.root.xpath("string(//head/title)").strip():
        message = "The page has no title."
        yield Mistake(
            top or _SHELL, "page-title", message, "Write <title>{{ title.title }}</title> in <head>."
        )
    yield from _values_in_styles(inspector, context)


def _values_in_styles(inspector: PageInspector, context: Mapping[str, Any]) -> Iterator[Mistake]:
    """Yield a mistake if a style contains text that people type, which could change the whole page."""
    typed = [str(escape(value)) for value in context["title"].values() if len(value) >= _LONG_ENOUGH]
    for style in inspector.elements("style"):
        text = style.text or ""
        at = next((text.index(value) for value in typed if value in text), None)
        if at is not None:
            line = (style.sourceline or 1) + text.count("\n", 0, at)
            place = inspector.source.place_of(line) or _SHELL
            yield Mistake(place, "value-in-style", "A value is printed in a style.", "Print it as text.")


def trial_warnings(inspector: PageInspector) -> Iterator[Mistake]:
    """Yield a warning for each end tag that has no start tag or crosses another element."""
    for line, message in inspector.tag_faults:
        place = inspector.source.place_of(line) or _SHELL
        yield Mistake(place, "page-tags", f"{message}.", "Close each element that you open, innermost first.")


def unprinted_fields(used: Collection[tuple[str, ...]]) -> Iterator[Mistake]:
    """Yield a warning for each value of the title page that the shell does not print."""
    for name in TITLE_ANSWERS:
        if ("title", name) not in used:
            message = f"The page does not print title.{name}, so inquiries with that answer cannot use it."
            remedy = f"Write {{% if title.{name} %}}{{{{ title.{name} }}}}{{% endif %}}."
            yield Mistake(_SHELL, "never-printed", message, remedy)
