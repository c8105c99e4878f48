"""Ugly files of replies, each with its counts or the code of its problem."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]  # it ships no types

Counts = list[tuple[int, int, int]]
"""For each statement the number who agreed, disagreed and did not know."""


@dataclass(frozen=True, slots=True)
class Ugly:
    """One file: how it is written, and either its counts or the code of its problem."""

    write: Callable[[Path], object]
    replies: int = 0
    counts: Counts | None = None
    code: str = ""
    place: tuple[int, str] = (0, "")


def text(content: str | bytes, encoding: str = "utf-8") -> Callable[[Path], object]:
    raw = content if isinstance(content, bytes) else content.encode(encoding)
    return lambda path: path.write_bytes(raw)


def workbook(
    path: Path, rows: list[list[object]], merged: str = "", hidden: list[list[object]] | None = None
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    if hidden is not None:
        other = book.create_sheet("Old", 0)
        for row in hidden:
            other.append(row)
        other.sheet_state = "hidden"
    book.save(path)


LONG = "We meet,What is hard?\n" + "Agree,So it goes\nDisagree,Nothing\nDon't know,\n" * 700
COUNTED = {
    "quotes and line breaks.csv": Ugly(
        text(
            '"We ""meet"", often","What is hard?"\r\nAgree,"Time,\n""people""\n\nand = rooms"\r\n'
            'Disagree,"\'"\r\n'
        ),
        2,
        [(1, 1, 0)],
    ),
    "titles.csv": Ugly(
        text("Our survey,\n,\nWe meet,We talk\nAgree,Agree\nDisagree,Agree\n"), 2, [(1, 1, 0), (2, 0, 0)]
    ),
    "merged title.xlsx": Ugly(
        partial(
            workbook, rows=[["Our survey"], ["We meet", "We talk"], ["Agree", "Disagree"]], merged="A1:B1"
        ),
        1,
        [(1, 0, 0), (0, 1, 0)],
    ),
    "empty columns.csv": Ugly(
        text(",We meet,,,We talk,\n,Agree,,,Agree,\n,Disagree,,,,\n"), 2, [(1, 1, 0), (1, 0, 0)]
    ),
    "empty rows.csv": Ugly(
        text("We meet,We talk\nAgree,Agree\n,\n\nWe meet,We talk\nDisagree,Agree\n,\n"),
        2,
        [(1, 1, 0), (2, 0, 0)],
    ),
    "two encodings.csv": Ugly(
        text("Café life,Why?\nAgree,thé\n".encode() + "Disagree,naïve\n".encode("cp1252")), 2, [(1, 1, 0)]
    ),
    "utf-16.csv": Ugly(text("We meet\tWhy?\nAgree\tCafé\nAgree\tThé\n", "utf-16"), 2, [(2, 0, 0)]),
    "utf-8 with a mark.csv": Ugly(
        text("We meet;Why?\nAgree;Café\nDisagree;Thé\n", "utf-8-sig"), 2, [(1, 1, 0)]
    ),
    "windows.csv": Ugly(
        text("sep=;\r\nWe meet;Why?\r\nDon’t know;Café\r\nAgree;–\r\n", "cp1252"), 2, [(1, 0, 1)]
    ),
    "one reply.csv": Ugly(text("We meet,We talk\nAgree,Don't know\n"), 1, [(1, 0, 0), (0, 0, 1)]),
    "many replies.csv": Ugly(text(LONG), 2_100, [(700, 700, 700)]),
    "words in all shapes.csv": Ugly(
        text("We meet\n4 - Strongly agree\nAGREE\nagree \n1 - strongly disagree\n"), 4, [(3, 1, 0)]
    ),
    "dates as text.csv": Ugly(
        text("Begun,We meet\n01/06/2016 10:00,Agree\n2 June 2016,Disagree\n2016-06-03,Agree\n"),
        3,
        [(2, 1, 0)],
    ),
    "hidden sheet.xlsx": Ugly(
        partial(workbook, rows=[["We meet"], ["Agree"], ["Agree"]], hidden=[["We meet"], ["Disagree"]]),
        2,
        [(2, 0, 0)],
    ),
}
"""Files that are imported as they are."""
ASKED = {
    "headings twice.csv": Ugly(
        text("We meet,We meet\nAgree,Disagree\nAgree,Don't know\n"), code="same-twice", place=(0, "B")
    ),
    "unknown word.csv": Ugly(
        text("We meet,We talk\nAgree,Agree\nAgree,Hm\n"), code="word-not-read", place=(3, "B")
    ),
    "unknown language.csv": Ugly(text("We meet\n" + "Cytuno\nAnghytuno\n" * 3), code="nothing-taken"),
    "numbers.csv": Ugly(text("We meet\n1\n5\n5\n"), code="nothing-taken"),
    "long row.csv": Ugly(
        text("We meet,We talk\nAgree,Agree\nAgree,Agree,Agree\n"), code="row-too-long", place=(3, "")
    ),
    "nobody.csv": Ugly(text("We meet,We talk\n"), code="no-replies", place=(1, "")),
    "nothing.csv": Ugly(text(""), code="no-headings"),
}
"""Files with a question to answer before they are imported."""
REFUSED = {
    "not closed.csv": Ugly(text('We meet,Why?\nAgree,"open\nAgree,so\n'), code="replies-quotes"),
    "picture.csv": Ugly(text(b"\x89PNG\x00\x00\x01"), code="replies-not-text"),
    "unknown encoding.csv": Ugly(text(b"We meet\n\x81\x8d\n"), code="replies-encoding"),
    "damaged.xlsx": Ugly(text(b"PK\x03\x04nothing"), code="workbook-damaged"),
    "formula.xlsx": Ugly(
        partial(workbook, rows=[["We meet", "We talk"], ["Agree", "=A2"]]), code="replies-formula"
    ),
}
"""Files that cannot be read."""
