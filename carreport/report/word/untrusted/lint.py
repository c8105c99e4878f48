"""List all mistakes in the tags of a Word template, with where they are and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from carreport.errors import Mistake, did_you_mean
from carreport.report.templates.expressions import ExpressionChecker, Scope
from carreport.report.templates.placeholders import Shape, shell_shape
from carreport.report.templates.shell_sandbox import DEEPEST_LOOP
from carreport.report.word.shell.word_sandbox import WordSandbox
from carreport.report.word.untrusted.tags import TemplateTag

_ENDS = {"endfor": "for", "endif": "if"}
_MIDDLES = ("else", "elif")
_STATEMENTS = ("for", "if", "elif", "else", "endfor", "endif")
_BODY = ("sections", "body")


@dataclass(slots=True)
class _OpenStatement:
    """A loop or condition whose end tag has not been reached: its start tag and the names it defines."""

    keyword: str
    tag: TemplateTag
    names: dict[str, Shape | None] = field(default_factory=dict)
    had_else: bool = False


class TagLinter:
    """Checks the tags in one template, in order, and collects the mistakes."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        self.printed: set[tuple[str, ...]] = set()
        self._jinja = WordSandbox()
        self._fields = shell_shape()
        self._open: list[_OpenStatement] = []
        self._part = ""

    def check_tags(self, tags: list[TemplateTag]) -> None:
        """Check all tags, including that each loop and condition ends and that the sections are printed."""
        for tag in tags:
            if tag.part != self._part:
                self._close_part()
                self._part = tag.part
            if tag.is_statement:
                self._check_statement(tag)
            else:
                self._check_output(tag)
        self._close_part()
        if _BODY not in self.printed:
            message = "No tag prints the sections, so reports would be empty."
            self.mistakes.append(Mistake("document", "no-sections", message, _HOW_TO_PRINT))

    def _close_part(self) -> None:
        for statement in self._open:
            message = f"This {_NAMES[statement.keyword]} has no end tag."
            self._add(statement.tag, "block-open", message, f"Add {_end_tag(statement)}.")
        self._open.clear()

    def _scope(self) -> Scope:
        names: dict[str, Shape | None] = dict(self._fields)
        for statement in self._open:
            names.update(statement.names)
        return Scope(names)

    def _check_output(self, tag: TemplateTag) -> None:
        tree = self._parsed(tag, f"{{{{ {tag.inner} }}}}")
        if tree is None:
            return
        output = tree.body[0] if tree.body else None
        value = output.nodes[0] if isinstance(output, nodes.Output) and output.nodes else None
        if value is None:
            return
        checker = ExpressionChecker(tag, self._scope(), self.mistakes)
        shape = checker.shape_of(value)
        self.printed |= checker.used_fields
        checker.check_printed(shape)

    def _check_statement(self, tag: TemplateTag) -> None:
        word = tag.inner.split()[0] if tag.inner.split() else ""
        if word in _ENDS:
            self._close_statement(tag, word)
        elif word in _MIDDLES:
            self._check_else(tag, word)
        elif word in ("for", "if"):
            self._open_statement(tag, word)
        elif word:
            self._add_unknown_statement(tag, word)

    def _open_statement(self, tag: TemplateTag, word: str) -> None:
        statement = _OpenStatement(word, tag)
        tree = self._parsed(tag, f"{{% {tag.inner} %}}{{% end{word} %}}")
        node = tree.body[0] if tree is not None and tree.body else None
        if isinstance(node, nodes.For):
            statement.names = self._loop(tag, node)
        elif isinstance(node, nodes.If):
            self._check_test(tag, node.test)
        elif tag.inner.startswith("for"):
            statement.names = dict.fromkeys((*tag.inner.split()[1:2], "loop"))
        self._open.append(statement)
        if sum(outer.keyword == "for" for outer in self._open) > DEEPEST_LOOP:
            self._add(tag, "loops-deep", f"Loops can be nested at most {DEEPEST_LOOP} deep.")

    def _loop(self, tag: TemplateTag, loop: nodes.For) -> dict[str, Shape | None]:
        checker = ExpressionChecker(tag, self._scope(), self.mistakes)
        names = checker.loop_names(loop, self._fields)
        self.printed |= checker.used_fields
        return names

    def _check_test(self, tag: TemplateTag, test: nodes.Node) -> None:
        ExpressionChecker(tag, self._scope(), self.mistakes).shape_of(test)

    def _check_else(self, tag: TemplateTag, word: str) -> None:
        if not self._open or (word == "elif" and self._open[-1].keyword != "if"):
            self._add(
                tag,
                "block-stray",
                f"“{word}” is outside a condition.",
                "Remove it, or add an if tag before it.",
            )
            return
        statement = self._open[-1]
        self._check_pair(tag, statement)
        if statement.had_else:
            self._add(tag, "block-stray", f"“{word}” comes after “else”.", "Move it before the else tag.")
        statement.had_else = statement.had_else or word == "else"
        if word == "elif":
            tree = self._parsed(tag, f"{{% if {tag.inner[4:]} %}}{{% endif %}}")
            node = tree.body[0] if tree is not None and tree.body else None
            if isinstance(node, nodes.If):
                self._check_test(tag, node.test)
        elif tag.inner != "else":
            self._add(
                tag,
                "tag-syntax",
                "“else” cannot have a condition.",
                "To test another condition, use “elif” instead of “else”.",
            )

    def _close_statement(self, tag: TemplateTag, word: str) -> None:
        keyword = _ENDS[word]
        if not any(statement.keyword == keyword for statement in self._open):
            message = f"This tag ends a {_NAMES[keyword]} that has no start tag."
            self._add(tag, "block-stray", message, f"Remove it, or add the {keyword} tag.")
            return
        while self._open[-1].keyword != keyword:
            inner = self._open.pop()
            message = f"This {_NAMES[inner.keyword]} has no end tag before {tag.source_text}."
            self._add(inner.tag, "block-open", message, f"Add {_end_tag(inner)} before it.")
        self._check_pair(tag, self._open.pop())

    def _check_pair(self, tag: TemplateTag, statement: _OpenStatement) -> None:
        """Check that an else or end tag has the same prefix and container as its start tag."""
        if tag.prefix != statement.tag.prefix:
            message = f"This tag does not match {statement.tag.source_text}."
            letters = f"{statement.tag.prefix or 'no letter'} after the bracket"
            self._add(tag, "block-prefix", message, f"Write both with {letters}.")
        elif tag.container is not statement.tag.container:
            start = statement.tag
            message = f"This tag belongs to {start.source_text}, which is somewhere else ({start.place})."
            remedy = "Put both in the same paragraph, or write both with p, each in a paragraph of its own."
            self._add(tag, "block-across", message, remedy)

    def _add_unknown_statement(self, tag: TemplateTag, word: str) -> None:
        code, message = _REFUSED.get(word, ("tag-unknown", f"There is no tag “{word[:30]}”."))

        hint = did_you_mean(word, _STATEMENTS) or f"The allowed tags are {', '.join(_STATEMENTS)}."
        self._add(tag, code, message, hint)

    def _parsed(self, tag: TemplateTag, source: str) -> nodes.Template | None:
        try:
            return self._jinja.parse(source)
        except TemplateSyntaxError as problem:
            message = f"This tag cannot be read: {(problem.message or '').rstrip('.')}."
            self._add(tag, "tag-syntax", message, "Delete it and type it again.")
        except RecursionError:
            self._add(
                tag, "tag-deep", "This tag has too many brackets inside one another.", "Make it simpler."
            )
        return None

    def _add(self, tag: TemplateTag, code: str, message: str, suggestion: str = "") -> None:
        self.mistakes.append(tag.mistake(code, message, suggestion))


_HOW_TO_PRINT = (
    "Write {%p for section in sections %}, {{p section.body }} and {%p endfor %}, "
    "each in a paragraph of its own."
)
_NAMES = {"for": "loop", "if": "condition"}
_REFUSED = {
    word: (code, message)
    for words, code, message in (
        ("import from include extends", "tag-import", "A template cannot include another file."),
        ("macro call block endmacro endcall endblock", "tag-macro",
         "A template cannot define macros or blocks."),
        ("set with do endset endwith", "tag-set", "A template cannot set variables."),
        ("raw filter autoescape endraw endfilter endautoescape", "tag-raw",
         "A template cannot change how its tags are read."),
        ("colspan cellbg vm hm", "tag-cells", "A template cannot merge or colour cells with tags."),
    )
    for word in words.split()
}  # fmt: skip


def _end_tag(statement: _OpenStatement) -> str:
    return f"{{%{statement.tag.prefix} end{statement.keyword} %}}"


def lint_tags(tags: list[TemplateTag], mistakes: list[Mistake]) -> set[tuple[str, ...]]:
    """Add all mistakes in `tags` to `mistakes`; return the paths of the printed fields."""
    linter = TagLinter(mistakes)
    linter.check_tags(tags)
    return linter.printed
