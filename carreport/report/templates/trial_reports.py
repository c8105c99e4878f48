"""Reports to try a new template with: a full one, an empty one, and one with unusual text."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace

from carreport.form.richtext import Span
from carreport.report.model import (
    Block,
    BlockQuote,
    Callout,
    Chart,
    CrossReference,
    FactList,
    Figure,
    Footnote,
    FootnoteReference,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    PictureFile,
    Report,
    ReportSection,
    Table,
    TitleBlock,
    inline_text,
)

_SECTIONS = 4


def trial_reports() -> dict[str, Report]:
    """Return the reports by their labels."""
    return {
        "full trial report": full_report(),
        "empty trial report": empty_report(),
        "trial report with unusual text": odd_report(),
    }


def odd_report() -> Report:
    """Return a report whose title and headings would break a template that prints them carelessly."""
    return replace(
        full_report(),
        title=TitleBlock(
            kind="a onclick=b() c", title="</title></style></p><h1 onclick=c()> & {{ 7 * 7 }} {% raw %}",
            subtitle="\u202eمرحبا\u202c 👩🏽‍🏫 e\u0301", author="'\" onfocus='d()", affiliation="x" * 500,
            coproducers="line\nbreak  two  blanks", series="javascript:e()",
            date="about 2026; } * { display: none",
        ),
        sections=(_section(0, "<script>f()</script> \\ %s ${g}"),),
        footnotes=full_report().footnotes[:1],
    )  # fmt: skip


def empty_report() -> Report:
    """Return a report with only a title, as from an inquiry without answers."""
    return Report(TitleBlock(title="Report"), ())


def full_report() -> Report:
    """Return a report with every field of the title block and almost every kind of block."""
    sections = [_section(number, "& more") for number in range(_SECTIONS)]
    return Report(
        title=TitleBlock(
            kind="Kind & kind", title="A title <of> “words” & {{ more }}", subtitle="Subtitle",
            author="Morag Sinclair and Ewan Baird", affiliation="Analyst, a council", coproducers="The group",
            series="Series", date="21 November 2026",
        ),
        sections=tuple(sections),
        footnotes=tuple(
            Footnote(number, inline_text(f"Note {number} & more")) for number in range(1, _SECTIONS + 1)
        ),
        pictures={"picture": PictureFile(_DOT, "image/png", 40, 30)},
    )  # fmt: skip


def _section(number: int, more: str) -> ReportSection:
    numbered = number > 0
    heading = f"Section {number} {more}"
    body: list[Block] = [Paragraph(inline_text(f"Opening words of {heading}, and what follows."))]
    body += _blocks(number)
    return ReportSection(f"section-{number}", str(number) if numbered else "", heading, tuple(body))


def _blocks(number: int) -> Iterator[Block]:
    table, figure, chart = (f"{kind}-{number}" for kind in ("table", "figure", "chart"))
    yield Paragraph(
        (
            Span("Strong", strong=True), Span(" and slanted", emphasis=True), FootnoteReference(number + 1),
            Span("a page", link="https://example.org/a?b=c&d=e"),
            CrossReference(table, f"Table {number + 1}"),
        )
    )  # fmt: skip
    yield Heading(2, f"{number}.1", f"A heading in section {number}", f"heading-{number}")
    yield from (Paragraph(inline_text(f"{style} {number}"), style) for style in ("lead", "label", "small"))
    yield ListBlock(tuple(ListItem(inline_text(f"Entry {at}"), at % 3, is_ordered=at > 2) for at in range(6)))
    yield BlockQuote((inline_text("Said so"), inline_text("and so")), "Respondent 3")
    yield Callout((inline_text("How can we?"),), "Our question")
    yield FactList((("Place", inline_text("Glen Ard")), ("Dates", inline_text("May to June"))))
    rows = ((inline_text("a) Statement"), inline_text("15")), (inline_text("b)"), ()))
    yield Table(table, number + 1, f"Replies {number}", ("Said", "n"), rows, (False, True), note="A note.")
    yield Heading(3, "", "A small heading", f"small-{number}", is_numbered=False)
    yield Figure(figure, 2 * number + 1, f"The wall {number}", "picture", "A paper wall", credit="The group")
    yield Chart(chart, 2 * number + 2, f"Agreement {number}", _SVG, _DOT, "Most people agreed", 60, 20)
    yield Paragraph(inline_text("نص من اليمين"))


_SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"/>'


def _png() -> bytes:
    """Return a PNG with a single white pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content).to_bytes(4, "big")
        return len(content).to_bytes(4, "big") + kind + content + check

    head = (1).to_bytes(4, "big") * 2 + b"\x08\x00\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0\xff"))
        + chunk(b"IEND", b"")
    )


_DOT = _png()
