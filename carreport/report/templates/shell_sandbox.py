"""A Jinja sandbox for shells, which can print values and nothing else."""

from __future__ import annotations

from typing import Any

from jinja2 import BaseLoader, StrictUndefined, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

_PLAIN = (dict, list, tuple, str, int, float, LoopContext)
FILTERS = ("capitalize", "default", "first", "last", "length", "lower", "title", "trim", "upper")
TESTS = ("defined", "undefined", "divisibleby", "even", "odd", "none", "string", "number", "eq", "ne", "in")
DEEPEST_LOOP = 3

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name, nodes.Const,
    nodes.Getattr, nodes.Getitem, nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or,
    nodes.Not, nodes.CondExpr,
)  # fmt: skip
_REFUSED = (
    (nodes.Call, "tag-call", "This tag calls a function."),
    (nodes.BinExpr, "tag-reckons", "This tag calculates a value."),
    (nodes.UnaryExpr, "tag-reckons", "This tag calculates a value."),
    (nodes.Concat, "tag-reckons", "This tag joins text with “~”; put the values next to each other instead."),
    (nodes.Slice, "tag-index", "This tag takes part of a value."),
    ((nodes.Tuple, nodes.List, nodes.Dict, nodes.Pair), "tag-list", "This tag creates a list."),
    ((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends), "tag-import",
     "A template cannot include another file."),
    ((nodes.Macro, nodes.CallBlock, nodes.Block), "tag-macro", "A template cannot define macros or blocks."),
    ((nodes.Assign, nodes.AssignBlock, nodes.With, nodes.NSRef), "tag-set",
     "A template cannot set variables."),
)  # fmt: skip


class ShellSandbox(ImmutableSandboxedEnvironment):
    """A Jinja environment with fields, loops, conditions and a few filters; `more` nodes are allowed too."""

    more: tuple[type[nodes.Node], ...] = ()

    def __init__(self, loader: BaseLoader, **options: Any) -> None:  # noqa: ANN401 (Jinja's options)
        super().__init__(autoescape=True, undefined=StrictUndefined, loader=loader, **options)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}

    def compile(self, source: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 (Jinja's interface)
        """Compile a template, refusing it before it runs if it does more than print."""
        tree = self.parse(source) if isinstance(source, str) else source
        self._refuse_unsafe_nodes(tree)
        return super().compile(tree, *args, **kwargs)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 (Jinja's interface)
        """Allow only attributes that are not callable, on plain values, and that Jinja considers safe."""
        return isinstance(obj, _PLAIN) and not callable(value) and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ANN401, ARG002 (Jinja's interface)
        """Allow no calls."""
        return False

    def _refuse_unsafe_nodes(self, tree: nodes.Node, loops: int = 0) -> None:
        """Raise `TemplateSyntaxError` at the first node in a template that is not allowed."""
        reason = refusal_reason(tree, self.more)
        if reason is not None:
            raise TemplateSyntaxError(reason[1].rstrip("."), tree.lineno)
        loops += isinstance(tree, nodes.For)
        if loops > DEEPEST_LOOP:
            raise TemplateSyntaxError(f"loops can be nested at most {DEEPEST_LOOP} deep", tree.lineno)
        for child in tree.iter_child_nodes():
            self._refuse_unsafe_nodes(child, loops)


def refusal_reason(node: nodes.Node, more: tuple[type[nodes.Node], ...] = ()) -> tuple[str, str] | None:
    """Return a code and a sentence that say why `node` is not allowed, or None if it is allowed."""
    if isinstance(node, (*_ALLOWED, *more)):  # Jinja's `and` and `or` are also BinExpr nodes
        return None
    for kinds, code, message in _REFUSED:
        if isinstance(node, kinds):
            return code, message
    return "tag-unknown", "This tag does something that is not allowed in a template."
