"""Say every mistake in the tags of a Word template at once, with its place and what was perhaps meant."""

from __future__ import annotations

from dataclasses import dataclass, field

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from carreport.errors import Mistake
from carreport.report.templates.loader import did_you_mean
from carreport.report.templates.shell_context import FLAG, NUMBER, Shape, shell_shape
from carreport.report.word.shell.word_sandbox import DEEPEST_LOOP, WordSandbox
from carreport.report.word.untrusted.expressions import ExpressionChecker, Scope
from carreport.report.word.untrusted.tags import TemplateTag

_ENDS = {"endfor": "for", "endif": "if"}
_MIDDLES = ("else", "elif")
_STATEMENTS = ("for", "if", "elif", "else", "endfor", "endif")
_BODY = ("sections", "body")


@dataclass(slots=True)
class _OpenStatement:
    """A loop or a condition that has begun: its tag, and the name that the loop gives to an entry."""

    keyword: str
    tag: TemplateTag
    names: dict[str, Shape | None] = field(default_factory=dict)
    had_else: bool = False


class TagLinter:
    """Reads the tags of one template in their order and gathers what is wrong with them."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = mistakes
        self.printed: set[tuple[str, ...]] = set()
        self._jinja = WordSandbox()
        self._fields = shell_shape()
        self._open: list[_OpenStatement] = []
        self._part = ""

    def check_tags(self, tags: list[TemplateTag]) -> None:
        """Judge all tags, and what is left open or never printed."""
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
            said = "Nothing prints the sections, so a report would be empty."
            self.mistakes.append(Mistake("document", "no-sections", said, _HOW_TO_PRINT))

    def _close_part(self) -> None:
        for each in self._open:
            said = f"This {_NAMES[each.keyword]} is never ended."
            self._add(each.tag, "block-open", said, f"Add {_end_tag(each)}.")
        self._open.clear()

    def _scope(self) -> Scope:
        names: dict[str, Shape | None] = dict(self._fields)
        for each in self._open:
            names.update(each.names)
        return Scope(names)

    def _check_output(self, tag: TemplateTag) -> None:
        tree = self._parsed(tag, f"{{{{ {tag.inner} }}}}")
        if tree is None:
            return
        output = tree.body[0] if tree.body else None
        value = output.nodes[0] if isinstance(output, nodes.Output) and output.nodes else None
        if value is None:
            return
        judge = ExpressionChecker(tag, self._scope(), self.mistakes)
        shape = judge.shape_of(value)
        self.printed |= judge.used_fields
        judge.check_printed(shape)

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
        opened = _OpenStatement(word, tag)
        tree = self._parsed(tag, f"{{% {tag.inner} %}}{{% end{word} %}}")
        found = tree.body[0] if tree is not None and tree.body else None
        if isinstance(found, nodes.For):
            opened.names = self._loop(tag, found)
        elif isinstance(found, nodes.If):
            self._check_test(tag, found.test)
        elif tag.inner.startswith("for"):
            opened.names = dict.fromkeys((*tag.inner.split()[1:2], "loop"))
        self._open.append(opened)
        if sum(each.keyword == "for" for each in self._open) > DEEPEST_LOOP:
            self._add(tag, "loops-deep", f"More than {DEEPEST_LOOP} loops stand in each other.")

    def _loop(self, tag: TemplateTag, found: nodes.For) -> dict[str, Shape | None]:
        if found.recursive:
            self._add(tag, "tag-recursive", "A loop may not call itself.", "Leave “recursive” out.")
        judge = ExpressionChecker(tag, self._scope(), self.mistakes)
        each = judge.item_shape(found.iter)
        self.printed |= judge.used_fields
        if not isinstance(found.target, nodes.Name):
            self._add(tag, "loop-name", "A loop gives one name to each entry.", "Write {% for entry in … %}.")
            return {"loop": None}
        name = found.target.name
        if name in self._fields or name == "loop":
            said = f"“{name}” is the name of something else already."
            self._add(tag, "loop-name", said, "Choose another name for the entry.")
        names = {name: each, "loop": LOOP}
        if found.test is not None:
            scope = Scope({**self._scope().names, **names})
            ExpressionChecker(tag, scope, self.mistakes).shape_of(found.test)
        return names

    def _check_test(self, tag: TemplateTag, test: nodes.Node) -> None:
        ExpressionChecker(tag, self._scope(), self.mistakes).shape_of(test)

    def _check_else(self, tag: TemplateTag, word: str) -> None:
        if not self._open or (word == "elif" and self._open[-1].keyword != "if"):
            self._add(tag, "block-stray", f"“{word}” stands in no condition.", "Remove it, or add the if.")
            return
        around = self._open[-1]
        self._check_pair(tag, around)
        if around.had_else:
            self._add(tag, "block-stray", f"“{word}” comes after “else”.", "Put it before the else.")
        around.had_else = around.had_else or word == "else"
        if word == "elif":
            tree = self._parsed(tag, f"{{% if {tag.inner[4:]} %}}{{% endif %}}")
            found = tree.body[0] if tree is not None and tree.body else None
            if isinstance(found, nodes.If):
                self._check_test(tag, found.test)
        elif tag.inner != "else":
            self._add(
                tag, "tag-syntax", "“else” stands alone in its tag.", "Write elif for another condition."
            )

    def _close_statement(self, tag: TemplateTag, word: str) -> None:
        keyword = _ENDS[word]
        if not any(each.keyword == keyword for each in self._open):
            said = f"It ends a {_NAMES[keyword]} that never begins."
            self._add(tag, "block-stray", said, f"Remove it, or add the {keyword}.")
            return
        while self._open[-1].keyword != keyword:
            left = self._open.pop()
            said = f"This {_NAMES[left.keyword]} is not ended before {tag.source_text}."
            self._add(left.tag, "block-open", said, f"Add {_end_tag(left)} before it.")
        self._check_pair(tag, self._open.pop())

    def _check_pair(self, tag: TemplateTag, begun: _OpenStatement) -> None:
        """See that a tag stands where the one that began can meet it."""
        if tag.prefix != begun.tag.prefix:
            said = f"It belongs to {begun.tag.source_text}, which is written in another way."
            letters = f"{begun.tag.prefix or 'no letter'} after the bracket"
            self._add(tag, "block-prefix", said, f"Write both with {letters}.")
        elif tag.container is not begun.tag.container:
            said = f"It belongs to {begun.tag.source_text} ({begun.tag.place}), which stands elsewhere."
            remedy = (
                "Begin and end in the same paragraph, or write both with p, each in a paragraph of its own."
            )
            self._add(tag, "block-across", said, remedy)

    def _add_unknown_statement(self, tag: TemplateTag, word: str) -> None:
        code, said = _REFUSED.get(word, ("tag-unknown", f"“{word[:30]}” means nothing here."))
        hint = (
            did_you_mean(word, _STATEMENTS)
            or "A template can loop (for), choose (if) and print, and no more."
        )
        self._add(tag, code, said, hint)

    def _parsed(self, tag: TemplateTag, source: str) -> nodes.Template | None:
        try:
            return self._jinja.parse(source)
        except TemplateSyntaxError as problem:
            said = f"It cannot be read: {(problem.message or '').rstrip('.')}."
            self._add(tag, "tag-syntax", said, "Delete it and type it again.")
        except RecursionError:
            self._add(tag, "tag-deep", "It is nested too deeply.")
        return None

    def _add(self, tag: TemplateTag, code: str, said: str, suggestion: str = "") -> None:
        self.mistakes.append(tag.mistake(code, said, suggestion))


LOOP: Shape = {
    **dict.fromkeys(("index", "index0", "revindex", "revindex0", "length"), NUMBER),
    **dict.fromkeys(("first", "last"), FLAG),
}
_HOW_TO_PRINT = (
    "Write {%p for section in sections %}, {{p section.body }} and {%p endfor %}, "
    "each in a paragraph of its own."
)
_NAMES = {"for": "loop", "if": "condition"}
_REFUSED = {
    word: (code, said)
    for words, code, said in (
        ("import from include extends", "tag-import", "A template may not fetch another file."),
        ("macro call block endmacro endcall endblock", "tag-macro", "A template may not define anything."),
        ("set with do endset endwith", "tag-set", "A template may not give names to values."),
        ("raw filter autoescape endraw endfilter endautoescape", "tag-raw",
         "A template may not change how it is read."),
        ("colspan cellbg vm hm", "tag-cells", "A template may not join or colour cells by tags."),
    )
    for word in words.split()
}  # fmt: skip


def _end_tag(begun: _OpenStatement) -> str:
    return f"{{%{begun.tag.prefix} end{begun.keyword} %}}"


def lint_tags(tags: list[TemplateTag], mistakes: list[Mistake]) -> set[tuple[str, ...]]:
    """Add every mistake in `tags` to `mistakes`; return the fields that are printed, as paths."""
    linter = TagLinter(mistakes)
    linter.check_tags(tags)
    return linter.printed
