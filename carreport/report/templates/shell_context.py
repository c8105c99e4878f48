"""Hand a report to the shell of a template, as plain words and finished bodies only.

A shell (the HTML page or the Word document around the sections) can print these values and
nothing else, so a template can be written and checked by somebody who does not know the code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from markupsafe import Markup

from carreport.report.model import Report, ReportSection

PrintSection = Callable[[ReportSection], Markup]
"""Return the body of one section in the language of the output, its heading left out."""


Shape: TypeAlias = "dict[str, Shape] | list[Shape] | str | int | bool"
"""What a value is, told by one of its kind: fields by name, a list of one, words, a number, yes or no."""

BODY = "body"
"""The shape of a finished body: blocks, which only a paragraph of their own can hold."""
WORDS, NUMBER, FLAG = "", 0, False

PLACEHOLDERS: tuple[tuple[str, Shape, str], ...] = (
    ("title.kind", WORDS, "what the report is; stands above the title"),
    ("title.title", WORDS, "the title of the inquiry"),
    ("title.subtitle", WORDS, "the line below it, such as the place"),
    ("title.author", WORDS, "who wrote the report"),
    ("title.affiliation", WORDS, "what the authors are, and where"),
    ("title.coproducers", WORDS, "who made it with them"),
    ("title.series", WORDS, "the series that it belongs to"),
    ("title.date", WORDS, "the day on which it was made"),
    ("language", WORDS, "the language of the form, such as en-GB"),
    ("sections", [], "the sections, in order"),
    ("sections.number", WORDS, "the number of the section; empty for front matter"),
    ("sections.heading", WORDS, "its heading"),
    ("sections.anchor", WORDS, "the name by which links lead to it"),
    ("sections.front", FLAG, "whether it comes before the first section with a number"),
    ("sections.body", BODY, "everything in it, finished: paragraphs, tables, pictures"),
    ("contents", [], "the lines of the contents, for a list made by hand"),
    ("contents.level", NUMBER, "1 for a section, 2 for a heading in it"),
    ("contents.number", WORDS, "its number, if it has one"),
    ("contents.text", WORDS, "its heading"),
    ("contents.anchor", WORDS, "the name by which links lead to it"),
    ("contents.front", FLAG, "whether it comes before the first section with a number"),
)
"""Everything that a shell can print; what belongs to a list stands in each of its entries."""


def shell_shape() -> dict[str, Shape]:
    """Return the shape of what a shell may print, as `PLACEHOLDERS` tells it."""
    shape: dict[str, Shape] = {}
    for path, kind, _ in PLACEHOLDERS:
        first, _, last = path.partition(".")
        if not last:
            shape[first] = [{}] if isinstance(kind, list) else kind
            continue
        around = shape.setdefault(first, {})
        fields = around[0] if isinstance(around, list) else around
        if isinstance(fields, dict):
            fields[last] = kind
    return shape


def shell_context(report: Report, print_section: PrintSection) -> dict[str, Any]:
    """Return everything that a shell may print; docs/templates.md lists it.

    `print_section` is the emitter of the output: HTML elements, or the XML of Word. A section
    is `front` matter when it stands before the first one with a number.
    """
    title = report.title
    first = next((at for at, each in enumerate(report.sections) if each.number), 0)
    front = {section.anchor for section in report.sections[:first]}
    return {
        "title": {name: getattr(title, name) for name in title.__slots__},
        "language": report.language,
        "contents": [
            {
                "level": entry.level,
                "number": entry.number,
                "text": entry.text,
                "anchor": entry.anchor,
                "front": entry.anchor in front,
            }
            for entry in report.contents()
        ],
        "sections": [
            {
                "number": section.number,
                "heading": section.heading,
                "anchor": section.anchor,
                "front": section.anchor in front,
                "body": print_section(section),
            }
            for section in report.sections
        ],
    }
