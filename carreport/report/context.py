"""Hand a report to the shell of a template, as plain words and finished bodies only.

A shell (the HTML page or the Word document around the sections) can print these values and
nothing else, so a template can be written and checked by somebody who does not know the code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from carreport.report.model import Report, Section

PrintSection = Callable[[Section], Markup]
"""Return the body of one section in the language of the output, its heading left out."""


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
