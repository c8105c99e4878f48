"""Show a report before it is sent: the pages of the real PDF, made and drawn off the window's thread.

    with Press() as press:
        shown = preview(press, form, answers, pictures, "inquiry-report", today)
        picture = shown.draw(0, scale=1.5)

What is shown is what an export would write, to the byte; printing goes from the same pages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from carreport.form.answers import Answers
from carreport.form.schema import Form
from carreport.report.build import PictureLike, build
from carreport.report.model import Report
from carreport.report.pdf.rasterise import (
    PageImage,
    PdfBookmark,
    page_sizes,
    page_texts,
    pdf_bookmarks,
    render_page,
)
from carreport.report.pdf.typst_pool import TypstPool
from carreport.report.proof.completeness import words_by_answer
from carreport.report.proof.normalise_text import AS_TYPESET
from carreport.report.templates.find_templates import find_template

__all__ = ["PageImage", "PdfBookmark", "ReportPreview", "TypstPool", "answer_pages", "render_preview"]

SHORTEST_MATCH = 8
"""So many letters tell where an answer stands; shorter ones, such as “Yes”, stand everywhere."""
MATCH_LENGTH = 60


@dataclass(frozen=True, slots=True)
class ReportPreview:
    """A finished PDF whose pages can be drawn one by one, from any thread.

    `sizes` are the pages in points (72 an inch), `landmarks` the headings with their pages.
    `unshown` are letters that no font on this computer has; a box stands for each.
    """

    report: Report
    pdf: bytes
    sizes: tuple[tuple[float, float], ...]
    bookmarks: tuple[PdfBookmark, ...]
    missing_characters: str = ""

    def render_page(self, page: int, scale: float) -> PageImage:
        """Draw one page (from 0); at `scale` 1 a point is one dot, for print at 300 dpi it is 300/72."""
        return render_page(self.pdf, page, scale)


def render_preview(  # noqa: PLR0917 - the same face as an export
    press: TypstPool,
    form: Form,
    answers: Answers,
    pictures: Mapping[str, PictureLike],
    template_name: str,
    today: date,
    waiting: Callable[[], None] | None = None,
) -> ReportPreview:
    """Return the report as pages; raise `TemplateError` or `ReportWriteError` when that cannot be done.

    It may run in any thread. `waiting` is called again and again meanwhile; what it raises
    calls the work off at once and comes out here.
    """
    template = find_template(template_name)
    report = build(form, answers, pictures, template, today)
    printed = press.render(report, template, waiting)
    return ReportPreview(
        report, printed.pdf, page_sizes(printed.pdf), pdf_bookmarks(printed.pdf), printed.missing_characters
    )


def answer_pages(shown: ReportPreview, form: Form, answers: Answers) -> dict[str, int]:
    """Return on which page (from 0) each answer begins, by its path, as far as its words tell.

    `form` and `answers` are those that were shown. What was answered in a few letters, such as
    “Yes”, is left out: one goes to the section then, by the landmarks.
    """
    texts = [AS_TYPESET.searchable(text) for text in page_texts(shown.pdf)]
    found: dict[str, int] = {}
    for path, words in words_by_answer(shown.report, form, answers):
        begins = AS_TYPESET.searchable(words)[:MATCH_LENGTH]
        if len(begins) >= SHORTEST_MATCH:
            page = next((number for number, text in enumerate(texts) if begins in text), None)
            if page is not None:
                found[path] = page
    return found
