"""Compile a report to PDF/UA-1; the only module that uses Typst.

It runs in a separate process (`carreport.report.pdf.typst_process`). Typst can read only the fonts
and one folder with the pictures of the report. Fonts of the computer are used only for characters
that the bundled fonts do not have, so a report looks the same everywhere.
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
"""Fonts of Windows, macOS and Linux for other scripts; any other font comes after these."""
MISSING_GLYPH = "\u25a1"
"""Replaces a character that no font has; the bundled fonts have this one."""
_PROBE = b"""#set document(title: "Letters")
#set text(font: sys.inputs.fonts.split(","))
#for letter in sys.inputs.letters.split("\\n") { par(letter) }
"""
_BASE = "a"
"""The base letter with which a combining mark is tested."""
_NEVER_SEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))


@dataclass(frozen=True, slots=True)
class PdfResult:
    """A finished PDF, and the characters replaced by a box because no font has them."""

    pdf: bytes
    missing_characters: str = ""


@dataclass(frozen=True, slots=True)
class _Compiler:
    """A compiler and its font families in order of preference."""

    compiler: typst.Compiler
    families: Sequence[str]


@dataclass(slots=True)
class TypstCompiler:
    """Compiles reports with one template and one folder of fonts; later reports take less time.

    `folder` has the pictures of a report; files outside it cannot be read.
    """

    template: bytes
    fonts: Path
    folder: Path
    tools: dict[bool, _Compiler] = field(default_factory=dict)
    """The compiler with the bundled fonts only (False) and the one with all fonts (True), once used."""
    _available: dict[bool, set[str]] = field(default_factory=lambda: {False: set(), True: set()})
    _missing: dict[bool, set[str]] = field(default_factory=lambda: {False: set(), True: set()})

    def render(self, text: str) -> PdfResult:
        """Return the report, given as JSON, as PDF; raise `ValueError` with Typst's error message."""
        letters = set(text)
        foreign = self._missing_characters(letters, system=False)
        missing = self._missing_characters(foreign, system=True) if foreign else set()
        if missing:
            text = text.translate(dict.fromkeys(map(ord, missing), MISSING_GLYPH))
        pdf = self._compile(self.template, {"report": text}, system=foreign != missing)
        return PdfResult(pdf, "".join(sorted(missing)))

    def _missing_characters(self, letters: set[str], *, system: bool) -> set[str]:
        """Return the `letters` that no font has; each letter is tested only once."""
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
        """Return the letters that no font has, by bisection."""
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
