"""Set a manuscript as PDF/UA-1; the only place that knows Typst.

It runs in a process of its own (`carreport.report.pdf.typst_process`), which sees one folder with
the pictures of the report and the fonts, and nothing else of the computer. The fonts that
ship with the program come first; those of the computer are asked only for letters that ours
do not have, so the same report looks the same everywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from carreport.report import design

if TYPE_CHECKING:
    import typst

STANDARD: Literal["ua-1"] = "ua-1"
BUNDLED_FONTS = (design.DESIGN.shipped_font, "Noto Sans Arabic", "Noto Sans Symbols2")
"""The fonts that ship, in resources/fonts."""
SYSTEM_FONTS = (
    "Segoe UI", "Segoe UI Symbol", "Segoe UI Emoji", "Nirmala UI", "Microsoft YaHei", "Yu Gothic",
    "Malgun Gothic", "Helvetica Neue", "PingFang SC", "Hiragino Sans", "Apple SD Gothic Neo",
    "Apple Symbols", "Apple Color Emoji", "Noto Sans", "Noto Sans CJK SC", "Noto Sans CJK JP",
    "Noto Color Emoji", "DejaVu Sans",
)  # fmt: skip
"""What Windows, macOS and Linux have for other scripts; any other font comes after these."""
MISSING_GLYPH = "\u25a1"
"""Stands for a letter that no font has; ours have this one."""
_PROBE = b"""#set document(title: "Letters")
#set text(font: sys.inputs.fonts.split(","))
#for letter in sys.inputs.letters.split("\\n") { par(letter) }
"""
_BASE = "a"
"""A mark that belongs to a letter is looked for on this one."""
_NEVER_SEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))


@dataclass(frozen=True, slots=True)
class PdfResult:
    """A finished PDF, and the letters for which a box stands because no font has them."""

    pdf: bytes
    missing_characters: str = ""


@dataclass(frozen=True, slots=True)
class _Compiler:
    """A compiler, and the families of fonts that it takes letters from, the best first."""

    compiler: typst.Compiler
    families: Sequence[str]


@dataclass(slots=True)
class TypstCompiler:
    """Sets manuscripts by one template with one folder of fonts; it gets quicker by the second.

    `folder` holds the pictures that a manuscript names; nothing outside it can be read.
    """

    template: bytes
    fonts: Path
    folder: Path
    tools: dict[bool, _Compiler] = field(default_factory=dict)
    """Those with our fonts alone, and, once it was needed, those with every font of the computer."""
    _available: dict[bool, set[str]] = field(default_factory=lambda: {False: set(), True: set()})
    _missing: dict[bool, set[str]] = field(default_factory=lambda: {False: set(), True: set()})

    def render(self, text: str) -> PdfResult:
        """Return the manuscript `text` as PDF; raise `ValueError` with what the compiler says."""
        letters = set(text)
        foreign = self._missing_characters(letters, system=False)
        unshown = self._missing_characters(foreign, system=True) if foreign else set()
        if unshown:
            text = text.translate(dict.fromkeys(map(ord, unshown), MISSING_GLYPH))
        pdf = self._compile(self.template, {"report": text}, system=foreign != unshown)
        return PdfResult(pdf, "".join(sorted(unshown)))

    def _missing_characters(self, letters: set[str], *, system: bool) -> set[str]:
        """Return those of `letters` that no font has; every letter is tried once only."""
        known, lacking = self._available[system], self._missing[system]
        fresh = [each for each in letters - known - lacking if unicodedata.category(each) not in _NEVER_SEEN]
        found = self._find_missing(sorted(fresh), system=system)
        known |= set(fresh) - found
        lacking |= found
        return letters & lacking

    def _find_missing(self, letters: list[str], *, system: bool) -> set[str]:
        """Return the letters that cannot be set, by halving until each is found."""
        if not letters or self._can_typeset(letters, system=system):
            return set()
        if len(letters) == 1:
            return set(letters)
        half = len(letters) // 2
        return self._find_missing(letters[:half], system=system) | self._find_missing(
            letters[half:], system=system
        )

    def _can_typeset(self, letters: list[str], *, system: bool) -> bool:
        shown = (_BASE + each if unicodedata.category(each)[0] == "M" else each for each in letters)
        try:
            self._compile(_PROBE, {"letters": "\n".join(shown)}, system=system)
        except ValueError:
            return False
        return True

    def _compile(self, source: bytes, inputs: dict[str, str], *, system: bool) -> bytes:
        import typst  # noqa: PLC0415 - large; only the process that sets a report loads it

        tools = self.tools.get(system) or self.tools.setdefault(system, self._new_tools(system=system))
        given = {**inputs, "fonts": ",".join(tools.families)}
        try:
            made = tools.compiler.compile(input=source, sys_inputs=given, pdf_standards=STANDARD)
        except typst.TypstError as problem:
            raise ValueError(problem.message) from None
        if not isinstance(made, bytes):
            raise TypeError(made)
        return made

    def _new_tools(self, *, system: bool) -> _Compiler:
        import typst  # noqa: PLC0415 - likewise

        fonts = typst.Fonts(
            include_system_fonts=system, include_embedded_fonts=False, font_paths=[str(self.fonts)]
        )
        nowhere = str(self.folder)
        compiler = typst.Compiler(
            root=nowhere, font_paths=fonts, package_path=nowhere, package_cache_path=nowhere
        )
        there = set(fonts.families())
        return _Compiler(
            compiler, [*BUNDLED_FONTS, *(each for each in SYSTEM_FONTS if system and each in there)]
        )
