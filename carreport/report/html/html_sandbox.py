"""The Jinja sandbox for the shells of web pages, which can also include and extend other files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import FunctionLoader, nodes

from carreport.report.templates.shell_sandbox import ShellSandbox


class HtmlSandbox(ShellSandbox):
    """The Jinja environment for one shell and the files that it includes, given by name.

    Each line of text that a shell prints is marked with its file and line; `SourceMap` reads the marks.
    """

    more = (nodes.Extends, nodes.Block, nodes.Include)

    def __init__(self, files: Mapping[str, str], mark: str) -> None:
        loader = FunctionLoader(lambda name: (files[name], name, None) if name in files else None)
        super().__init__(loader, trim_blocks=True, lstrip_blocks=True)
        self._files = files
        self._trees: dict[str, nodes.Template] = {}
        self._mark = mark

    def tree(self, name: str) -> nodes.Template:
        """Return the parsed file `name`; raise `TemplateSyntaxError` if a tag in it cannot be read."""
        if name not in self._trees:
            self._trees[name] = self.parse(self._files[name], name)
        return self._trees[name]

    def compile(self, source: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401, ARG002 (Jinja's interface)
        """Compile a file whose text is marked; Jinja does so once for each."""
        name = str(kwargs.get("name") or args[0])
        tree, number = self.tree(name), list(self._files).index(name)
        for text in tree.find_all(nodes.TemplateData):
            text.data = self._marked(text.data, number, text.lineno)
        return super().compile(tree, *args, **kwargs)

    def _marked(self, text: str, file: int, first: int) -> str:
        return "\n".join(
            f"{self._mark}{file}:{line};{words}" for line, words in enumerate(text.split("\n"), first)
        )


@dataclass(frozen=True, slots=True)
class SourceMap:
    """A finished page, and for each of its lines the places in the shell that its text comes from."""

    page: str
    lines: tuple[tuple[tuple[str, str], ...], ...]
    """For each line of the page: places, such as “report.html.j2, line 3”, each with the text from there."""

    @classmethod
    def of(cls, marked: str, mark: str, names: list[str]) -> SourceMap:
        """Return the map of a page as the sandbox prints it."""
        pattern = re.compile(re.escape(mark) + r"(\d+):(\d+);")
        place = ""
        lines: list[tuple[tuple[str, str], ...]] = []
        for line in marked.split("\n"):
            first, *pieces = pattern.split(line)
            found = [(place, first)]
            for file, number, words in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
                place = f"{names[int(file)]}, line {number}"
                found.append((place, words))
            lines.append(tuple((where, words) for where, words in found if words))
        return cls("\n".join("".join(words for _, words in line) for line in lines), tuple(lines))

    def place_of(self, line: int, words: str = "") -> str:
        """Return the place in the shell of a line of the page, at its first piece that contains `words`."""
        for number in range(min(line, len(self.lines)) - 1, -1, -1):
            pieces = self.lines[number]
            for place, text in pieces:
                if place and words.casefold() in text.casefold():
                    return place
            if pieces and pieces[0][0]:
                return pieces[0][0]
        return ""


def file_of(place: str) -> str:
    """Return the file in a place, such as “report.html.j2, line 3”."""
    return place.rpartition(", line ")[0]
