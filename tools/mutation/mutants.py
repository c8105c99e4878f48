"""Find the faults (mutants) that can be put into a module, with the operators of mutmut and three of ours."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators, operator_string

Operator = Callable[[Any], Iterable[cst.CSTNode]]
_NOT_MUTATED = (cst.Annotation, cst.Decorator, cst.Import, cst.ImportFrom)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: the changed source of a module, and the lines of the statement that it is in."""

    module: str
    number: int
    lines: range
    source: str
    diff: str

    @property
    def name(self) -> str:
        """What the fault is called in lists, such as “carreport/draft/erasure.py:17”."""
        return f"{self.module}:{self.number}"


class MutableModule:
    """The faults that can be put into one module."""

    def __init__(self, checkout: Path, module: str) -> None:
        self.module = module
        self._source = (checkout / module).read_text(encoding="utf-8")
        wrapper = MetadataWrapper(cst.parse_module(self._source))
        self._tree = wrapper.module
        self._positions = wrapper.resolve(PositionProvider)
        self._faults = list(self._faults_within(self._tree, range(0)))

    def __len__(self) -> int:
        return len(self._faults)

    def mutant(self, number: int) -> Mutant | None:
        """Return one of the faults; nothing if Python cannot read the result or it changes nothing."""
        node, instead, lines = self._faults[number]
        changed = self._tree.deep_replace(node, instead)
        source = changed.code if isinstance(changed, cst.Module) else ""
        try:
            if ast.dump(ast.parse(source)) == ast.dump(ast.parse(self._source)):
                return None
            compile(source, self.module, "exec")
        except SyntaxError:
            return None
        before, after = (text.splitlines(keepends=True) for text in (self._source, source))
        diff = "".join(difflib.unified_diff(before, after, self.module, self.module, n=2))
        return Mutant(self.module, number, lines, source, diff)

    def _faults_within(
        self, node: cst.CSTNode, lines: range
    ) -> Iterator[tuple[cst.CSTNode, cst.CSTNode, range]]:
        if isinstance(node, _NOT_MUTATED) or _is_docstring(node):
            return
        if isinstance(node, cst.SimpleStatementLine | cst.BaseCompoundStatement):
            lines = self._lines_of(node)
        for kind, operator in (*mutation_operators, *_OUR_OPERATORS):
            if isinstance(node, kind):
                for instead in _first_of(operator, node):
                    yield node, instead, lines
        for child in node.children:
            yield from self._faults_within(child, lines)

    def _lines_of(self, statement: cst.CSTNode) -> range:
        """Return the lines of a statement; of one with a body only those above it."""
        place = self._positions[statement]
        body = getattr(statement, "body", None)
        end = self._positions[body].start.line if isinstance(body, cst.BaseSuite) else place.end.line + 1
        return range(place.start.line, max(end, place.start.line + 1))


def _first_of(operator: Operator, node: cst.CSTNode) -> list[cst.CSTNode]:
    """Return what an operator makes of a node; of strings only keys, and each once.

    Tests assert codes and not sentences, so that sentences can be improved.
    """
    found = list(operator(node))
    if operator is operator_string:
        return found[:1] if isinstance(node, cst.SimpleString) and " " not in node.value else []
    return found


def _is_docstring(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Expr) and isinstance(node.value, cst.SimpleString | cst.ConcatenatedString)


def _leave_call_out(node: cst.Expr) -> Iterable[cst.CSTNode]:
    if isinstance(node.value, cst.Call):
        yield cst.Pass()


def _return_nothing(node: cst.Return) -> Iterable[cst.CSTNode]:
    if node.value is not None and not (isinstance(node.value, cst.Name) and node.value.value == "None"):
        yield node.with_changes(value=cst.Name("None"))


def _turn_condition_round(node: cst.If) -> Iterable[cst.CSTNode]:
    test = node.test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    yield node.with_changes(
        test=cst.UnaryOperation(cst.Not(), test), whitespace_before_test=cst.SimpleWhitespace(" ")
    )


_OUR_OPERATORS: tuple[tuple[type[cst.CSTNode], Operator], ...] = (
    (cst.Expr, _leave_call_out),
    (cst.Return, _return_nothing),
    (cst.If, _turn_condition_round),
)
