"""docs/templates.md teaches every presentation and every word that it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from carreport.report.presentations import PRESENTATIONS
from carreport.report.template_file import PART_KEYS, SECTION_KEYS, TEMPLATE_KEYS, WITHHOLD_KEYS

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PRESENTATIONS)
def test_every_presentation_and_its_settings_are_taught(name: str) -> None:
    assert f"| `{name}` |" in PAGE
    for setting in PRESENTATIONS[name].settings:
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{setting}` |"))
        assert f"`{name}`" in row


@pytest.mark.parametrize(
    "key", sorted({*TEMPLATE_KEYS, *SECTION_KEYS, *PART_KEYS, *WITHHOLD_KEYS} - {"part"})
)
def test_every_word_of_the_file_is_taught(key: str) -> None:
    assert f"{key} = " in PAGE or f".{key}]" in PAGE
