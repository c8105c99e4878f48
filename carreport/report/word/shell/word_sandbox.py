"""Let a template print words and nothing else: no code, no files, no endless text."""

from __future__ import annotations

from typing import Any

from jinja2 import DictLoader, StrictUndefined, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from carreport.report.word.word_inline import xml_text
from carreport.report.word.xml_names import escape

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
    (nodes.Call, "tag-call", "It calls something, and a template only shows words."),
    (nodes.BinExpr, "tag-reckons", "It works something out, and a template only shows words."),
    (nodes.UnaryExpr, "tag-reckons", "It works something out, and a template only shows words."),
    (nodes.Concat, "tag-reckons", "It joins words, which the document does by itself."),
    (nodes.Slice, "tag-index", "It cuts a piece out of something."),
    ((nodes.Tuple, nodes.List, nodes.Dict, nodes.Pair), "tag-list", "It makes a list of its own."),
    ((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends), "tag-import",
     "A template may not fetch another file."),
    ((nodes.Macro, nodes.CallBlock, nodes.Block), "tag-macro", "A template may not define anything."),
    ((nodes.Assign, nodes.AssignBlock, nodes.With, nodes.NSRef), "tag-set",
     "A template may not give names to values."),
)  # fmt: skip


class WordSandbox(ImmutableSandboxedEnvironment):
    """The only Jinja that our Word templates meet: fields, loops, conditions and a few filters."""

    def __init__(self) -> None:
        super().__init__(
            autoescape=True, undefined=StrictUndefined, finalize=escape_value, loader=DictLoader({})
        )
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}

    def compile(self, source: Any, *given: Any, **more: Any) -> Any:  # noqa: ANN401 (Jinja's face)
        """Refuse a template that does more than print, before any of it runs."""
        tree = self.parse(source) if isinstance(source, str) else source
        refuse_unsafe_nodes(tree)
        return super().compile(tree, *given, **more)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 (Jinja's face)
        """Allow fields of plain values only, and never a name with an underscore in front."""
        return isinstance(obj, _PLAIN) and not callable(value) and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ANN401, ARG002 (Jinja's face)
        """Allow no calls: a template says where words stand, it works nothing out."""
        return False


def refusal_reason(node: nodes.Node) -> tuple[str, str] | None:
    """Return why `node` may not stand in a template, as a code and a sentence; None if it may."""
    for kinds, code, said in _REFUSED:
        if isinstance(node, kinds):  # before the list of what is allowed: and, or are sums to Jinja
            return None if isinstance(node, _ALLOWED) else (code, said)
    return None if isinstance(node, _ALLOWED) else ("tag-unknown", "It does something that no template may.")


def refuse_unsafe_nodes(tree: nodes.Node, loops: int = 0) -> None:
    """Raise `TemplateSyntaxError` at the first thing in a template that is not on the short list."""
    refused = refusal_reason(tree)
    if refused is not None:
        raise TemplateSyntaxError(refused[1].rstrip("."), tree.lineno)
    loops += isinstance(tree, nodes.For)
    if loops > DEEPEST_LOOP:
        raise TemplateSyntaxError("too many loops stand in each other", tree.lineno)
    for child in tree.iter_child_nodes():
        refuse_unsafe_nodes(child, loops)


def escape_value(value: Any) -> Any:  # noqa: ANN401 (whatever a template prints)
    """Return `value` as it may stand in the XML of Word.

    Braces become character references: docxtpl would read some pairs of them, and a second
    pass over the notes would read them as tags.
    """
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    text = escape(xml_text(value)).replace('"', "&quot;")
    return Markup(text.replace("{", "&#123;").replace("}", "&#125;"))  # noqa: S704 (escaped just above)
