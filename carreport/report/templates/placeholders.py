"""The values that a template's shell can print, and the shape of each: text, a number, a list.

A shell is the HTML page or Word document that surrounds the sections. It can print only these values.
"""

from __future__ import annotations

from typing import TypeAlias

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
    ("language", TEXT, "the language of the report’s words, such as en-GB"),
    ("words.contents", TEXT, "“Contents” in the language of the report"),
    ("words.notes", TEXT, "“Notes”, the heading above the footnotes"),
    ("words.skip", TEXT, "“Skip to the report”, the words of the link that does so"),
    ("words.written_by", TEXT, "“Written by ”, before the authors"),
    ("words.coproduced_by", TEXT, "“Co-produced by ”, before the co-producers"),
    ("words.page", TEXT, "“Page ”, before the number of the page"),
    ("words.page_of", TEXT, "“ of ”, between the number of the page and the number of pages"),
    ("sections", [], "the sections, in order"),
    ("sections.number", TEXT, "the number of the section; empty for front matter"),
    ("sections.heading", TEXT, "the heading of the section"),
    ("sections.anchor", TEXT, "the target of links to the section"),
    ("sections.front", FLAG, "whether the section is front matter, before the first section with a number"),
    ("sections.body", BODY, "the finished content: paragraphs, tables, pictures"),
    ("contents", [], "the lines of the table of contents, to print your own"),
    ("contents.level", NUMBER, "1 for a section, 2 for a heading in a section"),
    ("contents.number", TEXT, "the number, if there is one"),
    ("contents.text", TEXT, "the heading"),
    ("contents.anchor", TEXT, "the target of links to the heading"),
    ("contents.front", FLAG, "whether the line is for front matter"),
)
"""Everything that a shell can print; `sections.x` and `contents.x` are values of one list entry."""
TITLE_ANSWERS = ("title", "subtitle", "author", "affiliation", "coproducers", "series")
"""The fields of `title` that come from answers, so that a shell must print them."""


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


LOOP: Shape = {
    **dict.fromkeys(("index", "index0", "revindex", "revindex0", "length"), NUMBER),
    **dict.fromkeys(("first", "last"), FLAG),
}
"""The shape of `loop`, inside a loop."""
