"""Fill in the values that a template's shell can print; `placeholders` lists them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from carreport.report.model import Report, ReportSection

PrintSection = Callable[[ReportSection], Markup]
"""Returns the body of a section in the output format, without the section heading."""


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
