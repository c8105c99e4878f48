"""Judge what a tag asks for: fields that a report has, tests and a dozen filters, and nothing that works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jinja2 import nodes

from carreport.errors import Mistake
from carreport.report.templates.loader import did_you_mean
from carreport.report.templates.shell_context import BODY, FLAG, NUMBER, TEXT, Shape
from carreport.report.word.shell.word_sandbox import FILTERS, TESTS, refusal_reason
from carreport.report.word.untrusted.tags import TemplateTag

_ON_LISTS = ("first", "last", "length")
_ON_WORDS = ("capitalize", "default", "length", "lower", "title", "trim", "upper")
_VISIT_CHILDREN: Shape = "walk"
"""Stands for a node of which only the parts matter, such as a comparison."""
LONGEST_TEXT = 120


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that a tag may use where it stands; None is something that is wrong already."""

    names: Mapping[str, Shape | None]


@dataclass(slots=True)
class ExpressionChecker:
    """Finds out what each part of a tag is: words, a number, yes or no, a body, fields or a list."""

    tag: TemplateTag
    scope: Scope
    mistakes: list[Mistake]
    used_fields: set[tuple[str, ...]] = field(default_factory=set)
    """The paths of the fields that were asked for; the entries of a list go by the name of the list."""

    def shape_of(self, node: nodes.Node) -> Shape | None:
        """Return what `node` is; None, with a mistake added, if it may not be."""
        refused = refusal_reason(node)
        if refused is not None:
            self._add(refused[0], refused[1], "A template can loop, choose and print, and no more.")
            return None
        found = self._node_shape(node)
        if found is not _VISIT_CHILDREN:
            return found
        for child in node.iter_child_nodes():
            self.shape_of(child)
        return FLAG

    def _node_shape(self, node: nodes.Node) -> Shape | None:  # noqa: PLR0911 - one line for each kind of node
        match node:
            case nodes.Name():
                return self._name(node)
            case nodes.Getattr():
                return self._field(self.shape_of(node.node), node.attr, _source_text(node.node))
            case nodes.Getitem():
                return self._item(node)
            case nodes.Const():
                return self._constant(node)
            case nodes.Filter():
                return self._filter_shape(node)
            case nodes.CondExpr():
                return self._conditional_shape(node)
            case nodes.Test():
                return self._test_shape(node)
        return _VISIT_CHILDREN

    def _conditional_shape(self, node: nodes.CondExpr) -> Shape | None:
        self.shape_of(node.test)
        both = [self.shape_of(each) for each in (node.expr1, node.expr2) if each is not None]
        return both[0]

    def item_shape(self, node: nodes.Node) -> Shape | None:
        """Return what each entry of a list is."""
        found = self.shape_of(node)
        if found is None:
            return None
        if isinstance(found, list):
            return found[0]
        lists = [name for name, each in self.scope.names.items() if isinstance(each, list)]
        hint = f"The lists are {', '.join(lists)}."
        self._add("loop-no-list", f"“{_source_text(node)}” is {_kind(found)}, and a loop needs a list.", hint)
        return None

    def check_printed(self, found: Shape | None) -> None:
        """See that what is printed is words, or a body in its own paragraph."""
        if found is None:
            return
        if isinstance(found, list):
            self._add("print-list", "It is a list.", "Write a loop: {% for entry in … %}.")
        elif isinstance(found, dict):
            self._add("print-fields", "It has fields.", f"Name one of them: {', '.join(found)}.")
        elif isinstance(found, bool):
            self._add("print-flag", "It is yes or no, and no words.", "Use it in a condition: {% if … %}.")
        elif self.tag.prefix and found != BODY:
            self._add(
                "print-no-body",
                f"After “{self.tag.prefix}”, only a body can stand.",
                "Write {{ … }} without it.",
            )

    def _name(self, node: nodes.Name) -> Shape | None:
        if node.name in self.scope.names:
            self.used_fields.add((node.name,))
            return self.scope.names[node.name]
        hint = did_you_mean(node.name, [*self.scope.names, *_paths(self.scope.names)]) or _known(
            self.scope.names
        )
        self._add("unknown-field", f"A report has no “{node.name}” here.", hint)
        return None

    def _field(self, of: Shape | None, name: str, whose: str) -> Shape | None:
        if of is None:
            return None
        if name.startswith("_"):
            self._add("tag-private", f"“{name}” is no field of a report.")
            return None
        if isinstance(of, dict) and name in of:
            self._record_field(of, name)
            return of[name]
        if not isinstance(of, dict):
            self._add("unknown-field", f"“{whose}” is {_kind(of)} and has no fields.")
            return None
        hint = did_you_mean(name, of) or _known(of)
        self._add("unknown-field", f"“{name}” is no field of {whose}.", hint)
        return None

    def _record_field(self, of: dict[str, Shape], name: str) -> None:
        for known, each in self.scope.names.items():
            if each is of:
                self.used_fields.add((known, name))
        if of.get(name) == BODY:
            self.used_fields.add(("sections", "body"))

    def _item(self, node: nodes.Getitem) -> Shape | None:
        of, key = self.shape_of(node.node), node.arg
        if of is None:
            return None
        if isinstance(key, nodes.Const) and isinstance(key.value, str):
            return self._field(of, key.value, _source_text(node.node))
        if isinstance(of, list) and isinstance(key, nodes.Const) and isinstance(key.value, int):
            hint = "Write a loop, or the filter first or last."
            self._add("tag-index", "A report may have no such entry.", hint)
            return None
        self._add("tag-index", "What stands in square brackets must be the name of a field.")
        return None

    def _constant(self, node: nodes.Const) -> Shape:
        value = node.value
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            self._add("tag-long", "Type long words into the document itself.")
        return FLAG if isinstance(value, bool) else TEXT if isinstance(value, str) else NUMBER

    def _filter_shape(self, node: nodes.Filter) -> Shape | None:
        if node.name not in FILTERS:
            hint = did_you_mean(node.name, FILTERS) or f"They are {', '.join(FILTERS)}."
            self._add("unknown-filter", f"There is no filter “{node.name}”.", hint)
            return None
        of = self.shape_of(node.node) if node.node is not None else None
        for each in node.args:
            self.shape_of(each)
        more = node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None
        if more or len(node.args) > (node.name == "default"):
            self._add("filter-given", f"The filter “{node.name}” takes no more than that.")
        if of is None:
            return None
        if node.name not in _filters_for(of):
            self._add("wrong-filter", f"The filter “{node.name}” does nothing for {_kind(of)}.")
            return None
        if node.name in ("first", "last") and isinstance(of, list):
            return of[0]
        return NUMBER if node.name == "length" else of

    def _test_shape(self, node: nodes.Test) -> Shape:
        if node.name not in TESTS:
            hint = did_you_mean(node.name, TESTS)
            self._add("unknown-test", f"There is no test “{node.name}”.", hint)
        if not (node.name in ("defined", "undefined") and isinstance(node.node, nodes.Name)):
            self.shape_of(node.node)
        for each in node.args:
            self.shape_of(each)
        return False

    def _add(self, code: str, said: str, suggestion: str = "") -> None:
        self.mistakes.append(self.tag.mistake(code, said, suggestion))


def _filters_for(shape: Shape) -> tuple[str, ...]:
    """Return the filters that do something for a value of this shape."""
    if isinstance(shape, list):
        return _ON_LISTS
    return _ON_WORDS if isinstance(shape, str) and shape != BODY else ("default",)


def _kind(shape: Shape) -> str:
    if shape == BODY:
        return "a body"
    if isinstance(shape, dict):
        return "something with fields"
    if isinstance(shape, list):
        return "a list"
    return "yes or no" if isinstance(shape, bool) else "words" if isinstance(shape, str) else "a number"


def _source_text(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_source_text(node.node)}.{node.attr}"
    return "this"


def _paths(names: Mapping[str, Shape | None]) -> Iterable[str]:
    return (f"{name}.{each}" for name, shape in names.items() if isinstance(shape, dict) for each in shape)


def _known(names: Mapping[str, Shape | None] | Mapping[str, Shape]) -> str:
    return f"There are {', '.join(names)}."
