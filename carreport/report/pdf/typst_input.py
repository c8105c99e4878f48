"""A report as plain values for `resources/pdf/report.typ`.

All values are JSON, so Typst never interprets answers as markup. Pictures are passed as files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from carreport.language.language_tags import primary_language
from carreport.language.messages import gettext, words_in
from carreport.report.design import Layout as DesignLayout
from carreport.report.design import design_for
from carreport.report.model import ListBlock, Report
from carreport.report.pdf.pdf_blocks import PageArea, TypstBlockEmitter
from carreport.report.pdf.pdf_inline import (
    TypstInlineEmitter,
    direction_mark,
    mark_breaks,
    remove_direction_overrides,
)
from carreport.report.templates.shell_context import shell_words

_MILLIMETRE = 72 / 25.4
_LONG_SIDE, _SHORT_SIDE = 297 * _MILLIMETRE, 210 * _MILLIMETRE
_LONGEST_HEAD = 88
_ABOVE_CONTENTS = 44.0
_CONTENTS_LOOKS = (
    (0.0, 11.0, 5.0),
    (0.5, 11.0, 5.0),
    (1.0, 9.0, 3.5),
    (1.0, 7.0, 2.5),
    (1.5, 7.0, 2.4),
    (1.5, 5.5, 1.8),
)
"""Contents layouts: the reduction in font size, and the space above sections and above headings."""
_COLUMN_OF_NUMBERS, _LETTER_OF_NUMBER = 10.0, 6.6


class PageLayout(DesignLayout, Protocol):
    """The properties of a report template that decide the page layout of a PDF."""

    @property
    def follows_form(self) -> bool:
        """Whether the report follows the form; the contents then list only sections."""


@dataclass(frozen=True, slots=True)
class TypstInput:
    """The input for Typst: the values as JSON, and the picture files by name."""

    json: str
    files: Mapping[str, bytes]


def typst_input(report: Report, layout: PageLayout) -> TypstInput:
    """Return `report` as input for Typst, laid out on pages as `layout` says."""
    with words_in(report.language):
        return _input(report, layout)


def _input(report: Report, layout: PageLayout) -> TypstInput:
    page, look = _page(layout), design_for(layout)
    width = page["width"] - page["left"] - page["right"]
    room = PageArea(
        text_width=width,
        table_width=page["width"] - page["left"] - page["outer"],
        text_height=page["height"] - page["top"] - page["bottom"],
        is_dense=layout.is_sheet and not layout.is_landscape,
        is_poster=layout.is_sheet and layout.is_landscape,
        look=look,
    )
    deepest = 1 if layout.follows_form else 2
    blocks = TypstBlockEmitter(
        TypstInlineEmitter(frozenset(_anchors(report))), room, report.pictures, {}, deepest
    )
    cover = not (layout.is_sheet or layout.follows_form)
    first = next((at for at, section in enumerate(report.sections) if section.number), 0)
    values = {
        **_head(report, room),
        "look": look.values(),
        "page": page,
        "cover": cover,
        "dense": room.is_dense,
        "on-wall": room.is_poster,
        "contents": not layout.is_sheet and bool(report.sections),
        "contents-depth": deepest,
        "contents-column": _number_column(report, deepest),
        "contents-look": _contents_style(report, deepest, page, look.sizes.contents),
        "front": [blocks.section(section, listed=False) for section in report.sections[:first]],
        "sections": [blocks.section(section, listed=True) for section in report.sections[first:]],
        "notes": {
            str(note.number): blocks.inline.words(note.text, width, look.sizes.footnote)
            for note in report.footnotes
        },
    }
    return TypstInput(json.dumps(values, ensure_ascii=False), blocks.files)


def _head(report: Report, room: PageArea) -> dict[str, Any]:
    """Return the title page and the file's metadata."""
    title = report.title
    lines = {name: getattr(title, name) for name in title.__slots__}
    lines["author"] = title.author and gettext("Written by {authors}", authors=title.author)
    lines["coproducers"] = title.coproducers and gettext("Co-produced by {names}", names=title.coproducers)
    language, _, region = report.language.partition("-")
    made_on = report.made_on
    document_title = remove_direction_overrides(title.title or title.kind or gettext("Report"))
    return {
        "title": {
            name: mark_breaks(words, room.text_width - 30, room.sizes.title) for name, words in lines.items()
        },
        "title-turned": direction_mark(title.title),
        "subtitle-turned": direction_mark(title.subtitle),
        "document-title": document_title,
        "running": _shortened(document_title),
        "words": shell_words(),
        "other-languages": _languages(report),
        "language": language,
        "region": region if len(region) == 2 else None,
        "day": [made_on.year, made_on.month, made_on.day] if made_on else None,
    }


def _languages(report: Report) -> dict[str, str]:
    """Return the language of each text that is in another one than the words of the report."""
    return {
        remove_direction_overrides(text): primary_language(language)
        for text, language in report.text_languages.items()
    }


def _page(layout: PageLayout) -> dict[str, float]:
    """Return page size and margins in points; portrait reports have 14.8 cm (75 characters) of text."""
    wide = layout.is_landscape
    margins = {"left": 28, "right": 34, "top": 28, "bottom": 26, "outer": 15}
    if wide or layout.is_sheet:
        margins = {"left": 22, "right": 22, "top": 22, "bottom": 20, "outer": 22}
    sides = {name: length * _MILLIMETRE for name, length in margins.items()}
    width, height = (_LONG_SIDE, _SHORT_SIDE) if wide else (_SHORT_SIDE, _LONG_SIDE)
    return {"width": width, "height": height, **sides}


def _anchors(report: Report) -> Iterator[str]:
    """Yield the anchors that a cross-reference in the report can point to."""
    for section in report.sections:
        yield section.anchor
        for block in section.body:
            if isinstance(block, ListBlock):
                yield from (entry.anchor for entry in block.items if entry.anchor)
            elif anchor := getattr(block, "anchor", ""):
                yield anchor


def _number_column(report: Report, deepest: int) -> float:
    """Return the width of the number column in the contents, in points."""
    longest = max((len(entry.number) for entry in report.contents(deepest)), default=0)
    return _COLUMN_OF_NUMBERS + _LETTER_OF_NUMBER * longest


def _contents_style(
    report: Report, deepest: int, page: Mapping[str, float], largest: float
) -> tuple[float, float, float]:
    """Return the font size and spacing for the contents: the largest that fits on one page, if any does."""
    tall = page["height"] - page["top"] - page["bottom"] - _ABOVE_CONTENTS
    levels = [entry.level for entry in report.contents(deepest) if entry.number]
    for less, above, between in _CONTENTS_LOOKS:
        size = largest - less
        if sum(size + (above if level == 1 else between) for level in levels) <= tall:
            return size, above, between
    return largest, *_CONTENTS_LOOKS[0][1:]


def _shortened(title: str) -> str:
    """Return the title on one line, shortened to fit the page header."""
    line = " ".join(title.split())
    return line if len(line) <= _LONGEST_HEAD else f"{line[:_LONGEST_HEAD].rstrip()}…"
