"""Turn the report design into CSS custom properties, which pages include as `design.css`."""

from __future__ import annotations

from collections.abc import Mapping

from carreport.report.design import Design, named_values

DESIGN_CSS = "design.css"


def design_css(look: Design) -> str:
    """Return a design as CSS custom properties for light mode, dark mode and print.

    Sizes are in rem on screens and in points in print.
    """
    sizes, light, white = named_values(look.sizes), named_values(look.light), look.light.sheet
    constants = {
        "chart-ground": white,
        "line-callout": f"{look.lines.callout:g}pt",
        "font": look.font_family(),
    }
    screen = {f"size-{name}": f"{points / look.rem:.4g}rem" for name, points in sizes.items()}
    paper = {f"size-{name}": f"{points:g}pt" for name, points in sizes.items()}
    return (
        _root("light dark", {**light, **constants, **screen})
        + f"@media (prefers-color-scheme: dark) {{\n{_root('dark', named_values(look.dark))}}}\n"
        + f"@media print {{\n{_root('light', {**light, 'paper': white, **paper})}}}\n"
    )


def _root(scheme: str, values: Mapping[str, str]) -> str:
    """Return a `:root` rule with this colour scheme and these custom properties."""
    declarations = "".join(f"  --{name}: {value};\n" for name, value in values.items())
    return f":root {{\n  color-scheme: {scheme};\n{declarations}}}\n"
