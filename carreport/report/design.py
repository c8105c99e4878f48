"""The design of every report: colours, fonts, font sizes and line widths.

Word, HTML and PDF all read this module, and so do the charts. After a change here, run
`python -m templates.build_word_shells`: the supplied Word templates are files that contain these
values as styles. docs/templates.md says how a programme gives its own templates another design.

Spacing is not here. Word, CSS and Typst add line height to it in different ways, so each output
spaces its own blocks.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours used in a report, named by purpose."""

    ink: str
    """Text."""
    muted: str
    """Secondary text: labels, credits, notes, page numbers."""
    accent: str
    """Headings, links, bullets, table rules and callout labels."""
    callout: str
    """The background of a callout."""
    callout_bar: str
    """The bar on the left of a callout."""
    hairline: str
    """Thin lines between rows, and the bar beside a quotation."""
    writing_line: str
    """Lines to write on by hand."""
    border: str
    """On a web page, the border of cells to fill in; contrast with the sheet is at least 3:1."""
    sheet: str
    """The background behind the text."""
    paper: str
    """On a web page, the background around the sheet."""


@dataclass(frozen=True, slots=True)
class ChartLook:
    """Values used only in charts: bar fills other than “agree”, and font sizes in CSS pixels.

    “Agree” bars use the accent colour. The fills differ in lightness, so a chart is still readable in
    greyscale.
    """

    neutral: str = "#D3D8DC"
    disagree: str = "#DDA872"
    apart: str = "#F4F1EA"
    on_middle: str = "#000000"
    """Text on fills of middle lightness, where neither white nor ink can be read."""
    title: float = 15.5
    statement: float = 14
    figure: float = 13


@dataclass(frozen=True, slots=True)
class Sizes:
    """Font sizes in points. On a web page, 12 points become 1 rem, the size set in the reader's browser."""

    body: float = 12
    lead: float = 14
    small: float = 10.5
    """Notes below tables, picture credits, speakers below quotations, callout labels."""
    footnote: float = 10.5
    running: float = 10
    """Page headers and footers."""
    title: float = 28
    short_title: float = 22
    """The title of a PDF or web page without a title page."""
    subtitle: float = 16
    author: float = 13
    heading_1: float = 20
    heading_2: float = 15
    heading_3: float = 13
    heading_4: float = 12
    contents: float = 12
    callout: float = 13
    callout_first: float = 14
    """The first paragraph under a callout's label, in a PDF and on a web page."""
    caption: float = 11
    table: float = 11
    small_table: float = 9.5
    """Tables with many columns that would not fit otherwise."""

    @property
    def largest_heading(self) -> float:
        """The largest heading size, section headings included."""
        return max(self.heading_1, self.heading_2, self.heading_3, self.heading_4)

    def scaled(self, factor: float, smallest: float = 0, **fixed: float) -> Sizes:
        """Return these sizes multiplied by `factor` and rounded to half a point, except those in `fixed`.

        No size becomes smaller than `smallest`.
        """
        scaled = {size.name: round(getattr(self, size.name) * factor * 2) / 2 for size in fields(self)}
        return Sizes(**{name: max(size, smallest) for name, size in {**scaled, **fixed}.items()})


SMALLEST = 10.5
"""The smallest type on a sheet, in points: smaller type cannot be read by many people."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Line widths in points; only the callout bar also applies to web pages."""

    hairline: float = 0.5
    rule: float = 1
    """The rules above and below a table, and under its header row."""
    quotation: float = 2.25
    callout: float = 4.5
    title: float = 6


@dataclass(frozen=True, slots=True)
class Design:
    """The design that Word, HTML and PDF share."""

    font: str = "Arial"
    """The font of Word files and web pages."""
    shipped_font: str = "Liberation Sans"
    """The font of PDFs, from resources/fonts. It has the same metrics as Arial."""
    light: Palette = field(
        default_factory=lambda: Palette(
            ink="#1C2530",
            muted="#55606C",
            accent="#0B5F66",
            callout="#E4EFEE",
            callout_bar="#0B5F66",
            hairline="#DDD9D0",
            writing_line="#A8B0B8",
            border="#7E8893",
            sheet="#FFFFFF",
            paper="#F6F5F1",
        )
    )
    dark: Palette = field(
        default_factory=lambda: Palette(
            ink="#E7EBEE",
            muted="#A7B2BB",
            accent="#6FD0CB",
            callout="#20383A",
            callout_bar="#6FD0CB",
            hairline="#2F3940",
            writing_line="#7F8B95",
            border="#7F8B95",
            sheet="#1B2227",
            paper="#14191D",
        )
    )
    """The colours for a web page in dark mode."""
    chart: ChartLook = field(default_factory=ChartLook)
    sizes: Sizes = field(default_factory=Sizes)
    lines: Lines = field(default_factory=Lines)
    rem: float = 12
    """The font size in points that becomes 1 rem on a web page."""

    @property
    def for_one_page(self) -> Design:
        """The design for a sheet: smaller type, to fit on one page. Body text on web pages is still 1 rem."""
        sizes = self.sizes.scaled(0.9, SMALLEST, title=20, heading_1=16, callout=13, callout_first=13)
        return replace(self, sizes=sizes, rem=sizes.body)

    @property
    def for_a_wall(self) -> Design:
        """The design for a landscape sheet, with large type in tables, to be read from a distance."""
        sizes = self.sizes.scaled(1.2, title=26, short_title=26, heading_1=15, caption=17, table=14)
        return replace(self, sizes=sizes)

    def font_family(self, quote: str = '"') -> str:
        """Return the font family for CSS and SVG."""
        return f"{self.font}, {quote}{self.shipped_font}{quote}, Helvetica, sans-serif"

    def values(self) -> dict[str, Any]:
        """Return the light colours, sizes and line widths by hyphenated name, for the PDF template."""
        return {
            "colours": named_values(self.light),
            "sizes": named_values(self.sizes),
            "lines": named_values(self.lines),
        }


DESIGN = Design()
"""The report design. Always read it as `design.DESIGN`, so that tests can replace it."""


class Layout(Protocol):
    """The properties of a report template that the design depends on."""

    @property
    def is_sheet(self) -> bool:
        """Whether the report has a short title and no table of contents."""

    @property
    def is_landscape(self) -> bool:
        """Whether the pages are landscape."""


def design_for(layout: Layout) -> Design:
    """Return the design for a report with this layout."""
    if not layout.is_sheet:
        return DESIGN
    return DESIGN.for_a_wall if layout.is_landscape else DESIGN.for_one_page


def named_values(group: Palette | Sizes | Lines) -> dict[str, Any]:
    """Return the fields of `group` by hyphenated name, for CSS and Typst."""
    return {value.name.replace("_", "-"): getattr(group, value.name) for value in fields(group)}


def contrast_ratio(first: str, second: str) -> float:
    """Return the WCAG contrast ratio between two colours, from 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix_colours(dark: str, light: str, share: float) -> str:
    """Return a colour between two colours; `share` is the share of the light one."""
    pairs = zip(_channels(dark), _channels(light), strict=True)
    return "#" + "".join(f"{round(one + (other - one) * share):02X}" for one, other in pairs)


def _luminance(colour: str) -> float:
    parts = (channel / 255 for channel in _channels(colour))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    """Return the red, green and blue of a colour such as “1F5C57” or “#1F5C57”, from 0 to 255."""
    digits = colour.removeprefix("#")
    return (int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16))
