"""Let a template print words and nothing else: no code, no files, no endless text."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from carreport.report.word.running import printable

_PLAIN = (dict, list, tuple, str, int, float, LoopContext)
_FILTERS = ("default", "first", "join", "last", "length", "list", "lower", "replace", "sort", "title",
            "trim", "upper")  # fmt: skip
_TESTS = ("defined", "undefined", "divisibleby", "even", "odd", "none", "string", "number", "eq", "ne", "in")


class TemplateSandbox(ImmutableSandboxedEnvironment):
    """The only Jinja that our Word templates meet."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=shown)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.tests = {name: self.tests[name] for name in _TESTS}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 (Jinja's face)
        """Allow fields of plain values only, and never a name with an underscore in front."""
        return isinstance(obj, _PLAIN) and not callable(value) and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ANN401, ARG002 (Jinja’s face)
        """Allow no calls: a template says where words stand, it works nothing out."""
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        """Allow sums of numbers; text cannot be multiplied into the millions."""
        if operator == "**" or not all(isinstance(side, int | float) for side in (left, right)):
            raise SecurityError(f"the operator {operator} works on numbers only")
        return super().call_binop(context, operator, left, right)


def shown(value: Any) -> Any:  # noqa: ANN401 (whatever a template prints)
    """Return `value` as it may stand in the XML of Word.

    Braces become character references: docxtpl would read some pairs of them, and a second
    pass over the notes would read them as tags.
    """
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    text = escape(printable(value), {'"': "&quot;"})
    return Markup(text.replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 (escaped just above)
