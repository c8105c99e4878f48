"""Check the expression in a tag of a shell: only report fields, tests and a few filters are allowed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from jinja2 import nodes

from carreport.errors import Mistake, did_you_mean
from carreport.report.templates.placeholders import BODY, FLAG, LOOP, NUMBER, TEXT, Shape
from carreport.report.templates.shell_sandbox import FILTERS, TESTS, refusal_reason

_ON_LISTS = ("first", "last", "length")
_ON_WORDS = ("capitalize", "default", "length", "lower", "title", "trim", "upper")
_VISIT_CHILDREN: Shape = "walk"
"""Marks a node, such as a comparison, of which only the children need checking."""
LONGEST_TEXT = 120


class ShellTag(Protocol):
    """What the checker needs of a tag: the letter after its bracket, and a mistake that says where it is."""

    @property
    def prefix(self) -> str:
        """The letter after the bracket, in Word templates; otherwise empty."""

    def mistake(self, code: str, message: str, suggestion: str = "") -> Mistake:
        """Return a mistake in this tag."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that a tag may use; the shape is None if the name's mistake has already been listed."""

    names: Mapping[str, Shape | None]


@dataclass(slots=True)
class ExpressionChecker:
    """Finds the shape of each value in a tag: text, a number, yes or no, a body, fields or a list."""

    tag: ShellTag
    scope: Scope
    mistakes: list[Mistake]
    used_fields: set[tuple[str, ...]] = field(default_factory=set)
    """The paths of the fields in use: variable and field name, or `sections` and `body` for any body."""

    def shape_of(self, node: nodes.Node) -> Shape | None:
        """Return the shape of `node`; if it has a mistake, add that and return None."""
        reason = refusal_reason(node)
        if reason is not None:
            self._add(
                reason[0], reason[1], "A template can only print values, repeat text and test conditions."
            )
            return None
        shape = self._node_shape(node)
        if shape is not _VISIT_CHILDREN:
            return shape
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
            case nodes.And() | nodes.Or():
                shapes = [self.shape_of(side) for side in (node.left, node.right)]
                return next(
                    (shape for shape in shapes if shape is None or isinstance(shape, bool)), shapes[0]
                )
        return _VISIT_CHILDREN

    def _conditional_shape(self, node: nodes.CondExpr) -> Shape | None:
        self.shape_of(node.test)
        shapes = [self.shape_of(branch) for branch in (node.expr1, node.expr2) if branch is not None]
        return shapes[0]

    def item_shape(self, node: nodes.Node) -> Shape | None:
        """Return the shape of the entries in the list `node`; if it is not a list, add a mistake."""
        shape = self.shape_of(node)
        if shape is None:
            return None
        if isinstance(shape, list):
            return shape[0]
        lists = [name for name, value in self.scope.names.items() if isinstance(value, list)]
        hint = f"The lists are {', '.join(lists)}."
        self._add("loop-no-list", f"“{_source_text(node)}” is {_kind(shape)}, but a loop needs a list.", hint)
        return None

    def loop_names(self, loop: nodes.For, taken: Iterable[str]) -> dict[str, Shape | None]:
        """Return the names that `loop` defines; `taken` are names that its entries cannot have."""
        if loop.recursive:
            self._add("tag-recursive", "A loop cannot be recursive.", "Remove “recursive”.")
        item = self.item_shape(loop.iter)
        if not isinstance(loop.target, nodes.Name):
            message = "A loop can have only one name for its entries."
            self._add("loop-name", message, "Write {% for entry in … %}.")
            return {"loop": None}
        name = loop.target.name
        if name in taken or name == "loop":
            message = f"“{name}” is already the name of another value."
            self._add("loop-name", message, "Choose another name for the entry.")
        names = {name: item, "loop": LOOP}
        if loop.test is not None:
            scope = Scope({**self.scope.names, **names})
            ExpressionChecker(self.tag, scope, self.mistakes, self.used_fields).shape_of(loop.test)
        return names

    def check_printed(self, shape: Shape | None) -> None:
        """Check that a value of this shape can be printed by the tag."""
        if shape is None:
            return
        if isinstance(shape, list):
            self._add("print-list", "A list cannot be printed.", "Write a loop: {% for entry in … %}.")
        elif isinstance(shape, dict):
            self._add("print-fields", "Only its fields can be printed.", f"Choose from {', '.join(shape)}.")
        elif isinstance(shape, bool):
            self._add("print-flag", "A yes/no value cannot be printed.", "Use it in a condition: {% if … %}.")
        elif self.tag.prefix and shape != BODY:
            self._add(
                "print-no-body",
                f"“{self.tag.prefix}” is only for the body of a section.",
                "Write {{ … }} without it.",
            )

    def _name(self, node: nodes.Name) -> Shape | None:
        if node.name in self.scope.names:
            self.used_fields.add((node.name,))
            return self.scope.names[node.name]
        hint = did_you_mean(node.name, [*self.scope.names, *_paths(self.scope.names)]) or _known(
            self.scope.names
        )
        self._add("unknown-field", f"There is no value “{node.name}” here.", hint)
        return None

    def _field(self, of: Shape | None, name: str, whose: str) -> Shape | None:
        if of is None:
            return None
        if name.startswith("_"):
            self._add("tag-private", f"A report has no field “{name}”.")
            return None
        if isinstance(of, dict) and name in of:
            self._record_field(of, name)
            return of[name]
        if not isinstance(of, dict):
            self._add("unknown-field", f"“{whose}” is {_kind(of)} and has no fields.")
            return None
        hint = did_you_mean(name, of) or _known(of)
        self._add("unknown-field", f"“{name}” is not a field of {whose}.", hint)
        return None

    def _record_field(self, of: dict[str, Shape], name: str) -> None:
        for variable, value in self.scope.names.items():
            if value is of:
                self.used_fields.add((variable, name))
        if of.get(name) == BODY:
            self.used_fields.add(("sections", "body"))

    def _item(self, node: nodes.Getitem) -> Shape | None:
        of, key = self.shape_of(node.node), node.arg
        if of is None:
            return None
        if isinstance(key, nodes.Const) and isinstance(key.value, str):
            return self._field(of, key.value, _source_text(node.node))
        if isinstance(of, list) and isinstance(key, nodes.Const) and isinstance(key.value, int):
            hint = "Write a loop, or use the filter first or last."
            self._add("tag-index", "Not every report has this entry.", hint)
            return None
        self._add("tag-index", "Square brackets must contain the name of a field in quotation marks.")
        return None

    def _constant(self, node: nodes.Const) -> Shape:
        value = node.value
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            self._add(
                "tag-long",
                f"Text in a tag can have at most {LONGEST_TEXT} characters.",
                "Type it in the document itself.",
            )
        return FLAG if isinstance(value, bool) else TEXT if isinstance(value, str) else NUMBER

    def _filter_shape(self, node: nodes.Filter) -> Shape | None:
        if node.name not in FILTERS:
            hint = did_you_mean(node.name, FILTERS) or f"Choose from {', '.join(FILTERS)}."
            self._add("unknown-filter", f"There is no filter “{node.name}”.", hint)
            return None
        of = self.shape_of(node.node) if node.node is not None else None
        for argument in node.args:
            self.shape_of(argument)
        more = node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None
        if more or len(node.args) > (node.name == "default"):
            self._add("filter-given", f"The filter “{node.name}” has too many arguments.")
        if of is None:
            return None
        if node.name not in _filters_for(of):
            self._add("wrong-filter", f"The filter “{node.name}” cannot be used with {_kind(of)}.")
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
        for argument in node.args:
            self.shape_of(argument)
        return False

    def _add(self, code: str, message: str, suggestion: str = "") -> None:
        self.mistakes.append(self.tag.mistake(code, message, suggestion))


def _filters_for(shape: Shape) -> tuple[str, ...]:
    """Return the filters that can be used with a value of this shape."""
    if isinstance(shape, list):
        return _ON_LISTS
    return _ON_WORDS if isinstance(shape, str) and shape != BODY else ("default",)


def _kind(shape: Shape) -> str:
    if shape == BODY:
        return "a body"
    if isinstance(shape, dict):
        return "a value with fields"
    if isinstance(shape, list):
        return "a list"
    return "yes or no" if isinstance(shape, bool) else "text" if isinstance(shape, str) else "a number"


def _source_text(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_source_text(node.node)}.{node.attr}"
    return "this"


def _paths(names: Mapping[str, Shape | None]) -> Iterable[str]:
    return (
        f"{name}.{field_name}"
        for name, shape in names.items()
        if isinstance(shape, dict)
        for field_name in shape
    )


def _known(names: Mapping[str, Shape | None] | Mapping[str, Shape]) -> str:
    return f"Choose from {', '.join(names)}."
