"""Fill in the values that a template's shell can print; `placeholders` lists them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from carreport.language.messages import gettext
from carreport.report.model import Report, ReportSection

_PLACEHOLDER = re.compile(r"\{\w+\}")
PrintSection = Callable[[ReportSection], Markup]
"""Returns the body of a section in the output format, without the section heading."""


def shell_words() -> dict[str, str]:
    """Return the words that a shell prints around the sections, in the language of the report.

    The placeholders in these messages are filled in by the shell, so nothing may follow the last one.
    """
    page, page_of, *_ = _PLACEHOLDER.split(gettext("Page {page} of {count}"))
    return {
        "contents": gettext("Contents"),
        "notes": gettext("Notes"),
        "skip": gettext("Skip to the report"),
        "written_by": _PLACEHOLDER.split(gettext("Written by {authors}"))[0],
        "coproduced_by": _PLACEHOLDER.split(gettext("Co-produced by {names}"))[0],
        "page": page,
        "page_of": page_of,
    }


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
        "words": shell_words(),
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
