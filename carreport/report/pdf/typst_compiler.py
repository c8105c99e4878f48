"""Compile a report to PDF/UA-1. This is the only module that uses Typst.

It runs in a separate process (`carreport.report.pdf.typst_process`). Typst can read only the fonts
and one folder, which holds the pictures in the report. System fonts are used only if the report has
characters that the bundled fonts lack, so reports look the same on every computer.
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
"""The bundled fonts, in resources/fonts."""
SYSTEM_FONTS = (
    "Segoe UI", "Segoe UI Symbol", "Segoe UI Emoji", "Nirmala UI", "Microsoft YaHei", "Yu Gothic",
    "Malgun Gothic", "Helvetica Neue", "PingFang SC", "Hiragino Sans", "Apple SD Gothic Neo",
    "Apple Symbols", "Apple Color Emoji", "Noto Sans", "Noto Sans CJK SC", "Noto Sans CJK JP",
    "Noto Color Emoji", "DejaVu Sans",
)  # fmt: skip
"""Windows, macOS and Linux fonts for other scripts, in order of preference, before any other font."""
MISSING_GLYPH = "\u25a1"
"""Replaces characters that are in no font; the bundled fonts have this box."""
_PROBE = b"""#set document(title: "Letters")
#set text(font: sys.inputs.fonts.split(","))
#for letter in sys.inputs.letters.split("\\n") { par(letter) }
"""
_BASE = "a"
"""The base letter placed before a combining mark to test it."""
_NEVER_SEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))


@dataclass(frozen=True, slots=True)
class PdfResult:
    """A finished PDF, and the characters replaced by boxes because no font has them."""

    pdf: bytes
    missing_characters: str = ""


@dataclass(frozen=True, slots=True)
class _Compiler:
    """A Typst compiler, with its font families in order of preference."""

    compiler: typst.Compiler
    families: Sequence[str]


@dataclass(slots=True)
class TypstCompiler:
    """Compiles reports with one Typst template and one fonts folder; later reports take less time.

    `folder` holds the pictures in a report; Typst cannot read files outside it.
    """

    template: bytes
    fonts: Path
    folder: Path
    tools: dict[bool, _Compiler] = field(default_factory=dict)
    """The compilers used so far: with the bundled fonts only (False) and with system fonts too (True)."""
    _available: dict[bool, set[str]] = field(default_factory=lambda: {False: set(), True: set()})
    _missing: dict[bool, set[str]] = field(default_factory=lambda: {False: set(), True: set()})

    def render(self, text: str) -> PdfResult:
        """Return `text`, a report as JSON, as a PDF; raise `ValueError` with Typst's message on failure."""
        letters = set(text)
        foreign = self._missing_characters(letters, system=False)
        missing = self._missing_characters(foreign, system=True) if foreign else set()
        if missing:
            text = text.translate(dict.fromkeys(map(ord, missing), MISSING_GLYPH))
        pdf = self._compile(self.template, {"report": text}, system=foreign != missing)
        return PdfResult(pdf, "".join(sorted(missing)))

    def _missing_characters(self, letters: set[str], *, system: bool) -> set[str]:
        """Return those of `letters` that no font has, testing each letter only once."""
        available, missing = self._available[system], self._missing[system]
        fresh = [
            letter
            for letter in letters - available - missing
            if unicodedata.category(letter) not in _NEVER_SEEN
        ]
        unavailable = self._find_missing(sorted(fresh), system=system)
        available |= set(fresh) - unavailable
        missing |= unavailable
        return letters & missing

    def _find_missing(self, letters: list[str], *, system: bool) -> set[str]:
        """Return those of `letters` that no font has, found by bisection."""
        if not letters or self._can_typeset(letters, system=system):
            return set()
        if len(letters) == 1:
            return set(letters)
        half = len(letters) // 2
        return self._find_missing(letters[:half], system=system) | self._find_missing(
            letters[half:], system=system
        )

    def _can_typeset(self, letters: list[str], *, system: bool) -> bool:
        samples = (_BASE + letter if unicodedata.category(letter)[0] == "M" else letter for letter in letters)
        try:
            self._compile(_PROBE, {"letters": "\n".join(samples)}, system=system)
        except ValueError:
            return False
        return True

    def _compile(self, source: bytes, inputs: dict[str, str], *, system: bool) -> bytes:
        import typst  # noqa: PLC0415 - large; only the worker process loads it

        tools = self.tools.get(system) or self.tools.setdefault(system, self._new_tools(system=system))
        sys_inputs = {**inputs, "fonts": ",".join(tools.families)}
        try:
            pdf = tools.compiler.compile(input=source, sys_inputs=sys_inputs, pdf_standards=STANDARD)
        except typst.TypstError as problem:
            raise ValueError(problem.message) from None
        if not isinstance(pdf, bytes):
            raise TypeError(pdf)
        return pdf

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
            compiler, [*BUNDLED_FONTS, *(family for family in SYSTEM_FONTS if system and family in there)]
        )
