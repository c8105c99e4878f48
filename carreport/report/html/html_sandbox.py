"""Let an HTML shell print words and nothing else: no code, no other files, no endless page.

A shell stands in the folder of a template. It may take over or include the files that every
template shares (`templates/shared`), those of its own folder, and `design.css`, the look of all reports
as CSS values, which is made here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader, StrictUndefined, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from carreport.assets import shared_templates
from carreport.report import design
from carreport.report.design import Design, named_values

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
DESIGN_CSS = "design.css"


class HtmlSandbox(ImmutableSandboxedEnvironment):
    """The only Jinja that our HTML shells meet: fields, loops, conditions, a few filters, includes."""

    def __init__(self, folder: Path, look: Design | None = None) -> None:
        files = FileSystemLoader([folder, shared_templates()])
        super().__init__(
            loader=ChoiceLoader([files, DictLoader({DESIGN_CSS: design_css(look or design.DESIGN)})]),
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
        _refuse_unsafe_nodes(tree)
        return super().compile(tree, *given, **more)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 (Jinja's face)
        """Allow fields of plain values only, and never a name with an underscore in front."""
        return isinstance(obj, _PLAIN) and not callable(value) and super().is_safe_attribute(obj, attr, value)


def _refuse_unsafe_nodes(tree: nodes.Node, loops: int = 0) -> None:
    """Raise `TemplateSyntaxError` at the first thing in a shell that is not on the short list."""
    if not isinstance(tree, _ALLOWED):
        raise TemplateSyntaxError(f"“{type(tree).__name__.lower()}” is not allowed", tree.lineno)
    loops += isinstance(tree, nodes.For)
    if loops > _DEEPEST_LOOP:
        raise TemplateSyntaxError("too many loops stand in each other", tree.lineno)
    for child in tree.iter_child_nodes():
        _refuse_unsafe_nodes(child, loops)


def design_css(look: Design) -> str:
    """Return a look as CSS custom properties: for light screens, for dark ones, and for paper.

    Sizes are relative to the letters that a reader has chosen on a screen, and points on paper.
    """
    sizes, light, white = named_values(look.sizes), named_values(look.light), look.light.sheet
    fixed = {
        "chart-ground": white,
        "callout-bar": f"{look.lines.callout:g}pt",
        "font": look.font_family(),
    }
    screen = {f"size-{name}": f"{points / look.rem:.4g}rem" for name, points in sizes.items()}
    paper = {f"size-{name}": f"{points:g}pt" for name, points in sizes.items()}
    return (
        _root("light dark", {**light, **fixed, **screen})
        + f"@media (prefers-color-scheme: dark) {{\n{_root('dark', named_values(look.dark))}}}\n"
        + f"@media print {{\n{_root('light', {**light, 'paper': white, **paper})}}}\n"
    )


def _root(scheme: str, values: Mapping[str, str]) -> str:
    """Return one rule that sets the colour scheme and these values for a page."""
    given = "".join(f"  --{name}: {value};\n" for name, value in values.items())
    return f":root {{\n  color-scheme: {scheme};\n{given}}}\n"
