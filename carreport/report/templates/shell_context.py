"""The values that a template's shell can print: text, numbers and finished section bodies.

A shell is the HTML page or Word document that surrounds the sections. It can print only these values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from markupsafe import Markup

from carreport.report.model import Report, ReportSection

PrintSection = Callable[[ReportSection], Markup]
"""Returns the body of a section in the output format, without the section heading."""


Shape: TypeAlias = "dict[str, Shape] | list[Shape] | str | int | bool"
"""The type of a value, shown by example: fields by name, a list with one item, text, number or flag."""

BODY = "body"
"""The shape of a finished section body: blocks, whose tag needs a paragraph of its own."""
TEXT, NUMBER, FLAG = "", 0, False

PLACEHOLDERS: tuple[tuple[str, Shape, str], ...] = (
    ("title.kind", TEXT, "the kind of report, printed above the title"),
    ("title.title", TEXT, "the title of the inquiry"),
    ("title.subtitle", TEXT, "the line below the title, such as the place"),
    ("title.author", TEXT, "who wrote the report"),
    ("title.affiliation", TEXT, "the authors’ roles and organisations"),
    ("title.coproducers", TEXT, "the co-producers"),
    ("title.series", TEXT, "the series of the report"),
    ("title.date", TEXT, "the date of the report"),
    ("language", TEXT, "the language of the form, such as en-GB"),
    ("sections", [], "the sections, in order"),
    ("sections.number", TEXT, "the number of the section; empty for front matter"),
    ("sections.heading", TEXT, "the heading of the section"),
    ("sections.anchor", TEXT, "the target of links to the section"),
    ("sections.front", FLAG, "whether the section is front matter, before the first section with a number"),
    ("sections.body", BODY, "the finished content: paragraphs, tables, pictures"),
    ("contents", [], "the lines of the contents, for a list of your own"),
    ("contents.level", NUMBER, "1 for a section, 2 for a heading in a section"),
    ("contents.number", TEXT, "the number, if there is one"),
    ("contents.text", TEXT, "the heading"),
    ("contents.anchor", TEXT, "the target of links to the heading"),
    ("contents.front", FLAG, "whether the line is for front matter"),
)
"""Everything that a shell can print; `sections.x` and `contents.x` are values of one list entry."""


def shell_shape() -> dict[str, Shape]:
    """Return `PLACEHOLDERS` as nested shapes, by the first name in each path."""
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
    """Return the values that a shell can print; docs/templates.md lists them.

    `print_section` renders a body as HTML or WordprocessingML. Sections before the first numbered one
    are `front` matter.
    """
    title = report.title
    first = next((at for at, section in enumerate(report.sections) if section.number), 0)
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
