"""A Jinja sandbox for HTML shells, which can print values and nothing else.

A shell is stored in its template's folder. It can extend or include files from that folder and from
`templates/shared`, and it can include `design.css`, the report design as CSS custom properties.
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
    """The Jinja environment for HTML shells: fields, loops, conditions, a few filters and includes."""

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

    def compile(self, source: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (Jinja's interface)
        """Compile a shell, refusing it before it runs if it does more than print."""
        tree = self.parse(source) if isinstance(source, str) else source
        _refuse_unsafe_nodes(tree)
        return super().compile(tree, *args, **kwargs)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 (Jinja's interface)
        """Allow only attributes that are not callable, on plain values, and that Jinja considers safe."""
        return isinstance(obj, _PLAIN) and not callable(value) and super().is_safe_attribute(obj, attr, value)


def _refuse_unsafe_nodes(tree: nodes.Node, loops: int = 0) -> None:
    """Raise `TemplateSyntaxError` at the first node in a shell that is not allowed."""
    if not isinstance(tree, _ALLOWED):
        raise TemplateSyntaxError(f"“{type(tree).__name__.lower()}” is not allowed", tree.lineno)
    loops += isinstance(tree, nodes.For)
    if loops > _DEEPEST_LOOP:
        raise TemplateSyntaxError(f"loops can be nested at most {_DEEPEST_LOOP} deep", tree.lineno)
    for child in tree.iter_child_nodes():
        _refuse_unsafe_nodes(child, loops)


def design_css(look: Design) -> str:
    """Return a design as CSS custom properties for light mode, dark mode and print.

    Sizes are in rem on screens and in points in print.
    """
    sizes, light, white = named_values(look.sizes), named_values(look.light), look.light.sheet
    constants = {
        "chart-ground": white,
        "line-callout": f"{look.lines.callout:g}pt",
        "font": look.font_family(),
    }
    screen = {f"size-{name}": f"{points / look.rem:.4g}rem" for name, points in sizes.items()}
    paper = {f"size-{name}": f"{points:g}pt" for name, points in sizes.items()}
    return (
        _root("light dark", {**light, **constants, **screen})
        + f"@media (prefers-color-scheme: dark) {{\n{_root('dark', named_values(look.dark))}}}\n"
        + f"@media print {{\n{_root('light', {**light, 'paper': white, **paper})}}}\n"
    )


def _root(scheme: str, values: Mapping[str, str]) -> str:
    """Return a `:root` rule with this colour scheme and these custom properties."""
    declarations = "".join(f"  --{name}: {value};\n" for name, value in values.items())
    return f":root {{\n  color-scheme: {scheme};\n{declarations}}}\n"
