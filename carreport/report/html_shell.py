"""Let an HTML shell print words and nothing else: no code, no other files, no endless page.

A shell stands in the folder of a template. It may take over or include the files that every
template shares (`templates/shared`) and those of its own folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from carreport.assets import shared_templates

_PLAIN = (dict, list, tuple, str, int, float, LoopContext)
_FILTERS = ("default", "first", "join", "last", "length", "list", "lower", "sort", "title",
            "trim", "upper")  # fmt: skip
_TESTS = ("defined", "undefined", "divisibleby", "even", "odd", "none", "string", "number", "eq", "ne", "in")
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name, nodes.Const,
    nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And,
    nodes.Or, nodes.Not, nodes.CondExpr, nodes.Tuple, nodes.Extends, nodes.Block, nodes.Include,
)  # fmt: skip
_DEEPEST_LOOP = 3


class HtmlShells(ImmutableSandboxedEnvironment):
    """The only Jinja that our HTML shells meet: fields, loops, conditions, a few filters, includes."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            loader=FileSystemLoader([folder, shared_templates()]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.tests = {name: self.tests[name] for name in _TESTS}

    def compile(self, source: Any, *given: Any, **more: Any) -> Any:  # noqa: ANN401 (Jinja's face)
        """Refuse a shell that does more than print, before any of it runs."""
        tree = self.parse(source) if isinstance(source, str) else source
        _refuse_more_than_words(tree)
        return super().compile(tree, *given, **more)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 (Jinja's face)
        """Allow fields of plain values only, and never a name with an underscore in front."""
        return isinstance(obj, _PLAIN) and not callable(value) and super().is_safe_attribute(obj, attr, value)


def _refuse_more_than_words(tree: nodes.Node, loops: int = 0) -> None:
    """Raise `TemplateSyntaxError` at the first thing in a shell that is not on the short list."""
    if not isinstance(tree, _ALLOWED):
        raise TemplateSyntaxError(f"“{type(tree).__name__.lower()}” is not allowed", tree.lineno)
    loops += isinstance(tree, nodes.For)
    if loops > _DEEPEST_LOOP:
        raise TemplateSyntaxError("too many loops stand in each other", tree.lineno)
    for child in tree.iter_child_nodes():
        _refuse_more_than_words(child, loops)
