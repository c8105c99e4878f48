"""What is shown before a report is sent is what is sent, page for page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from carreport.report.export import export_report
from carreport.report.pdf.typst_pool import TypstPool
from carreport.report.preview import ReportPreview, answer_pages, render_preview
from tests.report.fixtures import Case, example, thin

TODAY = date(2026, 11, 21)
NAME = "inquiry-report"


@pytest.fixture(scope="module")
def press() -> Iterator[TypstPool]:
    with TypstPool() as press:
        yield press


def shown(press: TypstPool, case: Case, name: str = NAME) -> ReportPreview:
    return render_preview(press, *case, name, TODAY)


def test_the_pages_are_those_of_the_file_that_is_sent(press: TypstPool, tmp_path: Path) -> None:
    sent = export_report(*example(), NAME, tmp_path / "report.pdf", TODAY).path.read_bytes()
    assert sent.startswith(shown(press, example()).pdf)  # the headers of rows are appended


def test_a_page_is_drawn_as_large_as_it_is_wanted(press: TypstPool) -> None:
    made = shown(press, thin())
    width, height = made.sizes[0]
    picture = made.render_page(0, 2.0)
    assert (picture.width, picture.height) == (round(width * 2 + 0.5), round(height * 2 + 0.5))
    assert len(picture.pixels) == picture.width * picture.height * 4
    with Image.open(BytesIO(picture.to_png())) as image:
        assert image.size == (picture.width, picture.height)


def test_the_colours_of_a_page_are_those_of_the_report(press: TypstPool) -> None:
    picture = shown(press, thin()).render_page(0, 1.0)
    dots = [picture.pixels[at : at + 3] for at in range(0, len(picture.pixels), 4)]
    assert bytes.fromhex("0B5F66")[::-1] in dots
    assert dots.count(b"\xff\xff\xff") > len(dots) / 2


def test_a_wide_page_is_wide(press: TypstPool) -> None:
    width, height = shown(press, thin(), "action-plan").sizes[0]
    assert width > height


def test_headings_are_found_by_their_page(press: TypstPool) -> None:
    made = shown(press, example())
    pages = [mark.page for mark in made.bookmarks]
    assert pages == sorted(pages)
    assert [mark.text for mark in made.bookmarks if mark.text.endswith("Actions")]
    assert {mark.level for mark in made.bookmarks} >= {1, 2}


def test_an_answer_is_found_on_its_page(press: TypstPool) -> None:
    case = example()
    made = shown(press, case)
    found = answer_pages(made, case.form, case.answers)
    (heading,) = (mark for mark in made.bookmarks if mark.text.endswith("The question"))
    assert found["question.main"] == heading.page
    assert len(found) > 200
    assert set(found.values()) <= set(range(len(made.sizes)))


class StopError(Exception):
    """Raised by the one who waits."""


def test_a_preview_is_called_off_by_who_waits_for_it(press: TypstPool) -> None:
    def stop() -> None:
        raise StopError

    with pytest.raises(StopError):
        render_preview(press, *example(), NAME, TODAY, stop)
    assert shown(press, thin()).pdf
