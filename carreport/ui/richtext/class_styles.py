"""Read the classes in a clipboard’s style sheet, which Excel and macOS use to strike out and raise text."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LONGEST_SHEET = 400_000
_LONGEST_STYLE = 300
_MOST_CLASSES = 10
_AT_RULE = re.compile(r"@[^@{};]*+\{(?:[^{}]*+\{[^{}]*+\})*+[^{}]*+\}")
_SELECTOR = re.compile(r"[a-z0-9]*\.[\w-]+")
_MATTERS = re.compile(
    r"\s*(text-decoration|display|visibility|vertical-align|mso-text-raise|mso-hide|font-)[^:]*:"
)


def read_class_styles(sheet: str, styles: dict[str, str]) -> None:
    """Add the declarations of each class in `sheet` to `styles`, by selector, such as “span.s1”."""
    text = sheet[:_LONGEST_SHEET].lower()
    text = " ".join(part.split("/*", 1)[0] for part in text.split("*/"))
    for rule in _AT_RULE.sub("", text).split("}"):
        selectors, _, declared = rule.partition("{")
        style = ";".join(part.strip() for part in declared.split(";") if _MATTERS.match(part))
        for selector in map(str.strip, selectors.replace("<!--", "").split(",")) if style else ():
            if _SELECTOR.fullmatch(selector):
                styles[selector] = f";{style}{styles.get(selector, '')}"[:_LONGEST_STYLE]


def style_of(tag: str, classes: str, styles: Mapping[str, str]) -> str:
    """Return the declarations for an element with these classes, to be read after its own."""
    if not classes or not styles:
        return ""
    names = classes.lower().split(maxsplit=_MOST_CLASSES)[:_MOST_CLASSES]
    return "".join(styles.get(f"{start}.{name}", "") for name in names for start in (tag, ""))
