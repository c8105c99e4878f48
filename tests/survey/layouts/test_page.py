"""docs/survey-files.md has a row for each layout that is tried, and says where it was seen."""

from __future__ import annotations

import re
from pathlib import Path

from tests.survey.layouts.catalogue import LAYOUTS
from tests.survey.layouts.columns import NOT_SEEN

PAGE = Path(__file__).parents[3] / "docs" / "survey-files.md"


def rows() -> dict[tuple[str, str], list[str]]:
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")][1:]
    cells = [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]
    return {(row[0], row[1]): row[2:] for row in cells}


def test_the_page_and_the_layouts_name_the_same_downloads() -> None:
    assert list(rows()) == [(layout.tool, layout.download) for layout in LAYOUTS]


def test_the_page_says_where_each_layout_was_seen() -> None:
    for layout in LAYOUTS:
        seen = rows()[layout.tool, layout.download][-1]
        address = re.search(r"\((https://[^)]+)\)", seen)
        assert (address[1] if address else seen) == layout.seen


def test_what_is_refused_names_another_way_and_what_is_asked_is_said() -> None:
    for layout in LAYOUTS:
        _, asked, refused, _ = rows()[layout.tool, layout.download]
        assert layout.outcome != "refused" or refused != "–"
        assert layout.outcome != "asked" or asked != "–"
        assert layout.seen == NOT_SEEN or layout.seen.startswith("https://")
