"""List all mistakes in the tags of an HTML shell and the files that it includes, before any of them runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from carreport.errors import Mistake, did_you_mean
from carreport.report.html.html_sandbox import HtmlSandbox
from carreport.report.templates.expressions import ExpressionChecker, Scope
from carreport.report.templates.placeholders import BODY, NUMBER, TEXT, Shape, shell_shape
from carreport.report.templates.shell_sandbox import DEEPEST_LOOP, refusal_reason

MOST_MISTAKES = 100
MOST_INCLUDES = 200
DEEPEST_INCLUDE = 10
DEEPEST_TAG = 40
LONGEST_QUOTE = 60
_FOR_PAGES = {
    "tag-import": "A page cannot import anything from another file. It can include or extend a file.",
    "tag-macro": "A page cannot define or call macros.",
}
"""What differs from Word templates, which can neither include a file nor have blocks."""
_NOTES: Shape = [{"number": NUMBER, "anchor": TEXT, "body": BODY}]


@dataclass(frozen=True, slots=True)
class HtmlTag:
    """A tag in a shell: its file and line."""

    file: str
    line: int
    prefix: str = ""

    def mistake(self, code: str, message: str, suggestion: str = "") -> Mistake:
        """Return a mistake in this tag."""
        return Mistake(f"{self.file}, line {self.line}", code, message, suggestion)


@dataclass(frozen=True, slots=True)
class _Around:
    """What is around a node: the files that include one another, the names in use, loops and depth."""

    files: tuple[str, ...]
    names: Mapping[str, Shape | None]
    loops: int = 0
    depth: int = 0


class TooManyMistakes(Exception):
    """A shell has too many mistakes or includes to check the rest of it."""


@dataclass(slots=True)
class ShellLinter:
    """Checks every file that a shell includes; `refused` are files that cannot be used, and why."""

    texts: Mapping[str, str]
    refused: Mapping[str, tuple[str, str, str]]
    jinja: HtmlSandbox
    mistakes: list[Mistake] = field(default_factory=list)
    remarks: list[Mistake] = field(default_factory=list)
    used_fields: set[tuple[str, ...]] = field(default_factory=set)
    _includes: int = 0

    def check(self, shell: str) -> None:
        """Check the file `shell` and everything that it includes."""
        try:
            self._check_file(_Around((shell,), {**shell_shape(), "notes": _NOTES}))
        except TooManyMistakes:
            pass
        except RecursionError:
            message = "Tags are nested too deeply."
            self.mistakes.append(Mistake(shell, "tag-deep", message, "Make it simpler."))
        self.mistakes = list(dict.fromkeys(self.mistakes))
        self.remarks = list(dict.fromkeys(self.remarks))

    def _check_file(self, around: _Around) -> None:
        file = around.files[-1]
        tree = self._parse(file)
        extends = list(tree.find_all(nodes.Extends)) if tree is not None else []
        for second in extends[1:]:
            self._add(HtmlTag(file, second.lineno), "extends-twice", "A file can extend only one other file.")
        for node in tree.body if tree is not None else ():
            if extends and isinstance(node, nodes.Output):
                self._remark_unprinted(file, node)
            self._check_node(node, around)

    def _parse(self, file: str) -> nodes.Template | None:
        try:
            return self.jinja.tree(file)
        except TemplateSyntaxError as problem:
            message = f"A tag cannot be read: {(problem.message or '').rstrip('.')[:200]}."
            self._add(
                HtmlTag(file, problem.lineno), "tag-syntax", message, "Check its brackets and its end tag."
            )
        except RecursionError:
            message = "A tag has too many brackets or tags inside one another."
            self._add(HtmlTag(file, 1), "tag-deep", message, "Make it simpler.")
        return None

    def _check_node(self, node: nodes.Node, around: _Around) -> None:
        tag = HtmlTag(around.files[-1], node.lineno)
        if around.depth > DEEPEST_TAG:
            self._add(tag, "tag-deep", f"Tags can be nested at most {DEEPEST_TAG} deep.", "Make it simpler.")
            return
        match node:
            case nodes.Output():
                self._check_output(node, around)
            case nodes.For():
                self._check_loop(tag, node, around)
            case nodes.If():
                self._expressions(tag, around).shape_of(node.test)
                self._check_all((*node.body, *node.elif_, *node.else_), around)
            case nodes.Block():
                names = around.names if node.scoped else {**shell_shape(), "notes": _NOTES}
                self._check_all(node.body, _Around(around.files, names, around.loops, around.depth))
            case nodes.Include() | nodes.Extends():
                self._check_include(tag, node.template, around)
            case _:
                code, message = refusal_reason(node) or ("tag-unknown", "This tag is not allowed.")
                message = _FOR_PAGES.get(code, message)
                self._add(
                    tag, code, message, "A page can only print values, repeat text and test conditions."
                )

    def _check_all(self, inner: Iterable[nodes.Node], around: _Around) -> None:
        deeper = _Around(around.files, around.names, around.loops, around.depth + 1)
        for node in inner:
            self._check_node(node, deeper)

    def _check_output(self, output: nodes.Output, around: _Around) -> None:
        for node in output.nodes:
            if isinstance(node, nodes.TemplateData):
                continue
            checker = self._expressions(HtmlTag(around.files[-1], node.lineno), around)
            checker.check_printed(checker.shape_of(node))

    def _check_loop(self, tag: HtmlTag, loop: nodes.For, around: _Around) -> None:
        names = self._expressions(tag, around).loop_names(loop, shell_shape())
        loops = around.loops + 1
        if loops > DEEPEST_LOOP:
            self._add(tag, "loops-deep", f"Loops can be nested at most {DEEPEST_LOOP} deep.")
            return
        inside = _Around(around.files, {**around.names, **names}, loops, around.depth)
        self._check_all(loop.body, inside)
        self._check_all(loop.else_, around)

    def _check_include(self, tag: HtmlTag, name: nodes.Expr, around: _Around) -> None:
        self._includes += 1
        if self._includes > MOST_INCLUDES:
            message = f"Files are included more than {MOST_INCLUDES} times."
            self._add(tag, "include-many", message, "Include fewer files.")
            raise TooManyMistakes
        if not (isinstance(name, nodes.Const) and isinstance(name.value, str)):
            message = "The name of the file must be plain text in quotation marks."
            self._add(tag, "include-name", message, 'Write {% include "our-head.html" %}.')
            return
        file = name.value
        if file in around.files:
            ring = " → ".join((*around.files[around.files.index(file) :], file))
            message = f"These files include one another in a ring: {ring}."
            self._add(tag, "include-ring", message, "Remove one of these includes.")
        elif len(around.files) >= DEEPEST_INCLUDE:
            message = f"Files include one another more than {DEEPEST_INCLUDE} deep."
            self._add(tag, "include-deep", message, "Put them together in fewer files.")
        elif file in self.texts:
            names = {name: shape for name, shape in around.names.items() if name != "loop"}  # as Jinja does
            self._check_file(_Around((*around.files, file), names, around.loops, around.depth + 1))
        else:
            self._add_missing(tag, file)

    def _add_missing(self, tag: HtmlTag, file: str) -> None:
        quoted = file[:LONGEST_QUOTE]
        if file in self.refused:
            code, message, suggestion = self.refused[file]
            self._add(tag, code, f"“{quoted}” cannot be included. {message}", suggestion)
            return
        hint = did_you_mean(quoted, self.texts) or "Write its name exactly as it is in the folder."
        self._add(tag, "include-missing", f"“{quoted}” is not in the template’s folder.", hint)

    def _remark_unprinted(self, file: str, output: nodes.Output) -> None:
        """Remark on text beside the blocks of a file that extends another: it is never printed."""
        for node in output.nodes:
            typed = node.data if isinstance(node, nodes.TemplateData) else "{{ … }}"
            words = " ".join(typed.split())[:LONGEST_QUOTE]
            if words:
                line = node.lineno + typed[: len(typed) - len(typed.lstrip())].count("\n")
                message = f"“{words}” is outside the blocks, so no report prints it."
                self.remarks.append(HtmlTag(file, line).mistake("outside-blocks", message))

    def _expressions(self, tag: HtmlTag, around: _Around) -> ExpressionChecker:
        return ExpressionChecker(tag, Scope(around.names), self.mistakes, self.used_fields)

    def _add(self, tag: HtmlTag, code: str, message: str, suggestion: str = "") -> None:
        self.mistakes.append(tag.mistake(code, message, suggestion))
        if len(self.mistakes) >= MOST_MISTAKES:
            raise TooManyMistakes
