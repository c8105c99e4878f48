"""What a text cites leads to the references, where the work stands once and has one number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from carreport.report.citations import find_citations
from carreport.report.model import CrossReference, ListBlock, Paragraph, plain_text

Make = Callable[..., Any]
FIELDS = """
[[section.field]]
id = "told"
kind = "text"
label = "Told"
[[section.field]]
id = "works"
kind = "list"
label = "Works"
""" + "".join(
    f'[[section.field.field]]\nid = "{each}"\nkind = "line"\nlabel = "{each}"\n'
    for each in ("author", "year", "title")
)
OUTLINE = """
[[section]]
heading = "Story"
[[section.part]]
show = "prose"
answer = "s.told"
[[section]]
heading = "References"
[[section.part]]
show = "references"
answer = "s.works"
"""
WORKS = [
    {"author": "Moor, B.", "year": "2013", "title": "On cold rooms"},
    {"author": "Field, A.", "year": "2014", "title": "On warm rooms"},
]


def test_a_citation_leads_to_its_reference(make: Make) -> None:
    made = make(FIELDS, {"told": "So it is (Field, 2014, p. 117), they say.", "works": WORKS}, OUTLINE)
    told = next(block for block in made.report.blocks() if isinstance(block, Paragraph))
    (way,) = [each for each in told.text if isinstance(each, CrossReference)]
    listed = next(block for block in made.report.blocks() if isinstance(block, ListBlock))
    entry = next(item for item in listed.items if item.anchor == way.anchor)
    assert (way.text, plain_text(entry.text)[:5]) == ("Field, 2014, p. 117", "Field")
    assert plain_text(told.text) == "So it is (Field, 2014, p. 117), they say."
    assert f'<a href="#{way.anchor}">Field, 2014, p. 117</a>' in made.html
    assert made.proof.missing == ()


def test_several_citations_in_one_bracket_lead_to_each(make: Make) -> None:
    made = make(FIELDS, {"told": "As known (Moor, 2013; Field, 2014).", "works": WORKS}, OUTLINE)
    told = next(block for block in made.report.blocks() if isinstance(block, Paragraph))
    assert [each.text for each in told.text if isinstance(each, CrossReference)] == [
        "Moor, 2013", "Field, 2014",
    ]  # fmt: skip


def test_what_is_not_listed_stays_as_it_was_written(make: Make) -> None:
    made = make(FIELDS, {"told": "So (Reid, 2010).", "works": WORKS}, OUTLINE)
    told = next(block for block in made.report.blocks() if isinstance(block, Paragraph))
    assert not any(isinstance(each, CrossReference) for each in told.text)


@pytest.mark.parametrize(
    "text",
    [
        "A" * 20_000,
        "Aa " * 7_000,
        "(Aa, " * 5_000,
        "Aa and " * 4_000,
        "2014) " * 3_000,
        ("Mm, " * 40 + "2014b ") * 300,
    ],
)
def test_no_text_is_too_long_to_be_read(text: str) -> None:
    assert list(find_citations(text)) == []
