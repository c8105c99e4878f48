"""The Jinja sandbox for Word templates, which escapes values for WordprocessingML."""

from __future__ import annotations

from typing import Any

from jinja2 import DictLoader
from markupsafe import Markup

from carreport.report.templates.shell_sandbox import ShellSandbox
from carreport.report.word.word_inline import xml_text
from carreport.report.word.xml_names import escape


class WordSandbox(ShellSandbox):
    """The Jinja environment for Word templates."""

    def __init__(self) -> None:
        super().__init__(DictLoader({}), finalize=escape_value)


def escape_value(value: Any) -> Any:  # noqa: ANN401 (any value that a template prints)
    """Return `value` escaped for WordprocessingML.

    Braces become character references, because docxtpl replaces some pairs of braces and renders
    footnotes twice.
    """
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    text = escape(xml_text(value)).replace('"', "&quot;")
    return Markup(text.replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 (escaped just above)
